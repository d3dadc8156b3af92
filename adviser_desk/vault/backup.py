"""A backup: one file with an encrypted copy of the vault and the slots that open it. Good only once it was read back.

A plain zip without compression: `backup.json` (what may be read without a key), `vault.keys`, `vault.db`.
"""

import hashlib
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from pydantic import Field, ValidationError

from adviser_desk.errors import BackupFailed, BackupPlaceGone, Damaged, KnownError, NotABackup, TooNew
from adviser_desk.models.base import Record
from adviser_desk.vault import atomic, keys
from adviser_desk.vault.connection import DATABASE, KEYS, Vault, connect
from adviser_desk.vault.errors import known_os
from adviser_desk.vault.slots import Slot
from adviser_desk.vault.statements import Connection

FORMAT, VERSION = "adviser-desk-backup", 1
SUFFIX = ".backup"
HEAD = "backup.json"
KEPT = 5
"""How many backups of a vault stay in one folder."""
_MOST_HEAD, _CHUNK = 64 * 1024, 1024 * 1024
_FIXED = (1980, 1, 1, 0, 0, 0)
_PART = "backup.part.db"
Progress = Callable[[str, int, int], None]
"""The step (`copy`, `check`, `write`, `read_back`), how much of it is done and how much there is. May raise to stop."""


class Head(Record):
    """What anyone may read: whose vault (by its number), when, and by which program. Says nothing about cases."""

    vault_id: str = Field(pattern=r"^[0-9a-f]{32}$")
    made_at: datetime
    program: str = Field(max_length=40)


class Written(Record):
    """A backup that was read back: its file, its size, the SHA-256 (hex) of its database, and what is in it."""

    path: Path
    bytes: int
    digest: str
    cases: int
    newest_case: int


class Counts(Record):
    """How much a vault holds: what must be the same in a copy."""

    cases: int
    contacts: int
    releases: int
    newest_case: int


def write_backup(
    vault: Vault, folder: Path, *, made_at: datetime, program: str, extra: Slot | None, progress: Progress
) -> Written:
    """Write a backup of an open vault to `folder` and read it back in full. The vault stays in use.

    `extra` is a slot that opens it besides the recovery slot. Nothing half stays behind. Raises BackupPlaceGone,
    BackupFailed when what was read back is not what was written, DiskFull, ReadOnly, Damaged.
    """
    if not folder.is_dir():
        raise BackupPlaceGone(place=str(folder))
    name = f"Adviser-Desk-{keys.number_of(vault.vault_id)}-{made_at:%Y%m%d-%H%M%S}{SUFFIX}"
    copy = vault.folder / _PART
    with _known_errors(folder):
        try:
            counts = _copy(vault, copy, progress)
            head = Head(vault_id=vault.vault_id, made_at=made_at, program=program)
            digest = _digest(copy)
            written = _write(folder / name, head, _slots(vault, extra), copy, digest, progress)
        finally:
            forget_database(vault.folder, _PART)
    return Written(path=folder / name, bytes=written, digest=digest, cases=counts.cases, newest_case=counts.newest_case)


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


def check_database(folder: Path, name: str, key: bytearray) -> Counts:
    """Look at every page and every rule of a database file; what it holds. Raises Damaged."""
    with closing(connect(folder, key, read_only=True, name=name)) as db:
        for check in ("cipher_integrity_check", "integrity_check", "foreign_key_check"):
            found = db.execute(f"PRAGMA {check}").fetchall()
            if found not in ([], [("ok",)]):
                raise Damaged()
        return count(db)


def count(db: Connection) -> Counts:
    """How much an open database holds."""
    row = db.execute(
        "SELECT (SELECT count(*) FROM case_file), (SELECT count(*) FROM contact), (SELECT count(*) FROM release),"
        " (SELECT coalesce(max(id), 0) FROM case_file)"
    ).fetchone()
    return Counts(cases=row[0], contacts=row[1], releases=row[2], newest_case=row[3])


def earlier_backups(folder: Path, vault_id: str) -> list[Path]:
    """The backups of a vault in a folder, newest first; files that are none are passed over."""
    found = []
    for path in folder.glob(f"*{SUFFIX}"):
        with suppress(KnownError):
            head, _slots = read_head(path)
            if head.vault_id == vault_id:
                found.append((head.made_at, path.name, path))
    return [path for _made_at, _name, path in sorted(found, reverse=True)]


def forget_database(folder: Path, name: str) -> None:
    """Remove a database file of our own making and what SQLite put beside it."""
    for suffix in ("", "-wal", "-shm"):
        with suppress(OSError):
            (folder / (name + suffix)).unlink(missing_ok=True)


def _copy(vault: Vault, copy: Path, progress: Progress) -> Counts:
    forget_database(vault.folder, copy.name)
    atomic.create(copy)
    with closing(vault.copy_to(copy.name)) as db:
        vault.db.backup(db, pages=256, progress=lambda _status, left, of: progress("copy", of - left, of))
        # One file without a log beside it.
        db.execute("PRAGMA journal_mode = DELETE")
    progress("check", 0, 1)
    counts = vault.check_copy(copy.name, check_database)
    if counts != count(vault.db):
        raise BackupFailed()
    progress("check", 1, 1)
    return counts


def _slots(vault: Vault, extra: Slot | None) -> keys.KeyFile:
    # Never the passphrase slot: without the secret of the device it would be no lock at all.
    kept = keys.read_keys(vault.folder)
    return keys.KeyFile(kept.vault_id, [*kept.of_kind("recovery"), *([extra] if extra else [])])


def _write(path: Path, head: Head, slots: keys.KeyFile, copy: Path, digest: str, progress: Progress) -> int:
    part = path.with_name(f".{path.name}.part")
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
        os.replace(part, path)
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


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """The archive, seen to hold the three members and nothing that could grow while it is read."""
    if not path.is_file():
        raise BackupPlaceGone(place=str(path))
    try:
        with zipfile.ZipFile(path) as archive:
            members = {member.filename: member for member in archive.infolist()}
            stored = all(member.compress_type == zipfile.ZIP_STORED for member in members.values())
            whole = set(members) == {HEAD, KEYS, DATABASE} and len(archive.infolist()) == len(members)
            if not (stored and whole and all(members[name].file_size <= _MOST_HEAD for name in (HEAD, KEYS))):
                raise NotABackup(file=path.name)
            yield archive
    except (zipfile.BadZipFile, EOFError, NotImplementedError, ValueError):
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
def _known_errors(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if not place.is_dir():
            raise BackupPlaceGone(place=str(place)) from None
        found = known_os(error, place)
        if found is None:
            raise BackupFailed() from None
        raise found from None
