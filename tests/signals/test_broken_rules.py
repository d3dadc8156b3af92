"""Break a rule of the protection and somebody can be found: by the audit, or by who lists all data sets.

The smallest practice known for each rule. `python -m benchmarks.bench_broken_rules` runs all tests against each.
"""

from collections.abc import Mapping, Sequence

import pytest
from broken_rules import BREAKS
from invented_questions import of, released
from invented_releases import Case, multiple, single
from knowing_reader import Practice, read_by_one_who_knows

from adviser_desk.models.release import Dimension, Release
from adviser_desk.signals.audit import audit

Q1, Q2, H1 = "2026Q1", "2026Q2", "2026H1"
Shown = tuple[Mapping[str, Dimension], tuple[str, ...], Mapping[str, Sequence[Case]], int]

TWO, THREE = {"f": single("a", "b")}, {"f": single("a", "b", "c")}
GROUNDS = {
    "behaviour": multiple("discrimination", "b", at_most=2),
    "ground_group": multiple("x", "y", at_most=2),
}


def f(**numbers: int) -> list[Case]:
    """So many cases of each code; `ab` are cases with both."""
    return [case for codes, number in numbers.items() for case in of(number, f=" ".join(codes.strip("_")))]


def cases(number: int) -> list[Case]:
    """So many cases of which nothing is told but their number."""
    return [{}] * number


AUDITED: Mapping[str, Shown] = {
    "a class that is refused is not printed": (TWO, (Q1,), {Q1: f(a=1, b=1)}, 2),
    "a number that is told is safe": (TWO, (Q1,), {Q1: f(b=5)}, 3),
    "earlier releases are known to the reader": ({}, (Q1, H1), {Q1: cases(4), Q2: cases(1)}, 3),
    "what is left of a line without its exact cells is protected": (THREE, (Q1,), {Q1: f(a=5, c=3)}, 4),
    "the small cells of a line together are protected": (
        THREE,
        (Q1, H1),
        {Q1: f(a=6, b=1, c=1), Q2: f(a=1, b=10, c=10)},
        5,
    ),
    "differences and sums of periods are protected": ({}, (Q1, H1), {Q1: cases(4), Q2: cases(1)}, 3),
    "sums of periods that nobody released are protected": (
        {},
        (Q1, Q2, "2026H2", "2026"),
        {Q2: cases(1), "2026Q3": cases(10)},
        3,
    ),
    "all cases but those of a sub-population's row are protected": (
        GROUNDS,
        (Q1,),
        {
            Q1: [
                *of(12, behaviour="discrimination", ground_group="x"),
                *of(1, behaviour="discrimination", ground_group="y"),
                *of(2, behaviour="b", ground_group=""),
            ]
        },
        5,
    ),
    "a sub-population adds up to the cell it divides": (
        {"formality": single("none", "formal"), "reason_no_step": single("r", "s")},
        (Q1,),
        {
            Q1: [
                *of(3, formality="none", reason_no_step="r"),
                *of(3, formality="none", reason_no_step="s"),
                *of(9, formality="formal", reason_no_step=""),
            ]
        },
        4,
    ),
    "an exact group and an exact code outside it are one line": (
        {"f": single("p", "q", "r", "s", "t", i=("p", "q"), o=("r", "s"))},
        (Q1,),
        {Q1: f(p=10, q=3, r=5, s=1, t=2)},
        4,
    ),
    "all cases without one code of several are protected": ({"f": multiple("a", "b")}, (Q1,), {Q1: f(a=4, b=1)}, 2),
    "a case has no more codes than its field allows": (
        {"f": multiple("a", "b", "c", at_most=1)},
        (Q1,),
        {Q1: f(a=3, b=4)},
        2,
    ),
    "a group counts nobody but the cases of its codes": (
        {"f": multiple("a", "b", g=("a", "b"))},
        (Q1,),
        {Q1: f(a=2, b=2, _=9)},
        3,
    ),
    "the threshold is that of the policy": (TWO, (Q1,), {Q1: f(a=3, b=3)}, 4),
    "of no group all, or all but one, may be known to have one code": (TWO, (Q1,), {Q1: f(a=6)}, 5),
    "of no group of codes all, or all but one, may be known to have one of them": (
        {"f": single("a", "b", "c", "d", g=("a", "b"))},
        (Q1,),
        {Q1: f(a=5, b=1, c=9)},
        5,
    ),
    "releases that share a quarter through others count together": (
        {},
        (Q1, "2026", Q2),
        {Q1: cases(3), Q2: cases(4), "2026Q3": cases(1)},
        3,
    ),
}

KNOWN: Mapping[str, Practice] = {
    "a class is printed only if both would be safe": Practice("two codes", TWO, (Q1,), 3, most=3, least=3),
    "a number is told by a rule that does not look at it": Practice("three codes", THREE, (Q1,), 2, most=5, least=5),
    "what a refusal of a number tells is counted as printed": Practice("three codes", THREE, (Q1,), 2, most=6, least=6),
}


def released_in(shown: Shown) -> list[Release]:
    fields, periods, quarters, threshold = shown
    return released(periods, quarters, fields, threshold=threshold)


@pytest.mark.parametrize("rule", AUDITED)
def test_a_rule_is_missed_by_the_audit(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert audit(released_in(AUDITED[rule])) == ()
    BREAKS[rule](monkeypatch)
    assert audit(released_in(AUDITED[rule])) != ()


@pytest.mark.parametrize("rule", KNOWN)
def test_a_rule_is_missed_by_who_knows_the_program(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_by_one_who_knows(KNOWN[rule]).leaks == []
    BREAKS[rule](monkeypatch)
    assert read_by_one_who_knows(KNOWN[rule]).leaks != []
