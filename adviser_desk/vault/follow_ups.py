"""The table `follow_up`: what the adviser will do, and when. Acts open the transaction around what is written here."""

from datetime import date, time
from typing import Any

from adviser_desk.models.follow_up import FollowUp
from adviser_desk.vault.columns import trusted
from adviser_desk.vault.connection import Vault

_FIELDS = tuple(FollowUp.model_fields)
_TO_DO = "done_on IS NULL AND due_on <= ? AND follow_up.case_id NOT IN (SELECT case_id FROM to_destroy)"
_COLUMNS = ", ".join(f"follow_up.{name}" for name in _FIELDS)


def add(vault: Vault, follow_up: FollowUp) -> None:
    """Write a follow-up under its own id, see `next_id`."""
    at = follow_up.due_at.isoformat(timespec="minutes") if follow_up.due_at else None
    done = follow_up.done_on.isoformat() if follow_up.done_on else None
    vault.db.execute(
        "INSERT INTO follow_up (id, case_id, due_on, due_at, channel, text, done_on) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (follow_up.id, follow_up.case_id, follow_up.due_on.isoformat(), at, follow_up.channel, follow_up.text, done),
    )


def put_done(vault: Vault, follow_up_id: int, done_on: date | None) -> int:
    """Tick off, or take the tick back; the id of its case. LookupError when it is not there."""
    row = vault.db.execute(
        "UPDATE follow_up SET done_on = ? WHERE id = ? RETURNING case_id",
        (done_on.isoformat() if done_on else None, follow_up_id),
    ).fetchone()
    if row is None:
        raise LookupError("no such follow-up")
    return int(row[0])


def of_case(vault: Vault, case_id: int) -> tuple[FollowUp, ...]:
    """The follow-ups of a case: to do first, by the day they are due; then what is done, newest first."""
    found = vault.db.execute(
        f"SELECT {_COLUMNS} FROM follow_up WHERE case_id = ? "
        "ORDER BY done_on IS NOT NULL, done_on DESC, due_on, coalesce(due_at, ''), id",
        (case_id,),
    ).fetchall()
    return tuple(_follow_up(row) for row in found)


def due(vault: Vault, until: date) -> tuple[tuple[FollowUp, str], ...]:
    """What is to be done up to and including a day, with the pseudonym of its case, by the day it is due."""
    found = vault.db.execute(
        f"SELECT {_COLUMNS}, pseudonym FROM follow_up JOIN case_file ON case_file.id = follow_up.case_id "
        f"WHERE {_TO_DO} ORDER BY due_on, coalesce(due_at, ''), follow_up.id",
        (until.isoformat(),),
    ).fetchall()
    return tuple((_follow_up(row[:-1]), row[-1]) for row in found)


def count_due(vault: Vault, until: date) -> int:
    """How many are to be done up to and including a day."""
    row = vault.db.execute(f"SELECT count(*) FROM follow_up WHERE {_TO_DO}", (until.isoformat(),)).fetchone()
    return int(row[0])


def next_id(vault: Vault) -> int:
    """The id of a follow-up to come, inside the transaction that writes it."""
    return int(vault.db.execute("SELECT coalesce(max(id), 0) + 1 FROM follow_up").fetchone()[0])


def _follow_up(row: tuple[Any, ...]) -> FollowUp:
    values = dict(zip(_FIELDS, row, strict=True))
    values["due_on"] = date.fromisoformat(values["due_on"])
    values["due_at"] = time.fromisoformat(values["due_at"]) if values["due_at"] else None
    values["done_on"] = date.fromisoformat(values["done_on"]) if values["done_on"] else None
    return trusted(FollowUp, values)
