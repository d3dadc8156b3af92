"""A button with a label, an optional icon and the shortcut beside it; also segments, chips, tabs and navigation."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QToolTip,
    QWidget,
)

from adviser_desk.ui.icons import draw
from adviser_desk.ui.own_keys import command_keys
from adviser_desk.ui.theme import theme

_INK = {"primary": "on-accent", "danger": "bad", "link": "link"}
_PADDING = {
    "primary": 16,
    "plain": 16,
    "danger": 16,
    "link": 0,
    "bare": 6,
    "segment": 12,
    "chip": 8,
    "tab": 12,
    "nav": 12,
}
_CHECKED_BOLD = ("segment", "nav", "tab")
_GAP, _TIGHT = 8, 3
_LEAST_WORDS = 5
"""em of the words of a wide button that stay in view."""
_MOST_WORDS = 18
"""em of words that a button never gives up; longer ones end with … where there is no room, and a tooltip says all."""


class Button(QPushButton):
    """`kind`: primary, plain, danger, link, bare (icon only), segment, chip, tab or nav. `tone` colours a chip.

    Where there is no room, `hint` (the shortcut beside the label) goes first; a `tight` button shows words alone, and a
    wide one ends them with …. The accessible name is the label, or `name` where the button has only an icon.
    """

    def __init__(
        self,
        label: str,
        *,
        kind: str = "plain",
        icon: str = "",
        hint: str = "",
        name: str = "",
        tone: str = "",
        tall: bool = False,
        wide: bool = False,
        menu: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """As wide as its words. `wide`: words left, hint right. `menu`: an arrow that points down."""
        super().__init__(parent)
        self._say(label)
        self.kind, self.icon_name, self.hint, self.tone, self.tall = kind, icon, hint, tone, tall
        self.wide, self.menu_arrow = wide or kind == "nav", menu
        self.count = ""
        self.tight = self._cut = False
        self.icon_only = bool(icon) and not label
        self.setProperty("kind", kind)
        self.setProperty("tone", tone)
        self.setAccessibleName(name or label)
        self._tip = name if self.icon_only else ""
        self._follow_keys()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        if kind in ("segment", "tab", "nav"):
            self.setCheckable(True)
        theme.changed.connect(self.updateGeometry)
        command_keys.changed.connect(self._follow_keys)

    @property
    def keys(self) -> str:
        """The shortcut as it is now: `hint` is what its command comes with."""
        return command_keys.shown(self.hint)

    def set_label(self, label: str, *, icon: str | None = None, tone: str | None = None, name: str = "") -> None:
        """Other words, icon or tone on the same button."""
        self._say(label)
        self.setAccessibleName(name or label)
        self.icon_name = self.icon_name if icon is None else icon
        if tone is not None and tone != self.tone:
            self.tone = tone
            self.setProperty("tone", tone)
            self.style().unpolish(self)
            self.style().polish(self)
        self.updateGeometry()
        self.update()

    def one_of_some(self) -> None:
        """One of a group in which one is chosen: a screen reader says so."""
        self.setCheckable(True)
        self.setAutoExclusive(True)

    def set_count(self, count: int) -> None:
        """The number at the right of a navigation button; 0 shows none."""
        self.count = str(count) if count else ""
        self.update()

    def tell_tip(self, name: str) -> None:
        """What a button of only an icon is called, with its shortcut; "" takes it back."""
        self._tip = name
        if not name:
            self.setToolTip("")
        self._follow_keys()

    def _follow_keys(self) -> None:
        if self._tip:
            self.setToolTip(f"{self._tip}  {self.keys}".strip())
        self.updateGeometry()
        self.update()

    def _say(self, label: str) -> None:
        # What the adviser typed may hold an "&" (P&O): no letter of it may become a key of the window.
        self.setText(label)
        self.setShortcut(QKeySequence())

    def sizeHint(self) -> QSize:
        return QSize(self._content_width(with_hint=True) + 2 * self._padding(), self._height())

    def minimumSizeHint(self) -> QSize:
        if self.wide and not self.icon_only:
            return QSize(self._icon_side() + theme.em(_LEAST_WORDS) + 2 * self._padding(), self._height())
        if self.kind == "segment":
            words = theme.width(self.text(), self._widest_role())
            return QSize(words + 2 * _TIGHT, self._height())
        words = min(self._content_width(with_hint=False), theme.em(_MOST_WORDS))
        return QSize(words + 2 * self._padding(), self._height())

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self._cut and not self.toolTip():
            QToolTip.showText(event.globalPos(), self.text(), self)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Outside a dialog Qt presses a button by Space alone; people press Enter on a link.
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.style().drawControl(QStyle.ControlElement.CE_PushButtonBevel, option, painter, self)
        with_hint = self._content_width(with_hint=True) + 2 * self._padding() <= self.width()
        if self.wide:
            self._paint_wide(painter, with_hint)
            return
        x = (self.width() - self._content_width(with_hint, widest=False)) // 2
        self._paint_content(painter, max(x, _TIGHT if self.tight else self._padding() // 2), with_hint)

    def _paint_content(self, painter: QPainter, x: int, with_hint: bool) -> None:
        ink = self._ink()
        if self.icon_name and not self.tight:
            side = self._icon_side()
            draw(painter, self.icon_name, QRectF(x, (self.height() - side) / 2, side, side), ink)
            x += side + _GAP
        if self.icon_only:
            return
        role, text = self._label_role(), self.text()
        painter.setFont(theme.font(role))
        painter.setPen(theme.colour(ink))
        room = self.width() - x - (self._padding() if self.wide else self._after())
        # Cutting reckons in parts of a pixel: what fits by the whole pixels of the layout must stay whole.
        self._cut = theme.width(text, role) > room
        if self._cut:
            room = max(room, theme.width("…", role))
            text = QFontMetrics(theme.font(role)).elidedText(text, Qt.TextElideMode.ElideRight, room)
        width = theme.width(text, role)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRect(x, 0, width + 4, self.height()), int(flags), text)
        if with_hint and self.keys:
            painter.setFont(theme.font("hint"))
            painter.setPen(theme.colour(ink if self.kind == "primary" or not self.isEnabled() else "text2"))
            painter.drawText(QRect(x + width + _GAP, 0, self.width(), self.height()), int(flags), self.keys)
        if self.menu_arrow:
            side = theme.em(1.0)
            draw(painter, "chevron-down", QRectF(x + width + _GAP, (self.height() - side) / 2, side, side), ink)

    def _paint_wide(self, painter: QPainter, with_hint: bool) -> None:
        if self.isChecked() and not theme.contrast:
            painter.fillRect(QRect(0, 8, 3, self.height() - 16), theme.colour("accent"))
        if self.icon_only:
            # In a very low window the rail has less room than its icons.
            side = min(self._icon_side(), self.height() - 6)
            square = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
            draw(painter, self.icon_name, square, self._ink())
            return
        self._paint_content(painter, self._padding(), with_hint=False)
        right = self.count or self.keys
        if right and with_hint:
            painter.setFont(theme.font("small"))
            painter.setPen(theme.colour(self._ink() if self._ink() == "on-accent" else "text2"))
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(QRect(0, 0, self.width() - self._padding(), self.height()), int(flags), right)

    def _after(self) -> int:
        """Pixels that stay free after the words: for an arrow, and the least there is."""
        return theme.em(1.0) + _GAP + _TIGHT if self.menu_arrow else 0 if self.kind == "link" else _TIGHT

    def _ink(self) -> str:
        if not self.isEnabled():
            return "disabled"
        if theme.contrast and self.isChecked() and self.kind in ("segment", "nav"):
            return "on-accent"
        if self.kind == "segment" and self.isChecked():
            return "accent"
        if self.kind == "chip" and self.tone in ("ok", "warn", "bad"):
            return self.tone
        return _INK.get(self.kind, "text")

    def _label_role(self) -> str:
        strong = self.kind == "primary" or (self.kind in _CHECKED_BOLD and self.isChecked())
        if self.kind == "chip" or self.menu_arrow:
            return "small"
        return "strong" if strong else "body"

    def _widest_role(self) -> str:
        """A button keeps its width when it is checked."""
        return "strong" if self.kind in _CHECKED_BOLD else self._label_role()

    def _icon_side(self) -> int:
        return theme.em(1.0 if self.kind == "chip" else 1.286)

    def _padding(self) -> int:
        return 12 if self.wide or self.menu_arrow else _PADDING.get(self.kind, 16)

    def _height(self) -> int:
        text = theme.line("body")
        if self.kind == "chip":
            return text + 6
        if self.kind == "link":
            return max(text + 6, 24)
        return text + (21 if self.tall else 17 if self.kind == "nav" else 13)

    def _content_width(self, with_hint: bool, *, widest: bool = True) -> int:
        icon = bool(self.icon_name) and not (self.tight and not widest)
        width = (self._icon_side() if icon else 0) + (_GAP if icon and not self.icon_only else 0)
        if self.icon_only:
            return width
        width += theme.width(self.text(), self._widest_role() if widest else self._label_role())
        right = self.keys or ("000" if self.kind == "nav" else "")
        if with_hint and right:
            width += _GAP + theme.width(right, "hint")
        if self.menu_arrow:
            width += _GAP + theme.em(1.0)
        return width


class Chip(Button):
    """A word or two in a shape of their own, to be read only."""

    spoken_as = QAccessible.Role.StaticText

    def __init__(self, label: str, *, icon: str = "", tone: str = "") -> None:
        """No stop for the keyboard and nothing for the mouse."""
        super().__init__(label, kind="chip", icon=icon, tone=tone)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.unsetCursor()


class Segment(QWidget):
    """A choice of two to four as joined buttons: one tab stop, arrow keys inside. `chosen` tells the new value."""

    chosen = Signal(str)

    def __init__(self, name: str, choices: Sequence[tuple[str, str, str]], parent: QWidget | None = None) -> None:
        """`choices`: (value, label, icon or ""). `name` is what a screen reader calls the group."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._values: list[str] = []
        self._members: list[Button] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for place, (value, label, icon) in enumerate(choices):
            edge = "first" if place == 0 else "last" if place == len(choices) - 1 else "middle"
            button = Button(label, kind="segment", icon=icon, name=f"{label}, {name}")
            button.one_of_some()
            button.setProperty("edge", edge)
            self._group.addButton(button, place)
            self._values.append(value)
            self._members.append(button)
            row.addWidget(button)
        self._group.idClicked.connect(lambda place: self.chosen.emit(self._values[place]))
        # Arrow keys check without a click.
        self._group.idToggled.connect(self._toggled)

    def value(self) -> str | None:
        """The chosen value, None while nothing is chosen."""
        place = self._group.checkedId()
        return None if place < 0 else self._values[place]

    def set_value(self, value: str) -> None:
        """Choose, without telling."""
        blocked = self.blockSignals(True)
        self._group.button(self._values.index(value)).setChecked(True)
        self.blockSignals(blocked)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words alone where there is little room."""
        super().resizeEvent(event)
        tight = self.width() < self.sizeHint().width()
        for button in self._members:
            button.tight = tight
            button.update()

    def buttons(self) -> list[QPushButton]:
        """The buttons, in order."""
        return [*self._members]

    def _toggled(self, place: int, on: bool) -> None:
        if on and self._group.button(place).hasFocus() and not self._group.button(place).isDown():
            self.chosen.emit(self._values[place])


def below(button: QWidget) -> QPoint:
    """Where a menu of a button opens."""
    return button.mapToGlobal(QPoint(0, button.height() + 2))
