"""Copies of an encrypted database, page by page, and the check that a file is whole. Copies only what it is given."""

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite

from adviser_desk.errors import Damaged
from adviser_desk.models.base import Record
from adviser_desk.vault import atomic
from adviser_desk.vault.errors import known
from adviser_desk.vault.statements import Connection

_PAGES = 256
KEPT_DAYS = 30
"""How long a vault that was replaced, and a copy from before a migration, are kept."""
Progress = Callable[[str, int, int], None]
"""The step, how much of it is done and how much there is. May raise to stop."""


class Counts(Record):
    """How much a vault holds: what must be the same in a copy."""

    cases: int
    contacts: int
    releases: int
    newest_case: int


def nothing(_step: str, _done: int, _of: int) -> None:
    """Tell no progress."""


def copy_pages(source: Connection, target: Connection, progress: Progress = nothing) -> Counts:
    """Make `target` the same as `source` is at this moment; what it holds then. Others may go on writing in `source`.

    Raises DiskFull, ReadOnly, Damaged.
    """
    source.execute("BEGIN")
    try:
        # From the first read on, this connection sees one state, whatever is written beside it.
        counts = count(source)
        source.backup(target, pages=_PAGES, progress=lambda _status, left, of: progress("copy", of - left, of))
    except sqlite.Error as error:
        if (found := known(error, target.folder)) is None:
            raise
        raise found from None
    finally:
        source.execute("ROLLBACK")
    # One file, without a log beside it.
    target.execute("PRAGMA journal_mode = DELETE")
    return counts


def check_whole(db: Connection) -> Counts:
    """Look at every page and every rule of a database; what it holds. Raises Damaged."""
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


def make_room(path: Path) -> None:
    """An empty file for a database, for this user only, in the place of what is there. Raises plain OSError."""
    forget_database(path)
    atomic.create(path)


def forget_database(path: Path) -> None:
    """Remove a database file and what SQLite puts beside it."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        with suppress(OSError):
            path.with_name(path.name + suffix).unlink(missing_ok=True)


def forget_old(folder: Path, pattern: str) -> None:
    """Remove the files that match, once they are older than `KEPT_DAYS`."""
    for path in folder.glob(pattern):
        with suppress(OSError):
            if time.time() - os.stat(path).st_mtime > KEPT_DAYS * 86_400:
                path.unlink()
