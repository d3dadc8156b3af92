"""What the locked window may know of the unlocked one: when and how it locked, that a draft waits, and where it stood.

Handed to the next process in its environment. Never says which case or what text.
"""

import os
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

_NAME, _RESTORE = "ADVISER_DESK_LOCKED", "ADVISER_DESK_RESTORE"


@dataclass(frozen=True)
class LockNote:
    """`at` is "15:04", or "" for a start that follows no lock.

    `restore` is what is to be put back, "-" when that is still to be chosen, "" when nothing is.
    """

    at: str = ""
    by_itself: bool = False
    draft: bool = False
    geometry: QRect | None = None
    maximised: bool = False
    restore: str = ""

    @classmethod
    def now(cls, window: QWidget, *, by_itself: bool, draft: bool, restore: str = "") -> "LockNote":
        """A note of this minute about the window that goes."""
        full = window.isMaximized()
        return cls(
            f"{datetime.now():%H:%M}",
            by_itself,
            draft,
            window.normalGeometry() if full else window.geometry(),
            full,
            restore,
        )

    @classmethod
    def received(cls) -> "LockNote":
        """The note of the process before this one; an empty one where there is none."""
        parts, restore = os.environ.pop(_NAME, "").split(" "), os.environ.pop(_RESTORE, "")
        if len(parts) != 8:
            return cls()
        at, by_itself, draft, full, *place = parts
        try:
            geometry = QRect(*(int(part) for part in place))
            return cls(at, by_itself == "1", draft == "1", geometry, full == "1", restore)
        except ValueError:
            return cls()

    def leave(self) -> None:
        """Put the note where the next process finds it."""
        rect = self.geometry or QRect()
        place = (rect.x(), rect.y(), rect.width(), rect.height())
        marks = (int(self.by_itself), int(self.draft), int(self.maximised))
        os.environ[_NAME] = " ".join([self.at, *map(str, (*marks, *place))])
        if self.restore:
            os.environ[_RESTORE] = self.restore
