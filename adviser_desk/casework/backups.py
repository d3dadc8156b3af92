"""Backups as the adviser sees them: made, read back, looked into, due; and which of them hold a case."""

import tempfile
from collections.abc import Collection
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Literal

from adviser_desk import __version__
from adviser_desk.casework import access
from adviser_desk.casework.changes import Changes, Kind
from adviser_desk.errors import (
    BackupBySheet,
    Damaged,
    KnownError,
    NotABackup,
    WrongBackupKey,
    WrongKey,
    WrongRecoveryCode,
)
from adviser_desk.models.base import Record
from adviser_desk.policy import DEFAULT, Policy
from adviser_desk.vault import atomic, backup, backup_list, copies, keys, settings, slots
from adviser_desk.vault.backup import SUFFIX, Head, Written
from adviser_desk.vault.backup_list import Known
from adviser_desk.vault.connection import DATABASE, Vault, connect, wipe
from adviser_desk.vault.copies import Progress, nothing
from adviser_desk.vault.keys import KeyFile
from adviser_desk.vault.slots import Slot

__all__ = ["SUFFIX", "Head", "Known", "Progress", "Stopped", "Written"]
_PLACE = "backup_folder"
_RECENT = timedelta(days=30)
_LAST = "last-backup.txt"
"""Beside the vault, for the day on which the vault cannot be read."""


class Stopped(Exception):
    """The adviser stopped a backup or a restore; nothing was changed."""


@dataclass(frozen=True)
class Secret:
    """What opens a backup: a passphrase, or the recovery code written in any way."""

    text: str = field(repr=False)
    kind: Literal["passphrase", "code"] = "passphrase"


@dataclass(frozen=True)
class Prepared:
    """What a backup needs from the open vault. May be written from any thread while the vault stays in use."""

    vault: Vault
    slot: Slot | None = field(repr=False)


class Contents(Record):
    """What is in a backup."""

    number: str
    made_at: datetime
    program: str
    cases: int
    contacts: int
    releases: int
    last_contact: date | None
    practice: bool


class Due(Record):
    """How old the last backup is, in days; None when there never was one. `overdue` is twice as late as due."""

    last: datetime | None
    days: int | None
    due: bool
    overdue: bool


class ReadyToMove(Record):
    """What is done of a move to a new laptop: the day of a backup made today, that of a recent look at the sheet."""

    backup_on: date | None
    sheet_on: date | None


def prepare(vault: Vault, *, policy: Policy) -> Prepared:
    """The first of three steps, with the vault: `prepare`, `write` anywhere, `register` with the vault again."""
    return Prepared(vault=vault, slot=access.backup_slot(vault, policy))


def write(prepared: Prepared, folder: Path, *, made_at: datetime, progress: Progress = nothing) -> Written:
    """Write a backup and read it back in full. Whatever goes wrong, the vault is fine and no half file stays.

    Raises BackupPlaceGone, BackupPlaceFull, BackupFailed, ReadOnly, DiskFull, and what `progress` raises to stop.
    """
    return backup.write_backup(
        prepared.vault, folder, made_at=made_at, program=__version__, extra=prepared.slot, progress=progress
    )


def register(vault: Vault, written: Written) -> Changes:
    """Note a good backup and its place, and only then remove what is older than the last five there."""
    folder = written.path.parent
    earlier = backup.earlier_backups(folder, vault.vault_id)
    gone = []
    for path in earlier[backup.KEPT :]:
        if path != written.path:
            with suppress(OSError):
                path.unlink()
                gone.append(path.name)
    with vault.transaction():
        backup_list.add(
            vault,
            Known(
                made_at=written.head.made_at,
                folder=str(folder),
                file=written.path.name,
                bytes=written.bytes,
                digest=written.digest,
                cases=written.cases,
                newest_case=written.newest_case,
            ),
        )
        settings.put(vault, _PLACE, str(folder))
        for name in gone:
            backup_list.set_removed(vault, str(folder), name, written.head.made_at.date())
    # The backup is good, whatever becomes of this.
    with suppress(OSError, KnownError):
        atomic.write(vault.folder / _LAST, written.head.made_at.date().isoformat().encode("ascii"))
    return Changes.of(Kind.BACKUP)


def make_backup(
    vault: Vault, folder: Path, *, made_at: datetime, policy: Policy = DEFAULT, progress: Progress = nothing
) -> Written:
    """All three steps at once. Raises as `write`."""
    written = write(prepare(vault, policy=policy), folder.absolute(), made_at=made_at, progress=progress)
    register(vault, written)
    return written


def known_backups(vault: Vault) -> tuple[Known, ...]:
    """Every backup that this vault knows of, newest first; those that were removed too."""
    return backup_list.known(vault)


def holding(vault: Vault, case_ids: Collection[int]) -> tuple[Known, ...]:
    """The backups that were not removed and still hold any of these cases, newest first. Ask before destroying."""
    return backup_list.holding(vault, case_ids)


