"""The secret that this device adds to the passphrase, in the credential store of the operating system.

Must not look for a store: each system has one by name. A setting or an environment variable could name one that
writes plain text, or one that forgets.
"""

import importlib
import secrets
import sys
import threading
from base64 import b64decode, b64encode
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from adviser_desk.errors import NoDeviceStore
from adviser_desk.vault.slots import SECRET_BYTES

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

T = TypeVar("T")
_SERVICE = "Adviser Desk"
_STORES = {
    "linux": ("keyring.backends.SecretService", "Keyring"),
    "win32": ("keyring.backends.Windows", "WinVaultKeyring"),
    "darwin": ("keyring.backends.macOS", "Keyring"),
}
"""The one store of each system: the Secret Service, the Credential Manager, the keychain."""
PATIENCE = 60.0
"""Seconds that the store may take: it may ask the adviser something first."""


def read(vault_id: str) -> bytearray | None:
    """The device secret of a vault, None when the store has none. The caller wipes it. Raises NoDeviceStore."""
    kept = _within_patience(lambda: _store().get_password(_SERVICE, vault_id))
    if kept is None:
        return None
    try:
        secret = bytearray(b64decode(kept, validate=True))
    except ValueError:
        return None
    return secret if len(secret) == SECRET_BYTES else None


def ensure(vault_id: str) -> bytearray:
    """The device secret of a vault, drawn and kept when there is none. The caller wipes it. Raises NoDeviceStore."""
    if (kept := read(vault_id)) is not None:
        return kept
    secret = bytearray(secrets.token_bytes(SECRET_BYTES))
    text = b64encode(secret).decode("ascii")
    _within_patience(lambda: _store().set_password(_SERVICE, vault_id, text))
    # A store that swallows what it is given would leave a slot that never opens again.
    if read(vault_id) != secret:
        raise NoDeviceStore()
    return secret


def forget(vault_id: str) -> None:
    """Take the device secret of a vault out of the store. Raises NoDeviceStore, also when there is none."""

    def delete() -> None:
        _store().delete_password(_SERVICE, vault_id)

    _within_patience(delete)


def store_name() -> str | None:
    """The name of the store that this system has and that answers, None without one."""
    try:
        _within_patience(lambda: _store().priority)
    except NoDeviceStore:
        return None
    return _STORES[sys.platform][0].rsplit(".", 1)[1]


def _store() -> "KeyringBackend":
    module, name = _STORES[sys.platform]
    # Loading it takes a third of a second: only when it is needed.
    store: KeyringBackend = getattr(importlib.import_module(module), name)()
    if sys.platform == "win32":
        # Else the secret of the device would follow the adviser to other devices.
        store.persist = "local machine"  # type: ignore[attr-defined]
    return store


def _within_patience(ask: Callable[[], T]) -> T:
    # The store may show a window of its own and wait for an answer that never comes.
    answers: list[T] = []

    def answer() -> None:
        # A store fails in as many ways as there are stores, and each means the same: it cannot be used.
        try:
            answers.append(ask())
        except Exception:
            return

    asking = threading.Thread(target=answer, name="credential store", daemon=True)
    asking.start()
    asking.join(PATIENCE)
    if not answers:
        raise NoDeviceStore()
    return answers[0]
