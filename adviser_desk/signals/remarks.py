"""What in a recommendation may lead to a person: names, dates, numbers, addresses, words that the vault knows.

Points, never judges: the adviser removes a find or confirms it. Finding nothing proves nothing.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Literal

from pydantic import Field

from adviser_desk.models.base import Record
from adviser_desk.signals.remark_words import (
    ABBREVIATIONS,
    COMMON,
    COUNTS,
    DAYS,
    MONTHS,
    MONTHS_WITH_A_DAY,
    NAMES_AND_WORDS,
    NO_NAME,
    PARTICLES,
    ROLES,
    TITLES,
)

Kind = Literal["email", "phone", "date", "pseudonym", "known_word", "number", "name"]


class Doubt(Record):
    """A piece of the remarks that may lead to a person: `text == remarks[start:end]`."""

    kind: Kind
    start: int
    end: int
    text: str = Field(repr=False)


Span = tuple[int, int]
IsWord = Callable[[str], bool]
_LEAST_OF_A_NAME = 3

_EMAIL = re.compile(r"[\w.+-]+\s?@\s?[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w+])(?:\+|0)[\d(][\d\s()./-]{6,}\d(?!\w)")
_PSEUDONYM = re.compile(r"\b[A-Z][a-z]{4,9}[-\u2010\u2011\u2013 ][1-9]\d\b")
_MONTH = "|".join(sorted((*MONTHS, *MONTHS_WITH_A_DAY), key=len, reverse=True))
_DATE = re.compile(
    r"\b\d{4}-\d{1,2}-\d{1,2}\b|\b\d{1,2}[-/.]\d{1,2}(?:[-/.]\d{2,4})?\b(?!\.?\d)|\b\d{1,2}[:.]\d{2}\s*uur\b"
    rf"|\b\d{{1,2}}:\d{{2}}\b|\b\d{{1,2}}(?:e|st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTH})\b\.?(?:\s+\d{{4}})?"
    rf"|\b(?:{_MONTH})\s+\d{{1,4}}\b|\b(?:{'|'.join((*MONTHS, *DAYS))})\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(rf"(?<![\w,.])\d[\d.,]*\d%?|(?<!\w)\d+%?|\b(?:{'|'.join(COUNTS)})\b", re.IGNORECASE)
_PERIOD_NUMBER = re.compile(r"(?:20[23]\d|[1-4](?=e\s+(?:kwartaal|halfjaar)\b|(?:st|nd|rd|th)\s+(?:quarter|half)\b))")
_WORD = re.compile(r"[^\W\d_](?:[\w’'\u00ad-]*[^\W_])?|[^\W\d_]")
_BETWEEN_NAMES = re.compile(rf"\s+(?:(?:{'|'.join(PARTICLES)})\s+)*", re.IGNORECASE)
_BEFORE_A_NAME = rf"(?:(?:{'|'.join(PARTICLES)})\s+|[^\W\d_]\.\s*)*"
_TITLED = re.compile(rf"(?<!\w)(?:{'|'.join(TITLES)})\s+({_BEFORE_A_NAME}[^\W\d_][\w’'-]+)", re.IGNORECASE)
_ROLE_AND_NAME = re.compile(rf"(?<!\w)(?:{'|'.join(ROLES)})\s+({'|'.join(NAMES_AND_WORDS)})(?!\w)", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?:[.?!…]|^|\n|[:]\s*[‘“\"'(])[\s‘’“”\"'()\[\]•*–—-]*$")


def doubts(text: str, known_words: Collection[str], is_word: IsWord | None = None) -> tuple[Doubt, ...]:
    """The finds in their order, none overlapping. `known_words`: pseudonyms, words of memory aids, units' names.

    `is_word` tells how a word is written: what is one only with a capital is a name, also where it is typed without.
    Capitals, accents and soft hyphens make no difference for known words; function words among them are skipped.
    """
    taken: list[tuple[Span, Kind]] = []
    finders: tuple[tuple[Kind, Callable[[], Iterable[Span]]], ...] = (
        ("email", lambda: _spans(_EMAIL, text)),
        ("phone", lambda: (span for span in _spans(_PHONE, text) if _digits(text, span) >= 9)),
        ("pseudonym", lambda: _spans(_PSEUDONYM, text)),
        ("known_word", lambda: _known(text, known_words)),
        ("date", lambda: _spans(_DATE, text)),
        ("number", lambda: (span for span in _spans(_NUMBER, text) if not _names_a_period(text, span))),
        ("name", lambda: _names(text)),
        ("name", lambda: _titled(text)),
        ("name", lambda: _spans(_ROLE_AND_NAME, text, 1)),
        ("name", lambda: _without_capital(text, is_word) if is_word else ()),
    )
    for kind, find in finders:
        taken += [(span, kind) for span in find() if not any(_overlap(span, other) for other, _kind in taken)]
    return tuple(Doubt(kind=kind, start=start, end=end, text=text[start:end]) for (start, end), kind in sorted(taken))


def names_parts(name: str) -> list[str]:
    """The words of a name of somebody or something, without function words."""
    return [word for word in re.findall(r"[^\W\d_]+", name) if word.casefold() not in COMMON and len(word) > 1]


def _spans(pattern: re.Pattern[str], text: str, group: int = 0) -> Iterator[Span]:
    return (match.span(group) for match in pattern.finditer(text))


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _digits(text: str, span: Span) -> int:
    return sum(letter.isdigit() for letter in text[slice(*span)])


def _names_a_period(text: str, span: Span) -> bool:
    """A year or the number of a quarter: in every report, of every case."""
    match = _PERIOD_NUMBER.match(text, span[0])
    return match is not None and match.end() == span[1]


def _folded(text: str) -> tuple[str, list[int]]:
    """The text without capitals, accents and invisible characters, and where each letter stood."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        for part in unicodedata.normalize("NFKD", letter).casefold():
            if unicodedata.category(part) not in ("Mn", "Cf"):
                letters.append(part)
                places.append(place)
    return "".join(letters), places


