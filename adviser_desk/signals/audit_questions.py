"""Every number that a reader may try to work out from a series of releases. Reads statements only; answers nothing."""

from collections.abc import Iterable, Iterator
from itertools import combinations, product
from typing import Literal, NamedTuple

from adviser_desk.models.period import Period
from adviser_desk.models.release import TOTAL, Release, Table
from adviser_desk.signals.audit_cases import (
    Condition,
    Event,
    Printed,
    Series,
    condition,
    event_of,
    known_event,
    members,
    printed,
)

Family = Literal["row", "together", "without", "rest", "crossed", "outside", "mixed"]
"""A printed row; rows of a line together; a group without one of its codes; all but a known total; an unprinted
crossing of printed rows; all cases but those of exact rows of a sub-population; all cases but those of exact rows of
the period itself and of shorter ones within it."""

ALL_SUMS = 5
"""Up to this many batches, every sum of batches is asked about; above it only those that releases make."""


class Taken(NamedTuple):
    """An exact row of a release that is taken off the cases of its period only."""

    period: Period
    columns: tuple[str, ...]
    codes: tuple[str, ...]


About = Literal["number", "group", "insider"]


class Question(NamedTuple):
    """How many cases meet `event`, and how to name them to a person. With `outside`: all that meet none of these.

    `codes` are the row codes per column, several where rows are taken together; `without` is a code of
    `without_field` taken off. `each` says which batches are meant and which events are taken off in each, `named`
    how a person would call these. `about` is what is asked: whether the number is told (G1 and G2), whether all of a
    group, or all but one, are outside it (G3), whether who is in it knows of others there (G4).
    """

    event: Event
    family: Family
    table: str
    columns: tuple[str, ...]
    codes: tuple[tuple[str, ...], ...]
    without: str | None = None
    without_field: str = ""
    outside: frozenset[Event] = frozenset()
    each: tuple[tuple[int, frozenset[Event]], ...] = ()
    named: tuple[Taken, ...] = ()
    about: About = "number"

    def taken(self, batch: int) -> frozenset[Event]:
        """The events that are taken off the cases of a batch."""
        return dict(self.each).get(batch, self.outside)


def questions(series: Series) -> list[Question]:
    """The events to ask about, each once, the plainest way to name it first."""
    found: dict[tuple[Event, frozenset[Event]], Question] = {}
    for family in (_rows, _together, _without, _rest, _outside, _neither):
        for release in series.releases:
            for question in family(release):
                found.setdefault((question.event, question.outside), question)
    for question in _crossed(series):
        found.setdefault((question.event, question.outside), question)
    return list(found.values())


def all_but_one(release: Release) -> Iterator[Question]:
    """Of each group that rows divide those without one of these: that all, or all but one, are of it (G3)."""
    for table, column, line in lines(release):
        inner = [_less(release, table, column, row, code) for row, code in _pairs(release, table, column, line)]
        for question in (*(_lacking(release, table, column, row) for row in line), *inner):
            yield question._replace(about="group")


def small_rows(release: Release) -> Iterator[Question]:
    """Each row that may be known to be small: that who is in it knows of others there (G4)."""
    for row in printed(release):
        if not row.exact and row.low < release.threshold:
            codes = tuple((code,) for code in row.codes)
            yield Question(row.event, "row", row.table.id, row.table.columns, codes, about="insider")


def sums(series: Series) -> list[frozenset[int]]:
    """The sets of batches whose cases are added up: single ones, releases and their differences, or all sums."""
    batches = range(len(series.batches))
    if len(batches) <= ALL_SUMS:
        sizes = range(1, len(batches) + 1)
        return [frozenset(chosen) for size in sizes for chosen in combinations(batches, size)]
    chosen = {frozenset((batch,)) for batch in batches} | set(series.contains)
    chosen |= {one - other for one in series.contains for other in series.contains if other < one}
    for whole in series.contains:
        left = whole
        for part in sorted(set(series.contains), key=sorted):
            if part < whole and part <= left:
                left = left - part
                chosen.add(left)
    return sorted(chosen - {frozenset()}, key=lambda batches: (len(batches), sorted(batches)))


def _rows(release: Release) -> Iterator[Question]:
    yield Question(frozenset(), "row", release.tables[0].id if release.tables else "", (), ())
    for row in printed(release):
        codes = tuple((code,) for code in row.codes)
        yield Question(row.event, "row", row.table.id, row.table.columns, codes)


