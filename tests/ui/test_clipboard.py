"""What was copied goes by itself. What other programs see of it is tested on a real screen."""

import pytest
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from adviser_desk.ui import clipboard
from adviser_desk.ui.clipboard import copy_text, forget_copied

_SHORT_MS = 300


@pytest.fixture
def board(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> QClipboard:
    """The clipboard; a copy stays for a moment only."""
    monkeypatch.setattr(clipboard, "_gone_after_ms", _SHORT_MS)
    return QGuiApplication.clipboard()


def test_a_copy_goes_by_itself(board: QClipboard, qtbot: QtBot) -> None:
    copy_text("Gesproken over het rooster")
    assert board.text() == "Gesproken over het rooster"
    qtbot.waitUntil(lambda: board.text() == "")


def test_what_another_program_copied_meanwhile_stays(board: QClipboard, qtbot: QtBot) -> None:
    copy_text("Gesproken over het rooster")
    board.setText("Uit een ander programma")
    qtbot.waitUntil(lambda: not clipboard._copied)
    assert board.text() == "Uit een ander programma"


def test_the_time_counts_from_the_last_copy(board: QClipboard, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    copy_text("Gesproken over het rooster")
    monkeypatch.setattr(clipboard, "_gone_after_ms", 60_000)
    copy_text("Gesproken over het rooster")
    monkeypatch.setattr(clipboard, "_gone_after_ms", _SHORT_MS)
    copy_text("Iets anders")
    # By now the time of the first copy is over as well.
    qtbot.waitUntil(lambda: board.text() == "")
    assert len(clipboard._copied) == 1
    forget_copied()
    assert not clipboard._copied
