"""Signalen: the adviser's own counts of a period and, beside them, what others see of it. Nothing is written anywhere.

The counts come from the counting connection and stay in memory; what others see comes from a release or its preview.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Literal

from pydantic import Field

from adviser_desk import i18n
from adviser_desk.casework.periods import Standing, newest_first, state_of
from adviser_desk.casework.reporting import Preview
from adviser_desk.casework.setup import PROFILE
from adviser_desk.models.base import Record
from adviser_desk.models.codes import Language, code_book
from adviser_desk.models.period import Period
from adviser_desk.models.release import TOTAL, UNKNOWN, Dimension, Release, Table
from adviser_desk.models.tally import CodedCase
from adviser_desk.models.unit import UnitTree
from adviser_desk.policy import Policy
from adviser_desk.signals.counting import counts, crossed
from adviser_desk.signals.profiles import CROSSINGS, ONE_WAY, Profile, dimensions, one_way, parent_of
from adviser_desk.signals.protect import linked_quarters
from adviser_desk.signals.reasons import Reason, reason
from adviser_desk.signals.report_labels import Labels, unit_names
from adviser_desk.signals.report_tables import outline
from adviser_desk.signals.statements import Place, Said, statements
from adviser_desk.signals.survey import Survey, survey
from adviser_desk.vault import releases, settings, tallies, units
from adviser_desk.vault.connection import Vault

__all__ = ["Reason", "Said", "Survey", "survey"]
FIELDS: tuple[str, ...] = tuple(spec.dimension for spec in ONE_WAY)
"""What the cases can be divided by, in the order of the report."""

_PROFILES: Mapping[str | None, Profile] = {"small": "small", "large": "large"}


class PeriodChoice(Record):
    """A period that can be looked at: where it stands, how many cases count in it and how many do not."""

    period: Period
    state: Standing
    counted: int
    not_counted: int


class Told(Record):
    """What others see of a period, or would see if it were exported now; the reasons are the adviser's."""

    release: Release
    reasons: Mapping[Place, Reason] = Field(repr=False)


class Basis(Record):
    """All that the tables of one period are made from. Holds counts: never leaves, is kept nowhere.

    `fields` are the tables that the export of this period has; `told` is set when it was exported. `earlier` is the
    ledger; `dimensions` are those of the release where there is one.
    """

    choice: PeriodChoice
    threshold: int
    cases: tuple[CodedCase, ...] = Field(repr=False)
    dimensions: Mapping[str, Dimension] = Field(repr=False)
    fields: tuple[str, ...]
    told: Told | None = Field(repr=False)
    earlier: tuple[Release, ...] = Field(repr=False)
    units: UnitTree = Field(repr=False)


class Line(Record):
    """A row or a column: the code or group that it counts, in words, and its part in the table."""

    code: str
    label: str
    role: Literal["plain", "group", "member", "total"]


class OwnTable(Record):
    """Real counts, the total last. Without `columns` the numbers are in the column `*`."""

    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    numbers: Mapping[tuple[str, str], int] = Field(repr=False)


class Look(Record):
    """The periods that can be chosen, and one of them divided by two fields; nothing while there are too few cases."""

    choices: tuple[PeriodChoice, ...]
    basis: Basis | None
    fields: tuple[str, str]
    own: OwnTable | None


class ToldLine(Record):
    """A row as others see it: what is said, and the words the report has for it."""

    line: Line
    said: Said
    printed: str


def choices(vault: Vault, *, today: date) -> tuple[PeriodChoice, ...]:
    """Newest first: the running quarter and year, every quarter and year with a case, and what was exported."""
    ledger = releases.entries(vault)
    totals = tallies.totals(vault, releases.covered(ledger))
    running = Period.quarter_of(today)
    quarters = {quarter for quarter in totals if quarter <= running} | {running}
    shown = quarters | {Period(str(quarter.year)) for quarter in quarters} | {entry.period for entry in ledger}
    return tuple(_choice(period, ledger, totals, running) for period in sorted(shown, key=newest_first, reverse=True))


