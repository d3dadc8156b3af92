"""All data sets that agree with a series of releases, as whole numbers under linear equations. Asks no questions.

Fields that are printed together form a graph; made chordal, its cliques hold joint counts per batch of cases, and
counts that agree on the overlaps can always be dealt out to whole cases. So every solution is a real data set.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from math import prod
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from adviser_desk.signals.audit_cases import Condition, Event, Printed, Series, answers, known_event, printed

Ints = NDArray[np.int64]
MOST_ANSWERS = 20_000
MOST_STATES = 40_000
UNBOUNDED = 2**50


class TooLarge(Exception):
    """The joint counts of fields that are printed together are too many to look through."""


class View(NamedTuple):
    """A field as finely as one table tells its answers apart: `kinds[i]` is the kind of answer i."""

    field: str
    kinds: tuple[int, ...]


class Answers:
    """The answers of one field, and which of them meet a condition."""

    def __init__(self, sets: Sequence[frozenset[str]]) -> None:
        """`sets` are all answers a case can have, as sets of codes."""
        self.sets = tuple(sets)
        self._met: dict[Condition, NDArray[np.bool_]] = {}

    def meet(self, condition: Condition) -> NDArray[np.bool_]:
        """One truth value per answer."""
        if condition not in self._met:
            truths = [bool(condition.has & answer) and not condition.lacks & answer for answer in self.sets]
            self._met[condition] = np.array(truths, dtype=bool)
        return self._met[condition]

    def view(self, field: str, conditions: Iterable[Condition]) -> View:
        """The field as finely as these conditions tell its answers apart."""
        truths = zip(*(self.meet(condition).tolist() for condition in conditions), strict=True)
        return View(field, _numbered(truths))


def _numbered(keys: Iterable[object]) -> tuple[int, ...]:
    numbers: dict[object, int] = {}
    return tuple(numbers.setdefault(key, len(numbers)) for key in keys)


class Clique:
    """Joint counts of some views: one state per combination of kinds that a case can have."""

    def __init__(self, views: Iterable[View], fields: Mapping[str, Answers]) -> None:
        """TooLarge when there are more than MOST_STATES states."""
        self.views = tuple(sorted(views))
        self._fields = fields
        self._kinds: dict[str, tuple[int, ...]] = {}
        for field in sorted({view.field for view in self.views}):
            self._kinds[field] = _numbered(zip(*(v.kinds for v in self.views if v.field == field), strict=True))
        sizes = [max(kinds) + 1 for kinds in self._kinds.values()]
        self.states = prod(sizes)
        if self.states > MOST_STATES:
            raise TooLarge
        grid = np.indices(sizes).reshape(len(sizes), -1)
        self._at: dict[str, Ints] = dict(zip(self._kinds, grid, strict=True))
        self._first = {field: _first_of(kinds) for field, kinds in self._kinds.items()}
        self.fields = frozenset(self._kinds)

    def mask(self, event: Event) -> NDArray[np.bool_] | None:
        """Which states meet an event; None when this clique cannot tell."""
        if not {condition.field for condition in event} <= self.fields:
            return None
        mask = np.ones(self.states, dtype=bool)
        for condition in event:
            truth = self._fields[condition.field].meet(condition)
            per_kind = truth[self._first[condition.field]]
            if not np.array_equal(per_kind[list(self._kinds[condition.field])], truth):
                return None
            mask &= per_kind[self._at[condition.field]]
        return mask

    def split(self, shared: Sequence[View]) -> dict[tuple[int, ...], Ints]:
        """The states by their kinds in the shared views."""
        columns = [np.array(view.kinds)[self._first[view.field]][self._at[view.field]] for view in shared]
        parts: dict[tuple[int, ...], list[int]] = {}
        for state, kinds in enumerate(zip(*(column.tolist() for column in columns), strict=True)):
            parts.setdefault(kinds, []).append(state)
        return {kinds: np.array(states) for kinds, states in parts.items()}


def _first_of(kinds: Sequence[int]) -> Ints:
    return np.array([kinds.index(kind) for kind in range(max(kinds) + 1)])


class Equation(NamedTuple):
    """`low` ≤ Σ `factors` · x[`columns`] ≤ `high`; UNBOUNDED stands for no upper bound."""

    columns: Ints
    factors: Ints
    low: int
    high: int


class Sums:
    """Equations over numbered unknowns, to be checked all at once in whole numbers."""

    def __init__(self, equations: Sequence[Equation], columns: Ints) -> None:
        """`columns` are the numbers of the unknowns that are given, in rising order."""
        self.sizes = np.array([len(equation.columns) for equation in equations], dtype=np.int64)
        self.index = np.searchsorted(columns, np.concatenate([equation.columns for equation in equations]))
        self.factors = np.concatenate([equation.factors for equation in equations]).astype(np.int64)
        self.low = np.array([equation.low for equation in equations], dtype=np.int64)
        self.high = np.array([equation.high for equation in equations], dtype=np.int64)
        self._rows = np.repeat(np.arange(len(equations)), self.sizes)

    def hold(self, solution: Ints) -> bool:
        """Whether these whole numbers are not negative and satisfy every equation, in exact arithmetic."""
        if solution.min(initial=0) < 0:
            return False
        sums = np.zeros(len(self.sizes), dtype=np.int64)
        np.add.at(sums, self._rows, self.factors * solution[self.index])
        return bool(np.all(sums >= self.low) and np.all(sums <= self.high))


class Model:
    """The unknowns of a series: per batch its number of cases, then per clique and batch the joint counts."""

    def __init__(self, series: Series, together: Sequence[Event] = ()) -> None:
        """`together` are events that one clique has to tell too. TooLarge when fields have too many joint answers."""
        self.series = series
        self.batches = len(series.batches)
        groups = [*_events(series), *([list(together)] if together else [])]
        self.fields = _fields(series, groups)
        self.cliques = [Clique(views, self.fields) for views in _cliques(_views(groups, self.fields))]
        self.cliques.sort(key=lambda clique: (clique.states, clique.views))
        self._above = _joined([set(clique.views) for clique in self.cliques])
        self.starts: list[int] = []
        self.columns = self.batches
        for clique in self.cliques:
            self.starts.append(self.columns)
            self.columns += clique.states * self.batches
        self.equations = [*self._overlaps(), *self._statements()]
        self.cap = 4 * max(release.threshold for release in series.releases) + 10
        self.cap += sum(equation.low for equation in self.equations)

    def telling(self, event: Event) -> Iterator[tuple[int, NDArray[np.bool_]]]:
        """The cliques that can tell an event, smallest first, with its states."""
        for number, clique in enumerate(self.cliques):
            if (mask := clique.mask(event)) is not None:
                yield number, mask

    def meeting(self, one: int, other: int) -> Sequence[View] | None:
        """What two cliques both tell, if that is all they have to agree on; None where others stand between them."""
        if other == self._above[one] or one == self._above[other]:
            return sorted(set(self.cliques[one].views) & set(self.cliques[other].views))
        return () if self._root(one) != self._root(other) else None

    def _root(self, clique: int) -> int:
        while (above := self._above[clique]) is not None:
            clique = above
        return clique

    def less(self, event: Event, taken: Iterable[Event]) -> tuple[int, NDArray[np.bool_]] | None:
        """The smallest clique that can tell an event and those taken off it, with the states of what is left.

        All cases of a batch are block -1. None when no clique can.
        """
        off = list(taken)
        if not event and not off:
            return -1, np.ones(1, dtype=bool)
        named = {condition.field for one in (event, *off) for condition in one}
        for number, clique in enumerate(self.cliques):
            if not named <= clique.fields:
                continue
            masks = [clique.mask(one) for one in (event, *off)]
            told = [mask for mask in masks if mask is not None]
            if len(told) == len(masks):
                return number, told[0] & ~np.any(np.array(told[1:]).reshape(-1, clique.states), axis=0)
        return None

    def counts(self, data_set: Ints, block: int) -> Ints:
        """The counts of a clique in a data set, one line per batch."""
        if block < 0:
            return data_set[: self.batches][:, None]
        size, start = self.cliques[block].states, self.starts[block]
        return data_set[start : start + size * self.batches].reshape(self.batches, size)

    def cells(self, event: Event, batches: Iterable[int]) -> Ints:
        """The columns whose sum is the number of cases of these batches that meet an event."""
        chosen = sorted(batches)
        if not event:
            return np.array(chosen)
        number, mask = next(self.telling(event))
        return np.concatenate([self.block(number, batch)[mask] for batch in chosen])

    def block(self, clique: int, batch: int) -> Ints:
        """The columns of a clique for one batch."""
        size = self.cliques[clique].states
        return np.arange(size) + self.starts[clique] + batch * size

    def _overlaps(self) -> list[Equation]:
        equations = []
        for batch in range(self.batches):
            for number, above in enumerate(self._above):
                if above is None:
                    columns = np.append(self.block(number, batch), batch)
                    factors = np.ones(len(columns), dtype=np.int64)
                    factors[-1] = -1
                    equations.append(Equation(columns, factors, 0, 0))
                else:
                    equations.extend(self._agree(number, above, batch))
        return equations

    def _agree(self, one: int, other: int, batch: int) -> Iterable[Equation]:
        shared = sorted(set(self.cliques[one].views) & set(self.cliques[other].views))
        left, right = self.cliques[one].split(shared), self.cliques[other].split(shared)
        assert left.keys() == right.keys()
        for kinds, states in left.items():
            sides = self.block(one, batch)[states], self.block(other, batch)[right[kinds]]
            factors = np.repeat(np.array([1, -1]), [len(side) for side in sides])
            yield Equation(np.concatenate(sides), factors, 0, 0)

    def _statements(self) -> list[Equation]:
        limits: dict[tuple[Event, frozenset[int]], tuple[int, int]] = {}
        for event, batches, low, high in _claims(self.series):
            lowest, highest = limits.get((event, batches), (0, UNBOUNDED))
            limits[event, batches] = max(low, lowest), min(high, highest)
        for batch in range(self.batches):
            limits.setdefault((frozenset(), frozenset((batch,))), (0, UNBOUNDED))
        equations = []
        for (event, batches), (low, high) in limits.items():
            if low > 0 or high < UNBOUNDED or not event:
                columns = self.cells(event, batches)
                equations.append(Equation(columns, np.ones(len(columns), dtype=np.int64), low, high))
        return equations


def _claims(series: Series) -> Iterable[tuple[Event, frozenset[int], int, int]]:
    for release, batches in zip(series.releases, series.contains, strict=True):
        for row in printed(release):
            yield row.event, batches, row.low, UNBOUNDED if row.high is None else row.high
        for known in release.known_totals:
            yield known_event(release, known), batches, known.value, known.value


def _events(series: Series) -> list[list[Event]]:
    """The events that must be told apart together: those of each table, and each known total.

    The table of a sub-population goes with that of its parent where cases have one code in both: then a reader can
    take rows of both off all cases. A crossing goes with the tables of its fields.
    """
    groups: list[list[Event]] = []
    for release in series.releases:
        by_table: dict[str, list[Printed]] = {}
        for row in printed(release):
            by_table.setdefault(row.table.id, []).append(row)
        events = {name: [row.event for row in rows] for name, rows in by_table.items()}
        groups.extend(events.values())
        for name, rows in by_table.items():
            table = rows[0].table
            parents = set(table.where)
            single = not any(release.dimensions[field].multiple for field in {*parents, *table.columns})
            if len(parents) == 1 and single:
                above = [events[other] for other, (row, *_) in by_table.items() if set(row.table.columns) == parents]
                groups.extend(events[name] + beside for beside in above)
            if len(table.columns) > 1 and not parents:
                beside = [one[0].table for one in by_table.values() if not one[0].table.where]
                own = [events[one.id] for one in beside if set(one.columns) <= set(table.columns)]
                groups.append([event for some in own for event in some])
        groups.extend([known_event(release, known)] for known in release.known_totals)
    return groups


def _fields(series: Series, groups: Sequence[Sequence[Event]]) -> dict[str, Answers]:
    named = {condition.field for events in groups for event in events for condition in event}
    fields = {}
    for field in sorted(named):
        sets = answers(series.fields[field], MOST_ANSWERS)
        if sets is None:
            raise TooLarge
        fields[field] = Answers(sets)
    return fields


def _views(groups: Iterable[Sequence[Event]], fields: Mapping[str, Answers]) -> dict[View, set[View]]:
    """The graph: each view with the views it must be counted together with."""
    graph: dict[View, set[View]] = {}
    for events in groups:
        conditions = sorted({condition for event in events for condition in event}, key=repr_of)
        names = sorted({condition.field for condition in conditions})
        views = [fields[name].view(name, [c for c in conditions if c.field == name]) for name in names]
        for view in views:
            graph.setdefault(view, set()).update(other for other in views if other != view)
    for name in fields:
        of_field = sorted(view for view in graph if view.field == name)
        finest = View(name, _numbered(zip(*(view.kinds for view in of_field), strict=True)))
        graph.setdefault(finest, set())
        for view in of_field:
            if view != finest:
                graph[view].add(finest)
                graph[finest].add(view)
    return graph


def repr_of(condition: Condition) -> tuple[str, list[str], list[str]]:
    """A key that sorts conditions the same way in every run."""
    return condition.field, sorted(condition.has), sorted(condition.lacks)


def _cliques(graph: dict[View, set[View]]) -> list[frozenset[View]]:
    """The cliques of a chordal graph over the views, found by removing the cheapest view each time."""
    left = {view: set(near) for view, near in graph.items()}
    cliques: list[frozenset[View]] = []
    while left:
        chosen = min(left, key=lambda view: (_weight({view, *left[view]}), view))
        near = left.pop(chosen)
        for one, other in combinations(sorted(near), 2):
            left[one].add(other)
            left[other].add(one)
        for view in near:
            left[view].discard(chosen)
        clique = frozenset({chosen, *near})
        if not any(clique <= earlier for earlier in cliques):
            cliques.append(clique)
    return cliques


def _weight(views: Iterable[View]) -> int:
    by_field: dict[str, list[View]] = {}
    for view in views:
        by_field.setdefault(view.field, []).append(view)
    return prod(len(set(zip(*(view.kinds for view in group), strict=True))) for group in by_field.values())


def _joined(cliques: Sequence[set[View]]) -> list[int | None]:
    """For each clique the one it must agree with (None for a root): a junction tree, widest overlaps first."""
    pairs = combinations(range(len(cliques)), 2)
    ordered = sorted(pairs, key=lambda pair: (-len(cliques[pair[0]] & cliques[pair[1]]), pair))
    links: list[set[int]] = [set() for _ in cliques]
    tree = list(range(len(cliques)))
    for one, other in ordered:
        if cliques[one] & cliques[other] and tree[one] != tree[other]:
            links[one].add(other)
            links[other].add(one)
            old, new = tree[other], tree[one]
            tree = [new if root == old else root for root in tree]
    above: list[int | None] = [None] * len(cliques)
    seen: set[int] = set()
    for root in range(len(cliques)):
        waiting = [] if root in seen else [root]
        while waiting:
            number = waiting.pop()
            seen.add(number)
            for near in links[number] - seen:
                above[near] = number
                waiting.append(near)
    return above
