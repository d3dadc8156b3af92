"""Vaults with a few fictional cases, for the tests of backups."""

from datetime import date, datetime
from pathlib import Path

from adviser_desk.casework import cases, consents, contacts, setup
from adviser_desk.models.consent import ConsentManner, ConsentScope, ConsentState
from adviser_desk.models.contact import Draft
from adviser_desk.models.period import Period
from adviser_desk.vault import releases
from adviser_desk.vault.connection import Vault

PASSPHRASE, OTHER = "koffer zingt langs blauwe tegels", "zeven stille fietsen onder de brug"
TODAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 17, 5)


def made_vault(folder: Path, passphrase: str = PASSPHRASE) -> tuple[Vault, str]:
    """An open vault with two cases, and its recovery code."""
    vault, code = setup.start_vault(folder, passphrase)
    add_case(vault, "Kompas-47", "Gesprek over het rooster.")
    add_case(vault, "Paraplu-63", "Belde terug na het overleg.")
    return vault, code


def add_case(vault: Vault, pseudonym: str, note: str = "", *, counts: bool = True) -> int:
    """A case of the third quarter of 2026 with one contact."""
    case_id = cases.open_case(vault, pseudonym, opened_on=date(2026, 8, 14))[0]
    at = datetime(2026, 8, 14, 11, 30)
    draft = Draft(place="capture:1", case_id=case_id, channel="phone", started_at=at, text=note)
    contacts.log_contact(vault, draft, at=at, minutes=10)
    if counts:
        consents.record_consent(
            vault, case_id, ConsentScope.COUNT, ConsentState.GIVEN, manner=ConsentManner.SPOKEN, on=date(2026, 8, 14)
        )
    return case_id


def release(vault: Vault, period: str) -> None:
    """A line in the ledger, as an export makes it, with the cases it counts."""
    with vault.transaction():
        files = releases.Files(figures=f"figures of {period}".encode(), report=b"report")
        releases.add(vault, Period(period), TODAY, files, "nl")


def pseudonyms(vault: Vault) -> list[str]:
    """The cases of a vault."""
    return [row[0] for row in vault.db.execute("SELECT pseudonym FROM case_file ORDER BY pseudonym")]
