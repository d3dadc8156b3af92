"""The window by keyboard: to every page and back, through its regions, and nothing lost on the way."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from adviser_desk import i18n
from adviser_desk.casework.last_view import LastView
from adviser_desk.ui.main_window import MainWindow
from adviser_desk.ui.navigation import BELOW, DESTINATIONS
from adviser_desk.ui.page import OF_CASE, TITLES
from adviser_desk.ui.page_help import _WORDS
from adviser_desk.ui.state import State
from adviser_desk.ui.widgets.text import Text

from .conftest import focus

CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


def page_of(window: MainWindow) -> tuple[str, str]:
    return window.view().page, window.view().about


@pytest.mark.parametrize(
    ("number", "page"), [(Qt.Key.Key_1, "today"), (Qt.Key.Key_2, "cases"), (Qt.Key.Key_4, "export")]
)
def test_ctrl_and_a_number_go_to_a_page(window: MainWindow, qtbot: QtBot, number: Qt.Key, page: str) -> None:
    QTest.keyClick(window, number, CTRL)
    qtbot.waitUntil(lambda: window.view().page == page)
    assert window.pages.currentWidget() is window.pages[page]
    assert window.navigation.first_button().objectName() == f"nav-{page}"


def test_back_and_forward_remember_the_case(window: MainWindow, state: State) -> None:
    state.go("case", 2)
    state.go("consent", 2)
    state.go("today")
    seen = []
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Right):
        QTest.keyClick(window, key, ALT)
        seen.append(page_of(window))
    assert seen == [("consent", "2"), ("case", "2"), ("cases", ""), ("case", "2"), ("consent", "2")]
    QTest.keyClick(window, Qt.Key.Key_1, CTRL)
    QTest.keyClick(window, Qt.Key.Key_Right, ALT)
    assert page_of(window)[0] == "today"


def test_f6_goes_round_the_regions_in_both_directions(window: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(window, Qt.Key.Key_N, CTRL)
    qtbot.waitUntil(lambda: focus(window).objectName() == "capture-case")
    regions = {"navigation": window.navigation, "page": window.pages, "panel": window.panel}

    def region() -> str:
        return next(name for name, widget in regions.items() if widget.isAncestorOf(focus(window)))

    seen = [region()]
    for modifier in (Qt.KeyboardModifier.NoModifier,) * 3 + (SHIFT,) * 2:
        QTest.keyClick(window, Qt.Key.Key_F6, modifier)
        seen.append(region())
    assert seen == ["panel", "navigation", "page", "panel", "page", "navigation"]


def test_a_new_contact_starts_with_the_case_in_view(window: MainWindow, state: State, qtbot: QtBot) -> None:
    state.go("case", 2)
    QTest.keyClick(window, Qt.Key.Key_N, CTRL)
    qtbot.waitUntil(lambda: window.panel.isVisible() and focus(window).objectName() == "capture-note")
    QTest.keyClicks(focus(window), "Belde terug")
    (draft,) = window.unsaved()
    assert (draft.case_id, draft.text) == (2, "Belde terug")


def test_the_title_never_names_a_case(window: MainWindow, state: State) -> None:
    for page, about in (("today", None), ("cases", None), ("case", 1), ("consent", 1), ("export", None)):
        state.go(page, about)
        assert window.windowTitle() == "Adviser Desk"


def test_page_and_focus_are_restored(window: MainWindow, qtbot: QtBot) -> None:
    window.restore(LastView(page="case", about="1", focus="case-note"))
    qtbot.waitUntil(lambda: focus(window).objectName() == "case-note")
    assert page_of(window) == ("case", "1")


def test_a_place_that_is_no_more_leads_to_the_cases(window: MainWindow) -> None:
    window.restore(LastView(page="no such page", about="", focus="nowhere"))
    assert page_of(window)[0] == "cases"


@pytest.mark.parametrize("width", [1280, 1024, 720])
def test_the_panel_never_pushes_the_page_out_of_the_window(window: MainWindow, qtbot: QtBot, width: int) -> None:
    window.resize(width, 700)
    QTest.keyClick(window, Qt.Key.Key_N, CTRL)
    qtbot.waitUntil(window.panel.isVisible)
    QApplication.processEvents()
    qtbot.waitUntil(lambda: window.panel.mapTo(window, window.panel.rect().topRight()).x() < window.width())
    assert window.minimumSizeHint().width() <= width


@pytest.mark.parametrize("page", [*_WORDS])
def test_f1_says_what_the_page_is_for_and_leads_back(window: MainWindow, state: State, page: str, qtbot: QtBot) -> None:
    about = 1 if page in OF_CASE else None
    state.go(page, about)
    for _press in range(2):
        QTest.keyClick(window, Qt.Key.Key_F1)
        assert page_of(window) == ("help", page)
    said = [text.text() for text in window.pages["help"].findChildren(Text)]
    assert all(i18n._(sentence) in said for sentence in _WORDS[page])
    assert focus(window).objectName() == "help-back"
    QTest.keyClick(focus(window), Qt.Key.Key_Space)
    assert window.view().page == page
    assert window.case_in_view() == about


def test_each_page_of_the_navigation_has_its_help() -> None:
    assert {place.page for place in (*DESTINATIONS, *BELOW)} | set(OF_CASE) == set(_WORDS) == set(TITLES)
    sentences = [sentence for found in _WORDS.values() for sentence in found]
    assert all(len(part.split()) <= 15 for sentence in sentences for part in sentence.split(". "))
