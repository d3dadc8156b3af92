"""A line to search in: a magnifying glass and a cross that follow the size of the text, as Qt's own do not."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit

from adviser_desk.i18n import _
from adviser_desk.ui.icons import draw
from adviser_desk.ui.theme import theme
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.private import veil


class SearchLine(QLineEdit):
    """Esc or the cross wipes it out."""

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        self._cross = Button("", kind="bare", icon="x", hint="Esc", name=_("Wissen"), parent=self)
        self._cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._cross.clicked.connect(lambda _on=False: self.clear())
        self._cross.hide()
        self.textChanged.connect(lambda words: self._cross.setVisible(bool(words)))
        self._follow()
        theme.changed.connect(self._follow)
        veil(self)

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(QSize(0, theme.em(2.86)))

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint().expandedTo(QSize(0, theme.em(2.86)))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = theme.em(1.286)
        draw(QPainter(self), "search", QRectF(12, (self.height() - side) / 2, side, side), "text2")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._follow()

    def _follow(self) -> None:
        self.setTextMargins(theme.em(1.286) + 10, 0, theme.em(1.286) + 16, 0)
        size = self._cross.sizeHint()
        self._cross.setGeometry(self.width() - size.width() - 6, (self.height() - size.height()) // 2, *size.toTuple())
        self.updateGeometry()
