"""A long day of signals and calls does not use up what Python has only one of."""

import subprocess
import sys

_DAY = """
import adviser_desk.ui
from PySide6.QtCore import QCoreApplication, QObject, Signal

class Desk(QObject):
    saved = Signal(bool)

app = QCoreApplication([])
desk = Desk()
desk.saved.connect(lambda on: None)
for _turn in range(200_000):
    desk.saved.emit(True)
    desk.saved.emit(False)
    desk.property("nothing")
print("evening")
"""


def test_a_day_of_signals_does_not_end_the_program() -> None:
    day = subprocess.run([sys.executable, "-c", _DAY], capture_output=True, text=True, timeout=120, check=False)
    assert (day.returncode, day.stdout.strip()) == (0, "evening"), day.stderr[-300:]
