"""The tree of organisation units. Its version is part of each release; a new version starts a new series."""

from typing import Annotated

from pydantic import StringConstraints, model_validator

from adviser_desk.models.base import Record

UnitCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$")]


class Unit(Record):
    """One unit. `parent` is the code of the unit above it; None on the first level."""

    code: UnitCode
    label: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    parent: UnitCode | None = None


class UnitTree(Record):
    """All units of one version, parents before children, codes unique. Empty until an import or a policy fills it."""

    version: str
    units: tuple[Unit, ...] = ()

    @model_validator(mode="after")
    def _is_a_tree(self) -> "UnitTree":
        seen: set[str] = set()
        for unit in self.units:
            if unit.code in seen or (unit.parent is not None and unit.parent not in seen):
                raise ValueError("units: a code is used twice or comes before its parent")
            seen.add(unit.code)
        return self

    @property
    def first_level(self) -> tuple[Unit, ...]:
        """The units that a quarter's export may name."""
        return tuple(unit for unit in self.units if unit.parent is None)

    def first_level_of(self, code: str) -> str:
        """The first-level unit that a unit belongs to. KeyError for an unknown code."""
        parents = {unit.code: unit.parent for unit in self.units}
        while (above := parents[code]) is not None:
            code = above
        return code
