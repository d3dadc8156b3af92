"""Puts a vault that stands whole in `restored/` in the place of the one in the folder, which goes to `replaced/`.

Both lie inside the folder of the vault: there a rename is one step on one disk, the rights are right, and whoever looks
for what is left of a case finds all of it. What is to be done is written down first, so that a crash is finished later.
"""

import json
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

from adviser_desk.errors import Damaged, InUse
from adviser_desk.models.base import Record
from adviser_desk.vault import atomic
from adviser_desk.vault.connection import DATABASE, KEYS
from adviser_desk.vault.copies import KEPT_DAYS
from adviser_desk.vault.errors import known_os
from adviser_desk.vault.lock import InstanceLock

NEW, OLD, TASK = "restored", "replaced", "restore.json"
PRACTICE = "practice.txt"
"""Marks the folder of a practice vault."""
_LOGS = (f"{DATABASE}-wal", f"{DATABASE}-shm")
_GO_IN = (PRACTICE, KEYS, DATABASE)
"""In this order; while the last is still in `restored/`, the swap is not done."""
_NAME = re.compile(r"(\d{8})-[0-9a-f]{8}")


class Replaced(Record):
    """A vault that was set aside: the name of its folder below `replaced/`, and the day."""

    name: str
    on: date


def replaced(folder: Path) -> tuple[Replaced, ...]:
    """The vaults that were set aside and can be put back, newest first."""
    found = []
    for path in (folder / OLD).glob("*"):
        if (name := _NAME.fullmatch(path.name)) and (path / DATABASE).is_file() and (path / KEYS).is_file():
            with suppress(ValueError):
                found.append(Replaced(name=path.name, on=datetime.strptime(name[1], "%Y%m%d").date()))
    return tuple(sorted(found, key=lambda one: (one.on, (folder / OLD / one.name).stat().st_mtime), reverse=True))


@contextmanager
def room(folder: Path) -> Iterator[Path]:
    """An empty folder for the new vault; gone at the end unless it was put in its place. The caller holds the lock."""
    new = folder / NEW
    try:
        _forget(new)
        new.mkdir(mode=0o700)
        yield new
    except OSError as error:
        if (found := known_os(error, folder)) is None:
            raise
        raise found from None
    finally:
        if not (folder / TASK).exists():
            _forget(new)


def put_in_place(folder: Path, *, today: date) -> str | None:
    """Swap: the vault in `restored/` for the one in the folder; the name under which that is kept, None without one.

    Both are closed, and the caller holds the lock of the folder. A crash at any point leaves the one or the other whole
    after `settle`. Raises DiskFull, ReadOnly.
    """
    new, name = folder / NEW, f"{today:%Y%m%d}-{secrets.token_hex(4)}"
    (new / "vault.lock").unlink(missing_ok=True)
    task = {
        "name": name,
        "out": [each for each in (*_LOGS, *_GO_IN) if (folder / each).exists()],
        "in": [each for each in _GO_IN if (new / each).exists()],
    }
    atomic.sync_folder(new)
    # From here on it is done, by whoever comes next.
    atomic.write(folder / TASK, json.dumps(task).encode("ascii"))
    _carry_out(folder)
    return name if (folder / OLD / name).exists() else None


def settle(folder: Path) -> None:
    """Finish or undo what a crash left of a restore; at once when there is nothing. Raises InUse, Damaged, DiskFull."""
    unfinished = (folder / TASK).exists()
    if not unfinished and not (folder / NEW).exists():
        return
    try:
        lock = InstanceLock(folder)
    except InUse:
        if unfinished:
            raise
        return
    try:
        if (folder / TASK).exists():
            _carry_out(folder)
        else:
            _forget(folder / NEW)
    finally:
        lock.release()


def forget_replaced(folder: Path) -> None:
    """Remove the vaults that were set aside more than `KEPT_DAYS` ago."""
    for path in (folder / OLD).glob("*"):
        with suppress(OSError):
            if _NAME.fullmatch(path.name) and time.time() - path.stat().st_mtime > KEPT_DAYS * 86_400:
                _forget(path)


def drop_replaced(folder: Path, name: str) -> None:
    """Remove one of them, or what `replaced` does not name."""
    if _NAME.fullmatch(name):
        _forget(folder / OLD / name)


def _carry_out(folder: Path) -> None:
    try:
        task = _task(folder)
        new, old = folder / NEW, folder / OLD / task["name"]
        if (new / DATABASE).exists():
            old.mkdir(mode=0o700, parents=True, exist_ok=True)
            for name in task["out"]:
                # What has gone in already has the same name here, and is not in `restored/` any more.
                if (name not in task["in"] or (new / name).exists()) and (folder / name).exists():
                    atomic.rename(folder / name, old / name)
            _sync(old, folder)
            for name in task["in"]:
                if (new / name).exists():
                    atomic.rename(new / name, folder / name)
            _sync(new, folder)
        with suppress(OSError):
            old.rmdir()
            old.parent.rmdir()
        _forget(new)
        (folder / TASK).unlink(missing_ok=True)
        atomic.sync_folder(folder)
    except OSError as error:
        if (found := known_os(error, folder)) is None:
            raise
        raise found from None


def _task(folder: Path) -> dict[str, Any]:
    with suppress(ValueError, KeyError, TypeError, RecursionError):
        task = json.loads((folder / TASK).read_bytes())
        if _NAME.fullmatch(task["name"]) and {*task["out"], *task["in"]} <= {*_LOGS, *_GO_IN}:
            return dict(task)
    raise Damaged()


def _sync(*folders: Path) -> None:
    for folder in folders:
        atomic.sync_folder(folder)


def _forget(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
