"""What was seen of each number a reader may try to work out: its values over data sets that were really found."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from adviser_desk.signals.audit_model import Ints, Model
from adviser_desk.signals.audit_questions import Question


class Asked(NamedTuple):
    """One question about one sum of batches, judged by one threshold. `block` is a clique, or -1 for all cases."""

    question: Question
    batches: tuple[int, ...]
    threshold: int
    block: int
    line: int


class Watch:
    """The lowest and highest value seen of everything asked. Every data set shown is one that was checked."""

    def __init__(self, model: Model, asked_of: Iterable[tuple[Question, tuple[int, ...], int]]) -> None:
        """`asked_of`: question, batches, threshold. Questions that no clique can tell, or that no case can meet,
        are left out."""
        self._model = model
        self._masks: dict[int, list[NDArray[np.bool_]]] = {}
        places: dict[Question, tuple[int, int] | None] = {}
        asked = []
        for question, batches, threshold in asked_of:
            if question not in places:
                places[question] = self._place(question)
            if (place := places[question]) is not None:
                asked.append(Asked(question, batches, threshold, *place))
        self.asked: Sequence[Asked] = tuple(asked)
        self._stacked = {block: np.array(masks, dtype=float) for block, masks in self._masks.items()}
        self.thresholds = np.array([one.threshold for one in asked], dtype=np.int64)
        self.low: Ints = np.full(len(asked), np.iinfo(np.int64).max)
        self.high: Ints = np.full(len(asked), -1)
        self._plan = self._grouped()

    def _place(self, question: Question) -> tuple[int, int] | None:
        if question.outside:
            found = self._model.outside(question.outside)
        else:
            found = (-1, np.ones(1, dtype=bool)) if not question.event else self._model.where(question.event)
        if found is None or not found[1].any():
            return None
        masks = self._masks.setdefault(found[0], [])
        masks.append(found[1])
        return found[0], len(masks) - 1

    def _grouped(self) -> list[tuple[int, Ints, Ints, NDArray[np.float64]]]:
        by_block: dict[int, list[int]] = {}
        for number, one in enumerate(self.asked):
            by_block.setdefault(one.block, []).append(number)
        plan = []
        for block, numbers in by_block.items():
            lines = np.array([self.asked[number].line for number in numbers])
            sums = np.zeros((len(numbers), self._model.batches))
            for row, number in enumerate(numbers):
                sums[row, list(self.asked[number].batches)] = 1
            plan.append((block, np.array(numbers), lines, sums))
        return plan

    def columns(self, number: int) -> Ints:
        """The unknowns whose sum answers a question."""
        one = self.asked[number]
        if one.block < 0:
            return np.array(one.batches)
        mask = self._masks[one.block][one.line]
        return np.concatenate([self._model.block(one.block, batch)[mask] for batch in one.batches])

    def see(self, data_set: Ints) -> None:
        """Take in a data set: one whole number for every unknown of the model."""
        for block, numbers, lines, sums in self._plan:
            if block < 0:
                counts = data_set[: self._model.batches][None, :].astype(float)
            else:
                size, start = self._model.cliques[block].states, self._model.starts[block]
                cells = data_set[start : start + size * self._model.batches].reshape(self._model.batches, size)
                counts = self._stacked[block] @ cells.T.astype(float)
            values = np.rint((counts[lines] * sums).sum(axis=1)).astype(np.int64)
            self.low[numbers] = np.minimum(self.low[numbers], values)
            self.high[numbers] = np.maximum(self.high[numbers], values)

    def is_open(self, number: int) -> bool:
        """Whether the data sets seen do not yet show that nothing can be deduced about a number.

        Enough is one data set with the threshold or more, or one with nobody and one with somebody.
        """
        low, high = self.low[number], self.high[number]
        return not (high >= self.thresholds[number] or (low == 0 and high > 0))

    def open(self) -> Ints:
        """Every question that is still open."""
        return np.array([number for number in range(len(self.asked)) if self.is_open(number)], dtype=np.int64)
