"""What has been said about each cell: statements as bounds, and the statements of earlier releases."""

from collections.abc import Iterable

from adviser_desk.models.release import NOTHING, TOTAL, Release
from adviser_desk.signals.integer_model import NO_LIMIT

Said = int | str
"""A statement: an exact count, `<5`, `>=5` or `.`."""

Place = tuple[str, str, str]
"""(period, dimension, code) of a cell of any released period; the total is (period, "", "*")."""


def bounds(said: Said) -> tuple[int, int]:
    """Lowest and highest count that a statement allows."""
    if isinstance(said, int):
        return said, said
    if said == NOTHING:
        return 0, NO_LIMIT
    return (0, int(said[1:]) - 1) if said.startswith("<") else (int(said[2:]), NO_LIMIT)


def statements(releases: Iterable[Release]) -> dict[Place, Said]:
    """Every statement of one-way tables and totals. The `*` of a sub-population is the cell it is about."""
    found: dict[Place, Said] = {}
    for release in releases:
        period = str(release.period)
        for table in release.tables:
            if len(table.columns) > 1:
                continue
            for row in table.rows:
                code = str(row[0]) if table.columns else TOTAL
                if code != TOTAL:
                    found[period, table.columns[0], code] = row[-1]
                elif table.where:
                    ((dimension, parent),) = table.where.items()
                    found[period, dimension, parent] = row[-1]
                else:
                    found[period, "", TOTAL] = row[-1]
    return found
