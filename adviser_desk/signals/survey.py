"""The figures of the staff survey that the report lays beside its own. They measure something else: never divide."""

import tomllib
from functools import cache
from typing import Any

from adviser_desk import paths
from adviser_desk.models.base import Record


class Survey(Record):
    """Percentages of all staff over one year (PER 2021). Keys of the two mappings are codes of `behaviour`."""

    source: str
    from_colleagues: dict[str, int]
    from_citizens: dict[str, int]
    discrimination: int
    knows_an_adviser_exists: int
    knows_how_to_find_one: int


@cache
def survey() -> Survey:
    """The shipped figures."""
    raw = tomllib.loads(paths.resource("survey_per2021.toml").read_text(encoding="utf-8"))
    return Survey(
        source=raw["source"],
        from_colleagues=_by_code(raw["from_colleagues_or_managers"]),
        from_citizens=_by_code(raw["from_citizens"]),
        discrimination=raw["discrimination"]["experienced"],
        knows_an_adviser_exists=raw["awareness"]["knows_an_adviser_exists"],
        knows_how_to_find_one=raw["awareness"]["knows_how_to_find_one"],
    )


def _by_code(figures: dict[str, Any]) -> dict[str, int]:
    """The survey speaks of unwanted sexual attention, our list calls that code `sexual`."""
    names = {"unwanted_sexual_attention": "sexual"}
    return {names.get(name, name): percentage for name, percentage in figures.items()}
