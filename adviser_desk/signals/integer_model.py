"""Whole-number data sets under linear rows, searched with HiGHS. What is found is checked again in integers.

No clock decides: effort is bounded in nodes, so a slower machine finds the same.
"""

from collections.abc import Iterable, Sequence

import highspy
import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.int64]
Row = tuple[Vector, int, int]
"""Coefficients (one per column), lowest and highest value of the sum."""

NO_LIMIT = 1 << 30
_MOST = 1 << 17
"""No adviser counts so many cases in a period; a bound keeps every search finite."""
_NODES = 20_000
_WHOLE = 1e-5


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
        }
        for name, value in options.items():
            self.setOptionValue(name, value)


class IntegerModel:
    """Columns that are whole numbers from 0, and rows that every data set keeps."""

    def __init__(self, columns: int) -> None:
        self.columns = columns
        self._matrix = np.zeros((0, columns), dtype=np.int64)
        self._low = np.zeros(0, dtype=np.int64)
        self._high = np.zeros(0, dtype=np.int64)
        self._solver = _Solver()

    def add(self, rows: Iterable[Row]) -> None:
        """Rows that hold from now on."""
        self._matrix, self._low, self._high = self._with(rows)

    def keeps(self, data: Vector, extra: Iterable[Row] = ()) -> NDArray[np.bool_]:
        """Which of the data sets (one per line of `data`) keep every row."""
        matrix, low, high = self._with(extra)
        sums = times(data, matrix)
        return np.asarray(((sums >= low) & (sums <= high)).all(axis=1))

    def find(self, objective: Vector, extra: Iterable[Row] = ()) -> Vector | None:
        """A data set that keeps all rows and makes `objective` as large as possible; None if there is none.

        Raises `Undecided`. A data set found within the bound of effort is returned even if a larger one may exist.
        """
        rows = self._with(extra)
        for whole in (False, True):  # without whole numbers first: most often the corner that is found is whole
            self._pass(objective, *rows, whole=whole)
            self._solver.run()
            if self._solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
                return None
            if (data := self._checked(*rows)) is not None:
                return data
        raise Undecided

    def _checked(self, matrix: Vector, low: Vector, high: Vector) -> Vector | None:
        """What the solver found, if it is a data set: whole, not negative, and within every row in exact numbers."""
        found = np.asarray(self._solver.getSolution().col_value)
        data: Vector = np.rint(found).astype(np.int64)
        if data.size != self.columns or bool((data < 0).any()) or bool((np.abs(data - found) > _WHOLE).any()):
            return None
        sums = matrix @ data
        return data if bool(((sums >= low) & (sums <= high)).all()) else None

    def _pass(self, objective: Vector, matrix: Vector, low: Vector, high: Vector, *, whole: bool) -> None:
        at_row, at_column = np.nonzero(matrix)
        kind = highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous
        self._solver.clearSolver()
        self._solver.passModel(
            self.columns,
            len(matrix),
            len(at_row),
            int(highspy.MatrixFormat.kRowwise),
            int(highspy.ObjSense.kMaximize),
            0.0,
            objective.astype(np.float64),
            np.zeros(self.columns),
            np.full(self.columns, float(_MOST)),
            np.where(low <= -NO_LIMIT, -highspy.kHighsInf, low).astype(np.float64),
            np.where(high >= NO_LIMIT, highspy.kHighsInf, high).astype(np.float64),
            np.searchsorted(at_row, np.arange(len(matrix) + 1)).astype(np.int32),
            at_column.astype(np.int32),
            matrix[at_row, at_column].astype(np.float64),
            np.full(self.columns, int(kind), dtype=np.int32),
        )

    def _with(self, rows: Iterable[Row]) -> tuple[Vector, Vector, Vector]:
        more = list(rows)
        if not more:
            return self._matrix, self._low, self._high
        matrix = np.vstack([self._matrix, *(row[0] for row in more)])
        low = np.concatenate([self._low, [row[1] for row in more]])
        high = np.concatenate([self._high, [row[2] for row in more]])
        return matrix, low, high
