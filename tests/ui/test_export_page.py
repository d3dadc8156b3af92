"""The export by keyboard, from a period to two files; nothing is written without both ticks, and nothing is lost."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import docx
import pytest
from PySide6.QtCore import QAbstractItemModel, QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from adviser_desk import policy
from adviser_desk.casework import access, cases, contacts, practice, setup
from adviser_desk.casework.desk import Desk
from adviser_desk.casework.preview_tables import PreviewRow
from adviser_desk.models.case import CaseStatus
from adviser_desk.models.period import Period
from adviser_desk.ui.export_page import CHECK, DONE, PERIOD, PREVIEW, REPAIR, ExportPage
from adviser_desk.ui.main_window import MainWindow
from adviser_desk.ui.state import State
from adviser_desk.ui.theme import theme
from adviser_desk.ui.widgets.button import Button
from adviser_desk.vault import releases, settings
from adviser_desk.vault.connection import Vault, create_vault

from .conftest import NOW, focus, shown_window

CTRL = Qt.KeyboardModifier.ControlModifier
QUARTER = Period("2026Q3")
AGAIN = "Bestanden opnieuw maken"
LARGE = pytest.mark.parametrize("profile", ["large"])
SLOW = 20_000
"""Milliseconds that the calculation of the large tables may take on a busy machine."""


@pytest.fixture
def profile() -> str:
    """The tables of a small organisation; `LARGE` gives many tables and takes longer."""
    return "small"


@pytest.fixture
def desk(vault_folder: Path, key: bytearray, profile: str) -> Iterator[Desk]:
    """A practice desk of 300 cases up to 6 October 2026."""
    opened = Desk(lambda: create_vault(vault_folder, key, vault_id="0f" * 16, practice=True))
    opened.now(_fill, NOW.date(), profile)
    yield opened
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    opened.close()


def _fill(vault: Vault, until: date, profile: str) -> None:
    practice.fill_practice(vault, 300, 1, until=until)
    settings.put(vault, "profile", profile)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Where the files go; not there yet."""
    return tmp_path / "export"


@pytest.fixture
def page(window: MainWindow, out: Path, qtbot: QtBot) -> ExportPage:
    """The export page, with the newest quarter that is over chosen."""
    return opened(window, out, qtbot)


def opened(window: MainWindow, out: Path, qtbot: QtBot) -> ExportPage:
    found = window.pages["export"]
    assert isinstance(found, ExportPage)
    found.check_step.put_in(str(out))
    QTest.keyClick(window, Qt.Key.Key_4, CTRL)
    qtbot.waitUntil(lambda: found.period_step.current() is not None and focus(window) is found.period_step.list)
    return found


def step(page: ExportPage) -> int:
    return page._stack.currentIndex()


def ctrl_enter(page: ExportPage) -> None:
    QTest.keyClick(focus(page.window()), Qt.Key.Key_Return, CTRL)


def press(page: ExportPage, key: Qt.Key) -> None:
    QTest.keyClick(focus(page.window()), key)


def to_preview(page: ExportPage, qtbot: QtBot) -> None:
    ctrl_enter(page)
    qtbot.waitUntil(lambda: step(page) == REPAIR)
    ctrl_enter(page)
    qtbot.waitUntil(lambda: page.preview_step.currentIndex() == 1 and step(page) == PREVIEW, timeout=SLOW)


def to_check(page: ExportPage, qtbot: QtBot) -> None:
    to_preview(page, qtbot)
    ctrl_enter(page)
    qtbot.waitUntil(lambda: step(page) == CHECK and focus(page.window()) is page.check_step.looked)


def tick_both(page: ExportPage) -> None:
    press(page, Qt.Key.Key_Space)
    press(page, Qt.Key.Key_Tab)
    press(page, Qt.Key.Key_Space)


def sign_off(page: ExportPage, qtbot: QtBot) -> None:
    tick_both(page)
    qtbot.waitUntil(page._next.isEnabled)
    ctrl_enter(page)
    qtbot.waitUntil(lambda: step(page) == DONE)


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()} if folder.is_dir() else {}


