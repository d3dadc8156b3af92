"""Making a vault, and what can be told of one while it is locked. Keeps no secret longer than it needs it."""

from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from adviser_desk.casework import access, policy_news
from adviser_desk.errors import KnownError, NoDeviceStore
from adviser_desk.policy import DEFAULT, Policy
from adviser_desk.vault import atomic, connection, device_secret, keys, settings, swap
from adviser_desk.vault.connection import Vault

if TYPE_CHECKING:
    from adviser_desk.signals.profiles import Profile

Sheet = keys.Sheet
PROFILE = "profile"
"""The name of the setting that holds the profile."""
MARK = b"Oefenkluis: alleen verzonnen casussen. / Practice vault: invented cases only.\n"
"""What is in the file that marks a practice vault."""


def see_device_store(policy: Policy) -> None:
    """Look for the credential store if the policy requires one, before a sheet is printed. May take a minute.

    Raises NoDeviceStore.
    """
    if policy.device_secret == "required" and device_secret.store_name() is None:
        raise NoDeviceStore()


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
    policy: Policy = DEFAULT,
) -> tuple[Vault, str]:
    """A new vault, open, and its recovery code, which is shown once and kept nowhere. The caller closes the vault.

    `sheet` was printed before; without one a new one is drawn. The passphrase of a practice vault is known to all, so
    nothing is made of it. Raises VaultExists, InUse, DiskFull, ReadOnly, NoDeviceStore.
    """
    new = keys.create_keys(folder, passphrase, sheet, device="off" if practice else policy.device_secret)
    try:
        _mark(folder, practice)
        vault = connection.create_vault(folder, new.key, vault_id=new.vault_id, practice=practice)
        try:
            settings.put(vault, PROFILE, profile)
            policy_news.read(vault, policy)
            if not practice:
                access.start_access(vault, new.key, passphrase, policy, today=date.today())
        except BaseException:
            vault.close()
            raise
    finally:
        connection.wipe(new.key)
    return vault, new.recovery_code


def vault_number(folder: Path) -> str:
    """The short mark of a vault, e.g. `4C-19`; readable while it is locked. Raises NoVault, TooNew, Damaged."""
    return keys.vault_number(folder)


def has_vault(folder: Path) -> bool:
    """Whether there is a vault in the folder, or what is left of one. Finishes a restore that a crash cut off."""
    with suppress(KnownError):
        swap.settle(folder)
    return (folder / connection.DATABASE).exists() or (folder / swap.TASK).exists()


def is_practice(folder: Path) -> bool:
    """Whether the folder is marked as that of a practice vault; readable while it is locked."""
    return (folder / swap.PRACTICE).is_file()


def _mark(folder: Path, practice: bool) -> None:
    # Before the vault is there, so that no practice vault lacks its mark. A set-up that failed may have left one.
    if practice:
        atomic.write(folder / swap.PRACTICE, MARK)
    else:
        (folder / swap.PRACTICE).unlink(missing_ok=True)
