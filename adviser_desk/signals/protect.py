"""Which statement may be printed for each cell, so that G1 to G4 hold over the whole ledger (signals.md, 5).

Decides by what a reader could rule out, never by looking whether a number is small. Does not write files.
"""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from adviser_desk.models.base import Record
from adviser_desk.models.period import Period
from adviser_desk.models.release import NOTHING, Dimension, Release, large, small
from adviser_desk.signals.counting import Cell
from adviser_desk.signals.crossed_possible import CrossedPossible
from adviser_desk.signals.crossed_space import CrossedSpace
from adviser_desk.signals.integer_model import Row
from adviser_desk.signals.possible import Possible
from adviser_desk.signals.profiles import TableSpec, parent_of
from adviser_desk.signals.refusals import Rule, rule
from adviser_desk.signals.space import THE_TOTAL, CountSpace
from adviser_desk.signals.statements import Place, Said, statements
from adviser_desk.signals.totals import Totals, rows_of

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


def _cells(period: Period, name: str, dimension: Dimension) -> list[Place]:
    """The cells of a table in the order of deciding: groups first."""
    return [(str(period), name, code) for code in (*dimension.groups, *dimension.codes)]


def _first(name: str) -> str:
    """The dimension that a sub-population is cut from, or the dimension itself."""
    return (parent_of(name) or (name,))[0]


def _is_crossed(name: str, release: Release) -> bool:
    """Whether a release tells a field together with another: then neither can be proved by itself any more."""
    return any(len(table.columns) > 1 and name in table.columns for table in release.tables)


