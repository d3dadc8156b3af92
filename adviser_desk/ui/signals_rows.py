"""From the figures of a period to the rows of a table, in the adviser's own view and in that of others."""

from collections.abc import Sequence
from dataclasses import dataclass

from adviser_desk import i18n
from adviser_desk.casework import own_figures
from adviser_desk.casework.own_figures import Basis, Fields, Line, OwnTable, Reason, Told, ToldTable
from adviser_desk.i18n import _
from adviser_desk.models.period import Period
from adviser_desk.models.release import TOTAL
from adviser_desk.ui import figure_words as words
from adviser_desk.ui.figure_header import Head, Row


@dataclass(frozen=True)
class Figures:
    """One table of one period: real counts, and what others see of it once that is worked out."""

    basis: Basis
    own: OwnTable
    told: Told | None
    field: str
    beside: str

    @property
    def fields(self) -> Fields:
        """What the rows and the columns are."""
        return self.field, self.beside

    @property
    def leaves(self) -> bool:
        """Whether the export of this period has this table."""
        return bool(own_figures.told_codes(self.basis, self.fields)[0])

    def goes_out(self, row: str, column: str = TOTAL) -> bool:
        """Whether the export says something of a cell, in this table or in another one."""
        if own_figures.is_all_cases(self.fields, (row, column)):
            return self.basis.choice.state != "taken"
        rows, columns = own_figures.told_codes(self.basis, self.fields)
        return (row in rows and column in columns) or self._in_a_margin(row, column)

    def _in_a_margin(self, row: str, column: str) -> bool:
        """The totals of two fields are the tables of each, where both are asked of all cases."""
        if not self.beside or any(own_figures.is_of_some(field) for field in self.fields):
            return False
        field, code = (self.field, row) if column == TOTAL else (self.beside, column)
        return TOTAL in (row, column) and code in own_figures.told_codes(self.basis, (field, ""))[0]

    def heads(self) -> list[Head]:
        """The columns of the adviser's own view."""
        told = own_figures.told_codes(self.basis, self.fields)[1]
        lines = self.own.columns or _the_cases()
        return [Head(line.code, line.label, kept=self.leaves and line.code not in told) for line in lines]

    def own_rows(self) -> list[Row]:
        """Real counts, with a mark on each number that will not go out, and on rows that the export does not have."""
        told = own_figures.told_codes(self.basis, self.fields)[0]
        codes = [line.code for line in self.own.columns or _the_cases()]
        return [
            Row(
                code=line.code,
                label=line.label,
                role=line.role,
                cells=tuple(
                    words.own_cell(self._number(line.code, code), self._mark(line.code, code)) for code in codes
                ),
                bar=None if self.beside or line.role == "total" else self._number(line.code, TOTAL),
                kept=self.leaves and line.code not in told,
            )
            for line in self.own.rows
        ]

    def reason(self, row: str, column: str = TOTAL) -> Reason | None:
        """Why a number does not go out; before that is worked out, the small ones of a period that is over are sure."""
        if not self.goes_out(row, column):
            return None
        if self.told is not None:
            return own_figures.why(self.told, self.fields, (row, column))
        if self.basis.choice.state == "running":
            return None
        return Reason(kind="small") if self._number(row, column) < self.basis.threshold else None

    def _mark(self, row: str, column: str) -> Reason | None:
        rows, columns = own_figures.told_codes(self.basis, self.fields)
        return self.reason(row, column) if not self.beside or (row in rows and column in columns) else None

    def kinds(self) -> tuple[list[str], int]:
        """Why numbers of a table that goes out do not, once for each of them; and how many numbers it has."""
        rows, columns = own_figures.told_codes(self.basis, self.fields)
        reasons = [self.reason(row, column) for row in rows for column in columns]
        return [reason.kind for reason in reasons if reason is not None], len(reasons)

    def why(self, row: Row | None, column: int, told: ToldTable | None) -> tuple[str, str]:
        """The chosen number in words; `told` when it is of what others see."""
        if row is None:
            return "", ""
        return self._own_why(row, column) if told is None else _told_why(told, row, column)

    def _own_why(self, row: Row, column: int) -> tuple[str, str]:
        beside = _at(self.own.columns or _the_cases(), column)
        label = _names(row, beside) if self.own.columns else row.label
        number, reason = self._number(row.code, beside.code), self.reason(row.code, beside.code)
        goes_out = self.goes_out(row.code, beside.code)
        if not goes_out or (reason is None and self.told is None):
            return words.only_own_why(label, number, later=goes_out)
        return words.own_why(label, number, reason, self.basis.threshold, total=row.role == beside.role == "total")

    def own_totals(self) -> list[tuple[str, str, int | None]]:
        """The totals of a table of two fields, as `told_totals`."""
        rows = [line for line in self.own.rows if line.role != "total"] if self.beside else []
        numbers = [(line.label, self._number(line.code, TOTAL)) for line in rows]
        return [(label, str(number), number) for label, number in numbers]

    def told_table(self) -> ToldTable | None:
        """What others see: this table, or the total where they do not have it; None where nothing is told."""
        if self.told is None:
            return None
        fields = self.fields if self.leaves else ("", "")
        return own_figures.told_table(self.told, fields, self.basis.units, i18n.language())

    def over_time(self, row: str, column: int, told: ToldTable | None) -> tuple[tuple[Period, int | str, str], ...]:
        """What went out about a cell, export after export; `told` when the cell is of what others see."""
        if self.beside and not self.leaves:
            return ()
        columns = (self.own if told is None else told).columns or _the_cases()
        codes = row, _at(columns, column).code
        return own_figures.over_time(self.basis, self.fields, codes, i18n.language())

    def _number(self, row: str, column: str) -> int:
        return self.own.numbers.get((row, column), 0)


def told_heads(told: ToldTable) -> list[Head]:
    """The columns that others see."""
    return [Head(line.code, line.label) for line in told.columns or _the_cases()]


def told_rows(told: ToldTable) -> list[Row]:
    """The rows that others see; a bar for an exact number only, and the same empty frame for all others."""
    rows = []
    for line in told.rows:
        cells = [told.cells[line.code, column.code] for column in told.columns or _the_cases()]
        said, bars = cells[-1].said, not told.columns and line.role != "total"
        rows.append(
            Row(
                code=line.code,
                label=line.label,
                role=line.role,
                cells=tuple(words.told_cell(cell) for cell in cells),
                bar=said if bars and isinstance(said, int) else None,
                hollow=bars and isinstance(said, str),
            )
        )
    return rows


def told_totals(told: ToldTable) -> list[tuple[str, str, int | None]]:
    """The totals of a table of two fields: a row, its words, and its number where that is told."""
    found = []
    for line in told.rows if told.columns else ():
        cell = told.cells[line.code, TOTAL]
        if line.role != "total":
            found.append((line.label, cell.printed, cell.said if isinstance(cell.said, int) else None))
    return found


def _told_why(told: ToldTable, row: Row, column: int) -> tuple[str, str]:
    """What a reader may conclude from a cell: nothing here depends on more than what he sees."""
    beside = _at(told.columns or _the_cases(), column)
    label = _names(row, beside) if told.columns else row.label
    return label, words.meaning(told.cells[row.code, beside.code].said)


def _the_cases() -> tuple[Line, ...]:
    """The column of a table without columns."""
    return (Line(code=TOTAL, label=_("Casussen"), role="total"),)


def _at(columns: Sequence[Line], place: int) -> Line:
    return columns[min(max(place, 0), len(columns) - 1)]


def _names(row: Row, beside: Line) -> str:
    return " × ".join(part.label for part in (row, beside) if part.role != "total") or row.label
