"""Who gets into the vault: by passphrase, by recovery sheet, and how either is replaced. Keeps no secret.

A backup must open where nothing but the stick and the adviser is left: what makes that possible is kept in the vault
itself, so that it stands in no file beside it.
"""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import NewType

from adviser_desk.casework.passphrases import Strength, strength
from adviser_desk.models.base import Record
from adviser_desk.policy import DEFAULT, Policy
from adviser_desk.vault import connection, keys, settings, slots, swap
from adviser_desk.vault.connection import Vault
from adviser_desk.vault.slots import Slot

_BACKUP_SLOT, _CHANGED_ON, _REHEARSED_ON = "backup_slot", "passphrase_changed_on", "rehearsed_on"
_REHEARSE_EVERY = timedelta(days=365)
_VERY_STRONG = 3


class Access(Record):
    """How the vault opens now.

    `device` is whether the passphrase works on this device only; `backup_by_passphrase` whether the next backup opens
    by it too, besides the recovery sheet; `changed_on` the day on which the passphrase was chosen, `rehearsed_on` that
    on which the sheet last proved to be there.
    """

    device: bool
    backup_by_passphrase: bool
    changed_on: date | None
    rehearsed_on: date | None


Replaced = NewType("Replaced", str)
"""What the vault has to note of a passphrase that was replaced."""


def open_desk(folder: Path, passphrase: bytearray | str) -> Vault:
    """The vault opened by its passphrase, in about a second. The caller wipes the passphrase and closes the vault.

    Raises NoVault, WrongKey, NoDeviceSecret, InUse, Damaged, TooNew, ReadOnly, DiskFull.
    """
    swap.settle(folder)
    return opened(folder, keys.unlock(folder, passphrase))


def prove(vault: Vault, passphrase: bytearray | str) -> None:
    """See whether it is the adviser who sits here, in about a second. Raises WrongKey, NoDeviceSecret."""
    connection.wipe(keys.unlock(vault.folder, passphrase))


def check_code(folder: Path, code: str) -> None:
    """See whether a recovery code, written in any way, opens the vault. Changes nothing.

    Raises WrongBlock, WrongRecoveryCode, NoVault, TooNew, Damaged.
    """
    swap.settle(folder)
    connection.wipe(keys.unlock_with_recovery(folder, code))


def recover(folder: Path, code: str, passphrase: bytearray | str, policy: Policy, *, today: date) -> Vault:
    """The vault opened by its recovery code, with a new passphrase from now on. Takes up to ten seconds.

    The earlier passphrase opens nothing any more. Raises as `check_code` and `open_desk`, and NoDeviceStore; then
    nothing has changed.
    """
    swap.settle(folder)
    key = keys.unlock_with_recovery(folder, code)
    try:
        vault = opened(folder, bytearray(key))
        try:
            note_passphrase(vault, give_passphrase(folder, key, passphrase, policy), today=today)
            note_sheet(vault, today=today)
        except BaseException:
            vault.close()
            raise
    finally:
        connection.wipe(key)
    return vault


def change_passphrase(vault: Vault, old: bytearray | str, new: bytearray | str, policy: Policy, *, today: date) -> None:
    """Replace the passphrase of an open vault. Takes and raises as `replace_passphrase`."""
    note_passphrase(vault, replace_passphrase(vault.folder, old, new, policy), today=today)


def replace_passphrase(folder: Path, old: bytearray | str, new: bytearray | str, policy: Policy) -> Replaced:
    """Replace the passphrase of a vault that the caller has open; `note_passphrase` then tells the vault.

    Takes up to ten seconds and may run beside the vault: locking does not wait for it. Raises WrongKey for the old one,
    NoDeviceSecret, NoDeviceStore, DiskFull, ReadOnly; then the old one still opens. Backups made before still open with
    what they opened with then.
    """
    key = keys.unlock(folder, old)
    try:
        return give_passphrase(folder, key, new, policy)
    finally:
        connection.wipe(key)


def give_passphrase(folder: Path, key: bytearray, passphrase: bytearray | str, policy: Policy) -> Replaced:
    """The same for whoever has the vault's key; also where no passphrase opens it yet."""
    # What takes longest comes first: between the keys and the note is then no time in which the vault may be locked.
    slot = _backup_slot(keys.read_keys(folder).vault_id, key, passphrase, policy)
    keys.replace_passphrase(folder, key, passphrase, device=policy.device_secret)
    return _kept(folder, slot)


