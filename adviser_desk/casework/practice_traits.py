"""The coded traits of a fictional case, as often as advisers meet them. Only for a practice vault."""

import random
from collections.abc import Sequence
from typing import Any

from adviser_desk.models.case import Traits
from adviser_desk.models.codes import code_book

_MATTERS = {
    "undesirable_behaviour": 50, "work_relations": 24, "citizen_aggression": 10, "integrity": 7, "moral_question": 4,
    "information": 5,
}  # fmt: skip
_WITH_BEHAVIOUR = ("undesirable_behaviour", "citizen_aggression", "work_relations")
_OUTSIDE = ("citizen", "political", "external")
_LEFT_OPEN = 0.04
"""How often a trait is not filled in: enough to practise repairing a quarter."""


def traits(chance: random.Random, units: Sequence[str], *, closed: bool, new: bool) -> Traits:
    """Traits that fit together. A new case has gaps; a closed one has an outcome."""
    matter = chance.choices(list(_MATTERS), list(_MATTERS.values()))[0]
    behaviour = _behaviour(chance, matter)
    step = _one(chance, "step")
    found: dict[str, Any] = {
        "matter": matter,
        "behaviour": behaviour,
        "grounds": _some(chance, "ground", (75, 25)) if "discrimination" in behaviour else (),
        "online": chance.choices((None, False, True), (10, 75, 15))[0],
        "integrity_kind": _one(chance, "integrity_kind") if matter == "integrity" else None,
        "moral_question": _one(chance, "moral_question") if matter == "moral_question" else None,
        "client_role": _one(chance, "client_role"),
        "other_party": _other_party(chance, matter),
        "found_via": _one(chance, "found_via"),
        "options": _some(chance, "step", (20, 40, 30, 10)),
        "step": step,
        "reason_no_step": _one(chance, "reason_no_step") if step == "listen" else None,
        "referral": _some(chance, "referral", (60, 40)) if chance.random() < 0.4 else (),
        "outcome": _one(chance, "outcome") if closed else None,
        "aftercare": _one(chance, "aftercare") if closed or chance.random() < 0.3 else None,
        "themes": _some(chance, "theme", (70, 30)) if chance.random() < 0.5 else (),
        "unit": chance.choices(units, range(len(units), 0, -1))[0],
    }
    for name in ("client_role", "other_party", "found_via", "unit"):
        if chance.random() < (0.5 if new else _LEFT_OPEN):
            found[name] = None
    return Traits(**found)


def _behaviour(chance: random.Random, matter: str) -> tuple[str, ...]:
    if matter not in _WITH_BEHAVIOUR or (matter == "work_relations" and chance.random() < 0.6):
        return ()
    if matter == "citizen_aggression":
        return tuple(
            chance.choices(
                (["verbal_aggression"], ["verbal_aggression", "threat"], ["threat"], ["violence"]), (55, 20, 15, 10)
            )[0]
        )
    return _some(chance, "behaviour", (70, 22, 8))


def _other_party(chance: random.Random, matter: str) -> str:
    if matter == "citizen_aggression":
        return chance.choices(_OUTSIDE, (85, 5, 10))[0]
    return _one(chance, "other_party")


def _one(chance: random.Random, name: str) -> str:
    """One code. The lists are in order of use, so each is a little rarer than the one before."""
    codes = code_book().codes(name)
    return chance.choices(codes, [1 / (place + 1.5) for place in range(len(codes))])[0]


def _some(chance: random.Random, name: str, how_many: Sequence[int]) -> tuple[str, ...]:
    """One code or more, in the order of the list; `how_many` are the weights of one, two, three."""
    wanted = chance.choices(range(1, len(how_many) + 1), how_many)[0]
    found = {_one(chance, name) for _ in range(wanted)}
    return tuple(code for code in code_book().codes(name) if code in found)
