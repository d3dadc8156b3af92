"""Ctrl+Z takes the last act back, on whatever page, and the menu says what that is; in a field it takes back typing."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QMenu
from pytestqt.qtbot import QtBot

from adviser_desk.casework import cases, contacts, last_act
from adviser_desk.casework.cases import CasePage as Case
from adviser_desk.casework.desk import Desk
from adviser_desk.casework.last_view import put_aside
from adviser_desk.models.contact import Draft
from adviser_desk.ui.case_page import CasePage
from adviser_desk.ui.main_window import MainWindow
from adviser_desk.ui.state import State
from adviser_desk.ui.today import TodayPage
from adviser_desk.ui.undo import Undo

from .conftest import NOW, focus, shown_window

CTRL = Qt.KeyboardModifier.ControlModifier
KOMPAS = 1


@pytest.fixture
def page(window: MainWindow, state: State, qtbot: QtBot) -> CasePage:
    """The page of Kompas-47."""
    found = window.pages["case"]
    assert isinstance(found, CasePage)
    state.go("case", KOMPAS)
    qtbot.waitUntil(lambda: focus(window) is found.timeline and found.timeline.count() == 3)
    return found


def kompas(desk: Desk) -> Case:
    return desk.now(cases.case_page, KOMPAS, today=NOW.date())


def label(window: MainWindow) -> str:
    return window.commands.actions["undo"].text().replace("&", "")


def close_case(page: CasePage) -> None:
    page.header.status.setFocus()
    QTest.keyClicks(page.header.status, "afg")


def tick(page: CasePage) -> None:
    page.follow_ups.list.setFocus()
    QTest.keyClick(page.follow_ups.list, Qt.Key.Key_Space)


def remove(page: CasePage) -> None:
    QTest.keyClick(page.timeline, Qt.Key.Key_Delete)


def change_kind(page: CasePage) -> None:
    page.traits_card.change.click()
    box = page.traits_editor.findChild(QAbstractButton, "trait-behaviour-bullying")
    box.click()


def change_aid(page: CasePage) -> None:
    page.memory_aid.line.setFocus()
    QTest.keyClicks(page.memory_aid.line, "blauwe jas")
    page.timeline.setFocus()


@pytest.mark.parametrize(
    ("act", "name"),
    [
        (close_case, "status wijzigen"),
        (tick, "opvolging afvinken"),
        (remove, "contact verwijderen"),
        (change_kind, "kenmerk wijzigen"),
        (change_aid, "geheugensteun wijzigen"),
    ],
)
def test_an_act_is_named_and_taken_back_after_a_page_change(
    act: Callable[[CasePage], None], name: str, page: CasePage, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    before = kompas(desk)
    assert label(window) == "Ongedaan maken"
    act(page)
    qtbot.waitUntil(lambda: kompas(desk) != before and window.toast.can_undo())
    assert label(window) == f"Ongedaan maken: {name}"
    window.state.go("retention")
    QTest.keyClick(window.navigation.first_button(), Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: kompas(desk) == before)
    assert label(window) == "Ongedaan maken"
    # Once: another Ctrl+Z takes nothing back.
    QTest.keyClick(window.navigation.first_button(), Qt.Key.Key_Z, CTRL)
    desk.now(lambda _vault: None)
    assert kompas(desk) == before


def test_what_was_ticked_off_today_comes_back_from_another_page(
    window: MainWindow, state: State, desk: Desk, qtbot: QtBot
) -> None:
    state.go("today")
    today = window.pages["today"]
    assert isinstance(today, TodayPage)
    qtbot.waitUntil(lambda: today.due_list.count() == 1)
    before = kompas(desk)
    QTest.keyClick(today.due_list, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: kompas(desk) != before)
    state.go("case", KOMPAS)
    assert label(window) == "Ongedaan maken: opvolging afvinken"
    qtbot.waitUntil(lambda: focus(window).objectName() == "timeline")
    QTest.keyClick(focus(window), Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: kompas(desk) == before)


def test_in_a_field_ctrl_z_takes_back_typing_and_the_menu_says_nothing_else(
    page: CasePage, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    remove(page)
    qtbot.waitUntil(window.toast.can_undo)
    gone = kompas(desk)
    note = page.note.note
    note.setFocus()
    QTest.keyClicks(note, "abc")
    menu = next(action.menu() for action in window.menuBar().actions() if action.text() == "Bewe&rken")
    assert isinstance(menu, QMenu)
    menu.aboutToShow.emit()
    assert label(window) == "Ongedaan maken"
    QTest.keyClick(note, Qt.Key.Key_Z, CTRL)
    assert note.toPlainText() == ""
    assert kompas(desk) == gone
    page.timeline.setFocus()
    menu.aboutToShow.emit()
    assert label(window) == "Ongedaan maken: contact verwijderen"


def test_the_button_names_the_act_for_a_screen_reader(page: CasePage, window: MainWindow, qtbot: QtBot) -> None:
    remove(page)
    qtbot.waitUntil(window.toast.isVisible)
    (button,) = window.toast.findChildren(QAbstractButton)
    assert button.accessibleName() == "Ongedaan maken: contact verwijderen"
    QTest.keyClick(page.timeline, Qt.Key.Key_F6)
    assert focus(window) is button
    QTest.keyClick(button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.timeline.count() == 3)


def time_is_over(window: MainWindow) -> None:
    window.toast._timer.stop()
    window.toast._timer.timeout.emit()


def test_what_can_be_taken_back_stays_until_something_else_is_written(
    page: CasePage, window: MainWindow, state: State, qtbot: QtBot
) -> None:
    remove(page)
    qtbot.waitUntil(window.toast.isVisible)
    time_is_over(window)
    draft = Draft(place=f"case:{KOMPAS}", case_id=KOMPAS, started_at=NOW, text="Half")
    state.run(contacts.keep_draft, draft, then=lambda _changes: state.go("cases"))
    qtbot.waitUntil(lambda: window.view().page == "cases")
    assert window.toast.isVisible()
    assert window.toast.can_undo()
    state.run(contacts.log_contact, draft, at=NOW, minutes=None)
    qtbot.waitUntil(window.toast.isHidden)
    assert not window.toast.can_undo()
    assert label(window) == "Ongedaan maken"


def test_within_twenty_seconds_it_stays_whatever_is_written(
    page: CasePage, window: MainWindow, state: State, desk: Desk, qtbot: QtBot
) -> None:
    remove(page)
    qtbot.waitUntil(window.toast.isVisible)
    draft = Draft(place="capture:1", case_id=KOMPAS, started_at=NOW, text="Iets")
    state.run(contacts.log_contact, draft, at=NOW, minutes=None)
    qtbot.waitUntil(lambda: page.timeline.count() == 3)
    assert window.toast.can_undo()


def test_a_sentence_alone_goes_after_twenty_seconds(window: MainWindow, state: State) -> None:
    state.toast.emit("Genoteerd.", None)
    assert window.toast.isVisible()
    time_is_over(window)
    assert window.toast.isHidden()


def test_an_ampersand_in_the_name_of_an_act_is_no_key(window: MainWindow, state: State) -> None:
    state.toast.emit("Gedaan.", Undo("P&O bellen", lambda: None))
    assert window.commands.actions["undo"].text() == "&Ongedaan maken: P&&O bellen"


@pytest.mark.parametrize("act", [close_case, tick, remove, change_kind, change_aid])
def test_an_act_is_taken_back_after_locking(
    act: Callable[[CasePage], None], page: CasePage, window: MainWindow, state: State, desk: Desk, qtbot: QtBot
) -> None:
    before = kompas(desk)
    act(page)
    qtbot.waitUntil(lambda: kompas(desk) != before and window.toast.can_undo())
    name = label(window)
    desk.now(put_aside, (), window.view())
    window.hide()
    again = shown_window(state, qtbot)
    qtbot.waitUntil(again.toast.can_undo)
    assert label(again) == name
    assert again.toast.isVisible()
    QTest.keyClick(again.navigation.first_button(), Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: kompas(desk) == before)
    assert desk.now(last_act.kept) is None


def test_what_was_followed_by_another_act_is_not_taken_back_after_locking(
    page: CasePage, window: MainWindow, state: State, desk: Desk, qtbot: QtBot
) -> None:
    remove(page)
    qtbot.waitUntil(lambda: desk.now(last_act.kept) is not None)
    state.toast.emit("Iets anders gedaan.", None)
    assert desk.now(last_act.kept) is None
