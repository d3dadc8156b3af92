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

Standing = Literal["released", "ready", "running", "taken"]
"""Of a period: it was exported, it can be, it is not over, or a longer period that was exported covers it."""


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
    state: Standing
    facts: QuarterFacts | None
    exported: Exported | None


def periods(vault: Vault, *, today: date) -> tuple[PeriodState, ...]:
    """Newest first: the running quarter, and every quarter and year with a case that is over or was exported."""
    ledger = releases.entries(vault)
    view = _View(vault, ledger, today)
    running = Period.quarter_of(today)
    shown = {running, *(entry.period for entry in ledger), *_over(view.totals, running)}
    return tuple(view.state(period) for period in sorted(shown, key=newest_first, reverse=True))


def facts_of(vault: Vault, period: Period, ledger: Sequence[releases.Entry], today: date) -> QuarterFacts:
    """The facts of one period that is not closed."""
    return _View(vault, ledger, today).facts(period)


def state_of(period: Period, ledger: Collection[releases.Entry], running: Period) -> Standing:
    """Where a period stands; `running` is the quarter of today."""
    if any(entry.period == period for entry in ledger):
        return "released"
    if is_taken(period, ledger):
        return "taken"
    return "running" if running in period.quarters else "ready"


def newest_first(period: Period) -> tuple[date, timedelta]:
    """The key to sort by, in reverse: a year before its last quarter."""
    first, last = period.covers
    return last, last - first


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
        tree = units.tree(vault)
        with_unit, past = bool(tree.units), {unit.code for unit in tree.past}
        unclear = cases.incomplete(vault, with_unit=with_unit)
        rows = cases.rows(vault, [case_id for case_id in waiting if case_id in unclear])
        lacking = [(row, row.traits.missing(with_unit=with_unit, past=past)) for row in rows]
        self._incomplete = [(waiting[row.id], row, traits) for row, traits in lacking if traits]

    def state(self, period: Period) -> PeriodState:
        state = state_of(period, self._ledger.values(), self._running)
        if state == "released":
            return PeriodState(period=period, state=state, facts=None, exported=exported(self._ledger[period]))
        facts = None if state == "taken" else self.facts(period)
        return PeriodState(period=period, state=state, facts=facts, exported=None)

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
