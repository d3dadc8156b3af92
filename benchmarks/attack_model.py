"""An outsider's model of the cases behind release files, from the files alone. Shares no code with the program.

A field is a list of answers a case can give; fields hang together only by the number of cases of each quarter, and may
otherwise be dealt out to cases in any way. So whole numbers that fit the files are always real cases.
"""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import highspy
import numpy as np
from numpy.typing import NDArray

Json = Mapping[str, Any]
Ints = NDArray[np.int64]
Answer = frozenset[tuple[str, str]]
"""What one case answers in a block of fields: (field, code) for every code it has."""
ENDLESS = 10**6
_SECONDS = 20.0


class Claim(NamedTuple):
    """The cases of some quarters that have each of these (field, code) pairs; none of them: all cases."""

    quarters: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    low: int
    high: int


class Block(NamedTuple):
    """Fields that divide each other or are told together, and every answer that a case can give to all of them."""

    fields: tuple[str, ...]
    answers: tuple[Answer, ...]

    def mask(self, pairs: Iterable[tuple[str, str]]) -> NDArray[np.bool_]:
        """Which answers have one of the pairs."""
        wanted = set(pairs)
        return np.array([bool(wanted & answer) for answer in self.answers])


def quarters_of(period: str) -> tuple[str, ...]:
    """The quarters of `2026Q3`, `2026H1` or `2026`."""
    kind = period[4:]
    if kind.startswith("Q"):
        return (period,)
    numbers = {"": (1, 2, 3, 4), "H1": (1, 2), "H2": (3, 4)}[kind]
    return tuple(f"{period[:4]}Q{number}" for number in numbers)


def linked(files: Sequence[Json]) -> list[list[Json]]:
    """The files in groups that share no quarter."""
    groups: list[list[Json]] = []
    for file in files:
        near = [group for group in groups if any(_meet(file, other) for other in group)]
        groups = [group for group in groups if group not in near]
        groups.append([other for group in near for other in group] + [file])
    return groups


def _meet(one: Json, other: Json) -> bool:
    return bool(set(quarters_of(one["period"])) & set(quarters_of(other["period"])))


def fields_of(file: Json) -> dict[str, Json]:
    """The lists of a file by name; a list that changes is another field, so its name carries its codes."""
    return {f"{name}|{','.join(one['codes'])}": one for name, one in file["dimensions"].items()}


def parents_of(files: Iterable[Json]) -> dict[str, tuple[str, str]]:
    """Field → the (field, code) whose cases it divides, read from the tables."""
    found = {}
    for file in files:
        named = {name.split("|")[0]: name for name in fields_of(file)}
        for table in file["tables"]:
            for name, code in table.get("where", {}).items():
                found[named[table["columns"][0]]] = (named[name], code)
    return found


def blocks_of(files: Sequence[Json]) -> list[Block]:
    """Every field with the fields that are cut from it; fields of one table are one block."""
    fields = {name: one for file in files for name, one in fields_of(file).items()}
    parents = parents_of(files)
    blocks = []
    for name, field in fields.items():
        if name in parents:
            continue
        inner = {child: code for child, (parent, code) in parents.items() if parent == name}
        answers: list[Answer] = []
        for own in _subsets(name, field):
            open_fields = [child for child, code in inner.items() if (name, code) in own]
            for more in itertools.product(*(list(_subsets(child, fields[child])) for child in open_fields)):
                answers.append(own.union(*more))
        blocks.append(Block((name, *inner), tuple(answers)))
    for fields_ in crossings_of(files):
        told = [block for block in blocks if set(block.fields) & fields_]
        names = tuple(name for block in told for name in block.fields)
        both = (frozenset().union(*one) for one in itertools.product(*(block.answers for block in told)))
        blocks = [*(block for block in blocks if block not in told), Block(names, tuple(both))]
    return blocks


def crossings_of(files: Iterable[Json]) -> list[frozenset[str]]:
    """The fields that some table tells together."""
    found: dict[frozenset[str], None] = {}
    for file in files:
        named = {name.split("|")[0]: name for name in fields_of(file)}
        for table in file["tables"]:
            if len(table["columns"]) > 1:
                found[frozenset(named[column] for column in table["columns"])] = None
    return list(found)


def _subsets(name: str, field: Json) -> Iterator[Answer]:
    if not field["multiple"]:
        sizes: Iterable[int] = (1,)
    else:
        sizes = range(field["at_least"], field["at_most"] + 1)
    for size in sizes:
        for codes in itertools.combinations(field["codes"], size):
            groups = [group for group, inside in field["groups"].items() if set(codes) & set(inside)]
            yield frozenset((name, code) for code in (*codes, *groups))


def claims_of(file: Json) -> Iterator[Claim]:
    """Every row of a file as bounds on a number of cases."""
    quarters = quarters_of(file["period"])
    named = {name.split("|")[0]: name for name in fields_of(file)}
    for table in file["tables"]:
        where = [(named[name], code) for name, code in table.get("where", {}).items()]
        for row in table["rows"]:
            own = [(named[name], code) for name, code in zip(table["columns"], row, strict=False) if code != "*"]
            # A field cut from another has its codes only inside it, so its row alone says where it is.
            yield Claim(quarters, tuple(own or where), *bounds(row[-1]))


