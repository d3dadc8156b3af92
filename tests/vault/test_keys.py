"""The key slots open for the right passphrase or code only, and tell what is wrong from what has changed."""

import hashlib
import json
import os
import stat
import sys
import unicodedata
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adviser_desk.errors import (
    Damaged,
    InUse,
    KnownError,
    NoVault,
    ReadOnly,
    TooNew,
    VaultExists,
    WrongBlock,
    WrongKey,
    WrongRecoveryCode,
)
from adviser_desk.vault import keys, recovery_code, slots
from adviser_desk.vault.lock import InstanceLock

PASSPHRASE = "drie natte paraplu's in het café"
MEMORY, PASSES = 66 * 1024, 3
"""Just above the lowest cost, so that a run is short and can still be lowered within the bounds."""
Content = dict[str, Any]
_calibrated = slots.calibrated.__wrapped__


@pytest.fixture(scope="module", autouse=True)
def low_cost() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slots, "calibrated", lambda: (MEMORY, PASSES))
        yield


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, low_cost: None) -> tuple[keys.NewKeys, bytes]:
    folder = tmp_path_factory.mktemp("made") / "vault"
    return keys.create_keys(folder, PASSPHRASE), (folder / "vault.keys").read_bytes()


@pytest.fixture
def new(made: tuple[keys.NewKeys, bytes]) -> keys.NewKeys:
    return made[0]


@pytest.fixture
def folder(tmp_path: Path, made: tuple[keys.NewKeys, bytes]) -> Path:
    (tmp_path / "vault.keys").write_bytes(made[1])
    return tmp_path


