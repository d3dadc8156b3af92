"""The cryptography of one key slot: how a vault key is wrapped and unwrapped. Knows no file and no folder.

Sources: RFC 9106 (Argon2id), RFC 5869 (HKDF), NIST SP 800-38D (GCM).
"""

import hashlib
import json
import secrets
import time
import unicodedata
from base64 import b64decode, b64encode
from functools import cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from adviser_desk.errors import Damaged, WrongKey, WrongRecoveryCode
from adviser_desk.vault import recovery_code
from adviser_desk.vault.connection import KEY_BYTES, wipe

FORMAT = "adviser-desk-keys"
VERSION = 1
SECRET_BYTES = 32
"""Of the device secret."""
_SALT_BYTES, _NONCE_BYTES, _TAG_BYTES = 16, 12, 16
_KIB = 1024
_LEAST_MEMORY, _MOST_MEMORY, _LEAST_PASSES, _MOST_PASSES = 64 * _KIB, 1024 * _KIB, 3, 16
"""Bounds of the Argon2id cost, in KiB and passes. Above them an edited file could ask for all memory there is."""
_CALIBRATED_MEMORY = 512 * _KIB
_SECONDS = 1.0
_HEAVIER = 4
"""How many times the passes of a backup's slot: whoever finds a stick has no device to fight, only time."""
_PURPOSES = {"passphrase": b"adviser-desk passphrase slot 1", "backup": b"adviser-desk backup slot 1"}

Slot = dict[str, Any]


def passphrase_slot(
    vault_id: str, key: bytearray, passphrase: bytearray | str, device_secret: bytearray | None
) -> Slot:
    """A slot that opens with the passphrase, together with the device secret if there is one. Takes about 2 s."""
    memory, passes = calibrated()
    return _stretched_slot("passphrase", vault_id, key, passphrase, device_secret, memory, passes)


def backup_slot(vault_id: str, key: bytearray, passphrase: bytearray | str) -> Slot:
    """A slot for backup files: opens with the passphrase alone, at four times the cost. Takes about 5 s."""
    memory, passes = calibrated()
    return _stretched_slot("backup", vault_id, key, passphrase, None, memory, min(_MOST_PASSES, _HEAVIER * passes))


def recovery_slot(vault_id: str, key: bytearray, code: str) -> Slot:
    """A slot that opens with the recovery code alone."""
    slot: Slot = {"kind": "recovery", "kdf": "hkdf-sha256", **_drawn()}
    return _closed(vault_id, slot, _recovery_kek(vault_id, slot, recovery_code.read(code)), key)


def open_by_passphrase(
    vault_id: str, slot: Slot, passphrase: bytearray | str, device_secret: bytearray | None
) -> bytearray:
    """The vault key in a slot of kind `passphrase` or `backup`; the caller wipes it. Raises WrongKey, Damaged."""
    memory, passes, lanes = (whole(slot, name) for name in ("memory_kib", "passes", "lanes"))
    in_bounds = _LEAST_MEMORY <= memory <= _MOST_MEMORY and _LEAST_PASSES <= passes <= _MOST_PASSES and 1 <= lanes <= 4
    if not in_bounds or slot.get("kdf") != "argon2id" or needs_device(slot) != (device_secret is not None):
        raise Damaged()
    return _opened(vault_id, slot, _passphrase_kek(vault_id, slot, passphrase, device_secret), WrongKey)


def open_by_code(vault_id: str, slot: Slot, code: str) -> bytearray:
    """The vault key in a recovery slot; the caller wipes it. Raises WrongBlock, WrongRecoveryCode, Damaged."""
    return _opened(vault_id, slot, _recovery_kek(vault_id, slot, recovery_code.read(code)), WrongRecoveryCode)


def intact(vault_id: str, slot: Slot) -> bool:
    """Whether the slot is as it was written. No protection: it tells a file that rotted from a wrong passphrase."""
    return bool(slot.get("check") == _check(vault_id, slot))


def needs_device(slot: Slot) -> bool:
    """Whether the slot opens on its own device only. Raises Damaged when it does not say."""
    needed = slot.get("device_secret")
    if not isinstance(needed, bool):
        raise Damaged()
    return needed


def name_of(slot: Slot) -> str:
    """What tells this slot from any other."""
    return str(slot["salt"])


def whole(content: Slot, name: str) -> int:
    """A whole number by its name. Raises Damaged for anything else."""
    value = content.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise Damaged()
    return value


@cache
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


def _stretched_slot(
    kind: str,
    vault_id: str,
    key: bytearray,
    passphrase: bytearray | str,
    device_secret: bytearray | None,
    memory: int,
    passes: int,
) -> Slot:
    cost = {"kdf": "argon2id", "memory_kib": memory, "passes": passes, "lanes": 1}
    slot: Slot = {"kind": kind, **cost, "device_secret": device_secret is not None, **_drawn()}
    return _closed(vault_id, slot, _passphrase_kek(vault_id, slot, passphrase, device_secret), key)


def _drawn() -> Slot:
    return {"salt": _text(secrets.token_bytes(_SALT_BYTES)), "nonce": _text(secrets.token_bytes(_NONCE_BYTES))}


def _passphrase_kek(
    vault_id: str, slot: Slot, passphrase: bytearray | str, device_secret: bytearray | None
) -> bytearray:
    salt, used = _bytes(slot, "salt", _SALT_BYTES), [_normal(passphrase)]
    try:
        used.append(_argon2id(used[0], salt, slot["memory_kib"], slot["passes"], slot["lanes"]))
        used.append(used[1] + (device_secret or b""))
        return _hkdf(used[2], bytes.fromhex(vault_id), _PURPOSES[slot["kind"]])
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


def _closed(vault_id: str, slot: Slot, kek: bytearray, key: bytearray) -> Slot:
    nonce = _bytes(slot, "nonce", _NONCE_BYTES)
    slot["wrapped_key"] = _text(AESGCM(kek).encrypt(nonce, key, _associated(vault_id, slot)))
    slot["check"] = _check(vault_id, slot)
    wipe(kek)
    return slot


def _opened(vault_id: str, slot: Slot, kek: bytearray, wrong: type[WrongKey]) -> bytearray:
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
