"""The capture panel by keyboard: three letters, Enter, text, Ctrl+Enter; and nothing typed is lost."""

from datetime import datetime
from threading import Event

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from adviser_desk.casework import cases, contacts
from adviser_desk.casework.desk import Desk
from adviser_desk.models.consent import ConsentScope, ConsentState
from adviser_desk.models.contact import Draft
from adviser_desk.ui.capture_panel import CapturePanel
from adviser_desk.ui.main_window import MainWindow
from adviser_desk.ui.state import State

from .conftest import NOW


def focus(window: MainWindow) -> QWidget:
    """The widget that has the focus in the window; offscreen there is no active window to ask."""
    found = window.focusWidget()
    assert found is not None
    return found


def panel(window: MainWindow) -> CapturePanel:
    assert isinstance(window.panel, CapturePanel)
    return window.panel


def type_contact(window: MainWindow, qtbot: QtBot, letters: str, text: str) -> None:
    QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: focus(window).objectName() == "capture-case")
    QTest.keyClicks(focus(window), letters)
    choices = window.findChild(QWidget, "capture-cases")
    qtbot.waitUntil(lambda: choices.isVisible() and panel(window).case._model.rowCount() > 1)
    QTest.keyClick(focus(window), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: focus(window).objectName() == "capture-note")
    QTest.keyClicks(focus(window), text)


