"""The locked window: what opens it, what it says when it does not, and that it waits after five wrong tries."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from adviser_desk import policy
from adviser_desk.casework import access, practice, setup
from adviser_desk.casework.desk import Desk
from adviser_desk.errors import WrongKey
from adviser_desk.ui.lock_note import LockNote
from adviser_desk.ui.unlock_window import UnlockWindow
from adviser_desk.ui.widgets.text import Text
from adviser_desk.vault import device_secret, slots
from tests.vault.credential_store import credential_store

PASSPHRASE, OTHER = "koffer zingt langs blauwe tegels", "zeven stille fietsen onder de brug"
__all__ = ["credential_store"]


@pytest.fixture
def code(request: pytest.FixtureRequest, vault_folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The recovery code of a closed vault in `vault_folder`."""
    if "credential_store" in request.fixturenames:
        request.getfixturevalue("credential_store")
    monkeypatch.setattr(slots, "calibrated", lambda: (64 * 1024, 3))
    vault, made = setup.start_vault(vault_folder, PASSPHRASE)
    vault.close()
    return made


@pytest.fixture
def unlock(vault_folder: Path, code: str, qtbot: QtBot) -> UnlockWindow:
    return _shown(vault_folder, qtbot)


def test_the_passphrase_opens(unlock: UnlockWindow, qtbot: QtBot) -> None:
    desk = _opened(unlock, qtbot, PASSPHRASE)
    assert unlock.passphrase.text() == ""
    desk.close()


def test_a_wrong_passphrase_stays_selected_to_be_typed_over(unlock: UnlockWindow, qtbot: QtBot) -> None:
    _try(unlock, qtbot, "fout", "klopt niet")
    assert unlock.passphrase.line.selectedText() == "fout"
    assert unlock.passphrase.line.accessibleDescription() == unlock.passphrase.trouble.text()
    _opened(unlock, qtbot, PASSPHRASE).close()


def test_five_wrong_tries_start_a_wait_that_ends(unlock: UnlockWindow, qtbot: QtBot) -> None:
    for _try_number in range(4):
        _try(unlock, qtbot, "fout", "klopt niet")
        assert unlock.open_button.isEnabled()
    _try(unlock, qtbot, "fout", "Wacht 5 seconden")
    assert not unlock.open_button.isEnabled()
    qtbot.keyClick(unlock.passphrase.line, Qt.Key.Key_Return)
    assert "Wacht" in unlock.passphrase.trouble.text()
    unlock._wait.setInterval(1)
    qtbot.waitUntil(unlock.open_button.isEnabled)
    assert unlock.passphrase.trouble.isHidden()
    _opened(unlock, qtbot, PASSPHRASE).close()


def test_the_wait_grows_to_a_minute_and_no_further(unlock: UnlockWindow, qtbot: QtBot) -> None:
    for _try_number in range(4):
        _try(unlock, qtbot, "fout", "klopt niet")
    for seconds in (5, 10, 20, 40, 60, 60):
        _try(unlock, qtbot, "fout", f"Wacht {seconds} seconden")
        assert not unlock.open_button.isEnabled()
        unlock._wait.setInterval(1)
        qtbot.waitUntil(unlock.open_button.isEnabled)
        unlock._wait.setInterval(1_000)


