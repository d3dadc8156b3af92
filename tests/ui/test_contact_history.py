"""Contacts that are removed and come back, and earlier versions of a note: by keyboard, and never by accident."""

import threading
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from adviser_desk.casework import cases, contact_history, contacts
from adviser_desk.casework.desk import Desk
from adviser_desk.models.contact import Contact, Draft
from adviser_desk.ui.case_page import CasePage
from adviser_desk.ui.contact_versions import ContactVersions
from adviser_desk.ui.main_window import MainWindow
from adviser_desk.ui.privacy import privacy
from adviser_desk.ui.state import State
from adviser_desk.ui.status_bar import Toast
from adviser_desk.ui.widgets.text import Text

from .conftest import NOW, focus, shown_window

CTRL = Qt.KeyboardModifier.ControlModifier
KOMPAS, PARAPLU = 1, 2
DAY = timedelta(days=1)
SPOKEN = Qt.ItemDataRole.AccessibleTextRole


@pytest.fixture
def page(window: MainWindow, state: State, qtbot: QtBot) -> CasePage:
    """The page of Kompas-47 with its three contacts, the newest one chosen."""
    found = window.pages["case"]
    assert isinstance(found, CasePage)
    state.go("case", KOMPAS)
    qtbot.waitUntil(lambda: focus(window) is found.timeline and found.timeline.count() == 3)
    return found


def of_kompas(desk: Desk) -> tuple[Contact, ...]:
    return desk.now(cases.case_page, KOMPAS, today=NOW.date()).contacts


