"""Proves that nothing of the vault is in memory once it is locked: python -m tests.system.memory_proof, as root.

Works a real window by the keyboard, locks it in each way, and looks through the memory of every process of the
program; before each lock the same look has to find the words, else the proof is void. `--program` takes a bundle.
"""

import argparse
import os
import secrets
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from unittest.mock import patch

from adviser_desk import policy
from adviser_desk.casework import cases, contacts, setup
from adviser_desk.models.contact import Draft
from adviser_desk.vault import keys, slots
from tests.system import memory
from tests.system.buses import LoginService
from tests.system.xvfb import LOCKED, PYTHON_PROGRAM, Program, Screen, wait_until

WAYS = ("key", "signal", "idle")
PLACES = ("pseudonym", "listed", "note", "next_step", "search", "memory_aid", "clipboard", "passphrase")


class Proof:
    """One vault with words that no other file or process has, and the program on it."""

    def __init__(self, root: Path, screen: Screen, command: Sequence[str] = PYTHON_PROGRAM) -> None:
        """Everything the program writes is below `root`."""
        self.root, self.screen = root, screen
        self.words = {place: f"kanarie{secrets.token_hex(6)}" for place in PLACES}
        self.words["pseudonym"] = "K" + "".join(secrets.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(9)) + "-47"
        self.vault = root / "vault"
        key = self._fill()
        self.wanted: Mapping[str, memory.Forms] = {
            **{place: memory.forms_of_word(word[1:]) for place, word in self.words.items()},
            "key": memory.forms_of_key(key),
        }
        self.login = LoginService(root)
        self.program = Program(
            screen,
            root / "home",
            self.vault,
            command=command,
            environment={"DBUS_SYSTEM_BUS_ADDRESS": self.login.bus.address},
        )

    def open_and_type(self) -> dict[str, int]:
        """Unlock, type in every place; what is found in memory along the way."""
        program = self.program
        program.locked()
        program.type(self.words["passphrase"])
        typed = self.look()["passphrase"]
        delays = len(self.login.delays)
        program.screen.keys("Return")
        program.unlocked()
        program.keys("ctrl+2", "ctrl+f")
        program.type(self.words["search"])
        program.keys("ctrl+a")
        program.type(self.words["pseudonym"])
        program.keys("Return")
        # From the timeline to the memory aid; letters do nothing on the buttons between.
        for _stop in range(5):
            program.keys("Tab")
            program.type(self.words["memory_aid"])
        program.keys("ctrl+n")
        program.type(self.words["note"])
        program.keys("alt+o")
        program.type(f"{self.words['next_step']} {self.words['clipboard']}")
        program.keys("ctrl+shift+Left", "ctrl+c")
        assert len(self.login.delays) > delays
        return {**self.look(), "passphrase": typed}

    def lock(self, way: str) -> float:
        """Lock in one way; the seconds until the unlock window has the keys."""
        begin = time.time()
        if way == "key":
            self.screen.keys("ctrl+l")
        elif way == "signal":
            begin = self.login.sleep()
        wait_until(lambda: self.screen.active_title() in LOCKED, policy.DEFAULT.lock_after_minutes * 60 + 60)
        seconds = time.time() - begin
        self.program.locked()
        return seconds

    def look(self) -> dict[str, int]:
        """How often each word, and the key, is in the memory of the program."""
        return memory.count_in(memory.processes(self.root / "home"), self.wanted)

    def on_screen(self) -> dict[str, int]:
        """The same for the display server, which is no part of the program."""
        return memory.count_in(self.screen.pids(), self.wanted)

    def close(self) -> None:
        """End the program and the bus."""
        self.program.kill()
        self.login.close()

    def _fill(self) -> bytes:
        with patch.object(slots, "calibrated", lambda: (64 * 1024, 3)):
            vault, _code = setup.start_vault(self.vault, self.words["passphrase"])
        case_id, _changes = cases.open_case(vault, self.words["pseudonym"], opened_on=date.today())
        now = datetime.now().replace(second=0, microsecond=0)
        draft = Draft(place="capture:1", case_id=case_id, started_at=now, text=self.words["listed"])
        contacts.log_contact(vault, draft, at=now, minutes=10)
        vault.close()
        return bytes(keys.unlock(self.vault, self.words["passphrase"]))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the proof and tell the figures; 1 where something was found, or could not have been."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--program", help="a built program, instead of the one in this folder")
    asked.add_argument("--way", action="append", choices=WAYS, help="only this way to lock; idle takes five minutes")
    given = asked.parse_args(arguments)
    if os.geteuid() != 0:
        asked.error("only root may look into the memory of the program")
    command = [given.program] if given.program else PYTHON_PROGRAM
    screen = Screen()
    with tempfile.TemporaryDirectory() as folder:
        proof = Proof(Path(folder), screen, command)
        try:
            return _report(proof, given.way or WAYS, lambda line: sys.stdout.write(f"{line}\n"))
        finally:
            proof.close()
            screen.close()


def _report(proof: Proof, ways: Sequence[str], say: Callable[[str], object]) -> int:
    good = True
    for way in ways:
        before = proof.open_and_type()
        seconds = proof.lock(way)
        pids = memory.processes(proof.root / "home")
        after = proof.look()
        size = memory.size_of(pids) / 1e6
        say(f"{way}: locked after {seconds:.2f} s; {len(pids)} process, {size:.0f} MB looked through")
        say(f"  open   {_row(before)}")
        say(f"  locked {_row(after)}")
        say(f"  display server, locked {_row(proof.on_screen())}")
        good = good and not any(after.values()) and all(before[place] for place in PLACES)
    # The key need not be in memory at the moment of the look: that the look sees one is shown on this process.
    held = next(iter(proof.wanted["key"]))
    sees = memory.count_in([os.getpid()], {"key": (held,)})["key"] > 0
    say(f"the look sees a key that is there: {sees}")
    say("proved" if good and sees else "NOT proved")
    return 0 if good and sees else 1


def _row(counts: Mapping[str, int]) -> str:
    return " ".join(f"{name} {number}" for name, number in counts.items())


if __name__ == "__main__":
    sys.exit(main())
