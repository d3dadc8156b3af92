"""The preview as tables in words: what the reader will see and, beside it, what only the adviser may."""

from collections.abc import Mapping

from adviser_desk.casework.reporting import Preview
from adviser_desk.models.base import Record
from adviser_desk.models.codes import Language
from adviser_desk.models.release import TOTAL, Table
from adviser_desk.models.unit import UnitTree
from adviser_desk.signals.reasons import Reason
from adviser_desk.signals.report_labels import Labels, unit_names
from adviser_desk.signals.statements import Place, Said


class PreviewRow(Record):
    """One cell. `printed` is what the reader sees; `own` the real count and `reason` why it is withheld."""

    label: str
    printed: str
    is_number: bool
    own: int
    reason: Reason | None
    is_total: bool


class PreviewTable(Record):
    """One table of the report, in the order of the file. `field` is what it divides the cases by, "" for the total."""

    field: str
    title: str
    rows: tuple[PreviewRow, ...]


def preview_tables(preview: Preview, tree: UnitTree, language: Language) -> tuple[PreviewTable, ...]:
    """Every table of the release, number by number as in the files."""
    labels = Labels(language, unit_names(tree, language))
    period = str(preview.release.period)
    return tuple(_table(table, period, preview, labels) for table in preview.release.tables)


def withheld(preview: Preview) -> Mapping[str, int]:
    """How many cells are told as a number, and how many are not; a total that more tables show is one cell."""
    period = str(preview.release.period)
    said = {
        _place(table, str(row[0]) if table.columns else TOTAL, period): row[-1]
        for table in preview.release.tables
        for row in table.rows
    }
    told = sum(isinstance(statement, int) for statement in said.values())
    return {"told": told, "withheld": len(said) - told}


def _table(table: Table, period: str, preview: Preview, labels: Labels) -> PreviewTable:
    rows = tuple(_row(table, row, period, preview, labels) for row in table.rows)
    # The total is read last, as in the report.
    ordered = [row for row in rows if not row.is_total] + [row for row in rows if row.is_total]
    field = table.columns[0] if table.columns else ""
    return PreviewTable(field=field, title=labels.heading(table), rows=tuple(ordered))


def _row(table: Table, row: tuple[str | int, ...], period: str, preview: Preview, labels: Labels) -> PreviewRow:
    statement: Said = row[-1]
    code = str(row[0]) if table.columns else TOTAL
    place = _place(table, code, period)
    return PreviewRow(
        label=labels.total(table) if code == TOTAL else labels.code(table.columns[0], code),
        printed=labels.said(statement),
        is_number=isinstance(statement, int),
        own=preview.own[place],
        reason=preview.reasons.get(place),
        is_total=code == TOTAL,
    )


def _place(table: Table, code: str, period: str) -> Place:
    if code != TOTAL:
        return period, table.columns[0], code
    for dimension, about in table.where.items():
        return period, dimension, about
    return period, "", TOTAL
