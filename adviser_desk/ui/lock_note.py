"""What the locked window may know of the unlocked one: when and how it locked, that a draft waits, and where it stood.

Handed to the next process in its environment. Never says which case or what text.
"""

import os
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QRect

_NAME = "ADVISER_DESK_LOCKED"


@dataclass(frozen=True)
class LockNote:
    """`at` is "15:04", or "" for a start that follows no lock."""

    at: str = ""
    by_itself: bool = False
    draft: bool = False
    geometry: QRect | None = None

    @classmethod
    def now(cls, *, by_itself: bool, draft: bool, geometry: QRect) -> "LockNote":
        """A note of this minute."""
        return cls(f"{datetime.now():%H:%M}", by_itself, draft, geometry)

    @classmethod
    def received(cls) -> "LockNote":
        """The note of the process before this one; an empty one where there is none."""
        parts = os.environ.pop(_NAME, "").split(" ")
        if len(parts) != 7:
            return cls()
        try:
            return cls(parts[0], parts[1] == "1", parts[2] == "1", QRect(*(int(part) for part in parts[3:])))
        except ValueError:
            return cls()

    def leave(self) -> None:
        """Put the note where the next process finds it."""
        rect = self.geometry or QRect()
        place = (rect.x(), rect.y(), rect.width(), rect.height())
        os.environ[_NAME] = " ".join([self.at, str(int(self.by_itself)), str(int(self.draft)), *map(str, place)])
