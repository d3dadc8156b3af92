"""How a contact looks in the timeline: day and channel at a rail, above or beside the whole text."""

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from adviser_desk import i18n
from adviser_desk.i18n import _
from adviser_desk.models.contact import Contact
from adviser_desk.ui.icons import draw
from adviser_desk.ui.privacy import TEXT, draw_bar, privacy
from adviser_desk.ui.state import State
from adviser_desk.ui.theme import theme
from adviser_desk.ui.widgets.chosen import ChosenDelegate
from adviser_desk.ui.widgets.note import ICON_OF
from adviser_desk.ui.widgets.paragraph import Paragraph
from adviser_desk.ui.widgets.rule import rule_down

if TYPE_CHECKING:
    from adviser_desk.ui.timeline import Timeline

_Index = QModelIndex | QPersistentModelIndex
_TOP, _BOTTOM, _SIDE, _GAP = 8, 14, 8, 8
_LETTERS = 70
CONTACT_ROLE = int(Qt.ItemDataRole.UserRole) + 1


class _Measures(NamedTuple):
    """In px: the height of the line above a text, the widest a text may be, and the width of the scroll bar."""

    head: int
    text: int
    bar: int


class RowDelegate(ChosenDelegate):
    """Rows as high as their text. The row being changed is as high as its form."""

    def __init__(self, view: "Timeline", state: State) -> None:
        super().__init__(view)
        self._view, self._state = view, state
        self._laid_out: dict[int, tuple[Contact, int, Paragraph]] = {}
        self._measures: _Measures | None = None

    def forget(self) -> None:
        """Another look, size or case: measure again."""
        self._laid_out.clear()
        self._measures = None

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        contact: Contact = index.data(CONTACT_ROLE)
        form = self._view.form()
        if form is not None and self._view.has_form(contact):
            height, least = form.heightForWidth(self._view.viewport().width()), form.minimumSizeHint().height()
            if self._view.versions is not None:
                # What it holds scrolls by itself; its buttons stay in view.
                height = min(height, self._view.viewport().height() - 2 * _GAP)
            return QSize(10, max(height, least) + 2 * _GAP)
        return QSize(10, _TOP + self._head_height() + 2 + self._text(contact).height + _BOTTOM)

    def is_chosen(self, option: QStyleOptionViewItem, index: _Index) -> bool:
        return super().is_chosen(option, index) and self._view.hasFocus()

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        contact: Contact = index.data(CONTACT_ROLE)
        if self._view.has_form(contact):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            chosen = self.is_chosen(option, index)
            # A contrast theme has no other tone than that of what is chosen.
            painter.setPen(theme.colour("control") if theme.contrast and not chosen else Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent-bg" if chosen else "sunken"))
            edge = 0.5 if painter.pen().style() != Qt.PenStyle.NoPen else 0
            painter.drawRoundedRect(QRectF(rect).adjusted(2 + edge, 1 + edge, -2 - edge, -1 - edge), 6, 6)
        last = index.row() == index.model().rowCount() - 1
        if not self._view.compact:
            self._paint_rail(painter, rect, contact, last)
        self._paint_head(painter, rect, contact)
        y = rect.y() + _TOP + self._head_height() + 2
        x, text = rect.x() + self._left(), self._text(contact)
        text.draw(painter, x, y)
        if privacy.on and contact.note:
            for line in range(2):
                high = text.height // 2
                draw_bar(painter, QRect(x, y + line * high, rect.right() - _SIDE - x, high), TEXT)
        painter.restore()

    def _paint_rail(self, painter: QPainter, rect: QRect, contact: Contact, last: bool) -> None:
        right = rect.x() + _SIDE + theme.em(5)
        day = i18n.current().short_date(contact.at.date(), self._state.today())
        line = self._head_height()
        flags = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for row, (words, role, token) in enumerate(((day, "label", "text"), (f"{contact.at:%H:%M}", "small", "text2"))):
            painter.setFont(theme.font(role))
            painter.setPen(theme.colour(token))
            room = QRect(rect.x(), rect.y() + _TOP + row * line, right - rect.x(), line)
            painter.drawText(room, flags, words)
        side = theme.em(1.6)
        circle = QRectF(right + _GAP, rect.y() + _TOP + (line - side) / 2, side, side)
        if not last:
            rule_down(painter, int(circle.center().x()), int(circle.bottom()) + 4, rect.bottom() + 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("sunken"))
        painter.drawEllipse(circle)
        inner = (side - theme.em(1)) / 2
        draw(painter, ICON_OF[contact.channel], circle.adjusted(inner, inner, -inner, -inner), "text2")

    def _paint_head(self, painter: QPainter, rect: QRect, contact: Contact) -> None:
        x, y, height = rect.x() + self._left(), rect.y() + _TOP, self._head_height()
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        pieces = [(self._view.head(contact), "small", "text2")]
        if self._view.compact:
            day = i18n.current().short_date(contact.at.date(), self._state.today())
            pieces = [(f"{day} {contact.at:%H:%M}", "label", "text"), (f"· {pieces[0][0]}", "small", "text2")]
        if self._view.waits(contact):
            pieces.append((_("· concept wacht"), "small", "warn"))
        if self._view.was_changed(contact):
            pieces.append((_("· gewijzigd"), "small", "text2"))
        for words, role, token in pieces:
            font = theme.font(role)
            width = QFontMetrics(font).horizontalAdvance(words)
            painter.setFont(font)
            painter.setPen(theme.colour(token))
            painter.drawText(QRect(x, y, rect.right() - _SIDE - x, height), flags, words)
            x += width + 5

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        return self._view.make_form(parent, index.data(CONTACT_ROLE))

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: _Index) -> None:
        editor.setGeometry(option.rect.adjusted(4, _GAP, -4, -_GAP))

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        """The form fills itself."""

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        """The form saves itself."""

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        # A form with several fields: Tab and Enter are its own, and losing the focus does not close it.
        return False

    def _left(self) -> int:
        return _SIDE if self._view.compact else _SIDE + theme.em(5) + _GAP + theme.em(1.6) + _GAP + 2

    def _head_height(self) -> int:
        return self._measured().head

    def _measured(self) -> _Measures:
        if self._measures is None:
            self._measures = _Measures(
                head=QFontMetrics(theme.font("label")).height() + 2,
                text=_LETTERS * QFontMetrics(theme.font("note")).averageCharWidth(),
                bar=self._view.verticalScrollBar().sizeHint().width(),
            )
        return self._measures

    def _text(self, contact: Contact) -> Paragraph:
        # Room for the scroll bar also where there is none: its coming would lay out all rows once more.
        room = self._view.contentsRect().width() - self._measured().bar - self._left() - _SIDE
        width = min(room, self._measured().text)
        known = self._laid_out.get(contact.id)
        if known is None or known[:2] != (contact, width):
            words = _("Geen aantekening") if not contact.note else "\n" if privacy.on else contact.note
            known = (contact, width, Paragraph(words, "note", width, spacing=1.5))
            self._laid_out[contact.id] = known
        return known[2]
