"""Step 2 of the export: what is still incomplete. Everything may stay so; it is then counted as not filled in."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from adviser_desk import i18n
from adviser_desk.casework.reporting import QuarterFacts
from adviser_desk.i18n import _, ngettext
from adviser_desk.ui.page import Width
from adviser_desk.ui.state import State
from adviser_desk.ui.to_do_list import Line, ToDoList
from adviser_desk.ui.trait_words import short_labels
from adviser_desk.ui.widgets.boxes import Banner, Scroll
from adviser_desk.ui.widgets.text import Heading, Text


class RepairStep(Scroll):
    """A list of cases; Enter opens one, Alt+Left comes back."""

    def __init__(self, state: State) -> None:
        """Empty until `show_facts`."""
        super().__init__(margins=(32, 16, 32, 16))
        self._state = state
        self._cases: tuple[int, ...] = ()
        self._title, self._words = Heading(""), Text("", token="text2")
        self._good = Banner("ok", _("Alles is ingevuld"), _("U kunt verder naar het voorbeeld."))
        self._not_asked = Banner("info", _("Toestemming nog niet gevraagd"), " ")
        self.list = ToDoList(_("Casussen met een kenmerk dat ontbreekt"), tick=False)
        self.list.opened.connect(lambda number: state.go("case", self._cases[number]))
        self._part = QWidget()
        column = QVBoxLayout(self._part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self._title, self._words, self.list):
            column.addWidget(widget)
        for box in (self._good, self._not_asked, self._part):
            self.column.addWidget(box)
            box.hide()
        self.column.addStretch(1)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_facts(self, facts: QuarterFacts | None) -> None:
        """Show what can still be completed."""
        rows = facts.incomplete if facts else ()
        self._cases = tuple(row.id for row, _traits in rows)
        self._good.setVisible(not rows)
        self._part.setVisible(bool(rows))
        title = ngettext(
            "Bij %(n)d casus ontbreekt nog een kenmerk", "Bij %(n)d casussen ontbreekt nog een kenmerk", len(rows)
        )
        self._title.setText(title % {"n": len(rows)})
        self._words.setText(_("Met Enter opent u een casus. Laat u het zo? Dan telt het kenmerk als ‘niet ingevuld’."))
        today = self._state.today()
        self.list.show_lines(
            [
                Line(
                    when=i18n.current().short_date(row.opened_on, today),
                    late=False,
                    name=row.pseudonym,
                    icon="pencil",
                    text=_("Ontbreekt: %(traits)s") % {"traits": ", ".join(short_labels(traits))},
                )
                for row, traits in rows
            ]
        )
        asked = facts.not_asked if facts else 0
        self._not_asked.setVisible(asked > 0)
        words = ngettext(
            "Bij %(n)d casus is nog niet gevraagd of die mag meetellen. Tot dan telt hij niet mee.",
            "Bij %(n)d casussen is nog niet gevraagd of ze mogen meetellen. Tot dan tellen ze niet mee.",
            asked,
        )
        self._not_asked.text.setText(words % {"n": asked})

    def setFocus(self, *_reason: object) -> None:
        """The list, where there is one."""
        if self._cases:
            self.list.setFocus()

    def set_width(self, width: Width) -> None:
        """Nothing to change."""
