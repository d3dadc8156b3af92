"""A crossing of two fields on tiny practices: every data set is listed, and every number of F has to stay open."""

import random
from collections.abc import Mapping, Sequence
from itertools import combinations, product

import numpy as np
import pytest
from invented_questions import released
from invented_releases import Case, single
from numbers_of_f import World, is_open, numbers
from numpy.typing import NDArray

from adviser_desk.models.release import Dimension, Release
from adviser_desk.signals.audit import audit
from adviser_desk.signals.profiles import TableSpec

Fields = Mapping[str, Dimension]
Counts = NDArray[np.int64]
BOTH = (TableSpec(dimension="f", beside="h"),)
PLAIN = {"f": single("a", "b"), "h": single("p", "q")}
THREE = {"f": single("a", "b", "c"), "h": single("p", "q")}
GROUP = {"f": single("a", "b"), "h": single("p", "q", "r", g=("p", "q"))}
MOST_SETS = 400_000


def kinds_of(fields: Fields) -> list[Case]:
    """Every combination of answers."""
    return [dict(zip(fields, ((code,) for code in codes), strict=True))
            for codes in product(*(field.codes for field in fields.values()))]  # fmt: skip


def all_counts(columns: int, cases: int) -> Counts:
    """Every way to have so many cases in so many columns, one row each."""
    bars = np.array(list(combinations(range(cases + columns - 1), columns - 1)), dtype=np.int64)
    bars = bars.reshape(-1, columns - 1)
    ends = np.hstack([np.full((len(bars), 1), -1), bars, np.full((len(bars), 1), cases + columns - 1)])
    return np.diff(ends, axis=1) - 1


def agreeing(world: World, releases: Sequence[Release], cases: int) -> Counts:
    """Every data set with so many cases that agrees with all releases."""
    sets = all_counts(world.batches * len(world.kinds), cases).reshape(-1, world.batches, len(world.kinds))
    for release, inside in zip(releases, world.contains, strict=True):
        counts = sets[:, sorted(inside)].sum(axis=1)
        for table in release.tables:
            for row in table.rows:
                value = counts @ world.row(table, row[:-1]).astype(np.int64)
                counts, sets = (one[fits(row[-1], value)] for one in (counts, sets))
    return sets


def fits(said: str | int, value: Counts) -> NDArray[np.bool_]:
    """Whether a count agrees with what was said of it."""
    if isinstance(said, int):
        return value == said
    if said == ".":
        return value >= 0
    return value < int(said[1:]) if said.startswith("<") else value >= int(said[2:])


def given_away(fields: Fields, releases: Sequence[Release], cases: int, k: int) -> list[str]:
    """The numbers of F that the list of all data sets gives away. The last release tells its total."""
    spans = [set(release.period.quarters) for release in releases]
    every = sorted(set().union(*spans))
    alike = sorted({frozenset(n for n, span in enumerate(spans) if quarter in span) for quarter in every}, key=sorted)
    contains = [frozenset(b for b, holding in enumerate(alike) if n in holding) for n in range(len(releases))]
    world = World(fields, kinds_of(fields), contains)
    sets = agreeing(world, releases, cases).reshape(-1, world.batches * len(world.kinds))
    assert len(sets), "nothing agrees with what was said"
    found = list(numbers(world, releases).values())
    values = sets @ np.array([number.ravel() for _, number, _ in found], dtype=np.int64).T
    ends = zip(found, values.min(axis=0).tolist(), values.max(axis=0).tolist(), strict=True)
    return [f"{name}: {low}..{high}" for (name, _, _), low, high in ends if not is_open(low, high, k)]


PRACTICES = (
    (PLAIN, ("2026",), 11, 3),
    (PLAIN, ("2026",), 9, 2),
    (THREE, ("2026",), 11, 2),
    (GROUP, ("2026",), 11, 2),
    (PLAIN, ("2026Q1", "2026"), 9, 2),
    (THREE, ("2026Q1", "2026"), 6, 2),
)


@pytest.mark.parametrize("practice", range(len(PRACTICES)))
def test_a_crossing_leaves_every_number_of_f_open(practice: int) -> None:
    fields, periods, most, k = PRACTICES[practice]
    kinds, chance, told = kinds_of(fields), random.Random(practice), 0
    for _ in range(25):
        cases = chance.choices(kinds, [chance.random() ** 2 for _ in kinds], k=chance.randint(most // 2, most))
        early = chance.randint(0, len(cases)) if len(periods) > 1 else len(cases)
        releases = released(
            periods, {"2026Q1": cases[:early], "2026Q2": cases[early:]}, fields, threshold=k, crossed=BOTH
        )
        told += sum(row[-1] != "." for row in releases[-1].tables[-1].rows if "*" not in row)
        if isinstance(releases[-1].tables[0].rows[0][-1], int):
            assert given_away(fields, releases, len(cases), k) == []
        assert audit(releases) == ()
    assert told
