"""Which statement may be printed for each cell, so that G1 and G2 hold over the whole ledger (signals.md, 5).

Decides by what a reader could rule out, never by looking whether a number is small. Does not write files.
"""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from adviser_desk.models.base import Record
from adviser_desk.models.period import Period
from adviser_desk.models.release import NOTHING, Dimension, Release, large, small
from adviser_desk.signals.counting import Cell
from adviser_desk.signals.integer_model import Row
from adviser_desk.signals.possible import Possible
from adviser_desk.signals.profiles import TableSpec, parent_of
from adviser_desk.signals.refusals import explanation, may_refuse
from adviser_desk.signals.space import THE_TOTAL, CountSpace
from adviser_desk.signals.statements import Place, Said, statements
from adviser_desk.signals.totals import Totals, rows_of, stand_ins

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
        self._totals = Totals(
            CountSpace({}, self._spans), self._before, question.threshold, pause=self._look_up, hanging=self._hanging
        )
        self._prepare(self._totals)
        self._decide(self._totals, [(str(question.period), *THE_TOTAL)])
        parts = self._parts([spec.dimension for spec in question.tables], {}, ())
        for number, spec in enumerate(question.tables, 1):
            self.progress(spec.dimension, number, len(question.tables))
            dimension = question.dimensions[spec.dimension]
            cells = [(str(question.period), spec.dimension, code) for code in (*dimension.groups, *dimension.codes)]
            if parts is None:
                self._said.update(dict.fromkeys(cells, NOTHING))
            else:
                self._decide(next(part for part in parts if spec.dimension in part.space.dimensions), cells)
        return self._said

    def _hanging(self, said: Mapping[Place, Said], known: Sequence[Row]) -> list[Possible] | None:
        """The dimensions that earlier releases spoke of, where a statement on a total says something about them."""
        spoken = {name for _, name, _ in self._before if name}
        if self._totals.settled({}):
            return []
        return self._parts([name for name in self.question.dimensions if name in spoken], said, known)

    def _parts(self, names: Sequence[str], said: Mapping[Place, Said], known: Sequence[Row]) -> list[Possible] | None:
        """Dimensions hang together only by totals that a reader does not know exactly, and by sub-populations."""
        together: dict[str, dict[str, Dimension]] = {}
        for name in names:
            parent = parent_of(name)
            together.setdefault(parent[0] if parent else name, {})[name] = self.question.dimensions[name]
        spaces = [CountSpace(dimensions, self._spans) for dimensions in together.values()]
        told = {**self._before, **self._said, **said}
        if self._totals.settled(said):
            return [
                self._prepare(Possible(space, told, self.question.threshold, pause=self._look_up)) for space in spaces
            ]
        bare = [Possible(space, told, self.question.threshold, pause=self._look_up) for space in spaces]
        sets = stand_ins(
            self._totals,
            lambda totals: not any(part.ruled_out({}, rows_of(part.space, totals)) for part in bare),
            said,
            known,
        )
        if sets is None:
            return None
        return [
            self._prepare(
                Possible(
                    space,
                    told,
                    self.question.threshold,
                    under=rows_of(space, sets[0]),
                    beside=[rows_of(space, totals) for totals in sets[1:]],
                    pause=self._look_up,
                )
            )
            for space in spaces
        ]

    def _prepare(self, possible: Possible) -> Possible:
        """With the real counts to try first, and with what earlier refusals tell."""
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
