"""Labels by role, headings that a screen reader knows as headings, and fields with their label above."""

import re

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QAccessible, QFontMetrics, QPainter, QPaintEvent, QPalette, QTextLayout, QTextOption
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from adviser_desk.ui.theme import theme
from adviser_desk.ui.widgets.interfaces import install_headings as install_headings

_WORD = re.compile(r"[(‘“]*[^\W\d_]+[)’”.,;:]*")
_SYLLABLE = re.compile(r"(?<=[^\W\d_]{2})(?<!c)(?=[bcdfghjklmnpqrstvwxz][aeiouyáéíóúäëïöüè][^\W\d_])", re.IGNORECASE)
"""Where a word may be broken: before the last consonant before a vowel, which is nearly always right in Dutch."""
_LEAST = 8
"""em below which a label does not have to become for its longest word: what is longer may break in two."""


class Text(QLabel):
    """Plain text in the font of a role and the colour of a token. Wraps; never reads text as HTML.

    Qt breaks lines between words only, and cuts a word that is longer than the line; here it goes on on the next line,
    with a hyphen if it has letters only: in a name of a file or a code nobody can tell whether a hyphen belongs to it.
    """

    def __init__(self, text: str = "", role: str = "body", *, token: str = "text", wrap: bool = True) -> None:
        """`role` is one of `theme.ROLES`."""
        super().__init__(text)
        self._role, self._token = role, token
        self._measured: tuple[str, int, dict[tuple[int, bool], int]] | None = None
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if wrap:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._follow()
        theme.changed.connect(self._follow)

    def set_token(self, token: str) -> None:
        """Another colour."""
        self._token = token
        self._follow()

    def set_role(self, role: str) -> None:
        """Another size or weight."""
        self._role = role
        self._follow()

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), theme.em(_LEAST)), hint.height()) if self.wordWrap() else hint

    def heightForWidth(self, width: int) -> int:
        # Layouts ask this again and again while a page comes into view.
        asked, heights = (width, self.wordWrap()), self._sizes()[1]
        if asked not in heights:
            heights[asked] = self._height_for(width)
        return heights[asked]

    def _height_for(self, width: int) -> int:
        if not self._must_break(width):
            return super().heightForWidth(width)
        # Never lower than where the word just fits: a page that gets lower when its scroll bar comes would never rest.
        broken = self._broken(width).lineCount() * QFontMetrics(self.font()).lineSpacing()
        return max(broken, super().heightForWidth(self._widest_word()))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._must_break(self.width()):
            super().paintEvent(event)
            return
        lines = self._broken(self.width())
        high = lines.lineCount() * QFontMetrics(self.font()).lineSpacing()
        middle = self.alignment() & Qt.AlignmentFlag.AlignVCenter
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        lines.draw(painter, QPointF(0, max((self.height() - high) / 2, 0) if middle else 0))

    def _must_break(self, width: int) -> bool:
        """Whether a word is longer than a line of this width."""
        return self.wordWrap() and width > 0 and self._widest_word() > width

    def _widest_word(self) -> int:
        return self._sizes()[0]

    def _sizes(self) -> tuple[int, dict[tuple[int, bool], int]]:
        """How wide the widest word is, and the heights that were asked for since the text or its font changed."""
        words = QLabel.text(self)
        if self._measured is None or self._measured[0] != words:
            metrics = QFontMetrics(self.font())
            self._measured = (words, max(map(metrics.horizontalAdvance, words.split()), default=0), {})
        return self._measured[1:]

    def _broken(self, width: int) -> QTextLayout:
        option = QTextOption(self.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout = QTextLayout(self._with_hyphens(width).replace("\n", "\u2028"), self.font())
        layout.setTextOption(option)
        layout.beginLayout()
        step, number = QFontMetrics(self.font()).lineSpacing(), 0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, number * step))
            number += 1
        layout.endLayout()
        return layout

    def _with_hyphens(self, width: int) -> str:
        """With soft hyphens in each word that is longer than the line."""
        metrics = QFontMetrics(self.font())

        def hyphened(found: re.Match[str]) -> str:
            word = found[0]
            long = metrics.horizontalAdvance(word) > width and _WORD.fullmatch(word)
            return _SYLLABLE.sub("\u00ad", word) if long else word

        return re.sub(r"\S+", hyphened, QLabel.text(self))

    def _follow(self) -> None:
        self._measured = None
        self.setFont(theme.font(self._role))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, theme.colour(self._token))
        self.setPalette(palette)


class Heading(Text):
    """A title of a page, panel or section."""

    spoken_as = QAccessible.Role.Heading

    def __init__(self, text: str = "", role: str = "heading") -> None:
        """`role`: title, panel or heading."""
        super().__init__(text, role)


class Group(QFrame):
    """A frame that screen readers know as a group, by its accessible name."""

    spoken_as = QAccessible.Role.Grouping


class Field(QWidget):
    """A label above a field (its buddy), and a line below it for a hint or for what is wrong."""

    def __init__(self, label: str, field: QWidget, *, hint: str = "", aside: str = "") -> None:
        """`aside` is shown at the right of the label: a shortcut."""
        super().__init__()
        self.field = field.focusProxy() or field
        self._hint = hint
        self.label = Text(label, "label")
        self.label.setBuddy(self.field)
        if not self.field.accessibleName():
            self.field.setAccessibleName(label.replace("&", ""))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        if aside:
            row = QHBoxLayout()
            row.addWidget(self.label, 1)
            row.addWidget(Text(aside, "hint", token="text2", wrap=False))
            column.addLayout(row)
        else:
            column.addWidget(self.label)
        column.addWidget(field)
        self.below = Text(hint, "small", token="text2")
        column.addWidget(self.below)
        # Only once it has a parent: shown without one it would be a window of its own for a moment.
        self.below.setVisible(bool(hint))

    def tell(self, trouble: str) -> None:
        """Say what is wrong with the field, in words, colour and description; "" takes it back."""
        self.field.setProperty("trouble", bool(trouble))
        self.field.style().unpolish(self.field)
        self.field.style().polish(self.field)
        self.field.setAccessibleDescription(trouble or self._hint)
        self.below.setText(trouble or self._hint)
        self.below.set_token("bad" if trouble else "text2")
        self.below.setVisible(bool(trouble or self._hint))


class Line(QFrame):
    """A thin separator."""

    def __init__(self) -> None:
        """Horizontal."""
        super().__init__()
        self.setObjectName("line")
        self.setFixedHeight(1)
