"""The whole program in one process: leaving waits for the disk, loses nothing twice, and preferences change at once."""

import sys
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from adviser_desk import i18n, policy
from adviser_desk.casework import cases, contacts, own_settings
from adviser_desk.casework.desk import Desk
from adviser_desk.casework.own_settings import Own
from adviser_desk.casework.preferences import NAME, Preferences, read_preferences
from adviser_desk.errors import DiskFull
from adviser_desk.policy import Policy
from adviser_desk.policy_units import read_units
from adviser_desk.ui import application, clipboard
from adviser_desk.ui.application import Application
from adviser_desk.ui.lock_note import LockNote
from adviser_desk.ui.main_window import MainWindow
from adviser_desk.ui.print_queue import PrintedPages
from adviser_desk.ui.privacy import privacy
from adviser_desk.ui.unlock_window import UnlockWindow
from adviser_desk.vault import units
from adviser_desk.vault.connection import create_vault, open_vault
from tests.ui.conftest import fill

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(vault_folder: Path, key: bytearray) -> Desk:
    """An open desk with three cases that the program closes."""
    opened = Desk(lambda: create_vault(vault_folder, key, vault_id="0f" * 16))
    opened.now(fill)
    return opened


@pytest.fixture
def notes(monkeypatch: pytest.MonkeyPatch) -> list[LockNote]:
    """The notes that locking left for the next process."""
    left: list[LockNote] = []
    monkeypatch.setattr(application, "_replace_process", left.append)
    monkeypatch.setattr(application, "_RETRY_MS", 20)
    return left


@pytest.fixture
def own() -> Own:
    """What the adviser chose before."""
    return Own()


@pytest.fixture
def rules() -> Policy:
    """The policy of the organisation."""
    return policy.DEFAULT


@pytest.fixture
def program(
    qapp: QApplication,
    desk: Desk,
    vault_folder: Path,
    notes: list[LockNote],
    own: Own,
    rules: Policy,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Application]:
    """The program on the open desk of the three cases."""
    desk.now(own_settings.choose, own)
    monkeypatch.setattr(application, "StopSignals", lambda *_: None)
    # The program sets these for the whole process; here they are put back.
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    made = Application(qapp, vault_folder, rules, None)
    made._opened(desk, False)
    yield made
    qapp.removeEventFilter(made._lock_key)
    if made._autolock is not None:
        qapp.removeEventFilter(made._autolock)
        # It belongs to the application, and would lock a window of minutes ago.
        made._autolock._timer.stop()
    if made._state is not None:
        made._state.tasks.blockSignals(True)
    for window in qapp.topLevelWidgets():
        if isinstance(window, MainWindow):
            window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    desk.close()
    made.setParent(None)


def test_where_the_window_cannot_come_the_vault_is_closed_and_the_locked_window_says_so(
    qapp: QApplication, desk: Desk, vault_folder: Path, key: bytearray, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    def broken(*_any: object, **_more: object) -> None:
        raise ValueError("the words of a case")

    monkeypatch.setattr(application, "StopSignals", lambda *_: None)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr("adviser_desk.ui.window.desk_window", broken)
    made = Application(qapp, vault_folder, policy.DEFAULT, None)
    made._opened(desk, False)
    window = made._window
    assert isinstance(window, UnlockWindow)
    qtbot.addWidget(window)
    said = " ".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())
    assert "Er ging iets mis in Adviser Desk (ValueError, " in said
    assert "the words of a case" not in said
    assert made._autolock is None
    # Nobody holds it open any more.
    open_vault(vault_folder, key).close()
    qapp.removeEventFilter(made._lock_key)
    made.setParent(None)


def test_a_contact_that_was_being_saved_does_not_come_back_as_a_draft(
    program: Application, qtbot: QtBot, vault_folder: Path, key: bytearray, notes: list[LockNote]
) -> None:
    _type_new_contact(program, qtbot, "Net op tijd")
    qtbot.keyClick(program._main().panel.note, Qt.Key.Key_Return, CTRL)
    program.lock()
    assert [note.draft for note in notes] == [False]
    vault = open_vault(vault_folder, key)
    try:
        assert contacts.drafts(vault) == ()
        assert cases.find_cases(vault, "tijd", today=date.today()).of == 4
        assert len(cases.find_cases(vault, "tijd", today=date.today()).rows) == 1
    finally:
        vault.close()


@pytest.mark.parametrize("rules", [Policy(version="1", language="en", units=("FIN | Financiën | Finance | 240",))])
def test_the_organisations_units_and_first_language_are_there_from_opening(
    program: Application, desk: Desk, vault_folder: Path, rules: Policy
) -> None:
    assert desk.now(units.tree) == read_units(rules.units, rules.unit_least_people)
    assert i18n.language() == "en"
    assert not (vault_folder / NAME).exists()
    program.prefer(Preferences(language="nl"))
    assert i18n.language() == "nl"
    assert read_preferences(vault_folder, rules.language).language == "nl"


