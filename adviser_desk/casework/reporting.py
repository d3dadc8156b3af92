"""The quarter's export: plan, prepare, look, approve. Only a checked release leaves, and the ledger knows it first."""

import threading
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from pydantic import Field

from adviser_desk import __version__, i18n
from adviser_desk.casework import outgoing
from adviser_desk.casework.periods import (
    Exported,
    PeriodState,
    QuarterFacts,
    exported,
    facts_of,
    is_taken,
    periods,
)
from adviser_desk.casework.remark_doubts import doubts
from adviser_desk.casework.whole_ledger import refuse_lost, refuse_unsure
from adviser_desk.errors import CheckFailed, NotReleased, Outdated, PeriodNotOver, PeriodTaken
from adviser_desk.i18n import N_
from adviser_desk.models.base import Record
from adviser_desk.models.codes import Language, code_book
from adviser_desk.models.period import Period
from adviser_desk.models.release import Dimension, Release, Versions
from adviser_desk.models.tally import Tally
from adviser_desk.models.unit import UnitTree
from adviser_desk.policy import Policy
from adviser_desk.signals import release_file
from adviser_desk.signals.assemble import Head, release_of
from adviser_desk.signals.audit import AuditStopped, audit
from adviser_desk.signals.audit_words import table_words
from adviser_desk.signals.counting import Cell, counts
from adviser_desk.signals.profiles import Profile, TableSpec, dimensions, tables
from adviser_desk.signals.protect import Progress, Question, Stopped, linked_quarters, protect
from adviser_desk.signals.reasons import Reason, reason
from adviser_desk.signals.remarks import Doubt
from adviser_desk.signals.report_labels import unit_names
from adviser_desk.signals.statements import Place, Said, statements
from adviser_desk.signals.word_report import ReportContext, word_report
from adviser_desk.vault import releases, settings, tallies, units
from adviser_desk.vault.connection import Vault

__all__ = [
    "Doubt", "Exported", "PeriodState", "Place", "Progress", "QuarterFacts", "Reason", "Stopped", "doubts", "periods",
]  # fmt: skip
_BESIDE = 8
"""How many earlier releases a report shows its total beside: two years of quarters."""
_PROFILES: Mapping[str, Profile] = {"small": "small", "large": "large"}


class Plan(Record):
    """All that the export of a period is made from, taken from the vault at one moment. Holds counts: never leaves.

    `tally` covers every quarter whose numbers a reader can combine with those of the period; `earlier` is the ledger.
    """

    period: Period
    today: date
    tally: Tally = Field(repr=False)
    dimensions: Mapping[str, Dimension] = Field(repr=False)
    tables: tuple[TableSpec, ...]
    head: Head
    earlier: tuple[Release, ...] = Field(repr=False)
    facts: QuarterFacts


class CheckLine(Record):
    """One thing that was checked: a deferred sentence and the numbers that fill it."""

    sentence: str
    values: Mapping[str, int] = {}


class Preview(Record):
    """Exactly what the reader will see, and beside it what only the adviser may: real counts, reasons, checks."""

    plan: Plan
    release: Release
    own: Mapping[Place, int] = Field(repr=False)
    reasons: Mapping[Place, Reason] = Field(repr=False)
    checks: tuple[CheckLine, ...]
    facts: QuarterFacts


def plan_release(vault: Vault, period: Period, *, today: date, policy: Policy) -> Plan:
    """What the export of a period is made from. Fast. Raises PeriodNotOver, PeriodTaken when it was exported, and
    LedgerUnsure and CasesLost after a backup was put back.
    """
    last = period.covers[1]
    if last >= today:
        first_day = i18n.current().long_date(last + timedelta(days=1))
        raise PeriodNotOver(period=str(period), first_day=first_day)
    ledger = releases.entries(vault)
    if is_taken(period, ledger) or any(entry.period == period for entry in ledger):
        raise PeriodTaken(period=str(period))
    refuse_unsure(vault)
    earlier = tuple(Release.model_validate_json(content) for content in releases.contents(vault))
    tally, tree = _tally(vault, period, earlier), units.tree(vault)
    refuse_lost(period, tally, dimensions(code_book(), tree), earlier, releases.read_back(vault))
    return planned(
        period,
        tally=tally,
        tree=tree,
        profile=_PROFILES[settings.get(vault, "profile") or "small"],
        policy=policy,
        earlier=earlier,
        previous=ledger[-1].digest if ledger else None,
        facts=facts_of(vault, period, ledger, today),
        today=today,
        practice=vault.practice,
    )


def planned(
    period: Period,
    *,
    tally: Tally,
    tree: UnitTree,
    profile: Profile,
    policy: Policy,
    earlier: tuple[Release, ...],
    previous: str | None,
    facts: QuarterFacts,
    today: date,
    practice: bool,
) -> Plan:
    """The plan of a period from its cases and the ledger: the same for a vault and for invented cases."""
    book = code_book()
    versions = Versions(
        program=__version__, codes=book.version, units=tree.version, profile=f"{profile}.{period.year}",
        policy=policy.version,
    )  # fmt: skip
    return Plan(
        period=period,
        today=today,
        tally=tally,
        dimensions=dimensions(book, tree),
        tables=tables(profile, period),
        head=Head(
            serial=len(earlier) + 1,
            previous=previous,
            issued_on=today,
            practice=practice,
            period=period,
            threshold=policy.threshold,
            versions=versions,
        ),
        earlier=earlier,
        facts=facts,
    )


