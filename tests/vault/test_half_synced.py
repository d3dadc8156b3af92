"""A folder of which another program brought back some files of another moment: told, or whole; never a mixture."""

import random
import shutil
from datetime import datetime
from pathlib import Path

import pytest

from adviser_desk.casework import access, contacts, setup
from adviser_desk.casework.cases import draw_pseudonym
from adviser_desk.errors import Damaged
from adviser_desk.models.contact import Draft
from adviser_desk.policy import DEFAULT
from adviser_desk.vault import slots
from adviser_desk.vault.connection import Vault, create_vault, open_vault
from adviser_desk.vault.copies import check_whole

AT = datetime(2026, 10, 1, 9)
OLD, NEW = "koffer zingt langs blauwe tegels", "tegels zingen langs blauwe koffer"


def log(vault: Vault, chance: random.Random, number: int) -> None:
    for _contact in range(number):
        draft = Draft(
            place="capture:1", pseudonym=draw_pseudonym(vault), started_at=AT, text="tekst " * chance.randrange(300)
        )
        contacts.log_contact(vault, draft, at=AT, minutes=None)


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("vault.db*") if not path.name.endswith("-shm")}


@pytest.fixture(params=range(8))
def half(request: pytest.FixtureRequest, tmp_path: Path, key: bytearray) -> Path:
    """The vault file of one moment with the log of a later one."""
    chance = random.Random(request.param)
    first = create_vault(tmp_path / "vault", key, vault_id="0f" * 16)
    log(first, chance, 30)
    first.close()
    shutil.copytree(tmp_path / "vault", tmp_path / "half")
    later = open_vault(tmp_path / "vault", key)
    log(later, chance, chance.randrange(1, 40))
    later.close()
    latest = open_vault(tmp_path / "vault", key)
    log(latest, chance, chance.randrange(1, 20))
    shutil.copy(tmp_path / "vault" / "vault.db-wal", tmp_path / "half")
    latest.close()
    return tmp_path / "half"


def test_the_log_of_another_moment_is_damage_that_stays_as_it_is_or_gives_a_whole_vault(
    half: Path, key: bytearray
) -> None:
    before = bytes_of(half)
    try:
        vault = open_vault(half, key)
    except Damaged:
        assert bytes_of(half) == before
        return
    try:
        check_whole(vault.db)
    finally:
        vault.close()


def test_the_keys_of_before_open_the_vault_of_after_with_the_passphrase_of_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slots, "calibrated", lambda: (64 * 1024, 3))
    folder = tmp_path / "vault"
    vault, _code = setup.start_vault(folder, OLD)
    vault.close()
    earlier = (folder / "vault.keys").read_bytes()
    access.replace_passphrase(folder, OLD, NEW, DEFAULT)
    vault = access.open_desk(folder, NEW)
    log(vault, random.Random(1), 2)
    vault.close()
    (folder / "vault.keys").write_bytes(earlier)
    vault = access.open_desk(folder, OLD)
    try:
        assert check_whole(vault.db).contacts == 2
    finally:
        vault.close()


def test_copies_that_a_program_put_beside_the_files_are_left_alone(tmp_path: Path, key: bytearray) -> None:
    folder = tmp_path / "vault"
    create_vault(folder, key, vault_id="0f" * 16).close()
    beside = dict.fromkeys(("vault (1).db", "vault.db.conflict", "vault.keys.conflict"), b"van een ander")
    for name, content in beside.items():
        (folder / name).write_bytes(content)
    vault = open_vault(folder, key)
    log(vault, random.Random(1), 1)
    vault.close()
    assert {name: (folder / name).read_bytes() for name in beside} == beside
