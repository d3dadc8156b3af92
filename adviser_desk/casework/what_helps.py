"""What would let a withheld number be told: a year, or a unit with others. Worked out by the real protection, never
guessed; for the adviser's eyes only, and written nowhere.
"""

import threading
from collections.abc import Collection, Mapping
from typing import Literal

from pydantic import Field

from adviser_desk.casework.own_figures import Basis, Told
from adviser_desk.casework.setup import PROFILE
from adviser_desk.models.base import Record
from adviser_desk.models.codes import code_book
from adviser_desk.models.period import Period
from adviser_desk.models.release import TOTAL, Dimension, Release
from adviser_desk.models.tally import Tally
from adviser_desk.policy import Policy
from adviser_desk.signals.counting import counts
from adviser_desk.signals.profiles import Profile, TableSpec, dimensions, one_way, parent_of
from adviser_desk.signals.protect import Progress, Question, linked_quarters, protect
from adviser_desk.signals.statements import Place, Said
from adviser_desk.vault import releases, settings, tallies, units
from adviser_desk.vault.connection import Vault

UNIT = "unit"
_PROFILES: Mapping[str, Profile] = {"small": "small", "large": "large"}
_JOINED = "joined"
"""The code of units that are counted as one. Never in a release."""


class Other(Record):
    """Another way to tell the same cases. Holds counts: never leaves.

    `year`: the year of the period, with its cases until now. `units`: the period with `joined` units as one.
    """

    kind: Literal["year", "units"]
    question: Question = Field(repr=False)
    joined: tuple[str, ...] = ()


class Helped(Record):
    """What would be said in that other way."""

    kind: Literal["year", "units"]
    period: Period
    said: Mapping[Place, Said] = Field(repr=False)
    own: Mapping[Place, int] = Field(repr=False)
    joined: tuple[str, ...] = ()

    def of(self, field: str, code: str) -> tuple[Said, int] | None:
        """The statement on a row and its real count; None where that other way has no such row."""
        if self.kind == "units":
            field, code = (UNIT, _JOINED) if field == UNIT and code in self.joined else ("", "")
        elif code == TOTAL:
            field, code = parent_of(field) or ("", TOTAL)
        place = (str(self.period), field, code)
        return (self.said[place], self.own[place]) if place in self.said else None


def others(vault: Vault, basis: Basis, told: Told | None, *, policy: Policy) -> tuple[Other, ...]:
    """The other ways that can be worked out for a period. A year, or a period that is closed, has none."""
    period = basis.choice.period
    if period.kind == "year" or basis.choice.state in ("released", "taken"):
        return ()
    found = [_year(vault, basis, told, policy), _joined_units(vault, basis, told, policy)]
    return tuple(other for other in found if other is not None)


def work_out(other: Other, *, progress: Progress | None = None, stop: threading.Event | None = None) -> Helped:
    """Protect it the way an export would be. Slow, touches no vault. Raises Stopped."""
    question = other.question
    said = protect(question, progress, stop)
    return Helped(
        kind=other.kind,
        period=question.period,
        said=said,
        own={place: _count(place, question) for place in said},
        joined=other.joined,
    )


def _year(vault: Vault, basis: Basis, told: Told | None, policy: Policy) -> Other | None:
    """The year after this period has gone out as others would see it now."""
    year = Period(str(basis.choice.period.year))
    if any(set(release.period.quarters) & set(year.quarters) for release in basis.earlier if _is_long(release)):
        # Its cases are told of over a longer time already.
        return None
    tally = _tally(vault, year, basis.earlier)
    lists = dimensions(code_book(), basis.units)
    profile = _PROFILES[settings.get(vault, PROFILE) or "small"]
    question = _question(year, tally, lists, one_way(profile, year), basis, policy)
    if told is not None:
        question = question.model_copy(update={"earlier": (*basis.earlier, told.release)})
    return Other(kind="year", question=question)


def _joined_units(vault: Vault, basis: Basis, told: Told | None, policy: Policy) -> Other | None:
    """The units without a number as one; only where no earlier release ties the units of the period down."""
    period = basis.choice.period
    if told is None or UNIT not in basis.fields or len(linked_quarters(period, basis.earlier)) > len(period.quarters):
        return None
    table = next(table for table in told.release.tables if table.columns == (UNIT,))
    known = {unit.code for unit in units.tree(vault).first_level}
    joined = tuple(str(row[0]) for row in table.rows if row[0] in known and not isinstance(row[-1], int))
    if not 1 < len(joined) < len(known):
        return None
    lists = dict(dimensions(code_book(), basis.units))
    codes = [_JOINED, *(code for code in lists[UNIT].codes if code not in joined)]
    lists[UNIT] = lists[UNIT].model_copy(update={"codes": tuple(codes)})
    tally = _tally(vault, period, basis.earlier)
    cases = [case.model_copy(update={"unit": _JOINED}) if case.unit in joined else case for case in tally.cases]
    profile = _PROFILES[settings.get(vault, PROFILE) or "small"]
    specs = one_way(profile, period)
    return Other(kind="units", question=_question(period, Tally.of(cases), lists, specs, basis, policy), joined=joined)


def _question(
    period: Period,
    tally: Tally,
    lists: Mapping[str, Dimension],
    specs: tuple[TableSpec, ...],
    basis: Basis,
    policy: Policy,
) -> Question:
    return Question(
        period=period,
        counts=counts(tally, lists, code_book()),
        dimensions=lists,
        tables=specs,
        threshold=policy.threshold,
        earlier=basis.earlier,
    )


def _tally(vault: Vault, period: Period, earlier: Collection[Release]) -> Tally:
    return tallies.tally(vault, linked_quarters(period, earlier), releases.covered(releases.entries(vault)))


def _is_long(release: Release) -> bool:
    return release.period.kind != "quarter"


def _count(place: Place, question: Question) -> int:
    period, name, code = place
    return sum(question.counts.get((str(quarter), name, code), 0) for quarter in Period(period).quarters)
