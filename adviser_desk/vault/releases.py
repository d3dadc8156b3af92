"""The ledger: every release that went out, as the very bytes, and the cases that each one counted, frozen."""

import hashlib
from collections import Counter
from collections.abc import Collection
from datetime import date

from adviser_desk.models.base import Record
from adviser_desk.models.codes import Language
from adviser_desk.models.period import Period
from adviser_desk.vault.connection import Vault
from adviser_desk.vault.tallies import quarter_of


class Entry(Record):
    """One line of the ledger. `digest` is the SHA-256 (hex) of the json; `previous` that of the line before it."""

    serial: int
    period: Period
    issued_on: date
    previous: str | None
    digest: str
    language: Language


class Files(Record):
    """What went out for one period: the bytes of the json and of the Word report."""

    figures: bytes
    report: bytes


class Uncounted(Record):
    """A case that may be counted and was not yet: its number, the quarter it would count in, whether it comes late.

    The number is below zero for what is left of a destroyed case.
    """

    case_id: int
    quarter: Period
    late: bool


def entries(vault: Vault) -> tuple[Entry, ...]:
    """The whole ledger, oldest first."""
    rows = vault.db.execute(f"SELECT {', '.join(Entry.model_fields)} FROM release ORDER BY serial")
    return tuple(Entry(**dict(zip(Entry.model_fields, row, strict=True))) for row in rows)


def covered(ledger: Collection[Entry]) -> frozenset[Period]:
    """The quarters that a release covers: they are closed."""
    return frozenset(quarter for entry in ledger for quarter in entry.period.quarters)


def contents(vault: Vault) -> tuple[bytes, ...]:
    """The json of every release, oldest first."""
    return tuple(row[0] for row in vault.db.execute("SELECT json FROM release ORDER BY serial"))


def files(vault: Vault, period: Period) -> Files | None:
    """The bytes that went out for a period; None when nothing did."""
    row = vault.db.execute("SELECT json, word FROM release WHERE period = ?", (str(period),)).fetchone()
    return None if row is None else Files(figures=row[0], report=row[1])


def uncounted(vault: Vault, closed: Collection[Period]) -> tuple[Uncounted, ...]:
    """The cases with consent to count that no release counted. `closed` are the quarters that the ledger covers."""
    rows = vault.db.execute(
        "SELECT case_id, opened FROM coded_case WHERE consent = 'given'"
        " AND case_id NOT IN (SELECT case_id FROM counted_before) ORDER BY case_id"
    ).fetchall()
    quarters = {opened: quarter_of(Period(opened), closed) for opened in {opened for _number, opened in rows}}
    return tuple(_uncounted(number, quarters[opened], opened) for number, opened in rows)


def read_back(vault: Vault) -> frozenset[Period]:
    """The quarters that a release closed which was read back from its file."""
    return frozenset(Period(row[0]) for row in vault.db.execute("SELECT quarter FROM read_back").fetchall())


def counted(vault: Vault) -> int:
    """How many cases all releases counted together."""
    return int(vault.db.execute("SELECT count(*) FROM counted_case").fetchone()[0])


def add(vault: Vault, period: Period, issued_on: date, files: Files, language: Language) -> Entry:
    """Write a release to the ledger and freeze the cases it counts. Must run inside a transaction."""
    found = [case for case in uncounted(vault, covered(entries(vault))) if case.quarter in period.quarters]
    _freeze(vault, found)
    _note_late(vault, found)
    return _write(vault, period, issued_on, files, language)


def add_read_back(vault: Vault, period: Period, issued_on: date, files: Files, language: Language) -> Entry:
    """Write a release of before to the ledger, and freeze what it counted as far as the vault can know: each case of
    then whose client agreed to be counted as that stood on the day it was issued. Must run inside a transaction.
    """
    closed = covered(entries(vault))
    entry = _write(vault, period, issued_on, files, language)
    new = [quarter for quarter in period.quarters if quarter not in closed]
    for quarter in new:
        first = quarter
        while (before := first.quarter_before) in closed:
            first = before
        vault.db.execute(
            "INSERT INTO read_back (quarter, serial, first_day, last_day, issued_on) VALUES (?, ?, ?, ?, ?)",
            (
                str(quarter),
                entry.serial,
                first.covers[0].isoformat(),
                quarter.covers[1].isoformat(),
                issued_on.isoformat(),
            ),
        )
    # What is left of destroyed cases tells no day: better counted once too few than twice.
    emptied = [case for case in uncounted(vault, closed) if case.case_id < 0 and case.quarter in new]
    found = [*_unseen(vault), *emptied]
    _freeze(vault, found)
    _note_late(vault, [case for case in found if case.quarter in new])
    return entry


def freeze_unseen(vault: Vault) -> int:
    """Freeze the cases that were typed again since releases were read back which counted them; how many.

    Must run inside a transaction.
    """
    found = list(_unseen(vault))
    _freeze(vault, found)
    return len(found)


def _write(vault: Vault, period: Period, issued_on: date, files: Files, language: Language) -> Entry:
    ledger = entries(vault)
    entry = Entry(
        serial=len(ledger) + 1,
        period=period,
        issued_on=issued_on,
        previous=ledger[-1].digest if ledger else None,
        digest=hashlib.sha256(files.figures).hexdigest(),
        language=language,
    )
    vault.db.execute(
        "INSERT INTO release (serial, period, issued_on, previous, digest, language, json, word)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            entry.serial,
            str(period),
            issued_on.isoformat(),
            entry.previous,
            entry.digest,
            language,
            files.figures,
            files.report,
        ),
    )
    return entry


def _unseen(vault: Vault) -> tuple[Uncounted, ...]:
    """The cases that a release counted which was read back, and that are not frozen yet."""
    rows = vault.db.execute(
        "SELECT counted_unseen.case_id, min(quarter), opened"
        " FROM counted_unseen JOIN coded_case ON coded_case.case_id = counted_unseen.case_id"
        " WHERE counted_unseen.case_id NOT IN (SELECT case_id FROM counted_case WHERE case_id IS NOT NULL)"
        " GROUP BY counted_unseen.case_id ORDER BY counted_unseen.case_id"
    ).fetchall()
    return tuple(_uncounted(number, Period(quarter), opened) for number, quarter, opened in rows)


def _uncounted(case_id: int, quarter: Period, opened: str) -> Uncounted:
    return Uncounted(case_id=case_id, quarter=quarter, late=str(quarter) != opened)


def _freeze(vault: Vault, found: Collection[Uncounted]) -> None:
    for case in found:
        vault.db.execute(
            "INSERT INTO counted_case (case_id, period, unit, matter, behaviour, ground, online, client_role,"
            " other_party, found_via, step, reason_no_step, aftercare, channel, themes)"
            " SELECT iif(case_id > 0, case_id, NULL), ?, unit, matter, behaviour,"
            " ground, online, client_role, other_party, found_via, step, reason_no_step, aftercare, channel, themes"
            " FROM coded_case WHERE case_id = ?",
            (str(case.quarter), case.case_id),
        )
        # What was left of a destroyed case was left for this.
        vault.db.execute("DELETE FROM emptied_case WHERE id = ?", (-case.case_id,))


def _note_late(vault: Vault, found: Collection[Uncounted]) -> None:
    late = Counter(str(case.quarter) for case in found if case.late)
    vault.db.executemany("INSERT INTO late_in_quarter (quarter, cases) VALUES (?, ?)", sorted(late.items()))
