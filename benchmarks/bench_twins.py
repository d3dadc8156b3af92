"""A reader who has the program, on releases of real size: `python -m benchmarks.bench_twins [CASES/PERIODS…]`.

He rules out every data set on which the program would have given other files (G5). So data sets that agree with the
files are made, all releases are run again on them, and only those that give the same statements, *twins*, count: of
each field, how many protected numbers do they leave open? What no twin is found for in the budget is `not shown`.
Crossings of two fields are left out on both sides.
"""

import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np

from adviser_desk.casework import replaying, reporting
from adviser_desk.models.period import Period
from adviser_desk.policy import DEFAULT
from adviser_desk.signals.counting import Cell
from adviser_desk.signals.integer_model import NO_LIMIT, Undecided, Vector
from adviser_desk.signals.possible import Possible
from adviser_desk.signals.protect import Question, _Run, linked_quarters, protect
from adviser_desk.signals.space import THE_TOTAL
from adviser_desk.signals.statements import Place, Said
from adviser_desk.signals.totals import Totals, rows_of
from benchmarks.invented_advisers import UNITS, in_quarters, write_lines

SEED, ROUNDS, AT_ONCE, ONE_BY_ONE = 7, 30, 40, 100
YEAR = ("2021Q1", "2021Q2", "2021Q3", "2021Q4", "2021")
TASKS = ("8/1", "20/1", "60/1", "60/5", "250/1")


def main(arguments: Sequence[str]) -> int:
    """Each series; 1 where a number was not shown to be open by twins."""
    sys.stdout.write(
        "| cases | releases | numbers | open by twins | runs | twins | processor |\n|---|---|---|---|---|---|---|\n"
    )
    left = 0
    for name in arguments or TASKS:
        cases, _sign, periods = name.partition("/")
        begun = time.process_time()
        seen = Twins(series(int(cases), YEAR[: int(periods)]))
        seen.look()
        took = time.process_time() - begun
        sys.stdout.write(
            f"| {cases} | {periods} | {seen.numbers} | {seen.numbers - len(seen.not_shown)} | {seen.runs} |"
            f" {seen.same} | {took:.0f} s |\n"
            + "".join(f"  not shown: {one.name}: {one.number}\n" for one in seen.not_shown)
        )
        sys.stdout.flush()
        left += len(seen.not_shown)
    return int(left > 0)


def series(cases: int, periods: Sequence[str]) -> list[Question]:
    """What the program protects, release by release, for so many invented cases and the large profile."""
    asked: list[Question] = []

    def watched(question: Question, *more: object) -> Mapping[Place, Said]:
        asked.append(question)
        return protect(question, *more)  # type: ignore[arg-type]

    with TemporaryDirectory() as folder:
        source = Path(folder) / "cases.jsonl"
        write_lines(source, in_quarters(cases, [one for one in periods if "Q" in one], SEED))
        course = replaying.Course(profile="large", periods=tuple(map(Period, periods)), units=((None, UNITS),))
        reporting.protect = watched  # type: ignore[assignment]
        try:
            replaying.replay(source, Path(folder) / "out", course, policy=DEFAULT, language="nl")
        finally:
            reporting.protect = protect
    one_way = [tuple(spec for spec in question.tables if spec.beside is None) for question in asked]
    return [question.model_copy(update={"tables": some}) for question, some in zip(asked, one_way, strict=True)]


@dataclass
class _Seen(_Run):
    """Decides as the program does and keeps what each field may be after that."""

    decided: list[Possible] = field(default_factory=list)

    def _decide(self, possible: Possible, cells: Sequence[Place]) -> None:
        super()._decide(possible, cells)
        if possible not in self.decided:
            self.decided.append(possible)


class NotShown(NamedTuple):
    """A protected number that no twins were found for: its field, and its coefficients by stretch and cell."""

    name: str
    number: str


