"""The program works where there is no network at all, and refuses to make one where there is."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from adviser_desk.casework import access, cases
from tests.system.conftest import Start
from tests.system.xvfb import PASSPHRASE, ROOT

ASK = """
import socket, sys
from adviser_desk.hardening import NetworkRefused, harden
harden()
{act}
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="network name spaces are of Linux")
def test_a_contact_is_logged_without_any_network(start: Start, closed_vault: Path) -> None:
    program = start(closed_vault, before=["unshare", "--net", *([] if os.geteuid() == 0 else ["--map-root-user"])])
    program.unlock()
    program.keys("ctrl+shift+n")
    program.type("Gesprek zonder netwerk.")
    program.keys("ctrl+Return")
    program.quit()
    vault = access.open_desk(closed_vault, PASSPHRASE)
    try:
        (row,) = cases.find_cases(vault, "netwerk", today=date.today()).rows
    finally:
        vault.close()
    assert row.hit is not None


@pytest.mark.parametrize(
    "act",
    [
        "socket.socket(socket.AF_INET)",
        "socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)",
        "socket.create_connection(('127.0.0.1', 9))",
        "socket.getaddrinfo('localhost', 80)",
        "socket.gethostbyname('localhost')",
    ],
)
def test_a_socket_to_outside_is_refused(act: str) -> None:
    done = _run(act)
    assert done.returncode == 1
    assert done.stderr.rstrip().endswith("NetworkRefused")


@pytest.mark.skipif(sys.platform == "win32", reason="no such socket")
def test_a_socket_of_the_desktop_is_allowed() -> None:
    assert _run("socket.socket(socket.AF_UNIX).close()").returncode == 0


def _run(act: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-c", ASK.format(act=act)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
