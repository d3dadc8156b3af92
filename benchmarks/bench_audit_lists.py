"""The audit beside a list of all data sets, series by series: `python -m benchmarks.bench_audit_lists [FROM TO]`.

What it proves has to be exactly what the list shows of every number of F. Twenty-five series take a second.
"""

import sys
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "signals"))  # the invented series are the tests' own

from test_audit_brute_force import compared


def main(words: Sequence[str]) -> int:
    """A line with the figures; 1 if the audit is wrong or misses anything."""
    first, last = map(int, words or ("0", "4000"))
    began = time.process_time()
    wrong = missed = proven = leaking = 0
    for seed in range(first, last):
        found = compared(seed)
        wrong, missed, proven = wrong + len(found.wrong), missed + len(found.missed), proven + found.proven
        leaking += found.proven > 0
        if found.wrong or found.missed:
            sys.stdout.write(f"series {seed}: wrong {found.wrong}, missed {found.missed}\n")
    sys.stdout.write(
        f"{last - first} series, {leaking} of them leaking: {proven} numbers proved, {wrong} wrong, {missed} missed, "
        f"{time.process_time() - began:.0f} s of processor\n"
    )
    return int(bool(wrong or missed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
