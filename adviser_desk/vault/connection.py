"""One open vault: the only place that opens the encrypted file, with every setting written out.

Must not open or close `vault.db` in any other way while it is open: that would drop SQLite's own locks.
"""

import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Protocol, TypeVar

from sqlcipher3 import dbapi2 as sqlite

from adviser_desk.errors import Damaged, DiskFull, InUse, KnownError, NoVault, ReadOnly, VaultExists
from adviser_desk.vault import atomic
from adviser_desk.vault.copies import check_whole, copy_pages, forget_database, forget_old, make_room
from adviser_desk.vault.errors import known, known_os
from adviser_desk.vault.lock import InstanceLock
from adviser_desk.vault.migrate import behind, migrate, refuse_other_schema
from adviser_desk.vault.statements import Connection

DATABASE = "vault.db"
KEYS = "vault.keys"
BEFORE = f"{DATABASE}.before-"
"""Begins the name of a copy from before a migration; the number of the first new script ends it."""
COPY = f"{DATABASE}.copy"
"""What a backup is made from; left by a crash only."""
KEY_BYTES = 32
_PLAIN = b"SQLite format 3\x00"
_CIPHER = (
    "cipher_log_level = NONE",
    "cipher_page_size = 4096",
    "cipher_use_hmac = ON",
    "cipher_hmac_algorithm = HMAC_SHA512",
    "cipher_kdf_algorithm = PBKDF2_HMAC_SHA512",
    "kdf_iter = 256000",
    "cipher_plaintext_header_size = 0",
    "cipher_memory_security = OFF",
)
_BEHAVIOUR = (
    "busy_timeout = 2000",
    "synchronous = FULL",
    "fullfsync = ON",
    "checkpoint_fullfsync = ON",
    "foreign_keys = ON",
    "trusted_schema = OFF",
    "temp_store = MEMORY",
    "secure_delete = ON",
    "cache_size = -8192",
    "wal_autocheckpoint = 1000",
)
_CHECKED_BYTES = 8 * 2**20
"""Up to this size every page is checked at opening; above it that would take too long, and each page is when read."""
_DENIED_FUNCTIONS = {"load_extension", "sqlcipher_export"}
_DENIED_PRAGMAS = {"key", "hexkey", "rekey", "hexrekey", "writable_schema"}
Authorizer = Callable[[int, str | None, str | None, str | None, str | None], int]


class Beside(Protocol):
    """Works beside a vault with a connection of its own."""

    def __init__(self, vault: "Vault") -> None: ...
    def close(self) -> None: ...


B = TypeVar("B", bound=Beside)


