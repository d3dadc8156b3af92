"""Cases about the same person, who gets a letter and no name. Who “persoon K” is, is in the adviser's head only."""

import re
from collections.abc import Collection
from string import ascii_uppercase as ALPHABET

from pydantic import Field

from adviser_desk.casework import cases as case_acts
from adviser_desk.casework.changes import Changes, Kind
from adviser_desk.models.base import Record
from adviser_desk.vault import cases, persons
from adviser_desk.vault.connection import Vault

_LETTER = re.compile(r"[A-Z]{1,3}")


class Person(Record):
    """A person by letter, and the cases about this person: number and pseudonym, by pseudonym."""

    letter: str
    cases: tuple[tuple[int, str], ...] = Field(repr=False)


class Persons(Record):
    """Those of one case, those of other cases only, and the letter that the next one gets."""

    here: tuple[Person, ...]
    elsewhere: tuple[Person, ...]
    next_letter: str


def persons_of(vault: Vault, case_id: int) -> Persons:
    """Whom a case is about, and whom it might be about too."""
    found = [Person(letter=letter, cases=about) for letter, about in persons.cases_of(vault).items()]
    here = tuple(one for one in found if case_id in dict(one.cases))
    return Persons(
        here=here,
        elsewhere=tuple(one for one in found if one not in here),
        next_letter=_after([one.letter for one in found]),
    )


def link(vault: Vault, case_id: int, letter: str) -> Changes:
    """The case is about this person. LookupError when it is not there, ValueError for what is no letter."""
    return _put(vault, case_id, letter, there=True)


def unlink(vault: Vault, case_id: int, letter: str) -> Changes:
    """The case is not about this person. LookupError when it is not there."""
    return _put(vault, case_id, letter, there=False)


def _put(vault: Vault, case_id: int, letter: str, *, there: bool) -> Changes:
    if not _LETTER.fullmatch(letter):
        raise ValueError("not a letter")
    with vault.transaction():
        cases.get(vault, case_id)
        case_acts.refuse_writing(vault, case_id)
        persons.put(vault, case_id, letter, there=there)
    return Changes.of(Kind.CASE, case_id=case_id)


def _after(letters: Collection[str]) -> str:
    """The letter after the last: A … Z, AA, AB …"""
    if not letters:
        return ALPHABET[0]
    last, next_one = max(letters, key=lambda letter: (len(letter), letter)), ""
    while last.endswith(ALPHABET[-1]):
        last, next_one = last[:-1], ALPHABET[0] + next_one
    head = last[:-1] + ALPHABET[ALPHABET.index(last[-1]) + 1] if last else ALPHABET[0]
    return head + next_one
