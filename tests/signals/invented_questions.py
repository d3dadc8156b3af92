"""Invented cases quarter by quarter, and the releases that `protect` makes of them, one after the other."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import product

from invented_releases import VERSIONS, Case, meets

from adviser_desk.models.period import Period
from adviser_desk.models.release import Dimension, Release, crossing
from adviser_desk.signals.assemble import Head, release_of
from adviser_desk.signals.profiles import TableSpec, parent_of
from adviser_desk.signals.protect import Question, protect
from adviser_desk.signals.statements import Said, statements

Quarters = Mapping[str, Sequence[Case]]


def of(number: int, **codes: str) -> list[Case]:
    """As many cases that are all alike; codes are separated by blanks."""
    return [{name: tuple(text.split()) for name, text in codes.items()}] * number


def counted(
    quarters: Quarters, fields: Mapping[str, Dimension], crossed: Sequence[TableSpec] = ()
) -> Counter[tuple[str, str, str]]:
    """The counts of every cell. A sub-population is counted from the cases that have codes in it."""
    found: Counter[tuple[str, str, str]] = Counter()
    for quarter, cases in quarters.items():
        found[quarter, "", "*"] = len(cases)
        for name, field in fields.items():
            for code in (*field.codes, *field.groups):
                found[quarter, name, code] = sum(meets(case, fields, name, code) for case in cases)
        for spec in crossed:
            names = (spec.dimension, spec.beside or "")
            for pair in product(*((*fields[name].codes, *fields[name].groups) for name in names)):
                inside = [case for case in cases if all(map(meets, [case] * 2, [fields] * 2, names, pair))]
                found[quarter, spec.id, crossing(pair)] = len(inside)
    return found


def specs(fields: Mapping[str, Dimension]) -> tuple[TableSpec, ...]:
    """One one-way table per field, in the order of the fields."""
    return tuple(TableSpec(dimension=name, where=parent_of(name)) for name in fields)


def question(
    period: str,
    quarters: Quarters,
    fields: Mapping[str, Dimension],
    earlier: Sequence[Release] = (),
    *,
    threshold: int = 5,
    tables: Sequence[TableSpec] | None = None,
) -> Question:
    """What to protect when a period of these cases is released after `earlier`."""
    return Question(
        period=Period(period),
        counts=counted(quarters, fields, [spec for spec in tables or () if spec.beside]),
        dimensions=dict(fields),
        tables=specs(fields) if tables is None else tuple(tables),
        threshold=threshold,
        earlier=tuple(earlier),
    )


def answered(asked: Question) -> Release:
    """The release of what `protect` lets say."""
    head = Head(
        serial=len(asked.earlier) + 1,
        previous=None,
        issued_on=asked.period.covers[1] + timedelta(days=6),
        practice=False,
        period=asked.period,
        threshold=asked.threshold,
        versions=VERSIONS,
    )
    return release_of(head, protect(asked), asked.dimensions, asked.tables)


def released(
    periods: Sequence[str],
    quarters: Quarters,
    fields: Mapping[str, Dimension],
    *,
    threshold: int = 5,
    crossed: Sequence[TableSpec] = (),
) -> list[Release]:
    """The releases of some periods, each with all before it as its ledger; the last with the tables `crossed` too."""
    ledger: list[Release] = []
    for number, period in enumerate(periods, 1):
        tables = (*specs(fields), *crossed) if number == len(periods) else specs(fields)
        ledger.append(answered(question(period, quarters, fields, ledger, threshold=threshold, tables=tables)))
    return ledger


def said(release: Release, name: str = "") -> Mapping[str, Said]:
    """What a release says of one field, by code; of no field: its total, by `*`."""
    found = statements([release])
    return {code: value for (period, field, code), value in found.items() if field == name}
