"""Fictional cases in a vault, and quarters that a release closed."""

from datetime import date

from adviser_desk.models.case import Case, Traits
from adviser_desk.models.consent import ConsentEntry, ConsentManner, ConsentScope, ConsentState
from adviser_desk.models.contact import Contact
from adviser_desk.models.period import Period
from adviser_desk.vault import bulk, releases
from adviser_desk.vault.connection import Vault


def add_case(
    vault: Vault, number: int, opened: date, count: ConsentState | None = ConsentState.GIVEN, **traits: object
) -> None:
    """One fictional case with a note."""
    free = bulk.first_free(vault)
    case = Case(id=number, pseudonym=f"Kompas-{number + 10}", opened_on=opened, traits=Traits(**traits))
    contact = Contact(
        id=free.contact, case_id=number, channel="phone", at=f"{opened}T10:00", note="Iets over het rooster."
    )
    consents = []
    if count is not None:
        values = {"scope": ConsentScope.COUNT, "state": count, "manner": ConsentManner.SPOKEN, "on": opened}
        consents = [ConsentEntry(id=free.consent, case_id=number, **values)]
    with vault.transaction():
        bulk.add_cases(vault, bulk.WholeCases(cases=(case,), contacts=(contact,), consents=tuple(consents)))


def close_quarter(vault: Vault, period: str) -> None:
    """Put a release in the ledger, so that the quarter is closed."""
    with vault.transaction():
        releases.add(vault, Period(period), date(2026, 12, 31), releases.Files(figures=b"{}", report=b"PK"), "nl")
