"""One process per vault: the lock is the operating system's, and ends with the process that holds it."""

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from adviser_desk.errors import InUse, ReadOnly
from adviser_desk.vault.lock import NAME, InstanceLock

HOLDER = """
import sys
from pathlib import Path
from adviser_desk.errors import InUse
from adviser_desk.vault.lock import InstanceLock
print("ready", flush=True)
sys.stdin.readline()
try:
    lock = InstanceLock(Path(sys.argv[1]))
except InUse:
    print("in use", flush=True)
else:
    print("taken", flush=True)
    sys.stdin.readline()
"""


def holder(folder: Path) -> "subprocess.Popen[str]":
    child = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert answer(child) == "ready"
    return child


def answer(child: "subprocess.Popen[str]") -> str:
    assert child.stdout is not None
    return child.stdout.readline().strip()


def go(child: "subprocess.Popen[str]") -> None:
    assert child.stdin is not None
    child.stdin.write("\n")
    child.stdin.flush()


def test_a_second_lock_is_refused_until_the_first_is_released(tmp_path: Path) -> None:
    first = InstanceLock(tmp_path)
    for _ in range(2):
        with pytest.raises(InUse):
            InstanceLock(tmp_path)
    first.release()
    first.release()
    InstanceLock(tmp_path).release()


def test_another_process_keeps_the_lock_until_it_is_killed(tmp_path: Path) -> None:
    with holder(tmp_path) as child:
        go(child)
        assert answer(child) == "taken"
        with pytest.raises(InUse):
            InstanceLock(tmp_path)
        child.send_signal(signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
        child.wait()
    InstanceLock(tmp_path).release()


def test_of_processes_that_start_at_once_exactly_one_gets_it(tmp_path: Path) -> None:
    children = [holder(tmp_path) for _ in range(4)]
    for child in children:
        go(child)
    answers = sorted(answer(child) for child in children)
    for child in children:
        child.communicate("\n")
    assert answers == ["in use", "in use", "in use", "taken"]


def test_a_program_started_meanwhile_does_not_inherit_the_lock(tmp_path: Path) -> None:
    lock = InstanceLock(tmp_path)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, close_fds=False) as child:
        lock.release()
        InstanceLock(tmp_path).release()
        child.communicate(b"\n")


def test_what_is_no_folder_or_no_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "folder" / NAME).mkdir(parents=True)
    for place in ("nowhere", "file", "folder"):
        with pytest.raises(ReadOnly):
            InstanceLock(tmp_path / place)


@pytest.mark.skipif(sys.platform == "win32", reason="no such permissions")
def test_the_lock_file_is_for_this_user_only(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        InstanceLock(tmp_path).release()
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / NAME).stat().st_mode) == 0o600


@pytest.mark.skipif(sys.platform == "win32", reason="no such call")
def test_a_file_system_that_knows_no_locks_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import errno
    import fcntl

    def no_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, "no locks")

    monkeypatch.setattr(fcntl, "flock", no_locks)
    with pytest.raises(ReadOnly):
        InstanceLock(tmp_path)
