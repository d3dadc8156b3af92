"""A backup: one file with an encrypted copy of the vault and the slots that open it. Good only once it was read back.

A plain zip without compression: `backup.json` (what may be read without a key), `vault.keys`, `vault.db`.
"""

import hashlib
import io
import json
import os
import shutil
import struct
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any

from pydantic import Field, ValidationError

from adviser_desk.errors import (
    BackupFailed,
    BackupPlaceFull,
    BackupPlaceGone,
    Damaged,
    DiskFull,
    KnownError,
    NotABackup,
    TooNew,
)
from adviser_desk.models.base import Record
from adviser_desk.vault import atomic, keys
from adviser_desk.vault.connection import COPY, DATABASE, KEYS, Vault
from adviser_desk.vault.copies import Counts, Progress, check_whole, copy_pages, forget_database, make_room
from adviser_desk.vault.errors import known_os
from adviser_desk.vault.slots import Slot

FORMAT, VERSION = "adviser-desk-backup", 1
SUFFIX = ".backup"
HEAD = "backup.json"
KEPT = 5
"""How many backups of a vault stay in one folder."""
_MOST_HEAD, _CHUNK, _MOST_READ = 64 * 1024, 1024 * 1024, 2 * 1024 * 1024
_FIXED = (1980, 1, 1, 0, 0, 0)
STEPS = ("copy", "check", "write", "read_back")
"""The steps that progress tells."""


class Head(Record):
    """What anyone may read: whose vault (by its number), when, and by which program. Says nothing about cases."""

    vault_id: str = Field(pattern=r"^[0-9a-f]{32}$")
    made_at: datetime
    program: str = Field(max_length=40)


class Written(Record):
    """A backup that was read back: its file, its size, the SHA-256 (hex) of its database, and what is in it."""

    head: Head
    path: Path
    bytes: int
    digest: str
    cases: int
    newest_case: int


def write_backup(
    vault: Vault, folder: Path, *, made_at: datetime, program: str, extra: Slot | None, progress: Progress
) -> Written:
    """Write a backup of an open vault to `folder` and read it back in full. Any thread; the vault stays in use.

    `extra` is a slot that opens it besides the recovery slot. `made_at` moves on to a second that has no file yet.
    Nothing half stays behind. Raises BackupPlaceGone, BackupPlaceFull, BackupFailed when what was read back is not what
    was written, DiskFull and ReadOnly.
    """
    if not folder.is_dir():
        raise BackupPlaceGone(place=str(folder))
    if room_for(vault) > shutil.disk_usage(folder).free:
        raise BackupPlaceFull(place=str(folder))
    head = Head(vault_id=vault.vault_id, made_at=_free_second(vault, folder, made_at), program=program)
    copy, path = vault.folder / COPY, folder / file_name(head)
    try:
        with _known_errors(vault.folder):
            counts = _copy(vault, copy, progress)
            slots = _slots(vault, extra)
            digest = _digest(copy)
        with _known_errors(folder, target=True):
            size = _write(path, head, slots, copy, digest, progress)
    finally:
        forget_database(copy)
    return Written(head=head, path=path, bytes=size, digest=digest, cases=counts.cases, newest_case=counts.newest_case)


def file_name(head: Head) -> str:
    """The name of a backup: the vault by its number, and the second."""
    return f"Adviser-Desk-{keys.number_of(head.vault_id)}-{head.made_at:%Y%m%d-%H%M%S}{SUFFIX}"


def room_for(vault: Vault) -> int:
    """How many bytes a backup takes, about."""
    parts = (vault.folder / (DATABASE + suffix) for suffix in ("", "-wal"))
    return sum(part.stat().st_size for part in parts if part.exists()) + _MOST_HEAD


def read_head(path: Path) -> tuple[Head, keys.KeyFile]:
    """Whose backup a file is, and the slots that open it. Raises NotABackup, TooNew, BackupPlaceGone."""
    with _opened(path) as archive:
        head = _json(archive, HEAD)
        if head.get("format") != FORMAT:
            raise NotABackup(file=path.name)
        if head.get("version") != VERSION:
            raise TooNew()
        try:
            kept = keys.parse(archive.read(KEYS))
            found = Head.model_validate({name: head.get(name) for name in Head.model_fields})
        except (Damaged, ValidationError):
            raise NotABackup(file=path.name) from None
    if kept.vault_id != found.vault_id:
        raise NotABackup(file=path.name)
    return found, kept


def extract(path: Path, target: Path, progress: Progress) -> None:
    """Put the encrypted database of a backup in a new file. Raises NotABackup, DiskFull, ReadOnly."""
    with _opened(path) as archive, _known_errors(target.parent):
        size = archive.getinfo(DATABASE).file_size
        try:
            with archive.open(DATABASE) as source, _created(target) as file:
                for done in _pour(source, file, size):
                    progress("read_back", done, size)
        except zipfile.BadZipFile:
            raise NotABackup(file=path.name) from None


def earlier_backups(folder: Path, vault_id: str) -> list[Path]:
    """The backups of a vault in a folder, newest first; files that are none are passed over."""
    found = []
    for path in folder.glob(f"*{SUFFIX}"):
        with suppress(KnownError):
            head, _slots = read_head(path)
            if head.vault_id == vault_id:
                found.append((head.made_at, path.name, path))
    return [path for _made_at, _name, path in sorted(found, reverse=True)]


