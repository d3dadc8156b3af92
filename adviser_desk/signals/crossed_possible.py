"""The data sets of a crossing that a reader cannot rule out. Asks the same as `possible`, of many more numbers.

So the solver goes on from where it stopped, and many numbers are tried at once. That changes how soon an answer is
found, never the answer.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import highspy
import numpy as np
from numpy.typing import NDArray

from adviser_desk.models.release import NOTHING
from adviser_desk.signals.crossed_space import CrossedSpace
from adviser_desk.signals.integer_model import IntegerModel, Row, Undecided, Vector, keep
from adviser_desk.signals.possible import Kinds, Possible, some_of
from adviser_desk.signals.statements import Place, Said

_ROUNDS = 40
_AT_ONCE = 40
_IN_VAIN = 4
"""After so many rounds that opened nothing each number is tried by itself."""
_FEW = 4
_SEED = 20_260_101
_PRIMAL = 4
_MOST = 3_000

Truths = NDArray[np.bool_]


class _Warm(IntegerModel):
    """As `IntegerModel`; while the rows stay the same, the solver starts from the corner that it found last."""

    def __init__(self, columns: int) -> None:
        super().__init__(columns)
        self.searches = 0
        self._rows: tuple[Vector, Vector, Vector] | None = None
        self._fractions, self._whole = self._solver, IntegerModel(columns)._solver

    def find(self, objective: Vector, extra: Iterable[Row] = ()) -> Vector | None:
        """As `IntegerModel.find`."""
        corner = self.corner(objective, extra)
        if corner is not None or self.agrees_not:
            return corner
        assert self._rows is not None
        self._solver = self._whole
        try:
            self._pass(objective, *self._rows, whole=True)
            self._solver.run()
            if self._solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
                return None
            if (data := self._checked(*self._rows)) is None:
                raise Undecided
            return data
        finally:
            self._solver = self._fractions

    def corner(self, objective: Vector, extra: Iterable[Row] = ()) -> Vector | None:
        """The corner with most of the objective, if it is a data set; `agrees_not` says whether nothing agrees."""
        self.searches += 1
        rows = self._with(extra)
        if self._rows is None or not all(map(np.array_equal, rows, self._rows)):
            self._pass(objective, *rows, whole=False)
            self._solver.setOptionValue("simplex_strategy", _PRIMAL)
            self._rows = rows
        else:
            every = np.arange(self.columns, dtype=np.int32)
            self._solver.changeColsCost(self.columns, every, objective.astype(np.float64))
        self._solver.run()
        self.agrees_not = self._solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible
        return None if self.agrees_not else self._checked(*rows)


class _Numbers:
    """Protected numbers: each of some sets of joint counts over each sum of stretches, and `mixed` ones beside them."""

    def __init__(self, sets: Vector, sums: Vector, mixed: Vector) -> None:
        self._sets, self._sums, self._mixed = sets, sums, mixed
        self._wide = sets.T.astype(np.float64), sums.T.astype(np.float64), mixed.T.astype(np.float64)
        self.count = len(sets) * len(sums) + len(mixed)

    def of(self, data: Vector) -> NDArray[np.float64]:
        """The value of each number on each data set (one per line)."""
        sets, sums, mixed = self._wide
        by_stretch = data.reshape(len(data), len(sums), len(sets)).astype(np.float64) @ sets
        added = np.swapaxes(by_stretch, 1, 2) @ sums
        return np.hstack([added.reshape(len(data), added.shape[1] * added.shape[2]), data.astype(np.float64) @ mixed])

    def row(self, number: int) -> Vector:
        """The coefficients of a number over the columns."""
        place, sum_ = divmod(number, len(self._sums))
        if place < len(self._sets):
            return np.outer(self._sums[sum_], self._sets[place]).ravel()
        return np.asarray(self._mixed[number - len(self._sets) * len(self._sums)])


class CrossedPossible(Possible):
    """All data sets of a crossing and its two fields that agree with what was said and what refusals tell."""

    space: CrossedSpace
    _failed: tuple[_Numbers, int] | None = None

    def safe(self, said: Mapping[Place, Said], known: Iterable[Row] = ()) -> bool:
        """As `Possible.safe`. After a bound of effort nothing more is: a crossing is the first thing to go.

        The effort hangs on statements alone, as no real count is ever tried here.
        """
        if self._believed.searches > _MOST:
            return False
        more = [*self._rows(said), *known]
        extra = [*self._under, *more]
        numbers = self._numbers({**self.said, **said})
        seen = self._ways(self._pool[keep(self._pool, more)], numbers)
        try:
            again = self._failed[1] if self._failed and self._failed[0] is numbers else 0
            if not self._open(seen)[again] and not self._is_proved(again, numbers, seen, extra):
                return False
            if not self._together(numbers, seen, extra):
                return False
            while left := np.flatnonzero(~self._open(seen)).tolist():
                if not self._is_proved(left[0], numbers, seen, extra):
                    return False
            return all(self._believed.find(self._nothing, [*totals, *more]) is not None for totals in self._beside)
        except Undecided:
            return False

    def _is_proved(self, number: int, numbers: _Numbers, seen: Truths, extra: Sequence[Row]) -> bool:
        """Whether data sets leave one number open. The one that failed last is tried first the next time."""
        found = self._proof(numbers.row(number), extra)
        if found is None:
            self._failed = numbers, number
            return False
        self._remember(found)
        seen |= self._ways(np.array(found), numbers)
        return True

    def _together(self, numbers: _Numbers, seen: Truths, extra: Sequence[Row]) -> bool:
        """Try many that are still open at once, some up and some down by chance. False where nothing agrees."""
        in_vain = 0
        for _ in range(_ROUNDS):
            left = np.flatnonzero(~self._open(seen)).tolist()
            if in_vain == _IN_VAIN or len(left) < _FEW:
                break
            some = self._chance.permutation(left)[:_AT_ONCE].tolist()
            signs = self._chance.choice((-1, 1), len(some))
            data = self._believed.corner(signs @ np.array([numbers.row(number) for number in some]), extra)
            if self._believed.agrees_not:
                return False
            if data is not None:
                self._remember([data])
                seen |= self._ways(data[None], numbers)
            in_vain = in_vain + 1 if (~self._open(seen)).sum() == len(left) else 0
        return True

    def _ways(self, data: Vector, numbers: _Numbers) -> Truths:
        """Whether each number is 0, is between, is the threshold or more in any of these data sets: three lines."""
        values = numbers.of(data)
        ways = (values == 0, (values > 0) & (values < self.threshold), values >= self.threshold)
        return np.array([way.any(axis=0) for way in ways])

    def _always_protected(self) -> Vector:
        """The cells, over one stretch of time."""
        self._chance = np.random.default_rng(_SEED)
        self._printed: _Warm = _Warm(self.space.columns)
        self._believed: _Warm = _Warm(self.space.columns)
        self._by_kinds: dict[Kinds, _Numbers] = {}
        cells = self.space.cells[1:] if self._under else self.space.cells
        return np.array([self.space.members(cell) for cell in cells])

    @cached_property
    def _sums(self) -> Vector:
        stretches = range(len(self.space.stretches))
        return np.array([[one in some for one in stretches] for some in some_of(stretches)], dtype=np.int64)

    def _numbers(self, said: Mapping[Place, Said]) -> _Numbers:
        kinds = frozenset(
            (place, isinstance(value, int))
            for place, value in said.items()
            if isinstance(value, int) or value[0] == "<"
        )
        if kinds not in self._by_kinds:
            sets, mixed = self._lines(said)
            every = np.unique(np.vstack([self._always, sets]), axis=0)
            self._by_kinds[kinds] = _Numbers(every, self._sums, np.unique(mixed, axis=0).astype(np.int64))
        return self._by_kinds[kinds]

    def _lines(self, said: Mapping[Place, Said]) -> tuple[Truths, Truths]:
        """Per line: its cells that are not exact, together; its `<k` cells, together; and what mixes periods."""
        spoken = [[said.get((str(span), *cell), NOTHING) for cell in self.space.cells] for span in self.space.spans]
        exact = self._of([[isinstance(value, int) for value in row] for row in spoken])
        small = self._of([[str(value).startswith("<") for value in row] for row in spoken])
        bases = self._frames[0][:, None]
        rests = np.where(exact.any(axis=2, keepdims=True), bases & ~exact, False)
        found: Truths = np.concatenate([rests, bases & small], axis=1)
        told: Truths = found.any(axis=2) & (found != bases).any(axis=2)
        return found[told], self._mixed_lines(exact)

    def _of(self, spoken: Sequence[Sequence[bool]]) -> Truths:
        """Per frame and span: the joint counts that are in any of these of its cells."""
        chosen = self._frames[1][:, None] & np.array(spoken)
        return np.asarray((chosen.astype(np.float64) @ self._members) > 0)

    def _mixed_lines(self, exact: Truths) -> Truths:
        """Per frame and span: what its exact cells and those of the spans within it leave of the base together."""
        space, (bases, _parts) = self.space, self._frames
        found = np.zeros((0, space.columns), dtype=bool)
        for number, span in enumerate(space.spans):
            within = [one for one, other in enumerate(space.spans) if space.inside(other) < space.inside(span)]
            left = np.zeros((len(bases), len(space.stretches), bases.shape[1]), dtype=bool)
            for stretch in space.inside(span):
                told = [number, *(one for one in within if stretch in space.inside(space.spans[one]))]
                left[:, stretch] = bases & ~exact[:, told].any(axis=1)
            found = np.vstack([found, left.reshape(len(bases), -1)[exact[:, within].any(axis=(1, 2))]])
        return found[found.any(axis=1)]

    @cached_property
    def _members(self) -> NDArray[np.float64]:
        return np.array([self.space.members(cell) for cell in self.space.cells], dtype=np.float64)

    @cached_property
    def _frames(self) -> tuple[Truths, Truths]:
        """The joint counts of each base, and which cells are its parts."""
        space = self.space
        bases = np.array([space.members(frame.base) > 0 for frame in space.frames])
        return bases, np.array([[cell in frame.parts for cell in space.cells] for frame in space.frames])
