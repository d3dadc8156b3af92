"""The data sets that a reader cannot rule out, and whether they leave every protected number open (signals.md, 4).

A reader knows the statements, that counts are whole, and how counts belong together (`space`). Sees no case.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations

import numpy as np
from numpy.typing import NDArray

from adviser_desk.models.period import Period
from adviser_desk.models.release import NOTHING
from adviser_desk.signals.counting import Cell as CountedCell
from adviser_desk.signals.integer_model import NO_LIMIT, IntegerModel, Row, Undecided, Vector, keep
from adviser_desk.signals.space import Cell, CountSpace, Frame, added
from adviser_desk.signals.statements import Place, Said, bounds
from adviser_desk.signals.witnesses import ALL_BUT_ONE, Shown, Witnesses

Kinds = frozenset[tuple[Place, bool]]
"""The cells that are exact (True) or `<k` (False)."""

Line = tuple[Cell, tuple[Cell, ...], bool]
"""A cell, some cells within it, and whether what is left of it beside these is meant, or these together."""

_AT_ONCE = 2
"""How often all open numbers are tried together before each is tried by itself."""
_AGAIN = 1
"""How many numbers that were given away before are tried first."""
_SUSPECTS = 8
_FEW = 7
"""Fewer open numbers than this are tried one by one."""


class Possible:
    """All data sets of a space that agree with what was said and, where given, with what refusals tell.

    A row of a refusal (`known`) narrows the search for proofs; the true counts need not keep it. Where totals are
    not known, proofs are searched `under` fixed totals, and the totals of `beside` must stay possible.
    """

    def __init__(
        self,
        space: CountSpace,
        threshold: int,
        pause: Callable[[], None] = lambda: None,
        *,
        under: Sequence[Row] = (),
        beside: Sequence[Sequence[Row]] = (),
    ) -> None:
        """`pause` is called between searches and may raise to stop."""
        self.space = space
        self.threshold = threshold
        self._under = list(under)
        self._beside = beside
        self._pause = pause
        self._printed = IntegerModel(space.columns, space.mended)
        self._believed = IntegerModel(space.columns, space.mended)
        for model in (self._printed, self._believed):
            model.add(space.rules())
        self.said: dict[Place, Said] = {}
        self._numbers: dict[Place, Vector] = {}
        self._found = Witnesses(space.columns, threshold)
        """Data sets found so far. All keep what was printed and told by refusals, and `under`."""
        self._protected_by: dict[Kinds, Vector] = {}
        self._on_line: dict[Line, list[Vector]] = {}
        self._always = self._always_protected()
        self._groups = self._all_but_one()
        self._given_away: list[int] = []
        """The numbers that were given away, the last one first."""
        self._gave_away: int | None = None
        """The number that what was last found not safe gives away, if that was the reason."""

    def knows(self, place: Place) -> bool:
        """Whether a cell belongs to the dimensions and periods of this space."""
        return Period(place[0]) in self.space.spans and place[1:] in self.space.cells

    def say(self, said: Mapping[Place, Said], known: Iterable[Row] = ()) -> None:
        """Statements that are printed, and rows that refusals tell, from now on."""
        rows, more = self._rows(said), list(known)
        self.said.update(said)
        self._printed.add(rows)
        self._believed.add([*rows, *more])
        self._found.narrow([*rows, *more])

    def witness(self, counts: Mapping[CountedCell, int]) -> None:
        """Try the real counts first when searching. They change how fast an answer is found, never the answer."""
        try:
            data = self._believed.find(self._nothing, [*self._under, *self.space.data(counts)])
        except Undecided:
            return
        if data is not None:
            self._found.add([data])

    def ruled_out(self, said: Mapping[Place, Said], under: Sequence[Row] = ()) -> bool:
        """Whether what is printed already proves that this cannot be true."""
        return not self._agrees(self._printed, [*self._rows(said), *under])

    def agrees(self, said: Mapping[Place, Said], known: Iterable[Row] = ()) -> bool:
        """Whether a data set may agree with this too."""
        extra = [*self._under, *self._rows(said), *known]
        return bool(keep(self._found.data, [*self._rows(said), *known]).any()) or self._agrees(self._believed, extra)

    def safe(self, said: Mapping[Place, Said], known: Iterable[Row] = ()) -> bool:
        """Whether G1 to G4 are proved for every protected number if this is said too. False where nothing agrees.

        G1: somewhere it is 0 or the threshold or more. G2: it is not known to be 0, nor known to be 1 or more.
        G3: of no group all, or all but one, are known to have one code. G4: what is known to be small can be one, so
        whoever knows himself to be in it does not know of others.
        """
        more = [*self._rows(said), *known]
        self._gave_away = None
        try:
            return self._leaves_open(self._protected({**self.said, **said}), more) and all(
                self._believed.find(self._nothing, [*totals, *more]) is not None for totals in self._beside
            )
        except Undecided:
            return False

    def believes(self, data: Vector, said: Mapping[Place, Said] | None = None, known: Iterable[Row] = ()) -> Vector:
        """Those of these data sets (one per line) that a reader cannot rule out if this is said too."""
        return data[self._believed.keeps(data, [*self._under, *self._rows(said or {}), *known])]

    def number(self, place: Place) -> Vector:
        """The count of a cell as coefficients over the columns."""
        if place not in self._numbers:
            self._numbers[place] = self.space.count(self.space.inside(Period(place[0])), (place[1], place[2]))
        return self._numbers[place]

    def reach(self, number: Vector, said: Mapping[Place, Said], known: Iterable[Row] = ()) -> tuple[int, int] | None:
        """The least and the most that a number can be if this is said too; None where nothing agrees."""
        extra = [*self._under, *self._rows(said), *known]
        ends = [self._believed.find(sign * number, extra) for sign in (-1, 1)]
        return None if ends[0] is None or ends[1] is None else (int(number @ ends[0]), int(number @ ends[1]))

    def not_ruled_out(self, number: Vector, values: range) -> range:
        """Other values of a number, after one of them was not safe: from the first on that may be.

        Before it the same would be given away: no data set has such a value and leaves that open.
        """
        if self._gave_away is None or not values:
            return values
        other = self._found.row(self._gave_away)
        ways = [(other, self._found.enough(self._gave_away), NO_LIMIT)]
        ways += [(other, 0, 0)] if self._found.may_be_nobody(self._gave_away) else []
        within = [*self._under, (number, min(values), max(values))]
        try:
            found = [self._believed.find(-values.step * number, [*within, way]) for way in ways]
        except Undecided:
            return values
        ends = [data for data in found if data is not None]
        self._found.add(ends)
        places = [values.index(int(number @ data)) for data in ends]
        return values[min(places, default=len(values)) :]

    @property
    def _nothing(self) -> Vector:
        return np.zeros(self.space.columns, dtype=np.int64)

    def _agrees(self, model: IntegerModel, extra: Sequence[Row]) -> bool:
        self._pause()
        try:
            data = model.find(self._nothing, extra)
        except Undecided:
            return True
        if data is not None:
            self._found.add(list(self.believes(data[None, :])))
        return data is not None

    def _leaves_open(self, protected: Vector, more: Sequence[Row]) -> bool:
        """Whether data sets are found that keep these rows too and together leave every protected number open."""
        extra = [*self._under, *more]
        seen = self._found.show(protected, more)
        for search in (*[self._suspect] * _AGAIN, *[self._together] * _AT_ONCE):
            found = search(protected[~self._open(seen)], extra)
            if found is None:
                return False
            if found:
                seen |= self._found.shown_by(found, protected)
        while not (is_open := self._open(seen)).all():
            left = protected[~is_open]
            found = self._prove(self._next(left), extra)
            if found is None:
                return False
            seen |= self._found.shown_by(found, protected)
        return True

    def _open(self, seen: Shown) -> NDArray[np.bool_]:
        nobody, alone, many = seen
        return np.asarray(many | (nobody & alone))

    def _suspect(self, left: Vector, extra: Sequence[Row]) -> list[Vector] | None:
        """A proof for a number that was given away before: neighbouring values tend to give away the same."""
        again = set(left.tolist())
        number = next((number for number in self._given_away if number in again), None)
        return [] if number is None else self._prove(number, extra)

    def _next(self, left: Vector) -> int:
        again = set(left.tolist())
        return next((number for number in self._given_away if number in again), int(left[0]))

    def _together(self, left: Vector, extra: Sequence[Row]) -> list[Vector] | None:
        """Data sets with much and with little of all numbers together tend to leave several open."""
        if len(left) < _FEW:
            return []
        self._pause()
        goal = self._found.sum(left)
        ends = [self._believed.find(sign * goal, extra, enough=-NO_LIMIT) for sign in (1, -1)]
        found = [data for data in ends if data is not None]
        self._found.add(found)
        return found or None

    def _prove(self, number: int, extra: Sequence[Row]) -> list[Vector] | None:
        """Data sets that leave a number open, which are remembered; so is the number if there are none."""
        self._pause()
        enough = self._found.enough(number)
        found = self._proof(self._found.row(number), extra, enough, or_nobody=self._found.may_be_nobody(number))
        if found is not None:
            self._found.add(found)
            return found
        self._gave_away = number
        self._given_away = [number, *(other for other in self._given_away if other != number)][:_SUSPECTS]
        return None

    def _proof(
        self, number: Vector, extra: Sequence[Row], enough: int, *, or_nobody: bool = True
    ) -> list[Vector] | None:
        """Data sets that leave one protected number open, or None if there are none."""
        most = self._believed.find(number, extra, worth=1, enough=enough)
        if most is None or (highest := int(number @ most)) == 0:
            return None
        if highest >= enough:
            return [most]
        if not or_nobody:
            return None
        least = self._believed.find(-number, extra, worth=0)
        if least is None or int(number @ least) > 0:
            return None
        alone = most if highest == 1 else self._believed.find(self._nothing, [*extra, (number, 1, 1)])
        return None if alone is None else [most, least, alone]

    def _always_protected(self) -> Vector:
        """Every cell, and every part of a cell outside one code of a multiple field, over any stretches together.

        Totals that are fixed for the sake of proofs are protected where they were chosen.
        """
        space = self.space
        rows = []
        cells = space.cells[1:] if self._under else space.cells
        for stretches in some_of(range(len(space.stretches))):
            rows += [space.count(stretches, cell) for cell in cells]
            rows += [space.left(stretches, frame.base, frame.parts) for frame in space.frames if not frame.adds_up]
        return self._found.numbers(rows)

    def _all_but_one(self) -> Vector:
        """Per released period: of all cases and of each cell that others divide, those outside one of these (G3).

        None under a threshold of 3: there `<2` says itself that a group is one or none.
        """
        space = self.space
        if self.threshold <= ALL_BUT_ONE:
            return self._found.numbers([], others=True)
        parts = [
            (frame.base, part) for frame in space.frames for part in frame.parts if not _is_all(space, frame, part)
        ]
        rows = [space.left(space.inside(span), base, [part]) for span in space.spans for base, part in parts]
        return self._found.numbers((row for row in rows if row.any()), others=True)

    def _protected(self, said: Mapping[Place, Said]) -> Vector:
        """Every protected number. Depends only on which cells are exact or `<k`, not on their values."""
        kinds = frozenset(
            (place, isinstance(value, int))
            for place, value in said.items()
            if isinstance(value, int) or value[0] == "<"
        )
        if kinds not in self._protected_by:
            residuals = self._found.numbers(self._residuals(said))
            self._protected_by[kinds] = np.unique(np.concatenate([self._always, self._groups, residuals]))
        return self._protected_by[kinds]

    def _residuals(self, said: Mapping[Place, Said]) -> list[Vector]:
        """Per line: its cells that are not exact, together; its `<k` cells, together. Not where that is the base.

        A line is read at every level, and at all levels at once: what an exact group and an exact code of another
        group leave of the base is a number of cases too. And over every stretch, also where another release tells more.
        """
        space, lines, found = self.space, set(), []
        for frame in (frame for frame in space.frames if frame.adds_up):
            whole, exact_in = space.codes(frame.parts), {}
            for span in space.spans:
                spoken = {part: said.get((str(span), *part), NOTHING) for part in frame.parts}
                exact_in[span] = exact = [part for part, value in spoken.items() if isinstance(value, int)]
                low = space.apart([part for part, value in spoken.items() if str(value).startswith("<")])
                if exact and space.codes(exact) < whole:
                    lines.add((frame.base, tuple(space.apart(exact)), True))
                if low and space.codes(low) < whole:
                    lines.add((frame.base, tuple(low), False))
            found += self._mixed(frame, exact_in)
        for line in sorted(lines):
            if line not in self._on_line:
                self._on_line[line] = list(self._over_stretches(*line))
            found += self._on_line[line]
        return found

    def _over_stretches(self, base: Cell, cells: tuple[Cell, ...], is_rest: bool) -> Iterator[Vector]:
        for stretches in some_of(range(len(self.space.stretches))):
            rest = self.space.left(stretches, base, cells)
            yield rest if is_rest else self.space.count(stretches, base) - rest

    def _mixed(self, frame: Frame, exact_in: Mapping[Period, Sequence[Cell]]) -> list[Vector]:
        """Per span, what its exact cells and those of the spans within it leave of the base together."""
        space, found = self.space, []
        for span in space.spans:
            inner = [one for one in space.spans if space.inside(one) < space.inside(span) and exact_in[one]]
            parts = []
            for stretch in space.inside(span) if inner else ():
                told = [one for one in (span, *inner) if stretch in space.inside(one)]
                cells = list(dict.fromkeys(cell for one in told for cell in exact_in[one]))
                if space.codes(cells) < space.codes(frame.parts):
                    parts.append(space.left([stretch], frame.base, space.apart(cells)))
            if parts:
                found.append(added(parts))
        return found

    def _rows(self, said: Mapping[Place, Said]) -> list[Row]:
        rows = []
        for place, value in said.items():
            low, high = bounds(value)
            if (low, high) != (0, NO_LIMIT):
                rows.append((self.number(place), low, high))
        return rows


def _is_all(space: CountSpace, frame: Frame, part: Cell) -> bool:
    """Whether a cell is the whole of its frame whatever the cases are: the only code of a list or of a group."""
    return space.codes([part]) == space.codes(frame.parts if frame.adds_up else [frame.base])


def some_of(stretches: Iterable[int]) -> Iterable[tuple[int, ...]]:
    """Every set of stretches but the empty one."""
    every = sorted(stretches)
    return chain.from_iterable(combinations(every, size) for size in range(1, len(every) + 1))
