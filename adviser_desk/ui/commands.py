"""Every command of the window with its menu, words and shortcut: the menu bar is the manual."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

from adviser_desk.i18n import N_, _
from adviser_desk.ui.own_keys import command_keys

MENUS: Mapping[str, str] = {
    "file": N_("&Bestand"),
    "edit": N_("Bewe&rken"),
    "view": N_("Bee&ld"),
    "case": N_("&Casus"),
    "contact": N_("Co&ntact"),
    "quarter": N_("&Kwartaal"),
    "help": N_("&Help"),
}


@dataclass(frozen=True)
class Command:
    """One command. `check` is set for commands that are on or off; an empty label is a separator.

    `of_case`: it is about the case in view. `words`: what it is called now, looked up when its menu opens and at
    `Commands.name`. `keys_in`: the object name of the only widget in which its keys work, as they are those of text
    fields elsewhere.
    """

    code: str
    menu: str
    label: str = ""
    keys: str = ""
    run: Callable[[], None] | None = None
    check: bool | None = None
    group: str = ""
    of_case: bool = False
    words: Callable[[], str] | None = None
    keys_in: str = ""


@dataclass(frozen=True)
class Listed:
    """A command as the list of keys has it. `only_here`: its keys work in one widget only."""

    code: str
    menu: str
    label: str
    only_here: bool


class Commands(QObject):
    """The actions of a window, by code. They follow the keys of the adviser."""

    def __init__(self, window: QMainWindow, commands: Sequence[Command]) -> None:
        """Build the menu bar in the order of `MENUS` and of the commands."""
        super().__init__(window)
        self.listed: list[Listed] = []
        self.actions: dict[str, QAction] = {}
        self._words: dict[str, Callable[[], str]] = {}
        self._keys_in = {command.code: command.keys_in for command in commands if command.keys_in}
        self.of_case = [command.code for command in commands if command.of_case]
        menus = {code: window.menuBar().addMenu(_(label)) for code, label in MENUS.items()}
        # Qt itself opens the menus by Alt alone.
        first = QShortcut(QKeySequence("F10"), window)
        first.activated.connect(lambda: window.menuBar().setActiveAction(window.menuBar().actions()[0]))
        groups: dict[str, QMenu] = {}
        for command in commands:
            menu = menus[command.menu]
            if command.group:
                if command.group not in groups:
                    groups[command.group] = menu.addMenu(_(command.group))
                menu = groups[command.group]
            if not command.label:
                menu.addSeparator()
                continue
            self.actions[command.code] = self._action(window, command)
            menu.addAction(self.actions[command.code])
            if command.words is not None:
                self._words[command.code] = command.words
                menu.aboutToShow.connect(partial(self.name, command.code))
            inside = f"{_(MENUS[command.menu])} › {_(command.group)}" if command.group else _(MENUS[command.menu])
            self.listed.append(Listed(command.code, _bare(inside), _bare(_(command.label)), bool(command.keys_in)))
        command_keys.learn(
            {one.code: tuple(one.keys.split(" | ")) if one.keys else () for one in commands if one.label}
        )
        command_keys.changed.connect(self._follow_keys)
        self._follow_keys()

    def enable(self, codes: Sequence[str], on: bool) -> None:
        """Whether commands can be chosen now."""
        for code in codes:
            self.actions[code].setEnabled(on)

    def reach(self, page: QWidget) -> None:
        """The keys that work in one widget only work in those of a page, too."""
        for code, name in self._keys_in.items():
            for widget in page.findChildren(QWidget, name):
                widget.addAction(self.actions[code])

    def name(self, code: str) -> None:
        """Call a command what it is called now."""
        self.actions[code].setText(self._words[code]())

    def _follow_keys(self) -> None:
        for code, action in self.actions.items():
            action.setShortcuts([QKeySequence(key) for key in command_keys.of(code)])

    def _action(self, window: QMainWindow, command: Command) -> QAction:
        action = QAction(_(command.label), window)
        if command.check is not None:
            action.setCheckable(True)
            action.setChecked(command.check)
        if (run := command.run) is not None:
            action.triggered.connect(lambda _=False: run())
        action.setObjectName(command.code)
        window.addAction(action)
        if command.keys_in:
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        return action


def _bare(label: str) -> str:
    """Without the letter of a menu."""
    return label.replace("&", "")
