"""A contact: one conversation or message with the client, and the draft of one being typed."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from adviser_desk.models import codes
from adviser_desk.models.base import Record

NoteText = Annotated[str, StringConstraints(max_length=1_000_000)]
Minutes = Annotated[int, Field(ge=0, le=24 * 60)]
Answer = Literal["yes", "no", "later"]
"""What the client said when a consent was asked during the first talk; `later` is the start value, never `yes`."""


class Contact(Record):
    """One contact of a case. `at` is the wall clock of the adviser, without zone, to the minute."""

    id: int
    case_id: int
    channel: codes.Channel
    at: datetime
    minutes: Minutes | None = None
    note: NoteText = Field(repr=False)


class Draft(Record):
    """Text being typed, kept after each pause. One per `place`; it never expires and is never exported.

    `place` is `capture` (the panel) or `case:<id>` (the editor on a case page). `field` and `cursor` say where
    the typing was, so that unlocking brings back the same place. `pseudonym` is drawn for a new case.
    """

    place: Annotated[str, StringConstraints(pattern=r"^(capture|case:[0-9]+)$")]
    case_id: int | None = None
    pseudonym: str | None = None
    case_words: str = Field(default="", repr=False)
    channel: codes.Channel = "phone"
    started_at: datetime
    text: NoteText = Field(default="", repr=False)
    field: str = "note"
    cursor: int = 0
    keep_notes: Answer = "later"
    count: Answer = "later"
    open: bool = True
