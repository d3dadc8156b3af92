"""The waves below words that are not in the word lists. As thick as the text is large; Qt's own are a hair at 200 %."""

from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from math import ceil
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPen,
    QPixmap,
    QTextBlock,
    QTextCharFormat,
    QTextFormat,
    QTextLayout,
    QTextLine,
)

from adviser_desk.ui.theme import theme

_WRONG = int(QTextFormat.Property.UserProperty) + 1
_HIGH, _LONG, _THICK, _BELOW = 0.11, 0.32, 0.09, 0.19
"""em: from top to bottom of a wave, from top to top, the line, and how far it is below the letters."""


def wrong_format() -> QTextCharFormat:
    """What a wrong word has in its layout. It changes nothing of how the letters look."""
    form = QTextCharFormat()
    form.setProperty(_WRONG, True)
    return form


def wrong_places(block: QTextBlock) -> list[tuple[int, int]]:
    """Where the wrong words of a block are: place and length."""
    return [(one.start, one.length) for one in block.layout().formats() if one.format.hasProperty(_WRONG)]


def draw_marks(painter: QPainter, block: QTextBlock, place: QPointF, seen: QRectF) -> None:
    """Draw the waves of a block that begins at `place`, as far as they are in `seen`."""
    wave = _wave(theme.percent, theme.tokens["bad"], painter.device().devicePixelRatioF())
    high = wave.deviceIndependentSize().height()
    layout = block.layout()
    top, bottom = _line_at(layout, seen.top() - place.y()), _line_at(layout, seen.bottom() - place.y())
    begin, end = top.textStart(), bottom.textStart() + bottom.textLength()
    for start, length in wrong_places(block):
        if start + length <= begin or start >= end:
            continue
        for line in _lines(layout, start, start + length):
            first, last = max(start, line.textStart()), min(start + length, line.textStart() + line.textLength())
            left, right = _across(line, first), _across(line, last)
            low = line.y() + line.ascent() + theme.em(100 * _BELOW) / 100
            painter.drawTiledPixmap(QRectF(place.x() + left, place.y() + low, right - left, high), wave)


def _line_at(layout: QTextLayout, y: float) -> QTextLine:
    """The line at a height, or the nearest."""
    lines = range(layout.lineCount())
    return layout.lineAt(max(bisect_right(lines, y, key=lambda number: layout.lineAt(number).y()) - 1, 0))


def _lines(layout: QTextLayout, start: int, end: int) -> Iterator[QTextLine]:
    """The lines that a word is on; a very long one is on more than one."""
    line = layout.lineForTextPosition(start)
    while line.isValid() and line.textStart() < end:
        yield line
        line = layout.lineAt(line.lineNumber() + 1)


def _across(line: QTextLine, place: int) -> float:
    found: Any = line.cursorToX(place)
    return float(found[0])


@lru_cache(maxsize=4)
def _wave(percent: int, colour: str, ratio: float) -> QPixmap:
    """One wave, to be put beside itself."""
    long, high, thick = (max(round(14 * percent / 100 * part), 1) for part in (_LONG, _HIGH, _THICK))
    found = QPixmap(round(long * ratio), ceil((high + thick + 1) * ratio))
    found.setDevicePixelRatio(ratio)
    found.fill(Qt.GlobalColor.transparent)
    painter = QPainter(found)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(colour), 14 * percent / 100 * _THICK))
    top, low = thick / 2, thick / 2 + high
    # From beyond one end to beyond the other, so that the waves meet.
    painter.drawPolyline([QPointF(long * turn / 2, low if turn % 2 else top) for turn in range(-1, 4)])
    painter.end()
    return found
