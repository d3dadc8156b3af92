"""A broken policy in the place of the window: told in words, closed by a key, and the program ends with its code."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from adviser_desk.casework.preferences import Preferences, keep_preferences
from adviser_desk.errors import BrokenPolicy
from adviser_desk.policy_sources import from_file
from adviser_desk.ui.refused_window import RefusedWindow
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.text import Text

POLICY = 'version = "2026-1"\nlock_after_minutes = 30\n'
PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from adviser_desk import app, policy_sources
from adviser_desk.ui import application
policy_sources.LINUX, policy_sources._OWNER = Path(sys.argv[1]), int(sys.argv[2])
def made(arguments, make=application.make_application):
    found = make(arguments)
    QTimer.singleShot(0, lambda: [window.close() for window in found.topLevelWidgets()])
    return found
app.make_application = made
sys.exit(app.show_window(Path(sys.argv[3])))
"""


@pytest.fixture
def error() -> BrokenPolicy:
    with pytest.raises(BrokenPolicy) as found:
        from_file(Path("/etc/adviser-desk/policy.toml"), POLICY.encode())
    return found.value


def test_it_says_where_it_is_wrong_what_is_wrong_and_whom_to_ask(
    tmp_path: Path, error: BrokenPolicy, qtbot: QtBot
) -> None:
    keep_preferences(tmp_path, Preferences(language="en"))
    window = RefusedWindow(tmp_path, error, None)
    qtbot.addWidget(window)
    window.show()
    words = [text.text() for text in window.findChildren(Text) if text.isVisible()]
    assert words == [
        "Your organisation's policy is not right",
        "Adviser Desk therefore does not start.",
        "/etc/adviser-desk/policy.toml, line 2",
        "‘lock_after_minutes’ must be a number from 1 to 15.",
        "Your vault is fine. Call the service desk and mention ‘Adviser Desk policy’.",
    ]
    assert all(word in window.accessibleName() for word in words)


def test_the_keyboard_copies_it_for_the_service_desk_and_closes_it(
    tmp_path: Path, error: BrokenPolicy, qtbot: QtBot
) -> None:
    window = RefusedWindow(tmp_path, error, "nl")
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    close, copy = window.findChild(Button, "close"), window.findChild(Button, "copy")
    assert close is not None
    assert copy is not None
    assert window.focusWidget() is close
    QTest.keyClick(close, Qt.Key.Key_Tab)
    assert window.focusWidget() is copy
    QTest.keyClick(copy, Qt.Key.Key_Return)
    assert QApplication.clipboard().text() == error.sentence()
    QTest.keyClick(close, Qt.Key.Key_Return)
    assert not window.isVisible()


@pytest.mark.skipif(sys.platform != "linux", reason="reads the place of Linux")
def test_the_program_shows_it_opens_no_vault_and_ends_with_its_code(tmp_path: Path) -> None:
    place = tmp_path / "etc" / "policy.toml"
    place.parent.mkdir(mode=0o755)
    place.write_text(POLICY, encoding="utf-8")
    place.chmod(0o644)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, place, str(os.getuid()), tmp_path / "vault"],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 21, done.stderr
    assert f"{place}, regel 2: ‘lock_after_minutes’" in done.stderr
    assert not (tmp_path / "vault").exists()