def test_nothing_typed_is_told_at_once(unlock: UnlockWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(unlock.passphrase.line, Qt.Key.Key_Return)
    assert unlock.passphrase.trouble.text() == "Typ eerst uw wachtzin."


def test_a_wrong_block_is_named_and_stays(unlock: UnlockWindow, qtbot: QtBot, code: str) -> None:
    _click(unlock, qtbot, "forgot")
    assert unlock.code.hasFocus()
    blocks = code.split("-")
    blocks[2] = "A" * 5 if blocks[2] != "A" * 5 else "B" * 5
    qtbot.keyClicks(unlock.code, "-".join(blocks))
    qtbot.keyClick(unlock.code, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Blok 3" in unlock._code_field.below.text())
    assert unlock.code.text() == "-".join(blocks)
    assert unlock.code.hasFocus()


def test_the_sheet_opens_with_a_new_passphrase_and_changes_nothing_before(
    unlock: UnlockWindow, qtbot: QtBot, vault_folder: Path, code: str
) -> None:
    before = (vault_folder / "vault.keys").read_bytes()
    _prove_the_code(unlock, qtbot, code.lower().replace("-", " "))
    assert not unlock.again.finish.button.isEnabled()
    assert "sterk genoeg" in unlock.again.finish.button.accessibleName()
    _click(unlock, qtbot, "recover-back")
    assert unlock.code.hasFocus()
    assert unlock.code.text()
    qtbot.keyClick(unlock.code, Qt.Key.Key_Return)
    qtbot.waitUntil(unlock.again.form.first.line.hasFocus)
    assert (vault_folder / "vault.keys").read_bytes() == before
    _choose(unlock, qtbot, OTHER)
    with qtbot.waitSignal(unlock.opened, timeout=40_000) as opened:
        qtbot.keyClick(unlock.again.form.second.line, Qt.Key.Key_Return)
    opened.args[0].close()
    assert not any(line.text() for line in unlock.findChildren(QLineEdit))
    access.open_desk(vault_folder, OTHER).close()
    with pytest.raises(WrongKey):
        access.open_desk(vault_folder, PASSPHRASE)


def test_recovering_that_fails_says_why_and_can_be_tried_again(
    unlock: UnlockWindow, qtbot: QtBot, vault_folder: Path, code: str
) -> None:
    other = Desk(lambda: access.open_desk(vault_folder, PASSPHRASE))
    _prove_the_code(unlock, qtbot, code)
    _choose(unlock, qtbot, OTHER)
    qtbot.keyClick(unlock.again.form.second.line, Qt.Key.Key_Return)
    qtbot.waitUntil(unlock.again.finish._trouble.isVisible, timeout=20_000)
    assert "al open op een andere plek" in _words(unlock)
    other.close()
    access.open_desk(vault_folder, PASSPHRASE).close()
    with qtbot.waitSignal(unlock.opened, timeout=40_000) as opened:
        _click(unlock, qtbot, "recover")
    opened.args[0].close()


def test_without_the_store_that_the_policy_requires_the_old_passphrase_stays(
    vault_folder: Path, qtbot: QtBot, code: str
) -> None:
    unlock = _shown(vault_folder, qtbot, rules=policy.Policy(device_secret="required"))
    _prove_the_code(unlock, qtbot, code)
    _choose(unlock, qtbot, OTHER)
    _click(unlock, qtbot, "recover")
    qtbot.waitUntil(unlock.again.finish._trouble.isVisible, timeout=20_000)
    assert "sleutelbos van deze laptop" in _words(unlock)
    access.open_desk(vault_folder, PASSPHRASE).close()


@pytest.mark.usefixtures("credential_store")
def test_a_laptop_that_lost_its_secret_leads_to_the_sheet_by_one_key_and_gets_a_new_one(
    vault_folder: Path, qtbot: QtBot, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    unlock = _shown(vault_folder, qtbot)
    _opened(unlock, qtbot, PASSPHRASE).close()
    # As after the store was emptied: it answers, and has nothing of this vault.
    monkeypatch.setattr(device_secret, "_SERVICE", "emptied")
    _try(unlock, qtbot, PASSPHRASE, "geeft het geheim niet")
    button = QApplication.focusWidget()
    assert button.accessibleName() == "Herstelblad gebruiken"
    qtbot.keyClick(button, Qt.Key.Key_Return)
    _prove_the_code(unlock, qtbot, code)
    _choose(unlock, qtbot, OTHER)
    with qtbot.waitSignal(unlock.opened, timeout=40_000) as opened:
        qtbot.keyClick(unlock.again.form.second.line, Qt.Key.Key_Return)
    desk = opened.args[0]
    assert desk.now(access.access).device
    desk.close()
    _opened(_shown(vault_folder, qtbot), qtbot, OTHER).close()


def test_an_open_vault_is_not_opened_twice(unlock: UnlockWindow, qtbot: QtBot, vault_folder: Path) -> None:
    other = Desk(lambda: access.open_desk(vault_folder, PASSPHRASE))
    _try(unlock, qtbot, PASSPHRASE, "al open op een andere plek")
    other.close()
    _opened(unlock, qtbot, PASSPHRASE).close()


def test_a_damaged_vault_is_not_called_a_wrong_passphrase(
    unlock: UnlockWindow, qtbot: QtBot, vault_folder: Path
) -> None:
    file = vault_folder / "vault.db"
    content = bytearray(file.read_bytes())
    content[100] ^= 1
    file.write_bytes(content)
    _try(unlock, qtbot, PASSPHRASE, "niet helemaal leesbaar")
    assert "Zet uw laatste back-up terug" in _words(unlock)
    (vault_folder / "last-backup.txt").write_text("2026-10-03")
    again = _shown(vault_folder, qtbot)
    _try(again, qtbot, PASSPHRASE, "niet helemaal leesbaar")
    assert "Zet uw back-up van 3 oktober 2026 terug" in _words(again)


def test_a_newer_vault_is_left_alone(vault_folder: Path, code: str, qtbot: QtBot) -> None:
    file = vault_folder / "vault.keys"
    slots = [slot | {"check": "of another format"} for slot in json.loads(file.read_text())["slots"]]
    file.write_text(json.dumps(json.loads(file.read_text()) | {"version": 99, "slots": slots}))
    _try(_shown(vault_folder, qtbot), qtbot, PASSPHRASE, "nieuwere versie")


def test_caps_lock_is_warned_of_before_enter(unlock: UnlockWindow, qtbot: QtBot) -> None:
    QTest.keyClick(unlock.passphrase.line, "K")
    assert unlock.passphrase._caps.isVisible()
    QTest.keyClick(unlock.passphrase.line, "k")
    assert not unlock.passphrase._caps.isVisible()
    QTest.keyClick(unlock.passphrase.line, "K", Qt.KeyboardModifier.ShiftModifier)
    assert not unlock.passphrase._caps.isVisible()


def test_showing_the_words_ends_when_the_focus_goes(unlock: UnlockWindow, qtbot: QtBot) -> None:
    field = unlock.passphrase
    qtbot.keyClicks(field.line, "koffer")
    assert field.line.displayText() != "koffer"
    qtbot.keyClick(unlock, Qt.Key.Key_T, Qt.KeyboardModifier.AltModifier)
    assert field.line.displayText() == "koffer"
    _click(unlock, qtbot, "forgot")
    assert field.line.echoMode() is field.line.EchoMode.Password


def test_a_practice_vault_tells_its_passphrase_and_another_none(
    vault_folder: Path, unlock: UnlockWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    assert practice.PASSPHRASE not in _words(unlock)
    vault, _code = setup.start_vault(tmp_path / "practice", practice.PASSPHRASE, practice=True)
    vault.close()
    window = _shown(tmp_path / "practice", qtbot)
    assert practice.PASSPHRASE in _words(window)
    assert unlock._forgot.isVisible()
    assert not window._forgot.isVisible()


def test_the_window_tells_how_it_locked_and_that_a_draft_waits(vault_folder: Path, code: str, qtbot: QtBot) -> None:
    by_itself = _words(_shown(vault_folder, qtbot, LockNote("15:04", by_itself=True, draft=True)))
    assert "Automatisch vergrendeld om 15:04" in by_itself
    assert "Uw concept is bewaard" in by_itself
    asked = _words(_shown(vault_folder, qtbot, LockNote("15:04")))
    assert "Vergrendeld om 15:04" in asked
    assert "Uw concept is bewaard" not in asked


def _shown(
    folder: Path,
    qtbot: QtBot,
    note: LockNote = LockNote(),  # noqa: B008
    rules: policy.Policy = policy.DEFAULT,
) -> UnlockWindow:
    window = UnlockWindow(folder, note, rules)
    qtbot.addWidget(window)
    window.closeEvent = lambda event: event.accept()  # type: ignore[method-assign]
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    assert window.passphrase.line.hasFocus()
    return window


def _opened(unlock: UnlockWindow, qtbot: QtBot, passphrase: str) -> Desk:
    unlock.passphrase.line.selectAll()
    qtbot.keyClicks(unlock.passphrase.line, passphrase)
    with qtbot.waitSignal(unlock.opened, timeout=20_000) as opened:
        qtbot.keyClick(unlock.passphrase.line, Qt.Key.Key_Return)
    desk = opened.args[0]
    assert isinstance(desk, Desk)
    return desk


def _try(unlock: UnlockWindow, qtbot: QtBot, passphrase: str, expected: str) -> None:
    unlock.passphrase.line.selectAll()
    qtbot.keyClicks(unlock.passphrase.line, passphrase)
    qtbot.keyClick(unlock.passphrase.line, Qt.Key.Key_Return)
    assert not unlock.open_button.isEnabled()
    qtbot.waitUntil(lambda: unlock.open_button.text() == "Openen", timeout=20_000)
    assert expected in unlock.passphrase.trouble.text()


def _prove_the_code(unlock: UnlockWindow, qtbot: QtBot, code: str) -> None:
    if not unlock.code.hasFocus():
        _click(unlock, qtbot, "forgot")
    qtbot.keyClicks(unlock.code, code)
    qtbot.keyClick(unlock.code, Qt.Key.Key_Return)
    qtbot.waitUntil(unlock.again.form.first.line.hasFocus)


def _choose(unlock: UnlockWindow, qtbot: QtBot, passphrase: str) -> None:
    for field in (unlock.again.form.first, unlock.again.form.second):
        qtbot.keyClicks(field.line, passphrase)
    qtbot.waitUntil(unlock.again.finish.button.isEnabled)


def _click(unlock: UnlockWindow, qtbot: QtBot, name: str) -> None:
    from adviser_desk.ui.widgets.button import Button

    button = unlock.findChild(Button, name)
    assert button is not None
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Return)


def _words(window: UnlockWindow) -> str:
    return "\n".join(text.text() for text in window.findChildren(Text) if text.isVisible())
