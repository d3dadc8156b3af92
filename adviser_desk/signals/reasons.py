"""Why a number is withheld, for the adviser's eyes only: nothing of this may reach a release, a file or a log."""

from collections.abc import Iterable, Mapping
from typing import Literal

from adviser_desk.models.base import Record
from adviser_desk.models.period import Period
from adviser_desk.models.release import NOTHING, TOTAL, Dimension
from adviser_desk.signals.counting import Cell
from adviser_desk.signals.statements import Place, Said


class Reason(Record):
    """Why the cell is not printed as a number.

    `small`: it holds fewer cases than the threshold. `protects`: showing it would give away others; `others` cells
    of its line are withheld too and hold `rest` cases together (both 0 where several codes per case make no line).
    `before`: it would give away other periods' numbers; `others` periods withhold it too, holding `rest` together.
    """

    kind: Literal["small", "protects", "before"]
    others: int = 0
    rest: int = 0


def reason(
    place: Place,
    counts: Mapping[Cell, int],
    said: Mapping[Place, Said],
    dimensions: Mapping[str, Dimension],
    threshold: int,
) -> Reason | None:
    """The reason for one cell of the period being released; None if its number is printed.

    `counts` are the real ones per quarter; `said` holds the statements of this release and of the ledger.
    """
    if isinstance(said[place], int):
        return None
    if _count(place, counts) < threshold:
        return Reason(kind="small")
    lines = [line for line in _lines(place, dimensions) if _is_given_away(line, place, said)]
    withheld = [[other for other in line if not isinstance(said.get(other, NOTHING), int)] for line in lines]
    sums = [(sum(_count(other, counts) for other in others), len(others)) for others in withheld if others]
    rest, others = min(sums, default=(0, 0))
    times = _other_periods(place, said)
    if times and not (others and rest < threshold):
        return Reason(kind="before", others=len(times), rest=sum(_count(other, counts) for other in times))
    return Reason(kind="protects", others=others, rest=rest)


def _lines(place: Place, dimensions: Mapping[str, Dimension]) -> list[list[Place]]:
    """The other cells of each line that the cell is part of."""
    period, name, code = place
    if not name or dimensions[name].multiple:
        return []
    groups = dimensions[name].groups
    inside = {member for members in groups.values() for member in members}
    lines: list[tuple[str, ...]] = [members for members in groups.values() if code in members]
    lines.append((*groups, *(other for other in dimensions[name].codes if other not in inside)))
    return [[(period, name, other) for other in line if other != code] for line in lines if code in line]


def _is_given_away(line: Iterable[Place], place: Place, said: Mapping[Place, Said]) -> bool:
    return any(not isinstance(said.get(other, NOTHING), int) for other in line if other != place)


def _other_periods(place: Place, said: Mapping[Place, Said]) -> list[Place]:
    """The cell in released periods inside this one, or around it, that do not show its number."""
    period, name, code = place
    own = set(Period(period).quarters)
    others = [
        other
        for other in said
        if other[1:] == (name, code) and other[0] != period and own & set(Period(other[0]).quarters)
    ]
    return [other for other in others if not isinstance(said[other], int)]


def _count(place: Place, counts: Mapping[Cell, int]) -> int:
    period, name, code = place
    if code == TOTAL:
        name = ""
    return sum(counts.get((str(quarter), name, code), 0) for quarter in Period(period).quarters)
