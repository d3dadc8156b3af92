"""What an outsider found: exact rows of a sub-population taken off the total, and of a quarter off its half-year."""

from collections.abc import Mapping, Sequence

from invented_questions import of, released, said
from invented_releases import Case, multiple, single, table, total
from invented_releases import release as invented

from adviser_desk.models.release import Dimension
from adviser_desk.signals.audit import audit

Q1, Q2, H1 = "2026Q1", "2026Q2", "2026H1"
GROUNDS = {
    "behaviour": multiple("discrimination", "b", at_most=2),
    "ground_group": multiple("origin", "age", at_most=2),
}
STEPS = {
    "formality": single("none", "informal", "unknown"),
    "reason_no_step": single("enough", "fear", "unknown"),
}


def one(cases: Sequence[Case], fields: Mapping[str, Dimension]) -> dict[str, dict[str, object]]:
    (release,) = released([Q1], {Q1: cases}, fields)
    assert audit([release]) == ()
    return {name: dict(said(release, name)) for name in fields}


def test_all_but_those_of_one_ground_is_kept_back() -> None:
    """Fifteen cases, twelve of them about age: three are not."""
    cases = [
        *of(12, behaviour="discrimination", ground_group="age"),
        *of(1, behaviour="discrimination", ground_group="origin"),
        *of(2, behaviour="b", ground_group=""),
    ]
    assert not isinstance(one(cases, GROUNDS)["ground_group"]["age"], int)


def test_all_but_those_of_one_reason_is_kept_back() -> None:
    """Fourteen cases, twelve of them took no step because listening was enough: two did or had another reason."""
    cases = [
        *of(12, formality="none", reason_no_step="enough"),
        *of(1, formality="none", reason_no_step="fear"),
        *of(1, formality="informal", reason_no_step=""),
    ]
    assert not isinstance(one(cases, STEPS)["reason_no_step"]["enough"], int)


def test_the_audit_takes_exact_rows_of_a_sub_population_off_the_total() -> None:
    rows = {"discrimination": ">=5", "b": "<5"}
    inside = table("ground_group", {"age": 12, "origin": "<5"}, where={"behaviour": "discrimination"})
    told = invented(Q1, GROUNDS, [total(15), table("behaviour", rows), inside])
    found = [finding for finding in audit([told]) if finding.family == "outside"]
    assert [(finding.lowest, finding.highest, finding.codes) for finding in found] == [(3, 3, (("age",),))]


def test_exact_rows_of_a_quarter_and_of_its_half_year_leave_no_small_rest() -> None:
    """H1 has 41 cases, 27 of them w; in Q1 six were x and six y: two are left."""
    fields = {"matter": single("w", "x", "y", "z")}
    quarters = {
        Q1: [*of(10, matter="w"), *of(6, matter="x"), *of(6, matter="y"), *of(1, matter="z")],
        Q2: [*of(17, matter="w"), *of(1, matter="x")],
    }
    first, second, half = released([Q1, Q2, H1], quarters, fields)
    exact_half = {code for code, value in said(half, "matter").items() if isinstance(value, int)}
    exact_first = {code for code, value in said(first, "matter").items() if isinstance(value, int)}
    left = sum(
        len([case for case in quarters[quarter] if case["matter"][0] == code])
        for quarter in (Q1, Q2)
        for code in "wxyz"
        if code not in exact_half and not (quarter == Q1 and code in exact_first)
    )
    told = isinstance(said(half)["*"], int) and exact_half and exact_first - exact_half
    assert not told or left == 0 or left >= 5
    assert audit([first, second, half]) == ()
