"""A series on invented cases by the command line: its files pass the check, and what is wrong ends with its code."""

import json
import subprocess
import sys
from pathlib import Path


def run(*arguments: str | Path, code: int = 0) -> subprocess.CompletedProcess[str]:
    """The program in a process of its own."""
    command = [sys.executable, "-m", "adviser_desk", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == code, done.stderr
    return done


def test_a_series_with_all_that_happens_to_it(tmp_path: Path) -> None:
    source, out = tmp_path / "cases.jsonl", tmp_path / "out"
    late = '{"period": "2026Q1", "arrived": "2026Q2", "unit": "B"}\n'
    source.write_text('{"period": "2026Q1", "unit": "A"}\n' * 9 + late * 8 + '{"period": "2026Q2"}\n' * 12, "utf-8")
    done = run(
        "--language", "en", "replay", source, "--profile", "small", "--out", out, "--periods", "quarters,halves",
        "--threshold", "5", "--threshold", "2026Q2=8", "--units", "A,B", "--units", "2026Q2=A,B,C", "--json",
    )  # fmt: skip
    answered = json.loads(done.stdout)
    assert answered["releases"] == 3
    assert sorted(answered["files"]) == sorted(map(str, out.iterdir()))
    assert done.stderr.splitlines() == [
        "2026Q1: export 1 of 3", "2026Q2: export 2 of 3", "2026H1: export 3 of 3", "3 exports made and checked.",
    ]  # fmt: skip
    run("check", *out.glob("*.json"))
    again = tmp_path / "again"
    source.write_text("".join(reversed(source.read_text("utf-8").splitlines(keepends=True))), "utf-8")
    run(
        "replay", source, "--profile", "small", "--out", again, "--periods", "quarters", "--language", "en",
        "--units", "A,B", "--units", "2026Q2=A,B,C", "--threshold", "2026Q2=8",
    )  # fmt: skip
    for path in again.iterdir():
        assert path.read_bytes() == (out / path.name).read_bytes()


def test_what_is_wrong_ends_with_its_code_and_writes_nothing(tmp_path: Path) -> None:
    source, out = tmp_path / "cases.jsonl", tmp_path / "out"
    source.write_text('{"period": "2026Q1"}\n{"period": "2026Q1", "matter": "Kompas"}\n', "utf-8")
    bad = run("replay", source, "--profile", "large", "--out", out, code=38)
    assert "Regel 2 " in bad.stderr
    assert "Kompas" not in bad.stderr
    (tmp_path / "vault").mkdir()
    (tmp_path / "vault" / "vault.keys").touch()
    run("replay", source, "--profile", "large", "--out", tmp_path / "vault", code=39)
    run("replay", source, "--profile", "large", "--out", out, "--threshold", "4", code=2)
    assert not out.exists()
