"""Power cuts, full disks and forensic looks: what was told as kept is kept, and no word of it is readable outside."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from adviser_desk.errors import DiskFull, NoVault
from adviser_desk.vault.connection import Vault, create_vault, open_vault

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no such signal, limit or mount")

KEY = bytearray(range(32))
VAULT_ID = "0f" * 16
CANARIES = ("Kanariegeel", "Zwartkopje", "Winterkoning")
BEGIN = """
import sys
from pathlib import Path
from adviser_desk.vault.connection import create_vault, open_vault
FOLDER, KEY = Path(sys.argv[1]), bytearray(range(32))
"""
WRITING = (
    BEGIN
    + """
vault = open_vault(FOLDER, KEY)
number = int(vault.db.execute("SELECT count(*) FROM setting WHERE name LIKE 'row %'").fetchone()[0])
while True:
    with vault.transaction():
        vault.db.execute(
            "INSERT INTO setting (name, value) VALUES (?, ?)", (f"row {number:06}", f"{number} " * 30_000)
        )
    print(number, flush=True)
    number += 1
"""
)
# One process for each fifth call to the system or the database that creating a vault makes: it kills itself there.
CREATING = (
    BEGIN
    + """
import os, signal

def create(last):
    calls = 0
    def count(frame, event, what):
        nonlocal calls
        calls += event == "c_call" and (what.__module__ == "posix" or what.__qualname__.startswith(("Conn", "_Cursor")))
        if calls == last:
            os.kill(os.getpid(), signal.SIGKILL)
    sys.setprofile(count)
    create_vault(FOLDER / str(last), KEY, vault_id="0f" * 16).close()
    sys.setprofile(None)

last, status = 0, 1
while status:
    last += 5
    if (child := os.fork()) == 0:
        create(last)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
print(last)
"""
)
FILLING = (
    BEGIN
    + """
import resource
from adviser_desk.errors import DiskFull
vault = open_vault(FOLDER, KEY)
size = (FOLDER / "vault.db").stat().st_size + 600_000
soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
kept = 0
try:
    while True:
        with vault.transaction():
            vault.db.execute("INSERT INTO setting (name, value) VALUES (?, ?)", (f"row {kept:06}", f"{kept} " * 5_000))
        kept += 1
except DiskFull:
    print(kept, vault.db.execute("SELECT count(*) FROM setting WHERE name LIKE 'row %'").fetchone()[0])
resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
vault.db.execute("INSERT INTO setting (name, value) VALUES ('row after', 'a')")
print("after")
vault.close()
"""
)
SORTING = (
    BEGIN
    + """
import os, stat
vault = open_vault(FOLDER, KEY)
values = [(f"row {number}", f"Kanariegeel {number} " * 40) for number in range(20_000)]
with vault.transaction():
    vault.db.executemany("INSERT INTO setting (name, value) VALUES (?, ?)", values)
sorting = vault.db.execute("SELECT value FROM setting GROUP BY value ORDER BY value || name DESC")
sorting.fetchone()
for name in sorted(os.listdir("/proc/self/fd")):
    if os.path.exists(path := "/proc/self/fd/" + name) and stat.S_ISREG(os.stat(path).st_mode):
        print(os.path.basename(os.readlink(path)))
