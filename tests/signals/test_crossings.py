"""A crossing of two fields on tiny practices: every data set is listed, and every number of F has to stay open."""

import random
from collections.abc import Mapping, Sequence
from itertools import combinations, product

import numpy as np
import pytest
from broken_rules import BREAKS
from invented_questions import answered, of, question, released, said, specs
from invented_releases import Case, release, single, table, total
from numbers_of_f import World, is_open, numbers
from numpy.typing import NDArray

from adviser_desk.i18n import words
from adviser_desk.models.period import Period
from adviser_desk.models.release import Dimension, Release
from adviser_desk.signals.audit import audit
from adviser_desk.signals.audit_words import sentence
from adviser_desk.signals.profiles import TableSpec, tables

Fields = Mapping[str, Dimension]
Counts = NDArray[np.int64]
BOTH = (TableSpec(dimension="f", beside="h"),)
PLAIN = {"f": single("a", "b"), "h": single("p", "q")}
THREE = {"f": single("a", "b", "c"), "h": single("p", "q")}
GROUP = {"f": single("a", "b"), "h": single("p", "q", "r", g=("p", "q"))}


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
    for told, inside in zip(releases, world.contains, strict=True):
        counts = sets[:, sorted(inside)].sum(axis=1)
        for one in told.tables:
            for row in one.rows:
                value = counts @ world.row(one, row[:-1]).astype(np.int64)
                counts, sets = (one[fits(row[-1], value)] for one in (counts, sets))
    return sets


def fits(statement: str | int, value: Counts) -> NDArray[np.bool_]:
    """Whether a count agrees with what was said of it."""
    if isinstance(statement, int):
        return value == statement
    if statement == ".":
        return value >= 0
    return value < int(statement[1:]) if statement.startswith("<") else value >= int(statement[2:])


def given_away(fields: Fields, releases: Sequence[Release], cases: int, k: int) -> list[str]:
    """The numbers of F that the list of all data sets gives away. The last release tells its total."""
    spans = [set(told.period.quarters) for told in releases]
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
    (PLAIN, ("2026",), 14, 2),
    (PLAIN, ("2026",), 30, 3),
    (THREE, ("2026",), 13, 2),
    (GROUP, ("2026",), 11, 2),
    (PLAIN, ("2026Q1", "2026"), 9, 2),
    (THREE, ("2026Q1", "2026"), 5, 2),
)
"""Fields, periods in the order of their release, the most cases, the threshold."""

Series = tuple[Fields, list[Release], int, int]


def made(practice: int, seed: int) -> Series:
    """Fields, releases, how many cases there are and the threshold."""
    fields, periods, most, k = PRACTICES[practice]
    chance = random.Random(seed * 31 + practice)
    kinds = kinds_of(fields)
    cases = chance.choices(kinds, [chance.random() ** 3 for _ in kinds], k=chance.randint(most // 2, most))
    quarters: dict[str, list[Case]] = {"2026Q1": [], "2026Q2": []}
    for case in cases:
        quarters[chance.choice(("2026Q1", "2026Q2")[: len(periods)])].append(case)
    return fields, released(periods, quarters, fields, threshold=k, crossed=BOTH), len(cases), k


@pytest.mark.parametrize("practice", range(len(PRACTICES)))
def test_a_crossing_leaves_every_number_of_f_open(practice: int) -> None:
    told = 0
    for seed in range(40 if len(PRACTICES[practice][1]) == 1 else 12):
        fields, releases, cases, k = made(practice, seed)
        told += sum(row[-1] != "." for row in releases[-1].tables[-1].rows if "*" not in row)
        if isinstance(releases[-1].tables[0].rows[0][-1], int):
            assert given_away(fields, releases, cases, k) == []
        assert audit(releases) == ()
    assert told


BROKEN = {
    "who is in no row, no column and no cell of a crossing is protected": (2, 199),
    "what both fields tell holds for their crossing": (0, 0),
}
"""A series that gives somebody away when a rule is broken: its practice and seed."""


@pytest.mark.parametrize("rule", BROKEN)
def test_a_broken_rule_of_a_crossing_is_missed(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert given_away(*made(*BROKEN[rule])) == []
    BREAKS[rule](monkeypatch)
    fields, releases, cases, k = made(*BROKEN[rule])
    assert given_away(fields, releases, cases, k)
    assert audit(releases)


def test_large_cells_of_a_crossing_are_told_and_of_small_ones_only_that_they_are() -> None:
    cases = [*of(40, f="a", h="p"), *of(40, f="a", h="q"), *of(40, f="b", h="p"), *of(40, f="b", h="q")]
    table = released(("2026",), {"2026Q1": cases}, PLAIN, crossed=BOTH)[-1].tables[-1]
    assert table.id == "f x h"
    assert table.columns == ("f", "h")
    said = {row[:-1]: row[-1] for row in table.rows}
    assert said["*", "*"] == 160
    assert {said["a", "p"], said["a", "q"], said["b", "p"], said["b", "q"]} == {40}
    few = released(("2026",), {"2026Q1": [*cases, *of(2, f="c", h="p")]}, THREE, crossed=BOTH)[-1].tables[-1]
    told = {row[:-1]: row[-1] for row in few.rows}
    assert told["c", "p"] == told["c", "q"] == "<5"
    assert 40 in {told["a", "p"], told["a", "q"], told["b", "p"], told["b", "q"]}


def test_who_knows_a_row_a_column_and_their_crossing_knows_who_is_in_neither() -> None:
    fields = {"f": single("a", "b", "c"), "h": single("p", "q", "r")}
    one_way = [table("f", {"a": 20, "b": ".", "c": "."}), table("h", {"p": 25, "q": ".", "r": "."})]
    rows: dict[object, str | int] = {(f, h): "." for f in ("*", "a", "b", "c") for h in ("*", "p", "q", "r")}
    both = table("f x h", rows | {("*", "*"): 40, ("a", "*"): 20, ("*", "p"): 25, ("a", "p"): 8})
    found = audit([release("2026", fields, [total(40), *one_way, both])])
    assert [(one.family, one.lowest, one.highest) for one in found] == [("outside", 3, 3)]
    told = sentence(found[0], lambda field, code: code, words("nl"))
    assert "tabel f × h, alle casussen buiten a + p + a × p" in told


def test_after_a_crossing_a_period_that_shares_its_quarters_is_silent_of_both_fields() -> None:
    quarters = {"2026Q1": of(40, f="a", h="p"), "2026Q3": of(40, f="a", h="p")}
    first = released(("2026H1",), quarters, PLAIN, crossed=BOTH)
    later = answered(question("2026", quarters, PLAIN, first, tables=(*specs(PLAIN), *BOTH)))
    assert {value for name in ("f", "h", "f x h") for value in said(later, name).values()} == {"."}


def test_only_the_year_of_the_large_profile_has_crossings_and_they_come_last() -> None:
    year = [spec.id for spec in tables("large", Period("2026"))]
    assert year[-1] == "matter x other_party"
    for profile, period in (("large", "2026Q1"), ("large", "2026H1"), ("small", "2026")):
        assert all(spec.beside is None for spec in tables(profile, Period(period)))
    assert year[:-1] == [spec.id for spec in tables("large", Period("2026Q1"))]
