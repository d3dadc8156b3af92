"""On tiny releases every data set can be listed: what the audit proves is exactly what the list shows."""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations, product
from typing import NamedTuple

import numpy as np
import pytest
from invented_releases import Case, meets, multiple, release, single, table, total
from numbers_of_f import World, is_known_of_others, is_open, is_open_group, numbers, others, small_rows
from numpy.typing import NDArray

from adviser_desk.models.period import Period
from adviser_desk.models.release import Dimension, KnownTotal, Release, Table
from adviser_desk.signals.audit import audit
from adviser_desk.signals.audit_cases import Series, in_order, linked, readings
from adviser_desk.signals.audit_finding import Finding
from adviser_desk.signals.audit_questions import threshold

Counts = NDArray[np.int64]
MOST_CASES = 6
PERIODS = {
    ("2026Q1",): 12,
    ("2026Q1", "2026Q1"): 8,
    ("2026Q1", "2026H1"): 8,
    ("2026Q1", "2026Q2", "2026H1"): 8,
    ("2026Q1", "2026Q2", "2026"): 4,
    ("2026Q1", "2026H1", "2026"): 4,
}
"""Series of releases, and of how many kinds a case may be there. A period twice: cases came in between."""


@cache
def all_counts(kinds: int, most: int) -> Counts:
    """Every way to have at most `most` cases of `kinds` kinds, one row each."""
    bars = combinations(range(kinds + most), kinds)
    ends = np.array(list(bars), dtype=np.int64)
    return np.diff(ends, prepend=-1, axis=1) - 1


def kinds_of_case(fields: Mapping[str, Dimension]) -> list[Case]:
    """Every combination of answers."""
    answers = []
    for field in fields.values():
        sizes = range(field.at_least, field.at_most + 1) if field.multiple else (1,)
        answers.append([answer for size in sizes for answer in combinations(field.codes, size)])
    return [dict(zip(fields, chosen, strict=True)) for chosen in product(*answers)]


def said(count: int, k: int, chance: random.Random) -> str | int:
    """Something true about a count, now and then a plain small number, rarely something that is not true."""
    choice = chance.random()
    if chance.random() < 0.01:
        count = max(0, count + chance.choice((-2, -1, 1, 2)))
    if choice < 0.25:
        return "."
    if choice < 0.65:
        return f">={k}" if count >= k else f"<{k}"
    return count if count >= k or choice > 0.96 else f"<{k}"


def some_fields(chance: random.Random, most_kinds: int) -> dict[str, Dimension]:
    """One or two tiny fields."""
    choices = [
        single("a", "b"),
        single("a", "b", "c"),
        single("a", "b", "c", g=("a", "b")),
        multiple("a", "b", at_most=2),
        multiple("a", "b", at_least=1, at_most=2, g=("a", "b")),
        multiple("a", "b", "c", at_least=1, at_most=2, g=("b", "c")),
        multiple("a", "b", at_most=1),
    ]
    while True:
        fields = {name: chance.choice(choices) for name in ("f", "h")[: chance.choice((1, 2, 2))]}
        if len(kinds_of_case(fields)) <= most_kinds:
            return fields


def some_releases(seed: int) -> list[Release]:
    """Random statements, mostly true ones, about a handful of random cases."""
    chance = random.Random(seed)
    periods = chance.choice(list(PERIODS))
    fields = some_fields(chance, PERIODS[periods])
    kinds = kinds_of_case(fields)
    spans = {quarter for period in periods for quarter in Period(period).quarters}
    room = MOST_CASES // len(spans) if len(spans) > 1 else MOST_CASES // len(periods)
    quarters = {quarter: [chance.choice(kinds) for _ in range(chance.randint(0, room))] for quarter in sorted(spans)}
    names = [*fields, " x ".join(fields)] if len(fields) == 2 and chance.random() < 0.6 else list(fields)
    wheres = chance.random() < 0.2 and len(fields) == 2
    k = chance.choice((2, 3))
    releases = []
    for serial, period in enumerate(periods, start=1):
        if period in periods[: serial - 1]:
            quarters[Period(period)] = [*quarters[Period(period)], *chance.choices(kinds, k=chance.randint(0, room))]
        cases = [case for quarter in Period(period).quarters for case in quarters[quarter]]
        printed_total = said(len(cases), k, chance)
        bounded = isinstance(printed_total, int) or printed_total.startswith("<")
        tables = [total(printed_total)]
        for name in names:
            where = {"f": fields["f"].codes[0]} if wheres and name == "h" else None
            tables.append(one_table(cases, fields, name, k, chance, where))
        known = [] if bounded else [KnownTotal(at={}, value=len(cases))]
        releases.append(release(period, fields, tables, serial=serial, threshold=k, known=known))
    chance.shuffle(releases)
    return releases


