"""Whole files or none: a side file or an export is written beside its place, made durable, and put in place at once."""

import errno
import os
import secrets
import sys
import time
from contextlib import suppress
from pathlib import Path

from adviser_desk.vault.errors import known_os

if sys.platform == "darwin":
    import fcntl

_CANNOT_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}
"""What the file systems of some sticks and network shares answer for a folder."""
_HELD = {5, 32, 33}
"""ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION."""
_WAITS = (0.02, 0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds. What is held longer is held by somebody else than a virus scanner."""


def write(path: Path, content: bytes | bytearray) -> None:
    """Replace `path` by `content`, for this user only. A reader sees the old file or the new one, also after a crash.

    Raises DiskFull, or ReadOnly when the folder is not there or cannot be written; then nothing has changed.
    """
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        create(part, content)
        rename(part, path)
        sync_folder(path.parent)
    except OSError as error:
        if (found := known_os(error, path.parent)) is None:
            raise
        raise found from None
    finally:
        _forget(part)


def create(path: Path, content: bytes | bytearray = b"") -> None:
    """A new file on the disk, readable by this user only. FileExistsError when there is one; raises plain OSError."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        _sync(descriptor)


def rename(source: Path, target: Path) -> None:
    """Give a file its name, over what has that name; raises plain OSError.

    On Windows a virus scanner or the search index may hold a file for a moment when it is new.
    """
    for wait in _WAITS:
        try:
            os.replace(source, target)
            return
        except OSError as error:
            if getattr(error, "winerror", None) not in _HELD:
                raise
            time.sleep(wait)
    os.replace(source, target)


def sync_folder(folder: Path) -> None:
    """Make renames and new names in a folder durable, as far as its file system can. Windows has no such call."""
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        except OSError as error:
            if error.errno not in _CANNOT_SYNC:
                raise
        finally:
            os.close(descriptor)


def _sync(descriptor: int) -> None:
    os.fsync(descriptor)
    if sys.platform == "darwin":
        # There fsync leaves the content in the cache of the drive; not every file system can do more.
        with suppress(OSError):
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)


def _forget(part: Path) -> None:
    # The folder may be what cannot be written; the first error is the one to tell.
    with suppress(OSError):
        part.unlink(missing_ok=True)
