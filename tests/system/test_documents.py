"""Every command in the README works as written, and its table of exit codes is the program's."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from adviser_desk import cli, errors

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(label: str) -> list[list[str]]:
    """The commands of each fenced block with exactly this label."""
    return [text.splitlines() for text in re.findall(rf"^```{label}\n(.*?)^```$", README, re.M | re.S)]


def test_every_block_of_the_readme_is_of_a_kind_that_is_tested():
    labels = set(re.findall(r"^```(\w.*)$", README, re.M))
    assert labels == {"bash", "bash parse", "bash installer", "powershell"}


def test_the_two_commands_are_there_for_every_system():
    assert blocks("bash")[0] == ["./run", "./test"]
    assert blocks("powershell") == [[".\\run.ps1", ".\\test.ps1"]]
    for name in ("run", "test", ".ci/run"):
        assert os.access(ROOT / name, os.X_OK)
    for name in ("run.ps1", "test.ps1"):
        assert "packaging\\environment.ps1" in (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="bash scripts")
@pytest.mark.parametrize("path", ["run", "test", ".ci/run", *sorted(p.name for p in (ROOT / "packaging").glob("*.sh"))])
def test_a_script_is_bash_without_mistakes_of_spelling(path):
    script = ROOT / path if (ROOT / path).is_file() else ROOT / "packaging" / path
    assert subprocess.run(["bash", "-n", script], check=False).returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="bash scripts")
def test_the_installer_commands_name_scripts_that_are_there():
    scripts = [next(word for word in shlex.split(line) if "/" in word) for line in blocks("bash installer")[0]]
    assert scripts == ["packaging/build_deb.sh", "packaging/try_deb.sh"]
    assert all(os.access(ROOT / script, os.X_OK) for script in scripts)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="bash scripts")
def test_the_command_line_examples_run_as_written(tmp_path):
    """In an empty folder, with `./run` standing for the program itself."""
    here = tmp_path / "run"
    here.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m adviser_desk "$@"\n', encoding="utf-8")
    here.chmod(0o755)
    script = "\n".join(["set -e -o pipefail", *blocks("bash")[1]])
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    assert sorted(path.suffix for path in (tmp_path / "export").iterdir()) == [".docx", ".json"]


@pytest.mark.parametrize("line", [line for block in blocks("bash parse") for line in block])
def test_an_example_that_is_too_heavy_to_run_is_understood(line):
    program, *arguments = shlex.split(line)
    assert program == "./run"
    cli._parser().parse_args(arguments)


def test_the_parse_test_would_notice_an_option_that_is_gone():
    with pytest.raises(errors.BadCall):
        cli._parser().parse_args(["check", "--no-such-option", "a.json"])


def test_the_table_of_exit_codes_is_complete():
    told = [int(code) for code in re.findall(r"^\| (\d+) \|", README, re.M)]
    known = {kind.exit_code for kind in cli._kinds(errors.KnownError)}
    assert told == sorted(known | {0, errors.BadCall.exit_code, cli.BUG, cli.STOPPED})


def test_every_place_in_the_readme_exists():
    places = re.findall(r"^\| `([^`]+)` \|", README, re.M)
    assert len(places) > 5
    assert [place for place in places if not (ROOT / place).exists()] == []


def test_every_proof_that_the_documents_name_exists():
    files = {path.name for part in ("adviser_desk", "tests", "tools") for path in (ROOT / part).rglob("*.py")}
    names = {path: path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py")}
    documents = [path.read_text(encoding="utf-8") for path in (ROOT / "docs").rglob("*.md")]
    named = {found for text in documents for found in re.findall(r"[\w/]*?(\w+\.py)(?:::(\w+))?", text)}
    assert len(named) > 15
    for file, test in named:
        assert file in files
        assert not test or any(path.name == file and f"def {test}(" in text for path, text in names.items())
