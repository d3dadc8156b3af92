"""A check box whose words wrap: at large text a long label must not run out of the window."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QStyle, QStyleOptionButton, QWidget

from adviser_desk.ui.theme import theme

_GAP, _PADDING = 8, 4


class CheckBox(QCheckBox):
    """The standard control; only its words are painted here, over as many lines as they need."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        """Not ticked."""
        super().__init__(label, parent)
        # A label with an "&" (P&O) would take a letter of the window.
        self.setShortcut(QKeySequence())
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        width = self._side() + _GAP + QFontMetrics(self.font()).horizontalAdvance(self.text()) + 2
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._side() + _GAP + theme.em(6), QFontMetrics(self.font()).height() + 2 * _PADDING)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._words(width).height() + 2 * _PADDING

    def hitButton(self, position: QPoint) -> bool:
        return self.rect().contains(position)

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        line = QFontMetrics(self.font()).height()
        side = self._side()
        option.rect = QRect(0, _PADDING + (line - side) // 2, side, side)
        painter = QPainter(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorCheckBox, option, painter, self)
        painter.setPen(theme.colour("text" if self.isEnabled() else "disabled"))
        painter.drawText(
            self._words(self.width()).translated(side + _GAP, _PADDING), int(Qt.TextFlag.TextWordWrap), self.text()
        )

    def _side(self) -> int:
        return theme.em(1.2)

    def _words(self, width: int) -> QRect:
        room = QRect(0, 0, max(width - self._side() - _GAP, 1), 10_000)
        found = QFontMetrics(self.font()).boundingRect(room, int(Qt.TextFlag.TextWordWrap), self.text())
        return QRect(0, 0, room.width(), found.height())
