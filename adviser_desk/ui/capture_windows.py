"""Keeps a window out of shared screens and recordings on Windows: from Windows 10 version 2004; black before that."""

import ctypes
from ctypes import wintypes

_SEEN, _BLACK, _LEFT_OUT = 0x0, 0x1, 0x11
"""WDA_NONE, WDA_MONITOR and WDA_EXCLUDEFROMCAPTURE."""


def leave_out(window: int, on: bool) -> None:
    """Leave the window with this handle out of what is captured, or no more."""
    affinity = ctypes.WinDLL("user32").SetWindowDisplayAffinity  # type: ignore[attr-defined,unused-ignore]
    affinity.argtypes, affinity.restype = [wintypes.HWND, wintypes.DWORD], wintypes.BOOL
    if not affinity(window, _LEFT_OUT if on else _SEEN) and on:
        affinity(window, _BLACK)
