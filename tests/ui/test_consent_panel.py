"""Consents by keyboard: effects before the button, the history only grows, and what is typed survives."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from adviser_desk.casework import consents, contacts
from adviser_desk.casework.desk import Desk
from adviser_desk.models.consent import (
    ConsentEntry,
    ConsentManner,
    ConsentScope,
    ConsentState,
    Standing,
)
from adviser_desk.models.period import Period, add_months
from adviser_desk.ui.consent_form import ConsentForm
from adviser_desk.ui.consent_panel import ConsentPage
from adviser_desk.ui.consent_row import ConsentRow, acts_for
from adviser_desk.ui.consent_words import ABOUT, READ_OUT, answer_chip, effects_of_withdrawing
from adviser_desk.ui.main_window import MainWindow
from adviser_desk.ui.state import State
from adviser_desk.ui.theme import theme

from .conftest import NOW

CTRL = Qt.KeyboardModifier.ControlModifier
KOMPAS = 1
S = ConsentScope


@pytest.fixture
def page(window: MainWindow, state: State, qtbot: QtBot) -> ConsentPage:
    """The consents of Kompas-47 in the window: keep notes and count are given."""
    shown = window.pages["consent"]
    assert isinstance(shown, ConsentPage)
    state.go("consent", KOMPAS)
    qtbot.waitUntil(lambda: bool(shown._rows) and not shown._settle)
    return shown


def another_page(state: State, qtbot: QtBot) -> ConsentPage:
    """The page as it is after unlocking."""
    page = ConsentPage(state)
    qtbot.addWidget(page)
    page.resize(1000, 800)
    page.show()
    page.show_about(str(KOMPAS))
    page.focus_first()
    qtbot.waitUntil(lambda: bool(page._rows))
    return page


def row_of(page: ConsentPage, scope: ConsentScope, recipient: str | None = None) -> ConsentRow:
    return next(row for row in page._rows if (row.item.scope, row.item.recipient) == (scope, recipient))


def open_form(page: ConsentPage, scope: ConsentScope, act: str, recipient: str | None = None) -> ConsentForm:
    row = row_of(page, scope, recipient)
    button = row.acts[act]  # type: ignore[index]
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert row.form is not None
    return row.form


def state_of(desk: Desk, scope: ConsentScope, recipient: str | None = None) -> Standing:
    standing = desk.now(consents.consent_page, KOMPAS, today=NOW.date()).standing
    return next(item for item in standing if (item.scope, item.recipient) == (scope, recipient))


def choose(form: ConsentForm, label: str) -> None:
    next(b for b in form.findChildren(QAbstractButton) if b.text() == label and b.property("kind") == "segment").click()


def retype(line: QLineEdit, words: str) -> None:
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, words)


def finish(page: ConsentPage) -> None:
    focus = page.window().focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_Return, CTRL)


def test_withdrawing_says_its_effects_and_works_at_once(page: ConsentPage, desk: Desk, qtbot: QtBot) -> None:
    form = open_form(page, S.COUNT, "withdraw")
    assert "Deze casus telt vanaf nu niet meer mee." in form.effects.text()
    assert "Uw aantekeningen blijven bewaard." in form.effects.text()
    finish(page)
    qtbot.waitUntil(lambda: state_of(desk, S.COUNT).state is ConsentState.WITHDRAWN)
    entry = state_of(desk, S.COUNT).entry
    assert entry is not None
    assert (entry.manner, entry.on) == (ConsentManner.SPOKEN, NOW.date())
    qtbot.waitUntil(lambda: page.history.count() == 3 and page._open is None)
    assert "Ingetrokken" in page.history.model().index(0, 0).data()
    assert "change" in row_of(page, S.COUNT).acts


def test_the_focus_goes_from_the_button_to_the_form_and_back(page: ConsentPage, window: MainWindow) -> None:
    form = open_form(page, S.COUNT, "withdraw")
    focus = window.focusWidget()
    assert focus is not None
    assert form.isAncestorOf(focus)
    QTest.keyClick(focus, Qt.Key.Key_Escape)
    assert row_of(page, S.COUNT).form is None
    assert window.focusWidget() is row_of(page, S.COUNT).acts["withdraw"]


def test_no_answer_is_chosen_beforehand_and_none_is_written_without(
    page: ConsentPage, desk: Desk, qtbot: QtBot
) -> None:
    form = open_form(page, S.PEER_REVIEW, "record")
    assert form.answer is not None
    assert form.answer.value() is None
    finish(page)
    assert form._answer_trouble.isVisible()
    assert state_of(desk, S.PEER_REVIEW).state is ConsentState.NOT_ASKED
    choose(form, "Nee")
    choose(form, "Per bericht")
    retype(form.when, "gisteren")
    finish(page)
    qtbot.waitUntil(lambda: state_of(desk, S.PEER_REVIEW).state is ConsentState.REFUSED)
    entry = state_of(desk, S.PEER_REVIEW).entry
    assert entry is not None
    assert (entry.manner, entry.on) == (ConsentManner.MESSAGE, date(2026, 10, 5))


def test_talking_to_somebody_needs_a_name_and_an_end(page: ConsentPage, desk: Desk, qtbot: QtBot) -> None:
    form = open_form(page, S.TALK_TO, "record")
    choose(form, "Ja")
    assert form.until.text() == "6 januari 2027"
    form.recipient.setFocus()
    finish(page)
    assert form.recipient.accessibleDescription() == "Zeg met wie u mag spreken."
    QTest.keyClicks(form.recipient, "het afdelingshoofd")
    retype(form.until, "")
    form.until.clear()
    finish(page)
    assert form.until.accessibleDescription() != ""
    retype(form.until, "1 dec 2026")
    finish(page)
    qtbot.waitUntil(lambda: page.history.count() == 3 and page._open is None)
    entry = state_of(desk, S.TALK_TO, "het afdelingshoofd").entry
    assert entry is not None
    assert entry.expires_on == date(2026, 12, 1)
    # Another recipient can still be added, and this one can be extended or withdrawn.
    assert list(row_of(page, S.TALK_TO).acts) == ["record"]
    assert list(row_of(page, S.TALK_TO, "het afdelingshoofd").acts) == ["extend", "withdraw"]


def test_extending_proposes_three_months_from_today(window: MainWindow, state: State, desk: Desk, qtbot: QtBot) -> None:
    desk.now(
        consents.record_consent,
        KOMPAS,
        S.CONTACT_ME,
        ConsentState.GIVEN,
        manner=ConsentManner.SPOKEN,
        on=date(2026, 8, 14),
        expires_on=date(2026, 10, 1),
    )
    page = window.pages["consent"]
    assert isinstance(page, ConsentPage)
    state.go("consent", KOMPAS)
    qtbot.waitUntil(lambda: bool(page._rows) and not page._settle)
    row = row_of(page, S.CONTACT_ME)
    assert row.accessibleName() == "Contact opnemen: verlopen op 1 okt, 14 aug, mondeling"
    open_form(page, S.CONTACT_ME, "extend")
    finish(page)
    qtbot.waitUntil(lambda: state_of(desk, S.CONTACT_ME).state is ConsentState.GIVEN)
    entry = state_of(desk, S.CONTACT_ME).entry
    assert entry is not None
    assert entry.expires_on == date(2027, 1, 6)


@pytest.mark.parametrize(("words", "said"), [("morgen", "Deze dag moet nog komen."), ("ooit", "Wij herkennen")])
def test_a_day_that_cannot_be_is_refused_and_the_form_stays(
    page: ConsentPage, desk: Desk, words: str, said: str
) -> None:
    form = open_form(page, S.COUNT, "withdraw")
    retype(form.when, words)
    finish(page)
    assert form.when.accessibleDescription().startswith(said)
    assert form.when.text() == words
    assert state_of(desk, S.COUNT).state is ConsentState.GIVEN


def test_what_is_typed_in_a_form_is_there_again_after_unlocking(
    page: ConsentPage, state: State, desk: Desk, qtbot: QtBot
) -> None:
    form = open_form(page, S.TALK_TO, "record")
    QTest.keyClicks(form.recipient, "de bedrijfsarts")
    choose(form, "Nee")
    drafts = page.unsaved()
    assert len(drafts) == 1
    desk.now(contacts.keep_draft, drafts[0])
    fresh = another_page(state, qtbot)
    again = row_of(fresh, S.TALK_TO).form
    assert again is not None
    assert again.recipient.text() == "de bedrijfsarts"
    assert again.answer is not None
    assert again.answer.value() == "no"


def test_a_form_that_was_cancelled_leaves_no_draft(page: ConsentPage, desk: Desk, qtbot: QtBot) -> None:
    form = open_form(page, S.TALK_TO, "record")
    QTest.keyClicks(form.recipient, "x")
    page.keeper.keep()
    qtbot.waitUntil(lambda: len(desk.now(contacts.drafts)) == 1)
    QTest.keyClick(form.recipient, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: desk.now(contacts.drafts) == ())


def test_a_change_elsewhere_keeps_the_open_form(page: ConsentPage, state: State, qtbot: QtBot) -> None:
    form = open_form(page, S.TALK_TO, "record")
    QTest.keyClicks(form.recipient, "de bedrijfsarts")
    state.run(
        consents.record_consent,
        KOMPAS,
        S.PEER_REVIEW,
        ConsentState.GIVEN,
        manner=ConsentManner.SPOKEN,
        on=NOW.date(),
    )
    qtbot.waitUntil(lambda: page.history.count() == 3)
    again = row_of(page, S.TALK_TO).form
    assert again is not None
    assert again.recipient.text() == "de bedrijfsarts"


def test_a_row_is_a_group_named_by_purpose_answer_day_and_manner(page: ConsentPage) -> None:
    row = row_of(page, S.COUNT)
    interface = QAccessible.queryAccessibleInterface(row)
    assert interface.role() is QAccessible.Role.Grouping
    assert interface.text(QAccessible.Text.Name) == "Meetellen in anonieme cijfers: ja, 14 aug, mondeling"
    assert row.acts["withdraw"].accessibleName() == "Toestemming intrekken voor: Meetellen in anonieme cijfers"


def test_the_history_cannot_be_edited(page: ConsentPage) -> None:
    index = page.history.model().index(0, 0)
    assert not index.flags() & Qt.ItemFlag.ItemIsEditable
    assert not page.history.model().removeRow(0)


def test_texts_to_read_out_open_for_every_purpose(page: ConsentPage) -> None:
    page.read_out.setFocus()
    QTest.keyClick(page.read_out, Qt.Key.Key_Space)
    assert page._texts.isVisible()
    assert set(READ_OUT) == set(ConsentScope) == set(ABOUT)


@pytest.mark.parametrize(
    ("width", "height", "percent"), [(1280, 800, 200), (720, 480, 100), (720, 480, 200), (1024, 700, 100)]
)
def test_nothing_runs_out_of_the_window_sideways(
    page: ConsentPage, window: MainWindow, qtbot: QtBot, width: int, height: int, percent: int
) -> None:
    theme.apply("light", percent)
    window.resize(width, height)
    open_form(page, S.TALK_TO, "record")
    qtbot.waitUntil(lambda: page.area.widget().width() <= page.area.viewport().width())


def test_every_control_has_a_name_for_screen_readers(page: ConsentPage) -> None:
    open_form(page, S.TALK_TO, "record")
    controls = [w for w in page.findChildren(QWidget) if isinstance(w, (QAbstractButton, QLineEdit))]
    nameless = [
        f"{type(control).__name__} {control.objectName()}"
        for control in [*controls, page.history]
        if not QAccessible.queryAccessibleInterface(control).text(QAccessible.Text.Name)
    ]
    assert nameless == []


# --- words ---


def test_figures_that_are_out_do_not_change_and_the_form_says_so() -> None:
    lines = effects_of_withdrawing(S.COUNT, Period("2026Q2"))
    assert lines[0] == "Deze casus telt vanaf nu niet meer mee."
    assert "De cijfers van het 2e kwartaal van 2026 zijn al weg. Die veranderen niet." in lines
    assert not any("kwartaal" in line for line in effects_of_withdrawing(S.COUNT, None))


@pytest.mark.parametrize("scope", list(ConsentScope))
def test_every_purpose_says_what_stops_and_what_stays(scope: ConsentScope) -> None:
    assert len(effects_of_withdrawing(scope, None)) >= 2


@pytest.mark.parametrize("state", list(ConsentState))
def test_no_answer_is_told_by_colour_alone(state: ConsentState) -> None:
    entry = ConsentEntry(
        id=1,
        case_id=1,
        scope=S.CONTACT_ME,
        state=ConsentState.GIVEN,
        manner=ConsentManner.SPOKEN,
        on=NOW.date(),
        expires_on=date(2026, 10, 14),
    )
    chip = answer_chip(Standing(scope=S.CONTACT_ME, state=state, entry=entry), NOW.date())
    assert chip.icon
    assert chip.words
    assert acts_for(Standing(scope=S.CONTACT_ME, state=state, entry=entry))


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)), st.integers(0, 24))
def test_months_later_is_the_same_day_or_the_end_of_that_month(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day
    assert later.day == day.day or add_months(later, 0).month != date.fromordinal(later.toordinal() + 1).month


def test_the_row_with_the_focus_is_in_view_when_the_page_comes_back(
    page: ConsentPage, window: MainWindow, qtbot: QtBot
):
    window.resize(720, 480)
    window.state.go("case", int(page.about()))
    window.state.go("consent", int(page.about()))

    def in_view() -> bool:
        focus = window.focusWidget()
        top = focus.mapTo(window, focus.rect().topLeft()).y() if page.isAncestorOf(focus) else -1
        return 0 < top < window.height()

    settled: list[object] = []
    window.state.run(lambda _vault: None, then=settled.append)
    qtbot.waitUntil(lambda: bool(settled))
    qtbot.waitUntil(in_view)
