"""What a reader works out from rows of different periods, and from fields that were never printed together."""

import pytest
from invented_releases import multiple, release, single, table, total

from adviser_desk.i18n import words
from adviser_desk.models.release import Dimension, Release
from adviser_desk.signals.audit import audit
from adviser_desk.signals.audit_finding import Finding
from adviser_desk.signals.audit_words import sentence

Q1, Q2, H1, YEAR = "2026Q1", "2026Q2", "2026H1", "2026"
MATTER = {"matter": single("w", "x", "y", "z", g=("x", "y"))}
KINDS = {"kind": multiple("a", "b", "c", g=("a", "b"))}
STEPS: dict[str, Dimension] = {"formality": single("none", "informal", "open"), "reason": single("r", "s", "t")}
BOTH = {"kind": multiple("a", "b", at_most=1), "unit": single("A", "B", "C")}


def said(period: str, fields: dict[str, Dimension], number: int | str, **rows: dict[object, str | int]) -> Release:
    """A release that prints its total and some rows; every other row says nothing."""
    tables = [total(number)]
    for name, field in fields.items():
        silent = dict.fromkeys((*field.codes, *field.groups), ".")
        tables.append(table(name, {**silent, **rows.get(name, {})}))
    return release(period, fields, tables, serial={Q1: 1, Q2: 2, H1: 3, YEAR: 4}[period])


def mixed(*releases: Release) -> list[Finding]:
    return [finding for finding in audit(releases) if finding.family == "mixed"]


def test_exact_rows_of_a_quarter_are_taken_off_its_half_year() -> None:
    """41 in the half-year, 27 of them w; in the first quarter six were x and six y: two are in no such row."""
    rows = {"w": 27}
    series = [said(Q1, MATTER, ".", matter={"x": 6, "y": 6}), said(H1, MATTER, 41, matter=rows)]
    (found,) = mixed(*series)
    assert (found.kind, found.lowest, found.highest, str(found.period)) == ("small", 2, 2, H1)
    assert [(str(row.period), row.codes) for row in found.taken] == [(H1, ("w",)), (Q1, ("x",)), (Q1, ("y",))]
    assert sentence(found, lambda field, code: code, words("nl")) == (
        "Een lezer kan uitrekenen dat het om precies 2 gaat: 2026H1, tabel Onderwerp, alle casussen, "
        "zonder w van 2026H1, zonder x van 2026Q1, zonder y van 2026Q1."
    )
    assert mixed(series[0], said(H1, MATTER, 44, matter=rows)) == []
    assert mixed(said(Q1, MATTER, ".", matter={"x": 6, "y": ">=5"}), series[1]) == []


def test_the_base_may_be_a_group_and_every_quarter_may_take_off_a_row() -> None:
    series = [
        said(Q1, MATTER, ".", matter={"x": 8}),
        said(Q2, MATTER, ".", matter={"y": 9}),
        said(H1, MATTER, 60, matter={"g": 20}),
    ]
    assert [(f.lowest, f.highest, f.columns) for f in mixed(*series)] == [(3, 3, ("matter",))]
    series[2] = said(H1, MATTER, 60, matter={"g": 22})
    assert mixed(*series) == []


def test_of_several_codes_per_case_one_row_per_quarter_is_taken_off() -> None:
    """Twenty in the half-year; nine had a in the first quarter and eight b in the second: three are left."""
    series = [said(Q1, KINDS, ".", kind={"a": 9}), said(Q2, KINDS, ".", kind={"b": 8}), said(H1, KINDS, 20)]
    assert (3, 3) in {(f.lowest, f.highest) for f in mixed(*series)}
    assert mixed(*series[:2], said(H1, KINDS, 22)) == []
    series = [said(Q1, KINDS, ".", kind={"a": 9}), said(H1, KINDS, 40, kind={"g": 11})]
    assert {(f.lowest, f.highest, f.columns) for f in mixed(*series)} == {(2, 2, ("kind",))}


def test_rows_of_different_fields_may_be_taken_off_different_quarters() -> None:
    series = [said(Q1, BOTH, ".", kind={"a": 9}), said(Q2, BOTH, ".", unit={"B": 8}), said(H1, BOTH, 20)]
    assert (3, 3) in {(f.lowest, f.highest) for f in mixed(*series)}
    assert audit([*series[:2], said(H1, BOTH, 22)]) == ()


