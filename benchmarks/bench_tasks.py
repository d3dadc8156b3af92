"""How long the daily tasks take by key at 40 words a minute, thinking included: `python -m benchmarks.bench_tasks`.

Every key is a real key event, 0.3 s after the one before (40 words of five letters a minute); before each decision
that the design counts stand 1.35 s of thinking (Card, Moran and Newell). Each task is looked at in the vault after it.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from adviser_desk.casework import cases, consents, practice
from adviser_desk.casework.desk import Desk
from adviser_desk.models.case_list import CaseFilter
from adviser_desk.models.consent import ConsentScope, ConsentState
from adviser_desk.ui.application import make_application
from adviser_desk.ui.theme import theme
from adviser_desk.vault.connection import create_vault
from benchmarks.bench_window import NOW, Bench, until

KEY_MS, THINK_S = 300, 1.35
HALF_MS = KEY_MS // 2
"""A click is a press and a release, each with its own delay."""
NOTE = "Belt over het gesprek van gisteren: gaat"
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
PLAIN = Qt.KeyboardModifier.NoModifier
TODAY = NOW.date()


class Adviser:
    """Two hands on the keys of the window."""

    def __init__(self, app: QApplication, desk: Desk, folder: Path) -> None:
        bench = Bench(app, desk, folder)
        self.app, self.desk, self.window, self.state = app, desk, bench.window, bench.state
        self.out = folder.parent / "out"

    def think(self) -> None:
        """Decide what comes next."""
        QTest.qWait(round(THINK_S * 1_000))

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
        """One key."""
        QTest.keyClick(self._focus(), key, modifier, HALF_MS)

    def type(self, words: str) -> None:
        """One key for each letter."""
        for letter in words:
            QTest.keyClicks(self._focus(), letter, PLAIN, HALF_MS)

    def wait(self, done: Callable[[], bool]) -> None:
        """The program works, the adviser waits."""
        until(self.app, done)

    def settle(self) -> None:
        """Until everything that was asked of the vault is there."""
        for _round in range(4):
            self.desk.now(lambda _vault: None)
            self.app.processEvents()

    def _focus(self) -> QWidget:
        return self.window.focusWidget() or self.window


def contact(adviser: Adviser) -> None:
    """Ctrl+N, three letters, Enter, 40 letters, Ctrl+Enter."""
    row = adviser.desk.now(cases.cases_starting, "")[0]
    before = len(adviser.desk.now(cases.case_page, row.id, today=TODAY).contacts)
    adviser.state.go("today")
    adviser.settle()
    stop = _clock(adviser)
    adviser.think()
    adviser.press(Qt.Key.Key_N, CTRL)
    adviser.think()
    adviser.type(row.pseudonym[:3].lower())
    adviser.press(Qt.Key.Key_Return)
    adviser.think()
    adviser.type(NOTE)
    adviser.press(Qt.Key.Key_Return, CTRL)
    adviser.wait(lambda: not adviser.window.panel.isVisible())
    stop("contact on a case", 20)
    assert len(adviser.desk.now(cases.case_page, row.id, today=TODAY).contacts) == before + 1


def new_case(adviser: Adviser) -> None:
    """Ctrl+Shift+N, 40 letters, Alt+T, J, Tab, J, Ctrl+Enter."""
    adviser.state.go("today")
    adviser.settle()
    number = adviser.desk.now(cases.numbers, today=TODAY).cases
    stop = _clock(adviser)
    adviser.think()
    adviser.press(Qt.Key.Key_N, CTRL | SHIFT)
    adviser.think()
    adviser.type(NOTE)
    adviser.think()
    adviser.press(Qt.Key.Key_T, ALT)
    adviser.press(Qt.Key.Key_J)
    adviser.think()
    adviser.press(Qt.Key.Key_Tab)
    adviser.press(Qt.Key.Key_J)
    adviser.think()
    adviser.press(Qt.Key.Key_Return, CTRL)
    adviser.wait(lambda: not adviser.window.panel.isVisible())
    stop("new case with two consents", 30)
    assert adviser.desk.now(cases.numbers, today=TODAY).cases == number + 1


def withdraw(adviser: Adviser) -> None:
    """Ctrl+K, `intr`, Enter, to the consent to count, Enter, Ctrl+Enter; of the case that was opened last."""
    chosen = CaseFilter(count=ConsentState.GIVEN)
    row = adviser.desk.now(cases.find_cases, "", chosen, today=TODAY).rows[0]
    adviser.state.go("case", row.id)
    adviser.settle()
    adviser.state.go("today")
    adviser.settle()
    stop = _clock(adviser)
    adviser.think()
    adviser.press(Qt.Key.Key_K, CTRL)
    adviser.think()
    adviser.type("intr")
    adviser.press(Qt.Key.Key_Return)
    adviser.think()
    for _stop in range(12):
        if adviser._focus().accessibleName().startswith("Toestemming intrekken voor: Meetellen"):
            break
        adviser.press(Qt.Key.Key_Tab)
    adviser.press(Qt.Key.Key_Return)
    adviser.think()
    adviser.press(Qt.Key.Key_Return, CTRL)
    adviser.think()
    adviser.settle()
    stop("withdraw a consent", 20)
    standing = adviser.desk.now(consents.consent_page, row.id, today=TODAY).standing
    assert [one.state for one in standing if one.scope is ConsentScope.COUNT] == [ConsentState.WITHDRAWN]


def find(adviser: Adviser) -> None:
    """Ctrl+K, a word, Down, Enter."""
    adviser.state.go("today")
    adviser.settle()
    stop = _clock(adviser)
    adviser.think()
    adviser.press(Qt.Key.Key_K, CTRL)
    adviser.think()
    adviser.type("rooster")
    adviser.think()
    adviser.press(Qt.Key.Key_Down)
    adviser.press(Qt.Key.Key_Return)
    page = adviser.window.pages["case"]
    adviser.wait(lambda: page.isVisible() and page._shown is not None)  # type: ignore[attr-defined]
    stop("find by a word", 10)
    assert any("rooster" in one.note.lower() for one in page._shown.contacts)  # type: ignore[attr-defined]


def export(adviser: Adviser) -> None:
    """Ctrl+4, four times Ctrl+Enter, two ticks."""
    page = adviser.window.pages["export"]
    stop = _clock(adviser)
    adviser.think()
    adviser.press(Qt.Key.Key_4, CTRL)
    adviser.settle()
    page.check_step.put_in(str(adviser.out))  # type: ignore[attr-defined]
    for _step in range(2):
        adviser.think()
        adviser.press(Qt.Key.Key_Return, CTRL)
        adviser.settle()
    adviser.wait(lambda: page._preview is not None)  # type: ignore[attr-defined]
    adviser.think()
    adviser.press(Qt.Key.Key_Return, CTRL)
    for _tick in range(2):
        adviser.think()
        adviser.press(Qt.Key.Key_Space)
        adviser.press(Qt.Key.Key_Tab)
    adviser.think()
    adviser.press(Qt.Key.Key_Return, CTRL)
    adviser.wait(lambda: len(list(adviser.out.glob("*.docx"))) == 1)
    stop("export of a quarter, without reading", 240)


def _clock(adviser: Adviser) -> Callable[[str, int], None]:
    adviser.window.activateWindow()
    until(adviser.app, adviser.window.isActiveWindow)
    started = time.perf_counter()

    def stop(name: str, goal: int) -> None:
        seconds = time.perf_counter() - started
        words = "reached" if seconds <= goal else "NOT reached"
        sys.stdout.write(f"{name:40} {seconds:6.1f} s   goal {goal:4} s   {words}\n")
        sys.stdout.flush()

    return stop


def main() -> None:
    """Print a line for each task."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "vault"
        app = make_application(["bench"])
        theme.apply("light", 100)
        desk = Desk(lambda: create_vault(folder, bytearray(range(32)), vault_id="0b" * 16, practice=True))
        number = int(sys.argv[1]) if len(sys.argv) > 1 else 60
        desk.now(practice.fill_practice, number, 1, until=TODAY)
        adviser = Adviser(app, desk, folder)
        for task in (contact, new_case, withdraw, find, export):
            task(adviser)
        desk.close()
        os._exit(0)


if __name__ == "__main__":
    main()
