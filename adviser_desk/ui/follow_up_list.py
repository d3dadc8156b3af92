"""What the adviser will do for a case: a list to tick off with Space, and one line to add to it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QSizePolicy,
    QStyleOptionViewItem,
)

from adviser_desk import i18n
from adviser_desk.i18n import _, ngettext
from adviser_desk.models.follow_up import FollowUp
from adviser_desk.ui.icons import draw
from adviser_desk.ui.privacy import TEXT, draw_bar, privacy
from adviser_desk.ui.theme import theme
from adviser_desk.ui.widgets.chosen import ChosenDelegate
from adviser_desk.ui.widgets.paragraph import Paragraph

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_TOP, _BOTTOM, _GAP, _SIDE = 6, 8, 10, 4
STEP_ROLE = int(Qt.ItemDataRole.UserRole) + 1


class _Model(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.steps: Sequence[FollowUp] = ()
        self.today = date.min

    def set_steps(self, steps: Sequence[FollowUp], today: date) -> None:
        self.beginResetModel()
        self.steps, self.today = steps, today
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.steps)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        step = self.steps[index.row()]
        if role == STEP_ROLE:
            return step
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            ticked = _("Aangevinkt.") if step.done_on else _("Niet aangevinkt.")
            return f"{ticked} {privacy.spoken(f'{step.text}, {due_words(step, self.today)}')}"
        if role == Qt.ItemDataRole.CheckStateRole:
            # For screen readers; the box is painted by the delegate.
            return Qt.CheckState.Checked if step.done_on else Qt.CheckState.Unchecked
        return None


class _Delegate(ChosenDelegate):
    def __init__(self, view: QListView, model: _Model) -> None:
        super().__init__(view)
        self._view, self._model = view, model

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        text, due = self._parts(index)
        return QSize(10, _TOP + text.height + due.height + _BOTTOM)

    def is_chosen(self, option: QStyleOptionViewItem, index: _Index) -> bool:
        return super().is_chosen(option, index) and self._view.hasFocus()

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = option.rect
        step: FollowUp = index.data(STEP_ROLE)
        if self.is_chosen(option, index):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent-bg"))
            painter.drawRoundedRect(QRectF(rect), 4, 4)
        text, due = self._parts(index)
        side = theme.em(1.3)
        box = QRectF(rect.x() + _SIDE + 0.5, rect.y() + _TOP + (theme.em(1.43) - side) / 2 + 0.5, side, side)
        painter.setPen(QPen(theme.colour("accent" if step.done_on else "control"), 1))
        painter.setBrush(theme.colour("accent" if step.done_on else "surface"))
        painter.drawRoundedRect(box, 3, 3)
        if step.done_on:
            draw(painter, "check", box.adjusted(2, 2, -2, -2), "on-accent")
        x, y = rect.x() + _left(), rect.y() + _TOP
        text.draw(painter, x, y, "text2" if step.done_on else "text")
        if privacy.on:
            draw_bar(painter, QRect(x, y, rect.right() - x, text.height), TEXT)
        due.draw(painter, x, y + text.height, "bad" if is_late(step, self._model.today) else "text2")
        painter.restore()

    def _parts(self, index: _Index) -> tuple[Paragraph, Paragraph]:
        step: FollowUp = index.data(STEP_ROLE)
        today = self._model.today
        width = self._view.viewport().width() - _left() - _SIDE
        words = due_words(step, today)
        return Paragraph(" " if privacy.on else step.text, "body", width), Paragraph(
            words, "label" if is_late(step, today) else "small", width
        )


class FollowUpList(QListView):
    """As high as its lines. `ticked` carries the follow-up."""

    ticked = Signal(object)

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        self.setObjectName("follow-ups")
        self.setProperty("plain", True)
        self.setAccessibleName(_("Opvolging"))
        self._model = _Model()
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(self, self._model))
        self.setWordWrap(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.measure)
        privacy.changed.connect(self.measure)

    def show_steps(self, steps: Sequence[FollowUp], today: date) -> None:
        """Show these; the current line stays at its place."""
        row = self.currentIndex().row()
        self._model.set_steps(steps, today)
        if steps:
            self.setCurrentIndex(self._model.index(min(max(row, 0), len(steps) - 1)))
        self.measure()

    def count(self) -> int:
        """How many lines there are."""
        return self._model.rowCount()

    def step(self, row: int) -> FollowUp:
        """The follow-up in a line."""
        return self._model.steps[row]

    def measure(self) -> None:
        """The height follows the lines."""
        self.scheduleDelayedItemsLayout()
        heights = (self.sizeHintForRow(row) for row in range(self.count()))
        self.setFixedHeight(sum(heights) + 2 * self.frameWidth())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        if row >= 0 and event.key() == Qt.Key.Key_Space:
            self.ticked.emit(self.step(row))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.position().x() < _left():
            self.ticked.emit(self.step(index.row()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.measure()


def is_late(step: FollowUp, today: date) -> bool:
    """Whether it should have been done before today."""
    return step.done_on is None and step.due_on < today


def due_words(step: FollowUp, today: date) -> str:
    """1 dag te laat, vandaag, morgen, vrijdag 9 okt, gedaan op 2 okt."""
    if step.done_on is not None:
        return _("Gedaan op %(day)s") % {"day": i18n.current().short_date(step.done_on, today)}
    days = (step.due_on - today).days
    if days < 0:
        return ngettext("%(n)d dag te laat", "%(n)d dagen te laat", -days) % {"n": -days}
    if days == 0:
        words = _("vandaag")
    elif days == 1:
        words = _("morgen")
    else:
        words = f"{i18n.current().weekday(step.due_on)} {i18n.current().short_date(step.due_on, today)}"
    return words if step.due_at is None else f"{words} {step.due_at:%H:%M}"


def _left() -> int:
    return _SIDE + theme.em(1.3) + _GAP
