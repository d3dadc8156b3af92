"""A working session of the program as its strace tells it: for the proofs about sockets and about files.

Nothing here looks at what the program says; only at what it asks of the kernel.
"""

import argparse
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from unittest.mock import patch

from adviser_desk.casework import setup
from adviser_desk.vault import slots
from tests.system.buses import Bus
from tests.system.xvfb import PASSPHRASE, PYTHON_PROGRAM, Program, Screen, folders

STRACE = ("strace", "--follow-forks", "--seccomp-bpf", "--quiet=all")

# The program of this folder, run from its sources, keeps its compiled modules as they are.
_NO_BYTECODE = {"PYTHONDONTWRITEBYTECODE": "1"}


class Session:
    """A home, a vault and the program on a screen, begun under another command."""

    def __init__(self, root: Path, command: Sequence[str] = PYTHON_PROGRAM) -> None:
        """Everything the program may write is below `root`."""
        self.root, self.command = root, command
        self.vault, self.home = root / "vault", root / "home"
        with patch.object(slots, "calibrated", lambda: (64 * 1024, 3)):
            vault, _code = setup.start_vault(self.vault, PASSPHRASE)
        vault.close()
        self._bus = Bus(root, "bus", [])
        # The window meets a message bus, as on a desktop.
        self._environment = {"DBUS_SESSION_BUS_ADDRESS": self._bus.address, **_NO_BYTECODE}

    def self_test(self, before: Sequence[str]) -> int:
        """The exit code of `--selftest`."""
        environment = {**folders(self.home), **_NO_BYTECODE, "QT_QPA_PLATFORM": "offscreen", "PATH": "/usr/bin:/bin"}
        whole = [*before, *self.command, "--selftest"]
        root = Path(__file__).resolve().parents[2]
        return subprocess.run(whole, cwd=root, env=environment, stdout=sys.stderr, timeout=300, check=False).returncode

    def window(self, screen: Screen, before: Sequence[str]) -> None:
        """Unlock, log contacts, search, look at each page, lock, unlock and close; all by the keyboard."""
        program = Program(
            screen, self.home, self.vault, before=before, command=self.command, environment=self._environment
        )
        try:
            program.unlock()
            program.keys("ctrl+shift+n")
            program.type("Eerste gesprek over het rooster.")
            program.keys("ctrl+Return", "ctrl+n")
            program.type("Belde terug.")
            program.keys("ctrl+Return", "ctrl+c", "ctrl+f")
            program.type("rooster")
            for key in ("ctrl+1", "ctrl+3", "ctrl+e", "ctrl+4", "ctrl+5", "ctrl+6", "ctrl+comma", "ctrl+k", "Escape"):
                program.keys(key)
            program.lock()
            program.unlock()
            program.quit()
        finally:
            program.kill()

    def close(self) -> None:
        """End the message bus."""
        self._bus.close()


def command_of(description: str) -> Sequence[str]:
    """What to prove it of: the program of this folder, or with `--program` a built one."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--program", type=Path, help="a built program, as in dist/adviser-desk/adviser-desk")
    program = parser.parse_args().program
    return PYTHON_PROGRAM if program is None else (str(program.resolve()),)
