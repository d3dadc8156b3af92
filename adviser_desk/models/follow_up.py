"""A follow-up: something the adviser will do for a case on a day."""

from datetime import date, time
from typing import Annotated

from pydantic import Field, StringConstraints

from adviser_desk.models import codes
from adviser_desk.models.base import Record

FollowUpText = Annotated[str, StringConstraints(min_length=1, max_length=500)]


class FollowUp(Record):
    """One follow-up. `done_on` is None while it is still to be done."""

    id: int
    case_id: int
    due_on: date
    due_at: time | None = None
    channel: codes.Channel | None = None
    text: FollowUpText = Field(repr=False)
    done_on: date | None = None