def basis(vault: Vault, choice: PeriodChoice, *, policy: Policy) -> Basis:
    """What the tables of a period are made from."""
    earlier = tuple(Release.model_validate_json(content) for content in releases.contents(vault))
    tree, period = units.tree(vault), choice.period
    lists = dict(dimensions(code_book(), tree))
    told = _told_before(vault, period, earlier, lists)
    profile = _PROFILES[settings.get(vault, PROFILE) or "small"]
    fields = [spec.dimension for spec in one_way(profile, period)]
    if told is not None:
        fields = [table.columns[0] for table in told.release.tables if len(table.columns) == 1]
        lists |= told.release.dimensions
    return Basis(
        choice=choice,
        threshold=told.release.threshold if told else policy.threshold,
        cases=tallies.tally(vault, period.quarters, _covered(earlier)).cases,
        dimensions=lists,
        fields=() if choice.state == "taken" else tuple(fields),
        told=told,
        earlier=earlier,
        units=tree,
    )


def look(vault: Vault, period: str, *, today: date, policy: Policy) -> tuple[tuple[PeriodChoice, ...], Basis | None]:
    """The periods, and what the tables of `period` are made from; of the newest with enough cases where it is none.

    None while there are too few cases to show anything, and nothing went out either.
    """
    found = choices(vault, today=today)
    counted = sum(choice.counted for choice in found if choice.period.kind == "quarter")
    if counted < policy.threshold and not any(choice.state == "released" for choice in found):
        return found, None
    wanted = next((choice for choice in found if str(choice.period) == period), None)
    return found, basis(vault, wanted or _newest(found, policy.threshold), policy=policy)


def look_divided(
    vault: Vault, period: str, fields: tuple[str, str], *, language: Language, today: date, policy: Policy
) -> Look:
    """As `look`, with the cases divided by these fields for the rows and the columns."""
    found, made = look(vault, period, today=today, policy=policy)
    return Look(choices=found, basis=made, fields=fields, own=made and own_table(made, *fields, language))


def told_by(preview: Preview) -> Told:
    """What others would see of a period that can be exported."""
    return Told(release=preview.release, reasons=preview.reasons)


def own_table(found: Basis, rows: str, columns: str, language: Language) -> OwnTable:
    """The cases divided by one field, or by one field and another. Columns without a case are left out."""
    lists = {**found.dimensions, "unit": _all_units(found)}
    numbers = crossed(found.cases, rows, columns, lists, code_book())
    labels = Labels(language, found.units.names(language))
    beside = _lines(columns, lists[columns], labels) if columns else ()
    return OwnTable(
        rows=_lines(rows, lists[rows], labels),
        columns=tuple(line for line in beside if numbers[TOTAL, line.code] or line.role == "total"),
        numbers=numbers,
    )


def _all_units(found: Basis) -> Dimension:
    """The units of the period, those that no release names and past ones: the adviser may see them."""
    listed = found.dimensions["unit"]
    tree = found.units
    small = [unit.code for unit in tree.units if unit.parent is None and not unit.named]
    codes = dict.fromkeys((*listed.codes, *small, *(unit.code for unit in tree.past)))
    codes.pop(UNKNOWN, None)
    return listed.model_copy(update={"codes": (*codes, UNKNOWN)})


def told_lines(told: Told, field: str, tree: UnitTree, language: Language) -> tuple[ToldLine, ...]:
    """A table of the release in the order of the report, number by number as in the files; the total last.

    Where the release does not have this table: its total only.
    """
    labels, release = _labels(tree, language), told.release
    table = _table_of(release, field)
    if table is None:
        line = Line(code=TOTAL, label=labels.code("", TOTAL), role="total")
        said = statements((release,))[str(release.period), "", TOTAL]
        return (ToldLine(line=line, said=said, printed=labels.said(said)),)
    found = {str(row[0]): row[-1] for row in table.rows}
    lines = _lines(field, release.dimensions[field], labels)
    return tuple(ToldLine(line=line, said=found[line.code], printed=labels.said(found[line.code])) for line in lines)


def why(told: Told, field: str, code: str) -> Reason | None:
    """Why a number of the release is withheld; None where it is told."""
    return told.reasons.get(_place(told.release.period, field, code))


