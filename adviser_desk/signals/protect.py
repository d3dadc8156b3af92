"""Which statement may be printed for each cell, so that G1 and G2 hold over the whole ledger (signals.md, 5).

Decides by what a reader could rule out, never by looking whether a number is small. Does not write files.
"""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from adviser_desk.models.base import Record
from adviser_desk.models.period import Period
from adviser_desk.models.release import NOTHING, Dimension, Release, large, small
from adviser_desk.signals.counting import Cell
from adviser_desk.signals.integer_model import Row
from adviser_desk.signals.possible import Possible
from adviser_desk.signals.profiles import TableSpec
from adviser_desk.signals.refusals import explanation, may_refuse
from adviser_desk.signals.space import THE_TOTAL, CountSpace
from adviser_desk.signals.statements import Place, Said, statements

Progress = Callable[[str, int, int], None]
"""Called with the name of the table, its number and how many there are."""


class Stopped(Exception):
    """The adviser stopped the calculation; nothing was printed."""


class Question(Record):
    """What to protect: the counts of one period, next to everything that was said before.

    `counts` covers every quarter that shares a released period with `period`; `earlier` is the whole ledger in
    the order of its serial numbers.
    """

    period: Period
    counts: Mapping[Cell, int]
    dimensions: Mapping[str, Dimension]
    tables: tuple[TableSpec, ...]
    threshold: int
    earlier: tuple[Release, ...]


def linked_quarters(period: Period, earlier: Iterable[Release]) -> tuple[Period, ...]:
    """The quarters whose counts a reader can combine with those of `period`: they share a released period with it."""
    found = set(period.quarters)
    spans = [set(release.period.quarters) for release in earlier]
    while more := [span for span in spans if span & found and not span <= found]:
        found.update(*more)
    return tuple(sorted(found))


def protect(
    question: Question, progress: Progress | None = None, stop: threading.Event | None = None
) -> dict[Place, Said]:
    """The statement for each cell of the period's tables. Raises `Stopped` when `stop` is set."""
    return _Run(question, progress or (lambda name, number, of: None), stop or threading.Event()).statements()


@dataclass
class _Run:
    question: Question
    progress: Progress
    stop: threading.Event
    _said: dict[Place, Said] = field(default_factory=dict)

    def statements(self) -> dict[Place, Said]:
        question = self.question
        quarters = set(linked_quarters(question.period, question.earlier))
        self._near = [release for release in question.earlier if set(release.period.quarters) <= quarters]
        self._before = statements(self._near)
        self._spans = {question.period, *(release.period for release in self._near)}
        told_before = self._totals_known({release.period for release in self._near})
        self._decide(self._possible({} if told_before else question.dimensions), [(str(question.period), *THE_TOTAL)])
        parts = self._parts()
        for number, spec in enumerate(question.tables, 1):
            self.progress(spec.dimension, number, len(question.tables))
            dimension = question.dimensions[spec.dimension]
            cells = [(str(question.period), spec.dimension, code) for code in (*dimension.groups, *dimension.codes)]
            self._decide(next(part for part in parts if spec.dimension in part.space.dimensions), cells)
        return self._said

    def _parts(self) -> list[Possible]:
        """Dimensions hang together only by totals that a reader does not know exactly, and by sub-populations."""
        dimensions = self.question.dimensions
        if not self.question.tables:
            return []
        if not self._totals_known(self._spans):
            return [self._possible(dimensions)]
        together: dict[str, list[str]] = {}
        for spec in self.question.tables:
            together.setdefault(spec.where[0] if spec.where else spec.dimension, []).append(spec.dimension)
        return [self._possible({name: dimensions[name] for name in names}) for names in together.values()]

    def _totals_known(self, spans: Iterable[Period]) -> bool:
        """Whether the exact totals fix the total of every stretch of time that the spans divide."""
        space = CountSpace({}, spans)
        said = {**self._before, **self._said}
        exact = [span for span in space.spans if isinstance(said.get((str(span), *THE_TOTAL)), int)]
        rows = [space.count(space.inside(span), THE_TOTAL) for span in exact]
        return not space.stretches or bool(rows and np.linalg.matrix_rank(np.array(rows)) == len(space.stretches))

    def _possible(self, dimensions: Mapping[str, Dimension]) -> Possible:
        space = CountSpace(dimensions, self._spans)
        possible = Possible(space, {**self._before, **self._said}, self.question.threshold, self._look_up)
        possible.witness(self.question.counts)
        for place, exact, threshold in self._refused_before():
            if possible.knows(place) and (row := explanation(possible, place, exact, threshold, {}, ())):
                possible.say({}, [row])
        return possible

    def _refused_before(self) -> Iterable[tuple[Place, set[Place], int]]:
        """Each number that an earlier release kept back as a class, with the numbers that had been told by then."""
        exact: set[Place] = set()
        for release in self._near:
            for place, value in statements([release]).items():
                if isinstance(value, int):
                    exact.add(place)
                elif value == large(release.threshold):
                    yield place, set(exact), release.threshold

    def _decide(self, possible: Possible, cells: Sequence[Place]) -> None:
        for cell in cells:
            said = {cell: self._class_of(cell) if self._either_way(possible, cell) else NOTHING}
            self._said.update(said)
            possible.say(said)
        told, known = self._numbers(
            possible, [cell for cell in cells if self._said[cell] == large(self.question.threshold)]
        )
        self._said.update(told)
        possible.say(told, known)

    def _either_way(self, possible: Possible, cell: Place) -> bool:
        """Two-sided: a class is printed only if both classes would be safe; else its absence would tell which.

        A class that is ruled out by what is printed needs no safety: the other tells nothing new.
        """
        k = self.question.threshold
        return all(possible.safe({cell: way}) or possible.ruled_out({cell: way}) for way in (small(k), large(k)))

    def _numbers(self, possible: Possible, cells: Sequence[Place]) -> tuple[dict[Place, int], list[Row]]:
        """The numbers that may be told, and what a reader infers from those that are not."""
        before = {place for place, value in possible.said.items() if isinstance(value, int)}
        open_ = list(cells)
        while True:
            told, refused = self._tellable(possible, open_)
            for number, cell in enumerate(told):
                earlier = {place: self._count(place) for place in told[:number]}
                if not may_refuse(possible, cell, before | set(earlier), earlier):
                    open_.remove(cell)
                    break
            else:
                break
        numbers = {cell: self._count(cell) for cell in told}
        known: list[Row] = []
        for cell in refused:
            had = before | {place for place in told if cells.index(place) < cells.index(cell)}
            if row := explanation(possible, cell, had, self.question.threshold, numbers, known):
                known.append(row)
        return numbers, known

    def _tellable(self, possible: Possible, cells: Sequence[Place]) -> tuple[list[Place], list[Place]]:
        """All numbers at once; on failure by halves, in the order of the profile. The told ones and the refused."""
        told: list[Place] = []
        refused: list[Place] = []
        waiting = [list(cells)] if cells else []
        while waiting:
            some = waiting.pop(0)
            if possible.safe({cell: self._count(cell) for cell in (*told, *some)}):
                told += some
            elif len(some) == 1:
                refused += some
            else:
                half = len(some) // 2
                waiting[:0] = [some[:half], some[half:]]
        return told, refused

    def _class_of(self, cell: Place) -> str:
        k = self.question.threshold
        return small(k) if self._count(cell) < k else large(k)

    def _count(self, cell: Place) -> int:
        period, name, code = cell
        return sum(self.question.counts.get((str(quarter), name, code), 0) for quarter in Period(period).quarters)

    def _look_up(self) -> None:
        if self.stop.is_set():
            raise Stopped
