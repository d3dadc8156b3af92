"""`check` keeps a proof that nothing can be deduced, and verifies one; each change is refused with its own sentence."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from adviser_desk import __version__, cli
from adviser_desk.signals import audit_proof

REPORTS = Path(__file__).parents[2] / "docs" / "pictures" / "report"
NO_SOLVER = "import sys; sys.modules['highspy'] = None; from adviser_desk.__main__ import main; sys.exit(main())"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two quarters that the program made, `1.json` and `2.json`, and the proof of both."""
    folder = tmp_path_factory.mktemp("kept")
    for number in (1, 2):
        shutil.copy(REPORTS / f"much-{number}.json", folder / f"{number}.json")
    assert cli.run(["check", *map(str, sorted(folder.glob("*.json"))), "--keep", str(folder / "proof.json")]) == 0
    return folder


@pytest.fixture
def folder(kept: Path, tmp_path: Path) -> Path:
    """A copy of it to change."""
    return Path(shutil.copytree(kept, tmp_path / "copy"))


def verify(folder: Path, *names: str) -> int:
    """The exit code over some of the files; all of them when none is named."""
    paths = [str(folder / name) for name in names or ("1.json", "2.json")]
    return cli.run(["check", *paths, "--verify", str(folder / "proof.json"), "--language", "nl"])


def change(path: Path, old: str, new: str) -> None:
    """Replace the first place of a text in a file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_it_is_verified_without_the_solver(folder: Path) -> None:
    """The library is not to be had: whoever imports it gets an error. In any order of the files."""
    arguments = ["check", folder / "2.json", folder / "1.json", "--verify", folder / "proof.json", "--json"]
    done = subprocess.run(
        [sys.executable, "-c", NO_SOLVER, *map(str, arguments)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    proof = audit_proof.read(folder / "proof.json")
    assert json.loads(done.stdout) == {"files": 2, "findings": [], "data_sets": proof.data_sets}
    without = subprocess.run(
        [sys.executable, "-c", NO_SOLVER, "check", str(folder / "1.json")], capture_output=True, check=False
    )
    assert without.returncode == cli.BUG


def test_the_same_files_give_the_same_bytes_and_no_other_file_is_written_over(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [str(folder / "2.json"), str(folder / "1.json")]
    assert cli.run(["check", *files, "--keep", str(folder / "again.json")]) == 0
    assert (folder / "again.json").read_bytes() == (folder / "proof.json").read_bytes()
    assert cli.run(["check", files[1], "--keep", str(folder / "again.json")]) == 35
    assert (folder / "again.json").read_bytes() == (folder / "proof.json").read_bytes()
    assert cli.run(["check", *files, "--keep", str(folder / "nowhere" / "proof.json")]) == 15
    assert "Het bewijs staat in" in capsys.readouterr().err


def test_a_release_that_changed_by_one_digit_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(folder / "2.json", '"program": "1.0.0"', '"program": "1.0.1"')
    assert verify(folder) == 60
    assert "niet over dit bestand van" in capsys.readouterr().err


def test_a_proof_that_changed_by_one_digit_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(folder / "proof.json", f'"program":"{__version__}"', f'"program":"{__version__}1"')
    assert verify(folder) == 60
    assert "veranderd nadat het gemaakt is" in capsys.readouterr().err


def test_a_proof_of_more_or_of_fewer_files_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify(folder, "1.json") == 60
    assert "Geef dat bestand erbij" in capsys.readouterr().err
    shutil.copy(REPORTS / "year-1.json", folder / "3.json")
    assert verify(folder, "1.json", "2.json", "3.json") == 60
    assert "niet over dit bestand van" in capsys.readouterr().err


def test_what_is_no_proof_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(folder / "1.json", folder / "proof.json")
    assert verify(folder) == 60
    (folder / "proof.json").unlink()
    assert verify(folder) == 60
    assert "kan niet worden gelezen" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("changed", "said"), [("less", "Niet bewezen"), ("other", "Het bewijs klopt niet"), ("columns", "Het noemt iets")]
)
def test_a_proof_that_was_changed_and_sealed_again_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], changed: str, said: str
) -> None:
    """The checksum shows damage. Against who makes it anew only what it says of the files helps."""
    proof = audit_proof.read(folder / "proof.json")
    model = proof.series[0].models[0]
    (column, count), *more = model.data_sets[-1]
    last = {"less": None, "other": ((column, count + 1), *more), "columns": ((9_999_999, 1),)}[changed]
    sets = model.data_sets[:-1] if last is None else (*model.data_sets[:-1], last)
    gone = len(model.data_sets) - 1
    mixed = model.mixed if last else tuple(tuple(one for one in group if one != gone) for group in model.mixed)
    models = (model.model_copy(update={"data_sets": sets, "mixed": mixed}),)
    series = (proof.series[0].model_copy(update={"models": models}), *proof.series[1:])
    again = audit_proof.to_bytes(proof.model_copy(update={"series": series}))
    (folder / "proof.json").write_bytes(again)
    assert verify(folder) == (60 if changed == "columns" else 61)
    told = capsys.readouterr()
    assert said in told.out + told.err
    if changed != "columns":
        assert "2026Q" in told.out


def test_where_something_is_found_no_proof_is_kept(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    release = json.loads((folder / "1.json").read_bytes())
    release["tables"][0]["rows"] = [[3]]
    (folder / "1.json").write_text(json.dumps(release), encoding="utf-8")
    assert cli.run(["check", str(folder / "1.json"), "--keep", str(folder / "none.json")]) == 37
    assert not (folder / "none.json").exists()
    assert "Het bewijs staat" not in capsys.readouterr().err


def test_keeping_and_verifying_do_not_go_together(folder: Path) -> None:
    both = ["--keep", str(folder / "x.json"), "--verify", str(folder / "proof.json")]
    assert cli.run(["check", str(folder / "1.json"), *both]) == 2
