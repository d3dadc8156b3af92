"""The list of keys, read from the menus themselves, and what Adviser Desk is made of."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QMainWindow, QMenu, QVBoxLayout, QWidget

import adviser_desk
from adviser_desk.i18n import N_, _
from adviser_desk.ui.page import Page
from adviser_desk.ui.state import State
from adviser_desk.ui.widgets.boxes import Card, Scroll, clear
from adviser_desk.ui.widgets.text import Heading, Text

_IN_THE_PANEL = (
    ("Alt+1 … Alt+4", N_("Telefoon, gesprek, video, bericht")),
    ("Alt+O", N_("Volgende stap")),
    ("Alt+S", N_("Soort")),
    ("Alt+W", N_("Wanneer")),
    ("Alt+A", N_("Andere schuilnaam (nieuwe casus)")),
    ("Alt+T", N_("Toestemming (nieuwe casus); daarna J, N of L")),
    ("Ctrl+Enter", N_("Opslaan")),
    ("Esc", N_("Sluiten; het concept blijft bewaard")),
)
_ON_PAPER = (
    ("Ctrl+B", N_("Zwart maken, of weer leesbaar")),
    ("Ctrl+Shift+B", N_("Deel weglaten, of weer meenemen")),
    ("F3 / Shift+F3", N_("Volgende of vorige naam of nummer")),
    ("Ctrl+Enter", N_("Printen")),
)
_MADE_WITH = (
    ("Qt, PySide6", "LGPL-3.0"),
    ("SQLCipher", "BSD-3-Clause, © Zetetic LLC"),
    ("SQLite", "public domain"),
    ("Lucide", "ISC, MIT"),
    ("HiGHS", "MIT"),
    ("Hunspell, chunspell-next", "LGPL-2.1, MIT"),
    ("OpenTaal, SCOWL", "BSD-3-Clause, MIT"),
    ("pydantic, python-docx, zxcvbn, platformdirs, python-calamine", "MIT"),
    ("keyring, jaraco, jeepney, more-itertools", "MIT"),
    ("SecretStorage", "BSD-3-Clause"),
    ("cryptography", "Apache-2.0, BSD-3-Clause"),
)


class KeysPage(Page):
    """Every key, by menu."""

    name = "keys"

    def __init__(self, state: State) -> None:
        """Filled when it comes into view, when the menus are there."""
        super().__init__(state)
        self._scroll = _column(self)

    def show_about(self, about: object) -> None:
        clear(self._scroll.column)
        self._scroll.column.addWidget(Heading(_("Toetsen"), "title"))
        window = self.window()
        assert isinstance(window, QMainWindow)
        for menu in window.menuBar().findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly):
            rows = [
                (" / ".join(key.toString() for key in action.shortcuts()), action.text().replace("&", ""))
                for action in menu.actions()
                if action.shortcuts()
            ]
            if rows:
                self._scroll.column.addWidget(_table(menu.title().replace("&", ""), rows))
        self._scroll.column.addWidget(_table(_("In het paneel"), [(keys, _(words)) for keys, words in _IN_THE_PANEL]))
        self._scroll.column.addWidget(_table(_("Inzage"), [(keys, _(words)) for keys, words in _ON_PAPER]))
        self._scroll.column.addStretch(1)


class AboutPage(Page):
    """Version, promises and licences."""

    name = "about"

    def __init__(self, state: State) -> None:
        """Nothing to load."""
        super().__init__(state)
        column = _column(self).column
        column.addWidget(Heading("Adviser Desk", "title"))
        column.addWidget(Text(_("Versie %(version)s") % {"version": adviser_desk.__version__}, token="text2"))
        column.addWidget(
            Text(_("Uw aantekeningen staan versleuteld op deze laptop. Het programma heeft geen netwerk."))
        )
        column.addWidget(Text(_("Licentie: EUPL-1.2.")))
        column.addWidget(_table(_("Gemaakt met"), list(_MADE_WITH)))
        column.addStretch(1)


def _column(page: Page) -> Scroll:
    scroll = Scroll()
    whole = QVBoxLayout(page)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.addWidget(scroll)
    return scroll


def _table(title: str, rows: list[tuple[str, str]]) -> QWidget:
    card = Card(spacing=12)
    card.column.addWidget(Heading(title))
    grid = QGridLayout()
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    for place, (left, right) in enumerate(rows):
        grid.addWidget(Text(left, "strong"), place, 0)
        grid.addWidget(Text(right), place, 1)
    card.column.addLayout(grid)
    return card
