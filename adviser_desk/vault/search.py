"""Which cases hold the words somebody typed, through the full text index, which gets to see bare words only.

Words of three letters and more are found as parts of words, shorter ones as whole words or the start of a pseudonym.
"""

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple
from weakref import WeakKeyDictionary

from adviser_desk.models.case_list import Hit
from adviser_desk.vault import excerpts
from adviser_desk.vault.connection import Vault
from adviser_desk.vault.excerpts import Word, fold

_PART = 3
_MOST_LETTERS, _MOST_WORDS, _MOST_TERMS = 200, 8, 200
_BARE = re.compile(r"[^\W_]+")
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
_CASES = """
  SELECT DISTINCT CASE rowid & 3
    WHEN 2 THEN (SELECT case_id FROM contact WHERE id * 4 + 2 = search.rowid)
    WHEN 3 THEN (SELECT case_id FROM follow_up WHERE id * 4 + 3 = search.rowid)
    ELSE rowid >> 2
  END
  FROM search WHERE search MATCH ?"""
_known_words: "WeakKeyDictionary[Vault, dict[str, int]]" = WeakKeyDictionary()


class Matches(NamedTuple):
    """The cases that hold all words, and what may have been meant when there are none."""

    cases: Collection[int]
    suggestion: str | None = None


def words_of(text: str) -> tuple[Word, ...]:
    """What is looked for: the parts between blanks, each as its bare words, without accents and capitals."""
    parts = (tuple(_BARE.findall(fold(part, keep_length=False))) for part in text[:_MOST_LETTERS].split())
    return tuple(dict.fromkeys(part for part in parts if part))[:_MOST_WORDS]


def cases_with(vault: Vault, words: Sequence[Word]) -> Matches:
    """The ids of the cases in which all words are found, each anywhere in the case."""
    found: set[int] | None = None
    for word in words:
        of_word = _cases_with(vault, word)
        if not of_word:
            return Matches((), _suggestion(vault, words, word))
        found = of_word if found is None else found & of_word
    return Matches(found or ())


def hits(vault: Vault, words: Sequence[Word], case_ids: Collection[int]) -> Mapping[int, Hit]:
    """For each case the text that holds most of the words, with a few words around them."""
    rows = vault.db.execute(
        "SELECT id, case_id, source, text FROM searchable WHERE case_id IN (SELECT value FROM json_each(?)) "
        "ORDER BY id & 3, id DESC",
        (json.dumps(list(case_ids)),),
    ).fetchall()
    best: dict[int, tuple[int, Hit]] = {}
    for _, case_id, source, text in rows:
        number = excerpts.words_in(text, source, words)
        if number > best.get(case_id, (0,))[0]:
            best[case_id] = number, Hit(source=source, pieces=excerpts.excerpt(text, source, words))
    return {case_id: hit for case_id, (_, hit) in best.items()}


def known_words(vault: Vault) -> dict[str, int]:
    """All words of the index and in how many texts they are, most used first. Read once per vault; a second at most."""
    if vault not in _known_words:
        rows = vault.db.execute("SELECT term, doc FROM search_word").fetchall()
        _known_words[vault] = dict(sorted(rows, key=lambda row: -row[1]))
    return _known_words[vault]


def learn(vault: Vault, text: str) -> None:
    """Make the words of a text known at once; whoever writes text that is searched calls this."""
    if (known := _known_words.get(vault)) is not None:
        for term in set(_BARE.findall(fold(text, keep_length=False))):
            known.setdefault(term, 1)


def _cases_with(vault: Vault, word: Word) -> set[int]:
    found = {row[0] for row in vault.db.execute(_CASES, (_query(vault, word),)).fetchall()}
    if _is_short(word):
        start = word[0].capitalize()
        named = vault.db.execute(
            "SELECT id FROM case_file WHERE pseudonym >= ? AND pseudonym < ?", (start, start + "\U0010ffff")
        )
        found |= {row[0] for row in named.fetchall()}
    found.discard(None)
    return found


def _query(vault: Vault, word: Word) -> str:
    if _is_short(word):
        return f'"{word[0]}"'
    beginning = f'"{" ".join(word)}" *'
    if len(word) > 1:
        return beginning
    return " OR ".join([beginning, *(f'"{term}"' for term in _terms_around(vault, word[0]))])


def _terms_around(vault: Vault, part: str) -> list[str]:
    around = [term for term in known_words(vault) if part in term and not term.startswith(part)]
    return around[:_MOST_TERMS]


def _is_short(word: Word) -> bool:
    return len(word) == 1 and len(word[0]) < _PART


def _suggestion(vault: Vault, words: Sequence[Word], unknown: Word) -> str | None:
    if len(unknown) > 1 or _is_short(unknown):
        return None
    known = known_words(vault)
    near = sorted((term for term in set(_one_letter_off(unknown[0])) if term in known), key=lambda term: -known[term])
    # A word may be known and gone: its case was destroyed since.
    for term in near:
        if _cases_with(vault, (term,)):
            return " ".join(term if word == unknown else " ".join(word) for word in words)
    return None


def _one_letter_off(word: str) -> Iterator[str]:
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        yield before + after[1:]
        yield before + after[1:2] + after[:1] + after[2:]
        for letter in _LETTERS:
            yield before + letter + after
            yield before + letter + after[1:]
