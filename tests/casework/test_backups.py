"""Which backups there are, when one is due, which hold a case, and how many stay on a stick."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from adviser_desk.casework import backups, setup
from adviser_desk.policy import DEFAULT
from adviser_desk.vault import slots
from adviser_desk.vault.connection import Vault
from tests.casework.backup_cases import NOW, TODAY, add_case, made_vault


@pytest.fixture
def low_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "calibrated", lambda: (64 * 1024, 3))


@pytest.fixture
def made(vault_folder: Path, low_cost: None) -> Iterator[Vault]:
    vault, _code = made_vault(vault_folder)
    yield vault
    vault.close()


def test_the_last_five_stay_on_the_stick_and_files_of_others_too(made: Vault, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / "letter.backup").write_bytes(b"not ours")
    other, _code = made_vault(tmp_path / "other")
    theirs = backups.make_backup(other, stick, made_at=NOW - timedelta(days=90)).path
    other.close()
    days = [NOW + timedelta(days=day) for day in range(8)]
    files = [backups.make_backup(made, stick, made_at=at).path.name for at in days]
    assert {each.name for each in stick.iterdir()} == {"letter.backup", theirs.name, *files[3:]}
    known = backups.known_backups(made)
    assert [one.file for one in known] == files[::-1]
    assert [one.removed_on is None for one in known] == [True] * 5 + [False] * 3
    assert backups.place(made) == stick


def test_the_day_of_the_last_backup_is_known_while_the_vault_is_locked(made: Vault, tmp_path: Path) -> None:
    assert backups.last_day(made.folder) is None
    for days in (0, 3):
        backups.make_backup(made, tmp_path, made_at=NOW + timedelta(days=days))
    assert backups.last_day(made.folder) == TODAY + timedelta(days=3)
    (made.folder / "last-backup.txt").write_bytes(b"\xff gisteren")
    assert backups.last_day(made.folder) is None


def test_a_backup_holds_the_cases_that_were_there_until_it_is_said_to_be_gone(made: Vault, tmp_path: Path) -> None:
    first = backups.make_backup(made, tmp_path, made_at=NOW)
    third = add_case(made, "Zaklamp-29")
    second = backups.make_backup(made, tmp_path, made_at=NOW + timedelta(days=1))
    assert [one.file for one in backups.holding(made, [third])] == [second.path.name]
    assert [one.file for one in backups.holding(made, [1, third])] == [second.path.name, first.path.name]
    assert backups.holding(made, []) == ()
    backups.say_removed(made, backups.known_backups(made)[0], today=TODAY)
    assert backups.holding(made, [third]) == ()


def test_a_backup_is_due_after_the_days_of_the_policy_and_overdue_after_twice_as_many(
    made: Vault, tmp_path: Path
) -> None:
    never = backups.due(made, today=TODAY, policy=DEFAULT)
    assert (never.last, never.days, never.due, never.overdue) == (None, None, True, True)
    backups.make_backup(made, tmp_path, made_at=NOW)
    for days, late, too_late in ((-3, False, False), (0, False, False), (6, False, False), (7, True, False)):
        found = backups.due(made, today=TODAY + timedelta(days=days), policy=DEFAULT)
        assert (found.days, found.due, found.overdue) == (max(days, 0), late, too_late)
    assert backups.due(made, today=TODAY + timedelta(days=14), policy=DEFAULT).overdue


@pytest.mark.usefixtures("low_cost")
def test_an_empty_vault_and_a_practice_vault_need_none(vault: Vault, tmp_path: Path) -> None:
    assert not backups.due(vault, today=TODAY, policy=DEFAULT).due
    practice, _code = setup.start_vault(tmp_path / "practice", "oefenen", practice=True)
    add_case(practice, "Kompas-47")
    assert not backups.due(practice, today=date(2030, 1, 1), policy=DEFAULT).due
    practice.close()
