"""Ctrl+K by keyboard: commands first, then cases, then words in them; and Esc leaves everything as it was."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from adviser_desk import i18n
from adviser_desk.casework import cases
from adviser_desk.casework.desk import Desk
from adviser_desk.ui.main_window import MainWindow
from adviser_desk.ui.offers import SYNONYMS, Offer, fitting, marked
from adviser_desk.ui.palette_list import Entry
from adviser_desk.ui.state import State

from .conftest import focus, settle

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def ask(window: MainWindow, words: str, qtbot: QtBot) -> list[str]:
    """Ctrl+K and words; what can be chosen, as a screen reader says it."""
    QTest.keyClick(window, Qt.Key.Key_K, CTRL)
    qtbot.waitUntil(lambda: focus(window).objectName() == "palette-line")
    QTest.keyClicks(window.finder.line, words)
    return answers(window)


def answers(window: MainWindow) -> list[str]:
    """What can be chosen, once every answer that was on its way is there."""
    settle(window.state)
    return [entry.spoken for entry in window.finder.list.entries() if entry.run is not None]


def press(window: MainWindow, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(focus(window), key, modifier)


def headings(window: MainWindow) -> list[str]:
    return ["".join(text for text, _mark in one.pieces) for one in window.finder.list.entries() if one.run is None]


def test_every_command_of_the_menus_is_found_by_its_name_with_its_keys(state: State, window: MainWindow) -> None:
    state.go("case", 1)
    window.finder.toggle()
    for code, action in window.commands.actions.items():
        name = action.text().replace("&", "")
        found = [one for one in fitting(window.finder._all(), name) if one.code == code]
        assert [(one.label, one.keys) for one in found] == [(name, action.shortcut().toString())], code


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_other_word_finds_its_command(window: MainWindow, language: i18n.Language) -> None:
    i18n.set_language(language)
    window.finder.toggle()
    offers = window.finder._all()
    codes = {one.code for one in offers}
    for code in SYNONYMS:
        assert code in codes
        for word in i18n._(SYNONYMS[code]).split(", "):
            assert code in [one.code for one in fitting(offers, word)], (code, word)


def test_a_command_runs_and_the_palette_is_gone(window: MainWindow, qtbot: QtBot) -> None:
    assert ask(window, "bewaart", qtbot)[0].startswith("Bewaartermijnen")
    press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.view().page == "retention")
    assert window.finder.isHidden()
    assert window.finder.line.text() == ""
    assert window.finder.list.entries() == ()


def test_commands_come_before_cases_and_cases_before_words_in_them(window: MainWindow, qtbot: QtBot) -> None:
    ask(window, "ko", qtbot)
    assert headings(window) == ["Doe iets", "Casussen"]
    press(window, Qt.Key.Key_Escape)
    found = ask(window, "rooster", qtbot)
    assert headings(window) == ["In de tekst"]
    assert found[0].startswith("Kompas-47")
    assert "roosterwijziging" in found[0]
    press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: (window.view().page, window.view().about) == ("case", "1"))


def test_enter_before_the_answer_takes_what_comes_first_in_it(window: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(window, Qt.Key.Key_K, CTRL)
    qtbot.waitUntil(lambda: focus(window).objectName() == "palette-line")
    QTest.keyClicks(window.finder.line, "paraplu")
    press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: (window.view().page, window.view().about) == ("case", "2"))


def test_escape_gives_the_focus_back_to_the_same_letter(window: MainWindow, state: State, qtbot: QtBot) -> None:
    state.go("case", 1)
    note = window.pages["case"].note.note
    qtbot.waitUntil(lambda: note.isVisible() and not note.isReadOnly())
    note.setFocus()
    QTest.keyClicks(note, "Midden in")
    ask(window, "zak", qtbot)
    assert window.view().focus == "case-note"
    press(window, Qt.Key.Key_Escape)
    assert window.finder.isHidden()
    assert focus(window) is note
    QTest.keyClicks(note, " een zin")
    assert note.toPlainText() == "Midden in een zin"


def test_a_command_on_a_case_is_about_the_one_that_was_opened_last(
    window: MainWindow, state: State, desk: Desk, qtbot: QtBot
) -> None:
    state.go("case", 2)
    state.go("today")
    window.finder.toggle()
    answers(window)
    QTest.keyClicks(window.finder.line, "opvolging")
    assert answers(window)[0] == "Nieuwe opvolging, Paraplu-63, laatst geopend, Ctrl+Shift+O"
    press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: focus(window).objectName() == "follow-up-text")
    assert (window.view().page, window.view().about) == ("case", "2")


def test_ctrl_enter_opens_the_case_of_a_command(window: MainWindow, state: State, qtbot: QtBot) -> None:
    state.go("case", 2)
    state.go("today")
    window.finder.toggle()
    answers(window)
    QTest.keyClicks(window.finder.line, "intrek")
    answers(window)
    press(window, Qt.Key.Key_Return, CTRL)
    assert (window.view().page, window.view().about) == ("case", "2")


def test_consent_can_be_withdrawn_for_a_case_that_is_named_then(window: MainWindow, qtbot: QtBot) -> None:
    ask(window, "intrek", qtbot)
    press(window, Qt.Key.Key_Return)
    assert window.finder.line.placeholderText() == "Bij welke casus?"
    assert [one.partition(",")[0] for one in answers(window)] == ["Kompas-47", "Paraplu-63", "Zaklamp-29"]
    QTest.keyClicks(window.finder.line, "zak")
    answers(window)
    press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: (window.view().page, window.view().about) == ("consent", "3"))


@pytest.mark.parametrize(
    ("code", "page"),
    [
        ("consent", "consent"),
        ("follow-up", "case"),
        ("access", "access"),
        ("breaking", "breaking"),
        ("removed", "case"),
    ],
)
def test_a_command_about_a_case_asks_which_where_none_is_in_view(
    window: MainWindow, qtbot: QtBot, code: str, page: str
) -> None:
    window.commands.actions[code].trigger()
    assert window.finder.line.placeholderText() == "Bij welke casus?"
    QTest.keyClicks(window.finder.line, "zak")
    answers(window)
    press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: (window.view().page, window.view().about) == (page, "3"))


def test_a_command_found_by_its_name_asks_which_case_too(window: MainWindow, qtbot: QtBot) -> None:
    ask(window, "inzage", qtbot)
    press(window, Qt.Key.Key_Return)
    assert window.finder.line.placeholderText() == "Bij welke casus?"
    assert focus(window).objectName() == "palette-line"
    press(window, Qt.Key.Key_Escape)
    press(window, Qt.Key.Key_Escape)
    assert window.view().page == "cases"


def test_escape_goes_back_one_step_at_a_time(window: MainWindow, qtbot: QtBot) -> None:
    ask(window, "intrek", qtbot)
    press(window, Qt.Key.Key_Return)
    press(window, Qt.Key.Key_Escape)
    assert window.finder.isVisible()
    assert window.finder.line.placeholderText() == "Zoek of doe iets"
    press(window, Qt.Key.Key_Escape)
    assert window.finder.isHidden()


def test_arrows_pass_by_headings_and_stop_at_the_ends(window: MainWindow, qtbot: QtBot) -> None:
    rows = ask(window, "", qtbot)

    def current() -> str:
        entry = window.finder.list.current()
        assert isinstance(entry, Entry)
        return entry.spoken

    seen = [current()]
    for key in [Qt.Key.Key_Down] * (len(rows) + 1):
        press(window, key)
        seen.append(current())
    assert seen == [*rows, rows[-1], rows[-1]]
    for _row in rows:
        press(window, Qt.Key.Key_Up)
    assert current() == rows[0]


def test_another_command_ends_the_palette(window: MainWindow, qtbot: QtBot) -> None:
    ask(window, "rooster", qtbot)
    QTest.keyClick(window, Qt.Key.Key_N, CTRL | SHIFT)
    qtbot.waitUntil(lambda: focus(window).objectName() == "capture-note")
    assert window.finder.isHidden()


def test_a_page_that_comes_late_does_not_take_the_line_away(window: MainWindow, state: State, qtbot: QtBot) -> None:
    state.go("case", 1)
    ask(window, "roo", qtbot)
    window.pages["case"].focus_first()
    assert focus(window) is window.finder.line
    QTest.keyClicks(focus(window), "ster")
    assert window.finder.line.text() == "rooster"
    press(window, Qt.Key.Key_Escape)
    assert window.pages["case"].isAncestorOf(focus(window))


def test_the_countdown_ends_the_palette_and_gives_the_focus_to_the_page_again(
    window: MainWindow, state: State, qtbot: QtBot
) -> None:
    state.go("case", 1)
    note = window.pages["case"].note.note
    qtbot.waitUntil(note.isVisible)
    note.setFocus()
    ask(window, "rooster", qtbot)
    window.count_down(30)
    assert window.finder.isHidden()
    assert window.finder.line.text() == ""
    window.count_down(None)
    assert focus(window) is note


def test_the_list_stays_in_the_window_at_each_size(window: MainWindow, qtbot: QtBot) -> None:
    ask(window, "e", qtbot)
    for size in ((1280, 800), (720, 480)):
        window.resize(*size)
        answers(window)
        assert window.centralWidget().rect().contains(window.finder._card.geometry())
        assert window.finder.list.height() > 30


def test_ten_thousand_words_cost_no_case_twice(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    row = desk.now(cases.cases_starting, "kompas")[0]
    found = [one for one in ask(window, "kompas", qtbot) if one.startswith(row.pseudonym)]
    assert len(found) == 1


LABELS = st.text("abc é-ïB", min_size=1, max_size=20)


@given(label=LABELS, words=LABELS)
def test_marking_keeps_every_letter_of_the_label(label: str, words: str) -> None:
    pieces = marked(label, words)
    assert "".join(text for text, _mark in pieces) == label
    assert all(first[1] != second[1] for first, second in pairwise(pieces))


def test_what_begins_so_comes_before_what_has_the_word_and_before_other_words_for_it() -> None:
    def offer(code: str, label: str) -> Offer:
        return Offer(code, label, lambda: None)

    offers = [offer("lost", "Iets anders"), offer("a", "De stick"), offer("b", "Stick kiezen"), offer("c", "Plastick")]
    assert [one.code for one in fitting(offers, "stick")] == ["b", "a", "c"]
    assert [one.code for one in fitting([*offers, offer("go-backup", "Back-up")], "stick")] == [
        "b",
        "a",
        "go-backup",
        "c",
    ]
    assert [one.code for one in fitting(offers, "geSTÓlen")] == ["lost"]
    assert marked("Coördinator", "coord") == (("Coörd", True), ("inator", False))
