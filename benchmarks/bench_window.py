"""From a key to the painted answer, at 10,000 cases and 60,000 contacts: `python -m benchmarks.bench_window`.

Peers, in the same run: a plain QTableWidget with the same cases, filled (beside our list) and hiding the rows that do
not contain the letters (beside our search; it looks at names and first notes only); and SQLite's LIKE over every note.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from adviser_desk import policy
from adviser_desk.casework import cases, practice
from adviser_desk.casework.desk import Desk
from adviser_desk.casework.preferences import Preferences
from adviser_desk.ui.application import make_application
from adviser_desk.ui.autolock import AutoLock, LockKey
from adviser_desk.ui.main_window import MainWindow
from adviser_desk.ui.state import State
from adviser_desk.ui.theme import theme
from adviser_desk.ui.window import desk_window
from adviser_desk.vault.connection import Vault, create_vault

CASES, CONTACTS, SEED, ROUNDS = 10_000, 60_000, 1, 15
NOW = datetime(2026, 10, 6, 14, 20)
WORDS = "rooster"
CTRL = Qt.KeyboardModifier.ControlModifier
PATIENCE = 30.0
Times = dict[str, list[float]]


class Painted(QObject):
    """When the widget that is looked at was last painted."""

    def __init__(self) -> None:
        super().__init__()
        self.at = 0.0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            # Noted before it is painted; the wait below ends after the event was handled.
            self.at = time.perf_counter()
        return False


def until(app: QApplication, done: Callable[[], bool]) -> None:
    """Let the program work until something holds and everything it asked for is painted."""
    end = time.perf_counter() + PATIENCE
    # Looking all the time would take the processor from the thread that does the work.
    awake = QTimer(interval=5)
    awake.start()
    while not done():
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        if time.perf_counter() > end:
            raise TimeoutError
    app.processEvents()


def milliseconds(act: Callable[[], None]) -> float:
    """How long an act takes."""
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1_000


class Bench:
    """The window on the large vault."""

    def __init__(self, app: QApplication, desk: Desk, folder: Path) -> None:
        self.app = app
        self.state = State(desk, folder, policy.DEFAULT, practice=True, now=lambda: NOW)
        self.window: MainWindow = desk_window(self.state, Preferences(), lock=lambda: None, prefer=lambda _new: None)
        self.window.resize(1280, 800)
        self.window.show()
        self.window.activateWindow()
        desk.now(cases.make_search_ready)
        self.state.go("today")
        until(app, self.window.isActiveWindow)
        self.painted = Painted()
        # The program has these too: they see each event.
        self.watching = AutoLock(app, 60, lock=lambda: None), LockKey(app, lambda: None)

    def cases(self) -> float:
        """Ctrl+2 from Vandaag to the list."""
        self.state.go("today")
        until(self.app, lambda: not self.state.desk.now(lambda _vault: None))
        table = self.window.pages["cases"].table  # type: ignore[attr-defined]
        return self._until_painted(lambda: QTest.keyClick(self.window, Qt.Key.Key_2, CTRL), table.viewport())

    def all_cases(self) -> None:
        """The list without words and filters."""
        page = self.window.pages["cases"]
        page.clear_all()  # type: ignore[attr-defined]
        until(self.app, lambda: page._found.number == CASES)  # type: ignore[attr-defined]

    def search(self) -> list[float]:
        """Each letter of a word, from the key to the painted list."""
        page = self.window.pages["cases"]
        self.all_cases()
        page.search.setFocus()  # type: ignore[attr-defined]
        found = []
        for letter in WORDS:
            before = page._found  # type: ignore[attr-defined]
            started = time.perf_counter()
            QTest.keyClicks(page.search, letter)  # type: ignore[attr-defined]
            until(self.app, lambda before=before: page._found is not before)  # type: ignore[attr-defined,misc]
            found.append((time.perf_counter() - started) * 1_000)
        return found

    def open_case(self, number: int) -> float:
        """Enter on a row of the list to the painted page of its case."""
        self.state.go("cases")
        table = self.window.pages["cases"].table  # type: ignore[attr-defined]
        self.all_cases()
        until(self.app, lambda: not self.state.desk.now(lambda _vault: None))
        table.setFocus()
        table.setCurrentIndex(table.cases.index(number, 0))
        self.app.processEvents()
        case_id = table.current().id
        page = self.window.pages["case"]
        timeline = page.timeline  # type: ignore[attr-defined]

        def act() -> None:
            QTest.keyClick(table, Qt.Key.Key_Return)
            until(self.app, lambda: page._shown is not None and page._shown.case.id == case_id)  # type: ignore[attr-defined]

        return self._until_painted(act, timeline.viewport())

    def signals(self) -> float:
        """Ctrl+3 from Vandaag to the painted counts of a quarter, counted anew."""
        self.state.go("today")
        until(self.app, lambda: not self.state.desk.now(lambda _vault: None))
        page = self.window.pages["signals"]
        before = page._own  # type: ignore[attr-defined]

        def act() -> None:
            QTest.keyClick(self.window, Qt.Key.Key_3, CTRL)
            until(self.app, lambda: page._own is not before)  # type: ignore[attr-defined]

        return self._until_painted(act, page.table.viewport())  # type: ignore[attr-defined]

    def panel(self) -> float:
        """Ctrl+N to the painted panel with the cursor in it."""
        self.window.panel.put_away()  # type: ignore[attr-defined]
        until(self.app, lambda: not self.window.panel.isVisible())
        taken = self._until_painted(lambda: QTest.keyClick(self.window, Qt.Key.Key_N, CTRL), self.window.panel)
        self.window.panel.put_away()  # type: ignore[attr-defined]
        return taken

    def letter(self) -> float:
        """A letter of a note to the painted letter."""
        note = self.window.panel.note  # type: ignore[attr-defined]
        return self._until_painted(lambda: QTest.keyClicks(note, "a"), note.viewport())

    def _until_painted(self, act: Callable[[], None], widget: QWidget) -> float:
        # On this widget alone: a look at each event of each widget would be measured too.
        widget.installEventFilter(self.painted)
        started = time.perf_counter()
        act()
        until(self.app, lambda: self.painted.at > started)
        taken = (time.perf_counter() - started) * 1_000
        widget.removeEventFilter(self.painted)
        return taken


class Peer(QWidget):
    """A search field above a table that hides the rows without the letters."""

    def __init__(self, rows: list[tuple[str, ...]]) -> None:
        super().__init__()
        self._rows = rows
        self.search, self.table = QLineEdit(), QTableWidget(0, len(rows[0]))
        self._texts = [" ".join(row).lower() for row in rows]
        self.search.textChanged.connect(self._filter)
        column_ = QVBoxLayout(self)
        column_.addWidget(self.search)
        column_.addWidget(self.table)

    def _filter(self, words: str) -> None:
        for number, text in enumerate(self._texts):
            self.table.setRowHidden(number, words.lower() not in text)

    def fill(self, app: QApplication) -> float:
        """From an empty table to a painted one with every case."""
        self.table.setRowCount(0)
        self.show()
        app.processEvents()

        def act() -> None:
            self.table.setRowCount(len(self._rows))
            for number, row in enumerate(self._rows):
                for column, text in enumerate(row):
                    self.table.setItem(number, column, QTableWidgetItem(text))
            app.processEvents()

        taken = milliseconds(act)
        self.hide()
        return taken

    def letters(self, app: QApplication) -> list[float]:
        """Each letter of the word."""
        self.show()
        self.search.clear()
        app.processEvents()
        found = []
        for letter in WORDS:
            started = time.perf_counter()
            QTest.keyClicks(self.search, letter)
            app.processEvents()
            found.append((time.perf_counter() - started) * 1_000)
        self.hide()
        return found


def first_notes(vault: Vault) -> list[tuple[str, ...]]:
    """Name, kind and first note of each case, as the peer shows them."""
    rows: list[tuple[str, ...]] = vault.db.execute(
        "SELECT pseudonym, coalesce(matter, ''), (SELECT note FROM contact WHERE case_id = case_file.id LIMIT 1)"
        " FROM case_file"
    ).fetchall()
    return rows


def scan(vault: Vault) -> list[float]:
    """Each letter of the word by LIKE over every note: which cases have it. No window, no marks, no order."""
    found = []
    for length in range(1, len(WORDS) + 1):
        query = (f"%{WORDS[:length]}%",)
        started = time.perf_counter()
        vault.db.execute("SELECT DISTINCT case_id FROM contact WHERE note LIKE ?", query).fetchall()
        found.append((time.perf_counter() - started) * 1_000)
    return found


def fill(vault: Vault) -> None:
    """A practice vault; some of its conversations take place again, until there are enough."""
    practice.fill_practice(vault, CASES, SEED, until=NOW.date())
    with vault.transaction():
        there = vault.db.execute("SELECT count(*) FROM contact").fetchone()[0]
        vault.db.execute(
            "INSERT INTO contact (case_id, channel, at, minutes, note)"
            " SELECT case_id, channel, at, minutes, note FROM contact ORDER BY id % 7, id LIMIT ?",
            (CONTACTS - there,),
        )


def measure(app: QApplication, desk: Desk, folder: Path) -> tuple[Times, Times]:
    """Everything measured, in ms: ours by act, and the peers' by act and peer."""
    bench = Bench(app, desk, folder)
    peer = Peer(desk.now(first_notes))
    peer.resize(1280, 800)
    bench.cases()
    ours: Times = {name: [] for name in ("list", "search", "case", "signals", "panel", "letter")}
    theirs: Times = {name: [] for name in ("list: table widget", "search: table widget", "search: LIKE")}
    for number in range(ROUNDS):
        ours["list"].append(bench.cases())
        ours["search"] += bench.search()
        theirs["list: table widget"].append(peer.fill(app))
        theirs["search: table widget"] += peer.letters(app)
        theirs["search: LIKE"] += desk.now(scan)
        bench.window.activateWindow()
        until(app, bench.window.isActiveWindow)
        ours["case"].append(bench.open_case(number))
        ours["signals"].append(bench.signals())
        ours["panel"].append(bench.panel())
    bench.state.capture.emit(1, False)
    until(app, bench.window.panel.isVisible)
    ours["letter"] = [bench.letter() for _ in range(10 * ROUNDS)]
    return ours, theirs


