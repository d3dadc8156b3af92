"""A connection whose statements raise known errors, so that no caller has to map a result code."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from adviser_desk.vault.errors import known

_STEPS = 20_000
"""Steps of SQLite's machine between two looks at whether to stop: some milliseconds."""


class Stopped(Exception):
    """What ran was broken off on request; nothing of it was kept."""


class _Cursor(sqlite.Cursor):  # type: ignore[misc]
    """A cursor that raises the known error for a result code, so that no caller has to map it."""

    @contextmanager
    def _known_errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite.Error as error:
            found = known(error, self.connection.folder)
            if found is None:
                raise
            # A statement that is held by a traceback would keep the file open after the vault is closed.
            with suppress(sqlite.Error):
                self.close()
            try:
                raise found from None
            finally:
                del found

    def execute(self, *args: Any) -> "_Cursor":
        with self._known_errors():
            super().execute(*args)
        return self

    def executemany(self, *args: Any) -> "_Cursor":
        with self._known_errors():
            super().executemany(*args)
        return self

    def fetchone(self) -> Any:
        with self._known_errors():
            return super().fetchone()

    def fetchmany(self, *args: Any) -> Any:
        with self._known_errors():
            return super().fetchmany(*args)

    def fetchall(self) -> Any:
        with self._known_errors():
            return super().fetchall()

    def __next__(self) -> Any:
        with self._known_errors():
            return super().__next__()


class Connection(sqlite.Connection):  # type: ignore[misc]
    """A connection whose statements raise known errors. `folder` is set right after it is made."""

    folder: Path

    def cursor(self, *args: Any) -> _Cursor:
        """A cursor that raises known errors."""
        return super().cursor(_Cursor)  # type: ignore[no-any-return]

    def execute(self, *args: Any) -> _Cursor:
        """Run one statement."""
        return self.cursor().execute(*args)

    @contextmanager
    def stoppable(self, stop: Callable[[], bool]) -> Iterator[None]:
        """Break off what runs inside as soon as `stop` says so, from any thread; it is rolled back. Raises Stopped."""
        self.set_progress_handler(lambda: int(stop()), _STEPS)
        try:
            yield
        except sqlite.OperationalError:
            if stop():
                raise Stopped from None
            raise
        finally:
            self.set_progress_handler(None, 0)

    def executemany(self, *args: Any) -> _Cursor:
        """Run one statement for each row of values."""
        return self.cursor().executemany(*args)
