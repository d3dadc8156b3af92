"""Right or wrong in the chosen languages, with the words of the adviser. Safe to ask from any thread."""

from collections.abc import Callable, Iterable

from adviser_desk.models.codes import Language
from adviser_desk.spelling.engine import dictionary, unwanted
from adviser_desk.spelling.suggest import MOST, suggestions

_ABBREVIATION = 5


class Speller:
    """Nothing is read before the first word is asked."""

    def __init__(self, languages: Iterable[Language], own: Iterable[str] = ()) -> None:
        """A word is right when one of the languages has it, or it is one of `own`, with or without capitals."""
        self.languages = tuple(languages)
        self._own = frozenset(word.casefold() for word in own)

    def knows(self, word: str) -> bool:
        """Whether it is right. A word with hyphens is right, too, when each part of it is; an abbreviation as `mw`."""
        if self._is_own(word) or self._has(word):
            return True
        if len(word) <= _ABBREVIATION and self._has(f"{word}."):
            return True
        return "-" in word and all(part.isupper() or self._is_own(part) or self._has(part) for part in word.split("-"))

    def suggest(self, word: str, going: Callable[[], bool] = lambda: True) -> tuple[str, ...]:
        """At most five words that may have been meant; fewer when `going` says to stop."""
        found = [self._near(word, language, going) for language in self.languages]
        # In turns, so that the second language is heard as well.
        turns = (one[turn] for turn in range(MOST) for one in found if turn < len(one))
        return tuple(dict.fromkeys(turns))[:MOST]

    def _near(self, word: str, language: Language, going: Callable[[], bool]) -> tuple[str, ...]:
        known, kept = dictionary(language), unwanted(language)
        if known is None:
            return ()
        return suggestions(
            word,
            language,
            lambda near: not near.lower().startswith(kept) and all(known.knows(part) for part in near.split(" ")),
            going,
        )

    def _has(self, word: str) -> bool:
        read = [found for language in self.languages if (found := dictionary(language)) is not None]
        return not read or any(one.knows(word) for one in read)

    def _is_own(self, word: str) -> bool:
        return word.casefold() in self._own
