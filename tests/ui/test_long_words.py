"""Check 51: words of sixty letters in every place, at 200 % and in the smallest window: nothing is cut or overlaps.

A label wraps, in the middle of a word where it must. What ends with … says all in its tooltip or its accessible text.
"""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import combinations

import pytest
from PySide6.QtCore import QModelIndex, QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from adviser_desk.casework import cases, contacts, follow_ups
from adviser_desk.casework.word_lists import pseudonym_words
from adviser_desk.models.case import Traits
from adviser_desk.models.contact import Draft
from adviser_desk.models.unit import Unit, UnitTree
from adviser_desk.ui.main_window import MainWindow
from adviser_desk.ui.state import State
from adviser_desk.ui.theme import TEXT_SIZES, theme
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.text import Text
from adviser_desk.vault import units
from adviser_desk.vault.connection import Vault
from tests.ui.conftest import settle

LONG = "Arbeidsongeschiktheidsverzekeringsmaatschappij"
UNIT = "Vertrouwenspersonenoverlegondersteuningscoördinatieafdelingen"
AID = "vertrouwenspersonenoverlegondersteuningsk"[:40]
WHEN = datetime(2026, 10, 2, 16, 10)
PAGES = (
    "today", "cases", "case", "consent", "access", "breaking", "signals", "export", "retention", "backup", "settings",
    "help", "keys", "about",
)  # fmt: skip
SIZES = [(1280, 800, 100), (1280, 800, 200), (720, 480, 100), (720, 480, 200)]


def lengthen(vault: Vault) -> int:
    """A case in which everything that somebody types is one long word."""
    units.put(vault, UnitTree(version="long.1", units=(Unit(code="u1", label=UNIT),)))
    widest = QFontMetrics(theme.font("title")).horizontalAdvance
    case_id, _changes = cases.open_case(vault, f"{max(pseudonym_words(), key=widest)}-64", opened_on=WHEN.date())
    cases.change_memory_aid(vault, case_id, AID)
    draft = Draft(place="capture:1", case_id=case_id, started_at=WHEN, text=f"{LONG} {LONG.lower() * 3}")
    contacts.log_contact(vault, draft, at=WHEN, minutes=50)
    cases.change_traits(
        vault,
        case_id,
        Traits(matter="undesirable_behaviour", behaviour=("intimidation", "discrimination"), unit="u1"),
    )
    new = follow_ups.NewFollowUp(due_on=date(2026, 10, 6), channel="phone", text=LONG * 2)
    follow_ups.add_follow_up(vault, case_id, new)
    return case_id


@pytest.fixture
def case_id(state: State, window: MainWindow) -> int:
    return state.desk.now(lengthen)


@pytest.mark.parametrize(("width", "height", "percent"), SIZES)
def test_on_no_page_is_a_long_word_cut_or_in_the_way(
    state: State, window: MainWindow, case_id: int, qtbot: QtBot, width: int, height: int, percent: int
) -> None:
    theme.apply("light", percent)
    window.resize(width, height)
    troubles: dict[str, list[str]] = {}
    for page in [name for name in PAGES if name in window.pages]:
        state.went.emit(page, case_id if page in ("case", "consent", "access", "breaking") else None)
        settle(state, 2)
        QApplication.processEvents()
        if found := list(trouble_on(window.pages[page])):
            troubles[page] = found
    state.capture.emit(case_id, False)
    settle(state, 2)
    QApplication.processEvents()
    if found := list(trouble_on(window.panel)):
        troubles["panel"] = found
    assert troubles == {}


