"""A real screen without a monitor, and the real program on it, driven by the keyboard alone.

Ends only the processes that it started.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

PASSPHRASE = "koffer zingt langs blauwe tegels"
"""Opens the vaults of these tests."""

ROOT = Path(__file__).resolve().parents[2]
PYTHON_PROGRAM = (sys.executable, "-m", "adviser_desk")
"""The program of this folder."""

LOCKED = ("Adviser Desk – vergrendeld", "Adviser Desk – locked")
"""The titles of the unlock window."""
_LOOKS, _EVERY = 4, 0.02


class Screen:
    """Xvfb with a window manager on a display that was free."""

    def __init__(self, size: str = "1280x800") -> None:
        """`size` in pixels, as in 1280x800."""
        reading, writing = os.pipe()
        server = ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{size}x24", "-nolisten", "tcp", "-noreset"]
        self._processes = [_start(server, dict(os.environ), (writing,))]
        os.close(writing)
        with os.fdopen(reading) as pipe:
            self.display = f":{pipe.readline().strip()}"
        self.environment = {**os.environ, "DISPLAY": self.display, "QT_QPA_PLATFORM": "xcb"}
        self.environment.pop("WAYLAND_DISPLAY", None)
        self._processes.append(_start(["openbox"], self.environment))
        # Only a window manager knows of desktops.
        wait_until(lambda: self._do(["xdotool", "get_desktop"]).strip() == "0")

    def pids(self) -> list[int]:
        """The display server and the window manager."""
        return [process.pid for process in self._processes]

    def keys(self, *names: str) -> None:
        """Press keys by their X names, as in ctrl+l, Tab, Return."""
        self._do(["xdotool", "key", "--clearmodifiers", "--delay", "8", *names])

    def type(self, words: str) -> None:
        """Type words on the keyboard."""
        self._do(["xdotool", "type", "--clearmodifiers", "--delay", "8", words])

    def titles(self) -> list[str]:
        """The titles of the windows in view."""
        found = self._do(["xdotool", "search", "--onlyvisible", "--name", "."]).split()
        return [title for title in (self._do(["xdotool", "getwindowname", one]).strip() for one in found) if title]

    def active_title(self) -> str:
        """The title of the window that gets the keys."""
        return self._do(["xdotool", "getactivewindow", "getwindowname"]).strip()

    def picture(self, path: Path) -> None:
        """What is on the screen, as a PNG."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._do(["import", "-window", "root", "-strip", str(path)])

    def close(self) -> None:
        """End the screen."""
        for process in reversed(self._processes):
            process.terminate()
            process.wait(10)

    def _do(self, command: Sequence[str]) -> str:
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=60, check=False)
        return done.stdout


class Program:
    """A real `python -m adviser_desk` with its own home, on a screen."""

    def __init__(
        self,
        screen: Screen,
        home: Path,
        vault: Path,
        *arguments: str,
        before: Sequence[str] = (),
        command: Sequence[str] = PYTHON_PROGRAM,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """`home` gets all folders that a program may write to; `command` is the program, run under `before`."""
        self.screen = screen
        self.environment = {**screen.environment, **folders(home), **(environment or {})}
        self.log = home / "stderr.txt"
        whole = [*before, *command, "--vault", str(vault), *arguments]
        self.process = _start(whole, self.environment, log=self.log)

    @property
    def pid(self) -> int:
        """The process, which stays the same number when locking replaces the program."""
        return self.process.pid

    def wait_for(self, *titles: str) -> None:
        """Until the window with one of these titles gets the keys and the program waits for them."""
        wait_until(lambda: self.process.poll() is not None or self.screen.active_title() in titles, 60)
        assert self.process.poll() is None, self.log.read_text()
        self.quiet()

    def locked(self) -> None:
        """Until the unlock window waits for the passphrase."""
        self.wait_for(*LOCKED)

    def unlocked(self) -> None:
        """Until the main window is there."""
        self.wait_for("Adviser Desk")

    def unlock(self, passphrase: str = PASSPHRASE) -> None:
        """Type the passphrase into the unlock window."""
        self.locked()
        self.type(passphrase)
        self.screen.keys("Return")
        self.unlocked()

    def lock(self) -> None:
        """Press Ctrl+L."""
        self.screen.keys("ctrl+l")
        self.locked()

    def quit(self) -> None:
        """Press Ctrl+Q; the program ends well."""
        self.screen.keys("ctrl+q")
        assert self.ended() == 0, self.log.read_text()

    def keys(self, *names: str) -> None:
        """Press keys, and let the program deal with them."""
        self.screen.keys(*names)
        self.quiet()

    def type(self, words: str) -> None:
        """Type words, and let the program deal with them."""
        self.screen.type(words)
        self.quiet()

    def quiet(self) -> None:
        """Until neither the program nor the screen has anything left to do but wait."""
        calm = 0

        def waiting() -> bool:
            nonlocal calm
            calm = calm + 1 if all(_sleeps(pid) for pid in (self.pid, *self.screen.pids())) else 0
            return calm >= _LOOKS

        wait_until(waiting, 60)

    def ended(self) -> int:
        """The exit code, once the program is over."""
        return self.process.wait(30)

    def kill(self) -> None:
        """End it hard, as a power cut would."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait(10)


def folders(home: Path) -> dict[str, str]:
    """Every folder that a program may write to, below `home`."""
    places = {
        "HOME": home / "home",
        "XDG_DATA_HOME": home / "home/.local/share",
        "XDG_CONFIG_HOME": home / "home/.config",
        "XDG_CACHE_HOME": home / "home/.cache",
        "XDG_STATE_HOME": home / "home/.local/state",
        "XDG_RUNTIME_DIR": home / "run",
        "TMPDIR": home / "tmp",
    }
    for place in places.values():
        place.mkdir(parents=True, exist_ok=True)
    (home / "run").chmod(0o700)
    return {name: str(place) for name, place in places.items()}


def wait_until(true: Callable[[], bool], seconds: float = 20) -> None:
    """Look until it is so; AssertionError when it is not in time."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "not in time"
        time.sleep(_EVERY)


def _start(
    command: Sequence[str], environment: Mapping[str, str], keep: tuple[int, ...] = (), log: Path | None = None
) -> "subprocess.Popen[bytes]":
    with Path(log or os.devnull).open("ab") as errors:
        return subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            pass_fds=keep,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
        )


def _sleeps(pid: int) -> bool:
    try:
        stats = [(task / "stat").read_text() for task in Path(f"/proc/{pid}/task").iterdir()]
    except OSError:
        return True
    return all(stat.rpartition(")")[2].split()[0] in "SZ" for stat in stats)
