"""The page of a case by keyboard: a contact on top, whole earlier contacts below, and nothing typed is ever lost."""

from collections.abc import Callable
from datetime import date, datetime
from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from adviser_desk.casework import cases, contacts
from adviser_desk.casework.cases import CasePage as Case
from adviser_desk.casework.desk import Desk
from adviser_desk.models.case import CaseStatus, Traits
from adviser_desk.models.contact import Draft
from adviser_desk.models.follow_up import FollowUp
from adviser_desk.models.unit import Unit, UnitTree
from adviser_desk.ui.case_page import CasePage
from adviser_desk.ui.clipboard import forget_copied
from adviser_desk.ui.contact_edit import ContactEdit
from adviser_desk.ui.follow_up_list import due_words
from adviser_desk.ui.main_window import MainWindow
from adviser_desk.ui.memory_aid import doubt_about
from adviser_desk.ui.state import State
from adviser_desk.ui.theme import theme
from adviser_desk.ui.trait_words import changed, missing_words

from .conftest import NOW, settle

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
KOMPAS, PARAPLU = 1, 2


@pytest.fixture
def page(window: MainWindow, state: State, qtbot: QtBot) -> CasePage:
    """The page of Kompas-47 in the window."""
    return go(window, state, qtbot, KOMPAS)


def go(window: MainWindow, state: State, qtbot: QtBot, case_id: int) -> CasePage:
    page = window.pages["case"]
    assert isinstance(page, CasePage)
    state.go("case", case_id)
    qtbot.waitUntil(lambda: page.about() == str(case_id) and page._shown is not None and not page._settle)
    return page


def another_page(state: State, qtbot: QtBot, case_id: int = KOMPAS) -> CasePage:
    """The page as it is after unlocking: nothing in memory, all from the vault."""
    page = CasePage(state)
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    page.show_about(str(case_id))
    page.focus_first()
    qtbot.waitUntil(lambda: page._shown is not None)
    return page


def kompas(desk: Desk) -> Case:
    return desk.now(cases.case_page, KOMPAS, today=NOW.date())


def finish(widget: QWidget) -> None:
    QTest.keyClick(widget, Qt.Key.Key_Return, CTRL)


def until(qtbot: QtBot, desk: Desk, holds: Callable[[Case], bool]) -> None:
    qtbot.waitUntil(lambda: holds(kompas(desk)))


# --- the new contact ---


def test_a_contact_typed_on_the_page_is_logged_and_stands_on_top(page: CasePage, desk: Desk, qtbot: QtBot) -> None:
    page.note.note.setFocus()
    QTest.keyClicks(page.note.note, "Belt over het rooster.")
    finish(page.note.note)
    qtbot.waitUntil(lambda: page.timeline.count() == 4)
    newest = kompas(desk).contacts[0]
    assert (newest.note, newest.at, newest.channel) == ("Belt over het rooster.", NOW, "phone")
    assert "Belt over het rooster." in page.timeline.model().index(0, 0).data()
    assert page.note.note.toPlainText() == ""
    assert desk.now(contacts.drafts) == ()
    assert page.unsaved() == ()


def test_who_types_on_after_done_begins_the_next_contact(page: CasePage, desk: Desk, qtbot: QtBot) -> None:
    page.note.note.setFocus()
    QTest.keyClicks(page.note.note, "Het eerste.")
    finish(page.note.note)
    QTest.keyClicks(page.note.note, "Het tweede.")
    finish(page.note.note)
    until(qtbot, desk, lambda case: [one.note for one in case.contacts[:2]] == ["Het tweede.", "Het eerste."])
    assert desk.now(contacts.drafts) == ()


def test_what_is_typed_while_the_disk_is_slow_stays(
    page: CasePage, state: State, desk: Desk, slow_disk: Event, window: MainWindow, qtbot: QtBot
) -> None:
    page.note.note.setFocus()
    QTest.keyClicks(page.note.note, "Het eerste.")
    state.run(lambda _vault: slow_disk.wait(20))
    finish(page.note.note)
    QTest.keyClicks(page.note.note, " En wat volgt")
    state.go("case", PARAPLU)
    slow_disk.set()
    until(qtbot, desk, lambda case: case.contacts[0].note == "Het eerste.")
    go(window, state, qtbot, KOMPAS)
    assert page.note.note.toPlainText() == " En wat volgt"


