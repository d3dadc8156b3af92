"""Tab through a page: the order of reading, also for what is made later than what comes after it."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from adviser_desk.casework import cases
from adviser_desk.casework.desk import Desk
from adviser_desk.models.unit import Unit, UnitTree
from adviser_desk.ui.case_page import CasePage
from adviser_desk.ui.consent_panel import ConsentPage
from adviser_desk.ui.main_window import MainWindow
from adviser_desk.ui.page import Page
from adviser_desk.ui.state import State
from adviser_desk.ui.today import TodayPage
from adviser_desk.vault import units

from .conftest import NOW, focus

KOMPAS, PARAPLU = 1, 2
COUNT, KEEP = "Meetellen in anonieme cijfers: toestemming ja", "Aantekeningen bewaren: toestemming ja"


@pytest.fixture
def page(window: MainWindow, state: State, qtbot: QtBot) -> CasePage:
    """The page of Kompas-47, after that of another case: its chips were made anew."""
    found = window.pages["case"]
    assert isinstance(found, CasePage)
    for case_id in (PARAPLU, KOMPAS):
        state.go("case", case_id)
        qtbot.waitUntil(lambda case_id=case_id: found._shown is not None and found._shown.case.id == case_id)
    return found


def stops(page: Page, first: QWidget) -> list[QWidget]:
    """Where Tab goes from `first` on, until it leaves the page."""
    first.setFocus()
    found = []
    while page.isAncestorOf(focus(page.window())) and focus(page.window()) not in found:
        found.append(focus(page.window()))
        QTest.keyClick(found[-1], Qt.Key.Key_Tab)
        QApplication.processEvents()
    return found


def names(widgets: list[QWidget]) -> list[str]:
    return [widget.objectName() or widget.accessibleName() for widget in widgets]


def test_tab_goes_through_a_case_in_the_order_of_reading(page: CasePage) -> None:
    assert names(stops(page, page.header.status)) == [
        "case-status",
        "case-consent",
        "case-more",
        KEEP,
        COUNT,
        "Telefoon, Hoe was het contact?",
        "case-moment",
        "case-note",
        "case-save",
        "timeline-edit",
        "timeline-copy",
        "timeline-more",
        "timeline",
        "follow-up-add",
        "follow-ups",
        "traits-change",
        "memory-aid",
        "person-add",
        "case-destroy",
    ]


def test_shift_tab_goes_back_the_same_way(page: CasePage) -> None:
    there = stops(page, page.header.status)
    there[-1].setFocus()
    back = []
    for _stop in there:
        back.append(focus(page.window()))
        QTest.keyClick(back[-1], Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert names(back) == names(there)[::-1]


def test_tab_goes_through_the_traits_from_top_to_bottom_and_on_to_the_cards_beside_them(
    page: CasePage, desk: Desk, qtbot: QtBot
) -> None:
    page.traits_card.change.click()
    desk.now(lambda vault: units.put(vault, UnitTree(version="1", units=(Unit(code="n", label="Noord"),))))
    page._load()
    # The list of traits is made again, with the units in it.
    qtbot.waitUntil(lambda: page.traits_editor.findChild(QWidget, "trait-unit").isVisible())
    found = stops(page, page.traits_editor.done)
    here = [widget for widget in found if page.traits_editor.isAncestorOf(widget)]
    assert len(here) > 30
    assert found[: len(here)] == here
    assert names(found[len(here) :])[0] == "follow-up-add"
    tops = [widget.mapTo(page, QPoint(0, 0)).y() for widget in here[1:]]
    bar = page.traits_editor._scroll.verticalScrollBar()
    assert bar.maximum() > 0
    assert all(above < below for above, below in pairwise(tops))


def test_traits_are_made_when_they_are_opened(page: CasePage, desk: Desk, qtbot: QtBot) -> None:
    assert page.traits_editor.findChild(QWidget, "trait-matter") is None
    page.traits_card.change.click()
    qtbot.waitUntil(page.traits_editor.isVisible)
    # The first one that is not filled in yet.
    assert focus(page.window()).objectName().startswith("trait-")
    missing = desk.now(cases.case_page, KOMPAS, today=NOW.date()).case.traits.missing()
    assert focus(page.window()).objectName().startswith(f"trait-{missing[0]}")


@pytest.fixture
def consents(window: MainWindow, state: State, qtbot: QtBot) -> ConsentPage:
    """The consents of Kompas-47."""
    found = window.pages["consent"]
    assert isinstance(found, ConsentPage)
    state.go("consent", KOMPAS)
    qtbot.waitUntil(
        lambda: found.findChild(QWidget, "consent-withdraw-count") is not None and found.history.isVisible()
    )
    return found


def test_tab_goes_through_the_consents_before_their_history(consents: ConsentPage) -> None:
    found = names(stops(consents, consents.back))
    assert found[:4] == ["consent-back", "consent-read-out", "consent-withdraw-keep_notes", "consent-withdraw-count"]
    assert found[-2:] == ["consent-record-hand_over", "consent-history"]


def test_tab_goes_through_an_open_form_in_its_row(consents: ConsentPage) -> None:
    consents.findChild(QWidget, "consent-withdraw-count").click()
    row = consents._open
    assert row is not None
    assert row.form is not None
    found = stops(consents, consents.findChild(QWidget, "consent-withdraw-keep_notes"))
    inside = [place for place, widget in enumerate(found) if row.form.isAncestorOf(widget)]
    assert len(inside) > 2
    assert inside == list(range(1, len(inside) + 1))
    tops = [(found[place].mapTo(row, QPoint(0, 0)).y(), found[place].mapTo(row, QPoint(0, 0)).x()) for place in inside]
    assert tops == sorted(tops)
    assert names(found[len(inside) + 1 :])[0] == "consent-record-contact_me"


def test_tab_goes_from_the_lists_of_the_day_to_the_export_before_the_cards_below_it(
    window: MainWindow, state: State, qtbot: QtBot
) -> None:
    page = window.pages["today"]
    assert isinstance(page, TodayPage)
    state.go("today")
    qtbot.waitUntil(
        lambda: (
            page.draft_list.isVisible()
            and (button := page.findChild(QWidget, "today-export")) is not None
            and button.isVisible()
        )
    )
    assert names(stops(page, page.due_list))[:4] == ["Opvolging", "Nog aanvullen", "today-export", "today-backup"]
