"""After unlocking the adviser is in the same field, with the same words and the cursor at the same letter."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from adviser_desk.casework.last_view import put_aside
from adviser_desk.ui.case_list import CaseListPage
from adviser_desk.ui.main_window import MainWindow
from adviser_desk.ui.state import State
from tests.ui.conftest import focus, shown_window

WORDS = "drie woorden lang"


def _find(window: MainWindow, name: str) -> Any:
    return next((one for one in window.findChildren(QWidget, name) if one.isVisible()), None)


def _settle(window: MainWindow) -> None:
    """Until the page has what it asked for."""
    for _round in range(5):
        window.state.desk.now(lambda _vault: None)
        QCoreApplication.processEvents()


def _field(window: MainWindow, qtbot: QtBot, name: str) -> Any:
    _settle(window)
    qtbot.waitUntil(lambda: _find(window, name) is not None)
    field = _find(window, name)
    field.setFocus()
    return field


def _note_of_the_case(window: MainWindow, qtbot: QtBot) -> Any:
    window.state.go("case", 1)
    return _field(window, qtbot, "case-note")


def _memory_aid(window: MainWindow, qtbot: QtBot) -> Any:
    window.state.go("case", 1)
    return _field(window, qtbot, "memory-aid")


def _search(window: MainWindow, qtbot: QtBot) -> Any:
    window.state.go("cases")
    return _field(window, qtbot, "search")


def _follow_up(window: MainWindow, qtbot: QtBot) -> Any:
    window.state.go("case", 1)
    _settle(window)
    window.commands.actions["follow-up"].trigger()
    return _field(window, qtbot, "follow-up-text")


def _day_of_the_follow_up(window: MainWindow, qtbot: QtBot) -> Any:
    _follow_up(window, qtbot)
    return _field(window, qtbot, "follow-up-when")


def _consent(window: MainWindow, qtbot: QtBot) -> Any:
    window.state.go("consent", 1)
    qtbot.waitUntil(lambda: _find(window, "consent-withdraw-count") is not None)
    qtbot.mouseClick(_find(window, "consent-withdraw-count"), Qt.MouseButton.LeftButton)
    return _field(window, qtbot, "consent-when")


def _capture(window: MainWindow, qtbot: QtBot) -> Any:
    window.new_contact()
    return _field(window, qtbot, "capture-note")


def _next_step(window: MainWindow, qtbot: QtBot) -> Any:
    window.new_case()
    _settle(window)
    qtbot.keyClick(focus(window), Qt.Key.Key_O, Qt.KeyboardModifier.AltModifier)
    return _field(window, qtbot, "capture-next-step")


def _case_words(window: MainWindow, qtbot: QtBot) -> Any:
    window.new_contact()
    return _field(window, qtbot, "capture-case")


PLACES = [_note_of_the_case, _memory_aid, _search, _follow_up, _day_of_the_follow_up, _consent, _capture, _next_step]
PLACES += [_case_words]


@pytest.mark.parametrize("go", PLACES, ids=lambda go: go.__name__.strip("_"))
def test_it_is_the_same_field_with_the_same_words(
    go: Callable[[MainWindow, QtBot], Any], window: MainWindow, state: State, qtbot: QtBot
) -> None:
    field = go(window, qtbot)
    qtbot.waitUntil(lambda: focus(window) is field)
    if hasattr(field, "selectAll"):
        field.selectAll()
    qtbot.keyClicks(field, WORDS)
    for _letter in range(5):
        qtbot.keyClick(field, Qt.Key.Key_Left)
    name, words, at = field.objectName(), _text(field), _cursor(field)
    assert words == WORDS
    assert at == len(WORDS) - 5
    again = _locked_and_opened(window, state, qtbot)
    qtbot.waitUntil(lambda: focus(again).objectName() == name)
    qtbot.waitUntil(lambda: (_text(focus(again)), _cursor(focus(again))) == (words, at))


def test_the_list_has_the_same_filters_and_the_same_row(window: MainWindow, state: State, qtbot: QtBot) -> None:
    page = window.pages["cases"]
    assert isinstance(page, CaseListPage)
    state.go("cases")
    page.status.set_value("open")
    page.look()
    qtbot.waitUntil(lambda: page.table.model().rowCount() > 1)
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    row = page.table.current()
    assert row is not None
    page.table.setFocus()
    again = _locked_and_opened(window, state, qtbot)
    same = again.pages["cases"]
    assert isinstance(same, CaseListPage)
    qtbot.waitUntil(lambda: same.table.current() is not None)
    assert (same.status.value, same.table.current()) == ("open", row)
    assert same.table.currentIndex().row() == 1
    qtbot.waitUntil(lambda: focus(again) is same.table)


def _locked_and_opened(window: MainWindow, state: State, qtbot: QtBot) -> MainWindow:
    state.desk.now(lambda _vault: None)
    QCoreApplication.sendPostedEvents(state.tasks)
    state.leaving.set()
    state.desk.now(put_aside, window.unsaved(), window.view())
    window.hide()
    again = shown_window(State(state.desk, state.folder, state.policy, practice=False, now=state.now), qtbot)
    again.panel.take_up()  # type: ignore[attr-defined]
    return again


def _text(field: QWidget) -> str:
    assert isinstance(field, QLineEdit | QPlainTextEdit)
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def _cursor(field: QWidget) -> int:
    assert isinstance(field, QLineEdit | QPlainTextEdit)
    return field.cursorPosition() if isinstance(field, QLineEdit) else field.textCursor().position()
