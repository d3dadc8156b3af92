"""Dates and times as people write them: `vr`, `+7`, `12-11`, `volgende week`, `gisteren 14:20`. Both languages."""

import re
from datetime import date, datetime, time, timedelta

_DAYS = (
    ("ma", "maandag", "mon", "monday"),
    ("di", "dinsdag", "tue", "tuesday"),
    ("wo", "woensdag", "wed", "wednesday"),
    ("do", "donderdag", "thu", "thursday"),
    ("vr", "vrijdag", "fri", "friday"),
    ("za", "zaterdag", "sat", "saturday"),
    ("zo", "zondag", "sun", "sunday"),
)
_MONTHS = (
    ("jan", "januari", "january"),
    ("feb", "februari", "february"),
    ("mrt", "maart", "mar", "march"),
    ("apr", "april"),
    ("mei", "may"),
    ("jun", "juni", "june"),
    ("jul", "juli", "july"),
    ("aug", "augustus", "august"),
    ("sep", "sept", "september"),
    ("okt", "oktober", "oct", "october"),
    ("nov", "november"),
    ("dec", "december"),
)
_FROM_TODAY = {
    ("vandaag", "nu", "today", "now"): 0,
    ("morgen", "tomorrow"): 1,
    ("overmorgen",): 2,
    ("gisteren", "yesterday"): -1,
    ("eergisteren",): -2,
    ("volgende week", "next week"): 7,
    ("over een week", "in a week"): 7,
    ("over twee weken", "over 2 weken", "in two weeks", "in 2 weeks"): 14,
}
_TIME = re.compile(r"(?:^|\s)([01]?\d|2[0-3])[:.]([0-5]\d)\s*(?:uur|h)?$")


def parse_day(words: str, today: date, *, past: bool = False) -> date | None:
    """The day that is meant, None when it is not understood.

    A weekday or a date without a year is the next one after today; with `past` the last one up to today.
    """
    text = " ".join(words.lower().replace(",", " ").split())
    for names, step in _FROM_TODAY.items():
        if text in names:
            return today + timedelta(days=step)
    if match := re.fullmatch(r"([+-])\s*(\d{1,4})(?:\s*d(?:agen)?)?", text):
        return _plus(today, int(match[1] + match[2]))
    for number, names in enumerate(_DAYS):
        if text in names:
            ahead = (number - today.weekday()) % 7
            return today - timedelta(days=(7 - ahead) % 7) if past else today + timedelta(days=ahead or 7)
    return _written_date(text, today, past)


def parse_moment(words: str, now: datetime) -> datetime | None:
    """The moment of a contact, to the minute and not after `now`; None when it is not understood."""
    text = " ".join(words.lower().replace(",", " ").split())
    if text in ("", "nu", "now"):
        return now.replace(second=0, microsecond=0)
    at = now.time()
    if match := _TIME.search(text):
        at = time(int(match[1]), int(match[2]))
        text = text[: match.start()].strip()
    day = parse_day(text, now.date(), past=True) if text else now.date()
    if day is None or day > now.date():
        return None
    return datetime.combine(day, at.replace(second=0, microsecond=0))


def parse_minutes(words: str) -> int | None:
    """A duration of at most a day: `45`, `45 min`, `1:30`, `1 uur`; None when it is not understood."""
    text = " ".join(words.lower().split())
    if match := re.fullmatch(r"(\d{1,4})\s*(?:m|min|minuten|minutes)?\.?", text):
        found = int(match[1])
    elif match := re.fullmatch(r"(\d{1,2}):([0-5]\d)", text):
        found = int(match[1]) * 60 + int(match[2])
    elif match := re.fullmatch(r"(\d{1,2})\s*(?:u|uur|h|hour|hours)", text):
        found = int(match[1]) * 60
    else:
        return None
    return found if found <= 24 * 60 else None


def _written_date(text: str, today: date, past: bool) -> date | None:
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if match := re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2})(?:[-/. ](\d{2}|\d{4}))?", text):
        return _in_year(int(match[1]), int(match[2]), match[3], today, past)
    if match := re.fullmatch(r"(\d{1,2}) ([a-z]+)\.?(?: (\d{4}))?", text):
        month = next((number for number, names in enumerate(_MONTHS, 1) if match[2] in names), None)
        return None if month is None else _in_year(int(match[1]), month, match[3], today, past)
    return None


def _in_year(day: int, month: int, year: str | None, today: date, past: bool) -> date | None:
    if year is not None:
        return _date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    # 29 February may be up to eight years away.
    steps = range(0, -9, -1) if past else range(9)
    days = (_date(today.year + step, month, day) for step in steps)
    return next((found for found in days if found and (found <= today if past else found >= today)), None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1900 <= year <= 2999 else None
    except ValueError:
        return None


def _plus(day: date, step: int) -> date | None:
    try:
        return day + timedelta(days=step)
    except OverflowError:
        return None
