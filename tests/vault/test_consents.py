"""The history of consents only grows: the table itself refuses to change or remove a line."""

from datetime import date

import pytest
from sqlcipher3 import dbapi2 as sqlite

from adviser_desk.models.consent import ConsentEntry, ConsentManner, ConsentScope, ConsentState
from adviser_desk.vault import cases, consents
from adviser_desk.vault.connection import Vault

TODAY = date(2026, 10, 6)


@pytest.fixture
def line(vault: Vault) -> ConsentEntry:
    entry = ConsentEntry(
        id=1,
        case_id=cases.add(vault, "Kompas-47", TODAY),
        scope=ConsentScope.TALK_TO,
        state=ConsentState.GIVEN,
        manner=ConsentManner.PAPER,
        on=TODAY,
        expires_on=date(2026, 12, 1),
        recipient="de bedrijfsarts",
    )
    consents.add(vault, entry)
    return entry


def test_a_line_comes_back_whole_and_the_newest_comes_first(vault: Vault, line: ConsentEntry) -> None:
    assert consents.of_case(vault, line.case_id) == (line,)
    assert consents.next_id(vault) == 2
    later = line.model_copy(update={"id": 2, "state": ConsentState.WITHDRAWN, "expires_on": None})
    consents.add(vault, later)
    assert consents.of_case(vault, line.case_id) == (later, line)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE consent SET state = 'given'",
        "UPDATE consent SET recipient = 'iemand anders'",
        "DELETE FROM consent",
        "INSERT OR REPLACE INTO consent VALUES (1, 1, 'count', 'given', 'spoken', '2026-10-06', NULL, NULL)",
    ],
)
def test_a_line_is_never_changed_or_removed(vault: Vault, line: ConsentEntry, statement: str) -> None:
    with pytest.raises(sqlite.IntegrityError):
        vault.db.execute(statement)
    assert consents.of_case(vault, line.case_id) == (line,)


def test_a_line_goes_with_its_case_only(vault: Vault, line: ConsentEntry) -> None:
    vault.db.execute("DELETE FROM case_file WHERE id = ?", (line.case_id,))
    assert consents.of_case(vault, line.case_id) == ()
