"""The adviser's own counts, and what others see beside them: only cases that may be counted, and nothing is written."""

import random
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from adviser_desk.casework import own_figures, reporting
from adviser_desk.casework.own_figures import FIELDS, Basis, OwnTable, PeriodChoice, ToldCell
from adviser_desk.models.case import Case, Traits
from adviser_desk.models.consent import ConsentEntry, ConsentManner, ConsentScope, ConsentState
from adviser_desk.models.period import Period
from adviser_desk.models.release import TOTAL, UNKNOWN
from adviser_desk.models.unit import Unit, UnitTree
from adviser_desk.policy import DEFAULT
from adviser_desk.vault import bulk, releases, settings, units
from adviser_desk.vault.connection import Vault

TODAY = date(2027, 1, 10)
Q1, Q2, Q3, YEAR, LAST_YEAR = (Period(text) for text in ("2026Q1", "2026Q2", "2026Q3", "2026", "2025"))
MATTERS = ("undesirable_behaviour", "work_relations", "integrity")
PARTIES = ("peer", "manager", "citizen")
SORTS = (("bullying",), ("bullying", "threat"), ("discrimination",), ("verbal_aggression", "threat"), ())


def add_cases(
    vault: Vault, quarter: Period, number: int, count: ConsentState | None = ConsentState.GIVEN
) -> list[Traits]:
    """Fictional cases opened on the first day of a quarter; their traits."""
    chance = random.Random(f"{quarter}{number}")
    free = bulk.first_free(vault)
    made, consents = [], []
    for place in range(number):
        case_id = free.case + place
        behaviour = chance.choice(SORTS)
        traits = Traits(
            matter=chance.choice(MATTERS),
            other_party=chance.choice(PARTIES),
            behaviour=behaviour,
            grounds=("age",) if "discrimination" in behaviour else (),
            step="own_talk",
        )
        made.append(Case(id=case_id, pseudonym=f"Kompas-{case_id + 9}", opened_on=quarter.covers[0], traits=traits))
        if count is not None:
            values = {"scope": ConsentScope.COUNT, "state": count, "manner": ConsentManner.SPOKEN}
            consents.append(ConsentEntry(id=free.consent + place, case_id=case_id, on=quarter.covers[0], **values))
    with vault.transaction():
        bulk.add_cases(vault, bulk.WholeCases(cases=tuple(made), consents=tuple(consents)))
    return [case.traits for case in made]


@pytest.fixture
def filled(vault: Vault) -> Vault:
    settings.put(vault, "profile", "large")
    for quarter, number in ((Period("2025Q4"), 17), (Q1, 12), (Q2, 9), (Q3, 22)):
        add_cases(vault, quarter, number)
    add_cases(vault, Q3, 3, ConsentState.REFUSED)
    add_cases(vault, Q3, 2, None)
    return vault


def chosen(vault: Vault, period: Period, today: date = TODAY) -> PeriodChoice:
    return next(one for one in own_figures.choices(vault, today=today) if one.period == period)


def basis_of(vault: Vault, period: Period, today: date = TODAY) -> Basis:
    return own_figures.basis(vault, chosen(vault, period, today), policy=DEFAULT)


def table_of(vault: Vault, period: Period, rows: str, columns: str = "") -> OwnTable:
    return own_figures.own_table(basis_of(vault, period), rows, columns, "nl")


def export(vault: Vault, period: Period, out: Path) -> reporting.Preview:
    preview = reporting.prepare(reporting.plan_release(vault, period, today=TODAY, policy=DEFAULT))
    reporting.approve(vault, preview, remarks="", language="nl", out=out, today=TODAY)
    return preview


def test_the_periods_are_the_running_ones_and_those_with_cases_newest_first(filled: Vault) -> None:
    found = own_figures.choices(filled, today=TODAY)
    expected = ["2027", "2027Q1", "2026", "2026Q3", "2026Q2", "2026Q1", "2025", "2025Q4"]
    assert [str(one.period) for one in found] == expected
    assert [one.state for one in found] == ["running", "running", *["ready"] * 6]
    third = found[3]
    assert (third.counted, third.not_counted) == (22, 5)
    assert (found[2].counted, found[2].not_counted) == (43, 5)


def test_one_field_counts_each_case_that_may_be_counted(vault: Vault) -> None:
    traits = add_cases(vault, Q3, 40)
    add_cases(vault, Q3, 9, ConsentState.REFUSED)
    table = table_of(vault, Q3, "other_party")
    found = {line.code: table.numbers[line.code, TOTAL] for line in table.rows if (line.code, TOTAL) in table.numbers}
    parties = Counter(trait.other_party for trait in traits)
    assert found == {
        **parties,
        "internal": parties["peer"] + parties["manager"],
        "outside": parties["citizen"],
        TOTAL: 40,
    }
    assert [line.role for line in table.rows[:2]] == ["group", "member"]
    assert table.rows[-1].role == "total"


