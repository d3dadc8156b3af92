"""The timeline of a case while contacts come and changes are on their way to the vault."""

import threading
from datetime import datetime

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from adviser_desk.casework import cases, contacts
from adviser_desk.casework.desk import Desk
from adviser_desk.models.contact import Contact, Draft
from adviser_desk.ui.case_page import CasePage
from adviser_desk.ui.contact_edit import ContactEdit
from adviser_desk.ui.main_window import MainWindow
from adviser_desk.ui.state import State
from adviser_desk.ui.theme import theme

from .conftest import NOW, focus

CTRL = Qt.KeyboardModifier.ControlModifier
KOMPAS, PARAPLU = 1, 2


@pytest.fixture
def page(window: MainWindow, state: State, qtbot: QtBot) -> CasePage:
    """The page of Kompas-47, its oldest contact chosen."""
    found = window.pages["case"]
    assert isinstance(found, CasePage)
    state.go("case", KOMPAS)
    qtbot.waitUntil(lambda: focus(window) is found.timeline and found.timeline.count() == 3)
    QTest.keyClick(found.timeline, Qt.Key.Key_End)
    return found


def chosen(page: CasePage) -> Contact:
    found = page.timeline.current()
    assert found is not None
    return found


def log(desk: Desk, text: str, at: datetime = NOW) -> None:
    draft = Draft(place="capture:1", case_id=KOMPAS, started_at=NOW, text=text)
    desk.now(contacts.log_contact, draft, at=at, minutes=None)


def editor_of_newest(page: CasePage, qtbot: QtBot) -> ContactEdit:
    page.timeline.edit_row(0)
    qtbot.waitUntil(lambda: page.timeline.editor is not None and page.timeline.editor.note.hasFocus())
    assert page.timeline.editor is not None
    return page.timeline.editor


def test_the_contact_just_saved_is_the_chosen_one(page: CasePage, qtbot: QtBot) -> None:
    assert chosen(page).note.startswith("Eerste gesprek")
    page.note.note.setFocus()
    QTest.keyClicks(page.note.note, "Belt over het rooster.")
    QTest.keyClick(page.note.note, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: chosen(page).note == "Belt over het rooster.")
    assert focus(page.window()) is page.note.note


def test_a_contact_of_an_earlier_day_is_chosen_where_it_stands(page: CasePage, desk: Desk, qtbot: QtBot) -> None:
    log(desk, "Later opgeschreven", datetime(2026, 9, 20, 10, 0))
    page._load()
    qtbot.waitUntil(lambda: chosen(page).note == "Later opgeschreven")
    assert page.timeline.currentIndex().row() == 1
    # Whoever opens the case later starts at the top.
    for case_id in (PARAPLU, KOMPAS):
        page.state.go("case", case_id)
        qtbot.waitUntil(lambda case_id=case_id: page._shown is not None and page._shown.case.id == case_id)
    assert page.timeline.currentIndex().row() == 0


def test_another_change_leaves_the_chosen_contact_alone(page: CasePage, state: State, desk: Desk, qtbot: QtBot) -> None:
    newest = desk.now(cases.case_page, KOMPAS, today=NOW.date()).contacts[0]
    state.run(contacts.change_contact, newest.model_copy(update={"note": "Anders"}), now=NOW)
    qtbot.waitUntil(lambda: page.timeline._model.contacts[0].note == "Anders")
    assert chosen(page).note.startswith("Eerste gesprek")


def test_contacts_that_come_while_a_change_is_being_saved_leave_no_form_and_no_draft(
    page: CasePage, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    editor = editor_of_newest(page, qtbot)
    before = editor.contact
    log(desk, "Uit het paneel")
    QTest.keyClicks(editor.note, " Erbij.")
    # The list is asked for before the change, and answered before the change is.
    page._load()
    answer = threading.Event()
    page.state.run(lambda _vault: answer.wait(20))
    QTest.keyClick(editor.note, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: page.timeline.count() == 4)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not isValid(editor)
    answer.set()
    qtbot.waitUntil(window.toast.can_undo)
    qtbot.waitUntil(lambda: f"{before.note} Erbij." in [one.note for one in page.timeline._model.contacts])
    assert page.timeline.editor is None
    assert focus(window) is page.timeline
    assert desk.now(contacts.drafts) == ()
    window.undo()
    qtbot.waitUntil(lambda: before in desk.now(cases.case_page, KOMPAS, today=NOW.date()).contacts)


def test_the_text_keeps_its_width_when_the_scroll_bar_comes(page: CasePage, desk: Desk, qtbot: QtBot) -> None:
    theme.apply("light", 200)
    log(desk, "a" * 4_000)
    page._load()
    qtbot.waitUntil(lambda: page.timeline.count() == 4)
    bar, heights = page.timeline.verticalScrollBar(), set()
    for height, shown in ((9_000, False), (900, True)):
        page.window().resize(900, height)
        qtbot.waitUntil(lambda shown=shown: bar.isVisible() is shown)
        heights.add(page.timeline.sizeHintForRow(0))
    assert len(heights) == 1
