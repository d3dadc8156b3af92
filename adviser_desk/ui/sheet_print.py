"""Prints the recovery sheet on one A4 page, straight to the printer: no name on it, and no file."""

from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QPagedPaintDevice, QPainter, QPen

from adviser_desk.casework import setup
from adviser_desk.casework.setup import Sheet
from adviser_desk.i18n import _
from adviser_desk.ui.paper import begin_page, print_words


def print_sheet(device: QPagedPaintDevice, sheet: Sheet) -> None:
    """Paint the sheet on a printer (or in a test on another paged device)."""
    painter = begin_page(device)
    y = print_words(painter, 0, _("Herstelblad Adviser Desk"), 20, bold=True)
    y = print_words(painter, y + 1, _("Kluisnummer %(number)s") % {"number": setup.number_of(sheet)}, 10)
    y = _blocks(painter, y + 8, sheet.recovery_code.split("-"))
    y = print_words(painter, y + 8, _("Zo gebruikt u het blad"), 11, bold=True)
    for number, words in enumerate(sheet_steps(), 1):
        y = print_words(painter, y + 1, f"{number}.  {words}", 11)
    y = print_words(painter, y + 6, _("Wie dit blad én uw laptop heeft, kan uw aantekeningen lezen."), 11)
    y = print_words(
        painter, y + 1, _("Bewaar het in een dichte envelop, niet bij de laptop. Maak geen foto of scan."), 11
    )
    print_words(painter, y + 10, _("Bewaard bij:"), 11)
    painter.setPen(QPen(Qt.GlobalColor.black, 0.2))
    painter.drawLine(QLineF(30, y + 15, 120, y + 15))
    painter.end()


def sheet_steps() -> tuple[str, ...]:
    """How the sheet is used, in order."""
    return (
        _("Open Adviser Desk."),
        _("Kies ‘Wachtzin vergeten?’."),
        _("Typ de acht blokken over. Streepjes en hoofdletters hoeven niet."),
    )


def _blocks(painter: QPainter, y: float, blocks: list[str]) -> float:
    for place, block in enumerate(blocks):
        x, top = 80 * (place // 4), y + 12 * (place % 4)
        print_words(painter, top, str(place + 1), 12, x=x)
        print_words(painter, top, block, 18, x=x + 8, mono=True)
    return y + 12 * 4
