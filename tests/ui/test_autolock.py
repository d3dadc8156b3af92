"""Locking by itself and by Ctrl+L over menus, lists and dialogs; the cover while the disk is full."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from adviser_desk.errors import DiskFull
from adviser_desk.ui.autolock import AutoLock, LockKey
from adviser_desk.ui.main_window import MainWindow
from adviser_desk.ui.widgets.text import Text

CTRL = Qt.KeyboardModifier.ControlModifier


class Clock:
    """A clock that a test sets."""

    now = 1_000.0

    def __call__(self) -> float:
        """Seconds."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def locked() -> list[bool]:
    """How often it was locked."""
    return []


@pytest.fixture
def autolock(qapp: QApplication, clock: Clock, locked: list[bool]) -> Iterator[AutoLock]:
    made = AutoLock(qapp, 5, lambda: locked.append(True), clock)
    yield made
    made.setParent(None)
    qapp.removeEventFilter(made)


@pytest.fixture
def lock_key(qapp: QApplication, locked: list[bool]) -> Iterator[LockKey]:
    made = LockKey(qapp, lambda: locked.append(True))
    yield made
    qapp.removeEventFilter(made)


def test_it_locks_once_after_the_time_without_input(autolock: AutoLock, clock: Clock, locked: list[bool]) -> None:
    clock.now += 299
    autolock.look()
    assert locked == []
    clock.now += 1
    autolock.look()
    assert locked == [True]


def test_a_key_starts_the_time_again(autolock: AutoLock, clock: Clock, locked: list[bool], qtbot: QtBot) -> None:
    field = QWidget()
    qtbot.addWidget(field)
    clock.now += 299
    qtbot.keyClick(field, Qt.Key.Key_A)
    clock.now += 299
    autolock.look()
    assert locked == []


def test_a_key_after_a_sleep_comes_too_late(autolock: AutoLock, clock: Clock, locked: list[bool], qtbot: QtBot) -> None:
    seen = []

    class Field(QWidget):
        def keyPressEvent(self, event: QEvent) -> None:
            seen.append(event)

    field = Field()
    qtbot.addWidget(field)
    clock.now += 8 * 3600
    qtbot.keyClick(field, Qt.Key.Key_A)
    assert locked == [True]
    assert seen == []


def test_a_clock_set_back_does_not_delay_the_lock(autolock: AutoLock, clock: Clock, locked: list[bool]) -> None:
    clock.now -= 3600
    autolock.look()
    clock.now += 300
    autolock.look()
    assert locked == [True]


def test_what_moves_by_itself_is_no_input(autolock: AutoLock, clock: Clock, locked: list[bool], qapp: QObject) -> None:
    clock.now += 299
    for kind in (QEvent.Type.Timer, QEvent.Type.Paint, QEvent.Type.UpdateRequest):
        autolock.eventFilter(qapp, QEvent(kind))
    clock.now += 1
    autolock.look()
    assert locked == [True]


def _menu(window: MainWindow) -> QWidget:
    menu = window.menuBar().actions()[0].menu()
    menu.popup(window.mapToGlobal(window.rect().center()))
    return menu


def _list_that_drops_down(window: MainWindow) -> QWidget:
    box = QComboBox(window)
    box.addItems(["een", "twee"])
    box.show()
    box.showPopup()
    return box.view()


def _dialog(window: MainWindow) -> QWidget:
    dialog = QFileDialog(window)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.open()
    return dialog


@pytest.mark.parametrize("open_it", [_menu, _list_that_drops_down, _dialog])
def test_ctrl_l_locks_over(
    open_it: Callable[[MainWindow], QWidget],
    window: MainWindow,
    lock_key: LockKey,
    locked: list[bool],
    qtbot: QtBot,
) -> None:
    over = open_it(window)
    qtbot.waitUntil(over.isVisible)
    qtbot.keyClick(over, Qt.Key.Key_L, CTRL)
    assert locked == [True]
    over.window().hide()


def test_the_cover_hides_all_text_and_lets_no_command_through(window: MainWindow, qtbot: QtBot) -> None:
    window.state.go("case", 1)
    qtbot.waitUntil(lambda: "Kompas-47" in _words(window))
    dialog = _dialog(window)
    window.cover(DiskFull())
    words = _words(window)
    assert not dialog.isVisible()
    assert "Kompas-47" not in words
    assert "Adviser Desk gaat op slot zodra uw tekst is opgeslagen" in words
    assert not any(action.isEnabled() for action in window.actions())
    for text in window.findChildren(Text):
        assert not text.isVisible() or text.height() >= text.heightForWidth(text.width())


def _words(window: MainWindow) -> str:
    return "\n".join(text.text() for text in window.findChildren(Text) if text.isVisible())
