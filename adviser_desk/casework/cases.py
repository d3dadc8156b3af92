"""What an adviser does with cases: find, look at, open, describe, close. Each act is one transaction."""

import secrets
from collections.abc import Collection
from datetime import date

from pydantic import ConfigDict, TypeAdapter

from adviser_desk.casework import word_lists
from adviser_desk.casework.changes import Changes, Kind
from adviser_desk.errors import PseudonymTaken, ToBeDestroyed
from adviser_desk.models.base import Record
from adviser_desk.models.case import Case, CaseStatus, MemoryAid, Pseudonym, Traits
from adviser_desk.models.case_list import CaseFilter, CaseRow, Found, Hit
from adviser_desk.models.consent import ConsentState, Standing, standing
from adviser_desk.models.contact import Contact, Draft
from adviser_desk.models.follow_up import FollowUp
from adviser_desk.models.period import Period
from adviser_desk.models.unit import UnitTree
from adviser_desk.vault import cases, consents, contacts, destroying, drafts, excerpts, follow_ups, persons, search
from adviser_desk.vault import units as unit_table
from adviser_desk.vault.connection import Vault
from adviser_desk.vault.excerpts import fold

__all__ = ["CaseFilter", "CasePage", "CaseRow", "Found", "Hit", "Numbers", "fold"]
ROWS, ROWS_WITH_HITS = 500, 60
"""How many rows a list is given at once, and how many of them with their hit: more than anybody looks through before
typing on, and quick enough for each key."""
_EVERYTHING = CaseFilter()
_SILENT = ConfigDict(hide_input_in_errors=True)
_PSEUDONYM: TypeAdapter[str] = TypeAdapter(Pseudonym, config=_SILENT)
_MEMORY_AID: TypeAdapter[str] = TypeAdapter(MemoryAid, config=_SILENT)
_NUMBERS = range(10, 100)


class CasePage(Record):
    """All of one case: contacts newest first, follow-ups to do first, and what waits to be finished."""

    case: Case
    contacts: tuple[Contact, ...]
    standing: tuple[Standing, ...]
    follow_ups: tuple[FollowUp, ...]
    counted_in: Period | None
    draft: Draft | None
    units: UnitTree


class Unfinished(Record):
    """A case that is not closed, the traits it lacks, and whether nobody asked yet if it may count."""

    case: CaseRow
    missing: tuple[str, ...]
    not_asked: bool


class Numbers(Record):
    """How many cases are not closed, how many there are, what is due today or late, and how many drafts wait."""

    open_cases: int
    cases: int
    due: int
    drafts: int


def find_cases(
    vault: Vault, words: str = "", chosen: CaseFilter = _EVERYTHING, *, today: date, most: int = ROWS
) -> Found:
    """The cases in which all words are found, each anywhere in the case, and that fit the filter; newest contact first.

    Pseudonym, memory aid, notes and follow-ups are searched; “persoon K” finds the cases about this person. Text
    without a letter or digit is no word. At most `most` rows are given, the first `ROWS_WITH_HITS` with their hit;
    `number` tells how many cases were found.
    """
    looked_for = search.words_of(words)
    of, _ = cases.count(vault)
    if not looked_for:
        case_ids = cases.fitting(vault, chosen, today=today)
        return _found(cases.rows(vault, case_ids[:most]), len(case_ids), of)
    if about := persons.asked_for(vault, words):
        case_ids = [case_id for case_id in cases.fitting(vault, chosen, today=today) if case_id in about]
        return _found(cases.rows(vault, case_ids[:most]), len(case_ids), of)
    matches = search.cases_with(vault, looked_for)
    if not matches.cases:
        return _found((), 0, of, matches.suggestion)
    case_ids = [case_id for case_id in cases.fitting(vault, chosen, today=today) if case_id in matches.cases]
    hits = search.hits(vault, looked_for, case_ids[: min(most, ROWS_WITH_HITS)])
    return _found(cases.rows(vault, case_ids[:most], hits), len(case_ids), of)


def make_search_ready(vault: Vault) -> None:
    """Read the words of the index, so that the first search is as fast as the next; to be queued after unlocking."""
    search.known_words(vault)


def cases_starting(vault: Vault, letters: str, *, most: int = 8) -> tuple[CaseRow, ...]:
    """Cases whose pseudonym starts with the letters, open before closed; then those with such a word in the memory aid.

    Without letters: the open cases of the newest contacts first. Not those that will be destroyed.
    """
    start, going = _bare(letters), _going(vault)
    names = [name for name in cases.names(vault) if name[0] not in going]
    named = [case_id for case_id, name, _ in names if name.lower().replace("-", "").startswith(start)][:most]
    if len(named) < most and start:
        taken = set(named)
        named += [case_id for case_id, _, aid in names if case_id not in taken and aid and _has_word(aid, start)]
    return cases.rows(vault, named[:most])


def case_row(vault: Vault, case_id: int) -> CaseRow:
    """One case as a row of the list. LookupError when it is not there."""
    rows = cases.rows(vault, [case_id])
    if not rows:
        raise LookupError("no such case")
    return rows[0]


def case_page(vault: Vault, case_id: int, *, today: date) -> CasePage:
    """All of one case. LookupError when it is not there."""
    return CasePage(
        case=cases.get(vault, case_id),
        contacts=contacts.of_case(vault, case_id),
        standing=standing(consents.of_case(vault, case_id), today),
        follow_ups=follow_ups.of_case(vault, case_id),
        counted_in=cases.counted_in(vault, case_id),
        draft=drafts.of_case(vault, case_id),
        units=unit_table.tree(vault),
    )


