"""Destroying cases: on which ground, until when it can be turned back, and the certificate that stays."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from adviser_desk.models.base import Record


class Ground(StrEnum):
    """Why a case is destroyed: its period is over, the client no longer lets notes be kept, or it was asked for."""

    RETENTION = "retention"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    REQUEST = "request"


class Asked(Record):
    """A case that the adviser wants destroyed. Until `due_at`, on the wall clock, nothing of it has changed."""

    case_id: int
    ground: Ground
    asked_at: datetime
    due_at: datetime


class Certificate(Record):
    """What stays of a destruction: how many cases, when, and on which ground. Nothing leads to a case."""

    number: int
    on: date
    ground: Ground
    cases: Annotated[int, Field(gt=0)]