def _known(text: str, known_words: Collection[str]) -> Iterator[Span]:
    """Whole words only, longest first, a genitive s allowed."""
    folded = {" ".join(_folded(word)[0].split()).strip(".,;:()‘’“”\"'") for word in known_words}
    letters, places = _folded(text)
    near = (word for word in folded if len(word) > 1 and word not in COMMON and word.split()[0] in letters)
    wanted = sorted(near, key=lambda word: (-len(word), word))
    if not wanted:
        return
    choices = "|".join(r"\s+".join(map(re.escape, word.split())) for word in wanted)
    for match in re.finditer(rf"(?<!\w)(?:{choices})(?:['’]?s)?(?!\w)", letters):
        yield places[match.start()], _end(text, places[match.end() - 1])


def _end(text: str, last: int) -> int:
    """The place after a letter and the accents written behind it."""
    end = last + 1
    while end < len(text) and unicodedata.category(text[end]) in ("Mn", "Cf"):
        end += 1
    return end


def _names(text: str) -> list[Span]:
    """Words with a capital that no sentence start explains, and the same words at a sentence start; joined to names."""
    words = [match.span() for match in _WORD.finditer(text)]
    capital = [span for span in words if text[span[0]].isupper() and not _is_common(text[slice(*span)])]
    certain = [span for span in capital if not _starts_sentence(text, span[0])]
    seen = {text[slice(*span)].casefold() for span in certain} - COMMON
    found = [span for span in capital if span in certain or text[slice(*span)].casefold() in seen]
    joined: list[Span] = []
    for start, end in found:
        if joined and _BETWEEN_NAMES.fullmatch(_after_initial(text, *joined[-1], start)):
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return joined


def _after_initial(text: str, start: int, end: int, following: int) -> str:
    """What stands between two capitals; the full stop of an initial ends no sentence."""
    between = text[end:following]
    return between.removeprefix(".") if not text[max(start, end - 2) : end - 1].isalpha() else between


def _titled(text: str) -> Iterator[Span]:
    """What follows a title, written without a capital too; not `heer of mevrouw`, not `mevrouw is`."""
    for match in _TITLED.finditer(text):
        words = match[1].casefold().split()
        if words[-1] not in COMMON and not set(words) & set(TITLES):
            yield match.span(1)


def _without_capital(text: str, is_word: IsWord) -> Iterator[Span]:
    """Words that are right with a capital, or in capitals, and not as they stand: `jansen`, `utrecht`, `uwv`."""
    for match in _WORD.finditer(text):
        word = match[0]
        stem = re.split(r"['’]", word)[0]
        if len(stem) < _LEAST_OF_A_NAME or not stem.islower() or _is_common(word) or is_word(word) or is_word(stem):
            continue
        # A genitive has its s without an apostrophe: `ahmeds`.
        forms = (stem, stem.removesuffix("s"))
        if not is_word(forms[1]) and any(is_word(form.capitalize()) or is_word(form.upper()) for form in forms):
            yield match.span()


def _is_common(word: str) -> bool:
    return word.casefold() in NO_NAME or _stem(word) in NO_NAME


def _stem(word: str) -> str:
    """`AVG-verzoek` is as common as `AVG`."""
    return re.split(r"[-’']", word)[0].casefold()


def _starts_sentence(text: str, place: int) -> bool:
    before = text[:place]
    if not _SENTENCE_END.search(before):
        return False
    stripped = before.rstrip(" \t‘’“”\"'()[]•*–—-")
    if not stripped.endswith("."):
        return True
    last = re.split(r"\s", stripped)[-1].rstrip(".").casefold()
    return not (last in ABBREVIATIONS or (len(last) == 1 and last.isalpha()) or re.fullmatch(r"(?:\w\.)+\w", last))
