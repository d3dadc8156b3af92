"""What is told of a question that is not shown to be open: which cases, which table, which rows. Decides nothing."""

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from adviser_desk.models.base import Record
from adviser_desk.models.period import Period
from adviser_desk.models.release import Release
from adviser_desk.signals.audit_cases import Series
from adviser_desk.signals.audit_lists import combined, plain
from adviser_desk.signals.audit_questions import Family, Taken, pairs
from adviser_desk.signals.audit_watch import Wanted

Kind = Literal[
    "small", "nobody", "group", "insider", "contradiction", "undecided", "lists", "untrue", "unproved"
]  # fmt: skip
"""Proven to be 1 .. threshold-1; proven to be 0; all of a group, or all but one, proven to have one code; proven to be
under the threshold and, where it is somebody, more than one; no cases agree with the files; not decided within the
limit (no proof that it is safe); a field that two files which share cases define differently and speak of. Of a proof
that is verified: a data set that does not agree with the files; a table of which the data sets do not show enough."""


Progress = Callable[[str, int, int], None]
"""Called with the name of the table, how many numbers were looked at and how many there are."""


class Finding(Record):
    """Something a reader can work out, or that keeps us from saying that nothing can be.

    `period` is the shortest released period that holds the cases; `quarters` are the cases' own quarters, `late`
    whether they are those that came in between two releases of it. `codes` are the row codes per column, several
    where rows are taken together; `without` is a code of `without_field` left out; `taken` are rows that are left out
    in the period they were told for. `lowest` and `highest` bound the number of cases; `highest` is None where nothing
    bounds it.
    """

    kind: Kind
    period: Period
    quarters: tuple[Period, ...] = ()
    late: bool = False
    table: str = ""
    columns: tuple[str, ...] = ()
    codes: tuple[tuple[str, ...], ...] = ()
    without: str | None = None
    without_field: str = ""
    taken: tuple[Taken, ...] = ()
    family: Family = "row"
    threshold: int
    lowest: int = 0
    highest: int | None = None


class Bounds(NamedTuple):
    """The lowest and highest number of cases that a reader has to think of."""

    lowest: int
    highest: int | None


def of_rows(series: Series, wanted: Wanted, kind: Kind, bounds: Bounds) -> Finding:
    """A finding about what was asked, down to its rows."""
    question = wanted[0]
    return of_table(series, wanted, kind).model_copy(
        update={
            "columns": tuple(plain(column) for column in question.columns),
            "codes": question.codes,
            "without": question.without,
            "without_field": plain(question.without_field),
            "taken": tuple(one._replace(columns=tuple(map(plain, one.columns))) for one in question.named),
            "family": question.family,
            "lowest": bounds.lowest,
            "highest": bounds.highest,
        }
    )


def of_table(series: Series, wanted: Wanted, kind: Kind) -> Finding:
    """A finding about the table that a question belongs to, and the cases that were asked about."""
    question, chosen, judged_by = wanted
    period, own = _named(series, frozenset(chosen))
    batches = [series.batches[batch] for batch in chosen]
    return Finding(
        kind=kind,
        period=period,
        quarters=() if own else tuple(sorted({quarter for batch in batches for quarter in batch.quarters})),
        late=all(batch.late for batch in batches),
        table=plain(question.table),
        threshold=judged_by,
    )


def of_series(series: Series, kind: Kind) -> Finding:
    """A finding about all of a series."""
    last = series.releases[-1]
    return Finding(kind=kind, period=last.period, threshold=last.threshold)


def of_lists(group: Sequence[Release]) -> list[Finding]:
    """The lists of linked releases whose versions a reader can combine."""
    return [
        Finding(kind="lists", period=one.period, table=name, threshold=one.threshold) for one, name in combined(group)
    ]


def _named(series: Series, batches: frozenset[int]) -> tuple[Period, bool]:
    """The shortest period released that holds these cases, and whether it is exactly them."""
    released = list(pairs(series))
    holding = [(len(whole), release.period) for release, whole in released if batches <= whole]
    if not holding:
        holding = [(len(whole), release.period) for release, whole in released if batches & whole]
    return min(holding)[1], any(whole == batches for _, whole in released)
