"""F6 and Shift+F6: from one part of the window to the next, back to where the focus was in it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

Region = tuple[QWidget, Callable[[], None]]
"""A part of the window, and what gives it the focus."""


def next_region(regions: Sequence[Region], step: int) -> None:
    """Give the focus to the part that is `step` further on, of those in view."""
    shown = [region for region in regions if region[0].isVisible()]
    focus = QApplication.focusWidget()
    here = next((place for place, (part, _go) in enumerate(shown) if focus and part.isAncestorOf(focus)), -1)
    if shown:
        shown[(here + step) % len(shown)][1]()


def focus_again(part: QWidget) -> None:
    """The field that had the focus in this part last, else the first that can have it."""
    remembered = part.focusWidget()
    stops = [w for w in part.findChildren(QWidget) if w.isVisible() and w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    for stop in ([remembered] if remembered in stops else stops)[:1]:
        stop.setFocus(Qt.FocusReason.TabFocusReason)
