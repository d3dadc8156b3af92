"""What the window expects of a page and of the capture panel."""

import sys
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Literal

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from adviser_desk.i18n import N_, _
from adviser_desk.models.contact import Draft
from adviser_desk.ui.state import State

Width = Literal["wide", "medium", "compact"]
OF_CASE = ("case", "consent", "access", "breaking")
"""The pages that are about one case: their `about` is its number."""
TITLES: Mapping[str, str] = {
    "today": N_("Vandaag"),
    "cases": N_("Casussen"),
    "case": N_("Casus"),
    "consent": N_("Toestemming"),
    "access": N_("Inzage"),
    "breaking": N_("Doorbreken"),
    "signals": N_("Signalen"),
    "export": N_("Kwartaalexport"),
    "retention": N_("Bewaartermijnen"),
    "backup": N_("Back-up"),
    "settings": N_("Instellingen"),
}
"""What a page is called, in the program's help and by a screen reader when the focus comes to it."""
_MORE: Mapping[str, str] = {
    "help": N_("Hulp"),
    "keys": N_("Toetsen"),
    "lost": N_("Laptop kwijt"),
    "about": N_("Over Adviser Desk"),
}

SPOKEN_AS = QAccessible.Role.Form if sys.platform.startswith("linux") else QAccessible.Role.Grouping
"""A page or the panel. Of a group Orca reads every line when the focus comes into it, whole notes too; of a form its
name."""
_BETWEEN_MS = 100


class Page(QWidget):
    """A page in the middle of the window. Subclasses say what they need in these places.

    `name` is the page's code in navigation and `LastView`.
    """

    name = ""
    spoken_as = SPOKEN_AS

    def __init__(self, state: State) -> None:
        """Build the controls; data comes with `show_about`."""
        super().__init__()
        self.setObjectName("page")
        self.setAccessibleName(_(name) if (name := {**TITLES, **_MORE}.get(self.name)) else "")
        self.state = state

    def show_about(self, about: object) -> None:
        """The page comes into view, about a case id, a period or nothing. Load what it shows."""

    def about(self) -> str:
        """What the page is about, as text that `show_about` understands again after unlocking."""
        return ""

    def chosen(self) -> Mapping[str, str]:
        """What is chosen on the page besides, for after unlocking: filters, the current row."""
        return {}

    def choose_again(self, chosen: Mapping[str, str], focus: str) -> None:
        """After unlocking, after `show_about`: choose what `chosen` gave; `focus` names the field if it comes later."""

    def unsaved(self) -> tuple[Draft, ...]:
        """Everything typed on the page that is not in the vault yet. Asked at lock, on the main thread; be quick."""
        return ()

    def focus_first(self) -> None:
        """Put the focus where the adviser starts."""

    def set_width(self, width: Width) -> None:
        """The window became wide, medium or compact."""


class Pages(QStackedWidget):
    """The pages by name, one in view. Each is built when it is first wanted, so that the window opens at once.

    The focus goes from the page that leaves to the one that comes, past nothing else.
    """

    came = Signal(QWidget)
    """A page was built."""

    def __init__(self, state: State, kinds: Sequence[type[Page]]) -> None:
        """None is built yet."""
        super().__init__()
        self._state = state
        self._kinds = {kind.name: kind for kind in kinds}
        self._built: dict[str, Page] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._kinds

    def __getitem__(self, name: str) -> Page:
        if name not in self._built:
            self._built[name] = page = self._kinds[name](self._state)
            self.addWidget(page)
            self.came.emit(page)
        return self._built[name]

    def built(self) -> list[Page]:
        """Those that there are so far."""
        return list(self._built.values())

    def build_ahead(self) -> None:
        """The others too, one at a time and with room for keys between, before they are wanted."""
        missing = next((name for name in self._kinds if name not in self._built), None)
        if missing is not None:
            QTimer.singleShot(_BETWEEN_MS, self, partial(self._build_ahead, missing))

    def _build_ahead(self, name: str) -> None:
        self[name]
        self.build_ahead()

    def turn_to(self, page: Page) -> None:
        """Show a page; where in it the focus goes, it says itself in `focus_first`."""
        focus, leaving = QApplication.focusWidget(), self.currentWidget()
        follows = False
        if focus is not None and leaving is not None and leaving is not page and leaving.isAncestorOf(focus):
            follows = True
            # Qt would give it to the next stop in the window, and a screen reader would say that.
            focus.clearFocus()
        self.setCurrentWidget(page)
        if follows:
            page.setFocus(Qt.FocusReason.OtherFocusReason)