def test_units_that_no_release_names_are_there_for_the_adviser(vault: Vault) -> None:
    add_cases(vault, Q3, 4)
    listed = (Unit(code="noord", label="Noord"), Unit(code="zuid", label="Zuid", named=False))
    with vault.transaction():
        units.put(vault, UnitTree(version="1", units=listed))
        vault.db.execute("UPDATE case_file SET unit = 'zuid' WHERE id < 4")
    table = table_of(vault, Q3, "unit")
    shown = [(line.label, table.numbers.get((line.code, TOTAL), 0)) for line in table.rows]
    assert [number for _label, number in shown] == [0, 3, 1, 4]
    assert [label for label, _number in shown[:2]] == ["Noord", "Zuid"]
    settings.put(vault, "profile", "large")
    found = basis_of(vault, Q3)
    assert found.dimensions["unit"].codes == ("noord", UNKNOWN)
    assert own_figures.told_codes(found, ("unit", "")) == (("noord", UNKNOWN, TOTAL), (TOTAL,))


def test_two_fields_count_the_cases_that_have_both(vault: Vault) -> None:
    traits = add_cases(vault, Q3, 40)
    table = table_of(vault, Q3, "behaviour", "other_party")
    both = Counter((sort, trait.other_party) for trait in traits for sort in trait.behaviour)
    for (sort, party), number in both.items():
        assert table.numbers[sort, party] == number
    aggression = {"verbal_aggression", "threat"}
    group = sum(bool(aggression & set(trait.behaviour)) and trait.other_party == "peer" for trait in traits)
    assert table.numbers["aggression", "peer"] == group
    assert table.numbers[TOTAL, "peer"] == sum(trait.other_party == "peer" for trait in traits)
    assert table.numbers[TOTAL, TOTAL] == 40
    # A column without a case would only take room.
    assert [line.code for line in table.columns] == ["internal", "peer", "manager", "outside", "citizen", TOTAL]


def test_a_field_of_some_cases_counts_within_these(vault: Vault) -> None:
    traits = add_cases(vault, Q3, 40)
    table = table_of(vault, Q3, "ground_group", "other_party")
    asked = [trait for trait in traits if "discrimination" in trait.behaviour]
    assert table.numbers[TOTAL, TOTAL] == len(asked) == table.numbers["age", TOTAL]
    assert table.numbers["age", "peer"] == sum(trait.other_party == "peer" for trait in asked)
    assert "Discriminatie" in table.rows[-1].label


@pytest.mark.parametrize("rows", FIELDS)
def test_any_field_can_be_crossed_with_any_other(rows: str, filled: Vault) -> None:
    found = basis_of(filled, YEAR)
    for columns in FIELDS:
        table = own_figures.own_table(found, rows, columns, "en")
        assert table.rows[-1].role == "total"
        assert [line.code for line in table.columns].count(TOTAL) == 1


def test_the_marks_are_those_of_the_export(filled: Vault) -> None:
    found = basis_of(filled, Q3)
    assert found.told is None
    preview = reporting.prepare(reporting.plan_release(filled, Q3, today=TODAY, policy=DEFAULT))
    told = own_figures.told_by(preview)
    for field in found.fields:
        table = own_figures.own_table(found, field, "", "nl")
        for (code, _column), cell in own_figures.told_table(told, (field, ""), found.units, "nl").cells.items():
            number, why = table.numbers.get((code, TOTAL), 0), own_figures.why(told, (field, ""), (code, TOTAL))
            assert (why is None) == isinstance(cell.said, int)
            assert why is not None or cell.said == number
            assert (why is not None and why.kind == "small") == (number < 5)


def test_a_period_that_was_exported_has_its_statements_and_the_reasons_of_then(filled: Vault, tmp_path: Path) -> None:
    preview = export(filled, Q3, tmp_path)
    add_cases(filled, Q3, 6)
    export(filled, YEAR, tmp_path)
    found = basis_of(filled, Q3)
    assert found.told is not None
    assert found.told.release.tables == preview.release.tables
    assert found.told.reasons == preview.reasons
    assert len(found.cases) == 22
    assert found.choice.state == "released"
    # A quarter that a longer export covers tells nothing by itself.
    assert (basis_of(filled, Q1).choice.state, basis_of(filled, Q1).fields) == ("taken", ())


def test_only_the_total_of_a_quarter_leaves_with_the_small_profile(filled: Vault, tmp_path: Path) -> None:
    settings.put(filled, "profile", "small")
    assert basis_of(filled, Q3).fields == ()
    # The vault has no units: there is nothing to divide the cases by.
    assert basis_of(filled, YEAR).fields == tuple(field for field in FIELDS if field != "unit")
    export(filled, Q3, tmp_path)
    found = basis_of(filled, Q3)
    assert found.told is not None
    table = own_figures.told_table(found.told, ("behaviour", ""), found.units, "nl")
    assert [line.role for line in table.rows] == ["total"]
    assert table.cells == {(TOTAL, TOTAL): ToldCell(said=22, printed="22")}


