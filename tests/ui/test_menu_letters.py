"""The letters under Alt: one for each menu and command, none that the capture panel uses, in both languages."""

import re
from collections import Counter

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from adviser_desk import i18n
from adviser_desk.casework.preferences import Preferences
from adviser_desk.models.codes import Language
from adviser_desk.ui.main_window import MainWindow
from adviser_desk.ui.state import State
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.check import CheckBox
from adviser_desk.ui.window import desk_window

PANEL = set("1234SOWAT")


@pytest.fixture(params=i18n.LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    """Dutch, then English."""
    chosen: Language = request.param
    i18n.set_language(chosen)
    return chosen


@pytest.fixture
def menus(language: Language, state: State, qtbot: QtBot) -> list[QMenu]:
    """The menus of the menu bar in this language, in the order of the bar."""
    window: MainWindow = desk_window(state, Preferences(language=language), lock=nothing, prefer=nothing)
    qtbot.addWidget(window)
    window.closeEvent = lambda event: event.accept()  # type: ignore[method-assign]
    found = [action.menu() for action in window.menuBar().actions()]
    assert len(found) == 7
    return [menu for menu in found if isinstance(menu, QMenu)]


def nothing(*_any: object) -> None:
    """This window neither locks nor changes."""


def letter(words: str) -> str:
    found = re.findall(r"&(\w)", words)
    assert len(found) <= 1, words
    return found[0].upper() if found else ""


def test_every_menu_has_its_own_letter_and_none_of_the_panel(menus: list[QMenu]):
    letters = [letter(menu.title()) for menu in menus]
    assert "" not in letters
    assert len(set(letters)) == len(letters)
    assert set(letters) & PANEL == set()


def test_no_letter_comes_twice_in_a_menu(menus: list[QMenu]):
    for menu in menus:
        actions: list[QAction] = [action for action in menu.actions() if not action.isSeparator()]
        letters = Counter(filter(None, (letter(action.text()) for action in actions)))
        assert {key: often for key, often in letters.items() if often > 1} == {}, menu.title()


def test_an_ampersand_in_a_label_is_shown_and_is_no_key(qtbot: QtBot):
    button, box = Button("Spreken met P&O", kind="chip"), CheckBox("P&O")
    for widget in (button, box):
        qtbot.addWidget(widget)
        assert widget.shortcut().isEmpty()
        assert "P&O" in widget.text()
    button.set_label("Gesproken met P&O")
    assert button.shortcut().isEmpty()
    assert button.accessibleName() == "Gesproken met P&O"
