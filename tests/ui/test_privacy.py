"""The privacy screen: two vaults that differ only in names and texts look, sound and copy the same while it is on."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QEvent, QModelIndex, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from adviser_desk import policy
from adviser_desk.casework import cases, consents, contacts, follow_ups
from adviser_desk.casework.desk import Desk
from adviser_desk.models.case import CaseStatus
from adviser_desk.models.consent import ConsentManner, ConsentScope, ConsentState
from adviser_desk.models.contact import Draft
from adviser_desk.ui.capture_panel import CapturePanel
from adviser_desk.ui.case_page import CasePage
from adviser_desk.ui.clipboard import copy_text
from adviser_desk.ui.main_window import MainWindow
from adviser_desk.ui.privacy import privacy
from adviser_desk.ui.state import State
from adviser_desk.vault.connection import Vault, create_vault

from .conftest import NOW, focus, settle, shown_window

Words = tuple[tuple[str, str], str, str, str, str]
CTRL = Qt.KeyboardModifier.ControlModifier
FIRST = (("Kompas-47", "Ladder-12"), "Wil het rooster bespreken.", "blauwe jas", "de bedrijfsarts", "Bel")
SECOND = (
    ("Zandloper-64", "Stoel-93"),
    "Een veel langere tekst, met meer dan een regel, over het teamoverleg van maandag. " * 6,
    "x",
    "haar leidinggevende op de afdeling",
    "Vragen hoe het gaat met de verhuizing en met de nieuwe plek",
)
PAGES = (("today", None), ("cases", None), ("case", 1), ("consent", 1), ("retention", None), ("export", None))


@pytest.fixture(autouse=True)
def _off() -> Iterator[None]:
    yield
    privacy.set(False)


def _fill(vault: Vault, words: Words) -> None:
    names, text, aid, recipient, step = words
    for place, one in enumerate(names):
        opened = date(2026, 8, 14) if place == 0 else date(2019, 8, 14)
        case_id, _changes = cases.open_case(vault, one, opened_on=opened)
        draft = Draft(place="capture:1", case_id=case_id, started_at=NOW, text=text)
        contacts.log_contact(vault, draft, at=datetime(opened.year, 9, 18, 9, 5), minutes=15)
        cases.change_memory_aid(vault, case_id, aid)
    follow_ups.add_follow_up(vault, 1, contacts.NewFollowUp(due_on=date(2026, 10, 5), text=step))
    consents.record_consent(
        vault, 1, ConsentScope.TALK_TO, ConsentState.GIVEN, manner=ConsentManner.SPOKEN, on=date(2026, 8, 14),
        expires_on=date(2026, 12, 1), recipient=recipient,
    )  # fmt: skip
    cases.change_status(vault, 2, CaseStatus.CLOSED, today=date(2019, 10, 1))
    contacts.keep_draft(vault, Draft(place="case:1", case_id=1, started_at=NOW, text=text, cursor=2))


class Twin:
    """A window on a vault with certain words."""

    def __init__(self, folder: Path, key: bytearray, words: Words, qtbot: QtBot) -> None:
        self.desk = Desk(lambda: create_vault(folder, key, vault_id="0f" * 16))
        self.desk.now(_fill, words)
        self.state = State(self.desk, folder, policy.DEFAULT, practice=False, now=lambda: NOW)
        self.window = shown_window(self.state, qtbot)
        self.window.resize(1280, 800)
        self.words = words

    def settle(self) -> None:
        """Until every answer is there."""
        settle(self.state)

    def close(self) -> None:
        self.settle()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.desk.close()


@pytest.fixture
def twins(tmp_path: Path, key: bytearray, qtbot: QtBot) -> Iterator[tuple[Twin, Twin]]:
    """Two windows, on vaults that differ only in names and texts."""
    made = tuple(Twin(tmp_path / str(place), key, words, qtbot) for place, words in enumerate((FIRST, SECOND)))
    yield made  # type: ignore[misc]
    for twin in made:
        twin.close()


def _heard(window: QWidget) -> list[str]:
    """All that a screen reader can say of what is in view, and all tooltips."""
    found = []
    for widget in [window, *window.findChildren(QWidget)]:
        if not widget.isVisible():
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        if interface is not None:
            found += [interface.text(kind) for kind in (QAccessible.Text.Name, QAccessible.Text.Description)]
            found.append(interface.text(QAccessible.Text.Value))
        found.append(widget.toolTip())
        if isinstance(widget, QAbstractItemView) and (model := widget.model()) is not None:
            for row in range(model.rowCount(QModelIndex())):
                columns = model.columnCount(QModelIndex()) if isinstance(model, QAbstractTableModel) else 1
                for column in range(columns):
                    index = model.index(row, column)
                    roles = (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)
                    found += [str(model.data(index, role) or "") for role in (*roles, Qt.ItemDataRole.DisplayRole)]
    return [words for words in found if words]


def _seen(twin: Twin, qtbot: QtBot) -> QImage:
    """The window with the focus where the page puts it; only one window can have it."""
    twin.window.activateWindow()
    qtbot.waitUntil(twin.window.isActiveWindow)
    twin.window.pages[twin.window.view().page].focus_first()
    twin.settle()
    qtbot.wait(60)
    return twin.window.grab().toImage()


@pytest.mark.parametrize(("page", "about"), PAGES)
def test_two_vaults_look_and_sound_the_same(
    twins: tuple[Twin, Twin], page: str, about: int | None, qtbot: QtBot
) -> None:
    for twin in twins:
        twin.state.go(page, about)
        twin.settle()
    privacy.set(True)
    for twin in twins:
        twin.settle()
    one, other = (twin.window for twin in twins)
    # What is shown beside a list comes a moment after its row.
    qtbot.waitUntil(lambda: _heard(one) == _heard(other))
    for twin in twins:
        everything = " ".join(_heard(twin.window))
        assert [
            word for word in (*twin.words[0], *twin.words[1:]) if len(word) > 1 and word.strip() in everything
        ] == []
    assert ("Afgeschermd" in _heard(one)) == (page != "consent")
    assert _seen(twins[0], qtbot) == _seen(twins[1], qtbot)


def test_pages_that_are_built_behind_it_look_and_sound_the_same(twins: tuple[Twin, Twin], qtbot: QtBot) -> None:
    privacy.set(True)
    one, other = (twin.window for twin in twins)
    for page, about in PAGES:
        for twin in twins:
            twin.state.go(page, about)
            twin.settle()
        # What is shown beside a list comes a moment after its row.
        qtbot.waitUntil(lambda: _heard(one) == _heard(other))
        assert _seen(twins[0], qtbot) == _seen(twins[1], qtbot), page


@pytest.mark.parametrize(("page", "about"), PAGES)
def test_and_differ_when_it_is_off_again(twins: tuple[Twin, Twin], page: str, about: int | None, qtbot: QtBot) -> None:
    for twin in twins:
        twin.state.go(page, about)
        twin.settle()
    privacy.set(True)
    for twin in twins:
        twin.settle()
    privacy.set(False)
    for twin in twins:
        twin.settle()
    one, other = (twin.window for twin in twins)
    assert "Afgeschermd" not in _heard(one)
    assert (_heard(one) != _heard(other)) == (page != "export")
    assert (_seen(twins[0], qtbot) != _seen(twins[1], qtbot)) == (page != "export")


def test_the_panel_and_the_palette_look_the_same_too(twins: tuple[Twin, Twin], qtbot: QtBot) -> None:
    for twin in twins:
        twin.state.capture.emit(1, False)
        twin.settle()
        assert isinstance(twin.window.panel, CapturePanel)
        twin.window.panel.note.setPlainText(twin.words[1])
        twin.window.panel._keeper.keep()
        twin.settle()
    privacy.set(True)
    for twin in twins:
        twin.window.finder.toggle()
        twin.settle()
    one, other = (twin.window for twin in twins)
    assert _heard(one) == _heard(other)
    assert _seen(twins[0], qtbot) == _seen(twins[1], qtbot)


def test_ctrl_point_hides_and_shows(window: MainWindow, state: State, qtbot: QtBot) -> None:
    QTest.keyClick(window, Qt.Key.Key_Period, CTRL)
    assert privacy.on
    assert window.findChild(QWidget, "privacy-off").isVisible()
    QTest.keyClick(window, Qt.Key.Key_Period, CTRL)
    assert not privacy.on
    assert not window.findChild(QWidget, "privacy-off").isVisible()


def test_what_is_being_typed_stays_with_its_cursor_and_is_kept_at_locking(
    window: MainWindow, state: State, desk: Desk, qtbot: QtBot
) -> None:
    state.go("case", 1)
    page = window.pages["case"]
    assert isinstance(page, CasePage)
    note = page.note.note
    qtbot.waitUntil(lambda: note.isVisible() and not note.isReadOnly())
    note.setFocus()
    QTest.keyClicks(note, "Midden in een zin")
    QTest.keyClick(note, Qt.Key.Key_Left)
    privacy.set(True)
    qtbot.waitUntil(lambda: not note.isVisible())
    # Keys do not reach what cannot be seen.
    QTest.keyClicks(focus(window), "xyz")
    assert [(draft.text, draft.cursor) for draft in window.unsaved()] == [("Midden in een zin", 16)]
    privacy.set(False)
    assert focus(window) is note
    QTest.keyClicks(note, "e")
    assert note.toPlainText() == "Midden in een zien"


def test_a_form_that_opens_while_it_is_on_is_hidden_too(window: MainWindow, state: State, qtbot: QtBot) -> None:
    state.go("case", 1)
    page = window.pages["case"]
    assert isinstance(page, CasePage)
    qtbot.waitUntil(lambda: page.timeline.count() == 3)
    privacy.set(True)
    page.timeline.setFocus()
    QTest.keyClick(page.timeline, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: page.timeline.editor is not None and page.timeline.editor.isVisible())
    window.commands.actions["follow-up"].trigger()
    QCoreApplication.processEvents()
    shown = [edit for edit in window.findChildren(QPlainTextEdit) if edit.isVisible()]
    assert shown == []
    assert not page.follow_ups.text.isVisible()


def test_nothing_can_be_copied_and_what_was_copied_goes(window: MainWindow, state: State, qtbot: QtBot) -> None:
    copy_text("Een zin uit een casus")
    privacy.set(True)
    assert QGuiApplication.clipboard().text() == ""
    state.go("case", 1)
    page = window.pages["case"]
    assert isinstance(page, CasePage)
    qtbot.waitUntil(lambda: page.timeline.count() == 3)
    page.timeline.copy()
    copy_text("Nog een zin")
    assert QGuiApplication.clipboard().text() == ""


def test_an_open_panel_keeps_it_off_after_a_minute_without_input(window: MainWindow, state: State) -> None:
    state.capture.emit(None, False)
    window.hide_names()
    assert not privacy.on
    window.panel.hide()
    window.hide_names()
    assert privacy.on


def test_a_window_begins_with_everything_shown(state: State, window: MainWindow, qtbot: QtBot) -> None:
    privacy.set(True)
    shown_window(state, qtbot)
    assert not privacy.on
