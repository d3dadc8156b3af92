"""The key slots in `vault.keys`: what opens the vault key, and what does not. Never touches the database.

Must not delete or rewrite a slot of a kind that it does not know.
"""

import hashlib
import json
import os
import secrets
import time
import unicodedata
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from adviser_desk.errors import Damaged, NoVault, ReadOnly, TooNew, VaultExists, WrongKey, WrongRecoveryCode
from adviser_desk.vault import atomic, recovery_code
from adviser_desk.vault.connection import DATABASE, KEY_BYTES, KEYS, make_folder, wipe
from adviser_desk.vault.lock import InstanceLock

FORMAT = "adviser-desk-keys"
VERSION = 1
_MOST_BYTES = 64 * 1024
_SALT_BYTES, _NONCE_BYTES, _TAG_BYTES = 16, 12, 16
_KIB = 1024
_LEAST_MEMORY, _MOST_MEMORY, _LEAST_PASSES, _MOST_PASSES = 64 * _KIB, 1024 * _KIB, 3, 16
"""Bounds of the Argon2id cost, in KiB and passes. Above them an edited file could ask for all memory there is."""
_CALIBRATED_MEMORY = 512 * _KIB
_SECONDS = 1.0

Slot = dict[str, Any]


@dataclass(frozen=True)
class NewKeys:
    """What was just made. `recovery_code` is shown once and kept nowhere; the caller wipes `key`."""

    key: bytearray = field(repr=False)
    recovery_code: str = field(repr=False)
    vault_id: str


@dataclass(frozen=True)
class Sheet:
    """What is printed before there is a vault, so that nothing is on the disk until the paper is proved to exist."""

    recovery_code: str = field(repr=False)
    vault_id: str


def draw_sheet() -> Sheet:
    """A new recovery code and vault id."""
    return Sheet(recovery_code=recovery_code.draw(), vault_id=secrets.token_hex(16))


def create_keys(folder: Path, passphrase: bytearray | str, sheet: Sheet | None = None) -> NewKeys:
    """Draw a vault key and write `vault.keys` with a passphrase slot and a recovery slot. Takes about two seconds.

    `sheet` was printed before; without one a new one is drawn. Keys of a set-up that never came to a vault are set
    aside under another name, not deleted. Raises VaultExists, InUse, DiskFull, ReadOnly.
    """
    make_folder(folder)
    lock = InstanceLock(folder)
    try:
        if (folder / DATABASE).exists():
            raise VaultExists(place=str(folder))
        sheet = sheet or draw_sheet()
        key = bytearray(secrets.token_bytes(KEY_BYTES))
        new = NewKeys(key=key, recovery_code=sheet.recovery_code, vault_id=sheet.vault_id)
        try:
            _write_keys(folder, new, passphrase)
        except BaseException:
            wipe(new.key)
            raise
        return new
    finally:
        lock.release()


def unlock(folder: Path, passphrase: bytearray | str) -> bytearray:
    """The raw vault key, in about a second. The caller wipes it, and the passphrase.

    Raises NoVault, WrongKey, TooNew, or Damaged when the slot is gone or changed.
    """
    vault_id, slots = _read(folder)
    slot = _slot(vault_id, slots, "passphrase")
    memory, passes, lanes = (_whole(slot, name) for name in ("memory_kib", "passes", "lanes"))
    in_bounds = _LEAST_MEMORY <= memory <= _MOST_MEMORY and _LEAST_PASSES <= passes <= _MOST_PASSES and 1 <= lanes <= 4
    if not in_bounds or slot.get("kdf") != "argon2id" or slot.get("device_secret") is not False:
        raise Damaged()
    kek = _passphrase_kek(vault_id, slot, passphrase)
    return _open_slot(vault_id, slot, kek, WrongKey)


def unlock_with_recovery(folder: Path, code: str) -> bytearray:
    """The raw vault key by the recovery code, written in any way. The caller wipes it.

    Raises WrongBlock for a typing mistake, WrongRecoveryCode, NoVault, TooNew, Damaged.
    """
    vault_id, slots = _read(folder)
    slot = _slot(vault_id, slots, "recovery")
    return _open_slot(vault_id, slot, _recovery_kek(vault_id, slot, recovery_code.read(code)), WrongRecoveryCode)


