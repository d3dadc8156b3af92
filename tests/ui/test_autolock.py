"""Locking by itself and by Ctrl+L over menus, lists and dialogs; the cover while the disk is full."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from adviser_desk.casework import cases
from adviser_desk.errors import DiskFull
from adviser_desk.ui.autolock import AutoLock, LockKey
from adviser_desk.ui.main_window import MainWindow
from adviser_desk.ui.widgets.text import Text

from .conftest import NOW

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


def test_a_minute_without_input_is_told_once_and_again_after_the_next_input(
    autolock: AutoLock, clock: Clock, qtbot: QtBot
) -> None:
    told: list[bool] = []
    autolock.idle.connect(lambda: told.append(True))
    for seconds, times in ((59, 0), (1, 1), (20, 1)):
        clock.now += seconds
        autolock.look()
        assert len(told) == times
    widget = QWidget()
    qtbot.addWidget(widget)
    qtbot.keyClick(widget, Qt.Key.Key_A)
    clock.now += 60
    autolock.look()
    assert len(told) == 2


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


@pytest.fixture
def counted(autolock: AutoLock) -> list[int | None]:
    """What was told of the last half minute."""
    told: list[int | None] = []
    autolock.counted.connect(told.append)
    return told


def test_the_last_half_minute_is_counted_down(
    autolock: AutoLock, clock: Clock, locked: list[bool], counted: list[int | None]
) -> None:
    for seconds in (269, 1, 20, 9.5):
        clock.now += seconds
        autolock.look()
    assert counted == [30, 10, 1]
    clock.now += 0.5
    autolock.look()
    assert locked == [True]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_A])
def test_a_key_ends_the_countdown_and_does_nothing_else(
    autolock: AutoLock, clock: Clock, locked: list[bool], counted: list[int | None], qtbot: QtBot, key: Qt.Key
) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    clock.now += 280
    autolock.look()
    qtbot.keyClick(field, Qt.Key.Key_Control)
    qtbot.mouseMove(field)
    assert counted == [20]
    qtbot.keyClick(field, key)
    assert counted == [20, None]
    assert field.text() == ""
    qtbot.keyClick(field, Qt.Key.Key_B)
    assert field.text() == "b"
    clock.now += 269
    autolock.look()
    assert locked == []


def test_a_key_in_the_countdown_after_a_sleep_comes_too_late(
    autolock: AutoLock, clock: Clock, locked: list[bool], counted: list[int | None], qtbot: QtBot
) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    clock.now += 280
    autolock.look()
    clock.now += 8 * 3600
    qtbot.keyClick(field, Qt.Key.Key_A)
    assert (locked, counted, field.text()) == ([True], [20], "")


def test_the_countdown_takes_every_word_of_a_case_away_and_one_key_brings_it_back(
    window: MainWindow, autolock: AutoLock, clock: Clock, qtbot: QtBot
) -> None:
    autolock.counted.connect(window.count_down)
    window.stay.connect(autolock.stay)
    window.state.go("case", 1)
    qtbot.waitUntil(lambda: "Kompas-47" in _words(window))
    aid = window.pages["case"].memory_aid
    qtbot.waitUntil(lambda: not aid.line.isReadOnly())
    aid.line.setFocus()
    before = aid.line.text()
    qtbot.keyClicks(aid.line, "half")
    clock.now += 276
    autolock.look()
    qtbot.waitUntil(lambda: "Nog 24 seconden. U deed 5 minuten niets." in _words(window))
    assert "Kompas-47" not in _words(window)
    assert not any(field.isVisible() for field in window.findChildren(QLineEdit))
    qtbot.waitUntil(lambda: "Uw concept is bewaard." in _words(window))
    assert "Vergrendelt over 24 seconden" in _words(window)
    assert window.focusWidget().objectName() == "countdown-stay"
    # Where the adviser was is what counts for unlocking, and half a word is no answer.
    assert (window.view().focus, window.view().cursor) == ("memory-aid", len(before + "half"))
    assert window.state.desk.now(cases.case_page, 1, today=NOW.date()).case.memory_aid == before
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert "Kompas-47" in _words(window)
    assert "Vergrendelt na 5 minuten" in _words(window)
    assert window.focusWidget() is aid.line
    assert aid.line.text() == before + "half"
    menu = _menu(window)
    qtbot.waitUntil(menu.isVisible)
    clock.now += 276
    autolock.look()
    assert not menu.isVisible()
    qtbot.mouseClick(window._countdown, Qt.MouseButton.LeftButton)
    assert "Kompas-47" in _words(window)


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
