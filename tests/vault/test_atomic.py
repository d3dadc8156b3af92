"""A file is replaced whole or stays as it was, whatever happens to the disk or the process."""

import errno
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from adviser_desk.errors import ReadOnly
from adviser_desk.vault import atomic

REPLACING = """
import sys
from pathlib import Path
from adviser_desk.vault import atomic
path = Path(sys.argv[1])
for number in range(10**9):
    atomic.write(path, bytes([number % 256]) * 300_000)
    print(number, flush=True)
"""
NO_ROOM = """
import resource, sys
from pathlib import Path
from adviser_desk.errors import DiskFull
from adviser_desk.vault import atomic
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    atomic.write(Path(sys.argv[1]), b"n" * 10_000)
except DiskFull:
    print("full")
"""
posix = pytest.mark.skipif(sys.platform == "win32", reason="no such signal, limit or permission")


def run(script: str, path: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen([sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE, text=True)


def test_a_file_is_made_and_replaced(tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    atomic.write(path, b"old")
    atomic.write(path, bytearray(b"new"))
    assert path.read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["report.docx"]


@posix
def test_it_is_for_this_user_only_also_when_the_old_one_was_not(tmp_path: Path) -> None:
    path = tmp_path / "vault.keys"
    path.write_bytes(b"old")
    path.chmod(0o666)
    atomic.write(path, b"new")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_creating_never_writes_over_a_file(tmp_path: Path) -> None:
    path = tmp_path / "vault.db"
    path.write_bytes(b"old")
    with pytest.raises(FileExistsError):
        atomic.create(path, b"new")
    assert path.read_bytes() == b"old"


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    (tmp_path / "folder").mkdir()
    for path in (tmp_path / "nowhere" / "a", tmp_path / "file" / "a", tmp_path / "folder"):
        with pytest.raises(ReadOnly):
            atomic.write(path, b"new")
    assert sorted(os.listdir(tmp_path)) == ["file", "folder"]


def test_nothing_is_left_when_the_writing_is_broken_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken_off(*_: object) -> None:
        raise KeyboardInterrupt

    (tmp_path / "a").write_bytes(b"old")
    monkeypatch.setattr(os, "replace", broken_off)
    with pytest.raises(KeyboardInterrupt):
        atomic.write(tmp_path / "a", b"new")
    assert os.listdir(tmp_path) == ["a"]
    assert (tmp_path / "a").read_bytes() == b"old"


@posix
def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "vault.keys"
    path.write_bytes(b"old")
    with run(NO_ROOM, path) as child:
        assert child.communicate()[0] == "full\n"
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["vault.keys"]


@posix
def test_after_kill_the_file_is_one_of_the_whole_ones_and_never_an_older(tmp_path: Path) -> None:
    path = tmp_path / "vault.keys"
    for lines in range(1, 9):
        with run(REPLACING, path) as child:
            assert child.stdout is not None
            told = [int(child.stdout.readline()) for _ in range(lines)][-1]
            child.send_signal(signal.SIGKILL)
            told = [told, *map(int, child.stdout.read().splitlines())][-1]
        content = path.read_bytes()
        assert len(content) == 300_000
        assert set(content) <= {told % 256} or set(content) == {(told + 1) % 256}


@posix
def test_the_content_is_on_the_disk_before_its_name_and_the_name_before_the_return(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    fsync, replace = os.fsync, os.replace

    def seen_fsync(descriptor: int) -> None:
        steps.append(
            "folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else f"{os.fstat(descriptor).st_size} bytes"
        )
        fsync(descriptor)

    def seen_replace(old: Path, new: Path) -> None:
        steps.append("name")
        replace(old, new)

    monkeypatch.setattr(os, "fsync", seen_fsync)
    monkeypatch.setattr(os, "replace", seen_replace)
    atomic.write(tmp_path / "a", b"x" * 5000)
    assert steps == ["5000 bytes", "name", "folder"]


@posix
def test_a_file_system_that_cannot_sync_a_folder_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fsync = os.fsync

    def files_only(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "not here")
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", files_only)
    atomic.write(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"new"


def test_what_a_virus_scanner_holds_for_a_moment_is_renamed_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace, asked = os.replace, 0

    def held(source: Path, target: Path) -> None:
        nonlocal asked
        asked += 1
        if asked < 3:
            error = PermissionError(errno.EACCES, "held")
            error.winerror = 32  # type: ignore[attr-defined,unused-ignore]
            raise error
        replace(source, target)

    monkeypatch.setattr(os, "replace", held)
    atomic.write(tmp_path / "a", b"new")
    assert (asked, (tmp_path / "a").read_bytes()) == (3, b"new")


def test_what_may_not_be_renamed_is_said_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def refused(source: Path, target: Path) -> None:
        asked.append(target)
        raise PermissionError(errno.EACCES, "no")

    monkeypatch.setattr(os, "replace", refused)
    with pytest.raises(ReadOnly):
        atomic.write(tmp_path / "a", b"new")
    assert len(asked) == 1