class Vault:
    """One open vault. It belongs to the thread that opened it; made by `create_vault` and `open_vault` only."""

    def __init__(self, folder: Path, key: bytearray, lock: InstanceLock) -> None:
        """Open the database of `folder`; the vault keeps its own copy of the key and gives up the lock when closed."""
        self.folder = folder
        self._key = bytearray(key)
        self._lock = lock
        self._closed = False
        self._kept: dict[type[Beside], Beside] = {}
        try:
            # Looked at without a right to write, so that a vault that is refused stays as it is.
            with closing(connect(folder, self._key, read_only=True)) as look:
                refuse_other_schema(look)
                _check_left_log(look)
                found = dict(look.execute("SELECT name, value FROM setting WHERE name IN ('vault_id', 'practice')"))
            if len(found) != 2:
                raise Damaged()
            self.db = connect(folder, self._key)
            _check_pages(self.db)
            if (number := behind(self.db)) is not None:
                self._keep_copy(f"{BEFORE}{number}")
            migrate(self.db)
            forget_old(folder, f"{BEFORE}*")
            forget_database(folder / COPY)
        except BaseException:
            self.close()
            raise
        self.vault_id: str = found["vault_id"]
        self.practice: bool = found["practice"] == "1"

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing: BEGIN IMMEDIATE … COMMIT, or ROLLBACK on any error. Does not nest.

        A failed statement raises DiskFull, ReadOnly, Damaged or InUse.
        """
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.db.execute("COMMIT")
        except BaseException:
            if self.db.in_transaction:
                self.db.execute("ROLLBACK")
            raise

    def counting_connection(self, authorizer: Authorizer) -> sqlite.Connection:
        """A second, read-only connection that may do only what `authorizer` permits. The caller closes it."""
        db = connect(self.folder, self._key, read_only=True)
        db.execute("PRAGMA query_only = ON")
        db.set_authorizer(authorizer)
        return db

    def kept(self, kind: type[B]) -> B:
        """The one object of a kind that works beside the vault: made when first wanted, closed before the vault is."""
        if kind not in self._kept:
            self._kept[kind] = kind(self)
        found = self._kept[kind]
        assert isinstance(found, kind)
        return found

    def beside(self, name: str = DATABASE, *, read_only: bool = True) -> Connection:
        """Another connection, to the vault or a copy in its folder, for the thread that asks. The caller closes it."""
        return connect(self.folder, self._key, read_only=read_only, name=name)

    def rewrite(self) -> bool:
        """Write the whole file anew, so that nothing deleted is left in it, and empty the log; False when still in use.

        Takes as much room on the disk and in memory as the vault is large. Must run outside a transaction.
        """
        self._close_kept()
        self.db.set_authorizer(_refuse_named_files)
        try:
            self.db.execute("VACUUM")
        finally:
            self.db.set_authorizer(_refuse_other_files)
        return _write_back(self.db)

    def _keep_copy(self, name: str) -> None:
        # Written under another name and looked at whole: what has this name is good.
        part = self.folder / f"{name}.part"
        try:
            make_room(part)
            with closing(self.beside(part.name, read_only=False)) as copy:
                counts = copy_pages(self.db, copy)
            with closing(self.beside(part.name)) as copy:
                if check_whole(copy) != counts:
                    raise Damaged()
            atomic.rename(part, self.folder / name)
            atomic.sync_folder(self.folder)
        except OSError as error:
            if (found := known_os(error, self.folder)) is None:
                raise
            raise found from None
        finally:
            forget_database(part)

    def _close_kept(self) -> None:
        while self._kept:
            self._kept.popitem()[1].close()

    def close(self) -> None:
        """Write the log back into the file and empty it, close, wipe the key, give up the lock. Safe to call twice."""
        if self._closed:
            return
        self._closed = True
        try:
            self._close_kept()
            if hasattr(self, "db"):
                _close(self.db)
        finally:
            wipe(self._key)
            self._lock.release()


def create_vault(folder: Path, key: bytearray, *, vault_id: str, practice: bool = False) -> Vault:
    """Make a new vault in `folder` (made if it is not there, for this user only) and open it.

    `key` is the raw key of 32 bytes; the caller wipes his own. A vault appears whole or not at all. Raises
    VaultExists, DiskFull, ReadOnly, and InUse also when another set-up has written the keys of another vault there.
    """
    make_folder(folder)
    lock = InstanceLock(folder)
    try:
        if (folder / DATABASE).exists():
            raise VaultExists(place=str(folder))
        if _vault_of_keys(folder) not in (None, vault_id):
            raise InUse()
        _build(folder, key, vault_id, practice)
        return Vault(folder, key, lock)
    except BaseException:
        lock.release()
        raise


def open_vault(folder: Path, key: bytearray) -> Vault:
    """Open the vault in `folder` with its raw key; creates nothing but the lock file. The caller wipes his own key.

    Raises NoVault, InUse, Damaged, TooNew, ReadOnly, DiskFull. A key from `keys.unlock` is right, so a file that
    does not open with it is damaged.
    """
    if not (folder / DATABASE).is_file():
        raise NoVault(place=str(folder))
    lock = InstanceLock(folder)
    try:
        _check_head(folder)
    except BaseException:
        lock.release()
        raise
    return Vault(folder, key, lock)


def make_folder(folder: Path) -> None:
    """Make the folder of a vault, for this user only. Raises ReadOnly, DiskFull."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        atomic.sync_folder(folder.parent)
    except FileExistsError:
        raise ReadOnly(place=str(folder)) from None
    except OSError as error:
        if (found := known_os(error, folder)) is None:
            raise
        raise found from None


def connect(folder: Path, key: bytearray, *, read_only: bool = False, name: str = DATABASE) -> Connection:
    """A keyed connection with every setting made. It never creates a file."""
    uri = f"{(folder.resolve() / name).as_uri()}?mode={'ro' if read_only else 'rw'}"
    try:
        db: Connection = sqlite.connect(uri, uri=True, isolation_level=None, factory=Connection)
    except sqlite.Error as error:
        if (found := known(error, folder)) is None:
            raise
        raise found from None
    db.folder = folder
    try:
        _set_key(db, key)
        for setting in _CIPHER:
            db.execute(f"PRAGMA {setting}")
        if not db.execute("PRAGMA cipher_version").fetchone():
            raise RuntimeError("this SQLite does not encrypt")
        db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        for setting in _BEHAVIOUR:
            db.execute(f"PRAGMA {setting}")
        if not read_only:
            _use_log(db)
        db.set_authorizer(_refuse_other_files)
    except BaseException:
        db.close()
        raise
    return db


