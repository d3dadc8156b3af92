"""The words for the keys and values of the policy, in the language of the screen: for the window, `doctor` and IT."""

from adviser_desk.i18n import _, ngettext
from adviser_desk.policy import LIMITS, Policy


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
    if key == "device_secret":
        return {"required": _("verplicht"), "preferred": _("waar die er is"), "off": _("doet niet mee")}[str(value)]
    if key == "passphrase_strength":
        return {"strong": _("sterk genoeg"), "very_strong": _("zeer sterk")}[str(value)]
    if key == "hide_from_capture":
        return {"always": _("altijd"), "choice": _("de adviseur kiest"), "never": _("nooit")}[str(value)]
    return str(value)


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
        case _:
            return ngettext("%(n)d casus", "%(n)d casussen", number)
