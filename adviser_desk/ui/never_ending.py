"""Keeps Python 3.11 alive under PySide6 6.12, which hands out None and True without counting them.

Measured: one None lost for each call that gives none, one True for each signal that is emitted. Both would be used up
within hours and end the program in the middle of a sentence. From Python 3.12 on they are never counted down.
"""

import ctypes
import sys

_ENOUGH = 1 << 40


def keep_constants() -> None:
    """Set their counts so high that they cannot be used up; where a count is not where we expect it, leave it."""
    if sys.version_info >= (3, 12):
        return
    for constant in (None, True, False):
        count = ctypes.c_ssize_t.from_address(id(constant))
        if abs(count.value - sys.getrefcount(constant)) < 100:
            count.value = _ENOUGH
