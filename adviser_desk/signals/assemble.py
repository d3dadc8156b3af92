"""From statements to the release that is shown, checked and written. Adds nothing that was not decided before."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import product

from adviser_desk.models.base import Record
from adviser_desk.models.period import Period
from adviser_desk.models.release import TOTAL, Dimension, KnownTotal, Release, Table, Versions
from adviser_desk.signals.profiles import TableSpec
from adviser_desk.signals.statements import Place, Said, place_of


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
    named = {name for spec in tables for name in (spec.dimension, spec.beside)}
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
        tables=(total, *(_table(head.period, spec, said, dimensions) for spec in tables)),
    )


def _table(period: Period, spec: TableSpec, said: Mapping[Place, Said], dimensions: Mapping[str, Dimension]) -> Table:
    dimension = dimensions[spec.dimension]
    columns, lists = [spec.dimension], [(TOTAL, *dimension.codes, *dimension.groups)]
    if spec.beside is not None:
        columns.append(spec.beside)
        lists.append((TOTAL, *dimensions[spec.beside].top))
    where = dict([spec.where]) if spec.where else {}
    table = Table(id=spec.id, columns=tuple(columns), where=where, rows=())
    rows = tuple((*codes, said[place_of(period, table, codes)]) for codes in product(*lists))
    return table.model_copy(update={"rows": rows})
