"""The groups of settings: one of them, or of all groups the rows in which the words typed on top are found."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from adviser_desk.i18n import _, ngettext
from adviser_desk.ui.announce import announce
from adviser_desk.ui.page import Width
from adviser_desk.ui.settings_rows import SettingsGroup
from adviser_desk.ui.theme import theme
from adviser_desk.ui.widgets.boxes import Banner, tab_stops
from adviser_desk.ui.widgets.search import SearchLine
from adviser_desk.ui.widgets.text import Heading, Text

_SPOKEN_AFTER_MS = 800
_WIDEST = 51
"""em of a row."""


class SettingsSearch(SearchLine):
    """Esc wipes it out; the arrow down and Enter go to what was found."""

    entered = Signal()

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        self.setObjectName("search")
        self.setPlaceholderText(_("Zoek een instelling"))
        self.setAccessibleName(_("Zoek een instelling"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class FoundSettings(QWidget):
    """One group, or what was found in all of them."""

    def __init__(self, groups: Iterable[SettingsGroup]) -> None:
        """Nothing is shown yet."""
        super().__init__()
        self.setObjectName("clear")
        self._groups = tuple(groups)
        self._heads = [Heading(_(group.label)) for group in self._groups]
        explained = _("U kunt ze zien, niet altijd wijzigen. Vragen? Bel de servicedesk en noem ‘beleid Adviser Desk’.")
        self.managed = Banner("info", "", explained, icon="building-2")
        self.count = Text("", token="text2")
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self.managed)
        column.addWidget(self.count)
        for head, group in zip(self._heads, self._groups, strict=True):
            column.addWidget(head)
            column.addWidget(group)
        column.addStretch(1)
        for widget in (self.managed, self.count, *self._heads, *self._groups):
            widget.hide()
        self._speak = QTimer(self, interval=_SPOKEN_AFTER_MS, singleShot=True)
        self._speak.timeout.connect(lambda: announce(self.count, self.count.text()))

    def show_group(self, code: str) -> None:
        """All of one group."""
        self._speak.stop()
        self.count.hide()
        for head, group in zip(self._heads, self._groups, strict=True):
            head.hide()
            group.look_for("")
            group.setVisible(group.code == code)
            if group.code == code:
                self._tell_managed(group.managed)
                group.load()

    def look_for(self, typed: str) -> int:
        """The rows with these words, below the name of their group; how many."""
        if self.count.isHidden():
            for group in self._groups:
                group.load()
        found = 0
        for head, group in zip(self._heads, self._groups, strict=True):
            here = group.look_for(typed)
            head.setVisible(bool(here))
            group.setVisible(bool(here))
            found += here
        self.managed.hide()
        words = ngettext("%(n)d instelling gevonden.", "%(n)d instellingen gevonden.", found) % {"n": found}
        self.count.setText(words if found else _("Niets gevonden voor ‘%(words)s’.") % {"words": typed.strip()})
        self.count.show()
        self._speak.start()
        return found

    def focus_first(self) -> None:
        """To the first thing that can be used."""
        shown = (stop for group in self._groups if group.isVisible() for stop in tab_stops(group))
        first = next((stop for stop in shown if stop.isVisible() and stop.isEnabled()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def set_width(self, width: Width) -> None:
        """The window became wide, medium or compact."""
        for group in self._groups:
            group.set_width(width)
        # On all of them together: a layout asks each for its height at the width of the whole.
        self.setMaximumWidth(theme.em(_WIDEST))

    def _tell_managed(self, number: int) -> None:
        title = ngettext(
            "Uw organisatie beheert %(n)d van deze instellingen",
            "Uw organisatie beheert %(n)d van deze instellingen",
            number,
        )
        self.managed.title.setText(title % {"n": number})
        self.managed.setAccessibleName(f"{title % {'n': number}}. {self.managed.text.text()}")
        self.managed.setVisible(bool(number))
