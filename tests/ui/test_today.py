"""Vandaag by keyboard: what is due, what waits, what is unfinished, and nothing when all is done."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from adviser_desk.casework import cases, consents, contacts, follow_ups
from adviser_desk.casework.changes import Changes, Kind
from adviser_desk.casework.contacts import NewFollowUp
from adviser_desk.casework.desk import Desk
from adviser_desk.models.case import CaseStatus
from adviser_desk.models.consent import ConsentManner, ConsentScope, ConsentState
from adviser_desk.models.contact import Draft
from adviser_desk.ui.main_window import MainWindow
from adviser_desk.ui.state import State
from adviser_desk.ui.to_do_list import ToDoList
from adviser_desk.ui.today import TodayPage
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.note import NoteEdit

from .conftest import NOW, focus

CTRL = Qt.KeyboardModifier.ControlModifier
KOMPAS, PARAPLU, ZAKLAMP = 1, 2, 3


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> TodayPage:
    """Vandaag, reached by its key, loaded."""
    QTest.keyClick(window, Qt.Key.Key_1, CTRL)
    found = window.pages["today"]
    assert isinstance(found, TodayPage)
    qtbot.waitUntil(lambda: found.due_list.count() == 1 and found.draft_list.count() > 0)
    return found


def said(shown: ToDoList) -> list[str]:
    """The lines as a screen reader speaks them."""
    model = shown.model()
    role = Qt.ItemDataRole.AccessibleTextRole
    return [str(model.data(model.index(row, 0), role)) for row in range(shown.count())]


def test_a_late_step_is_said_to_be_late_and_comes_first(page: TodayPage) -> None:
    assert focus(page.window()) is page.due_list
    (line,) = said(page.due_list)
    for words in ("1 dag te laat", "Kompas-47", "Terugbellen over gesprek"):
        assert words in line


def test_space_ticks_a_step_off_and_undo_brings_it_back(page: TodayPage, window: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(page.due_list, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not page.due_list.isVisible())
    assert "Opvolging afgevinkt." in window.toast.findChildren(type(page._day))[0].text()
    window.undo()
    qtbot.waitUntil(lambda: page.due_list.isVisible() and page.due_list.count() == 1)


def test_enter_opens_the_case_of_a_step(page: TodayPage, window: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(page.due_list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: (window.view().page, window.view().about) == ("case", str(KOMPAS)))


def test_what_is_unfinished_says_what_is_missing_and_opens(page: TodayPage, window: MainWindow, qtbot: QtBot) -> None:
    lines = said(page.draft_list)
    # Newest contact first; Kompas lacks two traits, the others everything and an answer on counting.
    assert ["Kompas-47" in lines[0], "Paraplu-63" in lines[1], "Zaklamp-29" in lines[2]] == [True] * 3
    assert "Ontbreekt: Gevonden via, Stap" in lines[0]
    assert "mag dit meetellen" not in lines[0]
    assert "Nog vragen: mag dit meetellen?" in lines[1]
    page.draft_list.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(page.draft_list, key)
    qtbot.waitUntil(lambda: (window.view().page, window.view().about) == ("case", str(ZAKLAMP)))


def test_text_that_was_put_away_comes_before_cases_and_goes_on_in_the_panel(
    page: TodayPage, window: MainWindow, state: State, qtbot: QtBot
) -> None:
    waiting = Draft(place="capture:9", case_id=PARAPLU, started_at=NOW, text="Belde over haar functie\nen", open=False)
    state.run(contacts.keep_draft, waiting)
    state.go("today")
    qtbot.waitUntil(lambda: page.draft_list.count() == 4)
    assert "Paraplu-63" in said(page.draft_list)[0]
    assert "Belde over haar functie" in said(page.draft_list)[0]
    page.draft_list.setFocus()
    page.draft_list.setCurrentIndex(page.draft_list.model().index(0, 0))
    QTest.keyClick(page.draft_list, Qt.Key.Key_Return)
    qtbot.waitUntil(window.panel.isVisible)
    note = window.panel.findChild(NoteEdit, "capture-note")
    qtbot.waitUntil(lambda: note.toPlainText() == waiting.text and window.panel.isAncestorOf(focus(window)))


def test_nothing_to_do_says_when_the_next_step_is(page: TodayPage, desk: Desk, state: State, qtbot: QtBot) -> None:
    desk.now(follow_ups.tick_off, 1, done_on=NOW.date())
    for case_id in (KOMPAS, PARAPLU, ZAKLAMP):
        desk.now(cases.change_status, case_id, CaseStatus.CLOSED, today=NOW.date())
    desk.now(follow_ups.add_follow_up, KOMPAS, NewFollowUp(due_on=date(2026, 11, 13), text="Nazorg"))
    state.go("today")
    qtbot.waitUntil(page._nothing.isVisible)
    assert page._later.text() == "De volgende opvolging is op vrijdag 13 november 2026."
    assert not page.due_list.isVisible()
    assert not page.draft_list.isVisible()


def test_the_quarter_that_can_be_exported_leads_to_its_export(
    page: TodayPage, window: MainWindow, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: page._quarter.isVisible())
    button = page.findChild(Button, "today-export")
    assert button is not None
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.view().page == "export" and "2026Q3" in window.view().about)


def test_no_empty_card_stands_where_the_quarter_is_still_looked_up(window: MainWindow, state: State) -> None:
    page = TodayPage(state)
    page.setParent(window)
    page.show()
    assert page.isVisible()
    assert not page._quarter.isVisible()


def test_a_consent_that_ends_is_listed_and_leads_to_the_consents(
    page: TodayPage, window: MainWindow, desk: Desk, state: State, qtbot: QtBot
) -> None:
    def give(case_id: int, until: date, recipient: str) -> None:
        desk.now(
            consents.record_consent, case_id, ConsentScope.TALK_TO, ConsentState.GIVEN, manner=ConsentManner.SPOKEN,
            on=date(2026, 8, 1), expires_on=until, recipient=recipient,
        )  # fmt: skip

    give(KOMPAS, date(2026, 10, 14), "de bedrijfsarts")
    give(PARAPLU, date(2026, 9, 30), "haar leidinggevende")
    give(ZAKLAMP, date(2026, 12, 1), "niemand van deze maand")
    state.changed.emit(Changes.of(Kind.CONSENT))
    qtbot.waitUntil(lambda: page.ending_list.isVisible() and page.ending_list.count() == 2)
    assert said(page.ending_list) == [
        "Paraplu-63, Spreken met haar leidinggevende, 30 sep",
        "Kompas-47, Spreken met de bedrijfsarts, 14 okt",
    ]
    QTest.keyClick(page.ending_list, Qt.Key.Key_Down)
    QTest.keyClick(page.ending_list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: (window.view().page, window.view().about) == ("consent", str(KOMPAS)))


def test_cases_past_their_period_have_a_card(
    page: TodayPage, window: MainWindow, desk: Desk, state: State, qtbot: QtBot
) -> None:
    card = page.findChild(QWidget, "today-retention")
    assert card is not None
    assert not card.isVisible()
    case_id, _changes = desk.now(cases.open_case, "Ladder-12", opened_on=date(2015, 1, 5))
    desk.now(cases.change_status, case_id, CaseStatus.CLOSED, today=date(2015, 3, 2))
    state.changed.emit(Changes.of(Kind.CASE))
    qtbot.waitUntil(card.isVisible)
    assert page._past._title.text() == "1 casus aan het einde van de bewaartermijn"
    card.click()
    assert window.view().page == "retention"
