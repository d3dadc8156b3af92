"""The ring stays around what has the focus, whatever moves, and painting it anew costs no more than its place."""

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from adviser_desk.ui.case_list import CaseListPage
from adviser_desk.ui.main_window import MainWindow
from adviser_desk.ui.settings_page import SettingsPage
from adviser_desk.ui.state import State
from adviser_desk.ui.widgets.boxes import Scroll

from .conftest import focus, settle

CTRL = Qt.KeyboardModifier.ControlModifier


class Painted(QObject):
    """What of a widget was painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.rects: list[QRect] = []
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.rects += list(event.region())  # type: ignore[attr-defined]
        return False


def around(widget: QWidget) -> QRect:
    """A widget in the window."""
    return QRect(widget.mapTo(widget.window(), QPoint(0, 0)), widget.size())


def follows(window: MainWindow, qtbot: QtBot) -> None:
    """The ring comes to lie around the focus."""
    ring = window.ring

    def there() -> None:
        assert ring._rect == ring._rect_of(focus(window))
        assert around(focus(window)).contains(ring._rect)

    qtbot.waitUntil(there)


def settings(window: MainWindow, qtbot: QtBot) -> SettingsPage:
    """The page with a long column that scrolls."""
    QTest.keyClick(window, Qt.Key.Key_Comma, CTRL)
    page = window.pages["settings"]
    assert isinstance(page, SettingsPage)
    qtbot.waitUntil(page.isVisible)
    return page


def test_it_goes_with_the_focus_by_tab(window: MainWindow, qtbot: QtBot) -> None:
    settings(window, qtbot)
    for _ in range(4):
        QTest.keyClick(focus(window), Qt.Key.Key_Tab)
        follows(window, qtbot)


@pytest.mark.parametrize("size", [(1400, 900), (900, 700)])
def test_it_goes_along_when_the_window_gets_another_size(
    window: MainWindow, size: tuple[int, int], qtbot: QtBot
) -> None:
    settings(window, qtbot)
    QTest.keyClick(focus(window), Qt.Key.Key_Tab)
    follows(window, qtbot)
    window.resize(*size)
    qtbot.waitUntil(lambda: (window.ring.width(), window.ring.height()) == size)
    follows(window, qtbot)


def test_it_goes_along_when_the_page_scrolls(window: MainWindow, qtbot: QtBot) -> None:
    page = settings(window, qtbot)
    window.resize(1000, 520)
    QTest.keyClick(focus(window), Qt.Key.Key_Tab)
    follows(window, qtbot)
    before = QRect(window.ring._rect)
    bar = max((one.verticalScrollBar() for one in page.findChildren(Scroll)), key=lambda one: one.maximum())
    assert bar.maximum() > 10
    bar.setValue(bar.value() + 10 if bar.value() < 10 else bar.value() - 10)
    qtbot.waitUntil(lambda: window.ring._rect != before)


def test_in_a_list_it_is_around_the_row_by_key_and_when_other_rows_come(window: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(window, Qt.Key.Key_2, CTRL)
    page = window.pages["cases"]
    assert isinstance(page, CaseListPage)
    table = page.table
    qtbot.waitUntil(lambda: table.model().rowCount() > 2)
    table.setFocus()

    def around_the_row() -> bool:
        row = table.visualRect(table.currentIndex())
        middle = table.viewport().mapTo(window, row.center())
        return window.ring._rect.contains(middle) and window.ring._rect.height() <= row.height()

    for _ in range(2):
        QTest.keyClick(table, Qt.Key.Key_Down)
        qtbot.waitUntil(around_the_row)
    first = table.model().index(0, 0)
    table.setCurrentIndex(first)
    qtbot.waitUntil(around_the_row)


def test_moving_it_paints_its_old_and_new_place_and_not_the_whole_window(
    window: MainWindow, state: State, qtbot: QtBot
) -> None:
    settings(window, qtbot)
    settle(state)
    QTest.keyClick(focus(window), Qt.Key.Key_Tab)
    follows(window, qtbot)
    painted = Painted(window.ring)
    QTest.keyClick(focus(window), Qt.Key.Key_Tab)
    follows(window, qtbot)
    qtbot.waitUntil(lambda: bool(painted.rects))
    whole = window.width() * window.height()
    assert sum(rect.width() * rect.height() for rect in painted.rects) < whole / 4


def test_another_widget_that_moves_is_no_concern_of_it(window: MainWindow, qtbot: QtBot) -> None:
    settings(window, qtbot)
    QTest.keyClick(focus(window), Qt.Key.Key_Tab)
    follows(window, qtbot)
    now = focus(window)
    assert now in window.ring._watched
    assert all(one is now or one.isAncestorOf(now) for one in window.ring._watched)