@pytest.fixture
def no_stretching(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> bytearray:
        raise AssertionError("a passphrase was stretched with parameters that must be refused")

    monkeypatch.setattr(slots, "_argon2id", refuse)


def content_of(folder: Path) -> Content:
    content: Content = json.loads((folder / "vault.keys").read_bytes())
    return content


def put(folder: Path, content: Any) -> bytes:
    written = json.dumps(content).encode("ascii")
    (folder / "vault.keys").write_bytes(written)
    return written


def with_check(content: Content) -> Content:
    """As somebody would leave the file who knows the program: each check fits what the slot says."""
    for slot in content["slots"]:
        kept = {name: value for name, value in slot.items() if name != "check"}
        whole = {"format": "adviser-desk-keys", "version": 1, "vault_id": content["vault_id"], "slot": kept}
        canonical = json.dumps(whole, sort_keys=True, separators=(",", ":")).encode("ascii")
        slot["check"] = hashlib.sha256(canonical).hexdigest()
    return content


def test_the_passphrase_opens_in_each_unicode_form_and_as_bytes(folder: Path, new: keys.NewKeys) -> None:
    assert keys.unlock(folder, unicodedata.normalize("NFD", PASSPHRASE)) == new.key
    assert keys.unlock(folder, bytearray(unicodedata.normalize("NFD", PASSPHRASE).encode())) == new.key
    assert isinstance(keys.unlock(folder, bytearray(PASSPHRASE.encode())), bytearray)


@pytest.mark.parametrize("typed", ["", PASSPHRASE.upper(), PASSPHRASE + " ", PASSPHRASE.replace("é", "e")])
def test_another_passphrase_is_wrong(folder: Path, typed: str) -> None:
    with pytest.raises(WrongKey) as raised:
        keys.unlock(folder, typed)
    assert raised.type is WrongKey


def test_bytes_that_are_no_text_are_not_taken_for_each_other(tmp_path: Path) -> None:
    new = keys.create_keys(tmp_path, bytearray(b"caf\xe9 en thee"))
    assert keys.unlock(tmp_path, bytearray(b"caf\xe9 en thee")) == new.key
    for other in (bytearray(b"caf\xe8 en thee"), "caf� en thee", "caf? en thee"):
        with pytest.raises(WrongKey):
            keys.unlock(tmp_path, other)


def test_the_passphrase_of_the_caller_is_left_for_him_to_wipe(folder: Path) -> None:
    typed = bytearray(PASSPHRASE.encode())
    keys.unlock(folder, typed)
    assert typed == PASSPHRASE.encode()


def test_the_recovery_code_alone_opens_in_any_writing(folder: Path, new: keys.NewKeys) -> None:
    assert keys.unlock_with_recovery(folder, new.recovery_code) == new.key
    assert keys.unlock_with_recovery(folder, new.recovery_code.lower().replace("-", " ")) == new.key


def test_another_sheet_is_told_from_a_typing_mistake(folder: Path, new: keys.NewKeys) -> None:
    with pytest.raises(WrongRecoveryCode) as raised:
        keys.unlock_with_recovery(folder, recovery_code.draw())
    assert raised.type is WrongRecoveryCode
    with pytest.raises(WrongBlock) as typo:
        keys.unlock_with_recovery(folder, new.recovery_code.replace("-", "-0", 1))
    assert typo.value.values == {"block": 2}


def test_a_changed_byte_anywhere_is_damage_or_harmless(folder: Path, new: keys.NewKeys) -> None:
    whole = (folder / "vault.keys").read_bytes()
    harmless = 0
    for place in range(len(whole)):
        for flip in (0x01, 0x03, 0x20, 0x80):
            (folder / "vault.keys").write_bytes(whole[:place] + bytes([whole[place] ^ flip]) + whole[place + 1 :])
            try:
                key = keys.unlock_with_recovery(folder, new.recovery_code)
            except Damaged:
                continue
            harmless += 1
            assert key == new.key
    assert harmless < 4 * len(whole) / 2


@pytest.mark.usefixtures("no_stretching")
def test_a_changed_byte_in_the_passphrase_slot_is_damage_before_anything_is_stretched(folder: Path) -> None:
    whole = (folder / "vault.keys").read_bytes()
    first, end = whole.index(b'"kind": "passphrase"'), whole.index(b'"kind": "recovery"')
    end = whole.rindex(b"}", first, end)
    for place in range(first, end):
        if whole[place : place + 1].isspace():
            continue
        (folder / "vault.keys").write_bytes(whole[:place] + bytes([whole[place] ^ 0x01]) + whole[place + 1 :])
        with pytest.raises(Damaged):
            keys.unlock(folder, PASSPHRASE)


def test_each_shorter_file_is_damaged(folder: Path, new: keys.NewKeys) -> None:
    whole = (folder / "vault.keys").read_bytes()
    for length in range(len(whole)):
        (folder / "vault.keys").write_bytes(whole[:length])
        with pytest.raises(Damaged):
            keys.unlock_with_recovery(folder, new.recovery_code)


def changed(slot: Content, name: str, value: object) -> None:
    slot[name] = value


EDITS: dict[str, Callable[[Content], object]] = {
    "vault id": lambda content: changed(content, "vault_id", "0" * 32),
    "salt": lambda content: changed(content["slots"][1], "salt", content["slots"][0]["salt"]),
    "nonce": lambda content: changed(content["slots"][1], "nonce", content["slots"][0]["nonce"]),
    "kdf": lambda content: changed(content["slots"][1], "kdf", "none"),
    "new field": lambda content: changed(content["slots"][1], "note", "x"),
    "wrapped key of the other slot": lambda content: changed(
        content["slots"][1], "wrapped_key", content["slots"][0]["wrapped_key"]
    ),
    "kinds swapped": lambda content: [
        slot.update(kind=kind) for slot, kind in zip(content["slots"], ("recovery", "passphrase"), strict=True)
    ],
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_the_key_opens_only_with_all_that_its_slot_says(
    folder: Path, new: keys.NewKeys, edit: Callable[[Content], object]
) -> None:
    content = content_of(folder)
    edit(content)
    put(folder, with_check(content))
    with pytest.raises((WrongRecoveryCode, Damaged)):
        keys.unlock_with_recovery(folder, new.recovery_code)


@pytest.mark.parametrize(("name", "value"), [("memory_kib", 64 * 1024), ("passes", 4), ("lanes", 2), ("note", "x")])
def test_a_passphrase_slot_with_another_cost_does_not_open(folder: Path, name: str, value: object) -> None:
    content = content_of(folder)
    content["slots"][0][name] = value
    put(folder, with_check(content))
    with pytest.raises(WrongKey):
        keys.unlock(folder, PASSPHRASE)


@pytest.mark.usefixtures("no_stretching")
@pytest.mark.parametrize(
    ("name", "value"),
    [
        *product(["memory_kib"], [0, -1, 64 * 1024 - 1, 2**20 + 1, 2**40, True, None, "66000", 66e3, []]),
        *product(["passes"], [0, 1, 2, 17, 10**9, 3.0]),
        *product(["lanes"], [0, 5, 2**24]),
        ("kdf", "pbkdf2"),
        ("kdf", None),
        ("device_secret", 0),
        ("salt", ""),
        ("salt", "AAAA"),
    ],
)
def test_parameters_out_of_bounds_are_refused_before_use(folder: Path, name: str, value: object) -> None:
    content = content_of(folder)
    content["slots"][0][name] = value
    put(folder, with_check(content))
    with pytest.raises(Damaged):
        keys.unlock(folder, PASSPHRASE)


def test_slots_and_fields_of_another_kind_are_passed_by_and_kept(folder: Path, new: keys.NewKeys) -> None:
    content = content_of(folder)
    content["slots"].insert(0, {"kind": "smart_card", "check": "0", "anything": [1, {"a": None}]})
    content["later"] = {"a": 1}
    written = put(folder, content)
    assert keys.unlock_with_recovery(folder, new.recovery_code) == new.key
    assert keys.unlock(folder, PASSPHRASE) == new.key
    assert (folder / "vault.keys").read_bytes() == written


def test_keys_of_a_newer_program_are_too_new_and_stay_as_they_are(folder: Path, new: keys.NewKeys) -> None:
    written = put(folder, {**content_of(folder), "version": 2, "slots": [{"kind": "recovery", "check": "?"}]})
    for attempt in (
        lambda: keys.unlock(folder, PASSPHRASE),
        lambda: keys.unlock_with_recovery(folder, new.recovery_code),
        lambda: keys.vault_number(folder),
    ):
        with pytest.raises(TooNew):
            attempt()
    assert (folder / "vault.keys").read_bytes() == written


@pytest.mark.parametrize("version", [0, 2, 9, "1", None, 1.5])
def test_a_version_that_the_slots_deny_is_damage(folder: Path, new: keys.NewKeys, version: object) -> None:
    put(folder, {**content_of(folder), "version": version})
    with pytest.raises(Damaged):
        keys.unlock_with_recovery(folder, new.recovery_code)


@pytest.mark.parametrize(
    "junk",
    [
        b"",
        b"\x00" * 500,
        b"null",
        b"[]",
        b"{}",
        b"[" * 60_000,
        b'{"format":"adviser-desk-keys","version":' + b"9" * 5000 + b"}",
        b'{"format":"adviser-desk-keys","version":1,"vault_id":"'
        + b"0" * 32
        + b'","slots":['
        + b"[" * 500
        + b"]" * 501,
        b" " * 70_000,
        '{"format":"é"}'.encode(),
    ],
)
def test_junk_is_damage(tmp_path: Path, junk: bytes) -> None:
    (tmp_path / "vault.keys").write_bytes(junk)
    with pytest.raises(Damaged):
        keys.unlock(tmp_path, PASSPHRASE)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["kind", "kdf", "salt", "nonce", "check", "wrapped_key"]), inner, max_size=5)
    ),
    max_leaves=12,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.fixed_dictionaries(
        {"format": st.just("adviser-desk-keys"), "vault_id": st.just("0" * 32), "version": json_values | st.just(1)},
        optional={"slots": st.lists(json_values | st.just({"kind": "recovery"}), max_size=3) | json_values},
    )
)
def test_a_file_of_any_other_shape_is_a_known_error(tmp_path: Path, content: Content) -> None:
    put(tmp_path, content)
    with pytest.raises(KnownError):
        keys.unlock_with_recovery(tmp_path, recovery_code.draw())


