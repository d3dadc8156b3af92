"""Putting a backup back in the window: looked into first, nothing replaced before, and the vault opens after."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from adviser_desk.casework import access, backups, restoring
from adviser_desk.casework.desk import Desk
from adviser_desk.policy import DEFAULT, Policy
from adviser_desk.ui.lock_note import LockNote
from adviser_desk.ui.restore_window import RestoreWindow
from adviser_desk.ui.setup_wizard import SetupWizard
from adviser_desk.ui.unlock_window import UnlockWindow
from adviser_desk.vault import slots
from tests.casework.backup_cases import NOW, OTHER, PASSPHRASE, add_case, made_vault, pseudonyms

# Backups opened by a passphrase take seconds; so does the slot for the next one.
POLICY = Policy(backup_by_passphrase=False)
WAIT = 60_000


@pytest.fixture(autouse=True)
def low_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "calibrated", lambda: (64 * 1024, 3))


@pytest.fixture
def made(tmp_path: Path) -> tuple[Path, str, Path]:
    """A closed vault of three cases, its code, and a backup of two of them."""
    vault, code = made_vault(tmp_path / "vault")
    (tmp_path / "stick").mkdir()
    path = backups.make_backup(vault, tmp_path / "stick", made_at=NOW).path
    add_case(vault, "Zaklamp-29")
    vault.close()
    return vault.folder, code, path


@pytest.fixture
def show(qtbot: QtBot) -> Callable[..., RestoreWindow]:
    def shown(folder: Path, source: str = "") -> RestoreWindow:
        window = RestoreWindow(folder, POLICY, source)
        qtbot.addWidget(window)
        window.show()
        return window

    return shown


def words(widget: QWidget) -> str:
    said = [*widget.findChildren(QLabel), *widget.findChildren(QPushButton)]
    return " | ".join(each.text() for each in said if each.isVisibleTo(widget))


def finish(window: RestoreWindow, qtbot: QtBot) -> list[str]:
    """Press the button; the cases of the vault that opens."""
    with qtbot.waitSignal(window.opened, timeout=WAIT) as opened:
        window.finish.press()
    desk = opened.args[0]
    assert isinstance(desk, Desk)
    found = desk.now(pseudonyms)
    desk.close()
    return found


def test_by_passphrase_over_the_vault_that_is_there(
    made: tuple[Path, str, Path], show: Callable[..., RestoreWindow], qtbot: QtBot
) -> None:
    folder, _code, path = made
    window = show(folder)
    assert not window.finish.button.isEnabled()
    window.take(str(path))
    assert "25 november 2026" in words(window)
    window.passphrase.line.setText("niet deze")
    window.finish.press()
    qtbot.waitUntil(lambda: "opent de back-up niet" in words(window), timeout=WAIT)
    window.passphrase.line.setText(PASSPHRASE)
    before = (folder / "vault.db").read_bytes()
    window.finish.press()
    qtbot.waitUntil(lambda: "2 casussen" in words(window), timeout=WAIT)
    assert "14 augustus 2026" in words(window)
    assert (folder / "vault.db").read_bytes() == before
    assert restoring.replaced(folder) == ()
    assert finish(window, qtbot) == ["Kompas-47", "Paraplu-63"]
    [aside] = restoring.replaced(folder)
    back = show(folder, f"replaced/{aside.name}")
    back.passphrase.line.setText(PASSPHRASE)
    assert finish(back, qtbot) == ["Kompas-47", "Paraplu-63", "Zaklamp-29"]


def test_on_a_new_laptop_by_code_with_a_new_passphrase(
    made: tuple[Path, str, Path], show: Callable[..., RestoreWindow], qtbot: QtBot, tmp_path: Path
) -> None:
    _folder, code, path = made
    new = tmp_path / "new"
    window = show(new)
    window.take(str(path))
    window._way.set_value("code")
    window._change_way()
    window.code.setText(code[:-1])
    window.finish.press()
    qtbot.waitUntil(lambda: "Blok 8" in words(window), timeout=WAIT)
    window.code.setText(code.lower())
    window.finish.press()
    qtbot.waitUntil(lambda: "2 casussen" in words(window), timeout=WAIT)
    assert not window.finish.button.isEnabled()
    assert "Op deze laptop staat nog geen kluis" in words(window)
    for line in window.new.findChildren(type(window.passphrase.line)):
        line.setText(OTHER)
    qtbot.waitUntil(window.finish.button.isEnabled)
    assert finish(window, qtbot) == ["Kompas-47", "Paraplu-63"]
    assert window.code.text() == ""
    access.open_desk(new, OTHER).close()


def test_another_vault_is_said_before_it_is_replaced(
    made: tuple[Path, str, Path], show: Callable[..., RestoreWindow], qtbot: QtBot, tmp_path: Path
) -> None:
    _folder, _code, path = made
    fresh, _ = made_vault(tmp_path / "fresh", OTHER)
    with closing(fresh):
        add_case(fresh, "Ladder-11")
    window = show(fresh.folder, str(path))
    window.passphrase.line.setText(PASSPHRASE)
    window.finish.press()
    qtbot.waitUntil(lambda: "Dit is een andere kluis" in words(window), timeout=WAIT)
    assert finish(window, qtbot) == ["Kompas-47", "Paraplu-63"]
    assert len(restoring.replaced(fresh.folder)) == 1


def test_a_file_that_is_no_backup_is_said_at_once(show: Callable[..., RestoreWindow], tmp_path: Path) -> None:
    bad = tmp_path / "brief.backup"
    bad.write_bytes(b"hallo")
    window = show(tmp_path / "none", str(bad))
    assert "is geen back-up" in words(window)
    assert not window.finish.button.isEnabled()


def test_the_first_run_and_a_damaged_vault_lead_there(
    made: tuple[Path, str, Path], qtbot: QtBot, tmp_path: Path
) -> None:
    wizard = SetupWizard(tmp_path / "none", DEFAULT)
    qtbot.addWidget(wizard)
    with qtbot.waitSignal(wizard.restore_asked):
        wizard.welcome.findChild(QPushButton, "have-backup").click()  # type: ignore[union-attr]
    folder = made[0]
    (folder / "vault.db").write_bytes(bytes(range(256)) * 64)
    window = UnlockWindow(folder, LockNote(), DEFAULT)
    qtbot.addWidget(window)
    window.show()
    window.passphrase.line.setText(PASSPHRASE)
    window.open()
    qtbot.waitUntil(lambda: "Zet uw back-up van 25 november 2026 terug" in words(window), timeout=WAIT)
    with qtbot.waitSignal(window.restore_asked):
        next(b for b in window.findChildren(QPushButton) if b.text() == "Back-up terugzetten…").click()


def test_what_is_to_be_put_back_outlives_the_lock(monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    for name in ("ADVISER_DESK_LOCKED", "ADVISER_DESK_RESTORE"):
        monkeypatch.setenv(name, "")
    widget = QWidget()
    qtbot.addWidget(widget)
    path = "/media/Mijn stick/Adviser-Desk-4C-19-20261003-170500.backup"
    LockNote.now(widget, by_itself=False, draft=False, restore=path).leave()
    assert LockNote.received().restore == path
    assert LockNote.received().restore == ""
