"""A year of a large practice by the command line: import, four quarters, the year, and what a reader can make of it."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REGISTER = Path(__file__).parent.parent / "data" / "registers" / "belastingdienst_2022.csv"
PASSPHRASE = "paardenbloem wandelt zachtjes over zolder\n"
PERIODS = ("2022Q1", "2022Q2", "2022Q3", "2022Q4", "2022")


def run(*arguments: str | Path, given: str = "") -> str:
    """The program in a process of its own; what it wrote on stdout."""
    command = [sys.executable, "-m", "adviser_desk", *map(str, arguments)]
    done = subprocess.run(command, input=given, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def with_vault(verb: str, folder: Path, *more: str | Path) -> str:
    """A verb on the vault."""
    return run(verb, "--vault", folder, "--passphrase-stdin", *more, given=PASSPHRASE)


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The vault, and the folder with the ten files."""
    folder = tmp_path_factory.mktemp("year")
    with_vault("create", folder / "vault", "--profile", "large")
    answer = json.loads(with_vault("import", folder / "vault", REGISTER, "--json"))
    assert answer["cases"] == 479
    for period in PERIODS:
        with_vault("export", folder / "vault", "--period", period, "--out", folder / "out")
    return folder / "vault", folder / "out"


def test_a_reader_of_all_five_finds_nothing_and_can_keep_the_proof(exported: tuple[Path, Path], tmp_path: Path) -> None:
    files = sorted(exported[1].glob("*.json"))
    assert len(files) == len(PERIODS)
    run("check", *files, "--keep", tmp_path / "proof.json")
    run("check", *files, "--verify", tmp_path / "proof.json")


def test_what_is_printed_is_true_and_much_is_printed(exported: tuple[Path, Path]) -> None:
    """Every exact number is the count in the register, and the year tells most of what is large."""
    rows = [line.split(",") for line in REGISTER.read_text(encoding="utf-8").splitlines()]
    head = rows[0]
    counted = [dict(zip(head, row, strict=True)) for row in rows[1:]]
    counted = [row for row in counted if row["consent_count"] == "given"]
    year = json.loads(next(exported[1].glob("signalen-2022-nr*.json")).read_text(encoding="utf-8"))
    tables = {table["id"]: dict(map(tuple, table["rows"])) for table in year["tables"] if len(table["columns"]) == 1}
    exact = 0
    for code, said in tables["matter"].items():
        own = len(counted) if code == "*" else sum(row["matter"] == code for row in counted)
        if isinstance(said, int):
            exact += 1
            assert said == own
        elif said != ".":
            assert (own < 5) == said.startswith("<")
    assert exact >= 5


def test_no_small_number_and_no_word_of_the_register_leaves(exported: tuple[Path, Path]) -> None:
    names = {line.split(",")[0] for line in REGISTER.read_text(encoding="utf-8").splitlines()[1:]}
    for path in exported[1].glob("*.json"):
        text = path.read_text(encoding="utf-8")
        assert not any(name in text for name in names)
        said = [row[-1] for table in json.loads(text)["tables"] for row in table["rows"]]
        assert all(not isinstance(one, int) or one >= 5 for one in said)


def test_an_export_again_is_the_same_to_the_byte(exported: tuple[Path, Path], tmp_path: Path) -> None:
    vault, out = exported
    with_vault("export", vault, "--period", "2022Q2", "--out", tmp_path)
    for path in tmp_path.iterdir():
        assert _digest(path) == _digest(out / path.name)
    assert len(list(tmp_path.iterdir())) == 2


def test_the_report_opens_in_libreoffice(exported: tuple[Path, Path], tmp_path: Path) -> None:
    office = shutil.which("soffice")
    assert office is not None, "LibreOffice is missing: packages-debian.txt names it"
    report = next(exported[1].glob("signalen-2022-nr*.docx"))
    command = [office, f"-env:UserInstallation=file://{tmp_path}/office", "--headless", "--convert-to", "pdf"]
    environment = {**os.environ, "HOME": str(tmp_path)}
    subprocess.run(
        [*command, "--outdir", str(tmp_path), str(report)],
        check=True,
        capture_output=True,
        timeout=180,
        env=environment,
    )
    assert (tmp_path / report.with_suffix(".pdf").name).stat().st_size > 20_000


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
