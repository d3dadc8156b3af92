"""A release file is the same bytes every time, and a reader takes nothing that is not exactly one."""

import json
import tracemalloc
from collections.abc import Callable, Mapping
from itertools import permutations, product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_releases import multiple, release, single, table, total

from adviser_desk import paths
from adviser_desk.errors import BadRelease
from adviser_desk.i18n import words
from adviser_desk.models.release import KnownTotal, Release, Table
from adviser_desk.signals.release_file import (
    chain,
    chain_sentence,
    digest,
    file_name,
    json_schema,
    parse,
    read,
    to_bytes,
)

FIELDS = {
    "unit": single("A", "B", "unknown"),
    "behaviour": multiple("bullying", "threat", "violence", aggression=("threat", "violence")),
}


def whole(name: str, said: Mapping[tuple[str, ...], str | int], **where: Mapping[str, str]) -> Table:
    """A table with these rows first, and nothing said in all others."""
    fields = [FIELDS[field] for field in name.split(" x ")]
    rows = product(*(("*", *field.codes, *field.groups) for field in fields))
    return table(name, {**said, **{row: "." for row in rows if row not in said}}, **where)


def example(period: str = "2026Q3", *, serial: int = 3, previous: str | None = "ab" * 32) -> Release:
    """A release with every kind of statement."""
    tables = [
        total(31),
        whole("behaviour", {("bullying",): 9, ("threat",): ".", ("aggression",): ">=5"}),
        whole("behaviour x unit", {("bullying", "A"): "<5", ("*", "B"): 12}),
        whole("unit", {("A",): 7}, where={"behaviour": "bullying"}),
    ]
    known = [KnownTotal(at={"unit": "A"}, value=12)]
    return release(
        "2026Q3", FIELDS, tables, serial=serial, known=known, previous=previous, themes=["werkdruk"]
    ).model_copy(update={"remarks": "Meer aandacht voor nieuwe collega’s.", **of(period)})


def of(period: str) -> dict[str, Any]:
    """The fields that depend on the period."""
    other = release(period, {}, [])
    return {"period": other.period, "covers": other.covers, "issued_on": other.issued_on}


def test_what_is_written_is_what_is_read(tmp_path: Path) -> None:
    path = tmp_path / file_name(example(), "json")
    path.write_bytes(to_bytes(example()))
    assert path.name == "signalen-2026Q3-nr003.json"
    assert file_name(example(), "docx") == "signalen-2026Q3-nr003.docx"
    assert read(path) == example()
    assert to_bytes(read(path)) == path.read_bytes()


def test_the_file_is_sorted_readable_utf8_without_a_time() -> None:
    data = to_bytes(example())
    keys = list(json.loads(data))
    assert keys == sorted(keys)
    assert data.endswith(b"}\n")
    assert "collega’s".encode() in data
    assert b"2026-10-06" in data
    assert b":00" not in data


@given(st.lists(st.one_of(st.integers(5, 99), st.sampled_from([".", "<5", ">=5"])), min_size=4, max_size=4))
def test_any_release_survives_the_file(said: list[str | int]) -> None:
    rows: dict[object, str | int] = dict(zip("*ABC", said, strict=True))
    written = release("2026", {"unit": single("A", "B", "C")}, [table("unit", rows)])
    assert parse(to_bytes(written), "x.json") == written


def test_the_shipped_schema_is_that_of_the_model() -> None:
    assert paths.resource("release.schema.json").read_bytes() == json_schema()


def change(path: str, value: object) -> Callable[[dict[str, Any]], None]:
    """Set one place of the plain file, `tables/1/rows/0/0`; None takes it out."""

    def apply(plain: dict[str, Any]) -> None:
        *way, last = [int(step) if step.isdigit() else step for step in path.split("/")]
        inside: Any = plain
        for step in way:
            inside = inside[step]
        if value is None:
            del inside[last]
        else:
            inside[last] = value

    return apply


