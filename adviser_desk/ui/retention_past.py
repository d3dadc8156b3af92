"""The list of cases past their period with what can be done with it, and why the current one cannot go."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from adviser_desk.casework.retention import PastCase
from adviser_desk.i18n import _
from adviser_desk.ui.privacy import privacy
from adviser_desk.ui.retention_list import ColumnHeads, RetentionList
from adviser_desk.ui.retention_words import destroy_words, obstacle_sentence
from adviser_desk.ui.widgets.boxes import Banner, Flow
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.check import CheckBox

_ROWS, _FEW_ROWS = 9, 4


class PastCases(QWidget):
    """`chosen`: another set is chosen. `longer`: keep what is chosen. `confirm`: go on with what is chosen."""

    chosen = Signal()
    longer = Signal()
    confirm = Signal()
    opened = Signal(int)

    def __init__(self, past: RetentionList) -> None:
        """Around the list."""
        super().__init__()
        self.setObjectName("clear")
        self._list = past
        self._all = CheckBox(_("Alles kiezen wat weg kan"))
        self._all.setObjectName("retention-all")
        self._longer = Button(_("Langer bewaren"), kind="link")
        self._longer.setObjectName("retention-longer")
        self._open = Button(_("Naar de casus"), kind="link", hint="Enter")
        self._open.setObjectName("retention-open")
        self._on = Button(destroy_words(1), kind="link", icon="arrow-down")
        self._on.setObjectName("retention-on")
        self._on.hide()
        self._why = Banner("info", "", "")
        self._why.hide()
        tools = Flow(20)
        for tool in (self._all, self._longer, self._open, self._on):
            tools.addWidget(tool)
        self._card = QWidget()
        self._card.setObjectName("clear")
        card = QVBoxLayout(self._card)
        card.setContentsMargins(0, 0, 0, 0)
        card.setSpacing(4)
        card.addLayout(tools)
        card.addWidget(ColumnHeads(past))
        card.addWidget(past)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._card)
        column.addWidget(self._why)
        self._listen()

    def arrange(self, *, beside: bool, one: bool, keeping: bool) -> None:
        """`beside`: the confirmation is beside the list. `one`: the list is about one case, chosen already."""
        chosen = self._list.chosen_cases()
        self._card.setVisible(self._list.current() is not None)
        for tool in (self._all, self._longer):
            tool.setVisible(not one)
        # Below the list the confirmation may be out of view.
        self._on.setVisible(not beside and bool(chosen) and not keeping and not one)
        self._on.set_label(destroy_words(len(chosen)))
        self._list.set_most(_ROWS if beside else _FEW_ROWS)

    def to_keep(self) -> tuple[PastCase, ...]:
        """What is chosen, else the current case."""
        current = self._list.current()
        return self._list.chosen_cases() or ((current,) if current is not None else ())

    def _listen(self) -> None:
        self._list.chosen.connect(self._show_chosen)
        self._list.moved.connect(self._show_current)
        self._list.opened.connect(self.opened)
        self._all.clicked.connect(self._list.choose_all)
        self._longer.clicked.connect(lambda _on=False: self.longer.emit())
        self._on.clicked.connect(lambda _on=False: self.confirm.emit())
        self._open.clicked.connect(lambda _on=False: self._open_current())

    def _show_chosen(self) -> None:
        chosen, choosable = self._list.chosen_cases(), self._list.choosable()
        self._all.setChecked(bool(chosen) and len(chosen) == choosable)
        self._all.setEnabled(choosable > 0)
        self._show_current()
        self.chosen.emit()

    def _show_current(self) -> None:
        current = self._list.current()
        blocked = current is not None and bool(current.obstacles)
        title = ""
        if current is not None and blocked:
            title = _("%(name)s kan nog niet weg") % {"name": privacy.inside(current.case.pseudonym)}
            if title != self._why.title.text():
                self._why.say(title, obstacle_sentence(current.obstacles))
        self._why.title.setText(title)
        self._why.setVisible(blocked)

    def _open_current(self) -> None:
        if (current := self._list.current()) is not None:
            self.opened.emit(current.case.id)