@pytest.mark.parametrize("own", [Own(lock_after_minutes=2, clipboard_seconds=10, start_hidden=True)])
def test_what_the_adviser_chose_counts_from_opening_and_a_change_at_once(
    program: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clipboard, "_gone_after_ms", clipboard._gone_after_ms)
    state, autolock = program._state, program._autolock
    assert state is not None
    assert autolock is not None
    try:
        assert privacy.on
        assert (autolock._limit, clipboard._gone_after_ms) == (120, 10_000)
        assert "2 minuten" in program._main().status._locks.text()
        state.choose("lock_after_minutes", 1)
        state.choose("clipboard_seconds", 5)
        assert (autolock._limit, clipboard._gone_after_ms) == (60, 5_000)
        assert "1 minuut" in program._main().status._locks.text()
        program.prefer(Preferences(language="en"))
        assert "1 minute" in program._main().status._locks.text()
    finally:
        privacy.set(False)
        clipboard.forget_after(30)


def test_what_is_half_typed_is_kept_and_told_to_the_next_process(
    program: Application, qtbot: QtBot, vault_folder: Path, key: bytearray, notes: list[LockNote]
) -> None:
    _type_new_contact(program, qtbot, "Half")
    program.lock(by_itself=True)
    assert [(note.draft, note.by_itself) for note in notes] == [(True, True)]
    vault = open_vault(vault_folder, key)
    try:
        assert [draft.text for draft in contacts.drafts(vault)] == ["Half"]
    finally:
        vault.close()


def test_to_put_a_backup_back_the_vault_is_locked_and_the_next_process_knows_which(
    program: Application, qtbot: QtBot, vault_folder: Path, key: bytearray, notes: list[LockNote]
) -> None:
    _type_new_contact(program, qtbot, "Half")
    state = program._state
    assert state is not None
    state.restore.emit("/media/stick/een.backup")
    assert [(note.draft, note.restore) for note in notes] == [(True, "/media/stick/een.backup")]
    # What reads the vault in another thread is told to stop.
    assert state.leaving.is_set()
    open_vault(vault_folder, key).close()


def test_locking_waits_for_a_full_disk_under_a_cover_and_asks_once(
    program: Application, qtbot: QtBot, notes: list[LockNote], monkeypatch: pytest.MonkeyPatch
) -> None:
    _type_new_contact(program, qtbot, "Past niet")
    full = [True]
    real = contacts.keep_draft

    def keep(vault: object, draft: object) -> object:
        if full[0]:
            raise DiskFull()
        return real(vault, draft)  # type: ignore[arg-type]

    monkeypatch.setattr(contacts, "keep_draft", keep)
    program.lock()
    program.lock()
    assert program._main()._cover is not None
    assert notes == []
    full[0] = False
    qtbot.waitUntil(lambda: notes != [])
    assert [note.draft for note in notes] == [True]


def test_a_bug_in_a_page_does_not_stop_the_lock(
    program: Application, notes: list[LockNote], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise ValueError

    monkeypatch.setattr(program._main(), "unsaved", broken)
    program.lock()
    assert len(notes) == 1


def test_what_was_printed_before_a_lock_is_looked_for_once_the_desk_is_open(program: Application) -> None:
    assert program._main().findChild(PrintedPages) is not None


def test_input_methods_are_asked_to_remember_nothing(program: Application, qtbot: QtBot) -> None:
    window, sensitive = program._main(), Qt.InputMethodHint.ImhSensitiveData
    window.resize(1280, 800)
    window.show()
    for page in ("cases", "case"):
        window.state.go(page, 1 if page == "case" else None)
        fields = [*window.pages[page].findChildren(QLineEdit), *window.pages[page].findChildren(QPlainTextEdit)]
        qtbot.waitUntil(lambda fields=fields: any(field.isVisible() for field in fields))
        for field in fields:
            if field.isVisible():
                field.setFocus()
                assert field.inputMethodHints() & sensitive, field.objectName()


def test_another_language_keeps_the_words_and_is_remembered(
    program: Application, qtbot: QtBot, vault_folder: Path
) -> None:
    _type_new_contact(program, qtbot, "Blijft staan")
    before = program._main()
    program.prefer(Preferences(language="en", look="dark", text_size=125))
    window = program._main()
    assert window is not before
    assert window.menuBar().actions()[0].text().replace("&", "") == "File"
    qtbot.waitUntil(lambda: window.panel.note.toPlainText() == "Blijft staan")
    assert read_preferences(vault_folder) == Preferences(language="en", look="dark", text_size=125)
    assert i18n.language() == "en"


def test_preferences_that_cannot_be_kept_still_work_and_say_so(
    program: Application, vault_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise DiskFull()

    monkeypatch.setattr(application, "keep_preferences", full)
    program.prefer(Preferences(text_size=150))
    assert program._main()._trouble.isVisible()
    assert program.preferences.text_size == 150


def _type_new_contact(program: Application, qtbot: QtBot, words: str) -> None:
    window = program._main()
    window.state.capture.emit(None, True)
    qtbot.waitUntil(lambda: window.panel.pseudonym.name.text() != "")
    qtbot.keyClicks(window.panel.note, words)
