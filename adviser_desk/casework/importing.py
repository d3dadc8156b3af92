"""Takes in a register of earlier cases: all of it, or nothing. A register has no text, so no note comes out of it."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from adviser_desk.casework.cases import draw_pseudonym
from adviser_desk.casework.changes import Changes, Kind
from adviser_desk.casework.register_file import bad, lines
from adviser_desk.casework.register_line import RegisterCase, columns, register_case
from adviser_desk.errors import BadRegister
from adviser_desk.i18n import _
from adviser_desk.models.base import Record
from adviser_desk.models.case import Case, CaseStatus, Pseudonym
from adviser_desk.models.consent import ConsentEntry, ConsentManner, ConsentScope, ConsentState
from adviser_desk.models.contact import Contact
from adviser_desk.models.unit import Unit, UnitTree
from adviser_desk.policy import Policy
from adviser_desk.policy_units import WrongLine, read_units
from adviser_desk.vault import bulk, cases, settings, units
from adviser_desk.vault.connection import Vault

_PSEUDONYM = TypeAdapter(Pseudonym)
_BETWEEN_CONTACTS = timedelta(days=14)
_NOON = time(12, 0)
_OF_A_REGISTER = "register"
"""The version of any list of units that was made from cases: no release names them, so that all are alike."""
_MOST_LETTERS = 100_000


class Imported(Record):
    """What an import brought. `drawn` is how many cases got a pseudonym of ours."""

    cases: int
    contacts: int
    consents: int
    units: int
    drawn: int
    changes: Changes


def unit_list(path: Path, policy: Policy) -> UnitTree:
    """The units in a text file, a line for each as a policy has them. Raises BadRegister."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            written = [line.strip() for line in file.read(_MOST_LETTERS).splitlines()]
    except (OSError, UnicodeDecodeError):
        raise bad(_("de lijst van onderdelen"), _("Zij is niet te lezen. Bewaar haar als tekst in UTF-8.")) from None
    try:
        tree = read_units([line for line in written if line], policy.unit_least_people)
    except WrongLine as wrong:
        what = _(wrong.message) % {"number": wrong.number, "text": wrong.text}
        raise bad(_("de lijst van onderdelen"), what) from None
    return tree.model_copy(update={"version": tree.version.replace("policy.", "list.")})


def take_list(vault: Vault, tree: UnitTree) -> Changes:
    """Give the vault another list of units; a case keeps a unit that is not in it. A new series begins."""
    with vault.transaction():
        units.put(vault, tree)
    return Changes.of(Kind.UNIT)


def import_register(vault: Vault, path: Path, *, today: date, tree: UnitTree | None = None) -> Imported:
    """Add every case of a register in one transaction. Raises BadRegister, and then nothing was added.

    A case keeps its reference as pseudonym when it has the form of one and is free. Contacts have no text and are
    spread evenly from opening to closing, or every two weeks for a case that is open; a channel that the register does
    not tell stays unknown. A consent is dated on the opening and noted as spoken. The vault must know the units, or has
    them from `tree`. One without any takes those of the register, and no release names them: that a unit is in the
    register at all would tell that it has a case.
    The same file twice is refused, and so is a row that the vault has under the same name and date.
    """
    mark = f"imported:{_digest(path)}"
    if settings.get(vault, mark) is not None:
        raise bad(_("het hele bestand"), _("Dit bestand is al eerder ingelezen."))
    found = _register(path, today)
    with vault.transaction():
        if tree is not None:
            units.put(vault, tree)
        new_units = _take_units(vault, found)
        whole, drawn = _whole(vault, found, today)
        bulk.add_cases(vault, whole)
        settings.put(vault, mark, today.isoformat())
    return Imported(
        cases=len(whole.cases),
        contacts=len(whole.contacts),
        consents=len(whole.consents),
        units=new_units,
        drawn=drawn,
        changes=Changes.of(Kind.CASE, Kind.CONTACT, Kind.CONSENT, Kind.UNIT),
    )


