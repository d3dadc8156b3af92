"""The system's request to stop (log-off, shutdown, Ctrl+C in a terminal) becomes an orderly end of the window."""

import os
import signal
from collections.abc import Callable

from PySide6.QtCore import QObject, QSocketNotifier


class StopSignals(QObject):
    """Calls `stop` on the main thread. Python alone would notice a signal only at the next event of the window."""

    def __init__(self, parent: QObject, stop: Callable[[], None]) -> None:
        """One per process. Where there are no pipes to watch (Windows), a signal waits for the next event."""
        super().__init__(parent)
        for name in ("SIGTERM", "SIGINT", "SIGHUP"):
            if (number := getattr(signal, name, None)) is not None:
                signal.signal(number, lambda *_: stop())
        if os.name == "nt":
            return
        self._reading, writing = os.pipe()
        for end in (self._reading, writing):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(writing)
        self._watch = QSocketNotifier(self._reading, QSocketNotifier.Type.Read, self)
        self._watch.activated.connect(self._empty)

    def _empty(self) -> None:
        # The handler above runs as soon as any Python runs: that is now.
        os.read(self._reading, 64)
