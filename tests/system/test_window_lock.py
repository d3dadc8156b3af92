"""The real window under the keyboard alone: locking never asks and never loses a letter, nor does a hard end."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from adviser_desk.casework import access, cases, contacts
from tests.system.conftest import Start
from tests.system.xvfb import PASSPHRASE, ROOT, Screen, wait_until

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Xvfb and xdotool are of Linux")

PICTURES = os.environ.get("ADVISER_DESK_PICTURES") == "1"


def test_a_case_with_three_contacts_and_half_a_word(screen: Screen, start: Start, closed_vault: Path) -> None:
    program = start(closed_vault)
    program.locked()
    _picture(screen, "unlock")
    program.unlock()
    program.keys("ctrl+shift+n")
    program.type("Eerste gesprek. Roosters worden zonder overleg gewijzigd.")
    program.keys("ctrl+Return", "ctrl+n")
    program.type("Belde terug. Wil eerst zelf met de teamleider praten.")
    program.keys("ctrl+Return", "ctrl+n")
    program.type("Het gesprek met de teaml")
    _picture(screen, "half-a-word")
    pid = program.pid
    program.lock()
    _picture(screen, "locked")
    program.unlock()
    _picture(screen, "half-a-word-again")
    # No key before these letters: focus and cursor are where they were.
    program.type("eider ging goed.")
    program.keys("ctrl+Return")
    _picture(screen, "case")
    program.keys("ctrl+2")
    _picture(screen, "cases")
    program.keys("ctrl+4")
    _picture(screen, "export")
    program.quit()
    assert program.pid == pid
    assert program.log.read_text() == ""
    assert _notes(closed_vault) == [
        "Het gesprek met de teamleider ging goed.",
        "Belde terug. Wil eerst zelf met de teamleider praten.",
        "Eerste gesprek. Roosters worden zonder overleg gewijzigd.",
    ]


def test_a_hard_end_a_menu_and_a_log_off_lose_nothing(start: Start, closed_vault: Path) -> None:
    program = start(closed_vault)
    program.unlock()
    program.keys("ctrl+shift+n")
    kept = _written(closed_vault)
    program.screen.type("Een woord en nog een ha")
    program.quiet()
    # The draft is written a second after the last key; a hard end may come right after.
    wait_until(lambda: _written(closed_vault) != kept)
    program.quiet()
    program.kill()
    again = start(closed_vault)
    again.unlock()
    again.type("lf,")
    again.keys("alt+b")
    again.lock()
    again.unlock()
    again.type(" en meer")
    again.process.send_signal(signal.SIGTERM)
    assert again.ended() == 0
    assert again.log.read_text() == ""
    assert [draft.text for draft in _drafts(closed_vault)] == ["Een woord en nog een half, en meer"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of 4 MB of its own."""
    folder = tmp_path / "small"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)], check=True)
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small disk needs root")
def test_a_full_disk_makes_locking_wait_and_loses_nothing(
    start: Start, closed_vault: Path, small_disk: Path, screen: Screen, tmp_path: Path
) -> None:
    vault = closed_vault.rename(tmp_path / "moved")
    subprocess.run(["cp", "-r", str(vault), str(small_disk / "vault")], check=True)
    program = start(small_disk / "vault")
    program.unlock()
    program.keys("ctrl+shift+n")
    _fill(small_disk)
    program.type("Dit paste niet op de sch")
    program.screen.keys("ctrl+l")
    program.quiet()
    _picture(screen, "full-disk", keep=False)
    program.keys("ctrl+l", "ctrl+n", "Escape")
    assert screen.active_title() == "Adviser Desk"
    (small_disk / "filling").unlink()
    program.unlock()
    program.type("ijf.")
    program.keys("ctrl+Return")
    program.quit()
    assert program.log.read_text() == ""
    assert _notes(small_disk / "vault") == ["Dit paste niet op de schijf."]


def _fill(disk: Path) -> None:
    with (disk / "filling").open("wb", buffering=0) as filling:
        try:
            while True:
                filling.write(bytes(4096))
        except OSError:
            pass


def _written(folder: Path) -> int:
    return (folder / "vault.db-wal").stat().st_mtime_ns


def _notes(folder: Path) -> list[str]:
    vault = access.open_desk(folder, PASSPHRASE)
    try:
        found = cases.find_cases(vault, today=date.today()).rows
        assert len(found) == 1
        return [contact.note for contact in cases.case_page(vault, found[0].id, today=date.today()).contacts]
    finally:
        vault.close()


def _drafts(folder: Path) -> tuple[contacts.Draft, ...]:
    vault = access.open_desk(folder, PASSPHRASE)
    try:
        return contacts.drafts(vault)
    finally:
        vault.close()


def _picture(screen: Screen, name: str, *, keep: bool = True) -> None:
    if PICTURES and keep:
        screen.picture(ROOT / "docs/pictures/real-window" / f"{name}.png")
    elif os.environ.get("ADVISER_DESK_LOOK"):
        screen.picture(Path(os.environ["ADVISER_DESK_LOOK"]) / f"{name}.png")
