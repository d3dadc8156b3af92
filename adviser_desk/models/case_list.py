"""A row of the list of cases, what was found in it, and what the list is narrowed to. No whole texts."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from adviser_desk.models import codes
from adviser_desk.models.base import Record
from adviser_desk.models.case import CaseStatus, MemoryAid, Pseudonym, Traits
from adviser_desk.models.consent import ConsentState
from adviser_desk.models.period import Period

Source = Literal["pseudonym", "memory_aid", "note", "follow_up"]


class Hit(Record):
    """Where words were found: a few words around the first one, as they were written.

    `pieces` are text and whether it is the found part; joined they are the excerpt, with `…` where text is left out.
    """

    source: Source
    pieces: tuple[tuple[str, bool], ...] = Field(repr=False)


class CaseRow(Record):
    """One case in a list. `last_contact` is the wall clock of its newest contact, None when it has none."""

    id: int
    pseudonym: Pseudonym
    status: CaseStatus
    opened_on: date
    closed_on: date | None
    last_contact: datetime | None
    traits: Traits
    memory_aid: MemoryAid = Field(repr=False)
    hit: Hit | None = Field(default=None, repr=False)


class CaseFilter(Record):
    """What the list is narrowed to; None leaves a field free. `count` is where the consent to count stands today,
    `period` the time in which the case was opened."""

    status: CaseStatus | None = None
    matter: codes.Matter | None = None
    behaviour: codes.Behaviour | None = None
    count: ConsentState | None = None
    period: Period | None = None


class Found(Record):
    """The first of the cases found, newest contact first. `number` is how many were found, `of` how many there are.

    `suggestion` is what may have been meant when nothing was found.
    """

    rows: tuple[CaseRow, ...]
    number: int = 0
    of: int
    suggestion: str | None = Field(default=None, repr=False)
