"""The house rules hold in every file, and every rule is seen to refuse what it is for."""

import re
from pathlib import Path

import pytest

from tests.system.house_rules import BAD, GOOD, RULES, Bad, Rule, Source

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [
    Source(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
    for path in sorted((ROOT / "adviser_desk").rglob("*.py"))
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_rule_holds_in_every_file(rule: Rule):
    assert len(SOURCES) > 50
    assert {source.path: found for source in SOURCES if (found := rule(source))} == {}


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: f"{bad.rule.__name__}: {bad.text[:40]}")
def test_the_rule_refuses(bad: Bad):
    assert bad.rule(Source(bad.path, bad.text))


@pytest.mark.parametrize("good", GOOD, ids=lambda good: f"{good.rule.__name__}: {good.text[:40]}")
def test_the_rule_lets_through(good: Bad):
    assert good.rule(Source(good.path, good.text)) == []


def test_every_rule_has_a_bad_example():
    assert {bad.rule for bad in BAD} == set(RULES)


@pytest.mark.parametrize("name", ["requirements.lock", "pyproject.toml"])
def test_no_registry_is_named_where_packages_are(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert re.findall(r"(?i)https?:|pythonhosted|index-url|find-links|pypi\.", text) == []


def test_every_package_of_the_lock_is_pinned_and_hashed():
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    packages = re.split(r"\n(?=[a-z])", text.strip())
    assert len(packages) > 20
    assert [
        package.split()[0] for package in packages if not re.match(r"[\w.-]+==\S+ .*--hash=sha256:", package, re.S)
    ] == []


def test_the_lock_holds_every_package_the_project_asks_for():
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8").lower()
    asked = re.findall(r'^  "([A-Za-z0-9_-]+)>=', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.M)
    assert len(asked) > 15
    assert [name for name in asked if f"\n{name.lower()}==" not in f"\n{text}"] == []
