"""What Orca says of the program: `python -m tests.system.orca [--orca COMMAND] KEYS…`, as in `ctrl+2 Down type:roo`.

A practice vault, a screen without a monitor, a real accessibility bus, the real Orca. In the place of a voice a speech
dispatcher writes the sentences down. `--orca` is its command where it is not `orca`: that of a system in a folder, say.
"""

import re
import shlex
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from adviser_desk.casework import practice, setup
from tests.system.screen_reader import ScreenReader
from tests.system.xvfb import PASSPHRASE, Program, Screen

_LONGEST = 40
"""Seconds that Orca may take over one key."""


class Voice:
    """A speech dispatcher that takes what is to be spoken (SSIP) and speaks nothing."""

    def __init__(self, place: Path) -> None:
        """Listens at once on a socket at `place`."""
        self.sentences: list[str] = []
        self._server = socket.socket(socket.AF_UNIX)
        self._server.bind(str(place))
        self._server.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            client = self._server.accept()[0]
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client, client.makefile("rwb", buffering=0) as stream:
            for line in self._lines(stream):
                command = line.upper()
                if command.startswith("SPEAK"):
                    stream.write(b"230 OK RECEIVING DATA\r\n")
                    words = list(iter(lambda: next(self._lines(stream), "."), "."))
                    self.sentences.append(re.sub("<[^>]*>", "", "\n".join(words)))
                answer = next((answer for start, answer in _ANSWERS.items() if command.startswith(start)), "250 OK")
                stream.write(answer.encode() + b"\r\n")

    @staticmethod
    def _lines(stream: object) -> Iterator[str]:
        try:
            while line := stream.readline():  # type: ignore[attr-defined]
                yield line.decode(errors="replace").rstrip("\r\n")
        except OSError:
            pass


_ANSWERS = {
    "SPEAK": "225-1\r\n225 OK MESSAGE QUEUED",
    "CHAR": "225-1\r\n225 OK MESSAGE QUEUED",
    "KEY": "225-1\r\n225 OK MESSAGE QUEUED",
    "LIST OUTPUT_MODULES": "250-none\r\n250 OK MODULE LIST SENT",
    "LIST": "249-Dutch\tnl\tnone\r\n249 OK VOICE LIST SENT",
    "HISTORY": "245-1\r\n245 OK",
    "GET": "251-0\r\n251 OK GET RETURNED",
    "QUIT": "231 HAPPY HACKING",
}


@contextmanager
def listening(folder: Path, screen: Screen, command: Sequence[str]) -> Iterator[tuple[ScreenReader, Voice, int]]:
    """The bus, the voice and the process of Orca."""
    reader, voice = ScreenReader(folder, screen.environment), Voice(folder / "voice")
    places = {"HOME": str(folder), "XDG_RUNTIME_DIR": str(folder), "SPEECHD_ADDRESS": f"unix_socket:{folder / 'voice'}"}
    whole = [*command, "--replace", "--enable", "speech", "--disable", "braille"]
    environment = {**screen.environment, **reader.environment, **places, "LC_ALL": "C.UTF-8"}
    with (folder / "orca.txt").open("w") as log:
        orca = subprocess.Popen(whole, env=environment, stdout=log, stderr=log)
    try:
        yield reader, voice, orca.pid
    finally:
        orca.terminate()
        orca.wait(10)
        reader.close()


def said(voice: Voice, orca: int, since: int) -> list[str]:
    """What it said since then, once it has nothing to do any more."""
    busy, end = -1, time.monotonic() + _LONGEST
    while time.monotonic() < end:
        time.sleep(1)
        fields = Path(f"/proc/{orca}/stat").read_text().rpartition(")")[2].split()
        now = int(fields[11]) + int(fields[12])
        if now - busy <= 2:
            break
        busy = now
    return voice.sentences[since:]


def main(arguments: Sequence[str]) -> int:
    """Press the keys one after the other and write down what is said after each."""
    command = ["orca"]
    if arguments[:1] == ["--orca"]:
        command, arguments = shlex.split(arguments[1]), arguments[2:]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        vault, _code = setup.start_vault(folder / "vault", PASSPHRASE, practice=True, profile="large")
        practice.fill_practice(vault, 60, 1, until=date.today())
        vault.close()
        screen = Screen()
        with listening(folder, screen, command) as (reader, voice, orca):
            said(voice, orca, 0)
            program = Program(screen, folder / "home", folder / "vault", environment=reader.environment)
            program.locked()
            _write("", said(voice, orca, 0))
            for key in (f"type:{PASSPHRASE}", "Return", *arguments):
                since = len(voice.sentences)
                screen.type(key[5:]) if key.startswith("type:") else screen.keys(key)
                _write("passphrase" if PASSPHRASE in key else key, said(voice, orca, since))
            program.kill()
        screen.close()
    return 0


def _write(key: str, sentences: Sequence[str]) -> None:
    sys.stdout.write(f"{key}\n" + "".join(f"    {sentence}\n" for sentence in sentences))
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
