"""What a table of figures is made of, and its headers: labels that wrap, with a mark on what others do not have."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView

from adviser_desk.ui.icons import draw
from adviser_desk.ui.theme import theme
from adviser_desk.ui.widgets.rule import rule_above, rule_below

if TYPE_CHECKING:
    from adviser_desk.ui.figure_table import FigureTable

SIDE, BOX, INDENT = 12, 8, 16
ICON, BESIDE_ICON = 1.1, 6
WRAP = int(Qt.TextFlag.TextWordWrap)
ROLE_ROLE, KEPT_ROLE = int(Qt.ItemDataRole.UserRole) + 3, int(Qt.ItemDataRole.UserRole) + 4
KEPT = "hard-drive"
"""The icon of what stays on this laptop."""

_MUCH = 10_000


@dataclass(frozen=True)
class Cell:
    """What stands in a cell and what a screen reader says; an icon for a mark; a box for what is not told."""

    text: str
    spoken: str
    icon: str = ""
    tone: str = ""
    boxed: bool = False


@dataclass(frozen=True)
class Head:
    """One column: the code that it counts, in words. `kept`: others do not have this column of the table."""

    code: str
    label: str
    kept: bool = False


@dataclass(frozen=True)
class Row:
    """One row. `bar` is the number that a bar shows, None for no bar; `hollow`: an empty frame in its place.

    `kept`: others do not have this row of the table.
    """

    code: str
    label: str
    role: str
    cells: tuple[Cell, ...]
    bar: int | None = None
    hollow: bool = False
    kept: bool = False


def font_of(role: str) -> str:
    """Groups and totals stand out."""
    return "strong" if role in ("total", "group") else "body"


def line_of(painter: QPainter, rect: QRect, role: str) -> None:
    """A thin line below a row; a clear one above the total."""
    if role == "total":
        rule_above(painter, rect, "control")
    else:
        rule_below(painter, rect)


def icon_room(*, kept: bool) -> int:
    """What the mark on a label takes of its width."""
    return theme.em(ICON) + BESIDE_ICON if kept else 0


def label_height(words: str, role: str, width: int) -> int:
    """How high words are that wrap at a width."""
    return QFontMetrics(theme.font(role)).boundingRect(QRect(0, 0, width, _MUCH), WRAP, words).height()


class Header(QHeaderView):
    """Words that wrap; labels of rows at the left, labels of columns at the right, above their numbers."""

    def __init__(self, orientation: Qt.Orientation, table: "FigureTable") -> None:
        """Of the rows or of the columns of a table."""
        super().__init__(orientation, table)
        self._table = table
        self.thick = 0
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(1)

    def sizeHint(self) -> QSize:
        return QSize(self.thick, self.thick)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        row = self.orientation() is Qt.Orientation.Vertical
        whole = self._table.selectionBehavior() is QAbstractItemView.SelectionBehavior.SelectRows
        chosen = row and whole and self._table.currentIndex().row() == section
        with theme.chosen(on=chosen):
            self._paint(painter, rect, section, row=row, chosen=chosen)

    def _paint(self, painter: QPainter, rect: QRect, section: int, *, row: bool, chosen: bool) -> None:
        painter.save()
        painter.fillRect(rect, theme.colour("accent-bg" if chosen else "surface"))
        role = str(self.model().headerData(section, self.orientation(), ROLE_ROLE)) if row else ""
        line_of(painter, rect, role)
        words = str(self.model().headerData(section, self.orientation()) or "")
        room = icon_room(kept=bool(self.model().headerData(section, self.orientation(), KEPT_ROLE)))
        painter.setFont(theme.font(font_of(role) if row else "label"))
        painter.setPen(theme.colour("text" if row else "text2"))
        indent = INDENT if role == "member" else 0
        inner = rect.adjusted(SIDE + indent + room, 0, -SIDE if row else -SIDE - BOX, 0 if row else -BOX)
        side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if not row:
            side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom
        if room:
            drawn, height = painter.boundingRect(inner, int(side) | WRAP, words), painter.fontMetrics().height()
            # Labels of rows begin at the same height, those of columns end there.
            line = drawn.y() if row else drawn.bottom() + 1 - height
            top = line + (height - theme.em(ICON)) / 2
            draw(painter, KEPT, QRectF(drawn.x() - room, top, theme.em(ICON), theme.em(ICON)), "text2")
        painter.drawText(inner, int(side) | WRAP, words)
        painter.restore()
