"""Whether the windows of the program are left out of shared screens and recordings, and ten minutes in which not.

Only Windows has a call for it; elsewhere nothing here does anything, and the window says so.
"""

import sys
from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

LeaveOut = Callable[[int, bool], None]
_ALLOWED = timedelta(minutes=10)
_LOOK_EVERY_MS = 2_000
_NEW = {QEvent.Type.Show, QEvent.Type.WinIdChange}


class ScreenCapture(QObject):
    """`until` is when the time ends in which others may see the windows; None outside it."""

    changed = Signal()

    def __init__(self, leave_out: LeaveOut | None, now: Callable[[], datetime] = datetime.now) -> None:
        """`leave_out` is the call of the system; None where there is none."""
        super().__init__()
        self._leave_out, self._now = leave_out, now
        self._wanted = False
        self.until: datetime | None = None
        self._timer = QTimer(self, interval=_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)

    @property
    def possible(self) -> bool:
        """Whether this system can leave windows out."""
        return self._leave_out is not None

    @property
    def hidden(self) -> bool:
        """Whether the windows are left out now."""
        return self.possible and self._wanted and self.until is None

    def begin(self) -> None:
        """Look after every window that comes: menus, lists that drop down and dialogs are windows too."""
        app = QCoreApplication.instance()
        if self.possible and app is not None:
            app.installEventFilter(self)

    def follow(self, wanted: bool) -> None:
        """Leave them out from now on, or not."""
        if wanted != self._wanted:
            self._wanted = wanted
            self.stop()

    def allow(self) -> None:
        """Let others see the windows for ten minutes."""
        if self.hidden:
            self.until = self._now() + _ALLOWED
            self._timer.start()
            self._tell()

    def stop(self) -> None:
        """No longer than until now."""
        self.until = None
        self._timer.stop()
        self._tell()

    def look(self) -> None:
        """Stop if it is time; by the clock, as a laptop may have slept. A clock set back ends it too."""
        if self.until is not None and not timedelta() < self.until - self._now() <= _ALLOWED:
            self.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _NEW and isinstance(watched, QWidget) and watched.isWindow():
            self._apply(watched)
        return False

    def _tell(self) -> None:
        if self.possible:
            for window in QApplication.topLevelWidgets():
                if window.isVisible():
                    self._apply(window)
        self.changed.emit()

    def _apply(self, window: QWidget) -> None:
        if self._leave_out is not None:
            self._leave_out(int(window.winId()), self.hidden)


def _of_this_system() -> LeaveOut | None:
    if sys.platform != "win32":
        return None
    from adviser_desk.ui.capture_windows import leave_out

    return leave_out


capture = ScreenCapture(_of_this_system())
"""The one of the process."""
