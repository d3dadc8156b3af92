"""Keeps Python 3.11 alive under PySide6 6.12, which hands out None without counting it (measured: one lost per call).

From Python 3.12 on None is never counted down and nothing needs to be done.
"""

import ctypes
import sys

_ENOUGH = 1 << 40


def keep_none() -> None:
    """Set the count of None so high that it cannot be used up; where the count is not where we expect it, leave it."""
    if sys.version_info >= (3, 12):
        return
    count = ctypes.c_ssize_t.from_address(id(None))
    if abs(count.value - sys.getrefcount(None)) < 100:
        count.value = _ENOUGH
