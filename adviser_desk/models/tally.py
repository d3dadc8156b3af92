"""Raw counts: what the counting connection may see of a case. A tally never leaves the laptop."""

from collections.abc import Iterable
from typing import Annotated

from adviser_desk.models import codes
from adviser_desk.models.base import Record
from adviser_desk.models.period import Period


class CodedCase(Record):
    """The coded columns of one countable case: no number, no pseudonym, no date, no text.

    `period` is the quarter it counts in. A field left out is *unknown*. `unit` is on the first level,
    `channel` that of the first contact. Multi-response fields are tuples in the order of their list.
    """

    period: Period
    unit: str | None = None
    matter: codes.Matter | None = None
    behaviour: Annotated[tuple[codes.Behaviour, ...], codes.each_once(3)] = ()
    ground: Annotated[tuple[codes.Ground, ...], codes.each_once(2)] = ()
    online: bool | None = None
    client_role: codes.ClientRole | None = None
    other_party: codes.OtherParty | None = None
    found_via: codes.FoundVia | None = None
    step: codes.Step | None = None
    reason_no_step: codes.ReasonNoStep | None = None
    aftercare: codes.Aftercare | None = None
    channel: codes.Channel | None = None
    themes: Annotated[tuple[codes.Theme, ...], codes.each_once()] = ()


class Tally(Record):
    """The countable cases of the quarters that a period consists of, in no order that tells anything."""

    cases: tuple[CodedCase, ...]

    @classmethod
    def of(cls, cases: Iterable[CodedCase]) -> "Tally":
        """A tally whose order does not depend on how the cases were stored."""
        return cls(cases=tuple(sorted(cases, key=lambda case: str(tuple(case.__dict__.values())))))
