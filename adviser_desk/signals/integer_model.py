"""Whole-number data sets under linear rows, searched with HiGHS. What is found is checked again in integers.

No clock decides: effort is bounded in nodes, so a slower machine finds the same.
"""

from collections.abc import Callable, Iterable, Sequence

import highspy
import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.int64]
Bounds = NDArray[np.float64]
Row = tuple[Vector, int, int]
"""Coefficients (one per column), lowest and highest value of the sum."""

NO_LIMIT = 1 << 30
_MOST = 1 << 17
"""No adviser counts so many cases in a period; a bound keeps every search finite."""
_NODES = 20_000
_WHOLE = 1e-5
_CHOOSE = 0
"""HiGHS takes the primal or the dual simplex method by the corner it begins at."""


def times(data: Vector, rows: Vector) -> NDArray[np.float64]:
    """The value of each row on each data set. Floating point is exact at this size and much faster."""
    return data.astype(np.float64) @ rows.astype(np.float64).T


def keep(data: Vector, rows: Sequence[Row]) -> NDArray[np.bool_]:
    """Which of the data sets (one per line) keep every one of these rows."""
    if not rows:
        return np.ones(len(data), dtype=bool)
    sums = times(data, np.vstack([row[0] for row in rows]))
    low, high = np.array([row[1] for row in rows]), np.array([row[2] for row in rows])
    return np.asarray(((sums >= low) & (sums <= high)).all(axis=1))


class Undecided(Exception):
    """The search ended at its bound of effort: neither a data set nor a proof that there is none."""


class _Solver(highspy.Highs):
    """HiGHS without its Python callbacks: enabling them prints a line on standard output."""

    def __init__(self) -> None:
        super(highspy.Highs, self).__init__()
        options = {
            "output_flag": False,
            "threads": 1,
            "random_seed": 0,
            "mip_rel_gap": 0.0,
            "mip_max_nodes": _NODES,
            "simplex_strategy": _CHOOSE,
        }
        for name, value in options.items():
            self.setOptionValue(name, value)


