"""Lines of one pixel, sharp at every scale of the screen: a pen of a smooth painter would make them two, and pale."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from adviser_desk.ui.theme import theme


def rule_below(painter: QPainter, rect: QRect, token: str = "line") -> None:
    """Along the lower edge of a row, inside it."""
    _fill(painter, QRect(rect.left(), rect.bottom(), rect.width(), 1), token)


def rule_above(painter: QPainter, rect: QRect, token: str = "line") -> None:
    """Along the upper edge of a row, inside it."""
    _fill(painter, QRect(rect.left(), rect.top(), rect.width(), 1), token)


def rule_down(painter: QPainter, x: int, top: int, bottom: int, token: str = "line") -> None:
    """From `top` to `bottom`."""
    _fill(painter, QRect(x, top, 1, bottom - top), token)


def _fill(painter: QPainter, rect: QRect, token: str) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.fillRect(rect, theme.colour(token))
    painter.restore()