def vault_number(folder: Path) -> str:
    """The short mark by which people tell vaults and recovery sheets apart, e.g. `4C-19`. Readable while locked.

    Raises NoVault, TooNew, Damaged.
    """
    return number_of(_read(folder)[0])


def number_of(vault_id: str) -> str:
    """The short mark of a vault id."""
    return f"{vault_id[:2]}-{vault_id[2:4]}".upper()


def _write_keys(folder: Path, new: NewKeys, passphrase: bytearray | str) -> None:
    passphrase_slot = _passphrase_slot(new.vault_id, passphrase, new.key)
    slots = [passphrase_slot, _recovery_slot(new.vault_id, new.recovery_code, new.key)]
    content = {"format": FORMAT, "version": VERSION, "vault_id": new.vault_id, "slots": slots}
    _set_aside(folder)
    atomic.write(folder / KEYS, json.dumps(content, indent=1).encode("ascii"))


def _passphrase_slot(vault_id: str, passphrase: bytearray | str, key: bytearray) -> Slot:
    memory, passes = calibrated()
    slot: Slot = {
        "kind": "passphrase",
        "kdf": "argon2id",
        "memory_kib": memory,
        "passes": passes,
        "lanes": 1,
        "device_secret": False,
        "salt": _text(secrets.token_bytes(_SALT_BYTES)),
        "nonce": _text(secrets.token_bytes(_NONCE_BYTES)),
    }
    return _closed_slot(vault_id, slot, _passphrase_kek(vault_id, slot, passphrase), key)


def _recovery_slot(vault_id: str, code: str, key: bytearray) -> Slot:
    slot: Slot = {
        "kind": "recovery",
        "kdf": "hkdf-sha256",
        "salt": _text(secrets.token_bytes(_SALT_BYTES)),
        "nonce": _text(secrets.token_bytes(_NONCE_BYTES)),
    }
    return _closed_slot(vault_id, slot, _recovery_kek(vault_id, slot, recovery_code.read(code)), key)


