"""The vault opens whole or not at all, is refused without being changed, and does nothing but what it is for."""

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlite

from adviser_desk.errors import Damaged, InUse, NoVault, ReadOnly, TooNew, VaultExists
from adviser_desk.vault import connection
from adviser_desk.vault.connection import Vault, create_vault, open_vault

PAGE = 4096
VAULT_ID = "0f" * 16
OPENING = """
import sys
from pathlib import Path
from adviser_desk.errors import KnownError
from adviser_desk.vault.connection import open_vault
try:
    vault = open_vault(Path(sys.argv[1]), bytearray.fromhex(sys.argv[2]))
except KnownError as error:
    print(type(error).__name__)
else:
    print(vault.vault_id)
    vault.close()
"""
posix = pytest.mark.skipif(sys.platform == "win32", reason="no such permissions")


def fill(vault: Vault, rows: int = 120) -> list[tuple[str, str]]:
    """Rows that take many pages, each row another text."""
    values = [(f"row {number:04}", f"{number} " * 500) for number in range(rows)]
    with vault.transaction():
        vault.db.executemany("INSERT INTO setting (name, value) VALUES (?, ?)", values)
    return values


def rows(vault: Vault) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = vault.db.execute(
        "SELECT name, value FROM setting WHERE name LIKE 'row %' ORDER BY name"
    ).fetchall()
    return found


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def opened_elsewhere(folder: Path, key: bytearray) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, "-c", OPENING, str(folder), key.hex()], capture_output=True, text=True)


@pytest.fixture
def closed(vault: Vault, vault_folder: Path) -> Path:
    """The folder of a filled vault that is closed."""
    fill(vault)
    vault.close()
    return vault_folder


@pytest.fixture
def unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    """As for a large vault: pages are checked when they are read only."""
    monkeypatch.setattr(connection, "_CHECKED_BYTES", 0)


# What an open vault is like


def test_a_new_vault_is_what_was_asked_and_opens_again(tmp_path: Path, key: bytearray) -> None:
    for practice in (False, True):
        folder = tmp_path / f"100% kluis #1? é {practice}" / "vault"
        with closing(create_vault(folder, key, vault_id=VAULT_ID, practice=practice)) as vault:
            values = fill(vault)
        with closing(open_vault(folder, key)) as vault:
            assert (vault.vault_id, vault.practice) == (VAULT_ID, practice)
            assert rows(vault) == values
        assert sorted(files(folder)) == ["vault.db", "vault.lock"]


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("cipher_page_size", "4096"),
        ("cipher_use_hmac", "1"),
        ("cipher_hmac_algorithm", "HMAC_SHA512"),
        ("cipher_kdf_algorithm", "PBKDF2_HMAC_SHA512"),
        ("cipher_plaintext_header_size", "0"),
        ("cipher_memory_security", "0"),
        ("kdf_iter", "256000"),
        ("journal_mode", "wal"),
        ("synchronous", "2"),
        ("fullfsync", "1"),
        ("checkpoint_fullfsync", "1"),
        ("foreign_keys", "1"),
        ("trusted_schema", "0"),
        ("temp_store", "2"),
        ("secure_delete", "1"),
        ("cache_size", "-8192"),
    ],
)
def test_every_setting_is_made(vault: Vault, setting: str, value: str) -> None:
    assert str(vault.db.execute(f"PRAGMA {setting}").fetchone()[0]) == value


def test_the_vault_keeps_its_own_key_and_wipes_it(vault_folder: Path, key: bytearray) -> None:
    copy = bytearray(key)
    vault = create_vault(vault_folder, copy, vault_id=VAULT_ID)
    connection.wipe(copy)
    with closing(vault.counting_connection(lambda *_: sqlite.SQLITE_OK)) as counting:
        assert counting.execute("SELECT count(*) FROM setting").fetchone() == (2,)
    vault.close()
    vault.close()
    assert vault._key == bytearray(32)
    with pytest.raises(sqlite.ProgrammingError):
        vault.db.execute("SELECT 1")
    open_vault(vault_folder, key).close()


def test_a_key_of_another_length_is_never_taken_for_a_passphrase(tmp_path: Path) -> None:
    for length in (0, 16, 31, 33, 64):
        with pytest.raises(ValueError, match="32 bytes"):
            create_vault(tmp_path / "vault", bytearray(length), vault_id=VAULT_ID)
        assert sorted(files(tmp_path / "vault")) == ["vault.lock"]