BAD = {
    "other format": change("format", "secret"),
    "newer version": change("version", 2),
    "unknown key": change("secret", "x"),
    "missing key": change("threshold", None),
    "number as text": change("serial", "3"),
    "yes as a number": change("tables/0/rows/0/0", True),
    "fraction": change("tables/0/rows/0/0", 31.0),
    "too large": change("tables/0/rows/0/0", 10**9),
    "below zero": change("tables/0/rows/0/0", -1),
    "deep": change("remarks", json.loads("[" * 40 + "]" * 40)),
    "other threshold": change("tables/1/rows/1/1", "<6"),
    "unknown code": change("tables/1/rows/0/0", "secret"),
    "unknown group": change("tables/1/rows/2/0", "secret"),
    "too few codes": change("tables/2/rows/0", ["bullying", "<5"]),
    "code in the wrong column": change("tables/2/rows/0", ["A", "bullying", "<5"]),
    "row left out": lambda plain: plain["tables"][1]["rows"].pop(),
    "row of a crossing left out": lambda plain: plain["tables"][2]["rows"].pop(),
    "no total": lambda plain: plain["tables"][0]["rows"].clear(),
    "row twice": change("tables/1/rows/1", ["bullying", 9]),
    "table twice": change("tables/1/id", "total"),
    "unknown field": change("tables/1/columns", ["secret"]),
    "field twice": change("tables/2/columns", ["unit", "unit"]),
    "unknown sub-population": change("tables/3/where", {"behaviour": "secret"}),
    "other days": change("covers", ["2026-07-01", "2026-09-29"]),
    "other period": change("period", "2026Q2"),
    "no period": change("period", "2026-Q3"),
    "a time": change("issued_on", "2026-10-06T12:00:00"),
    "dated too early": change("issued_on", "2026-09-30"),
    "first without being first": change("previous", "x"),
    "code twice": change("dimensions/unit/codes", ["A", "B", "A", "unknown"]),
    "group with a strange code": change("dimensions/behaviour/groups/aggression", ["threat", "secret"]),
    "group that hides a code": change(
        "dimensions/behaviour/groups", {"aggression": ["threat"], "bullying": ["threat"]}
    ),
    "two codes in a single field": change("dimensions/unit/at_most", 2),
    "more at least than at most": change("dimensions/behaviour/at_least", 4),
    "impossible known total": change("known_totals/0/value", -1),
    "known total of nothing": change("known_totals/0/at", {"unit": "secret"}),
    "theme twice": change("themes", ["secret", "secret"]),
    "long remarks": change("remarks", "secret" * 1000),
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_a_changed_file_is_refused_without_a_word_of_it(bad: Callable[[dict[str, Any]], None], tmp_path: Path) -> None:
    plain = json.loads(to_bytes(example()))
    bad(plain)
    path = tmp_path / "brief.json"
    path.write_text(json.dumps(plain), encoding="utf-8")
    with pytest.raises(BadRelease) as caught:
        read(path)
    shown = caught.value.message % caught.value.values
    assert "brief.json" in shown
    assert "secret" not in shown + str(caught.value) + repr(caught.value.__cause__)
    assert caught.value.__suppress_context__


def test_a_crossing_of_very_long_code_lists_takes_no_memory() -> None:
    codes = [f"c{number}" for number in range(50_000)]
    plain = json.loads(to_bytes(example()))
    plain["dimensions"] = {name: plain["dimensions"]["unit"] | {"codes": codes} for name in ("unit", "other")}
    plain["tables"] = [plain["tables"][0], {"id": "x", "columns": ["unit", "other"], "where": {}, "rows": []}]
    plain["known_totals"] = []
    tracemalloc.start()
    try:
        with pytest.raises(BadRelease) as caught:
            parse(json.dumps(plain).encode(), "x.json")
        assert tracemalloc.get_traced_memory()[1] < 2**27
    finally:
        tracemalloc.stop()
    assert "ontbreekt" in caught.value.sentence()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04",
        b"[]",
        b"null",
        b"\xff\xfe{}",
        b"[" * 200_000,
        to_bytes(example()).replace(b'"serial": 3', b'"serial": 3, "serial": 3'),
        to_bytes(example()).replace(b"31", b"NaN"),
        to_bytes(example()) + b" " * 4_000_000,
    ],
)
def test_other_files_are_refused(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(data)
    with pytest.raises(BadRelease):
        read(path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadRelease):
        read(tmp_path / "nergens.json")


def series() -> list[Release]:
    """Four releases in a row."""
    made: list[Release] = []
    previous = None
    for serial, period in enumerate(("2026Q1", "2026Q2", "2026Q3", "2026Q4"), start=1):
        made.append(example(period, serial=serial, previous=previous))
        previous = digest(to_bytes(made[-1]))
    return made


def findings(releases: list[Release]) -> list[tuple[str, tuple[int, ...]]]:
    found = chain(releases, [digest(to_bytes(one)) for one in releases])
    assert all(str(finding.serials[0]) in chain_sentence(finding, words("nl")) for finding in found)
    return [(finding.kind, finding.serials) for finding in found]


def test_a_whole_series_in_any_order_has_no_findings() -> None:
    for order in permutations(series()):
        assert findings([*order, order[0]]) == []
    assert findings([]) == []


def test_a_gap_a_fork_a_changed_file_and_a_period_twice_show() -> None:
    first, second, third, fourth = series()
    assert findings([first, fourth]) == [("gap", (2, 3))]
    assert findings([fourth]) == [("gap", (1, 2, 3))]
    changed = second.model_copy(update={"remarks": "anders"})
    assert findings([third, changed, first, fourth]) == [("changed", (2,))]
    assert findings([third, changed, second, first, fourth]) == [("fork", (2,))]
    again = third.model_copy(update={"period": second.period})
    assert ("again", (2, 3)) in findings([first, second, again])
