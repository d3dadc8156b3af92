"""Another passphrase, another sheet: the new one opens, the old one opens until that is proved, and never after."""

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from adviser_desk.errors import Damaged, DiskFull, WrongKey, WrongRecoveryCode
from adviser_desk.vault import atomic, keys, recovery_code, slots
from adviser_desk.vault.keys import KeyFile

OLD, NEW = "koffer zingt langs blauwe tegels", "zeven stille fietsen onder de brug"


@pytest.fixture(scope="module", autouse=True)
def low_cost() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slots, "calibrated", lambda: (64 * 1024, 3))
        yield


@pytest.fixture
def new(tmp_path: Path) -> keys.NewKeys:
    return keys.create_keys(tmp_path, OLD)


def test_the_new_passphrase_opens_and_the_old_one_no_more(tmp_path: Path, new: keys.NewKeys) -> None:
    keys.replace_passphrase(tmp_path, new.key, NEW, device="off")
    assert keys.unlock(tmp_path, NEW) == new.key
    with pytest.raises(WrongKey):
        keys.unlock(tmp_path, OLD)
    assert keys.unlock_with_recovery(tmp_path, new.recovery_code) == new.key
    assert len(keys.read_keys(tmp_path).slots) == 2


def test_wherever_a_change_is_cut_off_one_of_the_two_opens(
    tmp_path: Path, new: keys.NewKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = os.replace
    for stop_at in range(1, 4):
        keys.write_keys(tmp_path, _only_with(tmp_path, new, OLD))
        done = 0

        def cut_off(source: Path, target: Path, stop_at: int = stop_at) -> None:
            nonlocal done
            done += 1
            if done == stop_at:
                raise KeyboardInterrupt
            whole(source, target)

        monkeypatch.setattr(atomic.os, "replace", cut_off)
        with suppress(KeyboardInterrupt):
            keys.replace_passphrase(tmp_path, new.key, NEW, device="off")
        monkeypatch.setattr(atomic.os, "replace", whole)
        opens = [phrase for phrase in (OLD, NEW) if _opens(tmp_path, phrase, new)]
        assert opens == [[OLD], [OLD, NEW], [NEW]][stop_at - 1]
        # Once the new one has opened, the change is made after all.
        assert NEW not in opens or not _opens(tmp_path, OLD, new)


def test_a_full_disk_leaves_the_old_one(tmp_path: Path, new: keys.NewKeys, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (tmp_path / "vault.keys").read_bytes()

    def full(*_: object) -> None:
        raise DiskFull()

    monkeypatch.setattr(atomic, "create", full)
    with pytest.raises(DiskFull):
        keys.replace_passphrase(tmp_path, new.key, NEW, device="off")
    assert (tmp_path / "vault.keys").read_bytes() == before


def test_slots_that_we_do_not_know_or_cannot_read_stay(tmp_path: Path, new: keys.NewKeys) -> None:
    content = json.loads((tmp_path / "vault.keys").read_bytes())
    unknown = {"kind": "token of another year", "anything": [1, 2, {"three": 4}]}
    rotten = {**content["slots"][0], "check": "0" * 64}
    content["slots"] += [unknown, rotten]
    (tmp_path / "vault.keys").write_text(json.dumps(content))
    keys.replace_passphrase(tmp_path, new.key, NEW, device="off")
    keys.replace_sheet(tmp_path, new.key, keys.sheet_for(new.vault_id))
    kept = keys.read_keys(tmp_path).slots
    assert unknown in kept
    assert rotten in kept
    assert len(kept) == 4


def test_the_new_sheet_opens_and_the_old_one_no_more(tmp_path: Path, new: keys.NewKeys) -> None:
    sheet = keys.sheet_for(new.vault_id)
    keys.replace_sheet(tmp_path, new.key, sheet)
    assert keys.unlock_with_recovery(tmp_path, sheet.recovery_code) == new.key
    with pytest.raises(WrongRecoveryCode):
        keys.unlock_with_recovery(tmp_path, new.recovery_code)
    assert keys.unlock(tmp_path, OLD) == new.key


def test_a_backup_slot_is_no_passphrase_slot(new: keys.NewKeys) -> None:
    slot = slots.backup_slot(new.vault_id, new.key, OLD)
    assert slots.open_by_passphrase(new.vault_id, slot, OLD, None) == new.key
    assert slot["passes"] == 12
    with pytest.raises(WrongKey):
        slots.open_by_passphrase(new.vault_id, slot, NEW, None)
    with pytest.raises(WrongKey):
        slots.open_by_passphrase(new.vault_id, {**slot, "kind": "passphrase"}, OLD, None)
    with pytest.raises(WrongKey):
        slots.open_by_passphrase("cd" * 16, slot, OLD, None)
    with pytest.raises(Damaged):
        slots.open_by_passphrase(new.vault_id, slot, OLD, bytearray(32))


def _only_with(folder: Path, new: keys.NewKeys, passphrase: str) -> KeyFile:
    by_code = slots.recovery_slot(new.vault_id, new.key, recovery_code.draw())
    return KeyFile(new.vault_id, [slots.passphrase_slot(new.vault_id, new.key, passphrase, None), by_code])


def _opens(folder: Path, passphrase: str, new: keys.NewKeys) -> bool:
    try:
        return keys.unlock(folder, passphrase) == new.key
    except WrongKey:
        return False
