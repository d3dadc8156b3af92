"""The window follows the system: contrast themes, one after the other, while it runs; a dark system; less motion."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from adviser_desk.ui.countdown import Countdown, _Ring
from adviser_desk.ui.main_window import MainWindow
from adviser_desk.ui.state import State
from adviser_desk.ui.theme import theme
from adviser_desk.ui.widgets.progress import Progress
from tests.ui.conftest import settle

BLACK = ("#000000", "#FFFFFF", "#1AEBFF", "#000001", "#FFFF00", "#3FF23F")
WHITE = ("#FFFAEF", "#3D3D3D", "#903909", "#FFF5E3", "#1C5E75", "#676767")
_FILLS = 1_000
"""Pixels of one colour that are more than edges of letters."""
PAGES = ("today", "cases", "case", "consent", "signals", "export", "retention", "backup", "settings", "keys")


@pytest.fixture(autouse=True)
def _as_it_is() -> Iterator[None]:
    yield
    theme.system.pretend()


def of_system(window: str, words: str, chosen: str, on_chosen: str, link: str, disabled: str) -> QPalette:
    palette, role = QPalette(), QPalette.ColorRole
    for roles, colour in (
        ((role.Window, role.Base, role.Button, role.AlternateBase, role.ToolTipText), window),
        ((role.WindowText, role.Text, role.ButtonText, role.ToolTipBase, role.PlaceholderText), words),
        ((role.Highlight,), chosen),
        ((role.HighlightedText,), on_chosen),
        ((role.Link,), link),
    ):
        for one in roles:
            palette.setColor(one, QColor(colour))
    for one in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, one, QColor(disabled))
    return palette


def strangers(image: QImage, known: tuple[str, ...]) -> dict[str, int]:
    """Colours that fill something and are not of the system. Edges of letters are mixes of two, and few of each."""
    pixels = np.frombuffer(image.convertToFormat(QImage.Format.Format_RGB32).constBits(), np.uint32)
    colours, times = np.unique(pixels, return_counts=True)
    found = {QColor(int(colour)).name(): int(number) for colour, number in zip(colours, times, strict=True)}
    mine = {QColor(name).name() for name in known}
    return {colour: number for colour, number in found.items() if number > _FILLS and colour not in mine}


@pytest.mark.parametrize("colours", [BLACK, WHITE])
def test_every_page_has_only_colours_of_the_contrast_theme(
    state: State, window: MainWindow, colours: tuple[str, ...]
) -> None:
    theme.system.pretend(contrast=of_system(*colours))
    case_id = state.desk.now(lambda _vault: 1)
    for page in PAGES:
        state.went.emit(page, case_id if page in ("case", "consent") else None)
        settle(state)
        window.ring.hide()
        assert strangers(window.grab().toImage(), colours) == {}, page


def test_it_goes_on_over_to_another_and_off_while_the_window_is_there(state: State, window: MainWindow) -> None:
    state.went.emit("case", 1)
    settle(state)
    theme.apply("light", 100)
    before = window.grab().toImage()
    for colours in (BLACK, WHITE):
        theme.system.pretend(contrast=of_system(*colours))
        assert theme.contrast
        assert theme.dark is (colours is BLACK)
        assert theme.colour("text") == QColor(colours[1])
        assert strangers(window.grab().toImage(), colours) == {}
    theme.system.pretend()
    assert not theme.contrast
    assert theme.colour("text") == QColor("#1E1E1B")
    assert window.grab().toImage() == before


def test_a_chosen_row_has_the_two_colours_of_what_is_chosen(state: State, window: MainWindow) -> None:
    state.went.emit("cases", None)
    settle(state)
    theme.system.pretend(contrast=of_system(*BLACK))
    table = window.pages["cases"].table  # type: ignore[attr-defined]
    row = table.visualRect(table.currentIndex())
    image = table.viewport().grab(row.adjusted(4, 4, -4, -4)).toImage()
    assert strangers(image, (BLACK[2],)) == {}
    assert any(image.pixelColor(x, y) == QColor(BLACK[3]) for x in range(image.width()) for y in range(image.height()))


@pytest.mark.parametrize("colours", [BLACK, WHITE])
def test_the_ring_is_seen_around_a_button_and_in_a_chosen_row(
    state: State, window: MainWindow, qtbot: QtBot, colours: tuple[str, ...]
) -> None:
    theme.system.pretend(contrast=of_system(*colours))
    state.went.emit("cases", None)
    settle(state)
    for widget, ink in (
        (window.pages["cases"].table, colours[3]),  # type: ignore[attr-defined]
        (window.navigation.first_button(), colours[2]),
    ):
        widget.setFocus()
        qtbot.waitUntil(lambda widget=widget: widget.hasFocus() and not window.ring._look.isActive())  # type: ignore[misc]
        ring = window.ring._rect
        image = window.grab().toImage()
        # Two lines of pixels at the left, at half height.
        seen = {image.pixelColor(ring.left() - away, ring.center().y()).name() for away in (2, 3)}
        assert seen == {QColor(ink).name()}


def test_other_colours_of_the_same_wish_are_taken_over_from_the_application(window: MainWindow) -> None:
    theme.system.pretend(contrast=of_system(*BLACK))
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.system._contrast = of_system(*WHITE)
    app.setPalette(of_system(*WHITE))
    assert theme.colour("window") == QColor(WHITE[0])


def test_the_chosen_look_waits_until_the_contrast_theme_is_off(window: MainWindow) -> None:
    theme.system.pretend(contrast=of_system(*WHITE))
    theme.apply("dark", 100)
    assert theme.colour("window") == QColor(WHITE[0])
    theme.system.pretend()
    assert theme.colour("window") == QColor("#1B1C1E")


def test_where_nothing_may_move_the_countdown_is_digits_only(state: State, window: MainWindow, qtbot: QtBot) -> None:
    window.count_down(24)
    ring = window.findChild(Countdown).findChild(_Ring)
    assert isinstance(ring, QWidget)
    moving = colours_of(ring)
    theme.system.pretend(still=True)
    assert theme.colour("accent").rgb() in moving
    assert theme.colour("line").rgb() in moving
    assert not {theme.colour("accent").rgb(), theme.colour("line").rgb()} & colours_of(ring)
    assert theme.colour("text").rgb() in colours_of(ring)
    window.count_down(None)


def test_where_nothing_may_move_a_bar_without_an_end_stands_still(qtbot: QtBot) -> None:
    bar = Progress("Bezig")
    bar.resize(200, 6)
    qtbot.addWidget(bar)
    bar.show()
    theme.system.pretend(still=True)
    first = bar.grab().toImage()
    qtbot.wait(300)
    assert bar.grab().toImage() == first
    middle, end = first.pixelColor(100, 3), first.pixelColor(20, 3)
    assert (middle, end) == (theme.colour("accent"), theme.colour("line"))
    theme.system.pretend(still=False)
    qtbot.waitUntil(lambda: bar.grab().toImage() != first)


def test_how_far_it_is_shows_where_nothing_may_move_too(qtbot: QtBot) -> None:
    theme.system.pretend(still=True)
    bar = Progress("Bezig")
    bar.resize(200, 6)
    qtbot.addWidget(bar)
    bar.setRange(0, 10)
    bar.setValue(5)
    bar.show()
    image = bar.grab().toImage()
    assert image.pixelColor(50, 3) == theme.colour("accent")
    assert image.pixelColor(150, 3) == theme.colour("line")


def colours_of(widget: QWidget) -> set[int]:
    image = widget.grab().toImage()
    return {image.pixel(x, y) for x in range(image.width()) for y in range(image.height())}
