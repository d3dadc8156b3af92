"""Days and times as people write them."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adviser_desk.ui.date_words import parse_day, parse_minutes, parse_moment

TUESDAY = date(2026, 10, 6)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("vr", date(2026, 10, 9)),
        ("Vrijdag", date(2026, 10, 9)),
        ("friday", date(2026, 10, 9)),
        ("di", date(2026, 10, 13)),
        ("+7", date(2026, 10, 13)),
        ("12-11", date(2026, 11, 12)),
        ("12/11", date(2026, 11, 12)),
        ("5-10", date(2027, 10, 5)),
        ("6-10", TUESDAY),
        ("12-11-26", date(2026, 11, 12)),
        ("2027-01-31", date(2027, 1, 31)),
        ("9 okt", date(2026, 10, 9)),
        ("9 oktober 2027", date(2027, 10, 9)),
        ("volgende week", date(2026, 10, 13)),
        ("over twee weken", date(2026, 10, 20)),
        ("morgen", date(2026, 10, 7)),
        ("29-2", date(2028, 2, 29)),
    ],
)
def test_a_coming_day(words: str, day: date) -> None:
    assert parse_day(words, TUESDAY) == day


@pytest.mark.parametrize(
    "words", ["", "straks", "32-1", "0-1", "12-13", "30-2", "x", "+", "12-11-1", "vrij dag", "+99999999"]
)
def test_nonsense_is_no_day(words: str) -> None:
    assert parse_day(words, TUESDAY) is None


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("nu", datetime(2026, 10, 6, 14, 20)),
        ("9:30", datetime(2026, 10, 6, 9, 30)),
        ("gisteren 14:05", datetime(2026, 10, 5, 14, 5)),
        ("vr 16.10", datetime(2026, 10, 2, 16, 10)),
        ("2-10 16:10", datetime(2026, 10, 2, 16, 10)),
        ("7-10", datetime(2025, 10, 7, 14, 20)),
    ],
)
def test_a_contact_lies_in_the_past(words: str, moment: datetime) -> None:
    assert parse_moment(words, datetime(2026, 10, 6, 14, 20, 31)) == moment


def test_a_contact_is_never_tomorrow() -> None:
    assert parse_moment("morgen", datetime(2026, 10, 6, 14, 20)) is None


@pytest.mark.parametrize(
    ("words", "minutes"), [("45", 45), ("45 min", 45), ("1:30", 90), ("1 uur", 60), ("lang", None), ("9999", None)]
)
def test_minutes(words: str, minutes: int | None) -> None:
    assert parse_minutes(words) == minutes


@given(st.text(max_size=30), st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_any_words_give_a_day_or_nothing(words: str, today: date) -> None:
    for past in (False, True):
        day = parse_day(words, today, past=past)
        assert day is None or date(1900, 1, 1) <= day


@given(st.integers(0, 3000), st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_plus_counts_days(number: int, today: date) -> None:
    assert parse_day(f"+{number}", today) == today + timedelta(days=number)
