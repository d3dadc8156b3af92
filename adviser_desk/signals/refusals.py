"""When a number may be told, decided without looking at it, and what a reader infers where it is kept back.

Works from statements alone, so the same can be inferred again from the ledger.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from adviser_desk.signals.integer_model import Row, Undecided
from adviser_desk.signals.possible import Possible
from adviser_desk.signals.statements import Place

_STEPS = 4
"""How many thresholds of values are tried from either end of what a reader can expect."""


@dataclass(frozen=True)
class Rule:
    """The values of a number that may be told, and a row that a reader cannot rule out if it is none of them."""

    told: range
    kept_back: tuple[Row, ...] = ()


NEVER = Rule(range(0))


def rule(possible: Possible, cell: Place) -> Rule:
    """The rule for one number, the same whatever the number is.

    Values that would give something away lie at the ends of what a reader can expect. If the number is kept back, he
    infers that it lies there; so as many more values are kept back as it takes until that gives nothing away. Where
    both ends are kept back one of them has to do: what it leaves open, both together leave open.
    """
    number = possible.number(cell)
    try:
        least, most = possible.reach(number, {}) or (0, -1)
    except Undecided:
        return NEVER
    steps = _STEPS * possible.threshold

    high = _first_told(possible, cell, range(most, max(least, most - steps) - 1, -1))
    if high is None:
        return NEVER
    low = _first_told(possible, cell, range(least, min(high, least + steps) + 1))
    if low is None:
        return NEVER
    if (least, most) == (low, high):
        return Rule(range(least, most + 1))
    if high < most:
        last = _first(
            range(high, max(least, high - steps) - 1, -1), lambda value: possible.safe({}, [(number, value + 1, most)])
        )
        return NEVER if last is None else Rule(range(low, last + 1), ((number, last + 1, most),))
    start = _first(
        range(low, min(most, low + steps) + 1), lambda value: possible.safe({}, [(number, least, value - 1)])
    )
    return NEVER if start is None else Rule(range(start, most + 1), ((number, least, start - 1),))


def _first_told(possible: Possible, cell: Place, values: range) -> int | None:
    """The first of these values that gives nothing away."""
    number = possible.number(cell)
    while values:
        if possible.safe({cell: values[0]}):
            return values[0]
        values = possible.not_ruled_out(number, values[1:])
    return None


def _first(values: Iterable[int], fits: Callable[[int], bool]) -> int | None:
    return next((value for value in values if fits(value)), None)