def _copy(vault: Vault, copy: Path, progress: Progress) -> Counts:
    make_room(copy)
    with closing(vault.beside()) as source, closing(vault.beside(copy.name, read_only=False)) as target:
        counts = copy_pages(source, target, progress)
    progress("check", 0, 1)
    with closing(vault.beside(copy.name)) as target:
        if check_whole(target) != counts:
            raise BackupFailed()
    progress("check", 1, 1)
    return counts


def _free_second(vault: Vault, folder: Path, made_at: datetime) -> datetime:
    # A good backup is never written over.
    while (folder / file_name(Head(vault_id=vault.vault_id, made_at=made_at, program=""))).exists():
        made_at += timedelta(seconds=1)
    return made_at


def _slots(vault: Vault, extra: Slot | None) -> keys.KeyFile:
    # Never the passphrase slot: without the secret of the device it would be no lock at all.
    kept = keys.read_keys(vault.folder)
    return keys.KeyFile(kept.vault_id, [*kept.of_kind("recovery"), *([extra] if extra else [])])


def _write(path: Path, head: Head, slots: keys.KeyFile, copy: Path, digest: str, progress: Progress) -> int:
    # One name for each vault: what a pulled stick left half is written over by the next one.
    part = path.with_name(f".Adviser-Desk-{keys.number_of(head.vault_id)}.part")
    size = copy.stat().st_size
    try:
        with _created(part) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
            about = {"format": FORMAT, "version": VERSION, **json.loads(head.model_dump_json())}
            archive.writestr(_member(HEAD), json.dumps(about, indent=1))
            archive.writestr(_member(KEYS), slots.content())
            with copy.open("rb") as source, archive.open(_member(DATABASE), "w", force_zip64=True) as target:
                for done in _pour(source, target, size):
                    progress("write", done, size)
        _drop_cache(part)
        if read_head(part) != (head, slots) or _digest_inside(part, size, progress) != digest:
            raise BackupFailed()
        atomic.rename(part, path)
        atomic.sync_folder(path.parent)
    except NotABackup:
        raise BackupFailed() from None
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return path.stat().st_size


@contextmanager
def _created(path: Path) -> Iterator[IO[bytes]]:
    """A new file for this user only, on the disk when it is closed."""
    path.unlink(missing_ok=True)
    atomic.create(path)
    with path.open("r+b") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def _pour(source: IO[bytes], target: IO[bytes], size: int) -> Iterator[int]:
    done = 0
    while chunk := source.read(_CHUNK):
        target.write(chunk)
        done = min(done + len(chunk), size)
        yield done


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _FIXED)
    member.external_attr = 0o600 << 16
    return member


class _Measured(io.FileIO):
    """A file of somebody else: what it says of its own size is not taken into memory at once."""

    def read(self, size: int | None = -1) -> bytes:
        if size is None or size < 0:
            size = os.fstat(self.fileno()).st_size - self.tell()
        if size > _MOST_READ:
            raise zipfile.BadZipFile
        return super().read(size) or b""


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """The archive, seen to hold the three members and nothing that could grow while it is read."""
    try:
        if not path.is_file():
            raise BackupPlaceGone(place=str(path))
        with _Measured(path) as file, zipfile.ZipFile(file) as archive:
            members = {member.filename: member for member in archive.infolist()}
            plain = all(one.compress_type == zipfile.ZIP_STORED and not one.flag_bits & 1 for one in members.values())
            whole = set(members) == {HEAD, KEYS, DATABASE} and len(archive.infolist()) == len(members)
            if not (plain and whole and all(members[name].file_size <= _MOST_HEAD for name in (HEAD, KEYS))):
                raise NotABackup(file=path.name)
            yield archive
    except (zipfile.BadZipFile, EOFError, RuntimeError, ValueError, OverflowError, struct.error):
        raise NotABackup(file=path.name) from None
    except OSError as error:
        raise (known_os(error, path.parent) or NotABackup(file=path.name)) from None


def _json(archive: zipfile.ZipFile, name: str) -> dict[str, Any]:
    found = json.loads(archive.read(name))
    if not isinstance(found, dict):
        raise ValueError("not a backup")
    return found


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _digest_inside(path: Path, size: int, progress: Progress) -> str:
    found = hashlib.sha256()
    with _opened(path) as archive, archive.open(DATABASE) as file:
        done = 0
        while chunk := file.read(_CHUNK):
            found.update(chunk)
            done += len(chunk)
            progress("read_back", done, size)
    return found.hexdigest()


def _drop_cache(path: Path) -> None:
    # Else what is read back would come from memory, not from the stick.
    if hasattr(os, "posix_fadvise"):
        with path.open("rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


@contextmanager
def _known_errors(place: Path, *, target: bool = False) -> Iterator[None]:
    try:
        yield
    except DiskFull:
        raise (BackupPlaceFull(place=str(place)) if target else DiskFull()) from None
    except OSError as error:
        if not place.is_dir():
            raise BackupPlaceGone(place=str(place)) from None
        found = known_os(error, place)
        if found is None:
            raise BackupFailed() from None
        raise (BackupPlaceFull(place=str(place)) if target and isinstance(found, DiskFull) else found) from None
