"""A whole series of exports on invented cases, without a vault: the window's own steps, one period after the other."""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Literal, TypeVar

from adviser_desk.casework import outgoing, reporting
from adviser_desk.casework.invented_cases import InventedCase, read_cases, refuse_vault
from adviser_desk.casework.periods import QuarterFacts
from adviser_desk.errors import BadCall
from adviser_desk.i18n import _
from adviser_desk.models.base import Record
from adviser_desk.models.codes import Language
from adviser_desk.models.period import Period
from adviser_desk.models.release import Release
from adviser_desk.models.tally import CodedCase, Tally
from adviser_desk.models.unit import Unit, UnitTree
from adviser_desk.policy import Policy
from adviser_desk.signals import release_file
from adviser_desk.signals.profiles import Profile
from adviser_desk.signals.protect import linked_quarters
from adviser_desk.vault.tallies import quarter_of

__all__ = ["Course", "Period", "Profile", "Progress", "Sort", "replay"]

T = TypeVar("T")
Sort = Literal["quarters", "halves", "years"]
Progress = Callable[[Period, int, int], None]
"""Called with the period that is worked on, its number and how many there are."""
_KINDS: Mapping[Sort, str] = {"quarters": "quarter", "halves": "half", "years": "year"}


class Course(Record):
    """What is released, in which order, and what changes on the way.

    `periods`: every one of some sorts that is over with the last case, as time goes, then those that are named.
    `thresholds` and `units` hold from the quarter beside them on, the first from the beginning. Without `units` there
    is one list, of what the cases name.
    """

    profile: Profile
    periods: tuple[Period | Sort, ...] = ("quarters",)
    thresholds: tuple[tuple[Period | None, int], ...] = ()
    units: tuple[tuple[Period | None, tuple[str, ...]], ...] = ()


class Replayed(Record):
    """One release of the series: its period, its number and the names of its two files."""

    period: Period
    serial: int
    files: tuple[str, ...]


def replay(
    source: Path,
    out: Path,
    course: Course,
    *,
    policy: Policy,
    language: Language,
    progress: Progress | None = None,
    stop: threading.Event | None = None,
) -> tuple[Replayed, ...]:
    """Make every release, then write all files in the folder `out`, or none.

    Raises BadCases, RealVault, BadCall for a course that these cases cannot take, and what an export raises.
    """
    refuse_vault(out)
    cases = read_cases(source, {code for _first, codes in course.units for code in codes})
    outgoing.look(out, {})
    series = _Series(cases, course, policy, language)
    periods = _periods(course.periods, cases)
    made: list[tuple[Replayed, Mapping[str, bytes]]] = []
    for number, period in enumerate(periods, 1):
        if progress is not None:
            progress(period, number, len(periods))
        files = series.release(period, stop)
        made.append((Replayed(period=period, serial=number, files=tuple(files)), files))
    everything = {name: content for _one, files in made for name, content in files.items()}
    outgoing.look(out, everything)
    outgoing.write(out, everything)
    return tuple(one for one, _files in made)


def _periods(wanted: Sequence[Period | Sort], cases: Iterable[InventedCase]) -> list[Period]:
    seen = sorted({quarter for case in cases for quarter in (case.period, case.since)})
    quarters = [seen[0]]
    while quarters[-1] < seen[-1]:
        quarters.append(quarters[-1].next_quarter)
    kinds = {_KINDS[one] for one in wanted if not isinstance(one, Period)}
    around = {period for quarter in quarters for period in _around(quarter) if period.covers[1] <= seen[-1].covers[1]}
    every = sorted((period for period in around if period.kind in kinds), key=lambda one: _when(one))
    chosen = [*every, *(one for one in wanted if isinstance(one, Period))]
    for number, period in enumerate(chosen):
        inside = set(period.quarters)
        if period in chosen[:number] or any(inside <= set(before.quarters) for before in chosen[:number]):
            raise BadCall(what=_("%(period)s is al gesloten door een eerdere periode.") % {"period": period})
    if not chosen:
        raise BadCall(what=_("Er is geen periode voorbij. Kies andere periodes."))
    return chosen


