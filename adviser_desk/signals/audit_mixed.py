"""Numbers that mix periods: what is left of a half-year or a year without exact rows of it and of periods within it.

Other rows are taken off in each quarter: the cases of a year that are in no row told exactly for their own quarter.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, islice, product

from adviser_desk.models.release import TOTAL, Release
from adviser_desk.signals.audit_cases import Event, Printed, Series, condition, event_of, in_words, members, printed
from adviser_desk.signals.audit_questions import Question, Taken, implies, lines, pairs, told_about, widest

Line = tuple[Event, str]
"""The cases that a line divides, and the field it divides them by."""

Cases = frozenset[int]
Inner = tuple[Release, Cases]

ALL_CHOICES = 6
"""Of up to this many periods within another every choice is asked about; of more each one and all together."""
_MOST = 400
"""How many choices of one row per period are asked about; further ones are of fewer periods or smaller rows."""


def mixed(series: Series) -> list[Question]:
    """The questions that mix periods, each once."""
    found: dict[tuple[Event, tuple[tuple[int, frozenset[Event]], ...]], Question] = {}
    for release, cases in pairs(series):
        inner = [(other, own) for other, own in pairs(series) if own < cases]
        if inner:
            for question in (*_by_lines(release, cases, inner), *_by_rows(cases, inner, release)):
                found.setdefault((question.event, question.each), question)
    return list(found.values())


def _by_lines(release: Release, cases: Cases, inner: Sequence[Inner]) -> Iterator[Question]:
    """All exact rows of a line at once, where these exclude or contain each other."""
    every = (release, *(other for other, _ in inner))
    crossings = {table.id: table.columns for one in every for table in one.tables if len(table.columns) > 1}
    told = {id(one): _exact(one, crossings) for one in every}
    for line in sorted({line for lines_ in told.values() for line in lines_}, key=_key):
        own = told[id(release)].get(line, [])
        speaking = [(other, span) for other, span in inner if told[id(other)].get(line)]
        for chosen in _choices(speaking):
            rows = [(release, cases, own), *((other, span, told[id(other)][line]) for other, span in chosen)]
            each = tuple(
                (batch, widest(row.event for _, span, some in rows if batch in span for row in some))
                for batch in sorted(cases)
            )
            if len({taken for _, taken in each}) > 1:
                yield _question(release, line[0], each, rows)


def _by_rows(cases: Cases, inner: Sequence[Inner], release: Release) -> Iterator[Question]:
    """One exact row of each of some periods that share no case: of one field with several codes, or of any fields."""
    told = [_loose(other) for other, _ in inner]
    for line in sorted({line for found in told for line in found}, key=_key):
        speaking = [(*one, found[line]) for one, found in zip(inner, told, strict=True) if line in found]
        for chosen in islice(_apart(speaking), _MOST):
            each = tuple(
                (batch, frozenset(row.event for _, span, row in chosen if batch in span)) for batch in sorted(cases)
            )
            yield _question(release, line[0], each, [(other, span, [row]) for other, span, row in chosen])


def _question(
    release: Release,
    base: Event,
    each: tuple[tuple[int, frozenset[Event]], ...],
    rows: Iterable[tuple[Release, Cases, Sequence[Printed]]],
) -> Question:
    named = tuple(
        Taken(one.period, (*row.table.where, *row.table.columns), (*row.table.where.values(), *row.codes))
        for one, _, some in rows
        for row in some
    )
    columns = tuple(sorted({one.field for one in base}))
    codes = tuple(tuple(sorted(code for one in base if one.field == name for code in one.has)) for name in columns)
    table = next((row.table.id for _, _, some in rows for row in some), release.tables[0].id if release.tables else "")
    return Question(base, "mixed", table, columns, codes, each=each, named=named)


def _exact(release: Release, crossings: Mapping[str, tuple[str, ...]]) -> dict[Line, list[Printed]]:
    """The exact rows of each line of fields with one code, of each group, and with those of sub-populations beside.

    Of the fields of a crossing all exact rows and cells together, too.
    """
    found: dict[Line, list[Printed]] = {}
    for table, column, line in lines(release):
        field = table.columns[column]
        if release.dimensions[field].multiple:
            continue
        fixed = [TOTAL if number == column else code for number, code in enumerate(line[0].codes)]
        bases = [event_of(release, table, fixed)]
        bases += [row.event for row in line if len(members(release, field, row.codes[column])) > 1]
        for base in bases:
            rows = [row for row in line if row.exact and row.event != base and implies(row.event, base)]
            found.setdefault((base, field), []).extend(rows)
        if (
            len(table.where) == 1
            and len(table.columns) == 1
            and not release.dimensions[next(iter(table.where))].multiple
        ):
            found.setdefault((frozenset(), next(iter(table.where))), []).extend(row for row in line if row.exact)
    for name, fields in crossings.items():
        for some in told_about(release, [fields, *((field,) for field in fields)]):
            found.setdefault((frozenset(), name), []).extend(some)
    return {line: rows for line, rows in found.items() if rows}


def _loose(release: Release) -> dict[Line, list[Printed]]:
    """The exact rows of each field with several codes, within each of its groups too; the largest row of any field."""
    found: dict[Line, list[Printed]] = {}
    for row in printed(release):
        if not row.exact or not row.event:
            continue
        found.setdefault((frozenset(), ""), []).append(row)
        if len(row.table.columns) == 1 and not row.table.where and release.dimensions[row.table.columns[0]].multiple:
            (field,), (code,) = row.table.columns, row.codes
            inside = members(release, field, code)
            groups = [name for name, codes in release.dimensions[field].groups.items() if inside < set(codes)]
            bases: list[Event] = [frozenset(), *(frozenset((condition(release, field, (name,)),)) for name in groups)]
            for base in bases:
                found.setdefault((base, field), []).append(row)
    largest = {line: sorted(rows, key=lambda row: -row.low) for line, rows in found.items()}
    return {line: rows if line[1] else rows[:1] for line, rows in largest.items()}


def _choices(inner: Sequence[Inner]) -> Iterator[tuple[Inner, ...]]:
    sizes = range(1, len(inner) + 1) if len(inner) <= ALL_CHOICES else (1, len(inner))
    for size in sizes:
        yield from combinations(inner, size)


def _apart(
    inner: Sequence[tuple[Release, Cases, Sequence[Printed]]],
) -> Iterator[list[tuple[Release, Cases, Printed]]]:
    """One row of each of some periods that share no case: most periods first, larger rows first."""
    for size in range(len(inner), 0, -1):
        for some in combinations(inner, size):
            if all(not one[1] & other[1] for one, other in combinations(some, 2)):
                for rows in product(*(one[2] for one in some)):
                    yield [(other, span, row) for (other, span, _), row in zip(some, rows, strict=True)]


def _key(line: Line) -> tuple[str, list[tuple[str, list[str], list[str]]]]:
    base, field = line
    return field, in_words(base)
