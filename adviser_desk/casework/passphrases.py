"""Judging the passphrase that will lock a vault, and suggesting one."""

import secrets

from adviser_desk.casework import word_lists
from adviser_desk.models.base import Record
from adviser_desk.policy import DEFAULT, Policy

_LEAST_LETTERS, _MOST_LETTERS = 12, 100
_ENOUGH, _PLENTY = 10**10, 10**14
_WORDS = 5
_TIPS = {
    "repeat": "repeats",
    "sequence": "sequence",
    "spatial": "keyboard",
    "date": "date",
    "regex": "date",
}


class Strength(Record):
    """How hard a passphrase is to guess: 0 too short, 1 could be better, 2 strong enough, 3 very strong.

    `tip` is the code of what would help most, None when nothing needs to: `longer`, `repeats`, `sequence`, `keyboard`,
    `date`, `common` (a well-known password), `more_words`. `enough` is whether it may lock a vault.
    """

    bars: int
    tip: str | None
    enough: bool


def strength(passphrase: str, policy: Policy = DEFAULT) -> Strength:
    """How hard a passphrase is to guess, by zxcvbn with Dutch words; only its first 100 letters are looked at.

    The organisation may ask for one that is very strong.
    """
    looked_at = passphrase[:_MOST_LETTERS]
    if len(looked_at) < _LEAST_LETTERS:
        return Strength(bars=0, tip="longer", enough=False)
    # Its word lists take a tenth of a second to load: the locked window does without them.
    from zxcvbn import zxcvbn

    judged = zxcvbn(looked_at, user_inputs=word_lists.passphrase_words(), max_length=_MOST_LETTERS)
    guesses = judged["guesses"]
    if guesses < _ENOUGH:
        return Strength(bars=1, tip=_tip(judged["sequence"]), enough=False)
    if guesses < _PLENTY and policy.passphrase_strength == "very_strong":
        return Strength(bars=2, tip=_tip(judged["sequence"]), enough=False)
    return Strength(bars=3 if guesses >= _PLENTY else 2, tip=None, enough=True)


def suggest_passphrase() -> str:
    """Five words drawn at random, with blanks between."""
    words = word_lists.passphrase_words()
    return " ".join(secrets.choice(words) for _ in range(_WORDS))


def _tip(sequence: list[dict[str, object]]) -> str:
    longest = max(sequence, key=lambda match: len(str(match["token"])))
    if longest["pattern"] == "dictionary" and longest["dictionary_name"] == "passwords":
        return "common"
    return _TIPS.get(str(longest["pattern"]), "more_words")
