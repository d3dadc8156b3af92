"""The memory of every process of a program, searched for words and keys in all forms they can have. As root."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

Forms = tuple[bytes, ...]


def forms_of_word(word: str) -> Forms:
    """A word as Python, Qt and the database write it."""
    return tuple(word.encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le"))


def forms_of_key(key: bytes) -> Forms:
    """A key as it is, its halves as a cipher may hold them, and its digits in either case."""
    halves = (key[: len(key) // 2], key[len(key) // 2 :])
    digits = [form for text in (key.hex(), key.hex().upper()) for form in forms_of_word(text)]
    return (*halves, *digits)


def processes(home: Path) -> list[int]:
    """All processes that were started with `home` in their environment, and those that came from them."""
    mark = str(home).encode()
    found = set()
    parents: dict[int, int] = {}
    for place in Path("/proc").iterdir():
        if place.name.isdigit():
            try:
                parents[int(place.name)] = int((place / "stat").read_text().rpartition(")")[2].split()[1])
                if mark in (place / "environ").read_bytes():
                    found.add(int(place.name))
            except OSError:
                continue
    while more := {pid for pid, parent in parents.items() if parent in found and pid not in found}:
        found |= more
    return sorted(found)


def count_in(pids: list[int], wanted: Mapping[str, Forms]) -> dict[str, int]:
    """How often each is found, over all areas that can be read."""
    counts = dict.fromkeys(wanted, 0)
    for content in (area for pid in pids for area in _areas(pid)):
        for name, forms in wanted.items():
            counts[name] += sum(content.count(form) for form in forms)
    return counts


def size_of(pids: list[int]) -> int:
    """Bytes that `count_in` looks through."""
    return sum(len(area) for pid in pids for area in _areas(pid))


def _areas(pid: int) -> Iterator[bytes]:
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            area = re.match(r"([0-9a-f]+)-([0-9a-f]+) r", line)
            if area is None:
                continue
            begin, end = (int(bound, 16) for bound in area.groups())
            try:
                memory.seek(begin)
                yield memory.read(end - begin)
            except (OSError, OverflowError):
                # The pages of the kernel itself cannot be read this way.
                continue
