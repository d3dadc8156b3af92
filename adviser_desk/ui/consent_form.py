"""Writing down what the client said, inside the row it concerns: first the effects, then the button."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from adviser_desk import i18n
from adviser_desk.i18n import _
from adviser_desk.models.consent import ConsentManner, ConsentScope, ConsentState, Standing
from adviser_desk.models.contact import Draft
from adviser_desk.models.period import Period, add_months
from adviser_desk.ui.consent_words import (
    READ_OUT,
    effects_of_recording,
    effects_of_withdrawing,
    manner_words,
)
from adviser_desk.ui.date_words import parse_day
from adviser_desk.ui.form_keys import form_keys
from adviser_desk.ui.state import State
from adviser_desk.ui.widgets.boxes import Flow, Picture
from adviser_desk.ui.widgets.button import Button, Segment
from adviser_desk.ui.widgets.private import veil
from adviser_desk.ui.widgets.text import Field, Heading, Text

Act = Literal["record", "change", "withdraw", "extend"]
_MONTHS = 3
_LONGEST = 120


@dataclass(frozen=True)
class Said:
    """What the form holds once everything in it is understood."""

    state: ConsentState
    manner: ConsentManner
    on: date
    expires_on: date | None
    recipient: str | None


class ConsentForm(QFrame):
    """For one purpose and act. `finished` carries a `Said`; `closed` and `touched` say what they say."""

    finished = Signal(object)
    closed = Signal()
    touched = Signal()

    def __init__(self, state: State, act: Act, item: Standing, counted_in: Period | None) -> None:
        """Mondeling, today; no answer is chosen beforehand."""
        super().__init__()
        self.setObjectName("card")
        self._state, self.act, self.item = state, act, item
        self._today = state.today()
        self._started = state.now().replace(microsecond=0)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 14, 16, 16)
        self._column.setSpacing(12)
        self._heading()
        self._effects(counted_in)
        self._recipient: Field | None = None
        self._answer_trouble = Text("", "small", token="bad")
        self._fields()
        self._buttons()
        form_keys(self, self.save, lambda: self.closed.emit())

    # --- from outside ---

    def focus_first(self) -> None:
        """The first thing to choose or type."""
        if self._recipient is not None:
            self.recipient.setFocus()
            return
        group = self.manner if self.answer is None else self.answer
        buttons = group.buttons()
        next((button for button in buttons if button.isChecked()), buttons[0]).setFocus()

    def draft(self, place: str, case_id: int) -> Draft:
        """What is chosen and typed; the answer rides as that of its purpose."""
        focus = self.window().focusWidget()
        answer = self.answer.value() if self.answer is not None else None
        return Draft(
            place=place,
            case_id=case_id,
            case_words=f"{self.act} {self.item.scope}",
            started_at=self._started,
            next_step=self.recipient.text() if self._recipient is not None else self.item.recipient or "",
            when_words=self.when.text(),
            next_step_when=self.until.text(),
            minutes_words=self.manner.value() or "",
            count="yes" if answer == "yes" else "no" if answer == "no" else "later",
            field=focus.objectName() if isinstance(focus, QLineEdit) and self.isAncestorOf(focus) else "",
            cursor=focus.cursorPosition() if isinstance(focus, QLineEdit) and self.isAncestorOf(focus) else 0,
        )

    def take_up(self, draft: Draft) -> None:
        """Show what was chosen and typed before."""
        self._started = draft.started_at
        if self._recipient is not None:
            self.recipient.setText(draft.next_step)
        self.when.setText(draft.when_words)
        self.until.setText(draft.next_step_when)
        if draft.minutes_words:
            self.manner.set_value(draft.minutes_words)
        if self.answer is not None and draft.count != "later":
            self.answer.set_value(draft.count)
        self._answered()

    def save(self) -> None:
        """Everything understood: tell. Otherwise say what is missing beside its field and go there."""
        state, on = self._chosen_state(), parse_day(self.when.text(), self._today, past=True)
        self._answer_trouble.setText(_("Kies Ja of Nee.") if state is None else "")
        self._answer_trouble.setVisible(state is None)
        on_trouble = self._date_trouble(on)
        self._when.tell(on_trouble)
        given = state is ConsentState.GIVEN
        until = parse_day(self.until.text(), self._today) if given and self.until.text().strip() else None
        until_trouble = self._until_trouble(until) if given else ""
        self._until.tell(until_trouble)
        named = self._name_is_there()
        troubles: list[tuple[bool, QWidget]] = [
            (not named, self.recipient),
            (state is None, self.answer.buttons()[0] if self.answer is not None else self.when),
            (bool(on_trouble), self.when),
            (bool(until_trouble), self.until),
        ]
        for wrong, target in troubles:
            if wrong:
                target.setFocus()
                return
        assert state is not None
        assert on is not None
        recipient = self.recipient.text().strip() if self._recipient is not None else self.item.recipient
        manner = ConsentManner(self.manner.value() or ConsentManner.SPOKEN)
        self.finished.emit(Said(state, manner, on, until, recipient))

    # --- building ---

    def _heading(self) -> None:
        words = {
            "record": _("Toestemming vastleggen"),
            "change": _("Antwoord wijzigen"),
            "withdraw": _("Toestemming intrekken"),
            "extend": _("Toestemming verlengen"),
        }
        self._column.addWidget(Heading(words[self.act], "strong"))

    def _effects(self, counted_in: Period | None) -> None:
        scope = self.item.scope
        if self.act in ("record", "change"):
            read_out = QFrame()
            read_out.setObjectName("note")
            row = QHBoxLayout(read_out)
            row.setContentsMargins(12, 10, 12, 10)
            row.setSpacing(10)
            row.addWidget(Picture("message-square-text", "accent"), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(Text(_("Om voor te lezen: ‘%(text)s’") % {"text": _(READ_OUT[scope])}), 1)
            self._column.addWidget(read_out)
        if self.act == "withdraw":
            lines = effects_of_withdrawing(scope, counted_in)
        elif self.act == "extend":
            lines = [_("De toestemming blijft gelden tot de nieuwe dag.")]
        else:
            lines = effects_of_recording(scope, counted_in)
        self.effects = Text("\n".join(f"•  {line}" for line in lines))
        self._column.addWidget(self.effects)

    def _fields(self) -> None:
        self.recipient, self.when, self.until = QLineEdit(), QLineEdit(), QLineEdit()
        for line, name in ((self.recipient, "recipient"), (self.when, "when"), (self.until, "until")):
            line.setObjectName(f"consent-{name}")
            line.textEdited.connect(lambda _words: self.touched.emit())
        self.recipient.setMaxLength(_LONGEST)
        veil(self.recipient)
        if self.item.scope is ConsentScope.TALK_TO and self.item.recipient is None:
            hint = _("Eén persoon of instantie, bijvoorbeeld ‘het afdelingshoofd’")
            self._recipient = Field(_("Met wie mag u spreken?"), self.recipient, hint=hint)
            self._column.addWidget(self._recipient)
        self.answer: Segment | None = None
        row = Flow(16)
        if self.act in ("record", "change"):
            self.answer = Segment(_("Antwoord"), [("yes", _("Ja"), "check"), ("no", _("Nee"), "x")])
            self.answer.setObjectName("consent-answer")
            self.answer.chosen.connect(lambda _value: self._answered(tell=True))
            row.addWidget(Field(_("Antwoord"), self.answer))
        manners = [(str(manner), words, "") for manner, words in manner_words().items()]
        how = _("Hoe ingetrokken") if self.act == "withdraw" else _("Hoe gezegd")
        self.manner = Segment(how, manners)
        self.manner.setObjectName("consent-manner")
        self.manner.set_value(ConsentManner.SPOKEN)
        self.manner.chosen.connect(lambda _value: self.touched.emit())
        row.addWidget(Field(how, self.manner))
        self.when.setText(i18n.current().long_date(self._today))
        self._when = Field(_("Datum"), self.when)
        row.addWidget(self._when)
        self._until = self._until_field()
        row.addWidget(self._until)
        self._column.addLayout(row)
        self._column.addWidget(self._answer_trouble)
        self._answer_trouble.hide()
        self._answered()

    def _until_field(self) -> Field:
        required = self.item.scope is ConsentScope.TALK_TO or self.act == "extend"
        if required:
            self.until.setText(i18n.current().long_date(add_months(self._today, _MONTHS)))
        return Field(_("Geldt tot en met") if required else _("Geldt tot en met (mag leeg)"), self.until)

    def _buttons(self) -> None:
        words = {
            "record": _("Antwoord vastleggen"),
            "change": _("Antwoord vastleggen"),
            "withdraw": _("Intrekking vastleggen"),
            "extend": _("Verlenging vastleggen"),
        }
        save = Button(words[self.act], kind="primary", hint="Ctrl+Enter")
        save.setObjectName("consent-save")
        save.clicked.connect(lambda _on=False: self.save())
        shut = Button(_("Annuleren"), hint="Esc")
        shut.setObjectName("consent-cancel")
        shut.clicked.connect(lambda _on=False: self.closed.emit())
        row = Flow(8)
        row.addWidget(save)
        row.addWidget(shut)
        self._column.addLayout(row)

    # --- judging ---

    def _chosen_state(self) -> ConsentState | None:
        if self.act == "withdraw":
            return ConsentState.WITHDRAWN
        if self.act == "extend":
            return ConsentState.GIVEN
        value = self.answer.value() if self.answer is not None else None
        return {"yes": ConsentState.GIVEN, "no": ConsentState.REFUSED}.get(value or "")

    def _answered(self, *, tell: bool = False) -> None:
        self._until.setVisible(self._chosen_state() is ConsentState.GIVEN)
        if tell:
            self._answer_trouble.hide()
            self.touched.emit()

    def _date_trouble(self, on: date | None) -> str:
        if on is None:
            return _("Wij herkennen deze datum niet. Typ bijvoorbeeld 12-11 of vrijdag.")
        return _("Deze dag moet nog komen. Kies vandaag of eerder.") if on > self._today else ""

    def _until_trouble(self, until: date | None) -> str:
        if not self.until.text().strip():
            needed = self.item.scope is ConsentScope.TALK_TO or self.act == "extend"
            return _("Spreek een einddatum af. Bijvoorbeeld over drie maanden.") if needed else ""
        if until is None:
            return _("Wij herkennen deze datum niet. Typ bijvoorbeeld 12-11 of vrijdag.")
        return _("Deze dag is al geweest. Kies een latere dag.") if until < self._today else ""

    def _name_is_there(self) -> bool:
        if self._recipient is None:
            return True
        named = bool(self.recipient.text().strip())
        self._recipient.tell("" if named else _("Zeg met wie u mag spreken."))
        return named
