"""The column at the left: new contact, search, the pages with what is to do on them, and the lock."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QVBoxLayout

from adviser_desk.casework.cases import Numbers
from adviser_desk.i18n import N_, _
from adviser_desk.ui.page import OF_CASE
from adviser_desk.ui.privacy import privacy
from adviser_desk.ui.theme import theme
from adviser_desk.ui.widgets.button import Button

_MARGIN = 12


@dataclass(frozen=True)
class Destination:
    """A page in the navigation."""

    page: str
    label: str
    icon: str


DESTINATIONS: Sequence[Destination] = (
    Destination("today", N_("Vandaag"), "calendar-check"),
    Destination("cases", N_("Casussen"), "folder"),
    Destination("signals", N_("Signalen"), "chart-column"),
    Destination("export", N_("Kwartaalexport"), "file-output"),
    Destination("retention", N_("Bewaartermijnen"), "calendar-x"),
)

BELOW: Sequence[Destination] = (
    Destination("backup", N_("Back-up"), "archive-restore"),
    Destination("settings", N_("Instellingen"), "settings"),
)
"""At the bottom, above the lock."""


class Navigation(QFrame):
    """Labelled buttons, or a rail of icons when the window is compact."""

    chosen = Signal(str)

    def __init__(self, new_contact: Callable[[], None], find: Callable[[], None], lock: Callable[[], None]) -> None:
        """The three acts that are always at hand."""
        super().__init__()
        self.setObjectName("nav")
        self.setAccessibleName(_("Onderdelen"))
        self._compact = False
        self._column = column = QVBoxLayout(self)
        self._new = self._button(_("Nieuw contact"), "plus", "Ctrl+N", "primary", new_contact)
        self._find = self._button(_("Zoek of doe iets"), "search", "Ctrl+K", "plain", find)
        column.addWidget(self._new)
        column.addWidget(self._find)
        column.addSpacing(8)
        self._pages: dict[str, Button] = {}
        group = QButtonGroup(self)
        for place in (*DESTINATIONS, *BELOW):
            button = Button(_(place.label), kind="nav", icon=place.icon)
            button.setObjectName(f"nav-{place.page}")
            button.clicked.connect(lambda _=False, page=place.page: self.chosen.emit(page))
            button.one_of_some()
            group.addButton(button)
            self._pages[place.page] = button
            if place is BELOW[0]:
                column.addStretch(1)
            column.addWidget(button)
        self._private = self._button(_("Afschermen"), "eye-off", "Ctrl+.", "nav", lambda: privacy.set(not privacy.on))
        column.addWidget(self._private)
        self._lock = self._button(_("Vergrendelen"), "lock", "Ctrl+L", "nav", lock)
        self._lock.setCheckable(False)
        column.addWidget(self._lock)
        privacy.changed.connect(self._show_private)
        self._words = {button: button.text() for button in self._buttons()}
        self.set_compact(False)
        theme.changed.connect(self._follow)

    def set_page(self, page: str) -> None:
        """Show which page is in view; a case belongs to the cases."""
        button = self._pages.get("cases" if page in OF_CASE else page)
        if button is not None:
            button.setChecked(True)

    def set_numbers(self, numbers: Numbers) -> None:
        """What is to do, and how many cases are open."""
        to_do = numbers.due + numbers.drafts
        self._pages["today"].set_count(to_do)
        self._pages["today"].setAccessibleName(_("Vandaag, %(n)d te doen") % {"n": to_do})
        self._pages["cases"].set_count(numbers.open_cases)
        self._pages["cases"].setAccessibleName(_("Casussen, %(n)d open") % {"n": numbers.open_cases})

    def set_past(self, number: int) -> None:
        """How many cases are past their period."""
        self._pages["retention"].set_count(number)
        self._pages["retention"].setAccessibleName(_("Bewaartermijnen, %(n)d om") % {"n": number})

    def set_compact(self, compact: bool) -> None:
        """A rail of icons, with the names as tooltip and for screen readers, or words."""
        self._compact = compact
        for button in self._buttons():
            words = self._words[button]
            button.icon_only = compact
            button.setText("" if compact else words)
            button.tell_tip(words if compact else "")
            button.updateGeometry()
        # Where the font is wide, the longest name still leaves room for its number.
        longest = max(button.sizeHint().width() for button in self._pages.values()) + 2 * (_MARGIN + 1)
        self._fit()
        self.setFixedWidth(theme.em(4) if compact else max(theme.em(16), 180, longest))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """In a low window the room between the buttons goes to the buttons."""
        buttons = self._buttons()
        low = self.height() < sum(button.sizeHint().height() + 8 for button in buttons) + 32
        self._column.setContentsMargins(_MARGIN, 4 if low else 16, _MARGIN, 4 if low else 16)
        self._column.setSpacing(0 if low else 8)

    def _show_private(self) -> None:
        words = _("Weer tonen") if privacy.on else _("Afschermen")
        self._private.set_label(words, icon="eye" if privacy.on else "eye-off")
        self._private.setChecked(privacy.on)
        self._words[self._private] = words
        self.set_compact(self._compact)

    def _follow(self) -> None:
        self.set_compact(self._compact)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        shown = self._buttons()
        if step is None or (focus := self.focusWidget()) not in shown:
            super().keyPressEvent(event)
            return
        place = shown.index(focus) + step
        shown[place % len(shown)].setFocus(Qt.FocusReason.TabFocusReason)

    def first_button(self) -> Button:
        """Where F6 lands."""
        return next((button for button in self._pages.values() if button.isChecked()), self._new)

    def _buttons(self) -> list[Button]:
        return [self._new, self._find, *self._pages.values(), self._private, self._lock]

    def _button(self, label: str, icon: str, keys: str, kind: str, run: Callable[[], None]) -> Button:
        button = Button(label, kind=kind, icon=icon, hint=keys, tall=kind == "primary", wide=True)
        button.clicked.connect(lambda _=False: run())
        return button