def test_the_moment_and_duration_can_be_typed(page: CasePage, desk: Desk, qtbot: QtBot) -> None:
    QTest.keyClicks(page.note.note, "Gisteren gesproken.")
    page.note.moment_button.click()
    QTest.keyClicks(page.note.moment.when, "gisteren 9:05")
    QTest.keyClicks(page.note.moment.minutes, "45")
    finish(page.note.moment.minutes)
    until(qtbot, desk, lambda case: len(case.contacts) == 4)
    newest = kompas(desk).contacts[0]
    assert (newest.at, newest.minutes) == (datetime(2026, 10, 5, 9, 5), 45)


def test_a_moment_that_is_not_understood_keeps_the_text(page: CasePage, desk: Desk) -> None:
    QTest.keyClicks(page.note.note, "Tekst")
    page.note.moment_button.click()
    QTest.keyClicks(page.note.moment.when, "ooit")
    finish(page.note.moment.when)
    assert page.note.note.toPlainText() == "Tekst"
    assert page.note.moment.when.accessibleDescription() != ""
    assert len(kompas(desk).contacts) == 3


def test_text_is_a_draft_after_a_pause_and_comes_back_with_its_cursor(
    page: CasePage, state: State, desk: Desk, qtbot: QtBot
) -> None:
    QTest.keyClicks(page.note.note, "Halve zin")
    QTest.keyClick(page.note.note, Qt.Key.Key_Left)
    assert [draft.text for draft in page.unsaved()] == ["Halve zin"]
    qtbot.waitUntil(lambda: desk.now(contacts.draft_at, f"case:{KOMPAS}") is not None)
    qtbot.waitUntil(lambda: page.unsaved() == ())
    fresh = another_page(state, qtbot)
    assert fresh.note.note.toPlainText() == "Halve zin"
    assert fresh.note.note.textCursor().position() == len("Halve zin") - 1
    assert fresh.focusWidget() is fresh.note.note


def test_going_to_another_case_keeps_the_text_of_each(
    page: CasePage, window: MainWindow, state: State, desk: Desk, qtbot: QtBot
) -> None:
    QTest.keyClicks(page.note.note, "Voor Kompas")
    go(window, state, qtbot, PARAPLU)
    assert page.note.note.toPlainText() == ""
    go(window, state, qtbot, KOMPAS)
    qtbot.waitUntil(lambda: page.note.note.toPlainText() == "Voor Kompas")


def test_words_typed_before_the_next_case_is_here_are_not_about_the_one_before(
    page: CasePage, state: State, desk: Desk, qtbot: QtBot
) -> None:
    QTest.keyClicks(page.note.note, "Voor Kompas")
    page.memory_aid.line.setFocus()
    QTest.keyClicks(page.memory_aid.line, "kl")
    page.new_follow_up()
    QTest.keyClicks(page.follow_ups.text, "bellen")
    state.go("case", PARAPLU)
    assert page._shown is None
    for field in (page.note.note, page.memory_aid.line):
        QTest.keyClicks(field, "xyz")
    page.new_follow_up()
    assert not page.follow_ups.text.isVisible()
    assert page.unsaved() == ()
    qtbot.waitUntil(lambda: page._shown is not None)
    assert page.note.note.toPlainText() == page.follow_ups.text.text() == ""
    QTest.keyClicks(page.note.note, "Voor Paraplu")
    assert [(draft.place, draft.text) for draft in page.unsaved()] == [(f"case:{PARAPLU}", "Voor Paraplu")]
    kept = {draft.place: draft.text or draft.next_step for draft in desk.now(contacts.drafts)}
    assert kept == {f"case:{KOMPAS}": "Voor Kompas", f"follow_up:{KOMPAS}": "bellen"}
    assert kompas(desk).case.memory_aid.endswith("kl")


