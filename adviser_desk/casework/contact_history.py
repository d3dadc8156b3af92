"""What a contact was before, and contacts that were taken away. For thirty days both can be brought back."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from adviser_desk.casework import cases as case_acts
from adviser_desk.casework import contacts
from adviser_desk.casework.changes import Changes, Kind
from adviser_desk.errors import KnownError
from adviser_desk.models.base import Record
from adviser_desk.models.contact import ContactVersion, RemovedContact
from adviser_desk.vault import contact_history as history
from adviser_desk.vault import destroying
from adviser_desk.vault.connection import Vault
from adviser_desk.vault.copies import KEPT_DAYS
from adviser_desk.vault.statements import Stopped

__all__ = ["KEPT_DAYS"]


class History(Record):
    """How many contacts of a case were taken away, and which of those that are there were changed."""

    removed: int
    changed: frozenset[int]


def history_of(vault: Vault, case_id: int) -> History:
    """What can be brought back of a case."""
    return History(removed=history.count_removed(vault, case_id), changed=history.with_versions(vault, case_id))


def versions(vault: Vault, contact_id: int) -> tuple[ContactVersion, ...]:
    """What a contact was before, the last one first."""
    return history.versions(vault, contact_id)


def take_back(vault: Vault, version: ContactVersion, *, now: datetime) -> Changes:
    """Make a contact what it was. What it is now becomes a version. Raises as `contacts.change_contact`."""
    return contacts.change_contact(vault, version.contact, now=now)


def remove_contact(vault: Vault, contact_id: int, *, now: datetime) -> Changes:
    """Take a contact away, with what was begun to be changed in it. LookupError when it is not there; ToBeDestroyed."""
    with vault.transaction():
        case_id = history.case_of(vault, contact_id)
        case_acts.refuse_writing(vault, case_id)
        history.remove(vault, contact_id, now)
    return Changes.of(Kind.CONTACT, case_id=case_id)


def put_back(vault: Vault, contact_id: int) -> Changes:
    """Bring a contact back, whole. LookupError when it was not taken away or is gone for good; ToBeDestroyed."""
    with vault.transaction():
        case_id = history.case_of(vault, contact_id)
        case_acts.refuse_writing(vault, case_id)
        history.put_back(vault, contact_id)
    return Changes.of(Kind.CONTACT, case_id=case_id)


def removed_contacts(vault: Vault, case_id: int) -> tuple[RemovedContact, ...]:
    """The contacts of a case that were taken away, the last one first."""
    return history.removed(vault, case_id)


def days_left(moment: datetime, now: datetime) -> int:
    """For how many days more what was taken away at a moment can surely be brought back."""
    return min(max(KEPT_DAYS - (now.date() - moment.date()).days, 0), KEPT_DAYS)


def forget_old(vault: Vault, *, now: datetime, stop: Callable[[], bool] = lambda: False) -> Changes | None:
    """Let go for good what is older than thirty days; None when nothing was. To be called often: it looks once a day.

    The bytes follow at once, or at a next `destroying.carry_out`. `stop` breaks off what takes long; then nothing is
    gone, or the bytes follow later.
    """
    gone = False
    with suppress(Stopped), vault.db.stoppable(stop):
        gone = _forget_old(vault, now)
        with suppress(KnownError):
            destroying.clean(vault)
    return Changes.of(Kind.CONTACT) if gone else None


def _forget_old(vault: Vault, now: datetime) -> bool:
    with vault.transaction():
        found = history.forget_old(vault, now)
    return bool(found)
