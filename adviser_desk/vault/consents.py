"""The table `consent`: an append-only history. The table itself refuses to change or remove a line."""

from datetime import date
from typing import Any

from adviser_desk.models.consent import ConsentEntry, ConsentManner, ConsentScope, ConsentState
from adviser_desk.vault.columns import trusted
from adviser_desk.vault.connection import Vault

_COLUMNS = 'id, case_id, scope, state, manner, "on", expires_on, recipient'
_FIELDS = tuple(ConsentEntry.model_fields)


def add(vault: Vault, entry: ConsentEntry) -> None:
    """Append a line under its own id, see `next_id`."""
    ends = entry.expires_on.isoformat() if entry.expires_on else None
    vault.db.execute(
        f"INSERT INTO consent ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            entry.id,
            entry.case_id,
            str(entry.scope),
            str(entry.state),
            str(entry.manner),
            entry.on.isoformat(),
            ends,
            entry.recipient,
        ),
    )


def of_case(vault: Vault, case_id: int) -> tuple[ConsentEntry, ...]:
    """The whole history of a case, newest line first."""
    found = vault.db.execute(f"SELECT {_COLUMNS} FROM consent WHERE case_id = ? ORDER BY id DESC", (case_id,))
    return tuple(_entry(row) for row in found.fetchall())


def ending(vault: Vault, last: date) -> tuple[tuple[ConsentEntry, str], ...]:
    """What was given until a day up to `last`, past days too, in cases that are not closed; the first to end first.

    With the pseudonym of its case. Only the newest line of a purpose and recipient counts.
    """
    columns = ", ".join(f"line.{name.strip()}" for name in _COLUMNS.split(","))
    found = vault.db.execute(
        f"SELECT {columns}, case_file.pseudonym FROM consent AS line JOIN case_file ON case_file.id = line.case_id"
        " WHERE line.state = 'given' AND line.expires_on <= ? AND case_file.status <> 'closed' AND NOT EXISTS"
        " (SELECT 1 FROM consent AS later WHERE later.case_id = line.case_id AND later.scope = line.scope"
        " AND later.recipient IS line.recipient AND later.id > line.id)"
        " ORDER BY line.expires_on, line.id",
        (last.isoformat(),),
    )
    return tuple((_entry(row[:-1]), row[-1]) for row in found.fetchall())


def next_id(vault: Vault) -> int:
    """The id of a line to come, higher than all before it, inside the transaction that writes it."""
    return int(vault.db.execute("SELECT coalesce(max(id), 0) + 1 FROM consent").fetchone()[0])


def _entry(row: tuple[Any, ...]) -> ConsentEntry:
    values = dict(zip(_FIELDS, row, strict=True))
    values["scope"] = ConsentScope(values["scope"])
    values["state"] = ConsentState(values["state"])
    values["manner"] = ConsentManner(values["manner"])
    values["on"] = date.fromisoformat(values["on"])
    values["expires_on"] = date.fromisoformat(values["expires_on"]) if values["expires_on"] else None
    return trusted(ConsentEntry, values)


def recipients(vault: Vault) -> tuple[str, ...]:
    """With whom the adviser may talk, in all cases: each as it was typed, once."""
    rows = vault.db.execute("SELECT DISTINCT recipient FROM consent WHERE recipient IS NOT NULL ORDER BY recipient")
    return tuple(row[0] for row in rows.fetchall())
