"""Why a number is withheld, for the adviser's eyes only: nothing of this may reach a release, a file or a log."""

from collections.abc import Iterable, Mapping
from itertools import product
from typing import Literal

from adviser_desk.models.base import Record
from adviser_desk.models.period import Period
from adviser_desk.models.release import NOTHING, TOTAL, Dimension, crossing
from adviser_desk.signals.counting import Cell
from adviser_desk.signals.profiles import CROSSINGS, TableSpec, parent_of
from adviser_desk.signals.statements import Place, Said


class Reason(Record):
    """Why the cell is not printed as a number.

    `small`: it holds fewer cases than the threshold. `protects`: showing it would give away others. `before`: it would
    give away other periods' numbers. Where one subtraction tells what would be given away: `whole` less `told` less the
    cell itself is `rest`, the cases of `others` cells of its line that are withheld, or of as many periods inside this
    one. With `others` 0 and a `whole` it is the cases that do not have this code. All 0 where no subtraction does.
    """

    kind: Literal["small", "protects", "before"]
    others: int = 0
    rest: int = 0
    whole: int = 0
    told: int = 0


class _Line(Record):
    """What one line adds up to, and its cells besides the one that is looked at."""

    base: Place
    cells: tuple[Place, ...]


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
    lines = [line for line in _lines(place, dimensions) if isinstance(said.get(line.base), int)]
    sums = [found for line in lines if (found := _left(place, line.base, line.cells, counts, said)).others]
    best = min(sums, key=lambda found: (found.rest, found.others), default=Reason(kind="protects"))
    if _other_periods(place, said) and not (best.others and best.rest < threshold):
        return _before(place, counts, said)
    return best if best.others else _without(place, counts, said, dimensions, threshold)


def _left(
    place: Place, base: Place, cells: Iterable[Place], counts: Mapping[Cell, int], said: Mapping[Place, Said]
) -> Reason:
    """What a reader takes off `base` if the cell is shown, and what that leaves for the cells that are withheld."""
    withheld = [cell for cell in cells if not isinstance(said.get(cell, NOTHING), int)]
    whole, rest = _count(base, counts), sum(_count(cell, counts) for cell in withheld)
    told = whole - _count(place, counts) - rest
    return Reason(kind="protects", others=len(withheld), rest=rest, whole=whole, told=told)


def _before(place: Place, counts: Mapping[Cell, int], said: Mapping[Place, Said]) -> Reason:
    """Earlier periods that make up this one: what it leaves for those whose number is withheld."""
    period, own = place[0], set(Period(place[0]).quarters)
    inside = [
        other
        for other in said
        if other[1:] == place[1:] and other[0] != period and set(Period(other[0]).quarters) < own
    ]
    covered = [quarter for other in inside for quarter in Period(other[0]).quarters]
    found = Reason(kind="before")
    if sorted(covered) != sorted(own):
        return found
    withheld = [other for other in inside if not isinstance(said[other], int)]
    whole, rest = _count(place, counts), sum(_count(other, counts) for other in withheld)
    return found.model_copy(update={"others": len(withheld), "rest": rest, "whole": whole, "told": whole - rest})


def _without(
    place: Place,
    counts: Mapping[Cell, int],
    said: Mapping[Place, Said],
    dimensions: Mapping[str, Dimension],
    threshold: int,
) -> Reason:
    """Where a case may have several codes: the few cases that do not have this one."""
    period, name, _code = place
    base = (period, *(parent_of(name) or ("", TOTAL))) if name else place
    rest = _count(base, counts) - _count(place, counts)
    if (
        name not in dimensions
        or not dimensions[name].multiple
        or not isinstance(said.get(base), int)
        or rest >= threshold
    ):
        return Reason(kind="protects")
    return Reason(kind="protects", rest=rest, whole=_count(base, counts))


def _lines(place: Place, dimensions: Mapping[str, Dimension]) -> list[_Line]:
    """Each line that the cell is part of: its group, and the whole table."""
    period, name, code = place
    if (spec := _crossing(name)) is not None:
        return _crossed_lines(place, spec, dimensions)
    if not name or dimensions[name].multiple:
        return []
    groups = dimensions[name].groups
    inside = {member for members in groups.values() for member in members}
    lines: list[tuple[tuple[str, str], tuple[str, ...]]] = [
        ((name, group), members) for group, members in groups.items() if code in members
    ]
    top = (*groups, *(other for other in dimensions[name].codes if other not in inside))
    lines.append((parent_of(name) or ("", TOTAL), top))
    return [
        _Line(base=(period, *base), cells=tuple((period, name, other) for other in line if other != code))
        for base, line in lines
        if code in line
    ]


def _crossing(name: str) -> TableSpec | None:
    return next((spec for spec in CROSSINGS if spec.id == name), None)


def _crossed_lines(place: Place, spec: TableSpec, dimensions: Mapping[str, Dimension]) -> list[_Line]:
    """The row and the column of a crossing that the cell is in."""
    assert spec.beside is not None
    rows, columns = dimensions[spec.dimension].codes, dimensions[spec.beside].top
    pair = next(pair for pair in product(rows, columns) if crossing(pair) == place[2])
    in_row, in_column = [(pair[0], column) for column in columns], [(row, pair[1]) for row in rows]
    bases = ((spec.dimension, pair[0]), (spec.beside, pair[1]))
    return [
        _Line(base=(place[0], *base), cells=tuple((*place[:2], crossing(one)) for one in line if one != pair))
        for base, line in zip(bases, (in_row, in_column), strict=True)
    ]


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
