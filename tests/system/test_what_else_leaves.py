"""What an export, the doctor, a backup and the pictures tell beside the numbers: nothing of cases or adviser."""

import json
import struct
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from adviser_desk.casework import access
from tests.test_cli import HEAD, PASSPHRASE, run, with_vault

ROOT = Path(__file__).resolve().parent.parent.parent
PERIOD = "2026Q1"
SAID_OF_A_PICTURE = {b"IHDR", b"PLTE", b"pHYs", b"IDAT", b"IEND"}
Practices = tuple[tuple[Path, str], tuple[Path, str]]
LEDGER = {"serial", "period", "issued_on", "previous", "digest", "json", "word", "language"}


def practice(folder: Path, names: tuple[str, str], *, turned: bool) -> tuple[Path, str]:
    """A vault with forty cases of two units, in one order or the other, under other names; and its recovery code."""
    rows = [
        f"{names[place % 2]}-{10 + place},2026-0{1 + place % 3}-{5 + place % 7:02},,work_relations,"
        f"{('bullying', 'threat')[place % 3 == 0]},own_talk,{('noord', 'zuid')[place % 2]},1,given"
        for place in range(40)
    ]
    register = folder / "register.csv"
    register.write_text("\n".join([HEAD, *(reversed(rows) if turned else rows)]) + "\n", encoding="utf-8")
    answered = with_vault("create", folder / "vault", "--profile", "large", "--json").stdout
    with_vault("import", folder / "vault", register)
    with_vault("export", folder / "vault", "--period", PERIOD, "--out", folder / "out")
    return folder, str(json.loads(answered)["recovery_code"])


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Practices:
    """Two practices that differ in what nobody may learn."""
    one, other = tmp_path_factory.mktemp("one"), tmp_path_factory.mktemp("other")
    return practice(one, ("Kompas", "Lampion"), turned=False), practice(other, ("Zandloper", "Anker"), turned=True)


def files(folder: Path) -> Mapping[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_order_and_the_names_of_cases_leave_no_trace_in_any_file(both: Practices) -> None:
    one, other = (files(folder / "out") for folder, _code in both)
    assert len(one) == 2
    assert one == other


def test_the_doctor_says_the_same_of_both(both: Practices) -> None:
    said = []
    for folder, _code in both:
        found = json.loads(run("doctor", "--vault", folder / "vault", "--json").stdout)
        # The place of the vault was asked for; how full the disk is changes by itself.
        said.append({name: value for name, value in found.items() if name not in ("vault", "free_megabytes")})
    assert said[0] == said[1]


def test_a_backup_holds_of_an_export_what_the_export_says_and_no_more(both: Practices, tmp_path: Path) -> None:
    folder, code = both[0]
    (tmp_path / "stick").mkdir()
    stored = json.loads(with_vault("backup", folder / "vault", "--to", tmp_path / "stick", "--json").stdout)["file"]
    given = f"{code}\n{PASSPHRASE}\n"
    run("restore", "--vault", tmp_path / "vault", "--recovery-code-stdin", stored, given=given)
    with closing(access.open_desk(tmp_path / "vault", PASSPHRASE)) as vault:
        columns = {row[1] for row in vault.db.execute("PRAGMA table_info(release)")}
        ((numbers, report),) = vault.db.execute("SELECT json, word FROM release").fetchall()
    assert columns == LEDGER
    assert {numbers, report} == set(files(folder / "out").values())


def test_a_picture_tells_what_it_shows_and_not_who_made_it_when() -> None:
    pictures = list((ROOT / "docs").rglob("*.png"))
    assert pictures
    for path in pictures:
        data, place, parts = path.read_bytes(), 8, set()
        while place < len(data):
            length, name = struct.unpack(">I4s", data[place : place + 8])
            parts.add(name)
            place += 12 + length
        assert parts <= SAID_OF_A_PICTURE, path.name
