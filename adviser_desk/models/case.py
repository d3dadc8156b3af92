"""A case: its pseudonym, its state and its coded traits. Text of conversations is in `contact`."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from adviser_desk.models import codes
from adviser_desk.models.base import Record

Pseudonym = Annotated[str, StringConstraints(pattern=r"^[A-Z][a-z]{4,9}-[1-9][0-9]$")]
"""A Dutch object word and two digits, e.g. `Kompas-47`."""

MemoryAid = Annotated[str, StringConstraints(max_length=40)]
"""A few words that help the adviser to remember which case it is. Never released."""


class CaseStatus(StrEnum):
    """Where a case stands for the adviser. Never released."""

    OPEN = "open"
    WAITING = "waiting"
    AFTERCARE = "aftercare"
    CLOSED = "closed"


class Traits(Record):
    """The coded fields of a case. None or empty means: not filled in yet; nothing is mandatory.

    `behaviour` has at most three codes, `grounds` at most two and only beside `discrimination`;
    `reason_no_step` only where the step taken is `listen`. `unit` is a code of the vault's unit tree.
    """

    matter: codes.Matter | None = None
    behaviour: Annotated[tuple[codes.Behaviour, ...], codes.each_once(3)] = ()
    grounds: Annotated[tuple[codes.Ground, ...], codes.each_once(2)] = ()
    online: bool | None = None
    integrity_kind: codes.IntegrityKind | None = None
    moral_question: codes.MoralQuestion | None = None
    client_role: codes.ClientRole | None = None
    other_party: codes.OtherParty | None = None
    found_via: codes.FoundVia | None = None
    options: Annotated[tuple[codes.Step, ...], codes.each_once()] = ()
    step: codes.Step | None = None
    reason_no_step: codes.ReasonNoStep | None = None
    referral: Annotated[tuple[codes.Referral, ...], codes.each_once()] = ()
    outcome: codes.Outcome | None = None
    aftercare: codes.Aftercare | None = None
    themes: Annotated[tuple[codes.Theme, ...], codes.each_once()] = ()
    unit: str | None = None

    @model_validator(mode="after")
    def _fits_together(self) -> "Traits":
        if self.grounds and "discrimination" not in self.behaviour:
            raise ValueError("grounds without discrimination")
        if self.reason_no_step and self.step != "listen":
            raise ValueError("reason_no_step with a step taken")
        return self

    def missing(self, *, with_unit: bool = True, past: Collection[str] = ()) -> tuple[str, ...]:
        """The fields the quarter's figures need and that are still empty, in the order they are asked.

        The unit is asked `with_unit`: where there is a tree to choose from. One of the `past` is none.
        """
        gone = ("unit",) if self.unit in past else ()
        empty = [name for name in needed(with_unit=with_unit) if getattr(self, name) is None or name in gone]
        if self.matter in ("undesirable_behaviour", "citizen_aggression") and not self.behaviour:
            empty.insert(1 if "matter" in empty else 0, "behaviour")
        return tuple(empty)


def needed(*, with_unit: bool) -> tuple[str, ...]:
    """The fields of one code that the quarter's figures need of every case; see `Traits.missing`."""
    return ("matter", "client_role", "other_party", "found_via", "step", *(("unit",) if with_unit else ()))


class Case(Record):
    """One case. `id` is the vault's own number and never shown; `closed_on` is set exactly when closed."""

    id: int
    pseudonym: Pseudonym
    opened_on: date
    closed_on: date | None = None
    status: CaseStatus = CaseStatus.OPEN
    memory_aid: MemoryAid = Field(default="", repr=False)
    traits: Traits = Traits()