def bounds(said: int | str) -> tuple[int, int]:
    """The lowest and highest number that a statement allows."""
    if isinstance(said, int):
        return said, said
    if said == ".":
        return 0, ENDLESS
    return (0, int(said[1:]) - 1) if said[0] == "<" else (int(said[2:]), ENDLESS)


class Term(NamedTuple):
    """A part of what is maximised: the cases of a quarter that give one of the masked answers of a block."""

    block: int
    quarter: int
    mask: NDArray[np.bool_]


class World:
    """All cases that agree with a group of files, as whole numbers: per quarter, per block, per answer."""

    def __init__(self, files: Sequence[Json]) -> None:
        self.files = files
        self.quarters = sorted({quarter for file in files for quarter in quarters_of(file["period"])})
        self.blocks = blocks_of(files)
        sizes = [len(block.answers) for block in self.blocks]
        self.starts = np.cumsum([0, *sizes])[:-1] + 1
        self.width = 1 + sum(sizes)
        self.columns = self.width * len(self.quarters)
        self._rows: list[tuple[Ints, Ints, int, int]] = []
        self._tie()
        for file in files:
            for claim in claims_of(file):
                if (claim.low, claim.high) != (0, ENDLESS):
                    self._rows.append(self._row(claim))

    def _tie(self) -> None:
        for quarter in range(len(self.quarters)):
            first = quarter * self.width
            for start, block in zip(self.starts, self.blocks, strict=True):
                columns = np.append(np.arange(len(block.answers)) + first + start, first)
                factors = np.ones(len(columns), dtype=np.int64)
                factors[-1] = -1
                self._rows.append((columns, factors, 0, 0))

    def _row(self, claim: Claim) -> tuple[Ints, Ints, int, int]:
        columns = self.where(claim.quarters, claim.pairs)
        return columns, np.ones(len(columns), dtype=np.int64), claim.low, claim.high

    def where(self, quarters: Iterable[str], pairs: Sequence[tuple[str, str]]) -> Ints:
        """The columns whose sum counts the cases with each of these pairs. Pairs are of one block."""
        firsts = [self.quarters.index(quarter) * self.width for quarter in quarters]
        if not pairs:
            return np.array(firsts)
        number = next(place for place, block in enumerate(self.blocks) if pairs[0][0] in block.fields)
        masks = [self.blocks[number].mask([pair]) for pair in pairs]
        inside = np.flatnonzero(np.all(masks, axis=0)) + self.starts[number]
        return np.concatenate([inside + first for first in firsts])

    def best(self, goal: NDArray[np.float64], more: Sequence[tuple[Ints, Ints, int, int]] = (), extra: int = 0) -> Ints:
        """Whole numbers that make the goal as large as can be; `extra` columns follow those of the world.

        Raises ValueError where nothing agrees with the files, TimeoutError where the solver does not finish.
        """
        for whole in (False, True):
            found = self._solved(goal, [*self._rows, *more], extra, whole)
            if found is not None:
                return found
        raise TimeoutError

    def _solved(
        self, goal: NDArray[np.float64], rows: Sequence[tuple[Ints, Ints, int, int]], extra: int, whole: bool
    ) -> Ints | None:
        columns = self.columns + extra
        starts = np.cumsum([0, *(len(row[0]) for row in rows)]).astype(np.int32)
        low = np.array([row[2] for row in rows], dtype=float)
        high = np.array([highspy.kHighsInf if row[3] >= ENDLESS else row[3] for row in rows], dtype=float)
        solver = Quiet()
        kind = int(highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous)
        solver.passModel(
            columns, len(rows), int(starts[-1]), int(highspy.MatrixFormat.kRowwise),
            int(highspy.ObjSense.kMaximize), 0.0, goal, np.zeros(columns), np.full(columns, 5_000.0), low, high,
            starts, np.concatenate([row[0] for row in rows]).astype(np.int32),
            np.concatenate([row[1] for row in rows]).astype(float), np.full(columns, kind, dtype=np.int32),
        )  # fmt: skip
        solver.run()
        status = solver.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            raise ValueError("no cases agree with these files")
        if status != highspy.HighsModelStatus.kOptimal:
            return None
        values = np.array(solver.getSolution().col_value)
        rounded: Ints = np.rint(values).astype(np.int64)
        if np.abs(values - rounded).max() > 1e-5 or not self._fits(rounded, rows):
            return None
        return rounded

    @staticmethod
    def _fits(values: Ints, rows: Sequence[tuple[Ints, Ints, int, int]]) -> bool:
        return all(low <= int(values[columns] @ factors) <= high for columns, factors, low, high in rows)


class Quiet(highspy.Highs):
    """The solver, without a word on standard output."""

    def __init__(self) -> None:
        super(highspy.Highs, self).__init__()
        for name, value in {"output_flag": False, "threads": 1, "time_limit": _SECONDS, "mip_rel_gap": 0.0}.items():
            self.setOptionValue(name, value)
