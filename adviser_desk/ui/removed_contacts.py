"""The contacts of a case that were taken away, and for how many days more they can be put back. Part of its page."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from adviser_desk import i18n
from adviser_desk.casework import contact_history
from adviser_desk.casework.last_act import Act, LastAct
from adviser_desk.i18n import _, ngettext
from adviser_desk.models.contact import Contact, RemovedContact
from adviser_desk.ui.form_keys import form_keys
from adviser_desk.ui.past_texts import PastText, PastTexts
from adviser_desk.ui.state import State
from adviser_desk.ui.undo import Undo
from adviser_desk.ui.widgets.boxes import Flow
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.text import Heading, Text


class RemovedContacts(QWidget):
    """`closed` tells that the adviser goes back to the timeline."""

    closed = Signal()

    def __init__(self, state: State, head: Callable[[Contact], str]) -> None:
        """Hidden until `open`. `head` gives channel and duration in words."""
        super().__init__()
        self.setObjectName("clear")
        self.hide()
        self._state, self._head = state, head
        self._case_id: int | None = None
        self._settle = False
        self._going: set[int] = set()
        self.texts = PastTexts("removed", _("Verwijderde contacten"), (9, 17), self)
        self.texts.opened.connect(self.put_back)
        self._none = Text(_("Er zijn geen verwijderde contacten."), token="text2")
        self._back = Button(_("Terug naar tijdlijn"), hint="Esc")
        self._back.setObjectName("removed-close")
        self._back.clicked.connect(lambda _on=False: self.closed.emit())
        self._put = Button(_("Terugzetten"), kind="primary", hint="Enter", name=_("Gekozen contact terugzetten"))
        self._put.setObjectName("removed-put-back")
        self._put.clicked.connect(lambda _on=False: self.put_back())
        self._build()
        self._show_texts(())
        form_keys(self, self.put_back, self.closed.emit)

    def open(self, case_id: int) -> None:
        """Come into view for a case, with the focus on the list as soon as that is known."""
        self._case_id, self._settle = case_id, True
        self.show()
        self._back.setFocus()
        self.load()

    def load(self) -> None:
        """Look again, while in view."""
        if self.isHidden() or (case_id := self._case_id) is None:
            return

        def show(found: tuple[RemovedContact, ...]) -> None:
            if case_id == self._case_id:
                self._show(found)

        self._state.run(contact_history.removed_contacts, case_id, then=show)

    def close_view(self) -> None:
        """Out of view, and nothing of a case stays in it."""
        self.hide()
        self._case_id = None
        self._show_texts(())

    def put_back(self) -> None:
        """Put the chosen contact back in the timeline."""
        shown, state = self.texts.current(), self._state
        if shown is None or shown.contact.id in self._going:
            return
        contact_id, case_id = shown.contact.id, shown.contact.case_id
        self._going.add(contact_id)

        def done(_changes: object) -> None:
            act = LastAct(act=Act.PUT_BACK, case_id=case_id, of=contact_id)
            state.toast.emit(_("Contact teruggezet."), Undo.of(state, act))

        def failed(error: object) -> None:
            self._going.discard(contact_id)
            state.show_error(error)

        state.run(contact_history.put_back, contact_id, then=done, failed=failed)

    def _show(self, found: tuple[RemovedContact, ...]) -> None:
        self._going &= {one.contact.id for one in found}
        had_focus = self.isAncestorOf(self.window().focusWidget() or self.window())
        self._show_texts(found)
        self._none.setVisible(not found)
        if found and self._settle:
            self.texts.list.setFocus()
        elif had_focus and not found:
            self._back.setFocus()
        self._settle = False

    def _show_texts(self, found: tuple[RemovedContact, ...]) -> None:
        self.texts.show_texts([self._text(one) for one in found])
        for part in (self.texts.rows, self.texts.whole, self._put):
            part.setVisible(bool(found))
        self._none.hide()

    def _text(self, one: RemovedContact) -> PastText:
        contact, words = one.contact, i18n.current()
        left = contact_history.days_left(one.removed_at, self._state.now())
        when = ngettext("nog %(n)d dag", "nog %(n)d dagen", left) % {"n": left} if left else _("verdwijnt binnenkort")
        day = words.short_date(contact.at.date(), self._state.today())
        return PastText(when=when, head=f"{day} {contact.at:%H:%M} · {self._head(contact)}", contact=contact)

    def _build(self) -> None:
        buttons = Flow(8)
        for button in (self._put, self._back):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(Heading(_("Verwijderde contacten"), "panel"))
        words = _("U kunt een contact 30 dagen terugzetten. Daarna is het voorgoed weg.")
        column.addWidget(Text(words, token="text2"))
        column.addWidget(self._none)
        column.addWidget(self.texts.rows)
        column.addLayout(buttons)
        column.addWidget(self.texts.whole)
        column.addStretch(1)