def test_text_that_is_wiped_out_does_not_come_back(page: CasePage, desk: Desk, qtbot: QtBot) -> None:
    QTest.keyClicks(page.note.note, "Vergissing")
    page.note.keeper.keep()
    qtbot.waitUntil(lambda: desk.now(contacts.drafts) != () and page.unsaved() == ())
    page.note.note.selectAll()
    QTest.keyClick(page.note.note, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: desk.now(contacts.drafts) == ())


def test_other_changes_leave_what_is_being_typed_alone(page: CasePage, state: State, qtbot: QtBot) -> None:
    QTest.keyClicks(page.note.note, "Midden in een zin")
    state.run(cases.change_traits, KOMPAS, Traits(matter="information"))
    qtbot.waitUntil(lambda: page._shown is not None and page._shown.case.traits.matter == "information")
    assert page.note.note.toPlainText() == "Midden in een zin"


# --- the timeline ---


def test_focus_starts_at_the_latest_contact(page: CasePage, window: MainWindow) -> None:
    assert window.focusWidget() is page.timeline
    assert page.timeline.currentIndex().row() == 0


def test_a_row_reads_as_date_channel_duration_and_text(page: CasePage) -> None:
    spoken = page.timeline.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "2 oktober 2026 16:10, gesprek, 50 minuten. Gesproken over het teamoverleg en de roosterwijziging."


def test_rows_are_as_high_as_their_text_at_each_width_and_size(
    page: CasePage, state: State, desk: Desk, qtbot: QtBot
) -> None:
    long = "Woord " * 400
    desk.now(
        contacts.log_contact,
        Draft(place="capture:1", case_id=KOMPAS, started_at=NOW, text=long),
        at=NOW,
        minutes=None,
    )
    page._load()
    qtbot.waitUntil(lambda: page.timeline.count() == 4)
    wide = page.timeline.sizeHintForRow(0)
    assert wide > page.timeline.sizeHintForRow(1)
    page.window().resize(760, 800)
    qtbot.waitUntil(lambda: page.timeline.sizeHintForRow(0) != wide)
    before = page.timeline.sizeHintForRow(0)
    theme.apply("light", 200)
    qtbot.waitUntil(lambda: page.timeline.sizeHintForRow(0) > 2 * before)


def test_a_contact_higher_than_the_view_is_read_by_scrolling(page: CasePage, desk: Desk, qtbot: QtBot) -> None:
    draft = Draft(place="capture:1", case_id=KOMPAS, started_at=NOW, text="Regel\n" * 80)
    desk.now(contacts.log_contact, draft, at=NOW, minutes=None)
    page._load()
    qtbot.waitUntil(lambda: page.timeline.count() == 4)
    page.timeline.setCurrentIndex(page.timeline.model().index(0, 0))
    page.timeline.scrollToTop()
    QTest.keyClick(page.timeline, Qt.Key.Key_Down)
    assert page.timeline.currentIndex().row() == 0
    assert page.timeline.verticalScrollBar().value() > 0


def test_ctrl_c_copies_the_text_of_the_contact_only(page: CasePage, window: MainWindow) -> None:
    page.timeline.setFocus()
    QTest.keyClick(window, Qt.Key.Key_C, CTRL)
    clipboard = QGuiApplication.clipboard()
    assert clipboard.text() == "Gesproken over het teamoverleg en de roosterwijziging."
    assert "x-kde-passwordManagerHint" in clipboard.mimeData().formats()


def test_locking_takes_the_copy_away_but_not_what_others_copied(page: CasePage) -> None:
    clipboard = QGuiApplication.clipboard()
    page.timeline.copy()
    forget_copied()
    assert clipboard.text() == ""
    page.timeline.copy()
    clipboard.setText("Uit een ander programma")
    forget_copied()
    assert clipboard.text() == "Uit een ander programma"


def edit_first(page: CasePage, qtbot: QtBot) -> ContactEdit:
    page.timeline.setFocus()
    QTest.keyClick(page.timeline, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: page.timeline.editor is not None and page.timeline.editor.isVisible())
    assert page.timeline.editor is not None
    return page.timeline.editor


