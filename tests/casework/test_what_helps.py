"""What would let a number go out is what an export in that other way would really say."""

import threading
from datetime import date
from pathlib import Path

import pytest

from adviser_desk.casework import own_figures, reporting, what_helps
from adviser_desk.casework.own_figures import Basis, Told
from adviser_desk.casework.what_helps import Other
from adviser_desk.models.case import Case, Traits
from adviser_desk.models.codes import code_book
from adviser_desk.models.consent import ConsentEntry, ConsentManner, ConsentScope, ConsentState
from adviser_desk.models.period import Period
from adviser_desk.models.release import Table
from adviser_desk.models.unit import Unit, UnitTree
from adviser_desk.policy import DEFAULT
from adviser_desk.signals.counting import counts
from adviser_desk.signals.statements import statements
from adviser_desk.vault import bulk, settings, units
from adviser_desk.vault.connection import Vault

TODAY = date(2027, 1, 10)
Q2, Q3, YEAR = Period("2026Q2"), Period("2026Q3"), Period("2026")
UNITS = ("east", "west", "north", "south")


def add_cases(vault: Vault, quarter: Period, numbers: dict[str, int]) -> None:
    """Fictional cases of a quarter, as many as named for each unit."""
    cases, consents = [], []
    for unit, number in numbers.items():
        for _place in range(number):
            free = bulk.first_free(vault)
            case_id, on = free.case + len(cases), quarter.covers[0]
            traits = Traits(matter="integrity", unit=unit)
            cases.append(Case(id=case_id, pseudonym=f"Kompas-{case_id + 9}", opened_on=on, traits=traits))
            values = {"scope": ConsentScope.COUNT, "state": ConsentState.GIVEN, "manner": ConsentManner.SPOKEN}
            consents.append(ConsentEntry(id=free.consent + len(consents), case_id=case_id, on=on, **values))
    with vault.transaction():
        bulk.add_cases(vault, bulk.WholeCases(cases=tuple(cases), consents=tuple(consents)))


@pytest.fixture
def filled(vault: Vault) -> Vault:
    with vault.transaction():
        units.put(vault, UnitTree(version="1", units=tuple(Unit(code=code, label=code) for code in UNITS)))
    settings.put(vault, "profile", "small")
    add_cases(vault, Q2, {"east": 5, "west": 1})
    add_cases(vault, Q3, {"east": 6, "west": 3, "north": 2, "south": 8})
    return vault


def basis_of(vault: Vault, period: Period) -> Basis:
    choice = next(one for one in own_figures.choices(vault, today=TODAY) if one.period == period)
    return own_figures.basis(vault, choice, policy=DEFAULT)


def preview_of(vault: Vault, period: Period) -> reporting.Preview:
    return reporting.prepare(reporting.plan_release(vault, period, today=TODAY, policy=DEFAULT))


def with_tables(other: Other, *names: str) -> Other:
    """The same with some of its tables, which is faster."""
    tables = tuple(spec for spec in other.question.tables if spec.dimension in names)
    return other.model_copy(update={"question": other.question.model_copy(update={"tables": tables})})


def test_the_year_is_what_its_export_says_after_the_quarter(filled: Vault, tmp_path: Path) -> None:
    preview = preview_of(filled, Q3)
    (other,) = what_helps.others(filled, basis_of(filled, Q3), own_figures.told_by(preview), policy=DEFAULT)
    helped = what_helps.work_out(with_tables(other, "matter", "unit"))
    # All cases but those without a matter: the exact number would say that there is none of those.
    assert helped.of("matter", "integrity") == (">=5", 25)
    assert helped.of("unit", "north") == ("<5", 2)
    assert helped.of("unit", "*") == (25, 25)
    reporting.approve(filled, preview, remarks="", language="nl", out=tmp_path, today=TODAY)
    asked = reporting.plan_release(filled, YEAR, today=TODAY, policy=DEFAULT)
    assert (asked.earlier, asked.tables) == (other.question.earlier, other.question.tables)
    assert asked.dimensions == other.question.dimensions
    assert other.question.counts == counts(asked.tally, asked.dimensions, code_book())


def units_together(vault: Vault, said: dict[str, int | str]) -> tuple[Other, ...]:
    """The other ways for a quarter whose table of units says this."""
    settings.put(vault, "profile", "large")
    release = preview_of_total(vault).release
    rows = (("*", 19), *said.items())
    tables = (*release.tables, Table(id="unit", columns=("unit",), rows=rows))
    told = Told(release=release.model_copy(update={"tables": tables}), reasons={})
    found = what_helps.others(vault, basis_of(vault, Q3), told, policy=DEFAULT)
    return tuple(other for other in found if other.kind == "units")


def preview_of_total(vault: Vault) -> reporting.Preview:
    plan = reporting.plan_release(vault, Q3, today=TODAY, policy=DEFAULT)
    return reporting.prepare(plan.model_copy(update={"tables": ()}))


def test_units_without_a_number_are_counted_as_one(filled: Vault) -> None:
    (other,) = units_together(filled, {"east": 6, "west": "<5", "north": "<5", "south": 8, "unknown": "<5"})
    assert other.joined == ("west", "north")
    helped = what_helps.work_out(with_tables(other, "unit"))
    assert helped.of("unit", "west") == helped.of("unit", "north") == (5, 5)
    assert helped.of("unit", "south") is None
    assert helped.of("matter", "integrity") is None


@pytest.mark.parametrize(
    "said",
    [
        {"east": 6, "west": "<5", "north": 5, "south": 8, "unknown": "<5"},
        {"east": "<5", "west": "<5", "north": "<5", "south": ">=5", "unknown": "."},
    ],
)
def test_one_unit_and_all_units_cannot_be_counted_as_one(filled: Vault, said: dict[str, int | str]) -> None:
    assert units_together(filled, said) == ()


def test_a_year_and_a_closed_period_have_no_other_way(filled: Vault, tmp_path: Path) -> None:
    assert what_helps.others(filled, basis_of(filled, YEAR), None, policy=DEFAULT) == ()
    preview = preview_of(filled, Q3)
    reporting.approve(filled, preview, remarks="", language="nl", out=tmp_path, today=TODAY)
    assert what_helps.others(filled, basis_of(filled, Q3), None, policy=DEFAULT) == ()
    assert statements((preview.release,))["2026Q3", "", "*"] == 19


def test_it_can_be_stopped(filled: Vault) -> None:
    (other,) = what_helps.others(filled, basis_of(filled, Q3), None, policy=DEFAULT)
    stop = threading.Event()
    stop.set()
    with pytest.raises(reporting.Stopped):
        what_helps.work_out(other, stop=stop)
