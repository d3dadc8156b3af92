"""Which cases hold the words somebody typed, through the full text index, which gets to see bare words only.

Words of four letters and more are found as parts of words, of three as their beginning, shorter ones as whole words or
the beginning of a pseudonym.
"""

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple
from weakref import WeakKeyDictionary

from adviser_desk.models.case_list import Hit
from adviser_desk.vault import excerpts
from adviser_desk.vault.connection import Vault
from adviser_desk.vault.excerpts import BEGINNING, PART, Word, fold

_MOST_LETTERS, _MOST_WORDS, _MOST_TERMS = 200, 8, 200
_BARE = re.compile(r"[^\W_]+")
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
_CASE_BITS = 34
_NEW_TEXTS = """
  SELECT note FROM contact WHERE id > ? UNION ALL SELECT text FROM follow_up WHERE id > ?
  UNION ALL SELECT pseudonym || ' ' || memory_aid FROM case_file WHERE id > ? LIMIT ?"""
_MOST_TEXTS = 200
_known_words: "WeakKeyDictionary[Vault, _KnownWords]" = WeakKeyDictionary()
_answers: "WeakKeyDictionary[Vault, _Answers]" = WeakKeyDictionary()


class _Answers(NamedTuple):
    """The cases that hold a word, as long as nothing is written: each key press adds to one word only."""

    total_changes: int
    cases_with: dict[Word, frozenset[int]]


class _KnownWords(NamedTuple):
    """All words, and the newest contact, follow-up and case they were read from."""

    texts_with: dict[str, int]
    newest: tuple[int, int, int]


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
    found: frozenset[int] | None = None
    for word in words:
        of_word = _cases_with(vault, word)
        if not of_word:
            return Matches((), _suggestion(vault, words, word))
        found = of_word if found is None else found & of_word
    return Matches(found or frozenset())


def hits(vault: Vault, words: Sequence[Word], case_ids: Collection[int]) -> Mapping[int, Hit]:
    """For each case the text that holds most of the words, with a few words around them."""
    rows = vault.db.execute(
        "SELECT id, case_id, source, text FROM searchable WHERE case_id IN (SELECT value FROM json_each(?)) "
        "ORDER BY id & 3, id DESC",
        (json.dumps(list(case_ids)),),
    ).fetchall()
    best: dict[int, tuple[int, Hit]] = {}
    for _, case_id, source, text in rows:
        most = best[case_id][0] if case_id in best else 0
        if most < len(words) and (number := excerpts.words_in(text, source, words)) > most:
            best[case_id] = number, Hit(source=source, pieces=excerpts.excerpt(text, source, words))
    return {case_id: hit for case_id, (_, hit) in best.items()}


def known_words(vault: Vault) -> dict[str, int]:
    """All words of the index and in how many texts they are. Read whole once per vault, in under a second; then it
    grows with what is written."""
    known, newest = _known_words.get(vault), _newest(vault)
    if known is not None and known.newest != newest:
        known = _grown(vault, known, newest)
    if known is None:
        rows = vault.db.execute("SELECT term, doc FROM search_word").fetchall()
        known = _KnownWords(dict(sorted(rows, key=lambda row: -row[1])), newest)
    _known_words[vault] = known
    return known.texts_with


def learn(vault: Vault, text: str) -> None:
    """Make the words of a text known that takes the place of another one."""
    if (known := _known_words.get(vault)) is not None:
        _add_words(known, text)


def forget(vault: Vault) -> None:
    """Read the words anew at the next search: for whoever removes texts."""
    _known_words.pop(vault, None)


@contextmanager
def built_anew(vault: Vault, *triggers: str) -> Iterator[None]:
    """Write many texts, or remove some, without these triggers, and build the index once afterwards.

    Text by text takes ten times as long. Must run inside a transaction, which takes back all or nothing.
    """
    found = vault.db.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND name IN (SELECT value FROM json_each(?))",
        (json.dumps(triggers),),
    ).fetchall()
    for name, _sql in found:
        vault.db.execute(f"DROP TRIGGER {name}")
    yield
    for _name, sql in found:
        vault.db.execute(sql)
    vault.db.execute("INSERT INTO search (search) VALUES ('rebuild')")
    forget(vault)


def _newest(vault: Vault) -> tuple[int, int, int]:
    tables = ("contact", "follow_up", "case_file")
    query = ", ".join(f"(SELECT coalesce(max(id), 0) FROM {table})" for table in tables)
    contact, follow_up, case = vault.db.execute(f"SELECT {query}").fetchone()
    return int(contact), int(follow_up), int(case)


def _grown(vault: Vault, known: _KnownWords, newest: tuple[int, int, int]) -> _KnownWords | None:
    if any(now < before for now, before in zip(newest, known.newest, strict=True)):
        return None
    texts = vault.db.execute(_NEW_TEXTS, (*known.newest, _MOST_TEXTS)).fetchall()
    if len(texts) == _MOST_TEXTS:
        return None
    for (text,) in texts:
        _add_words(known, text)
    return _KnownWords(known.texts_with, newest)


def _add_words(known: _KnownWords, text: str) -> None:
    for term in set(_BARE.findall(fold(text, keep_length=False))):
        known.texts_with.setdefault(term, 1)


def _cases_with(vault: Vault, word: Word) -> frozenset[int]:
    changes = vault.db.total_changes
    answers = _answers.get(vault)
    if answers is None or answers.total_changes != changes:
        answers = _answers[vault] = _Answers(changes, {})
    if word not in answers.cases_with:
        answers.cases_with[word] = frozenset(_asked(vault, word))
    return answers.cases_with[word]


def _asked(vault: Vault, word: Word) -> Iterator[int]:
    entries = vault.db.execute("SELECT rowid FROM search WHERE search MATCH ?", (_query(vault, word),)).fetchall()
    yield from (entry >> _CASE_BITS for (entry,) in entries)
    if _is_short(word):
        start = word[0].capitalize()
        named = vault.db.execute(
            "SELECT id FROM case_file WHERE pseudonym >= ? AND pseudonym < ?", (start, start + "\U0010ffff")
        )
        yield from (case_id for (case_id,) in named.fetchall())


def _query(vault: Vault, word: Word) -> str:
    if _is_short(word):
        return f'"{word[0]}"'
    beginning = f'"{" ".join(word)}" *'
    if len(word) > 1 or len(word[0]) < PART:
        return beginning
    return " OR ".join([beginning, *(f'"{term}"' for term in _terms_around(vault, word[0]))])


def _terms_around(vault: Vault, part: str) -> list[str]:
    around = [term for term in known_words(vault) if part in term and not term.startswith(part)]
    return around[:_MOST_TERMS]


def _is_short(word: Word) -> bool:
    return len(word) == 1 and len(word[0]) < BEGINNING


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
