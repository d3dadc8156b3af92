"""A numbered sentence whose second line stands under the first."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from adviser_desk.ui.widgets.text import Text


class Numbered(QWidget):
    """`1  Sentence`."""

    def __init__(self, number: int, sentence: str) -> None:
        """The number is part of what a screen reader says."""
        super().__init__()
        self.setObjectName("clear")
        self.setAccessibleName(f"{number}. {sentence}")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(Text(str(number), token="text2", wrap=False), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Text(sentence), 1)
