"""The counts of two single-response fields at once: every number about them is some of the joint counts together.

Knows no statement and no case.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

import numpy as np

from adviser_desk.models.period import Period
from adviser_desk.models.release import Dimension, crossing
from adviser_desk.signals.integer_model import Row, Vector
from adviser_desk.signals.profiles import TableSpec
from adviser_desk.signals.space import THE_TOTAL, Cell, CountSpace, Frame

Joint = tuple[str, str]
"""A code of the rows and a code of the columns; cases with both have a column of their own."""


class CrossedSpace(CountSpace):
    """A column for every code of the rows with every code of the columns, per stretch of time.

    So nothing about the pair has to be argued: also crossings that no table prints are sums of columns.
    """

    def __init__(self, spec: TableSpec, dimensions: Mapping[str, Dimension], spans: Iterable[Period]) -> None:
        """The crossing `spec` of two fields with one code per case, in which no group overlaps another."""
        assert spec.beside is not None
        self._name, self._rows, self._beside = spec.id, spec.dimension, spec.beside
        both = {name: dimensions[name] for name in (spec.dimension, spec.beside)}
        self._joints = list(product(both[self._rows].codes, both[self._beside].codes))
        super().__init__(both, spans)
        crossed = product(self._cells_of(self._rows), self._cells_of(self._beside))
        pairs = {(self._name, crossing((row[1], column[1]))): (row, column) for row, column in crossed}
        one_way = {cell: self._meeting(cell) for cell in self.cells}
        self._of: Mapping[Cell, frozenset[Joint]] = one_way | {
            cell: one_way[row] & one_way[column] for cell, (row, column) in pairs.items()
        }
        self.cells = (*self.cells, *pairs)
        self._count = {cell: self._vector(joints) for cell, joints in self._of.items()}
        self.printed = tuple(cell for cell, (_row, column) in pairs.items() if column[1] in both[self._beside].top)
        """The cells of the table."""
        self.frames = (*self.frames, *self._crossed_frames(pairs))

    def codes(self, cells: Iterable[Cell]) -> set[Joint]:
        """The joint counts that these cells are made of."""
        return set().union(*(self._of[cell] for cell in cells))

    def apart(self, cells: Sequence[Cell]) -> list[Cell]:
        """All of them: `left` counts nobody twice."""
        return list(cells)

    def left(self, stretches: Iterable[int], base: Cell, without: Iterable[Cell]) -> Vector:
        """The cases of `base` that are in none of the cells `without`, however these overlap."""
        return self._over(stretches, self.without(base, without))

    def without(self, base: Cell, cells: Iterable[Cell]) -> Vector:
        """Over one stretch of time: the joint counts of `base` that are in none of these cells."""
        return np.asarray(self._count[base] * (1 - self.together(cells)))

    def together(self, cells: Iterable[Cell]) -> Vector:
        """Over one stretch of time: the joint counts that are in any of these cells."""
        return np.asarray(np.max([0 * self._count[THE_TOTAL], *(self._count[cell] for cell in cells)], axis=0))

    def members(self, cell: Cell) -> Vector:
        """Over one stretch of time: the joint counts of a cell."""
        return self._count[cell]

    def rules(self) -> list[Row]:
        """Nothing ties the joint counts."""
        return []

    def mended(self, data: Vector) -> Vector:
        """The same counts: nothing hangs on them."""
        return data

    def _keys(self) -> list[tuple[str, str, int]]:
        return [(self._name, crossing(joint), 0) for joint in self._joints]

    def _one(self, cell: Cell) -> Vector:
        return self._vector(self._meeting(cell))

    def _vector(self, joints: Iterable[Joint]) -> Vector:
        chosen = set(joints)
        return np.array([joint in chosen for joint in self._joints], dtype=np.int64)

    def _meeting(self, cell: Cell) -> frozenset[Joint]:
        """The joint counts of a cell of one field, or of the total."""
        name, code = cell
        if cell == THE_TOTAL:
            return frozenset(self._joints)
        codes = self.dimensions[name].groups.get(code, (code,))
        return frozenset(joint for joint in self._joints if joint[name != self._rows] in codes)

    def _cells_of(self, name: str) -> list[Cell]:
        return [(name, code) for code in (*self.dimensions[name].groups, *self.dimensions[name].codes)]

    def _crossed_frames(self, pairs: Mapping[Cell, tuple[Cell, Cell]]) -> Iterator[Frame]:
        """Rows and columns of the table as lines; and what its cells, rows and columns leave of all cases.

        Whoever knows a row, a column and their crossing knows how many are in neither. So one row and one column are
        taken off, one and all, and all; of what contains or excludes each other all at once leaves least.
        """
        rows, columns = self._cells_of(self._rows), self._cells_of(self._beside)
        top = [(self._beside, code) for code in self.dimensions[self._beside].top]
        inside = {line: [cell for cell in self.printed if line in pairs[cell]] for line in (*rows, *top)}
        yield from (Frame(line, tuple(cells), True) for line, cells in inside.items())
        for group, codes in self.dimensions[self._beside].groups.items():
            line = (self._beside, group)
            yield Frame(line, (*((self._beside, code) for code in codes), *inside[line]), True)
        yield from (Frame(THE_TOTAL, (*some, *self.printed), True) for some in ([], rows, columns))
        for some, beside in product(([row] for row in rows), ([column] for column in top)):
            yield Frame(THE_TOTAL, (*some, *beside, *self.printed), True)
        yield from (Frame(THE_TOTAL, (*rows, column, *self.printed), True) for column in top)
        yield from (Frame(THE_TOTAL, (row, *columns, *self.printed), True) for row in rows)
        yield Frame(THE_TOTAL, (*rows, *columns, *self.printed), True)
