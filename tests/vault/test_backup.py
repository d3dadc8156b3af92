"""The backup file: read back before it is good, nothing half left behind, and safe to read whoever made it."""

import io
import os
import random
import shutil
import struct
import subprocess
import sys
import threading
import tracemalloc
import zipfile
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from adviser_desk.errors import BackupFailed, BackupPlaceFull, BackupPlaceGone, KnownError, NotABackup, ReadOnly, TooNew
from adviser_desk.vault import backup, copies, keys, slots
from adviser_desk.vault.connection import Vault, connect, create_vault
from adviser_desk.vault.copies import nothing

NOW = datetime(2026, 10, 3, 17, 5)
CANARY = "Kanariegeel"


class Halt(Exception):
    """What stops a backup."""


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def filled(vault_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Vault]:
    monkeypatch.setattr(slots, "calibrated", lambda: (64 * 1024, 3))
    new = keys.create_keys(vault_folder, "een wachtzin van vijf woorden")
    with closing(create_vault(vault_folder, new.key, vault_id=new.vault_id)) as vault:
        fill(vault, 40)
        yield vault


def fill(vault: Vault, cases: int) -> None:
    with vault.transaction():
        for number in range(cases):
            row = (f"{CANARY}-{number}", "2026-07-01")
            case_id = vault.db.execute("INSERT INTO case_file (pseudonym, opened_on) VALUES (?, ?)", row).lastrowid
            vault.db.execute(
                "INSERT INTO contact (case_id, channel, at, note) VALUES (?, 'phone', '2026-07-01T10:00', ?)",
                (case_id, f"{CANARY} belde. " * 60),
            )


def write(vault: Vault, folder: Path, made_at: datetime = NOW, progress: copies.Progress = nothing) -> backup.Written:
    return backup.write_backup(vault, folder, made_at=made_at, program="0.1", extra=None, progress=progress)


def left(folder: Path) -> list[str]:
    return sorted(os.listdir(folder))


def test_a_backup_holds_the_vault_and_the_sheet_and_says_little_without_a_key(filled: Vault, stick: Path) -> None:
    written = write(filled, stick)
    number = keys.number_of(filled.vault_id)
    assert left(stick) == [written.path.name] == [f"Adviser-Desk-{number}-20261003-170500.backup"]
    assert not set(left(filled.folder)) & {"vault.db.copy", "vault.db.copy-wal"}
    assert (written.cases, written.newest_case) == (40, 40)
    head, kept = backup.read_head(written.path)
    assert head == backup.Head(vault_id=filled.vault_id, made_at=NOW, program="0.1")
    assert [slot["kind"] for slot in kept.slots] == ["recovery"]
    content = written.path.read_bytes()
    assert CANARY.encode() not in content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    if os.name == "posix":
        assert written.path.stat().st_mode & 0o77 == 0


def test_the_vault_stays_in_use_and_the_backup_is_of_one_moment(filled: Vault, stick: Path) -> None:
    copied = threading.Event()
    steps: list[str] = []

    def slow(step: str, _done: int, _of: int) -> None:
        steps.append(step)
        if step == "copy":
            copied.set()

    found: list[backup.Written] = []
    writer = threading.Thread(target=lambda: found.append(write(filled, stick, progress=slow)))
    writer.start()
    copied.wait(30)
    fill_more = 0
    while writer.is_alive() and fill_more < 20:
        filled.db.execute("INSERT INTO setting (name, value) VALUES (?, '')", (f"row {fill_more}",))
        fill_more += 1
    writer.join()
    assert fill_more > 0
    assert list(dict.fromkeys(steps)) == list(backup.STEPS)
    assert found[0].cases == 40


def test_a_good_backup_is_never_written_over(filled: Vault, stick: Path) -> None:
    first, second = write(filled, stick), write(filled, stick)
    assert second.head.made_at == first.head.made_at + timedelta(seconds=1)
    assert len(left(stick)) == 2


def test_what_is_stopped_leaves_nothing(filled: Vault, stick: Path) -> None:
    for step in backup.STEPS:

        def stop(now: str, _done: int, _of: int, *, at: str = step) -> None:
            if now == at:
                raise Halt

        with pytest.raises(Halt):
            write(filled, stick, progress=stop)
        assert left(stick) == []
        assert "vault.db.copy" not in left(filled.folder)
    assert write(filled, stick).cases == 40


