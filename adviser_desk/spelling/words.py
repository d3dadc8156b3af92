"""Which parts of a text are words that can be spelled right or wrong."""

import re
from collections.abc import Iterator

_TOKEN = re.compile(r"\w+://\S+|[^\s/|<>()\[\]{}\"“”„«»…;:!?]+")
_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_ODD = re.compile(r"[\d_@\\#+=*&%]|\w\.\w|://")
"""What makes a word no word: numbers, addresses, names of files."""
_LEAST = 2


def tokens_in(text: str) -> Iterator[re.Match[str]]:
    """What stands between spaces and stops: perhaps a word, perhaps more."""
    return _TOKEN.finditer(text)


def words_of(token: str) -> Iterator[tuple[int, str]]:
    """Place and word, in order; no abbreviations in capitals, numbers, addresses and single letters."""
    if not _ODD.search(token):
        for found in _WORD.finditer(token):
            if len(found[0]) >= _LEAST and not found[0].isupper():
                yield found.start(), found[0]


def words_in(text: str) -> Iterator[tuple[int, str]]:
    """The words of all that stands in a text."""
    for token in tokens_in(text):
        yield from ((token.start() + place, word) for place, word in words_of(token[0]))


def word_at(text: str, place: int) -> tuple[int, str] | None:
    """The word that holds a place or ends there."""
    return next(((start, word) for start, word in words_in(text) if start <= place <= start + len(word)), None)
