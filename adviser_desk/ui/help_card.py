"""What would let a number go out: worked out on the thread for long work, with a bar and a button to stop it."""

import threading
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer

from adviser_desk import i18n
from adviser_desk.casework import own_figures, what_helps
from adviser_desk.casework.reporting import Stopped
from adviser_desk.casework.what_helps import Helped, Other
from adviser_desk.errors import KnownError
from adviser_desk.i18n import _
from adviser_desk.ui.announce import announce
from adviser_desk.ui.state import State, bug_sentence, sentence
from adviser_desk.ui.widgets.boxes import Card
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.progress import Progress
from adviser_desk.ui.widgets.text import Heading, Text

if TYPE_CHECKING:
    from adviser_desk.ui.signals_rows import Figures


class HelpCard(Card):
    """There beside a number that does not go out, when another way of telling it can be worked out."""

    def __init__(self, state: State) -> None:
        """Hidden."""
        super().__init__()
        self._state = state
        self._shown: Figures | None = None
        self._code = ""
        self._found: list[Helped] | None = None
        self._left: list[Other] = []
        self._asked = 0
        self._stop = threading.Event()
        self.busy = False
        self._words = Text("")
        self._progress = Progress(_("Uitrekenen wat helpt"))
        self.start, self.stop = Button(_("Reken het uit")), Button(_("Stoppen"))
        self.start.setObjectName("signals-help")
        self.stop.setObjectName("signals-help-stop")
        self.start.clicked.connect(lambda _on=False: self._begin())
        self.stop.clicked.connect(lambda _on=False: self.cease())
        self.column.addWidget(Heading(_("Wat zou helpen?")))
        self.column.addWidget(self._words)
        self.column.addWidget(self._progress)
        for button in (self.start, self.stop):
            self.column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def show_row(self, shown: "Figures | None", code: str) -> None:
        """Look at another row, or at none."""
        if shown is None or self._shown is None or shown.basis != self._shown.basis or shown.told != self._shown.told:
            self.cease()
            self._found = None
        self._shown, self._code = shown, code
        self._show()

    def cease(self) -> None:
        """Stop working, if it is."""
        self._stop.set()
        self._asked += 1
        if self.busy:
            self.busy = False
            self._show()

    def hideEvent(self, event: Any) -> None:
        super().hideEvent(event)
        # The export needs the thread for long work.
        if self.busy:
            QTimer.singleShot(0, self, self.cease)

    # --- working ---

    def _begin(self) -> None:
        shown = self._shown
        if shown is None:
            return
        self.cease()
        self.busy, self._found, self._stop = True, [], threading.Event()
        asked = self._asked
        self._progress.setRange(0, 0)
        self._show()

        def planned(others: tuple[Other, ...]) -> None:
            if asked == self._asked:
                self._left = list(others)
                self._next(asked)

        self._state.run(
            what_helps.others,
            shown.basis,
            shown.told,
            policy=self._state.policy,
            then=planned,
            failed=lambda error: self._failed(asked, error),
        )

    def _next(self, asked: int) -> None:
        if not self._left:
            self.busy = False
            self._show()
            announce(self, self._words.text())
            return
        other, stop, tell = self._left.pop(0), self._stop, self._state.tasks.tell

        def progress(_table: str, number: int, of: int) -> None:
            tell(self._went_on, (asked, number, of))

        def done(helped: Helped) -> None:
            if asked == self._asked and self._found is not None:
                self._found.append(helped)
                self._next(asked)

        self._state.think(
            lambda: what_helps.work_out(other, progress=progress, stop=stop),
            done,
            lambda error: self._failed(asked, error),
        )

    def _went_on(self, at: tuple[int, int, int]) -> None:
        asked, number, of = at
        if asked == self._asked:
            self._progress.setRange(0, of)
            self._progress.setValue(number)

    def _failed(self, asked: int, error: Any) -> None:
        if asked != self._asked or isinstance(error, Stopped):
            return
        self.busy, self._found = False, None
        self._show()
        self._words.setText(sentence(error) if isinstance(error, KnownError) else bug_sentence(error))

    # --- showing ---

    def _show(self) -> None:
        had_focus = self.start.hasFocus() or self.stop.hasFocus()
        words = self._told()
        self._words.setText(words)
        self._progress.setVisible(self.busy)
        self.stop.setVisible(self.busy)
        self.start.setVisible(not self.busy and self._found is None)
        self.setVisible(self.busy or (bool(words) and self._may_help()))
        if had_focus and (button := self.stop if self.busy else self.start).isVisible():
            button.setFocus()

    def _may_help(self) -> bool:
        """A number that does not go out, of a period that a year can still tell of."""
        shown = self._shown
        if shown is None or shown.beside or shown.basis.choice.period.kind == "year":
            return False
        state = shown.basis.choice.state
        if state not in ("ready", "running") or (state == "ready" and shown.told is None):
            return False
        return not shown.goes_out(self._code) or shown.reason(self._code) is not None

    def _told(self) -> str:
        if self.busy:
            return _("Adviser Desk rekent uit wat er dan zou staan. Dat kan even duren.")
        if self._found is None:
            words = _("Misschien kan dit getal wel mee in een export over een jaar.")
            joined = self._shown is not None and self._shown.field == what_helps.UNIT
            return f"{words} {_('Of samen met andere onderdelen.')}" if joined else words
        shown = self._shown
        if shown is None:
            return ""
        lines = [_line(helped, shown, self._code) for helped in self._found]
        return "\n".join(filter(None, lines)) or _("Dit is niet uit te rekenen voor deze regel.")


def _line(helped: Helped, shown: "Figures", code: str) -> str:
    """What would be said of the row in another way of telling it; "" where that way does not have it."""
    found = helped.of(shown.field, code)
    if found is None:
        return ""
    said, own = found
    values = {"said": own_figures.said_words(said, i18n.language()), "own": own, "year": helped.period.year}
    if helped.kind == "year":
        words = _("Over heel %(year)d zijn er tot nu toe %(own)d casussen. In een jaarexport staat dan: %(said)s.")
        return words % values
    names = [own_figures.unit_label(shown.basis, unit) for unit in helped.joined]
    words = _("Tel %(units)s als één onderdeel: dan zijn er %(own)d casussen. In de export staat dan: %(said)s.")
    return words % {**values, "units": _("%(names)s en %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}}
