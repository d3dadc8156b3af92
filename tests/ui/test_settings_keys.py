"""Settings, Toetsen: another key for a command works at once, everywhere; a clash is asked; locking keeps a key."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from adviser_desk.casework import own_keys
from adviser_desk.casework.desk import Desk
from adviser_desk.ui.autolock import LockKey
from adviser_desk.ui.key_field import KeyField
from adviser_desk.ui.main_window import MainWindow
from adviser_desk.ui.own_keys import command_keys
from adviser_desk.ui.settings_keys import KeysEditor, KeysGroup
from adviser_desk.ui.state import State
from adviser_desk.ui.widgets.boxes import Banner
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.text import Text

from .conftest import focus, settle, shown_window

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


@pytest.fixture
def editor(window: MainWindow, state: State, qtbot: QtBot) -> Iterator[KeysEditor]:
    """The list of keys, in focus."""
    settle(state)
    state.go("settings", "keys")
    group = window.pages["settings"].findChild(KeysGroup)
    assert isinstance(group, KeysGroup)
    qtbot.waitUntil(group.isVisible)
    group.editor.table.setFocus()
    yield group.editor
    command_keys._own = {}
    command_keys._settle()


def choose(editor: KeysEditor, code: str) -> None:
    row = [one.code for one in editor.commands].index(code)
    editor.table.setCurrentIndex(editor.table.model().index(row, 0))


def ask(editor: KeysEditor, code: str) -> KeyField:
    choose(editor, code)
    QTest.keyClick(editor.table, Qt.Key.Key_Return)
    assert focus(editor.window()) is editor.key
    return editor.key


def give(editor: KeysEditor, code: str, key: Qt.Key, modifiers: Qt.KeyboardModifier, state: State) -> None:
    QTest.keyClick(ask(editor, code), key, modifiers)
    settle(state)


def shown_keys(editor: KeysEditor, code: str, role: Qt.ItemDataRole = Qt.ItemDataRole.DisplayRole) -> str:
    row = [one.code for one in editor.commands].index(code)
    return str(editor.table.model().index(row, 1, QModelIndex()).data(role))


def action(window: QWidget, code: str) -> QAction:
    found = window.findChild(QAction, code)
    assert isinstance(found, QAction)
    return found


def test_every_command_is_listed_with_its_menu_and_keys(editor: KeysEditor, window: MainWindow) -> None:
    assert [one.code for one in editor.commands] == list(window.commands.actions)
    assert shown_keys(editor, "redo") == "Ctrl+Y / Ctrl+Shift+Z"
    assert shown_keys(editor, "about") == "–"
    assert shown_keys(editor, "about", Qt.ItemDataRole.AccessibleTextRole) == "geen toets"
    assert "ligt vast" in shown_keys(editor, "copy", Qt.ItemDataRole.AccessibleTextRole)
    choose(editor, "consent")
    assert editor.table.currentIndex().data() == "Casus › Toestemming"


def test_another_key_works_at_once_and_the_old_one_no_more(
    editor: KeysEditor, window: MainWindow, state: State, desk: Desk, qtbot: QtBot
) -> None:
    give(editor, "go-today", Qt.Key.Key_D, CTRL | SHIFT, state)
    assert focus(window) is editor.table
    assert shown_keys(editor, "go-today") == "Ctrl+Shift+D"
    assert desk.now(own_keys.own_keys).keys == {"go-today": ("Ctrl+Shift+D",)}
    QTest.keyClick(window, Qt.Key.Key_1, CTRL)
    assert window.view().page == "settings"
    QTest.keyClick(window, Qt.Key.Key_D, CTRL | SHIFT)
    assert window.view().page == "today"


def test_menus_buttons_palette_and_help_show_the_key_of_now(
    editor: KeysEditor, window: MainWindow, state: State, qtbot: QtBot
) -> None:
    give(editor, "new-contact", Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier, state)
    assert [key.toString() for key in action(window, "new-contact").shortcuts()] == ["F9"]
    button = next(one for one in window.navigation.findChildren(Button) if one.hint == "Ctrl+N")
    assert button.keys == "F9"
    window.navigation.set_compact(True)
    assert button.toolTip() == "Nieuw contact  F9"
    state.go("keys")
    words = [text.text() for text in window.pages["keys"].findChildren(Text)]
    assert "F9" in words
    assert "Ctrl+N" not in words
    state.go("help", "today")
    everywhere = [text.text() for text in window.pages["help"].findChildren(Text)]
    assert any(text.startswith("F9 legt een gesprek vast. Ctrl+K") for text in everywhere)
    command_keys.give("Ctrl+F9", "normal")
    settle(state)
    state.go("settings", "display")
    display = [text.text() for text in window.pages["settings"].findChildren(Text)]
    assert "Ook met Ctrl++, Ctrl+- en Ctrl+F9." in display
    QTest.keyClick(window, Qt.Key.Key_K, CTRL)
    qtbot.waitUntil(window.finder.isVisible)
    QTest.keyClicks(focus(window), "nieuw contact")
    qtbot.waitUntil(lambda: any(entry.keys == "F9" for entry in window.finder.list.entries()))


def test_the_keys_are_there_in_the_next_window(editor: KeysEditor, state: State, qtbot: QtBot) -> None:
    give(editor, "lock", Qt.Key.Key_L, CTRL | SHIFT, state)
    again = shown_window(state, qtbot)
    settle(state)
    assert [key.toString() for key in action(again, "lock").shortcuts()] == ["Ctrl+Shift+L"]


@pytest.mark.parametrize("take", [True, False])
def test_a_clash_is_told_with_the_other_command_and_asked(
    editor: KeysEditor, window: MainWindow, state: State, take: bool, qtbot: QtBot
) -> None:
    give(editor, "consent", Qt.Key.Key_E, CTRL, state)
    assert isinstance(editor.question, Banner)
    assert editor.question.isVisible()
    assert editor.question.title.text() == "Ctrl+E hoort bij ‘Wat u ziet of wat anderen zien’."
    assert "‘Toestemming’" in editor.question.text.text()
    assert shown_keys(editor, "consent") == "Ctrl+T"
    if take:
        QTest.keyClick(focus(window), Qt.Key.Key_Space)
    else:
        QTest.keyClick(focus(window), Qt.Key.Key_Escape)
    settle(state)
    assert not editor.question.isVisible()
    assert focus(window) is editor.table
    assert shown_keys(editor, "consent") == ("Ctrl+E" if take else "Ctrl+T")
    assert shown_keys(editor, "other-side") == ("–" if take else "Ctrl+E")


def test_one_goes_back_and_then_all_and_asks_where_its_key_went(
    editor: KeysEditor, window: MainWindow, state: State, qtbot: QtBot
) -> None:
    give(editor, "consent", Qt.Key.Key_F8, Qt.KeyboardModifier.NoModifier, state)
    give(editor, "other-side", Qt.Key.Key_T, CTRL, state)
    choose(editor, "consent")
    back = editor.findChild(Button, "settings-keys-back")
    assert isinstance(back, Button)
    back.click()
    assert editor.question.title.text() == "Ctrl+T hoort bij ‘Wat u ziet of wat anderen zien’."
    QTest.keyClick(focus(window), Qt.Key.Key_Space)
    settle(state)
    assert (shown_keys(editor, "consent"), shown_keys(editor, "other-side")) == ("Ctrl+T", "–")
    everything = window.findChild(Button, "settings-keys-all")
    assert isinstance(everything, Button)
    everything.click()
    settle(state)
    assert shown_keys(editor, "other-side") == "Ctrl+E"
    assert not everything.isEnabled()


def test_locking_is_never_without_a_key(
    editor: KeysEditor, window: MainWindow, state: State, desk: Desk, qtbot: QtBot
) -> None:
    choose(editor, "lock")
    none = editor.findChild(Button, "settings-keys-none")
    assert isinstance(none, Button)
    assert not none.isEnabled()
    QTest.keyClick(editor.table, Qt.Key.Key_Delete)
    settle(state)
    assert shown_keys(editor, "lock") == "Ctrl+L"
    command_keys.take("lock")
    desk.now(own_keys.choose_keys, {"lock": ()})
    command_keys.begin(state)
    settle(state)
    assert command_keys.of("lock") == ("Ctrl+L",)


def test_its_only_key_is_not_taken_from_locking(editor: KeysEditor, state: State) -> None:
    command_keys.give("Ctrl+Shift+L", "lock")
    settle(state)
    give(editor, "consent", Qt.Key.Key_L, CTRL, state)
    assert shown_keys(editor, "consent") == "Ctrl+L"
    choose(editor, "lock")
    back = editor.findChild(Button, "settings-keys-back")
    assert isinstance(back, Button)
    back.click()
    QTest.keyClick(focus(editor.window()), Qt.Key.Key_Space)
    settle(state)
    assert shown_keys(editor, "lock") == "Ctrl+L"
    key = ask(editor, "consent")
    key.pressed.emit("Ctrl+L", "")
    assert "enige toets van Vergrendelen" in editor.field.below.text()
    assert not editor.question.isVisible()


def test_the_new_key_locks_where_something_lies_over_the_window_and_the_old_one_does_not(
    editor: KeysEditor, window: MainWindow, state: State, qtbot: QtBot
) -> None:
    give(editor, "lock", Qt.Key.Key_L, CTRL | SHIFT, state)
    locked: list[None] = []
    watch = LockKey(QApplication.instance(), lambda: locked.append(None))
    menu = QMenu(window)
    menu.addAction("x")
    menu.popup(window.mapToGlobal(window.rect().center()))
    QTest.keyClick(menu, Qt.Key.Key_L, CTRL)
    assert locked == []
    QTest.keyClick(menu, Qt.Key.Key_L, CTRL | SHIFT)
    assert locked == [None]
    menu.close()
    watch.deleteLater()


@pytest.mark.parametrize(
    ("pressed", "modifiers", "words"),
    [
        (Qt.Key.Key_C, CTRL, "ligt vast"),
        (Qt.Key.Key_B, CTRL, "ligt vast"),
        (Qt.Key.Key_Return, CTRL, "ligt vast"),
        (Qt.Key.Key_Q, Qt.KeyboardModifier.NoModifier, "functietoets"),
        (Qt.Key.Key_B, ALT, "functietoets"),
        (Qt.Key.Key_E, CTRL | ALT, "functietoets"),
        (Qt.Key.Key_Left, CTRL, "functietoets"),
        (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier, "functietoets"),
    ],
)
def test_keys_that_type_or_are_of_forms_and_menus_are_refused_in_words(
    editor: KeysEditor, pressed: Qt.Key, modifiers: Qt.KeyboardModifier, words: str, state: State
) -> None:
    give(editor, "consent", pressed, modifiers, state)
    assert words in editor.field.below.text()
    assert shown_keys(editor, "consent") == "Ctrl+T"
    QTest.keyClick(editor.key, Qt.Key.Key_Escape)
    assert focus(editor.window()) is editor.table


def test_pressing_a_key_of_a_command_in_the_field_does_not_run_it(
    editor: KeysEditor, window: MainWindow, state: State
) -> None:
    give(editor, "consent", Qt.Key.Key_2, CTRL, state)
    assert window.view().page == "settings"
    assert editor.question.isVisible()


def test_fixed_keys_cannot_be_changed(editor: KeysEditor) -> None:
    choose(editor, "copy")
    QTest.keyClick(editor.table, Qt.Key.Key_Return)
    assert not editor.field.isVisible()
    change = editor.findChild(Button, "settings-keys-change")
    assert isinstance(change, Button)
    assert not change.isEnabled()


def test_keys_of_a_later_version_do_not_take_those_of_the_adviser(state: State, window: MainWindow) -> None:
    command_keys._own = {"consent": ("Ctrl+E",)}
    command_keys._settle()
    assert command_keys.of("consent") == ("Ctrl+E",)
    assert command_keys.of("other-side") == ()
    command_keys._own = {"consent": ("Ctrl+L",)}
    command_keys._settle()
    assert command_keys.of("lock") == ("Ctrl+L",)
    assert command_keys.of("consent") == ()
    command_keys._own = {}
    command_keys._settle()
