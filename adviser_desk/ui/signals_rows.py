"""From the figures of a period to the rows of a table, in the adviser's own view and in that of others."""

from collections.abc import Sequence
from dataclasses import dataclass

from adviser_desk import i18n
from adviser_desk.casework import own_figures
from adviser_desk.casework.own_figures import Basis, OwnTable, Reason, Told, ToldLine
from adviser_desk.i18n import _
from adviser_desk.models.period import Period
from adviser_desk.models.release import TOTAL
from adviser_desk.ui import figure_words as words
from adviser_desk.ui.figure_table import Row


@dataclass(frozen=True)
class Figures:
    """One table of one period: real counts, and what others see of it once that is worked out."""

    basis: Basis
    own: OwnTable
    told: Told | None
    field: str
    beside: str

    @property
    def leaves(self) -> bool:
        """Whether the export of this period has this table."""
        return not self.beside and self.field in self.basis.fields

    def goes_out(self, code: str) -> bool:
        """Whether the export says something of a row: of the total also where it does not have this table."""
        total = own_figures.is_all_cases(self.field, code) and self.basis.choice.state != "taken"
        return self.leaves or (total and not self.beside)

    def heads(self) -> list[str]:
        """The columns of the adviser's own view."""
        return [line.label for line in self.own.columns] or [_("Casussen")]

    def own_rows(self) -> list[Row]:
        """Real counts, with a mark on each number that will not go out."""
        codes = [line.code for line in self.own.columns] or [TOTAL]
        return [
            Row(
                code=line.code,
                label=line.label,
                role=line.role,
                cells=tuple(words.own_cell(self._number(line.code, code), self.reason(line.code)) for code in codes),
                bar=None if self.beside or line.role == "total" else self._number(line.code, TOTAL),
            )
            for line in self.own.rows
        ]

    def reason(self, code: str) -> Reason | None:
        """Why a number does not go out; before that is worked out, the small ones of a period that is over are sure."""
        if not self.goes_out(code):
            return None
        if self.told is not None:
            return own_figures.why(self.told, self.field, code)
        if self.basis.choice.state == "running":
            return None
        return Reason(kind="small") if self._number(code, TOTAL) < self.basis.threshold else None

    def kinds(self) -> list[str]:
        """Why numbers of a table that goes out do not, once for each of them."""
        if not self.leaves:
            return []
        reasons = [self.reason(line.code) for line in self.own.rows]
        return [reason.kind for reason in reasons if reason is not None]

    def own_why(self, row: Row, column: int) -> tuple[str, str]:
        """The chosen number in words."""
        if self.own.columns:
            beside = self.own.columns[min(max(column, 0), len(self.own.columns) - 1)]
            parts = [part.label for part in (row, beside) if part.role != "total"] or [row.label]
            label = " × ".join(parts)
            crossed = own_figures.may_cross(self.basis.choice.period, self.field, self.beside)
            return words.only_own_why(label, self._number(row.code, beside.code), later=False, crossed=crossed)
        number, reason, goes_out = self._number(row.code, TOTAL), self.reason(row.code), self.goes_out(row.code)
        if not goes_out or (reason is None and self.told is None):
            return words.only_own_why(row.label, number, later=goes_out)
        return words.own_why(row.label, number, reason, self.basis.threshold, total=row.role == "total")

    def told_lines(self) -> tuple[ToldLine, ...]:
        """What others see: this table, or the total where they do not have it; nothing where nothing is told."""
        if self.told is None:
            return ()
        field = self.field if self.leaves else ""
        return own_figures.told_lines(self.told, field, self.basis.units, i18n.language())

    def over_time(self, code: str) -> tuple[tuple[Period, int | str, str], ...]:
        """What went out about a row, export after export."""
        if self.beside:
            return ()
        return own_figures.over_time(self.basis, self.field, code, i18n.language())

    def _number(self, row: str, column: str) -> int:
        return self.own.numbers.get((row, column), 0)


def told_rows(lines: Sequence[ToldLine]) -> list[Row]:
    """The rows that others see; a bar for an exact number only, and the same empty frame for all others."""
    return [
        Row(
            code=one.line.code,
            label=one.line.label,
            role=one.line.role,
            cells=(words.told_cell(one),),
            bar=one.said if isinstance(one.said, int) and one.line.role != "total" else None,
            hollow=isinstance(one.said, str) and one.line.role != "total",
        )
        for one in lines
    ]
