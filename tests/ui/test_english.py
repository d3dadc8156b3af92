"""In English no word of the window is Dutch, not even one that a screen reader alone hears."""

import gettext

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from adviser_desk import i18n, paths, policy
from adviser_desk.casework.last_view import LastView
from adviser_desk.casework.preferences import Preferences
from adviser_desk.ui.lock_note import LockNote
from adviser_desk.ui.page import OF_CASE
from adviser_desk.ui.setup_wizard import SetupWizard
from adviser_desk.ui.state import State
from adviser_desk.ui.unlock_window import UnlockWindow
from adviser_desk.ui.window import desk_window


@pytest.fixture(autouse=True)
def _english() -> None:
    i18n.set_language("en")


@pytest.fixture(scope="module")
def dutch() -> set[str]:
    """Every message that reads differently in English, as it would be on the screen."""
    where = paths.resource("locale") / "en" / "LC_MESSAGES" / "adviser_desk.mo"
    with where.open("rb") as file:
        words = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    english = {said for said in words.values() if isinstance(said, str)}
    pairs = {(key[0] if isinstance(key, tuple) else key): said for key, said in words.items()}
    return {key for key, said in pairs.items() if key and key != said and key not in english}


def words_of(window: QWidget) -> set[str]:
    """What the window and everything in it shows, tells and hints."""
    found = {window.windowTitle()}
    for part in [window, *window.findChildren(QWidget)]:
        found |= {part.accessibleName(), part.accessibleDescription(), part.toolTip()}
        if isinstance(part, QLabel | QAbstractButton):
            found.add(part.text())
        if isinstance(part, QLineEdit | QPlainTextEdit):
            found.add(part.placeholderText())
        if isinstance(part, QComboBox):
            found |= {part.itemText(place) for place in range(part.count())}
    found |= {action.text() for action in window.findChildren(QAction)}
    return found - {""}


PAGES = [
    *("today", "cases", "case", "consent", "access", "breaking", "signals"),
    *("export", "settings", "help", "keys", "about"),
]


@pytest.mark.parametrize("page", PAGES)
def test_no_page_has_a_dutch_word(page: str, state: State, dutch: set[str], qtbot: QtBot):
    window = desk_window(state, Preferences(language="en"), lock=lambda: None, prefer=lambda _new: None)
    qtbot.addWidget(window)
    window.closeEvent = lambda event: event.accept()  # type: ignore[method-assign]
    window.show()
    answered: list[object] = []
    window.restore(LastView(page=page, about="1" if page in OF_CASE else ""))
    state.capture.emit(None, True)
    state.run(lambda _vault: None, then=answered.append)
    qtbot.waitUntil(lambda: bool(answered))
    found = words_of(window)
    assert len(found) > 50
    assert "New case and contact" in found
    assert found & dutch == set()


def test_the_locked_window_and_the_first_run_have_no_dutch_word(state: State, dutch: set[str], qtbot: QtBot, tmp_path):
    locked = UnlockWindow(state.folder, LockNote(at="14:20", draft=True), policy.DEFAULT)
    wizard = SetupWizard(tmp_path / "new", policy.DEFAULT)
    for window in (locked, wizard):
        qtbot.addWidget(window)
        found = words_of(window)
        assert len(found) > 10
        assert found & dutch == set()
    wizard.closeEvent = lambda event: event.accept()  # type: ignore[method-assign]
