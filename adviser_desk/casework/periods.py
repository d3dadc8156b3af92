"""Which periods can be exported, which were, and what the adviser can still repair before. Never shown to a reader."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

from adviser_desk.models.base import Record
from adviser_desk.models.case_list import CaseRow
from adviser_desk.models.period import Period
from adviser_desk.signals import release_file
from adviser_desk.vault import cases, releases, tallies, units
from adviser_desk.vault.connection import Vault


class Exported(Record):
    """What went out for a period. `folder` is where the files were written just now; None when only the ledger tells.

    `word` and `figures` are the names of the report and of the json file; `digest` is the SHA-256 (hex) of the json.
    """

    period: Period
    serial: int
    issued_on: date
    folder: Path | None
    word: str
    figures: str
    digest: str


class QuarterFacts(Record):
    """A period's cases for the adviser: how many count, how many of those came late, how many do not and why.

    `incomplete` are the cases that count and lack a trait that the figures need, with those traits.
    """

    counted: int
    late: int
    not_asked: int
    refused: int
    withdrawn: int
    incomplete: tuple[tuple[CaseRow, tuple[str, ...]], ...]


class PeriodState(Record):
    """One line of the export page. `facts` is None for a period that is closed."""

    period: Period
    state: Literal["released", "ready", "running", "taken"]
    facts: QuarterFacts | None
    exported: Exported | None


def periods(vault: Vault, *, today: date) -> tuple[PeriodState, ...]:
    """Newest first: the running quarter, and every quarter and year with a case that is over or was exported."""
    ledger = releases.entries(vault)
    view = _View(vault, ledger, today)
    running = Period.quarter_of(today)
    shown = {running, *(entry.period for entry in ledger), *_over(view.totals, running)}
    return tuple(view.state(period) for period in sorted(shown, key=_newest_first, reverse=True))


def facts_of(vault: Vault, period: Period, ledger: Sequence[releases.Entry], today: date) -> QuarterFacts:
    """The facts of one period that is not closed."""
    return _View(vault, ledger, today).facts(period)


def is_taken(period: Period, ledger: Iterable[releases.Entry]) -> bool:
    """Whether a release that covers more than the period went before."""
    return any(set(period.quarters) < set(entry.period.quarters) for entry in ledger)


def exported(entry: releases.Entry, folder: Path | None = None) -> Exported:
    """What the ledger tells about one release."""
    return Exported(
        period=entry.period,
        serial=entry.serial,
        issued_on=entry.issued_on,
        folder=folder,
        word=release_file.file_name(entry, "docx"),
        figures=release_file.file_name(entry, "json"),
        digest=entry.digest,
    )


class _View:
    def __init__(self, vault: Vault, ledger: Sequence[releases.Entry], today: date) -> None:
        closed = releases.covered(ledger)
        self.totals: Mapping[Period, tallies.QuarterTotal] = tallies.totals(vault, closed)
        self._ledger = {entry.period: entry for entry in ledger}
        self._running = Period.quarter_of(today)
        waiting = {case.case_id: case.quarter for case in releases.uncounted(vault, closed)}
        with_unit = bool(units.tree(vault).units)
        unclear = cases.incomplete(vault, with_unit=with_unit)
        rows = cases.rows(vault, [case_id for case_id in waiting if case_id in unclear])
        lacking = [(row, row.traits.missing(with_unit=with_unit)) for row in rows]
        self._incomplete = [(waiting[row.id], row, traits) for row, traits in lacking if traits]

    def state(self, period: Period) -> PeriodState:
        if period in self._ledger:
            return PeriodState(period=period, state="released", facts=None, exported=exported(self._ledger[period]))
        if is_taken(period, self._ledger.values()):
            return PeriodState(period=period, state="taken", facts=None, exported=None)
        running = self._running in period.quarters
        return PeriodState(
            period=period, state="running" if running else "ready", facts=self.facts(period), exported=None
        )

    def facts(self, period: Period) -> QuarterFacts:
        quarters = period.quarters
        found = [self.totals.get(quarter, tallies.QuarterTotal()) for quarter in quarters]
        sums = {name: sum(getattr(total, name) for total in found) for name in tallies.QuarterTotal.model_fields}
        incomplete = tuple((row, traits) for quarter, row, traits in self._incomplete if quarter in quarters)
        return QuarterFacts(**sums, incomplete=incomplete)


def _over(quarters: Collection[Period], running: Period) -> Iterable[Period]:
    for quarter in quarters:
        if quarter < running:
            yield quarter
        if quarter.year < running.year:
            yield Period(str(quarter.year))


def _newest_first(period: Period) -> tuple[date, timedelta]:
    first, last = period.covers
    return last, last - first
