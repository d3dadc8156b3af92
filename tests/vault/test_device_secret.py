"""The secret of the device: in a real credential store, and what happens where there is none."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from credential_store import credential_store
from keyring.backend import KeyringBackend

from adviser_desk.errors import NoDeviceSecret, NoDeviceStore, WrongKey
from adviser_desk.vault import device_secret, keys, slots

VAULT_ID = "ab" * 16
PASSPHRASE = "koffer zingt langs blauwe tegels"
__all__ = ["credential_store"]


@pytest.fixture(autouse=True)
def low_cost() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slots, "calibrated", lambda: (64 * 1024, 3))
        yield


@pytest.mark.usefixtures("credential_store")
def test_a_secret_is_drawn_once_and_found_again() -> None:
    assert device_secret.read(VAULT_ID) is None
    drawn = device_secret.ensure(VAULT_ID)
    assert len(drawn) == 32
    assert device_secret.ensure(VAULT_ID) == drawn == device_secret.read(VAULT_ID)
    assert device_secret.ensure("cd" * 16) != drawn
    assert device_secret.store_name() == "SecretService"


@pytest.mark.usefixtures("credential_store")
def test_a_secret_that_is_forgotten_is_gone_and_no_other() -> None:
    device_secret.ensure(VAULT_ID)
    other = device_secret.ensure("cd" * 16)
    device_secret.forget(VAULT_ID)
    assert device_secret.read(VAULT_ID) is None
    assert device_secret.read("cd" * 16) == other
    with pytest.raises(NoDeviceStore):
        device_secret.forget(VAULT_ID)


def test_the_secret_is_nowhere_in_plain_text(credential_store: Path) -> None:
    drawn = device_secret.ensure(VAULT_ID)
    kept = [file.read_bytes() for file in credential_store.rglob("*") if file.is_file()]
    assert kept
    assert not [content for content in kept if bytes(drawn) in content or drawn.hex().encode() in content]


@pytest.mark.usefixtures("credential_store")
def test_the_passphrase_opens_on_its_own_device_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "vault"
    new = keys.create_keys(folder, PASSPHRASE, device="required")
    assert keys.needs_device(folder)
    assert keys.unlock(folder, PASSPHRASE) == new.key
    with pytest.raises(WrongKey):
        keys.unlock(folder, PASSPHRASE + "!")
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
    with pytest.raises(NoDeviceSecret):
        keys.unlock(folder, PASSPHRASE)
    assert keys.unlock_with_recovery(folder, new.recovery_code) == new.key


@pytest.mark.usefixtures("credential_store")
def test_a_store_that_lost_the_secret_is_no_dead_vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "vault"
    new = keys.create_keys(folder, PASSPHRASE, device="preferred")
    monkeypatch.setattr(device_secret, "_SERVICE", "another name, as after the store was emptied")
    before = (folder / "vault.keys").read_bytes()
    with pytest.raises(NoDeviceSecret):
        keys.unlock(folder, PASSPHRASE)
    assert (folder / "vault.keys").read_bytes() == before
    key = keys.unlock_with_recovery(folder, new.recovery_code)
    keys.replace_passphrase(folder, key, "een heel andere lange wachtzin", device="preferred")
    assert keys.unlock(folder, "een heel andere lange wachtzin") == new.key


def test_without_a_store_the_passphrase_does_it_alone_unless_it_is_required(tmp_path: Path) -> None:
    assert device_secret.store_name() is None
    new = keys.create_keys(tmp_path / "preferred", PASSPHRASE, device="preferred")
    assert not keys.needs_device(tmp_path / "preferred")
    assert keys.unlock(tmp_path / "preferred", PASSPHRASE) == new.key
    with pytest.raises(NoDeviceStore):
        keys.create_keys(tmp_path / "required", PASSPHRASE, device="required")
    assert not (tmp_path / "required" / "vault.keys").exists()


@pytest.mark.usefixtures("credential_store")
@pytest.mark.parametrize("named", ["keyring.backends.null.Keyring", "keyring.backends.fail.Keyring"])
def test_no_setting_names_another_store(monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    monkeypatch.setitem(os.environ, "PYTHON_KEYRING_BACKEND", named)
    assert device_secret.read(VAULT_ID) is None
    assert device_secret.ensure(VAULT_ID) == device_secret.read(VAULT_ID)


class _Forgetful(KeyringBackend):
    priority = 1  # type: ignore[assignment]

    def get_password(self, service: str, username: str) -> str | None:
        return None

    def set_password(self, service: str, username: str, password: str) -> None:
        return None


class _Silent(_Forgetful):
    def get_password(self, service: str, username: str) -> str | None:
        raise TimeoutError


def test_a_store_that_forgets_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device_secret, "_store", _Forgetful)
    with pytest.raises(NoDeviceStore):
        device_secret.ensure(VAULT_ID)


def test_a_store_that_does_not_answer_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device_secret, "_store", _Silent)
    with pytest.raises(NoDeviceStore):
        device_secret.read(VAULT_ID)
