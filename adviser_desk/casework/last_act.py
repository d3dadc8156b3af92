"""The last act that can be taken back, kept inside the vault, so that locking does not make it final."""

from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum

from pydantic import Field, ValidationError

from adviser_desk.casework import cases as case_acts
from adviser_desk.casework import contact_history, contacts, follow_ups, persons
from adviser_desk.casework.changes import Changes, Kind
from adviser_desk.models.base import Record
from adviser_desk.models.case import Case, CaseStatus, Traits
from adviser_desk.vault import cases, settings
from adviser_desk.vault.connection import Vault

_NAME = "last_act"
_NONE = "{}"


class Act(StrEnum):
    """What was done."""

    STATUS = "status"
    MEMORY_AID = "memory_aid"
    TRAITS = "traits"
    TICK = "tick"
    CHANGE = "change"
    VERSION = "version"
    REMOVE = "remove"
    PUT_BACK = "put_back"
    LINK = "link"
    UNLINK = "unlink"


class LastAct(Record):
    """An act on a case, or on a contact or follow-up `of` it, and how to find what was there before.

    What a contact was before is not in here: its versions have it, and let it go in time.
    """

    act: Act
    case_id: int
    of: int = 0
    before: str = Field(default="", repr=False)


def changed_status(case: Case) -> LastAct:
    """The status of a case is about to change."""
    day = "" if case.closed_on is None else case.closed_on.isoformat()
    return LastAct(act=Act.STATUS, case_id=case.id, before=f"{case.status} {day}")


def changed_contact(act: Act, case_id: int, contact_id: int, now: datetime) -> LastAct:
    """A contact is changed at a moment, or made what it was."""
    return LastAct(act=act, case_id=case_id, of=contact_id, before=now.isoformat())


def ticked(case_id: int, follow_up_id: int, done_on: date | None) -> LastAct:
    """A follow-up that was done on a day, or not yet, is about to be the other way round."""
    return LastAct(act=Act.TICK, case_id=case_id, of=follow_up_id, before="" if done_on is None else f"{done_on}")


def keep(vault: Vault, act: LastAct | None) -> None:
    """Remember the last act, in the place of the one before; None: nothing can be taken back."""
    settings.put(vault, _NAME, _NONE if act is None else act.model_dump_json())


def kept(vault: Vault) -> LastAct | None:
    """The last act, if it can still be taken back."""
    try:
        act = LastAct.model_validate_json(settings.get(vault, _NAME) or _NONE)
    except ValidationError:
        return None
    return act if _is_possible(vault, act) else None


def forget_cases(vault: Vault, case_ids: Collection[int]) -> None:
    """Forget the last act if it was on one of these cases. Before they are gone."""
    try:
        act = LastAct.model_validate_json(settings.get(vault, _NAME) or _NONE)
    except ValidationError:
        return
    if act.case_id in case_ids:
        keep(vault, None)


def take_back(vault: Vault, act: LastAct, *, now: datetime) -> Changes:
    """Make it as it was before. LookupError when that is gone; raises as the act itself does."""
    match act.act:
        case Act.STATUS:
            return _status_back(vault, act)
        case Act.MEMORY_AID:
            return case_acts.change_memory_aid(vault, act.case_id, act.before)
        case Act.TRAITS:
            return case_acts.change_traits(vault, act.case_id, Traits.model_validate_json(act.before))
        case Act.TICK:
            done_on = date.fromisoformat(act.before) if act.before else None
            return follow_ups.tick_off(vault, act.of, done_on=done_on)
        case Act.CHANGE | Act.VERSION:
            return _contact_back(vault, act, now)
        case Act.REMOVE:
            return contact_history.put_back(vault, act.of)
        case Act.PUT_BACK:
            return contact_history.remove_contact(vault, act.of, now=now)
        case Act.LINK:
            return persons.unlink(vault, act.case_id, act.before)
        case Act.UNLINK:
            return persons.link(vault, act.case_id, act.before)


def _status_back(vault: Vault, act: LastAct) -> Changes:
    status, _space, day = act.before.partition(" ")
    with vault.transaction():
        cases.put_status(vault, act.case_id, CaseStatus(status), date.fromisoformat(day) if day else None)
    return Changes.of(Kind.CASE, case_id=act.case_id)


def _contact_back(vault: Vault, act: LastAct, now: datetime) -> Changes:
    for version in contact_history.versions(vault, act.of):
        if version.until.isoformat() == act.before:
            return contacts.change_contact(vault, version.contact, now=now)
    # It was closed without a change, so there is none to take back.
    return Changes.of(Kind.CONTACT, case_id=act.case_id)


def _is_possible(vault: Vault, act: LastAct) -> bool:
    """Whether what it needs is there: after thirty days what a contact was is gone."""
    if not cases.is_there(vault, act.case_id):
        return False
    if act.act is Act.REMOVE:
        return any(one.contact.id == act.of for one in contact_history.removed_contacts(vault, act.case_id))
    if act.act in (Act.CHANGE, Act.VERSION):
        return any(one.until.isoformat() == act.before for one in contact_history.versions(vault, act.of))
    return True
