"""The key slots in `vault.keys`: what opens the vault key, and what does not. Never touches the database.

Must not delete or rewrite a slot of a kind that it does not know, or one that it cannot read.
"""

import json
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from adviser_desk.errors import (
    Damaged,
    KnownError,
    NoDeviceSecret,
    NoDeviceStore,
    NoVault,
    ReadOnly,
    TooNew,
    VaultExists,
    WrongKey,
)
from adviser_desk.vault import atomic, device_secret, recovery_code, slots
from adviser_desk.vault.connection import DATABASE, KEY_BYTES, KEYS, make_folder, wipe
from adviser_desk.vault.lock import InstanceLock
from adviser_desk.vault.slots import FORMAT, VERSION, Slot

_MOST_BYTES = 64 * 1024
DeviceRule = Literal["required", "preferred", "off"]
"""Whether a passphrase slot needs the secret of the device: always, where there is a store for it, or never."""


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


@dataclass(frozen=True)
class KeyFile:
    """What `vault.keys` says: the vault it is of, and its slots."""

    vault_id: str
    slots: list[Slot] = field(repr=False)

    def of_kind(self, kind: str) -> list[Slot]:
        """The slots of a kind that are as they were written, newest first. Raises Damaged when there is none."""
        # A slot that has changed is told from a passphrase that is wrong before a second is spent on it.
        found = [slot for slot in self.slots if slot.get("kind") == kind and slots.intact(self.vault_id, slot)]
        if not found:
            raise Damaged()
        return found

    def without(self, gone: list[Slot]) -> list[Slot]:
        """Its slots but those."""
        return [slot for slot in self.slots if slot not in gone]

    def content(self) -> bytes:
        """As it is written."""
        content = {"format": FORMAT, "version": VERSION, "vault_id": self.vault_id, "slots": self.slots}
        return json.dumps(content, indent=1).encode("ascii")


def draw_sheet() -> Sheet:
    """A new recovery code and vault id."""
    return sheet_for(secrets.token_hex(16))


def sheet_for(vault_id: str) -> Sheet:
    """A new recovery code for a vault that exists."""
    return Sheet(recovery_code=recovery_code.draw(), vault_id=vault_id)


