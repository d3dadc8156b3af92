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
from adviser_desk.models.release import TOTAL, UNKNOWN, Dimension, Release, Row, Table
from adviser_desk.models.tally import CodedCase
from adviser_desk.models.unit import UnitTree
from adviser_desk.policy import Policy
from adviser_desk.signals.counting import counts, crossed
from adviser_desk.signals.profiles import CROSSINGS, ONE_WAY, Profile, dimensions, parent_of, tables
from adviser_desk.signals.protect import linked_quarters
from adviser_desk.signals.reasons import Reason, reason
from adviser_desk.signals.report_labels import Labels, unit_names
from adviser_desk.signals.report_tables import outline
from adviser_desk.signals.statements import Place, Said, place_of, statements
from adviser_desk.signals.survey import Survey, survey
from adviser_desk.vault import releases, settings, tallies, units
from adviser_desk.vault.connection import Vault

__all__ = ["Reason", "Said", "Survey", "survey"]
FIELDS: tuple[str, ...] = tuple(spec.dimension for spec in ONE_WAY)
"""What the cases can be divided by, in the order of the report."""

Fields = tuple[str, str]
"""What the rows of a table are and what its columns are; "" for no columns."""

Codes = tuple[str, str]
"""The row and the column of a cell; `*` is the total, and the column of a table that has no columns."""

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

    The export of this period has a table of each of `fields`, and one of each two of `crossings`; `told` is set when it
    was exported. `earlier` is the ledger; `dimensions` are those of the release where there is one.
    """

    choice: PeriodChoice
    threshold: int
    cases: tuple[CodedCase, ...] = Field(repr=False)
    dimensions: Mapping[str, Dimension] = Field(repr=False)
    fields: tuple[str, ...]
    crossings: tuple[Fields, ...]
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
    fields: Fields
    own: OwnTable | None


class ToldCell(Record):
    """A cell as others see it: what is said, and the words the report has for it."""

    said: Said
    printed: str


class ToldTable(Record):
    """A table as others see it, the total last. Without `columns` the cells are in the column `*`."""

    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    cells: Mapping[Codes, ToldCell]


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
    divided = [tuple(filter(None, (spec.dimension, spec.beside))) for spec in tables(profile, period)]
    if told is not None:
        divided = [table.columns for table in told.release.tables]
        lists |= told.release.dimensions
    if choice.state == "taken":
        divided = []
    return Basis(
        choice=choice,
        threshold=told.release.threshold if told else policy.threshold,
        cases=tallies.tally(vault, period.quarters, _covered(earlier)).cases,
        dimensions=lists,
        # The report does not show a list of one code either: it says what the total says.
        fields=tuple(names[0] for names in divided if len(names) == 1 and len(lists[names[0]].codes) > 1),
        crossings=tuple((names[0], names[1]) for names in divided if len(names) == 2),
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


def look_divided(vault: Vault, period: str, fields: Fields, *, language: Language, today: date, policy: Policy) -> Look:
    """As `look`, with the cases divided by these fields for the rows and the columns."""
    found, made = look(vault, period, today=today, policy=policy)
    return Look(choices=found, basis=made, fields=fields, own=made and own_table(made, *fields, language))


def told_by(preview: Preview) -> Told:
    """What others would see of a period that can be exported."""
    return Told(release=preview.release, reasons=preview.reasons)


def own_table(found: Basis, rows: str, columns: str, language: Language) -> OwnTable:
    """The cases divided by one field, or by one field and another.

    Columns without a case are left out, but not those that the export has; these come first.
    """
    lists = {**found.dimensions, "unit": _all_units(found)}
    numbers = crossed(found.cases, rows, columns, lists, code_book())
    labels = Labels(language, found.units.names(language))
    beside = _lines(columns, lists[columns], labels) if columns else ()
    told = told_codes(found, (rows, columns))[1] if columns else ()
    shown = [line for line in beside if numbers[TOTAL, line.code] or line.code in (*told, TOTAL)]
    return OwnTable(
        rows=_lines(rows, lists[rows], labels),
        columns=tuple(sorted(shown, key=lambda line: bool(told) and line.code not in told)),
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


def told_table(told: Told, fields: Fields, tree: UnitTree, language: Language) -> ToldTable:
    """A table of the release in the order of the report, number by number as in the files; the total last.

    A crossing may lie on its side. Where the release does not have this table: its total only.
    """
    labels, release = _labels(tree, language), told.release
    table = _table_of(release, fields)
    if table is None:
        line = Line(code=TOTAL, label=labels.code("", TOTAL), role="total")
        said = statements((release,))[str(release.period), "", TOTAL]
        return ToldTable(rows=(line,), columns=(), cells={(TOTAL, TOTAL): _told_cell(said, labels)})
    rows, columns = fields
    turned = table.columns[0] != rows
    found = {_codes_of(row, turned=turned): row[-1] for row in table.rows}
    return ToldTable(
        rows=_told_lines(rows, {row for row, _column in found}, release, labels, alone=not columns),
        columns=_told_lines(columns, {column for _row, column in found}, release, labels) if columns else (),
        cells={codes: _told_cell(said, labels) for codes, said in found.items()},
    )


def _codes_of(row: Row, *, turned: bool) -> Codes:
    first, second = (*map(str, row[:-1]), TOTAL)[:2]
    return (second, first) if turned else (first, second)


def _told_cell(said: Said, labels: Labels) -> ToldCell:
    return ToldCell(said=said, printed=labels.said(said))


def _told_lines(
    field: str, codes: Collection[str], release: Release, labels: Labels, *, alone: bool = False
) -> tuple[Line, ...]:
    """The rows or columns of a table that have these codes; a group without its codes is a row like any other."""
    lines = [line for line in _lines(field, release.dimensions[field], labels) if line.code in codes]
    return tuple(line if alone or line.role == "total" else line.model_copy(update={"role": "plain"}) for line in lines)


def told_codes(found: Basis, fields: Fields) -> tuple[Collection[str], Collection[str]]:
    """The rows and the columns that the export of the period has of a table; none where it does not have it."""
    rows, columns = fields
    if not columns:
        return (_listed(found.dimensions[rows]) if rows in found.fields else (), (TOTAL,))
    if (crossing := _as_crossing(fields)) not in found.crossings:
        return (), ()
    first, second = (found.dimensions[name] for name in crossing)
    told = _listed(first), (*second.top, TOTAL)
    return told if crossing == fields else told[::-1]


def _listed(dimension: Dimension) -> Collection[str]:
    return (*dimension.codes, *dimension.groups, TOTAL)


def why(told: Told, fields: Fields, codes: Codes) -> Reason | None:
    """Why a number of the release is withheld; None where it is told."""
    return told.reasons.get(_place(told.release.period, fields, codes))


def over_time(found: Basis, fields: Fields, codes: Codes, language: Language) -> tuple[tuple[Period, Said, str], ...]:
    """What was said of one cell in each exported period as long as this one, oldest first, and the report's words.

    Only statements that went out, of releases with the same lists: another list counts something else. The total of all
    cases hangs on no list.
    """
    period, named = found.choice.period, [field for field in fields if field]
    same = [
        release
        for release in found.earlier
        if release.period.kind == period.kind
        and (
            all(release.dimensions.get(field) == found.dimensions[field] for field in named)
            or is_all_cases(fields, codes)
        )
    ]
    labels = _labels(found.units, language)
    said = statements(same)
    points = [
        (release.period, said[place], labels.said(said[place]))
        for release in sorted(same, key=lambda release: release.period)
        if (place := _place(release.period, fields, codes)) in said
    ]
    return tuple(points)


def field_label(field: str, language: Language) -> str:
    """What a field asks, as the report says it."""
    return Labels(language, {}).title(field)


def code_label(field: str, code: str, language: Language) -> str:
    """The words for a code, as the report says it."""
    return Labels(language, {}).code(field, code)


def may_cross(fields: Fields) -> bool:
    """Whether the export of some period may have a table of these two fields together."""
    return any((spec.dimension, spec.beside) == _as_crossing(fields) for spec in CROSSINGS)


def is_all_cases(fields: Fields, codes: Codes) -> bool:
    """Whether a cell counts all cases of the period: every release says something of those."""
    return codes == (TOTAL, TOTAL) and not any(parent_of(field) for field in fields)


def is_of_some(field: str) -> bool:
    """Whether a field is asked of some cases only."""
    return parent_of(field) is not None


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


def _table_of(release: Release, fields: Fields) -> Table | None:
    wanted = _as_crossing(fields) if fields[1] else fields[:1]
    return next((table for table in release.tables if table.columns == wanted), None)


def _as_crossing(fields: Fields) -> Fields:
    """Two fields as a crossing has them, whichever of them are the rows here."""
    turned = fields[::-1]
    return turned if any((spec.dimension, spec.beside) == turned for spec in CROSSINGS) else fields


def _place(period: Period, fields: Fields, codes: Codes) -> Place:
    """Where a release speaks of a cell; the total of a sub-population is the cell that it is about."""
    columns = _as_crossing(fields)
    where = dict([parent]) if (parent := parent_of(columns[0])) else {}
    table = Table(id="", columns=tuple(filter(None, columns)), where=where, rows=())
    return place_of(period, table, codes if columns == fields else codes[::-1])
