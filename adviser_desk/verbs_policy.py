"""The verb for whoever writes a policy: whether a file is right, and what comes out of it. Changes nothing here."""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from adviser_desk import i18n, policy_sources
from adviser_desk.errors import BadCall
from adviser_desk.i18n import _
from adviser_desk.models.unit import UnitTree
from adviser_desk.policy import KEYS
from adviser_desk.policy_units import read_units
from adviser_desk.policy_words import label, value_words
from adviser_desk.terminal import answer, say

Verb = Callable[..., argparse.ArgumentParser]


def add_parser(verb: Verb) -> None:
    """What the verb takes."""
    look = verb("policy", _("kijk of een beleidsbestand goed is, voordat u het uitrolt"))
    look.add_argument("file", type=Path, metavar="FILE.toml", help=_("beleid als .toml, of voor macOS als .plist"))


def look(chosen: argparse.Namespace) -> int:
    """The values that a policy file gives. Nothing starts with it: only the fixed place counts."""
    path: Path = chosen.file
    try:
        with path.open("rb") as file:
            content = policy_sources.within(path, file.read(policy_sources.MOST + 1))
    except OSError:
        raise BadCall(what=_("Dit bestand is niet te lezen: %(place)s.") % {"place": path}) from None
    found = policy_sources.from_file(path, content)
    result: dict[str, Any] = {key: getattr(found, key) for key in KEYS}
    result["set"] = [key for key in KEYS if key in found.model_fields_set]
    result["units_version"] = None
    lines = [f"{label(key)}: {value_words(key, getattr(found, key))}" for key in KEYS]
    if found.units:
        tree = read_units(found.units, found.unit_least_people)
        result["units_version"] = tree.version
        lines += [_("Versie van de onderdelen: %(version)s") % {"version": tree.version}, *_unit_lines(tree)]
    answer(result, lines, chosen.json)
    say(_("Dit beleid is goed. Het geldt pas in %(place)s.") % {"place": policy_sources.place()})
    return 0


def _unit_lines(tree: UnitTree) -> list[str]:
    """Each unit with those above it; of a small one that no export names it."""
    paths = tree.paths(i18n.language())
    small = _("%(unit)s (zonder naam in een export)")
    return [f"  {paths[unit.code] if unit.named else small % {'unit': paths[unit.code]}}" for unit in tree.units]


VERBS: Mapping[str, Callable[[argparse.Namespace], int]] = {"policy": look}
