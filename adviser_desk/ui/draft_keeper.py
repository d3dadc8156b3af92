"""Keeps what is being typed: as an encrypted draft a second after the last key, and at least every five seconds."""

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal

from adviser_desk.casework import contacts
from adviser_desk.models.contact import Draft
from adviser_desk.ui.state import State

_PAUSE_MS, _AT_LEAST_MS = 1_000, 5_000


class DraftKeeper(QObject):
    """One per place where text is typed. `kept` tells that the draft is on the disk."""

    kept = Signal()

    def __init__(self, state: State, make_draft: Callable[[], Draft | None], parent: QObject) -> None:
        """`make_draft` gives what is typed now, or None when there is nothing to keep."""
        super().__init__(parent)
        self._state, self._make = state, make_draft
        self._last: Draft | None = None
        self._turn = 0
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._at_least = QTimer(self, interval=_AT_LEAST_MS, singleShot=True)
        for timer in (self._pause, self._at_least):
            timer.timeout.connect(self.keep)

    def touched(self) -> None:
        """Something was typed or chosen."""
        self._pause.start()
        if not self._at_least.isActive():
            self._at_least.start()

    def keep(self) -> None:
        """Write the draft now, if it differs from what was written last; where all was wiped out, it goes."""
        self._stop()
        draft, last, turn = self._make(), self._last, self._turn
        if draft is None and last is not None:
            self._last = None
            self._state.run(contacts.drop_draft, last.place)
        if draft is None or draft == last:
            return

        def written(_changes: object) -> None:
            # The form may be gone, or about something else by now.
            if shiboken6.isValid(self) and turn == self._turn:
                self._last = draft
                self.kept.emit()

        self._state.run(contacts.keep_draft, draft, then=written)

    def unsaved(self) -> tuple[Draft, ...]:
        """What is typed and not on the disk yet."""
        draft = self._make()
        return () if draft is None or draft == self._last else (draft,)

    def took_up(self, draft: Draft | None) -> None:
        """The controls now show this draft of the vault (None: nothing)."""
        self._stop()
        self._last = draft
        self._turn += 1

    def dropped(self) -> None:
        """What was typed is finished or thrown away."""
        self.took_up(None)

    def _stop(self) -> None:
        self._pause.stop()
        self._at_least.stop()
