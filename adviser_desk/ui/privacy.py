"""The privacy screen: names and texts are bars of one length, for the eye, for a screen reader and for the clipboard.

Not a blur, and not as long as what they hide: short words can be read through a blur, and a length gives names away.
"""

from PySide6.QtCore import QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter

from adviser_desk.i18n import _
from adviser_desk.ui.theme import theme

NAME, TEXT = 6, 12.6
"""em: how long the bar of any name is, and that of any text."""
_HIGH, _DOTS = 0.72, "•••••"
_STRONG, _LIGHT = 76, 44
"""How much of the accent the bars have, of 255."""


class Privacy(QObject):
    """Whether names and texts are hidden now. Whatever shows one asks here, and looks again at `changed`."""

    changed = Signal()

    def __init__(self) -> None:
        """Off."""
        super().__init__()
        self.on = False

    def set(self, on: bool) -> None:
        """Hide, or show again."""
        if on != self.on:
            self.on = on
            self.changed.emit()

    def inside(self, words: str) -> str:
        """A name or text as part of a sentence."""
        return _DOTS if self.on and words else words

    def spoken(self, words: str) -> str:
        """What a screen reader says of a row or field: nothing else while it is hidden."""
        return _("Afgeschermd") if self.on else words


def draw_bar(painter: QPainter, rect: QRect, em: float, *, strong: bool = False) -> None:
    """A bar in the middle of a line, at its left; shorter only where there is no room."""
    high = theme.em(_HIGH)
    bar = QRectF(rect.x(), rect.center().y() - high / 2, min(theme.em(em), rect.width()), high)
    colour = theme.colour("text" if theme.contrast else "accent")
    if not theme.contrast:
        colour.setAlpha(_STRONG if strong else _LIGHT)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(bar, 3, 3)
    painter.restore()


privacy = Privacy()
"""The one privacy screen of the process."""
