"""Settings, Toetsen: every command with its keys, and another for it. No key has two commands; locking keeps one."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from adviser_desk.i18n import N_, _
from adviser_desk.ui.announce import announce
from adviser_desk.ui.commands import Listed
from adviser_desk.ui.key_field import FIXED, KeyField
from adviser_desk.ui.keys_table import KeysTable
from adviser_desk.ui.own_keys import LOCK, command_keys
from adviser_desk.ui.page import Width
from adviser_desk.ui.settings_rows import Row, SettingsGroup
from adviser_desk.ui.state import State
from adviser_desk.ui.widgets.boxes import Banner, Flow, Scroll
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.text import Field, Group

if TYPE_CHECKING:
    from adviser_desk.ui.main_window import MainWindow


class KeysGroup(SettingsGroup):
    """Applied at once, everywhere."""

    code = "keys"
    label = N_("Toetsen")
    words = N_("sneltoetsen, toetsenbord, toetscombinatie, Ctrl")

    def __init__(self, state: State) -> None:
        """Empty until `load`."""
        self.editor = KeysEditor()
        self._all = Button(_("Alle toetsen terugzetten"))
        self._all.setObjectName("settings-keys-all")
        self._all.clicked.connect(lambda _on=False: self._put_all_back())
        super().__init__(state, _Whole(self.editor), Row(_("Zoals het programma ze heeft"), self._all))
        command_keys.changed.connect(self._follow)

    def load(self) -> None:
        window = cast("MainWindow", self.window())
        self.editor.show_commands(window.commands.listed)
        self._follow()

    def _follow(self) -> None:
        self._all.setEnabled(any(command_keys.is_own(one.code) for one in self.editor.commands))

    def _put_all_back(self) -> None:
        command_keys.put_all_back()
        announce(self._all, _("Alle toetsen zijn weer zoals het programma ze heeft."))
        self.editor.table.setFocus()


class _Whole(Row):
    """The list takes the width of the group."""

    def __init__(self, editor: "KeysEditor") -> None:
        super().__init__(_("Toetsen van opdrachten"), editor, hint=_("Kies een opdracht en druk op Enter."))

    def set_width(self, width: Width) -> None:
        super().set_width("compact")


class KeysEditor(Group):
    """The list, and below it what changes the command that is chosen in it."""

    def __init__(self) -> None:
        """Empty until `show_commands`."""
        super().__init__()
        self.setObjectName("clear")
        self.setAccessibleName(_("Toetsen van opdrachten"))
        self.commands: Sequence[Listed] = ()
        self.table = KeysTable()
        self.table.asked.connect(self.begin)
        self.table.cleared.connect(self._take)
        self._change = self._button(_("Wijzigen"), "change", self.begin, hint="Enter")
        self._none = self._button(_("Geen toets"), "none", self._take)
        self._back = self._button(_("Terugzetten"), "back", self._put_back)
        self.key = KeyField()
        self.key.pressed.connect(self._pressed)
        self.key.left.connect(self._leave)
        self.field = Field(_("Nieuwe toets"), self.key, hint=_("Esc laat alles zoals het was."))
        self.question = Banner(
            "warn", "", "", [("take", _("Geef hem hier"), "plain"), ("keep", _("Laat hem daar"), "plain")]
        )
        self.question.pressed.connect(self._answered)
        self._answer: Callable[[], None] | None = None
        self._build()
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._chosen())
        command_keys.changed.connect(self._follow)

    def show_commands(self, commands: Sequence[Listed]) -> None:
        """All of them, in the order of the menus."""
        self.commands = commands
        self.table.show_commands(commands)
        self._leave_quietly()
        self._follow()

    def chosen(self) -> Listed | None:
        """The command of the current row."""
        row = self.table.currentIndex().row()
        return self.commands[row] if 0 <= row < len(self.commands) else None

    def begin(self) -> None:
        """Wait for the new key."""
        one = self.chosen()
        if one is None or one.code in FIXED:
            return
        words = _("Nieuwe toets voor ‘%(command)s’") % {"command": one.label}
        self.field.label.setText(words)
        self.key.setAccessibleName(words)
        self.field.tell("")
        self.key.begin(only_here=one.only_here)
        self.question.hide()
        self.field.show()
        self.key.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show(self.field)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.question.isVisible():
            self._answered("keep")
        else:
            super().keyPressEvent(event)

    # --- inside ---

    def _build(self) -> None:
        buttons = Flow(8)
        for button in (self._change, self._none, self._back):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.table)
        column.addLayout(buttons)
        column.addWidget(self.field)
        column.addWidget(self.question)
        self.field.hide()
        self.question.hide()

    def _button(self, label: str, name: str, act: Callable[[], None], *, hint: str = "") -> Button:
        button = Button(label, hint=hint)
        button.setObjectName(f"settings-keys-{name}")
        button.clicked.connect(lambda _on=False: act())
        return button

    def _chosen(self) -> None:
        self._leave_quietly()
        self._follow()

    def _follow(self) -> None:
        one = self.chosen()
        free = one is not None and one.code not in FIXED
        self._change.setEnabled(free)
        self._none.setEnabled(free and one is not None and one.code != LOCK and bool(command_keys.of(one.code)))
        self._back.setEnabled(free and one is not None and command_keys.is_own(one.code))
        self.table.look_again()

    def _pressed(self, key: str, trouble: str) -> None:
        one = self.chosen()
        if one is None:
            return
        if trouble:
            self.field.tell(trouble)
            announce(self.key, trouble, assertive=True)
            return

        def give() -> None:
            command_keys.give(key, one.code)
            self._tell(_("‘%(command)s’ heeft nu %(keys)s.") % {"command": one.label, "keys": key})

        self._where_free(one, [key], give)

    def _take(self) -> None:
        one = self.chosen()
        if one is None or one.code in FIXED:
            return
        if one.code == LOCK:
            self._tell(_("Vergrendelen houdt altijd een toets."))
            return
        command_keys.take(one.code)
        self._tell(_("‘%(command)s’ heeft nu geen toets.") % {"command": one.label})

    def _put_back(self) -> None:
        if (one := self.chosen()) is None:
            return
        first = command_keys.first(one.code)

        def put_back() -> None:
            command_keys.put_back(one.code)
            if first:
                words = _("‘%(command)s’ heeft nu %(keys)s.") % {"command": one.label, "keys": " / ".join(first)}
            else:
                words = _("‘%(command)s’ heeft nu geen toets.") % {"command": one.label}
            self._tell(words)

        self._where_free(one, first, put_back)

    def _where_free(self, one: Listed, keys: Sequence[str], act: Callable[[], None]) -> None:
        """Do it, where another command has one of the keys only after asking."""
        owners = {key: owner for key in keys if (owner := command_keys.owner(key)) not in (None, one.code)}
        if not owners:
            act()
            return
        key, owner = next(iter(owners.items()))
        names = {
            "keys": key,
            "command": next((two.label for two in self.commands if two.code == owner), ""),
            "new": one.label,
        }
        if owner == LOCK and set(command_keys.of(LOCK)) <= set(keys):
            words = _("%(keys)s is de enige toets van Vergrendelen. Geef Vergrendelen eerst een andere.") % names
            self.field.tell(words)
            announce(self.key, words, assertive=True)
            return
        self._answer = act
        self.field.hide()
        self.question.show()
        self.question.say(
            _("%(keys)s hoort bij ‘%(command)s’.") % names,
            _("Wilt u die toets voor ‘%(new)s’?") % names,
            assertive=True,
        )
        first = self.question.findChild(Button)
        assert first is not None
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show(self.question)

    def _show(self, part: QWidget) -> None:
        """Below a long list it may be out of view; its place is known after the layout."""
        around = self.parentWidget()
        while around is not None and not isinstance(around, Scroll):
            around = around.parentWidget()
        if around is not None:
            QTimer.singleShot(0, self, lambda: around.ensureWidgetVisible(part))

    def _answered(self, value: str) -> None:
        act, self._answer = self._answer, None
        if value == "take" and act is not None:
            act()
        else:
            self._tell(_("Er is niets veranderd."))

    def _tell(self, words: str) -> None:
        self._leave()
        announce(self.table, words)

    def _leave(self) -> None:
        self._leave_quietly()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave_quietly(self) -> None:
        self._answer = None
        self.field.hide()
        self.question.hide()
