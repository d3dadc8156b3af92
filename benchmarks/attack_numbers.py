"""The attack on the numbers: sums of rows, differences over time, and answers to two or three fields at once.

A number is found out when every set of cases that agrees with all files gives it a value of 1 .. k-1, or when it is
known to be nobody; a group when no such set has two cases in it without a certain code. Whatever is not found out is
shown by whole cases that say otherwise. Who knows his own case in a small row knows of others there when no such set
has one case in it.
"""

import itertools
import random
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.attack_model import Ints, Json, World, crossings_of, linked, quarters_of

Pair = tuple[str, str]


class Target(NamedTuple):
    """A number the attacker is after: cases of some quarters that have a code of each of these sets.

    `without` of `parts` means: that set the other way round, the cases that have none of its codes. `about`: whether
    the number is told; whether these, what is left of a `group`, are two or more; whether who is `inside` a small row
    can be the only one.
    """

    quarters: tuple[str, ...]
    parts: tuple[frozenset[Pair], ...]
    without: tuple[bool, ...]
    about: Literal["number", "group", "inside"] = "number"

    def name(self) -> str:
        """In words, for the report of the attack."""
        words = []
        for part, turned in zip(self.parts, self.without, strict=True):
            field = next(iter(part))[0].split("|")[0]
            words.append(f"{field} {'not ' if turned else ''}in {{{', '.join(sorted(code for _, code in part))}}}")
        return f"{'+'.join(self.quarters)}: {' and '.join(words) or 'all cases'}"


class Found(NamedTuple):
    """Something found out: the number, what it can be at the least and at the most."""

    target: Target
    least: int
    most: int