def test_time_has_only_statements_that_went_out_for_periods_as_long(filled: Vault, tmp_path: Path) -> None:
    matter, all_cases = ("matter", ""), (TOTAL, TOTAL)
    assert own_figures.over_time(basis_of(filled, Q3), matter, all_cases, "nl") == ()
    for period in (LAST_YEAR, Q1, YEAR):
        export(filled, period, tmp_path)
    total = own_figures.over_time(basis_of(filled, YEAR), matter, all_cases, "nl")
    assert total == ((LAST_YEAR, 17, "17"), (YEAR, 43, "43"))
    sort = own_figures.over_time(basis_of(filled, YEAR), ("behaviour", ""), ("violence", TOTAL), "nl")
    assert [(said, words) for _period, said, words in sort] == [("<5", "<5"), ("<5", "<5")]
    # The first quarter went out; the third, of which only the adviser knows the number, did not.
    assert [point[0] for point in own_figures.over_time(basis_of(filled, Q3), matter, all_cases, "nl")] == [Q1]
    pair = own_figures.over_time(basis_of(filled, YEAR), ("other_party", "matter"), ("internal", "integrity"), "nl")
    assert [point[0] for point in pair] == [LAST_YEAR, YEAR]


def test_too_few_cases_show_nothing(vault: Vault) -> None:
    add_cases(vault, Q3, 4)
    assert own_figures.look(vault, "", today=TODAY, policy=DEFAULT)[1] is None
    add_cases(vault, Q2, 1)
    found = own_figures.look(vault, "", today=TODAY, policy=DEFAULT)[1]
    assert found is not None


def test_the_period_looked_at_is_the_wanted_one_or_the_newest_with_enough_cases(filled: Vault) -> None:
    add_cases(filled, Period("2027Q1"), 3)
    for wanted, expected in (("2026Q1", Q1), ("", YEAR), ("1999", YEAR)):
        found = own_figures.look(filled, wanted, today=TODAY, policy=DEFAULT)[1]
        assert found is not None
        assert found.choice.period == expected


def test_a_newest_quarter_with_too_few_cases_is_not_the_first_to_show(vault: Vault) -> None:
    add_cases(vault, Q2, 9)
    add_cases(vault, Q3, 3)
    found = own_figures.look(vault, "", today=date(2026, 10, 6), policy=DEFAULT)[1]
    assert found is not None
    assert found.choice.period == Q2


def test_looking_writes_nothing(filled: Vault) -> None:
    before = filled.db.execute("SELECT total_changes()").fetchone()
    found = own_figures.look(filled, "2026Q3", today=TODAY, policy=DEFAULT)[1]
    assert found is not None
    own_figures.own_table(found, "behaviour", "unit", "nl")
    assert filled.db.execute("SELECT total_changes()").fetchone() == before
    assert releases.entries(filled) == ()


@pytest.mark.parametrize("fields", [("matter", "other_party"), ("other_party", "matter")])
def test_a_crossing_is_told_as_in_the_release_whichever_way_it_lies(fields: tuple[str, str], filled: Vault) -> None:
    found = basis_of(filled, YEAR)
    told = own_figures.told_by(reporting.prepare(reporting.plan_release(filled, YEAR, today=TODAY, policy=DEFAULT)))
    table = own_figures.told_table(told, fields, found.units, "nl")
    (released,) = (each for each in told.release.tables if len(each.columns) == 2)
    turned = -1 if fields[0] == "other_party" else 1
    assert {codes[::turned]: cell.said for codes, cell in table.cells.items()} == {
        (row[0], row[1]): row[2] for row in released.rows
    }
    parties = table.columns if turned == 1 else table.rows
    assert [(line.code, line.role) for line in parties][:2] == [("internal", "plain"), ("outside", "plain")]
    assert table.rows[-1].role == table.columns[-1].role == "total"
    own = own_figures.own_table(found, *fields, "nl")
    for codes, cell in table.cells.items():
        number, why = own.numbers.get(codes, 0), own_figures.why(told, fields, codes)
        assert (why is None) == isinstance(cell.said, int)
        assert why is not None or cell.said == number
        assert why is None or (why.kind == "small") == (number < 5)


def test_the_columns_that_the_export_has_come_first_and_stay_without_a_case(filled: Vault) -> None:
    columns = [line.code for line in table_of(filled, YEAR, "matter", "other_party").columns]
    told = ["internal", "outside", "organisation", UNKNOWN, TOTAL]
    assert columns == [*told, "peer", "manager", "citizen"]
    assert own_figures.told_codes(basis_of(filled, YEAR), ("other_party", "matter"))[0] == tuple(told)


def test_only_a_year_of_the_large_profile_tells_two_fields_together(filled: Vault, tmp_path: Path) -> None:
    assert basis_of(filled, YEAR).crossings == (("matter", "other_party"),)
    assert basis_of(filled, Q1).crossings == ()
    export(filled, LAST_YEAR, tmp_path)
    settings.put(filled, "profile", "small")
    assert basis_of(filled, YEAR).crossings == ()
    # What went out stays so.
    assert basis_of(filled, LAST_YEAR).crossings == (("matter", "other_party"),)
    assert own_figures.may_cross(("other_party", "matter"))
    assert not own_figures.may_cross(("matter", "unit"))
    assert not own_figures.may_cross(("matter", ""))
