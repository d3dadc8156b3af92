"""Whether every rule of the protection is missed when it is broken: `python -m benchmarks.bench_broken_rules [WORD]`.

Breaks one rule after the other and runs the tests of the protection until one fails. Takes about ten minutes.
"""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "signals"))  # the ways to break a rule are the tests' own

from broken_rules import BREAKS

ROOT = Path(__file__).parents[1]
SIGNALS = ROOT / "tests" / "signals"
TESTS = (
    "test_possible.py",
    "test_sub_population_rest.py",
    "test_broken_rules.py",
    "test_crossings.py",
    "test_protect.py",
    "test_knowing_reader.py",
    "test_protect_properties.py",
)
SLOW = "every_process"

_RUN = """
import sys
sys.path.insert(0, sys.argv[1])
import pytest
from broken_rules import BREAKS
with pytest.MonkeyPatch.context() as patch:
    if sys.argv[2]:
        BREAKS[sys.argv[2]](patch)
    sys.exit(pytest.main(["-x", "-q", "--tb=no", "--no-header", "-p", "no:randomly", *sys.argv[3:]]))
"""


def failing(rule: str) -> str | None:
    """The first test that fails without a rule; without any rule broken, if it is empty."""
    files = [str(SIGNALS / name) for name in TESTS if (SIGNALS / name).exists()]
    command = [sys.executable, "-c", _RUN, str(SIGNALS), rule, *files, "-k", f"not {SLOW} and not rule_is_missed"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    told = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, check=False).stdout
    return next((line.split("::")[-1] for line in told.splitlines() if line.startswith(("FAILED", "ERROR"))), None)


def main(words: Sequence[str]) -> int:
    """A line per rule; 1 if one is not missed."""
    if not words and (broken := failing("")) is not None:
        sys.stdout.write(f"with all rules in place {broken} fails\n")
        return 1
    chosen = [rule for rule in BREAKS if all(word in rule for word in words)]
    survived = 0
    for rule in chosen:
        began = time.perf_counter()
        found = failing(rule)
        survived += found is None
        sys.stdout.write(f"{rule:<76} {found or 'NOT MISSED'}  ({time.perf_counter() - began:.0f} s)\n")
        sys.stdout.flush()
    sys.stdout.write(f"{len(chosen) - survived} of {len(chosen)} rules are missed when they are broken\n")
    return int(survived > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