# --- from a period to two files ---


def test_a_quarter_becomes_two_files_by_keyboard(page: ExportPage, out: Path, qtbot: QtBot) -> None:
    chosen = page.period_step.current()
    assert chosen is not None
    assert (chosen.period, chosen.state) == (QUARTER, "ready")
    to_check(page, qtbot)
    sign_off(page, qtbot)
    assert sorted(files(out)) == ["signalen-2026Q3-nr001.docx", "signalen-2026Q3-nr001.json"]
    ctrl_enter(page)
    window = page.window()
    assert isinstance(window, MainWindow)
    assert window.view().page == "today"


def test_a_first_export_makes_its_folder_and_in_large_text_scrolls_to_the_button_that_opens_it(
    page: ExportPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    for name in ("HOME", "XDG_CONFIG_HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    page.check_step._other_folder = None
    theme.apply("light", 200)
    page.window().resize(1024, 640)
    to_check(page, qtbot)
    sign_off(page, qtbot)
    folder = page.check_step.folder_for(QUARTER)
    assert folder.is_relative_to(tmp_path / "home")
    assert sorted(files(folder)) == ["signalen-2026Q3-nr001.docx", "signalen-2026Q3-nr001.json"]
    done, button = page.done_step, focus(page.window())
    assert done.verticalScrollBar().maximum() > 0
    qtbot.waitUntil(lambda: done.viewport().rect().contains(button.geometry().translated(done.widget().pos())))


def test_without_both_ticks_no_file_is_written(page: ExportPage, out: Path, qtbot: QtBot) -> None:
    to_check(page, qtbot)
    assert page._reason.text() == "Nog 2 vinkjes te gaan"
    ctrl_enter(page)
    press(page, Qt.Key.Key_Space)
    assert page._reason.text() == "Nog 1 vinkje te gaan"
    ctrl_enter(page)
    page.go_on()
    # Whatever was asked of the vault is done before this answer.
    assert page.state.desk.now(_exports) == 0
    assert step(page) == CHECK
    assert files(out) == {}
    assert page._next.accessibleName() == "Akkoord en bestanden maken, Nog 1 vinkje te gaan"


@LARGE
def test_the_preview_is_what_is_written_number_by_number(page: ExportPage, out: Path, qtbot: QtBot) -> None:
    to_preview(page, qtbot)
    shown = [_shown_table(page, place) for place in range(len(page.preview_step._tables))]
    ctrl_enter(page)
    sign_off(page, qtbot)
    written = json.loads((out / "signalen-2026Q3-nr001.json").read_text(encoding="utf-8"))["tables"]
    assert len(shown) == len(written) > 3
    for (_labels, printed), table in zip(shown, written, strict=True):
        assert printed == _in_reading_order(table["rows"])
    report = docx.Document(str(out / "signalen-2026Q3-nr001.docx"))
    pairs = {
        (row.cells[0].text.strip(), row.cells[-1].text.strip())
        for table in report.tables
        for row in table.rows
        if len(row.cells) == 2
    }
    # A question whose rows all say the same takes one line.
    lines = [[cell.text for cell in row.cells] for table in report.tables for row in table.rows if len(row.cells) == 3]
    pairs |= {(label, said) for _question, said, labels in lines for label in labels.split("; ")}
    # The first table of the report has its cells in a row.
    heads, values = report.tables[0].rows
    pairs |= {(head.text.strip(), value.text.strip()) for head, value in zip(heads.cells, values.cells, strict=True)}
    for labels, printed in shown[1:]:
        assert set(zip(labels[:-1], printed[:-1], strict=True)) <= pairs


def _rows(page: ExportPage) -> tuple[PreviewRow, ...]:
    return page.preview_step._tables[page.preview_step._place].rows


def _shown_table(page: ExportPage, place: int) -> tuple[list[str], list[str]]:
    page.preview_step.show_table(place)
    model: QAbstractItemModel = page.preview_step.table.model()
    rows = range(model.rowCount())
    return [model.index(row, 0).data() for row in rows], [model.index(row, 1).data() for row in rows]


def _in_reading_order(rows: list[list[str | int]]) -> list[str]:
    """The statements of a table of the file as the preview words them, the total last."""
    total = [row for row in rows if len(row) == 1 or row[0] == "*"]
    words = {">=5": "≥5", ".": "niet getoond"}
    return [words.get(str(row[-1]), str(row[-1])) for row in [*(row for row in rows if row not in total), *total]]


@LARGE
def test_page_keys_turn_to_another_table_and_what_would_help_is_asked_there(page: ExportPage, qtbot: QtBot) -> None:
    to_preview(page, qtbot)
    assert focus(page.window()) is page.preview_step.table
    first = page.preview_step._title.text()
    press(page, Qt.Key.Key_PageDown)
    assert page.preview_step._title.text() != first
    press(page, Qt.Key.Key_PageUp)
    assert page.preview_step._title.text() == first
    # Beside a number that is kept back: what would help, on the page that works it out.
    asked = page.preview_step.findChild(Button, "export-help")
    assert asked is not None
    shown = page.preview_step._tables[0].field
    page.preview_step.show_table(1)
    page.preview_step.table.selectRow(next(i for i, row in enumerate(_rows(page)) if row.reason is not None))
    assert asked.isVisible()
    page.preview_step.table.selectRow(len(_rows(page)) - 1)
    assert asked.isVisible() == (_rows(page)[-1].reason is not None)
    asked.click()
    signals = page.window().pages["signals"]
    assert signals.isVisible()
    assert (shown, signals.about()) == ("", "2026Q3/own/matter/")


def test_a_closed_period_gives_the_same_files_again_and_a_sheet_for_managers(
    page: ExportPage, out: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    to_check(page, qtbot)
    sign_off(page, qtbot)
    again = tmp_path / "again"
    page.check_step.put_in(str(again))
    QTest.keyClick(page.window(), Qt.Key.Key_4, CTRL)
    qtbot.waitUntil(lambda: step(page) == PERIOD and page._reason.text() == "Deze periode is al gesloten")
    qtbot.waitUntil(lambda: any(button.text() == AGAIN and button.isVisible() for button in page.findChildren(Button)))
    press(page, Qt.Key.Key_Tab)
    assert focus(page.window()).accessibleName() == AGAIN
    press(page, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: step(page) == DONE)
    assert files(again) == files(out) != {}
    # The sheet for managers, from the ledger too.
    press(page, Qt.Key.Key_Tab)
    assert focus(page.window()).accessibleName() == "Blad voor leidinggevenden maken"
    name = "waarom-2026Q3-nr001.docx"
    for _again in range(2):
        page.done_step._about_sheet.setText("")
        press(page, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: page.done_step._about_sheet.text() == f"Het blad is gemaakt: {name}")
    assert files(again).keys() - files(out).keys() == {name}


def test_the_command_line_writes_the_same_bytes(tmp_path: Path, qtbot: QtBot) -> None:
    today = date.today()
    period = Period.quarter_of(Period.quarter_of(today).covers[0] - timedelta(days=1))
    folder, copy = tmp_path / "vault", tmp_path / "copy"
    vault, _code = setup.start_vault(folder, practice.PASSPHRASE, practice=True)
    _fill(vault, today, "large")
    vault.close()
    shutil.copytree(folder, copy)
    desk = Desk(lambda: access.open_desk(folder, practice.PASSPHRASE))
    state = State(desk, folder, policy.DEFAULT, practice=True, now=lambda: datetime.combine(today, NOW.time()))
    page = opened(shown_window(state, qtbot), tmp_path / "window", qtbot)
    page._take_up(period, REPAIR)
    qtbot.waitUntil(lambda: step(page) == REPAIR)
    ctrl_enter(page)
    qtbot.waitUntil(lambda: page.preview_step.currentIndex() == 1, timeout=SLOW)
    ctrl_enter(page)
    sign_off(page, qtbot)
    done = subprocess.run(
        [
            *(sys.executable, "-m", "adviser_desk", "export", "--language", "nl", "--vault", str(copy)),
            *("--period", str(period), "--out", str(tmp_path / "line"), "--passphrase-stdin"),
        ],
        input=practice.PASSPHRASE + "\n",
        text=True,
        capture_output=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert files(tmp_path / "line") == files(tmp_path / "window") != {}
    page.window().close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    desk.close()


# --- what goes wrong ---


def test_a_doubt_about_the_remarks_must_be_confirmed(page: ExportPage, out: Path, qtbot: QtBot) -> None:
    to_check(page, qtbot)
    tick_both(page)
    press(page, Qt.Key.Key_Tab)
    assert focus(page.window()) is page.check_step.text
    QTest.keyClicks(page.check_step.text, "Bel mij op 06-12345678.")
    ctrl_enter(page)
    qtbot.waitUntil(page.check_step.sure.isVisible)
    assert page._reason.text() == "Nog 1 vinkje te gaan"
    ctrl_enter(page)
    assert page.state.desk.now(_exports) == 0
    assert files(out) == {}
    press(page, Qt.Key.Key_Tab)
    press(page, Qt.Key.Key_Space)
    assert page.check_step.sure.isChecked()
    ctrl_enter(page)
    qtbot.waitUntil(lambda: step(page) == DONE)
    written = json.loads((out / "signalen-2026Q3-nr001.json").read_text(encoding="utf-8"))
    assert written["remarks"] == "Bel mij op 06-12345678."
    qtbot.waitUntil(lambda: page.state.desk.now(contacts.draft_at, "export:2026Q3") is None)


@pytest.mark.parametrize(
    ("folder", "name", "words"),
    [
        (".", "export", "Schrijven mag hier niet"),
        ("export", "signalen-2026Q3-nr001.json", "staat al een ander bestand"),
    ],
)
def test_trouble_with_the_folder_is_said_and_nothing_is_lost(
    folder: str, name: str, words: str, page: ExportPage, out: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    in_the_way = tmp_path / folder / name
    in_the_way.parent.mkdir(exist_ok=True)
    in_the_way.write_text("van een ander", encoding="utf-8")
    to_check(page, qtbot)
    tick_both(page)
    press(page, Qt.Key.Key_Tab)
    QTest.keyClicks(page.check_step.text, "Er waren meer vragen over werkdruk.")
    qtbot.waitUntil(page._next.isEnabled)
    ctrl_enter(page)
    qtbot.waitUntil(page.check_step._trouble.isVisible)
    assert words in page.check_step._trouble.text.text()
    assert in_the_way.read_text(encoding="utf-8") == "van een ander"
    assert step(page) == CHECK
    assert (page.check_step.looked.isChecked(), page.check_step.nobody.isChecked()) == (True, True)
    assert page.check_step.remarks() == "Er waren meer vragen over werkdruk."
    assert page.state.desk.now(_exports) == 0
    page.check_step.put_in(str(tmp_path / "elsewhere"))
    ctrl_enter(page)
    qtbot.waitUntil(lambda: step(page) == DONE)
    assert len(files(tmp_path / "elsewhere")) == 2


def test_remarks_and_step_survive_a_lock(page: ExportPage, state: State, desk: Desk, out: Path, qtbot: QtBot) -> None:
    to_check(page, qtbot)
    page.check_step.text.setFocus()
    QTest.keyClicks(page.check_step.text, "Vooral vragen over het rooster.")
    press(page, Qt.Key.Key_Left)
    window = page.window()
    assert isinstance(window, MainWindow)
    view, drafts = window.view(), window.unsaved()
    assert [draft.text for draft in drafts] == ["Vooral vragen over het rooster."]
    for draft in drafts:
        desk.now(contacts.keep_draft, draft)
    window.close()
    unlocked = shown_window(state, qtbot)
    unlocked.restore(view)
    after = unlocked.pages["export"]
    assert isinstance(after, ExportPage)
    qtbot.waitUntil(lambda: step(after) == CHECK, timeout=SLOW)
    qtbot.waitUntil(lambda: after.check_step.remarks() == "Vooral vragen over het rooster.")
    assert after.check_step.text.textCursor().position() == len("Vooral vragen over het rooster.") - 1
    qtbot.waitUntil(lambda: focus(unlocked) is after.check_step.text)
    assert not after.check_step.looked.isChecked()
    assert after.unsaved() == ()


def test_a_change_of_a_case_goes_back_to_before_the_preview(page: ExportPage, state: State, qtbot: QtBot) -> None:
    to_preview(page, qtbot)
    state.run(cases.change_status, 1, CaseStatus.AFTERCARE, today=NOW.date())
    qtbot.waitUntil(lambda: step(page) == REPAIR)
    assert page._preview is None
    ctrl_enter(page)
    qtbot.waitUntil(lambda: step(page) == PREVIEW and page.preview_step.currentIndex() == 1, timeout=SLOW)


def test_a_change_while_elsewhere_asks_to_look_at_the_tables_again(
    page: ExportPage, state: State, qtbot: QtBot
) -> None:
    to_check(page, qtbot)
    state.go("today")
    with qtbot.waitSignal(state.changed):
        state.run(cases.change_status, 1, CaseStatus.AFTERCARE, today=NOW.date())
    QTest.keyClick(page.window(), Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: page._preview is not None and page.isVisible(), timeout=SLOW)
    qtbot.waitUntil(lambda: page.preview_step.currentIndex() == 1)
    assert step(page) == PREVIEW


@LARGE
def test_the_calculation_can_be_stopped(page: ExportPage, state: State, qtbot: QtBot) -> None:
    ctrl_enter(page)
    qtbot.waitUntil(lambda: step(page) == REPAIR)
    ctrl_enter(page)
    assert step(page) == PREVIEW
    assert focus(page.window()).objectName() == "export-stop"
    press(page, Qt.Key.Key_Space)
    assert step(page) == REPAIR
    done: list[object] = []
    state.run(cases.units, then=lambda _units: state.think(lambda: 1, done.append))
    qtbot.waitUntil(lambda: bool(done), timeout=SLOW)
    assert page._preview is None
    assert step(page) == REPAIR


@LARGE
def test_leaving_while_it_calculates_and_coming_back_gives_the_preview(
    page: ExportPage, state: State, qtbot: QtBot
) -> None:
    ctrl_enter(page)
    qtbot.waitUntil(lambda: step(page) == REPAIR)
    ctrl_enter(page)
    QTest.keyClick(page.window(), Qt.Key.Key_1, CTRL)
    QTest.keyClick(page.window(), Qt.Key.Key_4, CTRL)
    qtbot.waitUntil(lambda: page._preview is not None and page.preview_step.currentIndex() == 1, timeout=SLOW)


@LARGE
def test_the_panel_beside_it_keeps_focus_and_keys(page: ExportPage, out: Path, qtbot: QtBot) -> None:
    window = page.window()
    assert isinstance(window, MainWindow)
    ctrl_enter(page)
    qtbot.waitUntil(lambda: step(page) == REPAIR)
    ctrl_enter(page)
    QTest.keyClick(window, Qt.Key.Key_N, CTRL)
    qtbot.waitUntil(lambda: focus(window).objectName() == "capture-case")
    qtbot.waitUntil(lambda: page.preview_step.currentIndex() == 1, timeout=SLOW)
    assert focus(window).objectName() == "capture-case"
    # The same keys finish the panel, not the step; without a case that is a sentence in the panel.
    ctrl_enter(page)
    assert step(page) == PREVIEW
    assert window.panel.isVisible()


def _exports(vault: Vault) -> int:
    return len(releases.entries(vault))
