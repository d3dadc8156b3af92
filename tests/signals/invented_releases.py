"""Invented cases and the releases that a publisher, careful or not, would make of them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from itertools import product

from adviser_desk.models.period import Period
from adviser_desk.models.release import Dimension, KnownTotal, Release, Table, Versions

Case = Mapping[str, tuple[str, ...]]
Say = Callable[[int], str | int]
VERSIONS = Versions(program="1.0.0", codes="2026.1", units="2026.1", profile="large.2026", policy="none")


def single(*codes: str, **groups: tuple[str, ...]) -> Dimension:
    """A field with exactly one code per case."""
    return Dimension(codes=codes, multiple=False, at_least=1, at_most=1, groups=groups)


def multiple(*codes: str, at_least: int = 0, at_most: int = 3, **groups: tuple[str, ...]) -> Dimension:
    """A field with several codes per case."""
    return Dimension(codes=codes, multiple=True, at_least=at_least, at_most=at_most, groups=groups)


def table(name: str, rows: Mapping[object, str | int], *, where: Mapping[str, str] | None = None) -> Table:
    """A table `a` or `a x b`; a row is keyed by its code or its tuple of codes."""
    columns = tuple(part for part in name.split(" x ") if part)
    keyed = {key if isinstance(key, tuple) else (key,): said for key, said in rows.items()}
    ident = name or "total"
    if where:
        ident += " where " + " ".join(f"{field}={code}" for field, code in where.items())
    return Table(id=ident, columns=columns, where=where or {}, rows=tuple((*key, said) for key, said in keyed.items()))


def total(said: str | int) -> Table:
    """The table with only the number of cases."""
    return Table(id="total", columns=(), rows=((said,),))


def release(
    period: str,
    fields: Mapping[str, Dimension],
    tables: Sequence[Table],
    *,
    serial: int = 1,
    threshold: int = 5,
    known: Sequence[KnownTotal] = (),
    themes: Sequence[str] = (),
    previous: str | None = None,
) -> Release:
    """A release that says what these tables say."""
    covers = Period(period).covers
    return Release(
        serial=serial,
        previous=previous,
        issued_on=covers[1] + timedelta(days=6),
        practice=False,
        period=Period(period),
        covers=covers,
        threshold=threshold,
        versions=VERSIONS,
        dimensions=dict(fields),
        known_totals=tuple(known),
        tables=tuple(tables),
        themes=tuple(themes),
    )


def meets(case: Case, fields: Mapping[str, Dimension], field: str, code: str) -> bool:
    """Whether a case has a code or a code of a group."""
    wanted = (code,) if code in fields[field].codes else fields[field].groups.get(code, ())
    return code == "*" or bool(set(wanted) & set(case[field]))


def publish(
    cases: Sequence[Case],
    fields: Mapping[str, Dimension],
    names: Sequence[str],
    say: Say,
    *,
    where: Mapping[str, str] | None = None,
) -> list[Table]:
    """Tables of these cases in which every row, totals too, says what `say` makes of its count."""
    tables = []
    for name in names:
        columns = [part for part in name.split(" x ") if part]
        inside = [case for case in cases if all(meets(case, fields, *pair) for pair in (where or {}).items())]
        rows: dict[object, str | int] = {}
        for codes in product(*(("*", *fields[column].codes, *fields[column].groups) for column in columns)):
            pairs = list(zip(columns, codes, strict=True))
            rows[codes] = say(sum(all(meets(case, fields, *pair) for pair in pairs) for case in inside))
        tables.append(table(name, rows, where=where))
    return tables


def blank_small(threshold: int) -> Say:
    """The usual careless rule: exact from the threshold on, else its class."""
    return lambda count: count if count >= threshold else f"<{threshold}"


def blank_but_zero(threshold: int) -> Say:
    """The rule that prints zeros."""
    return lambda count: count if count >= threshold or count == 0 else f"<{threshold}"


def classes_only(threshold: int) -> Say:
    """Only whether a count reaches the threshold."""
    return lambda count: f">={threshold}" if count >= threshold else f"<{threshold}"