def draw_pseudonym(vault: Vault, but: Collection[str] = ()) -> str:
    """A random pseudonym that was never used and is not in `but`, with a word that no open case or draft has.

    When all words are in use the word may be that of an open case. ValueError when there is none left.
    """
    words = word_lists.pseudonym_words()
    used, current = cases.pseudonyms(vault)
    busy = {name.rpartition("-")[0] for name in current}
    for among in ([word for word in words if word not in busy], words):
        free = [name for word in among for name in _names_of(word) if name not in used and name not in but]
        if free:
            return secrets.choice(free)
    raise ValueError("no pseudonym is left")


def open_case(vault: Vault, pseudonym: str, *, opened_on: date) -> tuple[int, Changes]:
    """A new open case. Raises PseudonymTaken; ValueError when it is not written as a pseudonym."""
    with vault.transaction():
        case_id = write_new_case(vault, pseudonym, opened_on)
    return case_id, Changes.of(Kind.CASE, case_id=case_id)


def write_new_case(vault: Vault, pseudonym: str, opened_on: date) -> int:
    """The part of opening a case that other acts do inside their own transaction; its id."""
    _PSEUDONYM.validate_python(pseudonym)
    if cases.is_taken(vault, pseudonym):
        raise PseudonymTaken()
    return cases.add(vault, pseudonym, opened_on)


def change_traits(vault: Vault, case_id: int, traits: Traits) -> Changes:
    """Replace the coded traits. ValueError for a unit that the tree does not have."""
    with vault.transaction():
        write_traits(vault, case_id, traits)
    return Changes.of(Kind.CASE, case_id=case_id)


def write_traits(vault: Vault, case_id: int, traits: Traits) -> None:
    """The part of changing traits that other acts do inside their own transaction."""
    if traits.unit is not None and not unit_table.has(vault, traits.unit):
        raise ValueError("no such unit")
    cases.put_traits(vault, case_id, traits)


def change_status(vault: Vault, case_id: int, status: CaseStatus, *, today: date) -> Changes:
    """Set the status. Closing sets the day it closed, which stays when it was closed already; reopening clears it."""
    with vault.transaction():
        before = cases.get(vault, case_id)
        closed_on = (before.closed_on or today) if status is CaseStatus.CLOSED else None
        cases.put_status(vault, case_id, status, closed_on)
    return Changes.of(Kind.CASE, case_id=case_id)


def change_memory_aid(vault: Vault, case_id: int, text: str) -> Changes:
    """Replace the memory aid, at most 40 letters; ValueError when it is longer."""
    with vault.transaction():
        refuse_writing(vault, case_id)
        cases.put_memory_aid(vault, case_id, _MEMORY_AID.validate_python(text))
    return Changes.of(Kind.CASE, case_id=case_id)


def refuse_writing(vault: Vault, case_id: int) -> None:
    """Raises ToBeDestroyed for a case that will be destroyed: what is written there now would go with it."""
    if destroying.is_asked(vault, case_id):
        raise ToBeDestroyed()


def unfinished(vault: Vault, *, today: date) -> tuple[Unfinished, ...]:
    """The cases that are not closed and lack what the figures need, newest contact first; none that will go."""
    going = _going(vault)
    tree = unit_table.tree(vault)
    with_unit, past = bool(tree.units), {unit.code for unit in tree.past}
    not_asked = set(cases.fitting(vault, CaseFilter(count=ConsentState.NOT_ASKED), today=today))
    over = going.union(cases.fitting(vault, CaseFilter(status=CaseStatus.CLOSED), today=today))
    unclear = cases.incomplete(vault, with_unit=with_unit).union(not_asked) - over
    case_ids = [case_id for case_id in cases.fitting(vault, _EVERYTHING, today=today) if case_id in unclear]
    found = (
        Unfinished(case=row, missing=row.traits.missing(with_unit=with_unit, past=past), not_asked=row.id in not_asked)
        for row in cases.rows(vault, case_ids)
    )
    return tuple(one for one in found if one.missing or one.not_asked)


def numbers(vault: Vault, *, today: date) -> Numbers:
    """The numbers beside the navigation."""
    of, open_cases = cases.count(vault)
    due = follow_ups.count_due(vault, today)
    waiting = sum(draft.waits for draft in drafts.newest_first(vault))
    return Numbers(open_cases=open_cases, cases=of, due=due, drafts=waiting)


def units(vault: Vault) -> UnitTree:
    """The tree of organisation units."""
    return unit_table.tree(vault)


def _found(rows: tuple[CaseRow, ...], number: int, of: int, suggestion: str | None = None) -> Found:
    return Found(rows=rows, number=number, of=of, suggestion=suggestion)


def _going(vault: Vault) -> frozenset[int]:
    return frozenset(one.case_id for one in destroying.asked(vault))


def _names_of(word: str) -> list[str]:
    return [f"{word}-{number}" for number in _NUMBERS]


def _bare(text: str) -> str:
    return "".join(letter for letter in excerpts.fold(text, keep_length=False) if letter.isalnum())


def _has_word(memory_aid: str, start: str) -> bool:
    return start in (folded := excerpts.fold(memory_aid, keep_length=False)) and any(
        _bare(word).startswith(start) for word in folded.split()
    )