@posix
def test_every_file_is_for_this_user_only(vault_folder: Path, key: bytearray) -> None:
    old = os.umask(0)
    try:
        vault = create_vault(vault_folder, key, vault_id=VAULT_ID)
        fill(vault)
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in vault_folder.iterdir()}
        vault.close()
    finally:
        os.umask(old)
    assert modes == dict.fromkeys(["vault.db", "vault.db-wal", "vault.db-shm", "vault.lock"], 0o600)
    assert stat.S_IMODE(vault_folder.stat().st_mode) == 0o700


def test_a_transaction_is_all_or_nothing(vault: Vault) -> None:
    def put_and(then: Callable[[], object]) -> None:
        with vault.transaction():
            vault.db.execute("INSERT INTO setting (name, value) VALUES ('row 1', 'a')")
            then()

    def break_off() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        put_and(break_off)
    with pytest.raises(sqlite.OperationalError):
        put_and(lambda: put_and(lambda: None))
    assert rows(vault) == []
    put_and(lambda: None)
    assert rows(vault) == [("row 1", "a")]


def test_the_counting_connection_does_only_what_it_may(vault: Vault) -> None:
    def nothing_but_reading(action: int, first: str | None, *_: str | None) -> int:
        allowed = action == sqlite.SQLITE_SELECT or (action == sqlite.SQLITE_READ and first == "unit")
        return int(sqlite.SQLITE_OK if allowed else sqlite.SQLITE_DENY)

    with closing(vault.counting_connection(nothing_but_reading)) as counting:
        assert counting.execute("SELECT code FROM unit").fetchall() == []
        with pytest.raises(sqlite.DatabaseError):
            counting.execute("SELECT value FROM setting")
    with closing(vault.counting_connection(lambda *_: sqlite.SQLITE_OK)) as counting:
        with pytest.raises((ReadOnly, sqlite.OperationalError)):
            counting.execute("DELETE FROM setting")
        counting.execute("PRAGMA query_only = OFF")
        with pytest.raises(ReadOnly):
            counting.execute("DELETE FROM setting")


def test_no_copy_leaves_and_no_other_key_comes(
    vault: Vault, vault_folder: Path, key: bytearray, tmp_path: Path
) -> None:
    values = fill(vault)
    for statement in (
        f"ATTACH '{tmp_path / 'plain.db'}' AS plain KEY ''",
        "ATTACH ':memory:' AS other",
        "DETACH main",
        f"VACUUM INTO '{tmp_path / 'copy.db'}'",
        "SELECT sqlcipher_export('main')",
        "SELECT SQLCipher_Export('main')",
        "SELECT load_extension('x')",
        "PRAGMA rekey = 'other'",
        "PRAGMA ReKey = 'other'",
        f"PRAGMA hexrekey = '{'00' * 32}'",
        "PRAGMA writable_schema = ON",
    ):
        with pytest.raises(sqlite.DatabaseError):
            vault.db.execute(statement)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["vault"]
    vault.close()
    with closing(open_vault(vault_folder, key)) as again:
        assert rows(again) == values


