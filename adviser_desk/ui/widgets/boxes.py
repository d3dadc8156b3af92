"""Boxes: cards, banners, a row that wraps, a page that scrolls, and icons beside text."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QLayoutItem,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from adviser_desk.ui.announce import announce
from adviser_desk.ui.icons import draw
from adviser_desk.ui.theme import theme
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.text import Text

_AROUND_FOCUS = 8
"""Pixels between what has the focus and the edge that came nearer."""
_TO_SPARE = 24
"""More pixels than a bar at the side of a page takes."""


class Picture(QWidget):
    """An icon beside a word, hidden from screen readers because the word says it."""

    def __init__(self, name: str, token: str = "text", size: float = 1.286) -> None:
        """`size` in em."""
        super().__init__()
        self._name, self._token, self._size = name, token, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def set_icon(self, name: str, token: str) -> None:
        """Another icon or colour."""
        self._name, self._token = name, token
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.em(self._size), theme.em(self._size))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = theme.em(self._size)
        draw(painter, self._name, QRectF(0, 0, side, side), self._token)


class Card(QFrame):
    """A white box with a thin border; `column` is its layout."""

    def __init__(self, *, padding: int = 16, spacing: int = 8) -> None:
        """Spacing in px; it does not grow with the text."""
        super().__init__()
        self.setObjectName("card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(padding, padding, padding, padding)
        self.column.setSpacing(spacing)


class Reminder(Card):
    """A card with an icon at the left of its words; `words` is the column beside the icon."""

    def __init__(self, icon: str, token: str = "text2") -> None:
        """`icon` says nothing that the words do not say."""
        super().__init__(padding=16)
        self.picture = Picture(icon, token)
        self.words = QVBoxLayout()
        self.words.setSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self.words, 1)
        self.column.addLayout(row)


class Banner(QFrame):
    """What happened, whether the text is safe, what to do: in the page, never a popup. `tone`: info, ok, warn, bad."""

    pressed = Signal(str)

    def __init__(
        self, tone: str, title: str, text: str, buttons: Sequence[tuple[str, str, str]] = (), *, icon: str = ""
    ) -> None:
        """`buttons`: (value, label, kind); `pressed` tells the value."""
        super().__init__()
        self.setObjectName("banner")
        self.setProperty("tone", tone)
        token = {"info": "accent", "ok": "ok", "warn": "warn", "bad": "bad"}[tone]
        default = {"info": "info", "ok": "circle-check", "warn": "triangle-alert", "bad": "circle-alert"}[tone]
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 14, 16, 14)
        row.setSpacing(12)
        row.addWidget(Picture(icon or default, token), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(4)
        self.title, self.text = Text(title, "strong"), Text(text)
        column.addWidget(self.title)
        column.addWidget(self.text)
        if not text:
            self.text.hide()
        if buttons:
            line = Flow()
            for value, label, kind in buttons:
                button = Button(label, kind=kind)
                button.clicked.connect(lambda _=False, value=value: self.pressed.emit(value))
                line.addWidget(button)
            column.addSpacing(4)
            column.addLayout(line)
        row.addLayout(column, 1)
        self.setAccessibleName(f"{title} {text}".strip())

    def say(self, title: str, text: str, *, assertive: bool = False) -> None:
        """Other words, and say them."""
        self.title.setText(title)
        self.text.setText(text)
        self.text.setVisible(bool(text))
        self.setAccessibleName(f"{title} {text}".strip())
        announce(self, f"{title} {text}".strip(), assertive=assertive)


class Flow(QLayout):
    """A row that wraps to the next line."""

    def __init__(self, spacing: int = 8, *, spread: bool = False) -> None:
        """`spacing` in px, both ways. `spread`: where all fits on one line, the last stands at the right."""
        super().__init__()
        self._list: list[QLayoutItem] = []
        self._spread = spread
        self.setSpacing(spacing)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._list.append(item)

    def count(self) -> int:
        return len(self._list)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._list[index] if 0 <= index < len(self._list) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._list.pop(index) if 0 <= index < len(self._list) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._list:
            size = size.expandedTo(item.minimumSize())
        return size

    def _place(self, rect: QRect, *, move: bool) -> int:
        y = rect.y()
        for line in self._lines(rect.width()):
            x, tallest = rect.x(), max(hint.height() for _item, hint in line)
            for place, (item, hint) in enumerate(line):
                if self._spread and place and place == len(line) - 1:
                    x = rect.right() + 1 - hint.width()
                if move:
                    item.setGeometry(QRect(QPoint(x, y + (tallest - hint.height()) // 2), hint))
                x += hint.width() + self.spacing()
            y += tallest + self.spacing()
        return max(y - self.spacing() - rect.y(), 0)

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        """What stands on each line, with its size."""
        lines: list[list[tuple[QLayoutItem, QSize]]] = []
        left = 0
        for item in self._list:
            if (widget := item.widget()) is not None and widget.isHidden():
                continue
            hint = item.sizeHint()
            hint.setWidth(min(hint.width(), width))
            if not lines or hint.width() > left:
                lines.append([])
                left = width
            lines[-1].append((item, hint))
            left -= hint.width() + self.spacing()
        return lines


class Scroll(QScrollArea):
    """A column that scrolls up and down and never sideways; `column` is its layout.

    What has the focus stays in view where the column gets lower: a toast comes below it, or a banner above it.
    """

    def __init__(
        self, *, margins: tuple[int, int, int, int] = (32, 24, 32, 24), spacing: int = 16, clear: bool = False
    ) -> None:
        """Margins left, top, right, bottom in px. `clear` lets the colour of the box around it through."""
        super().__init__()
        self.setObjectName("clear" if clear else "page")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        content = _Content()
        content.setObjectName("clear" if clear else "pageContent")
        self.column = QVBoxLayout(content)
        self.column.setContentsMargins(*margins)
        self.column.setSpacing(spacing)
        self.setWidget(content)

    def resizeEvent(self, event: QResizeEvent) -> None:
        lower = event.size().height() < event.oldSize().height()
        focused = self._focused() if lower else QRect()
        seen = not focused.isEmpty() and QRect(QPoint(), event.oldSize()).contains(focused)
        super().resizeEvent(event)
        if seen:
            # Once the layout has its new width and height.
            QTimer.singleShot(0, self, self._keep_in_view)

    def _keep_in_view(self) -> None:
        middle = self._focused().center() + QPoint(0, self.verticalScrollBar().value())
        self.ensureVisible(0, middle.y(), 0, self._focused().height() // 2 + _AROUND_FOCUS)

    def _focused(self) -> QRect:
        """What has the focus, of a list its row, as it lies in the viewport; empty where nothing here has it."""
        focus = self.window().focusWidget()
        if focus is None or not self.isAncestorOf(focus):
            return QRect()
        area, rect = focus, focus.rect()
        if isinstance(focus, QAbstractItemView) and focus.currentIndex().isValid():
            area, rect = focus.viewport(), focus.visualRect(focus.currentIndex())
        return QRect(area.mapTo(self.viewport(), rect.topLeft()), rect.size())


class _Content(QWidget):
    """As high as its texts are at the width there is; by itself Qt counts what they would need in a narrow column."""

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        layout = self.layout()
        return QSize(least.width(), 0) if layout is not None and layout.hasHeightForWidth() else least


class Inner(Scroll):
    """A part of a page that scrolls by itself; asks for no height, so that the page only scrolls when it must."""

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), max(self.minimumHeight(), theme.em(8)))


def fits_beside(row: QBoxLayout, needed: int, room: int) -> bool:
    """Whether what is in a row has room beside each other. What is below each other asks for some room to spare.

    With the height of a page its bar comes and goes, and with that the room. Where this went to and fro with it, Qt
    would lay out again within laying out until it has no stack left.
    """
    beside = row.direction() is QBoxLayout.Direction.LeftToRight
    return needed + (0 if beside else _TO_SPARE) <= room


def centred(widget: QWidget) -> QHBoxLayout:
    """The widget in the middle, as wide as it may be, so that its text wraps at that width. An alignment would not."""
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(widget, 1_000)
    row.addStretch(1)
    return row


def in_tab_order(*widgets: QWidget) -> None:
    """Let Tab go from each to the next: for what is made later than what comes after it."""
    for before, after in pairwise(widgets):
        QWidget.setTabOrder(before, after)


def tab_stops(within: QWidget | QLayout) -> list[QWidget]:
    """What Tab reaches in a widget, in the order of its layout."""
    found: list[QWidget] = []
    if isinstance(within, QWidget) and within.focusPolicy() & Qt.FocusPolicy.TabFocus:
        found.append(within)
    if (layout := within.layout()) is None:
        return found
    for item in filter(None, map(layout.itemAt, range(layout.count()))):
        if (inner := item.widget() or item.layout()) is not None:
            found += tab_stops(inner)
    return found


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and delete it."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)
            inner.deleteLater()
