"""Whether the ledger may lack releases: after a backup was put back, those that were made since that backup."""

from datetime import date

from adviser_desk.vault import settings
from adviser_desk.vault.connection import Vault

_UNTIL = "ledger_whole_until"


def whole_until(vault: Vault) -> date | None:
    """The day of the backup after which releases may be missing; None when none is."""
    found = settings.get(vault, _UNTIL)
    return None if found is None else date.fromisoformat(found)


def note(vault: Vault, day: date | None) -> None:
    """Releases that were made after this day may be missing; None: no more."""
    if day is None:
        vault.db.execute("DELETE FROM setting WHERE name = ?", (_UNTIL,))
    else:
        settings.put(vault, _UNTIL, day.isoformat())
