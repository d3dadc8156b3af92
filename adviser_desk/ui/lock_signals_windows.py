"""Sleep, session lock and user switch on Windows, as its messages tell them to a hidden window."""

import ctypes
from collections.abc import Callable
from ctypes import wintypes

from PySide6.QtCore import QAbstractNativeEventFilter, QCoreApplication, QObject
from PySide6.QtGui import QWindow

_POWER, _SESSION = 0x0218, 0x02B1
_THIS_SESSION = 0
_LEAVES = {
    # Suspend.
    (_POWER, 0x4),
    # Console and remote disconnect (another user, a remote desk that is left), log-off, lock.
    *((_SESSION, event) for event in (0x2, 0x4, 0x6, 0x7)),
}


class WindowsSignals(QObject):
    """Calls `lock`; Windows may send a message twice."""

    def __init__(self, parent: QObject, lock: Callable[[], None]) -> None:
        """Listens from now on."""
        super().__init__(parent)
        self._window = QWindow()
        self._filter = _Filter(lock)
        app = QCoreApplication.instance()
        assert app is not None
        app.installNativeEventFilter(self._filter)
        # Without the service behind it (Wine, a bare server) the clock locks, and sleep is still told.
        ctypes.WinDLL("wtsapi32").WTSRegisterSessionNotification(  # type: ignore[attr-defined,unused-ignore]
            wintypes.HWND(self._window.winId()), _THIS_SESSION
        )


class _Filter(QAbstractNativeEventFilter):
    def __init__(self, lock: Callable[[], None]) -> None:
        super().__init__()
        self._lock = lock

    def nativeEventFilter(self, kind: object, message: int) -> tuple[bool, int]:
        told = wintypes.MSG.from_address(int(message))
        if (told.message, told.wParam) in _LEAVES:
            self._lock()
        return False, 0
