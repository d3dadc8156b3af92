"""A real CUPS with one queue, all of it below one folder; its paper is a file. Ends only what it started."""

import grp
import os
import pwd
import subprocess
from pathlib import Path

from tests.system.xvfb import wait_until

_SERVER = "/usr/sbin/cupsd"
_DEFAULTS = Path("/usr/share/cups/cupsd.conf.default")
_PAPER = """#!/bin/sh
[ $# = 0 ] && exit 0
exec cat "${6:--}" >"${DEVICE_URI#paper:}"
"""


class PrintServer:
    """As it is installed: who may do what, and how long pages are kept, are the defaults of CUPS."""

    def __init__(self, folder: Path) -> None:
        """Starts it, with the queue `paper`."""
        assert Path(_SERVER).exists(), "cups-daemon is missing: see packages-debian.txt"
        self.folder = folder
        self.address = folder / "cups.sock"
        self.paper = folder / "paper.pdf"
        self.spool = folder / "spool"
        self._environment = {**os.environ, "CUPS_SERVER": str(self.address)}
        self._make_folders()
        self._process = subprocess.Popen(
            [_SERVER, "-f", "-c", str(folder / "root/cupsd.conf"), "-s", str(folder / "root/cups-files.conf")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_until(lambda: self.address.exists() and self._do("lpstat", "-r") == 0)
        assert self._do("lpadmin", "-p", "paper", "-v", f"paper:{self.paper}", "-m", "raw") == 0
        assert self._do("lpadmin", "-d", "paper") == 0
        assert self._do("cupsaccept", "paper") == 0

    def hold(self) -> None:
        """The printer is off: what comes waits."""
        assert self._do("cupsdisable", "paper") == 0

    def go_on(self) -> None:
        """The printer is on, and prints what waited."""
        assert self._do("cupsenable", "paper") == 0

    def print_other(self, file: Path) -> bool:
        """Another program prints this file."""
        return self._do("lp", "-d", "paper", "-t", "A letter", str(file)) == 0

    def kept(self) -> list[bytes]:
        """What the files of the server hold, apart from the paper."""
        files = (path for path in self.folder.rglob("*") if path.is_file() and path != self.paper)
        return [path.read_bytes() for path in files]

    def pages_kept(self) -> list[Path]:
        """The files of the queue that hold pages."""
        return list(self.spool.glob("d*"))

    def close(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait(10)

    def _do(self, *command: str) -> int:
        return subprocess.run(command, env=self._environment, capture_output=True, timeout=30, check=False).returncode

    def _make_folders(self) -> None:
        root, programs = self.folder / "root", self.folder / "programs"
        for place in ("root", "programs/backend", "spool/tmp", "cache", "state", "log", "pages"):
            (self.folder / place).mkdir(parents=True)
        (programs / "daemon").symlink_to("/usr/lib/cups/daemon")
        backend = programs / "backend" / "paper"
        backend.write_text(_PAPER)
        # Nobody else may run it: then it runs as who started the server, who may write below this folder.
        backend.chmod(0o700)
        (root / "cups-files.conf").write_text(
            "\n".join(
                [
                    f"ServerRoot {root}",
                    f"ServerBin {programs}",
                    f"CacheDir {self.folder / 'cache'}",
                    f"StateDir {self.folder / 'state'}",
                    f"RequestRoot {self.spool}",
                    f"TempDir {self.spool / 'tmp'}",
                    f"DocumentRoot {self.folder / 'pages'}",
                    *(f"{log} {self.folder / 'log' / log}" for log in ("AccessLog", "ErrorLog", "PageLog")),
                    *_whose(),
                    "",
                ]
            )
        )
        settings = _DEFAULTS.read_text()
        listens = [line for line in settings.splitlines() if not line.startswith(("Listen", "Port", "Browsing"))]
        (root / "cupsd.conf").write_text("\n".join([f"Listen {self.address}", "Browsing No", *listens, ""]))


def _whose() -> list[str]:
    """The root user may not be the user of a print server."""
    mine = grp.getgrgid(os.getgid()).gr_name
    if os.geteuid() != 0:
        return [f"User {pwd.getpwuid(os.geteuid()).pw_name}", f"Group {mine}", f"SystemGroup {mine}"]
    return ["User lp", "Group lp", f"SystemGroup {mine}"]
