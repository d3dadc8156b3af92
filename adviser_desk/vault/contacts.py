"""The table `contact`: conversations and messages. Acts open the transaction around what is written here."""

from datetime import datetime
from typing import Any

from adviser_desk.models.contact import Contact
from adviser_desk.vault import search
from adviser_desk.vault.columns import minute, trusted
from adviser_desk.vault.connection import Vault

COLUMNS = tuple(Contact.model_fields)


def add(vault: Vault, contact: Contact) -> None:
    """Write a contact under its own id, see `next_id`."""
    vault.db.execute(
        "INSERT INTO contact (id, case_id, channel, at, minutes, note) VALUES (?, ?, ?, ?, ?, ?)",
        (contact.id, contact.case_id, contact.channel, minute(contact.at), contact.minutes, contact.note),
    )


def change(vault: Vault, contact: Contact) -> None:
    """Replace channel, time, duration and note. LookupError when the case has no such contact."""
    done = vault.db.execute(
        "UPDATE contact SET channel = ?, at = ?, minutes = ?, note = ? WHERE id = ? AND case_id = ?",
        (contact.channel, minute(contact.at), contact.minutes, contact.note, contact.id, contact.case_id),
    )
    if done.rowcount != 1:
        raise LookupError("no such contact")
    search.learn(vault, contact.note)


def of_case(vault: Vault, case_id: int) -> tuple[Contact, ...]:
    """The contacts of a case, newest first."""
    found = vault.db.execute(
        f"SELECT {', '.join(COLUMNS)} FROM contact WHERE case_id = ? ORDER BY at DESC, id DESC", (case_id,)
    ).fetchall()
    return tuple(from_row(row) for row in found)


def next_id(vault: Vault) -> int:
    """The id of a contact to come, inside the transaction that writes it: not that of one that may still come back."""
    row = vault.db.execute(
        "SELECT max((SELECT coalesce(max(id), 0) FROM contact), (SELECT coalesce(max(id), 0) FROM removed_contact)) + 1"
    )
    return int(row.fetchone()[0])


def from_row(row: tuple[Any, ...]) -> Contact:
    """A contact of `COLUMNS` as they are written."""
    values = dict(zip(COLUMNS, row, strict=True))
    values["at"] = datetime.fromisoformat(values["at"])
    return trusted(Contact, values)
