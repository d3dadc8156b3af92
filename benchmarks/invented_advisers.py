"""Five invented advisers over five years, as lines for `replay`: `python -m benchmarks.invented_advisers DIR`.

About people who do not exist. The same seed gives the same lines on every machine.
"""

import json
import random
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

from adviser_desk.casework import practice_traits
from adviser_desk.models.period import Period

SEED = 5
YEARS = range(2021, 2026)
UNITS = ("noord", "zuid", "west", "staf")
SPLIT_FROM, SPLIT = Period("2023Q3"), ("noord", "zuid", "west_kust", "west_stad", "staf")
RAISED_FROM, RAISED_TO = Period("2024Q2"), 7
_CHANNELS, _OFTEN = ("phone", "in_person", "video", "message", "other"), (52, 30, 10, 6, 2)
_LATE, _VERY_LATE, _WITHDRAWN = 0.05, 0.01, 0.03


class Adviser(NamedTuple):
    """How many cases a year, and the profile that the program proposes for as many."""

    cases: int
    profile: Literal["small", "large"]


ADVISERS = (
    Adviser(8, "small"),
    Adviser(20, "small"),
    Adviser(60, "small"),
    Adviser(150, "large"),
    Adviser(400, "large"),
)


def options(adviser: Adviser) -> list[str]:
    """What `replay` is given beside the file and the folder."""
    return [
        "--profile", adviser.profile, "--periods", "quarters,years",
        "--units", ",".join(UNITS), "--units", f"{SPLIT_FROM}={','.join(SPLIT)}",
        "--threshold", "5", "--threshold", f"{RAISED_FROM}={RAISED_TO}",
    ]  # fmt: skip


def lines(cases: int, seed: int = SEED) -> Iterator[Mapping[str, Any]]:
    """The cases of one adviser: in number and kind as advisers meet them, more in autumn, some late, some withdrawn."""
    chance = random.Random(f"{seed}-{cases}")
    for year in YEARS:
        busy = round(cases * chance.uniform(0.8, 1.2))
        for place in chance.choices((1, 2, 3, 4), (25, 23, 22, 30), k=busy):
            yield _line(chance, Period(f"{year}Q{place}"))


def _line(chance: random.Random, quarter: Period) -> Mapping[str, Any]:
    units = UNITS if quarter < SPLIT_FROM else SPLIT
    traits = practice_traits.traits(chance, units, closed=chance.random() < 0.8, new=False)
    found: dict[str, Any] = {
        "period": str(quarter),
        "unit": traits.unit,
        "matter": traits.matter,
        "behaviour": traits.behaviour,
        "ground": traits.grounds,
        "online": traits.online,
        "client_role": traits.client_role,
        "other_party": traits.other_party,
        "found_via": traits.found_via,
        "step": traits.step,
        "reason_no_step": traits.reason_no_step,
        "aftercare": traits.aftercare,
        "channel": chance.choices(_CHANNELS, _OFTEN)[0],
        "themes": traits.themes,
    }
    came = quarter
    for late in (_LATE, _VERY_LATE / _LATE):
        if chance.random() >= late:
            break
        came = came.next_quarter
    if came != quarter:
        found["arrived"] = str(came)
    if chance.random() < _WITHDRAWN:
        found["withdrawn"] = str(chance.choice((came, came.next_quarter)))
    return {name: value for name, value in found.items() if value not in (None, ())}


def in_quarters(cases: int, quarters: Sequence[str], seed: int) -> Iterator[Mapping[str, Any]]:
    """So many cases that came in and stayed in these quarters: how long an export takes, not what happens to it."""
    chance = random.Random(f"{seed}-{cases}-alone")
    for place in range(cases):
        line = _line(chance, Period(quarters[place * len(quarters) // cases]))
        yield {name: value for name, value in line.items() if name not in ("arrived", "withdrawn")}


def write_lines(path: Path, cases: Iterable[Mapping[str, Any]]) -> None:
    """The file that `replay` reads."""
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in cases), encoding="utf-8")


def write(folder: Path) -> Mapping[Adviser, Path]:
    """A file per adviser in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    found = {adviser: folder / f"{adviser.cases}.jsonl" for adviser in ADVISERS}
    for adviser, path in found.items():
        write_lines(path, lines(adviser.cases))
    return found


if __name__ == "__main__":
    for one, place in write(Path(sys.argv[1])).items():
        sys.stdout.write(f"adviser-desk replay {place} --out {place.with_suffix('')} {' '.join(options(one))}\n")
