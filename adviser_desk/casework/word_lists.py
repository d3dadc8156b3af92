"""The shipped lists of plain Dutch words, one a line. They are read once."""

from functools import cache
from pathlib import Path

from adviser_desk import paths


def pseudonym_words() -> tuple[str, ...]:
    """Capitalised object words for pseudonyms."""
    return _lines(paths.resource("pseudonyms_nl.txt"))


def passphrase_words() -> tuple[str, ...]:
    """Lower-case words for passphrases."""
    return _lines(paths.resource("words_nl.txt"))


@cache
def _lines(path: Path) -> tuple[str, ...]:
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))
