"""The table `case_file`: cases and their traits. Acts open the transaction around what is written here."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from adviser_desk.models.case import Case, CaseStatus, Traits, needed
from adviser_desk.models.case_list import CaseFilter, CaseRow, Hit
from adviser_desk.models.period import Period
from adviser_desk.vault import search
from adviser_desk.vault.columns import joined, split, trusted
from adviser_desk.vault.connection import Vault

_TRAITS = tuple(Traits.model_fields)
_SEVERAL = tuple(name for name in _TRAITS if isinstance(Traits.model_fields[name].default, tuple))
_CASE = f"id, pseudonym, opened_on, closed_on, status, memory_aid, {', '.join(_TRAITS)}"
_FIRST_TRAIT = 6
_NEWEST_FIRST = "coalesce(last_contact, opened_on) DESC, id DESC"
_COUNT_STATE = """
  coalesce((
    SELECT CASE WHEN state = 'given' AND expires_on < :today THEN 'expired' ELSE state END
    FROM consent WHERE case_id = case_file.id AND scope = 'count' ORDER BY id DESC LIMIT 1
  ), 'not_asked')"""
_STATUS = {str(status): status for status in CaseStatus}


def add(vault: Vault, pseudonym: str, opened_on: date) -> int:
    """A new open case; its id."""
    row = vault.db.execute(
        "INSERT INTO case_file (pseudonym, opened_on) VALUES (?, ?) RETURNING id", (pseudonym, opened_on.isoformat())
    ).fetchone()
    return int(row[0])


def get(vault: Vault, case_id: int) -> Case:
    """One case. LookupError when it is not there."""
    row = vault.db.execute(f"SELECT {_CASE} FROM case_file WHERE id = ?", (case_id,)).fetchone()
    if row is None:
        raise LookupError("no such case")
    return trusted(Case, _case_values(row))


def is_there(vault: Vault, case_id: int) -> bool:
    """Whether there is such a case: it may have been destroyed."""
    return bool(vault.db.execute("SELECT 1 FROM case_file WHERE id = ?", (case_id,)).fetchone())


def put_traits(vault: Vault, case_id: int, traits: Traits) -> None:
    """Replace the coded traits of a case. LookupError when it is not there."""
    values = {name: getattr(traits, name) for name in _TRAITS}
    for name in _SEVERAL:
        values[name] = joined(values[name])
    _change(vault, case_id, **values)


def put_status(vault: Vault, case_id: int, status: CaseStatus, closed_on: date | None) -> None:
    """Set the status and, exactly when closed, the day. LookupError when the case is not there."""
    _change(vault, case_id, status=str(status), closed_on=closed_on.isoformat() if closed_on else None)


def put_memory_aid(vault: Vault, case_id: int, text: str) -> None:
    """Replace the memory aid. LookupError when the case is not there."""
    _change(vault, case_id, memory_aid=text)
    search.learn(vault, text)


def fitting(vault: Vault, chosen: CaseFilter, *, today: date) -> list[int]:
    """The ids of the cases that fit, newest contact first."""
    where, values = _where(chosen, today)
    found = vault.db.execute(
        f"SELECT id FROM case_file WHERE {' AND '.join(where) or 'true'} ORDER BY {_NEWEST_FIRST}", values
    ).fetchall()
    return [row[0] for row in found]


def incomplete(vault: Vault, *, with_unit: bool) -> frozenset[int]:
    """The ids of the cases that may lack a trait: the others need not be read to ask `Traits.missing`."""
    empty = " OR ".join(f"{name} IS NULL" for name in needed(with_unit=with_unit))
    if with_unit:
        empty += " OR unit IN (SELECT code FROM unit WHERE position < 0)"
    return frozenset(row[0] for row in vault.db.execute(f"SELECT id FROM case_file WHERE {empty} OR behaviour = ''"))


def rows(vault: Vault, case_ids: Sequence[int], hits: Mapping[int, Hit] | None = None) -> tuple[CaseRow, ...]:
    """The list rows of cases with what was found in them, in the given order; those not there are left out."""
    found = vault.db.execute(
        f"SELECT {_CASE}, last_contact FROM case_file WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(case_ids)),),
    ).fetchall()
    by_id = {row[0]: _row(row, (hits or {}).get(row[0])) for row in found}
    return tuple(by_id[case_id] for case_id in case_ids if case_id in by_id)


def names(vault: Vault) -> Sequence[tuple[int, str, str]]:
    """(id, pseudonym, memory aid) of all cases: open before closed, then newest contact first."""
    found: list[tuple[int, str, str]] = vault.db.execute(
        f"SELECT id, pseudonym, memory_aid FROM case_file ORDER BY status = 'closed', {_NEWEST_FIRST}"
    ).fetchall()
    return found


def pseudonyms(vault: Vault) -> tuple[frozenset[str], frozenset[str]]:
    """All pseudonyms in use, also those of drafts, and those among them that are not of a closed case."""
    found = vault.db.execute(
        "SELECT pseudonym, status <> 'closed' FROM case_file "
        "UNION ALL SELECT pseudonym, 1 FROM draft WHERE pseudonym IS NOT NULL"
    ).fetchall()
    return frozenset(row[0] for row in found), frozenset(row[0] for row in found if row[1])


def is_taken(vault: Vault, pseudonym: str) -> bool:
    """Whether a case has this pseudonym."""
    return vault.db.execute("SELECT 1 FROM case_file WHERE pseudonym = ?", (pseudonym,)).fetchone() is not None


def count(vault: Vault) -> tuple[int, int]:
    """How many cases there are, and how many of them are not closed."""
    row = vault.db.execute("SELECT count(*), count(*) FILTER (WHERE status <> 'closed') FROM case_file").fetchone()
    return int(row[0]), int(row[1])


def counted_in(vault: Vault, case_id: int) -> Period | None:
    """The quarter in which a release counted the case; None while none did."""
    row = vault.db.execute("SELECT period FROM counted_case WHERE case_id = ?", (case_id,)).fetchone()
    return None if row is None else Period(row[0])


def _change(vault: Vault, case_id: int, **values: Any) -> None:
    columns = ", ".join(f"{name} = :{name}" for name in values)
    done = vault.db.execute(f"UPDATE case_file SET {columns} WHERE id = :case_id", {**values, "case_id": case_id})
    if done.rowcount != 1:
        raise LookupError("no such case")


def _where(chosen: CaseFilter, today: date) -> tuple[list[str], dict[str, str]]:
    where: list[str] = []
    values: dict[str, str] = {}
    if chosen.status is not None:
        where.append("status = :status")
        values["status"] = str(chosen.status)
    if chosen.matter is not None:
        where.append("matter = :matter")
        values["matter"] = chosen.matter
    if chosen.behaviour is not None:
        where.append("instr(';' || behaviour || ';', ';' || :behaviour || ';')")
        values["behaviour"] = chosen.behaviour
    if chosen.count is not None:
        where.append(f"{_COUNT_STATE} = :count")
        values |= {"count": str(chosen.count), "today": today.isoformat()}
    if chosen.period is not None:
        where.append("opened_on BETWEEN :first AND :last")
        first, last = chosen.period.covers
        values |= {"first": first.isoformat(), "last": last.isoformat()}
    return where, values


def _case_values(row: tuple[Any, ...]) -> dict[str, Any]:
    return {
        "id": row[0],
        "pseudonym": row[1],
        "opened_on": date.fromisoformat(row[2]),
        "closed_on": date.fromisoformat(row[3]) if row[3] else None,
        "status": _STATUS[row[4]],
        "memory_aid": row[5],
        "traits": _traits(row[_FIRST_TRAIT : _FIRST_TRAIT + len(_TRAITS)]),
    }


def _traits(columns: tuple[Any, ...]) -> Traits:
    values = dict(zip(_TRAITS, columns, strict=True))
    for name in _SEVERAL:
        values[name] = split(values[name]) if values[name] else ()
    if values["online"] is not None:
        values["online"] = bool(values["online"])
    return trusted(Traits, values)


def _row(row: tuple[Any, ...], hit: Hit | None) -> CaseRow:
    values = _case_values(row)
    values["last_contact"] = datetime.fromisoformat(row[-1]) if row[-1] else None
    values["hit"] = hit
    return trusted(CaseRow, values)
