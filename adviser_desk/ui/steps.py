"""The steps of a wizard in a row: done, now, to come."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from adviser_desk.i18n import _
from adviser_desk.ui.icons import draw
from adviser_desk.ui.theme import theme
from adviser_desk.ui.widgets.rule import rule_below

_GAP = 8


class Steps(QWidget):
    """Numbers in circles with their names; only the present name when there is no room for all."""

    def __init__(self, names: Sequence[str]) -> None:
        """At the first step."""
        super().__init__()
        self._names, self._now = names, 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        self.set_step(0)

    def set_step(self, now: int) -> None:
        """The step in view, from 0."""
        self._now = now
        of = {"n": now + 1, "of": len(self._names), "name": self._names[now]}
        self.setAccessibleName(_("Stap %(n)d van %(of)d, %(name)s") % of)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, theme.em(1.86) + 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = theme.em(1.714)
        metrics = QFontMetrics(theme.font("strong"))
        widths = [metrics.horizontalAdvance(name) for name in self._names]
        whole = sum(widths) + len(widths) * (side + _GAP) + (len(widths) - 1) * 3 * _GAP
        line = min(max((self.width() - whole) // max(len(widths) - 1, 1), 0), 32)
        all_names = whole <= self.width()
        x, middle = 1.0, self.height() / 2
        for place, name in enumerate(self._names):
            self._circle(painter, QRectF(x, middle - side / 2, side, side), place)
            x += side + _GAP
            if all_names or place == self._now:
                painter.setFont(theme.font("strong" if place == self._now else "body"))
                painter.setPen(theme.colour("text" if place == self._now else "text2"))
                flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
                painter.drawText(QRectF(x, 0, widths[place] + 4, self.height()), flags, name)
                x += widths[place] + _GAP
            if place < len(self._names) - 1:
                rule_below(painter, QRect(int(x), int(middle), int(line + _GAP), 1))
                x += line + 2 * _GAP

    def _circle(self, painter: QPainter, box: QRectF, place: int) -> None:
        token = "ok" if place < self._now else "accent" if place == self._now else "control"
        painter.setPen(QPen(theme.colour(token), 1.2))
        painter.setBrush(theme.colour("accent") if place == self._now else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(box.adjusted(0.6, 0.6, -0.6, -0.6))
        if place < self._now:
            inner = box.adjusted(5, 5, -5, -5)
            draw(painter, "check", inner, "ok")
            return
        painter.setFont(theme.font("label"))
        painter.setPen(theme.colour("on-accent" if place == self._now else "text2"))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), str(place + 1))
