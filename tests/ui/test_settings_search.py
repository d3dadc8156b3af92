"""The search on top of Instellingen: over all groups, by names and other words, by the keyboard, and told."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from adviser_desk import i18n
from adviser_desk.ui.main_window import MainWindow
from adviser_desk.ui.settings_page import SettingsPage
from adviser_desk.ui.settings_rows import Row, SettingsGroup
from adviser_desk.ui.state import State
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.text import Text

from .conftest import focus, settle, shown_window

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(state: State, window: MainWindow) -> SettingsPage:
    """Instellingen, on Beveiliging."""
    state.go("settings")
    settle(state)
    found = window.pages["settings"]
    assert isinstance(found, SettingsPage)
    return found


def titles(page: SettingsPage) -> list[str]:
    """The rows in view."""
    return [row._title for row in page.findChildren(Row) if row.isVisible()]


def typed(page: SettingsPage, text: str) -> list[str]:
    page.search.clear()
    QTest.keyClicks(page.search, text)
    return titles(page)


def test_typing_finds_rows_of_every_group_below_their_names(page: SettingsPage, window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_F, CTRL)
    assert focus(window) is page.search
    QTest.keyClicks(page.search, "back-up")
    assert titles(page) == [
        "Back-up openen met uw wachtzin",
        "Herinneren aan een back-up",
        "Back-up maken of terugzetten",
    ]
    heads = [text.text() for text in page.found._heads if text.isVisible()]
    assert heads == ["Beveiliging", "Back-up"]
    assert page.found.count.text() == "3 instellingen gevonden."


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("klembord", "Gekopieerde tekst wissen na"),
        ("inactief", "Vergrendelen na"),
        ("KOPIEREN", "Gekopieerde tekst wissen na"),
        ("wachtz wijz", "Wachtzin"),
        ("donker", "Licht of donker"),
        ("english", "Taal van het venster"),
        ("150", "Tekstgrootte"),
        ("lettergrootte", "Tekstgrootte"),
        ("verwijderen", "Bewaartermijn"),
        ("drempel", "Ondergrens"),
        ("meekijken", "Beginnen met afschermen aan"),
        ("servicedesk", "Beleid van uw organisatie"),
    ],
)
def test_other_words_parts_of_words_choices_and_groups_find_a_setting(
    page: SettingsPage, words: str, title: str
) -> None:
    assert title in typed(page, words)


def test_every_setting_is_found_by_its_own_name_in_both_languages(state: State, qtbot: QtBot) -> None:
    for language in i18n.LANGUAGES:
        i18n.set_language(language)
        page = shown_window(state, qtbot).pages["settings"]
        assert isinstance(page, SettingsPage)
        state.go("settings")
        settle(state)
        page.window().state.go("settings")  # type: ignore[attr-defined]
        for group in page.groups.values():
            for row in group.rows:
                page.search.setText(row._title)
                assert not row.isHidden(), row._title


def test_the_keyboard_goes_to_what_was_found_and_back(page: SettingsPage, window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_F, CTRL)
    QTest.keyClicks(page.search, "herinner")
    QTest.keyClick(page.search, Qt.Key.Key_Down)
    assert focus(window).objectName() == "settings-backup_every_days"
    QTest.keyClick(window, Qt.Key.Key_F, CTRL)
    assert page.search.selectedText() == "herinner"
    QTest.keyClick(page.search, Qt.Key.Key_Escape)
    assert page.search.text() == ""
    assert "Vergrendelen na" in titles(page)
    assert "Herinneren aan een back-up" not in titles(page)
    assert not page.found.count.isVisible()


def test_nothing_found_is_said_and_a_group_brings_everything_back(page: SettingsPage) -> None:
    assert typed(page, "zeppelin") == []
    assert "Niets gevonden voor ‘zeppelin’." in words(page)
    button = page.findChild(Button, "settings-group-security")
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert page.search.text() == ""
    assert "Wachtzin" in titles(page)


def test_another_group_is_chosen_while_something_was_found(page: SettingsPage) -> None:
    typed(page, "back-up")
    button = page.findChild(Button, "settings-group-display")
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert titles(page) == ["Licht of donker", "Tekstgrootte"]


def test_the_count_is_told_once_after_the_last_key(
    page: SettingsPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr("adviser_desk.ui.settings_found.announce", lambda _widget, text: said.append(text))
    QTest.keyClicks(page.search, "back-up")
    assert said == []
    qtbot.waitUntil(lambda: bool(said), timeout=5_000)
    assert said == ["3 instellingen gevonden."]


def test_after_unlocking_what_was_typed_is_there(page: SettingsPage, state: State, qtbot: QtBot) -> None:
    page.search.setFocus()
    QTest.keyClicks(page.search, "klembord")
    window = page.window()
    assert isinstance(window, MainWindow)
    again = shown_window(state, qtbot)
    again.restore(window.view())
    settle(state)
    found = again.pages["settings"]
    assert isinstance(found, SettingsPage)
    assert titles(found) == ["Gekopieerde tekst wissen na"]
    assert focus(again) is found.search


def test_any_group_is_searched_and_has_no_line_below_its_last_row(state: State, qtbot: QtBot) -> None:
    class Weather(SettingsGroup):
        code, label = "weather", "Weer"

    rain, sun = Row("Regen", Button("Paraplu")), Row("Zon", hint="Pet op.", words="zomer")
    group = Weather(state, rain, sun)
    qtbot.addWidget(group)
    assert (group.look_for("paraplu"), rain.isHidden(), sun.isHidden()) == (1, False, True)
    assert (rain.objectName(), sun.objectName()) == ("rowLast", "rowLine")
    assert [group.look_for(word) for word in ("zomer", "pet", "weer", "hagel")] == [1, 1, 2, 0]
    assert group.look_for("") == 2
    assert (rain.objectName(), sun.objectName()) == ("rowLine", "rowLast")


def words(part: QWidget) -> str:
    find: Callable[[type], list[Text]] = part.findChildren
    return "\n".join(text.text() for text in find(Text) if text.isVisible())