class IntegerModel:
    """Columns that are whole numbers from 0, and rows that every data set keeps.

    The solver keeps every row it was ever asked about, without bounds where these are not asked for. So a search
    begins at the corner where the one before it ended.
    """

    def __init__(self, columns: int, mended: Callable[[Vector], Vector] = lambda data: data) -> None:
        """`mended` may turn a data set whose fractions were rounded away into one that keeps more rows."""
        self.columns = columns
        self._mended = mended
        self._numbers: dict[bytes, int] = {}
        self._matrix = np.zeros((0, columns))
        self._low: Bounds = np.zeros(0)
        self._high: Bounds = np.zeros(0)
        self._solver = _Solver()
        self._solver.addVars(columns, np.zeros(columns), np.full(columns, float(_MOST)))
        self._every = np.arange(columns, dtype=np.int32)
        self._given = self._low, self._high
        """The bounds that the solver has now."""

    def add(self, rows: Iterable[Row]) -> None:
        """Rows that hold from now on."""
        self._low, self._high = self._bounds(rows)

    def keeps(self, data: Vector, extra: Iterable[Row] = ()) -> NDArray[np.bool_]:
        """Which of the data sets (one per line of `data`) keep every row."""
        low, high = self._bounds(extra)
        sums = data.astype(np.float64) @ self._matrix.T
        return np.asarray(((sums >= low) & (sums <= high)).all(axis=1))

    def find(
        self, objective: Vector, extra: Iterable[Row] = (), *, worth: int | None = None, enough: int | None = None
    ) -> Vector | None:
        """A data set that keeps all rows and makes `objective` as large as possible; None if there is none.

        One that makes it less than `worth` is as good as none; one that makes it `enough` as good as the largest.
        Raises `Undecided`. A data set found within the bound of effort is returned even if a larger one may exist.
        """
        low, high = self._bounds(extra)
        if bool((low > high).any()):
            return None
        # Without whole numbers first: most often the corner that is found is whole.
        self._pass(objective, low, high)
        self._solver.run()
        status = self._solver.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        if status == highspy.HighsModelStatus.kOptimal:
            most = int(np.floor(_WHOLE - self._solver.getInfo().objective_function_value))
            if worth is not None and most < worth:
                return None
            data = self._checked(self._solver, low, high)
            if data is not None and int(objective @ data) >= (most if enough is None else min(most, enough)):
                return data
        return self._whole(objective, low, high, enough)

    def corner(self, objective: Vector, extra: Iterable[Row] = ()) -> Vector | None:
        """Where a search with fractions ends, if that is a data set: quick, and None proves nothing."""
        low, high = self._bounds(extra)
        if bool((low > high).any()):
            return None
        self._pass(objective, low, high)
        self._solver.run()
        is_best = self._solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        return self._checked(self._solver, low, high) if is_best else None

    def _whole(self, objective: Vector, low: Bounds, high: Bounds, enough: int | None) -> Vector | None:
        asked = np.isfinite(low) | np.isfinite(high)
        solver = _whole_program(objective, self._matrix[asked], low[asked], high[asked])
        if enough is not None:
            solver.setOptionValue("objective_target", 0.5 - enough)
        solver.run()
        if solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
            return None
        if (data := self._checked(solver, low, high)) is not None:
            return data
        raise Undecided

    def _checked(self, solver: _Solver, low: Bounds, high: Bounds) -> Vector | None:
        """What the solver found, if it is a data set: whole, not negative, and within every row in exact numbers."""
        found = np.asarray(solver.getSolution().col_value)
        if found.size != self.columns:
            return None
        data: Vector = np.rint(found).astype(np.int64)
        if bool((np.abs(data - found) > _WHOLE).any()):
            data = self._mended(data)
        if bool((data < 0).any()):
            return None
        sums = self._matrix @ data
        return data if bool(((sums >= low) & (sums <= high)).all()) else None

    def _pass(self, objective: Vector, low: Bounds, high: Bounds) -> None:
        before_low, before_high = self._given
        changed = np.flatnonzero((low != before_low) | (high != before_high))
        for row, *bounds in zip(changed.tolist(), low[changed].tolist(), high[changed].tolist(), strict=True):
            self._solver.changeRowBounds(row, *bounds)
        self._solver.changeColsCost(self.columns, self._every, -objective.astype(np.float64))
        self._given = low, high

    def _bounds(self, rows: Iterable[Row]) -> tuple[Bounds, Bounds]:
        """The lowest and the highest value of every row, with these rows too; infinite where there is none."""
        more = list(rows)
        if not more:
            return self._low, self._high
        numbers = self._known([row[0] for row in more])
        low, high = self._low.copy(), self._high.copy()
        for number, (_, least, most) in zip(numbers, more, strict=True):
            if least > max(low[number], -NO_LIMIT):
                low[number] = least
            if most < min(high[number], NO_LIMIT):
                high[number] = most
        return low, high

    def _known(self, rows: Sequence[Vector]) -> list[int]:
        """The number of each row; the solver is told of those that are new."""
        keys = [row.tobytes() for row in rows]
        if new := {key: row for key, row in zip(keys, rows, strict=True) if key not in self._numbers}:
            self._numbers |= {key: number for number, key in enumerate(new, len(self._numbers))}
            self._take_in(np.array(list(new.values()), dtype=np.float64))
        return [self._numbers[key] for key in keys]

    def _take_in(self, rows: NDArray[np.float64]) -> None:
        free = np.full(len(rows), highspy.kHighsInf)
        self._matrix = np.vstack([self._matrix, rows])
        self._low, self._high = np.concatenate([self._low, -free]), np.concatenate([self._high, free])
        before_low, before_high = self._given
        self._given = np.concatenate([before_low, -free]), np.concatenate([before_high, free])
        at_row, at_column = np.nonzero(rows)
        starts = np.searchsorted(at_row, np.arange(len(rows))).astype(np.int32)
        values = rows[at_row, at_column]
        self._solver.addRows(len(rows), -free, free, len(values), starts, at_column.astype(np.int32), values)


def _whole_program(objective: Vector, matrix: NDArray[np.float64], low: Bounds, high: Bounds) -> _Solver:
    """A solver that looks for the largest `objective`, as the smallest of its opposite, in whole numbers."""
    solver, columns = _Solver(), matrix.shape[1]
    at_row, at_column = np.nonzero(matrix)
    solver.passModel(
        columns,
        len(matrix),
        len(at_row),
        int(highspy.MatrixFormat.kRowwise),
        int(highspy.ObjSense.kMinimize),
        0.0,
        -objective.astype(np.float64),
        np.zeros(columns),
        np.full(columns, float(_MOST)),
        low,
        high,
        np.searchsorted(at_row, np.arange(len(matrix) + 1)).astype(np.int32),
        at_column.astype(np.int32),
        matrix[at_row, at_column],
        np.full(columns, int(highspy.HighsVarType.kInteger), dtype=np.int32),
    )
    return solver
