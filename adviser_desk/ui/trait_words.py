"""The traits of a case as the adviser meets them: in groups, with a question each, and when each is asked."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from adviser_desk import i18n
from adviser_desk.i18n import N_, _
from adviser_desk.models.case import Traits
from adviser_desk.models.unit import UnitTree
from adviser_desk.ui.state import State

_BEHAVIOUR_OF = ("undesirable_behaviour", "citizen_aggression", "work_relations")


def _always(traits: Traits) -> bool:
    return True


@dataclass(frozen=True)
class Asked:
    """One trait: field of `Traits`, code list, question, how many codes (1: one, None: any), and when it is asked."""

    name: str
    codes: str
    label: str
    most: int | None = 1
    when: Callable[[Traits], bool] = _always


GROUPS: Sequence[tuple[str, Sequence[Asked]]] = (
    (
        N_("Waar gaat het over"),
        (
            Asked("matter", "matter", N_("Onderwerp")),
            Asked(
                "behaviour",
                "behaviour",
                N_("Soort gedrag (hoogstens drie)"),
                3,
                lambda traits: traits.matter in _BEHAVIOUR_OF or bool(traits.behaviour),
            ),
            Asked(
                "grounds",
                "ground",
                N_("Grond van de discriminatie (hoogstens twee)"),
                2,
                lambda traits: "discrimination" in traits.behaviour,
            ),
            Asked(
                "integrity_kind",
                "integrity_kind",
                N_("Soort integriteitskwestie"),
                1,
                lambda traits: traits.matter == "integrity" or traits.integrity_kind is not None,
            ),
            Asked(
                "moral_question",
                "moral_question",
                N_("Soort morele vraag"),
                1,
                lambda traits: traits.matter == "moral_question" or traits.moral_question is not None,
            ),
            Asked("online", "", N_("Gebeurde het ook online?")),
        ),
    ),
    (
        N_("Wie en waar"),
        (
            Asked("client_role", "client_role", N_("Melder")),
            Asked("other_party", "other_party", N_("Door wie")),
            Asked("unit", "", N_("Onderdeel")),
            Asked("found_via", "found_via", N_("Gevonden via")),
        ),
    ),
    (
        N_("Wat is er gedaan"),
        (
            Asked("step", "step", N_("Stap (de meest formele)")),
            Asked(
                "reason_no_step",
                "reason_no_step",
                N_("Waarom geen stap"),
                1,
                lambda traits: traits.step == "listen",
            ),
            Asked("options", "step", N_("Besproken mogelijkheden"), None),
            Asked("referral", "referral", N_("Doorverwezen naar"), None),
        ),
    ),
    (
        N_("Afronding en signaal"),
        (
            Asked("outcome", "outcome", N_("Uitkomst")),
            Asked("aftercare", "aftercare", N_("Nazorg")),
            Asked("themes", "theme", N_("Thema’s"), None),
        ),
    ),
)
ASKED = tuple(asked for _title, group in GROUPS for asked in group)
_SHORT = {
    "matter": N_("Onderwerp"),
    "behaviour": N_("Soort gedrag"),
    "client_role": N_("Melder"),
    "other_party": N_("Door wie"),
    "found_via": N_("Gevonden via"),
    "step": N_("Stap"),
    "unit": N_("Onderdeel"),
    "grounds": N_("Grond"),
    "integrity_kind": N_("Soort kwestie"),
    "moral_question": N_("Soort vraag"),
    "options": N_("Besproken"),
    "online": N_("Ook online"),
}


def short_label(asked: Asked) -> str:
    """The question in a word or two."""
    return _(_SHORT.get(asked.name, asked.label))


def missing_words(traits: Traits, units: UnitTree) -> list[str]:
    """The short labels of what the figures still need. A unit is not asked where there is no tree of units."""
    past = {unit.code for unit in units.past}
    return short_labels(traits.missing(with_unit=bool(units.units), past=past))


def short_labels(names: Iterable[str]) -> list[str]:
    """The questions in a word or two, by the names of their traits."""
    by_name = {asked.name: asked for asked in ASKED}
    return [short_label(by_name[name]) for name in names]


def value_words(state: State, asked: Asked, traits: Traits, units: UnitTree) -> str:
    """What is filled in, in words; "" when nothing is."""
    value = getattr(traits, asked.name)
    if asked.name == "online":
        return "" if value is None else _("Ja") if value else _("Nee")
    if asked.name == "unit":
        return _unit_words(value, units)
    codes = value if isinstance(value, tuple) else (value,) if value else ()
    return ", ".join(state.label(asked.codes, code) for code in codes)


def changed(traits: Traits, name: str, value: object) -> Traits:
    """The traits with another value, and without what is no longer asked because of it."""
    values = {**dict(traits), name: value}
    if name in ("matter", "integrity_kind", "moral_question"):
        for kind, matter in (("integrity_kind", "integrity"), ("moral_question", "moral_question")):
            values[kind] = values[kind] if values["matter"] == matter else None
    if "discrimination" not in values["behaviour"]:
        values["grounds"] = ()
    if values["step"] != "listen":
        values["reason_no_step"] = None
    return Traits(**values)


def _unit_words(code: str | None, units: UnitTree) -> str:
    words = units.paths(i18n.language()).get(code or "", code or "")
    return (
        _("%(unit)s (niet meer in de lijst)") % {"unit": words} if code in {unit.code for unit in units.past} else words
    )
