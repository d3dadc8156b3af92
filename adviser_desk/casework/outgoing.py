"""The folder that files go to: looked at before anything is closed, and never written over."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from adviser_desk.errors import FileTaken, ReadOnly
from adviser_desk.vault import atomic
from adviser_desk.vault.errors import known_os


def refuse_mistyped(folder: Path) -> None:
    """Of a path that was typed, the last folder may be missing and none above it: a stick is not there, or a letter is.

    Raises ReadOnly.
    """
    if not folder.absolute().parent.is_dir():
        raise ReadOnly(place=str(folder))


def look(folder: Path, files: Mapping[str, bytes]) -> None:
    """Find out whether the files can be written, by writing as many bytes and taking them away again.

    Makes the folder. Raises FileTaken when one of the names holds other bytes, ReadOnly, DiskFull.
    """
    trial = folder / f".{secrets.token_hex(4)}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            _refuse_taken(folder / name, content)
        atomic.create(trial, bytes(sum(map(len, files.values()))))
    except FileExistsError:
        raise ReadOnly(place=str(folder)) from None
    except OSError as error:
        if (found := known_os(error, folder)) is None:
            raise
        raise found from None
    finally:
        with suppress(OSError):
            trial.unlink(missing_ok=True)


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write each file whole, unless the very same one is there already. Raises ReadOnly, DiskFull, FileTaken.

    The time of a file is noon: nobody needs to know at which minute the adviser was at work (signals.md, 7).
    """
    for name, content in files.items():
        if not os.path.lexists(folder / name):
            atomic.write(folder / name, content)
            _to_the_day(folder / name)
        else:
            _refuse_taken(folder / name, content)


def _to_the_day(path: Path) -> None:
    # Not every stick lets its times be set; the file is written all the same.
    with suppress(OSError):
        noon = datetime.fromtimestamp(path.stat().st_mtime).replace(hour=12, minute=0, second=0, microsecond=0)
        os.utime(path, (noon.timestamp(), noon.timestamp()))


def _refuse_taken(path: Path, content: bytes) -> None:
    if not os.path.lexists(path):
        return
    same = path.is_file() and not path.is_symlink() and path.stat().st_size == len(content)
    if not same or path.read_bytes() != content:
        raise FileTaken(file=path.name)
