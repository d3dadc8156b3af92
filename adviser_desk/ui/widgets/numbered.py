"""A numbered sentence in a list of steps."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from adviser_desk.i18n import _
from adviser_desk.ui.widgets.boxes import Picture
from adviser_desk.ui.widgets.text import Text


class Numbered(QWidget):
    """`1  Sentence`; with a tick for the number when it is done."""

    def __init__(self, number: int, sentence: str, *, done: bool = False) -> None:
        """The number is part of what a screen reader says."""
        super().__init__()
        self.setObjectName("clear")
        self.setAccessibleName(f"{number}. {_('Gedaan: %(step)s') % {'step': sentence} if done else sentence}")
        mark = Picture("check", "ok", 1.0) if done else Text(str(number), token="text2", wrap=False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Text(sentence), 1)