def prepare(plan: Plan, *, progress: Progress | None = None, stop: threading.Event | None = None) -> Preview:
    """Protect, assemble and check. Slow, and touches no vault. Raises Stopped, or CheckFailed when a reader could
    work something out; nothing is written either way."""
    found = counts(plan.tally, plan.dimensions, code_book())
    question = Question(
        period=plan.period,
        counts=found,
        dimensions=plan.dimensions,
        tables=plan.tables,
        threshold=plan.head.threshold,
        earlier=plan.earlier,
    )
    said = protect(question, progress, stop)
    release = release_of(plan.head, said, plan.dimensions, plan.tables)
    try:
        findings = audit((*_near(plan), release), progress=progress, stop=stop)
    except AuditStopped:
        raise Stopped from None
    if findings:
        raise CheckFailed(table=table_words(findings[0].table, i18n.current()))
    return Preview(
        plan=plan,
        release=release,
        own={place: _own(place, plan.period, found) for place in said},
        reasons=_reasons(plan, said, found),
        checks=_checks(plan, said),
        facts=plan.facts,
    )


def approve(
    vault: Vault, preview: Preview, *, remarks: str, language: Language, out: Path, today: date | None = None
) -> Exported:
    """Close the period: the ledger first, then `signalen-….json` and `.docx` in the folder `out`.

    `today` is the day of approval; left out, that of the plan. Raises Outdated when the cases or the ledger changed
    since the plan, FileTaken when another file of the same name is there, ReadOnly and DiskFull for the folder: then
    nothing was written.
    """
    release = preview.release.model_copy(update={"remarks": remarks, "issued_on": today or preview.plan.today})
    release = Release.model_validate(release.model_dump())
    files = files_of(release, preview.plan.earlier, units.tree(vault), language)
    goes_to = names(release, files)
    outgoing.look(out, goes_to)
    with vault.transaction():
        _refuse_outdated(vault, preview.plan)
        entry = releases.add(vault, release.period, release.issued_on, files, language)
        if (entry.serial, entry.previous) != (release.serial, release.previous):
            raise Outdated()
    outgoing.write(out, goes_to)
    return exported(entry, out)


def files_of(release: Release, earlier: Sequence[Release], tree: UnitTree, language: Language) -> releases.Files:
    """The bytes of the two files of a release; `earlier` is the ledger before it."""
    labels = unit_names(tree, language)
    context = ReportContext(earlier=tuple(earlier[-_BESIDE:]))
    report = word_report(release, unit_labels=labels, language=language, context=context)
    return releases.Files(figures=release_file.to_bytes(release), report=report)


def names(release: release_file.Numbered, files: releases.Files) -> Mapping[str, bytes]:
    """What the two files are called."""
    return {
        release_file.file_name(release, "json"): files.figures,
        release_file.file_name(release, "docx"): files.report,
    }


def files_again(vault: Vault, period: Period, out: Path) -> Exported:
    """The files of a closed period once more: the same bytes. Raises NotReleased, FileTaken, ReadOnly, DiskFull."""
    entry = next((entry for entry in releases.entries(vault) if entry.period == period), None)
    files = releases.files(vault, period)
    if entry is None or files is None:
        raise NotReleased(period=str(period))
    goes_to = names(entry, files)
    outgoing.look(out, goes_to)
    outgoing.write(out, goes_to)
    return exported(entry, out)


def _tally(vault: Vault, period: Period, earlier: Collection[Release]) -> Tally:
    covered = {quarter for release in earlier for quarter in release.period.quarters}
    return tallies.tally(vault, linked_quarters(period, earlier), covered)


def _refuse_outdated(vault: Vault, plan: Plan) -> None:
    # The vault is not written to before this; so the counting connection sees what is about to be frozen.
    if _tally(vault, plan.period, plan.earlier) != plan.tally:
        raise Outdated()
    if len(releases.entries(vault)) != len(plan.earlier):
        raise Outdated()


def _near(plan: Plan) -> list[Release]:
    """The earlier releases that a reader can combine with this one. What the others tell, it does not change."""
    quarters = set(linked_quarters(plan.period, plan.earlier))
    return [release for release in plan.earlier if quarters.issuperset(release.period.quarters)]


def _own(place: Place, period: Period, found: Mapping[Cell, int]) -> int:
    return sum(found.get((str(quarter), place[1], place[2]), 0) for quarter in period.quarters)


def _reasons(plan: Plan, said: Mapping[Place, Said], found: Mapping[Cell, int]) -> Mapping[Place, Reason]:
    everything = {**statements(plan.earlier), **said}
    reasons = {place: reason(place, found, everything, plan.dimensions, plan.head.threshold) for place in said}
    return {place: why for place, why in reasons.items() if why is not None}


def _checks(plan: Plan, said: Mapping[Place, Said]) -> tuple[CheckLine, ...]:
    withheld = sum(not isinstance(statement, int) for statement in said.values())
    return (
        CheckLine(
            sentence=N_("Alleen casussen met toestemming om mee te tellen: %(n)d."), values={"n": plan.facts.counted}
        ),
        CheckLine(sentence=N_("Getallen onder %(k)d staan er niet in. Ook 0 niet."), values={"k": plan.head.threshold}),
        CheckLine(
            sentence=N_("Wat een klein getal zou verraden, staat er niet: %(n)d cellen zonder getal."),
            values={"n": withheld},
        ),
        CheckLine(
            sentence=N_("Een tweede rekenwijze heeft dit nagerekend, samen met %(n)d eerdere exports."),
            values={"n": len(_near(plan))},
        ),
    )
