"""What a reader infers where a number stays a class: that what the number would have left over is small.

Works from statements alone, so the same can be inferred again from the ledger.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

from adviser_desk.models.period import Period
from adviser_desk.signals.integer_model import Row, Vector
from adviser_desk.signals.possible import Possible
from adviser_desk.signals.space import CountSpace, Frame
from adviser_desk.signals.statements import Place


def explanation(
    possible: Possible,
    cell: Place,
    exact: Collection[Place],
    threshold: int,
    told: Mapping[Place, int],
    known: Sequence[Row],
) -> Row | None:
    """The first leftover of `cell` that may be below the threshold without giving anything away, as a row.

    `exact` are the places whose number a reader had when this one was refused; `told` and `known` hold beside
    what was said. A data set with such a leftover would have been refused too, so a reader cannot rule it out.
    """
    for left in _left_over(possible.space, cell, exact):
        row = (left, 0, threshold - 1)
        if possible.safe(told, [*known, row]):
            return row
    return None


def may_refuse(possible: Possible, cell: Place, exact: Collection[Place], told: Mapping[Place, int]) -> bool:
    """Whether it would be harmless if the number of `cell` were refused, whatever the number is.

    Where it would not be, the number must stay a class in any case: else its presence would tell.
    """
    rows = [(left, 0, possible.threshold - 1) for left in _left_over(possible.space, cell, exact)]
    believable = [row for row in rows if possible.agrees(told, [row])]
    return not believable or any(possible.safe(told, [row]) for row in believable)


def _left_over(space: CountSpace, cell: Place, exact: Collection[Place]) -> Iterator[Vector]:
    """What becomes known besides, if the number of `cell` is printed next to the `exact` ones."""
    for frame in space.frames:
        yield from _in_frame(space, frame, cell, exact)
    yield from _in_time(space, cell, exact)


def _in_frame(space: CountSpace, frame: Frame, cell: Place, exact: Collection[Place]) -> Iterator[Vector]:
    period, here = cell[0], (cell[1], cell[2])
    stretches = space.inside(Period(period))
    told = [part for part in frame.parts if (period, *part) in exact and part != here]
    whole = len(told) + (here in frame.parts) == len(frame.parts) and frame.adds_up
    if here in frame.parts and (period, *frame.base) in exact and not whole:
        yield space.left(stretches, frame.base, [*told, here])
    elif here == frame.base and told and not whole:
        yield space.left(stretches, frame.base, told)


def _in_time(space: CountSpace, cell: Place, exact: Collection[Place]) -> Iterator[Vector]:
    here = (cell[1], cell[2])
    own = space.inside(Period(cell[0]))
    told = [space.inside(span) for span in space.spans if (str(span), *here) in exact]
    within = frozenset[int]().union(*(span for span in told if span < own))
    if within and own - within:
        yield space.count(own - within, here)
    for outer in (span for span in told if own < span):
        beside = frozenset[int]().union(*(span for span in told if span < outer and not span & own))
        if rest := outer - own - beside:
            yield space.count(rest, here)