def test_a_word_that_is_longer_than_the_line_goes_on_on_the_next(qtbot: QtBot) -> None:
    theme.apply("light", 200)
    label = Text(LONG * 3)
    qtbot.addWidget(label)
    lines = []
    for width in (2_000, 600, 300):
        label.resize(width, label.heightForWidth(width))
        lines.append(label.height() // label.fontMetrics().lineSpacing())
    assert lines[0] < lines[1] < lines[2]
    label.show()
    ground = label.palette().color(label.backgroundRole())
    image = label.grab().toImage()
    low = QRect(0, image.height() - label.fontMetrics().lineSpacing(), image.width(), label.fontMetrics().lineSpacing())
    assert any(image.pixelColor(x, y) != ground for x in range(low.width()) for y in range(low.top(), low.bottom()))


def test_a_word_that_is_broken_has_a_hyphen(qtbot: QtBot) -> None:
    label = Text("van Arbeidsongeschiktheidsverzekeringen, ook")
    qtbot.addWidget(label)
    width = label.fontMetrics().horizontalAdvance("geschiktheidsver-") + 1
    assert lines_of(label, width) == ["van Arbeidson-", "geschiktheidsver-", "zekeringen, ook"]
    assert label.text() == "van Arbeidsongeschiktheidsverzekeringen, ook"


def test_a_name_of_a_file_gets_no_hyphen_that_is_not_its_own(qtbot: QtBot) -> None:
    label = Text("vertrouwenspersonenoverleg2026nummereen.json")
    qtbot.addWidget(label)
    assert "\u00ad" not in label._broken(100).text()


def lines_of(label: Text, width: int) -> list[str]:
    """What stands on each line."""
    broken = label._broken(width)
    lines = [broken.lineAt(number) for number in range(broken.lineCount())]
    assert all(line.naturalTextWidth() <= width for line in lines)
    found = [broken.text()[line.textStart() : line.textStart() + line.textLength()] for line in lines]
    hyphens = ["-" if text.endswith("\u00ad") else "" for text in found]
    return [text.replace("\u00ad", "").strip() + hyphen for text, hyphen in zip(found, hyphens, strict=True)]


def test_a_button_without_room_ends_with_dots_and_says_all_in_a_tooltip(qtbot: QtBot) -> None:
    button = Button(UNIT, menu=True)
    qtbot.addWidget(button)
    button.resize(theme.em(12), button.sizeHint().height())
    button.show()
    button.grab()
    assert button._cut
    assert button.accessibleName() == UNIT
    button.resize(button.sizeHint())
    button.grab()
    assert not button._cut


@pytest.mark.parametrize("percent", TEXT_SIZES)
def test_a_button_as_wide_as_it_asks_for_shows_all_its_words(qtbot: QtBot, percent: int) -> None:
    theme.apply("light", percent)
    for kind in ("link", "plain", "primary", "chip", "tab", "segment"):
        for words in ("Wachtzin vergeten?", "Terug naar Kompas-47", "Intrekken", "Vandaag 14:20", "i"):
            button = Button(words, kind=kind, icon="clock")
            qtbot.addWidget(button)
            button.resize(button.sizeHint())
            button.show()
            button.grab()
            assert not button._cut, (kind, words)


def trouble_on(page: QWidget) -> Iterator[str]:
    """What is cut without saying so, what lies over something else, and what is outside the window."""
    for widget in [page, *page.findChildren(QWidget)]:
        if not widget.isVisible():
            continue
        if isinstance(widget, QLabel) and not isinstance(widget, QAbstractItemView):
            yield from _label(widget)
        elif isinstance(widget, QScrollArea) and (inside := widget.widget()) is not None:
            if inside.width() > widget.viewport().width():
                yield f"{widget.objectName()} is {inside.width()} wide in {widget.viewport().width()}"
        elif isinstance(widget, QAbstractItemView) and (model := widget.model()) is not None:
            for row in range(model.rowCount()):
                index = model.index(row, 0)
                if LONG in _words(index, Qt.ItemDataRole.DisplayRole) and LONG not in _all_words(index):
                    yield f"row {row} of {widget.accessibleName()} does not say all"
        right = widget.mapTo(page, widget.rect().topRight()).x()
        if right >= page.width() and not _scrolls(widget, page):
            yield f"{_name(widget)} goes on to {right} of {page.width()}"
        yield from _overlaps(widget)


def _label(label: QLabel) -> Iterator[str]:
    room, metrics = label.contentsRect(), label.fontMetrics()
    if label.wordWrap():
        needed = label.heightForWidth(label.width())
        if needed > label.height() + 2:
            yield f"{label.text()[:30]} needs {needed} px of height and has {label.height()}"
    elif metrics.horizontalAdvance(label.text()) > room.width() + 2:
        yield f"{label.text()[:30]} needs {metrics.horizontalAdvance(label.text())} px and has {room.width()}"


def _overlaps(widget: QWidget) -> Iterator[str]:
    if (layout := widget.layout()) is None:
        return
    inside = [item.widget() for item in map(layout.itemAt, range(layout.count())) if item is not None]
    shown = [one for one in inside if one is not None and one.isVisible()]
    for one, other in combinations(shown, 2):
        common = one.geometry() & other.geometry()
        # Those of a stack lie on each other, and only one of them is visible.
        if common.width() > 1 and common.height() > 1:
            yield f"{_name(one)} lies over {_name(other)}"


def _scrolls(widget: QWidget, page: QWidget) -> bool:
    around = widget.parentWidget()
    while around is not None and around is not page:
        if isinstance(around, QAbstractItemView):
            return True
        around = around.parentWidget()
    return False


def _words(index: QModelIndex, role: Qt.ItemDataRole) -> str:
    return str(index.data(role) or "")


def _all_words(index: QModelIndex) -> str:
    return _words(index, Qt.ItemDataRole.AccessibleTextRole) + _words(index, Qt.ItemDataRole.ToolTipRole)


def _name(widget: QWidget) -> str:
    words = widget.text()[:30] if isinstance(widget, QLabel | Button) else widget.accessibleName()[:30]
    return f"{type(widget).__name__} {widget.objectName()} “{words}”"
