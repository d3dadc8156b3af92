"""What a reader can work out, from the ways in which the usual rules leak to releases that lead to nobody."""

import random
import threading
import time
from collections.abc import Sequence
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_releases import (
    blank_but_zero,
    blank_small,
    classes_only,
    multiple,
    publish,
    release,
    single,
    table,
    total,
)

from adviser_desk.i18n import words
from adviser_desk.models.release import Dimension, KnownTotal, Release
from adviser_desk.signals.audit import AuditStopped, audit
from adviser_desk.signals.audit_finding import Finding
from adviser_desk.signals.audit_words import sentence

UNITS = {"unit": single("A", "B")}
MATTER = {"matter": single("w", "x", "y", "z")}
KINDS = {"kind": multiple("a", "b", "c", g=("a", "b"))}


def told(*releases: Release) -> set[tuple[str, str, tuple[str, ...], str, int, int | None]]:
    """The findings as (period, table, codes, kind, lowest, highest); rows taken together joined by a plus."""
    return {
        (
            "+".join(map(str, finding.quarters)) or str(finding.period),
            finding.table,
            tuple("+".join(codes) + (f"-{finding.without}" if finding.without else "") for codes in finding.codes),
            finding.kind,
            finding.lowest,
            finding.highest,
        )
        for finding in audit(releases)
    }


def quarter(said: dict[object, str | int], number: int | str, *, period: str = "2026Q1", serial: int = 1) -> Release:
    return release(period, MATTER, [total(number), table("matter", said)], serial=serial)


def test_printed_zeros_turn_a_blank_into_somebody() -> None:
    tables = publish([{"unit": ("A",)}] * 6, {"unit": single("A", "B", "C")}, ["unit"], blank_but_zero(5))
    found = told(release("2026Q1", {"unit": single("A", "B", "C")}, tables))
    assert ("2026Q1", "unit", ("B",), "nobody", 0, 0) in found
    zero = {"unit": single("A", "B", "C")}
    rows = {"A": 9, "B": "<5", "C": 0}
    assert ("2026Q1", "unit", ("B",), "small", 3, 3) in told(release("2026Q1", zero, [total(12), table("unit", rows)]))


def test_two_small_units_under_a_printed_total_are_both_four() -> None:
    found = told(release("2026Q1", UNITS, [total(8), table("unit", {"A": "<5", "B": "<5"})]))
    assert {("2026Q1", "unit", ("A",), "small", 4, 4), ("2026Q1", "unit", ("B",), "small", 4, 4)} <= found


def test_classes_of_two_quarters_and_the_half_year_give_away_a_quarter() -> None:
    rows = [("2026Q1", "<5"), ("2026Q2", "<5"), ("2026H1", ">=5")]
    series = [quarter({"x": said}, ".", period=p, serial=n) for n, (p, said) in enumerate(rows, start=1)]
    found = told(*series)
    assert ("2026Q1", "matter", ("x",), "small", 1, 4) in found
    assert ("2026Q2", "matter", ("x",), "small", 1, 4) in found
    assert told(*series[:2]) == set()


def test_a_period_printed_again_gives_away_what_came_in_late() -> None:
    found = audit([quarter({}, 12), quarter({}, 14, serial=2)])
    late = [finding for finding in found if finding.late]
    assert [(f.kind, f.lowest, f.highest, str(f.period)) for f in late] == [("small", 2, 2, "2026Q1")]
    assert "nagekomen" in sentence(late[0], no_labels, words("nl"))
    assert told(quarter({}, 12), quarter({}, 19, serial=2)) == set()
    assert told(quarter({"x": "<5"}, 12), quarter({"x": "<5"}, 12, serial=2)) == set()


def test_a_period_that_loses_cases_contradicts_itself() -> None:
    assert {kind for _, _, _, kind, _, _ in told(quarter({}, 14), quarter({}, 12, serial=2))} == {"contradiction"}


