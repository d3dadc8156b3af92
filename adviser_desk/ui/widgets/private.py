"""Labels and fields that hold a name or a text of a case: bars while the privacy screen is on."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QLayout, QLineEdit, QWidget

from adviser_desk.i18n import _
from adviser_desk.ui.privacy import NAME, TEXT, draw_bar, privacy
from adviser_desk.ui.theme import theme
from adviser_desk.ui.widgets.interfaces import hush
from adviser_desk.ui.widgets.text import Heading, Text

_BARS = 3


# Two Qt classes in one line of ancestors would paint on the wrong device (PySide6 6.12): plain at run time.
if TYPE_CHECKING:
    _Label = QLabel
else:
    _Label = object


class _Hides(_Label):
    """What both labels do. `text()` is what was set, shown or not."""

    _words, _em, _strong = "", TEXT, False

    def setText(self, words: str) -> None:
        self._words = words
        self._look()

    def text(self) -> str:
        return self._words

    def hide_and_show(self, words: str) -> None:
        """Begin with these words, and follow the privacy screen from now on."""
        self._words = words
        privacy.changed.connect(self._look)
        self._look()

    def sizeHint(self) -> QSize:
        return QSize(theme.em(self._em), self._line()) if self._hidden() else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.em(2), self._line()) if self._hidden() else super().minimumSizeHint()

    def hasHeightForWidth(self) -> bool:
        return not self._hidden() and super().hasHeightForWidth()

    def heightForWidth(self, width: int) -> int:
        return self._line() if self._hidden() else super().heightForWidth(width)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._hidden():
            painter = QPainter(self)
            draw_bar(painter, QRect(0, 0, self.width(), self._line()), self._em, strong=self._strong)
            painter.end()
        else:
            super().paintEvent(event)

    def _hidden(self) -> bool:
        return privacy.on and bool(self._words)

    def _line(self) -> int:
        return QFontMetrics(self.font()).height()

    def _look(self) -> None:
        hidden = self._hidden()
        # The name first: a screen reader is told of each change as it happens.
        self.setAccessibleName(_("Afgeschermd") if hidden else "")
        super().setText("" if hidden else self._words)
        self.updateGeometry()
        self.update()


class PrivateText(_Hides, Text):
    """A text of a case."""

    def __init__(self, words: str = "", role: str = "body", *, token: str = "text", wrap: bool = True) -> None:
        """As `Text`."""
        Text.__init__(self, "", role, token=token, wrap=wrap)
        self.hide_and_show(words)


class PrivateHeading(_Hides, Heading):
    """The name of a case."""

    _em, _strong = NAME, True

    def __init__(self, words: str = "", role: str = "heading") -> None:
        """As `Heading`."""
        Heading.__init__(self, "", role)
        self.hide_and_show(words)


def veil(field: QWidget) -> None:
    """Put bars in the place of a field while the privacy screen is on. What is in it stays, and can still be kept."""
    if not field.property("veiled"):
        field.setProperty("veiled", True)
        _Veil(field)


class _Veil(QObject):
    """Lives as long as its field."""

    def __init__(self, field: QWidget) -> None:
        super().__init__(field)
        self._field = field
        self._bars: QFrame | None = None
        field.installEventFilter(self)
        privacy.changed.connect(self._follow)
        hush(field, privacy.on)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and privacy.on and self._bars is None:
            self._cover()
        return False

    def _follow(self) -> None:
        # Also of a field that is out of view, a screen reader is told what is put into it.
        hush(self._field, privacy.on)
        if privacy.on and self._bars is None:
            self._cover()
        elif not privacy.on and self._bars is not None:
            self._uncover(self._bars)

    def _cover(self) -> None:
        around = self._field.parentWidget()
        layout = None if around is None else around.layout()
        if layout is None:
            return
        self._bars = _Bars(self._field)
        had_focus = self._field.hasFocus()
        _swap(layout, self._field, self._bars)
        self._bars.setVisible(not self._field.isHidden())
        self._field.hide()
        if had_focus:
            self._bars.setFocus()

    def _uncover(self, bars: QFrame) -> None:
        around = bars.parentWidget()
        self._bars = None
        had_focus, shown = bars.hasFocus(), not bars.isHidden()
        if around is not None and (layout := around.layout()) is not None:
            _swap(layout, bars, self._field)
        self._field.setVisible(shown)
        if had_focus:
            self._field.setFocus()
        bars.hide()
        bars.deleteLater()


class _Bars(QFrame):
    """As large as the field it stands for."""

    def __init__(self, field: QWidget) -> None:
        super().__init__(field.parentWidget())
        self.setObjectName("veil")
        self.setAccessibleName(_("Afgeschermd"))
        self.setSizePolicy(field.sizePolicy())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(field.minimumSize())
        self._hint, self._least = field.sizeHint(), field.minimumSizeHint()
        self._lines = 1 if isinstance(field, QLineEdit) else _BARS

    def sizeHint(self) -> QSize:
        return self._hint

    def minimumSizeHint(self) -> QSize:
        return self._least

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter, line = QPainter(self), theme.em(1.7)
        lines = max(min(self._lines, (self.height() - 8) // line), 1)
        top = (self.height() - line) // 2 if lines == 1 else 8
        for number in range(lines):
            draw_bar(painter, QRect(12, top + number * line, self.width() - 24, line), TEXT)


def _swap(layout: QLayout, old: QWidget, new: QWidget) -> None:
    item = layout.replaceWidget(old, new, Qt.FindChildOption.FindChildrenRecursively)
    # Only a field in a layout can be covered; anything else is a mistake of ours that the tests of the screen find.
    assert item is not None