def test_a_year_is_judged_by_its_halves_and_its_quarters_at_once() -> None:
    series = [
        said(Q1, MATTER, ".", matter={"z": 7}),
        said(H1, MATTER, ".", matter={"x": 12}),
        said(YEAR, MATTER, 60, matter={"w": 38}),
    ]
    assert [(f.lowest, f.highest) for f in mixed(*series)] == [(3, 3)]


@pytest.mark.parametrize(("number", "left"), [(24, [(1, 1)]), (28, [])])
def test_rows_of_a_sub_population_and_of_its_parent_are_taken_off_together(number: int, left: list[object]) -> None:
    """In the half-year 12 informal; in the first quarter 11 that took no step had reason r."""
    inside = {"r": 11, "s": ".", "t": "."}
    first = said(Q1, STEPS, ".")
    tables = [*first.tables[:2], table("reason", inside, where={"formality": "none"})]
    half = said(H1, STEPS, number, formality={"informal": 12})
    half = half.model_copy(update={"tables": half.tables[:2]})
    series = [first.model_copy(update={"tables": tuple(tables)}), half]
    assert sorted({(f.lowest, f.highest) for f in mixed(*series)}) == left
    own = [total(24), table("formality", {"none": ".", "informal": 12, "open": "."}), tables[2]]
    outside = [f for f in audit([release(H1, STEPS, own)]) if f.family == "outside"]
    assert [(f.lowest, f.highest, f.columns) for f in outside] == [(1, 1, ("formality", "reason"))]


def test_a_crossing_that_nothing_prints_is_found_where_the_fields_have_to_meet() -> None:
    """In each quarter all cases but one had a, and two came from B: somebody from B had a."""
    fields: dict[str, Dimension] = {"kind": multiple("a", "b", at_most=2), "unit": single("B", "C")}
    rows: dict[str, dict[object, str | int]] = {"kind": {"a": 3}, "unit": {"B": 2}}
    series = [said(period, fields, 4, **rows) for period in (Q1, Q2)]
    half = said(H1, fields, 8)
    found = {(str(f.period), f.codes, f.lowest, f.highest) for f in audit([*series, half]) if f.family == "crossed"}
    assert (H1, (("a",), ("B",)), 2, 4) in found
    assert (Q1, (("a",), ("B",)), 1, 2) in found


def test_a_ground_and_another_behaviour_are_asked_though_one_of_them_is_only_asked_of_a_few() -> None:
    """All nine had discrimination and bullying, three of them because of age: so three of bullying and age."""
    fields: dict[str, Dimension] = {
        "behaviour": multiple("discrimination", "bullying", "c", at_least=2, at_most=2),
        "ground": multiple("age", "faith", at_most=2),
    }
    rows = table("behaviour", {"discrimination": 9, "bullying": 9, "c": 0})
    inside = table("ground", {"age": 3, "faith": "."}, where={"behaviour": "discrimination"})
    found = audit([release(Q1, fields, [total(9), rows, inside])])
    crossed = {(f.codes, f.lowest, f.highest) for f in found if f.family == "crossed"}
    assert ((("bullying",), ("age",)), 3, 3) in crossed


def test_what_is_too_much_for_one_model_is_looked_at_in_halves(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three of four had a, three b; two came from B, two from C: every two of these meet, and nobody came from D."""
    fields: dict[str, Dimension] = {"kind": multiple("a", "b", "c", at_most=2), "unit": single("B", "C", "D")}
    series = [said(Q1, fields, 4, kind={"a": 3, "b": 3}, unit={"B": 2, "C": 2})]
    whole = audit(series)
    crossed = {(f.codes, f.lowest, f.highest) for f in whole if f.family == "crossed" and f.kind == "small"}
    assert crossed == {(((kind,), (unit,)), 1, 2) for kind in "ab" for unit in "BC"}
    monkeypatch.setattr("adviser_desk.signals.audit.MOST_UNKNOWNS", 14)
    assert audit(series) == whole
