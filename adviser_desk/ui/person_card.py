"""On the page of a case: which other cases are about the same person, who has a letter and no name."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from adviser_desk.casework import persons
from adviser_desk.casework.last_act import Act, LastAct
from adviser_desk.casework.persons import Person, Persons
from adviser_desk.i18n import _, ngettext
from adviser_desk.ui.privacy import privacy
from adviser_desk.ui.state import State
from adviser_desk.ui.undo import Undo
from adviser_desk.ui.widgets.boxes import Card, Flow
from adviser_desk.ui.widgets.button import Button, below
from adviser_desk.ui.widgets.text import Heading, Text


class PersonCard(Card):
    """Belongs to one case at a time. A letter is chosen from a menu; nobody is named anywhere."""

    def __init__(self, state: State) -> None:
        """Empty."""
        super().__init__(padding=16, spacing=8)
        self._state = state
        self._case_id: int | None = None
        self._found: Persons | None = None
        self._add = Button("", kind="bare", icon="plus", name=_("Persoon koppelen"))
        self._add.setObjectName("person-add")
        self._add.clicked.connect(lambda _on=False: self._menu().popup(below(self._add)))
        self._none = Text(
            _("Gaat ook een andere casus over deze persoon? Koppel ze met een letter. Alleen u weet wie het is."),
            "small",
            token="text2",
        )
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(Heading(_("Zelfde persoon"), "strong"), 1)
        head.addWidget(self._add)
        self.column.addLayout(head)
        self.column.addWidget(self._none)
        self.column.addLayout(self._rows)
        privacy.changed.connect(self._show)

    def show_nothing(self) -> None:
        """Another case comes."""
        self._case_id = self._found = None
        self._show()

    def load(self, case_id: int) -> None:
        """Look whom a case is about."""
        self._case_id = case_id

        def show(found: Persons) -> None:
            if case_id == self._case_id:
                self._found = found
                self._show()

        self._state.run(persons.persons_of, case_id, then=show)

    def _show(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            if (row := item.widget()) is not None:
                row.hide()
                row.deleteLater()
        here = self._found.here if self._found is not None else ()
        for person in here:
            self._rows.addWidget(self._row(person))
        self._none.setVisible(not here)

    def _row(self, person: Person) -> QWidget:
        values = {"letter": person.letter, "n": len(person.cases)}
        row = QWidget()
        row.setObjectName("clear")
        away = Button("", kind="bare", icon="x", name=_("Persoon %(letter)s losmaken") % values)
        away.setObjectName(f"person-away-{person.letter}")
        away.clicked.connect(lambda _on=False: self._put(person.letter, there=False))
        head = QHBoxLayout()
        head.addWidget(Text(_("Persoon %(letter)s") % values), 1)
        head.addWidget(away)
        number = ngettext("Alleen deze casus.", "%(n)d casussen gaan over persoon %(letter)s.", len(person.cases))
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(Text(number % values, "small", token="text2"))
        others = Flow(12)
        for case_id, pseudonym in person.cases:
            if case_id != self._case_id:
                others.addWidget(self._link(case_id, pseudonym))
        column.addLayout(others)
        return row

    def _link(self, case_id: int, pseudonym: str) -> Button:
        link = Button(_("Andere casus") if privacy.on else pseudonym, kind="link")
        link.icon_only = False
        link.clicked.connect(lambda _on=False: self._state.go("case", case_id))
        return link

    def _menu(self) -> QMenu:
        """Those of other cases, and one more letter."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self._found is None:
            return menu
        for person in self._found.elsewhere:
            names = "" if privacy.on else f" ({', '.join(pseudonym for _case_id, pseudonym in person.cases)})"
            words = _("Persoon %(letter)s") % {"letter": person.letter} + names
            menu.addAction(words.replace("&", "&&")).triggered.connect(partial(self._link_to, person.letter))
        new = self._found.next_letter
        menu.addAction(_("Nieuwe letter: persoon %(letter)s") % {"letter": new}).triggered.connect(
            partial(self._link_to, new)
        )
        return menu

    def _link_to(self, letter: str, _on: bool = False) -> None:
        self._put(letter, there=True)

    def _put(self, letter: str, *, there: bool) -> None:
        if self._case_id is None:
            return
        act = LastAct(act=Act.LINK if there else Act.UNLINK, case_id=self._case_id, before=letter)
        words = _("Persoon %(letter)s gekoppeld.") if there else _("Persoon %(letter)s losgemaakt.")
        undo = Undo.of(self._state, act)
        self._state.run(
            persons.link if there else persons.unlink,
            self._case_id,
            letter,
            then=lambda _none: self._state.toast.emit(words % {"letter": letter}, undo),
        )
        self._add.setFocus(Qt.FocusReason.OtherFocusReason)
