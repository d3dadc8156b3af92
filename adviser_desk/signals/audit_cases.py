"""What release files say about cases, in the reader's terms: which cases, in which statements. Solves nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from adviser_desk.models.period import Period
from adviser_desk.models.release import NOTHING, TOTAL, Dimension, KnownTotal, Release, Table


class Condition(NamedTuple):
    """A case has at least one code of `has` and none of `lacks` in a field."""

    field: str
    has: frozenset[str]
    lacks: frozenset[str] = frozenset()


Event = frozenset[Condition]
"""The cases that meet all conditions; the empty set stands for every case."""


class Printed(NamedTuple):
    """One printed row as a claim about the cases of a release: `low` to `high` (None: no upper bound) meet `event`."""

    event: Event
    low: int
    high: int | None
    table: Table
    codes: tuple[str, ...]

    @property
    def exact(self) -> bool:
        """A number was printed."""
        return self.low == self.high


class Batch(NamedTuple):
    """Cases that every release counts together or not at all. `late` batches came between two releases of a period."""

    quarters: tuple[Period, ...]
    late: bool


class Series(NamedTuple):
    """Releases that share cases, directly or through others. `contains[i]` are the batches that release i counts."""

    releases: tuple[Release, ...]
    batches: tuple[Batch, ...]
    contains: tuple[frozenset[int], ...]

    @property
    def fields(self) -> Mapping[str, Dimension]:
        """The counted fields; all releases of a series define them alike."""
        return {name: field for release in self.releases for name, field in release.dimensions.items()}


def in_order(releases: Iterable[Release]) -> tuple[Release, ...]:
    """Each release once, in an order that does not depend on the order given."""
    by_text = {release.model_dump_json(): release for release in releases}
    ordered = sorted(by_text.items(), key=lambda pair: (pair[1].serial, pair[1].period, pair[0]))
    return tuple(release for _, release in ordered)


def linked(releases: Sequence[Release]) -> Iterator[tuple[Release, ...]]:
    """The releases in groups that share no quarter with each other."""
    groups: list[list[Release]] = []
    for release in releases:
        touching = [group for group in groups if any(_overlap(release, other) for other in group)]
        groups = [group for group in groups if group not in touching]
        groups.append([other for group in touching for other in group] + [release])
    for group in groups:
        yield tuple(release for release in releases if release in group)


def _overlap(one: Release, other: Release) -> bool:
    return not set(one.period.quarters).isdisjoint(other.period.quarters)


def readings(releases: tuple[Release, ...]) -> Iterator[Series]:
    """The ways to read linked releases: a period counted once, and, for a period released twice, with late cases."""
    again = _again(releases)
    yield _series(releases, {})
    if again:
        yield _series(releases, again)


def _again(releases: tuple[Release, ...]) -> dict[int, Period]:
    """The releases whose period had another release with other statements before, by position."""
    last: dict[Period, Release] = {}
    again = {}
    for position, release in enumerate(releases):
        before = last.get(release.period)
        if before is not None and (before.tables, before.threshold) != (release.tables, release.threshold):
            again[position] = release.period
        last[release.period] = release
    return again


def _series(releases: tuple[Release, ...], again: Mapping[int, Period]) -> Series:
    counted: dict[tuple[Period, int], set[int]] = {}
    for position, release in enumerate(releases):
        for quarter in release.period.quarters:
            counted.setdefault((quarter, -1), set()).add(position)
        for first, period in again.items():
            if first <= position and set(period.quarters) <= set(release.period.quarters):
                counted.setdefault((period.quarters[0], first), set()).add(position)
    alike: dict[tuple[frozenset[int], int], list[Period]] = {}
    for (quarter, first), positions in sorted(counted.items()):
        quarters = again[first].quarters if first >= 0 else (quarter,)
        alike.setdefault((frozenset(positions), first), []).extend(quarters)
    batches = tuple(Batch(tuple(quarters), first >= 0) for (_, first), quarters in alike.items())
    contains = tuple(
        frozenset(number for number, (positions, _) in enumerate(alike) if position in positions)
        for position in range(len(releases))
    )
    return Series(releases, batches, contains)


def printed(release: Release) -> Iterator[Printed]:
    """Every row of a release, `.` rows too, and what its list of themes says. ValueError for an unknown code."""
    for table in release.tables:
        for row in table.rows:
            codes = tuple(str(code) for code in row[:-1])
            event = event_of(release, table, codes)
            yield Printed(event, *bounds(row[-1]), table, codes)
    for theme in release.themes:
        field = "theme" if "theme" in release.dimensions else None
        table = Table(id="theme", columns=("theme",) if field else (), rows=())
        codes = (theme,) if field else ()
        yield Printed(event_of(release, table, codes), release.threshold, None, table, codes)


def bounds(statement: str | int) -> tuple[int, int | None]:
    """The lowest and highest count that a statement allows."""
    if isinstance(statement, int):
        return statement, statement
    if statement == NOTHING:
        return 0, None
    if statement.startswith("<"):
        return 0, int(statement[1:]) - 1
    return int(statement[2:]), None


def event_of(release: Release, table: Table, codes: Sequence[str]) -> Event:
    """The cases of a row: those of the table's sub-population that have the row's codes."""
    named = [*table.where.items(), *zip(table.columns, codes, strict=True)]
    return frozenset(condition(release, field, (code,)) for field, code in named if code != TOTAL)


def known_event(release: Release, known: KnownTotal) -> Event:
    """The cases of a total that readers know from elsewhere."""
    return frozenset(condition(release, field, (code,)) for field, code in known.at.items() if code != TOTAL)


def condition(release: Release, field: str, codes: Iterable[str], without: str | None = None) -> Condition:
    """Cases with any of these codes or groups, and, if asked, without one code. ValueError for an unknown code."""
    has = frozenset(base for code in codes for base in members(release, field, code))
    lacks = frozenset() if without is None else members(release, field, without)
    if not release.dimensions[field].multiple:
        return Condition(field, has - lacks)
    return Condition(field, has, lacks)


def in_words(event: Event) -> list[tuple[str, list[str], list[str]]]:
    """A key that sorts events the same way in every run."""
    return sorted((one.field, sorted(one.has), sorted(one.lacks)) for one in event)


def members(release: Release, field: str, code: str) -> frozenset[str]:
    """The codes that a row code stands for: itself, or those of a group. ValueError if it is neither."""
    if field not in release.dimensions:
        raise ValueError("a table names a field that the release does not define")
    dimension = release.dimensions[field]
    if code in dimension.codes:
        return frozenset((code,))
    if code not in dimension.groups:
        raise ValueError("a table names a code that its field does not have")
    return frozenset(dimension.groups[code])


def answers(dimension: Dimension, most: int) -> list[frozenset[str]] | None:
    """All answers a case can have in a field, as sets of codes; None when there are more than `most`."""
    if not dimension.multiple:
        return [frozenset((code,)) for code in dimension.codes]
    found: list[frozenset[str]] = []
    for size in range(dimension.at_least, min(dimension.at_most, len(dimension.codes)) + 1):
        for answer in combinations(dimension.codes, size):
            found.append(frozenset(answer))
            if len(found) > most:
                return None
    return found
