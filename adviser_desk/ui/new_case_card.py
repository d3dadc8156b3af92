"""The part of the capture panel for a new case: its pseudonym, and two consents that start at "later"."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from adviser_desk.casework import cases
from adviser_desk.i18n import _
from adviser_desk.models.contact import Answer
from adviser_desk.ui.announce import announce
from adviser_desk.ui.privacy import privacy
from adviser_desk.ui.state import State
from adviser_desk.ui.widgets.boxes import Card
from adviser_desk.ui.widgets.button import Button, Segment
from adviser_desk.ui.widgets.private import PrivateHeading
from adviser_desk.ui.widgets.text import Text


class PseudonymCard(QFrame):
    """Shows the drawn pseudonym at once; another can be drawn until the first save."""

    drawn = Signal(str)

    def __init__(self, state: State) -> None:
        """Without a pseudonym until `draw` or `show_name`."""
        super().__init__()
        self.setObjectName("note")
        self._state = state
        self._refused: set[str] = set()
        self.name = PrivateHeading("", "panel")
        self.name.setObjectName("capture-pseudonym")
        self.another = Button(_("Andere"), icon="dices", hint="Alt+A", name=_("Andere schuilnaam trekken"))
        self.another.setObjectName("capture-another")
        self.another.clicked.connect(lambda _on=False: self.draw())
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Text(_("Schuilnaam"), "small"))
        words.addWidget(self.name)
        row = QHBoxLayout()
        row.addLayout(words, 1)
        row.addWidget(self.another, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.addLayout(row)
        column.addWidget(Text(_("Willekeurig gekozen. Zegt niets over de persoon."), "small", token="text2"))

    def draw(self) -> None:
        """Draw a pseudonym that was not shown before in this panel."""
        if self.name.text():
            self._refused.add(self.name.text())

        def show(name: str) -> None:
            self.show_name(name)
            announce(self, _("Schuilnaam %(name)s") % {"name": privacy.inside(name)})
            self.drawn.emit(name)

        self._state.run(cases.draw_pseudonym, frozenset(self._refused), then=show)

    def show_name(self, name: str) -> None:
        """Show a pseudonym that was drawn before."""
        self.name.setText(name)


class ConsentAnswers(QWidget):
    """Toestemming gevraagd? Two rows with yes, no, later; J, N and L answer the row that has the focus."""

    touched = Signal()

    def __init__(self) -> None:
        """Both at "later"."""
        super().__init__()
        self.setObjectName("clear")
        choices = [("yes", _("Ja"), ""), ("no", _("Nee"), ""), ("later", _("Later"), "")]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(Text(_("Toestemming gevraagd?"), "label"), 1)
        head.addWidget(Text("Alt+T", "hint", token="text2", wrap=False))
        column.addLayout(head)
        card = Card(padding=0, spacing=0)
        self.keep_notes = self._row(card, _("Aantekeningen bewaren"), choices, last=False)
        self.count = self._row(card, _("Meetellen in de kwartaalcijfers"), choices, last=True)
        column.addWidget(card)

    def answers(self) -> tuple[Answer, Answer]:
        """Keep notes, count."""
        return _answer(self.keep_notes.value()), _answer(self.count.value())

    def show_answers(self, keep_notes: Answer, count: Answer) -> None:
        """Fill both rows."""
        self.keep_notes.set_value(keep_notes)
        self.count.set_value(count)

    def focus_first(self) -> None:
        """Alt+T."""
        next(button for button in self.keep_notes.buttons() if button.isChecked()).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        value = {"j": "yes", "y": "yes", "n": "no", "l": "later"}.get(event.text().lower())
        row = next((row for row in (self.keep_notes, self.count) if row.isAncestorOf(self._focus())), None)
        if value is None or row is None or event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            super().keyPressEvent(event)
            return
        row.set_value(value)
        next(button for button in row.buttons() if button.isChecked()).setFocus()
        self.touched.emit()

    def _focus(self) -> QWidget:
        return self.window().focusWidget() or self

    def _row(self, card: Card, label: str, choices: list[tuple[str, str, str]], *, last: bool) -> Segment:
        frame = QFrame()
        frame.setObjectName("rowLast" if last else "rowLine")
        row = QHBoxLayout(frame)
        row.setContentsMargins(12, 6, 8, 6)
        row.addWidget(Text(label), 1)
        segment = Segment(label, choices)
        segment.set_value("later")
        segment.chosen.connect(lambda _value: self.touched.emit())
        row.addWidget(segment)
        card.column.addWidget(frame)
        return segment


def _answer(value: str | None) -> Answer:
    return "yes" if value == "yes" else "no" if value == "no" else "later"
