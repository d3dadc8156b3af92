"""A practice vault: the same seed gives the same cases, and they look like the work of an adviser."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from adviser_desk.casework import practice
from adviser_desk.errors import BadCall
from adviser_desk.models.codes import code_book
from adviser_desk.vault.connection import Vault, create_vault

UNTIL = date(2026, 11, 23)
TABLES = ("case_file", "contact", "consent", "follow_up", "unit")


@pytest.fixture
def practice_vault(tmp_path: Path, key: bytearray) -> Iterator[Vault]:
    vault = create_vault(tmp_path / "practice", key, vault_id="1a" * 16, practice=True)
    yield vault
    vault.close()


def content(vault: Vault) -> dict[str, list[tuple[object, ...]]]:
    return {
        table: vault.db.execute(f"SELECT {_columns(vault, table)} FROM {table} ORDER BY 1").fetchall()
        for table in TABLES
    }


def _columns(vault: Vault, table: str) -> str:
    """All but the mark of a case, which is drawn in each vault anew."""
    found = vault.db.execute("SELECT name FROM pragma_table_info(?)", (table,)).fetchall()
    return ", ".join(f'"{name}"' for (name,) in found if name != "mark")


def test_the_same_seed_and_day_give_the_same_vault(practice_vault: Vault, tmp_path: Path, key: bytearray) -> None:
    practice.fill_practice(practice_vault, 80, 7, until=UNTIL)
    found = []
    for name, seed in (("same", 7), ("other", 8)):
        vault = create_vault(tmp_path / name, key, vault_id="1b" * 16, practice=True)
        practice.fill_practice(vault, 80, seed, until=UNTIL)
        found.append(content(vault))
        vault.close()
    assert content(practice_vault) == found[0]
    assert content(practice_vault) != found[1]


def test_every_code_occurs_and_the_first_of_a_list_most(practice_vault: Vault) -> None:
    practice.fill_practice(practice_vault, 1_500, 1, until=UNTIL)
    for name in ("matter", "client_role", "other_party", "found_via", "step", "outcome", "aftercare", "reason_no_step"):
        rows = practice_vault.db.execute(f"SELECT {name} FROM case_file WHERE {name} IS NOT NULL").fetchall()
        found = Counter(row[0] for row in rows)
        assert set(found) == set(code_book().codes(name)), name
        assert found[code_book().codes(name)[0]] > found[code_book().codes(name)[-1]], name
    several = {"behaviour": "behaviour", "grounds": "ground", "referral": "referral", "themes": "theme"}
    for column, name in several.items():
        rows = practice_vault.db.execute(f"SELECT {column} FROM case_file").fetchall()
        assert {code for row in rows for code in row[0].split(";") if code} == set(code_book().codes(name)), name


def test_notes_differ_and_hold_no_gap_and_no_date_in_the_future(practice_vault: Vault) -> None:
    practice.fill_practice(practice_vault, 300, 1, until=UNTIL)
    notes = [row[0] for row in practice_vault.db.execute("SELECT note FROM contact")]
    assert len(set(notes)) > 0.99 * len(notes)
    assert not [note for note in notes if re.search(r"[{}]|  |\. [a-z]", note) or len(note) < 100]
    (last,) = practice_vault.db.execute("SELECT max(at) FROM contact").fetchone()
    assert last[:10] <= UNTIL.isoformat()


def test_no_two_open_cases_have_the_same_word(practice_vault: Vault) -> None:
    practice.fill_practice(practice_vault, 2_000, 1, until=UNTIL)
    rows = practice_vault.db.execute("SELECT pseudonym FROM case_file WHERE status <> 'closed'").fetchall()
    words = [row[0].split("-")[0] for row in rows]
    assert len(words) > 20
    assert len(words) == len(set(words))


def test_there_is_something_to_repair_and_something_to_do(practice_vault: Vault) -> None:
    practice.fill_practice(practice_vault, 200, 1, until=UNTIL)
    query = "SELECT count(*) FROM follow_up WHERE done_on IS NULL AND due_on {} ?"
    for when in ("<=", ">"):
        assert practice_vault.db.execute(query.format(when), (UNTIL.isoformat(),)).fetchone()[0] > 0
    assert practice_vault.db.execute("SELECT count(*) FROM case_file WHERE unit IS NULL").fetchone()[0] > 0


def test_a_real_vault_and_a_filled_one_are_refused(vault: Vault, practice_vault: Vault) -> None:
    with pytest.raises(BadCall):
        practice.fill_practice(vault, 5, 1, until=UNTIL)
    practice.fill_practice(practice_vault, 5, 1, until=UNTIL)
    with pytest.raises(BadCall):
        practice.fill_practice(practice_vault, 5, 1, until=UNTIL)
    assert practice_vault.db.execute("SELECT count(*) FROM case_file").fetchone()[0] == 5


@pytest.mark.slow
def test_ten_thousand_cases_take_well_under_a_minute(practice_vault: Vault) -> None:
    practice.fill_practice(practice_vault, 10_000, 1, until=UNTIL)
    assert practice_vault.db.execute("SELECT count(*) FROM case_file").fetchone()[0] == 10_000
