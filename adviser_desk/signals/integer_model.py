"""Whole-number data sets under linear rows, searched with HiGHS. What is found is checked again in integers."""

from collections.abc import Iterable

import highspy
import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.int64]
Row = tuple[Vector, int, int]
"""Coefficients (one per column), lowest and highest value of the sum."""

NO_LIMIT = 1 << 30
_SECONDS = 10.0


class IntegerModel:
    """Columns that are whole numbers from 0 to `cap`, and rows that every data set keeps."""

    def __init__(self, columns: int, cap: int) -> None:
        """`cap` bounds the search only: a data set beyond it is not found, which costs detail and never safety."""
        self.columns = columns
        self.cap = cap
        self._matrix = np.zeros((0, columns), dtype=np.int64)
        self._low = np.zeros(0, dtype=np.int64)
        self._high = np.zeros(0, dtype=np.int64)
        self._highs = highspy.Highs()
        for name, value in (("output_flag", False), ("threads", 1), ("random_seed", 0), ("time_limit", _SECONDS)):
            self._highs.setOptionValue(name, value)

    def add(self, rows: Iterable[Row]) -> None:
        """Rows that hold from now on."""
        self._matrix, self._low, self._high = self._with(rows)

    def keeps(self, data: Vector, extra: Iterable[Row] = ()) -> NDArray[np.bool_]:
        """Which of the data sets (one per line of `data`) keep every row."""
        matrix, low, high = self._with(extra)
        sums = data @ matrix.T
        return np.asarray(((sums >= low) & (sums <= high)).all(axis=1))

    def find(self, objective: Vector, extra: Iterable[Row] = ()) -> Vector | None:
        """A data set that keeps all rows and makes `objective` as large as possible; None if none was found."""
        matrix, low, high = self._with(extra)
        at_row, at_column = np.nonzero(matrix)
        starts = np.searchsorted(at_row, np.arange(len(matrix) + 1)).astype(np.int32)
        highs = self._highs
        highs.clearSolver()
        highs.passModel(
            self.columns,
            len(matrix),
            len(at_row),
            int(highspy.MatrixFormat.kRowwise),
            int(highspy.ObjSense.kMaximize),
            0.0,
            objective.astype(np.float64),
            np.zeros(self.columns),
            np.full(self.columns, float(self.cap)),
            np.where(low <= -NO_LIMIT, -highspy.kHighsInf, low).astype(np.float64),
            np.where(high >= NO_LIMIT, highspy.kHighsInf, high).astype(np.float64),
            starts,
            at_column.astype(np.int32),
            matrix[at_row, at_column].astype(np.float64),
            np.full(self.columns, int(highspy.HighsVarType.kInteger), dtype=np.int32),
        )
        highs.run()
        if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        data = np.rint(np.asarray(highs.getSolution().col_value)).astype(np.int64)
        sums = matrix @ data
        return data if bool((data >= 0).all() and (sums >= low).all() and (sums <= high).all()) else None

    def _with(self, rows: Iterable[Row]) -> tuple[Vector, Vector, Vector]:
        more = list(rows)
        if not more:
            return self._matrix, self._low, self._high
        matrix = np.vstack([self._matrix, *(row[0] for row in more)])
        low = np.concatenate([self._low, [row[1] for row in more]])
        high = np.concatenate([self._high, [row[2] for row in more]])
        return matrix, low, high