def _build(folder: Path, key: bytearray, vault_id: str, practice: bool) -> None:
    # Built under another name, so that a crash half-way leaves no half vault; the lock makes the name ours alone.
    name = f"{DATABASE}.new"
    try:
        forget_database(folder / name)
        atomic.create(folder / name)
        with closing(connect(folder, key, name=name)) as db:
            migrate(db)
            values = [("vault_id", vault_id), ("practice", str(int(practice)))]
            db.executemany("INSERT INTO setting (name, value) VALUES (?, ?)", values)
            # Only the file itself gets its name: what is still in the log would be lost.
            if not _write_back(db):
                raise DiskFull()
        _set_log_aside(folder)
        atomic.rename(folder / name, folder / DATABASE)
        atomic.sync_folder(folder)
    except OSError as error:
        if (found := known_os(error, folder)) is None:
            raise
        raise found from None
    finally:
        forget_database(folder / name)


def _set_log_aside(folder: Path) -> None:
    # The log of a vault that is gone would be taken for the log of the new one. It may hold the last of somebody's
    # notes, so it is kept, under another name.
    for suffix in ("-wal", "-shm"):
        if (left := folder / (DATABASE + suffix)).exists():
            atomic.rename(left, folder / f"{left.name}.{secrets.token_hex(4)}.old")


def _vault_of_keys(folder: Path) -> str | None:
    try:
        return str(json.loads((folder / KEYS).read_bytes())["vault_id"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError, KeyError, TypeError):
        return ""


def _check_left_log(look: Connection) -> None:
    # A crash leaves the log of this very file. In a folder that was synchronised half it may be that of a later or an
    # earlier one: its pages are sound one by one, and what they make together is not.
    left = look.folder / f"{DATABASE}-wal"
    if not left.is_file() or not left.stat().st_size:
        return
    for check in ("integrity_check", "foreign_key_check"):
        if look.execute(f"PRAGMA {check}").fetchall() not in ([], [("ok",)]):
            raise Damaged()


def _check_pages(db: Connection) -> None:
    # After a crash a page of the file may be half written while the log still has it whole: write it back first.
    if (db.folder / DATABASE).stat().st_size > _CHECKED_BYTES:
        return
    try:
        whole = _write_back(db)
    except (DiskFull, InUse):
        return
    if whole and db.execute("PRAGMA cipher_integrity_check").fetchone() is not None:
        raise Damaged()


def _check_head(folder: Path) -> None:
    # SQLite would take an empty file for a new database and a plain one for its own.
    try:
        with (folder / DATABASE).open("rb") as file:
            head = file.read(len(_PLAIN))
    except OSError:
        raise ReadOnly(place=str(folder)) from None
    if len(head) < len(_PLAIN) or head == _PLAIN:
        raise Damaged()


def _set_key(db: Connection, key: bytearray) -> None:
    # Without the x'…' around hex digits SQLCipher takes the bytes for a passphrase. No str of the key is ever made.
    if len(key) != KEY_BYTES:
        raise ValueError("a raw key has 32 bytes")
    digits = b"0123456789abcdef"
    raw = bytearray(b"x'" + bytes(2 * KEY_BYTES) + b"'")
    for place, byte in enumerate(key):
        raw[2 + 2 * place], raw[3 + 2 * place] = digits[byte >> 4], digits[byte & 15]
    try:
        db.set_key(raw)
    finally:
        wipe(raw)


def _use_log(db: Connection) -> None:
    if db.execute("PRAGMA journal_mode = WAL").fetchone()[0] != "wal":
        raise ReadOnly(place=str(db.folder))


def _refuse_other_files(action: int, first: str | None, second: str | None = None, *_: str | None) -> int:
    # ATTACH with an empty key would write a plain copy, a new key would fit no slot, an extension could do anything.
    if action in (sqlite.SQLITE_ATTACH, sqlite.SQLITE_DETACH):
        return int(sqlite.SQLITE_DENY)
    if action == sqlite.SQLITE_FUNCTION and str(second).lower() in _DENIED_FUNCTIONS:
        return int(sqlite.SQLITE_DENY)
    if action == sqlite.SQLITE_PRAGMA and str(first).lower() in _DENIED_PRAGMAS:
        return int(sqlite.SQLITE_DENY)
    return int(sqlite.SQLITE_OK)


def _refuse_named_files(action: int, first: str | None, *rest: str | None) -> int:
    # VACUUM attaches a database without a name, which is in memory here, and nothing else.
    unnamed = action == sqlite.SQLITE_ATTACH and not first
    return int(sqlite.SQLITE_OK) if unnamed else _refuse_other_files(action, first, *rest)


def _close(db: Connection) -> None:
    # What cannot be written back now stays, durable, in the log file and is read from there at the next open.
    try:
        with suppress(KnownError):
            _write_back(db)
    finally:
        db.close()


def _write_back(db: Connection) -> bool:
    # Whether all of the log is in the file now and the log is empty.
    busy, left, _ = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return bool(busy == 0 and left == 0)


def wipe(secret: bytearray) -> None:
    """Overwrite a secret by zeros."""
    for place in range(len(secret)):
        secret[place] = 0
