"""One ring around whatever has the focus: a mouse-transparent overlay, the same for every control and theme."""

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QApplication, QTableView, QWidget
from shiboken6 import isValid

from adviser_desk.ui.announce import tell_row
from adviser_desk.ui.theme import theme

_WIDTH, _AWAY = 2, 1
_AROUND = _WIDTH + 2 * _AWAY
_EVENTS = {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.KeyRelease}


class FocusRing(QWidget):
    """Lies over the whole window and paints around the focus, or around the current row of a list that has it.

    Watches the focus and what it is in, not the whole program: that would cost at each event of each widget.
    """

    def __init__(self, window: QWidget) -> None:
        """One per window."""
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._window = window
        self._focus: QWidget | None = None
        self._watched: list[QWidget] = [window]
        self._rect = QRect()
        self._inside = False
        # Layouts settle a moment after the focus moves.
        self._look = QTimer(self, interval=30, singleShot=True)
        self._look.timeout.connect(self._follow)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._moved)
        window.installEventFilter(self)
        theme.changed.connect(self._look.start)
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.Resize and watched is self._window:
            self.resize(self._window.size())
        # A list tells of another row, or of rows that scrolled, by painting.
        if kind in _EVENTS or (kind == QEvent.Type.Paint and self._is_list(watched)):
            self._look.start()
        return False

    def _is_list(self, watched: QObject) -> bool:
        return isinstance(self._focus, QAbstractItemView) and watched is self._focus.viewport()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._rect.isEmpty():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # Inside a row that a contrast theme fills with the colour of the ring, it has the colour of the words.
        painter.setPen(QPen(theme.colour("on-accent" if theme.contrast and self._inside else "focus"), _WIDTH))
        out = _AWAY + _WIDTH / 2
        painter.drawRoundedRect(QRectF(self._rect).adjusted(-out, -out, out, out), 5, 5)

    def _moved(self, old: QWidget | None, new: QWidget | None) -> None:
        self._focus = new
        self._watch(new)
        # After Qt itself has told that the list has the focus.
        QTimer.singleShot(0, self, lambda: tell_row(new if new is self._focus else None))
        self._follow()
        self._look.start()

    def _watch(self, focus: QWidget | None) -> None:
        for widget in self._watched[1:]:
            if isValid(widget):
                widget.removeEventFilter(self)
        inner = [focus.viewport()] if isinstance(focus, QAbstractScrollArea) else []
        while focus is not None and focus is not self._window:
            inner.append(focus)
            focus = focus.parentWidget()
        self._watched = [self._window, *(inner if focus is self._window else ())]
        for widget in self._watched[1:]:
            widget.installEventFilter(self)

    def _follow(self) -> None:
        rect, self._inside = QRect(), False
        focus = QApplication.focusWidget()
        if focus is not None and focus.isVisible() and focus.window() is self.window() and focus.objectName() != "page":
            rect = self._rect_of(focus)
        if rect != self._rect:
            for changed in (self._rect, rect):
                if not changed.isEmpty():
                    self.update(changed.adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND))
            self._rect = rect
        self.raise_()

    def _rect_of(self, focus: QWidget) -> QRect:
        if isinstance(focus, QAbstractItemView) and focus.currentIndex().isValid():
            self._inside = True
            row = focus.visualRect(focus.currentIndex())
            if focus.selectionBehavior() is QAbstractItemView.SelectionBehavior.SelectRows:
                # The label of a row in a table is in its header.
                head = focus.verticalHeader() if isinstance(focus, QTableView) else None
                row.setLeft(-head.width() if head is not None and head.isVisible() else 0)
                row.setRight(focus.viewport().width() - 1)
            inner = QRect(focus.viewport().mapTo(self.window(), row.topLeft()), row.size())
            return self._visible_part(focus.viewport(), inner).adjusted(2, 2, -2, -2)
        rect = QRect(focus.mapTo(self.window(), focus.rect().topLeft()), focus.size())
        return self._visible_part(focus, rect)

    def _visible_part(self, widget: QWidget, rect: QRect) -> QRect:
        parent = widget.parentWidget()
        while parent is not None and parent is not self.window():
            if isinstance(parent.parentWidget(), QAbstractScrollArea):
                seen = QRect(parent.mapTo(self.window(), parent.rect().topLeft()), parent.size())
                rect = rect & seen
            parent = parent.parentWidget()
        return rect
