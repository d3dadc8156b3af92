"""The table `case_person`: which cases are about the same person, by letter. Acts open the transaction."""

import re
from collections.abc import Mapping

from adviser_desk.vault.connection import Vault

Cases = tuple[tuple[int, str], ...]
"""The number and the pseudonym of each, by pseudonym."""

_ASKED = re.compile(r"\s*pers(?:oo|o)n\s+([a-z]{1,3})\s*", re.IGNORECASE)


def put(vault: Vault, case_id: int, letter: str, *, there: bool) -> None:
    """Note that a case is about a person, or that it is not."""
    if there:
        vault.db.execute("INSERT INTO case_person VALUES (?, ?) ON CONFLICT DO NOTHING", (case_id, letter))
    else:
        vault.db.execute("DELETE FROM case_person WHERE case_id = ? AND letter = ?", (case_id, letter))


def cases_of(vault: Vault) -> Mapping[str, Cases]:
    """The cases of each person there is, the shortest letters first."""
    found = vault.db.execute(
        "SELECT letter, case_id, pseudonym FROM case_person JOIN case_file ON case_file.id = case_id"
        " ORDER BY length(letter), letter, pseudonym"
    ).fetchall()
    by_letter: dict[str, Cases] = {}
    for letter, case_id, pseudonym in found:
        by_letter[letter] = (*by_letter.get(letter, ()), (case_id, pseudonym))
    return by_letter


def asked_for(vault: Vault, words: str) -> frozenset[int]:
    """The cases about the person that the words ask for: “persoon K”, “person K”. None for other words."""
    asked = _ASKED.fullmatch(words)
    if asked is None:
        return frozenset()
    found = vault.db.execute("SELECT case_id FROM case_person WHERE letter = ?", (asked[1].upper(),)).fetchall()
    return frozenset(row[0] for row in found)