def say_removed(vault: Vault, one: Known, *, today: date) -> Changes:
    """Note that a backup is no longer there: only the adviser knows what is in the drawer."""
    backup_list.set_removed(vault, one.folder, one.file, today)
    return Changes.of(Kind.BACKUP)


def place(vault: Vault) -> Path | None:
    """The folder of the last backup."""
    kept = settings.get(vault, _PLACE)
    return Path(kept) if kept else None


def make_place(folder: Path) -> None:
    """Make a folder that the organisation proposed and that nobody made yet; those above it must be there."""
    with suppress(OSError):
        folder.mkdir(mode=0o700, exist_ok=True)


def last_day(folder: Path) -> date | None:
    """The day of the last backup of the vault in `folder`, as far as can be known while it is locked."""
    try:
        return date.fromisoformat((folder / _LAST).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def room_for(vault: Vault) -> int:
    """How many bytes the next backup takes, about."""
    return backup.room_for(vault)


def due(vault: Vault, *, today: date, policy: Policy) -> Due:
    """How old the last backup is. An empty vault and a practice vault need none."""
    made = backup_list.known(vault)
    last = made[0].made_at if made else None
    # A clock that was set back must not make a backup younger than it is.
    days = None if last is None else max((today - last.date()).days, 0)
    if vault.practice or (days is None and copies.count(vault.db).cases == 0):
        return Due(last=last, days=days, due=False, overdue=False)
    late = days is None or days >= policy.backup_every_days
    return Due(last=last, days=days, due=late, overdue=days is None or days >= 2 * policy.backup_every_days)


def ready_to_move(vault: Vault, *, today: date) -> ReadyToMove:
    """How far a move to a new laptop is on this side. Yesterday's backup lacks what was typed today."""
    made, seen = backup_list.known(vault), access.sheet_seen_on(vault)
    backup_on = made[0].made_at.date() if made and made[0].removed_on is None else None
    return ReadyToMove(
        backup_on=backup_on if backup_on == today else None,
        sheet_on=seen if seen is not None and today - seen <= _RECENT else None,
    )


def head(path: Path) -> Head:
    """Whose backup a file is and when it was made, without a key. Raises NotABackup, TooNew, BackupPlaceGone."""
    return backup.read_head(path)[0]


def number_of(found: Head) -> str:
    """The short mark of the vault that a backup is of."""
    return keys.number_of(found.vault_id)


def check_file(path: Path, progress: Progress = nothing) -> Head:
    """Read a file in full without a key: whether it is as it was written. Raises NotABackup, TooNew."""
    found, kept = backup.read_head(path)
    if not kept.slots or not all(slots.intact(kept.vault_id, slot) for slot in kept.slots):
        raise NotABackup(file=path.name)
    with tempfile.TemporaryDirectory() as place_for_copy:
        backup.extract(path, Path(place_for_copy) / DATABASE, progress)
    return found


def look_inside(path: Path, secret: Secret, progress: Progress = nothing) -> Contents:
    """Open a backup, check every page of it and say what is in it. Changes nothing; takes up to ten seconds.

    Raises WrongBackupKey, BackupBySheet, WrongBlock, WrongRecoveryCode, NotABackup, TooNew, BackupPlaceGone.
    """
    found, kept = backup.read_head(path)
    key = open_slots(kept, secret)
    try:
        with tempfile.TemporaryDirectory() as place_for_copy:
            copy = Path(place_for_copy) / DATABASE
            backup.extract(path, copy, progress)
            return contents(copy, found, key)
    except Damaged:
        raise NotABackup(file=path.name) from None
    finally:
        wipe(key)


def contents(copy: Path, found: Head, key: bytearray) -> Contents:
    """What is in an encrypted copy, every page of it checked. Raises Damaged."""
    with closing(connect(copy.parent, key, read_only=True, name=copy.name)) as db:
        counts = copies.check_whole(db)
        last = db.execute("SELECT max(last_contact) FROM case_file").fetchone()[0]
        practice = db.execute("SELECT value FROM setting WHERE name = 'practice'").fetchone()
    return Contents(
        number=keys.number_of(found.vault_id),
        made_at=found.made_at,
        program=found.program,
        cases=counts.cases,
        contacts=counts.contacts,
        releases=counts.releases,
        last_contact=None if last is None else date.fromisoformat(last[:10]),
        practice=practice == ("1",),
    )


def open_slots(kept: KeyFile, secret: Secret) -> bytearray:
    """The raw key in the slots of a backup; the caller wipes it. Raises as `look_inside`."""
    if secret.kind == "code":
        try:
            return slots.open_by_code(kept.vault_id, kept.of_kind("recovery")[0], secret.text)
        except Damaged:
            raise WrongRecoveryCode() from None
    try:
        slot = kept.of_kind("backup")[0]
    except Damaged:
        raise BackupBySheet() from None
    try:
        return slots.open_by_passphrase(kept.vault_id, slot, secret.text, None)
    except WrongKey:
        raise WrongBackupKey() from None
