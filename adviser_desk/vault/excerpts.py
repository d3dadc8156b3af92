"""Where typed words stand in a text, and a few words around them in the original spelling. Reads no table."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

Word = tuple[str, ...]
"""One part of what was typed, as its bare words: `kompas-47` is ("kompas", "47")."""
Pieces = tuple[tuple[str, bool], ...]
_AROUND = 30
_BLANKS = re.compile(r"\s")
_MARKS = r"[\u0300-\u036f]*"
BEGINNING, PART = 3, 4
"""From how many letters on a word is found as the beginning of a word, and anywhere in it."""


class _Folded(dict[int, str]):
    def __missing__(self, code: int) -> str:
        base, *rest = list(unicodedata.normalize("NFD", chr(code).lower()))
        self[code] = base if all(unicodedata.combining(mark) for mark in rest) else chr(code).lower()[0]
        return self[code]


_FOLDED = _Folded()


def fold(text: str, *, keep_length: bool = True) -> str:
    """Without capitals and accents, as the index does it; letter for letter, or composed first so that marks vanish."""
    if text.isascii():
        return text.lower()
    if keep_length:
        return text.translate(_FOLDED)
    composed = unicodedata.normalize("NFC", text).translate(_FOLDED)
    return "".join(letter for letter in composed if not unicodedata.combining(letter))


def words_in(text: str, source: str, words: Sequence[Word]) -> int:
    """How many of the words the text holds."""
    folded = fold(text)
    return sum(_pattern(word, source).search(folded) is not None for word in words)


def excerpt(text: str, source: str, words: Sequence[Word]) -> Pieces:
    """About thirty letters before and after the first word found, all that was found marked, `…` for text left out."""
    folded = fold(text)
    places = [found.span() for word in words if (found := _pattern(word, source).search(folded))]
    start, end = min(places, default=(0, 0))
    first = 0 if start <= _AROUND else _after_blank(text, start - _AROUND, start)
    last = len(text) if len(text) - end <= _AROUND else _before_blank(text, end, end + _AROUND)
    pieces = _marked(text, folded, first, last, [_pattern(word, source) for word in words])
    return (*((("… ", False),) if first else ()), *pieces, *(((" …", False),) if last < len(text) else ()))


def _marked(text: str, folded: str, first: int, last: int, patterns: Sequence[re.Pattern[str]]) -> Pieces:
    spans = sorted(found.span() for pattern in patterns for found in pattern.finditer(folded, first, last))
    pieces: list[tuple[str, bool]] = []
    at = first
    for start, end in spans:
        if start < at:
            continue
        pieces += [(_in_line(text[at:start]), False), (_in_line(text[start:end]), True)]
        at = end
    pieces.append((_in_line(text[at:last]), False))
    return tuple(piece for piece in pieces if piece[0])


def _in_line(text: str) -> str:
    return _BLANKS.sub(" ", text)


def _after_blank(text: str, start: int, end: int) -> int:
    found = _BLANKS.search(text, start, end)
    return found.end() if found else start


def _before_blank(text: str, start: int, end: int) -> int:
    blanks = [found.start() for found in _BLANKS.finditer(text, start, end + 1)]
    return blanks[-1] if blanks else end


@lru_cache(maxsize=64)
def _pattern(word: Word, source: str) -> re.Pattern[str]:
    letters = [_MARKS.join(map(re.escape, part)) + _MARKS for part in word]
    if len(word) > 1:
        return re.compile(r"(?<![^\W_])" + r"[\W_]+".join(letters))
    if len(word[0]) >= PART:
        return re.compile(letters[0])
    whole = len(word[0]) < BEGINNING and source != "pseudonym"
    return re.compile(r"(?<![^\W_])" + letters[0] + (r"(?![^\W_])" if whole else ""))
