"""How much is told beside the usual method at equal safety: `python -m benchmarks.bench_peer DIR`.

The usual method is written anew here: cells under the threshold are left out, zeros too, and as few cases as can be
beside them, each release for itself (Fischetti and Salazar-González 2001, as whole-number programs).
"""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import highspy

from benchmarks.attack_model import Quiet
from benchmarks.attack_numbers import attack_numbers
from benchmarks.attack_plants import File, Truth, honest, rewritten, truth_of

TABLES = ("matter", "other_party", "client_role", "formality", "found_via", "aftercare", "unit", "channel", "online")
"""One code per case: only there the usual method says what is safe. `formality` without its sub-population."""


def suppressed(counts: Mapping[str, int], groups: Mapping[str, Sequence[str]], total: int, k: int) -> set[str]:
    """The rows left out: those under `k`, and the fewest cases more that leave each of them anything from 0 to `k`.

    What is left out of a line together is `k` cases or more: the total gives that number away.
    """
    names = list(counts)
    primary = [name for name in names if counts[name] < k]
    if total < k or not primary:
        return set(names) if total < k else set()
    inside = {code for codes in groups.values() for code in codes}
    lines: list[tuple[str | None, list[str]]] = [(None, [name for name in names if name not in inside])]
    lines += [(group, list(codes)) for group, codes in groups.items()]
    solver = _Program()
    hidden = {name: solver.column(1, counts[name] + 0.01, whole=True) for name in names}
    for name in primary:
        solver.row({hidden[name]: 1}, 1, 1)
        for wanted in ((k, total), (0, 0)):
            other = {one: solver.column(total, 0, whole=True) for one in names}
            solver.row({other[name]: 1}, *wanted)
            for one in names:
                solver.row({other[one]: 1, hidden[one]: -total}, -total, counts[one])
                solver.row({other[one]: 1, hidden[one]: total}, counts[one], 2 * total)
            for whole, parts in lines:
                terms = {other[part]: 1.0 for part in parts}
                if whole is not None:
                    terms[other[whole]] = -1.0
                solver.row(terms, total if whole is None else 0, total if whole is None else 0)
        for whole, parts in lines:
            # Where the whole of a line is printed, what it lacks is known to the last case.
            if name in parts:
                terms = {hidden[part]: float(counts[part]) for part in parts}
                if whole is not None:
                    terms[hidden[whole]] = float(k)
                terms[hidden[name]] = terms.get(hidden[name], 0) - k
                solver.row(terms, 0, 10**6)
    return {name for name, column in hidden.items() if solver.values()[column] > 0.5}


class _Program:
    def __init__(self) -> None:
        self._solver = Quiet()
        self._columns = 0
        self._found: Sequence[float] = ()

    def column(self, most: float, cost: float, *, whole: bool) -> int:
        self._solver.addCol(cost, 0.0, most, 0, [], [])
        if whole:
            self._solver.changeColIntegrality(self._columns, highspy.HighsVarType.kInteger)
        self._columns += 1
        return self._columns - 1

    def row(self, terms: Mapping[int, float], low: float, high: float) -> None:
        self._solver.addRow(low, high, len(terms), list(terms), list(terms.values()))

    def values(self) -> Sequence[float]:
        if not self._found:
            self._solver.run()
            if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
                raise SystemExit("the usual method found no table that is safe")
            self._found = list(self._solver.getSolution().col_value)
        return self._found


def usual(files: Sequence[File], truth: Truth) -> list[File]:
    """The same releases by the usual method; what it has no answer for is silent."""
    found: list[File] = json.loads(json.dumps(files))
    for file in found:
        for table in file["tables"]:
            if table["id"] not in TABLES:
                for row in table["rows"]:
                    whole = not table["columns"] and truth(file, table, row)
                    row[-1] = whole if whole and whole >= file["threshold"] else "."
                continue
            counts = {row[0]: truth(file, table, row) for row in table["rows"]}
            groups = file["dimensions"][table["id"]]["groups"]
            total = counts.pop("*")
            left_out = suppressed(counts, groups, total, file["threshold"])
            for row in table["rows"]:
                row[-1] = "." if row[0] in left_out else counts.get(row[0], total)
                if row[0] == "*" and total < file["threshold"]:
                    row[-1] = "."
    return found


def told(files: Sequence[File], truth: Truth) -> str:
    """Share of rows and of cases with an exact number, and of rows with a class, in percent."""
    rows = exact = classes = cases = exact_cases = 0
    for file in files:
        for table in file["tables"]:
            for row in table["rows"] if table["id"] in TABLES else ():
                if row[0] == "*":
                    continue
                rows += 1
                exact += isinstance(row[-1], int)
                classes += isinstance(row[-1], str) and row[-1] != "."
                if row[0] not in file["dimensions"][table["id"]]["groups"]:
                    number = truth(file, table, row)
                    cases += number
                    exact_cases += number if isinstance(row[-1], int) else 0
    return f"{100 * exact / rows:.0f} | {100 * classes / rows:.0f} | {100 * exact_cases / cases:.0f}"


def main(arguments: Sequence[str]) -> None:
    """Both methods on a year of 60, 150 and 400 cases, and the second attack on both."""
    head = (
        "| cases | period | method | rows exact | rows by class | cases exact | found out alone | found out together |"
    )
    sys.stdout.write(f"{head}\n|---|---|---|---|---|---|---|---|\n")
    for number in map(int, arguments[1:] or ("60", "150", "400")):
        folder = Path(arguments[0]) / f"year-{number}"
        truth = truth_of(honest(folder, number))
        order = sorted(folder.glob("*.json"), key=lambda path: int(path.stem[-3:]))
        ours: list[File] = [json.loads(path.read_bytes()) for path in order]
        peer = usual(ours, truth)
        other = folder.with_name(folder.name + "-usual")
        other.mkdir(exist_ok=True)
        rewritten(other, peer)
        for name, files in (("this program", ours), ("the usual method", peer)):
            together = len(attack_numbers(files, tries=5, most=100)[0])
            for kind, some in (("quarters", files[:-1]), ("year", files[-1:])):
                alone = sum(len(attack_numbers([file], tries=5, most=100)[0]) for file in some)
                both = f"{alone} | {together}"
                sys.stdout.write(f"| {number} | {kind} | {name} | {told(some, truth)} | {both} |\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
