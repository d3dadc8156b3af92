"""A real encrypted vault for each test that asks for one, opened by a raw key so that nothing has to be stretched."""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from adviser_desk import i18n
from adviser_desk.vault.connection import Vault, create_vault

# The vaults of tests leave nothing in the credential store of whoever runs them.
os.environ.pop("DBUS_SESSION_BUS_ADDRESS", None)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`pytest tests/system --program dist/adviser-desk/adviser-desk`: the tests of the window on a built program."""
    parser.addoption("--program", type=Path, help="a built program, instead of the one in this folder")


@pytest.fixture(scope="session", autouse=True)
def _no_user(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The language that whoever runs the tests chose in the program is not that of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        yield


@pytest.fixture(autouse=True)
def _dutch() -> None:
    """In whatever order tests run: none is in the language of the one before."""
    i18n.set_language("nl")


@pytest.fixture
def key() -> bytearray:
    """A raw vault key."""
    return bytearray(secrets.token_bytes(32))


@pytest.fixture
def vault_folder(tmp_path: Path) -> Path:
    """Where the vault of this test is; made with the vault."""
    return tmp_path / "vault"


@pytest.fixture
def vault(vault_folder: Path, key: bytearray) -> Iterator[Vault]:
    """An empty, open vault."""
    opened = create_vault(vault_folder, key, vault_id="0f" * 16)
    yield opened
    opened.close()
