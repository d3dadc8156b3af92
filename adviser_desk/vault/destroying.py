"""The tables `to_destroy`, `certificate`, `destroyed_case` and `emptied_case`: cases that go, and what stays of them.

Does not decide when a case goes. After `destroy` the words are gone from every table; after `clean` from the file.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from adviser_desk.models.base import Record
from adviser_desk.models.destruction import Asked, Certificate, Ground
from adviser_desk.vault import search, settings
from adviser_desk.vault.connection import DATABASE, Vault

_UNCLEAN = "unclean"
_CHOSEN = "(SELECT value FROM json_each(?))"
_CODED = (
    "opened, unit, matter, behaviour, ground, online, client_role, other_party, found_via, step, reason_no_step,"
    " aftercare, channel, themes"
)
_PLACES = ("case", "consent", "follow_up", "memory_aid")
_OLDER = (f"{DATABASE}-*.old", f"{DATABASE}.new", f"{DATABASE}.before-*", "replaced/*")


class Carried(Record):
    """All that was destroyed in a vault or was to be, by marks: what a restored backup of it does not know yet.

    `marks` tells the number of the certificate; `entries` are the rows of `emptied_case` as they are.
    """

    certificates: tuple[Certificate, ...]
    marks: Mapping[str, int]
    entries: tuple[tuple[Any, ...], ...]
    asked: tuple[tuple[str, str, str, str], ...]


def put_asked(vault: Vault, asked: Iterable[Asked]) -> None:
    """Note which cases will go. What was asked before stays as it was asked."""
    rows = [(one.case_id, str(one.ground), one.asked_at.isoformat(), one.due_at.isoformat()) for one in asked]
    vault.db.executemany(
        "INSERT INTO to_destroy (case_id, ground, asked_at, due_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", rows
    )


def turn_back(vault: Vault, case_ids: Collection[int]) -> None:
    """Let cases stay after all."""
    vault.db.execute(f"DELETE FROM to_destroy WHERE case_id IN {_CHOSEN}", (_json(case_ids),))


def put_off(vault: Vault, until: datetime) -> None:
    """Let no case go before a moment."""
    vault.db.execute("UPDATE to_destroy SET due_at = max(due_at, ?)", (until.isoformat(),))


def asked(vault: Vault) -> tuple[Asked, ...]:
    """All cases that will go, the first to go first."""
    rows = vault.db.execute("SELECT case_id, ground, asked_at, due_at FROM to_destroy ORDER BY due_at, case_id")
    return tuple(
        Asked(case_id=row[0], ground=Ground(row[1]), asked_at=_moment(row[2]), due_at=_moment(row[3]))
        for row in rows.fetchall()
    )


def is_asked(vault: Vault, case_id: int) -> bool:
    """Whether a case will go."""
    return vault.db.execute("SELECT 1 FROM to_destroy WHERE case_id = ?", (case_id,)).fetchone() is not None


def destroy(vault: Vault, batches: Sequence[tuple[Ground, Collection[int]]], on: date) -> tuple[Certificate, ...]:
    """Remove cases with all that belongs to them; a certificate for each batch. Must run inside a transaction, `clean`
    after it.

    A case that may be counted and was not yet leaves its coded columns, until a release counts them.
    """
    certificates = tuple(_certify(vault, ground, case_ids, on) for ground, case_ids in batches)
    case_ids = {case_id for _ground, some in batches for case_id in some}
    vault.db.execute(
        f"INSERT INTO emptied_case ({_CODED}, count_expires_on) SELECT {_CODED}, ("
        "  SELECT expires_on FROM consent WHERE consent.case_id = coded_case.case_id AND scope = 'count'"
        "  ORDER BY id DESC LIMIT 1"
        f") FROM coded_case WHERE case_id IN {_CHOSEN} AND consent = 'given'"
        " AND case_id NOT IN (SELECT case_id FROM counted_before)"
        # In no order that tells which entry was which case.
        " ORDER BY random()",
        (_json(case_ids),),
    )
    _remove(vault, case_ids)
    return certificates


def destroy_marked(vault: Vault, marks: Mapping[str, int], certificates: Iterable[Certificate]) -> int:
    """Remove the cases of a restored backup that were destroyed since, under the certificates of then; how many.

    They leave nothing to be counted: that is carried over as it is. Must run inside a transaction, `clean` after it.
    """
    known = {one.number for one in all_certificates(vault)}
    for one in certificates:
        if one.number not in known:
            _add_certificate(vault, one)
    vault.db.executemany(
        "INSERT INTO destroyed_case (mark, certificate) VALUES (?, ?) ON CONFLICT DO NOTHING", list(marks.items())
    )
    rows = vault.db.execute(f"SELECT id FROM case_file WHERE mark IN {_CHOSEN}", (json.dumps(list(marks)),)).fetchall()
    _remove(vault, [row[0] for row in rows])
    return len(rows)


def carried(vault: Vault) -> Carried:
    """What a backup of this vault must be told when it takes the place of the vault."""
    columns = f"{_CODED}, count_expires_on"
    waiting = "SELECT mark, ground, asked_at, due_at FROM to_destroy JOIN case_file ON case_file.id = case_id"
    return Carried(
        certificates=all_certificates(vault),
        marks=dict(vault.db.execute("SELECT mark, certificate FROM destroyed_case").fetchall()),
        entries=tuple(vault.db.execute(f"SELECT {columns} FROM emptied_case ORDER BY id").fetchall()),
        asked=tuple(vault.db.execute(waiting).fetchall()),
    )


def carry_over(vault: Vault, known: Carried) -> int:
    """Tell a restored backup what was destroyed, or was to be, in the vault that it replaces; how many cases went.

    Must run inside a transaction, `clean` after it.
    """
    gone = destroy_marked(vault, known.marks, known.certificates)
    vault.db.execute("DELETE FROM emptied_case")
    places = ", ".join("?" * (_CODED.count(",") + 2))
    vault.db.executemany(f"INSERT INTO emptied_case ({_CODED}, count_expires_on) VALUES ({places})", known.entries)
    vault.db.executemany(
        "INSERT INTO to_destroy (case_id, ground, asked_at, due_at)"
        " SELECT id, ?2, ?3, ?4 FROM case_file WHERE mark = ?1 ON CONFLICT DO NOTHING",
        known.asked,
    )
    return gone


def all_certificates(vault: Vault) -> tuple[Certificate, ...]:
    """All certificates, newest first."""
    rows = vault.db.execute('SELECT number, "on", ground, cases FROM certificate ORDER BY number DESC').fetchall()
    return tuple(
        Certificate(number=row[0], on=date.fromisoformat(row[1]), ground=Ground(row[2]), cases=row[3]) for row in rows
    )


def is_clean(vault: Vault) -> bool:
    """Whether no byte of a destroyed case is left in the file or its log."""
    return settings.get(vault, _UNCLEAN) is None


def must_clean(vault: Vault) -> None:
    """Note that something was removed whose bytes must go at the next `clean`. Inside the transaction that does it."""
    settings.put(vault, _UNCLEAN, "1")


def clean(vault: Vault) -> bool:
    """Write the file anew where something was destroyed, so that its bytes are gone; whether they are.

    Must run outside a transaction. What a crash or a reader kept it from is done at the next call. Raises DiskFull.
    """
    if is_clean(vault):
        return True
    if not vault.rewrite():
        return False
    vault.db.execute("DELETE FROM setting WHERE name = ?", (_UNCLEAN,))
    return True


def older_files(folder: Path) -> Sequence[str]:
    """The names of what else lies in the folder of a vault and may hold cases as they were: never read by the vault."""
    found = {path.relative_to(folder).as_posix() for pattern in _OLDER for path in folder.glob(pattern)}
    return sorted(found)


def _certify(vault: Vault, ground: Ground, case_ids: Collection[int], on: date) -> Certificate:
    row = vault.db.execute("SELECT coalesce(max(number), 0) + 1 FROM certificate").fetchone()
    certificate = Certificate(number=row[0], on=on, ground=ground, cases=len(set(case_ids)))
    _add_certificate(vault, certificate)
    vault.db.execute(
        f"INSERT INTO destroyed_case (mark, certificate) SELECT mark, ? FROM case_file WHERE id IN {_CHOSEN}",
        (certificate.number, _json(case_ids)),
    )
    return certificate


def _add_certificate(vault: Vault, one: Certificate) -> None:
    vault.db.execute(
        'INSERT INTO certificate (number, "on", ground, cases) VALUES (?, ?, ?, ?)',
        (one.number, one.on.isoformat(), str(one.ground), one.cases),
    )


def _remove(vault: Vault, case_ids: Collection[int]) -> None:
    if not case_ids:
        return
    places = [f"{kind}:{case_id}" for case_id in case_ids for kind in _PLACES]
    vault.db.execute(f"DELETE FROM draft WHERE place IN {_CHOSEN}", (json.dumps(places),))
    # Why cases stay longer is typed for several at once, which are named by their numbers.
    vault.db.execute(
        "DELETE FROM draft WHERE place = 'keep_longer' AND EXISTS"
        " (SELECT 1 FROM json_each(?) WHERE instr(' ' || case_words || ' ', ' ' || value || ' '))",
        (_json(case_ids),),
    )
    # Taken out text by text, the index would keep the beginnings of words where it is cut in pages.
    with search.built_anew(vault, "case_file_unindexed", "contact_unindexed", "follow_up_unindexed"):
        vault.db.executemany("DELETE FROM case_file WHERE id = ?", [(case_id,) for case_id in case_ids])
    must_clean(vault)


def _json(case_ids: Collection[int]) -> str:
    return json.dumps(sorted(case_ids))


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
