"""Casussen by keyboard: typing finds at once, keys go between field and list, filters narrow, mistakes are forgiven."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from adviser_desk.casework.desk import Desk
from adviser_desk.ui import case_table
from adviser_desk.ui.case_list import CaseListPage
from adviser_desk.ui.main_window import MainWindow
from adviser_desk.ui.state import State

from .conftest import focus

CTRL = Qt.KeyboardModifier.ControlModifier
ALL = ["Kompas-47", "Paraplu-63", "Zaklamp-29"]


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> CaseListPage:
    """The list, with the cursor in its search field."""
    QTest.keyClick(window, Qt.Key.Key_F, CTRL)
    found = window.pages["cases"]
    assert isinstance(found, CaseListPage)
    qtbot.waitUntil(lambda: names(found) == ALL and focus(window) is found.search)
    return found


def names(page: CaseListPage) -> list[str]:
    return [row.pseudonym for row in page._found.rows]


def type_in(page: CaseListPage, qtbot: QtBot, words: str, expected: list[str]) -> None:
    QTest.keyClicks(focus(page.window()), words)
    qtbot.waitUntil(lambda: names(page) == expected)


@pytest.mark.parametrize("words", ["rooster", "ROOSTERW", "wijziging", "teamoverleg roos", "terugbel"])
def test_word_parts_accents_and_follow_ups_are_found_with_each_key(
    page: CaseListPage, qtbot: QtBot, words: str
) -> None:
    type_in(page, qtbot, words, ["Kompas-47"])
    assert page.count.text() == "1 van 3 casussen"


def test_accents_are_forgiven(page: CaseListPage, qtbot: QtBot) -> None:
    # Not typed key by key: the test library types plain letters only.
    page.search.insert("kómpas")
    qtbot.waitUntil(lambda: names(page) == ["Kompas-47"])


def test_down_goes_to_the_list_letters_go_back_and_enter_opens(
    page: CaseListPage, window: MainWindow, qtbot: QtBot
) -> None:
    QTest.keyClick(page.search, Qt.Key.Key_Down)
    assert focus(window) is page.table
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    QTest.keyClick(page.table, Qt.Key.Key_Z)
    assert focus(window) is page.search
    type_in(page, qtbot, "ak", ["Zaklamp-29"])
    QTest.keyClick(page.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: (window.view().page, window.view().about) == ("case", "3"))


def test_escape_clears_the_words(page: CaseListPage, qtbot: QtBot) -> None:
    type_in(page, qtbot, "zak", ["Zaklamp-29"])
    QTest.keyClick(page.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: names(page) == ALL)


def test_a_wrong_letter_is_forgiven_or_another_word_is_offered(page: CaseListPage, qtbot: QtBot) -> None:
    QTest.keyClicks(page.search, "teamoverlog")
    qtbot.waitUntil(lambda: page._found.suggestion == "teamoverleg" or names(page) == ["Kompas-47"])
    if not names(page):
        assert "teamoverleg" in page._empty.text.text()
        page._empty.act.click()
        qtbot.waitUntil(lambda: names(page) == ["Kompas-47"])
        assert page.search.text() == "teamoverleg"


def test_nothing_found_says_so_and_one_act_clears_words_and_filters(page: CaseListPage, qtbot: QtBot) -> None:
    page.status.set_value("closed")
    page.look()
    type_in(page, qtbot, "xyzw", [])
    assert page._empty.title.text() == "Niets gevonden voor ‘xyzw’"
    page._empty.act.click()
    qtbot.waitUntil(lambda: names(page) == ALL)
    assert page.status.value is None


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("status", "open", ALL),
        ("status", "closed", []),
        ("behaviour", "intimidation", ["Kompas-47"]),
        ("consent", "given", ["Kompas-47"]),
        ("consent", "not_asked", ["Paraplu-63", "Zaklamp-29"]),
        ("period", "2026Q3", ALL),
        ("period", "2026Q4", []),
    ],
)
def test_a_filter_narrows_the_list(
    page: CaseListPage, qtbot: QtBot, name: str, value: str, expected: list[str]
) -> None:
    box = getattr(page, name)
    box.set_value(value)
    box.chosen.emit(value)
    qtbot.waitUntil(lambda: names(page) == expected)


@pytest.mark.parametrize("reads_rows", [True, False])
@pytest.mark.parametrize("width", [1280, 480])
def test_kind_status_and_day_are_said_once_in_the_row_or_all_in_the_first_cell(
    page: CaseListPage, reads_rows: bool, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case_table, "READS_ROWS", reads_rows)
    page.window().resize(width, 480)
    page.table.resize(page.table.width() - 1, page.table.height())
    model, shown = page.table.model(), [place for place in range(4) if not page.table.isColumnHidden(place)]
    assert len(shown) == (4 if width == 1280 else 2)
    role = Qt.ItemDataRole.AccessibleTextRole
    first, *others = [str(model.index(0, place).data(role)) for place in shown]
    read = [first, *others] if reads_rows else [first]
    parts = [part for cell in read for part in cell.lower().split(", ")]
    assert parts[0] == "kompas-47"
    for part in [other.lower() for other in others] + ["open", "laatste contact 2 okt"]:
        assert parts.count(part) == 1, part


def test_the_search_and_the_place_come_back(page: CaseListPage, window: MainWindow, state: State, desk: Desk) -> None:
    QTest.keyClicks(page.search, "rooster")
    view = window.view()
    assert (view.page, view.about, view.focus) == ("cases", "rooster", "search")


def test_one_command_shows_all_cases_again(window: MainWindow, state: State, qtbot: QtBot) -> None:
    page = window.pages["cases"]
    assert isinstance(page, CaseListPage)
    page.status.set_value("closed")
    page.search.setText("rooster")
    qtbot.waitUntil(lambda: page.table.cases.rowCount() == 0)
    state.go("today")
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: page.table.cases.rowCount() == 3)
    assert (page.search.text(), page.status.value) == ("", None)
    assert window.view().page == "cases"
