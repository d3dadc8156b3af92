"""Recovery sheet and Inzage through a real print server with the settings it comes with: paper, and no other file."""

import ctypes
import socketserver
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest
from PySide6.QtPrintSupport import QPrintDialog, QPrinterInfo
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from adviser_desk import policy
from adviser_desk.casework import contacts
from adviser_desk.casework.desk import Desk
from adviser_desk.models.contact import Draft
from adviser_desk.ui.access_page import AccessPage
from adviser_desk.ui.print_queue import PrintedPages, forget_printed
from adviser_desk.ui.setup_wizard import SetupWizard
from adviser_desk.ui.state import State

from .conftest import NOW, shown_window
from .print_server import PrintServer
from .printed import bare, streams_in, words_in

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="CUPS is of Linux and macOS")

NOTE = "De teamleider wacht elke ochtend bij de rode brug."
KOMPAS = 1


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[PrintServer]:
    """A printer that is off, and no other; what is to be printed has a folder in memory, and no other."""
    started = PrintServer(tmp_path_factory.mktemp("cups"))
    started.hold()
    memory = tmp_path_factory.mktemp("memory")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(memory))
    monkeypatch.setenv("TMPDIR", str(memory / "no-such-folder"))
    monkeypatch.setenv("CUPS_SERVER", str(started.address))
    # It remembers in each thread which server it asked before.
    ctypes.CDLL("libcups.so.2").cupsSetServer(str(started.address).encode())
    yield started
    ctypes.CDLL("libcups.so.2").cupsSetServer(None)
    started.close()
    assert list(memory.iterdir()) == []


def test_the_recovery_sheet_is_on_paper_and_leaves_the_queue(
    server: PrintServer, tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    wizard = SetupWizard(tmp_path / "new", policy.DEFAULT)
    qtbot.addWidget(wizard)
    wizard.show()
    code = bare(wizard._sheet.recovery_code)
    _print(wizard, wizard.recovery.form._print.click)
    _waits_and_goes(server, qtbot, lambda words: all(block in words for block in code.split("-")))


def test_inzage_is_on_paper_and_leaves_the_queue(server: PrintServer, state: State, desk: Desk, qtbot: QtBot) -> None:
    draft = Draft(place="capture:9", case_id=KOMPAS, channel="phone", started_at=NOW, text=NOTE)
    desk.now(lambda vault: contacts.log_contact(vault, draft, at=NOW, minutes=5))
    window = shown_window(state, qtbot)
    window.state.go("access", KOMPAS)
    page = window.pages["access"]
    assert isinstance(page, AccessPage)
    qtbot.waitUntil(lambda: page._shown is not None)
    _print(window, page.print.click)
    _waits_and_goes(server, qtbot, lambda words: bare(NOTE) in words)


def test_what_an_earlier_process_left_in_the_queue_goes_when_the_desk_is_opened(
    server: PrintServer, tmp_path: Path, qtbot: QtBot
) -> None:
    wizard = SetupWizard(tmp_path / "new", policy.DEFAULT)
    qtbot.addWidget(wizard)
    _print(wizard, wizard.recovery.form._print.click)
    for pages in wizard.findChildren(PrintedPages):
        pages._timer.stop()
    server.go_on()
    qtbot.waitUntil(server.paper.exists)
    assert server.pages_kept()
    again = PrintedPages(wizard)
    with qtbot.waitSignal(again.destroyed, timeout=20_000):
        qtbot.waitUntil(lambda: not server.pages_kept(), timeout=20_000)


def test_pages_of_other_programs_stay(server: PrintServer, tmp_path: Path, qtbot: QtBot) -> None:
    other = tmp_path / "other.txt"
    other.write_text("a letter")
    assert server.print_other(other)
    server.go_on()
    qtbot.waitUntil(server.paper.exists)
    assert forget_printed() == 0
    assert len(server.pages_kept()) == 1


def test_a_server_of_the_organisation_is_not_asked() -> None:
    cups = ctypes.CDLL("libcups.so.2")
    asked = []

    class Refuses(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            asked.append(self.client_address)

    with socketserver.TCPServer(("127.0.0.1", 0), Refuses) as elsewhere:
        serving = Thread(target=elsewhere.serve_forever, args=(0.01,))
        serving.start()
        cups.cupsSetServer(f"127.0.0.1:{elsewhere.server_address[1]}".encode())
        assert forget_printed() == 0
        cups.cupsSetServer(None)
        elsewhere.shutdown()
        serving.join()
    assert asked == []


def _print(window: QWidget, click: Callable[[], None]) -> None:
    assert QPrinterInfo.availablePrinterNames() == ["paper"]
    click()
    dialog = window.findChild(QPrintDialog)
    assert dialog.printer().printerName() == "paper"
    dialog.accept()


def _waits_and_goes(server: PrintServer, qtbot: QtBot, readable: Callable[[str], bool]) -> None:
    """`readable` says whether the words of a file tell what was printed: in the queue for a while, then on paper."""
    assert any(map(readable, _told(server))), "the search finds what waits in the queue"
    server.go_on()
    qtbot.waitUntil(lambda: not server.pages_kept(), timeout=20_000)
    assert readable(words_in(server.paper.read_bytes()))
    assert not any(map(readable, _told(server)))


def _told(server: PrintServer) -> Iterator[str]:
    for file in server.kept():
        yield words_in(file)
        yield bare(streams_in(file).decode("latin-1"))
