"""The colours of both looks can be told apart: 4.5 for words, 3 for the edges of controls and the ring (WCAG 2.2)."""

import pytest
from PySide6.QtGui import QColor

from adviser_desk.ui.theme import Look, theme

GROUNDS = ("window", "nav", "surface", "raised", "sunken")
WORDS = [
    *((words, ground) for words in ("text", "text2", "accent") for ground in GROUNDS),
    *((words, f"{words}-bg") for words in ("ok", "warn", "bad")),
    *((words, ground) for words in ("ok", "warn", "bad") for ground in ("window", "surface")),
    *(("text", ground) for ground in ("accent-bg", "ok-bg", "warn-bg", "bad-bg")),
    ("text2", "accent-bg"),
    ("on-accent", "accent"),
    ("on-mark", "mark"),
    ("window", "text"),
]
EDGES = [(edge, ground) for edge in ("control", "focus") for ground in GROUNDS]


def _light(colour: QColor) -> float:
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.getRgbF()[:3]]
    return sum(part * weight for part, weight in zip(parts, (0.2126, 0.7152, 0.0722), strict=True))


def _ratio(one: str, other: str) -> float:
    low, high = sorted(_light(theme.colour(name)) for name in (one, other))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(WORDS, 4.5), (EDGES, 3.0)])
def test_every_pair_can_be_told_apart(look: Look, pairs: list[tuple[str, str]], least: float) -> None:
    theme.apply(look, 100)
    assert {pair: round(_ratio(*pair), 2) for pair in pairs if _ratio(*pair) < least} == {}


def test_black_on_white_is_the_most_there_is() -> None:
    theme.tokens = {"black": "#000000", "white": "#FFFFFF"}
    assert round(_ratio("black", "white"), 2) == 21
