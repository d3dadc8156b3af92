"""Proves that the program asks for no socket but those of the desktop: python -m tests.system.network_proof

First all calls about sockets are counted; then the same is done where the kernel ends the program at any other.
`--program` takes a bundle. Before that, the same two looks have to see a socket of the Internet that was made on
purpose, else the proof is void.
"""

import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path

from tests.system import only_local_sockets
from tests.system.traced import STRACE, Session, command_of
from tests.system.xvfb import Screen

_REFUSING = (sys.executable, only_local_sockets.__file__)
_ON_PURPOSE = (sys.executable, "-c", "import socket; socket.socket(socket.AF_INET).connect(('127.0.0.1', 9))")
_KILLED_FOR_IT = -31
_KINDS = (("X11-unix", "display"), ("bus", "message bus"), ("nscd", "names of users"), ("cups", "printing service"))


def counting(to: Path) -> Sequence[str]:
    """The command that writes every call about the network to a file."""
    return (*STRACE, "--trace=%network", f"--output={to}")


def families(trace: Path) -> Counter[str]:
    """How often which family of sockets was asked for, also where that failed."""
    made = re.findall(r"\bsocket(?:pair)?\((AF_\w+)", trace.read_text(encoding="utf-8", errors="replace"))
    return Counter(made)


def partners(trace: Path) -> Counter[str]:
    """What was connected to: paths of the machine itself, numbers taken out; anything else as it stands."""
    found = re.findall(
        r"\b(?:connect|sendto)\([^{]*\{(sa_family=[^}]*)\}", trace.read_text(encoding="utf-8", errors="replace")
    )
    return Counter(
        re.sub(r"sa_family=AF_UNIX, sun_path=@?\"([^\"]*)\"", lambda path: _kind(path[1]), one) for one in found
    )


def _kind(path: str) -> str:
    for part, kind in _KINDS:
        if part in path:
            return kind
    return path


def _looks_see_one_made_on_purpose(folder: Path) -> bool:
    trace = folder / "on-purpose.txt"
    subprocess.run([*counting(trace), *_ON_PURPOSE], capture_output=True, timeout=60, check=False)
    refused = subprocess.run([*_REFUSING, *_ON_PURPOSE], capture_output=True, timeout=60, check=False)
    return families(trace)["AF_INET"] == 1 and refused.returncode == _KILLED_FOR_IT


def main() -> int:
    """0 when it holds; the counts are on stdout."""
    command = command_of(str(__doc__))
    with ExitStack() as stack:
        screen = stack.enter_context(closing(Screen()))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        if not _looks_see_one_made_on_purpose(folder):
            return _say("void: a socket made on purpose was not seen")
        session = stack.enter_context(closing(Session(folder, command)))
        trials = {"self-test": folder / "self-test.txt", "window": folder / "window.txt"}
        well = session.self_test(counting(trials["self-test"])) == 0
        session.window(screen, counting(trials["window"]))
        for trial, trace in trials.items():
            _say(f"{trial}: asked for {dict(families(trace))}, connected to {dict(partners(trace))}")
        outside = {family for trace in trials.values() for family in families(trace)} - {"AF_UNIX"}
        well = session.self_test(_REFUSING) == 0 and well
        session.window(screen, _REFUSING)
        _say("self-test and window again, where any other socket ends the program: both came to their end")
    return 0 if well and not outside else _say(f"it does not hold: {outside or 'self-test'}")


def _say(line: str) -> int:
    sys.stdout.write(f"{line}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
