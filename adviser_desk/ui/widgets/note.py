"""The editor for a note and the choice of channel, the same in the panel and on the page of a case."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QMimeData, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPlainTextEdit

from adviser_desk.i18n import _
from adviser_desk.ui.spell_check import check_spelling
from adviser_desk.ui.spell_marks import draw_marks
from adviser_desk.ui.theme import theme
from adviser_desk.ui.widgets.private import veil

_CHANNELS = (("phone", "phone"), ("in_person", "users"), ("video", "video"), ("message", "mail"))
ICON_OF: Mapping[str | None, str] = {**dict(_CHANNELS), "other": "message-square-text", None: "message-square-text"}
"""The icon of each channel, and of one that is not known."""


class NoteEdit(QPlainTextEdit):
    """Plain text in the note font, with its spelling checked; Tab leaves the field, as everywhere."""

    def __init__(self, name: str, *, height: float = 9, least: float = 6.5) -> None:
        """`name` is the object name, by which the focus is restored; heights in em."""
        super().__init__()
        self._height, self._least = height, least
        self.setObjectName(name)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._follow()
        theme.changed.connect(self._follow)
        veil(self)
        check_spelling(self)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Only text is pasted: no file names, no pictures."""
        if source.hasText():
            self.insertPlainText(source.text())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter, block = QPainter(self.viewport()), self.firstVisibleBlock()
        place = self.blockBoundingGeometry(block).translated(self.contentOffset())
        while block.isValid() and place.top() <= event.rect().bottom():
            if block.isVisible() and place.bottom() >= event.rect().top():
                draw_marks(painter, block, place.topLeft(), QRectF(event.rect()))
            place.moveTop(place.bottom())
            block = block.next()
            place.setHeight(self.blockBoundingRect(block).height())
        painter.end()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme.em(self._height))

    def set_height(self, height: float) -> None:
        """Another preferred height, in em."""
        if height != self._height:
            self._height = height
            self.updateGeometry()

    def _follow(self) -> None:
        self.setFont(theme.font("note"))
        self.setMinimumHeight(theme.em(self._least))


def channel_words(label: Callable[[str, str], str], channel: str | None) -> str:
    """What kind of contact it was, as far as it is known."""
    return _("Contact") if channel is None else label("channel", channel)


def channels(label: Callable[[str, str], str]) -> list[tuple[str, str, str]]:
    """The choices of a channel segment: value, label, icon. `label` gives the words for (list, code)."""
    return [(code, label("channel", code), icon) for code, icon in _CHANNELS]