def _around(quarter: Period) -> tuple[Period, Period, Period]:
    half = 1 if quarter.text[5] in "12" else 2
    return quarter, Period(f"{quarter.year}H{half}"), Period(str(quarter.year))


def _when(period: Period) -> tuple[object, timedelta]:
    """A quarter, then the half-year and the year that end with it."""
    first, last = period.covers
    return last, last - first


@dataclass
class _Series:
    """The ledger as it grows, and for each case the quarter that a release counted it in."""

    cases: Sequence[InventedCase]
    course: Course
    policy: Policy
    language: Language
    _ledger: list[Release] = field(default_factory=list)
    _digest: str | None = None
    _now: Period | None = None
    _counted: dict[int, Period] = field(default_factory=dict)

    def release(self, period: Period, stop: threading.Event | None) -> Mapping[str, bytes]:
        """The two files of the next release. What came in by the end of its last quarter is known, all else is not."""
        last = period.quarters[-1]
        self._now = last if self._now is None else max(self._now, last)
        earlier, tree, waiting = tuple(self._ledger), self._tree(last), dict(self._waiting())
        quarters = linked_quarters(period, earlier)
        counting = {**self._counted, **waiting}
        tally = Tally.of(self._coded(case, quarter) for case, quarter in counting.items() if quarter in quarters)
        inside = [case for case, quarter in counting.items() if quarter in period.quarters]
        late = sum(self.cases[case].period != counting[case] for case in inside)
        day = self._now.covers[1] + timedelta(days=1)
        plan = reporting.planned(
            period,
            tally=tally,
            tree=tree,
            profile=self.course.profile,
            policy=self.policy.model_copy(update={"threshold": self._threshold(last)}),
            earlier=earlier,
            previous=self._digest,
            facts=QuarterFacts(counted=len(inside), late=late, not_asked=0, refused=0, withdrawn=0, incomplete=()),
            today=day,
            practice=True,
        )
        release = reporting.prepare(plan, stop=stop).release
        files = reporting.files_of(release, earlier, tree, self.language)
        self._counted |= {case: quarter for case, quarter in waiting.items() if quarter in period.quarters}
        self._ledger.append(Release.model_validate_json(files.figures))
        self._digest = release_file.digest(files.figures)
        return reporting.names(release, files)

    def _waiting(self) -> Iterator[tuple[int, Period]]:
        """The cases that may be counted now and were not yet, each with the quarter it would count in."""
        closed = {quarter for release in self._ledger for quarter in release.period.quarters}
        assert self._now is not None
        for number, case in enumerate(self.cases):
            gone = case.withdrawn is not None and case.withdrawn <= self._now
            if number not in self._counted and case.since <= self._now and not gone:
                yield number, quarter_of(case.period, closed)

    def _coded(self, number: int, quarter: Period) -> CodedCase:
        case = self.cases[number]
        return CodedCase(**{name: getattr(case, name) for name in CodedCase.model_fields} | {"period": quarter})

    def _threshold(self, quarter: Period) -> int:
        return _from(self.course.thresholds, quarter, (0, self.policy.threshold))[1]

    def _tree(self, quarter: Period) -> UnitTree:
        named = tuple(sorted({case.unit for case in self.cases if case.unit is not None}))
        number, codes = _from(self.course.units, quarter, (0, named))
        return UnitTree(version=f"replay.{number + 1}", units=tuple(Unit(code=code, label=code) for code in codes))


def _from(changes: Sequence[tuple[Period | None, T]], quarter: Period, otherwise: tuple[int, T]) -> tuple[int, T]:
    """The number and the value of the last change that began by then."""
    begun = [(number, value) for number, (first, value) in enumerate(changes) if first is None or first <= quarter]
    return begun[-1] if begun else otherwise
