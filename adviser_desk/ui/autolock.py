"""Locks after a time without input, by the wall clock: a laptop that slept past the limit locks as it wakes."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer

_INPUT = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.InputMethod,
}
_LOOK_EVERY_MS = 2_000


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
