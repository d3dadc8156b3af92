"""What the adviser will do for a case, and on which day."""

from datetime import date, time

from pydantic import Field

from adviser_desk.casework import cases as case_acts
from adviser_desk.casework.changes import Changes, Kind
from adviser_desk.models import codes
from adviser_desk.models.base import Record
from adviser_desk.models.follow_up import FollowUp, FollowUpText
from adviser_desk.vault import cases, follow_ups
from adviser_desk.vault.connection import Vault


class NewFollowUp(Record):
    """A follow-up to be written down."""

    due_on: date
    due_at: time | None = None
    channel: codes.Channel | None = None
    text: FollowUpText = Field(repr=False)


class Due(Record):
    """A follow-up to do and the pseudonym of its case."""

    follow_up: FollowUp
    pseudonym: str


def add_follow_up(vault: Vault, case_id: int, new: NewFollowUp) -> tuple[int, Changes]:
    """Write down a follow-up; its id. LookupError when the case is not there."""
    with vault.transaction():
        cases.get(vault, case_id)
        follow_up_id = write_follow_up(vault, case_id, new)
    return follow_up_id, Changes.of(Kind.FOLLOW_UP, case_id=case_id)


def write_follow_up(vault: Vault, case_id: int, new: NewFollowUp) -> int:
    """The part of adding a follow-up that other acts do inside their own transaction; its id. Raises ToBeDestroyed."""
    case_acts.refuse_writing(vault, case_id)
    follow_up = FollowUp(id=follow_ups.next_id(vault), case_id=case_id, **dict(new))
    follow_ups.add(vault, follow_up)
    return follow_up.id


def tick_off(vault: Vault, follow_up_id: int, *, done_on: date | None) -> Changes:
    """Note that it is done, or take that back with None. LookupError when it is not there."""
    with vault.transaction():
        case_id = follow_ups.put_done(vault, follow_up_id, done_on)
    return Changes.of(Kind.FOLLOW_UP, case_id=case_id)


def due(vault: Vault, *, until: date) -> tuple[Due, ...]:
    """What is to be done up to and including a day, the longest waiting first."""
    return tuple(Due(follow_up=follow_up, pseudonym=name) for follow_up, name in follow_ups.due(vault, until))
