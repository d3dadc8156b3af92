"""A laptop is lost and replaced, with nothing but the backup file and the printed code.

To see it happen: `python -m tests.system.lost_laptop`.

Only the command line of the program is used, each time in a process and with a home of its own, without credential
store. Ends in 0 when the new laptop has all that the old one had.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REGISTER = ROOT / "tests" / "data" / "registers" / "belastingdienst_2022.csv"
OLD, NEW = "koffer zingt langs blauwe tegels", "zeven stille fietsen onder de brug"
PERIOD = "2022Q2"
Say = Callable[[str], None]


class Laptop:
    """A computer: a home folder, and the program."""

    def __init__(self, home: Path) -> None:
        home.mkdir()
        self.home, self.vault = home, home / "vault"

    def run(self, *arguments: object, told: tuple[str, ...] = (), code: int = 0) -> dict[str, object]:
        """What the command line answers; `told` are the lines of its standard input."""
        here = {name: value for name, value in os.environ.items() if not name.startswith(("DBUS", "XDG", "DISPLAY"))}
        done = subprocess.run(
            [sys.executable, "-m", "adviser_desk", *map(str, arguments), "--json"],
            input="".join(line + "\n" for line in told),
            env={**here, "HOME": str(self.home), "PYTHONPATH": str(ROOT)},
            cwd=self.home,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, (done.returncode, done.stderr)
        return json.loads(done.stdout) if done.stdout else {}

    def lose(self) -> None:
        shutil.rmtree(self.home)


def exported(laptop: Laptop, passphrase: str) -> object:
    """The digests of the export of a quarter; a closed one gives the same files again."""
    out = laptop.home / "export"
    asked = ("export", "--vault", laptop.vault, "--period", PERIOD, "--out", out, "--passphrase-stdin")
    return laptop.run(*asked, told=(passphrase,))["sha256"]


def journey(place: Path, say: Say) -> None:
    """The whole way. Raises AssertionError at the first thing that is not as promised."""
    stick = place / "stick"
    stick.mkdir()
    old = Laptop(place / "old")
    code = str(old.run("create", "--vault", old.vault, "--passphrase-stdin", told=(OLD,))["recovery_code"])
    found = old.run("import", "--vault", old.vault, REGISTER, "--passphrase-stdin", told=(OLD,))
    say(f"old laptop: a vault with {found['cases']} fictional cases and {found['contacts']} contacts")
    figures = exported(old, OLD)
    say(f"old laptop: the export of {PERIOD} went out")
    made = old.run("backup", "--vault", old.vault, "--to", stick, "--passphrase-stdin", told=(OLD,))
    say(f"old laptop: a backup of {made['bytes']:,} bytes on a stick, read back")
    old.lose()
    [file] = stick.iterdir()
    say("the laptop is lost; left are the stick and the printed code")
    for word in ("Kompas", "intimidation", OLD.split(maxsplit=1)[0], code[:11]):
        assert word.encode() not in file.read_bytes()
    say("the stick says nothing to who finds it: no word of a case, passphrase or code is in it")

    new = Laptop(place / "new")
    new.run("verify", file)
    new.run("verify", file, "--passphrase-stdin", told=(NEW,), code=10)
    inside = new.run("verify", file, "--recovery-code-stdin", told=(code.lower(),))
    assert inside["cases"] == found["cases"]
    assert inside["contacts"] == found["contacts"]
    say(f"new laptop: the code opens the backup: {inside['cases']} cases, last contact {inside['last_contact']}")
    started = time.perf_counter()
    asked = ("restore", file, "--vault", new.vault, "--recovery-code-stdin")
    back = new.run(*asked, told=(code, NEW))
    say(f"new laptop: put back in {time.perf_counter() - started:.1f} s, with a new passphrase")
    assert back["cases"] == found["cases"]
    assert back["replaced"] is None
    # A wrong key is told apart from the period being closed: the old passphrase opens nothing here.
    new.run(
        "export", "--vault", new.vault, "--period", PERIOD, "--out", place, "--passphrase-stdin", told=(OLD,), code=10
    )
    assert exported(new, NEW) == figures
    say(f"new laptop: the ledger knows {PERIOD}: the same two files, byte for byte")
    again = new.run("backup", "--vault", new.vault, "--to", stick, "--passphrase-stdin", told=(NEW,))
    assert again["cases"] == found["cases"]
    assert again["opens_with_passphrase"] is True
    say("new laptop: the next backup is made, and opens with the new passphrase and with the same code")
    new.run("verify", again["file"], "--passphrase-stdin", told=(NEW,))
    new.run("verify", again["file"], "--recovery-code-stdin", told=(code,))


def _say(sentence: str) -> None:
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


def main() -> int:
    """Walk the way and say each step; 0 when all is as promised."""
    with tempfile.TemporaryDirectory() as place:
        try:
            journey(Path(place), _say)
        except AssertionError as broken:
            sys.stdout.write(f"NOT as promised: {broken}\n")
            return 1
    sys.stdout.write("lost and replaced: all is there\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
