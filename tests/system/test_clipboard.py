"""What another program finds on the clipboard after text was copied from any field, and after locking."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.system.conftest import Start
from tests.system.xvfb import Program, Screen, wait_until

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Xvfb and xdotool are of Linux")

_LOOK = """
import json, sys
from PySide6.QtWidgets import QApplication
app = QApplication(sys.argv)
found = app.clipboard().mimeData()
print(json.dumps([found.text(), found.formats()]))
"""


@pytest.mark.parametrize("key", ["ctrl+c", "ctrl+x"])
def test_a_copy_from_a_field_is_marked_and_gone_at_locking(
    start: Start, screen: Screen, closed_vault: Path, key: str
) -> None:
    program = start(closed_vault)
    program.unlock()
    program.keys("ctrl+shift+n")
    program.type("Kanarie belde over het rooster")
    program.keys("ctrl+a", key)
    wait_until(lambda: _found(screen, program)[0] == "Kanarie belde over het rooster")
    formats = _found(screen, program)[1]
    # The Windows formats are of Windows; this one is what desktops on Linux look at.
    assert "x-kde-passwordManagerHint" in formats
    assert "text/html" not in formats
    program.lock()
    assert _found(screen, program)[0] == ""


def _found(screen: Screen, program: Program) -> tuple[str, list[str]]:
    done = subprocess.run([sys.executable, "-c", _LOOK], env=program.environment, capture_output=True, text=True)
    text, formats = json.loads(done.stdout)
    return text, formats
