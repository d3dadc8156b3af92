"""Answers of other threads: in order, on the main thread, and never to a widget that is gone."""

import threading
from functools import partial

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from adviser_desk.casework import cases
from adviser_desk.casework.desk import Desk
from adviser_desk.errors import KnownError, PseudonymTaken
from adviser_desk.ui.state import State

from .conftest import NOW


class Asker(QLabel):
    """Asks, and shows what comes."""

    def __init__(self) -> None:
        super().__init__("")
        self.threads: list[threading.Thread] = []

    def show_answer(self, answer: object) -> None:
        self.threads.append(threading.current_thread())
        self.setText(f"{self.text()}{answer}")

    def show_with(self, before: str, answer: object) -> None:
        self.show_answer(f"{before}{answer}")

    def ask(self, state: State, before: str) -> None:
        state.run(lambda _vault: 1, then=lambda answer: self.show_answer(f"{before}{answer}"))


def _raise(error: KnownError) -> None:
    raise error


def test_answers_come_in_order_on_the_main_thread(state: State, qtbot: QtBot) -> None:
    asker = Asker()
    qtbot.addWidget(asker)
    for number in range(5):
        state.run(lambda _vault, number=number: number, then=asker.show_answer)
    qtbot.waitUntil(lambda: asker.text() == "01234")
    assert set(asker.threads) == {threading.main_thread()}


def test_an_answer_for_a_widget_that_is_gone_falls_away(state: State, desk: Desk, qtbot: QtBot) -> None:
    gone, there, troubles = Asker(), Asker(), []
    qtbot.addWidget(there)
    state.trouble.connect(troubles.append)
    asked = threading.Event()
    state.run(lambda _vault: asked.wait(20), then=gone.show_answer)
    state.run(lambda _vault: 1, then=partial(gone.show_with, "a"))
    gone.ask(state, "b")
    state.run(lambda _vault: _raise(PseudonymTaken()), failed=gone.show_answer)
    state.think(lambda: asked.wait(20), gone.show_answer)
    state.run(lambda _vault: 2, then=there.show_answer)
    delete(gone)
    with qtbot.captureExceptions() as raised:
        asked.set()
        qtbot.waitUntil(lambda: there.text() == "2")
        state.think(lambda: 3, there.show_answer)
        qtbot.waitUntil(lambda: there.text() == "23")
    assert raised == []
    assert troubles == []
    # Others hear of the change all the same.
    heard: list[object] = []
    state.changed.connect(heard.append)
    late = Asker()
    state.run(cases.open_case, "Ladder-12", opened_on=NOW.date(), then=late.show_answer)
    delete(late)
    qtbot.waitUntil(lambda: len(heard) == 1)


def test_a_known_error_without_a_taker_is_told_in_the_window(state: State, qtbot: QtBot) -> None:
    with qtbot.waitSignal(state.trouble) as told:
        state.run(lambda _vault: _raise(PseudonymTaken()))
    assert told.args == [PseudonymTaken().sentence()]
