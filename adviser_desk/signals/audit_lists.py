"""Lists that changed between releases about the same cases: to a reader each version is a field of its own.

That holds while no case is spoken of in two versions: who knows how the codes of one became those of the other could
combine them.
"""

import re
from collections.abc import Mapping, Sequence

from adviser_desk.models.release import NOTHING, TOTAL, Release, Table
from adviser_desk.signals.audit_cases import linked

_NUMBERED = re.compile(r"#\d+")
_THEME = "theme"


def telling(group: tuple[Release, ...]) -> list[tuple[Release, ...]]:
    """Linked releases as one group; where a list changed, without those that say nothing, which then link no others."""
    if all(len(versions) == 1 for versions in _versions(group).values()):
        return [group]
    return list(linked([release for release in group if _tells_anything(release)]))


def combined(releases: Sequence[Release]) -> list[tuple[Release, str]]:
    """The fields of linked releases whose versions a reader can combine, each with the release that brings the last.

    Versions stand apart where they are spoken of in different quarters, by releases that print their total: then no
    unknown total ties one to the other.
    """
    found = []
    for name, versions in _versions(releases).items():
        if len(versions) == 1:
            continue
        speaking = [release for release in releases if name in release.dimensions and _speaks(release, name)]
        meet = any(
            one.dimensions[name] != other.dimensions[name] and set(one.period.quarters) & set(other.period.quarters)
            for one in speaking
            for other in speaking
        )
        if meet or name == _THEME or not all(_prints_its_total(release) for release in speaking):
            last = versions[-1]
            found.append((next(one for one in releases if name in one.dimensions and _text(one, name) == last), name))
    return found


def apart(releases: Sequence[Release]) -> tuple[Release, ...]:
    """The same releases with a field per version of a list: `unit`, `unit#2` … in the order of first use."""
    versions = _versions(releases)
    return tuple(
        _renamed(release, {name: _alias(name, versions[name].index(_text(release, name)))
                           for name in release.dimensions})
        for release in releases
    )  # fmt: skip


def plain(name: str) -> str:
    """The name of a field or table without the numbers that `apart` gave."""
    return _NUMBERED.sub("", name)


def _versions(releases: Sequence[Release]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for release in releases:
        for name in release.dimensions:
            known = found.setdefault(name, [])
            if (text := _text(release, name)) not in known:
                known.append(text)
    return found


def _text(release: Release, name: str) -> str:
    return release.dimensions[name].model_dump_json()


def _alias(name: str, number: int) -> str:
    return f"{name}#{number + 1}" if number else name


def _speaks(release: Release, name: str) -> bool:
    """Whether a release says anything about the codes of a field."""
    return any(_tells(table, name) for table in release.tables) or any(
        name in known.at for known in release.known_totals
    )


def _tells_anything(release: Release) -> bool:
    rows = [row for table in release.tables for row in table.rows]
    return any(row[-1] != NOTHING for row in rows) or bool(release.known_totals or release.themes)


def _tells(table: Table, name: str) -> bool:
    told = [row for row in table.rows if row[-1] != NOTHING]
    if name in table.where:
        return bool(told)
    return any(row[table.columns.index(name)] != TOTAL for row in told if name in table.columns)


def _prints_its_total(release: Release) -> bool:
    """Whether the number of all its cases is printed exactly, in a table or as the `*` of one."""
    return any(
        isinstance(row[-1], int) and all(code == TOTAL for code in row[:-1])
        for table in release.tables
        if not table.where
        for row in table.rows
    )


def _renamed(release: Release, names: Mapping[str, str]) -> Release:
    tables = [
        table.model_copy(
            update={
                "columns": tuple(names[column] for column in table.columns),
                "where": {names[name]: code for name, code in table.where.items()},
            }
        )
        for table in release.tables
    ]
    known = [
        total.model_copy(update={"at": {names[name]: code for name, code in total.at.items()}})
        for total in release.known_totals
    ]
    dimensions = {names[name]: dimension for name, dimension in release.dimensions.items()}
    return release.model_copy(update={"dimensions": dimensions, "tables": tuple(tables), "known_totals": tuple(known)})
