"""Proves where the program writes: python -m tests.system.file_proof [--program P]

Every call by which a file or folder can come, change or go is read from strace, also those that failed. A file written
on purpose beside the vault has to be seen, else the proof is void.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

from tests.system.traced import STRACE, Session, command_of
from tests.system.xvfb import Screen

_CALLS = "open,openat,openat2,creat,mkdir,mkdirat,rename,renameat,renameat2,unlink,unlinkat,rmdir,link,linkat"
_CALLS += ",symlink,symlinkat,truncate,mknod,mknodat,chmod,fchmodat,chown,lchown,fchownat,utimensat,setxattr,lsetxattr"
_CALL = re.compile(r"^\d+ +(\w+)\((.*)$", re.M)
_PATH = re.compile(r'(?:(?:AT_FDCWD|\d+)<([^>]*)>, )?"((?:[^"\\]|\\.)*)"')
_WRITING = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND|O_TMPFILE")


def tracing(to: Path) -> Sequence[str]:
    """The command that writes every call about the names of files to a file."""
    return (*STRACE, "--decode-fds=path", "--string-limit=4096", f"--trace={_CALLS}", f"--output={to}")


def written(trace: Path) -> Iterator[str]:
    """The full path of each file that was opened for writing, made, renamed, changed or removed."""
    for call, rest in _CALL.findall(trace.read_text(encoding="utf-8", errors="replace")):
        if call.startswith("open") and not _WRITING.search(rest):
            continue
        for folder, path in _PATH.findall(rest):
            yield os.path.normpath(os.path.join(folder or "/", path))


def place(path: str, root: Path) -> str:
    """What a path is for; itself where nobody knows."""
    home = str(root / "home")
    for kind, start in _PLACES.items():
        if re.match(start.format(vault=re.escape(str(root / "vault")), home=re.escape(home)), path):
            return kind
    return path


_PLACES = {
    "the vault folder": r"{vault}(/|$)",
    "preferences and log of the program": r"{home}/home/\.local/(share|state)(/adviser-desk(/|$)|$)",
    "the folders above these": r"{home}/home(/\.local)?$",
    "folder for temporary files (the self-test's own vaults)": r"{home}/tmp(/|$)",
    "folder of the session, in memory": r"{home}/run(/|$)",
    "caches of fonts and drawing": r"{home}/home/\.cache(/|$)",
    "configuration of the desktop": r"{home}/home/\.config(/|$)",
    "itself in /proc": r"/proc/(self|\d+)/",
    "devices": r"/dev/(null|tty|urandom|dri/|shm(/|$))",
    "memory without a name": r"/memfd:",
}


def _sees_one_written_on_purpose(folder: Path) -> bool:
    trace, file = folder / "on-purpose.txt", folder / "beside.txt"
    subprocess.run([*tracing(trace), "sh", "-c", f"echo on purpose > {file}"], timeout=60, check=False)
    return place(str(file), folder) == str(file) in set(written(trace))


def main() -> int:
    """0 when it holds; the places and how many files in each are on stdout."""
    command = command_of(str(__doc__))
    with ExitStack() as stack:
        screen = stack.enter_context(closing(Screen()))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        if not _sees_one_written_on_purpose(folder):
            return _say("void: a file written on purpose was not seen")
        session = stack.enter_context(closing(Session(folder, command)))
        trials = {"self-test": folder / "self-test.txt", "window": folder / "window.txt"}
        well = session.self_test(tracing(trials["self-test"])) == 0
        session.window(screen, tracing(trials["window"]))
        unknown: set[str] = set()
        for trial, trace in trials.items():
            paths = set(written(trace))
            found = Counter(place(path, folder) for path in paths)
            unknown |= {kind for kind in found if kind not in _PLACES}
            _say(f"{trial}:")
            for kind, count in sorted(found.items()):
                _say(f"  {count} in {kind}")
            _say(f"  written in the home: {sorted(_short(path, folder) for path in paths if '/home/home/' in path)}")
    return 0 if well and not unknown else _say(f"it does not hold: {sorted(unknown) or 'self-test'}")


def _short(path: str, root: Path) -> str:
    return re.sub(r"\d{3,}|[0-9a-f]{16,}|\.\w{6}$", "*", path.removeprefix(str(root / "home/home/")))


def _say(line: str) -> int:
    sys.stdout.write(f"{line}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
