"""Instellingen: groups at the left, settings at the right, applied at once. Forms about keys open in their place."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QStackedWidget, QVBoxLayout, QWidget

from adviser_desk.casework import access
from adviser_desk.casework.setup import Sheet
from adviser_desk.i18n import _
from adviser_desk.ui.key_acts import ChangePassphrase, CheckSheet, KeyAct, NewSheet
from adviser_desk.ui.page import Page, Width
from adviser_desk.ui.settings_display import DisplayGroup, LanguageGroup
from adviser_desk.ui.settings_found import FoundSettings, SettingsSearch
from adviser_desk.ui.settings_keys import KeysGroup
from adviser_desk.ui.settings_rows import SettingsGroup
from adviser_desk.ui.settings_security import CHECK_SHEET, NEW_SHEET, PASSPHRASE, SecurityGroup
from adviser_desk.ui.settings_spelling import SpellingGroup
from adviser_desk.ui.settings_values import AboutGroup, BackupGroup, RetentionGroup, SignalsGroup
from adviser_desk.ui.state import State
from adviser_desk.ui.theme import theme
from adviser_desk.ui.widgets.boxes import Flow, Scroll
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.text import Heading

_ANY = 16_777_215
_GROUPS, _SEARCH = 12.5, 17.7
"""em of the names of the groups, and of the line to search in."""


class SettingsPage(Page):
    """About a group, or about what can be done with the keys."""

    name = "settings"

    def __init__(self, state: State) -> None:
        """On the first group."""
        super().__init__(state)
        security = SecurityGroup(state)
        security.asked.connect(self.open_act)
        groups = (
            DisplayGroup(state),
            security,
            SignalsGroup(state),
            RetentionGroup(state),
            BackupGroup(state),
            LanguageGroup(state),
            SpellingGroup(state),
            KeysGroup(state),
            AboutGroup(state),
        )
        self.groups: Mapping[str, SettingsGroup] = {group.code: group for group in groups}
        self._acts: Mapping[str, Callable[[], None]] = {
            PASSPHRASE: lambda: self._open(ChangePassphrase(self.state)),
            CHECK_SHEET: lambda: self._open(CheckSheet(self.state)),
            NEW_SHEET: lambda: self.state.run(access.sheet_for, then=self._open_sheet),
        }
        self._act: KeyAct | None = None
        self._asked = ""
        self._group = security.code
        self._buttons = self._names()
        self.found, self.search = FoundSettings(groups), SettingsSearch()
        self.search.textChanged.connect(self._look)
        self.search.entered.connect(self.found.focus_first)
        self._side, self._column, self._flow = QWidget(), QVBoxLayout(), Flow()
        self._beside = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._overview())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)
        self.set_width("wide")

    # --- page ---

    def show_about(self, about: object) -> None:
        if isinstance(about, str) and about in self._acts:
            self.open_act(about)
            return
        self._close_act()
        self._show_group(about if isinstance(about, str) and about in self.groups else self._group)

    def about(self) -> str:
        return self._group

    def chosen(self) -> Mapping[str, str]:
        return {"search": words} if (words := self.search.text()) else {}

    def choose_again(self, chosen: Mapping[str, str], focus: str) -> None:
        self.search.setText(chosen.get("search", ""))

    def focus_first(self) -> None:
        if self._act is not None:
            self._act.setFocus()
        elif not self._asked:
            self._buttons[self._group].setFocus()

    def set_width(self, width: Width) -> None:
        self._compact = compact = width == "compact"
        way = QBoxLayout.Direction.TopToBottom if compact else QBoxLayout.Direction.LeftToRight
        self._beside.setDirection(way)
        left, right = (self._column, self._flow) if compact else (self._flow, self._column)
        if left.count():
            for button in self._buttons.values():
                left.removeWidget(button)
                right.addWidget(button)
        self._side.setMinimumWidth(0 if compact else theme.em(_GROUPS))
        self._side.setMaximumWidth(_ANY if compact else theme.em(_GROUPS))
        self.found.set_width(width)
        self._head.setDirection(way)
        self.search.setMaximumWidth(_ANY if compact else theme.em(_SEARCH))
        self._make_room()

    def hideEvent(self, event: QHideEvent) -> None:
        """What was typed of a passphrase or a code does not wait on a page that is out of view."""
        super().hideEvent(event)
        if not event.spontaneous() and self._act is not None and not self._act.finish.busy:
            self._close_act()

    # --- groups ---

    def _names(self) -> dict[str, Button]:
        members = QButtonGroup(self)
        found = {}
        for code, group in self.groups.items():
            button = Button(_(group.label), kind="nav")
            button.setObjectName(f"settings-group-{code}")
            button.toggled.connect(lambda on, code=code: self._chosen(code) if on else None)
            # Of the group that is chosen already: back from what was found.
            button.clicked.connect(lambda _on=False, code=code: self._show_group(code))
            button.one_of_some()
            members.addButton(button)
            found[code] = button
        return found

    def _overview(self) -> QWidget:
        scroll = Scroll()
        names = QVBoxLayout(self._side)
        names.setContentsMargins(0, 0, 0, 0)
        names.addLayout(self._column)
        names.addLayout(self._flow)
        names.addStretch(1)
        self._column.setSpacing(0)
        for button in self._buttons.values():
            self._column.addWidget(button)
        self._beside.setSpacing(24)
        self._beside.addWidget(self._side)
        self._beside.addWidget(self.found, 1_000)
        self._beside.addStretch(1)
        self._head.setSpacing(16)
        self._head.addWidget(Heading(_("Instellingen"), "title"), 1)
        self._head.addWidget(self.search, 1)
        scroll.column.addLayout(self._head)
        scroll.column.addLayout(self._beside, 1)
        return scroll

    def _chosen(self, code: str) -> None:
        if code != self._group:
            self._show_group(code)

    def _show_group(self, code: str) -> None:
        self._group = code
        self._buttons[code].setChecked(True)
        if self.search.text():
            self.search.clear()
        else:
            self.found.show_group(code)

    def _look(self, typed: str) -> None:
        if typed.strip():
            self.found.look_for(typed)
        else:
            self.found.show_group(self._group)
        self._make_room()

    def _make_room(self) -> None:
        """In a small window what was found comes right below what is typed."""
        self._side.setVisible(not (self._compact and self.search.text().strip()))

    # --- keys ---

    def open_act(self, act: str) -> None:
        """Open the form for something that is done with the keys."""
        self._close_act()
        self._show_group(SecurityGroup.code)
        self._asked = act
        self._acts[act]()

    def _open_sheet(self, sheet: Sheet) -> None:
        # The adviser may be elsewhere by now.
        if self._asked == NEW_SHEET and self.isVisible():
            self._open(NewSheet(self.state, sheet))

    def _open(self, act: KeyAct) -> None:
        self._act = act
        act.done.connect(self._done)
        act.left.connect(self._left)
        self._stack.addWidget(act)
        self._stack.setCurrentWidget(act)
        act.setFocus()

    def _done(self, told: str) -> None:
        self.state.toast.emit(told, None)
        self._left()

    def _left(self) -> None:
        asked = self._asked
        self._close_act()
        self.groups[self._group].load()
        button = self.findChild(Button, f"settings-{asked}")
        if button is not None and self.isVisible():
            button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close_act(self) -> None:
        self._asked = ""
        if (act := self._act) is not None:
            self._act = None
            self._stack.removeWidget(act)
            act.deleteLater()
