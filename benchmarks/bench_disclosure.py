"""What five invented advisers can tell over five years, and in which time: `python -m benchmarks.bench_disclosure DIR`.

Leaves the lines and all release files in DIR; then `check` over all files of each adviser, in one go.
"""

import io
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

from adviser_desk import cli
from adviser_desk.casework import reporting
from adviser_desk.models.release import NOTHING, Release
from adviser_desk.signals.statements import Place, Said, statements
from benchmarks.invented_advisers import Adviser, lines, options, write, write_lines

KINDS = ("quarter", "year")
Shares = Counter[str]


class Watched:
    """Lets each export pass as it is and keeps what only the adviser sees: the real counts beside the statements."""

    def __init__(self) -> None:
        self.found: list[tuple[Release, Mapping[Place, int], float]] = []
        self._prepare = reporting.prepare

    def __call__(self, plan: reporting.Plan, **more: Any) -> reporting.Preview:
        begun = time.process_time()
        preview = self._prepare(plan, **more)
        self.found.append((preview.release, preview.own, time.process_time() - begun))
        return preview


def shares(release: Release, own: Mapping[Place, int]) -> tuple[Shares, Shares, Shares, Shares]:
    """Totals, cells of one-way tables, the cases in these, and cells of crossings, told `exact`, as `class` or `not`.

    A case is counted once in each table; groups are cells, but their cases are those of their codes.
    """
    totals, cells, cases, crossed = Shares(), Shares(), Shares(), Shares()
    for place, said in statements([release]).items():
        how = told(said)
        if not place[1]:
            totals[how] += 1
            continue
        if place[1] not in release.dimensions:
            crossed[how] += 1
            continue
        cells[how] += 1
        if place[2] not in release.dimensions[place[1]].groups:
            cases[how] += own[place]
    return totals, cells, cases, crossed


def told(said: Said) -> str:
    """How a number is told."""
    return "exact" if isinstance(said, int) else "not" if said == NOTHING else "class"


def of_adviser(adviser: Adviser, source: Path, seen: Watched) -> Iterator[str]:
    """Replay and check, then the lines of the table."""
    out = source.with_suffix("")
    seen.found.clear()
    begun = time.perf_counter()
    with redirect_stdout(io.StringIO()):
        code = cli.run(["replay", str(source), "--out", str(out), *options(adviser)])
    took = time.perf_counter() - begun
    files = sorted(map(str, out.glob("*.json")))
    begun = time.perf_counter()
    checked = cli.run(["check", *files])
    checking = time.perf_counter() - begun
    slowest = max((seconds for _release, _own, seconds in seen.found), default=0.0)
    yield (
        f"{adviser.cases} a year, {adviser.profile}: replay ended in {code} after {took:.0f} s"
        f" (slowest release {slowest:.1f} s of processor), {len(files)} files, check ended in {checked}"
        f" after {checking:.1f} s"
    )
    for kind in KINDS:
        three = [shares(release, own) for release, own, _ in seen.found if release.period.kind == kind]
        summed = [sum(parts, Shares()) for parts in zip(*three, strict=True)]
        yield f"| {adviser.cases} | {kind} | {len(three)} | " + " | ".join(map(percentages, summed)) + " |"


def percentages(found: Shares) -> str:
    """`exact / class / not`, in percent."""
    if not (whole := found.total()):
        return "–"
    return " / ".join(f"{100 * found[how] / whole:.0f}" for how in ("exact", "class", "not"))


def chosen(folder: Path, wanted: Sequence[str]) -> Iterator[tuple[Adviser, Path]]:
    """Each adviser with the file of five years; or those named, `8`, or one year of one of them, `8/2023`."""
    for adviser, source in write(folder).items():
        for name in wanted or (str(adviser.cases),):
            cases, _sign, year = name.partition("/")
            if cases == str(adviser.cases) and not year:
                yield adviser, source
            elif cases == str(adviser.cases):
                path = folder / f"{cases}-{year}.jsonl"
                write_lines(path, (line for line in lines(adviser.cases) if _all_in(year, line)))
                yield adviser, path


def _all_in(year: str, line: Mapping[str, Any]) -> bool:
    return all(line.get(name, year).startswith(year) for name in ("period", "arrived", "withdrawn"))


def main(arguments: Sequence[str]) -> None:
    """All advisers, or those named after the folder."""
    seen = Watched()
    reporting.prepare = seen  # the export itself stays what it is
    heads = ("cases a year", "period", "releases", "totals", "cells", "cases", "cells of crossings")
    for line in (heads, ["---"] * len(heads)):
        sys.stdout.write(f"| {' | '.join(line)} |\n")
    for adviser, source in chosen(Path(arguments[0]), arguments[1:]):
        for line in of_adviser(adviser, source, seen):
            sys.stdout.write(line + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
