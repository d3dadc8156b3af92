"""What in the remarks of an export may lead to a person, from what this vault knows and from how words are written."""

from collections.abc import Iterator

from adviser_desk.signals import remarks as remark_words
from adviser_desk.signals.remarks import Doubt
from adviser_desk.spelling.speller import Speller
from adviser_desk.vault import cases, consents, units
from adviser_desk.vault.connection import Vault

_LEAST_INITIALS = 3


def doubts(vault: Vault, remarks: str) -> tuple[Doubt, ...]:
    """Words in the remarks that may lead to a person: to be removed, or confirmed by the adviser."""
    is_word = Speller(("nl", "en")).knows
    known = {*_of_cases(vault), *_of_units(vault), *_of_recipients(vault, is_word)}
    return remark_words.doubts(remarks, known, is_word)


def _of_cases(vault: Vault) -> Iterator[str]:
    for _case_id, pseudonym, memory_aid in cases.names(vault):
        yield from (pseudonym, pseudonym.split("-")[0], *memory_aid.split())


def _of_units(vault: Vault) -> Iterator[str]:
    """Codes and names, and what people make of a long name: the directie Financieel-Economische Zaken is FEZ."""
    tree = units.tree(vault)
    for unit in (*tree.past, *tree.units):
        yield from (unit.code, unit.label)
        if unit.label_en:
            yield unit.label_en
        for label in (unit.label, unit.label_en):
            parts = remark_words.names_parts(label)
            initials = ["".join(part[0] for part in parts[start:]) for start in (0, 1)]
            yield from (short for short in initials if len(short) >= _LEAST_INITIALS)


def _of_recipients(vault: Vault, is_word: remark_words.IsWord) -> Iterator[str]:
    """The names of those whom the adviser may talk to; `bedrijfsarts` is none."""
    for recipient in consents.recipients(vault):
        for place, word in enumerate(remark_words.names_parts(recipient)):
            if word[0].isupper() and (place or not is_word(word.lower())):
                yield word
