"""A desk with a small filled vault and the window on it, without a screen."""

import os
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from threading import Event

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from adviser_desk import policy
from adviser_desk.casework import cases, consents, contacts, follow_ups
from adviser_desk.casework.desk import Desk
from adviser_desk.casework.preferences import Preferences
from adviser_desk.models.case import Traits
from adviser_desk.models.consent import ConsentManner, ConsentScope, ConsentState
from adviser_desk.models.contact import Draft
from adviser_desk.ui.main_window import MainWindow
from adviser_desk.ui.state import State
from adviser_desk.ui.theme import theme
from adviser_desk.ui.widgets.text import install_headings
from adviser_desk.ui.window import desk_window
from adviser_desk.vault.connection import Vault, create_vault

NOW = datetime(2026, 10, 6, 14, 20)


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """The program's own name only."""
    return ["adviser-desk"]


@pytest.fixture(autouse=True)
def _look(qapp: QApplication) -> None:
    qapp.setStyle("Fusion")
    install_headings()
    theme.apply("light", 100)


@pytest.fixture
def desk(vault_folder: Path, key: bytearray) -> Iterator[Desk]:
    """An open desk with three cases: Kompas-47 (three contacts), Paraplu-63 and Zaklamp-29."""
    opened = Desk(lambda: create_vault(vault_folder, key, vault_id="0f" * 16))
    opened.now(fill)
    yield opened
    # Answers on their way arrive while their widgets are there; and the widgets go before the desk does.
    for _round in range(5):
        opened.now(lambda _vault: None)
        QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    opened.close()


@pytest.fixture
def state(desk: Desk, vault_folder: Path, qapp: QApplication) -> State:
    """The desk as pages see it, on 6 October 2026 at 14:20."""
    return State(desk, vault_folder, policy.DEFAULT, practice=False, now=lambda: NOW)


@pytest.fixture
def slow_disk(monkeypatch: pytest.MonkeyPatch, desk: Desk) -> Iterator[Event]:
    """The desk waits until this is set, longer than the window does."""
    monkeypatch.setattr("adviser_desk.ui.state._PATIENCE", 0.05)
    goes_on = Event()
    yield goes_on
    goes_on.set()


@pytest.fixture
def window(state: State, qtbot: QtBot) -> MainWindow:
    """The main window, shown, on the list of cases."""
    return shown_window(state, qtbot)


def shown_window(state: State, qtbot: QtBot) -> MainWindow:
    """A main window on a desk, at the page where the adviser was; like one that was just unlocked."""
    made = desk_window(state, Preferences(), lock=lambda: None, prefer=lambda _preferences: None)
    qtbot.addWidget(made)
    made.closeEvent = lambda event: event.accept()  # type: ignore[method-assign]
    made.show()
    made.activateWindow()
    made.restore(state.desk.now(_first_view))
    # Before it is active, a window takes no shortcuts.
    qtbot.waitUntil(made.isActiveWindow)
    return made


def settle(state: State, rounds: int = 4) -> None:
    """Until every answer that was on its way is there, and those to what it made the pages ask."""
    for _round in range(rounds):
        loop = QEventLoop()
        state.run(lambda _vault: None, then=lambda _nothing, loop=loop: loop.quit())
        QTimer.singleShot(20_000, loop.quit)
        loop.exec()


def focus(window: QWidget) -> QWidget:
    """The widget that has the focus in the window."""
    found = window.focusWidget()
    assert found is not None
    return found


def _first_view(vault: Vault) -> object:
    from adviser_desk.casework.last_view import last_view

    return last_view(vault)


def fill(vault: Vault) -> None:
    """Fictional cases."""
    kompas = _case(vault, "Kompas-47", date(2026, 8, 14))
    notes = [
        (datetime(2026, 8, 14, 11, 30), "video", 40, "Eerste gesprek. Uitleg gegeven over mijn rol."),
        (datetime(2026, 9, 18, 9, 5), "phone", 15, "Slaapt slecht en twijfelt over melden. Nog geen stap gezet."),
        (datetime(2026, 10, 2, 16, 10), "in_person", 50, "Gesproken over het teamoverleg en de roosterwijziging."),
    ]
    for at, channel, minutes, text in notes:
        draft = Draft(place="capture:1", case_id=kompas, channel=channel, started_at=at, text=text)
        contacts.log_contact(vault, draft, at=at, minutes=minutes)
    cases.change_traits(
        vault,
        kompas,
        Traits(
            matter="undesirable_behaviour", behaviour=("intimidation",), client_role="target", other_party="manager"
        ),
    )
    for scope in (ConsentScope.KEEP_NOTES, ConsentScope.COUNT):
        consents.record_consent(
            vault, kompas, scope, ConsentState.GIVEN, manner=ConsentManner.SPOKEN, on=date(2026, 8, 14)
        )
    follow_ups.add_follow_up(
        vault, kompas, contacts.NewFollowUp(due_on=date(2026, 10, 5), text="Terugbellen over gesprek")
    )
    _case(vault, "Paraplu-63", date(2026, 9, 30))
    _case(vault, "Zaklamp-29", date(2026, 7, 2))


def _case(vault: Vault, pseudonym: str, opened_on: date) -> int:
    return cases.open_case(vault, pseudonym, opened_on=opened_on)[0]
