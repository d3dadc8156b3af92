"""Putting a backup back, or a vault that was set aside: looked into, built whole beside the old one, then swapped.

Must not change the vault in the folder before the new one stands; whatever goes wrong before that leaves no trace.
"""

import hashlib
import shutil
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import date, datetime, timedelta
from pathlib import Path

from adviser_desk.casework import access, backups
from adviser_desk.casework.backups import Contents, Head, Known, Secret
from adviser_desk.casework.setup import MARK
from adviser_desk.errors import Damaged, KnownError, NotABackup, NoVault, OtherVault, TooNew
from adviser_desk.models.base import Record
from adviser_desk.policy import Policy
from adviser_desk.vault import backup, backup_list, copies, destroying, keys, ledger_gap, remembered, swap
from adviser_desk.vault.connection import DATABASE, Vault, make_folder, open_vault, wipe
from adviser_desk.vault.copies import Progress, nothing
from adviser_desk.vault.keys import KeyFile
from adviser_desk.vault.lock import InstanceLock
from adviser_desk.vault.remembered import Remembered
from adviser_desk.vault.swap import Replaced

__all__ = ["Replaced"]


class Restored(Record):
    """What was put back, and what became of the vault that it replaced.

    `replaced` is the name under which that is kept for 30 days, None where there was none. `ledger` is whether its
    releases and certificates could be read: `releases` were carried over, `destroyed_again` cases went once more.
    `whole_until` is the day after which releases may be missing, None when none is.
    """

    contents: Contents
    replaced: str | None
    ledger: bool
    releases: int = 0
    destroyed_again: int = 0
    whole_until: date | None = None


def restore(
    path: Path,
    secret: Secret,
    folder: Path,
    policy: Policy,
    *,
    now: datetime,
    passphrase: str | None = None,
    other_vault: bool = False,
    progress: Progress = nothing,
) -> Restored:
    """Put the vault of a backup in `folder`, in the place of the one that is there. Takes up to half a minute.

    After a passphrase the same one opens the vault; with a code, `passphrase` is the new one. The vault in the folder
    must be closed. `other_vault` lets a backup replace another vault than its own.

    Raises as `backups.look_inside`, and OtherVault, OtherLedger, InUse, NoDeviceStore, DiskFull, ReadOnly; then nothing
    has changed.
    """
    chosen = secret.text if secret.kind == "passphrase" else passphrase
    if chosen is None:
        raise ValueError("a new passphrase goes with a code")
    head, kept = backup.read_head(path)
    key = backups.open_slots(kept, secret)
    try:
        source = _Backup(path, head, _sheets(folder, kept), key, progress)

        def finish(vault: Vault) -> None:
            access.note_passphrase(vault, access.give_passphrase(vault.folder, key, chosen, policy), today=now.date())
            if secret.kind == "code":
                access.note_sheet(vault, today=now.date())
            source.note(vault)

        return _exchange(folder, source, finish, policy, now=now, other_vault=other_vault)
    finally:
        wipe(key)


def replaced(folder: Path) -> tuple[Replaced, ...]:
    """The vaults that were set aside less than 30 days ago, newest first."""
    return swap.replaced(folder)


def put_back(folder: Path, name: str, secret: Secret, policy: Policy, *, now: datetime) -> Restored:
    """Put a vault that was set aside back in its place; the one that is there now is set aside. Its keys come along.

    Releases and certificates of since then are kept. Raises WrongKey, WrongBlock, WrongRecoveryCode, NoDeviceSecret,
    NoVault when it is not there any more, Damaged, OtherLedger, InUse, DiskFull, ReadOnly; then nothing has changed.
    """
    old = folder / swap.OLD / name
    if name not in {one.name for one in swap.replaced(folder)}:
        raise NoVault(place=str(old))
    unlock = keys.unlock if secret.kind == "passphrase" else keys.unlock_with_recovery
    key = unlock(old, secret.text)
    try:
        done = _exchange(folder, _SetAside(old, key), lambda _vault: None, policy, now=now, other_vault=True)
    finally:
        wipe(key)
    swap.drop_replaced(folder, name)
    return done


Finish = Callable[[Vault], None]


class _Backup:
    """A backup file as what a vault is built from."""

    def __init__(self, path: Path, head: Head, kept: KeyFile, key: bytearray, progress: Progress) -> None:
        self.kept, self.key = kept, key
        self._path, self._head, self._progress = path, head, progress
        self._digest = ""

    def fill(self, copy: Path) -> Contents:
        backup.extract(self._path, copy, self._progress)
        with copy.open("rb") as file:
            self._digest = hashlib.file_digest(file, "sha256").hexdigest()
        try:
            return backups.contents(copy, self._head, self.key)
        except Damaged:
            raise NotABackup(file=self._path.name) from None

    def note(self, vault: Vault) -> None:
        """The vault knows of the backup that it came from: that one holds its cases too."""
        counts = copies.count(vault.db)
        one = Known(
            made_at=self._head.made_at,
            folder=str(self._path.parent),
            file=self._path.name,
            bytes=self._path.stat().st_size,
            digest=self._digest,
            cases=counts.cases,
            newest_case=counts.newest_case,
        )
        if one.digest not in {known.digest for known in backup_list.known(vault)}:
            backup_list.add(vault, one)


