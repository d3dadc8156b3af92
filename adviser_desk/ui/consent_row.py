"""One purpose: what it is for, the answer, when and how it was given, and what can be done. Opens its form inside."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QSpacerItem, QVBoxLayout, QWidget

from adviser_desk.i18n import _
from adviser_desk.models.consent import ConsentScope, ConsentState, Standing
from adviser_desk.models.period import Period
from adviser_desk.ui.consent_form import Act, ConsentForm
from adviser_desk.ui.consent_words import ABOUT, answer_chip, purpose, when_and_how
from adviser_desk.ui.state import State
from adviser_desk.ui.theme import theme
from adviser_desk.ui.widgets.boxes import fits_beside
from adviser_desk.ui.widgets.button import Button, Chip
from adviser_desk.ui.widgets.text import Group, Text

_NARROW, _TINY = 46, 24
_WORDS, _ANSWER, _ACTS = 13, 9, 8
"""How the three parts of a row divide its width."""


class ConsentRow(Group):
    """Shows a `Standing`. `asked` carries the act that was chosen."""

    asked = Signal(str)

    def __init__(self, state: State, item: Standing, *, last: bool, title: str = "") -> None:
        """Closed. `title` where it is not the name of the purpose."""
        super().__init__()
        self._name = "rowLast" if last else "rowLine"
        self.setObjectName(self._name)
        self._state, self.item = state, item
        self.title = title or purpose(state, item)
        self.form: ConsentForm | None = None
        self.acts: dict[Act, Button] = {}
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(16, 12, 16, 12)
        self._whole.setSpacing(12)
        self._line, self._beside = (QBoxLayout(QBoxLayout.Direction.LeftToRight) for _part in range(2))
        self._beside.addWidget(_column(self._answer()), _ANSWER)
        self._beside.addWidget(_column(self._acts()), _ACTS)
        self._line.addWidget(_column(self._words()), _WORDS)
        self._line.addWidget(_column(self._beside), _ANSWER + _ACTS)
        for line in (self._line, self._beside):
            line.setSpacing(8)
        self._whole.addLayout(self._line)
        today = state.today()
        spoken = [answer_chip(item, today).spoken.lower(), when_and_how(item, today)]
        self.setAccessibleName(f"{self.title}: {', '.join(part for part in spoken if part)}")

    def open(self, act: Act, counted_in: Period | None) -> ConsentForm:
        """Open the form for an act."""
        self.close_form()
        self.form = ConsentForm(self._state, act, self.item, counted_in)
        self._whole.addWidget(self.form)
        self.form.show()
        self._mark("rowOpen")
        for button in self.acts.values():
            button.hide()
        return self.form

    def close_form(self) -> None:
        """Back to one line; the focus goes to what opened the form."""
        if self.form is None:
            return
        act, form = self.form.act, self.form
        had_focus = form.isAncestorOf(self.window().focusWidget() or self)
        self.form = None
        form.hide()
        form.deleteLater()
        self._mark(self._name)
        for button in self.acts.values():
            button.show()
        if had_focus and act in self.acts:
            self.acts[act].setFocus()

    def resizeEvent(self, event: object) -> None:
        narrow = not fits_beside(self._line, theme.em(_NARROW), self.width())
        tiny = not fits_beside(self._beside, theme.em(_TINY), self.width())
        side = 8 if tiny else 16
        self._whole.setContentsMargins(side, 12, side, 12)
        down, beside = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._line.setDirection(down if narrow else beside)
        self._beside.setDirection(down if tiny else beside)
        self._before.changeSize(0, 0, QSizePolicy.Policy.Fixed if tiny else QSizePolicy.Policy.Expanding)
        self._after.changeSize(0, 0, QSizePolicy.Policy.Expanding if tiny else QSizePolicy.Policy.Fixed)
        self._acts_line.invalidate()

    def _words(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(Text(self.title, "strong"))
        column.addWidget(Text(_(ABOUT[self.item.scope]), "small", token="text2"))
        column.addStretch(1)
        return column

    def _answer(self) -> QVBoxLayout:
        today = self._state.today()
        chip = answer_chip(self.item, today)
        shown = Chip(chip.words, icon=chip.icon, tone=chip.tone)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addStretch(1)
        column.addWidget(shown, 0, Qt.AlignmentFlag.AlignLeft)
        if words := when_and_how(self.item, today):
            column.addWidget(Text(words, "small", token="text2"))
        column.addStretch(1)
        return column

    def _acts(self) -> QVBoxLayout:
        row = self._acts_line = QHBoxLayout()
        row.setSpacing(14)
        self._before = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding)
        row.addItem(self._before)
        for act, label in acts_for(self.item).items():
            name = _("%(act)s: %(purpose)s") % {"act": label, "purpose": self.title}
            if act == "withdraw":
                name = _("Toestemming intrekken voor: %(purpose)s") % {"purpose": self.title}
            button = Button(label, kind="link", name=name)
            button.setObjectName(f"consent-{act}-{self.item.scope}")
            button.clicked.connect(lambda _on=False, act=act: self.asked.emit(act))
            self.acts[act] = button
            row.addWidget(button)
        self._after = QSpacerItem(0, 0, QSizePolicy.Policy.Fixed)
        row.addItem(self._after)
        column = QVBoxLayout()
        column.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        return column

    def _mark(self, name: str) -> None:
        self.setObjectName(name)
        self.style().unpolish(self)
        self.style().polish(self)


def acts_for(item: Standing) -> dict[Act, str]:
    """What can be done with an answer, in the order of use."""
    ends = item.entry is not None and item.entry.expires_on is not None
    if item.state is ConsentState.NOT_ASKED:
        return {"record": _("Vastleggen")}
    if item.state is ConsentState.EXPIRED:
        return {"extend": _("Verlengen"), "withdraw": _("Intrekken")}
    if item.state is ConsentState.GIVEN:
        extend: dict[Act, str] = {"extend": _("Verlengen")} if ends else {}
        return {**extend, "withdraw": _("Intrekken")}
    return {"change": _("Wijzigen")}


def _column(layout: QBoxLayout) -> QWidget:
    """A column whose width is its share of the row alone, so that the rows line up."""
    holder = QWidget()
    holder.setObjectName("clear")
    layout.setContentsMargins(0, 0, 0, 0)
    holder.setLayout(layout)
    policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    holder.setSizePolicy(policy)
    return holder


def another_recipient() -> Standing:
    """What a row for one more recipient stands for."""
    return Standing(scope=ConsentScope.TALK_TO, state=ConsentState.NOT_ASKED)
