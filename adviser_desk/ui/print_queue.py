"""What was printed leaves the queue of the system: CUPS would keep the pages for a day, in a file.

Of Linux and macOS. Only with a queue of this machine; one of the organisation's servers is asked by nobody here.
Source: the calls of libcups 2, <https://www.cups.org/doc/cupspm.html>.
"""

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from PySide6.QtCore import QObject, QTimer

TITLE = "Adviser Desk"
"""Of everything that we print: it says nothing, and our pages are found by it."""

_LOOK_EVERY = 1000
_LIBRARY = "libcups.2.dylib" if sys.platform == "darwin" else "libcups.so.2"
_MINE, _ALL, _PURGE = 1, -1, 1
_FIRST_STATE_OVER = 7


class _Job(ctypes.Structure):
    """The public `cups_job_t`."""

    _fields_ = (
        ("id", ctypes.c_int),
        ("queue", ctypes.c_char_p),
        ("title", ctypes.c_char_p),
        ("user", ctypes.c_char_p),
        ("format", ctypes.c_char_p),
        ("state", ctypes.c_int),
        ("size", ctypes.c_int),
        ("priority", ctypes.c_int),
        ("completed", ctypes.c_long),
        ("created", ctypes.c_long),
        ("processed", ctypes.c_long),
    )


class PrintedPages(QObject):
    """Looks until the printer is ready with all that we gave it; has the queue forget what is over, and then goes."""

    def __init__(self, parent: QObject) -> None:
        """Looks for what an earlier process left, once, or until that is over too."""
        super().__init__(parent)
        self._timer = QTimer(self, interval=_LOOK_EVERY, singleShot=True)
        self._timer.timeout.connect(self.look)
        self._thread: Thread | None = None
        self._waiting = 0
        self.look()

    def look(self) -> None:
        """A queue that does not answer never holds the window up."""
        if self._thread is not None and self._thread.is_alive():
            self._timer.start()
            return
        asked, self._thread = self._thread is not None, None
        if not asked or self._waiting:
            self._thread = Thread(target=self._forget, daemon=True)
            self._thread.start()
            self._timer.start()
            return
        self.deleteLater()

    def _forget(self) -> None:
        self._waiting = forget_printed()


def forget_printed() -> int:
    """Have the queue wipe from its list what it has printed for us; gives how many still wait or are being printed."""
    try:
        cups = ctypes.CDLL(_LIBRARY)
        cups.cupsServer.restype = ctypes.c_char_p
    except (OSError, AttributeError):
        return 0
    if not (cups.cupsServer() or b"").startswith(b"/"):
        return 0
    jobs = ctypes.POINTER(_Job)()
    count = cups.cupsGetJobs2(None, ctypes.byref(jobs), None, _MINE, _ALL)
    try:
        ours = [job for job in jobs[: max(count, 0)] if job.title == TITLE.encode()]
        for job in ours:
            if job.state >= _FIRST_STATE_OVER:
                cups.cupsCancelJob2(None, job.queue, job.id, _PURGE)
        return sum(job.state < _FIRST_STATE_OVER for job in ours)
    finally:
        cups.cupsFreeJobs(max(count, 0), jobs)


@contextmanager
def pages_in_memory() -> Iterator[None]:
    """What is made for the printer inside this goes to a folder in memory: CUPS has it in a file before it is sent."""
    memory, before = os.environ.get("XDG_RUNTIME_DIR", ""), os.environ.get("TMPDIR")
    if not memory or not Path(memory).is_dir():
        yield
        return
    os.environ["TMPDIR"] = memory
    try:
        yield
    finally:
        if before is None:
            del os.environ["TMPDIR"]
        else:
            os.environ["TMPDIR"] = before
