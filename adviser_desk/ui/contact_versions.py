"""What a contact was before, inside its own row of the timeline. Taking a version back is a change like any other."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget
from shiboken6 import isValid

from adviser_desk import i18n
from adviser_desk.casework import contact_history
from adviser_desk.casework.last_act import Act, changed_contact
from adviser_desk.i18n import _
from adviser_desk.models.contact import Contact, ContactVersion
from adviser_desk.ui.form_keys import form_keys
from adviser_desk.ui.past_texts import PastText, PastTexts
from adviser_desk.ui.state import State
from adviser_desk.ui.theme import theme
from adviser_desk.ui.undo import Undo
from adviser_desk.ui.widgets.boxes import Flow
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.text import Heading, Text

_ROOMY = 26
"""em of the timeline below which there is no room for an explanation."""


class ContactVersions(QFrame):
    """The versions of one contact, the last one first. `closed` tells that it is over."""

    closed = Signal()
    grew = Signal()
    """It needs another height."""

    def __init__(
        self,
        state: State,
        contact: Contact,
        versions: Sequence[ContactVersion],
        head: Callable[[Contact], str],
        parent: QWidget,
    ) -> None:
        """`head` gives channel and duration in words."""
        super().__init__(parent)
        self.setObjectName("card")
        self.setAutoFillBackground(True)
        self._state, self.contact, self._versions = state, contact, versions
        self._over = False
        self.texts = PastTexts("versions", _("Eerdere versies van dit contact"), (11, 12), self)
        self.texts.opened.connect(lambda: self.texts.text.setFocus())
        caption = _("Wij bewaren ze 30 dagen. Wat er nu staat, wordt zelf een eerdere versie.")
        self._caption = Text(caption, "small", token="text2")
        self._build()
        words = i18n.current()
        self.texts.show_texts(
            [
                PastText(
                    when=_("tot %(day)s %(time)s")
                    % {"day": words.short_date(one.until.date(), state.today()), "time": f"{one.until:%H:%M}"},
                    head=head(one.contact),
                    contact=one.contact,
                )
                for one in versions
            ]
        )
        form_keys(self, self.take_back, self.close_form)

    def focus_first(self) -> None:
        """The list."""
        self.texts.list.setFocus()

    def take_back(self) -> None:
        """Make the contact what the chosen version is."""
        row = self.texts.row()
        if self._over or row < 0:
            return
        self._over = True
        # Not `self`: the form may be gone by then.
        form, state, now = self, self._state, self._state.now()
        act = changed_contact(Act.VERSION, self.contact.case_id, self.contact.id, now)

        def written(_changes: object) -> None:
            state.toast.emit(_("Eerdere versie teruggezet."), Undo.of(state, act))
            if isValid(form):
                form.closed.emit()

        def failed(error: object) -> None:
            state.show_error(error)
            if isValid(form):
                form._over = False

        version = self._versions[row]
        state.run(contact_history.take_back, version, now=now, then=written, failed=failed)

    def close_form(self) -> None:
        """Leave the contact as it is."""
        if not self._over:
            self._over = True
            self.closed.emit()

    def is_over(self) -> bool:
        """Whether it is closed or on its way to the vault."""
        return self._over

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.grew.emit()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        around = self.parentWidget()
        self._caption.setVisible(around is None or around.height() >= theme.em(_ROOMY))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Keys that nothing in here wants must not reach the list around this form.
        event.accept()

    def _build(self) -> None:
        take = Button(_("Deze versie terugzetten"), kind="primary", hint="Ctrl+Enter")
        take.setObjectName("versions-take-back")
        take.clicked.connect(lambda _on=False: self.take_back())
        shut = Button(_("Sluiten"), hint="Esc", name=_("Eerdere versies sluiten"))
        shut.setObjectName("versions-close")
        shut.clicked.connect(lambda _on=False: self.close_form())
        buttons = Flow(8)
        buttons.addWidget(take)
        buttons.addWidget(shut)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(Heading(_("Eerdere versies"), "strong"))
        column.addWidget(self._caption)
        column.addWidget(self.texts.rows)
        column.addWidget(self.texts.whole, 1)
        column.addLayout(buttons)
