"""Locks after a time without input, by the wall clock: a laptop that slept past the limit locks as it wakes.

And by Ctrl+L where a menu, a list that dropped down or a dialog would swallow the keys.
"""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication

_INPUT = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.InputMethod,
}
_LOOK_EVERY_MS = 2_000
_LOCK = QKeySequence("Ctrl+L")


class AutoLock(QObject):
    """Watches input on the whole application and calls `lock` once the limit has passed."""

    def __init__(
        self, app: QObject, minutes: int, lock: Callable[[], None], clock: Callable[[], float] = time.time
    ) -> None:
        """`minutes` without input. A clock set back counts as input: it never delays a lock for long."""
        super().__init__(app)
        self._limit, self._lock, self._clock = minutes * 60, lock, clock
        self._last = clock()
        self._timer = QTimer(self, interval=_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        app.installEventFilter(self)

    def look(self) -> None:
        """Lock if it is time."""
        now = self._clock()
        if now < self._last:
            self._last = now
        elif now - self._last >= self._limit:
            self._timer.stop()
            self._lock()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in _INPUT:
            return False
        # The first key after a sleep must not count as being there in time.
        self.look()
        self._last = self._clock()
        return not self._timer.isActive()


class LockKey(QObject):
    """Shortcuts of the window do not work while something lies over it; this one must."""

    def __init__(self, app: QObject, lock: Callable[[], None]) -> None:
        """Watches keys on the whole application."""
        super().__init__(app)
        self._lock = lock
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        over = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if over is None or QKeySequence(event.keyCombination()) != _LOCK:
            return False
        self._lock()
        return True
