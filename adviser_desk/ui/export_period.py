"""Step 1 of the export: which period. Closed periods can be written again, byte for byte."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from adviser_desk import i18n
from adviser_desk.casework import reporting
from adviser_desk.casework.reporting import PeriodState
from adviser_desk.i18n import _
from adviser_desk.models.period import Period
from adviser_desk.ui.missing_exports import MissingExports
from adviser_desk.ui.page import Width
from adviser_desk.ui.period_words import period_words
from adviser_desk.ui.state import State
from adviser_desk.ui.to_do_list import Line, ToDoList
from adviser_desk.ui.widgets.boxes import Banner, Card, Flow, Scroll, clear, in_tab_order
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.text import Heading, Text

_ICONS = {"ready": "file-output", "released": "circle-check", "running": "hourglass", "taken": "lock"}


class PeriodStep(Scroll):
    """`chosen` when another line is current; `again` asks for files once more, `elsewhere` for a folder."""

    chosen = Signal(object)
    again = Signal(object)
    elsewhere = Signal()

    def __init__(self, state: State) -> None:
        """Empty until `show_periods`."""
        super().__init__(margins=(32, 16, 32, 16))
        self._state = state
        self._found: tuple[PeriodState, ...] = ()
        self.missing = MissingExports(state)
        self.missing.taken_in.connect(self._load)
        self.missing.changed.connect(self._ask_first)
        self.missing.told.connect(lambda: QTimer.singleShot(0, self, lambda: self.ensureWidgetVisible(self.missing)))
        self.list = ToDoList(_("Perioden"), tick=False, choice=True, widths=(0, 10))
        self.list.setObjectName("export-periods")
        self.list.selectionModel().currentRowChanged.connect(lambda *_: self._show_side())
        self._empty = Text(_("Nog geen exports. De eerste kunt u maken zodra een kwartaal met casussen voorbij is."))
        self._trouble = Banner("bad", _("De bestanden zijn niet gemaakt"), " ")
        self._trouble.hide()
        self._side = Card()
        for widget in (self._empty, self.list, self._side):
            widget.hide()
        left = QVBoxLayout()
        left.addWidget(self.missing)
        left.addWidget(self._trouble)
        left.addWidget(self._empty)
        left.addWidget(self.list)
        left.addStretch(1)
        self._row = QHBoxLayout()
        self._row.setSpacing(24)
        self._row.addLayout(left, 3)
        self._row.addWidget(self._side, 2, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(self._row)
        self.column.addStretch(1)
        self.setFocusProxy(self.list)

    def show_periods(self, found: tuple[PeriodState, ...], wanted: Period | None) -> None:
        """Show the periods with the wanted one current, or else the newest that can be made."""
        self._found = found
        self._trouble.hide()
        self.missing.look()
        self.list.show_lines([self._line(one) for one in found])
        ready = [place for place, one in enumerate(found) if one.state == "ready"]
        named = [place for place, one in enumerate(found) if one.period == wanted]
        if found:
            self.list.setCurrentIndex(self.list.model().index((named or ready[:1] or [0])[0], 0))
        self.list.setVisible(bool(found))
        self._empty.setVisible(not found)
        self._show_side()

    def current(self) -> PeriodState | None:
        """The period in the current line."""
        row = self.list.currentIndex().row()
        return self._found[row] if 0 <= row < len(self._found) else None

    def why_not(self) -> str:
        """Why the wizard cannot go on from here; "" when it can."""
        one = self.current()
        if one is None:
            return _("Kies een periode")
        if self.missing.since is not None:
            return _("Zeg eerst of er exports ontbreken")
        if one.state == "running":
            return _("Deze periode is nog niet voorbij")
        return "" if one.state == "ready" else _("Deze periode is al gesloten")

    def show_trouble(self, words: str) -> None:
        """Say why the files were not written."""
        self._trouble.say(_("De bestanden zijn niet gemaakt"), words, assertive=True)
        self._trouble.show()

    def _ask_first(self) -> None:
        """While exports may be missing, that question comes before the list."""
        asked = self.missing.since is not None
        in_list = self.list.hasFocus()
        self.setFocusProxy(self.missing if asked else self.list)
        if in_list and asked:
            self.missing.setFocus()
        self.chosen.emit(self.current())

    def _load(self) -> None:
        one = self.current()

        def show(found: tuple[PeriodState, ...]) -> None:
            self.show_periods(found, one.period if one else None)

        self._state.run(reporting.periods, today=self._state.today(), then=show)

    def set_width(self, width: Width) -> None:
        """The side card goes below the list in a compact window."""
        direction = QHBoxLayout.Direction.TopToBottom if width == "compact" else QHBoxLayout.Direction.LeftToRight
        self._row.setDirection(direction)

    def _line(self, one: PeriodState) -> Line:
        text = {
            "ready": _("kan gemaakt worden"),
            "running": _("loopt nog"),
            "taken": _("zit in een jaarexport die al gemaakt is"),
            "released": "",
        }[one.state]
        if one.exported is not None:
            day = i18n.current().long_date(one.exported.issued_on)
            text = _("gemaakt op %(day)s, nummer %(n)d") % {"day": day, "n": one.exported.serial}
        return Line(when="", late=False, name=period_words(one.period), icon=_ICONS[one.state], text=text)

    def _show_side(self) -> None:
        clear(self._side.column)
        one = self.current()
        self._side.setVisible(one is not None)
        if one is None:
            return
        column = self._side.column
        column.addWidget(Heading(period_words(one.period)))
        if one.facts is not None:
            for words in facts_in_words(one):
                column.addWidget(Text(words))
        if one.state == "released":
            column.addWidget(Text(_("Deze periode is gesloten. De cijfers veranderen niet meer.")))
            again = Button(_("Bestanden opnieuw maken"))
            again.clicked.connect(lambda _on=False: self.again.emit(one))
            other = Button(_("Andere map…"))
            other.clicked.connect(lambda _on=False: self.elsewhere.emit())
            buttons = Flow()
            buttons.addWidget(again)
            buttons.addWidget(other)
            column.addLayout(buttons)
            in_tab_order(self.list, again, other)
        if one.state == "taken":
            column.addWidget(Text(_("Een export over een langere tijd telde deze casussen al.")))
        self.chosen.emit(one)


def facts_in_words(one: PeriodState) -> list[str]:
    """How many cases count, and how many do not and why: numbers only the adviser sees."""
    facts = one.facts
    if facts is None:
        return []
    numbers = (
        (_("Tellen mee: %(n)d"), facts.counted),
        (_("Daarvan nagekomen uit een eerdere periode: %(n)d"), facts.late),
        (_("Toestemming nog niet gevraagd: %(n)d"), facts.not_asked),
        (_("Melder wil niet meetellen: %(n)d"), facts.refused),
        (_("Toestemming ingetrokken of verlopen: %(n)d"), facts.withdrawn),
        (_("Kenmerk ontbreekt nog: %(n)d"), len(facts.incomplete)),
    )
    return [words % {"n": number} for place, (words, number) in enumerate(numbers) if number or not place]
