"""Words have the room they need: a row of the panel wraps, a step gets a line of its own, a found word its context."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics
from pytestqt.qtbot import QtBot

from adviser_desk.ui.capture_rows import Kind
from adviser_desk.ui.case_table import _fitting
from adviser_desk.ui.main_window import MainWindow
from adviser_desk.ui.state import State
from adviser_desk.ui.theme import TEXT_SIZES, theme
from adviser_desk.ui.to_do_list import Line, ToDoList
from adviser_desk.ui.widgets.boxes import Scroll
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.text import Text

WRAPPED = int(Qt.TextFlag.TextWordWrap)
LINE = Line("80 dagen te laat", late=True, name="Zandloper-64", icon="phone", text="Vragen hoe het gesprek ging")


@pytest.mark.parametrize("percent", TEXT_SIZES)
def test_a_row_of_the_panel_is_as_high_as_its_words(state: State, qtbot: QtBot, percent: int) -> None:
    theme.apply("light", percent)
    row, around = Kind(state), Scroll()
    around.column.addWidget(row)
    around.column.addStretch(1)
    qtbot.addWidget(around)
    around.resize(theme.em(32), theme.em(30))
    around.show()
    row.show_codes(None, ("bullying", "discrimination", "other_behaviour"))
    head = row.head
    qtbot.waitUntil(lambda: head.height() >= head.heightForWidth(head.width()))
    room = QRect(0, 0, head._words_room(head.width()).width(), 10_000)
    needed = QFontMetrics(theme.font("body")).boundingRect(room, WRAPPED, head.text())
    assert needed.height() > QFontMetrics(theme.font("body")).height()
    assert needed.height() <= head._words_room(head.width()).height()


def test_a_step_gets_a_line_of_its_own_where_there_is_little_room(qtbot: QtBot) -> None:
    theme.apply("light", 100)
    steps = ToDoList("Opvolging", tick=True)
    qtbot.addWidget(steps)
    steps.show_lines([LINE])
    steps.show()
    heights = []
    for em in (60, 24):
        steps.resize(theme.em(em), 100)
        qtbot.waitUntil(lambda em=em: steps.width() == theme.em(em))  # type: ignore[misc]
        heights.append(steps.height())
    line = QFontMetrics(theme.font("body")).height()
    assert heights[1] >= heights[0] + line


def test_the_column_of_days_holds_the_longest_delay(qtbot: QtBot) -> None:
    for percent in TEXT_SIZES:
        theme.apply("light", percent)
        steps = ToDoList("Opvolging", tick=True)
        qtbot.addWidget(steps)
        room = theme.letters(steps._delegate._widths[0]) - 8
        assert theme.widest([LINE.when], "label") <= room


def test_before_a_found_word_stand_whole_words() -> None:
    theme.apply("light", 100)
    metrics = QFontMetrics(theme.font("body"))
    pieces = [("Er is een nieuw overzicht van het ", False), ("rooster", True), (" dat morgen ingaat", False)]
    for room in range(60, 500, 7):
        before, marked = _fitting(pieces, metrics, room)[:2]
        assert marked == ("rooster", True)
        words = before[0].removeprefix("…")
        assert pieces[0][0].endswith(words)
        assert not words or before == pieces[0] or pieces[0][0][-len(words) - 1] == " "


def test_in_the_lowest_window_every_button_of_the_rail_is_whole(window: MainWindow, qtbot: QtBot) -> None:
    theme.apply("light", 200)
    window.resize(720, 480)
    rail = window.navigation
    buttons = [button for button in rail.findChildren(Button) if button.isVisible()]
    qtbot.waitUntil(lambda: all(button.icon_only for button in buttons))
    qtbot.waitUntil(lambda: max(button.geometry().bottom() for button in buttons) < rail.height())
    tops = sorted((button.y(), button.y() + button.height()) for button in buttons)
    assert len(buttons) > 8
    assert all(end <= start for (_top, end), (start, _end) in pairwise(tops))
    assert min(button.height() for button in buttons) >= 24


def test_a_label_is_as_high_as_a_new_one_after_other_words_and_another_text_size(qtbot: QtBot) -> None:
    label = Text("kort")
    qtbot.addWidget(label)
    assert label.heightForWidth(120) < 2 * theme.line("body")
    for words, percent in (("Een zin die in een smalle kolom meer regels nodig heeft.", 100), (None, 200)):
        if words is not None:
            label.setText(words)
        theme.apply("light", percent)
        fresh = Text(label.text())
        qtbot.addWidget(fresh)
        assert label.heightForWidth(120) == fresh.heightForWidth(120) > 2 * theme.line("body")
