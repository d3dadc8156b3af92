"""Persoon K on the page of a case: linked from a menu, seen from both cases, loosened and taken back by keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from adviser_desk.casework import persons
from adviser_desk.casework.desk import Desk
from adviser_desk.ui.case_page import CasePage
from adviser_desk.ui.main_window import MainWindow
from adviser_desk.ui.person_card import PersonCard
from adviser_desk.ui.privacy import privacy
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.text import Text

from .conftest import focus, settle

KOMPAS, PARAPLU = 1, 2


@pytest.fixture
def card(window: MainWindow, qtbot: QtBot) -> PersonCard:
    """The card of Kompas-47; Paraplu-63 is about persoon A."""
    window.state.desk.now(persons.link, PARAPLU, "A")
    window.state.go("case", KOMPAS)
    page = window.pages["case"]
    assert isinstance(page, CasePage)
    qtbot.waitUntil(lambda: page.persons._found is not None)
    return page.persons


def words(card: PersonCard) -> list[str]:
    found = [*card.findChildren(Text), *card.findChildren(Button)]
    return [one.text() for one in found if one.isVisible() and one.text()]


def offered(card: PersonCard, qtbot: QtBot) -> QMenu:
    """The menu, opened by Space."""
    card._add.setFocus()
    QTest.keyClick(card._add, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: any(menu.isVisible() for menu in card.findChildren(QMenu)))
    return next(menu for menu in card.findChildren(QMenu) if menu.isVisible())


def test_a_person_of_another_case_is_linked_and_leads_there(
    card: PersonCard, window: MainWindow, qtbot: QtBot, desk: Desk
) -> None:
    menu = offered(card, qtbot)
    assert [action.text() for action in menu.actions()] == ["Persoon A (Paraplu-63)", "Nieuwe letter: persoon B"]
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "2 casussen gaan over persoon A." in words(card))
    assert [one.letter for one in desk.now(persons.persons_of, KOMPAS).here] == ["A"]
    assert focus(window) is card._add
    link = next(one for one in card.findChildren(Button) if one.text() == "Paraplu-63")
    link.click()
    qtbot.waitUntil(lambda: window.view().about == str(PARAPLU))
    qtbot.waitUntil(lambda: "Kompas-47" in words(card))


def test_a_new_letter_and_back_again(card: PersonCard, window: MainWindow, qtbot: QtBot) -> None:
    menu = offered(card, qtbot)
    QTest.keyClick(menu, Qt.Key.Key_Up)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Alleen deze casus." in words(card))
    away = card.findChild(Button, "person-away-B")
    assert away.accessibleName() == "Persoon B losmaken"
    away.setFocus()
    QTest.keyClick(away, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "Persoon B" not in words(card))
    qtbot.waitUntil(lambda: window.toast.what() == "persoon losmaken")
    window.commands.actions["undo"].trigger()
    qtbot.waitUntil(lambda: "Persoon B" in words(card))


def test_no_case_is_named_behind_the_privacy_screen(card: PersonCard, window: MainWindow, qtbot: QtBot) -> None:
    window.state.desk.now(persons.link, KOMPAS, "A")
    card.load(KOMPAS)
    qtbot.waitUntil(lambda: "Paraplu-63" in words(card))
    privacy.set(True)
    try:
        assert "Paraplu-63" not in words(card)
        assert not any(
            "Paraplu" in (one.text() + one.accessibleName()) for one in card.findChildren(Button) if one.isVisible()
        )
        assert not any("Paraplu" in action.text() for action in card._menu().actions())
    finally:
        privacy.set(False)
    qtbot.waitUntil(lambda: "Paraplu-63" in words(card))


def test_the_card_of_another_case_is_empty_until_it_is_known(card: PersonCard, window: MainWindow) -> None:
    card.show_nothing()
    assert card._found is None
    assert card._menu().actions() == []
    window.state.go("case", 3)
    settle(window.state)
    assert "Persoon A" not in words(card)
