"""The table of cases: a model and a delegate; a row per case, two lines where words were found."""

import sys
from collections.abc import Collection, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyleOptionViewItem,
    QTableView,
)

from adviser_desk import i18n
from adviser_desk.casework.cases import CaseRow
from adviser_desk.i18n import N_, _
from adviser_desk.ui.kind_words import kind_of, status_words
from adviser_desk.ui.privacy import NAME, TEXT, draw_bar, privacy
from adviser_desk.ui.state import State
from adviser_desk.ui.theme import theme
from adviser_desk.ui.widgets.chosen import ChosenDelegate
from adviser_desk.ui.widgets.rule import rule_below

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_NAME, _KIND, _STATUS, _LAST = range(4)
_HEADS = (N_("Schuilnaam"), N_("Soort"), N_("Status"), N_("Laatste"))
_SIDE, _LEAST = 12, 9
_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
READS_ROWS = sys.platform.startswith("linux")
"""Whether the screen reader reads a whole row, as Orca does; NVDA reads one cell, the first of a row."""


class CaseModel(QAbstractTableModel):
    """The rows found; they are never changed, only replaced."""

    def __init__(self, state: State) -> None:
        """Empty."""
        super().__init__()
        self._state = state
        self._rows: Sequence[CaseRow] = ()
        self.with_hits = False
        self.in_the_name: Collection[int] = ()
        """The columns that nobody reads but in the first cell."""

    def set_rows(self, rows: Sequence[CaseRow], *, with_hits: bool) -> None:
        """Show these."""
        self.beginResetModel()
        self._rows, self.with_hits = rows, with_hits
        self.endResetModel()

    def row(self, number: int) -> CaseRow | None:
        """The case in a row, None outside the table."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def number_of(self, case_id: int) -> int:
        """The row of a case, -1 when it is not shown."""
        return next((number for number, row in enumerate(self._rows) if row.id == case_id), -1)

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(_HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _("Gevonden in") if section == _KIND and self.with_hits else _(_HEADS[section])
        if role == Qt.ItemDataRole.FontRole:
            return theme.font("label")
        return _LEFT if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cell(row, index.column())
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == _KIND:
            return self._cell(row, _KIND)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return privacy.spoken(self._spoken(row, index.column()))
        return None

    def _cell(self, row: CaseRow, column: int) -> str:
        if column == _NAME:
            return privacy.inside(row.pseudonym)
        if column == _KIND:
            return kind_of(self._state, row.traits)
        if column == _STATUS:
            return status_words(row.status)
        return self._last(row)

    def _last(self, row: CaseRow) -> str:
        if row.last_contact is None:
            return "–"
        day, today = row.last_contact.date(), self._state.today()
        return _("vandaag") if day == today else i18n.current().short_date(day, today)

    def _spoken(self, row: CaseRow, column: int) -> str:
        if column == _LAST and row.last_contact is not None:
            return _("laatste contact %(day)s") % {"day": self._last(row)}
        if column != _NAME:
            return self._cell(row, column)
        parts = [row.pseudonym, row.memory_aid]
        for other in (_KIND, _STATUS, _LAST):
            if other in self.in_the_name and (other != _LAST or row.last_contact is not None):
                words = self._spoken(row, other)
                parts.append(words.lower() if other == _STATUS else words)
        if row.hit is not None:
            found = "".join(text for text, _mark in row.hit.pieces)
            parts.append(_("gevonden: “%(text)s”") % {"text": found})
        return ", ".join(part for part in parts if part)


class CaseDelegate(ChosenDelegate):
    """Paints a cell; the second column has the found words marked above the kind."""

    def __init__(self, state: State) -> None:
        """The state gives the words of a kind."""
        super().__init__()
        self._state = state

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(40, row_height(two_lines=False))

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        painter.save()
        rect = option.rect
        if self.is_chosen(option, index):
            fill_chosen(painter, rect)
        rule_below(painter, rect)
        inner = rect.adjusted(_SIDE, 0, -_SIDE, -1)
        row: CaseRow = index.data(ROW_ROLE)
        if index.column() == _NAME:
            self._two(painter, inner, row.pseudonym, "strong", row.memory_aid)
        elif index.column() == _KIND and row.hit is not None:
            self._hit(painter, inner, row)
        else:
            token = "text2" if index.column() == _STATUS and row.closed_on else "text"
            text_line(painter, inner, str(index.data()), "body", token)
        painter.restore()

    def _two(self, painter: QPainter, rect: QRect, first: str, role: str, second: str) -> None:
        if not second or privacy.on:
            text_line(painter, rect, first, role, private=NAME)
            return
        upper, lower = halves(rect)
        text_line(painter, upper, first, role)
        text_line(painter, lower, second, "small", "text2")

    def _hit(self, painter: QPainter, rect: QRect, row: CaseRow) -> None:
        upper, lower = halves(rect)
        text_line(painter, lower, kind_of(self._state, row.traits), "small", "text2")
        assert row.hit is not None
        marked_line(painter, upper, row.hit.pieces, private=TEXT)


def _fitting(pieces: Sequence[tuple[str, bool]], metrics: QFontMetrics, room: int) -> Sequence[tuple[str, bool]]:
    """The pieces with the text before the first mark cut from its left, so that the mark itself can be seen."""
    first = next((place for place, (_text, marked) in enumerate(pieces) if marked), 0)
    before = "".join(text for text, _marked in pieces[:first])
    after = metrics.horizontalAdvance("".join(text for text, _marked in pieces[first:]))
    room = max(room - after, room // 3)
    if metrics.horizontalAdvance(before) > room:
        # A piece of a word tells less than the room for what follows.
        shown = metrics.elidedText(before, Qt.TextElideMode.ElideLeft, room)
        before = "…" + shown.partition(" ")[2]
    return [(before, False), *pieces[first:]]


class CaseTable(QTableView):
    """One tab stop; Enter opens, letters go back to the search field."""

    opened = Signal(int)
    typed = Signal(str)

    def __init__(self, state: State) -> None:
        """Empty."""
        super().__init__()
        self._whole = 0
        self.setObjectName("cases")
        self.setAccessibleName(_("Casussen"))
        self.cases = CaseModel(state)
        self.setModel(self.cases)
        self._delegate = CaseDelegate(state)
        self.setItemDelegate(self._delegate)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(_KIND, QHeaderView.ResizeMode.Stretch)
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        self.doubleClicked.connect(lambda index: self._open(index.row()))
        theme.changed.connect(self.measure)
        privacy.changed.connect(self.viewport().update)
        self.measure()

    def show_rows(self, rows: Sequence[CaseRow], *, with_hits: bool) -> None:
        """Show these; the row that was current stays so if it is still there, else the first."""
        before = self.current()
        self.cases.set_rows(rows, with_hits=with_hits)
        self.measure()
        number = max(self.cases.number_of(before.id), 0) if before else 0
        if rows:
            self.setCurrentIndex(self.cases.index(number, 0))

    def current(self) -> CaseRow | None:
        """The case in the current row."""
        return self.cases.row(self.currentIndex().row())

    def select(self, case_id: int) -> None:
        """Make a case current."""
        if (number := self.cases.number_of(case_id)) >= 0:
            self.setCurrentIndex(self.cases.index(number, 0))

    def measure(self) -> None:
        """Heights and widths follow the text size; in a narrow table the status goes first."""
        self.verticalHeader().setDefaultSectionSize(row_height(two_lines=self.cases.with_hits))
        self.setColumnHidden(_STATUS, self.width() < theme.em(44))
        self.setColumnHidden(_LAST, self.width() < theme.em(30))
        others = (_KIND, _STATUS, _LAST)
        self.cases.in_the_name = tuple(one for one in others if not READS_ROWS or self.isColumnHidden(one))
        self._whole = (
            self.horizontalHeader().sizeHint().height()
            + self.cases.rowCount() * self.verticalHeader().defaultSectionSize()
            + 3
        )
        self.setMaximumHeight(self._whole)
        for column, em in ((_NAME, 10.4), (_STATUS, 8.4), (_LAST, 7.5)):
            self.setColumnWidth(column, theme.letters(em))

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), min(self._whole, theme.em(_LEAST)))

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._open(self.currentIndex().row())
        elif event.text().isalnum() and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.measure()

    def _open(self, number: int) -> None:
        if (row := self.cases.row(number)) is not None:
            self.opened.emit(row.id)


def fill_chosen(painter: QPainter, rect: QRect) -> None:
    """The ground of a chosen row."""
    painter.fillRect(rect, theme.colour("accent-bg"))


def row_height(*, two_lines: bool) -> int:
    """Pixels of a row at this text size."""
    line = QFontMetrics(theme.font("body")).height()
    return line + (QFontMetrics(theme.font("small")).height() + 20 if two_lines else 30)


def halves(rect: QRect) -> tuple[QRect, QRect]:
    """Two lines in the middle of a row."""
    first, second = (QFontMetrics(theme.font(role)).height() for role in ("body", "small"))
    top = rect.y() + (rect.height() - first - second) // 2
    return QRect(rect.x(), top, rect.width(), first), QRect(rect.x(), top + first, rect.width(), second)


def marked_line(
    painter: QPainter,
    rect: QRect,
    pieces: Sequence[tuple[str, bool]],
    role: str = "body",
    token: str = "text",
    *,
    private: float = 0,
) -> int:
    """One line of pieces, those that were found marked; where it ends. Cut so that the first mark can be seen."""
    if private and privacy.on:
        draw_bar(painter, rect, private, strong=private == NAME)
        return rect.x() + theme.em(private)
    font = theme.font(role)
    metrics = QFontMetrics(font)
    painter.setFont(font)
    x = rect.x()
    for text, marked in _fitting(pieces, metrics, rect.width()):
        room = rect.right() - x
        if room <= 0:
            break
        shown = metrics.elidedText(text.replace("\n", " "), Qt.TextElideMode.ElideRight, room)
        width = metrics.horizontalAdvance(shown)
        if marked:
            ground = QRect(x, rect.center().y() - metrics.height() // 2, width, metrics.height())
            painter.fillRect(ground, theme.colour("mark"))
        painter.setPen(theme.colour("on-mark" if marked else token))
        painter.drawText(QRect(x, rect.y(), width + 2, rect.height()), _LEFT, shown)
        x += width
    return x


def text_line(painter: QPainter, rect: QRect, text: str, role: str, token: str = "text", *, private: float = 0) -> None:
    """One line in a rectangle, ended with … where it is too long. `private`: em of the bar that may stand for it."""
    if private and privacy.on:
        draw_bar(painter, rect, private, strong=private == NAME)
        return
    font = theme.font(role)
    painter.setFont(font)
    painter.setPen(theme.colour(token))
    painter.drawText(rect, _LEFT, QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width()))
