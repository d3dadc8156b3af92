"""Thousands of rounds of random acts, each ended by kill -9: `python -m benchmarks.bench_crash [rounds] [seed]`.

A new vault after each 200 rounds: there are not quarters enough to export in one.

Tells how many acts of each kind were told as done, were cut off, and what was found missing or broken: nothing, or it
ends with 1.
"""

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.system.crash_rounds import OFTEN, begin, one_round

ROUNDS = 2_000
_OF_ONE_VAULT = 200


def main() -> int:
    """The rounds, and what was found."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    started, faults = time.monotonic(), list[str]()
    done, begun = Counter[str](), Counter[str]()
    for first in range(0, rounds, _OF_ONE_VAULT):
        with tempfile.TemporaryDirectory() as place:
            story = begin(Path(place))
            for number in range(first, min(first + _OF_ONE_VAULT, rounds)):
                faults += one_round(story, seed + number)
        done.update({act: len(numbers) for act, numbers in story.done.items()})
        begun.update({act: len(numbers) for act, numbers in story.begun.items()})
    sys.stdout.write(f"{rounds} rounds in {time.monotonic() - started:.0f} s\n")
    for act in OFTEN:
        sys.stdout.write(f"{act:12} {done[act]:6} told as done, {begun[act] - done[act]:5} cut off\n")
    sys.stdout.write("".join(f"FAULT {fault}\n" for fault in faults) or "nothing lost, nothing half, nothing broken\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
