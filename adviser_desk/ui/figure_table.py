"""A table of figures with row and column headers, marks in the cells and bars in a column of their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyleOptionViewItem,
    QTableView,
)

from adviser_desk.i18n import _
from adviser_desk.ui.case_table import fill_chosen, text_line
from adviser_desk.ui.icons import draw
from adviser_desk.ui.theme import theme
from adviser_desk.ui.widgets.chosen import ChosenDelegate
from adviser_desk.ui.widgets.rule import rule_above, rule_below
from adviser_desk.ui.widgets.text import Text

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_SIDE, _BOX, _INDENT, _AIR, _AIR_ABOVE = 12, 8, 16, 20, 18
_ICON, _BESIDE_ICON = 1.1, 6
_LEAST_BAR, _BAR = 6, 0.6
_HEAD_AT_MOST, _LABEL_AT_MOST = 9, 0.55
_WRAP = int(Qt.TextFlag.TextWordWrap)
CELL_ROLE, BAR_ROLE, ROLE_ROLE = (int(Qt.ItemDataRole.UserRole) + place for place in (1, 2, 3))


@dataclass(frozen=True)
class Cell:
    """What stands in a cell and what a screen reader says; an icon for a mark; a box for what is not told."""

    text: str
    spoken: str
    icon: str = ""
    tone: str = ""
    boxed: bool = False


@dataclass(frozen=True)
class Row:
    """One row. `bar` is the number that a bar shows, None for no bar; `hollow`: an empty frame in its place."""

    code: str
    label: str
    role: str
    cells: tuple[Cell, ...]
    bar: int | None = None
    hollow: bool = False


class _Model(QAbstractTableModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[Row] = ()
        self.heads: Sequence[str] = ()
        self.bars = False
        self.longest = 1

    def show(self, rows: Sequence[Row], heads: Sequence[str], *, bars: bool) -> None:
        self.beginResetModel()
        self.rows, self.heads, self.bars = rows, heads, bars
        self.longest = max((row.bar or 0 for row in rows), default=0) or 1
        self.endResetModel()

    def is_bar(self, column: int) -> bool:
        return self.bars and column == len(self.heads)

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.heads) + self.bars

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Vertical:
            row = self.rows[section]
            return {int(Qt.ItemDataRole.DisplayRole): row.label, ROLE_ROLE: row.role}.get(role)
        if role == Qt.ItemDataRole.DisplayRole:
            return "" if self.is_bar(section) else self.heads[section]
        return _("Grafiek") if role == Qt.ItemDataRole.AccessibleTextRole and self.is_bar(section) else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self.rows[index.row()], index.column()
        if role == ROLE_ROLE:
            return row.role
        if self.is_bar(column):
            if role == BAR_ROLE:
                return row.bar, row.hollow, self.longest
            return f"{row.label}, {row.cells[0].text}" if role == Qt.ItemDataRole.AccessibleTextRole else None
        cell = row.cells[column]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        return {int(Qt.ItemDataRole.AccessibleTextRole): cell.spoken, CELL_ROLE: cell}.get(role)


def _lines(painter: QPainter, rect: QRect, role: str) -> None:
    """A thin line below a row; a clear one above the total."""
    if role == "total":
        rule_above(painter, rect, "control")
    else:
        rule_below(painter, rect)


def _font(role: str) -> str:
    return "strong" if role in ("total", "group") else "body"


class _Delegate(ChosenDelegate):
    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        painter.save()
        role = index.data(ROLE_ROLE)
        if self.is_chosen(option, index):
            fill_chosen(painter, option.rect)
        _lines(painter, option.rect, role)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inner = option.rect.adjusted(_SIDE, 0, -_SIDE, 0)
        if (bar := index.data(BAR_ROLE)) is not None:
            self._bar(painter, inner, *bar)
        else:
            self._cell(painter, inner, index.data(CELL_ROLE), _font(role))
        painter.restore()

    def _bar(self, painter: QPainter, inner: QRect, number: int | None, hollow: bool, longest: int) -> None:
        height = theme.em(_BAR)
        room = QRectF(inner.x(), inner.center().y() - height / 2, inner.width(), height)
        if hollow:
            painter.setPen(QPen(theme.colour("control"), 1, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(room.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        elif number:
            room.setWidth(max(room.width() * number / longest, 2))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            painter.drawRoundedRect(room, 3, 3)

    def _cell(self, painter: QPainter, inner: QRect, cell: Cell, font: str) -> None:
        metrics = QFontMetrics(theme.font(font))
        width = metrics.horizontalAdvance(cell.text)
        # Digits stand below each other, with a box around them or not.
        text = QRect(inner.right() - _BOX - width, inner.y(), width + 2, inner.height())
        if not cell.boxed:
            text_line(painter, text, cell.text, font)
            return
        ink = "warn" if cell.tone else "text2"
        icon = theme.em(_ICON) + _BESIDE_ICON if cell.icon else 0
        height = metrics.height() + 6
        box = QRectF(text.x() - icon - _BOX, text.center().y() - height / 2, width + icon + 2 * _BOX, height)
        # In a contrast theme, which has no tones, the box has a line around it.
        painter.setPen(theme.colour("control") if theme.contrast else Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(f"{cell.tone}-bg" if cell.tone else "sunken"))
        painter.drawRoundedRect(box, 4, 4)
        if cell.icon:
            side = theme.em(_ICON)
            draw(painter, cell.icon, QRectF(box.x() + _BOX, box.center().y() - side / 2, side, side), ink)
        text_line(painter, text, cell.text, font, ink)


class _Header(QHeaderView):
    """Words that wrap; labels of rows at the left, labels of columns at the right, above their numbers."""

    def __init__(self, orientation: Qt.Orientation, table: "FigureTable") -> None:
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
        _lines(painter, rect, role)
        words = str(self.model().headerData(section, self.orientation()) or "")
        painter.setFont(theme.font(_font(role) if row else "label"))
        painter.setPen(theme.colour("text" if row else "text2"))
        indent = _INDENT if role == "member" else 0
        inner = rect.adjusted(_SIDE + indent, 0, -_SIDE if row else -_SIDE - _BOX, 0 if row else -_BOX)
        side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if not row:
            side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom
        painter.drawText(inner, int(side) | _WRAP, words)
        painter.restore()


class _Corner(Text):
    """What the rows are, above them; the line below goes on below the heads."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        rule_below(QPainter(self), self.rect())