def one_table(
    cases: Sequence[Case],
    fields: Mapping[str, Dimension],
    name: str,
    k: int,
    chance: random.Random,
    where: Mapping[str, str] | None,
) -> Table:
    columns = name.split(" x ")
    inside = [case for case in cases if all(meets(case, fields, *pair) for pair in (where or {}).items())]
    rows: dict[object, str | int] = {}
    for codes in product(*(("*", *fields[column].codes, *fields[column].groups) for column in columns)):
        pairs = list(zip(columns, codes, strict=True))
        if where or any(code != "*" for code in codes):
            count = sum(all(meets(case, fields, *pair) for pair in pairs) for case in inside)
            rows[codes] = said(count, k, chance)
    return table(name, rows, where=where)


def agreeing(series: Series, kinds: Sequence[Case]) -> Counts:
    """Every data set that agrees with the releases, read row by row: one row of counts per batch and kind."""
    sets = all_counts(len(kinds) * len(series.batches), MOST_CASES)
    counts = sets.reshape(len(sets), len(series.batches), len(kinds))
    fine = np.ones(len(sets), dtype=bool)
    for one, whole in zip(series.releases, series.contains, strict=True):
        cases = counts[:, sorted(whole), :].sum(axis=1)
        for known in one.known_totals:
            fine &= cases.sum(axis=1) == known.value
        for printed in one.tables:
            for row in printed.rows:
                pairs = [*printed.where.items(), *zip(printed.columns, map(str, row[:-1]), strict=True)]
                mask = [all(meets(kind, one.dimensions, *pair) for pair in pairs) for kind in kinds]
                fine &= true_of(row[-1], cases @ np.array(mask, dtype=np.int64))
    return counts[fine]


def true_of(statement: str | int, count: Counts) -> NDArray[np.bool_]:
    if isinstance(statement, int):
        return count == statement
    if statement == ".":
        return count >= 0
    return count < int(statement[1:]) if statement.startswith("<") else count >= int(statement[2:])


Asked = tuple[str, NDArray[np.bool_], tuple[int, ...]]
Told = tuple[object, ...]
"""A number that is given away: which kinds of case in which quarters, whether late, lowest and highest."""


