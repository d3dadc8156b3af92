"""A second attack on what leaves, written only for that: `python -m benchmarks.attack DIR…`, a folder of releases each.

Has the files and the source code, and shares none of it: it reads bytes and solves programs of its own.
"""

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.attack_files import attack_files
from benchmarks.attack_numbers import attack_numbers


def attack(folder: Path, tries: int, most: int = 1_000) -> tuple[list[str], int, int]:
    """What was found in a folder, in words; how many numbers were tried; how many were not decided.

    Of the numbers no more than `most` per group are told.
    """
    files = [json.loads(path.read_bytes()) for path in sorted(folder.glob("*.json"))]
    found, asked, undecided = attack_numbers(files, tries=tries, most=most)
    return [*attack_files(folder), *found], asked, undecided


def main(arguments: Sequence[str]) -> int:
    """Attack each folder; 1 when anything was found."""
    bad = False
    for name in arguments:
        begun = time.perf_counter()
        found, asked, undecided = attack(Path(name), tries=40)
        took = time.perf_counter() - begun
        files = len(list(Path(name).glob("*.json")))
        numbers = f"{asked} numbers tried, {len(found)} findings, {undecided} undecided"
        sys.stdout.write(f"{name}: {files} releases, {numbers}, {took:.0f} s\n")
        sys.stdout.write("".join(f"  {what}\n" for what in found))
        sys.stdout.flush()
        bad = bad or bool(found)
    return int(bad)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
