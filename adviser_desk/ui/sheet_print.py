"""Prints the recovery sheet on one A4 page, straight to the printer: no name on it, and no file."""

from PySide6.QtCore import QLineF, QMarginsF, QRectF, Qt
from PySide6.QtGui import QFont, QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPen

from adviser_desk.casework import setup
from adviser_desk.casework.setup import Sheet
from adviser_desk.i18n import _

_MM_PER_INCH = 25.4


def print_sheet(device: QPagedPaintDevice, sheet: Sheet) -> None:
    """Paint the sheet on a printer (or in a test on another paged device)."""
    margins = QMarginsF(20, 20, 20, 20)
    a4, upright, millimetres = QPageSize.PageSizeId.A4, QPageLayout.Orientation.Portrait, QPageLayout.Unit.Millimeter
    device.setPageLayout(QPageLayout(QPageSize(a4), upright, margins, millimetres))
    painter = QPainter(device)
    scale = device.logicalDpiX() / _MM_PER_INCH
    painter.scale(scale, scale)
    y = _text(painter, 0, _("Herstelblad Adviser Desk"), 20, bold=True)
    y = _text(painter, y + 1, _("Kluisnummer %(number)s") % {"number": setup.number_of(sheet)}, 10)
    y = _blocks(painter, y + 8, sheet.recovery_code.split("-"))
    y = _text(painter, y + 8, _("Zo gebruikt u het blad"), 11, bold=True)
    for number, words in enumerate(sheet_steps(), 1):
        y = _text(painter, y + 1, f"{number}.  {words}", 11)
    y = _text(painter, y + 6, _("Wie dit blad én uw laptop heeft, kan uw aantekeningen lezen."), 11)
    y = _text(painter, y + 1, _("Bewaar het in een dichte envelop, niet bij de laptop. Maak geen foto of scan."), 11)
    _text(painter, y + 10, _("Bewaard bij:"), 11)
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
        _text(painter, top, str(place + 1), 12, x=x)
        _text(painter, top, block, 18, x=x + 8, mono=True)
    return y + 12 * 4


def _text(
    painter: QPainter, y: float, words: str, points: float, *, x: float = 0, bold: bool = False, mono: bool = False
) -> float:
    """Words at `y` mm in a size in points; the y below them."""
    font = QFont("monospace") if mono else QFont()
    if mono:
        font.setStyleHint(QFont.StyleHint.Monospace)
    font.setBold(bold)
    # The painter is scaled to millimetres; a point is 1/72 inch.
    font.setPixelSize(max(round(points * _MM_PER_INCH / 72), 1))
    painter.setFont(font)
    box = QRectF(x, y, 170 - x, 30)
    flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
    found = painter.boundingRect(box, flags, words)
    painter.drawText(box, flags, words)
    return found.bottom()
