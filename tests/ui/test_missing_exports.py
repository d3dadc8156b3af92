"""The question after a backup was put back, at the first step of the export."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from adviser_desk.casework import reporting
from adviser_desk.casework.desk import Desk
from adviser_desk.models.period import Period
from adviser_desk.policy import DEFAULT
from adviser_desk.ui.export_page import ExportPage
from adviser_desk.ui.main_window import MainWindow
from adviser_desk.ui.missing_exports import MissingExports
from adviser_desk.ui.state import State
from adviser_desk.ui.widgets.button import Button
from adviser_desk.vault import ledger_gap
from adviser_desk.vault.connection import Vault, create_vault
from tests.ui.conftest import NOW, fill, shown_window


def export(vault: Vault, out: Path) -> Path:
    plan = reporting.plan_release(vault, Period("2026Q3"), today=NOW.date(), policy=DEFAULT)
    done = reporting.approve(vault, reporting.prepare(plan), remarks="", language="nl", out=out, today=NOW.date())
    return out / done.figures


@pytest.fixture
def figures(tmp_path: Path, key: bytearray) -> Path:
    """The export of another vault with the same cases, as the same vault made it before it was lost."""
    vault = create_vault(tmp_path / "lost", key, vault_id="0f" * 16)
    fill(vault)
    path = export(vault, tmp_path / "out")
    vault.close()
    return path


@pytest.fixture
def missing(state: State, desk: Desk, qtbot: QtBot) -> tuple[MainWindow, MissingExports]:
    desk.now(ledger_gap.note, NOW.date())
    window = shown_window(state, qtbot)
    state.go("export")
    page = window.pages["export"]
    assert isinstance(page, ExportPage)
    found = page.period_step.missing
    qtbot.waitUntil(found.isVisible)
    return window, found


def pressed(inside: QWidget, label: str) -> None:
    (button,) = (one for one in inside.findChildren(Button) if one.accessibleName() == label)
    button.click()


def next_step(window: MainWindow) -> Button:
    button = window.findChild(Button, "export-next")
    assert button is not None
    return button


def test_the_question_has_the_focus_and_nothing_goes_on_before_it_is_answered(
    missing: tuple[MainWindow, MissingExports], qtbot: QtBot
) -> None:
    window, found = missing
    assert "6 oktober 2026" in found.question.accessibleName()
    qtbot.waitUntil(lambda: not next_step(window).isEnabled())
    assert "exports ontbreken" in next_step(window).accessibleName()
    focus = window.focusWidget()
    assert isinstance(focus, Button)
    assert focus.accessibleName() == "Exports inlezen…"
    pressed(found, "Er zijn er geen meer")
    qtbot.waitUntil(next_step(window).isEnabled)
    assert not found.isVisible()
    window.toast.undo()
    qtbot.waitUntil(found.isVisible)
    assert not next_step(window).isEnabled()


def test_files_are_read_in_and_the_period_is_closed(
    missing: tuple[MainWindow, MissingExports], figures: Path, qtbot: QtBot
) -> None:
    window, found = missing
    found.read([str(figures)])
    qtbot.waitUntil(lambda: "1 export ingelezen" in found.question.accessibleName())
    page = window.pages["export"]
    assert isinstance(page, ExportPage)
    qtbot.waitUntil(lambda: (one := page.period_step.current()) is not None and one.state != "ready")
    assert found.isVisible()
    found.read([str(figures)])
    qtbot.waitUntil(lambda: "Niets nieuws" in found.question.accessibleName())


def test_a_file_that_is_no_export_is_refused_in_the_page(
    missing: tuple[MainWindow, MissingExports], tmp_path: Path, qtbot: QtBot
) -> None:
    _window, found = missing
    (tmp_path / "other.json").write_text("{}", encoding="utf-8")
    found.read([str(tmp_path / "other.json")])
    qtbot.waitUntil(found.trouble.isVisible)
    assert "other.json" in found.trouble.accessibleName()
    assert "Er ontbreken misschien exports" in found.question.accessibleName()
