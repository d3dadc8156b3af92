"""What a restored backup is told of its ledger by the vault that it replaces."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from counted_cases import add_case

from adviser_desk.models.period import Period
from adviser_desk.vault import ledger_gap, releases, remembered
from adviser_desk.vault.connection import Vault, create_vault

EARLY, MADE_ON = date(2026, 7, 2), date(2026, 11, 25)


@pytest.fixture
def backup(tmp_path: Path, key: bytearray) -> Iterator[Vault]:
    """The vault as a backup holds it: two cases, the first quarter exported."""
    made = create_vault(tmp_path / "backup", key, vault_id="0f" * 16)
    begin(made)
    yield made
    made.close()


@pytest.fixture
def here(vault: Vault) -> Vault:
    """The same vault as it is now."""
    begin(vault)
    return vault


def begin(vault: Vault) -> None:
    for number, day in ((1, date(2026, 1, 5)), (2, date(2026, 4, 5))):
        add_case(vault, number, day)
        vault.db.execute("UPDATE case_file SET mark = ? WHERE id = ?", (f"mark{number}", number))
    release(vault, "2026Q1")


def release(vault: Vault, period: str) -> None:
    with vault.transaction():
        releases.add(vault, Period(period), MADE_ON, releases.Files(figures=period.encode(), report=b"PK"), "nl")


def told(backup: Vault, here: Vault) -> date | None:
    remembered.tell(backup, remembered.remembered(here), MADE_ON)
    return ledger_gap.whole_until(backup)


@pytest.mark.parametrize("unsure", [None, EARLY])
def test_the_longer_ledger_or_an_equal_one_knows_whether_releases_are_missing(
    backup: Vault, here: Vault, unsure: date | None
) -> None:
    ledger_gap.note(here, unsure)
    assert told(backup, here) == unsure
    ledger_gap.note(backup, MADE_ON)
    release(here, "2026Q2")
    assert told(backup, here) == unsure


def test_where_the_backup_has_the_longer_ledger_nothing_is_known_after_it(backup: Vault, here: Vault) -> None:
    release(backup, "2026Q2")
    assert told(backup, here) is None
    ledger_gap.note(here, EARLY)
    assert told(backup, here) == MADE_ON
    ledger_gap.note(backup, EARLY)
    assert told(backup, here) == EARLY


def test_quarters_that_were_read_back_and_who_came_late_are_told(backup: Vault, here: Vault) -> None:
    add_case(here, 3, date(2026, 1, 6))
    with here.transaction():
        files = releases.Files(figures=b"2026Q2", report=b"PK")
        releases.add_read_back(here, Period("2026Q2"), MADE_ON, files, "nl")
    told(backup, here)
    assert releases.read_back(backup) == {Period("2026Q2")}
    assert backup.db.execute("SELECT quarter, cases FROM late_in_quarter").fetchall() == [("2026Q2", 1)]
    add_case(backup, 4, date(2026, 4, 6))
    assert releases.uncounted(backup, releases.covered(releases.entries(backup))) == ()
    told(backup, here)  # once more changes nothing
    assert releases.entries(backup) == releases.entries(here)
