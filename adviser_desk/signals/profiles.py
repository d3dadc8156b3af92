"""What is counted and printed: the dimensions of a case and the tables of a profile, fixed before any data is seen."""

from collections.abc import Mapping
from typing import Literal

from adviser_desk.models.base import Record
from adviser_desk.models.codes import CodeBook
from adviser_desk.models.period import Period
from adviser_desk.models.release import UNKNOWN, Dimension, crossing
from adviser_desk.models.unit import UnitTree

Profile = Literal["small", "large"]
"""Small: a quarter tells its total only. Large: a quarter tells its one-way tables too, a year its crossings."""


class TableSpec(Record):
    """The cases of a period, or of the sub-population `where`, by one dimension; or by that and the groups of another.

    A crossing has the groups of the dimension `beside` it, and its codes outside groups, for columns.
    """

    dimension: str
    where: tuple[str, str] | None = None
    beside: str | None = None

    @property
    def id(self) -> str:
        """What the table is called in a release, and its cells in statements."""
        return self.dimension if self.beside is None else crossing((self.dimension, self.beside))


ONE_WAY: tuple[TableSpec, ...] = (
    TableSpec(dimension="matter"),
    TableSpec(dimension="behaviour"),
    TableSpec(dimension="other_party"),
    TableSpec(dimension="client_role"),
    TableSpec(dimension="formality"),
    TableSpec(dimension="found_via"),
    TableSpec(dimension="ground_group", where=("behaviour", "discrimination")),
    TableSpec(dimension="reason_no_step", where=("formality", "none")),
    TableSpec(dimension="aftercare"),
    TableSpec(dimension="unit"),
    TableSpec(dimension="channel"),
    TableSpec(dimension="online"),
)
"""The one-way tables in their order of priority (signals.md, section 3)."""

CROSSINGS: tuple[TableSpec, ...] = (TableSpec(dimension="matter", beside="other_party"),)
"""The crossings in their order of priority, after all one-way tables. `docs/decisions/0018` says why no others."""


def parent_of(dimension: str) -> tuple[str, str] | None:
    """The cell whose cases a dimension divides, as (dimension, code); None where it divides all cases."""
    return next((spec.where for spec in ONE_WAY if spec.dimension == dimension), None)


def one_way(profile: Profile, period: Period) -> tuple[TableSpec, ...]:
    """The one-way tables that a profile prints for a period; the total is always printed."""
    return () if profile == "small" and period.kind != "year" else ONE_WAY


def tables(profile: Profile, period: Period) -> tuple[TableSpec, ...]:
    """All tables that a profile prints for a period: crossings in the year of the large profile only."""
    crossings = CROSSINGS if profile == "large" and period.kind == "year" else ()
    return (*one_way(profile, period), *crossings)


def dimensions(book: CodeBook, tree: UnitTree) -> Mapping[str, Dimension]:
    """Every counted dimension with its full code list. Single-response lists end in `unknown`."""
    groups = {
        "behaviour": _groups(book, "behaviour", "behaviour_group"),
        "other_party": _groups(book, "other_party", "other_party_group"),
    }
    several = {"behaviour": 3, "ground_group": 2}
    found = {}
    for spec in ONE_WAY:
        name = spec.dimension
        codes = _codes(book, tree, name)
        if name in several:
            found[name] = Dimension(
                codes=codes, multiple=True, at_least=0, at_most=several[name], groups=groups.get(name, {})
            )
        else:
            codes = codes if UNKNOWN in codes else (*codes, UNKNOWN)
            found[name] = Dimension(codes=codes, multiple=False, at_least=1, at_most=1, groups=groups.get(name, {}))
    return found


def _codes(book: CodeBook, tree: UnitTree, name: str) -> tuple[str, ...]:
    if name == "unit":
        return tuple(unit.code for unit in tree.first_level)
    if name == "online":
        return ("yes", "no")
    return book.codes(name)


def _groups(book: CodeBook, name: str, group_list: str) -> Mapping[str, tuple[str, ...]]:
    return {group: book.members(name, group) for group in book.codes(group_list)}
