"""On tiny practices every data set can be listed: what is published leaves each protected number open to its reader."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import chain, combinations

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invented_questions import released
from invented_releases import Case, multiple, single
from numpy.typing import NDArray

from adviser_desk.models.period import Period
from adviser_desk.models.release import Dimension, Release
from adviser_desk.signals.audit import audit
from adviser_desk.signals.profiles import parent_of

Counts = NDArray[np.int64]
Fields = Mapping[str, Dimension]
Test = Callable[[Case], bool]
Practice = tuple[Fields, tuple[str, ...], dict[str, list[Case]], int]

ONE_FIELD = (
    {"f": single("a", "b", "c")},
    {"f": single("a", "b", "c", "d", g=("a", "b"))},
    {"f": single("a", "b", "c", "d", "e", g=("a", "b"), i=("c", "d"))},
    {"f": multiple("a", "b", at_most=2)},
    {"f": multiple("a", "b", "c", at_most=2, g=("a", "b"))},
    {"f": multiple("a", "b", "c", at_most=3, g=("b", "c"))},
)
TWO_FIELDS = (
    {"f": single("a", "b"), "h": single("p", "q")},
    {"f": single("a", "b", "c"), "h": single("p", "q")},
    {"f": multiple("a", "b", at_most=2), "h": single("p", "q")},
    {"formality": single("none", "formal"), "reason_no_step": single("r", "s", "t")},
    {"behaviour": multiple("discrimination", "b", at_most=2), "ground_group": multiple("x", "y", at_most=2)},
)
THREE_FIELDS = ({"f": single("a", "b"), "h": single("p", "q"), "i": single("v", "w")},)
PRACTICES = (*ONE_FIELD, *TWO_FIELDS, *THREE_FIELDS)
SERIES = (("2026Q1",), ("2026",), ("2026Q1", "2026"), ("2026Q1", "2026H1"), ("2026Q1", "2026Q2", "2026H1"))
LONG = ("2026Q1", "2026Q2", "2026")
MOST_SETS = 400_000
FIXED = settings(
    max_examples=90,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def kinds_of(fields: Fields) -> tuple[Case, ...]:
    """Every combination of answers; a field of a sub-population is answered there only."""
    found: list[Case] = [{}]
    for field, dimension in fields.items():
        sizes = range(dimension.at_most + 1) if dimension.multiple else (1,)
        every = [answer for size in sizes for answer in combinations(dimension.codes, size)]
        inside = parent_of(field)
        found = [
            {**case, field: answer}
            for case in found
            for answer in (every if inside is None or inside[1] in case[inside[0]] else [()])
        ]
    return tuple(found)


@st.composite
def practices(draw: st.DrawFn) -> Practice:
    """Fields, periods in the order of release, cases per quarter, threshold."""
    fields = draw(st.sampled_from(PRACTICES))
    kinds = kinds_of(fields)
    periods = draw(st.sampled_from((*SERIES, LONG) if len(kinds) <= 4 else SERIES if len(kinds) <= 6 else SERIES[:4]))
    threshold = draw(st.sampled_from((2, 2, 3)))
    most = 7 if len(batches_of(periods)) == 1 else 4
    quarters = {quarter: draw(st.lists(st.sampled_from(kinds), max_size=most)) for quarter in ("2026Q1", "2026Q2")}
    return fields, periods, quarters, threshold


def batches_of(periods: Iterable[str]) -> list[frozenset[int]]:
    """Per stretch of quarters that the same releases cover: the positions of these releases."""
    spans = [set(Period(period).quarters) for period in periods]
    every = set().union(*spans)
    return sorted({frozenset(n for n, span in enumerate(spans) if quarter in span) for quarter in every}, key=sorted)


@cache
def all_counts(columns: int, most: int) -> Counts:
    """Every way to have at most `most` cases in so many columns, one row each."""
    ends = np.array(list(combinations(range(columns + most), columns)), dtype=np.int64)
    return np.diff(ends, prepend=-1, axis=1) - 1


def fits(statement: str | int, count: Counts) -> NDArray[np.bool_]:
    """Whether a count agrees with what was said of it."""
    if isinstance(statement, int):
        return count == statement
    if statement == ".":
        return count >= 0
    return count < int(statement[1:]) if statement.startswith("<") else count >= int(statement[2:])


def has(fields: Fields, field: str, code: str) -> Test:
    """The cases with a code, or with any code of a group."""
    wanted = {code} if code in fields[field].codes else set(fields[field].groups[code])
    return lambda case: bool(wanted & set(case[field]))


def rows_of(releases: Sequence[Release]) -> Iterable[tuple[int, Test, str | int]]:
    """(position of the release, which cases, what is said of them), read from the tables as a reader would."""
    for position, release in enumerate(releases):
        for table in release.tables:
            for row in table.rows:
                named = [*table.where.items(), *zip(table.columns, map(str, row[:-1]), strict=True)]
                tests = [has(release.dimensions, *pair) for pair in named if pair[1] != "*"]
                yield position, lambda case, tests=tests: all(test(case) for test in tests), row[-1]


def protected(releases: Sequence[Release], fields: Fields) -> Iterable[tuple[str, Test]]:
    """Every number that F of the design names: cells, lines, groups without a code, crossings."""
    yield "total", lambda case: True
    codes = [(name, code) for name, field in fields.items() for code in (*field.codes, *field.groups)]
    for pair in codes:
        yield str(pair), has(fields, *pair)
    for one, other in combinations(codes, 2):
        if one[0] != other[0]:
            both = has(fields, *one), has(fields, *other)
            yield f"{one} and {other}", lambda case, both=both: both[0](case) and both[1](case)
    for name, field in fields.items():
        for group, members in field.groups.items():
            for code in members:
                both = has(fields, name, group), has(fields, name, code)
                yield f"{name} {group} without {code}", lambda case, both=both: both[0](case) and not both[1](case)
        yield from lines(releases, fields, name)


def lines(releases: Sequence[Release], fields: Fields, name: str) -> Iterable[tuple[str, Test]]:
    """The cells of a line that are not exact, together, and its `<k` cells together."""
    field = fields[name]
    grouped = set(chain.from_iterable(field.groups.values()))
    levels = [field.codes, *field.groups.values(), (*field.groups, *(c for c in field.codes if c not in grouped))]
    for release in releases:
        table = next(table for table in release.tables if table.columns == (name,))
        printed = {str(row[0]): row[-1] for row in table.rows}
        for level in levels:
            hidden = [code for code in level if not isinstance(printed[code], int)]
            for some in (hidden, [code for code in hidden if str(printed[code]).startswith("<")]):
                tests = [has(fields, name, code) for code in some]
                yield f"{name} {some}", lambda case, tests=tests: any(test(case) for test in tests)
        exact = [has(fields, name, code) for code in printed if isinstance(printed[code], int) and code != "*"]
        if not field.multiple:
            yield f"{name} left", lambda case, exact=exact: bool(case[name]) and not any(test(case) for test in exact)
        small = [has(fields, name, code) for code in printed if str(printed[code]).startswith("<") and code != "*"]
        yield f"{name} small", lambda case, small=small: any(test(case) for test in small)


def is_open(values: Counts, k: int) -> bool:
    """Whether a number that may have these values is not known to be 1 .. k-1, nobody, or somebody below k.

    And whoever knows his own case in it may be the only one (G4).
    """
    return int(values.max()) >= k or (int(values.min()) == 0 and bool((values == 1).any()))


def given_away(releases: Sequence[Release], fields: Fields, kinds: Sequence[Case], most: int, k: int) -> list[str]:
    """The protected numbers that the list of all data sets with at most `most` cases does not leave open."""
    batches = batches_of(str(release.period) for release in releases)
    sets = all_counts(len(kinds) * len(batches), most).reshape(-1, len(batches), len(kinds))
    for position, test, statement in rows_of(releases):
        inside = [number for number, positions in enumerate(batches) if position in positions]
        sets = sets[fits(statement, sets[:, inside].sum(axis=1) @ np.array([test(kind) for kind in kinds], dtype=int))]
    assert len(sets), "nothing agrees with what was said"
    found = []
    sums = chain.from_iterable(combinations(range(len(batches)), size) for size in range(1, len(batches) + 1))
    added = {some: sets[:, list(some)].sum(axis=1) for some in sums}
    for name, test in protected(releases, fields):
        hits = np.array([test(kind) for kind in kinds], dtype=np.int64)
        for some, counts in added.items() if hits.any() else ():
            values = counts @ hits
            if not is_open(values, k):
                found.append(f"{name} in {some}: {values.min()}..{values.max()}")
    return found


def enough(releases: Sequence[Release], cases: int, columns: int, k: int) -> int:
    """How many cases to list: no data set has more than exact totals leave room for; else what fits in memory."""
    batches = batches_of(str(release.period) for release in releases)
    told = [release.tables[0].rows[0][-1] for release in releases]
    exact = [position for position, number in enumerate(told) if isinstance(number, int)]
    covers = (some for size in (1, 2) for some in combinations(exact, size))
    for cover in covers:
        if all(positions & set(cover) for positions in batches):
            return sum(int(told[position]) for position in cover)
    most = cases + 3 * k
    while len_of(columns, most) > MOST_SETS:
        most -= 1
    return most


def len_of(columns: int, most: int) -> int:
    """How many data sets `all_counts` lists."""
    found = 1
    for number in range(1, columns + 1):
        found = found * (most + number) // number
    return found


@FIXED
@given(practices())
def test_what_is_published_leaves_every_protected_number_open(
    practice: Practice,
) -> None:
    fields, periods, quarters, k = practice
    kinds = kinds_of(fields)
    releases = released(periods, quarters, fields, threshold=k)
    for position, test, statement in rows_of(releases):
        cases = [case for quarter in Period(periods[position]).quarters for case in quarters.get(str(quarter), ())]
        assert fits(statement, np.array([sum(map(test, cases))])).all()
    for last in range(1, len(releases) + 1):
        columns = len(kinds) * len(batches_of(periods[:last]))
        most = enough(releases[:last], sum(map(len, quarters.values())), columns, k)
        if len_of(columns, most) <= MOST_SETS * 3:
            assert given_away(releases[:last], fields, kinds, most, k) == []
    assert audit(releases) == ()
