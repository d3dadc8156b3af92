"""Every number of F (signals.md, section 4), named from the design alone: what a reader must not work out.

A number is a table of truths: per batch of cases that a reader can tell apart in time, which kinds of case it counts.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations, product

import numpy as np
from invented_releases import Case, meets
from numpy.typing import NDArray

from adviser_desk.models.release import Dimension, Release, Table

Fields = Mapping[str, Dimension]
Mask = NDArray[np.bool_]
"""Which kinds of case are counted."""

Number = NDArray[np.bool_]
"""Per batch, which kinds of case are counted."""


class World:
    """The kinds of case that there can be, and which batches each release counts."""

    def __init__(self, fields: Fields, kinds: Sequence[Case], contains: Sequence[frozenset[int]]) -> None:
        self.fields, self.kinds, self.contains = fields, kinds, contains
        self.batches = len(frozenset[int]().union(*contains))
        self.everybody = np.ones(len(kinds), dtype=bool)

    def of(self, field: str, code: str) -> Mask:
        """The kinds with a code, or with any code of a group; `*` is everybody."""
        return np.array([meets(kind, self.fields, field, code) for kind in self.kinds], dtype=bool)

    def row(self, table: Table, codes: Sequence[object]) -> Mask:
        """The kinds that a row of a table counts."""
        pairs = [*table.where.items(), *zip(table.columns, map(str, codes), strict=True)]
        return np.logical_and.reduce([self.everybody, *(self.of(*pair) for pair in pairs)])


def subsets(many: Iterable[int]) -> Iterator[tuple[int, ...]]:
    """Every subset but the empty one."""
    every = sorted(many)
    return chain.from_iterable(combinations(every, size) for size in range(1, len(every) + 1))


def numbers(world: World, releases: Sequence[Release]) -> dict[bytes, tuple[str, Number, tuple[int, ...]]]:
    """Every number once, with a name: by its table of truths."""
    found: dict[bytes, tuple[str, Number, tuple[int, ...]]] = {}
    for name, mask in alike(world, releases):
        for batches in subsets(range(world.batches)):
            number = np.zeros((world.batches, len(world.kinds)), dtype=bool)
            number[list(batches)] = mask
            found.setdefault(number.tobytes() + bytes(batches), (f"{name} in {batches}", number, batches))
    for name, number, batches in mixed(world, releases):
        found.setdefault(number.tobytes() + bytes(batches), (name, number, batches))
    return {key: one for key, one in found.items() if one[1].any()}


def alike(world: World, releases: Sequence[Release]) -> Iterator[tuple[str, Mask]]:
    """The numbers that count the same kinds in every batch."""
    yield "all", world.everybody
    names = [(name, code) for name, field in world.fields.items() for code in (*field.codes, *field.groups)]
    for one, other in combinations(names, 2):
        if one[0] != other[0]:
            yield f"{one} x {other}", world.of(*one) & world.of(*other)
    for release in releases:
        for table in release.tables:
            for row in table.rows:
                yield f"{table.id} {row[:-1]}", world.row(table, row[:-1])
            for line in lines(world, table):
                yield from line.numbers()
            yield from outside(world, release, table)
            yield from _neither(world, release, table)


class Line:
    """The rows of a table that differ in one column only: what they say, and the base that they divide."""

    def __init__(self, world: World, table: Table, column: int, fixed: tuple[str, ...]) -> None:
        self.field = table.columns[column]
        self.dimension = world.fields[self.field]
        self.name = f"{table.id} {self.field} {fixed}"

        def codes(code: str) -> tuple[str, ...]:
            return (*fixed[:column], code, *fixed[column:])

        self.base = world.row(table, codes("*"))
        said = {row[:-1]: row[-1] for row in table.rows}
        listed = (*self.dimension.codes, *self.dimension.groups)
        self.said = {code: said[codes(code)] for code in listed if codes(code) in said}
        self.masks = {code: world.row(table, codes(code)) for code in self.said}

    @property
    def exact(self) -> list[str]:
        """The rows with a number."""
        return [code for code, value in self.said.items() if isinstance(value, int)]

    def members(self, code: str) -> set[str]:
        """The codes that a row stands for."""
        return set(self.dimension.groups.get(code, (code,)))

    def is_within(self, group: str, code: str) -> bool:
        """Whether one row stands for a part of what another stands for."""
        return self.members(code) < self.members(group)

    def numbers(self) -> Iterator[tuple[str, Mask]]:
        """Hidden rows together and small rows together, at each level and over all; groups without a code."""
        grouped = set(chain.from_iterable(self.dimension.groups[g] for g in self.dimension.groups if g in self.said))
        top = [code for code in self.said if code in self.dimension.groups or code not in grouped]
        levels = [top, [code for code in self.said if code in self.dimension.codes]]
        levels += [[code for code in inside if code in self.said] for inside in self.dimension.groups.values()]
        for level in levels:
            hidden = [code for code in level if not isinstance(self.said[code], int)]
            yield f"{self.name} hidden {hidden}", self.together(hidden)
            yield f"{self.name} small {hidden}", self.together(self.small(hidden))
        told = set(chain.from_iterable(map(self.members, self.exact)))
        left = [code for code in self.said if code in self.dimension.codes and code not in told]
        yield f"{self.name} left", self.together(left)
        yield f"{self.name} all small", self.together(self.small(list(self.said)))
        for one, other in product(self.said, self.said):
            if self.is_within(one, other):
                yield f"{self.name} {one} without {other}", self.masks[one] & ~self.masks[other]
        if self.dimension.multiple:
            for code, mask in self.masks.items():
                yield f"{self.name} without {code}", self.base & ~mask

    def small(self, codes: Iterable[str]) -> list[str]:
        """The rows that say `<k`."""
        return [code for code in codes if str(self.said[code]).startswith("<")]

    def together(self, codes: Iterable[str]) -> Mask:
        """The kinds in any of these rows."""
        return np.logical_or.reduce([np.zeros_like(self.base), *(self.masks[code] for code in codes)])


OfARow = tuple[str, Release, Table, Number]


def others(world: World, releases: Sequence[Release]) -> Iterator[OfARow]:
    """G3: of each group that rows divide, in its own period, those without one of these, if there can be any.

    Under a threshold of 3 `<2` says itself that a group is one or none.
    """
    for release, batches in zip(releases, world.contains, strict=True):
        for table in release.tables if release.threshold > 2 else ():
            for line in lines(world, table):
                pairs = [("", code) for code in line.masks]
                pairs += [pair for pair in product(line.masks, line.masks) if line.is_within(*pair)]
                for whole, code in pairs:
                    number = _over(world, batches, line.masks.get(whole, line.base) & ~line.masks[code])
                    if number.any():
                        yield "group", release, table, number


def small_rows(world: World, releases: Sequence[Release]) -> Iterator[OfARow]:
    """G4: each row that may be known to be small, in its own period."""
    for release, batches in zip(releases, world.contains, strict=True):
        for table in release.tables:
            for row in table.rows:
                if not isinstance(row[-1], int) and not str(row[-1]).startswith(">"):
                    yield "insider", release, table, _over(world, batches, world.row(table, row[:-1]))


def _over(world: World, batches: Iterable[int], mask: Mask) -> Number:
    number = np.zeros((world.batches, len(world.kinds)), dtype=bool)
    number[sorted(batches)] = mask
    return number


def lines(world: World, table: Table) -> Iterator[Line]:
    """Every line of a table."""
    for column in range(len(table.columns)):
        fixed = {tuple(map(str, (*row[:column], *row[column + 1 : -1]))) for row in table.rows}
        for codes in sorted(fixed):
            yield Line(world, table, column, codes)


def outside(world: World, release: Release, table: Table) -> Iterator[tuple[str, Mask]]:
    """All cases but those of exact rows of a sub-population, and of its parent where cases have one code in each."""
    if not table.where:
        return
    exact = [world.row(table, row[:-1]) for row in table.rows if is_exact_row(row)]
    for number, mask in enumerate(exact):
        yield f"outside {table.id} {number}", ~mask
    if not any(world.fields[name].multiple for name in {*table.where, *table.columns}):
        beside = [one for one in release.tables if set(one.columns) == set(table.where) and not one.where]
        exact += [world.row(one, row[:-1]) for one in beside for row in one.rows if is_exact_row(row)]
        if any(is_exact_row(row) for row in table.rows):
            yield f"outside {table.id} and beside", ~np.logical_or.reduce(exact)


def _neither(world: World, release: Release, table: Table) -> Iterator[tuple[str, Mask]]:
    """All cases but those of exact rows, columns and cells of a crossing: one, all or none of the rows and columns."""
    if len(table.columns) < 2 or table.where:
        return
    one_way = [exact_about(world, release, [name]) for name in table.columns]
    cells = exact_about(world, release, table.columns)
    for rows, columns in product(*([[], own, *([one] for one in own)] for own in one_way)):
        yield (
            f"{table.id} neither {len(rows)} {len(columns)}",
            ~np.logical_or.reduce([~world.everybody, *rows, *columns, *cells]),
        )


def exact_about(world: World, release: Release, fields: Sequence[str]) -> list[Mask]:
    """The rows with a number that name a code of each of these fields and of no other, in whatever table."""
    found: dict[bytes, Mask] = {}
    for table in (table for table in release.tables if not table.where):
        for row in table.rows:
            named = {column for column, code in zip(table.columns, row, strict=False) if code != "*"}
            if is_exact_row(row) and named == set(fields):
                mask = world.row(table, row[:-1])
                found[mask.tobytes()] = mask
    return list(found.values())


def is_exact_row(row: Sequence[object]) -> bool:
    """A number was printed, of less than all that the table is about."""
    return isinstance(row[-1], int) and any(code != "*" for code in row[:-1])


def mixed(world: World, releases: Sequence[Release]) -> Iterator[tuple[str, Number, tuple[int, ...]]]:
    """What is left of a period without exact rows of its own and of the periods within it, each in its own time."""
    for whole, span in enumerate(world.contains):
        inner = [one for one, part in enumerate(world.contains) if part < span]
        for key, bases, exact in _divided(world, releases, (whole, *inner)):
            for chosen in subsets(inner):
                parts = (whole, *chosen)
                number = np.zeros((world.batches, len(world.kinds)), dtype=bool)
                for batch in span:
                    taken = [mask for one in parts if batch in world.contains[one] for mask in exact[one]]
                    number[batch] = bases & ~np.logical_or.reduce([np.zeros_like(bases), *taken])
                if any(exact[one] for one in chosen):
                    yield f"{key} of {whole} less {chosen}", number, tuple(sorted(span))
        for chosen in subsets(inner):
            if all(not world.contains[a] & world.contains[b] for a, b in combinations(chosen, 2)):
                yield from _one_each(world, releases, whole, chosen)


def _divided(
    world: World, releases: Sequence[Release], parts: Sequence[int]
) -> Iterator[tuple[str, Mask, dict[int, list[Mask]]]]:
    """For each base that rows of a line of single codes divide: the exact rows of each of these releases."""
    found: dict[tuple[str, bytes], tuple[Mask, dict[int, list[Mask]]]] = {}

    def add(name: str, base: Mask, one: int, masks: Iterable[Mask]) -> None:
        _, exact = found.setdefault((name, base.tobytes()), (base, {part: [] for part in parts}))
        exact[one].extend(masks)

    for one in parts:
        for table in releases[one].tables:
            for line in lines(world, table):
                if line.dimension.multiple:
                    continue
                exact = {code: line.masks[code] for code in line.exact}
                add(line.field, line.base, one, exact.values())
                for group in line.dimension.groups if len(line.masks) else ():
                    if group in line.masks:
                        inside = [mask for code, mask in exact.items() if line.members(code) < line.members(group)]
                        add(line.field, line.masks[group], one, inside)
                parent = next(iter(table.where), None)
                if parent and len(table.columns) == 1 and not world.fields[parent].multiple:
                    add(parent, world.everybody, one, exact.values())
    for table in (table for one in parts for table in releases[one].tables if len(table.columns) > 1):
        for one in parts:
            about = [exact_about(world, releases[one], some) for some in (*zip(table.columns), table.columns)]
            add(table.id, world.everybody, one, chain.from_iterable(about))
    for (name, _), (base, exact_of) in found.items():
        yield name, base, exact_of


def _one_each(
    world: World, releases: Sequence[Release], whole: int, chosen: Sequence[int]
) -> Iterator[tuple[str, Number, tuple[int, ...]]]:
    """Of periods that share no case one exact row each, of one field with several codes, is taken off."""
    for field, dimension in world.fields.items():
        if not dimension.multiple:
            continue
        bases = {"*": world.everybody} | {group: world.of(field, group) for group in dimension.groups}
        for name, base in bases.items():
            codes = [code for code in (*dimension.codes, *dimension.groups) if _within(dimension, code, name)]
            rows = [_exact_codes(releases[one], field, codes) for one in chosen]
            for row in product(*rows):
                number = np.zeros((world.batches, len(world.kinds)), dtype=bool)
                for batch in world.contains[whole]:
                    off = [
                        world.of(field, c) for c, one in zip(row, chosen, strict=True) if batch in world.contains[one]
                    ]
                    number[batch] = base & ~np.logical_or.reduce([np.zeros_like(base), *off])
                yield f"{field} {name} of {whole} less {row} of {chosen}", number, tuple(sorted(world.contains[whole]))


def _within(dimension: Dimension, code: str, base: str) -> bool:
    return base == "*" or set(dimension.groups.get(code, (code,))) < set(dimension.groups[base])


def _exact_codes(release: Release, field: str, codes: Sequence[str]) -> list[str]:
    tables = [table for table in release.tables if table.columns == (field,) and not table.where]
    return [str(row[0]) for table in tables for row in table.rows if row[0] in codes and is_exact_row(row)]


def is_open(low: int, high: int, threshold: int) -> bool:
    """G1 and G2: these ends do not tell that a number is 1 .. threshold-1, nobody, or somebody below it."""
    return high >= threshold or low == 0 < high


def is_open_group(values: NDArray[np.float32]) -> bool:
    """G3: so many can be outside one code that a reader does not know all, or all but one, to have it."""
    return bool(values.max() >= 2)


def is_known_of_others(values: NDArray[np.float32], threshold: int) -> bool:
    """G4: a number that is known to be small can be nobody and somebody, but nobody alone."""
    return bool(values.min() == 0 < values.max() < threshold and not (values == 1).any())