def lines(release: Release) -> Iterator[tuple[Table, int, list[Printed]]]:
    """The lines of each table: rows that differ in one column only, without that column's total."""
    by_table: dict[str, list[Printed]] = {}
    for row in printed(release):
        by_table.setdefault(row.table.id, []).append(row)
    for rows in by_table.values():
        table = rows[0].table
        for column in range(len(table.columns)):
            lines: dict[tuple[str, ...], list[Printed]] = {}
            for row in rows:
                if row.codes[column] != TOTAL:
                    lines.setdefault(row.codes[:column] + row.codes[column + 1 :], []).append(row)
            for line in lines.values():
                yield table, column, line


def _together(release: Release) -> Iterator[Question]:
    for table, column, line in lines(release):
        for level in levels(release, table.columns[column], column, line):
            hidden = [row for row in level if not row.exact]
            small = [row for row in hidden if row.high is not None]
            for rows in (hidden, small):
                if len(rows) > 1:
                    yield _union(release, table, column, rows)
        all_small = [row for row in line if row.high is not None and not row.exact]
        for rows in (_left_over(release, column, line), all_small):
            if len(rows) > 1:
                yield _union(release, table, column, rows)


def _left_over(release: Release, column: int, line: list[Printed]) -> list[Printed]:
    """The codes that no exact row of any level contains: what a reader is left with who takes all of these off."""
    field = line[0].table.columns[column]
    taken = {code for row in line if row.exact for code in members(release, field, row.codes[column])}
    codes = set(release.dimensions[field].codes)
    return [row for row in line if row.codes[column] in codes - taken]


def levels(release: Release, field: str, column: int, line: list[Printed]) -> Iterator[list[Printed]]:
    """The rows of a line that stand next to each other: groups with codes outside groups, all codes, each group."""
    groups = release.dimensions[field].groups
    codes = set(release.dimensions[field].codes)
    printed_groups = {row.codes[column]: set(members(release, field, row.codes[column])) for row in line}
    grouped = {code for name, inside in printed_groups.items() if name not in codes for code in inside}
    yield [row for row in line if row.codes[column] not in codes or row.codes[column] not in grouped]
    yield [row for row in line if row.codes[column] in codes]
    for name in groups:
        yield [row for row in line if row.codes[column] in codes and row.codes[column] in groups[name]]


def _union(release: Release, table: Table, column: int, rows: list[Printed]) -> Question:
    named = tuple(row.codes[column] for row in rows)
    codes = tuple(named if number == column else (code,) for number, code in enumerate(rows[0].codes))
    fixed = [TOTAL if number == column else code for number, code in enumerate(rows[0].codes)]
    union = condition(release, table.columns[column], named)
    event = event_of(release, table, fixed) | {union}
    return Question(event, "together", table.id, table.columns, codes)


def _without(release: Release) -> Iterator[Question]:
    for table, column, line in lines(release):
        for row, code in _pairs(release, table, column, line):
            yield _less(release, table, column, row, code)
        if release.dimensions[table.columns[column]].multiple:
            yield from (_lacking(release, table, column, row) for row in line)


def _pairs(release: Release, table: Table, column: int, line: list[Printed]) -> Iterator[tuple[Printed, str]]:
    """Each row of a line with each code of another row that lies within it."""
    field = table.columns[column]
    for row, other in product(line, line):
        if members(release, field, other.codes[column]) < members(release, field, row.codes[column]):
            yield row, other.codes[column]


def _less(release: Release, table: Table, column: int, row: Printed, code: str) -> Question:
    field = table.columns[column]
    fixed = [TOTAL if number == column else other for number, other in enumerate(row.codes)]
    event = event_of(release, table, fixed) | {condition(release, field, (row.codes[column],), code)}
    codes = tuple((other,) for other in row.codes)
    return Question(event, "without", table.id, table.columns, codes, code, field)


def _lacking(release: Release, table: Table, column: int, row: Printed) -> Question:
    """All cases of a line without one of its codes, where cases have several: those without any code too."""
    fixed = [TOTAL if number == column else other for number, other in enumerate(row.codes)]
    base, field = event_of(release, table, fixed), table.columns[column]
    codes = tuple((other,) for other in fixed)
    return Question(
        base, "without", table.id, table.columns, codes, row.codes[column], field, outside=frozenset((row.event,))
    )


def _rest(release: Release) -> Iterator[Question]:
    """The cases outside a total that is known from elsewhere."""
    for total in release.known_totals:
        named = [(field, code) for field, code in total.at.items() if code != TOTAL]
        if len(named) == 1 and release.dimensions[named[0][0]].multiple:
            field, code = named[0]
            event = known_event(release, total)
            yield Question(frozenset(), "rest", field, (field,), ((TOTAL,),), code, field, outside=frozenset((event,)))
        elif len(named) == 1:
            field, code = named[0]
            event = frozenset((condition(release, field, release.dimensions[field].codes, code),))
            yield Question(event, "rest", field, (field,), ((TOTAL,),), code, field)


