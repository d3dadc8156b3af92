"""Why a number is withheld: each subtraction that is told of comes out, with the real counts."""

from collections.abc import Mapping

from adviser_desk.models.release import Dimension
from adviser_desk.signals.reasons import Reason, reason
from adviser_desk.signals.statements import Said

Q1, Q2, HALF = "2026Q1", "2026Q2", "2026H1"
FIELDS = {
    "other_party": Dimension(
        codes=("peer", "manager", "citizen", "unknown"), multiple=False, at_least=1, at_most=1,
        groups={"internal": ("peer", "manager")},
    ),
    "behaviour": Dimension(codes=("bullying", "threat"), multiple=True, at_least=0, at_most=2),
}  # fmt: skip
COUNTS = {"peer": 9, "manager": 7, "internal": 16, "citizen": 6, "unknown": 2}


def why(code: str, said: Mapping[str, Said], field: str = "other_party", total: Said = 24) -> Reason | None:
    """The reason for one cell of a quarter of 24 cases."""
    counts = {(Q1, "other_party", name): number for name, number in COUNTS.items()}
    counts |= {(Q1, "behaviour", "bullying"): 22, (Q1, "behaviour", "threat"): 12, (Q1, "", "*"): 24}
    places = {(Q1, field, name): statement for name, statement in said.items()}
    return reason((Q1, field, code), counts, {**places, (Q1, "", "*"): total}, FIELDS, 5)


def test_a_number_that_is_told_needs_no_reason_and_a_small_one_is_small() -> None:
    said = {"peer": 9, "manager": 7, "internal": 16, "citizen": ">=5", "unknown": "<5"}
    assert why("peer", said) is None
    assert why("unknown", said) == Reason(kind="small")


def test_what_the_whole_leaves_when_the_number_is_taken_off_too() -> None:
    said: dict[str, Said] = {"peer": 9, "manager": 7, "internal": 16, "citizen": ">=5", "unknown": "<5"}
    assert why("citizen", said) == Reason(kind="protects", others=1, rest=2, whole=24, told=16)


def test_the_group_is_the_whole_where_it_gives_away_less() -> None:
    said: dict[str, Said] = {"peer": ">=5", "manager": ">=5", "internal": 16, "citizen": 6, "unknown": "<5"}
    assert why("peer", said) == Reason(kind="protects", others=1, rest=7, whole=16, told=0)


def test_nothing_is_taken_off_a_whole_that_nobody_knows() -> None:
    said: dict[str, Said] = {"peer": 9, "manager": 7, "internal": 16, "citizen": ">=5", "unknown": "<5"}
    assert why("citizen", said, total=">=5") == Reason(kind="protects")


def test_a_case_with_several_codes_tells_who_does_not_have_one() -> None:
    said: dict[str, Said] = {"bullying": ">=5", "threat": ">=5"}
    assert why("bullying", said, "behaviour") == Reason(kind="protects", rest=2, whole=24)
    assert why("threat", said, "behaviour") == Reason(kind="protects")


def test_a_half_year_less_its_quarters_is_what_an_earlier_export_kept_back() -> None:
    counts = {(Q1, "", "*"): 12, (Q2, "", "*"): 3}
    said: dict[tuple[str, str, str], Said] = {(Q1, "", "*"): 12, (Q2, "", "*"): "<5", (HALF, "", "*"): ">=5"}
    place = (HALF, "", "*")
    assert reason(place, counts, said, FIELDS, 5) == Reason(kind="before", others=1, rest=3, whole=15, told=12)
    del said[Q1, "", "*"]
    assert reason(place, counts, said, FIELDS, 5) == Reason(kind="before")


def test_a_cell_of_a_crossing_is_withheld_for_its_row_or_its_column() -> None:
    fields = FIELDS | {"matter": Dimension(codes=("integrity", "information"), multiple=False, at_least=1, at_most=1)}
    name, cells = "matter x other_party", {"internal": 11, "citizen": 3, "unknown": 2}
    counts = {(Q1, name, f"integrity x {side}"): number for side, number in cells.items()}
    counts |= {(Q1, "matter", "integrity"): 16, (Q1, "other_party", "internal"): 16}
    counts |= {(Q1, name, "information x internal"): 5}
    said: dict[tuple[str, str, str], Said] = {place: "." for place in counts if place[1] == name}
    said |= {(Q1, "matter", "integrity"): 16, (Q1, "other_party", "internal"): ">=5"}
    place = (Q1, name, "integrity x internal")
    assert reason(place, counts, said, fields, 5) == Reason(kind="protects", others=2, rest=5, whole=16)
    assert reason((Q1, name, "integrity x citizen"), counts, said, fields, 5) == Reason(kind="small")
