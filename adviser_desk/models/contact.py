"""A contact: one conversation or message with the client, and the draft of one being typed."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from adviser_desk.models import codes
from adviser_desk.models.base import Record
from adviser_desk.models.case import MemoryAid

NoteText = Annotated[str, StringConstraints(max_length=1_000_000)]
Minutes = Annotated[int, Field(ge=0, le=24 * 60)]
Answer = Literal["yes", "no", "later"]
"""What the client said when a consent was asked during the first talk; `later` is the start value, never `yes`."""


class Contact(Record):
    """One contact of a case. `at` is the wall clock of the adviser, without zone, to the minute.

    `channel` is None where the register it came from did not tell; such a first contact counts as not filled in.
    """

    id: int
    case_id: int
    channel: codes.Channel | None
    at: datetime
    minutes: Minutes | None = None
    note: NoteText = Field(repr=False)


class ContactVersion(Record):
    """A contact as it was `until` it was changed, on the wall clock of the adviser."""

    contact: Contact
    until: datetime


class RemovedContact(Record):
    """A contact that was taken away, as it was then."""

    contact: Contact
    removed_at: datetime


class Draft(Record):
    """Text being typed, kept after each pause. One per `place`; it never expires and is never exported.

    `place` is a kind of place and what it is about: `capture` (the panel), `case:7`, `follow_up:7`, `export:2026Q3`.
    `field` and `cursor` say where the typing was, so that unlocking brings back the same place. `pseudonym` is drawn
    for a new case. The `…_words` and `next_step…` fields hold what was typed, understood or not.
    """

    place: Annotated[str, StringConstraints(pattern=r"^[a-z_]+(:[A-Za-z0-9]+)?$")]
    case_id: int | None = None
    pseudonym: str | None = Field(default=None, repr=False)
    case_words: str = Field(default="", repr=False)
    memory_aid: MemoryAid = Field(default="", repr=False)
    channel: codes.Channel | None = "phone"
    started_at: datetime
    when_words: str = Field(default="", repr=False)
    minutes_words: str = Field(default="", repr=False)
    text: NoteText = Field(default="", repr=False)
    matter: codes.Matter | None = None
    behaviour: Annotated[tuple[codes.Behaviour, ...], codes.each_once(3)] = ()
    next_step: str = Field(default="", repr=False)
    next_step_when: str = Field(default="", repr=False)
    field: str = "note"
    cursor: int = 0
    keep_notes: Answer = "later"
    count: Answer = "later"
    open: bool = True

    @property
    def waits(self) -> bool:
        """Whether it is a contact to be finished later: put away in the panel, or begun on the page of its case."""
        kind = self.place.partition(":")[0]
        return (kind == "capture" and not self.open) or kind == "case"
