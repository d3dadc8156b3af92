"""The data sets of a crossing that a reader cannot rule out. Asks the same as `possible`, of many more numbers.

Most of them are the same cases over several sums of stretches, so they are worked out as such, and many are tried at
once. That changes how soon an answer is found, never the answer.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from adviser_desk.models.release import NOTHING
from adviser_desk.signals.crossed_space import CrossedSpace
from adviser_desk.signals.integer_model import Row, Undecided, Vector, keep
from adviser_desk.signals.possible import Kinds, Possible, some_of
from adviser_desk.signals.statements import Place, Said

_MOST = 3_000
"""How many searches are made for one crossing."""
_ROUNDS = 40
_AT_ONCE = 40
_IN_VAIN = 4
"""After so many rounds that opened nothing each number is tried by itself."""
_FEW = 4
_SEED = 20_260_101

Truths = NDArray[np.bool_]


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
    _searches = 0
    _failed: tuple[_Numbers, int] | None = None
    """The number that failed last, and among which: it is tried first the next time."""

    def safe(self, said: Mapping[Place, Said], known: Iterable[Row] = ()) -> bool:
        """As `Possible.safe`. After a bound of effort nothing more is: a crossing is the first thing to go.

        The effort hangs on statements alone, as no real count is ever tried here.
        """
        more = [*self._rows(said), *known]
        self._gave_away = None
        try:
            return (
                self._searches < _MOST
                and self._leave_open(self._asked({**self.said, **said}), more)
                and self._leaves_open(self._groups, more)
                and all(self._believed.find(self._nothing, [*rows, *more]) is not None for rows in self._beside)
            )
        except Undecided:
            return False

    def _leave_open(self, numbers: _Numbers, more: Sequence[Row]) -> bool:
        """Whether data sets are found that keep these rows too and together leave each of these numbers open."""
        extra = [*self._under, *more]
        seen = self._ways(self._found.data[keep(self._found.data, more)], numbers)
        again = self._failed[1] if self._failed and self._failed[0] is numbers else 0
        if not self._open(seen)[again] and not self._is_proved(again, numbers, seen, extra):
            return False
        self._many(numbers, seen, extra)
        while left := np.flatnonzero(~self._open(seen)).tolist():
            if not self._is_proved(left[0], numbers, seen, extra):
                return False
        return True

    def _is_proved(self, number: int, numbers: _Numbers, seen: Truths, extra: Sequence[Row]) -> bool:
        """Whether data sets leave one number open."""
        self._pause()
        self._searches += 1
        row = numbers.row(number)
        found = self._proof(row, extra, self.threshold)
        if found is None:
            self._failed, self._gave_away = (numbers, number), int(self._found.numbers([row])[0])
            return False
        self._found.add(found)
        seen |= self._ways(np.array(found), numbers)
        return True

    def _many(self, numbers: _Numbers, seen: Truths, extra: Sequence[Row]) -> None:
        """Try many numbers that are still open at once, some up and some down by chance."""
        in_vain = 0
        for _ in range(_ROUNDS):
            left = np.flatnonzero(~self._open(seen)).tolist()
            if in_vain == _IN_VAIN or len(left) < _FEW:
                return
            self._pause()
            self._searches += 1
            some = self._chance.permutation(left)[:_AT_ONCE].tolist()
            signs = self._chance.choice((-1, 1), len(some))
            data = self._believed.corner(signs @ np.array([numbers.row(number) for number in some]), extra)
            if data is not None:
                self._found.add([data])
                seen |= self._ways(data[None], numbers)
            in_vain = in_vain + 1 if (~self._open(seen)).sum() == len(left) else 0

    def _ways(self, data: Vector, numbers: _Numbers) -> Truths:
        """Whether each number is 0, is 1, is the threshold or more in any of these data sets: three lines."""
        values = numbers.of(data)
        ways = (values == 0, values == 1, values >= self.threshold)
        return np.array([way.any(axis=0) for way in ways])

    def _always_protected(self) -> Vector:
        """None by name: the cells are among the numbers of every set of statements."""
        return np.zeros(0, dtype=np.int64)

    @cached_property
    def _cells(self) -> Vector:
        cells = self.space.cells[1:] if self._under else self.space.cells
        return np.array([self.space.members(cell) for cell in cells])

    @cached_property
    def _chance(self) -> np.random.Generator:
        return np.random.default_rng(_SEED)

    @cached_property
    def _by_kinds(self) -> dict[Kinds, _Numbers]:
        return {}

    @cached_property
    def _sums(self) -> Vector:
        stretches = range(len(self.space.stretches))
        return np.array([[one in some for one in stretches] for some in some_of(stretches)], dtype=np.int64)

    def _asked(self, said: Mapping[Place, Said]) -> _Numbers:
        kinds = frozenset(
            (place, isinstance(value, int))
            for place, value in said.items()
            if isinstance(value, int) or value[0] == "<"
        )
        if kinds not in self._by_kinds:
            sets, mixed = self._lines(said)
            every = np.unique(np.vstack([self._cells, sets]), axis=0)
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