class _SetAside:
    """A vault that was set aside as what a vault is built from: with its keys, and what its log still holds."""

    def __init__(self, old: Path, key: bytearray) -> None:
        self.kept, self.key, self._old = keys.read_keys(old), key, old

    def fill(self, copy: Path) -> Contents:
        for suffix in ("", "-wal"):
            with suppress(FileNotFoundError):
                shutil.copyfile(self._old / (DATABASE + suffix), copy.with_name(copy.name + suffix))
        made_at = datetime.strptime(self._old.name[:8], "%Y%m%d")
        return backups.contents(copy, Head(vault_id=self.kept.vault_id, made_at=made_at, program=""), self.key)


class _Here:
    """The lock of the folder; through the vault in it where that opens with the key, so that it can still be read."""

    def __init__(self, folder: Path, key: bytearray, *, same: bool) -> None:
        self._folder = folder
        self._vault: Vault | None = None
        self._lock: InstanceLock | None = None
        if same:
            with suppress(NoVault, Damaged):
                self._vault = open_vault(folder, key)
        if self._vault is None:
            self._lock = InstanceLock(folder)

    def remembered(self) -> Remembered | None:
        """What must outlive the vault; None where there is none of it, or it cannot be read."""
        if self._vault is None:
            return None
        try:
            return remembered.remembered(self._vault)
        except Damaged:
            return None

    def close_vault(self) -> None:
        """Keep the lock only."""
        if self._vault is not None:
            self._vault.close()
            self._vault, self._lock = None, InstanceLock(self._folder)

    def release(self) -> None:
        if self._vault is not None:
            self._vault.close()
        if self._lock is not None:
            self._lock.release()


def _exchange(
    folder: Path, source: _Backup | _SetAside, finish: Finish, policy: Policy, *, now: datetime, other_vault: bool
) -> Restored:
    """Build the new vault beside the one in the folder, let `finish` have it while it is open, and swap."""
    make_folder(folder)
    with suppress(Damaged):
        swap.settle(folder)
    number = _vault_id(folder)
    if number not in (None, source.kept.vault_id) and not other_vault:
        raise OtherVault(number=keys.number_of(source.kept.vault_id), here=keys.number_of(str(number)))
    here = _Here(folder, source.key, same=number == source.kept.vault_id)
    try:
        with swap.room(folder) as new:
            contents = source.fill(new / DATABASE)
            keys.write_keys(new, source.kept)
            known = here.remembered()
            with closing(open_vault(new, source.key)) as vault:
                if vault.vault_id != source.kept.vault_id:
                    raise Damaged()
                made_on = contents.made_at.date()
                told = None if known is None else remembered.tell(vault, known, made_on)
                if told is None:
                    # Nobody here knows what went out since; the adviser does.
                    ledger_gap.note(vault, min(made_on, ledger_gap.whole_until(vault) or made_on))
                # What was turned back since the backup is not known here: the adviser gets the time to do it again.
                destroying.put_off(vault, now + timedelta(hours=policy.grace_hours))
                destroying.clean(vault)
                if vault.practice:
                    (new / swap.PRACTICE).write_bytes(MARK)
                finish(vault)
                whole_until = ledger_gap.whole_until(vault)
            here.close_vault()
            aside = swap.put_in_place(folder, today=now.date())
    finally:
        here.release()
    return Restored(
        contents=contents,
        replaced=aside,
        ledger=told is not None,
        releases=told.releases if told else 0,
        destroyed_again=told.destroyed if told else 0,
        whole_until=whole_until,
    )


def _vault_id(folder: Path) -> str | None:
    # What cannot be read is no vault to be careful with; it is set aside all the same.
    try:
        return keys.read_keys(folder).vault_id
    except (NoVault, Damaged, TooNew):
        return None


def _sheets(folder: Path, kept: KeyFile) -> KeyFile:
    """The slots of the sheets: of the vault that is there, if it is the same one, for its sheet may be newer."""
    with suppress(KnownError):
        here = keys.read_keys(folder)
        if here.vault_id == kept.vault_id:
            return KeyFile(kept.vault_id, here.of_kind("recovery"))
    return KeyFile(kept.vault_id, kept.of_kind("recovery"))
