"""Works out, in the thread for long work, what others would see of a period. Can be stopped; writes nothing."""

import threading
from typing import Any

from PySide6.QtCore import QObject, Signal

from adviser_desk.casework import own_figures, reporting
from adviser_desk.casework.reporting import Plan, Preview, Stopped
from adviser_desk.errors import KnownError
from adviser_desk.models.period import Period
from adviser_desk.ui.state import State, bug_sentence, sentence


class ToldMaker(QObject):
    """`made` gives a `Told`; `went_on` the step and how many; `failed` a sentence."""

    made = Signal(object)
    went_on = Signal(int, int)
    failed = Signal(str)

    def __init__(self, state: State, parent: QObject) -> None:
        """At rest."""
        super().__init__(parent)
        self._state = state
        self._stop = threading.Event()
        self._asked = 0
        self.busy = False

    def start(self, period: Period) -> None:
        """Protect and check the same way as the export does; what was going on is stopped."""
        self.stop()
        self.busy = True
        self._stop = stop = threading.Event()
        asked = self._asked

        def planned(plan: Plan) -> None:
            if asked == self._asked:
                self._think(plan, stop)

        self._state.run(
            reporting.plan_release,
            period,
            today=self._state.today(),
            policy=self._state.policy,
            then=planned,
            failed=lambda error: self._trouble(asked, error),
        )

    def stop(self) -> None:
        """Stop it, if it is busy: the thread is free for others at once."""
        self._stop.set()
        self._asked += 1
        self.busy = False

    def _think(self, plan: Plan, stop: threading.Event) -> None:
        asked, tell = self._asked, self._state.tasks.tell

        def progress(_table: str, number: int, of: int) -> None:
            tell(self._progress, (asked, number, of))

        def done(preview: Preview) -> None:
            if asked == self._asked:
                self.busy = False
                self.made.emit(own_figures.told_by(preview))

        self._state.think(
            lambda: reporting.prepare(plan, progress=progress, stop=stop),
            done,
            lambda error: self._trouble(asked, error),
        )

    def _progress(self, at: tuple[int, int, int]) -> None:
        asked, number, of = at
        if asked == self._asked:
            self.went_on.emit(number, of)

    def _trouble(self, asked: int, error: Any) -> None:
        if asked != self._asked or isinstance(error, Stopped):
            return
        self.busy = False
        self.failed.emit(sentence(error) if isinstance(error, KnownError) else bug_sentence(error))
