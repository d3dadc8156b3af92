"""What assistive technology gets: a name for each stop, no case text under the cover."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractScrollArea, QMenu, QWidget
from pytestqt.qtbot import QtBot

from adviser_desk import policy
from adviser_desk.errors import DiskFull
from adviser_desk.ui.lock_note import LockNote
from adviser_desk.ui.main_window import MainWindow
from adviser_desk.ui.setup_wizard import SetupWizard
from adviser_desk.ui.unlock_window import UnlockWindow


@pytest.mark.parametrize("way", [0, 1, 2])
def test_unlocking_has_names(way: int, tmp_path: Path, qtbot: QtBot) -> None:
    window = UnlockWindow(tmp_path, LockNote("15:04", draft=True), policy.DEFAULT)
    _show(window, qtbot)
    window._go(way)
    _assert_named(window)


@pytest.mark.parametrize("step", [0, 1, 2])
def test_first_run_has_names(step: int, tmp_path: Path, qtbot: QtBot) -> None:
    wizard = SetupWizard(tmp_path, policy.DEFAULT)
    _show(wizard, qtbot)
    wizard._go(step)
    _assert_named(wizard)


@pytest.mark.parametrize(
    ("page", "about", "words"),
    [
        ("today", None, "Terugbellen"),
        ("cases", None, "Kompas-47"),
        ("case", 1, "Kompas-47"),
        ("consent", 1, "Kompas-47"),
        ("access", 1, "Eerste gesprek"),
        ("breaking", 1, "Kompas-47"),
        ("signals", None, "Nog te weinig casussen"),
        ("export", None, "kwartaal"),
        ("retention", None, "hoeft nu niets weg"),
        ("retention", "request:1", "Typ uw wachtzin"),
        ("retention", "certificates", "Er is nog niets vernietigd"),
        ("settings", "security", "Herstelblad"),
        ("settings", "display", "Tekstgrootte"),
        ("settings", "passphrase", "Wachtzin wijzigen"),
        ("help", "case", "Hulp bij Casus"),
        ("keys", None, "Ctrl+L"),
        ("about", None, "Adviser Desk"),
    ],
)
@pytest.mark.parametrize("new_case", [False, True])
def test_the_window_has_names(
    page: str, about: object, words: str, new_case: bool, window: MainWindow, qtbot: QtBot
) -> None:
    window.state.go(page, about)
    qtbot.waitUntil(lambda: words in " ".join(_names(window)))
    _assert_named(window)
    window.state.capture.emit(None, new_case)
    qtbot.waitUntil(window.panel.isVisible)
    _assert_named(window)


def test_no_case_text_is_left_in_the_tree_under_the_cover(window: MainWindow, qtbot: QtBot) -> None:
    window.state.go("case", 1)
    qtbot.waitUntil(lambda: any("roosterwijziging" in name for name in _names(window)))
    window.cover(DiskFull())
    names = " ".join(_names(window))
    assert "Adviser Desk gaat op slot" in names
    for words in ("roosterwijziging", "Kompas", "Terugbellen"):
        assert words not in names


def _show(window: QWidget, qtbot: QtBot) -> None:
    qtbot.addWidget(window)
    window.closeEvent = lambda event: event.accept()  # type: ignore[method-assign]
    window.show()
    qtbot.waitExposed(window)


def _assert_named(window: QWidget) -> None:
    nameless = [f"{type(w).__name__} {w.objectName()}" for w in _stops(window) if not _interface(w).text(_NAME).strip()]
    assert nameless == []


_NAME = QAccessible.Text.Name


def _stops(window: QWidget) -> Iterator[QWidget]:
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or widget.focusProxy() is not None or isinstance(widget, QMenu):
            continue
        parent = widget.parentWidget()
        inner = isinstance(parent, QAbstractScrollArea) and parent.viewport() is widget
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not inner:
            yield widget


def _interface(widget: QWidget) -> QAccessibleInterface:
    found = QAccessible.queryAccessibleInterface(widget)
    assert found is not None
    return found


def _names(window: QWidget) -> list[str]:
    """The name, value and description of each node that is in view."""
    found: list[str] = []

    def walk(node: QAccessibleInterface) -> None:
        if node.state().invisible:
            return
        texts = (QAccessible.Text.Name, QAccessible.Text.Value, QAccessible.Text.Description)
        found.extend(words for text in texts if (words := node.text(text)))
        for place in range(node.childCount()):
            child = node.child(place)
            if child is not None and child.isValid():
                walk(child)

    walk(_interface(window))
    return found
