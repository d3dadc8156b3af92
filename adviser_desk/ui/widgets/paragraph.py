"""Text that wraps inside a row of a list: how high it is at a width, and painting it whole. Never ends with dots."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFontMetricsF, QPainter, QTextLayout, QTextOption

from adviser_desk.ui.theme import ROLES, theme


class Paragraph:
    """Text of a role laid out at a width in px; `height` in px. Long words break where they must."""

    def __init__(self, text: str, role: str, width: int, *, spacing: float = 1.43) -> None:
        """`spacing` is the line height in parts of the font size."""
        font = theme.font(role)
        step = max(round(theme.em(1) * ROLES[role][0] * spacing), round(QFontMetricsF(font).height()))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._layout = QTextLayout(text.replace("\r\n", "\n").replace("\n", "\u2028"), font)
        self._layout.setTextOption(option)
        self._layout.setCacheEnabled(True)
        self._layout.beginLayout()
        lines = 0
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(max(width, 1))
            line.setPosition(QPointF(0, lines * step + (step - line.height()) / 2))
            lines += 1
        self._layout.endLayout()
        self.height = max(lines, 1) * step

    def draw(self, painter: QPainter, x: int, y: int, token: str = "text") -> None:
        """Paint with the top left corner at (x, y)."""
        painter.setPen(theme.colour(token))
        self._layout.draw(painter, QPointF(x, y))
