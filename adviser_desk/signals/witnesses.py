"""Data sets that were found, and what they show of numbers: nobody, one case alone, or the threshold.

Each number is worked out once on each data set, however often it is asked for. Knows no statement and no case.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from adviser_desk.signals.integer_model import Row, Vector, keep

Shown = NDArray[np.bool_]
"""Three lines: whether each number is 0, is 1, is the threshold or more in any data set."""

_MOST = 2000
_NOBODY, _ALONE, _MANY = 1, 2, 4
ALL_BUT_ONE = 2
"""So many cases at least must be able to be outside one code (G3)."""


class Witnesses:
    """The data sets found last, one per line, each once."""

    def __init__(self, columns: int, threshold: int) -> None:
        self._threshold = threshold
        self.data: Vector = np.zeros((0, columns), dtype=np.int64)
        self._keys: list[bytes] = []
        self._rows = np.zeros((0, columns))
        self._others = np.zeros(0, dtype=bool)
        self._numbers: dict[tuple[bytes, bool], int] = {}
        self._kinds = np.zeros((0, 0), dtype=np.uint8)
        """What each data set (a line) shows of each number."""

    def numbers(self, rows: Iterable[Vector], *, others: bool = False) -> Vector:
        """What these numbers, given as coefficients over the columns, are called from now on; each once.

        `others`: the cases of a group outside one code. They show many as soon as they are two, and nothing below.
        """
        named = {(row.tobytes(), others): row for row in rows}
        new = {key: row for key, row in named.items() if key not in self._numbers}
        if new:
            self._numbers |= {key: number for number, key in enumerate(new, len(self._numbers))}
            self._rows = np.vstack([self._rows, np.array(list(new.values()), dtype=np.float64)])
            self._others = np.concatenate([self._others, np.full(len(new), others)])
            self._kinds = np.hstack([self._kinds, self._kinds_of(self.data, slice(-len(new), None))])
        return np.array([self._numbers[key] for key in named], dtype=np.int64)

    def enough(self, number: int) -> int:
        """From how many on a number is open, whatever else it can be."""
        return ALL_BUT_ONE if self._others[number] else self._threshold

    def may_be_nobody(self, number: int) -> bool:
        """Whether a number is open too where it can be nobody and somebody."""
        return not self._others[number]

    def row(self, number: int) -> Vector:
        """The coefficients of a number."""
        return np.asarray(self._rows[number], dtype=np.int64)

    def sum(self, numbers: Vector) -> Vector:
        """The coefficients of some numbers together."""
        return np.asarray(self._rows[numbers].sum(axis=0), dtype=np.int64)

    def add(self, found: Sequence[Vector]) -> None:
        """Take in more data sets."""
        known = set(self._keys)
        new = {key: data for data in found if (key := data.tobytes()) not in known}
        if new:
            data = np.array(list(new.values()))
            self.data = np.vstack([self.data, data])[-_MOST:]
            self._kinds = np.vstack([self._kinds, self._kinds_of(data)])[-_MOST:]
            self._keys = [*self._keys, *new][-_MOST:]

    def narrow(self, rows: Sequence[Row]) -> None:
        """Forget the data sets that do not keep these rows."""
        kept = keep(self.data, rows)
        self.data, self._kinds = self.data[kept], self._kinds[kept]
        self._keys = [key for key, stays in zip(self._keys, kept.tolist(), strict=True) if stays]

    def show(self, numbers: Vector, rows: Sequence[Row]) -> Shown:
        """What those data sets that keep these rows show of some numbers."""
        return _lines(self._kinds[keep(self.data, rows)], numbers)

    def shown_by(self, data: Sequence[Vector], numbers: Vector) -> Shown:
        """What these data sets show of some numbers."""
        return _lines(self._kinds_of(np.array(data)), numbers)

    def _kinds_of(self, data: Vector, which: slice = slice(None)) -> NDArray[np.uint8]:
        """What data sets show of some of the numbers."""
        others = self._others[which]
        values = data.astype(np.float64) @ self._rows[which].T
        below = np.where(values == 0, _NOBODY, np.where(values == 1, _ALONE, 0))
        many = values >= np.where(others, ALL_BUT_ONE, self._threshold)
        return np.where(many, _MANY, np.where(others, 0, below)).astype(np.uint8)


def _lines(kinds: NDArray[np.uint8], numbers: Vector) -> Shown:
    any_of = np.bitwise_or.reduce(kinds, axis=0, initial=0)[numbers]
    return np.array([(any_of & kind) > 0 for kind in (_NOBODY, _ALONE, _MANY)])
