"""A list of choices beside a title: small, and as wide as what is chosen."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QComboBox

from adviser_desk.ui.theme import theme

_ARROW = 2
"""em at the right of the words."""


class SmallChoice(QComboBox):
    """The list itself is as wide as its longest choice."""

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        self.setProperty("small", True)
        self.currentTextChanged.connect(lambda _words: self.updateGeometry())
        self._follow()
        theme.changed.connect(self._follow)

    def sizeHint(self) -> QSize:
        words = QFontMetrics(theme.font("small")).horizontalAdvance(self.currentText())
        return QSize(words + 14 + theme.em(_ARROW), max(QFontMetrics(theme.font("small")).height() + 8, 24))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def showPopup(self) -> None:
        words = (self.itemText(at) for at in range(self.count()))
        self.view().setMinimumWidth(theme.widest(words, "small") + theme.em(_ARROW + 1))
        super().showPopup()

    def _follow(self) -> None:
        self.setFont(theme.font("small"))
        self.updateGeometry()
