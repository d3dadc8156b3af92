"""Many whole cases at once, for an import and for a practice vault. Does not decide anything about them."""

from collections.abc import Sequence
from typing import Any

from adviser_desk.models.base import Record
from adviser_desk.models.case import Case, Traits
from adviser_desk.models.consent import ConsentEntry
from adviser_desk.models.contact import Contact
from adviser_desk.models.follow_up import FollowUp
from adviser_desk.vault import contacts, search
from adviser_desk.vault.connection import Vault

_AT_ONCE = 500
"""Rows in one statement: a statement for each row takes three times as long. 24 columns stay below SQLite's limit."""
_SEVERAL = ("behaviour", "grounds", "options", "referral", "themes")


class FirstFree(Record):
    """The first number of each kind of record that is free; that of a case was never in use."""

    case: int
    contact: int
    consent: int
    follow_up: int


class WholeCases(Record):
    """Cases with all that belongs to them; every record has its final number already."""

    cases: tuple[Case, ...]
    contacts: tuple[Contact, ...] = ()
    consents: tuple[ConsentEntry, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()


def first_free(vault: Vault) -> FirstFree:
    """Where new numbers may start."""
    queries = {name: f"SELECT coalesce(max(id), 0) + 1 FROM {name}" for name in ("consent", "follow_up")}
    queries["case"] = "SELECT coalesce(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'case_file'"
    free = {name: vault.db.execute(query).fetchone()[0] for name, query in queries.items()}
    return FirstFree(contact=contacts.next_id(vault), **free)


def add_cases(vault: Vault, whole: WholeCases) -> None:
    """Write all of it. Must run inside a transaction."""
    with search.built_anew(vault, "case_file_indexed", "contact_indexed", "follow_up_indexed", "last_contact_added"):
        _insert(vault, "case_file", [_case(case) for case in whole.cases])
        _insert(vault, "contact", [_plain(contact) for contact in whole.contacts])
        _insert(vault, "consent", [_plain(entry) for entry in whole.consents])
        _insert(vault, "follow_up", [_plain(follow_up) for follow_up in whole.follow_ups])
    vault.db.execute(
        "UPDATE case_file SET last_contact = (SELECT max(at) FROM contact WHERE case_id = case_file.id)"
        " WHERE last_contact IS NULL"
    )


def _insert(vault: Vault, table: str, rows: Sequence[dict[str, Any]]) -> None:
    for start in range(0, len(rows), _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        names = ", ".join(f'"{name}"' for name in some[0])
        places = ", ".join([f"({', '.join('?' * len(some[0]))})"] * len(some))
        values = [value for row in some for value in row.values()]
        vault.db.execute(f"INSERT INTO {table} ({names}) VALUES {places}", values)


def _case(case: Case) -> dict[str, Any]:
    traits = {name: getattr(case.traits, name) for name in Traits.model_fields}
    for name in _SEVERAL:
        traits[name] = ";".join(traits[name])
    return {**_plain(case, but="traits"), **traits}


def _plain(record: Record, but: str = "") -> dict[str, Any]:
    return {name: _text(getattr(record, name)) for name in type(record).model_fields if name != but}


def _text(value: Any) -> Any:
    if hasattr(value, "hour") and hasattr(value, "year"):
        return value.isoformat(timespec="minutes")
    return value.isoformat() if hasattr(value, "isoformat") else value
