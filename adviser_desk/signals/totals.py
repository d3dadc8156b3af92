"""Totals that readers do not know exactly: a few sets of totals that stand for all that readers cannot rule out.

With the totals fixed, dimensions no longer hang together; so each is proved by itself under the same totals.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product

import numpy as np

from adviser_desk.signals.integer_model import Row, Vector
from adviser_desk.signals.possible import Possible, some_of
from adviser_desk.signals.space import THE_TOTAL, CountSpace
from adviser_desk.signals.statements import Place, Said

_TRIES = 40


def rows_of(space: CountSpace, totals: Sequence[int]) -> list[Row]:
    """The total of each stretch of time, fixed."""
    return [(space.count([number], THE_TOTAL), value, value) for number, value in enumerate(totals)]


def _candidates(totals: Possible, said: Mapping[Place, Said], known: Sequence[Row]) -> Vector:
    """Every set of totals with values up to the threshold, and some larger; most cases first, then the evenest.

    Cells are proved under the first: a stretch without cases would leave none of its cells open.
    """
    space, k = totals.space, totals.threshold
    values = []
    for number in range(len(space.stretches)):
        least, most = totals.reach(space.count([number], THE_TOTAL), said, known) or (0, -1)
        values.append([value for value in sorted({*range(k + 1), 2 * k, 8 * k, least}) if least <= value <= most])
    found = np.array(list(product(*values)), dtype=np.int64).reshape(-1, space.columns)
    found = totals.believes(found, said, known)
    return found[np.lexsort((-found.min(axis=1), -found.sum(axis=1)))]


def _enough(candidates: Vector, threshold: int) -> list[int] | None:
    """The first candidates that leave every sum of stretches open, by number; the very first is among them."""
    if not len(candidates):
        return None
    chosen = {0}
    for stretches in some_of(range(candidates.shape[1])):
        sums = candidates[:, stretches].sum(axis=1)
        first = [np.flatnonzero(kind)[:1] for kind in (sums >= threshold, sums == 0, sums == 1)]
        many, nobody, alone = ({int(number) for number in kind} for kind in first)
        if not many and not (nobody and alone):
            return None
        chosen |= many or nobody | alone
    return sorted(chosen)


class Totals(Possible):
    """The totals alone. A statement is safe if also the dimensions that hang on them stay safe."""

    hanging: Callable[[Mapping[Place, Said], Sequence[Row]], Sequence[Possible] | None] | None = None
    """Builds the dimensions that hang on the totals if this is said too; None if nothing can be proved of them."""

    def safe(self, said: Mapping[Place, Said], known: Iterable[Row] = ()) -> bool:
        """As `Possible.safe`."""
        rows = list(known)
        if not super().safe(said, rows):
            return False
        parts = () if self.hanging is None else self.hanging(said, rows)
        return parts is not None and all(part.safe({}) for part in parts)

    def settled(self, said: Mapping[Place, Said]) -> bool:
        """Whether the exact totals fix the total of every stretch of time."""
        told = {**self.said, **said}
        exact = [span for span in self.space.spans if isinstance(told.get((str(span), *THE_TOTAL)), int)]
        rows = [self.space.count(self.space.inside(span), THE_TOTAL) for span in exact]
        return bool(rows) and bool(np.linalg.matrix_rank(np.array(rows)) == len(self.space.stretches))

    def stand_ins(
        self, realizable: Callable[[Sequence[int]], bool], said: Mapping[Place, Said], known: Sequence[Row]
    ) -> list[tuple[int, ...]] | None:
        """Sets of totals that together leave the total of every stretch, and of all stretches together, open.

        The first has most cases, spread evenly. Each is `realizable` in every dimension, and agrees with what would be
        `said` and `known` too. None if no few sets do.
        """
        candidates = _candidates(self, said, known)
        for _ in range(_TRIES):
            chosen = _enough(candidates, self.threshold)
            if chosen is None:
                return None
            sets = [tuple(int(value) for value in candidates[number]) for number in chosen]
            wrong = [number for number, values in zip(chosen, sets, strict=True) if not realizable(values)]
            if not wrong:
                return sets
            candidates = np.delete(candidates, wrong, axis=0)
        return None
