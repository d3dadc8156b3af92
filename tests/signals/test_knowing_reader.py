"""A reader who has the program too finds no more: on tiny practices every data set is released and compared (G5)."""

import pytest
from invented_releases import multiple, single
from knowing_reader import Practice, read_by_one_who_knows

from adviser_desk.signals.profiles import TableSpec

THREE = ("2026Q1", "2026Q2", "2026H1")
PRACTICES = (
    Practice("three codes", {"f": single("a", "b", "c")}, ("2026Q1",), 2, most=9, least=9),
    Practice("a group", {"f": single("a", "b", "c", g=("a", "b"))}, ("2026Q1",), 3, most=7, least=5),
    Practice("several codes", {"f": multiple("a", "b", at_most=2, g=("a", "b"))}, ("2026Q1",), 2, most=6, least=6),
    Practice(
        "a crossing",
        {"f": single("a", "b"), "h": single("p", "q")},
        ("2026Q1",),
        2,
        most=6,
        least=6,
        crossed=(TableSpec(dimension="f", beside="h"),),
    ),
    Practice("totals over time", {}, THREE, 3, most=5),
    Practice("two codes over time", {"f": single("a", "b")}, THREE, 2, most=2),
)


@pytest.mark.parametrize("practice", PRACTICES, ids=lambda practice: practice.name)
def test_a_reader_who_knows_the_program_finds_no_more(practice: Practice) -> None:
    result = read_by_one_who_knows(practice)
    assert result.leaks == []
    assert result.data_sets > result.files > result.open_ended
    assert result.numbers > 10
