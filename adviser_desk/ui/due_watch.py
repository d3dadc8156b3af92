"""Looks every minute whether something is due to be destroyed, and leaves it alone while something is typed there."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from adviser_desk.casework import contact_history, destroying
from adviser_desk.casework.destroying import Destroyed
from adviser_desk.models.contact import Draft
from adviser_desk.ui.retention_words import destroyed_words
from adviser_desk.ui.state import State

_EVERY_MS = 60_000


class DueWatch(QObject):
    """One per window. Locking does not wait for it: leaving breaks it off, and the next start goes on."""

    def __init__(self, state: State, unsaved: Callable[[], tuple[Draft, ...]], parent: QObject) -> None:
        """Looks at once too. `unsaved` is everything that is typed in the window."""
        super().__init__(parent)
        self._state, self._unsaved = state, unsaved
        self._running = False
        timer = QTimer(self, interval=_EVERY_MS)
        timer.timeout.connect(self.look)
        timer.start()
        state.destroy_due.connect(self.look)

    def look(self) -> None:
        """Destroy what is due, and let go of what was kept for thirty days."""
        if self._running or self._state.leaving.is_set():
            return
        self._running = True
        typed = tuple(draft.case_id for draft in self._unsaved() if draft.case_id is not None)
        self._state.run(contact_history.forget_old, now=self._state.now(), stop=self._state.leaving.is_set)
        self._state.run(
            destroying.carry_out, now=self._state.now(), but=typed, stop=self._state.leaving.is_set,
            then=self._done, failed=self._failed,
        )  # fmt: skip

    def _done(self, done: Destroyed) -> None:
        self._running = False
        if done.certificates:
            self._state.toast.emit(destroyed_words(sum(one.cases for one in done.certificates)), None)

    def _failed(self, error: object) -> None:
        self._running = False
        self._state.show_error(error)
