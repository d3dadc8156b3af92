"""Locks after a time without input, by the wall clock: a laptop that slept past the limit locks as it wakes.

The last half minute is counted down with nothing of a case on the screen; a key or a click then goes on with the work.

And by the key of locking where a menu, a list that dropped down or a dialog would swallow it.
"""

import time
from collections.abc import Callable
from math import ceil

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QInputEvent, QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication

from adviser_desk.ui.own_keys import LOCK, command_keys

_INPUT = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.InputMethod,
}
_LOOK_EVERY_MS, _COUNT_EVERY_MS = 2_000, 500
COUNTED, HIDDEN_AFTER = 30, 60
"""Seconds that are counted down, and seconds without input until names and texts are hidden."""
_MODIFIERS = {Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta}


class AutoLock(QObject):
    """Watches input on the whole application and calls `lock` once the limit has passed.

    `counted` tells the seconds that are left of the last half minute, and None when the adviser turns out to be there.
    """

    counted = Signal(object)
    idle = Signal()
    """A minute without input."""

    def __init__(
        self, app: QObject, minutes: int, lock: Callable[[], None], clock: Callable[[], float] = time.time
    ) -> None:
        """`minutes` without input. A clock set back counts as input: it never delays a lock for long."""
        super().__init__(app)
        self._limit, self._lock, self._clock = minutes * 60, lock, clock
        self._last = clock()
        self._counting = self._idle = False
        self._timer = QTimer(self, interval=_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        app.installEventFilter(self)

    def set_minutes(self, minutes: int) -> None:
        """Another limit, from now on; who chose it is there."""
        self._limit = minutes * 60
        self.stay()

    def look(self) -> None:
        """Lock or count if it is time."""
        left = self._seconds_left()
        if not self._idle and self._limit - left >= HIDDEN_AFTER:
            self._idle = True
            self.idle.emit()
        if left <= 0:
            self._timer.stop()
            self._lock()
        elif left <= COUNTED:
            self._counting = True
            self._timer.setInterval(_COUNT_EVERY_MS)
            self.counted.emit(ceil(left))
        elif self._counting:
            self.stay()

    def stay(self) -> None:
        """The adviser is there."""
        self._last, self._idle = self._clock(), False
        if self._counting:
            self._counting = False
            self._timer.setInterval(_LOOK_EVERY_MS)
            self.counted.emit(None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._counting:
            return self._while_counting(event)
        # Asking for the kind of each event of each widget takes longer than this.
        if not isinstance(event, (QInputEvent, QInputMethodEvent)) or event.type() not in _INPUT:
            return False
        # The first key after a sleep must not count as being there in time.
        if self._seconds_left() <= 0:
            self.look()
        self._last, self._idle = self._clock(), False
        return not self._timer.isActive()

    def _seconds_left(self) -> float:
        now = self._clock()
        self._last = min(self._last, now)
        return self._limit - (now - self._last)

    def _while_counting(self, event: QEvent) -> bool:
        """A key goes on with the work and does nothing else; a mouse that moves does not. Clicks: see the countdown."""
        if not isinstance(event, QKeyEvent) or event.key() in _MODIFIERS:
            return False
        if _locks(event):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() != QEvent.Type.KeyPress:
            return False
        if self._seconds_left() > 0:
            self.stay()
        else:
            self.look()
        return True


class LockKey(QObject):
    """Shortcuts of the window do not work while something lies over it; this one must."""

    def __init__(self, app: QObject, lock: Callable[[], None]) -> None:
        """Watches keys on the whole application."""
        super().__init__(app)
        self._lock = lock
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        over = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if over is None or not _locks(event):
            return False
        self._lock()
        return True


def _locks(event: QKeyEvent) -> bool:
    return QKeySequence(event.keyCombination()).toString() in command_keys.of(LOCK)
