"""What a reader cannot rule out, one number at a time: the steps that the protection is made of."""

from collections.abc import Sequence

import numpy as np
import pytest
from invented_releases import multiple, single

from adviser_desk.models.period import Period
from adviser_desk.signals.integer_model import NO_LIMIT, IntegerModel
from adviser_desk.signals.possible import Possible
from adviser_desk.signals.refusals import rule
from adviser_desk.signals.space import CountSpace
from adviser_desk.signals.statements import Said
from adviser_desk.signals.totals import Totals, rows_of

Q1 = Period("2026Q1")
TOTAL = ("2026Q1", "", "*")
SPACE = CountSpace({"matter": single("w", "x", "y")}, [Q1])


def cell(code: str) -> tuple[str, str, str]:
    return ("2026Q1", "matter", code)


@pytest.mark.parametrize(("number", "fine"), [(12, False), (11, False), (9, False), (8, False), (7, True)])
def test_what_is_left_of_a_line_is_protected_though_each_of_its_cells_is_open(number: int, fine: bool) -> None:
    """Nine of twelve: each of the two others may be none or some, but together they are three."""
    possible = Possible(SPACE, 5)
    possible.say({TOTAL: 12})
    assert possible.safe({cell("w"): number}) == fine


@pytest.mark.parametrize(("number", "fine"), [(8, True), (9, False), (12, False), (13, False)])
def test_small_cells_that_have_to_hold_the_whole_total_are_given_away(number: int, fine: bool) -> None:
    possible = Possible(SPACE, 5)
    possible.say({TOTAL: number})
    assert possible.safe({cell("w"): "<5", cell("x"): "<5", cell("y"): "<5"}) == fine


def test_a_statement_may_not_rule_out_a_total_that_has_to_stay_possible() -> None:
    def proves(beside: Sequence[int]) -> bool:
        possible = Possible(
            SPACE, 5, under=rows_of(SPACE, [20]), beside=[rows_of(SPACE, [total]) for total in beside]
        )  # fmt: skip
        return possible.safe({cell("w"): ">=5"})

    assert proves([])
    assert proves([9])
    assert not proves([9, 0])


def test_who_is_in_a_small_number_must_be_able_to_be_the_only_one() -> None:
    possible = Possible(SPACE, 5)
    possible.say({TOTAL: 30, cell("w"): "<5"})
    whole = possible.number(cell("w"))
    assert possible.safe({}, [(whole - possible.number(cell("x")), 0, 0)])
    assert not possible.safe({}, [(whole - 2 * possible.number(cell("x")), 0, 0)])


def totals(said: Said) -> Totals:
    found = Totals(CountSpace({}, [Q1]), 5)
    found.say({TOTAL: said})
    return found


def test_a_few_totals_stand_for_all_that_leave_nobody_and_somebody_open() -> None:
    assert totals("<5").stand_ins(lambda total: True, {}, ()) == [(4,), (1,), (0,)]
    assert totals("<5").stand_ins(lambda total: total[0] < 3, {}, ()) == [(2,), (1,), (0,)]
    assert totals("<5").stand_ins(lambda total: total[0] > 0, {}, ()) is None
    assert totals("<5").stand_ins(lambda total: total[0] != 1, {}, ()) is None
    assert totals(12).stand_ins(lambda total: True, {}, ()) == [(12,)]
    assert totals(12).stand_ins(lambda total: False, {}, ()) is None


def test_what_agrees_is_told_from_what_is_ruled_out() -> None:
    possible = Possible(SPACE, 5)
    possible.say({TOTAL: 12, cell("w"): 8})
    assert possible.ruled_out({cell("x"): ">=5"})
    assert possible.agrees({cell("x"): "<5"})
    assert possible.reach(possible.number(cell("x")), {}) == (0, 4)
    assert possible.reach(possible.number(cell("x")), {cell("y"): ">=5"}) is None


@pytest.mark.parametrize(("number", "fine"), [(27, False), (30, False), (20, True)])
def test_what_exact_rows_of_a_quarter_and_of_its_half_year_leave_is_protected(number: int, fine: bool) -> None:
    """41 in the half-year; in its first quarter six were x and six y: with 27 of w, two are in no such row."""
    half = Period("2026H1")
    possible = Possible(CountSpace({"matter": single("w", "x", "y", "z")}, [Q1, half]), 5)
    possible.say({(str(half), "", "*"): 41, cell("x"): 6, cell("y"): 6})
    assert possible.safe({(str(half), "matter", "w"): number}) == fine


def test_what_was_only_asked_about_holds_no_longer() -> None:
    model, one = IntegerModel(1), np.array([1])
    model.add([(one, 2, 9)])
    for low, high, most in ((0, 4, 4), (3, NO_LIMIT, 9), (0, 1, None), (0, NO_LIMIT, 9)):
        found = model.find(one, [(one, low, high)])
        assert (None if found is None else int(found[0])) == most
    assert model.find(one, worth=10) is None
    assert model.find(-one, worth=-1) is None
    assert model.keeps(np.array([[1], [2], [9], [10]])).tolist() == [False, True, True, False]


def test_codes_dealt_out_evenly_within_a_group_fit_where_any_do() -> None:
    """Four cases have six codes: two have one and two have two, wherever fractions of cases said otherwise."""
    space = CountSpace({"f": multiple("a", "b", "c", at_most=2, g=("a", "b"))}, [Q1])
    model = IntegerModel(space.columns)
    model.add(space.rules())
    for cases, a, b, c, fits in ((4, 3, 3, 4, True), (4, 4, 4, 2, True), (4, 4, 4, 3, False), (4, 2, 1, 0, False)):
        counts = {("2026Q1", "", "*"): 6, ("2026Q1", "f", "g"): cases}
        counts |= {("2026Q1", "f", code): number for code, number in (("a", a), ("b", b), ("c", c))}
        data = np.zeros(space.columns, dtype=np.int64)
        for row, value, _ in space.data(counts):
            data += row * value
        assert bool(model.keeps(space.mended(data)[None, :])[0]) == fits
        assert (model.find(data * 0, space.data(counts)) is not None) == fits


@pytest.mark.parametrize("said", [{}, {"w": 6}, {"w": "<5"}, {"w": ">=5", "y": "<5"}])
@pytest.mark.parametrize("number", [9, 14, 23, 40])
def test_values_that_are_skipped_would_give_the_same_away(
    number: int, said: dict[str, Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked() -> Possible:
        possible = Possible(SPACE, 5)
        possible.say({TOTAL: number} | {cell(code): value for code, value in said.items()})
        return possible

    fast = rule(asked(), cell("x"))
    monkeypatch.setattr(Possible, "not_ruled_out", lambda possible, row, values: values)
    slow = rule(asked(), cell("x"))
    assert fast.told == slow.told
    assert [row[1:] for row in fast.kept_back] == [row[1:] for row in slow.kept_back]