def test_a_rule_that_looks_at_the_residual_is_seen_through_it() -> None:
    nobody = told(quarter({"w": 9, "x": 6, "y": "<5", "z": "<5"}, 15))
    somebody = told(quarter({"w": 9, "x": 6, "y": "<5", "z": "<5"}, 18))
    assert ("2026Q1", "matter", ("y+z",), "nobody", 0, 0) in nobody
    assert ("2026Q1", "matter", ("y+z",), "small", 3, 3) in somebody


def test_small_cells_together_are_judged_apart_from_withheld_large_ones() -> None:
    fields = {"matter": single("v", "w", "x", "y", "z")}
    tables = [total(9), table("matter", {"v": "<5", "w": "<5", "x": ">=5", "y": 0, "z": 0})]
    assert ("2026Q1", "matter", ("v+w",), "small", 1, 4) not in told(release("2026Q1", fields, tables))
    fields["other"] = single("p", "q")
    tables += [table("matter x other", {("x", "p"): 5, ("x", "q"): "."})]
    tables += [table("other", {"p": 9, "q": "."})]
    assert ("2026Q1", "matter", ("v+w",), "small", 4, 4) in told(release("2026Q1", fields, tables))


def test_a_group_gives_away_who_has_only_its_other_codes() -> None:
    tables = [total(40), table("kind", {"a": 11, "b": "<5", "c": ".", "g": 12})]
    assert ("2026Q1", "kind", ("g-a",), "small", 1, 1) in told(release("2026Q1", KINDS, tables))
    assert ("2026Q1", "kind", ("b",), "small", 1, 4) in told(release("2026Q1", KINDS, tables))


def test_at_least_one_code_per_case_is_an_equation() -> None:
    tables = [total(12), table("kind", {"a": 9, "b": "<5", "c": "<5"})]
    one = {"kind": multiple("a", "b", "c", at_least=1, at_most=3)}
    assert ("2026Q1", "kind", ("b+c",), "small", 3, 8) not in told(release("2026Q1", one, tables))
    alone = {"kind": multiple("a", "b", "c", at_least=1, at_most=1)}
    assert ("2026Q1", "kind", ("b+c",), "small", 3, 3) in told(release("2026Q1", alone, tables))
    assert told(release("2026Q1", KINDS, [total(14), *tables[1:]])) == set()


def test_all_but_those_with_one_code_is_a_number_too() -> None:
    """Nine of twelve have the first code: three have not, with another code or with none."""
    tables = [total(12), table("kind", {"a": 9, "b": "<5", "c": "<5"})]
    assert told(release("2026Q1", KINDS, tables)) == {("2026Q1", "kind", ("*-a",), "small", 3, 3)}


def test_year_minus_quarters_and_sums_that_nobody_published() -> None:
    quarters = [quarter({"x": said}, 30, period=f"2026Q{n}", serial=n) for n, said in enumerate((9, ".", 8, "."), 1)]
    year = quarter({"x": 20}, 120, period="2026", serial=5)
    assert ("2026Q2+2026Q4", "matter", ("x",), "small", 3, 3) in told(*quarters, year)
    assert told(*quarters) == set()
    fine = quarter({"x": 22}, 120, period="2026", serial=5)
    assert told(*quarters, fine) == set()


def test_half_years_next_to_quarters() -> None:
    parts = [quarter({"x": 7}, 20, period="2026Q1"), quarter({"x": 9}, 40, period="2026H1", serial=3)]
    assert ("2026Q2", "matter", ("x",), "small", 2, 2) in told(*parts)
    parts = [quarter({"x": 9}, 40, period="2026H1"), quarter({"x": 10}, 90, period="2026", serial=3)]
    assert ("2026Q3+2026Q4", "matter", ("x",), "small", 1, 1) in told(*parts)


def test_an_unprinted_crossing_that_the_printed_ones_force() -> None:
    fields = {"p": single("a", "b"), "q": single("c", "d", "e")}
    rows: dict[object, str | int] = {("*", "d"): 7, ("a", "d"): ">=5", ("b", "*"): ".", ("b", "c"): "."}
    found = told(release("2026Q1", fields, [total(20), table("p x q", rows)]))
    assert found == set()
    rows[("a", "d")] = 7
    found = told(release("2026Q1", fields, [total(20), table("p x q", rows)]))
    assert found == {("2026Q1", "p x q", ("b", "d"), "nobody", 0, 0)}