def over_time(found: Basis, field: str, code: str, language: Language) -> tuple[tuple[Period, Said, str], ...]:
    """What was said of one row in each exported period as long as this one, oldest first, and the report's words.

    Only statements that went out, of releases with the same list: another list counts something else. The total of all
    cases hangs on no list.
    """
    period, dimension = found.choice.period, found.dimensions[field]
    same = [
        release
        for release in found.earlier
        if release.period.kind == period.kind
        and (release.dimensions.get(field) == dimension or is_all_cases(field, code))
    ]
    labels = _labels(found.units, language)
    said = statements(same)
    points = [
        (release.period, said[place], labels.said(said[place]))
        for release in sorted(same, key=lambda release: release.period)
        if (place := _place(release.period, field, code)) in said
    ]
    return tuple(points)


def field_label(field: str, language: Language) -> str:
    """What a field asks, as the report says it."""
    return Labels(language, {}).title(field)


def code_label(field: str, code: str, language: Language) -> str:
    """The words for a code, as the report says it."""
    return Labels(language, {}).code(field, code)


def may_cross(period: Period, rows: str, columns: str) -> bool:
    """Whether an export of this period may have a table of these two fields together."""
    return period.kind == "year" and any({spec.dimension, spec.beside} == {rows, columns} for spec in CROSSINGS)


def is_all_cases(field: str, code: str) -> bool:
    """Whether a row counts all cases of the period: every release says something of those."""
    return code == TOTAL and parent_of(field) is None


def said_words(said: Said, language: Language) -> str:
    """A statement as the report prints it."""
    return Labels(language, {}).said(said)


def unit_label(found: Basis, code: str) -> str:
    """The name of a unit."""
    return found.units.names(i18n.language()).get(code, code)


def _newest(found: Sequence[PeriodChoice], least: int) -> PeriodChoice:
    """The newest that is over and has enough cases, else the newest with a case."""
    over = [choice for choice in found if choice.state in ("ready", "released") and choice.counted >= least]
    return (over or [choice for choice in found if choice.counted] or found)[0]


def _choice(
    period: Period,
    ledger: Sequence[releases.Entry],
    totals: Mapping[Period, tallies.QuarterTotal],
    running: Period,
) -> PeriodChoice:
    found = [totals.get(quarter, tallies.QuarterTotal()) for quarter in period.quarters]
    return PeriodChoice(
        period=period,
        state=state_of(period, ledger, running),
        counted=sum(total.counted for total in found),
        not_counted=sum(total.not_asked + total.refused + total.withdrawn for total in found),
    )


def _told_before(
    vault: Vault, period: Period, earlier: Sequence[Release], lists: Mapping[str, Dimension]
) -> Told | None:
    """The release of a period with the reasons of then: later releases played no part."""
    place = next((place for place, release in enumerate(earlier) if release.period == period), None)
    if place is None:
        return None
    release, until_then = earlier[place], earlier[: place + 1]
    quarters = linked_quarters(period, until_then)
    lists = {**lists, **release.dimensions}
    found = counts(tallies.tally(vault, quarters, _covered(earlier)), lists, code_book())
    said = statements(until_then)
    cells = [cell for cell in said if cell[0] == str(period)]
    reasons = {cell: reason(cell, found, said, lists, release.threshold) for cell in cells}
    return Told(release=release, reasons={cell: why for cell, why in reasons.items() if why is not None})


def _covered(earlier: Iterable[Release]) -> Collection[Period]:
    return {quarter for release in earlier for quarter in release.period.quarters}


def _lines(field: str, dimension: Dimension, labels: Labels) -> tuple[Line, ...]:
    where = dict([parent]) if (parent := parent_of(field)) else {}
    total = labels.total(Table(id=field, columns=(field,), where=where, rows=()))
    lines = [Line(code=code, label=labels.code(field, code), role=role) for code, role in outline(dimension)]
    return (*lines, Line(code=TOTAL, label=total, role="total"))


def _labels(tree: UnitTree, language: Language) -> Labels:
    return Labels(language, unit_names(tree, language))


def _table_of(release: Release, field: str) -> Table | None:
    return next((table for table in release.tables if table.columns == (field,)), None)


def _place(period: Period, field: str, code: str) -> Place:
    """Where a release speaks of a row; the total of a sub-population is the cell that it is about."""
    return (str(period), field, code) if code != TOTAL else (str(period), *(parent_of(field) or ("", TOTAL)))
