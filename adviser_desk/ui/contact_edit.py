"""An earlier contact being changed, inside its own row of the timeline. Closing it keeps what was typed as a draft."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget
from shiboken6 import isValid

from adviser_desk.casework import contacts
from adviser_desk.casework.last_act import Act, changed_contact
from adviser_desk.i18n import _
from adviser_desk.models.contact import Contact, Draft
from adviser_desk.ui.draft_keeper import DraftKeeper
from adviser_desk.ui.form_keys import form_keys
from adviser_desk.ui.moment_fields import MomentFields, written_moment
from adviser_desk.ui.state import State
from adviser_desk.ui.undo import Undo
from adviser_desk.ui.widgets.boxes import Flow
from adviser_desk.ui.widgets.button import Button, Segment
from adviser_desk.ui.widgets.note import NoteEdit, channels
from adviser_desk.ui.widgets.text import Field


def place_of(contact: Contact) -> str:
    """Where the draft of a change waits."""
    return f"contact:{contact.id}"


class ContactEdit(QFrame):
    """Channel, moment, duration and text of one contact. `closed` tells that it is over."""

    closed = Signal()

    def __init__(self, state: State, contact: Contact, draft: Draft | None, parent: QWidget) -> None:
        """Shows the draft where one waits, else the contact as it is."""
        super().__init__(parent)
        self.setObjectName("card")
        self.setAutoFillBackground(True)
        self._state, self.contact = state, contact
        self._over = False
        self._started = state.now().replace(microsecond=0) if draft is None else draft.started_at
        self.channel = Segment(_("Hoe was het contact?"), channels(state.label))
        self.moment = MomentFields(state, "contact-edit")
        self.note = NoteEdit("contact-edit-note")
        self._back = Button(_("Oude tekst terugzetten"), kind="link", icon="undo-2")
        self._back.clicked.connect(lambda _on=False: self._show_old())
        self._build()
        self.keeper = DraftKeeper(state, self._draft, self)
        self._show(draft)
        self.keeper.took_up(draft)
        form_keys(self, self.save, self.close_and_keep)
        for signal in (self.note.textChanged, self.moment.touched):
            signal.connect(self._touched)
        self.channel.chosen.connect(lambda _value: self._touched())

    def focus_at(self, cursor: int | None) -> None:
        """Put the cursor in the text, at the end when None."""
        self.note.setFocus()
        at = self.note.textCursor()
        length = len(self.note.toPlainText())
        at.setPosition(length if cursor is None else min(cursor, length))
        self.note.setTextCursor(at)

    def unsaved(self) -> tuple[Draft, ...]:
        """What is typed and not in the vault yet."""
        return () if self._over else self.keeper.unsaved()

    def draft(self) -> Draft | None:
        """What is typed, None while nothing was changed."""
        return self._draft()

    def is_over(self) -> bool:
        """Whether it is closed or on its way to the vault."""
        return self._over

    def save(self) -> None:
        """The change is done."""
        if self._over or not self.moment.check():
            return
        moment = self.moment.moment()
        assert moment is not None
        changed = self.contact.model_copy(
            update={
                "channel": self.channel.value() or self.contact.channel,
                "at": moment,
                "minutes": self.moment.duration(),
                "note": self.note.toPlainText().strip(),
            }
        )
        self.keeper.keep()
        self._over = True
        # Not `self`: the form may be gone by then, and the change must be told all the same.
        form, state, now = self, self._state, self._state.now()
        act = changed_contact(Act.CHANGE, self.contact.case_id, self.contact.id, now)

        def written(_changes: object) -> None:
            state.toast.emit(_("Contact gewijzigd."), Undo.of(state, act))
            if isValid(form):
                form.keeper.dropped()
                form.closed.emit()

        def failed(error: object) -> None:
            state.show_error(error)
            if isValid(form):
                form._over = False
                form.keeper.dropped()

        state.run(
            contacts.change_contact,
            changed,
            now=now,
            typed_at=place_of(self.contact),
            then=written,
            failed=failed,
            before_next_key=True,
        )

    def close_and_keep(self) -> None:
        """Close; what was changed waits as a draft."""
        if self._over:
            return
        self._over = True
        draft = self._draft()
        if draft is None:
            self._state.run(contacts.drop_draft, place_of(self.contact))
        else:
            self._state.run(contacts.keep_draft, draft.model_copy(update={"open": False}))
            self._state.toast.emit(_("Uw wijziging is bewaard als concept."), None)
        self.keeper.dropped()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Keys that no field wants must not reach the list around this form.
        event.accept()

    # --- inside ---

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(10)
        buttons = Flow(8)
        save = Button(_("Opslaan"), kind="primary", hint="Ctrl+Enter")
        save.setObjectName("contact-edit-save")
        save.clicked.connect(lambda _on=False: self.save())
        shut = Button(_("Sluiten"), hint="Esc", name=_("Sluiten, concept blijft bewaard"))
        shut.clicked.connect(lambda _on=False: self.close_and_keep())
        for button in (save, shut, self._back):
            buttons.addWidget(button)
        channel = Flow()
        channel.addWidget(self.channel)
        column.addLayout(channel)
        column.addWidget(self.moment)
        column.addWidget(Field(_("Aantekening"), self.note), 1)
        column.addLayout(buttons)

    def _show(self, draft: Draft | None) -> None:
        shown = draft or self._as_draft(self.contact.note)
        # Nothing is chosen for a channel that has no button.
        if shown.channel not in (None, "other"):
            self.channel.set_value(shown.channel)
        self.note.setPlainText(shown.text)
        self.moment.show_words(shown.when_words, shown.minutes_words, otherwise=self.contact.at)
        self._back.setVisible(draft is not None)

    def _show_old(self) -> None:
        self._show(None)
        self._touched()
        self.note.setFocus()

    def _as_draft(self, text: str) -> Draft:
        minutes = self.contact.minutes
        return Draft(
            place=place_of(self.contact),
            case_id=self.contact.case_id,
            channel=self.contact.channel,
            started_at=self._started,
            when_words=written_moment(self.contact.at),
            minutes_words="" if minutes is None else str(minutes),
            text=text,
            field="contact-edit-note",
        )

    def _draft(self) -> Draft | None:
        typed = self._as_draft(self.note.toPlainText()).model_copy(
            update={
                "channel": self.channel.value() or self.contact.channel,
                "when_words": self.moment.when.text(),
                "minutes_words": self.moment.minutes.text(),
            }
        )
        if typed == self._as_draft(self.contact.note):
            return None
        return typed.model_copy(update={"cursor": self.note.textCursor().position()})

    def _touched(self) -> None:
        self._back.setVisible(self._draft() is not None)
        self.keeper.touched()