def test_another_program_that_writes_is_told_as_in_use(vault: Vault, vault_folder: Path, key: bytearray) -> None:
    vault.db.execute("PRAGMA busy_timeout = 0")
    with closing(connection.connect(vault_folder, key)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(InUse), vault.transaction():
            pass
        other.execute("ROLLBACK")
    fill(vault)


# Creating and opening


def test_a_second_process_is_refused_and_the_first_goes_on(vault: Vault, vault_folder: Path, key: bytearray) -> None:
    first = fill(vault, 10)
    assert opened_elsewhere(vault_folder, key).stdout == "InUse\n"
    with pytest.raises(InUse):
        open_vault(vault_folder, key)
    vault.db.execute("INSERT INTO setting (name, value) VALUES ('row x', 'after')")
    assert rows(vault) == [*first, ("row x", "after")]
    vault.close()
    assert opened_elsewhere(vault_folder, key).stdout == f"{VAULT_ID}\n"


def test_creating_never_writes_over_a_vault(closed: Path, key: bytearray) -> None:
    before = files(closed)
    with pytest.raises(VaultExists):
        create_vault(closed, key, vault_id="ab" * 16)
    assert files(closed) == before
    with closing(open_vault(closed, key)), pytest.raises(InUse):
        create_vault(closed, key, vault_id="ab" * 16)


def test_opening_creates_nothing(tmp_path: Path, key: bytearray) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_bytes(b"x")
    for folder in (tmp_path / "empty", tmp_path / "nowhere", tmp_path / "file"):
        with pytest.raises(NoVault):
            open_vault(folder, key)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["empty", "file"]


def test_a_file_in_place_of_the_folder_cannot_be_written(tmp_path: Path, key: bytearray) -> None:
    (tmp_path / "file").write_bytes(b"x")
    for folder in (tmp_path / "file", tmp_path / "file" / "vault"):
        with pytest.raises(ReadOnly):
            create_vault(folder, key, vault_id=VAULT_ID)
    assert files(tmp_path) == {"file": b"x"}


@pytest.fixture
def read_only(closed: Path, tmp_path: Path) -> Iterator[Path]:
    """The folder of a vault on a file system that cannot be written, as a stick with its lock on."""
    place = tmp_path / "stick"
    place.mkdir()
    for command in (["mount", "--bind", str(closed), str(place)], ["mount", "-o", "remount,bind,ro", str(place)]):
        if shutil.which("mount") is None or subprocess.run(command, capture_output=True).returncode:
            pytest.skip("may not mount here")
    yield place
    subprocess.run(["umount", place], check=True)


def test_a_place_that_cannot_be_written_is_told(read_only: Path, key: bytearray) -> None:
    before = files(read_only)
    with pytest.raises(ReadOnly):
        open_vault(read_only, key)
    for folder in (read_only, read_only / "new"):
        with pytest.raises(ReadOnly):
            create_vault(folder, key, vault_id=VAULT_ID)
    assert files(read_only) == before


def test_the_log_of_a_vault_that_is_gone_is_kept_apart(closed: Path, key: bytearray, tmp_path: Path) -> None:
    with closing(open_vault(closed, key)) as old:
        old.db.execute("INSERT INTO setting (name, value) VALUES ('row x', 'in the log')")
        shutil.copytree(closed, tmp_path / "crashed")
    left = tmp_path / "crashed"
    (left / "vault.db").unlink()
    log = (left / "vault.db-wal").read_bytes()
    assert log
    other = bytearray(reversed(key))
    with closing(create_vault(left, other, vault_id="ab" * 16)) as vault:
        assert (vault.vault_id, rows(vault)) == ("ab" * 16, [])
    (kept,) = left.glob("vault.db-wal.*.old")
    assert kept.read_bytes() == log


def test_a_vault_is_not_made_for_the_keys_of_another(vault_folder: Path, key: bytearray) -> None:
    vault_folder.mkdir()
    for content in (b'{"vault_id": "%s"}' % (b"ab" * 16), b"{}", b"[]", b"junk"):
        (vault_folder / "vault.keys").write_bytes(content)
        with pytest.raises(InUse):
            create_vault(vault_folder, key, vault_id=VAULT_ID)
        assert sorted(files(vault_folder)) == ["vault.keys", "vault.lock"]
    (vault_folder / "vault.keys").write_bytes(b'{"vault_id": "%s"}' % VAULT_ID.encode())
    create_vault(vault_folder, key, vault_id=VAULT_ID).close()


# What is refused, and stays as it is


def refused(folder: Path, key: bytearray, expected: type[Exception]) -> None:
    before = files(folder)
    with pytest.raises(expected):
        open_vault(folder, key)
    after = files(folder)
    # Looking may leave an empty log and its index, which hold nothing.
    assert after.pop("vault.db-wal", b"") == before.pop("vault.db-wal", b"")
    assert {**after, "vault.db-shm": b""} == {**before, "vault.lock": b"", "vault.db-shm": b""}


def test_the_key_of_another_vault_means_damage(closed: Path) -> None:
    refused(closed, bytearray(32), Damaged)


def test_a_changed_byte_in_any_page_is_seen_at_opening(closed: Path, key: bytearray) -> None:
    whole = (closed / "vault.db").read_bytes()
    assert len(whole) > 60 * PAGE
    for page in range(len(whole) // PAGE):
        for offset in {(page * 997) % PAGE, PAGE - 1 - page % 80}:
            place = page * PAGE + offset
            (closed / "vault.db").write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
            refused(closed, key, Damaged)


def test_each_changed_byte_of_the_head_is_damage(closed: Path, key: bytearray) -> None:
    whole = (closed / "vault.db").read_bytes()
    for place in range(120):
        (closed / "vault.db").write_bytes(whole[:place] + bytes([whole[place] ^ 0x80]) + whole[place + 1 :])
        refused(closed, key, Damaged)


@pytest.mark.usefixtures("unchecked")
def test_a_changed_page_of_a_large_vault_never_reads_as_something_else(closed: Path, key: bytearray) -> None:
    with closing(open_vault(closed, key)) as vault:
        values = rows(vault)
    whole = (closed / "vault.db").read_bytes()
    seen = 0
    for page in range(len(whole) // PAGE):
        place = page * PAGE + 50 + page
        (closed / "vault.db").write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        try:
            with closing(open_vault(closed, key)) as vault:
                assert rows(vault) == values
        except Damaged:
            seen += 1
    assert seen >= 60


@pytest.mark.usefixtures("unchecked")
def test_a_page_in_the_place_of_another_is_damage(closed: Path, key: bytearray) -> None:
    whole = (closed / "vault.db").read_bytes()
    with closing(open_vault(closed, key)) as vault:
        values = rows(vault)
    pages = [whole[start : start + PAGE] for start in range(0, len(whole), PAGE)]
    pages[-1], pages[-2] = pages[-2], pages[-1]
    (closed / "vault.db").write_bytes(b"".join(pages))
    try:
        with closing(open_vault(closed, key)) as vault:
            assert rows(vault) == values
            pytest.fail("two pages changed places unseen")
    except Damaged:
        pass


@pytest.mark.parametrize("kept", [0, 1, 15, 16, 100, 4095, 4096, 4097, 3 * 4096, 20 * 4096 + 5, -4096, -1])
def test_a_shorter_file_is_damage(closed: Path, key: bytearray, kept: int) -> None:
    whole = (closed / "vault.db").read_bytes()
    (closed / "vault.db").write_bytes(whole[:kept])
    refused(closed, key, Damaged)


@pytest.mark.parametrize("extra", [b"x", b"\x00" * PAGE, b"x" * PAGE])
def test_a_longer_file_is_damage_or_reads_as_it_was(closed: Path, key: bytearray, extra: bytes) -> None:
    with closing(open_vault(closed, key)) as vault:
        values = rows(vault)
    (closed / "vault.db").write_bytes((closed / "vault.db").read_bytes() + extra)
    try:
        with closing(open_vault(closed, key)) as vault:
            assert rows(vault) == values
    except Damaged:
        pass


def test_a_plain_database_is_refused(closed: Path, key: bytearray) -> None:
    (closed / "vault.db").unlink()
    with closing(sqlite3.connect(closed / "vault.db")) as plain, plain:
        plain.execute("CREATE TABLE setting (name TEXT, value TEXT)")
        plain.execute("INSERT INTO setting VALUES ('vault_id', 'x'), ('practice', '0')")
        plain.execute("PRAGMA user_version = 1")
    refused(closed, key, Damaged)


def test_something_else_in_its_place_is_refused(closed: Path, key: bytearray) -> None:
    for junk in (b"\x00" * 8192, os.urandom(8192), b"%PDF-1.7\n" * 1000):
        (closed / "vault.db").write_bytes(junk)
        refused(closed, key, Damaged)
    (closed / "vault.db").unlink()
    (closed / "vault.db").mkdir()
    with pytest.raises(NoVault):
        open_vault(closed, key)


def edited(folder: Path, key: bytearray, *statements: str) -> None:
    with closing(connection.connect(folder, key)) as db:
        db.set_authorizer(None)
        for statement in statements:
            db.execute(statement)


@pytest.mark.parametrize("journal", ["WAL", "DELETE"])
def test_a_newer_vault_is_refused_and_stays_as_it_is(closed: Path, key: bytearray, journal: str) -> None:
    edited(closed, key, "PRAGMA user_version = 1000", f"PRAGMA journal_mode = {journal}")
    refused(closed, key, TooNew)


def test_a_newer_vault_with_a_log_after_a_crash_stays_as_it_is(closed: Path, key: bytearray, tmp_path: Path) -> None:
    with closing(connection.connect(closed, key)) as db:
        db.execute("PRAGMA user_version = 1000")
        shutil.copytree(closed, tmp_path / "crashed")
    assert files(tmp_path / "crashed")["vault.db-wal"]
    refused(tmp_path / "crashed", key, TooNew)


@pytest.mark.parametrize(
    "statements",
    [
        ("PRAGMA user_version = 0",),
        ("PRAGMA user_version = -1",),
        ("DELETE FROM setting WHERE name = 'vault_id'",),
    ],
)
def test_a_database_that_is_no_vault_is_damage(closed: Path, key: bytearray, statements: tuple[str, ...]) -> None:
    edited(closed, key, *statements)
    refused(closed, key, Damaged)


def test_an_empty_encrypted_database_is_damage(tmp_path: Path, key: bytearray) -> None:
    (tmp_path / "vault.db").touch()
    edited(tmp_path, key, "CREATE TABLE other (a)")
    refused(tmp_path, key, Damaged)


def test_a_refusal_says_nothing_beside_the_error(closed: Path, key: bytearray) -> None:
    whole = (closed / "vault.db").read_bytes()
    for place in (3, 3000, 30 * PAGE + 7):
        (closed / "vault.db").write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        done = opened_elsewhere(closed, key)
        assert (done.stdout, done.stderr) == ("Damaged\n", "")
