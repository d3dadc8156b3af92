"""What IT gets is made from the model, fresh, and understood by the readers: templates, examples and guides."""

import re
import tomllib
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from adviser_desk import i18n, policy_sources
from adviser_desk.policy import DEFAULT, FOLDERS, KEYS, Policy, kind
from adviser_desk.policy_units import read_units
from tools import policy_files

ADMX = policy_files.FOLDER / "AdviserDesk.admx"
SPACE = "{http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions}"
GUIDES = [policy_files.ROOT / "docs" / f"it-guide-{language}.md" for language in i18n.LANGUAGES]


@pytest.mark.parametrize("path", policy_files.files(), ids=lambda path: path.name)
def test_it_is_what_the_tool_makes(path: Path) -> None:
    assert path.read_bytes() == policy_files.files()[path], "run tools/policy_files.py"


def test_the_tool_leaves_the_language_as_it_was() -> None:
    i18n.set_language("en")
    policy_files.files()
    assert i18n.language() == "en"


def test_the_example_is_a_right_policy_as_it_is_and_with_every_line_on() -> None:
    path = policy_files.FOLDER / "policy.toml"
    found = policy_sources.from_file(path, path.read_bytes())
    assert found.model_fields_set == {"version"}
    whole = re.sub(r"^# (\w+ = |  \"|\])", r"\1", path.read_text(encoding="utf-8"), flags=re.M)
    assert tuple(tomllib.loads(whole)) == KEYS
    everything = policy_sources.from_file(path, whole.encode())
    assert everything == Policy.model_validate({key: policy_files.example(key) for key in KEYS})
    assert everything.model_fields_set == set(KEYS)
    for key in {*KEYS} - {"version", "units", *FOLDERS}:
        assert getattr(everything, key) == getattr(DEFAULT, key)
    assert len(read_units(everything.units, everything.unit_least_people).first_level) == 2


def test_the_example_for_macos_is_a_right_policy() -> None:
    path = policy_files.FOLDER / policy_sources.MACOS.name
    assert policy_sources.from_file(path, path.read_bytes()).model_fields_set == set(KEYS)


def policies() -> dict[str, ElementTree.Element]:
    root = ElementTree.parse(ADMX).getroot()
    return {one.attrib["name"]: one for one in root.iter(f"{SPACE}policy")}


def test_the_template_has_a_policy_for_each_key_at_the_place_that_is_read() -> None:
    assert tuple(policies()) == KEYS
    for name, one in policies().items():
        assert (one.attrib["class"], one.attrib["key"]) == ("Machine", policy_sources.WINDOWS)
        values = [each.attrib["valueName"] for each in one.iter() if "valueName" in each.attrib]
        assert values == [name]


@pytest.mark.parametrize("name", KEYS)
def test_what_the_template_writes_is_read_and_its_bounds_are_those_of_the_model(name: str) -> None:
    one, allowed = policies()[name], kind(name)

    def read(value: object, form: int) -> Any:
        values = {"version": ("version", "1", 1), name: (name, value, form)}
        return getattr(policy_sources.from_registry(values.values()), name)

    if allowed.type is int:
        decimal = one.find(f"{SPACE}elements/{SPACE}decimal")
        assert decimal is not None
        bounds = int(decimal.attrib["minValue"]), int(decimal.attrib["maxValue"])
        assert bounds == (allowed.least, allowed.most)
        assert [read(bound, 4) for bound in bounds] == list(bounds)
    elif allowed.type is bool:
        switched = [one.find(f"{SPACE}{part}/{SPACE}decimal") for part in ("enabledValue", "disabledValue")]
        assert [read(int(each.attrib["value"]), 4) for each in switched if each is not None] == [True, False]
    elif allowed.choices:
        choices = [each.text for each in one.iter(f"{SPACE}string")]
        assert [read(choice, 1) for choice in choices] == list(allowed.choices)
    elif allowed.type is tuple:
        lines = one.find(f"{SPACE}elements/{SPACE}multiText")
        assert lines is not None
        most = tuple(f"U{number} | {'n' * 80} | {'e' * 80} | 60" for number in range(int(lines.attrib["maxStrings"])))
        assert max(map(len, most)) <= int(lines.attrib["maxLength"])
        assert read(list(most), 7) == most
    elif allowed.type is Path:
        text = one.find(f"{SPACE}elements/{SPACE}text")
        assert text is not None
        assert text.attrib["expandable"] == "true"
        folder = "C:\\" + "x" * (int(text.attrib["maxLength"]) - 3)
        assert read(folder, 2) == folder
    else:
        text = one.find(f"{SPACE}elements/{SPACE}text")
        assert text is not None
        most = "x" * int(text.attrib["maxLength"])
        assert read(most, 1) == most


@pytest.mark.parametrize("folder", ["nl-NL", "en-US"])
def test_every_word_and_field_that_the_template_asks_for_is_there(folder: str) -> None:
    words = ElementTree.parse(policy_files.FOLDER / folder / "AdviserDesk.adml").getroot()
    strings = {one.attrib["id"]: one.text for one in words.iter(f"{SPACE}string")}
    fields = {one.attrib["id"]: [each.attrib["refId"] for each in one] for one in words.iter(f"{SPACE}presentation")}
    asked = re.findall(r"\$\((string|presentation)\.(\w+)\)", ADMX.read_text(encoding="utf-8"))
    assert {name for what, name in asked if what == "string"} == set(strings)
    assert {name for what, name in asked if what == "presentation"} == set(fields)
    assert all(strings.values())
    for name, refs in fields.items():
        ids = [each.attrib["id"] for each in policies()[name].iter() if "id" in each.attrib]
        assert refs == ids == [name]


def test_the_two_languages_of_the_template_differ() -> None:
    dutch, english = ((policy_files.FOLDER / part / "AdviserDesk.adml").read_text() for part in ("nl-NL", "en-US"))
    assert "kluis" in dutch
    assert "kluis" not in english


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_the_guide_tells_every_key_and_every_place(guide: Path) -> None:
    text = guide.read_text(encoding="utf-8")
    assert [key for key in Policy.model_fields if f"| `{key}` |" not in text] == []
    for place in (policy_sources.LINUX, policy_sources.MACOS, rf"HKLM\{policy_sources.WINDOWS}"):
        assert f"`{place}`" in text
