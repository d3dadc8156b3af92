"""Whole files or none: a side file or an export is written beside its place, made durable, and put in place at once."""

import os
import secrets
import sys
from pathlib import Path

from adviser_desk.vault.errors import known_os


def write(path: Path, content: bytes | bytearray) -> None:
    """Replace `path` by `content`, for this user only. A reader sees the old file or the new one, also after a crash.

    Raises DiskFull, or ReadOnly when the folder is not there or cannot be written; then nothing has changed.
    """
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        create(part, content)
        os.replace(part, path)
        sync_folder(path.parent)
    except OSError as error:
        _forget(part)
        if (found := known_os(error, path.parent)) is None:
            raise
        raise found from None


def create(path: Path, content: bytes | bytearray = b"") -> None:
    """A new file on the disk, readable by this user only. FileExistsError when there is one; raises plain OSError."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Make renames and new names in a folder durable. Windows does so itself and has no such call."""
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _forget(part: Path) -> None:
    # The folder may be what cannot be written; the first error is the one to tell.
    try:
        part.unlink(missing_ok=True)
    except OSError:
        return
