"""The cases past their period, each to be chosen or with the reason why it cannot go. Space chooses, Enter opens."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from adviser_desk import i18n
from adviser_desk.casework.retention import PastCase
from adviser_desk.i18n import _
from adviser_desk.ui.case_table import fill_chosen, halves, row_height, text_line
from adviser_desk.ui.icons import draw
from adviser_desk.ui.privacy import NAME, privacy
from adviser_desk.ui.retention_words import about_words, obstacle_words
from adviser_desk.ui.state import State
from adviser_desk.ui.theme import theme
from adviser_desk.ui.widgets.chosen import ChosenDelegate
from adviser_desk.ui.widgets.rule import rule_below

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
CASE_ROLE, CHOSEN_ROLE = (int(Qt.ItemDataRole.UserRole) + place for place in (1, 2))
_SIDE, _MOST, _LEAST = 14, 9, 3
_DAY = 9.4
_NARROW = 36


class _Model(QAbstractListModel):
    def __init__(self, state: State) -> None:
        super().__init__()
        self._state = state
        self.cases: Sequence[PastCase] = ()
        self.chosen: set[int] = set()

    def set_cases(self, cases: Sequence[PastCase]) -> None:
        self.beginResetModel()
        self.cases = cases
        self.chosen &= {one.case.id for one in cases if not one.obstacles}
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.cases)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        case = self.cases[index.row()]
        if role == CASE_ROLE:
            return case
        if role == CHOSEN_ROLE:
            return case.case.id in self.chosen
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return privacy.spoken(self._spoken(case))
        return None

    def _spoken(self, case: PastCase) -> str:
        words = i18n.current()
        chosen = _("Gekozen") if case.case.id in self.chosen else _("Niet gekozen")
        parts = [
            case.case.pseudonym,
            about_words(self._state, case),
            _("laatste contact %(day)s") % {"day": words.long_date(case.last_on)},
            _("termijn om op %(day)s") % {"day": words.long_date(case.over_on)},
            _("kan nog niet weg: %(why)s") % {"why": obstacle_words(case.obstacles).lower()}
            if case.obstacles
            else chosen.lower(),
        ]
        return ", ".join(parts)


def _columns(rect: QRect) -> tuple[QRect, ...]:
    """Where the days are in a row of this width."""
    if rect.width() < theme.em(_NARROW):
        return ()
    width = theme.letters(_DAY)
    left = rect.right() - _SIDE - 2 * width
    return tuple(QRect(left + place * width, rect.y(), width - 8, rect.height()) for place in (0, 1))


class _Delegate(ChosenDelegate):
    def __init__(self, state: State) -> None:
        super().__init__()
        self._state = state

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(10, row_height(two_lines=True))

    def is_chosen(self, option: QStyleOptionViewItem, index: _Index) -> bool:
        return bool(index.data(CHOSEN_ROLE) or option.state & QStyle.StateFlag.State_HasFocus)

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        case: PastCase = index.data(CASE_ROLE)
        rect, today, words = option.rect, self._state.today(), i18n.current()
        if self.is_chosen(option, index):
            fill_chosen(painter, rect)
        if index.row() < index.model().rowCount() - 1:
            rule_below(painter, rect)
        side = theme.em(1.286)
        x, middle = rect.x() + _SIDE, rect.center().y() - side / 2
        if case.obstacles:
            draw(painter, "triangle-alert", QRectF(x, middle, side, side), "warn")
        else:
            box = QRectF(x + 0.5, int(middle) + 0.5, side - 1, side - 1)
            chosen = bool(index.data(CHOSEN_ROLE))
            painter.setPen(theme.colour("accent" if chosen else "control"))
            painter.setBrush(theme.colour("accent" if chosen else "surface"))
            painter.drawRoundedRect(box, 3, 3)
            if chosen:
                draw(painter, "check", box.adjusted(2, 2, -2, -2), "on-accent")
        x += side + 12
        columns = _columns(rect)
        room = (columns[0].x() if columns else rect.right() - _SIDE) - x - 8
        first, second = halves(QRect(int(x), rect.y(), int(room), rect.height()))
        text_line(painter, first, case.case.pseudonym, "strong", private=NAME)
        about, obstacle = about_words(self._state, case), obstacle_words(case.obstacles)
        if obstacle:
            about = f"{obstacle} · {about}"
        elif not columns:
            over = words.short_date(case.over_on, today)
            about = f"{_('termijn om %(day)s') % {'day': over}} · {about}"
        text_line(painter, second, about, "small", "warn" if obstacle else "text2")
        for place, day in zip(columns, (case.last_on, case.over_on), strict=False):
            text_line(painter, place, words.short_date(day, today), "body")
        painter.restore()


class ColumnHeads(QWidget):
    """What the two columns with a day are; nothing where the list is too narrow for them."""

    def __init__(self, below: "RetentionList") -> None:
        """Above the list `below`, whose scroll bar takes some of the width."""
        super().__init__()
        self._below = below
        below.verticalScrollBar().rangeChanged.connect(lambda _least, _most: self.update())
        theme.changed.connect(self._measure)
        self._measure()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        room = QRect(0, 0, self._below.viewport().width(), self.height())
        for place, words in zip(_columns(room), (_("Laatste contact"), _("Termijn om")), strict=False):
            text_line(painter, place, words, "label", "text2")

    def _measure(self) -> None:
        self.setFixedHeight(QFontMetrics(theme.font("label")).height() + 4)


class RetentionList(QListView):
    """As high as its rows, up to a point; then it scrolls. `chosen` tells that another set is chosen."""

    chosen = Signal()
    opened = Signal(int)
    moved = Signal()

    def __init__(self, state: State) -> None:
        """Empty."""
        super().__init__()
        self.setObjectName("retention-list")
        self.setAccessibleName(_("Casussen over de termijn"))
        self.most = _MOST
        self._model = _Model(state)
        self.setModel(self._model)
        self._delegate = _Delegate(state)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.doubleClicked.connect(lambda index: self.opened.emit(self._model.cases[index.row()].case.id))
        theme.changed.connect(self.measure)

    def show_cases(self, cases: Sequence[PastCase]) -> None:
        """Show these; what is chosen and current stays so if it is still there."""
        before = self.current()
        self._model.set_cases(cases)
        numbers = {one.case.id: row for row, one in enumerate(cases)}
        row = numbers.get(before.case.id, 0) if before is not None else 0
        if cases:
            self.setCurrentIndex(self._model.index(row))
        self.measure()
        self.chosen.emit()

    def current(self) -> PastCase | None:
        """The case in the current row."""
        row = self.currentIndex().row()
        return self._model.cases[row] if 0 <= row < len(self._model.cases) else None

    def chosen_cases(self) -> tuple[PastCase, ...]:
        """The cases that are chosen, in the order of the list."""
        return tuple(one for one in self._model.cases if one.case.id in self._model.chosen)

    def choosable(self) -> int:
        """How many can be chosen."""
        return sum(not one.obstacles for one in self._model.cases)

    def choose_all(self, on: bool) -> None:
        """Choose every case that can go, or none."""
        self._model.chosen = {one.case.id for one in self._model.cases if not one.obstacles} if on else set()
        self._changed()

    def selectAll(self) -> None:
        """Ctrl+A, here and in the menu."""
        self.choose_all(True)

    def toggle(self, row: int) -> None:
        """Choose a case, or not; nothing happens to one that cannot go."""
        case = self._model.cases[row]
        if not case.obstacles:
            self._model.chosen ^= {case.case.id}
            self._changed()

    def set_most(self, rows: int) -> None:
        """How many rows there are before the list scrolls."""
        if rows != self.most:
            self.most = rows
            self.measure()

    def measure(self) -> None:
        """Heights follow the text size."""
        rows = min(max(self._model.rowCount(), 1), self.most)
        self.setMaximumHeight(rows * row_height(two_lines=True) + 4)
        self.setMinimumHeight(min(rows, _LEAST) * row_height(two_lines=True) + 4)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.maximumHeight())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        if row >= 0 and event.key() == Qt.Key.Key_Space:
            self.toggle(row)
        elif row >= 0 and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.opened.emit(self._model.cases[row].case.id)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.position().x() < _SIDE + theme.em(1.286) + 8:
            self.toggle(index.row())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._model.rowCount():
            self.setCurrentIndex(self._model.index(0))

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        self.moved.emit()

    def _changed(self) -> None:
        self._model.dataChanged.emit(self._model.index(0), self._model.index(max(self._model.rowCount() - 1, 0)))
        self.chosen.emit()
