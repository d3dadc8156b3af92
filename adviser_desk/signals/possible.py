"""The data sets that a reader cannot rule out, for dimensions that hang together, over the quarters of one series.

A reader knows the statements, that counts are whole, and how codes, groups and totals belong together (signals.md, 4).
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

import numpy as np

from adviser_desk.models.period import Period
from adviser_desk.models.release import TOTAL, Dimension
from adviser_desk.signals.integer_model import NO_LIMIT, IntegerModel, Row, Vector
from adviser_desk.signals.profiles import ONE_WAY
from adviser_desk.signals.statements import Place, Said, bounds

_PARENTS = {spec.dimension: spec.where for spec in ONE_WAY}
_POOL = 600


class Possible:
    """All data sets for some dimensions that agree with what has been said.

    `known` holds rows that a reader could infer from a refusal; they count as said.
    """

    def __init__(
        self,
        dimensions: Mapping[str, Dimension],
        spans: Sequence[Period],
        said: Mapping[Place, Said],
        threshold: int,
    ) -> None:
        """`spans`: every period that is or will be released, and every quarter inside one of them."""
        self.dimensions = dimensions
        self.threshold = threshold
        self.spans = spans
        self._quarters = sorted({quarter for span in spans for quarter in span.quarters})
        self._column: dict[tuple[str, str, str], int] = {}
        for quarter in self._quarters:
            self._name_columns(str(quarter))
        cap = 10 * threshold + 2 * max([value for value in said.values() if isinstance(value, int)], default=0)
        self._model = IntegerModel(len(self._column), cap)
        for quarter in self._quarters:
            self._model.add([row for name in dimensions for row in self._structure(str(quarter), name)])
        self._said: dict[Place, Said] = {}
        self._fixed = self._fixed_functionals()
        self._pool = np.zeros((0, len(self._column)), dtype=np.int64)
        self.say({place: value for place, value in said.items() if self.knows(place)})

    def knows(self, place: Place) -> bool:
        """Whether a cell belongs to these dimensions and periods."""
        period, name, code = place
        if name and name not in self.dimensions:
            return False
        return Period(period) in self.spans and (not name or code in self._cells(name))

    def say(self, said: Mapping[Place, Said], known: Iterable[Row] = ()) -> None:
        """Statements that hold from now on."""
        rows = [*self._rows(said), *known]
        self._said.update(said)
        self._model.add(rows)
        self._pool = self._pool[self._model.keeps(self._pool)]

    def witness(self, counts: Mapping[tuple[str, str, str], int]) -> None:
        """Put the real counts into the pool: they agree with everything that was truly said."""
        fixed = [(self._unit(key), counts.get(key, 0), counts.get(key, 0)) for key in self._column if key[2][0] != "#"]
        data = self._model.find(np.zeros(len(self._column), dtype=np.int64), fixed)
        if data is not None:
            self._remember(data)

    def vector(self, period: Period, name: str, code: str) -> Vector:
        """The count of a cell as coefficients over the columns."""
        total = np.zeros(len(self._column), dtype=np.int64)
        for quarter in period.quarters:
            total += self._in_quarter(str(quarter), name, code)
        return total

    def holds(self, said: Mapping[Place, Said], known: Iterable[Row] = ()) -> bool:
        """Whether G1 and G2 would hold for every functional if this were said too.

        True also where no data set agrees: then a reader knew already that it cannot be.
        """
        extra = [*self._rows(said), *known]
        functionals = np.vstack([self._fixed, *self._residuals({**self._said, **said})])
        pool = self._pool[self._model.keeps(self._pool, extra)]
        if not len(pool):
            data = self._model.find(np.zeros(len(self._column), dtype=np.int64), extra)
            if data is None:
                return True
            self._remember(data)
            pool = data[None, :]
        while (open_ := np.flatnonzero(~self._certified(pool @ functionals.T))).size:
            found = self._certificates(functionals[open_[0]], extra)
            if found is None:
                return False
            pool = np.vstack([pool, *found])
            for data in found:
                self._remember(data)
        return True

    def _certified(self, values: Vector) -> Vector:
        """Per functional: somewhere k or more, or somewhere 0 and somewhere between."""
        k = self.threshold
        zero, between = (values == 0).any(axis=0), ((values > 0) & (values < k)).any(axis=0)
        return np.asarray((values >= k).any(axis=0) | (zero & between))

    def _certificates(self, functional: Vector, extra: Sequence[Row]) -> list[Vector] | None:
        """Data sets that prove G1 and G2 for one functional, or None if there are none."""
        most = self._model.find(functional, extra)
        if most is None or (highest := int(functional @ most)) == 0:
            return None
        if highest >= self.threshold:
            return [most]
        least = self._model.find(-functional, extra)
        return [most, least] if least is not None and int(functional @ least) == 0 else None

    def _remember(self, data: Vector) -> None:
        if self._model.keeps(data[None, :])[0]:
            self._pool = np.vstack([self._pool, data])[-_POOL:]

    # --- columns and structure ---

    def _name_columns(self, quarter: str) -> None:
        keys = [(quarter, "", TOTAL)]
        for name, dimension in self.dimensions.items():
            keys += [(quarter, name, code) for code in dimension.codes]
            if dimension.multiple:
                keys += [(quarter, name, group) for group in dimension.groups]
                keys += [
                    (quarter, name, f"#{group}:{number}")
                    for group, members in dimension.groups.items()
                    for number in range(1, min(len(members), dimension.at_most) + 1)
                ]
        for key in keys:
            self._column[key] = len(self._column)

    def _cells(self, name: str) -> tuple[str, ...]:
        dimension = self.dimensions[name]
        return (*dimension.groups, *dimension.codes)

    def _unit(self, key: tuple[str, str, str]) -> Vector:
        unit = np.zeros(len(self._column), dtype=np.int64)
        unit[self._column[key]] = 1
        return unit

    def _in_quarter(self, quarter: str, name: str, code: str) -> Vector:
        if code == TOTAL:
            parent = _PARENTS.get(name)
            return self._in_quarter(quarter, *parent) if parent else self._unit((quarter, "", TOTAL))
        dimension = self.dimensions[name]
        if code in dimension.groups and not dimension.multiple:
            return np.asarray(sum(self._unit((quarter, name, member)) for member in dimension.groups[code]))
        return self._unit((quarter, name, code))

    def _structure(self, quarter: str, name: str) -> list[Row]:
        dimension = self.dimensions[name]
        base = self._in_quarter(quarter, name, TOTAL)
        codes = {code: self._unit((quarter, name, code)) for code in dimension.codes}
        if not dimension.multiple:
            return [(sum(codes.values()) - base, 0, 0)]
        rows: list[Row] = []
        room = {number: np.zeros_like(base) for number in range(dimension.at_most + 1)}
        room[0] = base.copy()
        for group, members in dimension.groups.items():
            holding = {
                number: self._unit((quarter, name, f"#{group}:{number}"))
                for number in range(1, min(len(members), dimension.at_most) + 1)
            }
            rows += _grouped(self._unit((quarter, name, group)), [codes.pop(code) for code in members], holding)
            for number, cases in holding.items():
                room[number] += cases
                room[0] -= cases
        return rows + _spread(list(codes.values()), room, dimension.at_most)

    # --- functionals ---

    def _fixed_functionals(self) -> Vector:
        """Every cell of every period, a group without one of its codes, and the differences of periods."""
        found = []
        for name in ("", *self.dimensions):
            cells = self._cells(name) if name else (TOTAL,)
            vectors = [lambda span, name=name, code=code: self.vector(span, name, code) for code in cells]
            if name and self.dimensions[name].multiple:
                vectors += [
                    lambda span, name=name, group=group, code=code: self.vector(span, name, group)
                    - self.vector(span, name, code)
                    for group, members in self.dimensions[name].groups.items()
                    for code in members
                ]
            for vector in vectors:
                found += [vector(span) for span in self.spans]
                found += [vector(span) - vector(inner) for span, inner in self._nested()]
        unique = np.unique(np.array(found), axis=0)
        return unique[unique.any(axis=1)]

    def _nested(self) -> list[tuple[Period, Period]]:
        return [
            (span, inner)
            for span in self.spans
            for inner in self.spans
            if inner != span and set(inner.quarters) < set(span.quarters)
        ]

    def _residuals(self, said: Mapping[Place, Said]) -> list[Vector]:
        """Per line: its cells that are not exact, together; its `<k` cells, together."""
        found = []
        for span in self.spans:
            for name, dimension in self.dimensions.items():
                if dimension.multiple:
                    continue
                for line in _lines(dimension):
                    spoken = {code: said.get((str(span), name, code), ".") for code in line}
                    hidden = [code for code, value in spoken.items() if not isinstance(value, int)]
                    low = [code for code in hidden if str(spoken[code]).startswith("<")]
                    found += [sum(self.vector(span, name, code) for code in cells) for cells in (hidden, low) if len(cells) > 1]
            found += self._rest_of_year(span, said)
        return [np.asarray(row)[None, :] for row in found]

    def _rest_of_year(self, span: Period, said: Mapping[Place, Said]) -> list[Vector]:
        """Per cell of a longer period: what is left after the quarters that were told exactly."""
        if len(span.quarters) == 1:
            return []
        found = []
        for name in ("", *self.dimensions):
            for code in self._cells(name) if name else (TOTAL,):
                hidden = [q for q in span.quarters if not isinstance(said.get((str(q), name, code)), int)]
                if 1 < len(hidden) < len(span.quarters):
                    found.append(sum(self.vector(quarter, name, code) for quarter in hidden))
        return found

    def _rows(self, said: Mapping[Place, Said]) -> list[Row]:
        rows = []
        for (period, name, code), value in said.items():
            low, high = bounds(value)
            if (low, high) != (0, NO_LIMIT):
                rows.append((self.vector(Period(period), name, code), low, high))
        return rows


def _lines(dimension: Dimension) -> list[tuple[str, ...]]:
    """The sets of cells that add up to a printed or derivable number."""
    inside = {code for members in dimension.groups.values() for code in members}
    lines = [dimension.codes]
    if dimension.groups:
        lines.append((*dimension.groups, *(code for code in dimension.codes if code not in inside)))
        lines += list(dimension.groups.values())
    return lines


def _grouped(group: Vector, members: Sequence[Vector], holding: Mapping[int, Vector]) -> list[Row]:
    """A group counts the cases with at least one member; `holding[j]` cases have exactly j of them.

    Such cases can be found exactly where every set of t members is at most the sum of min(j, t) over the cases
    (Gale 1957, Ryser 1957).
    """
    rows: list[Row] = [(sum(holding.values()) - group, 0, 0)]
    rows.append((sum(members) - sum(number * cases for number, cases in holding.items()), 0, 0))
    for size in range(1, len(members)):
        fits = sum(min(number, size) * cases for number, cases in holding.items())
        rows += [(fits - sum(chosen), 0, NO_LIMIT) for chosen in combinations(members, size)]
    return rows


def _spread(codes: Sequence[Vector], taken: Mapping[int, Vector], at_most: int) -> list[Row]:
    """Codes outside the groups fit into the room that is left: a case with j codes has room for at_most - j."""
    rows: list[Row] = [(cases, 0, NO_LIMIT) for cases in taken.values()]
    for size in range(1, at_most):
        fits = sum(min(at_most - number, size) * cases for number, cases in taken.items())
        rows += [(fits - sum(chosen), 0, NO_LIMIT) for chosen in combinations(codes, size)]
    room = sum((at_most - number) * cases for number, cases in taken.items())
    return [*rows, (room - sum(codes), 0, NO_LIMIT)]
