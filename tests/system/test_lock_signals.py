"""The desk locks when the system tells that nobody is looking, whatever is open, and before the laptop sleeps."""

import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from adviser_desk.casework import access, contacts
from tests.system.conftest import Start
from tests.system.xvfb import LOCKED, PASSPHRASE, Program, wait_until

if not sys.platform.startswith("linux"):
    pytest.skip("D-Bus is of Linux", allow_module_level=True)

from tests.system.buses import OTHERS, Bus, LoginService

SAVERS = {"org.freedesktop.ScreenSaver": "/ScreenSaver", "org.gnome.ScreenSaver": "/org/gnome/ScreenSaver"}
CLOSED_WITHIN, BACK_WITHIN = 0.05, 2.0
"""Seconds from the signal to the closed vault, and to the unlock window.

On a machine of today the window is back within one second: `security-proofs.md` has the figures. The other second is
for slow ones, where the same work takes longer.
"""
ROUNDS = 3


@pytest.fixture
def login(tmp_path: Path) -> Iterator[LoginService]:
    service = LoginService(tmp_path)
    yield service
    service.close()


@pytest.fixture
def desktop(tmp_path: Path) -> Iterator[Bus]:
    bus = Bus(tmp_path, "session-bus", list(SAVERS))
    yield bus
    bus.close()


@pytest.fixture
def buses(login: LoginService, desktop: Bus) -> Mapping[str, str]:
    """The environment that leads a program to both."""
    return {"DBUS_SYSTEM_BUS_ADDRESS": login.bus.address, "DBUS_SESSION_BUS_ADDRESS": desktop.address}


def test_every_signal_locks_and_no_letter_is_lost(
    start: Start, closed_vault: Path, login: LoginService, desktop: Bus, buses: Mapping[str, str]
) -> None:
    program = start(closed_vault, environment=buses)
    signals: list[Callable[[], float]] = [login.sleep, login.lock, login.switch, login.hint, login.lid]
    signals += [lambda saver=saver: _save_screen(desktop, saver, True) for saver in SAVERS]
    _unlock(program, login)
    program.keys("ctrl+shift+n")
    for number, signal in enumerate(signals):
        program.type(str(number))
        signal()
        program.locked()
        wait_until(lambda times=number + 1: len(login.released) == times)
        _unlock(program, login)
    program.quit()
    assert program.log.read_text() == ""
    assert _typed(closed_vault) == "0123456"
    assert len(login.delays) == len(signals) + 1
    assert {(delay[0], delay[1], delay[3]) for delay in login.delays} == {("sleep", "Adviser Desk", "delay")}


def test_what_is_not_about_this_screen_or_is_over_does_not_lock(
    start: Start, closed_vault: Path, login: LoginService, desktop: Bus, buses: Mapping[str, str]
) -> None:
    program = start(closed_vault, environment=buses)
    _unlock(program, login)
    program.keys("ctrl+shift+n")
    login.lock(OTHERS)
    login.switch(OTHERS)
    login.switch(active=True)
    login.sleep(False)
    login.lid(closed=False)
    for saver in SAVERS:
        _save_screen(desktop, saver, False)
    # Signals of one bus come in order: this one ends the wait for those before it.
    program.type("Nog steeds open")
    assert program.screen.active_title() == "Adviser Desk"
    assert login.released == []
    login.lock()
    program.locked()
    assert _typed(closed_vault) == "Nog steeds open"


OPEN: dict[str, tuple[str, ...]] = {
    "the menu": ("alt+b",),
    "the capture panel with a list": ("ctrl+n", "Down"),
    "a filter that dropped down": ("ctrl+2", "Tab", "Tab", "space"),
    "the export": ("ctrl+4", "ctrl+Return"),
    "the keys": ("F1",),
    "the palette": ("ctrl+k", "Down"),
    "the privacy screen": ("ctrl+period",),
    "the numbers": ("ctrl+3",),
}


@pytest.mark.parametrize("keys", OPEN.values(), ids=OPEN)
def test_it_locks_over_what_is_open(
    start: Start, closed_vault: Path, login: LoginService, buses: Mapping[str, str], keys: tuple[str, ...]
) -> None:
    program = start(closed_vault, environment=buses)
    _unlock(program, login)
    program.keys(*keys)
    login.lock()
    program.locked()
    assert [title for title in program.screen.titles() if title in LOCKED]
    assert "Adviser Desk" not in program.screen.titles()


def test_the_draft_is_on_the_disk_and_the_window_back_in_time(
    start: Start, closed_vault: Path, login: LoginService, buses: Mapping[str, str]
) -> None:
    program = start(closed_vault, environment=buses)
    figures: list[tuple[float, ...]] = []
    _unlock(program, login)
    program.keys("ctrl+shift+n")
    for number in range(ROUNDS):
        program.type(f"Woorden van ronde {number}. ")
        before = _held_up(program.pid)
        begin = login.sleep()
        wait_until(lambda: program.screen.active_title() in LOCKED)
        back, other = time.time() - begin, _held_up(program.pid) - before
        wait_until(lambda times=number + 1: len(login.released) == times)
        # Closing the vault comes after the draft and writes this file; then the process is replaced, and sleep goes on.
        closed = (closed_vault / "vault.db").stat().st_mtime - begin
        figures.append((closed, login.released[-1] - begin, back, other))
        assert 0 < closed < login.released[-1] - begin
        _unlock(program, login)
    program.quit()
    assert _typed(closed_vault) == "".join(f"Woorden van ronde {number}. " for number in range(ROUNDS))
    closed, gone, back, other = (sorted(column)[ROUNDS // 2] for column in zip(*figures, strict=True))
    if shown := os.environ.get("ADVISER_DESK_FIGURES"):
        line = f"closed {closed:.3f} gone {gone:.3f} back {back:.2f} of it held up by others {other:.2f}\n"
        Path(shown).write_text(line, encoding="utf-8")
    assert min(one[0] for one in figures) < CLOSED_WITHIN
    # Other tests run beside this one: what they took of the processor is no time of the program.
    assert min(back - other for _closed, _gone, back, other in figures) < BACK_WITHIN


def test_without_any_bus_the_window_works(start: Start, closed_vault: Path, tmp_path: Path) -> None:
    nowhere = f"unix:path={tmp_path / 'no-bus'}"
    program = start(closed_vault, environment={"DBUS_SYSTEM_BUS_ADDRESS": nowhere, "DBUS_SESSION_BUS_ADDRESS": nowhere})
    program.unlock()
    program.lock()
    program.unlock()
    program.quit()
    assert program.log.read_text() == ""


def _unlock(program: Program, login: LoginService) -> None:
    """Until the sleep is held up: from then on the program listens."""
    before = len(login.delays)
    program.unlock()
    wait_until(lambda: len(login.delays) > before)
    program.quiet()


def _save_screen(desktop: Bus, saver: str, active: bool) -> float:
    return desktop.say(SAVERS[saver], saver, "ActiveChanged", "b", (active,))


def _held_up(pid: int) -> float:
    """Seconds that the main thread was ready to run and other processes had the processor."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[1]) / 1e9


def _typed(folder: Path) -> str:
    vault = access.open_desk(folder, PASSPHRASE)
    try:
        (draft,) = contacts.drafts(vault)
        return draft.text
    finally:
        vault.close()
