"""Says that it is worked out which numbers go out, how far that is, and lets the adviser stop it or start it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from adviser_desk.i18n import _
from adviser_desk.ui.widgets.boxes import Card
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.progress import Progress
from adviser_desk.ui.widgets.text import Text


class WorkingCard(Card):
    """There only while it works, or after it was stopped or failed. `stopped` and `started` are the two buttons."""

    stopped = Signal()
    started = Signal()

    def __init__(self) -> None:
        """Hidden."""
        super().__init__(padding=12)
        self._words = Text("")
        self._progress = Progress(_("Narekenen wat anderen zien"))
        self.stop, self.again = Button(_("Stoppen")), Button(_("Nu narekenen"))
        self.stop.setObjectName("signals-stop")
        self.again.setObjectName("signals-again")
        self.stop.clicked.connect(lambda _on=False: self.stopped.emit())
        self.again.clicked.connect(lambda _on=False: self.started.emit())
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._words, 1)
        for button in (self.stop, self.again):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(row)
        self.column.addWidget(self._progress)
        self.hide()

    def begin(self) -> None:
        """It works, and nobody knows yet how long."""
        self._progress.setRange(0, 0)
        self._say(_("Adviser Desk rekent na welke getallen meegaan."), busy=True)

    def go_on(self, number: int, of: int) -> None:
        """How far it is."""
        self._progress.setRange(0, of)
        self._progress.setValue(number)

    def pause(self, words: str) -> None:
        """It does not work: why, and a button to start it."""
        self._say(words, busy=False)

    def has_focus(self) -> bool:
        """Whether one of its buttons has the focus."""
        return self.stop.hasFocus() or self.again.hasFocus()

    def _say(self, words: str, *, busy: bool) -> None:
        had_focus = self.has_focus()
        self._words.setText(words)
        self._progress.setVisible(busy)
        self.stop.setVisible(busy)
        self.again.setVisible(not busy)
        self.show()
        if had_focus:
            (self.stop if busy else self.again).setFocus()
