"""One row of a register as a case: codes as values, checked against the code lists. Keeps nothing it does not know."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from pydantic import ValidationError

from adviser_desk.casework.register_file import Line, bad
from adviser_desk.errors import BadRegister
from adviser_desk.i18n import N_, _
from adviser_desk.models.base import Record
from adviser_desk.models.case import Traits
from adviser_desk.models.codes import code_book
from adviser_desk.models.consent import ConsentScope, ConsentState
from adviser_desk.models.unit import Unit

T = TypeVar("T")
NEEDED = ("reference", "opened_on", "matter", "consent_count")
"""Columns without which a register says too little; their cells may be empty, but for `opened_on`."""

_ONE_CODE = {
    "matter": "matter", "integrity_kind": "integrity_kind", "moral_question": "moral_question",
    "client_role": "client_role", "other_party": "other_party", "found_via": "found_via", "step": "step",
    "reason_no_step": "reason_no_step", "outcome": "outcome", "aftercare": "aftercare",
}  # fmt: skip
_SEVERAL_CODES = {
    "behaviour": ("behaviour", "behaviour"), "ground": ("ground", "grounds"), "options": ("step", "options"),
    "referral": ("referral", "referral"), "theme": ("theme", "themes"),
}  # fmt: skip
_CONSENTS = {f"consent_{scope}": scope for scope in ConsentScope if scope is not ConsentScope.TALK_TO}
KNOWN = frozenset(
    {*NEEDED, "closed_on", "unit", "online", "channel", "contacts", *_ONE_CODE, *_SEVERAL_CODES, *_CONSENTS}
)
"""All columns that a register may have."""

_MOST_CONTACTS = 500
_EARLIEST = date(1990, 1, 1)
_NOT_A_CODE = N_("Deze code staat niet in de lijst.")
_STATES = ("not_asked", "given", "refused", "withdrawn")


class RegisterCase(Record):
    """What one row says. `reference` is the name the register gave it and may be anything."""

    row: int
    reference: str
    opened_on: date
    closed_on: date | None
    traits: Traits
    channel: str | None
    contacts: int
    consents: Mapping[ConsentScope, ConsentState]


def columns(line: Line) -> tuple[str, ...]:
    """The headers of a register. Raises BadRegister for one that is missing, unknown or there twice."""
    names = tuple(cell.strip().lower() for cell in line.cells)
    where = _("rij %(row)d") % {"row": line.number}
    for name in NEEDED:
        if name not in names:
            raise bad(where, _("De kolom %(column)s ontbreekt.") % {"column": name})
    for place, name in enumerate(names, 1):
        if name not in KNOWN:
            # What it is called is not repeated: in a file without headers it is a cell of a case.
            raise bad(where, _("Kolom %(number)d kennen wij niet. Haal die kolom weg.") % {"number": place})
        if name in names[: place - 1]:
            raise bad(where, _("De kolom %(column)s staat er twee keer.") % {"column": name})
    return names


def register_case(names: tuple[str, ...], line: Line, *, today: date) -> RegisterCase:
    """The case of one row. Raises BadRegister with row, column and reason."""
    if len(line.cells) > len(names) and any(line.cells[len(names) :]):
        raise bad(_("rij %(row)d") % {"row": line.number}, _("Er zijn meer cellen dan kolommen."))
    cells = dict(zip(names, (*line.cells, *[""] * len(names)), strict=False))
    return _Row(line.number, cells).case(today)


class _Row:
    def __init__(self, number: int, cells: Mapping[str, str]) -> None:
        self._number = number
        self._cells = cells

    def case(self, today: date) -> RegisterCase:
        opened_on = self._read("opened_on", _day)
        if opened_on is None:
            raise self._bad("opened_on", _("Hier staat geen datum."))
        closed_on = self._read("closed_on", _day)
        for name, day in (("opened_on", opened_on), ("closed_on", closed_on)):
            if day is not None and not _EARLIEST <= day <= today:
                raise self._bad(name, _("Deze datum ligt te ver terug, of in de toekomst."))
        if closed_on is not None and closed_on < opened_on:
            raise self._bad("closed_on", _("Deze datum ligt voor die van de opening."))
        return RegisterCase(
            row=self._number,
            reference=self._cells["reference"],
            opened_on=opened_on,
            closed_on=closed_on,
            traits=self._traits(),
            channel=self._read("channel", _code_of("channel")),
            contacts=self._read("contacts", _number) or 0,
            consents={scope: self._read(name, _state) or ConsentState.NOT_ASKED for name, scope in _CONSENTS.items()},
        )

    def _traits(self) -> Traits:
        found: dict[str, Any] = {name: self._read(name, _code_of(of)) for name, of in _ONE_CODE.items()}
        for column, (of, name) in _SEVERAL_CODES.items():
            found[name] = self._read(column, _codes_of(of)) or ()
        found["online"] = self._read("online", _yes_no)
        found["unit"] = self._read("unit", _unit)
        try:
            return Traits(**found)
        except ValidationError as error:
            fields = {str(place) for problem in error.errors() for place in problem["loc"][:1]}
            raise self._misfit(fields, found) from None

    def _misfit(self, fields: set[str], found: Mapping[str, Any]) -> BadRegister:
        for column, (_of, name) in _SEVERAL_CODES.items():
            if name in fields:
                return self._bad(column, _("Er staan te veel codes, of een code staat er twee keer."))
        if found["grounds"] and "discrimination" not in found["behaviour"]:
            return self._bad("ground", _("Een grond hoort alleen bij discriminatie."))
        return self._bad("reason_no_step", _("Een reden hoort alleen bij: geen stap."))

    def _read(self, name: str, parse: Callable[[str], T]) -> T | None:
        text = self._cells.get(name, "")
        if not text:
            return None
        try:
            return parse(text)
        except ValueError as reason:
            raise self._bad(name, _(str(reason))) from None

    def _bad(self, column: str, what: str) -> BadRegister:
        return bad(_("rij %(row)d, kolom %(column)s") % {"row": self._number, "column": column}, what)


def _day(text: str) -> date:
    if len(text) != 10 or text[4] != "-":
        raise ValueError(N_("Schrijf een datum als 2022-03-31."))
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(N_("Deze datum bestaat niet. Schrijf een datum als 2022-03-31.")) from None


def _code_of(name: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in code_book().lists[name]:
            raise ValueError(_NOT_A_CODE)
        return text

    return parse


def _codes_of(name: str) -> Callable[[str], tuple[str, ...]]:
    one = _code_of(name)
    return lambda text: tuple(one(code.strip()) for code in text.split(";"))


def _yes_no(text: str) -> bool:
    if text not in ("yes", "no"):
        raise ValueError(N_("Hier kan yes of no staan."))
    return text == "yes"


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 4 and int(text) <= _MOST_CONTACTS):
        raise ValueError(N_("Hier kan een getal van 0 tot en met 500 staan."))
    return int(text)


def _state(text: str) -> ConsentState:
    if text not in _STATES:
        raise ValueError(_NOT_A_CODE)
    return ConsentState(text)


def _unit(text: str) -> str:
    try:
        return Unit(code=text, label=text).code
    except ValidationError:
        raise ValueError(N_("Schrijf een onderdeel met letters, cijfers, punten en streepjes.")) from None