def test_a_folder_without_keys_is_no_vault_but_a_vault_without_keys_is_damaged(tmp_path: Path) -> None:
    with pytest.raises(NoVault):
        keys.unlock(tmp_path, PASSPHRASE)
    with pytest.raises(NoVault):
        keys.unlock(tmp_path / "nowhere", PASSPHRASE)
    (tmp_path / "vault.db").write_bytes(b"x")
    with pytest.raises(Damaged):
        keys.unlock(tmp_path, PASSPHRASE)


def test_nothing_secret_is_in_the_file_or_in_what_is_printed(made: tuple[keys.NewKeys, bytes]) -> None:
    new, written = made
    symbols = "".join(block[:4] for block in new.recovery_code.split("-"))
    for secret in (new.key, new.key.hex().encode(), PASSPHRASE.encode(), new.recovery_code.encode(), symbols.encode()):
        assert secret not in written
    assert new.recovery_code not in repr(new)
    assert str(bytes(new.key)) not in repr(new)


def test_nothing_is_drawn_twice(tmp_path: Path, made: tuple[keys.NewKeys, bytes]) -> None:
    other = keys.create_keys(tmp_path, PASSPHRASE)
    assert other.key != made[0].key
    assert other.vault_id != made[0].vault_id
    slots = [*json.loads(made[1])["slots"], *content_of(tmp_path)["slots"]]
    for name in ("salt", "nonce", "wrapped_key", "check"):
        assert len({slot[name] for slot in slots}) == 4