sorting.close()
vault.db.execute("DELETE FROM setting WHERE name LIKE 'row %'")
vault.close()
"""
)


def run(script: str, folder: Path, **environment: str) -> "subprocess.Popen[str]":
    command, around = [sys.executable, "-c", script, str(folder)], {**os.environ, **environment}
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=around)


def numbers(vault: Vault) -> list[int]:
    return [
        int(name.removeprefix("row "))
        for (name,) in vault.db.execute("SELECT name FROM setting WHERE name GLOB 'row [0-9]*' ORDER BY name")
    ]


def assert_whole(vault: Vault) -> None:
    assert vault.db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert vault.db.execute("PRAGMA foreign_key_check").fetchall() == []
    vault.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert vault.db.execute("PRAGMA cipher_integrity_check").fetchall() == []


def test_after_kill_every_row_that_was_told_is_there(tmp_path: Path) -> None:
    create_vault(tmp_path, KEY, vault_id=VAULT_ID).close()
    told, in_the_log = -1, 0
    for lines in range(1, 25):
        with run(WRITING, tmp_path) as child:
            assert child.stdout is not None
            for _ in range(lines):
                told = int(child.stdout.readline())
            child.send_signal(signal.SIGKILL)
            told = max([told, *map(int, child.stdout.read().splitlines())])
        in_the_log += (tmp_path / "vault.db-wal").stat().st_size > 0
        with closing(open_vault(tmp_path, KEY)) as vault:
            found = numbers(vault)
            assert found[: told + 1] == list(range(told + 1))
            assert len(found) <= told + 2
            for number in found[-2:]:
                value = vault.db.execute("SELECT value FROM setting WHERE name = ?", (f"row {number:06}",)).fetchone()
                assert value == (f"{number} " * 30_000,)
            assert_whole(vault)
    assert in_the_log > 15


def test_after_kill_while_creating_there_is_a_whole_vault_or_none(tmp_path: Path) -> None:
    with run(CREATING, tmp_path) as child:
        steps = int(child.communicate()[0])
    assert child.returncode == 0
    absent = whole = 0
    for step in range(5, steps, 5):
        folder = tmp_path / str(step)
        try:
            vault = open_vault(folder, KEY)
        except NoVault:
            absent += 1
            vault = create_vault(folder, KEY, vault_id=VAULT_ID)
        else:
            whole += 1
        assert vault.vault_id == VAULT_ID
        assert_whole(vault)
        vault.close()
        assert sorted(os.listdir(folder)) == ["vault.db", "vault.lock"]
        shutil.rmtree(folder)
    assert absent > 15
    assert whole > 3


def test_a_disk_that_fills_up_keeps_what_was_kept_and_works_again(tmp_path: Path) -> None:
    create_vault(tmp_path, KEY, vault_id=VAULT_ID).close()
    with run(FILLING, tmp_path) as child:
        counts, after = child.communicate()[0].splitlines()
    kept, found = map(int, counts.split())
    assert (kept, after) == (found, "after")
    assert kept > 3
    with closing(open_vault(tmp_path, KEY)) as vault:
        assert numbers(vault) == list(range(kept))
        assert_whole(vault)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 2 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("may not mount here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def put(vault: Vault, number: int) -> None:
    with vault.transaction():
        vault.db.execute("INSERT INTO setting (name, value) VALUES (?, ?)", (f"row {number:06}", f"{number} " * 5_000))


def fill(vault: Vault, number: int = 0) -> int:
    """Put rows until the disk is full; the number of the first that did not fit."""
    while True:
        try:
            put(vault, number)
        except DiskFull:
            return number
        number += 1


def test_a_full_disk_is_told_and_room_is_all_it_takes(small_disk: Path) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(600_000))
    with closing(create_vault(small_disk / "vault", KEY, vault_id=VAULT_ID)) as vault:
        kept = fill(vault)
        assert kept > 3
        assert numbers(vault) == list(range(kept))
        ballast.unlink()
        put(vault, kept)
        ballast.write_bytes(bytes(100_000))
        kept = fill(vault, kept + 1)
        assert numbers(vault) == list(range(kept))
    # Closed on a full disk, opened on one with room again.
    subprocess.run(["mount", "-o", "remount,size=8m", str(small_disk)], check=True)
    with closing(open_vault(small_disk / "vault", KEY)) as vault:
        assert numbers(vault) == list(range(kept))
        assert_whole(vault)


def test_creating_on_a_full_disk_leaves_no_half_vault(small_disk: Path) -> None:
    refused = 0
    for room in range(4096, 800_000, 16_384):
        folder, ballast = small_disk / "vault", small_disk / "ballast"
        folder.mkdir()
        ballast.write_bytes(bytes(2 * 2**20 - room))
        try:
            create_vault(folder, KEY, vault_id=VAULT_ID).close()
        except DiskFull:
            refused += 1
        ballast.unlink()
        try:
            with closing(open_vault(folder, KEY)) as vault:
                assert vault.vault_id == VAULT_ID
                assert_whole(vault)
        except NoVault:
            assert set(os.listdir(folder)) <= {"vault.lock"}
        shutil.rmtree(folder)
    assert 5 < refused < 48


def put_canaries(db: "sqlite3.Connection | Vault") -> None:
    connection = db.db if isinstance(db, Vault) else db
    connection.execute(
        "INSERT INTO case_file (id, pseudonym, opened_on, memory_aid) VALUES (1, ?, '2026-07-01', ?)", CANARIES[:2]
    )
    connection.execute(
        "INSERT INTO contact (case_id, channel, at, note) VALUES (1, 'phone', '2026-07-01T10:00', ?)",
        (f"{CANARIES[2]} belde. " * 300,),
    )
    connection.execute("SELECT text FROM search WHERE search MATCH ?", (CANARIES[2],)).fetchall()


def readable(folder: Path) -> set[tuple[str, str]]:
    """File and word, for each canary that stands in a file in some coding, whatever its case."""
    found = set()
    for path in folder.iterdir():
        content = path.read_bytes().lower()
        for word in CANARIES:
            # The index keeps words in pieces: the first letters are enough.
            for part in (word.lower(), word.lower()[:7]):
                if any(part.encode(coding) in content for coding in ("utf-8", "utf-16-le", "utf-16-be")):
                    found.add((path.name, word))
    return found


def test_no_word_is_readable_in_any_file(tmp_path: Path) -> None:
    folder = tmp_path / "vault"
    with closing(create_vault(folder, KEY, vault_id=VAULT_ID)) as vault:
        script = vault.db.execute("SELECT group_concat(sql, ';' || char(10)) FROM sqlite_schema").fetchone()[0]
        assert "case_file" in script
        put_canaries(vault)
        assert (folder / "vault.db-wal").stat().st_size > 10_000
        assert readable(folder) == set()
        shutil.copytree(folder, tmp_path / "crashed")
        with vault.transaction():
            vault.db.execute("UPDATE contact SET note = note || ?", (CANARIES[0],))
            assert readable(folder) == set()
    assert readable(folder) == set()
    assert readable(tmp_path / "crashed") == set()
    with closing(open_vault(tmp_path / "crashed", KEY)) as vault:
        assert vault.db.execute("SELECT pseudonym FROM case_file").fetchall() == [(CANARIES[0],)]
        assert readable(tmp_path / "crashed") == set()
    assert readable(tmp_path / "crashed") == set()


def test_the_search_for_words_would_find_them(tmp_path: Path) -> None:
    from adviser_desk.vault import migrate

    with closing(sqlite3.connect(tmp_path / "plain.db", isolation_level=None)) as plain:
        plain.execute("PRAGMA journal_mode = WAL")
        for script in sorted(migrate.SCHEMA.glob("*.sql")):
            for statement in migrate.statements(script.read_text(encoding="utf-8")):
                if "fts5vocab" not in statement and "'secure-delete'" not in statement:
                    plain.execute(statement)
        put_canaries(plain)
        assert {word for name, word in readable(tmp_path) if name == "plain.db-wal"} == set(CANARIES)
    (tmp_path / "wide").write_bytes(" ".join(CANARIES).encode("utf-16-le"))
    assert {word for name, word in readable(tmp_path) if name == "wide"} == set(CANARIES)


def test_sorting_a_large_vault_writes_no_temporary_file(tmp_path: Path) -> None:
    folder, temporary = tmp_path / "vault", tmp_path / "temporary"
    temporary.mkdir()
    create_vault(folder, KEY, vault_id=VAULT_ID).close()
    with run(SORTING, folder, TMPDIR=str(temporary), SQLITE_TMPDIR=str(temporary)) as child:
        opened = child.communicate()[0].splitlines()
    assert child.returncode == 0
    assert sorted(opened) == ["vault.db", "vault.db-shm", "vault.db-wal", "vault.lock"]
    assert os.listdir(temporary) == []
    assert readable(folder) == set()
