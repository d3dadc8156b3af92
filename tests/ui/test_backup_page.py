"""Backups in the window: made and told, due on Vandaag, and the way to where one is put back."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from adviser_desk import i18n
from adviser_desk.casework import access, backups
from adviser_desk.models.codes import Language
from adviser_desk.policy import Policy
from adviser_desk.ui import lost_page
from adviser_desk.ui.backup_page import BackupPage
from adviser_desk.ui.main_window import MainWindow
from adviser_desk.ui.state import State
from adviser_desk.ui.today import TodayPage
from adviser_desk.ui.widgets.numbered import Numbered
from adviser_desk.vault import keys, slots
from tests.ui.conftest import NOW, shown_window


@pytest.fixture
def with_keys(vault_folder: Path, key: bytearray, state: State, monkeypatch: pytest.MonkeyPatch) -> State:
    """The desk of these tests opens by a raw key; a backup copies the slot of the sheet."""
    monkeypatch.setattr(slots, "calibrated", lambda: (64 * 1024, 3))
    sheet = keys.sheet_for("0f" * 16)
    by_code = slots.recovery_slot(sheet.vault_id, key, sheet.recovery_code)
    by_passphrase = slots.passphrase_slot(sheet.vault_id, key, "een wachtzin", None)
    keys.write_keys(vault_folder, keys.KeyFile(sheet.vault_id, [by_passphrase, by_code]))
    return state


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "Stick"
    folder.mkdir()
    return folder


def page_of(window: MainWindow) -> BackupPage:
    page = window.pages["backup"]
    assert isinstance(page, BackupPage)
    return page


def words(widget: QWidget) -> str:
    said = [*widget.findChildren(QLabel), *widget.findChildren(QPushButton)]
    return " | ".join(each.text() for each in said if each.isVisibleTo(widget))


def test_a_backup_is_made_with_one_button_and_told_in_the_list_and_the_status_bar(
    with_keys: State, stick: Path, qtbot: QtBot
) -> None:
    window = shown_window(with_keys, qtbot)
    window.commands.actions["go-backup"].trigger()
    page = page_of(window)
    qtbot.waitUntil(lambda: "Nog geen back-up" in words(window.status))
    assert page.maker.button.text() == "Plek kiezen"
    page.maker.put_in(str(stick))
    page.maker.button.click()
    qtbot.waitUntil(lambda: page.maker.outcome.isVisible(), timeout=20_000)
    assert "De back-up is goed" in words(page.maker)
    qtbot.waitUntil(lambda: "3 casussen" in words(page))
    qtbot.waitUntil(lambda: "Back-up: vandaag" in words(window.status))
    assert len(list(stick.glob("*.backup"))) == 1
    # The row leads to where it is put back, and can be said to be gone.
    with qtbot.waitSignal(with_keys.restore) as asked:
        next(b for b in page.findChildren(QPushButton) if b.text() == "Terugzetten…").click()
    assert asked.args == [str(next(stick.glob("*.backup")))]
    next(b for b in page.findChildren(QPushButton) if b.text() == "Is er niet meer").click()
    qtbot.waitUntil(lambda: "Nog geen back-up." in words(page))


def test_a_backup_begins_where_the_organisation_proposes_and_may_go_elsewhere(
    with_keys: State, stick: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    ours = Policy(version="1", backup_folder="~/Back-ups")
    state = State(with_keys.desk, with_keys.folder, ours, practice=False, now=lambda: NOW)
    window = shown_window(state, qtbot)
    window.commands.actions["go-backup"].trigger()
    page = page_of(window)
    qtbot.waitUntil(lambda: "› Back-ups ·" in words(page))
    assert not (tmp_path / "Back-ups").exists()
    page.maker.button.click()
    qtbot.waitUntil(lambda: page.maker.outcome.isVisible(), timeout=20_000)
    (made,) = (tmp_path / "Back-ups").iterdir()
    assert made.suffix == ".backup"
    page.maker.put_in(str(stick))
    theirs = page.findChild(QPushButton, "proposed-place")
    assert theirs is not None
    assert theirs.isVisible()
    theirs.click()
    assert not theirs.isVisible()
    assert "› Back-ups ·" in words(page)


def test_a_move_tells_what_is_done_of_it(with_keys: State, stick: Path, qtbot: QtBot) -> None:
    window = shown_window(with_keys, qtbot)
    with_keys.go("backup")
    page, today = page_of(window), NOW.date()
    qtbot.waitUntil(lambda: "Maak hier een back-up op een stick." in words(page._move))
    assert "Kijk of u uw herstelblad heeft" in words(page._move)
    with_keys.desk.now(access.note_sheet, today=today - timedelta(days=31))
    with_keys.desk.now(backups.make_backup, stick, made_at=NOW - timedelta(days=1))
    assert with_keys.desk.now(backups.ready_to_move, today=today) == backups.ReadyToMove(backup_on=None, sheet_on=None)
    with_keys.desk.now(access.note_sheet, today=today)
    page.maker.put_in(str(stick))
    page.maker.button.click()
    qtbot.waitUntil(lambda: "De back-up van vandaag is gemaakt." in words(page._move), timeout=20_000)
    assert "U keek uw herstelblad na op 6 oktober 2026." in words(page._move)
    spoken = [step.accessibleName() for step in page._move.findChildren(Numbered)]
    assert [name.startswith(f"{number}. Gedaan") for number, name in enumerate(spoken, 1)] == [True, True, False, False]


def test_a_stick_that_is_gone_is_told_and_nothing_is_half_made(with_keys: State, stick: Path, qtbot: QtBot) -> None:
    window = shown_window(with_keys, qtbot)
    with_keys.go("backup")
    page = page_of(window)
    page.maker.put_in(str(stick))
    stick.rmdir()
    page.maker.button.click()
    qtbot.waitUntil(lambda: "Er is geen back-up gemaakt" in words(page.maker), timeout=20_000)
    assert "Uw kluis is in orde" in words(page.maker)
    assert page.maker.button.isVisible()


def test_a_backup_that_is_stopped_or_overtaken_by_locking_leaves_nothing(
    with_keys: State, stick: Path, qtbot: QtBot
) -> None:
    window = shown_window(with_keys, qtbot)
    with_keys.go("backup")
    page = page_of(window)
    page.maker.put_in(str(stick))
    with_keys.leaving.set()
    page.maker.button.click()
    qtbot.waitUntil(lambda: "Gestopt" in words(page.maker), timeout=20_000)
    assert list(stick.iterdir()) == []
    with_keys.leaving.clear()
    page.maker.button.click()
    qtbot.waitUntil(lambda: page.maker.outcome.isVisible(), timeout=20_000)


def test_vandaag_reminds_when_a_backup_is_due(with_keys: State, stick: Path, qtbot: QtBot) -> None:
    window = shown_window(with_keys, qtbot)
    with_keys.go("today")
    today = window.pages["today"]
    assert isinstance(today, TodayPage)
    card = today._backup
    qtbot.waitUntil(card.isVisible)
    assert "Nog geen back-up" in words(card)
    for days, title, due in ((8, "Back-up: 8 dagen geleden", True), (2, "Volgende back-up: zondag", False)):
        with_keys.desk.now(backups.make_backup, stick, made_at=NOW - timedelta(days=days))
        card.load()
        qtbot.waitUntil(lambda title=title: title in words(card))
        assert card._make.isVisible() is due
    with_keys.go("backup")
    with_keys.go("lost")
    qtbot.waitUntil(lambda: "Uw kluis is 0F-0F" in words(window.pages["lost"]))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_on_paper_says_what_the_window_says(language: Language) -> None:
    page = (Path(__file__).parents[2] / "docs" / f"lost-laptop-{language}.md").read_text(encoding="utf-8")
    translated = i18n.words(language)
    for sentence in (*lost_page.DO, *lost_page.HOW, *lost_page.NOT):
        assert translated(sentence) in page