def test_f2_changes_a_contact_in_its_row_and_undo_takes_it_back(
    page: CasePage, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    before = kompas(desk).contacts[0]
    editor = edit_first(page, qtbot)
    QTest.keyClicks(editor.note, " Erbij.")
    finish(editor.note)
    until(qtbot, desk, lambda case: case.contacts[0].note == f"{before.note} Erbij.")
    qtbot.waitUntil(lambda: page.timeline.editor is None and window.toast.can_undo())
    assert desk.now(contacts.drafts) == ()
    settle(page.state)
    said = page.timeline.model().index(0, 0).data()
    assert "Erbij." in said
    assert "concept wacht" not in said
    window.undo()
    until(qtbot, desk, lambda case: case.contacts[0] == before)


def test_a_contact_whose_channel_is_not_known_reads_so_and_stays_so(page: CasePage, desk: Desk, qtbot: QtBot) -> None:
    newest = kompas(desk).contacts[0]
    desk.now(contacts.change_contact, newest.model_copy(update={"channel": None}), now=NOW)
    page._load()
    qtbot.waitUntil(lambda: "contact, 50 minuten" in page.timeline.model().index(0, 0).data())
    editor = edit_first(page, qtbot)
    assert editor.channel.value() is None
    QTest.keyClicks(editor.note, " Erbij.")
    finish(editor.note)
    until(qtbot, desk, lambda case: case.contacts[0].note == f"{newest.note} Erbij.")
    assert kompas(desk).contacts[0].channel is None


def test_escape_closes_the_row_and_keeps_the_change_as_a_draft(page: CasePage, desk: Desk, qtbot: QtBot) -> None:
    before = kompas(desk).contacts
    editor = edit_first(page, qtbot)
    QTest.keyClicks(editor.note, " Half")
    QTest.keyClick(editor.note, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.timeline.editor is None)
    qtbot.waitUntil(lambda: len(desk.now(contacts.drafts)) == 1)
    assert kompas(desk).contacts == before
    page._load()
    qtbot.waitUntil(lambda: page.timeline.waits(before[0]))
    assert edit_first(page, qtbot).note.toPlainText().endswith(" Half")


def test_a_change_being_typed_is_open_again_after_unlocking(
    page: CasePage, state: State, desk: Desk, qtbot: QtBot
) -> None:
    editor = edit_first(page, qtbot)
    QTest.keyClicks(editor.note, " Bijna")
    for draft in page.unsaved():
        desk.now(contacts.keep_draft, draft)
    fresh = another_page(state, qtbot)
    qtbot.waitUntil(lambda: fresh.timeline.editor is not None)
    assert fresh.timeline.editor is not None
    assert fresh.timeline.editor.note.toPlainText().endswith(" Bijna")


def test_a_contact_that_arrives_meanwhile_does_not_close_the_row(page: CasePage, state: State, qtbot: QtBot) -> None:
    editor = edit_first(page, qtbot)
    QTest.keyClicks(editor.note, " Nog bezig")
    draft = Draft(place="capture:1", case_id=KOMPAS, started_at=NOW, text="Uit het paneel")
    state.run(contacts.log_contact, draft, at=NOW, minutes=1)
    qtbot.waitUntil(lambda: page.timeline.count() == 4)
    assert page.timeline.editor is not None
    assert page.timeline.editor.note.toPlainText().endswith(" Nog bezig")
    assert [draft.text for draft in page.unsaved()] == [page.timeline.editor.note.toPlainText()]


# --- follow-ups ---


def test_space_ticks_off_and_undo_brings_it_back(page: CasePage, window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    page.follow_ups.list.setFocus()
    assert page.follow_ups.list.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == (
        "Niet aangevinkt. Terugbellen over gesprek, 1 dag te laat"
    )
    QTest.keyClick(page.follow_ups.list, Qt.Key.Key_Space)
    until(qtbot, desk, lambda case: case.follow_ups[0].done_on == NOW.date())
    qtbot.waitUntil(lambda: page.follow_ups.list.count() == 0)
    window.undo()
    until(qtbot, desk, lambda case: case.follow_ups[0].done_on is None)
    qtbot.waitUntil(lambda: page.follow_ups.list.count() == 1)


def test_a_follow_up_is_added_with_a_date_in_words(
    page: CasePage, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    QTest.keyClick(window, Qt.Key.Key_O, CTRL | SHIFT)
    assert window.focusWidget() is page.follow_ups.text
    QTest.keyClicks(page.follow_ups.text, "Folder mailen")
    QTest.keyClicks(page.follow_ups.when, "vr")
    finish(page.follow_ups.when)
    until(qtbot, desk, lambda case: len(case.follow_ups) == 2)
    added = kompas(desk).follow_ups[1]
    assert (added.text, added.due_on) == ("Folder mailen", date(2026, 10, 9))
    qtbot.waitUntil(lambda: page.follow_ups.text.text() == "" and desk.now(contacts.drafts) == ())


def test_a_date_that_is_not_understood_keeps_the_text(page: CasePage, desk: Desk) -> None:
    page.new_follow_up()
    QTest.keyClicks(page.follow_ups.text, "Bellen")
    QTest.keyClicks(page.follow_ups.when, "ooit")
    finish(page.follow_ups.when)
    assert page.follow_ups.text.text() == "Bellen"
    assert page.follow_ups.when.accessibleDescription().startswith("Wij herkennen deze datum niet.")
    assert len(kompas(desk).follow_ups) == 1


def test_a_follow_up_being_typed_comes_back(page: CasePage, state: State, desk: Desk, qtbot: QtBot) -> None:
    page.new_follow_up()
    QTest.keyClicks(page.follow_ups.text, "Half")
    for draft in page.unsaved():
        desk.now(contacts.keep_draft, draft)
    fresh = another_page(state, qtbot)
    assert fresh.follow_ups.text.text() == "Half"
    assert fresh.follow_ups.text.isVisible()


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (date(2026, 10, 4), "2 dagen te laat"),
        (date(2026, 10, 6), "vandaag"),
        (date(2026, 10, 7), "morgen"),
        (date(2026, 10, 9), "vrijdag 9 okt"),
    ],
)
def test_due_days_are_said_as_people_say_them(due: date, words: str) -> None:
    assert due_words(FollowUp(id=1, case_id=1, due_on=due, text="x"), NOW.date()) == words


# --- traits ---


def editor_of(page: CasePage, qtbot: QtBot) -> QWidget:
    page.traits_card.change.click()
    qtbot.waitUntil(page.traits_editor.isVisible)
    return page.traits_editor


def box(page: CasePage, name: str) -> QAbstractButton:
    found = page.traits_editor.findChild(QAbstractButton, name)
    assert isinstance(found, QAbstractButton)
    return found


def test_each_change_of_a_trait_is_saved_at_once_and_undone(
    page: CasePage, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    editor = editor_of(page, qtbot)
    combo = editor.findChild(QComboBox, "trait-client_role")
    combo.setFocus()
    QTest.keyClicks(combo, "Omst")
    combo.activated.emit(combo.currentIndex())
    until(qtbot, desk, lambda case: case.case.traits.client_role == "bystander")
    window.undo()
    until(qtbot, desk, lambda case: case.case.traits.client_role == "target")
    qtbot.waitUntil(lambda: combo.currentData() == "target")


def test_grounds_are_asked_only_with_discrimination_and_go_with_it(page: CasePage, desk: Desk, qtbot: QtBot) -> None:
    editor_of(page, qtbot)
    ground = box(page, "trait-grounds-age")
    assert not ground.isVisible()
    box(page, "trait-behaviour-discrimination").click()
    assert ground.isVisible()
    ground.click()
    until(qtbot, desk, lambda case: case.case.traits.grounds == ("age",))
    box(page, "trait-behaviour-discrimination").click()
    until(
        qtbot, desk, lambda case: case.case.traits.grounds == () and "discrimination" not in case.case.traits.behaviour
    )


def test_at_most_three_behaviours_can_be_ticked(page: CasePage, desk: Desk, qtbot: QtBot) -> None:
    editor_of(page, qtbot)
    for code in ("bullying", "threat"):
        box(page, f"trait-behaviour-{code}").click()
    until(qtbot, desk, lambda case: len(case.case.traits.behaviour) == 3)
    assert not box(page, "trait-behaviour-violence").isEnabled()
    assert box(page, "trait-behaviour-threat").isEnabled()


def test_fast_changes_build_on_each_other(page: CasePage, desk: Desk, qtbot: QtBot) -> None:
    editor_of(page, qtbot)
    old = kompas(desk)
    for code in ("leadership", "team_culture", "exclusion", "change"):
        box(page, f"trait-themes-{code}").click()
        # An answer from before the click arrives after it.
        page.traits_editor.show_traits(KOMPAS, old.case.traits, old.units)
    until(qtbot, desk, lambda case: case.case.traits.themes == ("leadership", "team_culture", "exclusion", "change"))


def test_what_the_quarter_still_needs_is_said_in_words() -> None:
    units = UnitTree(version="1", units=(Unit(code="n", label="Noord"),))
    traits = Traits(matter="undesirable_behaviour", client_role="target")
    assert missing_words(traits, units) == ["Soort gedrag", "Door wie", "Gevonden via", "Stap", "Onderdeel"]
    assert "Onderdeel" not in missing_words(traits, UnitTree(version=""))


_TRAITS = st.sampled_from(
    [
        ("matter", "integrity"),
        ("matter", "moral_question"),
        ("matter", None),
        ("behaviour", ("discrimination",)),
        ("behaviour", ()),
        ("grounds", ("age",)),
        ("integrity_kind", "money"),
        ("moral_question", "manners"),
        ("step", "listen"),
        ("step", "police"),
        ("reason_no_step", "fear"),
        ("unit", "noord"),
    ]
)


@given(st.lists(_TRAITS, max_size=12))
def test_any_order_of_changes_leaves_traits_that_fit_together(steps: list[tuple[str, object]]) -> None:
    traits = Traits()
    for name, value in steps:
        traits = changed(traits, name, value)
        assert not (traits.grounds and "discrimination" not in traits.behaviour)
        assert not (traits.reason_no_step and traits.step != "listen")
        assert not (traits.matter == "moral_question" and traits.integrity_kind)


# --- memory aid, status ---


@pytest.mark.parametrize("text", ["bel 06-12345678", "a.b@voorbeeld.nl", "rooster van Jansen", "vraag (Noor)"])
def test_words_that_may_lead_to_a_person_are_pointed_at(text: str) -> None:
    assert doubt_about(text) != ""


@pytest.mark.parametrize("text", ["", "Rooster aan de balie", "rooster 2026", "3 gesprekken, 12 weken", "verlof 14-10"])
def test_ordinary_words_are_left_alone(text: str) -> None:
    assert doubt_about(text) == ""


def test_the_memory_aid_is_kept_when_its_line_is_left(
    page: CasePage, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    page.memory_aid.line.setFocus()
    QTest.keyClicks(page.memory_aid.line, "rooster van Jansen")
    assert "Jansen" in page.memory_aid.line.accessibleDescription()
    QTest.keyClick(page.memory_aid.line, Qt.Key.Key_Return)
    until(qtbot, desk, lambda case: case.case.memory_aid == "rooster van Jansen")
    qtbot.waitUntil(lambda: desk.now(contacts.drafts) == ())
    page.timeline.setFocus()
    window.undo()
    until(qtbot, desk, lambda case: case.case.memory_aid == "")


def test_the_status_changes_at_once_and_is_undone(page: CasePage, window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    status = page.header.status
    assert status.accessibleName() == "Status van Kompas-47"
    status.setFocus()
    status.setCurrentIndex(status.findText("Afgesloten"))
    status.activated.emit(status.currentIndex())
    until(qtbot, desk, lambda case: case.case.status is CaseStatus.CLOSED and case.case.closed_on == NOW.date())
    window.undo()
    until(qtbot, desk, lambda case: case.case.status is CaseStatus.OPEN)


# --- the frame ---


class _Windows(QObject):
    """Notes every window that shows itself."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(type(watched).__name__)
        return False


def test_no_form_shows_a_window_of_its_own(page: CasePage, qapp: QApplication, qtbot: QtBot) -> None:
    windows = _Windows()
    qapp.installEventFilter(windows)
    edit_first(page, qtbot).close_and_keep()
    page.follow_ups.open_form()
    editor_of(page, qtbot)
    qapp.removeEventFilter(windows)
    assert windows.shown == []


def test_a_chip_says_its_purpose_and_answer_and_leads_to_the_consents(
    page: CasePage, window: MainWindow, qtbot: QtBot
) -> None:
    chips = [button for button in page.header.findChildren(QAbstractButton) if button.property("kind") == "chip"]
    assert [chip.text() for chip in chips] == ["Bewaren sinds 14 aug", "Meetellen sinds 14 aug"]
    assert chips[0].accessibleName() == "Aantekeningen bewaren: toestemming ja"
    chips[1].setFocus()
    QTest.keyClick(chips[1], Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.view().page == "consent" and window.view().about == str(KOMPAS))


def test_a_draft_of_the_panel_is_offered(window: MainWindow, state: State, desk: Desk, qtbot: QtBot) -> None:
    waiting = Draft(place="capture:9", case_id=KOMPAS, started_at=NOW, text="Uit het paneel", open=False)
    desk.now(contacts.keep_draft, waiting)
    page = go(window, state, qtbot, KOMPAS)
    resumed: list[object] = []
    state.resume.connect(resumed.append)
    qtbot.waitUntil(page._banner.isVisible)
    page._banner.pressed.emit("go")
    assert resumed == [waiting]


@pytest.mark.parametrize(
    ("width", "height", "percent"), [(1280, 800, 200), (720, 480, 100), (720, 480, 200), (1024, 700, 100)]
)
@pytest.mark.parametrize("tab", ["timeline", "follow-ups", "traits"])
def test_nothing_runs_out_of_the_window_sideways(
    page: CasePage, window: MainWindow, qtbot: QtBot, width: int, height: int, percent: int, tab: str
) -> None:
    theme.apply("light", percent)
    window.resize(width, height)
    page.header.tab.emit(tab)
    page._arrange()
    qtbot.waitUntil(lambda: page._whole.parentWidget().width() <= page.width())
    assert page._whole.minimumSize().width() <= page.width()


def test_save_is_in_view_in_the_smallest_window(page: CasePage, window: MainWindow, qtbot: QtBot) -> None:
    window.resize(720, 480)
    button = page.note.save_button

    def whole() -> bool:
        bottom = button.mapTo(page, button.rect().bottomLeft()).y()
        return button.isVisible() and bottom < page.height()

    qtbot.waitUntil(whole)


def test_a_small_window_has_tabs_that_show_one_part_each(page: CasePage, window: MainWindow, qtbot: QtBot) -> None:
    window.resize(720, 480)
    qtbot.waitUntil(lambda: page.header.findChild(QWidget, "case-tab-traits").isVisible())
    assert page.timeline.isVisible()
    assert not page.follow_ups.isVisible()
    page.header.findChild(QAbstractButton, "case-tab-follow-ups").click()
    assert page.follow_ups.isVisible()
    assert not page.timeline.isVisible()
    assert not page.traits_card.isVisible()
    page.header.findChild(QAbstractButton, "case-tab-traits").click()
    assert page.traits_card.isVisible()
    assert page.memory_aid.isVisible()
    assert not page.follow_ups.isVisible()


def test_every_control_has_a_name_for_screen_readers(page: CasePage, qtbot: QtBot) -> None:
    editor_of(page, qtbot)
    page.follow_ups.open_form()
    kinds = (QAbstractButton, QLineEdit, QComboBox)
    controls = [w for w in page.findChildren(QWidget) if isinstance(w, kinds) and not w.objectName().startswith("qt_")]
    nameless = [
        f"{type(control).__name__} {control.objectName()}"
        for control in [*controls, page.note.note, page.timeline, page.follow_ups.list]
        if not QAccessible.queryAccessibleInterface(control).text(QAccessible.Text.Name)
    ]
    assert nameless == []
