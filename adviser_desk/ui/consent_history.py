"""The history of the consents of a case. Lines can be read and copied, never changed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QSizePolicy,
    QStyleOptionViewItem,
)

from adviser_desk.i18n import _
from adviser_desk.models.consent import ConsentEntry
from adviser_desk.ui.clipboard import copy_text
from adviser_desk.ui.consent_words import history_words, purpose
from adviser_desk.ui.icons import draw
from adviser_desk.ui.state import State
from adviser_desk.ui.theme import theme
from adviser_desk.ui.widgets.chosen import ChosenDelegate
from adviser_desk.ui.widgets.paragraph import Paragraph

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_TOP, _BOTTOM, _GAP, _SIDE = 6, 8, 10, 4


class _Model(QAbstractListModel):
    def __init__(self, state: State) -> None:
        super().__init__()
        self._state = state
        self.entries: Sequence[ConsentEntry] = ()

    def set_entries(self, entries: Sequence[ConsentEntry]) -> None:
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return ", ".join(self.lines(index.row()))
        return None

    def lines(self, row: int) -> tuple[str, str]:
        entry, today = self.entries[row], self.today()
        return purpose(self._state, entry), history_words(entry, today)

    def today(self) -> date:
        return self._state.today()


class _Delegate(ChosenDelegate):
    def __init__(self, view: QListView, model: _Model) -> None:
        super().__init__(view)
        self._view, self._model = view, model

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(10, _TOP + sum(part.height for part in self._parts(index)) + _BOTTOM)

    def is_chosen(self, option: QStyleOptionViewItem, index: _Index) -> bool:
        return super().is_chosen(option, index) and self._view.hasFocus()

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = option.rect
        if self.is_chosen(option, index):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent-bg"))
            painter.drawRoundedRect(QRectF(rect), 4, 4)
        side = theme.em(1.1)
        draw(painter, "history", QRectF(rect.x() + _SIDE, rect.y() + _TOP + 2, side, side), "text2")
        what, how = self._parts(index)
        x = rect.x() + _SIDE + side + _GAP
        what.draw(painter, x, rect.y() + _TOP)
        how.draw(painter, x, rect.y() + _TOP + what.height, "text2")
        painter.restore()

    def _parts(self, index: _Index) -> tuple[Paragraph, Paragraph]:
        width = self._view.viewport().width() - 2 * _SIDE - theme.em(1.1) - _GAP
        what, how = self._model.lines(index.row())
        return Paragraph(what, "body", width), Paragraph(how, "small", width)


class ConsentHistory(QListView):
    """As high as its lines, newest first."""

    def __init__(self, state: State) -> None:
        """Empty."""
        super().__init__()
        self.setObjectName("consent-history")
        self.setProperty("plain", True)
        self.setAccessibleName(_("Geschiedenis"))
        self._model = _Model(state)
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(self, self._model))
        self.setWordWrap(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.measure)

    def show_entries(self, entries: Sequence[ConsentEntry]) -> None:
        """Show these."""
        self._model.set_entries(entries)
        if entries:
            self.setCurrentIndex(self._model.index(0))
        self.measure()

    def count(self) -> int:
        """How many lines there are."""
        return self._model.rowCount()

    def copy(self) -> None:
        """Copy the current line; the window's Ctrl+C comes here."""
        if self.currentIndex().isValid():
            copy_text(str(self.currentIndex().data()))

    def measure(self) -> None:
        """The height follows the lines."""
        self.scheduleDelayedItemsLayout()
        heights = (self.sizeHintForRow(row) for row in range(self.count()))
        self.setFixedHeight(sum(heights) + 2 * self.frameWidth())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.measure()
