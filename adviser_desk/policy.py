"""What the organisation decides: typed values with safe defaults, read-only; only stricter than the defaults."""

from typing import Annotated, Literal

from pydantic import Field

from adviser_desk.models.base import Record


class Policy(Record):
    """All policy values. `version` is printed in each release."""

    version: str = "default"
    threshold: Annotated[int, Field(ge=5, le=100)] = 5
    lock_after_minutes: Annotated[int, Field(ge=1, le=15)] = 5
    device_secret: Literal["required", "preferred", "off"] = "preferred"
    backup_by_passphrase: bool = True
    retention_months: Annotated[int, Field(ge=1, le=60)] = 12
    grace_hours: Annotated[int, Field(ge=0, le=168)] = 24
    backup_every_days: Annotated[int, Field(ge=1, le=31)] = 7


DEFAULT = Policy()
"""The policy where the organisation set nothing."""