def test_that_all_of_a_group_or_all_but_one_have_a_code_is_found() -> None:
    fields = {"p": single("a", "b", "c")}
    of_six = release("2026Q1", fields, [total(6), table("p", {"a": ">=5", "b": "<5", "c": "<5"})])
    (found,) = audit([of_six])
    assert (found.kind, found.without, found.highest) == ("group", "a", 1)
    said = sentence(found, lambda field, code: code.upper(), words("nl"))
    assert (
        said == "Een lezer kan uitrekenen dat alle casussen, of alle op één na, op één regel staan: 2026Q1, tabel p, A."
    )
    of_seven = release("2026Q1", fields, [total(7), table("p", {"a": ">=5", "b": "<5", "c": "<5"})])
    assert audit([of_seven]) == ()
    # Who is known to be of a group of codes is known to have the one code of it, all but perhaps one.
    grouped = {"p": single("a", "b", "c", g=("a", "b"))}
    inside = release("2026Q1", grouped, [total(20), table("p", {"a": ">=5", "b": ".", "c": ".", "g": 6})])
    assert [(one.codes, one.without) for one in audit([inside])] == [((("g",),), "a")]
    # A list of one code says nothing of anybody.
    assert audit([release("2026Q1", {"p": single("a")}, [total(6), table("p", {"a": 6})])]) == ()
    # Of six cases of one kind five or all are of one unit.
    units = {"kind": single("x", "y"), "unit": single("n", "m")}
    rows: dict[object, str | int] = {("x", "*"): 6, ("x", "n"): ">=5", ("y", "*"): ".", ("y", "n"): "."}
    both = release("2026Q1", units, [total(40), table("kind x unit", rows)])
    assert [(one.kind, one.without) for one in audit([both]) if one.kind == "group"] == [("group", "n")]


def test_that_whoever_is_in_a_small_number_is_not_alone_there_is_found() -> None:
    """Each case has two of three codes: with as many of b as of c, those of a come in pairs."""
    pairs = {"p": multiple("a", "b", "c", at_least=2, at_most=2)}
    in_pairs = release("2026Q1", pairs, [total("."), table("p", {"a": "<5", "b": 8, "c": 8})])
    (found,) = audit([in_pairs])
    assert (found.kind, found.codes, found.highest) == ("insider", (("a",),), 4)
    said = sentence(found, lambda field, code: code.upper(), words("nl"))
    assert said == "Wie weet dat de eigen casus meetelt, kan uitrekenen dat er nog een casus is: 2026Q1, tabel p, A."
    one_more = release("2026Q1", pairs, [total("."), table("p", {"a": "<5", "b": 8, "c": 9})])
    assert {one.kind for one in audit([one_more])} == {"small"}


def test_a_sub_population_belongs_to_the_cell_it_is_named_after() -> None:
    fields = {"kind": multiple("a", "b"), "ground": multiple("s", "t", at_least=1, at_most=1)}
    inside = table("ground", {"s": 6, "t": "<5"}, where={"kind": "a"})
    tables = [total(20), table("kind", {"a": 8, "b": "."}), inside]
    assert ("2026Q1", inside.id, ("t",), "small", 2, 2) in told(release("2026Q1", fields, tables))
    open_tables = [total(20), table("kind", {"a": ">=5", "b": "."}), inside]
    assert told(release("2026Q1", fields, open_tables)) == set()


def test_exact_small_numbers_are_found_as_they_stand() -> None:
    found = told(quarter({"x": 3, "y": 0}, 20))
    assert ("2026Q1", "matter", ("x",), "small", 3, 3) in found
    assert ("2026Q1", "matter", ("y",), "nobody", 0, 0) in found
    assert told(quarter({}, 3)) == {("2026Q1", "total", (), "small", 3, 3)}


