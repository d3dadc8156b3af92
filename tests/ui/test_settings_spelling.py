"""Settings, Spelling: the languages, and the adviser's own words."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from adviser_desk import i18n
from adviser_desk.casework import own_words
from adviser_desk.casework.desk import Desk
from adviser_desk.spelling import engine
from adviser_desk.ui.privacy import privacy
from adviser_desk.ui.settings_spelling import SpellingGroup
from adviser_desk.ui.spelling import spelling
from adviser_desk.ui.state import State
from adviser_desk.ui.widgets.button import Button, Segment
from adviser_desk.ui.widgets.text import Text

from .conftest import settle


@pytest.fixture
def group(state: State, desk: Desk, qtbot: QtBot) -> Iterator[SpellingGroup]:
    """The group, with three words of the adviser."""
    for word in ("Verweij", "bzk", "functiewaardering"):
        desk.now(own_words.add_word, word)
    yield shown(state, qtbot)
    privacy.set(False)


def shown(state: State, qtbot: QtBot) -> SpellingGroup:
    made = SpellingGroup(state)
    qtbot.addWidget(made)
    spelling.begin(state)
    settle(state)
    made.load()
    made.show()
    return made


def rows(group: SpellingGroup, role: Qt.ItemDataRole = Qt.ItemDataRole.DisplayRole) -> list[str]:
    model = group.list.model()
    return [model.index(row, 0, QModelIndex()).data(role) for row in range(model.rowCount())]


def language(group: SpellingGroup) -> str | None:
    segment = group.findChild(Segment, "settings-spelling")
    assert isinstance(segment, Segment)
    return segment.value()


@pytest.mark.parametrize("screen", ["nl", "en"])
def test_the_language_of_the_window_is_checked_until_another_is_chosen(
    state: State, desk: Desk, screen: i18n.Language, qtbot: QtBot
) -> None:
    i18n.set_language(screen)
    group = shown(state, qtbot)
    assert language(group) == screen
    assert spelling.languages == (screen,)
    segment = group.findChild(Segment, "settings-spelling")
    assert isinstance(segment, Segment)
    segment.buttons()[3].click()
    qtbot.waitUntil(lambda: spelling.languages == ("nl", "en"))
    assert desk.now(own_words.own_words).languages == ("nl", "en")
    segment.buttons()[0].click()
    qtbot.waitUntil(lambda: spelling.languages == ())
    assert language(shown(state, qtbot)) == "off"


def test_the_own_words_are_listed_and_read_out(group: SpellingGroup) -> None:
    assert rows(group) == ["bzk", "functiewaardering", "Verweij"]
    assert rows(group, Qt.ItemDataRole.AccessibleTextRole) == rows(group)
    assert group.list.accessibleName() == "Uw woordenlijst"


def test_del_and_the_button_take_a_word_away_and_the_next_one_is_current(
    group: SpellingGroup, desk: Desk, qtbot: QtBot
) -> None:
    group.list.setFocus()
    QTest.keyClick(group.list, Qt.Key.Key_Down)
    QTest.keyClick(group.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: rows(group) == ["bzk", "Verweij"])
    assert group.list.currentIndex().data() == "Verweij"
    button = group.findChild(Button, "settings-drop-word")
    assert isinstance(button, Button)
    button.click()
    qtbot.waitUntil(lambda: rows(group) == ["bzk"])
    button.click()
    qtbot.waitUntil(lambda: desk.now(own_words.own_words).words == ())
    qtbot.waitUntil(lambda: group.list.isHidden() and button.isHidden())
    assert any("Nog leeg" in text.text() for text in group.findChildren(Text))


def test_the_words_are_hidden_behind_the_privacy_screen(group: SpellingGroup) -> None:
    privacy.set(True)
    assert set(rows(group)) == {"Afgeschermd"}
    privacy.set(False)
    assert "Verweij" in rows(group)


def test_where_words_cannot_be_checked_it_says_so(state: State, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    monkeypatch.setattr(engine, "is_available", lambda: False)
    group = shown(state, qtbot)
    assert any(text.text() == "Kan hier niet" for text in group.findChildren(Text))
    assert len(group.rows) == 1
    assert spelling.languages == ()
