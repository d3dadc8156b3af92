"""What was seen of each number a reader may try to work out: its values over data sets that were really found."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from adviser_desk.signals.audit_cases import Event
from adviser_desk.signals.audit_model import Ints, Model
from adviser_desk.signals.audit_questions import Question


class Asked(NamedTuple):
    """One question about one sum of batches, judged by one threshold.

    `places` are the unknowns that answer it: per batch a clique, or -1 for all cases, and a mask of it.
    """

    question: Question
    batches: tuple[int, ...]
    threshold: int
    places: tuple[tuple[int, int], ...]


Values = Ints | NDArray[np.float64]
Wanted = tuple[Question, tuple[int, ...], int]
"""A question, the batches it is asked of and the threshold that judges it."""


class Watch:
    """The lowest and highest value seen of everything asked. Every data set shown is one that was checked."""

    def __init__(self, model: Model, wanted: Iterable[Wanted]) -> None:
        """Questions that no case can meet are left out; those that no clique can tell are `untold`."""
        self._model = model
        self._masks: dict[int, list[NDArray[np.bool_]]] = {}
        self._lines: dict[tuple[Event, frozenset[Event]], tuple[int, int] | None] = {}
        asked, untold = [], []
        for question, batches, threshold in wanted:
            places = self._places(question, batches)
            told = [place for place in places if place is not None]
            if len(told) < len(places):
                untold.append((question, batches, threshold))
            elif any(self._masks[block][line].any() for block, line in told):
                asked.append(Asked(question, batches, threshold, tuple(told)))
        self.asked: Sequence[Asked] = tuple(asked)
        self.untold: Sequence[Wanted] = tuple(untold)
        self._stacked = {block: np.array(masks, dtype=float) for block, masks in self._masks.items()}
        self.thresholds = np.array([one.threshold for one in asked], dtype=np.int64)
        self._about = np.array([one.question.about for one in asked], dtype=str)
        self._plan = self._by_block()
        self.forget()

    def forget(self) -> None:
        """As if no data set had been seen."""
        self.low: Ints = np.full(len(self.asked), np.iinfo(np.int64).max)
        self.high: Ints = np.full(len(self.asked), -1)
        self._was_one = np.zeros(len(self.asked), dtype=bool)

    def _places(self, question: Question, batches: Sequence[int]) -> list[tuple[int, int] | None]:
        if not question.each:
            return [self._place(question.event, question.outside)] * len(batches)
        return [self._place(question.event, question.taken(batch)) for batch in batches]

    def _place(self, event: Event, taken: frozenset[Event]) -> tuple[int, int] | None:
        if (event, taken) not in self._lines:
            found = self._model.less(event, taken)
            if found is not None:
                masks = self._masks.setdefault(found[0], [])
                masks.append(found[1])
            self._lines[event, taken] = None if found is None else (found[0], len(masks) - 1)
        return self._lines[event, taken]

    def _by_block(self) -> dict[int, tuple[Ints, Ints, Ints]]:
        """Per block: which questions it helps to answer, by which of its lines, in which batch."""
        terms: dict[int, list[tuple[int, int, int]]] = {}
        for number, one in enumerate(self.asked):
            for batch, (block, line) in zip(one.batches, one.places, strict=True):
                terms.setdefault(block, []).append((number, line, batch))
        found = {}
        for block, rows in terms.items():
            numbers, lines, batches = np.array(rows, dtype=np.int64).T
            found[block] = numbers, lines, batches
        return found

    def columns(self, number: int) -> Ints:
        """The unknowns whose sum answers a question."""
        one = self.asked[number]
        found = [np.zeros(0, dtype=np.int64)]
        for batch, (block, line) in zip(one.batches, one.places, strict=True):
            found.append(np.array([batch]) if block < 0 else self._model.block(block, batch)[self._masks[block][line]])
        return np.concatenate(found)

    def see(self, data_set: Ints) -> None:
        """Take in a data set: one whole number for every unknown of the model."""
        values = np.zeros(len(self.asked))
        for block, (numbers, lines, batches) in self._plan.items():
            cells = self._model.counts(data_set, block).astype(float)
            counts = self._stacked[block] @ cells.T
            values += np.bincount(numbers, weights=counts[lines, batches], minlength=len(values))
        whole = np.rint(values).astype(np.int64)
        self.low = np.minimum(self.low, whole)
        self.high = np.maximum(self.high, whole)
        self._was_one |= whole == 1

    def seen(self) -> Ints:
        """What was seen of each number, told apart as far as it matters: nobody, somebody, one, all that is needed."""
        seen = (self.low == 0) + 2 * (self.high > 0) + 4 * self._was_one
        return np.where(self._settled(), -1, seen)

    def is_open(self, number: int) -> bool:
        """Whether the data sets seen do not yet show that nothing can be deduced about a number."""
        return not self._settled()[number]

    def open(self) -> Ints:
        """Every question that is still open."""
        return np.flatnonzero(~self._settled())

    def _settled(self) -> NDArray[np.bool_]:
        many = self.high >= self.thresholds
        either = np.where(self._about == "insider", self._was_one, settled(self.low, self.high, self.thresholds))
        return np.asarray(many | (either & (self._about != "group")))


def settled(low: Values, high: Values, thresholds: Values) -> NDArray[np.bool_]:
    """Whether values seen show that nothing can be deduced: the threshold or more, or nobody and somebody."""
    return np.asarray((high >= thresholds) | ((low == 0) & (high > 0)))
