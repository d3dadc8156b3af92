"""A table of figures with row and column headers, marks in the cells and bars in a column of their own."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QTableView

from adviser_desk.i18n import _
from adviser_desk.ui.case_table import fill_chosen, text_line
from adviser_desk.ui.figure_header import (
    BESIDE_ICON,
    BOX,
    ICON,
    INDENT,
    KEPT_ROLE,
    ROLE_ROLE,
    SIDE,
    Cell,
    Head,
    Header,
    Row,
    font_of,
    icon_room,
    label_height,
    line_of,
)
from adviser_desk.ui.icons import draw
from adviser_desk.ui.theme import theme
from adviser_desk.ui.widgets.chosen import ChosenDelegate
from adviser_desk.ui.widgets.rule import rule_below
from adviser_desk.ui.widgets.text import Text

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_AIR, _AIR_ABOVE = 20, 18
_LEAST_BAR, _BAR = 6, 0.6
_HEAD_AT_MOST, _LABEL_AT_MOST, _LABEL_OF_SCROLLED = 9, 0.55, 0.3
CELL_ROLE, BAR_ROLE = (int(Qt.ItemDataRole.UserRole) + place for place in (1, 2))


class _Model(QAbstractTableModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[Row] = ()
        self.heads: Sequence[Head] = ()
        self.bars = False
        self.longest = 1

    def show(self, rows: Sequence[Row], heads: Sequence[Head], *, bars: bool) -> None:
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
        display, spoken = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole)
        row = orientation is Qt.Orientation.Vertical
        if not row and self.is_bar(section):
            return {display: "", spoken: _("Grafiek")}.get(role)
        head = self.rows[section] if row else self.heads[section]
        if role == spoken and head.kept:
            return _("%(label)s, niet in de export") % {"label": head.label}
        found = {display: head.label, KEPT_ROLE: head.kept, ROLE_ROLE: head.role if isinstance(head, Row) else ""}
        return found.get(role)

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


class _Delegate(ChosenDelegate):
    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        painter.save()
        role = index.data(ROLE_ROLE)
        if self.is_chosen(option, index):
            fill_chosen(painter, option.rect)
        line_of(painter, option.rect, role)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inner = option.rect.adjusted(SIDE, 0, -SIDE, 0)
        if (bar := index.data(BAR_ROLE)) is not None:
            self._bar(painter, inner, *bar)
        else:
            self._cell(painter, inner, index.data(CELL_ROLE), font_of(role))
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
        text = QRect(inner.right() - BOX - width, inner.y(), width + 2, inner.height())
        if not cell.boxed:
            text_line(painter, text, cell.text, font)
            return
        ink = "warn" if cell.tone else "text2"
        icon = theme.em(ICON) + BESIDE_ICON if cell.icon else 0
        height = metrics.height() + 6
        box = QRectF(text.x() - icon - BOX, text.center().y() - height / 2, width + icon + 2 * BOX, height)
        # In a contrast theme, which has no tones, the box has a line around it.
        painter.setPen(theme.colour("control") if theme.contrast else Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(f"{cell.tone}-bg" if cell.tone else "sunken"))
        painter.drawRoundedRect(box, 4, 4)
        if cell.icon:
            side = theme.em(ICON)
            draw(painter, cell.icon, QRectF(box.x() + BOX, box.center().y() - side / 2, side, side), ink)
        text_line(painter, text, cell.text, font, ink)


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
        self._wanted = ("", "")
        self.setObjectName("signals-table")
        self._figures = _Model()
        self._delegate = _Delegate()
        self._top = Header(Qt.Orientation.Horizontal, self)
        self._left = Header(Qt.Orientation.Vertical, self)
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
        self._corner.setContentsMargins(SIDE, 0, SIDE, BOX)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        theme.changed.connect(self.measure)

    def show_rows(self, title: str, rows: Sequence[Row], heads: Sequence[Head], *, bars: bool) -> None:
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

    def column(self) -> str:
        """The code of the current column; "" without one, and of the bars."""
        place = self.currentIndex().column()
        return self._figures.heads[place].code if 0 <= place < len(self._figures.heads) else ""

    def go_to(self, code: str, column: str) -> None:
        """Make a cell current; the first row or column where it is not there."""
        rows, heads = self._figures.rows, self._figures.heads
        row = next((place for place, row in enumerate(rows) if row.code == code), 0)
        if rows:
            at = next((place for place, head in enumerate(heads) if head.code == column), 0)
            self.setCurrentIndex(self._figures.index(row, at))

    def _press_label(self, place: int) -> None:
        """A click on the words of a row is a click on its number."""
        self.setFocus()
        self.go_to(self._figures.rows[place].code, self.column())

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid():
            self._wanted = (self.code(), self.column())
        self._left.viewport().update()
        self.moved.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.measure()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.minimumHeight())

    # --- measuring ---

    def fits(self, room: int) -> bool:
        """Whether all columns are in view at this width, but those that others do not have."""
        columns = self._first(self._column_widths(room))
        return columns + self._label_width(room, columns) <= room

    def measure(self) -> None:
        """Heights and widths follow the words and the text size."""
        rows, heads = self._figures.rows, self._figures.heads
        room = max(self.width() - 2 * self.frameWidth(), 1)
        columns = self._column_widths(room)
        label = self._label_width(room, self._first(columns))
        left = room - label - sum(columns)
        if left < 0 and self._first(columns) + label > room:
            label = min(self._widest_label(), max(label, int(room * _LABEL_OF_SCROLLED)))
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
        """As wide as the heads on one line where it scrolls anyway, else between that and their longest words.

        What the labels leave of the room goes to the heads.
        """
        rows, heads = self._figures.rows, self._figures.heads
        numbers = [
            max((_cell_width(row.cells[place], row.role) for row in rows), default=0) for place in range(len(heads))
        ]
        lines = [min(theme.widest((head.label,), "label") + 2, theme.em(_HEAD_AT_MOST)) for head in heads]
        words = [theme.widest(head.label.split(), "label") + 2 for head in heads]
        around = [2 * SIDE + BOX + icon_room(kept=head.kept) for head in heads]
        narrow = [max(number, word + beside) for number, word, beside in zip(numbers, words, around, strict=True)]
        wide = [max(least, line + beside) for least, line, beside in zip(narrow, lines, around, strict=True)]
        least, most = self._first(narrow), self._first(wide)
        if least == most or least + self._label_width(room, least) > room:
            return wide
        part = min(max(room - self._widest_label() - least, 0) / (most - least), 1)
        return [small + int((large - small) * part) for small, large in zip(narrow, wide, strict=True)]

    def _first(self, columns: Sequence[int]) -> int:
        """The width of what must be in view."""
        return sum(width for width, head in zip(columns, self._figures.heads, strict=True) if not head.kept)

    def _beside_labels(self) -> int:
        """What stands around the words of a row."""
        rows = self._figures.rows
        indent = INDENT if any(row.role == "member" for row in rows) else 0
        return 2 * SIDE + indent + 4 + icon_room(kept=any(row.kept for row in rows))

    def _widest_label(self) -> int:
        widest = theme.widest((row.label for row in self._figures.rows), "strong") + self._beside_labels()
        return max(widest, theme.widest((self._corner.text(),), "label") + 2 * SIDE + 4)

    def _label_width(self, room: int, columns: int) -> int:
        """The labels wrap before the numbers scroll, but not within a word."""
        longest = (word for row in self._figures.rows for word in row.label.split())
        least = theme.widest(longest, "strong") + self._beside_labels()
        most = int(room * _LABEL_AT_MOST) if self._figures.bars else room - columns
        return min(self._widest_label(), max(most, least))

    def _head_height(self, columns: Sequence[int], label: int) -> int:
        tall = [
            label_height(head.label, "label", width - 2 * SIDE - BOX - icon_room(kept=head.kept))
            for width, head in zip(columns, self._figures.heads, strict=True)
        ]
        return max(*tall, label_height(self._corner.text(), "label", label - 2 * SIDE), 0) + _AIR_ABOVE

    def _row_height(self, row: Row, label: int) -> int:
        around = 2 * SIDE + (INDENT if row.role == "member" else 0) + icon_room(kept=row.kept)
        return label_height(row.label, font_of(row.role), label - around) + _AIR


def _cell_width(cell: Cell, role: str) -> int:
    icon = theme.em(ICON) + BESIDE_ICON if cell.icon else 0
    return theme.widest((cell.text,), font_of(role)) + icon + 2 * (SIDE + BOX) + 2
