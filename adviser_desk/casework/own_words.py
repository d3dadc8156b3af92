"""In which languages words are checked, and the adviser's own words. They are in the vault only, never in a file."""

from collections.abc import Callable

from pydantic import Field, ValidationError

from adviser_desk.models.base import Record
from adviser_desk.models.codes import Language
from adviser_desk.vault import cases, settings
from adviser_desk.vault.connection import Vault

_NAME = "spelling"


class OwnWords(Record):
    """`languages` is None until the adviser chooses: then it is the language of the window. None at all is ()."""

    languages: tuple[Language, ...] | None = None
    words: tuple[str, ...] = Field(default=(), repr=False)


def own_words(vault: Vault) -> OwnWords:
    """What was chosen and added."""
    try:
        return OwnWords.model_validate_json(settings.get(vault, _NAME) or "{}")
    except ValidationError:
        return OwnWords()


def choose_languages(vault: Vault, languages: tuple[Language, ...]) -> OwnWords:
    """Check words in these languages from now on; in none where there are none."""
    return _change(vault, lambda kept: kept.model_copy(update={"languages": languages}))


def add_word(vault: Vault, word: str) -> OwnWords:
    """This word is right from now on, with and without capitals."""
    return _change(vault, lambda kept: _with(kept, {**_by_form(kept.words), word.casefold(): word}))


def drop_word(vault: Vault, word: str) -> OwnWords:
    """This word is checked again."""
    return _change(
        vault, lambda kept: _with(kept, {form: one for form, one in _by_form(kept.words).items() if one != word})
    )


def names_of_cases(vault: Vault) -> frozenset[str]:
    """The words of the pseudonyms of all cases and drafts, without their numbers."""
    used, _current = cases.pseudonyms(vault)
    return frozenset(name.split("-")[0] for name in used)


def _with(kept: OwnWords, words: dict[str, str]) -> OwnWords:
    return kept.model_copy(update={"words": tuple(words[form] for form in sorted(words))})


def _by_form(words: tuple[str, ...]) -> dict[str, str]:
    return {word.casefold(): word for word in words}


def _change(vault: Vault, change: Callable[[OwnWords], OwnWords]) -> OwnWords:
    with vault.transaction():
        changed = change(own_words(vault))
        settings.put(vault, _NAME, changed.model_dump_json())
    return changed