def test_a_known_total_is_no_finding_but_what_follows_from_it_is() -> None:
    known = [KnownTotal(at={"unit": "A"}, value=10)]
    tables = [total(12), table("unit", {"A": ".", "B": "."})]
    assert told(release("2026Q1", UNITS, tables)) == set()
    assert ("2026Q1", "unit", ("B",), "small", 2, 2) in told(release("2026Q1", UNITS, tables, known=known))
    assert told(release("2026Q1", UNITS, [total(12)], known=known)) == {("2026Q1", "unit", ("*-A",), "small", 2, 2)}
    few = [KnownTotal(at={"unit": "A"}, value=3)]
    assert told(release("2026Q1", UNITS, [total(12), table("unit", {"A": "."})], known=few)) == set()


def test_the_number_of_all_cases_is_asked_even_where_no_total_is_printed() -> None:
    known = [KnownTotal(at={"unit": "A"}, value=2), KnownTotal(at={"unit": "B"}, value=1)]
    assert told(release("2026Q1", UNITS, [], known=known)) == {("2026Q1", "", (), "small", 3, 3)}


def test_each_release_is_judged_by_its_own_threshold_and_a_difference_by_the_strictest() -> None:
    first = release("2026Q1", MATTER, [total(40), table("matter", {"x": 4})], threshold=3)
    half = release("2026H1", MATTER, [total(90), table("matter", {"x": 12})], threshold=10, serial=2)
    assert told(first) == set()
    assert told(first, half) == {("2026Q2", "matter", ("x",), "small", 8, 8)}


def test_a_theme_says_that_enough_cases_have_it() -> None:
    fields = MATTER | {"theme": multiple("t", "u", at_most=2)}
    tables = [total("."), table("matter", {"w": "<5", "x": "<5", "y": "<5", "z": "<5"})]
    assert told(release("2026Q1", fields, tables)) == set()
    tables = [total("."), table("matter", {"w": "<5", "x": 0, "y": 0, "z": 0})]
    assert {kind for _, _, _, kind, _, _ in told(release("2026Q1", fields, tables, themes=["t"]))} == {"contradiction"}


def test_statements_that_cannot_all_be_true_are_a_contradiction() -> None:
    assert {kind for *_, kind, _, _ in told(quarter({"w": 9, "x": 9}, 12))} == {"contradiction"}
    series = [quarter({}, 30), quarter({}, 30, period="2026Q2", serial=2), quarter({}, 50, period="2026H1", serial=3)]
    assert {kind for *_, kind, _, _ in told(*series)} == {"contradiction"}


def test_a_changed_code_list_in_two_files_that_speak_of_the_same_cases_is_told() -> None:
    other = {"matter": single("w", "x")}
    half = release("2026H1", other, [total(30), table("matter", {"w": 20, "x": 10})], serial=2)
    first = quarter({"w": 6, "x": 6, "y": "<5", "z": "<5"}, 12)
    assert [(finding.kind, finding.table) for finding in audit([first, half])] == [("lists", "matter")]
    silent = release("2026H1", other, [total(30), table("matter", {"*": 30, "w": ".", "x": "."})], serial=2)
    assert "lists" not in {finding.kind for finding in audit([first, silent])}
    later = release("2027Q1", other, [total(30)], serial=2)
    assert audit([quarter({}, 12), later]) == ()


def test_versions_of_a_list_stand_apart_where_they_speak_of_different_quarters() -> None:
    """Each is attacked as before, under its own name; an unknown total would tie them to each other."""
    other = {"matter": single("w", "x")}
    year = release("2026", other, [total(80), table("matter", {"*": 80, "w": ".", "x": "."})], serial=3)

    def third(said: dict[object, str | int], number: int | str) -> Release:
        return release("2026Q3", other, [total(number), table("matter", said)], serial=2)

    first = quarter({"w": 6, "x": 6, "y": ".", "z": "."}, 30)
    assert told(first, third({"w": ".", "x": "."}, 10), year) == set()
    leak = told(first, third({"w": 8, "x": "."}, 10), year)
    assert ("2026Q3", "matter", ("x",), "small", 2, 2) in leak
    assert {kind for *_, kind, _, _ in told(first, third({"w": ">=5", "x": "."}, "."), year)} == {"lists"}