def press(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(widget, key, modifier)


def words(toast: Toast) -> str:
    return toast.findChildren(Text)[0].text()


def said(view: QWidget) -> list[str]:
    """The lines of a list as a screen reader speaks them."""
    model = view.model()  # type: ignore[attr-defined]
    return [str(model.index(row, 0).data(SPOKEN)) for row in range(model.rowCount())]


def change(desk: Desk, contact: Contact, days_ago: int, **changes: object) -> Contact:
    changed = contact.model_copy(update=changes)
    desk.now(contacts.change_contact, changed, now=NOW - days_ago * DAY)
    return changed


def open_versions(page: CasePage, window: MainWindow, qtbot: QtBot) -> ContactVersions:
    window.commands.actions["versions"].trigger()
    qtbot.waitUntil(lambda: page.timeline.versions is not None and page.timeline.versions.texts.list.hasFocus())
    assert page.timeline.versions is not None
    return page.timeline.versions


def open_removed(page: CasePage, window: MainWindow, qtbot: QtBot) -> None:
    window.commands.actions["removed"].trigger()
    qtbot.waitUntil(page.removed.texts.list.hasFocus)


def remove(desk: Desk, contact: Contact, days_ago: int = 0) -> None:
    desk.now(contact_history.remove_contact, contact.id, now=NOW - days_ago * DAY)


# --- removing ---


def test_delete_removes_the_chosen_contact_and_ctrl_z_brings_it_back_after_a_page_change(
    page: CasePage, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    newest, middle, oldest = of_kompas(desk)
    press(page.timeline, Qt.Key.Key_Down)
    press(page.timeline, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: page.timeline.count() == 2)
    assert of_kompas(desk) == (newest, oldest)
    assert page.timeline.current() == oldest
    assert focus(window) is page.timeline
    assert words(window.toast) == "Contact verwijderd."
    window.state.go("cases")
    press(window.navigation.first_button(), Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: of_kompas(desk) == (newest, middle, oldest))
    window.go_back()
    qtbot.waitUntil(lambda: page.timeline.count() == 3)


def test_delete_again_removes_the_next_one_and_never_one_twice(page: CasePage, desk: Desk, qtbot: QtBot) -> None:
    window = page.window()
    assert isinstance(window, MainWindow)
    answer = threading.Event()
    page.state.run(lambda _vault: answer.wait(20))
    for _time in range(2):
        press(page.timeline, Qt.Key.Key_Delete)
    answer.set()
    qtbot.waitUntil(lambda: page.timeline.count() == 2)
    assert not window._trouble.isVisible()
    press(page.timeline, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: page.timeline.count() == 1)
    assert len(of_kompas(desk)) == 1
    press(page.timeline, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: page.timeline.count() == 0)
    press(page.timeline, Qt.Key.Key_Delete)
    assert page._removed_link.text() == "3 verwijderde contacten"


def test_a_contact_that_came_back_can_be_removed_again(
    page: CasePage, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    for _time in range(2):
        press(page.timeline, Qt.Key.Key_Delete)
        qtbot.waitUntil(lambda: page.timeline.count() == 2)
        window.undo()
        qtbot.waitUntil(lambda: page.timeline.count() == 3)
        assert page.timeline.currentIndex().row() == 0


def test_delete_and_f2_in_a_field_are_keys_of_the_field(page: CasePage, desk: Desk, qtbot: QtBot) -> None:
    page.timeline.edit_row(1)
    qtbot.waitUntil(lambda: page.timeline.editor is not None and page.timeline.editor.note.hasFocus())
    assert page.timeline.editor is not None
    in_the_row = page.timeline.editor.note
    in_the_row.moveCursor(in_the_row.textCursor().MoveOperation.Start)
    press(in_the_row, Qt.Key.Key_Delete)
    assert in_the_row.toPlainText().startswith("laapt slecht")
    press(in_the_row, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.timeline.editor is None)
    page.follow_ups.open_form()
    for field in (page.memory_aid.line, page.follow_ups.text):
        field.setFocus()
        QTest.keyClicks(field, "abc")
        press(field, Qt.Key.Key_Home)
        press(field, Qt.Key.Key_Delete)
        press(field, Qt.Key.Key_F2)
        assert field.text() == "bc"
    note = page.note.note
    note.setFocus()
    QTest.keyClicks(note, "abc")
    press(note, Qt.Key.Key_Home)
    press(note, Qt.Key.Key_Delete)
    press(note, Qt.Key.Key_F2)
    assert note.toPlainText() == "bc"
    # A button is no place from which a contact goes either.
    button = page.findChild(QAbstractButton, "timeline-copy")
    button.setFocus()
    press(button, Qt.Key.Key_Delete)
    page._load()
    qtbot.waitUntil(lambda: page.timeline.waits(of_kompas(desk)[1]))
    assert (page.timeline.editor, page.timeline.count()) == (None, 3)


def test_the_menu_works_for_the_chosen_contact_wherever_the_focus_is(
    page: CasePage, window: MainWindow, state: State, desk: Desk, qtbot: QtBot
) -> None:
    page.note.note.setFocus()
    window.commands.actions["edit-contact"].trigger()
    qtbot.waitUntil(lambda: page.timeline.editor is not None)
    window.commands.actions["remove-contact"].trigger()
    qtbot.waitUntil(lambda: page.timeline.count() == 2)
    assert page.timeline.editor is None
    state.go("cases")
    before = of_kompas(desk)
    window.commands.actions["remove-contact"].trigger()
    assert words(window.toast) == "Open eerst een casus en kies daar een contact."
    assert of_kompas(desk) == before


def test_a_small_window_brings_the_timeline_into_view_for_it(page: CasePage, window: MainWindow, qtbot: QtBot) -> None:
    window.resize(720, 600)
    qtbot.waitUntil(lambda: page._width == "compact")
    page.header.findChild(QAbstractButton, "case-tab-traits").click()
    assert not page.timeline.isVisible()
    window.commands.actions["edit-contact"].trigger()
    qtbot.waitUntil(lambda: page.timeline.editor is not None and page.timeline.editor.isVisible())


def test_the_context_menu_offers_what_can_be_done(page: CasePage, desk: Desk, qtbot: QtBot) -> None:
    change(desk, of_kompas(desk)[0], 1, note="Anders.")
    page._load()
    qtbot.waitUntil(lambda: page.timeline.was_changed(of_kompas(desk)[0]))

    def offered() -> dict[str, bool]:
        page.findChild(QAbstractButton, "timeline-more").click()
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        found = {action.text().partition("\t")[0]: action.isEnabled() for action in menu.actions() if action.text()}
        menu.close()
        return found

    assert offered() == {"Wijzigen": True, "Kopiëren": True, "Eerdere versies…": True, "Verwijderen": True}
    press(page.timeline, Qt.Key.Key_Down)
    assert not offered()["Eerdere versies…"]


def test_a_change_begun_waits_for_the_contact_to_come_back(
    page: CasePage, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    page.timeline.edit_current()
    qtbot.waitUntil(lambda: page.timeline.editor is not None and page.timeline.editor.note.hasFocus())
    assert page.timeline.editor is not None
    QTest.keyClicks(page.timeline.editor.note, " Half")
    window.commands.actions["remove-contact"].trigger()
    qtbot.waitUntil(lambda: page.timeline.count() == 2)
    window.undo()
    qtbot.waitUntil(lambda: page.timeline.count() == 3)
    assert page.timeline.waits(of_kompas(desk)[0])


# --- earlier versions ---


def test_a_changed_contact_says_so(page: CasePage, desk: Desk, qtbot: QtBot) -> None:
    change(desk, of_kompas(desk)[0], 1, minutes=20)
    page._load()
    qtbot.waitUntil(lambda: "gewijzigd" in said(page.timeline)[0])
    assert "gewijzigd" not in said(page.timeline)[1]


def test_an_earlier_version_is_read_and_put_back_by_keyboard(
    page: CasePage, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    first = of_kompas(desk)[0]
    second = change(desk, first, 3, note="Tweede tekst.\nMet een regel.", minutes=20)
    third = change(desk, second, 0, note="Derde tekst.")
    page._load()
    qtbot.waitUntil(lambda: page.timeline.current() == third)
    shown = open_versions(page, window, qtbot)
    assert said(shown.texts.list) == [
        "Gesprek · 20 min, Tweede tekst. Met een regel., tot 6 okt 14:20",
        f"Gesprek · 50 min, {first.note}, tot 3 okt 14:20",
    ]
    assert shown.texts.text.toPlainText() == "Tweede tekst.\nMet een regel."
    press(shown.texts.list, Qt.Key.Key_Down)
    assert shown.texts.text.toPlainText() == first.note
    press(shown.texts.list, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: of_kompas(desk)[0] == first)
    qtbot.waitUntil(lambda: page.timeline.versions is None and focus(window) is page.timeline)
    assert words(window.toast) == "Eerdere versie teruggezet."
    press(page.timeline, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: of_kompas(desk)[0] == third)
    assert [one.contact for one in desk.now(contact_history.versions, first.id)][:2] == [first, third]


def test_escape_leaves_the_contact_as_it_is(page: CasePage, window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    now = change(desk, of_kompas(desk)[0], 1, note="Anders.")
    shown = open_versions(page, window, qtbot)
    assert not page.note.isVisible()
    press(shown.texts.list, Qt.Key.Key_Return)
    assert focus(window) is shown.texts.text
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_F2, Qt.Key.Key_A):
        press(shown.texts.text, key)
    press(shown.texts.text, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.timeline.versions is None)
    assert focus(window) is page.timeline
    assert page.note.isVisible()
    assert of_kompas(desk)[0] == now
    assert window.toast.isHidden()


def test_tab_goes_through_the_versions_and_each_stop_has_a_name(
    page: CasePage, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    change(desk, of_kompas(desk)[0], 1, note="Anders.")
    shown = open_versions(page, window, qtbot)
    stops = []
    for _number in range(4):
        stops.append(focus(window))
        assert QAccessible.queryAccessibleInterface(focus(window)).text(QAccessible.Text.Name)
        press(focus(window), Qt.Key.Key_Tab)
    names = ["versions-list", "versions-text", "versions-take-back", "versions-close"]
    assert [widget.objectName() for widget in stops] == names
    assert not shown.isAncestorOf(focus(window))


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (720, 480)])
def test_the_buttons_of_the_versions_are_in_view(
    page: CasePage, window: MainWindow, desk: Desk, qtbot: QtBot, width: int, height: int
) -> None:
    window.resize(width, height)
    contact = of_kompas(desk)[0]
    for number in range(9):
        contact = change(desk, contact, 9 - number, note=f"Versie {number}.")
    shown = open_versions(page, window, qtbot)
    button, texts = shown.findChild(QAbstractButton, "versions-take-back"), shown.texts

    def in_view() -> bool:
        """The button in the page, and the chosen line in its list."""
        rect = button.rect().translated(button.mapTo(page, button.rect().topLeft()))
        row = texts.list.visualRect(texts.list.currentIndex())
        line = row.translated(texts.list.viewport().mapTo(texts.rows.viewport(), row.topLeft()) - row.topLeft())
        return page.rect().contains(rect) and texts.rows.viewport().rect().contains(line)

    qtbot.waitUntil(in_view)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_End, Qt.Key.Key_Up):
        press(texts.list, key)
        qtbot.waitUntil(in_view)


def test_where_there_is_room_all_versions_are_in_view(
    page: CasePage, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    window.resize(720, 1_100)
    contact = of_kompas(desk)[0]
    for number in range(3):
        contact = change(desk, contact, 3 - number, note=f"Versie {number}.")
    texts = open_versions(page, window, qtbot).texts
    qtbot.waitUntil(lambda: texts.rows.viewport().height() >= texts.list.height() > 0)


def test_a_contact_that_was_never_changed_has_no_versions(page: CasePage, window: MainWindow, qtbot: QtBot) -> None:
    window.commands.actions["versions"].trigger()
    qtbot.waitUntil(lambda: words(window.toast) == "Van dit contact zijn er geen eerdere versies.")
    assert page.timeline.versions is None


def test_another_form_in_the_timeline_takes_the_place_of_the_versions(
    page: CasePage, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    change(desk, of_kompas(desk)[0], 1, note="Anders.")
    open_versions(page, window, qtbot)
    page.timeline.edit_row(1)
    qtbot.waitUntil(lambda: page.timeline.editor is not None and page.timeline.editor.note.hasFocus())
    assert page.timeline.versions is None
    page.timeline.setCurrentIndex(page.timeline.model().index(0, 0))
    open_versions(page, window, qtbot)
    assert page.timeline.editor is None


# --- removed contacts ---


def test_removed_contacts_are_listed_with_the_days_that_are_left(
    page: CasePage, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    newest, middle, oldest = of_kompas(desk)
    assert page._removed_link.isHidden()
    for contact, days_ago in ((oldest, 31), (middle, 29), (newest, 3)):
        remove(desk, contact, days_ago)
    page._load()
    qtbot.waitUntil(page._removed_link.isVisible)
    assert page._removed_link.text() == page._removed_link.accessibleName() == "3 verwijderde contacten"
    page._removed_link.click()
    qtbot.waitUntil(page.removed.texts.list.hasFocus)
    assert not page.timeline.isVisible()
    assert said(page.removed.texts.list) == [
        f"2 okt 16:10 · Gesprek · 50 min, {newest.note}, nog 27 dagen",
        f"18 sep 09:05 · Telefoon · 15 min, {middle.note}, nog 1 dag",
        f"14 aug 11:30 · Video · 40 min, {oldest.note}, verdwijnt binnenkort",
    ]
    press(page.removed.texts.list, Qt.Key.Key_Down)
    assert page.removed.texts.text.toPlainText() == middle.note
    press(page.removed.texts.list, Qt.Key.Key_Escape)
    assert focus(window) is page.timeline
    assert page.timeline.isVisible()


def test_enter_puts_a_contact_back_and_undo_removes_it_again(
    page: CasePage, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    newest, middle, oldest = of_kompas(desk)
    remove(desk, middle, 3)
    remove(desk, newest, 2)
    open_removed(page, window, qtbot)
    press(page.removed.texts.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.removed.texts.list.count() == 1)
    assert of_kompas(desk) == (newest, oldest)
    assert words(window.toast) == "Contact teruggezet."
    assert focus(window) is page.removed.texts.list
    press(page.removed.texts.list, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: page.removed.texts.list.count() == 2)
    for left in (1, 0):
        press(page.removed.texts.list, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda left=left: page.removed.texts.list.count() == left)
    assert of_kompas(desk) == (newest, middle, oldest)
    assert focus(window).objectName() == "removed-close"
    press(focus(window), Qt.Key.Key_Return)
    assert focus(window) is page.timeline
    assert page._removed_link.isHidden()


def test_the_view_of_removed_contacts_goes_with_its_case(
    page: CasePage, window: MainWindow, state: State, desk: Desk, qtbot: QtBot
) -> None:
    remove(desk, of_kompas(desk)[0])
    open_removed(page, window, qtbot)
    state.go("case", PARAPLU)
    qtbot.waitUntil(lambda: page._shown is not None and page._shown.case.id == PARAPLU)
    assert page.removed.isHidden()
    assert page.removed.texts.text.toPlainText() == ""
    window.commands.actions["removed"].trigger()
    qtbot.waitUntil(page.removed._none.isVisible)
    assert focus(window).objectName() == "removed-close"


def test_from_the_consents_of_a_case_the_menu_leads_to_its_removed_contacts(
    page: CasePage, window: MainWindow, state: State, desk: Desk, qtbot: QtBot
) -> None:
    remove(desk, of_kompas(desk)[0])
    state.go("consent", KOMPAS)
    open_removed(page, window, qtbot)
    assert page.removed.texts.list.count() == 1


@pytest.mark.parametrize("place", ["versions", "removed"])
def test_the_text_of_a_line_is_copied_but_not_while_it_is_hidden(
    place: str, page: CasePage, window: MainWindow, desk: Desk, qtbot: QtBot, request: pytest.FixtureRequest
) -> None:
    newest, middle, _oldest = of_kompas(desk)
    change(desk, newest, 1, note="Anders.")
    remove(desk, middle, 3)
    window.commands.actions[place].trigger()
    qtbot.waitUntil(lambda: focus(window).objectName() == f"{place}-list")
    shown, text = focus(window), newest.note if place == "versions" else middle.note
    clipboard = QGuiApplication.clipboard()
    request.addfinalizer(lambda: privacy.set(False))
    for hidden in (False, True):
        clipboard.setText("Iets anders")
        privacy.set(hidden)
        window.commands.actions["copy"].trigger()
        assert clipboard.text() == ("Iets anders" if hidden else text)
        assert (text in said(shown)[0]) is not hidden
    assert window.findChild(QWidget, f"{place}-text").isHidden()


def test_every_control_of_the_view_has_a_name(page: CasePage, window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    remove(desk, of_kompas(desk)[0])
    open_removed(page, window, qtbot)
    stops = []
    while page.removed.isAncestorOf(focus(window)):
        stops.append(focus(window).objectName())
        assert QAccessible.queryAccessibleInterface(focus(window)).text(QAccessible.Text.Name)
        press(focus(window), Qt.Key.Key_Tab)
    assert stops == ["removed-list", "removed-put-back", "removed-close", "removed-text"]


def test_after_thirty_days_they_are_gone_when_the_vault_is_opened(
    state: State, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(desk, of_kompas(desk)[1], 0, note="Anders.")
    remove(desk, of_kompas(desk)[0])
    for days, left in ((0, 1), (31, 1), (32, 0)):
        monkeypatch.setattr(state, "now", lambda days=days: NOW + days * DAY)
        shown_window(state, qtbot)
        qtbot.waitUntil(lambda left=left: desk.now(contact_history.history_of, KOMPAS).removed == left)
    assert desk.now(contact_history.history_of, KOMPAS).changed == frozenset()
    assert len(of_kompas(desk)) == 2


def test_a_draft_of_a_removed_contact_opens_nothing(page: CasePage, state: State, desk: Desk, qtbot: QtBot) -> None:
    contact = of_kompas(desk)[0]
    draft = Draft(place=f"contact:{contact.id}", case_id=KOMPAS, started_at=NOW, text="Half")
    desk.now(contacts.keep_draft, draft)
    remove(desk, contact)
    for case_id in (PARAPLU, KOMPAS):
        state.go("case", case_id)
        qtbot.waitUntil(lambda case_id=case_id: page._shown is not None and page._shown.case.id == case_id)
    assert page.timeline.editor is None