class Attack:
    """Everything tried against one group of files that share quarters."""

    def __init__(self, files: Sequence[Json], seed: int, tries: int) -> None:
        self.world = World(files)
        self._chance = random.Random(seed)
        self._tries = tries
        self._rank = np.random.default_rng(seed)
        self.pool: list[Ints] = []
        self.asked = 0
        self.undecided: list[Target] = []

    def run(self, most: int) -> list[Found]:
        """What is found out, and no more than `most`. ValueError where no cases agree with the files."""
        for _ in range(20):
            self._look(self._rank.normal(size=self.world.columns) * (self._rank.random(self.world.columns) < 0.3))
        for sign in (1.0, -1.0):
            self._look(np.full(self.world.columns, sign))
        found = []
        for target in dict.fromkeys(self.targets()):
            self.asked += 1
            try:
                one = self._tried(target)
            except TimeoutError:
                self.undecided.append(target)
                continue
            if one is not None:
                found.append(one)
            if len(found) >= most:
                break
        return found

    def _look(self, goal: NDArray[np.float64]) -> None:
        try:
            self.pool.append(self.world.best(goal))
        except TimeoutError:
            return

    def targets(self) -> Iterator[Target]:
        """Every cell over every set of quarters; then sums, rests and crossings drawn at random."""
        quarters = self.world.quarters
        sums = [one for size in range(1, len(quarters) + 1) for one in itertools.combinations(quarters, size)]
        cells = [
            frozenset((pair,)) for block in self.world.blocks for pair in sorted({p for a in block.answers for p in a})
        ]
        for chosen in sums:
            yield Target(chosen, (), ())
            for cell in cells:
                yield Target(chosen, (cell,), (False,))
                yield Target(chosen, (cell,), (True,))
            for whole, inner in self._inside(cells):
                yield Target(chosen, (whole, inner), (False, True))
        yield from self._groups(cells)
        for chosen in sums:
            yield from self._crossed(chosen, cells)
            yield from self._printed_rests(chosen)
            for _ in range(self._tries):
                yield self._drawn(chosen, cells)

    def _groups(self, cells: Sequence[frozenset[Pair]]) -> Iterator[Target]:
        """All cases of a file, each cell, and each row and column of a crossing, without one code; rows from inside."""
        for file in self.world.files:
            chosen = tuple(sorted(quarters_of(file["period"])))
            yield from (Target(chosen, (cell,), (True,), about="group") for cell in cells)
            yield from (Target(chosen, (cell,), (False,), about="inside") for cell in cells)
            yield Target(chosen, (), (), about="inside")
            yield from (Target(chosen, pair, (False, True), about="group") for pair in self._inside(cells))
            for fields in crossings_of([file]):
                own = [[cell for cell in cells if next(iter(cell))[0] == name] for name in sorted(fields)]
                for pair in itertools.product(*own):
                    yield Target(chosen, pair, (False, True), about="group")
                    yield Target(chosen, pair, (True, False), about="group")

    def _inside(self, cells: Sequence[frozenset[Pair]]) -> Iterator[tuple[frozenset[Pair], frozenset[Pair]]]:
        """A cell and a cell within it: a code of a group, a code of a field that is cut from the other."""
        for block in self.world.blocks:
            masks = {cell: block.mask(cell) for cell in cells if next(iter(cell))[0] in block.fields}
            for (whole, outer), (inner, inside) in itertools.permutations(masks.items(), 2):
                if not (inside & ~outer).any():
                    yield whole, inner

    def _crossed(self, chosen: tuple[str, ...], cells: Sequence[frozenset[Pair]]) -> Iterator[Target]:
        """A code of each of two fields that are told together, and either or both of them the other way round."""
        for fields in crossings_of(self.world.files):
            own = [[cell for cell in cells if next(iter(cell))[0] == name] for name in sorted(fields)]
            for pair in itertools.product(*own):
                for turned in itertools.product((False, True), repeat=len(pair)):
                    yield Target(chosen, tuple(pair), turned)

    def _printed_lines(self, chosen: tuple[str, ...], table: Json, names: Mapping[str, str]) -> Iterator[Target]:
        """What exact rows of a crossing leave of a row or a column, and its `<k` rows together."""
        for place in range(len(table["columns"])):
            base, other = (names[table["columns"][one]] for one in (place, 1 - place))
            for code in {row[place] for row in table["rows"]} - {"*"}:
                line = [row for row in table["rows"] if row[place] == code and row[1 - place] != "*"]
                for kind in (int, str):
                    rows = [row for row in line if isinstance(row[-1], kind) and (kind is int or row[-1][0] == "<")]
                    part = frozenset((other, row[1 - place]) for row in rows)
                    if rows:
                        yield Target(chosen, (frozenset(((base, code),)), part), (False, kind is int))

    def _printed_rests(self, chosen: tuple[str, ...]) -> Iterator[Target]:
        """What is left of a table when its exact rows are taken off, and its `<k` rows together."""
        for file in self.world.files:
            names = {name.split("|")[0]: name for name in _named(file)}
            for table in file["tables"]:
                if len(table["columns"]) == 2:
                    yield from self._printed_lines(chosen, table, names)
                if len(table["columns"]) != 1:
                    continue
                field = names[table["columns"][0]]
                for kind in (int, str):
                    rows = [row for row in table["rows"] if row[0] != "*" and isinstance(row[-1], kind)]
                    rows = rows if kind is int else [row for row in rows if row[-1].startswith("<")]
                    if rows:
                        part = frozenset((field, row[0]) for row in rows)
                        yield Target(chosen, (part,), (kind is int,))

    def _drawn(self, chosen: tuple[str, ...], cells: Sequence[frozenset[Pair]]) -> Target:
        fields = self._chance.sample(
            self.world.blocks, k=min(self._chance.choice((1, 1, 2, 2, 2, 3)), len(self.world.blocks))
        )
        parts = []
        for block in fields:
            inside = [cell for cell in cells if next(iter(cell))[0] in block.fields]
            size = 1 if len(fields) > 1 and self._chance.random() < 0.7 else self._chance.randint(1, 4)
            part = frozenset().union(*self._chance.sample(inside, k=min(size, len(inside))))
            parts.append(part)
        turned = tuple(self._chance.random() < 0.25 for _ in parts)
        return Target(chosen, tuple(parts), turned)

    def _threshold(self, target: Target) -> int:
        """A release keeps the threshold it was made under; what several make together, the highest of them."""
        chosen = set(target.quarters)
        same = [f["threshold"] for f in self.world.files if set(quarters_of(f["period"])) == chosen]
        near = [f["threshold"] for f in self.world.files if set(quarters_of(f["period"])) & chosen]
        return int(max(same or near))

    def _tried(self, target: Target) -> Found | None:
        k = self._threshold(target)
        masks = self._masks(target)
        if not all(mask.any() for _number, mask in masks):
            return None  # no case can be meant
        lows: list[int] = []
        highs: list[int] = []
        for data in reversed(self.pool):
            low, high = self._range(target, masks, data)
            lows.append(low)
            highs.append(high)
            if self._is_open(target, lows, highs, k):
                return None
        for sign in (1, -1):
            data, low, high = self._extreme(target, masks, sign)
            self.pool.append(data)
            lows.append(low)
            highs.append(high)
            if self._is_open(target, lows, highs, k):
                return None
        if target.about == "inside" and (min(lows) > 0 or max(highs) == 0 or self._may_be_one(target, masks)):
            return None
        return Found(target, min(lows), max(highs))

    @staticmethod
    def _is_open(target: Target, lows: Sequence[int], highs: Sequence[int], k: int) -> bool:
        if target.about == "group":
            return max(highs) >= 2
        if target.about == "inside":
            return max(highs) >= k or any(low <= 1 <= high for low, high in zip(lows, highs, strict=True))
        return max(highs) >= k or (min(lows) == 0 and max(highs) > 0)

    def _may_be_one(self, target: Target, masks: Sequence[tuple[int, NDArray[np.bool_]]]) -> bool:
        """Whether cases that agree with all files have exactly one in a row of one field, or in all."""
        world, columns = self.world, []
        for quarter in target.quarters:
            first = world.quarters.index(quarter) * world.width
            columns += [np.flatnonzero(mask) + first + world.starts[number] for number, mask in masks] or [
                np.array([first])
            ]
        place = np.concatenate(columns)
        try:
            self.pool.append(world.best(np.zeros(world.columns), [(place, np.ones(len(place), dtype=np.int64), 1, 1)]))
        except ValueError:
            return False
        return True

    def _masks(self, target: Target) -> list[tuple[int, NDArray[np.bool_]]]:
        """Per block the answers that are meant; parts of one block hold together."""
        found: dict[int, NDArray[np.bool_]] = {}
        for part, turned in zip(target.parts, target.without, strict=True):
            name = next(iter(part))[0]
            number = next(place for place, block in enumerate(self.world.blocks) if name in block.fields)
            mask = self.world.blocks[number].mask(part)
            mask = ~mask if turned else mask
            found[number] = found[number] & mask if number in found else mask
        return list(found.items())

    def _counts(
        self, masks: Sequence[tuple[int, NDArray[np.bool_]]], data: Ints, quarter: str
    ) -> tuple[int, list[int]]:
        first = self.world.quarters.index(quarter) * self.world.width
        found = []
        for number, mask in masks:
            start = first + self.world.starts[number]
            found.append(int(data[start : start + len(mask)][mask].sum()))
        return int(data[first]), found

    def _range(self, target: Target, masks: Sequence[tuple[int, NDArray[np.bool_]]], data: Ints) -> tuple[int, int]:
        """What the number can be when fields of these counts are dealt out to cases in every way."""
        low = high = 0
        for quarter in target.quarters:
            whole, counts = self._counts(masks, data, quarter)
            low += max(0, sum(counts) - (len(counts) - 1) * whole) if counts else whole
            high += min(counts, default=whole)
        return low, high

    def _extreme(
        self, target: Target, masks: Sequence[tuple[int, NDArray[np.bool_]]], sign: int
    ) -> tuple[Ints, int, int]:
        """The cases with most (1) or least (-1) of the number: a column per quarter stands for it."""
        world, rows = self.world, []
        goal = np.zeros(world.columns + len(target.quarters))
        goal[world.columns :] = sign
        for place, quarter in enumerate(target.quarters):
            first, own = world.quarters.index(quarter) * world.width, world.columns + place
            sides = [np.flatnonzero(mask) + first + world.starts[number] for number, mask in masks] or [
                np.array([first])
            ]
            if sign > 0:
                for side in sides:
                    columns = np.append(side, own)
                    rows.append((columns, np.append(np.ones(len(side), dtype=np.int64), -1), 0, 10**6))
            else:
                columns = np.concatenate([*sides, [own]])
                factors = np.append(np.full(len(columns) - 1, -1), 1)
                if len(sides) > 1:
                    columns, factors = np.append(columns, first), np.append(factors, len(sides) - 1)
                rows.append((columns, factors.astype(np.int64), 0, 10**6))
        data = world.best(goal, rows, len(target.quarters))[: world.columns]
        return (data, *self._range(target, masks, data))


def _named(file: Json) -> list[str]:
    return [f"{name}|{','.join(one['codes'])}" for name, one in file["dimensions"].items()]


def attack_numbers(
    files: Sequence[Json], *, seed: int = 1, tries: int = 40, most: int = 1_000
) -> tuple[list[str], int, int]:
    """What was found out, in words, up to `most` per group; how many numbers were tried; how many were not decided."""
    found, asked, undecided = [], 0, 0
    for group in linked(files):
        attack = Attack(group, seed, tries)
        try:
            found += [f"{one.target.name()} is {one.least} to {one.most}" for one in attack.run(most)]
        except ValueError:
            found.append(f"{', '.join(file['period'] for file in group)}: no cases agree with these files")
        asked += attack.asked
        undecided += len(attack.undecided)
    return found, asked, undecided