@pytest.mark.parametrize("codes", [4, 14, 24, 30])
def test_what_is_too_large_to_look_through_is_never_called_safe(codes: int) -> None:
    names = [f"c{n}" for n in range(codes)]
    fields = {"kind": multiple(*names, at_most=4), "unit": single(*"ABCDEFGHIJ")}
    crossed = table("kind x unit", {(name, unit): "." for name in names for unit in "ABCDEFGHIJ"})
    found = {finding.kind for finding in audit([release("2026Q1", fields, [total(50), crossed])])}
    assert found == (set() if codes == 4 else {"undecided"})


SAFE = {"w": 9, "x": ".", "y": ".", "z": "."}


def test_releases_that_lead_to_nobody_pass() -> None:
    assert audit([]) == ()
    assert audit([quarter({}, ".")]) == ()
    assert audit([quarter({"w": ".", "x": ".", "y": ".", "z": "."}, "<5")]) == ()
    assert audit([quarter(SAFE, 30)]) == ()
    assert audit([quarter({"w": ">=5", "x": "<5", "y": "<5", "z": "."}, 30)]) == ()
    year = [quarter(SAFE, 30, period=f"2026Q{n}", serial=n) for n in range(1, 5)]
    assert audit([*year, quarter({"w": 36, "x": ".", "y": ".", "z": "."}, 120, period="2026", serial=5)]) == ()


def test_the_order_of_the_files_and_a_file_given_twice_change_nothing() -> None:
    series = [quarter({"x": 7}, 20), quarter({"x": "<5"}, 20, period="2026Q2", serial=2)]
    series.append(quarter({"x": 9}, 40, period="2026H1", serial=3))
    first = audit(series)
    assert first
    for order in permutations(series):
        assert audit([*order, order[0]]) == first


def invented(count: int, fields: dict[str, Dimension], seed: int) -> list[dict[str, tuple[str, ...]]]:
    chance = random.Random(seed)
    return [
        {
            name: tuple(chance.sample(field.codes, chance.randint(field.at_least, field.at_most)))
            for name, field in fields.items()
        }
        for _ in range(count)
    ]


@pytest.mark.slow
def test_a_year_of_a_large_register_takes_seconds() -> None:
    fields: dict[str, Dimension] = {
        f"field{n}": single(*"abcdefgh", u=tuple("abc"), v=tuple("defg")) for n in range(11)
    }
    fields["kind"] = multiple(*"abcdefghi", g=tuple("efg"))
    quarters = [invented(120, fields, seed) for seed in range(4)]
    year = [case for cases in quarters for case in cases]
    parts = [*((f"2026Q{n}", cases) for n, cases in enumerate(quarters, 1)), ("2026", year)]
    series = [
        release(period, fields, publish(cases, fields, ["", *fields], blank_small(5)), serial=serial)
        for serial, (period, cases) in enumerate(parts, 1)
    ]
    started = time.process_time()
    audit(series)
    assert time.process_time() - started < 30


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 40), st.integers(0, 40))
def test_what_is_proven_is_true_of_the_real_cases(seed: int, one: int, other: int) -> None:
    fields = {"kind": multiple("a", "b", "c", g=("a", "b")), "unit": single("A", "B", "C")}
    first, second = invented(one, fields, seed), invented(other, fields, seed + 1)
    names = ["", "kind", "unit", "kind x unit"]
    say = blank_small(5) if seed % 2 else classes_only(5)
    series = [
        release(period, fields, publish(cases, fields, names, say), serial=serial)
        for serial, (period, cases) in enumerate((("2026Q1", first), ("2026Q2", second), ("2026H1", first + second)), 1)
    ]
    for finding in audit(series):
        assert finding.kind in {"small", "nobody", "group"}
        quarters = set(map(str, finding.quarters or finding.period.quarters))
        parts = [(name, cases) for name, cases in (("2026Q1", first), ("2026Q2", second)) if name in quarters]
        count = sum(counted(case, finding, fields, name) for name, cases in parts for case in cases)
        assert finding.highest is not None
        assert count <= finding.highest < (2 if finding.kind == "group" else 5)
        assert finding.kind == "group" or finding.lowest <= count


