"""What a reader finds who knows the program: `python -m benchmarks.bench_knowing_reader [NUMBER…]`.

Every data set of tiny practices is released; those that give the same files stand for what he cannot rule out.
Takes four minutes of the processor; numbers choose practices by their place in the list, from 0.
"""

import sys
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "signals"))  # the invented practices are the tests' own

from invented_releases import multiple, single
from knowing_reader import Practice, read_by_one_who_knows

from adviser_desk.signals.profiles import TableSpec

QUARTER, HALF, THREE, LONG = (
    ("2026Q1",),
    ("2026Q1", "2026H1"),
    ("2026Q1", "2026Q2", "2026H1"),
    ("2026Q1", "2026H1", "2026"),
)
TWO = {"f": single("a", "b")}
GROUP = {"f": single("a", "b", "c", g=("a", "b"))}
SEVERAL = {"f": multiple("a", "b", at_most=2)}
FIELDS = {"f": single("a", "b"), "h": single("p", "q")}
STEPS = {"formality": single("none", "formal"), "reason_no_step": single("r", "s")}
CROSSED = (TableSpec(dimension="f", beside="h"),)
SIDES = {"f": single("a", "b"), "h": single("p", "q", "r", g=("p", "q"))}
GROUNDS = {"behaviour": multiple("discrimination", "b", at_most=2), "ground_group": multiple("x", "y", at_most=2)}

PRACTICES = (
    Practice("only totals", {}, THREE, 2, 8),
    Practice("only totals", {}, THREE, 3, 8),
    Practice("only totals", {}, LONG, 2, 5),
    Practice("two codes", TWO, QUARTER, 2, 8),
    Practice("two codes", TWO, QUARTER, 3, 8),
    Practice("two codes", TWO, HALF, 2, 4),
    Practice("two codes", TWO, THREE, 2, 4),
    Practice("two codes", TWO, THREE, 3, 4),
    Practice("three codes", {"f": single("a", "b", "c")}, QUARTER, 2, 8),
    Practice("three codes", {"f": single("a", "b", "c")}, QUARTER, 3, 8),
    Practice("three codes", {"f": single("a", "b", "c")}, THREE, 2, 3),
    Practice("four codes", {"f": single("a", "b", "c", "d")}, QUARTER, 2, 7),
    Practice("four codes", {"f": single("a", "b", "c", "d")}, QUARTER, 3, 8),
    Practice("a group", GROUP, QUARTER, 2, 8),
    Practice("a group", GROUP, QUARTER, 3, 8),
    Practice("a group", GROUP, THREE, 2, 2),
    Practice("several codes", SEVERAL, QUARTER, 2, 7),
    Practice("several codes", SEVERAL, QUARTER, 3, 8),
    Practice("several codes", SEVERAL, THREE, 2, 2),
    Practice("several codes in a group", {"f": multiple("a", "b", at_most=2, g=("a", "b"))}, QUARTER, 2, 7),
    Practice("three at once", {"f": multiple("a", "b", "c", at_most=2)}, QUARTER, 2, 4),
    Practice("two fields", FIELDS, QUARTER, 2, 6),
    Practice("two fields", FIELDS, QUARTER, 3, 7),
    Practice("a sub-population", STEPS, QUARTER, 2, 8),
    Practice("a sub-population", STEPS, QUARTER, 3, 8),
    Practice("a sub-population", STEPS, THREE, 2, 3),
    Practice("a sub-population of several codes", GROUNDS, QUARTER, 2, 4),
    Practice("a sub-population of several codes", GROUNDS, QUARTER, 3, 4),
    Practice("three codes, six cases, then two", {"f": single("a", "b", "c")}, HALF, 2, 6, sizes=(6, 2)),
    Practice("a crossing", FIELDS, QUARTER, 2, 9, crossed=CROSSED),
    Practice("a crossing", FIELDS, QUARTER, 3, 9, crossed=CROSSED),
    Practice("a crossing of groups", SIDES, QUARTER, 2, 5, crossed=CROSSED),
    Practice("a crossing", FIELDS, HALF, 2, 3, crossed=CROSSED),
)


def main(chosen: Sequence[str]) -> int:
    """Each practice in a line, and under it what leaks; 1 if anything does."""
    leaks = 0
    for practice in [PRACTICES[int(number)] for number in chosen] or PRACTICES:
        began = time.process_time()
        result = read_by_one_who_knows(practice)
        leaks += len(result.leaks)
        sys.stdout.write(
            f"{practice.name:<34} {' '.join(practice.periods):<22} k={practice.threshold} most {practice.most}: "
            f"{result.data_sets:>5} data sets, {result.files:>5} files ({result.open_ended} open-ended), "
            f"{result.numbers:>6} numbers, {len(result.leaks)} leaks, {time.process_time() - began:.0f} s\n"
        )
        for leak in result.leaks[:3]:
            sys.stdout.write(
                f"    {leak.name}: {leak.low}..{leak.high} in {leak.twins}: {leak.said}\n      {leak.example}\n"
            )
        sys.stdout.flush()
    return int(leaks > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
