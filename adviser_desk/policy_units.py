"""The organisation's units as its policy writes them: a line for each, the same in every source.

    FIN | Financiën | Finance | 240
    FIN/BEG | Begroting | Budget

Code, Dutch name, English name (may be empty) and, on the first level, how many people work there. A unit of the second
level has the code of the one above it before its own. Lines are the one form that a TOML file, a REG_MULTI_SZ and a
property list all hold, and in which a wrong one can be pointed at: see docs/decisions/0014.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence

from adviser_desk.i18n import N_
from adviser_desk.models.release import UNKNOWN
from adviser_desk.models.unit import Unit, UnitTree

MOST = 300
_MOST_LETTERS = 80
_CODE = r"[A-Za-z0-9][A-Za-z0-9_.-]{0,31}"
_CODES = re.compile(rf"(?:({_CODE})/)?({_CODE})")
_PEOPLE = re.compile(r"[0-9]{1,6}")


class WrongLine(Exception):
    """A line that is not right: its number from 1, the line, and a deferred message that both fill."""

    def __init__(self, number: int, text: str, message: str) -> None:
        """Of the line no more is told than fits in a sentence."""
        super().__init__(message)
        self.number, self.text, self.message = number, text[:60], message


def read_units(lines: Sequence[str], least_people: int) -> UnitTree:
    """The tree of these lines; a unit with fewer people has no name in a release. Raises WrongLine."""
    if len(lines) > MOST:
        raise WrongLine(MOST + 1, lines[MOST], N_("Onderdeel %(number)d is te veel: het mogen er 300 zijn."))
    found: dict[str, Unit] = {}
    for number, line in enumerate(lines, 1):
        try:
            unit = _unit(line, least_people)
            _refuse_place(unit, found)
        except _Wrong as wrong:
            raise WrongLine(number, line, str(wrong)) from None
        found[unit.code] = unit
    return UnitTree(version=_version(found.values()), units=tuple(found.values()))


class _Wrong(Exception):
    pass


def _unit(line: str, least_people: int) -> Unit:
    codes, *rest = (part.strip() for part in line.split("|"))
    match = _CODES.fullmatch(codes)
    if match is None or match[2].casefold() == UNKNOWN:
        raise _Wrong(N_("Onderdeel %(number)d, ‘%(text)s’: de code klopt niet."))
    above, code = match.groups()
    if len(rest) != (3 if above is None else 2):
        raise _Wrong(
            N_("Onderdeel %(number)d, ‘%(text)s’: hier hoort CODE | naam | name | medewerkers.")
            if above is None
            else N_("Onderdeel %(number)d, ‘%(text)s’: hier hoort BOVEN/CODE | naam | name.")
        )
    if not rest[0] or any(len(name) > _MOST_LETTERS or not name.isprintable() for name in rest[:2]):
        raise _Wrong(N_("Onderdeel %(number)d, ‘%(text)s’: de naam ontbreekt of is te lang."))
    if above is None and not _PEOPLE.fullmatch(rest[2]):
        raise _Wrong(N_("Onderdeel %(number)d, ‘%(text)s’: het aantal medewerkers is geen getal."))
    named = above is not None or int(rest[2]) >= least_people
    return Unit(code=code, label=rest[0], label_en=rest[1], parent=above, named=named)


def _refuse_place(unit: Unit, before: dict[str, Unit]) -> None:
    if unit.code.casefold() in {code.casefold() for code in before}:
        raise _Wrong(N_("Onderdeel %(number)d, ‘%(text)s’: deze code staat er al."))
    if unit.parent is None:
        return
    if unit.parent not in before:
        raise _Wrong(N_("Onderdeel %(number)d, ‘%(text)s’: zet het onderdeel erboven op een eerdere regel."))
    if before[unit.parent].parent is not None:
        raise _Wrong(N_("Onderdeel %(number)d, ‘%(text)s’: er zijn twee lagen, niet meer."))


def _version(units: Iterable[Unit]) -> str:
    """Made from what a release counts by, so that no changed list keeps its version: a new one starts a new series.

    Other names do not make another version, nor does a number of people while it stays on its side of the least.
    """
    said = [f"{unit.parent or ''}/{unit.code}/{unit.named}" for unit in units]
    return "policy." + hashlib.sha256("\n".join(said).encode()).hexdigest()[:8]
