"""One process per vault: a lock of the operating system on `vault.lock`, which ends with the process that holds it."""

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path

from adviser_desk.errors import InUse, ReadOnly
from adviser_desk.vault.errors import known_os

NAME = "vault.lock"
_TAKEN = {errno.EAGAIN, errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK}


class InstanceLock:
    """Held from creation until `release`. The file stays; only the lock on it counts."""

    def __init__(self, folder: Path) -> None:
        """Take the lock. Raises InUse when another has it, ReadOnly when the folder cannot be written or locked."""
        try:
            self._descriptor: int | None = os.open(folder / NAME, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            if (found := known_os(error, folder)) is None:
                raise
            raise found from None
        try:
            _lock(self._descriptor)
        except OSError as error:
            self.release()
            # A file system that knows no locks would let two programs write at once.
            raise (InUse() if error.errno in _TAKEN else ReadOnly(place=str(folder))) from None

    def release(self) -> None:
        """Let go. Safe to call twice."""
        if self._descriptor is not None:
            # Not left to closing: a program that is being started may hold a copy of the descriptor for a moment.
            with suppress(OSError):
                _unlock(self._descriptor)
            os.close(self._descriptor)
            self._descriptor = None


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def _unlock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
