"""Which cases nobody spoke about since a day, what is still open in them, and which stay longer and why."""

import json
from collections.abc import Collection
from datetime import date

from adviser_desk.models.base import Record
from adviser_desk.vault.connection import Vault

_LAST_ON = "coalesce(last_contact, opened_on)"
_DRAFT = "case_id IS NOT NULL AND trim(text || next_step || memory_aid) <> ''"


class Quiet(Record):
    """A case, the day of its last contact (or of its opening), how many contacts it has and what is open in it.

    `countable` is whether it may be counted and no release did yet; `kept_until` is set when it stays longer.
    """

    case_id: int
    last_on: date
    contacts: int
    follow_up: bool
    draft: bool
    countable: bool
    kept_until: date | None


def quiet_since(vault: Vault, before: date) -> tuple[Quiet, ...]:
    """The cases without a contact on or after a day and that are not to be destroyed, longest quiet first."""
    return _quiet(vault, f"{_LAST_ON} < ? AND id NOT IN (SELECT case_id FROM to_destroy)", before.isoformat())


def these(vault: Vault, case_ids: Collection[int]) -> tuple[Quiet, ...]:
    """The same of cases by their numbers; those that are not there are left out."""
    return _quiet(vault, "id IN (SELECT value FROM json_each(?))", json.dumps(list(case_ids)))


def count(vault: Vault, before: date, today: date) -> int:
    """How many cases are quiet since a day, are not kept longer than today and are not to be destroyed."""
    row = vault.db.execute(
        f"SELECT count(*) FROM case_file LEFT JOIN kept_longer ON case_id = id WHERE {_LAST_ON} < ?"
        " AND coalesce(until, '') <= ? AND id NOT IN (SELECT case_id FROM to_destroy)",
        (before.isoformat(), today.isoformat()),
    ).fetchone()
    return int(row[0])


def first_quiet(vault: Vault, since: date) -> date | None:
    """The first day, from `since`, that is the day of the last contact of a case; None when there is none."""
    row = vault.db.execute(f"SELECT min({_LAST_ON}) FROM case_file WHERE {_LAST_ON} >= ?", (since.isoformat(),))
    found = row.fetchone()[0]
    return date.fromisoformat(found[:10]) if found else None


def keep_longer(vault: Vault, case_ids: Collection[int], until: date, reason: str) -> None:
    """Note until when cases stay and why, over what was noted before."""
    rows = [(case_id, until.isoformat(), reason) for case_id in case_ids]
    vault.db.executemany("INSERT OR REPLACE INTO kept_longer (case_id, until, reason) VALUES (?, ?, ?)", rows)


def keep_no_longer(vault: Vault, case_id: int) -> None:
    """Take away what `keep_longer` noted."""
    vault.db.execute("DELETE FROM kept_longer WHERE case_id = ?", (case_id,))


def kept(vault: Vault) -> tuple[tuple[int, date, str], ...]:
    """(id, until, reason) of all cases that are kept longer, the first to end first."""
    rows = vault.db.execute("SELECT case_id, until, reason FROM kept_longer ORDER BY until, case_id").fetchall()
    return tuple((case_id, date.fromisoformat(until), reason) for case_id, until, reason in rows)


def with_draft(vault: Vault, case_ids: Collection[int]) -> frozenset[int]:
    """The cases among these for which something is typed that is not finished.

    A change of a contact that was taken away since is not: it comes back with the contact or goes with it.
    """
    rows = vault.db.execute(
        f"SELECT case_id FROM draft WHERE {_DRAFT} AND place NOT IN (SELECT 'contact:' || id FROM removed_contact)"
    ).fetchall()
    return frozenset(case_ids) & {row[0] for row in rows}


def _quiet(vault: Vault, which: str, value: str) -> tuple[Quiet, ...]:
    rows = vault.db.execute(
        f"SELECT id, substr({_LAST_ON}, 1, 10), (SELECT count(*) FROM contact WHERE contact.case_id = case_file.id),"
        " EXISTS (SELECT 1 FROM follow_up WHERE follow_up.case_id = case_file.id AND done_on IS NULL), until"
        f" FROM case_file LEFT JOIN kept_longer ON kept_longer.case_id = id WHERE {which} ORDER BY {_LAST_ON}, id",
        (value,),
    ).fetchall()
    case_ids = [row[0] for row in rows]
    drafts, countable = with_draft(vault, case_ids), _countable(vault, case_ids)
    return tuple(
        Quiet(
            case_id=case_id,
            last_on=date.fromisoformat(last_on),
            contacts=contacts,
            follow_up=bool(follow_up),
            draft=case_id in drafts,
            countable=case_id in countable,
            kept_until=date.fromisoformat(until) if until else None,
        )
        for case_id, last_on, contacts, follow_up, until in rows
    )


def _countable(vault: Vault, case_ids: Collection[int]) -> frozenset[int]:
    rows = vault.db.execute(
        "SELECT case_id FROM coded_case WHERE consent = 'given' AND case_id IN (SELECT value FROM json_each(?))"
        " AND case_id NOT IN (SELECT case_id FROM counted_before)",
        (json.dumps(list(case_ids)),),
    ).fetchall()
    return frozenset(row[0] for row in rows)
