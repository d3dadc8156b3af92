"""Words that may have been meant. Tried one by one, so that the search can stop between any two of them.

Hunspell's own suggestions are not used: they cannot be stopped, and the Dutch list keeps them from trying the ĳ.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain

from adviser_desk.models.codes import Language

MOST = 5
_PATIENCE = 0.5
"""Seconds. What was found by then is told."""
_LETTERS = "enatirodslgvhkmubpwjczfyxqéëïö"
_BETWEEN: Mapping[Language, str] = {"nl": f"{_LETTERS}-'", "en": f"{_LETTERS}'"}
"""What can have been forgotten in a word."""
_SHORT = 3
"""Letters of a part of a word that was written as one and is two."""


def _both(*pairs: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(chain.from_iterable(((one, other), (other, one)) for one, other in pairs))


_CONFUSED: Mapping[Language, tuple[tuple[str, str], ...]] = {
    "nl": _both(
        *(("ei", "ij"), ("au", "ou"), ("dt", "d"), ("dt", "t"), ("d", "t"), ("g", "ch"), ("c", "k"), ("ck", "k")),
        *(("s", "z"), ("f", "v"), ("ie", "i"), ("ik", "ijk"), ("sh", "sch"), ("x", "ks"), ("kw", "qu"), ("s", "c")),
        *(("tie", "sie"), ("e", "é"), ("e", "ë"), ("i", "ï"), ("'s", "s"), ("en", "e"), ("ig", "eg")),
    ),
    "en": _both(
        *(("ie", "ei"), ("ance", "ence"), ("ant", "ent"), ("able", "ible"), ("ph", "f"), ("our", "or"), ("ise", "ize")),
        *(("c", "s"), ("c", "k"), ("ary", "ery"), ("ly", "ally"), ("sion", "tion"), ("y", "ie"), ("ea", "ee")),
        *(("er", "ar"), ("er", "or"), ("sc", "s"), ("ch", "k")),
    ),
}
"""What sounds the same, or nearly."""


def suggestions(
    word: str, language: Language, knows: Callable[[str], bool], going: Callable[[], bool] = lambda: True
) -> tuple[str, ...]:
    """At most five known words that are near to a word, the likeliest first; fewer when `going` says to stop."""
    found: dict[str, None] = {}
    seen: set[str] = set()
    until = time.monotonic() + _PATIENCE
    for further in _steps(word.lower(), language):
        for near in further:
            if len(found) == MOST or not going() or time.monotonic() > until:
                return _likeliest(found)
            tried = _as_written(near, word)
            if tried not in seen and tried != word:
                seen.add(tried)
                if knows(tried):
                    found[tried] = None
        # Who made one mistake is not helped by words that are two mistakes away.
        if any(" " not in one for one in found):
            break
    return _likeliest(found)


def _likeliest(found: Iterable[str]) -> tuple[str, ...]:
    """Two words are what was meant only where one is not: nearly everything can be cut in two somewhere."""
    return tuple(one for one in found if " " not in one) or tuple(found)


def _steps(word: str, language: Language) -> Iterator[Iterable[str]]:
    """One mistake; two that sound the same; one that sounds the same and any other."""
    alike = [word.capitalize(), *_alike(word, language)]
    yield chain(alike, _parted(word), _edited(word, language))
    yield chain.from_iterable(_alike(one, language) for one in alike)
    yield chain.from_iterable(_edited(one, language) for one in alike)


def _alike(word: str, language: Language) -> Iterator[str]:
    for one, other in _CONFUSED[language]:
        place = word.find(one)
        while place >= 0:
            yield word[:place] + other + word[place + len(one) :]
            place = word.find(one, place + 1)
    yield from _doubled(word)


def _doubled(word: str) -> Iterator[str]:
    """A letter that should be there twice, or once."""
    for place, letter in enumerate(word):
        if word[place : place + 2] == letter * 2:
            yield word[:place] + word[place + 1 :]
        elif letter.isalpha():
            yield word[:place] + letter + word[place:]


def _edited(word: str, language: Language) -> Iterator[str]:
    """Two letters in the wrong order, one too few, one too many, one wrong."""
    places = range(len(word))
    yield from (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in places[:-1])
    yield from (word[:at] + letter + word[at:] for at in range(len(word) + 1) for letter in _BETWEEN[language])
    yield from (word[:at] + word[at + 1 :] for at in places)
    yield from (word[:at] + letter + word[at + 1 :] for at in places for letter in _LETTERS)


def _parted(word: str) -> Iterator[str]:
    yield from (f"{word[:at]} {word[at:]}" for at in range(_SHORT, len(word) - _SHORT + 1))


def _as_written(near: str, word: str) -> str:
    """With the capital of the word that was typed."""
    return near[:1].upper() + near[1:] if word[:1].isupper() else near


def hushed(lines: Iterable[str], flag: str) -> tuple[str, ...]:
    """Beginnings of words of a list that its makers want nobody to be offered."""
    entries = (line.split("/", 1) for line in lines)
    return tuple(entry[0].lower() for entry in entries if len(entry) > 1 and flag in entry[1])
