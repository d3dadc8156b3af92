"""What the process denies itself before anything else: memory dumps, and any socket to the outside."""

import contextlib
import ctypes
import socket
import sys
from typing import Any

_PR_GET_DUMPABLE, _PR_SET_DUMPABLE = 3, 4
_WER_NO_HEAP, _SEM_FAIL_CRITICAL, _SEM_NO_FAULT_BOX = 1, 1, 2
_LOCAL = getattr(socket, "AF_UNIX", None)
_LOOK_UPS = {
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "socket.gethostbyaddr",
    "socket.getnameinfo",
    "socket.getservbyname",
    "socket.getservbyport",
}


class NetworkRefused(Exception):
    """Something in the program asked for the network. That is a bug: nothing here needs it."""


def harden() -> None:
    """Called first in the program, once. It cannot be undone."""
    _refuse_dumps()
    sys.addaudithook(_refuse_network)


def dumps_are_off() -> bool | None:
    """Whether a crash of this process leaves no dump of its memory; None where we cannot tell."""
    if sys.platform == "win32":
        return None
    import resource

    core_off = resource.getrlimit(resource.RLIMIT_CORE)[0] == 0
    return core_off and (not sys.platform.startswith("linux") or _prctl(_PR_GET_DUMPABLE, 0) == 0)


def _refuse_dumps() -> None:
    if sys.platform == "win32":
        # A report of a crash without the heap, and no question on the screen. IT can still ask Windows for whole dumps.
        with contextlib.suppress(OSError, AttributeError):
            ctypes.windll.kernel32.WerSetFlags(_WER_NO_HEAP)
            ctypes.windll.kernel32.SetErrorMode(_SEM_FAIL_CRITICAL | _SEM_NO_FAULT_BOX)
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform.startswith("linux"):
        _prctl(_PR_SET_DUMPABLE, 0)


def _prctl(option: int, value: int) -> int:
    # A libc without it is no reason to stop an adviser from working; the doctor tells.
    with contextlib.suppress(OSError, AttributeError):
        return int(ctypes.CDLL(None).prctl(option, value, 0, 0, 0))
    return -1


def _refuse_network(event: str, args: tuple[Any, ...]) -> None:
    if event == "socket.__new__":
        if _LOCAL is None or args[1] != _LOCAL:
            raise NetworkRefused
    elif event in _LOOK_UPS:
        raise NetworkRefused