def _digest(path: Path) -> str:
    next(lines(path), None)  # so that a file over the limits is told before it is read whole
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _register(path: Path, today: date) -> list[RegisterCase]:
    rows = lines(path)
    if (first := next(rows, None)) is None:
        raise bad(_("het hele bestand"), _("Er staat niets in."))
    names = columns(first)
    found: list[RegisterCase] = []
    seen: dict[str, int] = {}
    for line in rows:
        case = register_case(names, line, today=today)
        if case.reference and (before := seen.setdefault(case.reference, case.row)) != case.row:
            raise _at(case, "reference", _("Deze staat ook op rij %(row)d.") % {"row": before})
        found.append(case)
    if not found:
        raise bad(_("het hele bestand"), _("Er staan geen casussen in."))
    return found


def _take_units(vault: Vault, found: Sequence[RegisterCase]) -> int:
    known = {unit.code for unit in units.tree(vault).units}
    named = {case.traits.unit: case for case in reversed(found) if case.traits.unit is not None}
    if not known:
        codes = sorted(code for code in named if code)
        if codes:
            listed = tuple(Unit(code=code, label=code, named=False) for code in codes)
            units.put(vault, UnitTree(version=_OF_A_REGISTER, units=listed))
        return len(codes)
    for code, case in named.items():
        if code not in known:
            raise _at(case, "unit", _("Dit onderdeel kent uw kluis niet."))
    return 0


def _whole(vault: Vault, found: Sequence[RegisterCase], today: date) -> tuple[bulk.WholeCases, int]:
    free = bulk.first_free(vault)
    names = _pseudonyms(vault, found)
    new_cases, contacts, consents = [], list[Contact](), list[ConsentEntry]()
    for number, (case, name) in enumerate(zip(found, names, strict=True), free.case):
        new_cases.append(_case(number, name, case))
        contacts += _contacts(number, free.contact + len(contacts), case, today)
        consents += _consents(number, free.consent + len(consents), case)
    drawn = sum(case.reference != name for case, name in zip(found, names, strict=True))
    return bulk.WholeCases(cases=tuple(new_cases), contacts=tuple(contacts), consents=tuple(consents)), drawn


def _pseudonyms(vault: Vault, found: Sequence[RegisterCase]) -> list[str]:
    taken = {name: case_id for case_id, name, _aid in cases.names(vault)}
    names: list[str] = []
    used = {case.reference for case in found}
    for case in found:
        if case.reference in taken and cases.get(vault, taken[case.reference]).opened_on == case.opened_on:
            raise _at(case, "reference", _("Deze casus staat al in uw kluis."))
        if case.reference not in taken and _is_pseudonym(case.reference):
            names.append(case.reference)
        else:
            names.append(draw_pseudonym(vault, but=used))
            used.add(names[-1])
    return names


def _is_pseudonym(text: str) -> bool:
    try:
        _PSEUDONYM.validate_python(text)
    except ValidationError:
        return False
    return True


def _case(number: int, name: str, case: RegisterCase) -> Case:
    status = CaseStatus.CLOSED if case.closed_on else CaseStatus.OPEN
    values = {"opened_on": case.opened_on, "closed_on": case.closed_on, "traits": case.traits}
    return Case(id=number, pseudonym=name, status=status, **values)


def _contacts(case_id: int, number: int, case: RegisterCase, today: date) -> list[Contact]:
    last = case.closed_on or min(today, case.opened_on + _BETWEEN_CONTACTS * max(0, case.contacts - 1))
    steps = max(1, case.contacts - 1)
    days = [case.opened_on + (last - case.opened_on) * place // steps for place in range(case.contacts)]
    return [
        Contact(id=number + place, case_id=case_id, channel=case.channel, at=datetime.combine(day, _NOON), note="")
        for place, day in enumerate(days)
    ]


def _consents(case_id: int, number: int, case: RegisterCase) -> list[ConsentEntry]:
    said: list[tuple[ConsentScope, ConsentState]] = []
    for scope, state in case.consents.items():
        if state is ConsentState.WITHDRAWN:
            said.append((scope, ConsentState.GIVEN))
        if state is not ConsentState.NOT_ASKED:
            said.append((scope, state))
    return [
        ConsentEntry(
            id=number + place, case_id=case_id, scope=scope, state=state, manner=ConsentManner.SPOKEN, on=case.opened_on
        )
        for place, (scope, state) in enumerate(said)
    ]


def _at(case: RegisterCase, column: str, what: str) -> BadRegister:
    return bad(_("rij %(row)d, kolom %(column)s") % {"row": case.row, "column": column}, what)
