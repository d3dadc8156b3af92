"""A switch that says in words whether it is on: Aan or Uit, and then the picture of it."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy

from adviser_desk.i18n import _
from adviser_desk.ui.theme import theme

_WIDE, _HIGH, _GAP = 2.86, 1.43, 12
"""em of the track; px between word and track."""


class Switch(QCheckBox):
    """To assistive technology a check box that is called by its setting."""

    def __init__(self, name: str, *, on: bool = False) -> None:
        """`name` is the setting's."""
        super().__init__()
        self.setAccessibleName(name)
        self.setChecked(on)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        words = max(QFontMetrics(theme.font("body")).horizontalAdvance(word) for word in (_("Aan"), _("Uit")))
        return QSize(
            words + _GAP + theme.em(_WIDE) + 2, max(theme.em(_HIGH), QFontMetrics(theme.font("body")).height())
        )

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, position: QPoint) -> bool:
        return self.rect().contains(position)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Qt switches by Space alone; Enter does it on every other button here.
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        on, usable = self.isChecked(), self.isEnabled()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide, high = theme.em(_WIDE), theme.em(_HIGH)
        track = QRectF(self.width() - wide - 1, (self.height() - high) / 2, wide, high).adjusted(0.5, 0.5, -0.5, -0.5)
        ground, edge, knob = self._colours(on=on, usable=usable)
        painter.setPen(QPen(theme.colour(edge), 1))
        painter.setBrush(theme.colour(ground))
        painter.drawRoundedRect(track, high / 2, high / 2)
        side = high * 0.58
        x = track.right() - (high + side) / 2 if on else track.left() + (high - side) / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(knob))
        painter.drawEllipse(QRectF(x, track.center().y() - side / 2, side, side))
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("text" if usable else "text2"))
        words = QRectF(0, 0, track.left() - _GAP, self.height())
        painter.drawText(
            words, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), _("Aan") if on else _("Uit")
        )

    def _colours(self, *, on: bool, usable: bool) -> tuple[str, str, str]:
        """Ground, edge and knob."""
        if not usable:
            return "line", "control", "text2"
        return ("accent", "accent", "on-accent") if on else ("surface", "control", "control")
