"""Windows are left out of shared screens where the system can; ten minutes allowed end by themselves and are told."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from adviser_desk.casework import own_settings
from adviser_desk.casework.desk import Desk
from adviser_desk.casework.own_settings import Own
from adviser_desk.policy import DEFAULT, Policy
from adviser_desk.ui import capture_windows
from adviser_desk.ui.main_window import MainWindow
from adviser_desk.ui.screen_capture import ScreenCapture, capture
from adviser_desk.ui.state import State
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.switch import Switch
from adviser_desk.ui.widgets.text import Text

from .conftest import NOW, focus, settle, shown_window

ALWAYS, NEVER = (Policy(version="1", hide_from_capture=value) for value in ("always", "never"))


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def told() -> dict[int, bool]:
    """What the system was last told of each window."""
    return {}


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def on_windows(told: dict[int, bool], clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[ScreenCapture]:
    """The one of the process, on a system that can, hiding as it does from the start."""
    monkeypatch.setattr(capture, "_leave_out", told.__setitem__)
    monkeypatch.setattr(capture, "_now", clock)
    capture.follow(True)
    yield capture
    capture.follow(False)


def test_every_window_is_left_out_as_it_comes_menus_too(
    told: dict[int, bool], clock: Clock, qtbot: QtBot, qapp: QApplication
) -> None:
    found = ScreenCapture(told.__setitem__, clock)
    found.begin()
    found.follow(True)
    try:
        window, menu = QWidget(), QMenu()
        for widget in (window, menu):
            qtbot.addWidget(widget)
        menu.addAction("Kopiëren")
        window.show()
        menu.popup(window.pos())
        assert [told[int(widget.winId())] for widget in (window, menu)] == [True, True]
        for kind in (QEvent.Type.WinIdChange, QEvent.Type.Show):
            told.clear()
            QApplication.sendEvent(window, QEvent(kind))
            assert told == {int(window.winId()): True}
        found.follow(False)
        assert told[int(window.winId())] is False
    finally:
        qapp.removeEventFilter(found)


def test_ten_minutes_end_by_the_clock_also_after_a_sleep_or_a_clock_set_back(clock: Clock) -> None:
    found = ScreenCapture(lambda _window, _on: None, clock)
    found.follow(True)
    for move in (timedelta(minutes=10), timedelta(hours=9), timedelta(minutes=-1)):
        found.allow()
        assert (found.hidden, found.until) == (False, clock.now + timedelta(minutes=10))
        clock.now += timedelta(seconds=1)
        found.look()
        assert not found.hidden
        clock.now += move
        found.look()
        assert (found.hidden, found.until) == (True, None)


def test_without_such_a_call_nothing_is_promised(state: State, qtbot: QtBot) -> None:
    found = ScreenCapture(None)
    found.follow(True)
    found.allow()
    assert (found.possible, found.hidden, found.until) == (False, False, None)
    if not capture.possible:
        window = shown_window(state, qtbot)
        assert "share-screen" not in window.commands.actions
        state.go("settings")
        settle(state)
        assert "Dit systeem kan een venster niet weglaten" in words(window)


def test_the_call_of_windows_falls_back_to_black_and_never_when_it_shows_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, int]] = []

    def affinity(window: int, value: int) -> int:
        asked.append((window, value))
        return int(value != 0x11)

    monkeypatch.setattr(
        capture_windows.ctypes, "WinDLL",
        lambda _name: SimpleNamespace(SetWindowDisplayAffinity=affinity), raising=False,
    )  # fmt: skip
    capture_windows.leave_out(7, True)
    capture_windows.leave_out(7, False)
    assert asked == [(7, 0x11), (7, 0x1), (7, 0x0)]


def test_ten_minutes_are_allowed_by_the_menu_said_in_the_window_and_stopped_by_the_keyboard(
    on_windows: ScreenCapture, told: dict[int, bool], state: State, qtbot: QtBot
) -> None:
    window = shown_window(state, qtbot)
    window.commands.actions["share-screen"].trigger()
    assert told[int(window.winId())] is False
    assert "ziet dit venster tot 14:30." in words(window)
    assert "Scherm te zien tot 14:30" in words(window)
    stop = window.findChild(Button, "capture-stop")
    assert stop is not None
    stop.setFocus()
    QTest.keyClick(stop, Qt.Key.Key_Return)
    assert told[int(window.winId())] is True
    assert "14:30" not in words(window)


def test_the_palette_finds_it(on_windows: ScreenCapture, state: State, qtbot: QtBot) -> None:
    window = shown_window(state, qtbot)
    window.finder.toggle()
    QTest.keyClicks(window.finder.line, "scherm delen")
    settle(state)
    QTest.keyClick(window.finder.line, Qt.Key.Key_Return)
    assert on_windows.until is not None


def test_what_the_organisation_forces_stays_whatever_is_pressed(
    on_windows: ScreenCapture, told: dict[int, bool], desk: Desk, state: State, qtbot: QtBot
) -> None:
    forced = State(desk, state.folder, ALWAYS, practice=False, now=lambda: NOW)
    window = shown_window(forced, qtbot)
    window.commands.actions["share-screen"].trigger()
    assert on_windows.hidden
    assert "Uw organisatie heeft dit ingesteld." in words(window)
    forced.go("settings")
    settle(forced)
    switch = window.findChild(Switch, "settings-hide_from_capture")
    assert switch is not None
    assert (switch.isEnabled(), switch.isChecked()) == (False, True)
    QTest.keyClick(switch, Qt.Key.Key_Space)
    QTest.mouseClick(switch, Qt.MouseButton.LeftButton)
    assert desk.now(own_settings.own) == Own()


def test_the_adviser_chooses_by_the_keyboard_where_the_organisation_leaves_it(
    on_windows: ScreenCapture, window: MainWindow, state: State, desk: Desk
) -> None:
    state.go("settings")
    settle(state)
    switch = window.findChild(Switch, "settings-hide_from_capture")
    assert switch is not None
    switch.setFocus()
    assert (focus(window), switch.isChecked()) == (switch, True)
    QTest.keyClick(switch, Qt.Key.Key_Space)
    settle(state)
    assert desk.now(own_settings.own) == Own(hide_from_capture=False)
    assert not own_settings.hides(state.organisation, state.own)


def test_the_policy_goes_before_the_choice() -> None:
    shown, hidden = Own(hide_from_capture=False), Own()
    assert [own_settings.hides(ALWAYS, own) for own in (shown, hidden)] == [True, True]
    assert [own_settings.hides(NEVER, own) for own in (shown, hidden)] == [False, False]
    assert [own_settings.hides(DEFAULT, own) for own in (shown, hidden)] == [False, True]


def words(part: QWidget) -> str:
    return "\n".join(text.text() for text in part.findChildren(Text) if text.isVisible())