def test_keys_of_a_set_up_that_was_not_finished_are_set_aside(folder: Path, new: keys.NewKeys) -> None:
    before = (folder / "vault.keys").read_bytes()
    keys.create_keys(folder, "een andere lange wachtzin")
    (aside,) = folder.glob("vault.keys.*.old")
    assert aside.read_bytes() == before
    assert (folder / "vault.keys").read_bytes() != before


def test_keys_are_never_made_for_a_vault_that_is_there_or_in_use(folder: Path) -> None:
    before = (folder / "vault.keys").read_bytes()
    lock = InstanceLock(folder)
    with pytest.raises(InUse):
        keys.create_keys(folder, PASSPHRASE)
    lock.release()
    (folder / "vault.db").write_bytes(b"x")
    with pytest.raises(VaultExists):
        keys.create_keys(folder, PASSPHRASE)
    assert (folder / "vault.keys").read_bytes() == before
    InstanceLock(folder).release()


def test_a_file_in_place_of_the_folder_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "vault").write_text("x")
    for folder in (tmp_path / "vault", tmp_path / "vault" / "below"):
        with pytest.raises(ReadOnly):
            keys.create_keys(folder, PASSPHRASE)


def test_a_key_that_could_not_be_written_is_wiped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[bytearray] = []

    def fail(_vault_id: str, key: bytearray, _code: str) -> slots.Slot:
        drawn.append(key)
        raise ReadOnly(place="")

    monkeypatch.setattr(slots, "recovery_slot", fail)
    with pytest.raises(ReadOnly):
        keys.create_keys(tmp_path, PASSPHRASE)
    assert drawn == [bytearray(32)]


@pytest.mark.skipif(sys.platform == "win32", reason="no such permissions")
def test_only_this_user_may_look(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        keys.create_keys(tmp_path / "vault", PASSPHRASE)
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "vault").stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "vault").iterdir()} == {0o600}


def test_the_number_of_a_vault_is_readable_while_locked(folder: Path, new: keys.NewKeys) -> None:
    number = keys.vault_number(folder)
    assert number == f"{new.vault_id[:2]}-{new.vault_id[2:4]}".upper() == keys.number_of(new.vault_id)


def test_the_cost_is_calibrated_within_the_bounds() -> None:
    memory, passes = _calibrated()
    assert 64 * 1024 <= memory <= 512 * 1024
    assert passes >= 3
    for seconds, expected in ((10.0, 64 * 1024), (1e-6, 512 * 1024), (0.5, 128 * 1024)):
        with pytest.MonkeyPatch.context() as patch:
            # One undisturbed run among disturbed ones is what counts.
            runs = iter((seconds * 3, seconds, seconds * 2))
            patch.setattr(slots, "_timed", lambda runs=runs: next(runs))
            assert _calibrated() == (expected, 3)
