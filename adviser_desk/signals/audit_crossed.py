"""Crossings that no set of unknowns holds: their range is known from any data set, where the two sides meet freely.

Two fields that are nowhere printed together share only numbers of cases: of all, or of the kinds that both are told
by. Given these, any cases of one may be those of the other, so a crossing takes every value between its ends.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import zip_longest

import numpy as np
from numpy.typing import NDArray

from adviser_desk.signals.audit_cases import Condition, Event
from adviser_desk.signals.audit_model import Ints, Model, View
from adviser_desk.signals.audit_watch import Wanted, settled

Masks = NDArray[np.float64]
Place = tuple[int, NDArray[np.bool_]]


class Crossings:
    """The lowest and highest value that crossings may have, over data sets that were really found."""

    def __init__(self, model: Model, wanted: Iterable[Wanted], pause: Callable[[], None]) -> None:
        """Those of which nothing is known in this way are `untold`. `pause` is called between pairs, and may raise."""
        self.untold: list[Wanted] = []
        by_pair: dict[tuple[int, int], list[tuple[Wanted, Place, Place]]] = {}
        told: dict[Event, tuple[Place, Place] | None] = {}
        telling = cache(lambda condition: list(model.telling(frozenset((condition,)))))
        for one in wanted:
            event = one[0].event
            if event not in told:
                told[event] = _places(model, telling, event) if one[0].family == "crossed" else None
            if (places := told[event]) is None:
                self.untold.append(one)
            else:
                by_pair.setdefault((places[0][0], places[1][0]), []).append((one, *places))
        self._model, self._pause = model, pause
        self._pairs: list[_Pair] = []
        for pair, rows in by_pair.items():
            pause()
            self._pairs.append(_Pair(model, pair, rows))
        self.asked = sum(len(pair.wanted) for pair in self._pairs)
        """How many crossings there are."""

    def see(self, data_set: Ints, *, mixed_later: bool = False) -> None:
        """Take in a data set: one whole number for every unknown of the model.

        With `mixed_later` only for those that `see_mixed` will not settle with it.
        """
        for pair in self._pairs:
            if not (mixed_later and pair.mixes) and pair.open().any():
                pair.see(data_set)

    def towards(self, columns: int, chance: np.random.Generator) -> Masks:
        """A goal whose smallest value is likely to settle many: some codes of the open ones up, in every batch."""
        goal = np.zeros(columns)
        for pair in self._pairs:
            if pair.open().any():
                pair.pull(goal, chance)
        return goal

    def one_code_each(self) -> Iterator[Masks]:
        """Goals whose smallest value has as many as can be of one code of each field, in each batch of another.

        For the fields of crossings that mixing may settle. After all goals each code had its own in each batch.
        """
        codes: dict[int, dict[bytes, Masks]] = {}
        for pair in self._mixing():
            for clique, masks in pair.codes():
                codes.setdefault(clique, {}).update({mask.tobytes(): mask for mask in masks})
        wanted = {}
        for clique, told in codes.items():
            turning = [*told.values()] * (1 + self._model.batches)
            wanted[clique] = [-np.array(turning[turn : turn + self._model.batches]) for turn in range(len(told))]
        return self._goals(wanted)

    def many_and_few(self) -> Iterator[Masks]:
        """Goals whose smallest value has many on one side of a crossing in one batch, or few in all batches.

        For the crossings that are open and may be settled by mixing, one side of each field at a time.
        """
        wanted: dict[int, dict[bytes, Masks]] = {}
        for pair in self._mixing():
            for clique, masks in pair.open_sides():
                wanted.setdefault(clique, {}).update({mask.tobytes(): mask for mask in masks})
        every = np.ones(self._model.batches)
        signs = [every, *-np.eye(self._model.batches)]
        return self._goals(
            {clique: [np.outer(sign, mask) for mask in masks.values() for sign in signs]
             for clique, masks in wanted.items()}
        )  # fmt: skip

    def _goals(self, wanted: Mapping[int, Sequence[Masks]]) -> Iterator[Masks]:
        """What is wanted of the counts of each clique, one of each at a time."""
        for together in zip_longest(*wanted.values()):
            goal = np.zeros(self._model.columns)
            for clique, cells in zip(wanted, together, strict=True):
                if cells is not None:
                    start = self._model.starts[clique]
                    goal[start : start + cells.size] = cells.ravel()
            yield goal

    def see_mixed(self, data_sets: Sequence[Ints]) -> None:
        """Take in data sets with the same number of cases in each batch: a field of one goes with any of another."""
        for pair in self._mixing():
            self._pause()
            pair.see_mixed(data_sets)

    def forget(self) -> None:
        """As if no data set had been seen."""
        for pair in self._pairs:
            pair.forget()

    def may_mix(self) -> bool:
        """Whether data sets whose fields are mixed could settle any that is open."""
        return bool(self._mixing())

    def _mixing(self) -> list["_Pair"]:
        return [pair for pair in self._pairs if pair.mixes and pair.open().any()]

    def open(self) -> list[Wanted]:
        """The crossings that are still open; those of one pair of fields stand together."""
        return [pair.wanted[number] for pair in self._pairs for number in np.flatnonzero(pair.open()).tolist()]


class _Pair:
    """The crossings of conditions that one clique tells with conditions that another tells."""

    def __init__(self, model: Model, pair: tuple[int, int], rows: Sequence[tuple[Wanted, Place, Place]]) -> None:
        self.wanted = [one for one, _, _ in rows]
        self._model, self._pair = model, pair
        shared = model.meeting(*pair)
        assert shared is not None
        self.mixes = not shared
        """Whether the two share nothing but the number of cases."""
        self._kinds = [_kinds(model, clique, shared) for clique in pair]
        self._sides = [_lines([places[side] for _, *places in rows]) for side in (0, 1)]
        self._by_kind = [
            [masks * kind for kind in kinds] for (masks, _), kinds in zip(self._sides, self._kinds, strict=True)
        ]
        """Per side the masks within each kind."""
        self._sums = np.zeros((len(rows), model.batches))
        for number, (_, batches, _) in enumerate(self.wanted):
            self._sums[number, list(batches)] = 1
        self._thresholds = np.array([threshold for _, _, threshold in self.wanted])
        self.forget()

    def forget(self) -> None:
        self._low = np.full(len(self.wanted), np.inf)
        self._high = np.full(len(self.wanted), -1.0)

    def open(self) -> NDArray[np.bool_]:
        return ~settled(self._low, self._high, self._thresholds)

    def codes(self) -> list[tuple[int, Masks]]:
        return [(clique, masks) for clique, (masks, _) in zip(self._pair, self._sides, strict=True)]

    def open_sides(self) -> list[tuple[int, Masks]]:
        """Both cliques, and the states of either that what is open asks for."""
        still = self.open()
        return [
            (clique, masks[np.unique(lines[still])])
            for clique, (masks, lines) in zip(self._pair, self._sides, strict=True)
        ]

    def see_mixed(self, data_sets: Sequence[Ints]) -> None:
        counts = [
            np.swapaxes(np.array([self._model.counts(one, clique) for one in data_sets]).astype(float) @ masks.T, 1, 2)
            for clique, (masks, _) in zip(self._pair, self._sides, strict=True)
        ]
        cases = data_sets[0][: self._model.batches].astype(float)
        still = self.open()

        @cache
        def ends(weights: tuple[float, ...]) -> list[Masks]:
            """The counts of either side in the data sets with least, then with most, of it."""
            return [
                one[best(one @ np.array(weights), axis=0), np.arange(one.shape[1])]
                for best in (np.argmin, np.argmax)
                for one in counts
            ]

        for sums in np.unique(self._sums[still], axis=0):
            rows = still & (self._sums == sums).all(axis=1)
            one, other = (lines[rows] for _, lines in self._sides)
            # Most over all batches may be in different ones on both sides: those with most in each are tried too.
            for weights in (sums, *np.eye(self._model.batches)[sums > 0]):
                few, fewer, many, more = ends(tuple(weights.tolist()))
                least = (np.maximum(0, few[one] + fewer[other] - cases) * sums).sum(axis=1)
                most = (np.minimum(many[one], more[other]) * sums).sum(axis=1)
                self._low[rows] = np.minimum(self._low[rows], np.rint(least))
                self._high[rows] = np.maximum(self._high[rows], np.rint(most))

    def pull(self, goal: Masks, chance: np.random.Generator) -> None:
        """Add to a goal: up where the crossing was never seen above zero, down where it never was zero."""
        still = self.open()
        signs = np.where(self._high > 0, 1.0, -1.0)[still, None] * self._sums[still]
        for clique, (masks, lines) in zip(self._pair, self._sides, strict=True):
            weights = np.zeros((len(masks), self._model.batches))
            np.add.at(weights, lines[still], signs)
            weights *= chance.random(weights.shape) ** 4
            start, size = self._model.starts[clique], masks.shape[1]
            goal[start : start + size * self._model.batches] += (weights.T @ masks).ravel()

    def see(self, data_set: Ints) -> None:
        still = self.open()
        sums = self._sums[still]
        least = most = np.zeros_like(sums)
        cells = [self._model.counts(data_set, clique).T.astype(float) for clique in self._pair]
        lines = [lines[still] for _, lines in self._sides]
        for kind, one, other in zip(self._kinds[0], *self._by_kind, strict=True):
            cases = kind @ cells[0]
            first, second = (one @ cells[0])[lines[0]], (other @ cells[1])[lines[1]]
            least = least + np.maximum(0, first + second - cases)
            most = most + np.minimum(first, second)
        self._low[still] = np.minimum(self._low[still], np.rint((least * sums).sum(axis=1)))
        self._high[still] = np.maximum(self._high[still], np.rint((most * sums).sum(axis=1)))


def _places(model: Model, telling: Callable[[Condition], Sequence[Place]], event: Event) -> tuple[Place, Place] | None:
    """Two cliques that meet freely and tell one half of a crossing each."""
    one, other = sorted(event, key=lambda condition: condition.field)
    for first in telling(one):
        for second in telling(other):
            if model.meeting(first[0], second[0]) is not None:
                return first, second
    return None


def _kinds(model: Model, clique: int, shared: Sequence[View]) -> list[Masks]:
    """The states of a clique by what both cliques tell, in the same order for both."""
    if not shared:
        return [np.ones(model.cliques[clique].states)]
    parts = model.cliques[clique].split(shared)
    found = []
    for kind in sorted(parts):
        mask = np.zeros(model.cliques[clique].states)
        mask[parts[kind]] = 1
        found.append(mask)
    return found


def _lines(places: Sequence[Place]) -> tuple[Masks, Ints]:
    """The different masks, and for each place which of them it is."""
    known: dict[bytes, int] = {}
    masks: list[NDArray[np.bool_]] = []
    lines = []
    for _, mask in places:
        if (key := mask.tobytes()) not in known:
            known[key] = len(masks)
            masks.append(mask)
        lines.append(known[key])
    return np.array(masks, dtype=float), np.array(lines)
