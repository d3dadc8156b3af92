"""What the system tells when the adviser may be leaving the desk: sleep, a locked session, another user, a closed lid.

Comes on top of the clock in `autolock`, which needs nothing of the system.
"""

import sys
from collections.abc import Callable

from PySide6.QtCore import QObject


def watch_system(parent: QObject, lock: Callable[[], None]) -> QObject | None:
    """Call `lock` on the main thread at each of these, perhaps more than once; None where nobody tells (macOS).

    On Linux the system waits with going to sleep until this process is replaced or ends.
    """
    if sys.platform.startswith("linux"):
        from adviser_desk.ui.lock_signals_linux import LinuxSignals

        return LinuxSignals(parent, lock)
    if sys.platform == "win32":
        from adviser_desk.ui.lock_signals_windows import WindowsSignals

        return WindowsSignals(parent, lock)
    return None
