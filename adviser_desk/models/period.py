"""Reporting periods: a quarter, a half-year or a year, always a whole number of quarters."""

import re
from datetime import date, timedelta
from functools import total_ordering
from typing import Any, Literal

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

_WRITTEN = re.compile(r"^(\d{4})(?:Q([1-4])|H([12]))?$")


@total_ordering
class Period:
    """`2026Q3`, `2026H1` or `2026`. Immutable, hashable, ordered by its first day, then by its length."""

    __slots__ = ("text",)
    text: str

    def __init__(self, text: str) -> None:
        """ValueError unless `text` is written as above and its year is 1900 or later."""
        if not (match := _WRITTEN.match(text)) or int(match[1]) < 1900:
            raise ValueError("a period is written 2026Q3, 2026H1 or 2026")
        object.__setattr__(self, "text", text)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a period does not change")

    @classmethod
    def quarter_of(cls, day: date) -> "Period":
        """The quarter in which a day falls."""
        return cls(f"{day.year}Q{(day.month - 1) // 3 + 1}")

    @property
    def year(self) -> int:
        """The calendar year."""
        return int(self.text[:4])

    @property
    def kind(self) -> Literal["quarter", "half", "year"]:
        """How long it is."""
        return "year" if len(self.text) == 4 else "quarter" if self.text[4] == "Q" else "half"

    @property
    def quarters(self) -> tuple["Period", ...]:
        """The quarters it consists of, in order."""
        if self.kind == "quarter":
            return (self,)
        span = range(1, 5) if self.kind == "year" else range(1, 3) if self.text[5] == "1" else range(3, 5)
        return tuple(Period(f"{self.year}Q{number}") for number in span)

    @property
    def covers(self) -> tuple[date, date]:
        """First and last day."""
        first, last = int(self.quarters[0].text[5]), int(self.quarters[-1].text[5])
        after = date(self.year + (last == 4), last * 3 % 12 + 1, 1)
        return date(self.year, first * 3 - 2, 1), after - timedelta(days=1)

    @property
    def next_quarter(self) -> "Period":
        """The quarter after the last day."""
        return Period.quarter_of(self.covers[1] + timedelta(days=1))

    @property
    def quarter_before(self) -> "Period":
        """The quarter before the first day."""
        return Period.quarter_of(self.covers[0] - timedelta(days=1))

    def _key(self) -> tuple[date, date]:
        return self.covers

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Period) and self.text == other.text

    def __lt__(self, other: "Period") -> bool:
        return self._key() < other._key()

    def __hash__(self) -> int:
        return hash(self.text)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"Period({self.text!r})"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        written = core_schema.no_info_after_validator_function(cls, core_schema.str_schema())
        return core_schema.json_or_python_schema(
            json_schema=written,
            python_schema=core_schema.union_schema([core_schema.is_instance_schema(cls), written]),
            serialization=core_schema.to_string_ser_schema(),
        )


def add_months(day: date, months: int) -> date:
    """The same day some months later, or the last day of that month."""
    year, month = divmod(day.month - 1 + months, 12)
    after = date(day.year + year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(day.year + year, month + 1, 1) + timedelta(days=day.day - 1), after - timedelta(days=1))
