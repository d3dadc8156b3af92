"""Colours, fonts and sizes: tokens become a palette, a font and one style sheet. The only place that sets them.

In a contrast theme of the system every token is a colour of its palette, and boxes and choices get borders.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Literal

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication

from adviser_desk import paths
from adviser_desk.ui.system_look import SystemLook

Look = Literal["system", "light", "dark"]
TEXT_SIZES = (100, 112, 125, 150, 175, 200)
BASE_POINTS = 10.5
_MIDDLE = 128
_MOST_WIDTHS = 2_000
_ALPHABET = 13
"""How many em the small letters of the alphabet take in a font of middling width."""
ROLES: Mapping[str, tuple[float, bool]] = {
    "hint": (0.857, False),
    "small": (0.929, False),
    "label": (0.929, True),
    "body": (1.0, False),
    "strong": (1.0, True),
    "note": (1.071, False),
    "heading": (1.143, True),
    "panel": (1.429, True),
    "title": (1.714, True),
}
"""Role of a text: size in parts of the base size, and whether it is semi-bold."""
_GROUNDS = frozenset({"window", "nav", "surface", "raised", "sunken", "accent-bg", "ok-bg", "warn-bg", "bad-bg"})

_LIGHT = {
    "window": "#F5F5F2", "nav": "#EDEDE9", "surface": "#FFFFFF", "raised": "#FFFFFF", "sunken": "#F0F0EC",
    "line": "#DCDCD6", "control": "#85857D", "text": "#1E1E1B", "text2": "#55554F", "accent": "#1F5C99",
    "on-accent": "#FFFFFF", "accent-bg": "#E6EEF7", "ok": "#1E6B3A", "ok-bg": "#E7F2EA", "warn": "#855600",
    "warn-bg": "#FAF1DE", "bad": "#B3261E", "bad-bg": "#FBEAE8", "focus": "#1F5C99", "mark": "#FCE8A8",
    "on-mark": "#1E1E1B", "disabled": "#8B8B84", "link": "#1F5C99",
}  # fmt: skip
_DARK = {
    "window": "#1B1C1E", "nav": "#222326", "surface": "#26272A", "raised": "#2E3034", "sunken": "#202124",
    "line": "#3C3E42", "control": "#8E9197", "text": "#EEEEEA", "text2": "#BDBEBB", "accent": "#8FBCF0",
    "on-accent": "#0E2238", "accent-bg": "#26374A", "ok": "#8FCFA3", "ok-bg": "#22362A", "warn": "#E9C173",
    "warn-bg": "#3A301C", "bad": "#F2A59F", "bad-bg": "#432725", "focus": "#FFFFFF", "mark": "#5A4A16",
    "on-mark": "#EEEEEA", "disabled": "#85878B", "link": "#8FBCF0",
}  # fmt: skip
_OF_PALETTE = {
    QPalette.ColorRole.Window: ("window", "nav", "sunken"),
    QPalette.ColorRole.Base: ("surface", "raised", "accent-bg", "ok-bg", "warn-bg", "bad-bg"),
    QPalette.ColorRole.WindowText: ("text", "text2", "line", "control", "ok", "warn", "bad"),
    QPalette.ColorRole.Highlight: ("mark", "accent", "focus"),
    QPalette.ColorRole.Link: ("link",),
    QPalette.ColorRole.HighlightedText: ("on-accent", "on-mark"),
}


class Theme(QObject):
    """What the program looks like now. `changed` tells painters and labels to look again."""

    changed = Signal()

    def __init__(self) -> None:
        """Light, at 100 %, until `apply`."""
        super().__init__()
        self.tokens: Mapping[str, str] = _LIGHT
        self.percent = 100
        self.dark = False
        self.contrast = False
        self.still = False
        """Nothing moves: the system asks for it."""
        self.system = SystemLook()
        self.system.changed.connect(self._follow_system)
        self.system.repainted.connect(self._follow_palette)
        self._look: Look | None = None
        self._busy = False
        self._fonts: dict[str, QFont] = {}
        self._widths: dict[tuple[str, str], int] = {}
        self._lines: dict[str, int] = {}

    def apply(self, look: Look, percent: int) -> None:
        """Style sheet off, palette, font, style sheet on: in any other order widgets keep their old fonts."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self.system.follow(app)
        self._look, self._busy = look, True
        self.percent = percent
        for known in (self._fonts, self._widths, self._lines):
            known.clear()
        self.contrast, self.still = self.system.contrast(), self.system.still()
        self.dark = look == "dark" or (look == "system" and self.system.dark())
        app.setStyleSheet("")
        if self.contrast:
            self.tokens = _tokens_of(self.system.palette(app))
            self.dark = self.colour("window").lightness() < _MIDDLE
        else:
            self.tokens = _DARK if self.dark else _LIGHT
            app.setPalette(_palette(self.tokens))
        app.setFont(self.font("body"))
        app.setFont(self.font("small"), "QMenuBar")  # type: ignore[arg-type]
        app.setStyleSheet(self._style_sheet())
        self._busy = False
        self.changed.emit()

    def _follow_system(self) -> None:
        if self._look is not None and not self._busy:
            self.apply(self._look, self.percent)

    def _follow_palette(self, palette: QPalette) -> None:
        # A palette that we set ourselves is told as well.
        if self.contrast and self.tokens != _tokens_of(palette):
            self._follow_system()

    def colour(self, token: str) -> QColor:
        """The colour of a token. KeyError for one that does not exist."""
        return QColor(self.tokens[token])

    @contextmanager
    def chosen(self, *, on: bool) -> Iterator[None]:
        """While a row that is chosen is painted: a contrast theme has two colours for that and no others."""
        before = self.tokens
        if on and self.contrast:
            ground, ink = before["accent"], before["on-accent"]
            of_ground = {*_GROUNDS, "on-accent", "on-mark"}
            self.tokens = {name: ground if name in of_ground else ink for name in before}
        try:
            yield
        finally:
            self.tokens = before

    def font(self, role: str) -> QFont:
        """The interface font of the system for a role of `ROLES`, at the chosen text size."""
        if role not in self._fonts:
            scale, bold = ROLES[role]
            self._fonts[role] = font = QFont(QApplication.font().family())
            font.setPointSizeF(BASE_POINTS * self.percent / 100 * scale)
            font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        return QFont(self._fonts[role])

    def em(self, number: float) -> int:
        """Pixels for a number of em; one em is 14 px at 100 %."""
        return round(number * 14 * self.percent / 100)

    def letters(self, number: float) -> int:
        """Pixels for a column of text: a number of em in a font of middling width, more where the font is wide."""
        alphabet = self.width("abcdefghijklmnopqrstuvwxyz", "body")
        return max(self.em(number), round(number * alphabet / _ALPHABET))

    def width(self, text: str, role: str) -> int:
        """Pixels of a text on one line in the font of a role. Layouts ask for the same words again and again."""
        if (role, text) not in self._widths:
            if len(self._widths) >= _MOST_WIDTHS:
                self._widths.clear()
            self._widths[role, text] = QFontMetrics(self.font(role)).horizontalAdvance(text)
        return self._widths[role, text]

    def line(self, role: str) -> int:
        """Pixels from the top of a letter to its bottom in the font of a role."""
        if role not in self._lines:
            self._lines[role] = QFontMetrics(self.font(role)).height()
        return self._lines[role]

    def widest(self, texts: Iterable[str], role: str) -> int:
        """Pixels of the widest of some texts in the font of a role; 0 for none."""
        return max((self.width(text, role) for text in texts), default=0)

    def _style_sheet(self) -> str:
        parts = ("style.qss", "contrast.qss") if self.contrast else ("style.qss",)
        sheet = "\n".join(paths.resource(part).read_text(encoding="utf-8") for part in parts)
        sheet = sheet.replace("@marks", paths.resource("marks").as_posix())
        sheet = sheet.replace("@look", "dark" if self.dark else "light")
        light_tick = self.colour("on-accent").lightness() >= _MIDDLE
        sheet = sheet.replace("@tick", "light" if light_tick else "dark")
        sheet = re.sub(r"(\d+)@em", lambda found: f"{round(int(found[1]) * self.percent / 100)}px", sheet)
        for token in sorted(self.tokens, key=len, reverse=True):
            sheet = sheet.replace(f"@{token}", self.tokens[token])
        return sheet


def _tokens_of(palette: QPalette) -> Mapping[str, str]:
    found = {name: palette.color(role).name() for role, names in _OF_PALETTE.items() for name in names}
    found["disabled"] = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText).name()
    return found


def _palette(tokens: Mapping[str, str]) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for name, roles in {
        "window": (role.Window,),
        "surface": (role.Base, role.Button),
        "sunken": (role.AlternateBase,),
        "text": (role.WindowText, role.Text, role.ButtonText, role.ToolTipBase),
        "text2": (role.PlaceholderText,),
        "accent": (role.Highlight, role.Link, role.LinkVisited, role.Accent),
        "on-accent": (role.HighlightedText,),
        "line": (role.Mid, role.Midlight),
        "control": (role.Dark,),
    }.items():
        for one in roles:
            palette.setColor(one, QColor(tokens[name]))
    palette.setColor(role.ToolTipText, QColor(tokens["window"]))
    for one in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, one, QColor(tokens["disabled"]))
    return palette


theme = Theme()
"""The one theme of the process."""