def note_passphrase(vault: Vault, replaced: Replaced, *, today: date) -> None:
    """Note what the next backups open with, and the day."""
    with vault.transaction():
        settings.put(vault, _BACKUP_SLOT, replaced)
        settings.put(vault, _CHANGED_ON, today.isoformat())


def replace_sheet(folder: Path, passphrase: bytearray | str, sheet: keys.Sheet) -> None:
    """Let the sheet that was just printed open the vault, and the earlier one no more; then call `note_sheet`.

    Takes a second and may run beside the vault that the caller has open. Raises as `replace_passphrase`.
    """
    key = keys.unlock(folder, passphrase)
    try:
        keys.replace_sheet(folder, key, sheet)
    finally:
        connection.wipe(key)


def note_sheet(vault: Vault, *, today: date) -> None:
    """Note that the recovery sheet proved to be there."""
    settings.put(vault, _REHEARSED_ON, today.isoformat())


def sheet_for(vault: Vault) -> keys.Sheet:
    """A new recovery sheet for this vault; it opens nothing before `replace_sheet`."""
    return keys.sheet_for(vault.vault_id)


def rehearse(vault: Vault, code: str, *, today: date) -> None:
    """See whether a recovery sheet opens this vault. Raises WrongBlock, WrongRecoveryCode; then nothing is noted."""
    check_code(vault.folder, code)
    note_sheet(vault, today=today)


def rehearsal_is_due(vault: Vault, *, today: date) -> bool:
    """Whether the sheet was last seen more than a year ago. A practice vault needs none."""
    seen = sheet_seen_on(vault)
    return not vault.practice and (seen is None or today - seen >= _REHEARSE_EVERY)


def sheet_seen_on(vault: Vault) -> date | None:
    """The day on which the sheet last proved to be there."""
    return _day(vault, _REHEARSED_ON)


def access(vault: Vault, *, policy: Policy = DEFAULT) -> Access:
    """How the vault opens now."""
    return Access(
        device=keys.needs_device(vault.folder),
        backup_by_passphrase=backup_slot(vault, policy) is not None,
        changed_on=_day(vault, _CHANGED_ON),
        rehearsed_on=sheet_seen_on(vault),
    )


def start_access(vault: Vault, key: bytearray, passphrase: bytearray | str, policy: Policy, *, today: date) -> None:
    """Note in a new vault that its sheet exists, and let its backups open by a passphrase that is very strong."""
    kept = _kept(vault.folder, _backup_slot(vault.vault_id, key, passphrase, policy))
    note_passphrase(vault, kept, today=today)
    note_sheet(vault, today=today)


def backup_slot(vault: Vault, policy: Policy = DEFAULT) -> Slot | None:
    """The slot by which a backup opens with the passphrase alone. None where that is not allowed or not wise."""
    kept = settings.get(vault, _BACKUP_SLOT)
    # It may have been made before the organisation forbade it.
    if not kept or not policy.backup_by_passphrase:
        return None
    held = json.loads(kept)
    # The passphrase was replaced and this was not: a passphrase that was put away must not open new backups.
    return held["slot"] if held["of"] == keys.passphrase_name(vault.folder) else None


def opened(folder: Path, key: bytearray) -> Vault:
    """The vault opened by its raw key, which is wiped."""
    try:
        vault = connection.open_vault(folder, key)
    finally:
        connection.wipe(key)
    swap.forget_replaced(folder)
    return vault


def _backup_slot(vault_id: str, key: bytearray, passphrase: bytearray | str, policy: Policy) -> Slot | None:
    wise = policy.backup_by_passphrase and _judged(passphrase).bars >= _VERY_STRONG
    return slots.backup_slot(vault_id, key, passphrase) if wise else None


def _kept(folder: Path, slot: Slot | None) -> Replaced:
    return Replaced("" if slot is None else json.dumps({"of": keys.passphrase_name(folder), "slot": slot}))


def _judged(passphrase: bytearray | str) -> Strength:
    return strength(passphrase if isinstance(passphrase, str) else passphrase.decode("utf-8", errors="replace"))


def _day(vault: Vault, name: str) -> date | None:
    kept = settings.get(vault, name)
    return date.fromisoformat(kept) if kept else None