def calibrated() -> tuple[int, int]:
    """Memory (KiB) and passes of Argon2id that take about a second here; never under 64 MiB and 3 passes."""
    # Other work on the machine only ever slows a run down: the fastest is the nearest to what a guesser needs.
    fits = _SECONDS / min(_timed() for _ in range(3))
    memory = max(_LEAST_MEMORY, min(_CALIBRATED_MEMORY, int(_LEAST_MEMORY * fits) // _KIB * _KIB))
    return memory, _LEAST_PASSES


def _timed() -> float:
    started = time.perf_counter()
    _argon2id(bytearray(b"calibration"), bytes(16), _LEAST_MEMORY, _LEAST_PASSES, 1)
    return time.perf_counter() - started


def _argon2id(secret: bytearray, salt: bytes, memory: int, passes: int, lanes: int) -> bytearray:
    derived = bytearray(32)
    kdf = Argon2id(salt=salt, length=32, iterations=passes, lanes=lanes, memory_cost=memory)
    kdf.derive_into(secret, derived)  # type: ignore[arg-type]  # its stub knows bytes only; it takes any buffer
    return derived


def _passphrase_kek(
    vault_id: str, slot: Slot, passphrase: bytearray | str, device_secret: bytes | bytearray = b""
) -> bytearray:
    salt, used = _bytes(slot, "salt", _SALT_BYTES), [_normal(passphrase)]
    try:
        used.append(_argon2id(used[0], salt, slot["memory_kib"], slot["passes"], slot["lanes"]))
        used.append(used[1] + device_secret)
        return _hkdf(used[2], bytes.fromhex(vault_id), b"adviser-desk passphrase slot 1")
    finally:
        for secret in used:
            wipe(secret)


def _recovery_kek(vault_id: str, slot: Slot, symbols: str) -> bytearray:
    salt = bytes.fromhex(vault_id) + _bytes(slot, "salt", _SALT_BYTES)
    return _hkdf(symbols.encode("ascii"), salt, b"adviser-desk recovery slot 1")


def _hkdf(secret: bytes | bytearray, salt: bytes, purpose: bytes) -> bytearray:
    derived = bytearray(32)
    HKDF(algorithm=SHA256(), length=32, salt=salt, info=purpose).derive_into(secret, derived)
    return derived


def _normal(passphrase: bytearray | str) -> bytearray:
    # Keyboards differ in how they write é; the bytes of plain letters are the same in every form. What is not text is
    # kept as it is: put aside by a mark, two different passphrases would become one.
    if not isinstance(passphrase, bytearray):
        return bytearray(unicodedata.normalize("NFC", passphrase).encode("utf-8", errors="surrogatepass"))
    if passphrase.isascii():
        return bytearray(passphrase)
    text = passphrase.decode("utf-8", errors="surrogateescape")
    return bytearray(unicodedata.normalize("NFC", text).encode("utf-8", errors="surrogateescape"))


def _closed_slot(vault_id: str, slot: Slot, kek: bytearray, key: bytearray) -> Slot:
    nonce = _bytes(slot, "nonce", _NONCE_BYTES)
    slot["wrapped_key"] = _text(AESGCM(kek).encrypt(nonce, key, _associated(vault_id, slot)))
    slot["check"] = _check(vault_id, slot)
    wipe(kek)
    return slot


def _open_slot(vault_id: str, slot: Slot, kek: bytearray, wrong: type[WrongKey]) -> bytearray:
    key = bytearray(KEY_BYTES)
    try:
        nonce, wrapped = _bytes(slot, "nonce", _NONCE_BYTES), _bytes(slot, "wrapped_key", KEY_BYTES + _TAG_BYTES)
        AESGCM(kek).decrypt_into(nonce, wrapped, _associated(vault_id, slot), key)
    except InvalidTag:
        raise wrong() from None
    finally:
        wipe(kek)
    return key


def _associated(vault_id: str, slot: Slot) -> bytes:
    return _canonical(vault_id, slot, without=("wrapped_key", "check"))


def _check(vault_id: str, slot: Slot) -> str:
    # Not a secret and no protection: it tells a file that rotted from a passphrase that is wrong.
    return hashlib.sha256(_canonical(vault_id, slot, without=("check",))).hexdigest()


def _canonical(vault_id: str, slot: Slot, without: tuple[str, ...]) -> bytes:
    kept = {name: value for name, value in slot.items() if name not in without}
    whole = {"format": FORMAT, "version": VERSION, "vault_id": vault_id, "slot": kept}
    return json.dumps(whole, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")


def _read(folder: Path) -> tuple[str, list[Slot]]:
    try:
        with (folder / KEYS).open("rb") as file:
            content = json.loads(file.read(_MOST_BYTES).decode("ascii"))
    except (FileNotFoundError, NotADirectoryError):
        if (folder / DATABASE).exists():
            raise Damaged() from None
        raise NoVault(place=str(folder)) from None
    except OSError:
        raise ReadOnly(place=str(folder)) from None
    except (ValueError, RecursionError):
        raise Damaged() from None
    return _looked_through(content)


def _looked_through(content: Any) -> tuple[str, list[Slot]]:
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise Damaged()
    vault_id, slots = content.get("vault_id"), content.get("slots")
    if not (isinstance(vault_id, str) and len(vault_id) == 32 and set(vault_id) <= set("0123456789abcdef")):
        raise Damaged()
    if not (isinstance(slots, list) and all(isinstance(slot, dict) for slot in slots)):
        raise Damaged()
    if content.get("version") != VERSION:
        # When a slot fits this version after all, only the number itself has rotted.
        rotted = any(slot.get("check") == _check(vault_id, slot) for slot in slots)
        raise Damaged() if rotted or _whole(content, "version") < VERSION else TooNew()
    return vault_id, slots


def _slot(vault_id: str, slots: list[Slot], kind: str) -> Slot:
    # A slot that has changed is told from a passphrase that is wrong before a second is spent on it.
    for slot in slots:
        if slot.get("kind") == kind and slot.get("check") == _check(vault_id, slot):
            return slot
    raise Damaged()


def _whole(slot: Slot, name: str) -> int:
    value = slot.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise Damaged()
    return value


def _bytes(slot: Slot, name: str, length: int) -> bytes:
    try:
        content = b64decode(slot[name], validate=True)
    except (KeyError, TypeError, ValueError):
        raise Damaged() from None
    if len(content) != length:
        raise Damaged()
    return content


def _text(content: bytes) -> str:
    return b64encode(content).decode("ascii")


def _set_aside(folder: Path) -> None:
    if (folder / KEYS).exists():
        os.replace(folder / KEYS, folder / f"{KEYS}.{secrets.token_hex(4)}.old")
