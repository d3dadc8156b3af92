"""The tree of organisation units. Its version is part of each release; a new version starts a new series."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import StringConstraints, model_validator

from adviser_desk.models.base import Record
from adviser_desk.models.codes import Language

UnitCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$")]
_Name = Annotated[str, StringConstraints(max_length=200)]


class Unit(Record):
    """One unit. `parent` is the code of the unit above it; None on the first level.

    `label_en` is its English name, "" where it has none. One that is not `named` is too small for a release to name.
    """

    code: UnitCode
    label: Annotated[_Name, StringConstraints(min_length=1)]
    parent: UnitCode | None = None
    label_en: _Name = ""
    named: bool = True

    def name(self, language: Language) -> str:
        """Its name in a language."""
        return self.label_en if language == "en" and self.label_en else self.label


class UnitTree(Record):
    """All units of one version, parents before children, codes unique. Empty until an import or a policy fills it.

    `past` are units of earlier versions that a case still has: no other case gets them, and no release names them.
    """

    version: str
    units: tuple[Unit, ...] = ()
    past: tuple[Unit, ...] = ()

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
        return tuple(unit for unit in self.units if unit.parent is None and unit.named)

    @property
    def some_unnamed(self) -> bool:
        """Whether a case may have a unit that no release names, and that it therefore counts as unknown."""
        return bool(self.past) or any(unit.parent is None and not unit.named for unit in self.units)

    def first_level_of(self, code: str) -> str:
        """The first-level unit that a unit belongs to. KeyError for an unknown code."""
        parents = {unit.code: unit.parent for unit in self.units}
        while (above := parents[code]) is not None:
            code = above
        return code

    def names(self, language: Language) -> Mapping[str, str]:
        """The name of each unit by its code, the past ones too."""
        return {unit.code: unit.name(language) for unit in (*self.past, *self.units)}

    def paths(self, language: Language) -> Mapping[str, str]:
        """The same with the unit above it before it: `Bedrijfsvoering › Inkoop`."""
        names = self.names(language)
        return {
            unit.code: names[unit.code] if unit.parent is None else f"{names[unit.parent]} › {names[unit.code]}"
            for unit in (*self.past, *self.units)
        }
