"""Which statement may be printed for each cell, so that G1 and G2 hold over the whole ledger (signals.md, 5).

Decides by what a reader could rule out, never by looking whether a number is small. Does not write files.
"""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from adviser_desk.models.base import Record
from adviser_desk.models.period import Period
from adviser_desk.models.release import NOTHING, TOTAL, Dimension, Release, large, small
from adviser_desk.signals.counting import Cell
from adviser_desk.signals.integer_model import NO_LIMIT, Row
from adviser_desk.signals.possible import Possible
from adviser_desk.signals.profiles import TableSpec
from adviser_desk.signals.statements import Place, Said, statements

Progress = Callable[[str, int, int], None]
"""Called with the name of the table, its number and how many there are."""


class Stopped(Exception):
    """The adviser stopped the calculation; nothing was printed."""


class Question(Record):
    """What to protect: the counts of one period, next to everything that was said before.

    `counts` covers every quarter that shares a released period with `period`; `earlier` is the whole ledger.
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
        quarters = linked_quarters(question.period, question.earlier)
        near = [release for release in question.earlier if set(release.period.quarters) <= set(quarters)]
        self._spans = sorted({*quarters, *(release.period for release in near), question.period})
        self._before = statements(near)
        total = (str(question.period), "", TOTAL)
        told = [release.period for release in near]
        settled = all(isinstance(self._before.get((str(period), "", TOTAL)), int) for period in told)
        self._decide(self._possible({} if settled else question.dimensions), [total])
        parts = self._parts()
        for number, spec in enumerate(question.tables, 1):
            self.progress(spec.dimension, number, len(question.tables))
            dimension = question.dimensions[spec.dimension]
            cells = [(str(question.period), spec.dimension, code) for code in (*dimension.groups, *dimension.codes)]
            self._decide(next(part for part in parts if spec.dimension in part.dimensions), cells)
        return self._said

    def _possible(self, dimensions: Mapping[str, Dimension]) -> Possible:
        possible = Possible(dimensions, self._spans, {**self._before, **self._said}, self.question.threshold)
        possible.witness(self.question.counts)
        return possible

    def _parts(self) -> list[Possible]:
        """Dimensions are linked only by totals that a reader does not know exactly, and by sub-populations."""
        if not self.question.tables:
            return []
        if not self._totals_known():
            return [self._possible(self.question.dimensions)]
        groups: dict[str, list[str]] = {}
        for spec in self.question.tables:
            groups.setdefault(spec.where[0] if spec.where else spec.dimension, []).append(spec.dimension)
        return [self._possible({name: self.question.dimensions[name] for name in names}) for names in groups.values()]

    def _totals_known(self) -> bool:
        said = {**self._before, **self._said}
        unknown = {span for span in self._spans if not isinstance(said.get((str(span), "", TOTAL)), int)}
        left = {span for span in unknown if span.kind == "quarter"}
        whole = [span for span in self._spans if span.kind != "quarter" and span not in unknown]
        return not left or (len(left) == 1 and any(left <= set(span.quarters) for span in whole))

    def _decide(self, possible: Possible, cells: Sequence[Place]) -> None:
        for cell in cells:
            self._look_up()
            self._say(possible, {cell: self._class_of(cell) if self._either_way(possible, cell) else NOTHING})
        big = [cell for cell in cells if self._said[cell] == large(self.question.threshold)]
        told, refused = self._exact(possible, big)
        while told and not possible.holds({cell: self._count(cell) for cell in told}, self._inferred(possible, told, refused)):
            refused.append(told.pop())
        self._said.update({cell: self._count(cell) for cell in told})
        known = self._inferred(possible, told, refused)
        possible.say({cell: self._count(cell) for cell in told}, known if possible.holds({}, known) else ())

    def _either_way(self, possible: Possible, cell: Place) -> bool:
        """Two-sided: a class is printed only if both classes would be safe; else its absence would tell which."""
        k = self.question.threshold
        return possible.holds({cell: small(k)}) and possible.holds({cell: large(k)})

    def _exact(self, possible: Possible, cells: Sequence[Place]) -> tuple[list[Place], list[Place]]:
        """Exact values for all cells at once; on failure for halves, in the order of the profile."""
        told: list[Place] = []
        refused: list[Place] = []
        waiting = [list(cells)] if cells else []
        while waiting:
            self._look_up()
            some = waiting.pop(0)
            if possible.holds({cell: self._count(cell) for cell in (*told, *some)}):
                told += some
            elif len(some) == 1:
                refused += some
            else:
                half = len(some) // 2
                waiting[:0] = [some[:half], some[half:]]
        return told, refused

    def _inferred(self, possible: Possible, told: Sequence[Place], refused: Sequence[Place]) -> list[Row]:
        """A refusal tells that what the exact value would have left over is small: count that as said."""
        k = self.question.threshold
        rows: list[Row] = []
        for cell in refused:
            for over in self._left_over(cell, told):
                if over and sum(self._count(place) for place in over) < k:
                    rows.append((sum(possible.vector(Period(place[0]), place[1], place[2]) for place in over), 0, k - 1))
        return rows

    def _left_over(self, cell: Place, told: Sequence[Place]) -> list[list[Place]]:
        """The cells of the same line, and of the same code in other quarters, that are not exact beside `cell`."""
        period, name, code = cell
        said = {**self._before, **self._said, **{place: self._count(place) for place in told}}
        line: list[Place] = []
        if name and not self.question.dimensions[name].multiple:
            dimension = self.question.dimensions[name]
            groups = [set(members) for members in dimension.groups.values() if code in members]
            codes = groups[0] if groups else set(dimension.codes) - set(dimension.groups.get(code, ()))
            line = [(period, name, other) for other in dimension.codes if other in codes and other != code]
        quarters = [(str(quarter), name, code) for quarter in Period(period).quarters if str(quarter) != period]
        return [[place for place in places if not isinstance(said.get(place), int)] for places in (line, quarters)]

    def _say(self, possible: Possible, said: Mapping[Place, Said]) -> None:
        self._said.update(said)
        possible.say(said)

    def _class_of(self, cell: Place) -> str:
        k = self.question.threshold
        return small(k) if self._count(cell) < k else large(k)

    def _count(self, cell: Place) -> int:
        period, name, code = cell
        return sum(self.question.counts.get((str(quarter), name, code), 0) for quarter in Period(period).quarters)

    def _look_up(self) -> None:
        if self.stop.is_set():
            raise Stopped