def show(ours: Times, theirs: Times) -> None:
    """Write the medians, the slowest, and beside each peer how many times as long ours takes."""
    for name, values in ours.items():
        middle = statistics.median(values)
        sys.stdout.write(f"{name:24} {middle:7.1f} ms   slowest {max(values):7.1f} ms of {len(values)}\n")
    for name, values in theirs.items():
        middle = statistics.median(values)
        ratio = statistics.median(ours[name.partition(":")[0]]) / middle
        sys.stdout.write(f"{name:24} {middle:7.1f} ms   ours is {ratio:.2f} times as long\n")


def main() -> int:
    """Print the table."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "vault"
        app = make_application(["bench"])
        theme.apply("light", 100)
        desk = Desk(lambda: create_vault(folder, bytearray(range(32)), vault_id="0b" * 16, practice=True))
        desk.now(fill)
        contacts = desk.now(lambda vault: vault.db.execute("SELECT count(*) FROM contact").fetchone()[0])
        sys.stdout.write(f"{CASES} cases, {contacts} contacts, {ROUNDS} rounds, medians\n")
        show(*measure(app, desk, folder))
        sys.stdout.flush()
        # The window is left as it is: nothing of it is needed any more.
        desk.close()
        os._exit(0)


if __name__ == "__main__":
    main()
