"""The units of a policy in a real vault: chosen from, kept by their cases, and no small one by name in an export."""

from datetime import date
from pathlib import Path

import pytest

from adviser_desk.casework import cases, consents, importing, organisation, own_figures, preview_tables, reporting
from adviser_desk.errors import BadRegister
from adviser_desk.models.case import Traits
from adviser_desk.models.codes import code_book
from adviser_desk.models.consent import ConsentManner, ConsentScope, ConsentState
from adviser_desk.models.period import Period
from adviser_desk.models.release import TOTAL, UNKNOWN
from adviser_desk.models.unit import Unit, UnitTree
from adviser_desk.policy import Policy
from adviser_desk.policy_units import read_units
from adviser_desk.signals.counting import counts
from adviser_desk.signals.report_labels import unit_names
from adviser_desk.vault import releases, settings, units
from adviser_desk.vault.connection import Vault

TODAY, OPENED, QUARTER = date(2026, 10, 6), date(2026, 8, 14), Period("2026Q3")
FIRST = (
    "FIN | Financiën | Finance | 240",
    "FIN/BEG | Begroting | Budget",
    "ICT | Automatisering | IT | 300",
    "BES | Bestuursstaf | Executive staff | 35",
)
LATER = ("FIN | Financiën | Finance | 240", "ICT | Automatisering | IT | 300")


def policy(*lines: str) -> Policy:
    return Policy(version="2026-1", units=lines)


@pytest.fixture
def filled(vault: Vault) -> Vault:
    """Cases that count: seven of Begroting, six of Automatisering, eight of Bestuursstaf."""
    organisation.take_units(vault, policy(*FIRST))
    fill(vault, ["BEG"] * 7 + ["ICT"] * 6 + ["BES"] * 8)
    return vault


def fill(vault: Vault, codes: list[str]) -> None:
    """A case that counts for each unit."""
    settings.put(vault, "profile", "large")
    for number, code in enumerate(codes, 10):
        case_id, _changes = cases.open_case(vault, f"Kompas-{number}", opened_on=OPENED)
        traits = Traits(matter="integrity", client_role="target", other_party="manager", found_via="colleague",
                        step="listen", unit=code)  # fmt: skip
        cases.change_traits(vault, case_id, traits)
        consents.record_consent(
            vault, case_id, ConsentScope.COUNT, ConsentState.GIVEN, manner=ConsentManner.SPOKEN, on=OPENED
        )


def plan(vault: Vault) -> reporting.Plan:
    return reporting.plan_release(vault, QUARTER, today=TODAY, policy=policy(*FIRST))


def test_the_list_comes_once_and_only_where_there_is_one(vault: Vault) -> None:
    assert not organisation.take_units(vault, Policy()).kinds
    assert units.tree(vault).version == "none"
    assert organisation.take_units(vault, policy(*FIRST)).kinds
    assert units.tree(vault) == read_units(FIRST, 50)
    assert not organisation.take_units(vault, policy(*FIRST)).kinds
    assert not organisation.take_units(vault, Policy()).kinds
    assert units.tree(vault) == read_units(FIRST, 50)
    renamed = ("FIN | Geldzaken | Money | 240", *FIRST[1:])
    assert organisation.take_units(vault, policy(*renamed)).kinds
    found = units.tree(vault)
    assert (found.names("nl")["FIN"], found.version) == ("Geldzaken", read_units(FIRST, 50).version)


def test_where_no_unit_is_named_the_report_calls_none_small() -> None:
    tree = UnitTree(version="register", units=(Unit(code="zuid", label="zuid", named=False),))
    assert [unit_names(tree, language)[UNKNOWN] for language in ("nl", "en")] == ["Niet genoemd", "Not named"]
    assert UNKNOWN not in unit_names(UnitTree(version="1", units=(Unit(code="zuid", label="Zuid"),)), "nl")


def test_a_practice_vault_keeps_the_units_of_its_invented_cases(vault: Vault) -> None:
    settings.put(vault, "practice", "1")
    vault.practice = True
    assert not organisation.take_units(vault, policy(*FIRST)).kinds
    assert units.tree(vault).version == "none"


