"""What has the focus stays in view where its page gets lower (WCAG 2.2, 2.4.11)."""

from PySide6.QtCore import QCoreApplication, QPoint, QRect, QStringListModel
from PySide6.QtWidgets import QListView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from adviser_desk.ui.widgets.boxes import Scroll
from adviser_desk.ui.widgets.button import Button


def _shown(qtbot: QtBot, *inside: QWidget) -> tuple[QWidget, Scroll, QWidget]:
    """A page of 400 high, and a toast below it that is not there yet."""
    window, scroll, toast = QWidget(), Scroll(margins=(0, 0, 0, 0), spacing=0), QWidget()
    toast.setMinimumHeight(100)
    toast.hide()
    for widget in inside:
        scroll.column.addWidget(widget)
    scroll.column.addStretch(1)
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(scroll, 1)
    column.addWidget(toast)
    window.resize(400, 400)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    return window, scroll, toast


def _in_view(scroll: Scroll, widget: QWidget, rect: QRect) -> bool:
    return scroll.viewport().rect().contains(QRect(widget.mapTo(scroll.viewport(), rect.topLeft()), rect.size()))


def test_a_toast_does_not_cover_the_button_that_was_pressed(qtbot: QtBot) -> None:
    buttons = [Button(f"{number}") for number in range(20)]
    _window, scroll, toast = _shown(qtbot, *buttons)
    last = next(one for one in reversed(buttons) if _in_view(scroll, one, one.rect()))
    last.setFocus()
    qtbot.waitUntil(last.hasFocus)
    toast.show()
    qtbot.waitUntil(lambda: scroll.height() < 400)
    qtbot.waitUntil(lambda: _in_view(scroll, last, last.rect()))


def test_nor_the_row_of_a_list(qtbot: QtBot) -> None:
    rows = QListView()
    rows.setModel(QStringListModel([f"{number}" for number in range(40)]))
    rows.setMinimumHeight(2000)
    _window, scroll, toast = _shown(qtbot, rows)
    place = rows.indexAt(QPoint(5, 395 - rows.sizeHintForRow(0)))
    rows.setCurrentIndex(place)
    rows.setFocus()
    qtbot.waitUntil(rows.hasFocus)
    assert _in_view(scroll, rows.viewport(), rows.visualRect(place))
    toast.show()
    qtbot.waitUntil(lambda: scroll.height() < 400)
    qtbot.waitUntil(lambda: _in_view(scroll, rows.viewport(), rows.visualRect(place)))


def test_a_page_whose_focus_was_out_of_view_stays_where_it_was_read(qtbot: QtBot) -> None:
    buttons = [Button(f"{number}") for number in range(40)]
    _window, scroll, toast = _shown(qtbot, *buttons)
    buttons[0].setFocus()
    qtbot.waitUntil(buttons[0].hasFocus)
    scroll.verticalScrollBar().setValue(300)
    toast.show()
    qtbot.waitUntil(lambda: scroll.height() < 400)
    for _round in range(3):
        QCoreApplication.processEvents()
    assert scroll.verticalScrollBar().value() == 300
