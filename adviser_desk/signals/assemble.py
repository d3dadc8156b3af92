"""From statements to the release that is shown, checked and written. Adds nothing that was not decided before."""

from collections.abc import Mapping, Sequence
from datetime import date

from adviser_desk.models.base import Record
from adviser_desk.models.period import Period
from adviser_desk.models.release import TOTAL, Dimension, KnownTotal, Release, Table, Versions
from adviser_desk.signals.profiles import TableSpec
from adviser_desk.signals.statements import Place, Said


class Head(Record):
    """What a release says about itself; `previous` is the SHA-256 (hex) of the release file before it."""

    serial: int
    previous: str | None
    issued_on: date
    practice: bool
    period: Period
    threshold: int
    versions: Versions
    known_totals: tuple[KnownTotal, ...] = ()


def release_of(
    head: Head, said: Mapping[Place, Said], dimensions: Mapping[str, Dimension], tables: Sequence[TableSpec]
) -> Release:
    """The release of `head.period`: its total, then each table with its full code list, groups after codes.

    `said` holds a statement for each of these cells (KeyError otherwise). `statements.statements` reads them back.
    """
    period = str(head.period)
    named = {spec.dimension for spec in tables}
    total = Table(id="total", columns=(), rows=((said[period, "", TOTAL],),))
    return Release(
        serial=head.serial,
        previous=head.previous,
        issued_on=head.issued_on,
        practice=head.practice,
        period=head.period,
        covers=head.period.covers,
        threshold=head.threshold,
        versions=head.versions,
        dimensions={name: dimension for name, dimension in dimensions.items() if name in named},
        known_totals=head.known_totals,
        tables=(total, *(_table(period, spec, said, dimensions[spec.dimension]) for spec in tables)),
    )


def _table(period: str, spec: TableSpec, said: Mapping[Place, Said], dimension: Dimension) -> Table:
    name = spec.dimension
    about = spec.where or ("", TOTAL)
    rows = [(TOTAL, said[period, *about])]
    rows += [(code, said[period, name, code]) for code in (*dimension.codes, *dimension.groups)]
    return Table(id=name, columns=(name,), where=dict([spec.where]) if spec.where else {}, rows=tuple(rows))
