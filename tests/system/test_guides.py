"""Every command in the guides works as written, with the exit code that stands behind it, in both languages."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from adviser_desk import cli, errors
from tests.system.test_policy_place import alone, possible

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
GUIDES = ("it-guide", "security-guide", "guide")
RUN = ("it-guide", "security-guide")
"""The commands of the guide for advisers are among those of the last."""
_BLOCK = re.compile(r"^```(.*)\n((?:.*\n)*?)^```$", re.M)
_CODE = re.compile(r"^(?P<command>\S.*?)  # (?P<code>\d+)\b.*$")
_CHECKED = """{command}
got=$?
[ $got = {code} ] || {{ printf '%s\\n' {line} "gave $got" >&2; exit 99; }}"""
AS_ROOT = possible()


def blocks(guide: str, language: str) -> list[tuple[str, str]]:
    """The kind and the text of each fenced block."""
    return _BLOCK.findall((DOCS / f"{guide}-{language}.md").read_text(encoding="utf-8"))


def script_lines(guide: str, language: str) -> list[str]:
    """All commands of a guide in order; those of root only where that is possible."""
    kinds = {"bash", "bash root"} if AS_ROOT else {"bash"}
    return [line for kind, text in blocks(guide, language) if kind in kinds for line in text.splitlines()]


def _checked(line: str) -> str:
    found = _CODE.match(line)
    return _CHECKED.format(**found.groupdict(), line=shlex.quote(line)) if found else line


@pytest.mark.parametrize("guide", GUIDES)
def test_every_block_is_of_a_kind_that_is_tested_and_both_languages_have_the_same_commands(guide: str) -> None:
    dutch, english = blocks(guide, "nl"), blocks(guide, "en")
    assert {kind for kind, _text in dutch} <= {"bash", "bash root", "bash installer", "text"}
    assert any(kind == "bash" for kind, _text in dutch)
    commands = [
        [(kind, re.sub(r"(  # \d+).*", r"\1", text)) for kind, text in each if kind != "text"]
        for each in (dutch, english)
    ]
    assert commands[0] == commands[1]
    for kind, text in dutch:
        if kind.startswith("bash") and kind != "bash installer":
            calls = [line for line in text.splitlines() if re.search(r"(^|\| )adviser-desk ", line)]
            assert [line for line in calls if not _CODE.match(line)] == []


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="bash scripts")
@pytest.mark.parametrize("guide", RUN)
def test_the_commands_of_a_guide_give_the_codes_that_it_names(guide: str, tmp_path: Path) -> None:
    """In the home of nobody, and as root with an `/etc` that only this test sees."""
    home, programs = tmp_path / "home", tmp_path / "bin"
    home.mkdir()
    programs.mkdir()
    program = programs / "adviser-desk"
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m adviser_desk "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    begin = (
        f"export HOME={shlex.quote(str(home))} PATH={shlex.quote(str(programs))}:$PATH\ncd {shlex.quote(str(home))}\n"
    )
    begin += "export QT_QPA_PLATFORM=offscreen\n"
    script = "\n".join(map(_checked, script_lines(guide, "nl")))
    if AS_ROOT:
        done = alone(tmp_path / "room", f"{begin}set +e\n{script}\nexit 0")
    else:
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            ["bash", "-c", f"{begin}{script}\nexit 0"],
            env=environment, capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    # Nothing is left of them but what they name.
    shown = {path.name for path in home.iterdir() if not path.name.startswith(".")}
    assert shown <= {
        "kluis",
        "kapot",
        "stick",
        "uit",
        "veranderd.json",
        "bewijs.json",
        "stuk.json",
        "policy.toml",
        "fout.toml",
        "oefenen",
        "exports",
    }


def test_the_commands_for_advisers_are_run_in_another_guide_in_the_same_order() -> None:
    others = iter(re.sub(r"(  # \d+).*", r"\1", line) for line in script_lines("security-guide", "nl"))
    assert [line for line in script_lines("guide", "nl") if re.sub(r"(  # \d+).*", r"\1", line) not in others] == []


def test_a_command_with_another_code_than_the_guide_names_is_noticed() -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("needs bash")
    for line, code in (("false  # 1: so", 0), ("false  # 0", 99), ("true  # 1", 99)):
        done = subprocess.run([bash, "-c", f"{_checked(line)}\nexit 0"], capture_output=True, text=True, check=False)
        assert (done.returncode, line.split("  #")[0] in done.stderr) == (code, code == 99)


@pytest.mark.parametrize("guide", GUIDES)
def test_each_code_in_a_guide_is_one_of_the_program(guide: str) -> None:
    known = {kind.exit_code for kind in cli._kinds(errors.KnownError)} | {0, 1}
    for _kind, text in blocks(guide, "nl"):
        for line in text.splitlines():
            if found := _CODE.match(line):
                assert int(found["code"]) in known


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_guides_lead_to_each_other_and_the_readme_to_all(language: str) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for guide in GUIDES:
        name = f"{guide}-{language}.md"
        assert f"(docs/{name})" in readme
        for link in re.findall(r"\]\(([\w-]+\.md)\)", (DOCS / name).read_text(encoding="utf-8")):
            assert (DOCS / link).is_file()
