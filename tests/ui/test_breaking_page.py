"""Doorbreken: answers that are kept while they are typed, written down as a contact, and printed by themselves."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from adviser_desk.casework import breaking, cases, contacts
from adviser_desk.casework.breaking import Account
from adviser_desk.casework.desk import Desk
from adviser_desk.models.contact import Draft
from adviser_desk.ui.access_page import AccessPage
from adviser_desk.ui.breaking_page import BreakingPage
from adviser_desk.ui.case_page import CasePage
from adviser_desk.ui.main_window import MainWindow
from adviser_desk.ui.state import State
from adviser_desk.ui.widgets.button import Button

from .conftest import NOW, focus, shown_window
from .printed import Paper

KOMPAS = 1
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> BreakingPage:
    """The page for Kompas-47."""
    return opened(window, qtbot)


def opened(window: MainWindow, qtbot: QtBot) -> BreakingPage:
    window.state.go("breaking", KOMPAS)
    found = window.pages["breaking"]
    assert isinstance(found, BreakingPage)
    qtbot.waitUntil(lambda: found._case is not None)
    return found


def kept(desk: Desk) -> Draft | None:
    return desk.now(contacts.draft_at, breaking.place_of(KOMPAS))


def number_of_contacts(desk: Desk) -> int:
    return len(desk.now(cases.case_page, KOMPAS, today=NOW.date()).contacts)


def test_with_the_keyboard_alone_it_becomes_a_contact_and_can_be_printed(
    page: BreakingPage, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    assert focus(window) is page.choices["ground"]
    QTest.keyClick(focus(window), Qt.Key.Key_Down)
    for words in ("Dreigde zich iets aan te doen.", None, "Gebeld, geen gehoor.", "Er was geen tijd.", "coordinator"):
        QTest.keyClick(focus(window), Qt.Key.Key_Tab)
        if words is not None:
            QTest.keyClicks(focus(window), words)
    QTest.keyClick(focus(window), Qt.Key.Key_Tab)
    QTest.keyClicks(focus(window), "politie, meldkamer")
    QTest.keyClick(focus(window), Qt.Key.Key_Return, CONTROL)
    access = window.pages["access"]
    assert isinstance(access, AccessPage)
    qtbot.waitUntil(lambda: access.isVisible() and access._shown is not None)
    newest = desk.now(cases.case_page, KOMPAS, today=NOW.date()).contacts[0]
    assert (newest.channel, newest.at, newest.minutes) == ("other", NOW, None)
    assert breaking.is_account(newest.note)
    assert kept(desk) is None
    paper = Paper()
    access.print_on(paper)
    words = paper.words()
    assert len(paper.pages) == 1
    for said in (
        "VerantwoordingKompas-476",
        "Waarommochtunietzwijgen?Erwasacuutgevaarvooriemand",
        "Watheeftugeprobeerd?Gebeld,geengehoor.",
        "Metwieheeftuoverlegd?coordinator",
        "Aanwieheeftuhetverteld?politie,meldkamer",
        "Weetdemelderdatuhetheeftverteld?Nietingevuld.",
    ):
        assert said.removesuffix("6") in words, said
    assert "rooster" not in words


def test_only_why_to_whom_and_when_are_asked_for(page: BreakingPage, window: MainWindow, desk: Desk) -> None:
    before = number_of_contacts(desk)
    page.save()
    assert focus(window) is page.choices["ground"]
    assert page.fields["ground"].below.text() == "Kies waarom u niet mocht zwijgen."
    page.choices["ground"].setCurrentIndex(2)
    page.save()
    assert focus(window) is page.lines["recipient"]
    assert page.fields["ground"].below.text() == ""
    page.lines["recipient"].setText("politie")
    page.when.setText("volgende week")
    page.save()
    assert focus(window) is page.when
    assert page.isVisible()
    assert number_of_contacts(desk) == before
    page.when.setText("gisteren 14:20")
    page.save()
    assert number_of_contacts(desk) == before + 1


def test_half_an_account_is_kept_with_its_field_and_cursor(
    page: BreakingPage, desk: Desk, state: State, qtbot: QtBot
) -> None:
    page.choices["told"].setCurrentIndex(3)
    page.when.setText("gisteren 9:05")
    page.texts["said"].setFocus()
    QTest.keyClicks(page.texts["said"], "Alleen het adres")
    for _time in range(5):
        QTest.keyClick(page.texts["said"], Qt.Key.Key_Left)
    QTest.keyClicks(page.texts["said"], "e ")
    qtbot.waitUntil(lambda: page.unsaved() == ())
    assert kept(desk) is not None
    again = opened(shown_window(state, qtbot), qtbot)
    assert again.account() == Account(told="not_yet", said="Alleen het e adres")
    assert again.when.text() == "gisteren 9:05"
    field = focus(again.window())
    assert field is again.texts["said"]
    assert again.texts["said"].textCursor().position() == len("Alleen het e ")
    assert again.unsaved() == ()


def test_an_empty_account_is_not_kept_and_another_case_begins_empty(page: BreakingPage, state: State, qtbot: QtBot):
    assert page.unsaved() == ()
    page.lines["recipient"].setText("politie")
    assert [draft.case_id for draft in page.unsaved()] == [KOMPAS]
    state.go("breaking", 2)
    qtbot.waitUntil(lambda: page._case is not None)
    assert page.account() == Account()
    assert page.unsaved() == ()
    state.go("breaking", KOMPAS)
    qtbot.waitUntil(lambda: page._case is not None)
    assert page.account() == Account(recipient="politie")


def test_a_draft_of_an_account_does_not_open_the_panel(page: BreakingPage, window: MainWindow, desk: Desk) -> None:
    page.lines["recipient"].setText("politie")
    page.keeper.keep()
    assert kept(desk) is not None
    assert desk.now(contacts.waiting) == ()


def test_both_are_in_the_menu_of_the_case(window: MainWindow, state: State, qtbot: QtBot) -> None:
    state.go("case", KOMPAS)
    case = window.pages["case"]
    assert isinstance(case, CasePage)
    qtbot.waitUntil(lambda: case._shown is not None)
    more = case.findChild(Button, "case-more")
    assert more.accessibleName() == "Meer over deze casus"
    menu = more.findChild(QMenu)
    assert [action.text() for action in menu.actions()] == ["Inzage printen", "Doorbreken vastleggen"]
    for place, page in enumerate(("access", "breaking")):
        menu.actions()[place].trigger()
        assert window.pages[page].isVisible()
        assert window.pages[page].about() == str(KOMPAS)
        assert window.case_in_view() == KOMPAS
        window.go_back()
        assert case.isVisible()