def test_three_letters_enter_text_and_done(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    type_contact(window, qtbot, "kom", "Belt over het gesprek van gisteren.")
    QTest.keyClick(focus(window), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not window.panel.isVisible())
    case_id = desk.now(cases.cases_starting, "kompas")[0].id
    page = desk.now(cases.case_page, case_id, today=NOW.date())
    assert page.contacts[0].note == "Belt over het gesprek van gisteren."
    assert page.contacts[0].at == NOW
    assert page.contacts[0].channel == "phone"
    assert desk.now(contacts.drafts) == ()


def test_escape_keeps_the_draft_and_undo_brings_it_back(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    type_contact(window, qtbot, "kom", "Halve zin")
    QTest.keyClick(focus(window), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.panel.isVisible())
    qtbot.waitUntil(lambda: len(desk.now(contacts.drafts)) == 1)
    assert desk.now(contacts.drafts)[0].text == "Halve zin"
    window.undo()
    qtbot.waitUntil(window.panel.isVisible)
    qtbot.waitUntil(lambda: panel(window).note.toPlainText() == "Halve zin")


def test_text_is_kept_a_second_after_the_last_key(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    type_contact(window, qtbot, "kom", "Nog bezig")
    qtbot.waitUntil(lambda: [draft.text for draft in desk.now(contacts.drafts)] == ["Nog bezig"], timeout=6_000)
    qtbot.waitUntil(lambda: window.unsaved() == ())


def test_what_is_typed_is_handed_over_at_lock(window: MainWindow, qtbot: QtBot) -> None:
    type_contact(window, qtbot, "kom", "Midden in een wo")
    drafts = window.unsaved()
    assert [(draft.text, draft.field, draft.cursor) for draft in drafts] == [("Midden in een wo", "capture-note", 16)]


def test_a_draft_comes_back_with_text_and_cursor(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    case_id = desk.now(cases.cases_starting, "kompas")[0].id
    draft = Draft(
        place="capture:9",
        case_id=case_id,
        started_at=NOW,
        text="Een zin met een gat erin",
        field="capture-note",
        cursor=12,
    )
    desk.now(contacts.keep_draft, draft)
    panel(window).take_up()
    qtbot.waitUntil(lambda: focus(window).objectName() == "capture-note")
    note = focus(window)
    assert isinstance(note, QPlainTextEdit)
    assert (note.toPlainText(), note.textCursor().position()) == (draft.text, 12)
    qtbot.waitUntil(lambda: panel(window).case.case_id == case_id)


def test_a_new_case_has_a_pseudonym_and_asks_two_consents(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(window, Qt.Key.Key_N, keys)
    name = panel(window).pseudonym.name
    qtbot.waitUntil(lambda: bool(name.text()))
    first = name.text()
    QTest.keyClick(focus(window), Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: name.text() != first)
    drawn = name.text()
    QTest.keyClicks(focus(window), "Omstander van een incident.")
    assert panel(window).answers.answers() == ("later", "later")
    QTest.keyClick(focus(window), Qt.Key.Key_T, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(focus(window), Qt.Key.Key_J)
    QTest.keyClick(focus(window), Qt.Key.Key_Tab)
    QTest.keyClick(focus(window), Qt.Key.Key_N)
    assert panel(window).answers.answers() == ("yes", "no")
    QTest.keyClick(focus(window), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not window.panel.isVisible())
    row = desk.now(cases.cases_starting, drawn)[0]
    page = desk.now(cases.case_page, row.id, today=NOW.date())
    stand = {one.scope: one.state for one in page.standing}
    assert stand[ConsentScope.KEEP_NOTES] is ConsentState.GIVEN
    assert stand[ConsentScope.COUNT] is ConsentState.REFUSED


def test_without_a_case_nothing_is_saved_and_the_text_stays(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: focus(window).objectName() == "capture-case")
    panel(window).note.setFocus()
    QTest.keyClicks(panel(window).note, "Tekst zonder casus")
    QTest.keyClick(panel(window).note, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert window.panel.isVisible()
    assert panel(window).note.toPlainText() == "Tekst zonder casus"
    assert "Kies eerst een casus" in panel(window).case_field.below.text()


def test_a_day_that_is_not_understood_is_said_and_stays(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    type_contact(window, qtbot, "kom", "Tekst")
    QTest.keyClick(focus(window), Qt.Key.Key_O, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: focus(window).objectName() == "capture-next-step")
    QTest.keyClicks(focus(window), "Terugbellen")
    QTest.keyClick(focus(window), Qt.Key.Key_Tab)
    QTest.keyClicks(focus(window), "ooit")
    QTest.keyClick(focus(window), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    when = focus(window)
    assert isinstance(when, QLineEdit)
    assert (when.objectName(), when.text()) == ("capture-next-step-when", "ooit")
    assert "herkennen deze datum niet" in when.accessibleDescription()
    when.clear()
    QTest.keyClicks(when, "vr")
    QTest.keyClick(when, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not window.panel.isVisible())
    case_id = desk.now(cases.cases_starting, "kompas")[0].id
    steps = desk.now(cases.case_page, case_id, today=NOW.date()).follow_ups
    assert ("Terugbellen", datetime(2026, 10, 9).date()) in [(step.text, step.due_on) for step in steps]


def test_another_case_puts_the_open_text_aside(window: MainWindow, state: State, desk: Desk, qtbot: QtBot) -> None:
    type_contact(window, qtbot, "kom", "Eerste verhaal")
    state.capture.emit(None, True)
    qtbot.waitUntil(lambda: bool(panel(window).pseudonym.name.text()))
    qtbot.waitUntil(lambda: any(draft.text == "Eerste verhaal" for draft in desk.now(contacts.drafts)))
    assert panel(window).note.toPlainText() == ""


def _done(window: MainWindow) -> None:
    QTest.keyClick(focus(window), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def _notes(desk: Desk, letters: str) -> list[str]:
    case_id = desk.now(cases.cases_starting, letters)[0].id
    return [contact.note for contact in desk.now(cases.case_page, case_id, today=NOW.date()).contacts]


def test_the_next_key_after_done_finds_the_contact_saved(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    """Fast hands: nothing lets the window come to itself between Ctrl+Enter, Ctrl+N and the text."""
    type_contact(window, qtbot, "kom", "Het eerste.")
    _done(window)
    QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(focus(window), "Het tweede.")
    _done(window)
    qtbot.waitUntil(lambda: not window.panel.isVisible())
    assert _notes(desk, "kompas")[:2] == ["Het tweede.", "Het eerste."]
    assert desk.now(contacts.drafts) == ()


def _save_slowly(window: MainWindow, state: State, slow_disk: Event) -> None:
    state.run(lambda _vault: slow_disk.wait(20))
    _done(window)


def test_what_is_typed_while_the_disk_is_slow_begins_the_next_contact(
    window: MainWindow, state: State, desk: Desk, slow_disk: Event, qtbot: QtBot
) -> None:
    type_contact(window, qtbot, "kom", "Het eerste.")
    _save_slowly(window, state, slow_disk)
    QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(focus(window), " En het twee")
    QTest.keyClick(focus(window), Qt.Key.Key_Escape)
    assert [draft.text for draft in window.unsaved()] == [" En het twee"]
    slow_disk.set()
    qtbot.waitUntil(lambda: panel(window).note.toPlainText() == " En het twee")
    QTest.keyClicks(focus(window), "de.")
    qtbot.waitUntil(lambda: panel(window).case.row is not None)
    _done(window)
    qtbot.waitUntil(lambda: not window.panel.isVisible())
    assert _notes(desk, "kompas")[:2] == ["En het tweede.", "Het eerste."]
    assert desk.now(contacts.drafts) == ()


def test_a_new_contact_asked_while_a_new_case_is_saved_is_for_that_case(
    window: MainWindow, state: State, desk: Desk, slow_disk: Event, qtbot: QtBot
) -> None:
    QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: bool(panel(window).pseudonym.name.text()))
    name = panel(window).pseudonym.name.text()
    QTest.keyClicks(focus(window), "Een eerste gesprek.")
    _save_slowly(window, state, slow_disk)
    QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    slow_disk.set()
    qtbot.waitUntil(lambda: panel(window).case.row is not None and panel(window).case.row.pseudonym == name)
    assert panel(window).note.toPlainText() == ""
    assert _notes(desk, name) == ["Een eerste gesprek."]


def test_locking_while_the_disk_is_slow_brings_nothing_back_twice(
    window: MainWindow, state: State, slow_disk: Event, qtbot: QtBot
) -> None:
    type_contact(window, qtbot, "kom", "Alleen dit.")
    _save_slowly(window, state, slow_disk)
    assert window.unsaved() == ()
    QTest.keyClicks(focus(window), "x")
    assert [draft.text for draft in window.unsaved()] == ["x"]
