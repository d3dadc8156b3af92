"""Invented cases in a file, one line of JSON each, for a series of exports without a vault. Quotes no bad line."""

from collections.abc import Collection, Iterator
from pathlib import Path

from pydantic import TypeAdapter, ValidationError, model_validator

from adviser_desk.errors import BadCases, RealVault
from adviser_desk.i18n import _
from adviser_desk.models.period import Period
from adviser_desk.models.tally import CodedCase
from adviser_desk.models.unit import UnitCode
from adviser_desk.vault.connection import DATABASE, KEYS

MOST_LINE = 10_000
MOST_CASES = 100_000
_QUARTERS = ("period", "arrived", "withdrawn")


class InventedCase(CodedCase):
    """A coded case, when it came in and when its consent was withdrawn: quarters, each at its end at the latest.

    `period` is the quarter in which it was opened. Left out, it came in then, and nothing was withdrawn.
    """

    unit: UnitCode | None = None
    arrived: Period | None = None
    withdrawn: Period | None = None

    @model_validator(mode="after")
    def _are_quarters_in_order(self) -> "InventedCase":
        given = [quarter for quarter in (self.period, self.arrived, self.withdrawn) if quarter is not None]
        if any(quarter.kind != "quarter" for quarter in given) or given != sorted(given):
            raise ValueError("no quarters, or not in their order")
        return self

    @property
    def since(self) -> Period:
        """The quarter in which it came in."""
        return self.arrived or self.period


_LINE = TypeAdapter(InventedCase)


def read_cases(path: Path, units: Collection[str] = ()) -> tuple[InventedCase, ...]:
    """The cases in a file, whose units are among `units` where these are given.

    Raises BadCases for the first line that is none, RealVault for anything of a vault.
    """
    refuse_vault(path)
    found = []
    for number, case in _cases(path):
        if units and case.unit is not None and case.unit not in units:
            raise _bad(path, number, _("‘%(field)s’ past niet bij de codelijst.") % {"field": "unit"})
        found.append(case)
    if not found:
        raise _bad(path, 1, _("Er staat niets in."))
    return tuple(found)


def refuse_vault(place: Path) -> None:
    """Raises RealVault for a file or folder that belongs to a vault: invented cases have nothing to do with it."""
    folders = (place, place.absolute().parent, place.resolve(), place.resolve().parent)
    if any((folder / name).exists() for folder in folders for name in (DATABASE, KEYS)):
        raise RealVault(place=str(place))


def _cases(path: Path) -> Iterator[tuple[int, InventedCase]]:
    number = 0
    try:
        with path.open("rb") as file:
            while line := file.readline(MOST_LINE + 1):
                number += 1
                if number > MOST_CASES:
                    raise _bad(path, number, _("Het zijn meer dan 100.000 regels."))
                if len(line) > MOST_LINE:
                    raise _bad(path, number, _("De regel is te lang."))
                if line.strip():
                    yield number, _case(path, number, line)
    except OSError:
        raise _bad(path, number + 1, _("Het bestand is niet te lezen.")) from None


def _case(path: Path, number: int, line: bytes) -> InventedCase:
    try:
        return _LINE.validate_json(line)
    except ValidationError as error:
        first = error.errors(include_input=False, include_context=False, include_url=False)[0]
    if first["type"] == "json_invalid":
        raise _bad(path, number, _("Dit is geen JSON."))
    if not first["loc"]:
        raise _bad(path, number, _("Kwartalen horen zo: period, arrived, withdrawn, en nooit terug in de tijd."))
    name = str(first["loc"][0])
    if name not in InventedCase.model_fields:
        raise _bad(path, number, _("Een veld kennen wij niet."))
    if name in _QUARTERS:
        raise _bad(path, number, _("‘%(field)s’ is geen kwartaal, zoals 2026Q3.") % {"field": name})
    raise _bad(path, number, _("‘%(field)s’ past niet bij de codelijst.") % {"field": name})


def _bad(path: Path, line: int, what: str) -> BadCases:
    return BadCases(file=path.name, line=line, what=what)
