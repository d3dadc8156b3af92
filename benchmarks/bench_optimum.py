"""How far the program is from the most that could be told, on worlds small enough to look at all of them.

`python -m benchmarks.bench_optimum`: for every count of a tiny table each set of true statements is tried against every
count that agrees with it. The most that keeps G1 to G3 does not mind that a refusal tells something; the program does.
"""

import itertools
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from adviser_desk.models.period import Period
from adviser_desk.models.release import Dimension
from adviser_desk.signals.profiles import TableSpec
from adviser_desk.signals.protect import Question, protect

K = 3
QUARTER = "2026Q1"
Ints = NDArray[np.int64]
Said = int | str


class World(NamedTuple):
    """A table, the cells in it as sums over kinds of cases, and its lines: sums of cells that make up the total."""

    name: str
    dimension: Dimension
    kinds: int
    cells: Mapping[str, tuple[int, ...]]
    lines: tuple[tuple[str, ...], ...]
    most: int


def single(codes: int, most: int, groups: Mapping[str, tuple[str, ...]] | None = None) -> World:
    """One code per case, with `unknown` as the last; a group where one is given."""
    names = (*"abcde"[:codes], "unknown")
    inside = groups or {}
    cells = {name: tuple(int(name == one) for one in names) for name in names}
    cells |= {group: tuple(int(one in members) for one in names) for group, members in inside.items()}
    grouped = {code for members in inside.values() for code in members}
    lines = [names]
    if inside:
        lines += [(*inside, *(name for name in names if name not in grouped)), *inside.values()]
    dimension = Dimension(codes=names, multiple=False, at_least=1, at_most=1, groups=dict(inside))
    words = f"one code of {len(names)}" + (", a group of two" if inside else "")
    return World(words, dimension, len(names), {"*": (1,) * len(names), **cells}, tuple(lines), most)


def several(most: int) -> World:
    """None, one or two of two codes per case."""
    dimension = Dimension(codes=("a", "b"), multiple=True, at_least=0, at_most=2, groups={})
    cells = {"*": (1, 1, 1, 1), "a": (0, 1, 0, 1), "b": (0, 0, 1, 1)}
    return World("none, one or both of two codes", dimension, 4, cells, (), most)


WORLDS = (single(1, 12), single(1, 24), single(2, 8), single(2, 13), several(5))


def counts(kinds: int, most: int) -> Ints:
    """Every number of cases of each kind, up to so many together."""
    found = [one for one in itertools.product(range(most + 1), repeat=kinds) if sum(one) <= most]
    return np.array(found, dtype=np.int64)


class Reader:
    """Everything that a reader cannot rule out, looked at one by one."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.names = tuple(world.cells)
        self._matrix = np.array([world.cells[name] for name in self.names])
        self._all = counts(world.kinds, world.most + 2 * K) @ self._matrix.T
        self._known: dict[tuple[Said, ...], bool] = {}

    def safe(self, said: tuple[Said, ...]) -> bool:
        """Whether every protected number is open in the counts that agree with these statements."""
        if said not in self._known:
            self._known[said] = self._looked_at(said)
        return self._known[said]

    def _looked_at(self, said: tuple[Said, ...]) -> bool:
        agree = self._all
        for place, one in enumerate(said):
            column = agree[:, place]
            if isinstance(one, int):
                agree = agree[column == one]
            elif one != ".":
                agree = agree[column < K if one[0] == "<" else column >= K]
        for number in self._protected(said, agree):
            low = bool((number == 0).any() and (number > 0).any())
            if not (low or bool((number >= K).any())):
                return False
        return all(bool((number >= 2).any()) for number in self._others(agree))

    def _others(self, agree: Ints) -> Iterator[Ints]:
        """All cases, and those of a group, without one code."""
        for place in range(1, len(self.names)):
            yield agree[:, 0] - agree[:, place]
        yield from self._within_groups(agree)

    def _within_groups(self, agree: Ints) -> Iterator[Ints]:
        at = {name: place for place, name in enumerate(self.names)}
        for group, members in self.world.dimension.groups.items():
            for member in members:
                yield agree[:, at[group]] - agree[:, at[member]]

    def _protected(self, said: tuple[Said, ...], agree: Ints) -> Iterator[Ints]:
        at = {name: place for place, name in enumerate(self.names)}
        for place in range(len(self.names)):
            if not isinstance(said[place], int):
                yield agree[:, place]
        for line in self.world.lines:
            open_cells = [at[name] for name in line if not isinstance(said[at[name]], int)]
            small = [place for place in open_cells if str(said[place])[0] == "<"]
            for places in (open_cells, small):
                if len(places) > 1:
                    yield agree[:, places].sum(axis=1)
        yield from self._others(agree) if self.world.dimension.multiple else self._within_groups(agree)

    def best(self, values: Sequence[int]) -> tuple[int, int]:
        """The most rows that can be told exactly, and the most cases in such rows, each for itself."""
        ways = [[one, "."] if one >= K else ["."] for one in values]
        ways = [[*way, f"<{K}" if one < K else f">={K}"] for way, one in zip(ways, values, strict=True)]
        safe = [said for said in itertools.product(*ways) if self.safe(said)]
        exact = [[one if isinstance(one, int) else 0 for one in said[1:]] for said in safe]
        return max(sum(map(bool, one)) for one in exact), max(map(sum, exact))


def told(world: World, values: Mapping[str, int]) -> tuple[int, int]:
    """What the program tells: rows with an exact number, and the cases in them."""
    found = {(QUARTER, "" if name == "*" else "matter", name): number for name, number in values.items()}
    question = Question(
        period=Period(QUARTER),
        counts=found,
        dimensions={"matter": world.dimension},
        tables=(TableSpec(dimension="matter"),),
        threshold=K,
        earlier=(),
    )
    said = [one for place, one in protect(question).items() if place[1] and isinstance(one, int)]
    return len(said), sum(said)


def compared(world: World, say: Callable[[str], int]) -> None:
    """One line of the table: over all counts of a world."""
    reader = Reader(world)
    rows = cases = best_rows = best_cases = same = 0
    every = counts(world.kinds, world.most)
    for one in every:
        values = dict(zip(reader.names, (one @ reader._matrix.T).tolist(), strict=True))
        ours, most = told(world, values), reader.best(list(values.values()))
        assert ours[0] <= most[0], (values, ours, most)
        rows, cases, best_rows, best_cases = rows + ours[0], cases + ours[1], best_rows + most[0], best_cases + most[1]
        same += ours[0] == most[0]
    shares = [f"{100 * part / whole:.0f} %" for part, whole in ((rows, best_rows), (cases, best_cases))]
    told_all = f"{100 * same / len(every):.0f} %"
    say(f"| {world.name}, up to {world.most} cases | {len(every)} | {' | '.join(shares)} | {told_all} |\n")


def main() -> None:
    """All worlds."""
    sys.stdout.write("| world, k = 3 | tables | rows of the most | cases of the most | tables at the most |\n")
    sys.stdout.write("|---|---|---|---|---|\n")
    for world in WORLDS:
        compared(world, sys.stdout.write)
        sys.stdout.flush()


if __name__ == "__main__":
    main()
