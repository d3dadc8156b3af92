"""How long an export is worked on, protection and audit apart: `python -m benchmarks.bench_signals`.

Large profile, invented cases. The limit is held against the processor's time: on a busy machine the clock differs.
"""

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from adviser_desk.casework import replaying, reporting
from adviser_desk.policy import DEFAULT
from benchmarks.invented_advisers import UNITS, in_quarters, write_lines

SEEDS = (1, 2, 3)


class Task(NamedTuple):
    """So many cases in these quarters, and the year after them. `most` are the seconds that all of it may take."""

    name: str
    cases: int
    periods: tuple[str, ...]
    most: float


YEAR = ("2021Q1", "2021Q2", "2021Q3", "2021Q4", "2021")
TASKS = (
    Task("20 cases", 20, YEAR[:1], 2),
    Task("60 cases", 60, YEAR[:1], 10),
    Task("a year of 250 and its quarters", 250, YEAR, 30),
    Task("a pool of 60 advisers, 3,000 cases", 3_000, YEAR[:1], 60),
)


class Clock:
    """Adds up what a function of the export takes, by the clock and of the processor."""

    def __init__(self, name: str) -> None:
        self._name, self._act = name, getattr(reporting, name)
        self.took = [0.0, 0.0]

    def __enter__(self) -> "Clock":
        setattr(reporting, self._name, self)
        return self

    def __exit__(self, *_: object) -> None:
        setattr(reporting, self._name, self._act)

    def __call__(self, *given: Any, **named: Any) -> Any:
        begun = time.perf_counter(), time.process_time()
        found = self._act(*given, **named)
        self.took[0] += time.perf_counter() - begun[0]
        self.took[1] += time.process_time() - begun[1]
        return found


def measured(task: Task, seed: int) -> str:
    """One line: seconds of protection and of audit, clock and processor."""
    with TemporaryDirectory() as folder:
        source = Path(folder) / "cases.jsonl"
        write_lines(source, in_quarters(task.cases, task.periods[:4], seed))
        course = replaying.Course(
            profile="large", periods=tuple(map(replaying.Period, task.periods)), units=((None, UNITS),)
        )
        with Clock("protect") as protection, Clock("audit") as audit:
            replaying.replay(source, Path(folder) / "out", course, policy=DEFAULT, language="nl")
    whole = protection.took[0] + audit.took[0]
    parts = " + ".join(f"{clock.took[0]:.1f} ({clock.took[1]:.1f})" for clock in (protection, audit))
    kept = "holds" if protection.took[1] + audit.took[1] < task.most else "MISSED"
    return f"| {task.name} | {seed} | {parts} | {whole:.1f} | {task.most:.0f} | {kept} |"


def main(arguments: Sequence[str]) -> None:
    """All tasks, or those whose name begins with what was named."""
    say: Callable[[str], int] = sys.stdout.write
    say("| what | seed | protection + audit, s (processor) | together | at most | |\n|---|---|---|---|---|---|\n")
    for task in TASKS:
        for seed in SEEDS if not arguments or any(map(task.name.startswith, arguments)) else ():
            say(measured(task, seed) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
