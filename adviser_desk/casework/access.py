"""Who gets into the vault: by passphrase, by recovery sheet, and how either is replaced. Keeps no secret.

A backup must open where nothing but the stick and the adviser is left: what makes that possible is kept in the vault
itself, so that it stands in no file beside it.
"""

import json
from datetime import date, timedelta
from pathlib import Path

from adviser_desk.casework.passphrases import Strength, strength
from adviser_desk.models.base import Record
from adviser_desk.policy import Policy
from adviser_desk.vault import connection, keys, settings, slots
from adviser_desk.vault.connection import Vault
from adviser_desk.vault.slots import Slot

_BACKUP_SLOT, _REHEARSED_ON = "backup_slot", "rehearsed_on"
_REHEARSE_EVERY = timedelta(days=365)
_VERY_STRONG = 3


class Access(Record):
    """How the vault opens now.

    `device` is whether the passphrase works on this device only; `backup_by_passphrase` whether the next backup opens
    by it too, besides the recovery sheet; `rehearsed_on` the day on which the sheet last proved to be there.
    """

    device: bool
    backup_by_passphrase: bool
    rehearsed_on: date | None


def open_desk(folder: Path, passphrase: bytearray | str) -> Vault:
    """The vault opened by its passphrase, in about a second. The caller wipes the passphrase and closes the vault.

    Raises NoVault, WrongKey, NoDeviceSecret, InUse, Damaged, TooNew, ReadOnly, DiskFull.
    """
    return opened(folder, keys.unlock(folder, passphrase))


def open_with_recovery(folder: Path, code: str) -> Vault:
    """The vault opened by its recovery code, written in any way. Raises WrongBlock, WrongRecoveryCode and as above."""
    return opened(folder, keys.unlock_with_recovery(folder, code))


def recover(folder: Path, code: str, passphrase: bytearray | str, policy: Policy, *, today: date) -> Vault:
    """The vault opened by its recovery code, with a new passphrase from now on. Takes up to ten seconds.

    The earlier passphrase opens nothing any more. Raises as `open_with_recovery`, and NoDeviceStore; then nothing has
    changed.
    """
    key = keys.unlock_with_recovery(folder, code)
    vault = opened(folder, bytearray(key))
    try:
        _replace_passphrase(vault, key, passphrase, policy)
        settings.put(vault, _REHEARSED_ON, today.isoformat())
    except BaseException:
        vault.close()
        raise
    finally:
        connection.wipe(key)
    return vault


def change_passphrase(vault: Vault, old: bytearray | str, new: bytearray | str, policy: Policy) -> None:
    """Replace the passphrase. Takes up to ten seconds. Raises WrongKey for the old one, NoDeviceStore, DiskFull.

    On any error the old one still opens. Backups made before still open with what they opened with then.
    """
    key = keys.unlock(vault.folder, old)
    try:
        _replace_passphrase(vault, key, new, policy)
    finally:
        connection.wipe(key)


def replace_sheet(vault: Vault, passphrase: bytearray | str, sheet: keys.Sheet, *, today: date) -> None:
    """Let the sheet that was just printed open the vault, and the earlier one no more. Raises as above."""
    key = keys.unlock(vault.folder, passphrase)
    try:
        keys.replace_sheet(vault.folder, key, sheet)
    finally:
        connection.wipe(key)
    settings.put(vault, _REHEARSED_ON, today.isoformat())


def sheet_for(vault: Vault) -> keys.Sheet:
    """A new recovery sheet for this vault; it opens nothing before `replace_sheet`."""
    return keys.sheet_for(vault.vault_id)


def rehearse(vault: Vault, code: str, *, today: date) -> None:
    """See whether a recovery sheet opens this vault. Raises WrongBlock, WrongRecoveryCode; then nothing is noted."""
    connection.wipe(keys.unlock_with_recovery(vault.folder, code))
    settings.put(vault, _REHEARSED_ON, today.isoformat())


def rehearsal_is_due(vault: Vault, *, today: date) -> bool:
    """Whether the sheet was last seen more than a year ago. A practice vault needs none."""
    seen = _rehearsed_on(vault)
    return not vault.practice and (seen is None or today - seen >= _REHEARSE_EVERY)


def access(vault: Vault) -> Access:
    """How the vault opens now."""
    return Access(
        device=keys.needs_device(vault.folder),
        backup_by_passphrase=backup_slot(vault) is not None,
        rehearsed_on=_rehearsed_on(vault),
    )


def start_access(vault: Vault, key: bytearray, passphrase: bytearray | str, policy: Policy, *, today: date) -> None:
    """Note in a new vault that its sheet exists, and let its backups open by a passphrase that is very strong."""
    settings.put(vault, _REHEARSED_ON, today.isoformat())
    _keep_backup_slot(vault, key, passphrase, policy)


def backup_slot(vault: Vault) -> Slot | None:
    """The slot by which a backup opens with the passphrase alone. None where that is not allowed or not wise."""
    kept = settings.get(vault, _BACKUP_SLOT)
    if not kept:
        return None
    held = json.loads(kept)
    # The passphrase was replaced and this was not: a passphrase that was put away must not open new backups.
    return held["slot"] if held["of"] == keys.passphrase_name(vault.folder) else None


def opened(folder: Path, key: bytearray) -> Vault:
    """The vault opened by its raw key, which is wiped."""
    try:
        return connection.open_vault(folder, key)
    finally:
        connection.wipe(key)


def _replace_passphrase(vault: Vault, key: bytearray, passphrase: bytearray | str, policy: Policy) -> None:
    keys.replace_passphrase(vault.folder, key, passphrase, device=policy.device_secret)
    _keep_backup_slot(vault, key, passphrase, policy)


def _keep_backup_slot(vault: Vault, key: bytearray, passphrase: bytearray | str, policy: Policy) -> None:
    kept = ""
    if policy.backup_by_passphrase and _judged(passphrase).bars >= _VERY_STRONG:
        slot = slots.backup_slot(vault.vault_id, key, passphrase)
        kept = json.dumps({"of": keys.passphrase_name(vault.folder), "slot": slot})
    settings.put(vault, _BACKUP_SLOT, kept)


def _judged(passphrase: bytearray | str) -> Strength:
    return strength(passphrase if isinstance(passphrase, str) else passphrase.decode("utf-8", errors="replace"))


def _rehearsed_on(vault: Vault) -> date | None:
    seen = settings.get(vault, _REHEARSED_ON)
    return date.fromisoformat(seen) if seen else None
