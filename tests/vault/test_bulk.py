"""Many cases at once are as findable as cases that were added one by one, and so is what comes after."""

from datetime import date, datetime

from counted_cases import add_case

from adviser_desk.vault import cases
from adviser_desk.vault.connection import Vault


def found(vault: Vault, word: str) -> int:
    return len(vault.db.execute("SELECT rowid FROM search WHERE search MATCH ?", (word,)).fetchall())


def test_notes_added_in_bulk_are_found_and_so_is_what_is_written_later(vault: Vault) -> None:
    triggers = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY name"
    before = vault.db.execute(triggers).fetchall()
    add_case(vault, 1, date(2026, 1, 5))
    add_case(vault, 2, date(2026, 1, 6))
    assert found(vault, "rooster") == 2
    assert [row.last_contact for row in cases.rows(vault, [1, 2])] == [
        datetime(2026, 1, 5, 10),
        datetime(2026, 1, 6, 10),
    ]
    assert vault.db.execute(triggers).fetchall() == before
    with vault.transaction():
        vault.db.execute("UPDATE contact SET note = 'Over de verhuizing.' WHERE case_id = 1")
        vault.db.execute(
            "INSERT INTO contact (case_id, channel, at, note) VALUES (2, 'phone', '2026-01-07T10:00', 'rooster')"
        )
    assert (found(vault, "rooster"), found(vault, "verhuizing")) == (2, 1)
    vault.db.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")


def test_the_index_still_forgets_at_once_what_is_deleted(vault: Vault) -> None:
    add_case(vault, 1, date(2026, 1, 5))
    assert vault.db.execute("SELECT v FROM search_config WHERE k = 'secure-delete'").fetchone() == (1,)
