"""What has been said about each cell: statements as bounds, and the statements of earlier releases."""

from collections.abc import Iterable

from adviser_desk.models.period import Period
from adviser_desk.models.release import NOTHING, TOTAL, Release, Row, Table, crossing
from adviser_desk.signals.integer_model import NO_LIMIT

Said = int | str
"""A statement: an exact count, `<5`, `>=5` or `.`."""

Place = tuple[str, str, str]
"""(period, dimension, code) of a cell of any released period; the total is (period, "", "*").

A crossing goes by the names of both: (period, "matter x other_party", "integrity x internal").
"""


def bounds(said: Said) -> tuple[int, int]:
    """Lowest and highest count that a statement allows."""
    if isinstance(said, int):
        return said, said
    if said == NOTHING:
        return 0, NO_LIMIT
    return (0, int(said[1:]) - 1) if said.startswith("<") else (int(said[2:]), NO_LIMIT)


def statements(releases: Iterable[Release]) -> dict[Place, Said]:
    """Every statement of these releases."""
    return {
        place_of(release.period, table, row): row[-1]
        for release in releases
        for table in release.tables
        for row in table.rows
    }


def place_of(period: Period, table: Table, row: Row) -> Place:
    """The cell that a row speaks of. The `*` of a sub-population is the cell it is about."""
    named = [(column, str(code)) for column, code in zip(table.columns, row, strict=False) if code != TOTAL]
    named = named or list(table.where.items())
    if not named:
        return str(period), "", TOTAL
    fields, codes = zip(*named, strict=True)
    return str(period), crossing(fields), crossing(codes)
