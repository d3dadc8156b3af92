"""The verb for whoever doubts the exports: a whole series on invented cases, looked at from outside. No vault."""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from adviser_desk import i18n, policy
from adviser_desk.errors import BadCall
from adviser_desk.i18n import _, ngettext
from adviser_desk.models.period import Period
from adviser_desk.terminal import answer, say

if TYPE_CHECKING:
    from adviser_desk.casework.replaying import Sort

Verb = Callable[..., argparse.ArgumentParser]
_SORTS: Mapping[str, "Sort"] = {"quarters": "quarters", "halves": "halves", "years": "years"}


def add_parser(verb: Verb) -> None:
    """What the verb takes."""
    replay = verb("replay", _("maak een hele reeks exports van verzonnen casussen, zonder kluis"))
    replay.add_argument("cases", type=Path, metavar="CASES.jsonl", help=_("op elke regel een verzonnen casus, in JSON"))
    replay.add_argument(
        "--profile", choices=("small", "large"), required=True, help=_("welke tabellen een export heeft")
    )
    replay.add_argument("--out", type=Path, metavar="DIR", required=True, help=_("map voor alle bestanden"))
    replay.add_argument(
        "--periods",
        metavar="quarters,years",
        default="quarters",
        help=_("quarters, halves, years of losse periodes, met komma’s ertussen"),
    )
    replay.add_argument(
        "--threshold",
        metavar="[2026Q3=]N",
        action="append",
        default=[],
        help=_("ondergrens, of een andere vanaf een kwartaal; mag vaker"),
    )
    replay.add_argument(
        "--units",
        metavar="[2026Q3=]A,B",
        action="append",
        default=[],
        help=_("lijst van eenheden, of een nieuwe vanaf een kwartaal; mag vaker"),
    )


def replay(chosen: argparse.Namespace) -> int:
    """A whole series: the same steps as the window for each period, and files only when all of them pass."""
    from adviser_desk.casework import outgoing, replaying

    outgoing.refuse_mistyped(chosen.out)
    course = replaying.Course(
        profile=chosen.profile,
        periods=tuple(_SORTS.get(text) or _period(text) for text in chosen.periods.split(",")),
        thresholds=tuple((first, _threshold(text)) for first, text in _changes(chosen.threshold)),
        units=tuple((first, _units(text)) for first, text in _changes(chosen.units)),
    )
    made = replaying.replay(
        chosen.cases, chosen.out, course, policy=chosen.policy, language=i18n.language(), progress=_say_period
    )
    paths = [chosen.out / name for one in made for name in one.files]
    answer({"releases": len(made), "files": [str(path) for path in paths]}, [str(path) for path in paths], chosen.json)
    done = ngettext("%(n)d export gemaakt en nagerekend.", "%(n)d exports gemaakt en nagerekend.", len(made))
    say(done % {"n": len(made)})
    return 0


def _say_period(period: Period, number: int, of: int) -> None:
    say(_("%(period)s: export %(number)d van %(of)d") % {"period": period, "number": number, "of": of})


def _changes(given: list[str]) -> list[tuple[Period | None, str]]:
    """`N` holds from the beginning, `2026Q3=N` from that quarter on; in the order of time."""
    found = []
    for text in given:
        first, sign, value = text.rpartition("=")
        found.append((_quarter(first) if sign else None, value))
    begins = [first for first, _value in found]
    later = [first for first in begins if first is not None]
    if None in begins[1:] or len(set(later)) < len(later) or later != sorted(later):
        raise BadCall(what=_("Geef eerst de waarde van het begin, en dan elk kwartaal één keer, op volgorde."))
    return found


def _period(text: str) -> Period:
    try:
        return Period(text)
    except ValueError:
        raise BadCall(what=_("Schrijf een periode als 2026Q3, 2026H1 of 2026.")) from None


def _quarter(text: str) -> Period:
    period = _period(text)
    if period.kind != "quarter":
        raise BadCall(what=_("Een andere waarde begint met een kwartaal, zoals 2026Q3."))
    return period


def _threshold(text: str) -> int:
    allowed = policy.kind("threshold")
    if not (text.isascii() and text.isdecimal() and allowed.least <= int(text) <= allowed.most):
        words = _("De ondergrens is een getal van %(least)d tot en met %(most)d.")
        raise BadCall(what=words % {"least": allowed.least, "most": allowed.most})
    return int(text)


def _units(text: str) -> tuple[str, ...]:
    from pydantic import TypeAdapter, ValidationError

    from adviser_desk.models.unit import UnitCode

    codes = tuple(text.split(","))
    try:
        TypeAdapter(tuple[UnitCode, ...]).validate_python(codes)
    except ValidationError:
        codes = ()
    if not codes or len(set(codes)) < len(codes):
        raise BadCall(what=_("Schrijf eenheden als A,B,C, elke één keer."))
    return codes


VERBS: Mapping[str, Callable[[argparse.Namespace], int]] = {"replay": replay}