@dataclass
class _Run:
    question: Question
    progress: Progress
    stop: threading.Event
    _said: dict[Place, Said] = field(default_factory=dict)
    _spaces_of: dict[tuple[str, ...], list[CountSpace]] = field(default_factory=dict)
    _bare_of: dict[CountSpace, Possible] = field(default_factory=dict)
    _inferred: list[tuple[Place, int, int]] = field(default_factory=list)
    _sets: Sequence[Sequence[int]] = ()

    def statements(self) -> dict[Place, Said]:
        question = self.question
        quarters = set(linked_quarters(question.period, question.earlier))
        self._near = [release for release in question.earlier if set(release.period.quarters) <= quarters]
        self._before = statements(self._near)
        self._spans = {question.period, *(release.period for release in self._near)}
        self._look_for_changed_lists()
        self._totals = Totals(CountSpace({}, self._spans), question.threshold, self._look_up)
        self._repeat(self._totals)
        self._totals.hanging = self._hanging
        self._decide(self._totals, [(str(question.period), *THE_TOTAL)])
        self._inferred.clear()
        parts = self._parts([spec.dimension for spec in question.tables], {}, ())
        for number, spec in enumerate(question.tables, 1):
            self.progress(spec.id, number, len(question.tables))
            if spec.beside is None:
                cells = _cells(question.period, spec.dimension, question.dimensions[spec.dimension])
                part = next((part for part in parts or () if spec.dimension in part.space.dimensions), None)
            else:
                space = CrossedSpace(spec, question.dimensions, self._spans)
                cells = [(str(question.period), *cell) for cell in space.printed]
                part = self._crossed(space, parts or ())
            if part is None:
                self._said.update(dict.fromkeys(cells, NOTHING))
            else:
                self._decide(part, cells)
        return self._said

    def _look_for_changed_lists(self) -> None:
        changed = [
            (_first(name), release)
            for release in self._near
            for name, dimension in release.dimensions.items()
            if self.question.dimensions.get(name) != dimension or _is_crossed(name, release)
        ]
        self._changed = {name for name, _ in changed}
        totals = [self._before.get((str(release.period), *THE_TOTAL)) for _, release in changed]
        self._tied = not all(isinstance(total, int) for total in totals)

    def _hanging(self, said: Mapping[Place, Said], known: Sequence[Row]) -> list[Possible] | None:
        """The dimensions that earlier releases spoke of, where a statement on a total says something about them."""
        if self._totals.settled({}):
            return []
        spoken = {name for _, name, _ in self._before}
        return self._parts([name for name in self.question.dimensions if name in spoken], said, known)

    def _parts(self, names: Sequence[str], said: Mapping[Place, Said], known: Sequence[Row]) -> list[Possible] | None:
        """Dimensions hang together only by totals that a reader does not know exactly, and by sub-populations.

        `docs/decisions/0005` says why. A list that changed within these periods starts a new series: nothing more is
        said of it; and nothing at all where its releases did not print their totals, as these would tie it to the rest.
        None if nothing can be proved.
        """
        if self._tied:
            return None
        spaces = self._spaces(tuple(names))
        self._sets = ()
        if self._totals.settled(said):
            return [self._part(space, said, []) for space in spaces]
        bare = [self._bare(space) for space in spaces]
        sets = self._totals.stand_ins(
            lambda totals: not any(part.ruled_out({}, rows_of(part.space, totals)) for part in bare), said, known
        )
        self._sets = sets or ()
        return None if sets is None else [self._part(space, said, sets) for space in spaces]

    def _spaces(self, names: tuple[str, ...]) -> list[CountSpace]:
        if names not in self._spaces_of:
            together: dict[str, dict[str, Dimension]] = {}
            for name in names:
                if _first(name) not in self._changed:
                    together.setdefault(_first(name), {})[name] = self.question.dimensions[name]
            self._spaces_of[names] = [CountSpace(dimensions, self._spans) for dimensions in together.values()]
        return self._spaces_of[names]

    def _bare(self, space: CountSpace) -> Possible:
        """What earlier releases printed, and nothing else."""
        if space not in self._bare_of:
            self._bare_of[space] = part = Possible(space, self.question.threshold, self._look_up)
            part.say({place: value for place, value in self._before.items() if part.knows(place)})
        return self._bare_of[space]

    def _part(self, space: CountSpace, said: Mapping[Place, Said], sets: Sequence[Sequence[int]]) -> Possible:
        rows = [rows_of(space, totals) for totals in sets]
        possible = Possible(
            space, self.question.threshold, self._look_up, under=rows[0] if rows else (), beside=rows[1:]
        )
        totals = {place: value for place, value in {**self._before, **self._said, **said}.items() if not place[1]}
        possible.say(totals)
        self._repeat(possible)
        return possible

    def _crossed(self, space: CrossedSpace, parts: Sequence[Possible]) -> Possible | None:
        """The two fields of a crossing together, with all that was said of each and told by its refusals."""
        apart = [part for part in parts if set(part.space.dimensions) <= set(space.dimensions)]
        if len(apart) < len(space.dimensions):
            return None
        rows = [rows_of(space, totals) for totals in self._sets]
        possible = CrossedPossible(
            space, self.question.threshold, self._look_up, under=rows[0] if rows else (), beside=rows[1:]
        )
        possible.say({place: value for part in apart for place, value in part.said.items()})
        told = [(possible.number(cell), low, high) for cell, low, high in self._inferred if possible.knows(cell)]
        possible.say({}, told)
        return possible

    def _infer(self, possible: Possible, cell: Place, fixed: Rule) -> None:
        """Count what the refusal of a number tells as known."""
        possible.say({}, fixed.kept_back)
        self._inferred += [(cell, low, high) for _number, low, high in fixed.kept_back]

    def _repeat(self, possible: Possible) -> None:
        """All that earlier releases said, in the order of deciding, and what the numbers tell that they kept back."""
        for release in self._near:
            said = statements([release])
            for name in possible.space.dimensions or ("",):
                if not name:
                    cells = [(str(release.period), *THE_TOTAL)]
                elif name in release.dimensions:
                    cells = _cells(release.period, name, release.dimensions[name])
                else:
                    continue
                high = large(release.threshold)
                possible.say({cell: high if isinstance(said[cell], int) else said[cell] for cell in cells})
                for cell in cells:
                    if isinstance(said[cell], int):
                        possible.say({cell: said[cell]})
                    elif said[cell] == high:
                        self._infer(possible, cell, rule(possible, cell))
        possible.witness(self.question.counts)

    def _decide(self, possible: Possible, cells: Sequence[Place]) -> None:
        for cell in cells:
            said = {cell: self._class_of(cell) if self._either_way(possible, cell) else NOTHING}
            self._said.update(said)
            possible.say(said)
        for cell in cells:
            if self._said[cell] == large(self.question.threshold):
                self._tell_number(possible, cell)

    def _either_way(self, possible: Possible, cell: Place) -> bool:
        """Two-sided: a class is printed only if both classes would be safe; else its absence would tell which.

        A class that is ruled out by what is printed needs no safety: the other tells nothing new.
        """
        k = self.question.threshold
        return all(possible.safe({cell: way}) or possible.ruled_out({cell: way}) for way in (small(k), large(k)))

    def _tell_number(self, possible: Possible, cell: Place) -> None:
        fixed = rule(possible, cell)
        number = {cell: self._count(cell)}
        if number[cell] in fixed.told and possible.safe(number):
            self._said.update(number)
            possible.say(number)
        else:
            self._infer(possible, cell, fixed)

    def _class_of(self, cell: Place) -> str:
        k = self.question.threshold
        return small(k) if self._count(cell) < k else large(k)

    def _count(self, cell: Place) -> int:
        period, name, code = cell
        return sum(self.question.counts.get((str(quarter), name, code), 0) for quarter in Period(period).quarters)

    def _look_up(self) -> None:
        if self.stop.is_set():
            raise Stopped
