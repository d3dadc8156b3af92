"""A reader who knows the program: of every data set of a tiny practice he sees which ones give the very same files.

What he cannot rule out are the data sets that give these files, not all that agree with them (G5 in signals.md).
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations, product
from typing import NamedTuple

import numpy as np
from invented_questions import answered, counted, question, specs
from invented_releases import Case
from numbers_of_f import World, is_open, numbers
from numpy.typing import NDArray

from adviser_desk.models.period import Period
from adviser_desk.models.release import Dimension, Release
from adviser_desk.signals.profiles import TableSpec, parent_of

Fields = Mapping[str, Dimension]
Counts = NDArray[np.int64]


class Practice(NamedTuple):
    """Fields, periods in the order of their release, the threshold and the most and least cases of each stretch."""

    name: str
    fields: Fields
    periods: tuple[str, ...]
    threshold: int
    most: int
    least: int = 0
    sizes: tuple[int, ...] = ()
    """The number of cases of each stretch, where that is fixed."""
    crossed: tuple[TableSpec, ...] = ()
    """What the last period tells besides."""

    def limits(self, stretch: int) -> tuple[int, int]:
        """The least and the most cases of a stretch."""
        return (self.sizes[stretch], self.sizes[stretch]) if self.sizes else (self.least, self.most)


class Leak(NamedTuple):
    """A number that all data sets behind the same files give away, and one of these data sets."""

    name: str
    low: int
    high: int
    twins: int
    said: tuple[Mapping[str, object], ...]
    example: Mapping[str, Sequence[Case]]


class Result(NamedTuple):
    """What was seen of a practice. `open_ended` files leave room for data sets that were not listed: not judged."""

    data_sets: int
    files: int
    open_ended: int
    numbers: int
    leaks: list[Leak]


def kinds_of(fields: Fields) -> tuple[Case, ...]:
    """Every combination of answers; a field of a sub-population is answered there only."""
    found: list[Case] = [{}]
    for field, dimension in fields.items():
        sizes = range(dimension.at_least, dimension.at_most + 1) if dimension.multiple else (1,)
        every = [answer for size in sizes for answer in combinations(dimension.codes, size)]
        inside = parent_of(field)
        found = [
            {**case, field: answer}
            for case in found
            for answer in (every if inside is None or inside[1] in case[inside[0]] else [()])
        ]
    return tuple(found)


@cache
def all_counts(columns: int, most: int) -> Counts:
    """Every way to have at most `most` cases in so many columns, one row each."""
    ends = np.array(list(combinations(range(columns + most), columns)), dtype=np.int64)
    return np.diff(ends, prepend=-1, axis=1) - 1


def quarters_of(periods: Sequence[str]) -> list[str]:
    """Every quarter of the periods, in order."""
    return sorted({str(quarter) for period in periods for quarter in Period(period).quarters})


def stretches(periods: Sequence[str]) -> list[list[str]]:
    """The quarters, those that the same releases cover together."""
    found: dict[tuple[bool, ...], list[str]] = {}
    for quarter in quarters_of(periods):
        found.setdefault(tuple(Period(quarter) in Period(period).quarters for period in periods), []).append(quarter)
    return list(found.values())


def read_by_one_who_knows(practice: Practice) -> Result:
    """Release every data set, put those with the same files together, and look at each number of F among them."""
    kinds = kinds_of(practice.fields)
    parts = stretches(practice.periods)
    alike: dict[str, list[tuple[Counts, ...]]] = {}
    files: dict[str, list[Release]] = {}
    known: dict[object, Release] = {}
    rooms = [practice.limits(stretch) for stretch in range(len(parts))]
    sets = [all_counts(len(kinds), most) for _, most in rooms]
    for chosen in product(*(some[some.sum(axis=1) >= least] for some, (least, _) in zip(sets, rooms, strict=True))):
        releases = list(_released(practice, cases_of(kinds, parts, chosen), known))
        text = "".join(release.model_dump_json() for release in releases)
        alike.setdefault(text, []).append(chosen)
        files[text] = releases
    contains = [
        frozenset(number for number, part in enumerate(parts) if Period(part[0]) in Period(period).quarters)
        for period in practice.periods
    ]
    world = World(practice.fields, kinds, contains)
    leaks: list[Leak] = []
    looked_at = open_ended = 0
    for text, twins in alike.items():
        if not _all_listed(files[text], parts, practice):
            open_ended += 1
            continue
        every = list(numbers(world, files[text]).values())
        weights = np.array([number.ravel() for _, number, _ in every], dtype=np.int64)
        values = np.array([np.concatenate(one) for one in twins]) @ weights.T
        looked_at += len(every)
        for (name, _, _), low, high in zip(every, values.min(axis=0), values.max(axis=0), strict=True):
            if not is_open(int(low), int(high), practice.threshold):
                said = tuple(_said(release) for release in files[text])
                leaks.append(Leak(name, int(low), int(high), len(twins), said, cases_of(kinds, parts, twins[0])))
    return Result(sum(map(len, alike.values())), len(alike), open_ended, looked_at, leaks)


def cases_of(
    kinds: Sequence[Case], parts: Sequence[Sequence[str]], chosen: Sequence[Counts]
) -> dict[str, Sequence[Case]]:
    """The cases per quarter; a stretch of several quarters has them all in its first."""
    return {
        part[0]: [kind for kind, times in zip(kinds, counts.tolist(), strict=True) for _ in range(times)]
        for part, counts in zip(parts, chosen, strict=True)
    }


def _released(
    practice: Practice, cases: Mapping[str, Sequence[Case]], known: dict[object, Release]
) -> Iterator[Release]:
    """One release after the other. The same counts after the same releases give the same again."""
    earlier: list[Release] = []
    for period in practice.periods:
        counts = counted(cases, practice.fields, practice.crossed)
        near = {str(quarter) for one in (period, *_touching(period, practice)) for quarter in Period(one).quarters}
        own = frozenset((key, value) for key, value in counts.items() if key[0] in near)
        key = period, own, "".join(release.model_dump_json() for release in earlier)
        if key not in known:
            tables = specs(practice.fields)
            if period == practice.periods[-1]:
                tables = (*tables, *practice.crossed)
            asked = question(period, cases, practice.fields, earlier, threshold=practice.threshold, tables=tables)
            known[key] = answered(asked)
        earlier.append(known[key])
        yield known[key]


def _touching(period: str, practice: Practice) -> Iterator[str]:
    before = practice.periods[: practice.periods.index(period)]
    quarters = set(Period(period).quarters)
    return (one for one in before if quarters & set(Period(one).quarters))


def _all_listed(releases: Sequence[Release], parts: Sequence[Sequence[str]], practice: Practice) -> bool:
    """Whether printed totals leave no room for data sets with more cases in any stretch than were listed."""
    limits = []
    for release in releases:
        number = release.tables[0].rows[0][-1]
        inside = [place for place, part in enumerate(parts) if Period(part[0]) in release.period.quarters]
        if isinstance(number, int):
            limits.append((inside, number, number))
        elif number.startswith("<"):
            limits.append((inside, 0, practice.threshold - 1))
        elif number.startswith(">="):
            limits.append((inside, practice.threshold, len(parts) * (practice.most + 1)))
    agreeing = (
        totals
        for totals in product(range(practice.most + 2), repeat=len(parts))
        if all(low <= sum(totals[place] for place in inside) <= high for inside, low, high in limits)
    )
    rooms = [practice.limits(stretch) for stretch in range(len(parts))]
    return all(
        least <= total <= most for totals in agreeing for total, (least, most) in zip(totals, rooms, strict=True)
    )


def _said(release: Release) -> Mapping[str, object]:
    return {
        f"{release.period} {table.id} {' '.join(map(str, row[:-1]))}".strip(): row[-1]
        for table in release.tables
        for row in table.rows
    }
