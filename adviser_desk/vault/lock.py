"""One process per vault: a lock of the operating system on `vault.lock`, which ends with the process that holds it."""

import os
import sys
from pathlib import Path

from adviser_desk.errors import InUse
from adviser_desk.vault.errors import known_os

NAME = "vault.lock"


class InstanceLock:
    """Held from creation until `release`. The file stays; only the lock on it counts."""

    def __init__(self, folder: Path) -> None:
        """Take the lock. Raises InUse when another has it, ReadOnly when the folder cannot be written."""
        try:
            self._descriptor: int | None = os.open(folder / NAME, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            if (found := known_os(error, folder)) is None:
                raise
            raise found from None
        try:
            _lock(self._descriptor)
        except OSError:
            self.release()
            raise InUse() from None

    def release(self) -> None:
        """Let go. Safe to call twice."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
