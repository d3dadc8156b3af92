"""Instellingen by keyboard: another passphrase, another sheet, a look at the sheet, and how the window looks."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QBoxLayout, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from adviser_desk.casework import access, setup
from adviser_desk.casework.desk import Desk
from adviser_desk.errors import WrongKey, WrongRecoveryCode
from adviser_desk.ui.key_acts import ChangePassphrase, CheckSheet, KeyAct, NewSheet
from adviser_desk.ui.main_window import MainWindow
from adviser_desk.ui.settings_page import SettingsPage
from adviser_desk.ui.settings_rows import Row
from adviser_desk.ui.state import State
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.text import Text
from adviser_desk.vault import slots
from tests.vault.credential_store import credential_store

from .conftest import NOW, fill, focus, shown_window

PASSPHRASE, OTHER = "koffer zingt langs blauwe tegels", "zeven stille fietsen onder de brug"
CTRL = Qt.KeyboardModifier.ControlModifier
TODAY = NOW.date()
Act = TypeVar("Act", bound=KeyAct)
__all__ = ["credential_store"]


@pytest.fixture
def code() -> list[str]:
    """The recovery code of the vault, once it is made."""
    return []


@pytest.fixture
def desk(
    request: pytest.FixtureRequest, vault_folder: Path, code: list[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desk]:
    """An open desk on a vault with a passphrase and a sheet."""
    if "credential_store" in request.fixturenames:
        request.getfixturevalue("credential_store")
    monkeypatch.setattr(slots, "calibrated", lambda: (64 * 1024, 3))

    def make() -> object:
        vault, made = setup.start_vault(vault_folder, PASSPHRASE)
        code.append(made)
        return vault

    opened = Desk(make)  # type: ignore[arg-type]
    opened.now(fill)
    yield opened
    opened.close()


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> SettingsPage:
    """Instellingen, reached by its key, loaded."""
    QTest.keyClick(window, Qt.Key.Key_Comma, CTRL)
    found = window.pages["settings"]
    assert isinstance(found, SettingsPage)
    until(qtbot, lambda: "Uit" in words(found))
    return found


def test_it_shows_when_it_locks_and_how_the_vault_opens(page: SettingsPage) -> None:
    assert focus(page.window()).accessibleName() == "Beveiliging"
    shown = words(page)
    lock = page.findChild(QComboBox, "settings-lock_after_minutes")
    assert lock is not None
    assert lock.currentText() == "5 minuten"
    assert "Voor het laatst gewijzigd op" in shown
    assert "Voor het laatst nagekeken op" in shown
    assert "De sleutelbos van deze laptop doet niet mee." in shown
    assert "en ook met uw wachtzin" in shown


def test_another_passphrase_by_the_keyboard(
    page: SettingsPage, window: MainWindow, qtbot: QtBot, desk: Desk, vault_folder: Path
) -> None:
    act = opened(page, ChangePassphrase, "settings-passphrase")
    assert act.old.line.hasFocus()
    type_passphrases(qtbot, act, PASSPHRASE, OTHER)
    before = (vault_folder / "vault.keys").read_bytes()
    QTest.keyClick(act, Qt.Key.Key_Return, CTRL)
    assert act.finish.busy
    # Locking waits for nothing: the vault is free while the keys are being made.
    desk.now(lambda _vault: None)
    assert (vault_folder / "vault.keys").read_bytes() == before
    until(qtbot, lambda: "Uw wachtzin is gewijzigd." in words(window))
    assert focus(window).objectName() == "settings-passphrase"
    found = desk.now(access.access)
    assert (found.changed_on, found.backup_by_passphrase) == (TODAY, True)
    desk.close()
    access.open_desk(vault_folder, OTHER).close()
    with pytest.raises(WrongKey):
        access.open_desk(vault_folder, PASSPHRASE)


def test_the_wrong_passphrase_of_now_changes_nothing_and_is_told_in_its_field(
    page: SettingsPage, qtbot: QtBot, vault_folder: Path
) -> None:
    before = (vault_folder / "vault.keys").read_bytes()
    act = opened(page, ChangePassphrase, "settings-passphrase")
    type_passphrases(qtbot, act, "iets heel anders", OTHER)
    QTest.keyClick(act.new.second.line, Qt.Key.Key_Return)
    until(qtbot, lambda: "klopt niet" in act.old.trouble.text())
    assert act.old.line.selectedText()
    assert act.old.line.hasFocus()
    assert act.finish.button.isEnabled()
    assert (vault_folder / "vault.keys").read_bytes() == before


def test_a_weak_passphrase_or_the_same_one_stops_and_says_why(page: SettingsPage, qtbot: QtBot) -> None:
    act = opened(page, ChangePassphrase, "settings-passphrase")
    assert act.finish.button.accessibleName() == "Wachtzin wijzigen, Typ eerst uw wachtzin van nu"
    qtbot.keyClicks(act.old.line, PASSPHRASE)
    for again in (act.new.first, act.new.second):
        qtbot.keyClicks(again.line, "welkom123456")
    until(qtbot, lambda: not act.new._judge.isActive())
    assert "sterk genoeg" in act.finish.button.accessibleName()
    for again in (act.new.first, act.new.second):
        again.line.setText(PASSPHRASE)
    until(qtbot, lambda: "andere zin" in act.finish.button.accessibleName())
    assert not act.finish.button.isEnabled()


def test_what_was_typed_goes_when_the_adviser_goes(page: SettingsPage, window: MainWindow, qtbot: QtBot) -> None:
    act = opened(page, ChangePassphrase, "settings-passphrase")
    qtbot.keyClicks(act.old.line, PASSPHRASE)
    QTest.keyClick(act.old.line, Qt.Key.Key_Escape)
    assert page._act is None
    assert focus(window).objectName() == "settings-passphrase"
    act = opened(page, ChangePassphrase, "settings-passphrase")
    qtbot.keyClicks(act.old.line, PASSPHRASE)
    QTest.keyClick(window, Qt.Key.Key_1, CTRL)
    assert page._act is None
    QTest.keyClick(window, Qt.Key.Key_Comma, CTRL)
    assert PASSPHRASE not in {line.text() for line in page.findChildren(QLineEdit) if line.isVisible()}


def test_a_new_sheet_counts_once_its_blocks_and_the_passphrase_are_right(
    page: SettingsPage, window: MainWindow, qtbot: QtBot, vault_folder: Path, code: list[str]
) -> None:
    page.open_act("new-sheet")
    until(qtbot, lambda: isinstance(page._act, NewSheet))
    act = page._act
    assert isinstance(act, NewSheet)
    assert act.form._print.hasFocus()
    act.form._pen.click()
    new = "-".join(text.text() for text in act.form._paper._shown)
    for number, line in act.form._lines.items():
        assert f"blok {number}" in act.finish.button.accessibleName().lower()
        qtbot.keyClicks(line, new.split("-")[number - 1])
    assert "Typ nog uw wachtzin" in act.finish.button.accessibleName()
    qtbot.keyClicks(act.passphrase.line, "iets heel anders")
    QTest.keyClick(act.passphrase.line, Qt.Key.Key_Return)
    until(qtbot, lambda: "klopt niet" in act.passphrase.trouble.text())
    access.check_code(vault_folder, code[0])
    act.passphrase.line.clear()
    qtbot.keyClicks(act.passphrase.line, PASSPHRASE)
    QTest.keyClick(act, Qt.Key.Key_Return, CTRL)
    until(qtbot, lambda: "Het nieuwe blad geldt." in words(window))
    access.check_code(vault_folder, new)
    with pytest.raises(WrongRecoveryCode):
        access.check_code(vault_folder, code[0])


def test_vandaag_asks_once_a_year_and_the_whole_code_is_the_answer(
    page: SettingsPage, window: MainWindow, qtbot: QtBot, desk: Desk, code: list[str]
) -> None:
    today = window.pages["today"]
    QTest.keyClick(window, Qt.Key.Key_1, CTRL)
    desk.now(lambda _vault: None)
    until(qtbot, lambda: "3e kwartaal" in words(today))
    assert "Herstelblad" not in words(today)
    desk.now(access.note_sheet, today=date(2025, 10, 6))
    QTest.keyClick(window, Qt.Key.Key_Comma, CTRL)
    QTest.keyClick(window, Qt.Key.Key_1, CTRL)
    until(qtbot, lambda: "nagekeken op 6 oktober 2025" in words(today))
    act = opened(page, CheckSheet, "today-check-sheet", window)
    number = "-".join(desk.now(lambda vault: (vault.vault_id[:2], vault.vault_id[2:4]))).upper()
    assert number in words(act)
    wrong = code[0].split("-")
    wrong[4] = "AAAAA" if wrong[4] != "AAAAA" else "BBBBB"
    qtbot.keyClicks(act.code.line, " ".join(wrong))
    QTest.keyClick(act.code.line, Qt.Key.Key_Return)
    until(qtbot, lambda: "Blok 5" in act.code.below.text())
    assert act.code.line.text() == " ".join(wrong)
    act.code.line.clear()
    qtbot.keyClicks(act.code.line, code[0].lower())
    QTest.keyClick(act.code.line, Qt.Key.Key_Return)
    until(qtbot, lambda: "Uw blad klopt." in words(window))
    until(qtbot, lambda: "nagekeken op 6 oktober 2026" in words(page))
    QTest.keyClick(window, Qt.Key.Key_1, CTRL)
    until(qtbot, lambda: "Herstelblad" not in words(today))


def test_the_look_is_applied_at_once_and_follows_the_menu(page: SettingsPage, window: MainWindow) -> None:
    asked = []
    window.prefer = asked.append  # type: ignore[method-assign]
    QTest.keyClick(focus(window), Qt.Key.Key_Up)
    assert focus(window).accessibleName() == "Weergave"
    assert "Tekstgrootte" in words(page)
    display = page.groups["display"]
    dark = next(button for button in display._look.buttons() if button.text() == "Donker")  # type: ignore[attr-defined]
    QTest.keyClick(dark, Qt.Key.Key_Space)
    size = display._size  # type: ignore[attr-defined]
    size.setFocus()
    QTest.keyClick(size, Qt.Key.Key_Down)
    assert [(one.look, one.text_size) for one in asked] == [("dark", 100), ("system", 112)]
    window.preferences = window.preferences.model_copy(update={"text_size": 150})
    display.load()
    assert size.currentText() == "150 %"


def test_what_has_just_room_does_not_go_to_and_fro_with_the_bar_of_the_page(qtbot: QtBot) -> None:
    """It did, each time it was laid out, until the program ended."""
    row = Row("Herstelblad", Button("Herstelblad controleren"), Button("Nieuw herstelblad maken"))
    # In a window of its own it would not get narrower than its words.
    page = QWidget()
    row.setParent(page)
    qtbot.addWidget(page)
    page.show()
    just = (
        sum(control.sizeHint().width() for control in row._shown)
        + row._row.spacing()
        + 2 * row._line.contentsMargins().left()
    )

    def beside(width: int) -> bool:
        row.resize(width, 300)
        QApplication.processEvents()
        return row._row.direction() is QBoxLayout.Direction.LeftToRight

    assert beside(just)
    assert not beside(just - 8)
    assert not beside(just)
    assert not beside(just + 8)
    assert beside(just + 40)
    assert beside(just)


def test_the_language_is_asked_for(page: SettingsPage, window: MainWindow) -> None:
    asked = []
    window.prefer = asked.append  # type: ignore[method-assign]
    page.show_about("language")
    english = next(button for button in page.findChildren(Button) if button.text() == "English")
    QTest.keyClick(english, Qt.Key.Key_Space)
    assert [one.language for one in asked] == ["en"]


def test_after_unlocking_the_group_is_there_and_no_form(state: State, page: SettingsPage, qtbot: QtBot) -> None:
    opened(page, ChangePassphrase, "settings-passphrase")
    window = page.window()
    assert isinstance(window, MainWindow)
    view = window.view()
    assert (view.page, view.about) == ("settings", "security")
    again = shown_window(state, qtbot)
    again.restore(view)
    assert "Wachtzin wijzigen" in words(again)
    assert again.pages["settings"]._act is None  # type: ignore[attr-defined]


def test_the_passphrase_of_a_practice_vault_stays(desk: Desk, state: State, qtbot: QtBot) -> None:
    state.practice = True
    window = shown_window(state, qtbot)
    state.go("settings")
    until(qtbot, lambda: "De wachtzin van een oefenkluis verandert niet." in words(window))
    button = window.findChild(Button, "settings-passphrase")
    assert button is not None
    assert not button.isEnabled()


@pytest.mark.usefixtures("credential_store")
def test_a_changed_passphrase_needs_the_store_of_this_laptop_too(
    window: MainWindow, state: State, qtbot: QtBot, desk: Desk, vault_folder: Path
) -> None:
    state.go("settings")
    page = window.pages["settings"]
    assert isinstance(page, SettingsPage)
    until(qtbot, lambda: "De sleutelbos van deze laptop doet mee." in words(page))
    act = opened(page, ChangePassphrase, "settings-passphrase")
    type_passphrases(qtbot, act, PASSPHRASE, OTHER)
    QTest.keyClick(act, Qt.Key.Key_Return, CTRL)
    until(qtbot, lambda: "Uw wachtzin is gewijzigd." in words(window))
    assert desk.now(access.access).device
    desk.close()
    access.open_desk(vault_folder, OTHER).close()


def opened(page: SettingsPage, kind: type[Act], name: str, near: object = None) -> Act:
    """The form that a button opens."""
    where = near if isinstance(near, MainWindow) else page
    button = where.findChild(Button, name)
    assert button is not None
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert isinstance(page._act, kind)
    QApplication.processEvents()
    return page._act


def type_passphrases(qtbot: QtBot, act: ChangePassphrase, old: str, new: str) -> None:
    for field, typed in ((act.old, old), (act.new.first, new), (act.new.second, new)):
        qtbot.keyClicks(field.line, typed)
    until(qtbot, act.finish.button.isEnabled)


def until(qtbot: QtBot, true: Callable[[], bool]) -> None:
    """Wait for keys to be made, also on a busy machine."""
    qtbot.waitUntil(true, timeout=40_000)


def words(part: object) -> str:
    """What is to be read in a part of the window."""
    texts = [text.text() for text in part.findChildren(Text) if text.isVisible()]  # type: ignore[attr-defined]
    buttons = [button.text() for button in part.findChildren(Button) if button.isVisible()]  # type: ignore[attr-defined]
    return "\n".join([*texts, *buttons])
