"""Crossings that no set of unknowns holds: their range is known from any data set, where the two sides meet freely.

Two fields that are nowhere printed together share only numbers of cases: of all, or of the kinds that both are told
by. Given these, any cases of one may be those of the other, so a crossing takes every value between its ends.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from adviser_desk.signals.audit_cases import Condition, Event
from adviser_desk.signals.audit_model import Ints, Model, View
from adviser_desk.signals.audit_watch import Wanted, settled

Masks = NDArray[np.float64]
Place = tuple[int, NDArray[np.bool_]]


class Crossings:
    """The lowest and highest value that crossings may have, over data sets that were really found."""

    def __init__(self, model: Model, wanted: Iterable[Wanted]) -> None:
        """Those of which nothing is known in this way are `untold`."""
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
        self._pairs = [_Pair(model, pair, rows) for pair, rows in by_pair.items()]

    def see(self, data_set: Ints) -> None:
        """Take in a data set: one whole number for every unknown of the model."""
        for pair in self._pairs:
            if pair.open().any():
                pair.see(data_set)

    def sides(self, chance: np.random.Generator, some: float) -> Ints:
        """The unknowns of both sides of some of the open crossings: where these are many, cases may meet or not."""
        found = [pair.sides(number) for pair in self._pairs for number in np.flatnonzero(pair.open()).tolist()]
        chosen = [columns for columns in found if chance.random() <= some]
        return np.concatenate([np.zeros(0, dtype=np.int64), *chosen])

    def open(self) -> list[Wanted]:
        """The crossings that are still open."""
        return [pair.wanted[number] for pair in self._pairs for number in np.flatnonzero(pair.open()).tolist()]


class _Pair:
    """The crossings of conditions that one clique tells with conditions that another tells."""

    def __init__(self, model: Model, pair: tuple[int, int], rows: Sequence[tuple[Wanted, Place, Place]]) -> None:
        self.wanted = [one for one, _, _ in rows]
        self._model, self._pair = model, pair
        shared = model.meeting(*pair)
        assert shared is not None
        self._kinds = [_kinds(model, clique, shared) for clique in pair]
        self._sides = [_lines([places[side] for _, *places in rows]) for side in (0, 1)]
        self._sums = np.zeros((len(rows), model.batches))
        for number, (_, batches, _) in enumerate(self.wanted):
            self._sums[number, list(batches)] = 1
        self._thresholds = np.array([threshold for _, _, threshold in self.wanted])
        self._low = np.full(len(rows), np.inf)
        self._high = np.full(len(rows), -1.0)

    def open(self) -> NDArray[np.bool_]:
        return ~settled(self._low, self._high, self._thresholds)

    def sides(self, number: int) -> Ints:
        blocks = [
            self._model.block(clique, batch)[masks[lines[number]] > 0]
            for clique, (masks, lines) in zip(self._pair, self._sides, strict=True)
            for batch in self.wanted[number][1]
        ]
        return np.concatenate(blocks)

    def see(self, data_set: Ints) -> None:
        least = most = np.zeros_like(self._sums)
        cells = [self._model.counts(data_set, clique).T.astype(float) for clique in self._pair]
        for one, other in zip(*self._kinds, strict=True):
            cases = one @ cells[0]
            first, second = (
                ((masks * kind) @ counts)[lines]
                for (masks, lines), kind, counts in zip(self._sides, (one, other), cells, strict=True)
            )
            least = least + np.maximum(0, first + second - cases)
            most = most + np.minimum(first, second)
        self._low = np.minimum(self._low, np.rint((least * self._sums).sum(axis=1)))
        self._high = np.maximum(self._high, np.rint((most * self._sums).sum(axis=1)))


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
