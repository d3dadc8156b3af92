"""The preview as tables in words: what the reader will see and, beside it, what only the adviser may."""

from collections.abc import Mapping

from adviser_desk.casework.reporting import Preview
from adviser_desk.models.base import Record
from adviser_desk.models.codes import Language
from adviser_desk.models.release import TOTAL, Row, Table
from adviser_desk.models.unit import UnitTree
from adviser_desk.signals.reasons import Reason
from adviser_desk.signals.report_labels import Labels, unit_names
from adviser_desk.signals.report_tables import divides
from adviser_desk.signals.statements import Said, place_of


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
    """The tables of the report, number by number as in the files. The margins of a crossing are in other tables."""
    labels = Labels(language, unit_names(tree, language))
    return tuple(_table(table, preview, labels) for table in _shown(preview))


def withheld(preview: Preview) -> Mapping[str, int]:
    """How many cells are told as a number, and how many are not; a total that more tables show is one cell."""
    period = preview.release.period
    said = {place_of(period, table, row): row[-1] for table in _shown(preview) for row in table.rows}
    told = sum(isinstance(statement, int) for statement in said.values())
    return {"told": told, "withheld": len(said) - told}


def _shown(preview: Preview) -> list[Table]:
    return [table for table in preview.release.tables if not table.columns or divides(table)]


def _table(table: Table, preview: Preview, labels: Labels) -> PreviewTable:
    shown = [row for row in table.rows if TOTAL not in row[:-1] or all(code == TOTAL for code in row[:-1])]
    rows = tuple(_row(table, row, preview, labels) for row in shown)
    # The total is read last, as in the report.
    ordered = [row for row in rows if not row.is_total] + [row for row in rows if row.is_total]
    field = table.columns[0] if table.columns else ""
    return PreviewTable(field=field, title=labels.heading(table), rows=tuple(ordered))


def _row(table: Table, row: Row, preview: Preview, labels: Labels) -> PreviewRow:
    statement: Said = row[-1]
    place = place_of(preview.release.period, table, row)
    pairs = zip(table.columns, map(str, row[:-1]), strict=True)
    is_total = all(code == TOTAL for code in row[:-1])
    return PreviewRow(
        label=labels.total(table) if is_total else " × ".join(labels.code(*pair) for pair in pairs),
        printed=labels.said(statement),
        is_number=isinstance(statement, int),
        own=preview.own[place],
        reason=preview.reasons.get(place),
        is_total=is_total,
    )