class FigureTable(QTableView):
    """As high as its rows, so that the page scrolls; in a narrow page only the numbers scroll sideways.

    `moved` when another cell is current.
    """

    moved = Signal()

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        self._wanted = ("", 0)
        self.setObjectName("signals-table")
        self._figures = _Model()
        self._delegate = _Delegate()
        self._top = _Header(Qt.Orientation.Horizontal, self)
        self._left = _Header(Qt.Orientation.Vertical, self)
        self.setModel(self._figures)
        self.setItemDelegate(self._delegate)
        self.setHorizontalHeader(self._top)
        self.setVerticalHeader(self._left)
        self._left.setSectionsClickable(True)
        self._left.sectionPressed.connect(self._press_label)
        self.setCornerButtonEnabled(False)
        self._corner = _Corner("", "label", token="text2")
        self._corner.setParent(self)
        self._corner.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._corner.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        self._corner.setContentsMargins(_SIDE, 0, _SIDE, _BOX)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        theme.changed.connect(self.measure)

    def show_rows(self, title: str, rows: Sequence[Row], heads: Sequence[str], *, bars: bool) -> None:
        """Show these; the row and column that were current stay so, also when they come back later."""
        behaviour = QAbstractItemView.SelectionBehavior
        self.setSelectionBehavior(behaviour.SelectRows if bars else behaviour.SelectItems)
        self.setAccessibleName(title or (rows[0].label if rows else ""))
        self._corner.setText(title)
        wanted = self._wanted
        self._figures.show(rows, heads, bars=bars)
        self.measure()
        self.go_to(*wanted)
        self._wanted = wanted

    def rows(self) -> Sequence[Row]:
        """What is shown."""
        return self._figures.rows

    def code(self) -> str:
        """The code of the current row; "" without one."""
        row = self.currentIndex().row()
        return self._figures.rows[row].code if 0 <= row < len(self._figures.rows) else ""

    def go_to(self, code: str, column: int) -> None:
        """Make a cell current, or the first."""
        rows = self._figures.rows
        place = next((place for place, row in enumerate(rows) if row.code == code), 0)
        last = self._figures.columnCount() - 1
        if rows:
            at = min(max(column, 0), last)
            self.setCurrentIndex(self._figures.index(place, 0 if self.isColumnHidden(at) else at))

    def _press_label(self, place: int) -> None:
        """A click on the words of a row is a click on its number."""
        self.setFocus()
        self.go_to(self._figures.rows[place].code, self.currentIndex().column())

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid():
            self._wanted = (self.code(), current.column())
        self._left.viewport().update()
        self.moved.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.measure()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.minimumHeight())

    # --- measuring ---

    def fits(self, room: int) -> bool:
        """Whether all columns are in view at this width."""
        columns = sum(self._column_widths(room))
        return columns + self._label_width(room, columns) <= room

    def measure(self) -> None:
        """Heights and widths follow the words and the text size."""
        rows, heads = self._figures.rows, self._figures.heads
        room = max(self.width() - 2 * self.frameWidth(), 1)
        columns = self._column_widths(room)
        label = self._label_width(room, sum(columns))
        left = room - label - sum(columns)
        for place, width in enumerate(columns):
            self.setColumnWidth(place, width)
        if self._figures.bars:
            self.setColumnHidden(len(heads), left < theme.em(_LEAST_BAR))
            self.setColumnWidth(len(heads), max(left, 1))
        if not self._figures.bars or left < theme.em(_LEAST_BAR):
            label += max(left, 0)
        self._left.thick = label
        self._top.thick = self._head_height(columns, label)
        for place, row in enumerate(rows):
            self._left.resizeSection(place, self._row_height(row, label))
        self._fix_height(scrolls=left < 0)
        self.updateGeometries()
        self._corner.setGeometry(self.frameWidth(), self.frameWidth(), label, self._top.thick)

    def _fix_height(self, *, scrolls: bool) -> None:
        whole = self._top.thick + sum(self._left.sectionSize(place) for place in range(self._left.count()))
        whole += 2 * self.frameWidth() + (self.horizontalScrollBar().sizeHint().height() if scrolls else 0)
        if whole != self.minimumHeight() or whole != self.maximumHeight():
            self.setMinimumHeight(whole)
            self.setMaximumHeight(whole)

    def _column_widths(self, room: int) -> list[int]:
        """As wide as the heads on one line where there is room or it scrolls anyway, else as their longest words."""
        rows, heads = self._figures.rows, self._figures.heads
        numbers = [
            max((_cell_width(row.cells[place], row.role) for row in rows), default=0) for place in range(len(heads))
        ]
        lines = [min(theme.widest((head,), "label") + 2, theme.em(_HEAD_AT_MOST)) for head in heads]
        words = [theme.widest(head.split(), "label") + 2 for head in heads]
        around = 2 * _SIDE + _BOX
        wide = [
            max(number, line + around, word + around) for number, line, word in zip(numbers, lines, words, strict=True)
        ]
        narrow = [max(number, word + around) for number, word in zip(numbers, words, strict=True)]
        scrolls = sum(narrow) + self._label_width(room, sum(narrow)) > room
        return wide if scrolls or sum(wide) + self._widest_label() <= room else narrow

    def _widest_label(self) -> int:
        widest = theme.widest((row.label for row in self._figures.rows), "strong") + 2 * _SIDE + _INDENT + 4
        return max(widest, theme.widest((self._corner.text(),), "label") + 2 * _SIDE + 4)

    def _label_width(self, room: int, columns: int) -> int:
        """The labels wrap before the numbers scroll, but not within a word."""
        longest = (word for row in self._figures.rows for word in row.label.split())
        least = theme.widest(longest, "strong") + 2 * _SIDE + _INDENT + 4
        most = int(room * _LABEL_AT_MOST) if self._figures.bars else room - columns
        return min(self._widest_label(), max(most, least))

    def _head_height(self, columns: Sequence[int], label: int) -> int:
        metrics = QFontMetrics(theme.font("label"))
        tall = [
            metrics.boundingRect(QRect(0, 0, width - 2 * _SIDE - _BOX, 10_000), _WRAP, head).height()
            for width, head in zip(columns, self._figures.heads, strict=True)
        ]
        tall.append(metrics.boundingRect(QRect(0, 0, label - 2 * _SIDE, 10_000), _WRAP, self._corner.text()).height())
        return max(tall) + _AIR_ABOVE

    def _row_height(self, row: Row, label: int) -> int:
        indent = _INDENT if row.role == "member" else 0
        room = QRect(0, 0, label - 2 * _SIDE - indent, 10_000)
        return QFontMetrics(theme.font(_font(row.role))).boundingRect(room, _WRAP, row.label).height() + _AIR


def _cell_width(cell: Cell, role: str) -> int:
    icon = theme.em(_ICON) + _BESIDE_ICON if cell.icon else 0
    return theme.widest((cell.text,), _font(role)) + icon + 2 * (_SIDE + _BOX) + 2