def _outside(release: Release) -> Iterator[Question]:
    """All cases but those of an exact row of a sub-population; of single fields also without the exact rows beside it.

    The reader takes them off the total of all cases.
    """
    rows = [row for row in printed(release) if row.exact and row.event and any(code != TOTAL for code in row.codes)]
    for row in (row for row in rows if row.table.where):
        yield _less_than_all(row, [row])
        parents = set(row.table.where)
        beside = [one for one in rows if one.table.id == row.table.id or set(one.table.columns) == parents]
        fields = {*parents, *row.table.columns}
        if not any(release.dimensions[field].multiple for field in fields):
            yield _less_than_all(row, beside)


def _less_than_all(named: Printed, taken: list[Printed]) -> Question:
    columns = tuple(dict.fromkeys(column for row in taken for column in row.table.columns))
    codes = tuple(
        tuple(code for row in taken if row.table.columns == (column,) for code in row.codes) for column in columns
    )
    events = [row.event for row in taken]
    return Question(frozenset(), "outside", named.table.id, columns, codes, outside=widest(events))


def _neither(release: Release) -> Iterator[Question]:
    """All cases but those of exact cells of a crossing, and of exact rows of its fields: of each one, all or none.

    Who knows a row, a column and their crossing knows how many are in neither.
    """
    for table in release.tables:
        if len(table.columns) < 2 or table.where:
            continue
        cells, *fields = told_about(release, [table.columns, *((name,) for name in table.columns)])
        for rows, columns in product(*([[], own, *([one] for one in own)] for own in fields)):
            taken = [*rows, *columns, *cells]
            if taken:
                named = tuple(Taken(release.period, row.table.columns, row.codes) for row in taken)
                yield Question(frozenset(), "outside", table.id, (), (),
                               outside=widest(row.event for row in taken), named=named)  # fmt: skip


def told_about(release: Release, fields: Iterable[tuple[str, ...]]) -> list[list[Printed]]:
    """For some fields at a time: the exact rows that name a code of each of these and of no other, each event once."""
    rows = [row for row in printed(release) if row.exact and not row.table.where]
    found = []
    for wanted in fields:
        named = {row.event: row for row in rows if {one.field for one in row.event} == set(wanted)}
        found.append(list(named.values()))
    return found


def widest(events: Iterable[Event]) -> frozenset[Event]:
    """Those of these events that lie in no other of them."""
    every = set(events)
    return frozenset(one for one in every if not any(one != other and implies(one, other) for other in every))


def implies(one: Event, other: Event) -> bool:
    """Whether every case of one event is plainly one of the other: for each condition there it has a narrower one."""
    return all(any(_narrower(near, far) for near in one) for far in other)


def _narrower(near: Condition, far: Condition) -> bool:
    return near.field == far.field and near.has <= far.has and far.lacks <= near.lacks


def _crossed(series: Series) -> Iterator[Question]:
    """Two printed rows of two fields at once, whether or not a table prints that pair."""
    single: dict[Condition, str] = {}
    for release in series.releases:
        for row in printed(release):
            for number, field in enumerate(row.table.columns):
                if row.codes[number] != TOTAL:
                    single.setdefault(condition(release, field, (row.codes[number],)), row.codes[number])
    fields = list(series.fields)
    named = sorted(single.items(), key=lambda pair: fields.index(pair[0].field))
    for (one, code), (other, near) in combinations(named, 2):
        if one.field != other.field:
            name = f"{one.field} x {other.field}"
            yield Question(frozenset((one, other)), "crossed", name, (one.field, other.field), ((code,), (near,)))


def threshold(series: Series, batches: Iterable[int]) -> int:
    """The threshold that a sum of batches is judged by.

    A release keeps the promise it was made under; a sum that several releases make is judged by the strictest of
    them, because a number that a lower threshold lets pass may be one that a higher threshold must hide.
    """
    chosen = frozenset(batches)
    own = [release.threshold for release, whole in pairs(series) if whole == chosen]
    touching = [release.threshold for release, whole in pairs(series) if whole & chosen]
    return max(own or touching)


def pairs(series: Series) -> Iterator[tuple[Release, frozenset[int]]]:
    return zip(series.releases, series.contains, strict=True)
