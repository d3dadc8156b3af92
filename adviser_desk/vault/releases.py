"""The ledger: every release that went out, as the very bytes, and the cases that each one counted, frozen."""

import hashlib
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
    """A case that may be counted and was not yet: its number, and the quarter it would count in.

    The number is below zero for what is left of a destroyed case.
    """

    case_id: int
    quarter: Period


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
        " AND case_id NOT IN (SELECT case_id FROM counted_case WHERE case_id IS NOT NULL) ORDER BY case_id"
    ).fetchall()
    quarters = {opened: quarter_of(Period(opened), closed) for opened in {opened for _number, opened in rows}}
    return tuple(Uncounted(case_id=number, quarter=quarters[opened]) for number, opened in rows)


def add(vault: Vault, period: Period, issued_on: date, files: Files, language: Language) -> Entry:
    """Write a release to the ledger and freeze the cases it counts. Must run inside a transaction."""
    ledger = entries(vault)
    for case in uncounted(vault, covered(ledger)):
        if case.quarter in period.quarters:
            _freeze(vault, case)
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


def _freeze(vault: Vault, case: Uncounted) -> None:
    vault.db.execute(
        "INSERT INTO counted_case (case_id, period, unit, matter, behaviour, ground, online, client_role, other_party,"
        " found_via, step, reason_no_step, aftercare, channel, themes)"
        " SELECT iif(case_id > 0, case_id, NULL), ?, unit, matter, behaviour,"
        " ground, online, client_role, other_party, found_via, step, reason_no_step, aftercare, channel, themes"
        " FROM coded_case WHERE case_id = ?",
        (str(case.quarter), case.case_id),
    )
    # What was left of a destroyed case was left for this.
    vault.db.execute("DELETE FROM emptied_case WHERE id = ?", (-case.case_id,))
