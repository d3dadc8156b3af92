"""A short list of things to do: when, which case, what. Space ticks off, Enter opens."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QScrollArea,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from adviser_desk.i18n import _
from adviser_desk.ui.case_table import fill_chosen, text_line
from adviser_desk.ui.icons import draw
from adviser_desk.ui.privacy import NAME, TEXT, privacy
from adviser_desk.ui.theme import theme
from adviser_desk.ui.widgets.chosen import ChosenDelegate
from adviser_desk.ui.widgets.rule import rule_below

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
LINE_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_SIDE, _BOX = 16, 18
_ROW = 3.143
_LEAST_TEXT = 13
"""em of a text below which it gets a line of its own."""


@dataclass(frozen=True)
class Line:
    """One thing to do, in words."""

    when: str
    late: bool
    name: str
    icon: str
    text: str


class _Model(QAbstractListModel):
    def __init__(self, tick: bool) -> None:
        super().__init__()
        self._tick = tick
        self.lines: Sequence[Line] = ()

    def set_lines(self, lines: Sequence[Line]) -> None:
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.lines[index.row()]
        if role == LINE_ROLE:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            spoken = privacy.spoken(", ".join(part for part in (line.name, line.text, line.when) if part))
            return _("Niet aangevinkt. %(line)s") % {"line": spoken} if self._tick else spoken
        return privacy.spoken(line.text) if role == Qt.ItemDataRole.ToolTipRole else None


class _Delegate(ChosenDelegate):
    def __init__(self, tick: bool, choice: bool, widths: tuple[float, float], act: str) -> None:
        super().__init__()
        self._tick, self._choice, self._widths, self._act = tick, choice, widths, act
        self.two_lines = False

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(10, self.height())

    def height(self) -> int:
        """Pixels of a row."""
        line = QFontMetrics(theme.font("body")).height()
        return 2 * line + 28 if self.two_lines else max(line + 24, theme.em(_ROW))

    def beside(self) -> int:
        """Pixels of all that stands left of the text."""
        icon = theme.em(_BOX / 14) + 10 if self._tick else 0
        return _SIDE + theme.em(_BOX / 14) + 12 + sum(theme.letters(width) for width in self._widths) + icon

    def is_chosen(self, option: QStyleOptionViewItem, index: _Index) -> bool:
        has_focus = bool(option.state & QStyle.StateFlag.State_HasFocus)
        return super().is_chosen(option, index) and (has_focus or self._choice)

    def act_room(self, row: QRect) -> QRect:
        """Where the words of the act are in a row; nothing where the text needs that room itself."""
        width = theme.widest((self._act,), "body") if self._act else 0
        if not width or row.width() - self.beside() - width < theme.em(_LEAST_TEXT):
            return QRect()
        return QRect(row.right() - _SIDE - width, row.y(), width + 1, row.height())

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line: Line = index.data(LINE_ROLE)
        rect = whole = option.rect
        if self.is_chosen(option, index):
            fill_chosen(painter, rect)
        if index.row() < index.model().rowCount() - 1:
            rule_below(painter, rect)
        if self.two_lines:
            rect = rect.adjusted(0, 10, 0, -12 - QFontMetrics(theme.font("body")).height())
        x = rect.x() + _SIDE
        side = theme.em(_BOX / 14)
        if self._tick:
            painter.setPen(QPen(theme.colour("control"), 1))
            painter.setBrush(theme.colour("surface"))
            painter.drawRoundedRect(QRectF(x + 0.5, rect.center().y() - side / 2 + 0.5, side, side), 3, 3)
        else:
            draw(painter, line.icon, QRectF(x, rect.center().y() - side / 2, side, side), "text2")
        x += side + 12
        below = QRect(x, rect.bottom() + 1, whole.right() - _SIDE - x, whole.bottom() - rect.bottom() - 12)
        role, token = ("label", "bad") if line.late else ("small", "text2")
        when, name = self._widths
        for text, width, font, colour, bar in (
            (line.when, when, role, token, 0.0), (line.name, name, "strong", "text", NAME),
        ):  # fmt: skip
            if width:
                place = QRect(x, rect.y(), theme.letters(width) - 8, rect.height())
                text_line(painter, place, text, font, colour, private=bar)
            x += theme.letters(width)
        if self._tick and rect.right() - x > theme.em(8):
            draw(painter, line.icon, QRectF(x, rect.center().y() - side / 2, side, side), "text2")
            x += side + 10
        act = self.act_room(whole)
        right = (act.left() if act.isValid() else whole.right()) - _SIDE
        if act.isValid():
            text_line(painter, act, self._act, "body", "link")
        room = below if self.two_lines else QRect(x, rect.y(), right - x, rect.height())
        text_line(painter, room, line.text, "body", private=TEXT)
        painter.restore()


class ToDoList(QListView):
    """As high as its lines; the page scrolls, not the list. Both signals carry the line's number."""

    opened = Signal(int)
    ticked = Signal(int)

    def __init__(
        self,
        name: str,
        *,
        tick: bool,
        choice: bool = False,
        widths: tuple[float, float] = (8.3, 9),
        act: str = "",
    ) -> None:
        """`tick` draws a box in front of each line; the current line of a `choice` is marked without the focus too.

        `widths` of when and name are in em. `act` is what Enter does, at the right of each line where there is room.
        """
        super().__init__()
        self.setAccessibleName(name)
        self._tick = tick
        self._model = _Model(tick)
        self.setModel(self._model)
        self._delegate = _Delegate(tick, choice, widths, act)
        self.setItemDelegate(self._delegate)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))
        theme.changed.connect(self._measure)
        privacy.changed.connect(self.viewport().update)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these; the current line stays at its place."""
        row = self.currentIndex().row()
        self._model.set_lines(lines)
        if lines:
            self.setCurrentIndex(self._model.index(min(max(row, 0), len(lines) - 1)))
        self._measure()

    def count(self) -> int:
        """How many lines there are."""
        return self._model.rowCount()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        if row >= 0 and event.key() == Qt.Key.Key_Space and self._tick:
            self.ticked.emit(row)
        elif row >= 0 and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.opened.emit(row)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if self._tick and index.isValid() and event.position().x() < _SIDE + theme.em(_BOX / 14) + 8:
            self.ticked.emit(index.row())
        elif index.isValid() and self._delegate.act_room(self.visualRect(index)).contains(event.position().toPoint()):
            self.opened.emit(index.row())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.count():
            self.setCurrentIndex(self._model.index(0))
        self._follow()

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        if self.hasFocus():
            self._follow()

    def _follow(self) -> None:
        """The page around the list scrolls to the current line."""
        around: QWidget | None = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        if around is not None and (inside := around.widget()) is not None:
            middle = self.visualRect(self.currentIndex()).center()
            at = self.viewport().mapTo(inside, middle)
            # In a view of one line, more than half of it would push the line itself out.
            around.ensureVisible(at.x(), at.y(), 0, min(self._delegate.height(), around.viewport().height() // 2))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def _measure(self) -> None:
        two_lines = self.width() < self._delegate.beside() + theme.em(_LEAST_TEXT)
        if two_lines != self._delegate.two_lines:
            self._delegate.two_lines = two_lines
            self.scheduleDelayedItemsLayout()
        self.setFixedHeight(self.count() * self._delegate.height() + 4)
