"""What a group of settings is made of: rows with a name, a line about it, and a value or what changes it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QVBoxLayout, QWidget

from adviser_desk.ui.page import Width
from adviser_desk.ui.state import State
from adviser_desk.ui.widgets.boxes import Card
from adviser_desk.ui.widgets.text import Group, Text

_PADDING, _GAP = 16, 8


class Choice(QComboBox):
    """A list to choose from. The wheel scrolls the page; it must not change a value that happens to lie under it."""

    def __init__(self, name: str, choices: Sequence[tuple[str, object]]) -> None:
        """`name` is what a screen reader calls it; `choices`: label and value."""
        super().__init__()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for label, value in choices:
            self.addItem(label, value)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class Row(Group):
    """One setting. The words at the left wrap; `controls` are at the right, below the words where it is narrow."""

    def __init__(self, title: str, *controls: QWidget, hint: str = "") -> None:
        """`hint` is the line below the title."""
        super().__init__()
        self.setObjectName("rowLine")
        self._title = title
        self._hint = Text("", "small", token="text2")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Text(title, "strong"))
        words.addWidget(self._hint)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(_PADDING, 12, _PADDING, 12)
        self._line.setSpacing(16)
        self._line.addLayout(words, 1)
        self._controls = QWidget()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._controls)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(_GAP)
        self._shown = controls
        for control in controls:
            self._row.addWidget(control)
        self._line.addWidget(self._controls, 0, Qt.AlignmentFlag.AlignVCenter)
        self.say(hint)

    def say(self, hint: str) -> None:
        """Another line below the title."""
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self.setAccessibleName(f"{self._title}. {hint}".strip())

    def set_width(self, width: Width) -> None:
        """Beside each other, or below."""
        compact = width == "compact"
        way = QBoxLayout.Direction.TopToBottom if compact else QBoxLayout.Direction.LeftToRight
        self._line.setDirection(way)
        side = Qt.AlignmentFlag.AlignLeft if compact else Qt.AlignmentFlag.AlignVCenter
        self._line.setAlignment(self._controls, side)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = sum(control.sizeHint().width() + _GAP for control in self._shown) - _GAP
        fits = width <= self.width() - 2 * _PADDING
        self._row.setDirection(QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom)


class SettingsGroup(Card):
    """Rows that belong together. Subclasses have a `code`, a `label`, and look up their values in `load`."""

    code = ""
    label = ""

    def __init__(self, state: State, *rows: Row) -> None:
        """The rows, in order."""
        super().__init__(padding=0, spacing=0)
        self.state = state
        self.rows = rows
        for row in rows:
            self.column.addWidget(row)
        rows[-1].setObjectName("rowLast")

    def load(self) -> None:
        """The group comes into view, or something changed."""

    def set_width(self, width: Width) -> None:
        """The window became wide, medium or compact."""
        for row in self.rows:
            row.set_width(width)
