"""What the organisation decides: typed values with safe defaults, read-only; only stricter than the defaults."""

from typing import Annotated

from pydantic import Field

from adviser_desk.models.base import Record


class Policy(Record):
    """All policy values. `version` is printed in each release."""

    version: str = "default"
    threshold: Annotated[int, Field(ge=5, le=100)] = 5
    lock_after_minutes: Annotated[int, Field(ge=1, le=15)] = 5


DEFAULT = Policy()
"""The policy where the organisation set nothing."""
