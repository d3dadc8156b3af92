"""The buttons above the paper, which say what they do to the words at the cursor, and how to go about it."""

from PySide6.QtWidgets import QWidget

from adviser_desk.i18n import _
from adviser_desk.ui.access_view import AccessView
from adviser_desk.ui.widgets.boxes import Card, Flow
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.numbered import Numbered
from adviser_desk.ui.widgets.text import Heading, Text


class AccessTools(QWidget):
    """`black`, `out` and `next`; the page says what they do."""

    def __init__(self, paper: AccessView) -> None:
        """Follows the cursor in the paper."""
        super().__init__()
        self.setObjectName("clear")
        self._paper = paper
        self.black, self.out = Button("", icon="eye-off", hint="Ctrl+B"), Button("", icon="x", hint="Ctrl+Shift+B")
        self.next = Button(_("Volgende naam of nummer"), icon="search", hint="F3")
        row = Flow(8)
        for button, name in ((self.black, "black"), (self.out, "out"), (self.next, "next")):
            button.icon_only = False
            button.setObjectName(f"access-{name}")
            row.addWidget(button)
        self.setLayout(row)
        paper.moved.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        black, out = self._paper.is_black(), self._paper.is_left_out()
        words = _("Weer leesbaar maken") if black else _("Zwart maken")
        self.black.set_label(words, icon="eye" if black else "eye-off")
        self.out.set_label(_("Deel weer meenemen") if out else _("Deel weglaten"), icon="plus" if out else "x")
        self.black.setEnabled(self._paper.has_part() and not out)
        self.out.setEnabled(self._paper.has_part())


def help_card() -> QWidget:
    """How to go about it."""
    card = Card(padding=24, spacing=10)
    card.column.addWidget(Heading(_("Zo werkt het")))
    for number, words in enumerate(
        (
            _("Kies woorden met de muis of met Shift en de pijltjes."),
            _("Druk op Ctrl+B. Op papier staat daar een zwarte balk."),
            _("Laat met Ctrl+Shift+B een heel deel weg."),
            _("Lees alles na en print."),
        ),
        1,
    ):
        card.column.addWidget(Numbered(number, words))
    card.column.addSpacing(6)
    card.column.addWidget(
        Text(_("De woorden onder een balk gaan niet naar de printer. Er komt geen bestand."), "small", token="text2")
    )
    return card
