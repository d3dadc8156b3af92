"""The side column of the list: what a case is about and its last contacts, to read without opening it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from adviser_desk import i18n
from adviser_desk.casework.cases import CasePage
from adviser_desk.i18n import _
from adviser_desk.models.contact import Contact
from adviser_desk.ui.kind_words import kind_of, status_words
from adviser_desk.ui.state import State
from adviser_desk.ui.theme import theme
from adviser_desk.ui.widgets.boxes import Flow, Scroll, clear
from adviser_desk.ui.widgets.button import Button, Chip
from adviser_desk.ui.widgets.note import channel_words
from adviser_desk.ui.widgets.private import PrivateHeading, PrivateText
from adviser_desk.ui.widgets.text import Heading, Text

_CONTACTS = 3
_LETTERS = 400


class CasePreview(QFrame):
    """Shows one case. `opened` and `contact` carry its id."""

    opened = Signal(int)
    contact = Signal(int)

    def __init__(self, state: State) -> None:
        """Empty."""
        super().__init__()
        self.setObjectName("side")
        self._state = state
        self._case_id = 0
        scroll = Scroll(margins=(24, 24, 24, 24), spacing=8, clear=True)
        self._column = scroll.column
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)
        self.measure()
        theme.changed.connect(self.measure)

    def measure(self) -> None:
        """The width follows the text size."""
        self.setFixedWidth(theme.em(22.5))

    def show_page(self, page: CasePage | None) -> None:
        """Show a case, or nothing."""
        clear(self._column)
        if page is None:
            return
        case, today = page.case, self._state.today()
        self._case_id = case.id
        head = QHBoxLayout()
        head.addWidget(PrivateHeading(case.pseudonym), 1)
        head.addWidget(Chip(status_words(case.status)))
        self._column.addLayout(head)
        self._column.addWidget(Text(kind_of(self._state, case.traits), "small", token="text2"))
        to_do = [step for step in page.follow_ups if step.done_on is None]
        if to_do:
            self._column.addSpacing(12)
            self._column.addWidget(Heading(_("Volgende stap"), "strong"))
            self._column.addWidget(PrivateText(to_do[0].text))
            late = to_do[0].due_on < today
            day = i18n.current().short_date(to_do[0].due_on, today)
            self._column.addWidget(Text(day, "label" if late else "small", token="bad" if late else "text2"))
        self._column.addSpacing(12)
        self._column.addWidget(Heading(_("Laatste contacten"), "strong"))
        for contact in page.contacts[:_CONTACTS]:
            self._column.addWidget(Text(self._line(contact), "small", token="text2"))
            note = contact.note if len(contact.note) <= _LETTERS else contact.note[:_LETTERS].rstrip() + "…"
            self._column.addWidget(PrivateText(note or "–"))
            self._column.addSpacing(4)
        if not page.contacts:
            self._column.addWidget(Text(_("Nog geen contacten. Begin met typen."), token="text2"))
        self._column.addSpacing(8)
        self._column.addLayout(self._buttons())
        self._column.addStretch(1)

    def _line(self, contact: Contact) -> str:
        parts = [
            i18n.current().short_date(contact.at.date(), self._state.today()),
            channel_words(self._state.label, contact.channel),
        ]
        if contact.minutes:
            parts.append(_("%(n)d min") % {"n": contact.minutes})
        return " · ".join(parts)

    def _buttons(self) -> Flow:
        row = Flow()
        open_button = Button(_("Openen"), kind="primary", hint="Enter")
        open_button.clicked.connect(lambda _on=False: self.opened.emit(self._case_id))
        contact = Button(_("Contact"), hint="Ctrl+N")
        contact.clicked.connect(lambda _on=False: self.contact.emit(self._case_id))
        row.addWidget(open_button)
        row.addWidget(contact)
        return row
