"""Painting words on one upright A4 page, in millimetres, straight to a printer."""

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QFont, QPagedPaintDevice, QPageLayout, QPageSize, QPainter

_MM_PER_INCH = 25.4
_WIDTH = 170
"""Millimetres between the margins of 20."""


def begin_page(device: QPagedPaintDevice) -> QPainter:
    """A painter whose unit is a millimetre, with the origin inside the margins. The caller ends it."""
    set_a4(device)
    painter = QPainter(device)
    scale = device.logicalDpiX() / _MM_PER_INCH
    painter.scale(scale, scale)
    return painter


def set_a4(device: QPagedPaintDevice) -> None:
    """Upright A4 with margins that any printer has."""
    margins = QMarginsF(20, 20, 20, 20)
    a4, upright, millimetres = QPageSize.PageSizeId.A4, QPageLayout.Orientation.Portrait, QPageLayout.Unit.Millimeter
    device.setPageLayout(QPageLayout(QPageSize(a4), upright, margins, millimetres))


def print_words(
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
    box = QRectF(x, y, _WIDTH - x, 30)
    flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
    found = painter.boundingRect(box, flags, words)
    painter.drawText(box, flags, words)
    return found.bottom()
