"""Making a vault, opening it, and judging the passphrase that will lock it. Keeps no secret longer than it needs it."""

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from adviser_desk.casework import word_lists
from adviser_desk.models.base import Record
from adviser_desk.vault import atomic, connection, keys, settings
from adviser_desk.vault.connection import Vault

if TYPE_CHECKING:
    from adviser_desk.signals.profiles import Profile

Sheet = keys.Sheet
PROFILE = "profile"
"""The name of the setting that holds the profile."""
_PRACTICE = "practice.txt"
_MARK = b"Oefenkluis: alleen verzonnen casussen. / Practice vault: invented cases only.\n"
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


def draw_sheet() -> Sheet:
    """A recovery sheet for a vault that is still to be made."""
    return keys.draw_sheet()


def number_of(sheet: Sheet) -> str:
    """The vault number on a sheet."""
    return keys.number_of(sheet.vault_id)


def block_fits(block: str, number: int, sheet: Sheet) -> bool:
    """Whether a typed block is block `number` (1 … 8) of the sheet, whatever its case."""
    return block.strip().upper() == sheet.recovery_code.split("-")[number - 1]


def start_vault(
    folder: Path,
    passphrase: bytearray | str,
    *,
    sheet: Sheet | None = None,
    practice: bool = False,
    profile: "Profile" = "small",
) -> tuple[Vault, str]:
    """A new vault, open, and its recovery code, which is shown once and kept nowhere. The caller closes the vault.

    `sheet` was printed before; without one a new one is drawn. Raises VaultExists, InUse, DiskFull, ReadOnly.
    """
    new = keys.create_keys(folder, passphrase, sheet)
    try:
        _mark(folder, practice)
        vault = connection.create_vault(folder, new.key, vault_id=new.vault_id, practice=practice)
    finally:
        connection.wipe(new.key)
    try:
        settings.put(vault, PROFILE, profile)
    except BaseException:
        vault.close()
        raise
    return vault, new.recovery_code


def open_desk(folder: Path, passphrase: bytearray | str) -> Vault:
    """The vault opened by its passphrase, in about a second. The caller wipes the passphrase and closes the vault.

    Raises NoVault, WrongKey, InUse, Damaged, TooNew, ReadOnly, DiskFull.
    """
    return _opened(folder, keys.unlock(folder, passphrase))


def open_with_recovery(folder: Path, code: str) -> Vault:
    """The vault opened by its recovery code, written in any way. Raises WrongBlock, WrongRecoveryCode and as above."""
    return _opened(folder, keys.unlock_with_recovery(folder, code))


def vault_number(folder: Path) -> str:
    """The short mark of a vault, e.g. `4C-19`; readable while it is locked. Raises NoVault, TooNew, Damaged."""
    return keys.vault_number(folder)


def has_vault(folder: Path) -> bool:
    """Whether there is a vault in the folder, or what is left of one."""
    return (folder / connection.DATABASE).exists()


def is_practice(folder: Path) -> bool:
    """Whether the folder is marked as that of a practice vault; readable while it is locked."""
    return (folder / _PRACTICE).is_file()


def strength(passphrase: str) -> Strength:
    """How hard a passphrase is to guess, by zxcvbn with Dutch words; only its first 100 letters are looked at."""
    looked_at = passphrase[:_MOST_LETTERS]
    if len(looked_at) < _LEAST_LETTERS:
        return Strength(bars=0, tip="longer", enough=False)
    # Its word lists take a tenth of a second to load: the locked window does without them.
    from zxcvbn import zxcvbn

    judged = zxcvbn(looked_at, user_inputs=word_lists.passphrase_words(), max_length=_MOST_LETTERS)
    guesses = judged["guesses"]
    if guesses < _ENOUGH:
        return Strength(bars=1, tip=_tip(judged["sequence"]), enough=False)
    return Strength(bars=3 if guesses >= _PLENTY else 2, tip=None, enough=True)


def suggest_passphrase() -> str:
    """Five words drawn at random, with blanks between."""
    words = word_lists.passphrase_words()
    return " ".join(secrets.choice(words) for _ in range(_WORDS))


def _opened(folder: Path, key: bytearray) -> Vault:
    try:
        return connection.open_vault(folder, key)
    finally:
        connection.wipe(key)


def _mark(folder: Path, practice: bool) -> None:
    # Before the vault is there, so that no practice vault lacks its mark. A set-up that failed may have left one.
    if practice:
        atomic.write(folder / _PRACTICE, _MARK)
    else:
        (folder / _PRACTICE).unlink(missing_ok=True)


def _tip(sequence: list[dict[str, object]]) -> str:
    longest = max(sequence, key=lambda match: len(str(match["token"])))
    if longest["pattern"] == "dictionary" and longest["dictionary_name"] == "passwords":
        return "common"
    return _TIPS.get(str(longest["pattern"]), "more_words")
