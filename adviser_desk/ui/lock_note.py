"""What the locked window may know of the unlocked one: when and how it locked, that a draft waits, and where it stood.

Handed to the next process in its environment. Never says which case or what text.
"""

import os
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

_NAME = "ADVISER_DESK_LOCKED"


@dataclass(frozen=True)
class LockNote:
    """`at` is "15:04", or "" for a start that follows no lock."""

    at: str = ""
    by_itself: bool = False
    draft: bool = False
    geometry: QRect | None = None
    maximised: bool = False

    @classmethod
    def now(cls, window: QWidget, *, by_itself: bool, draft: bool) -> "LockNote":
        """A note of this minute about the window that goes."""
        full = window.isMaximized()
        return cls(
            f"{datetime.now():%H:%M}", by_itself, draft, window.normalGeometry() if full else window.geometry(), full
        )

    @classmethod
    def received(cls) -> "LockNote":
        """The note of the process before this one; an empty one where there is none."""
        parts = os.environ.pop(_NAME, "").split(" ")
        if len(parts) != 8:
            return cls()
        at, by_itself, draft, full, *place = parts
        try:
            return cls(at, by_itself == "1", draft == "1", QRect(*(int(part) for part in place)), full == "1")
        except ValueError:
            return cls()

    def leave(self) -> None:
        """Put the note where the next process finds it."""
        rect = self.geometry or QRect()
        place = (rect.x(), rect.y(), rect.width(), rect.height())
        marks = (int(self.by_itself), int(self.draft), int(self.maximised))
        os.environ[_NAME] = " ".join([self.at, *map(str, (*marks, *place))])
