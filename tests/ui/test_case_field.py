"""Three letters and Enter, faster than the list: the case that was typed is chosen, never the one that still showed."""

import threading

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from adviser_desk.ui.main_window import MainWindow


def test_enter_before_the_list_chooses_what_was_typed(window: MainWindow, qtbot: QtBot) -> None:
    panel = window.panel
    window.state.go("cases")
    window.state.capture.emit(None, False)
    qtbot.waitUntil(lambda: panel.case._listed == "")
    assert panel.case._model.row(0).pseudonym == "Kompas-47"
    busy = threading.Event()
    window.state.desk.run(lambda _vault: busy.wait(10))
    qtbot.keyClicks(panel.case.line, "zak")
    qtbot.keyClick(panel.case.line, Qt.Key.Key_Return)
    qtbot.keyClicks(QApplication.focusWidget(), "Belde over")
    assert panel.case.case_id is None
    busy.set()
    qtbot.waitUntil(lambda: panel.case.case_id is not None)
    assert panel.case.row.pseudonym == "Zaklamp-29"
    assert panel.note.toPlainText() == "Belde over"


def test_the_first_time_its_cursor_stands_still_until_the_focus_is_there(window: MainWindow, qtbot: QtBot) -> None:
    line, moved = window.panel.case.line, []
    line.cursorPositionChanged.connect(lambda *places: moved.append(places))
    window.state.capture.emit(None, False)
    qtbot.waitUntil(line.hasFocus)
    assert moved == []
