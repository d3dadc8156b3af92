"""The follow-ups of a case on its page: what is to do, what was done, and a form to add one."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from adviser_desk.casework import contacts, follow_ups
from adviser_desk.casework.follow_ups import NewFollowUp
from adviser_desk.casework.last_act import ticked
from adviser_desk.i18n import _, ngettext
from adviser_desk.models.contact import Draft
from adviser_desk.models.follow_up import FollowUp
from adviser_desk.ui.date_words import parse_day
from adviser_desk.ui.draft_keeper import DraftKeeper
from adviser_desk.ui.follow_up_list import FollowUpList
from adviser_desk.ui.form_keys import form_keys
from adviser_desk.ui.state import State
from adviser_desk.ui.undo import Undo
from adviser_desk.ui.widgets.boxes import Card, Flow
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.private import veil
from adviser_desk.ui.widgets.text import Field, Heading, Text

_LONGEST = 500


class FollowUpCard(Card):
    """Belongs to one case at a time."""

    def __init__(self, state: State) -> None:
        """Without a case until `show_steps`."""
        super().__init__(padding=16, spacing=8)
        self._state = state
        self._case_id: int | None = None
        self._steps: Sequence[FollowUp] = ()
        self._with_done = False
        self._started: datetime | None = None
        self.keeper = DraftKeeper(state, self._draft, self)
        self.list = FollowUpList()
        self.list.ticked.connect(self._tick)
        self._none = Text(_("Geen opvolging afgesproken."), "small", token="text2")
        self._done = Button("", kind="link")
        self._done.icon_only = False
        self._done.clicked.connect(self._show_done)
        self.text, self.when = QLineEdit(), QLineEdit()
        veil(self.text)
        self.text.setObjectName("follow-up-text")
        self.text.setMaxLength(_LONGEST)
        self.when.setObjectName("follow-up-when")
        self._form = self._build_form()
        self._add = Button("", kind="bare", icon="plus", name=_("Nieuwe opvolging"), hint="Ctrl+Shift+O")
        self._add.setObjectName("follow-up-add")
        self._add.clicked.connect(lambda _on=False: self.open_form())
        head = QHBoxLayout()
        head.addWidget(Heading(_("Opvolging")), 1)
        head.addWidget(self._add)
        self.column.addLayout(head)
        for widget in (self._none, self.list, self._form):
            self.column.addWidget(widget)
        self.column.addWidget(self._done, 0, Qt.AlignmentFlag.AlignLeft)
        self._form.hide()

    def show_nothing(self) -> None:
        """Another case comes: keep what was typed for the one before."""
        self.keeper.keep()
        self._case_id, self._steps = None, ()
        for line in (self.text, self.when):
            line.clear()
        self._form.hide()
        self.keeper.took_up(None)
        self._show()

    def show_steps(self, case_id: int, steps: Sequence[FollowUp], draft: Draft | None) -> None:
        """Show the follow-ups; for another case also the text that waits for it."""
        if case_id != self._case_id:
            self.keeper.keep()
            self._case_id, self._with_done = case_id, False
            self.text.setText(draft.next_step if draft else "")
            self.when.setText(draft.next_step_when if draft else "")
            self._started = draft.started_at if draft else None
            self._form.setVisible(bool(draft and draft.open))
            self.keeper.took_up(draft)
        self._steps = steps
        self._show()

    def to_do(self) -> int:
        """How many are not done."""
        return sum(step.done_on is None for step in self._steps)

    def open_form(self) -> None:
        """Show the form with the focus in it."""
        if self._case_id is None:
            return
        self._form.show()
        self.text.setFocus()

    def close_form(self) -> None:
        """Close the form; its text stays for the next time."""
        self._form.hide()
        self.keeper.keep()
        self._add.setFocus()

    def save(self) -> None:
        """Write the follow-up down."""
        words = self.text.text().strip()
        self._text.tell("" if words else _("Schrijf in een paar woorden wat u gaat doen."))
        day = parse_day(self.when.text().strip() or "+7", self._state.today())
        trouble = _("Wij herkennen deze datum niet. Typ bijvoorbeeld 12-11 of vrijdag.")
        self._when.tell("" if day else trouble)
        if not words or day is None or self._case_id is None:
            (self.when if words else self.text).setFocus()
            return
        self.keeper.keep()
        place = self._place()
        self._state.run(
            follow_ups.add_follow_up,
            self._case_id,
            NewFollowUp(due_on=day, text=words),
            then=lambda _result: self._added(place),
            before_next_key=True,
        )

    def unsaved(self) -> tuple[Draft, ...]:
        """What is typed and not in the vault yet."""
        return self.keeper.unsaved()

    def _build_form(self) -> QWidget:
        form = QWidget()
        form.setObjectName("clear")
        self._text = Field(_("Wat gaat u doen?"), self.text)
        self._when = Field(_("Wanneer?"), self.when, hint=_("Bijvoorbeeld vr, +7 of 12-11. Leeg: over een week."))
        save, shut = Button(_("Toevoegen"), kind="primary", hint="Ctrl+Enter"), Button(_("Sluiten"), hint="Esc")
        save.setObjectName("follow-up-save")
        save.clicked.connect(lambda _on=False: self.save())
        shut.clicked.connect(lambda _on=False: self.close_form())
        buttons = Flow(8)
        buttons.addWidget(save)
        buttons.addWidget(shut)
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(10)
        column.addWidget(self._text)
        column.addWidget(self._when)
        column.addLayout(buttons)
        form_keys(form, self.save, self.close_form)
        for line in (self.text, self.when):
            line.textEdited.connect(self._touched)
            line.returnPressed.connect(self.save)
        return form

    def _place(self) -> str:
        return f"follow_up:{self._case_id}"

    def _draft(self) -> Draft | None:
        if self._case_id is None or not (self.text.text().strip() or self.when.text().strip()):
            return None
        in_when = self.when.hasFocus()
        return Draft(
            place=self._place(),
            case_id=self._case_id,
            started_at=self._started or self._state.now().replace(microsecond=0),
            next_step=self.text.text(),
            next_step_when=self.when.text(),
            field="follow-up-when" if in_when else "follow-up-text",
            cursor=(self.when if in_when else self.text).cursorPosition(),
            open=not self._form.isHidden(),
        )

    def _touched(self) -> None:
        self._started = self._started or self._state.now().replace(microsecond=0)
        self._text.tell("")
        self._when.tell("")
        self.keeper.touched()

    def _added(self, place: str) -> None:
        self._state.run(contacts.drop_draft, place)
        if place == self._place():
            self.text.clear()
            self.when.clear()
            self._started = None
            self.keeper.dropped()
            self._form.hide()
            self.list.setFocus()
        self._state.toast.emit(_("Opvolging toegevoegd."), None)

    def _tick(self, step: FollowUp) -> None:
        state = self._state
        done_on = state.today() if step.done_on is None else None
        state.run(follow_ups.tick_off, step.id, done_on=done_on)
        words = _("Gedaan: %(text)s") if done_on else _("Weer te doen: %(text)s")
        act = ticked(step.case_id, step.id, step.done_on)
        state.toast.emit(words % {"text": step.text}, Undo.of(state, act))

    def _show_done(self) -> None:
        self._with_done = not self._with_done
        self._show()

    def _show(self) -> None:
        shown = [step for step in self._steps if self._with_done or step.done_on is None]
        done = len(self._steps) - self.to_do()
        self.list.show_steps(shown, self._state.today())
        self.list.setVisible(bool(shown))
        self._none.setVisible(not shown)
        self._none.setText(_("Niets meer te doen.") if done else _("Geen opvolging afgesproken."))
        self._done.setVisible(bool(done))
        many = ngettext("%(n)d gedaan tonen", "%(n)d gedaan tonen", done) % {"n": done}
        self._done.set_label(_("Gedaan verbergen") if self._with_done else many)
