"""The words for the keys and values of the policy, in the language of the screen: for the window, `doctor` and IT."""

from collections.abc import Mapping, Sequence

from adviser_desk.i18n import _, language, ngettext
from adviser_desk.policy import FOLDERS, LIMITS, Policy
from adviser_desk.policy_units import read_units

_MOST_NAMES = 12


def label(key: str) -> str:
    """The name of a key."""
    return _(str(Policy.model_fields[key].title))


def sentence(key: str) -> str:
    """What a key decides."""
    return _(str(Policy.model_fields[key].description))


def value_words(key: str, value: object) -> str:
    """A value with its unit; `ten hoogste` where the adviser may choose less."""
    words = amount_words(key, value)
    return _("ten hoogste %(amount)s") % {"amount": words} if key in LIMITS else words


def amount_words(key: str, value: object) -> str:
    """A value with its unit."""
    if isinstance(value, bool):
        return _("aan") if value else _("uit")
    if isinstance(value, int):
        return _unit(key, value) % {"n": value}
    if isinstance(value, Sequence) and not isinstance(value, str):
        number = ngettext("%(n)d onderdeel", "%(n)d onderdelen", len(value)) % {"n": len(value)}
        return number if value else _("geen vaste lijst")
    if key in FOLDERS:
        return str(value) or _("de adviseur kiest")
    if key == "language":
        return {"nl": "Nederlands", "en": "English"}[str(value)]
    if key == "device_secret":
        return {"required": _("verplicht"), "preferred": _("waar die er is"), "off": _("doet niet mee")}[str(value)]
    if key == "passphrase_strength":
        return {"strong": _("sterk genoeg"), "very_strong": _("zeer sterk")}[str(value)]
    if key == "hide_from_capture":
        return {"always": _("altijd"), "choice": _("de adviseur kiest"), "never": _("nooit")}[str(value)]
    return str(value)


def units_changed(before: Sequence[str], now: Sequence[str]) -> str:
    """What is new in the list of units, and what is gone."""
    were, are = _names(before), _names(now)
    parts = [_("%(label)s: nu %(now)s.") % {"label": label("units"), "now": amount_words("units", now)}]
    for words, names in (
        (_("Nieuw: %(names)s."), [are[code] for code in are if code not in were]),
        (_("Weg: %(names)s."), [were[code] for code in were if code not in are]),
        (_("Anders: %(names)s."), [are[code] for code in are if code in were and were[code] != are[code]]),
    ):
        if names:
            parts.append(words % {"names": few_names(names)})
    return " ".join(parts)


def few_names(names: Sequence[str]) -> str:
    """The names in a row, and how many more there are."""
    shown = ", ".join(names[:_MOST_NAMES])
    more = len(names) - _MOST_NAMES
    return shown if more <= 0 else _("%(names)s en nog %(n)d") % {"names": shown, "n": more}


def _names(lines: Sequence[str]) -> Mapping[str, str]:
    return read_units(lines, 0).paths(language())


def _unit(key: str, number: int) -> str:
    match key.rpartition("_")[2]:
        case "minutes":
            return ngettext("%(n)d minuut", "%(n)d minuten", number)
        case "seconds":
            return ngettext("%(n)d seconde", "%(n)d seconden", number)
        case "hours":
            return ngettext("%(n)d uur", "%(n)d uur", number)
        case "days":
            return ngettext("%(n)d dag", "%(n)d dagen", number)
        case "months":
            return ngettext("%(n)d maand", "%(n)d maanden", number)
        case "people":
            return ngettext("%(n)d medewerker", "%(n)d medewerkers", number)
        case _:
            return ngettext("%(n)d casus", "%(n)d casussen", number)
