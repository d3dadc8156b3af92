"""What a group of settings is made of: rows with a name, a line about it, and a value or what changes it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from adviser_desk.casework.cases import fold
from adviser_desk.i18n import _
from adviser_desk.ui.page import Width
from adviser_desk.ui.state import State
from adviser_desk.ui.widgets.boxes import Card, Picture, fits_beside
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

    def set_fixed(self) -> None:
        """Nothing can be chosen here; the value stays as easy to read as other text."""
        self.setProperty("fixed", True)
        self.setEnabled(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class Managed(QWidget):
    """Beside a value: that the organisation set it, or how far it may go."""

    def __init__(self, words: str) -> None:
        """Words beside the building."""
        super().__init__()
        self.setObjectName("clear")
        self.words = words
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5)
        row.addWidget(Picture("building-2", "text2", 1.0))
        row.addWidget(Text(words, "small", token="text2", wrap=False))


class Row(Group):
    """One setting. The words at the left wrap; `controls` are at the right, below the words where it is narrow."""

    def __init__(self, title: str, *controls: QWidget, hint: str = "", words: str = "", managed: str = "") -> None:
        """`hint` is the line below the title; `words` are other words by which it is found.

        `managed` says what the organisation decided of it.
        """
        super().__init__()
        self.setObjectName("rowLine")
        self._title, self._words = title, words
        self._hint = Text("", "small", token="text2")
        self.managed = managed
        left = QVBoxLayout()
        left.setSpacing(2)
        left.addWidget(Text(title, "strong"))
        left.addWidget(self._hint)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(_PADDING, 12, _PADDING, 12)
        self._line.setSpacing(16)
        self._line.addLayout(left, 1)
        self._controls = QWidget()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._controls)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(_GAP)
        self._shown = (Managed(managed), *controls) if managed else controls
        for control in self._shown:
            self._row.addWidget(control)
        if managed:
            self._row.setSpacing(12)
            for control in controls:
                control.setAccessibleDescription(managed)
        self._line.addWidget(self._controls, 0, Qt.AlignmentFlag.AlignVCenter)
        self.say(hint)

    def say(self, hint: str) -> None:
        """Another line below the title."""
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        # The line to the letter: what Orca finds in the name of a group it does not read again.
        name = self._title
        for part in filter(None, (hint, self.managed)):
            name = f"{name.rstrip('.')}. {part}"
        self.setAccessibleName(name)

    def found_by(self, words: Sequence[str]) -> bool:
        """Whether each of these, folded, is somewhere in what the row says, or in its other words."""
        says = [self._words, *(label.text() for label in self.findChildren(QLabel))]
        says += [button.text() for button in self.findChildren(QAbstractButton)]
        for choice in self.findChildren(QComboBox):
            says += [choice.itemText(place) for place in range(choice.count())]
        everything = fold(" ".join(says))
        return all(word in everything for word in words)

    def set_width(self, width: Width) -> None:
        """Beside each other, or below."""
        compact = width == "compact"
        way = QBoxLayout.Direction.TopToBottom if compact else QBoxLayout.Direction.LeftToRight
        self._line.setDirection(way)
        side = Qt.AlignmentFlag.AlignLeft if compact else Qt.AlignmentFlag.AlignVCenter
        self._line.setAlignment(self._controls, side)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = sum(control.sizeHint().width() + self._row.spacing() for control in self._shown) - self._row.spacing()
        fits = fits_beside(self._row, width, self.width() - 2 * _PADDING)
        self._row.setDirection(QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom)


class SettingsGroup(Card):
    """Rows that belong together. Subclasses have a `code`, a `label`, and look up their values in `load`.

    `words` are other words by which the whole group is found.
    """

    code = ""
    label = ""
    words = ""

    def __init__(self, state: State, *rows: Row) -> None:
        """The rows, in order."""
        super().__init__(padding=0, spacing=0)
        self.state = state
        self.rows = rows
        for row in rows:
            self.column.addWidget(row)
        self._end(rows[-1])

    def load(self) -> None:
        """The group comes into view, or something changed."""

    @property
    def managed(self) -> int:
        """How many of its settings the organisation decided something of."""
        return sum(bool(row.managed) for row in self.rows)

    def look_for(self, typed: str) -> int:
        """Show only the rows with these words; how many. All where nothing is typed, or what is names the group."""
        words = fold(typed).split()
        mine = fold(f"{_(self.label)} {_(self.words) if self.words else ''}")
        all_of_it = all(word in mine for word in words)
        found = [row for row in self.rows if all_of_it or row.found_by(words)]
        for row in self.rows:
            row.setVisible(row in found)
        if found:
            self._end(found[-1])
        return len(found)

    def set_width(self, width: Width) -> None:
        """The window became wide, medium or compact."""
        for row in self.rows:
            row.set_width(width)

    def _end(self, last: Row) -> None:
        """No line below the last one."""
        for row in self.rows:
            name = "rowLast" if row is last else "rowLine"
            if row.objectName() != name:
                row.setObjectName(name)
                row.style().unpolish(row)
                row.style().polish(row)
