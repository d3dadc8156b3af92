"""The table `draft`: text being typed, one row per place. Durable as soon as the transaction around it ends."""

from datetime import datetime
from typing import Any

from adviser_desk.models.contact import Draft
from adviser_desk.vault.columns import joined, split, trusted
from adviser_desk.vault.connection import Vault

_FIELDS = tuple(Draft.model_fields)
_COLUMNS = ", ".join(f'"{name}"' for name in _FIELDS)
_VALUES = {name: f":{name}" for name in _FIELDS}
# What is typed for a case that was destroyed meanwhile is kept all the same.
_VALUES["case_id"] = "(SELECT id FROM case_file WHERE id = :case_id)"
_PUT = f"INSERT OR REPLACE INTO draft ({_COLUMNS}) VALUES ({', '.join(_VALUES.values())})"


def put(vault: Vault, draft: Draft) -> None:
    """Write what was typed at a place over what was there."""
    values: dict[str, Any] = dict(draft)
    values["started_at"] = draft.started_at.isoformat()
    values["behaviour"] = joined(draft.behaviour)
    vault.db.execute(_PUT, values)


def at(vault: Vault, place: str) -> Draft | None:
    """What was typed at a place; None when nothing waits there."""
    row = vault.db.execute(f"SELECT {_COLUMNS} FROM draft WHERE place = ?", (place,)).fetchone()
    return None if row is None else _draft(row)


def newest_first(vault: Vault) -> tuple[Draft, ...]:
    """All drafts, the last one begun first."""
    found = vault.db.execute(f"SELECT {_COLUMNS} FROM draft ORDER BY started_at DESC, place").fetchall()
    return tuple(_draft(row) for row in found)


def of_case(vault: Vault, case_id: int) -> Draft | None:
    """What waits for a case: on its own page, else the last one begun elsewhere."""
    row = vault.db.execute(
        f"SELECT {_COLUMNS} FROM draft WHERE place = :page OR case_id = :case_id "
        "ORDER BY place = :page DESC, started_at DESC LIMIT 1",
        {"page": f"case:{case_id}", "case_id": case_id},
    ).fetchone()
    return None if row is None else _draft(row)


def remove(vault: Vault, place: str) -> None:
    """Take away what was typed at a place; nothing happens when there is nothing."""
    vault.db.execute("DELETE FROM draft WHERE place = ?", (place,))


def _draft(row: tuple[Any, ...]) -> Draft:
    values = dict(zip(_FIELDS, row, strict=True))
    values["started_at"] = datetime.fromisoformat(values["started_at"])
    values["behaviour"] = split(values["behaviour"])
    values["open"] = bool(values["open"])
    return trusted(Draft, values)