def test_a_register_brings_no_units_of_its_own(vault: Vault, tmp_path: Path) -> None:
    organisation.take_units(vault, policy(*FIRST))
    register = tmp_path / "register.csv"
    register.write_text("reference,opened_on,matter,unit,consent_count\nA,2026-08-14,integrity,zuid,given\n")
    with pytest.raises(BadRegister) as error:
        importing.import_register(vault, register, today=TODAY)
    assert "kolom unit" in error.value.sentence()
    register.write_text("reference,opened_on,matter,unit,consent_count\nA,2026-08-14,integrity,BEG,given\n")
    assert importing.import_register(vault, register, today=TODAY).units == 0
    assert units.tree(vault) == read_units(FIRST, 50)


def test_an_export_names_the_first_level_and_no_small_unit(filled: Vault, tmp_path: Path) -> None:
    found = plan(filled)
    units_only = tuple(table for table in found.tables if table.dimension == "unit")
    found = reporting.prepare(found.model_copy(update={"tables": units_only}))
    assert found.release.dimensions["unit"].codes == ("FIN", "ICT", UNKNOWN)
    assert found.release.versions.units == read_units(FIRST, 50).version
    own = {code: number for (_quarter, name, code), number in found.own.items() if name == "unit"}
    assert own == {"FIN": 7, "ICT": 6, UNKNOWN: 8}
    for language, words in (("nl", "Niet ingevuld, of een klein onderdeel"), ("en", "Not filled in, or a small unit")):
        tables = preview_tables.preview_tables(found, units.tree(filled), language)
        assert [row.label for table in tables for row in table.rows if table.field == "unit"][2] == words
    done = reporting.approve(filled, found, remarks="", language="nl", out=tmp_path)
    files = releases.files(filled, QUARTER)
    assert files is not None
    assert b"BES" not in files.figures
    assert b"Bestuursstaf" not in files.figures
    assert done.serial == 1
    assert [doubt.text for doubt in reporting.doubts(filled, "Let op bij bestuursstaf.")] == ["bestuursstaf"]


def test_a_list_that_names_no_unit_is_in_the_figures_and_not_on_the_screen(vault: Vault) -> None:
    small = policy("BES | Bestuursstaf | Executive staff | 35")
    organisation.take_units(vault, small)
    fill(vault, ["BES"] * 8)
    found = reporting.prepare(plan(vault))
    assert any(table.columns == ("unit",) for table in found.release.tables)
    shown = preview_tables.preview_tables(found, units.tree(vault), "nl")
    assert len(shown) == len(found.release.tables) - 1
    assert "unit" not in [table.field for table in shown]
    rows = [row for table in shown for row in table.rows if not row.is_total or table.field == ""]
    assert preview_tables.withheld(found)["told"] == sum(row.is_number for row in rows)
    look = own_figures.look_divided(vault, "2026Q3", ("unit", ""), language="nl", today=TODAY, policy=small)
    assert look.basis is not None
    assert "unit" not in look.basis.fields
    assert "matter" in look.basis.fields


def test_a_later_list_keeps_the_unit_of_a_case_asks_it_again_and_starts_a_new_series(filled: Vault) -> None:
    before = plan(filled)
    organisation.take_units(filled, policy(*LATER))
    tree = units.tree(filled)
    assert [unit.code for unit in tree.past] == ["BEG", "BES"]
    asked = {one.case.pseudonym: one.missing for one in cases.unfinished(filled, today=TODAY)}
    assert set(asked.values()) == {("unit",)}
    assert len(asked) == 15
    found = plan(filled)
    assert found.dimensions["unit"].codes == ("FIN", "ICT", UNKNOWN)
    assert found.head.versions.units not in (before.head.versions.units, "none")
    assert counts(found.tally, found.dimensions, code_book())["2026Q3", "unit", UNKNOWN] == 15
    look = own_figures.look_divided(filled, "2026Q3", ("unit", ""), language="en", today=TODAY, policy=policy(*LATER))
    assert look.own is not None
    shown = {line.label: look.own.numbers.get((line.code, TOTAL), 0) for line in look.own.rows if line.role != "total"}
    assert shown == {"Finance": 0, "IT": 6, "Budget": 7, "Executive staff": 8, "Not filled in": 0}
    case = cases.case_row(filled, 1)
    cases.change_traits(filled, case.id, case.traits.model_copy(update={"step": "own_talk"}))
    cases.change_traits(filled, case.id, case.traits.model_copy(update={"unit": "FIN"}))
    assert len(cases.unfinished(filled, today=TODAY)) == 14
    organisation.take_units(filled, policy(*FIRST))
    assert not units.tree(filled).past