def counted(case: dict[str, tuple[str, ...]], finding: Finding, fields: dict[str, Dimension], quarter_: str) -> bool:
    """Whether a case of a quarter is one of those a finding is about."""

    def inside(columns: Sequence[str], codes: Sequence[tuple[str, ...]]) -> bool:
        pairs = [(field, code) for field, code in zip(columns, codes, strict=True) if code != ("*",)]
        return all(
            {base for code in some for base in fields[field].groups.get(code, (code,))} & set(case[field])
            for field, some in pairs
        )

    for taken in finding.taken:
        rows = [(code,) for code in taken.codes]
        everywhere = finding.family == "outside"
        if (everywhere or quarter_ in map(str, taken.period.quarters)) and inside(taken.columns, rows):
            return False
    has_it = finding.without is not None and inside((finding.without_field,), ((finding.without,),))
    return inside(finding.columns, finding.codes) and not has_it


def test_the_sentence_names_period_table_and_rows_in_plain_words() -> None:
    labels = {"x": "Pesten", "y": "Bedreiging"}
    found = audit([quarter({"w": 9, "x": "<5", "y": "<5", "z": "."}, 12)])
    said = {sentence(finding, lambda field, code: labels[code], words("nl")) for finding in found}
    assert (
        "Een lezer kan uitrekenen dat het om precies 3 gaat: 2026Q1, tabel Onderwerp, Pesten + Bedreiging + z samen."
        in said
    )
    group = audit([release("2026Q1", KINDS, [total(40), table("kind", {"a": 11, "b": ".", "c": ".", "g": 12})])])
    said = {sentence(finding, no_labels, words("nl")) for finding in group}
    assert "Een lezer kan uitrekenen dat het om precies 1 gaat: 2026Q1, tabel kind, g, zonder a." in said
    for kind in ("small", "nobody", "contradiction", "undecided", "lists"):
        finding = Finding(kind=kind, period=quarter({}, 9).period, threshold=5, lowest=1, highest=4)
        assert "2026Q1" in sentence(finding, no_labels, words("nl"))


def no_labels(field: str, code: str) -> str:
    raise KeyError(code)


def test_it_can_be_stopped_and_tells_how_far_it_is() -> None:
    leaky = quarter({"w": 9, "x": "<5", "y": "<5", "z": "."}, 12)
    steps: list[tuple[str, int, int]] = []
    audit([leaky], progress=lambda name, done, of: steps.append((name, done, of)))
    assert steps
    assert all(0 <= done < of for _, done, of in steps)
    stop = threading.Event()
    stop.set()
    with pytest.raises(AuditStopped):
        audit([leaky], stop=stop)


class After(threading.Event):
    """Set once it was looked at so often."""

    def __init__(self, looks: int) -> None:
        super().__init__()
        self.looks = looks

    def is_set(self) -> bool:
        self.looks -= 1
        return self.looks < 0


def test_it_looks_whether_to_stop_from_the_first_step_to_the_last() -> None:
    """Before a model is made, with each number that is asked of it, and while crossings are mixed."""
    one = quarter({"w": 9, "x": ">=5", "y": ">=5", "z": "."}, 30)
    fields = {**MATTER, "unit": single("A", "B", "C")}
    both = release("2026Q1", fields, [*one.tables, table("unit", {"A": ">=5", "B": "<5", "C": "."})])
    whole = After(10**9)
    audit([both], stop=whole)
    looks = 10**9 - whole.looks
    for number in (0, 1, looks // 2, looks - 1):
        with pytest.raises(AuditStopped):
            audit([both], stop=After(number))
