"""Getting in by passphrase or sheet, replacing either, and what a backup may open with."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from adviser_desk.casework import access, setup
from adviser_desk.errors import NoDeviceStore, WrongBlock, WrongKey, WrongRecoveryCode
from adviser_desk.policy import DEFAULT, Policy
from adviser_desk.vault import recovery_code, slots
from adviser_desk.vault.connection import Vault

VERY_STRONG, OTHER = "koffer zingt langs blauwe tegels", "zeven stille fietsen onder de brug"
STRONG = "tractor kwartet 47"
TODAY = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def low_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "calibrated", lambda: (64 * 1024, 3))


@pytest.fixture
def made(vault_folder: Path) -> Iterator[tuple[Vault, str]]:
    vault, code = setup.start_vault(vault_folder, VERY_STRONG)
    yield vault, code
    vault.close()


def test_a_new_passphrase_opens_the_vault_and_the_next_backup(made: tuple[Vault, str]) -> None:
    vault, _ = made
    before = access.backup_slot(vault)
    access.change_passphrase(vault, VERY_STRONG, OTHER, DEFAULT, today=TODAY)
    after = access.backup_slot(vault)
    assert before is not None
    assert after is not None
    assert slots.open_by_passphrase(vault.vault_id, after, OTHER, None)
    with pytest.raises(WrongKey):
        slots.open_by_passphrase(vault.vault_id, after, VERY_STRONG, None)
    assert access.access(vault).changed_on == TODAY
    vault.close()
    access.open_desk(vault.folder, OTHER).close()


def test_a_passphrase_is_replaced_beside_the_vault_and_counts_before_it_is_noted(made: tuple[Vault, str]) -> None:
    vault, _ = made
    chosen_on = access.access(vault).changed_on
    replaced = access.replace_passphrase(vault.folder, VERY_STRONG, OTHER, DEFAULT)
    # As after a lock between the two: the old one opens nothing, and no backup is made to open by it.
    assert (access.access(vault).changed_on, access.backup_slot(vault)) == (chosen_on, None)
    with pytest.raises(WrongKey):
        access.replace_sheet(vault.folder, VERY_STRONG, access.sheet_for(vault))
    access.note_passphrase(vault, replaced, today=TODAY)
    assert access.access(vault).changed_on == TODAY
    assert access.backup_slot(vault) is not None


def test_the_wrong_old_passphrase_changes_nothing(made: tuple[Vault, str]) -> None:
    vault, _ = made
    before = (vault.folder / "vault.keys").read_bytes()
    with pytest.raises(WrongKey):
        access.change_passphrase(vault, OTHER, STRONG, DEFAULT, today=TODAY)
    assert (vault.folder / "vault.keys").read_bytes() == before


def test_a_passphrase_that_is_only_strong_or_a_policy_that_forbids_keep_backups_to_the_sheet(
    made: tuple[Vault, str],
) -> None:
    vault, _ = made
    assert access.access(vault).backup_by_passphrase
    access.change_passphrase(vault, VERY_STRONG, STRONG, DEFAULT, today=TODAY)
    assert access.backup_slot(vault) is None
    access.change_passphrase(vault, STRONG, OTHER, Policy(backup_by_passphrase=False), today=TODAY)
    assert access.backup_slot(vault) is None
    assert not access.access(vault).backup_by_passphrase


def test_a_passphrase_that_was_put_away_opens_no_new_backup(made: tuple[Vault, str]) -> None:
    vault, _ = made
    key = bytearray(vault._key)
    # As after a crash between the two files: the keys are new, what is kept for backups is not.
    access.keys.replace_passphrase(vault.folder, key, OTHER, device="off")
    assert access.backup_slot(vault) is None


def test_checking_a_code_changes_nothing(made: tuple[Vault, str]) -> None:
    vault, code = made
    before = (vault.folder / "vault.keys").read_bytes()
    access.check_code(vault.folder, code.replace("-", " "))
    for wrong, error in ((recovery_code.draw(), WrongRecoveryCode), (code[:-1], WrongBlock)):
        with pytest.raises(error):
            access.check_code(vault.folder, wrong)
    assert (vault.folder / "vault.keys").read_bytes() == before


def test_the_sheet_gives_a_new_passphrase(made: tuple[Vault, str]) -> None:
    vault, code = made
    vault.close()
    again = access.recover(vault.folder, code.lower(), OTHER, DEFAULT, today=TODAY)
    found = access.access(again)
    assert (found.changed_on, found.rehearsed_on) == (TODAY, TODAY)
    again.close()
    access.open_desk(vault.folder, OTHER).close()
    with pytest.raises(WrongKey):
        access.open_desk(vault.folder, VERY_STRONG)


def test_recovering_without_the_store_that_is_required_changes_nothing(made: tuple[Vault, str]) -> None:
    vault, code = made
    vault.close()
    with pytest.raises(NoDeviceStore):
        access.recover(vault.folder, code, OTHER, Policy(device_secret="required"), today=TODAY)
    access.open_desk(vault.folder, VERY_STRONG).close()


def test_a_rehearsal_is_due_after_a_year_and_notes_only_a_sheet_that_opens(made: tuple[Vault, str]) -> None:
    vault, code = made
    today = date.today()
    later = today + timedelta(days=365)
    assert not access.rehearsal_is_due(vault, today=later - timedelta(days=1))
    assert access.rehearsal_is_due(vault, today=later)
    for wrong, error in ((recovery_code.draw(), WrongRecoveryCode), (code[:-1], WrongBlock)):
        with pytest.raises(error):
            access.rehearse(vault, wrong, today=later)
    assert access.rehearsal_is_due(vault, today=later)
    access.rehearse(vault, code, today=later)
    assert not access.rehearsal_is_due(vault, today=later)


def test_a_new_sheet_takes_the_place_of_the_old_one(made: tuple[Vault, str]) -> None:
    vault, code = made
    sheet = access.sheet_for(vault)
    access.replace_sheet(vault.folder, VERY_STRONG, sheet)
    access.rehearse(vault, sheet.recovery_code, today=TODAY)
    with pytest.raises(WrongRecoveryCode):
        access.rehearse(vault, code, today=TODAY)
