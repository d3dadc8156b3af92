"""Keeping cases after their period: until when, and why. What is typed is kept as a draft until it is noted."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy

from adviser_desk import i18n
from adviser_desk.casework import contacts
from adviser_desk.casework.retention import DRAFT, PastCase
from adviser_desk.i18n import _, ngettext
from adviser_desk.models.contact import Draft
from adviser_desk.models.period import add_months
from adviser_desk.ui.draft_keeper import DraftKeeper
from adviser_desk.ui.form_keys import form_keys
from adviser_desk.ui.state import State
from adviser_desk.ui.widgets.boxes import Card, Flow
from adviser_desk.ui.widgets.button import Button, Segment
from adviser_desk.ui.widgets.note import NoteEdit
from adviser_desk.ui.widgets.private import PrivateText
from adviser_desk.ui.widgets.text import Field, Heading

_MONTHS = ("3", "6", "12")
_LONGEST = 500


class KeepLongerCard(Card):
    """`noted` carries the last day and the reason; `closed` says that the form is put away."""

    noted = Signal(object, str)
    closed = Signal()

    def __init__(self, state: State) -> None:
        """Empty."""
        super().__init__(padding=24, spacing=12)
        self._state = state
        self._case_ids: tuple[int, ...] = ()
        self._started = state.now()
        self._title, self._names = Heading(""), PrivateText("", token="text2")
        choices = [(months, _("%(n)s maanden") % {"n": months}, "") for months in _MONTHS]
        self.months = Segment(_("Hoe lang nog"), choices)
        self.months.set_value(_MONTHS[0])
        self.months.chosen.connect(lambda _value: self._say_until())
        self._until = Field(_("Hoe lang nog"), self.months, hint=" ")
        self.reason = NoteEdit("keep-longer-reason", height=6, least=6)
        self.reason.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.reason.textChanged.connect(self._typed)
        self._why = Field(_("Waarom"), self.reason, hint=_("Alleen voor u. Bijvoorbeeld: er loopt nog een klacht."))
        save = Button(_("Langer bewaren"), kind="primary", hint="Ctrl+Enter", tall=True)
        save.setObjectName("keep-longer-save")
        save.clicked.connect(lambda _on=False: self._save())
        shut = Button(_("Annuleren"), hint="Esc", tall=True)
        shut.setObjectName("keep-longer-cancel")
        shut.clicked.connect(lambda _on=False: self.closed.emit())
        buttons = Flow(8)
        buttons.addWidget(save)
        buttons.addWidget(shut)
        for part in (self._title, self._names, self._until, self._why):
            self.column.addWidget(part)
        self.column.addLayout(buttons)
        self._keeper = DraftKeeper(state, self._draft, self)
        form_keys(self, self._save, self.closed.emit)

    def show_cases(self, cases: Sequence[PastCase], draft: Draft | None = None) -> None:
        """Which cases are to stay, with what was typed for them before."""
        self._case_ids = tuple(one.case.id for one in cases)
        self._title.setText(
            ngettext("%(n)d casus langer bewaren", "%(n)d casussen langer bewaren", len(cases)) % {"n": len(cases)}
        )
        self._names.setText(", ".join(one.case.pseudonym for one in cases[:6]) + ("…" if len(cases) > 6 else ""))
        self._started = draft.started_at if draft is not None else self._state.now().replace(microsecond=0)
        self.months.set_value(draft.minutes_words if draft is not None and draft.minutes_words else _MONTHS[0])
        blocked = self.reason.blockSignals(True)
        self.reason.setPlainText(draft.text if draft is not None else "")
        self.reason.blockSignals(blocked)
        self._keeper.took_up(draft)
        self._why.tell("")
        self._say_until()

    def unsaved(self) -> tuple[Draft, ...]:
        """What is typed and not on the disk yet."""
        return self._keeper.unsaved() if self._case_ids else ()

    def forget(self) -> None:
        """The form is done with, or thrown away."""
        if self._case_ids:
            self._state.run(contacts.drop_draft, DRAFT)
        self._case_ids = ()
        self._keeper.dropped()

    def until(self) -> date:
        """The last day that is chosen."""
        return add_months(self._state.today(), int(self.months.value() or _MONTHS[0]))

    def _say_until(self) -> None:
        day = i18n.current().long_date(self.until())
        self._until.below.setText(_("Tot %(day)s") % {"day": day})
        self._keeper.touched()

    def _typed(self) -> None:
        self._why.tell("")
        self._keeper.touched()

    def _save(self) -> None:
        words = self.reason.toPlainText().strip()
        if not words or len(words) > _LONGEST:
            self._why.tell(_("Schrijf op waarom.") if not words else _("Maak het korter: hooguit 500 tekens."))
            self.reason.setFocus()
            return
        self._keeper.keep()
        self.noted.emit(self.until(), words)

    def _draft(self) -> Draft | None:
        words = self.reason.toPlainText()
        if not self._case_ids or not words.strip():
            return None
        return Draft(
            place=DRAFT,
            # Not of the cases themselves: there a draft would keep them from going.
            case_words=" ".join(map(str, self._case_ids)),
            started_at=self._started,
            text=words,
            minutes_words=self.months.value() or "",
            field=self.reason.objectName(),
            cursor=self.reason.textCursor().position(),
        )
