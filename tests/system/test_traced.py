"""The proofs about sockets and files read what strace writes: samples of its lines, and a real filter of the kernel."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.system import file_proof, network_proof, only_local_sockets

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="strace and seccomp are of Linux")

SOCKETS = """
12 socket(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 0) = 5
12 connect(5, {sa_family=AF_UNIX, sun_path=@"/tmp/.X11-unix/X7"}, 20) = 0
12 connect(5, {sa_family=AF_UNIX, sun_path="/run/dbus/system_bus_socket"}, 30) = -1 ENOENT (No such file or directory)
13 socket(AF_INET6, SOCK_DGRAM, IPPROTO_IP <unfinished ...>
13 connect(6, {sa_family=AF_INET6, sin6_port=htons(53), inet_pton(AF_INET6, "::1")}, 28) = 0
"""
FILES = """
12 openat(AT_FDCWD</home/a>, "note.txt", O_RDONLY|O_CLOEXEC) = 5</home/a/note.txt>
12 openat(AT_FDCWD</home/a>, "note.txt", O_WRONLY|O_CREAT, 0600) = -1 EACCES (Permission denied)
13 openat(7</home/a/vault>, "vault.db-wal", O_RDWR|O_CREAT <unfinished ...>
13 rename("/home/a/vault/one", "/home/a/two") = 0
13 unlinkat(7</home/a/vault>, "../gone", 0) = 0
"""


def test_families_and_partners_are_read(tmp_path: Path) -> None:
    trace = tmp_path / "trace.txt"
    trace.write_text(SOCKETS, encoding="utf-8")
    assert network_proof.families(trace) == {"AF_UNIX": 1, "AF_INET6": 1}
    found = network_proof.partners(trace)
    assert (found["display"], found["message bus"]) == (1, 1)
    assert any("AF_INET6" in one for one in found)


def test_what_is_written_is_read_and_what_is_only_read_is_not(tmp_path: Path) -> None:
    trace = tmp_path / "trace.txt"
    trace.write_text(FILES, encoding="utf-8")
    found = ["note.txt", "vault/vault.db-wal", "vault/one", "two", "gone"]
    assert list(file_proof.written(trace)) == [f"/home/a/{name}" for name in found]


@pytest.mark.parametrize(
    ("path", "kind"), [("vault/vault.db", "the vault folder"), ("vaults.txt", None), ("run", None)]
)
def test_a_place_that_nobody_knows_stays_itself(tmp_path: Path, path: str, kind: str | None) -> None:
    assert file_proof.place(str(tmp_path / path), tmp_path) == (kind or str(tmp_path / path))


@pytest.mark.parametrize(
    ("made", "ends"),
    [("AF_UNIX", 0), ("AF_INET", -31), ("AF_INET6, socket.SOCK_DGRAM", -31), ("AF_NETLINK, socket.SOCK_RAW", -31)],
)
def test_the_kernel_ends_who_asks_for_a_socket_to_the_outside(made: str, ends: int) -> None:
    code = f"import socket; socket.socket(socket.{made}).close()"
    command = [sys.executable, only_local_sockets.__file__, sys.executable, "-c", code]
    assert subprocess.run(command, timeout=60, check=False).returncode == ends
