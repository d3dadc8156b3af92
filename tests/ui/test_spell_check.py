"""Wrong words in a note get a wave, and its menu offers others. The text stays what was typed."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from adviser_desk.casework import cases, own_words
from adviser_desk.casework.changes import Changes, Kind
from adviser_desk.casework.desk import Desk
from adviser_desk.ui.main_window import MainWindow
from adviser_desk.ui.privacy import privacy
from adviser_desk.ui.spell_marks import wrong_places
from adviser_desk.ui.spelling import spelling
from adviser_desk.ui.state import State
from adviser_desk.ui.theme import theme
from adviser_desk.ui.widgets.note import NoteEdit

from .conftest import NOW, settle, shown_window

CTRL = Qt.KeyboardModifier.ControlModifier
SLOW = 20_000
"""ms; reading the word list on a busy machine."""


@pytest.fixture
def note(window: MainWindow, state: State, qtbot: QtBot) -> NoteEdit:
    """The note of the capture panel for Kompas-47, in focus."""
    state.capture.emit(1, False)
    found = window.panel.findChild(NoteEdit, "capture-note")
    assert isinstance(found, NoteEdit)
    found.setFocus()
    settle(state)
    assert spelling.languages == ("nl",)
    return found


def marked(note: NoteEdit) -> list[str]:
    found = []
    block = note.document().begin()
    while block.isValid():
        found += [block.text()[start : start + length] for start, length in wrong_places(block)]
        block = block.next()
    return found


def type_words(note: NoteEdit, words: str, then: Callable[[], bool], qtbot: QtBot) -> None:
    QTest.keyClicks(note, words)
    qtbot.waitUntil(then, timeout=SLOW)


def menu_at(note: NoteEdit, word: str, qtbot: QtBot) -> QMenu:
    """The menu that the Menu key opens with the cursor in a word."""
    cursor = note.textCursor()
    cursor.setPosition(note.toPlainText().index(word) + 1)
    note.setTextCursor(cursor)
    place = note.cursorRect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, note.mapToGlobal(place))
    QApplication.sendEvent(note, event)
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu), timeout=SLOW)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def choose(menu: QMenu, label: str) -> None:
    next(action for action in menu.actions() if action.text() == label).trigger()
    menu.close()


def test_a_wrong_word_is_marked_when_it_is_done_and_a_right_one_is_not(note: NoteEdit, qtbot: QtBot) -> None:
    type_words(note, "haar leidingevende belde ", lambda: marked(note) == ["leidingevende"], qtbot)
    QTest.keyClicks(note, "over het gespreck")
    assert marked(note) == ["leidingevende"]
    QTest.keyClick(note, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: marked(note) == ["leidingevende", "gespreck"], timeout=SLOW)


def test_the_last_word_is_marked_when_the_field_is_left(note: NoteEdit, qtbot: QtBot) -> None:
    QTest.keyClicks(note, "leidingevende")
    assert marked(note) == []
    QTest.keyClick(note, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: marked(note) == ["leidingevende"], timeout=SLOW)


def test_typing_on_in_a_marked_word_takes_the_mark_away(note: NoteEdit, qtbot: QtBot) -> None:
    type_words(note, "gespreck ", lambda: marked(note) == ["gespreck"], qtbot)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Backspace):
        QTest.keyClick(note, key)
    assert marked(note) == []
    QTest.keyClick(note, Qt.Key.Key_Backspace)
    QTest.keyClicks(note, "k")
    QTest.keyClick(note, Qt.Key.Key_Right)
    settle_verdicts(qtbot)
    assert note.toPlainText() == "gesprek "
    assert marked(note) == []


def test_the_names_of_cases_and_own_words_are_right(note: NoteEdit, state: State, desk: Desk, qtbot: QtBot) -> None:
    desk.now(cases.open_case, "Zwxqlamp-12", opened_on=NOW.date())
    state.changed.emit(Changes.of(Kind.CASE))
    desk.now(own_words.add_word, "Verweij")
    spelling.begin(state)
    settle(state)
    words = "zwxqlamp Kompas verweij BZK A4 gespreck "
    type_words(note, words, lambda: marked(note) == ["gespreck"], qtbot)


def test_pictures_in_the_text_do_not_move_the_mark(note: NoteEdit, qtbot: QtBot) -> None:
    note.setPlainText("😀😀 haar leidingevende belt")
    qtbot.waitUntil(lambda: bool(wrong_places(note.document().begin())), timeout=SLOW)
    assert wrong_places(note.document().begin()) == [(10, 13)]
    choose(menu_at(note, "dingevende", qtbot), "leidinggevende")
    assert note.toPlainText() == "😀😀 haar leidinggevende belt"


def test_the_menu_offers_at_most_five_words_and_puts_the_chosen_one_in_place(note: NoteEdit, qtbot: QtBot) -> None:
    type_words(note, "haar leidingevende belt", lambda: marked(note) == ["leidingevende"], qtbot)
    menu = menu_at(note, "leidingevende", qtbot)
    labels = [action.text() for action in menu.actions()]
    assert "leidinggevende" in labels[:5]
    assert labels.index("Toevoegen aan woordenlijst") <= 6
    choose(menu, "leidinggevende")
    assert note.toPlainText() == "haar leidinggevende belt"
    settle_verdicts(qtbot)
    assert marked(note) == []
    QTest.keyClick(note, Qt.Key.Key_Z, CTRL)
    assert note.toPlainText() == "haar leidingevende belt"


def test_a_right_click_on_the_word_opens_the_same_menu(note: NoteEdit, qtbot: QtBot) -> None:
    type_words(note, "leidingevende belt nu ", lambda: marked(note) == ["leidingevende"], qtbot)
    cursor = note.textCursor()
    cursor.setPosition(3)
    place = note.cursorRect(cursor).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, note.viewport().mapToGlobal(place))
    QApplication.sendEvent(note.viewport(), event)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None, timeout=SLOW)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert "leidinggevende" in [action.text() for action in menu.actions()]
    assert note.textCursor().position() == len("leidingevende belt nu ")
    menu.close()


def test_a_right_word_has_the_menu_of_every_field(note: NoteEdit, qtbot: QtBot) -> None:
    type_words(note, "haar leidingevende ", lambda: marked(note) == ["leidingevende"], qtbot)
    menu = menu_at(note, "haar", qtbot)
    assert "Toevoegen aan woordenlijst" not in [action.text() for action in menu.actions()]
    menu.close()


def test_a_word_that_is_added_is_right_at_once_and_stays_so_after_opening_again(
    note: NoteEdit, state: State, desk: Desk, qtbot: QtBot
) -> None:
    type_words(note, "mevrouw Verwxeij belt ", lambda: marked(note) == ["Verwxeij"], qtbot)
    choose(menu_at(note, "Verwxeij", qtbot), "Toevoegen aan woordenlijst")
    qtbot.waitUntil(lambda: marked(note) == [], timeout=SLOW)
    assert desk.now(own_words.own_words).words == ("Verwxeij",)
    again = shown_window(state, qtbot)
    state.capture.emit(1, False)
    other = again.panel.findChild(NoteEdit, "capture-note")
    assert isinstance(other, NoteEdit)
    other.setPlainText("Verwxeij zag het gespreck")
    qtbot.waitUntil(lambda: marked(other) == ["gespreck"], timeout=SLOW)


def test_another_language_is_checked_at_once(note: NoteEdit, qtbot: QtBot) -> None:
    type_words(note, "my colleague gespreck ", lambda: marked(note) == ["my", "colleague", "gespreck"], qtbot)
    spelling.choose(("nl", "en"))
    qtbot.waitUntil(lambda: marked(note) == ["gespreck"], timeout=SLOW)
    spelling.choose(())
    qtbot.waitUntil(lambda: marked(note) == [], timeout=SLOW)
    QTest.keyClicks(note, "leidingevende ")
    settle_verdicts(qtbot)
    assert marked(note) == []


def test_no_word_is_marked_behind_the_privacy_screen_nor_in_a_field_that_cannot_be_written_in(
    note: NoteEdit, window: MainWindow, qtbot: QtBot
) -> None:
    type_words(note, "leidingevende ", lambda: marked(note) == ["leidingevende"], qtbot)
    privacy.set(True)
    try:
        assert marked(note) == []
    finally:
        privacy.set(False)
    assert marked(note) == ["leidingevende"]
    note.setReadOnly(True)
    note.setPlainText("leidingevende")
    settle_verdicts(qtbot)
    assert marked(note) == []


def test_marks_are_no_typing(note: NoteEdit, qtbot: QtBot) -> None:
    typed: list[None] = []
    # Words that no other test asked for: their marks come later than the text.
    note.setPlainText("leidingevendqx belt over het gespreqck")
    note.textChanged.connect(lambda: typed.append(None))
    qtbot.waitUntil(lambda: marked(note) == ["leidingevendqx", "gespreqck"], timeout=SLOW)
    spelling.choose(())
    qtbot.waitUntil(lambda: marked(note) == [], timeout=SLOW)
    privacy.set(True)
    privacy.set(False)
    assert typed == []
    assert not note.document().isUndoAvailable()


def test_a_screen_reader_hears_the_text_as_it_is(note: NoteEdit, qtbot: QtBot) -> None:
    type_words(note, "leidingevende belt", lambda: marked(note) == ["leidingevende"], qtbot)
    heard = QAccessible.queryAccessibleInterface(note)
    assert isinstance(heard, QAccessibleInterface)
    assert heard.text(QAccessible.Text.Value) == "leidingevende belt"


@pytest.mark.parametrize("percent", [100, 200])
def test_the_wave_is_drawn_below_the_word_in_the_colour_of_mistakes(note: NoteEdit, percent: int, qtbot: QtBot) -> None:
    theme.apply("light", percent)
    note.setPlainText("leidingevende")
    qtbot.waitUntil(lambda: marked(note) == ["leidingevende"], timeout=SLOW)
    note.clearFocus()
    rows, line = rows_in_red(note), note.cursorRect()
    assert rows
    assert line.center().y() < min(rows)
    assert max(rows) <= line.bottom() + theme.em(0.3)
    spelling.choose(())
    qtbot.waitUntil(lambda: marked(note) == [], timeout=SLOW)
    assert rows_in_red(note) == []


def rows_in_red(note: NoteEdit) -> list[int]:
    picture = note.viewport().grab().toImage()
    colours = {y: [picture.pixelColor(x, y) for x in range(picture.width())] for y in range(picture.height())}
    return [y for y, row in colours.items() if any(one.red() - max(one.green(), one.blue()) > 60 for one in row)]


def test_lines_to_search_in_are_not_checked(window: MainWindow) -> None:
    lines = window.findChildren(QLineEdit)
    assert lines
    assert all(line.findChild(QMenu, "spelling-menu") is None for line in lines)
    window.find_cases()
    focus = window.focusWidget()
    assert isinstance(focus, QLineEdit)
    QTest.keyClicks(focus, "leidingevende")
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), focus.mapToGlobal(QPoint(5, 5)))
    QApplication.sendEvent(focus, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert "Toevoegen aan woordenlijst" not in [action.text() for action in menu.actions()]
    menu.close()


def settle_verdicts(qtbot: QtBot) -> None:
    """Until all that was asked is answered."""
    spelling.ask(["zeker"])
    waits: list[None] = []
    qtbot.waitUntil(lambda: not spelling._waiting, timeout=SLOW)
    tasks, worker = spelling._at_work()
    for _thread in range(2):
        tasks.follow(worker.submit(lambda: None), lambda _nothing: waits.append(None), lambda _error: None)
    qtbot.waitUntil(lambda: len(waits) == 2, timeout=SLOW)