def create_keys(
    folder: Path, passphrase: bytearray | str, sheet: Sheet | None = None, *, device: DeviceRule = "off"
) -> NewKeys:
    """Draw a vault key and write `vault.keys` with a passphrase slot and a recovery slot. Takes about two seconds.

    `sheet` was printed before; without one a new one is drawn. Keys of a set-up that never came to a vault are set
    aside under another name, not deleted. Raises VaultExists, InUse, DiskFull, ReadOnly, and NoDeviceStore when the
    device's secret is required.
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
            by_passphrase = _passphrase_slot(new.vault_id, key, passphrase, device)
            by_code = slots.recovery_slot(new.vault_id, key, new.recovery_code)
            _set_aside(folder)
            write_keys(folder, KeyFile(new.vault_id, [by_passphrase, by_code]))
        except BaseException:
            wipe(new.key)
            raise
        return new
    finally:
        lock.release()


def unlock(folder: Path, passphrase: bytearray | str) -> bytearray:
    """The raw vault key, in about a second. The caller wipes it, and the passphrase.

    Raises NoVault, WrongKey, TooNew, Damaged when the slot is gone or changed, and NoDeviceSecret when the slot needs
    a secret that the credential store of this device does not give.
    """
    kept = read_keys(folder)
    tried = kept.of_kind("passphrase")
    key, opened = _first_that_opens(kept.vault_id, tried, passphrase)
    if opened is tried[0] and len(tried) > 1:
        # A change of passphrase was cut off after its last proof but one: the new passphrase has now opened.
        _try_to_write(folder, KeyFile(kept.vault_id, kept.without(tried[1:])))
    return key


def unlock_with_recovery(folder: Path, code: str) -> bytearray:
    """The raw vault key by the recovery code, written in any way. The caller wipes it.

    Raises WrongBlock for a typing mistake, WrongRecoveryCode, NoVault, TooNew, Damaged.
    """
    kept = read_keys(folder)
    return _first_by_code(kept, code)


def replace_passphrase(folder: Path, key: bytearray, passphrase: bytearray | str, *, device: DeviceRule) -> None:
    """Let another passphrase open the vault, and no earlier one. Takes about four seconds.

    The earlier one opens until the new one has proved, from the disk, that it does. The caller holds the vault's lock.
    Raises NoDeviceStore, DiskFull, ReadOnly, Damaged; then the earlier one still opens.
    """
    kept = read_keys(folder)
    earlier = [slot for slot in kept.slots if slot.get("kind") == "passphrase" and slots.intact(kept.vault_id, slot)]
    new = _passphrase_slot(kept.vault_id, key, passphrase, device)
    write_keys(folder, KeyFile(kept.vault_id, [new, *kept.slots]))
    written = read_keys(folder)
    proof, opened = _first_that_opens(kept.vault_id, written.of_kind("passphrase")[:1], passphrase)
    try:
        if proof != key or opened != new:
            raise Damaged()
    finally:
        wipe(proof)
    write_keys(folder, KeyFile(kept.vault_id, written.without(earlier)))


def replace_sheet(folder: Path, key: bytearray, sheet: Sheet) -> None:
    """Let another recovery sheet open the vault, and no earlier one. The new one was proved to exist on paper.

    The caller holds the vault's lock. Raises DiskFull, ReadOnly, Damaged; then the earlier one still opens.
    """
    kept = read_keys(folder)
    earlier = [slot for slot in kept.slots if slot.get("kind") == "recovery" and slots.intact(kept.vault_id, slot)]
    new = slots.recovery_slot(kept.vault_id, key, sheet.recovery_code)
    write_keys(folder, KeyFile(kept.vault_id, [*kept.without(earlier), new]))


def needs_device(folder: Path) -> bool:
    """Whether the passphrase opens the vault on this device only. Raises NoVault, TooNew, Damaged."""
    return slots.needs_device(read_keys(folder).of_kind("passphrase")[0])


def passphrase_name(folder: Path) -> str:
    """What tells the passphrase that opens now from any other. Raises NoVault, TooNew, Damaged."""
    return slots.name_of(read_keys(folder).of_kind("passphrase")[0])


def vault_number(folder: Path) -> str:
    """The short mark by which people tell vaults and recovery sheets apart, e.g. `4C-19`. Readable while locked.

    Raises NoVault, TooNew, Damaged.
    """
    return number_of(read_keys(folder).vault_id)


def number_of(vault_id: str) -> str:
    """The short mark of a vault id."""
    return f"{vault_id[:2]}-{vault_id[2:4]}".upper()


def read_keys(folder: Path) -> KeyFile:
    """What `vault.keys` says. Raises NoVault, TooNew, Damaged, ReadOnly when it cannot be read."""
    try:
        with (folder / KEYS).open("rb") as file:
            content = file.read(_MOST_BYTES)
    except (FileNotFoundError, NotADirectoryError):
        if (folder / DATABASE).exists():
            raise Damaged() from None
        raise NoVault(place=str(folder)) from None
    except OSError:
        raise ReadOnly(place=str(folder)) from None
    return parse(content)


def parse(content: bytes) -> KeyFile:
    """The same from the bytes of such a file. Raises TooNew, Damaged."""
    try:
        return _looked_through(json.loads(content.decode("ascii")))
    except (ValueError, RecursionError):
        raise Damaged() from None


def write_keys(folder: Path, kept: KeyFile) -> None:
    """Put a key file in the place of the one that is there, whole or not at all. Raises DiskFull, ReadOnly."""
    atomic.write(folder / KEYS, kept.content())


def _passphrase_slot(vault_id: str, key: bytearray, passphrase: bytearray | str, device: DeviceRule) -> Slot:
    secret = _device_secret(vault_id, device)
    try:
        return slots.passphrase_slot(vault_id, key, passphrase, secret)
    finally:
        wipe(secret or bytearray())


def _device_secret(vault_id: str, device: DeviceRule) -> bytearray | None:
    if device == "off":
        return None
    try:
        return device_secret.ensure(vault_id)
    except NoDeviceStore:
        if device == "required":
            raise
        return None


def _first_that_opens(vault_id: str, tried: list[Slot], passphrase: bytearray | str) -> tuple[bytearray, Slot]:
    error: KnownError = WrongKey()
    for slot in tried:
        try:
            return _opened(vault_id, slot, passphrase), slot
        except WrongKey:
            continue
        except NoDeviceSecret as missing:
            error = missing
    raise error


def _opened(vault_id: str, slot: Slot, passphrase: bytearray | str) -> bytearray:
    secret: bytearray | None = None
    try:
        if slots.needs_device(slot):
            try:
                secret = device_secret.read(vault_id)
            except NoDeviceStore:
                raise NoDeviceSecret() from None
            if secret is None:
                raise NoDeviceSecret()
        return slots.open_by_passphrase(vault_id, slot, passphrase, secret)
    finally:
        wipe(secret or bytearray())


def _first_by_code(kept: KeyFile, code: str) -> bytearray:
    *others, last = kept.of_kind("recovery")
    for slot in others:
        try:
            return slots.open_by_code(kept.vault_id, slot, code)
        except WrongKey:
            continue
    return slots.open_by_code(kept.vault_id, last, code)


def _looked_through(content: Any) -> KeyFile:
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise Damaged()
    vault_id, found = content.get("vault_id"), content.get("slots")
    if not (isinstance(vault_id, str) and len(vault_id) == 32 and set(vault_id) <= set("0123456789abcdef")):
        raise Damaged()
    if not (isinstance(found, list) and all(isinstance(slot, dict) for slot in found)):
        raise Damaged()
    if content.get("version") != VERSION:
        # When a slot fits this version after all, only the number itself has rotted.
        rotted = any(slots.intact(vault_id, slot) for slot in found)
        raise Damaged() if rotted or slots.whole(content, "version") < VERSION else TooNew()
    return KeyFile(vault_id, found)


def _try_to_write(folder: Path, kept: KeyFile) -> None:
    try:
        write_keys(folder, kept)
    except KnownError:
        return


def _set_aside(folder: Path) -> None:
    if (folder / KEYS).exists():
        atomic.rename(folder / KEYS, folder / f"{KEYS}.{secrets.token_hex(4)}.old")