class Twins:
    """Twins of a series of releases, and what they leave open."""

    def __init__(self, asked: Sequence[Question]) -> None:
        """`asked` are the questions of all releases; the last one's period holds all others, if there are any."""
        self._asked = asked
        self._chance = np.random.default_rng(SEED)
        self.runs = self.same = 0
        last = _Seen(asked[-1], lambda name, number, of: None, threading.Event())
        self._said = [*(dict(protect(one)) for one in asked[:-1]), dict(last.statements())]
        totals, *self._fields = last.decided
        assert isinstance(totals, Totals)
        self._totals = totals
        self._real = tuple(
            sum(asked[-1].counts.get((str(quarter), *THE_TOTAL), 0) for quarter in stretch)
            for stretch in totals.space.stretches
        )
        self._protected = {one: one._protected(one.said) for one in last.decided}
        self._found: dict[Possible, list[Vector]] = {one: [] for one in last.decided}

    @property
    def numbers(self) -> int:
        """How many numbers are protected."""
        return sum(map(len, self._protected.values()))

    @property
    def not_shown(self) -> list[NotShown]:
        """The numbers that the twins found do not leave open."""
        return [
            NotShown(", ".join(one.space.dimensions) or "totals", _in_words(one, number))
            for one in self._found
            for number in self._open(one).tolist()
        ]

    def look(self) -> None:
        """First what the protection found; then many numbers up and down by chance; then one at a time."""
        for together in zip_longest(*map(self._cover, self._fields)):
            self._try(self._real, dict(zip(self._fields, together, strict=True)))
        others = [] if self._totals.settled({}) else self._other_totals()
        for turn in range(ROUNDS):
            if not any(len(self._open(one)) for one in self._found):
                return
            totals = others[turn % len(others)] if others and turn % 2 else self._real
            self._try(totals, {one: self._towards(one, totals) for one in self._fields})
        for one in self._fields:
            for number in self._open(one).tolist()[:ONE_BY_ONE]:
                if number not in self._open(one):
                    continue
                for data in self._settling(one, number):
                    self._try(self._real, {one: data})

    def _cover(self, one: Possible) -> list[Vector]:
        """Few of the data sets that the protection found, under the real totals, that leave open as much as all do."""
        pool = one._found.data[one._believed.keeps(one._found.data, rows_of(one.space, self._real))]
        shown = np.array([one._found.shown_by([data], self._protected[one]) for data in pool], dtype=bool)
        if not len(pool):
            return []
        nobody, alone, many = np.moveaxis(shown, 1, 0)
        small = ~many.any(axis=0)
        wanted = np.hstack([many, alone & small, nobody & small])
        chosen: list[Vector] = []
        left = wanted.any(axis=0)
        while left.any():
            best = int((wanted & left).sum(axis=1).argmax())
            left &= ~wanted[best]
            chosen.append(pool[best])
        return chosen

    def _other_totals(self) -> list[tuple[int, ...]]:
        sets = self._totals.stand_ins(lambda totals: True, {}, ()) or []
        return [one for one in sets if one != self._real]

    def _open(self, one: Possible) -> Vector:
        protected, data = self._protected[one], self._found[one]
        if not data:
            return protected
        return protected[~one._open(one._found.shown_by(data, protected))]

    def _towards(self, one: Possible, totals: Sequence[int]) -> Vector | None:
        left = self._open(one)
        some = self._chance.permutation(left)[:AT_ONCE].tolist()
        goal = sum(
            (int(self._chance.choice((-1, 1))) * one._found.row(number) for number in some), np.zeros_like(one._nothing)
        )
        return _find(one, goal, totals)

    def _settling(self, one: Possible, number: int) -> Iterator[Vector | None]:
        row = one._found.row(number)
        most = _find(one, row, self._real)
        yield most
        if most is not None and int(row @ most) < one._found.enough(number):
            yield _find(one, -row, self._real)
            yield _find(one, one._nothing, self._real, [(row, 1, 1)])

    def _try(self, totals: Sequence[int], data: Mapping[Possible, Vector | None]) -> None:
        """Run all releases on the real cases with these fields instead, and keep what gives the same statements.

        Under the real totals each field stands for itself: another that fails does not matter (0005).
        """
        counts = dict(self._asked[-1].counts)
        given = {one: found for one, found in data.items() if found is not None}
        alike = tuple(totals) == self._real
        if not alike and len(given) < len(self._fields):
            return
        _put(counts, self._totals, np.array(totals))
        for one, found in given.items():
            _put(counts, one, found)
        differs = self._differing(counts)
        if THE_TOTAL[0] in differs or (not alike and differs):
            return
        self._found[self._totals].append(np.array(totals))
        for one, found in given.items():
            if not differs & set(one.space.dimensions):
                self.same += 1
                self._found[one].append(found)

    def _differing(self, counts: Mapping[Cell, int]) -> set[str]:
        """The fields of which some release would have said something else; of totals: the name of the total."""
        self.runs += 1
        found: set[str] = set()
        for question, said in zip(self._asked, self._said, strict=True):
            own = {str(quarter) for quarter in _quarters(question)}
            cells = {cell: number for cell, number in counts.items() if cell[0] in own}
            again = protect(question.model_copy(update={"counts": cells}))
            found |= {place[1] for place, statement in said.items() if again[place] != statement}
        return found


def _quarters(question: Question) -> tuple[Period, ...]:
    return linked_quarters(question.period, question.earlier)


def _find(
    one: Possible, goal: Vector, totals: Sequence[int], more: Sequence[tuple[Vector, int, int]] = ()
) -> Vector | None:
    try:
        return one._believed.find(goal, [*rows_of(one.space, totals), *more], enough=NO_LIMIT)
    except Undecided:
        return None


def _put(counts: dict[Cell, int], one: Possible, data: Vector) -> None:
    """The counts of these cells; all of a stretch of several quarters are in the first of these."""
    for number, stretch in enumerate(one.space.stretches):
        for cell in one.space.cells:
            for quarter in stretch:
                counts[(str(quarter), *cell)] = 0
            counts[(str(stretch[0]), *cell)] = int(one.space.count([number], cell) @ data)


def _in_words(one: Possible, number: int) -> str:
    rows = one._found.row(number).reshape(len(one.space.stretches), -1)
    keys = list(one.space._column)
    parts = [
        f"{stretch[0]}: "
        + ", ".join(f"{int(factor):+d} {keys[place][1]}" for place, factor in enumerate(row) if factor)
        for stretch, row in zip(one.space.stretches, rows, strict=True)
        if row.any()
    ]
    return "; ".join(parts)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