def test_a_stick_that_loses_a_byte_fails_and_the_good_backup_stays(
    filled: Vault, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = write(filled, stick)
    before = good.path.read_bytes()

    def rot(path: Path) -> None:
        with path.open("r+b") as file:
            file.seek(path.stat().st_size // 2)
            byte = file.read(1)
            file.seek(-1, os.SEEK_CUR)
            file.write(bytes([byte[0] ^ 1]))

    monkeypatch.setattr(backup, "_drop_cache", rot)
    with pytest.raises(BackupFailed):
        write(filled, stick, NOW + timedelta(days=1))
    assert left(stick) == [good.path.name]
    assert good.path.read_bytes() == before


def test_a_place_that_is_gone_before_or_half_way_is_told(filled: Vault, stick: Path) -> None:
    with pytest.raises(BackupPlaceGone):
        write(filled, stick / "nowhere")

    def pull(step: str, _done: int, _of: int) -> None:
        if step == "read_back":
            shutil.rmtree(stick, ignore_errors=True)

    with pytest.raises(BackupPlaceGone):
        write(filled, stick, progress=pull)
    assert filled.db.execute("SELECT count(*) FROM case_file").fetchone() == (40,)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A stick of 4 MB that can be pulled: a file system of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("may not mount here")
    yield place
    subprocess.run(["umount", "-l", str(place)], capture_output=True, check=False)


@pytest.mark.skipif(sys.platform == "win32", reason="no such mount")
def test_a_full_or_read_only_stick_is_told_and_keeps_nothing_half(filled: Vault, small_disk: Path) -> None:
    (small_disk / "ballast").write_bytes(bytes(4 * 2**20 - 2**16))
    with pytest.raises(BackupPlaceFull):
        write(filled, small_disk)
    assert left(small_disk) == ["ballast"]

    # Room at the start that is gone half-way.
    (small_disk / "ballast").unlink()

    def eat(step: str, _done: int, _of: int) -> None:
        if step == "check":
            with suppress(OSError), (small_disk / "ballast").open("wb") as file:
                file.write(bytes(4 * 2**20 - 2**16))

    with pytest.raises(BackupPlaceFull):
        write(filled, small_disk, progress=eat)
    assert left(small_disk) == ["ballast"]
    (small_disk / "ballast").unlink()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(ReadOnly):
        write(filled, small_disk)
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    assert write(filled, small_disk).cases == 40


@pytest.mark.skipif(sys.platform == "win32", reason="no such mount")
def test_a_stick_that_is_pulled_leaves_no_backup_that_looks_good(filled: Vault, small_disk: Path) -> None:
    def pull(step: str, _done: int, _of: int) -> None:
        if step == "write":
            subprocess.run(["umount", "-l", str(small_disk)], check=False)

    with pytest.raises(KnownError):
        write(filled, small_disk, progress=pull)
    assert left(small_disk) == []
    assert filled.db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_half_written_file_of_before_is_replaced(filled: Vault, stick: Path) -> None:
    half = stick / f".Adviser-Desk-{keys.number_of(filled.vault_id)}.part"
    half.write_bytes(b"half")
    written = write(filled, stick)
    assert left(stick) == [written.path.name]


# --- files of somebody else ---


def read_whole(path: Path, key: bytearray, folder: Path) -> bytes:
    """The content of the database, checked, as text; what restoring would take."""
    backup.read_head(path)
    backup.extract(path, folder / "out.db", nothing)
    with closing(connect(folder, key, read_only=True, name="out.db")) as db:
        copies.check_whole(db)
        return repr(db.execute("SELECT * FROM contact").fetchall()).encode()


def test_a_flipped_byte_anywhere_is_seen_or_changes_nothing(filled: Vault, stick: Path, tmp_path: Path) -> None:
    path, key = write(filled, stick).path, bytearray(filled._key)
    whole, content = read_whole(path, key, tmp_path), path.read_bytes()
    head = backup.read_head(path)
    start = content.index(b"vault.db") + 8
    edge = [*range(start + 40), *range(len(content) - 400, len(content))]
    inside = random.Random(7).sample(range(start + 40, len(content) - 400), 60)
    bad, seen = stick / "bad.backup", 0
    for place in [*edge, *inside]:
        for bit in (1, 0x80):
            bad.write_bytes(content[:place] + bytes([content[place] ^ bit]) + content[place + 1 :])
            try:
                found, kept = backup.read_head(bad)
                sheets = [slot for slot in kept.slots if slots.intact(kept.vault_id, slot)]
                assert (found.vault_id, found.made_at, sheets) == (filled.vault_id, NOW, head[1].slots)
                assert read_whole(bad, key, tmp_path) == whole
            except KnownError:
                seen += 1
    assert seen > len(edge) * 1.2


def test_a_file_that_ends_early_is_none(filled: Vault, stick: Path, tmp_path: Path) -> None:
    path, key = write(filled, stick).path, bytearray(filled._key)
    content = path.read_bytes()
    for size in (0, 1, 21, 22, 100, len(content) // 2, len(content) - 1):
        path.write_bytes(content[:size])
        with pytest.raises(NotABackup):
            read_whole(path, key, tmp_path)


def changed(path: Path, to: Path, **members: bytes) -> Path:
    """The same archive with other members: their names with `_` for a dot."""
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(to, "w") as out:
        for name in (backup.HEAD, "vault.keys", "vault.db"):
            out.writestr(name, members.pop(name.replace(".", "_"), archive.read(name)))
        for name, content in members.items():
            out.writestr(name, content)
    return to


def test_an_archive_that_is_not_ours_is_refused(filled: Vault, stick: Path) -> None:
    path, other = write(filled, stick).path, stick / "other.backup"
    head = (path.read_bytes().split(b"backup.json")[1]).split(b"}")[0] + b"}"
    for more in (
        {"../../evil": b"x"},
        {"vault_keys": b"{}"},
        {"vault_keys": b"[" * 60_000},
        {"vault_keys": b"x" * 70_000},
        {"backup_json": b"\xff\xfe"},
        {"backup_json": b"[1]"},
        {"backup_json": head.replace(filled.vault_id.encode(), b"../../" + b"0" * 26)},
        {"backup_json": head.replace(filled.vault_id.encode(), b"0" * 32)},
        {"backup_json": head.replace(b"2026-10-03", b"2026-13-03")},
        {"backup_json": head.replace(b"adviser-desk-backup", b"other")},
    ):
        with pytest.raises(NotABackup):
            backup.read_head(changed(path, other, **more))
    with pytest.raises(TooNew):
        backup.read_head(changed(path, other, backup_json=head.replace(b'"version": 1', b'"version": 2')))


def test_nothing_in_a_file_can_grow_while_it_is_read(filled: Vault, stick: Path) -> None:
    path, bomb = write(filled, stick).path, stick / "bomb.backup"
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as out:
        for name in (backup.HEAD, "vault.keys"):
            out.writestr(name, archive.read(name))
        out.writestr("vault.db", bytes(50 * 2**20))
    assert bomb.stat().st_size < 100_000
    with pytest.raises(NotABackup):
        backup.read_head(bomb)
    # Two members of one name.
    changed(path, bomb)
    with zipfile.ZipFile(bomb, "a") as out, pytest.warns(UserWarning, match="Duplicate"):
        out.writestr("vault.db", b"other")
    with pytest.raises(NotABackup):
        backup.read_head(bomb)


def test_a_list_of_members_that_would_fill_the_memory_is_not_read(tmp_path: Path) -> None:
    size, path = 200 * 2**20, tmp_path / "big.backup"
    with path.open("wb") as file:
        file.truncate(size)
        file.seek(size)
        file.write(struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 3, 3, size, 0, 0))
    tracemalloc.start()
    try:
        with pytest.raises(NotABackup):
            backup.read_head(path)
        assert tracemalloc.get_traced_memory()[1] < 2**23
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("content", [b"", b"PK\x05\x06" + bytes(18), os.urandom(5000), b"PK\x03\x04" * 2000])
def test_any_file_that_is_none_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.backup"
    path.write_bytes(content)
    with pytest.raises(NotABackup):
        backup.read_head(path)
    with pytest.raises(BackupPlaceGone):
        backup.read_head(tmp_path / "none.backup")
    with pytest.raises(BackupPlaceGone):
        backup.read_head(tmp_path)
