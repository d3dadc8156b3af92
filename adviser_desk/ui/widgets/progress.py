"""How far something is. While nobody knows how long it takes, a part of the bar moves; where nothing may, it stands."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QProgressBar

from adviser_desk.ui.theme import theme

_PART = 1 / 3
_ROUND = 3


class Progress(QProgressBar):
    """A thin bar without words; its name says what it is about."""

    def __init__(self, name: str) -> None:
        """Nobody knows yet how long."""
        super().__init__()
        self.setRange(0, 0)
        self.setTextVisible(False)
        self.setAccessibleName(name)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not theme.still or self.maximum() > self.minimum():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.colour("control") if theme.contrast else Qt.PenStyle.NoPen)
        whole = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setBrush(theme.colour("line"))
        painter.drawRoundedRect(whole, _ROUND, _ROUND)
        part = whole.width() * _PART
        painter.setBrush(theme.colour("accent"))
        painter.drawRoundedRect(whole.adjusted(part, 0, -part, 0), _ROUND, _ROUND)
