"""A vault is made once, opens by passphrase and by the printed code, and its passphrase is judged fairly and fast."""

import time
from pathlib import Path

import pytest

from adviser_desk.casework import access, passphrases, setup, word_lists
from adviser_desk.errors import NoDeviceStore, VaultExists, WrongKey
from adviser_desk.policy import Policy
from adviser_desk.vault import settings

PASSPHRASE = "aap noot mies wim zus jet"


def test_a_vault_opens_by_passphrase_and_by_the_code(tmp_path: Path) -> None:
    folder = tmp_path / "vault"
    vault, code = setup.start_vault(folder, PASSPHRASE, practice=True, profile="large")
    assert (vault.practice, settings.get(vault, setup.PROFILE)) == (True, "large")
    vault.close()
    assert setup.is_practice(folder)
    number = setup.vault_number(folder)
    opened = access.open_desk(folder, PASSPHRASE)
    assert number == f"{opened.vault_id[:2]}-{opened.vault_id[2:4]}".upper()
    opened.close()
    access.check_code(folder, code.lower())
    with pytest.raises(WrongKey):
        access.open_desk(folder, PASSPHRASE + "x")
    with pytest.raises(VaultExists):
        setup.start_vault(folder, PASSPHRASE)
    assert setup.is_practice(folder)


def test_a_store_that_the_policy_requires_is_missed_before_anything_is_made(tmp_path: Path) -> None:
    setup.see_device_store(Policy(device_secret="preferred"))
    with pytest.raises(NoDeviceStore):
        setup.see_device_store(Policy(device_secret="required"))


def test_a_real_vault_bears_no_mark_of_an_earlier_try(tmp_path: Path) -> None:
    (tmp_path / "practice.txt").write_text("oefenen")
    vault, _ = setup.start_vault(tmp_path, PASSPHRASE)
    vault.close()
    assert (setup.is_practice(tmp_path), vault.practice) == (False, False)


@pytest.mark.parametrize(
    ("passphrase", "bars", "tip"),
    [
        ("", 0, "longer"),
        ("x7#Kq9!vBz", 0, "longer"),
        ("aaaaaaaaaaaaaaaa", 1, "repeats"),
        ("abcdefghijklmnop", 1, "sequence"),
        ("password12345", 1, "common"),
    ],
)
def test_a_weak_passphrase_gets_one_tip(passphrase: str, bars: int, tip: str) -> None:
    assert passphrases.strength(passphrase) == passphrases.Strength(bars=bars, tip=tip, enough=False)


def test_dutch_words_are_known_to_whoever_guesses() -> None:
    word = max(word_lists.passphrase_words(), key=len)
    assert not passphrases.strength(f"{word}{word}").enough


def test_a_suggested_passphrase_is_very_strong_and_never_the_same() -> None:
    suggested = {passphrases.suggest_passphrase() for _ in range(5)}
    assert len(suggested) == 5
    for passphrase in suggested:
        assert len(passphrase.split()) == 5
        assert passphrases.strength(passphrase) == passphrases.Strength(bars=3, tip=None, enough=True)


def test_the_organisation_may_ask_for_one_that_is_very_strong() -> None:
    strict = Policy(version="1", passphrase_strength="very_strong")
    assert passphrases.strength("zolder tegel fiets") == passphrases.Strength(bars=2, tip=None, enough=True)
    refused = passphrases.strength("zolder tegel fiets", strict)
    assert refused == passphrases.Strength(bars=2, tip="more_words", enough=False)
    assert passphrases.strength("zeven stille fietsen", strict).enough


@pytest.mark.parametrize("letters", ["a", "abc1 ", "1234567890", "wachtwoord 2026 "])
def test_a_long_passphrase_takes_no_longer_than_a_hundred_letters(letters: str) -> None:
    started = time.process_time()
    passphrases.strength(letters * 10_000)
    assert time.process_time() - started < 1