def given_away(series: Series, world: World, more: Iterable[Asked] = ()) -> dict[Told, str]:
    """What the list of all data sets gives away of F and of `more`, with the name of the number."""
    counts = agreeing(series, world.kinds)
    if not len(counts):
        return {("contradiction",): "everything"}
    found: dict[Told, str] = {}
    every = [*numbers(world, series.releases).values(), *more]
    weights = np.array([number.ravel() for _, number, _ in every], dtype=np.float32)
    ends = [
        minmax(part, weights) for part in np.array_split(counts.reshape(len(counts), -1), len(counts) // 20_000 + 1)
    ]
    lowest, highest = np.min([low for low, _ in ends], axis=0), np.max([high for _, high in ends], axis=0)
    for (name, number, batches), low, high in zip(every, lowest.tolist(), highest.tolist(), strict=True):
        if not is_open(low, high, threshold(series, batches)):
            where = {
                (str(quarter), number[batch].tobytes())
                for batch in batches
                for quarter in series.batches[batch].quarters
            }
            found[frozenset(where), all(series.batches[batch].late for batch in batches), low, high] = name
    return found


def minmax(counts: Counts, weights: NDArray[np.float32]) -> tuple[Counts, Counts]:
    """The lowest and highest value of each number over some data sets."""
    values = counts.astype(np.float32) @ weights.T
    return values.min(axis=0).astype(np.int64), values.max(axis=0).astype(np.int64)


def is_declared(told: Told, declared: Sequence[Release]) -> bool:
    """Whether a number is a total that readers know anyway."""
    where = told[0]
    assert isinstance(where, frozenset)
    quarters = {quarter for quarter, _ in where}
    everybody = all(set(mask) == {1} for _, mask in where)
    return everybody and any(quarters == set(map(str, one.period.quarters)) for one in declared)


def as_told(finding: Finding, world: World) -> Told:
    """A finding as a number that is given away."""
    if finding.kind == "contradiction":
        return ("contradiction",)
    assert finding.kind == ("nobody" if finding.highest == 0 else "small")
    quarters = finding.quarters or finding.period.quarters
    where = {(str(quarter), counted(finding, str(quarter), world).tobytes()) for quarter in quarters}
    return frozenset(where), finding.late, finding.lowest, finding.highest


def counted(finding: Finding, quarter: str, world: World) -> NDArray[np.bool_]:
    """Which kinds of case of a quarter a finding is about, by the names that a person is told."""
    where = dict(part.split("=") for part in finding.table.partition(" where ")[2].split())
    inside = np.logical_and.reduce([world.everybody, *(world.of(*pair) for pair in where.items())])
    columns = zip(finding.columns, finding.codes, strict=True)
    if finding.family == "outside":
        pairs = [(field, code) for field, codes in columns for code in codes]
        own = [world.of(*pair) & (world.everybody if pair[0] in where else inside) for pair in pairs]
        for row in finding.taken:
            codes = zip(row.columns, row.codes, strict=True)
            own.append(np.logical_and.reduce([world.everybody, *(world.of(*pair) for pair in codes)]))
        return ~np.logical_or.reduce(own)
    if finding.family == "mixed":
        inside = world.everybody
    for field, codes in columns:
        inside = inside & np.logical_or.reduce([world.of(field, code) for code in codes])
    for row in finding.taken:
        if quarter in map(str, row.period.quarters):
            pairs = zip(row.columns, row.codes, strict=True)
            inside = inside & ~np.logical_and.reduce([world.of(*pair) for pair in pairs])
    if finding.without is not None:
        inside = inside & ~world.of(finding.without_field, finding.without)
    return inside


@pytest.mark.parametrize("block", range(8))
def test_the_audit_proves_exactly_what_a_list_of_all_data_sets_shows(block: int) -> None:
    for seed in range(block * 75, block * 75 + 75):
        found = compared(seed)
        assert (found.wrong, found.missed) == ([], []), f"seed {seed}"


class Compared(NamedTuple):
    """What the audit finds that is not so, what it does not find, and how much it proves."""

    wrong: list[object]
    missed: list[object]
    proven: int


def compared(seed: int) -> Compared:
    """One random series, audited and listed.

    A sum that takes an exact row off a period told twice has no name of its own: those are left out.
    """
    releases = some_releases(seed)
    series = list(readings(next(iter(linked(in_order(releases))))))
    fields = dict(releases[0].dimensions)
    kinds = kinds_of_case(fields)
    twice = len(series) > 1
    world = World(fields, kinds, series[0].contains)
    audited = audit(releases)
    own = _of_their_own(audited)
    findings = [finding for finding in audited if finding.kind not in ("group", "insider")]
    findings = [finding for finding in findings if not (twice and finding.family == "mixed")]
    more = [] if twice else [asked(finding, series[0], world) for finding in findings if finding.family == "mixed"]
    found = [given_away(one, World(fields, kinds, one.contains), more) for one in series]
    agreeing_ = [one for one in found if ("contradiction",) not in one]
    true = {told: name for one in agreeing_ or found for told, name in one.items()}
    proven = {as_told(finding, world): finding for finding in findings}
    declared = [release for release in releases if release.known_totals]
    wrong = [finding for told, finding in proven.items() if told not in true]
    missed = [
        (name, told)
        for told, name in true.items()
        if told not in proven and not is_declared(told, declared) and not (twice and " less " in name)
    ]
    listed: set[OfItsOwn] = set()
    for one in series:
        listed.update(own_given_away(one, World(fields, kinds, one.contains)))
    wrong += sorted(own - listed)
    elsewhere = {(str(finding.period), finding.table) for finding in findings}
    missed += sorted(told for told in listed - own if told[1:] not in elsewhere)
    if any(one.kind == "contradiction" for one in findings):
        missed = [one for one in missed if one not in listed]
    return Compared(wrong, missed, len(proven) + len(own))


OfItsOwn = tuple[str, str, str]
"""`group` or `insider`, a period and a table: all of a group there, or all but one, have one code; or whoever is in a
small row knows of others."""


def _of_their_own(findings: Iterable[Finding]) -> set[OfItsOwn]:
    own = ("group", "insider")
    return {(finding.kind, str(finding.period), finding.table) for finding in findings if finding.kind in own}


def own_given_away(series: Series, world: World) -> Iterator[OfItsOwn]:
    """Where the list of all data sets shows G3 or G4 broken."""
    counts = agreeing(series, world.kinds)
    if not len(counts):
        return
    data = counts.reshape(len(counts), -1).astype(np.float32)
    for kind, of, about, number in (*others(world, series.releases), *small_rows(world, series.releases)):
        values = data @ number.ravel().astype(np.float32)
        told = not is_open_group(values) if kind == "group" else is_known_of_others(values, of.threshold)
        if told:
            yield kind, str(of.period), about.id


def asked(finding: Finding, series: Series, world: World) -> Asked:
    """What a finding is about, batch by batch."""
    quarters = set(finding.quarters or finding.period.quarters)
    batches = tuple(number for number, batch in enumerate(series.batches) if set(batch.quarters) <= quarters)
    number = np.zeros((world.batches, len(world.kinds)), dtype=bool)
    for batch in batches:
        number[batch] = counted(finding, str(series.batches[batch].quarters[0]), world)
    return "asked", number, batches
