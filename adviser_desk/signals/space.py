"""The counts of one series as columns: how codes, groups, sub-populations, totals and periods belong together.

Knows no statement and no case.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from adviser_desk.models.period import Period
from adviser_desk.models.release import TOTAL, Dimension
from adviser_desk.signals.integer_model import NO_LIMIT, Row, Vector
from adviser_desk.signals.profiles import parent_of

Cell = tuple[str, str]
"""(dimension, code). The total is ("", "*")."""

THE_TOTAL: Cell = ("", TOTAL)


@dataclass(frozen=True)
class Frame:
    """A cell and the cells inside it: what is left of `base` without some of its `parts` is a number of cases.

    `adds_up`: the parts of a single-response line make up the base; they exclude each other, but for a line at all
    levels at once, where a code may be in a group. A code of a multiple field is the only part of its frame.
    """

    base: Cell
    parts: tuple[Cell, ...]
    adds_up: bool


class CountSpace:
    """Columns for every count of some dimensions, per stretch of time.

    A stretch is a set of quarters that the same released periods cover: a reader sees nothing finer.
    """

    def __init__(self, dimensions: Mapping[str, Dimension], spans: Iterable[Period]) -> None:
        """`spans`: every period that is or will be released."""
        self.dimensions = dimensions
        self.spans = tuple(sorted(set(spans)))
        self.stretches = _stretches(self.spans)
        self._within = {span: _stretches_of(span, self.stretches) for span in self.spans}
        self.cells: tuple[Cell, ...] = (
            THE_TOTAL,
            *((name, code) for name, dimension in dimensions.items() for code in (*dimension.groups, *dimension.codes)),
        )
        self._column = {key: number for number, key in enumerate(self._keys())}
        self.columns = len(self._column) * len(self.stretches)
        self._count = {cell: self._one(cell) for cell in self.cells}
        self._inside = self._containers()
        self._dealt = self._helpers()
        self.frames = tuple(frame for name in dimensions for frame in self._frames_of(name))

    def inside(self, period: Period) -> frozenset[int]:
        """The stretches that a released period consists of."""
        return self._within.get(period) or _stretches_of(period, self.stretches)

    def count(self, stretches: Iterable[int], cell: Cell) -> Vector:
        """The cases of a cell in some stretches together, as coefficients over the columns."""
        return self._over(stretches, self._count[cell])

    def left(self, stretches: Iterable[int], base: Cell, without: Iterable[Cell]) -> Vector:
        """The cases of `base` that are in none of the cells `without`; together these are parts of one frame."""
        return self._over(stretches, self._count[base] - sum(self._count[cell] for cell in without))

    def apart(self, cells: Sequence[Cell]) -> list[Cell]:
        """Those of these cells that are in no other of them: codes of a group that is there too fall away."""
        chosen = set(cells)
        return [cell for cell in cells if not chosen & set(self._around(cell))]

    def codes(self, cells: Iterable[Cell]) -> set[Cell]:
        """The codes that these cells are, or are made of."""
        chosen = set(cells)
        whole = set(self._inside.values())
        return {cell for cell in self.cells if cell not in whole and chosen & {cell, *self._around(cell)}}

    def _around(self, cell: Cell) -> Iterator[Cell]:
        """The cells that a cell is part of: its group, and the cell that its field divides."""
        while (around := self._inside.get(cell)) is not None:
            yield around
            cell = around

    def _containers(self) -> Mapping[Cell, Cell]:
        found: dict[Cell, Cell] = {}
        for name, dimension in self.dimensions.items():
            parent = parent_of(name)
            if parent is not None and not (dimension.multiple or self.dimensions[parent[0]].multiple):
                found |= {(name, code): parent for code in (*dimension.codes, *dimension.groups)}
            found |= {(name, code): (name, group) for group, codes in dimension.groups.items() for code in codes}
        return found

    def rules(self) -> list[Row]:
        """What holds for all counts whatever the cases are."""
        rows = [row for name in self.dimensions for row in self._rules_of(name)]
        return [
            (self._over([number], row), low, high) for number in range(len(self.stretches)) for row, low, high in rows
        ]

    def data(self, counts: Mapping[tuple[str, str, str], int]) -> list[Row]:
        """The given counts (quarter, dimension, code) as rows; helper columns stay free."""
        rows = []
        for number, stretch in enumerate(self.stretches):
            for cell in self.cells:
                value = sum(counts.get((str(quarter), *cell), 0) for quarter in stretch)
                rows.append((self.count([number], cell), value, value))
        return rows

    def mended(self, data: Vector) -> Vector:
        """The same counts, and in each group its codes dealt out to its cases as evenly as can be.

        Nothing takes less room: every helper column stands in sums that only become smaller the less evenly it is.
        """
        lines = data.reshape(len(self.stretches), -1).copy()
        for group, codes, holding in self._dealt:
            cases, number = lines[:, group], lines[:, codes].sum(axis=1)
            each, more = np.divmod(number, np.maximum(cases, 1))
            for held, column in enumerate(holding, 1):
                lines[:, column] = np.where(each == held, cases - more, np.where(each + 1 == held, more, 0))
        return lines.ravel()

    def _keys(self) -> list[tuple[str, str, int]]:
        """One column per count; for a multiple field also per number of codes that cases have inside a group."""
        keys = [(*THE_TOTAL, 0)]
        for name, dimension in self.dimensions.items():
            keys += [(name, code, 0) for code in dimension.codes]
            if dimension.multiple:
                for group, members in dimension.groups.items():
                    keys.append((name, group, 0))
                    keys += [(name, group, held) for held in range(1, min(len(members), dimension.at_most) + 1)]
        return keys

    def _helpers(self) -> list[tuple[int, list[int], list[int]]]:
        """Per group of a multiple field the columns of its cases, of its codes, and of cases by how many of these."""
        return [
            (
                self._column[name, group, 0],
                [self._column[name, code, 0] for code in codes],
                [self._column[name, group, held] for held in range(1, min(len(codes), dimension.at_most) + 1)],
            )
            for name, dimension in self.dimensions.items()
            if dimension.multiple
            for group, codes in dimension.groups.items()
        ]

    def _unit(self, name: str, code: str, held: int = 0) -> Vector:
        unit = np.zeros(len(self._column), dtype=np.int64)
        unit[self._column[name, code, held]] = 1
        return unit

    def _one(self, cell: Cell) -> Vector:
        name, code = cell
        if name and code in self.dimensions[name].groups and not self.dimensions[name].multiple:
            members = self.dimensions[name].groups[code]
            return added(self._unit(name, member) for member in members)
        return self._unit(name, code)

    def _over(self, stretches: Iterable[int], one: Vector) -> Vector:
        found = np.zeros((len(self.stretches), len(self._column)), dtype=np.int64)
        found[list(stretches)] = one
        return found.ravel()

    def _frames_of(self, name: str) -> list[Frame]:
        parent = parent_of(name)
        inner = self._lines_of(name, parent or THE_TOTAL)
        if parent is None:
            return inner
        # A reader may take an exact row of a sub-population off the total of all cases too.
        dimension = self.dimensions[name]
        own = [(name, code) for code in (*dimension.groups, *dimension.codes)]
        if dimension.multiple or self.dimensions[parent[0]].multiple:
            return inner + [Frame(THE_TOTAL, (part,), False) for part in own]
        above = self.dimensions[parent[0]]
        beside = [(parent[0], code) for code in (*above.groups, *above.codes)]
        return [*inner, Frame(THE_TOTAL, (*beside, *own), True)]

    def _lines_of(self, name: str, base: Cell) -> list[Frame]:
        dimension = self.dimensions[name]
        inside = {code for members in dimension.groups.values() for code in members}
        groups = [((name, group), [(name, code) for code in members]) for group, members in dimension.groups.items()]
        top = [(name, code) for code in (*dimension.groups, *(code for code in dimension.codes if code not in inside))]
        if dimension.multiple:
            every = [(name, code) for code in (*dimension.groups, *dimension.codes)]
            return [Frame(whole, (part,), False) for whole, parts in [(base, every), *groups] for part in parts]
        codes = tuple((name, code) for code in dimension.codes)
        lines = [Frame(base, codes, True)]
        if groups:
            lines.append(Frame(base, tuple(top), True))
            lines.append(Frame(base, (*(group for group, _members in groups), *codes), True))
        return lines + [Frame(whole, tuple(parts), True) for whole, parts in groups]

    def _rules_of(self, name: str) -> list[Row]:
        dimension = self.dimensions[name]
        base = self._count[parent_of(name) or THE_TOTAL]
        codes = {code: self._unit(name, code) for code in dimension.codes}
        if not dimension.multiple:
            return [(added(codes.values()) - base, 0, 0)]
        rows: list[Row] = []
        room = {number: np.zeros_like(base) for number in range(dimension.at_most + 1)}
        room[0] = base.copy()
        for group, members in dimension.groups.items():
            most = min(len(members), dimension.at_most)
            holding = {number: self._unit(name, group, number) for number in range(1, most + 1)}
            rows += _grouped(self._unit(name, group), [codes.pop(code) for code in members], holding)
            for number, cases in holding.items():
                room[number] += cases
                room[0] -= cases
        return rows + _spread(list(codes.values()), room, dimension.at_most)


def added(vectors: Iterable[Vector]) -> Vector:
    """Some counts together. They must be at least one."""
    return np.asarray(np.sum(list(vectors), axis=0))


def _stretches(spans: Sequence[Period]) -> tuple[tuple[Period, ...], ...]:
    covering: dict[tuple[Period, ...], list[Period]] = {}
    for quarter in sorted({quarter for span in spans for quarter in span.quarters}):
        covering.setdefault(tuple(span for span in spans if quarter in span.quarters), []).append(quarter)
    return tuple(tuple(quarters) for quarters in covering.values())


def _stretches_of(period: Period, stretches: Sequence[Sequence[Period]]) -> frozenset[int]:
    quarters = set(period.quarters)
    return frozenset(number for number, stretch in enumerate(stretches) if set(stretch) <= quarters)


def _grouped(group: Vector, members: Sequence[Vector], holding: Mapping[int, Vector]) -> list[Row]:
    """A group counts the cases with at least one member; `holding[j]` cases have exactly j of them.

    Such cases can be found exactly where every set of t members is at most the sum of min(j, t) over the cases
    (Gale 1957, Ryser 1957).
    """
    rows: list[Row] = [(added(holding.values()) - group, 0, 0)]
    rows.append((added(members) - added(number * cases for number, cases in holding.items()), 0, 0))
    for size in range(1, len(members)):
        fits = added(min(number, size) * cases for number, cases in holding.items())
        rows += [(fits - added(chosen), 0, NO_LIMIT) for chosen in combinations(members, size)]
    return rows


def _spread(codes: Sequence[Vector], taken: Mapping[int, Vector], at_most: int) -> list[Row]:
    """Codes outside the groups fit into the room that is left: a case with j codes has room for at_most - j."""
    rows: list[Row] = [(cases, 0, NO_LIMIT) for cases in taken.values()]
    for size in range(1, at_most):
        fits = added(min(at_most - number, size) * cases for number, cases in taken.items())
        rows += [(fits - added(chosen), 0, NO_LIMIT) for chosen in combinations(codes, size)]
    room = added((at_most - number) * cases for number, cases in taken.items())
    return [*rows, (room - added(codes), 0, NO_LIMIT)]
