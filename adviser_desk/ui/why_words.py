"""Why a number is not told, with the real arithmetic: for the adviser's screen only."""

from adviser_desk.casework.preview_tables import PreviewRow
from adviser_desk.casework.reporting import Reason
from adviser_desk.i18n import _, ngettext


def short_reason(row: PreviewRow) -> tuple[str, str]:
    """Icon and a few words; both empty where the number is told."""
    if row.reason is None:
        return "", ""
    if row.reason.kind == "small":
        return "eye-off", _("Klein aantal")
    if row.reason.kind == "protects":
        return "shield", _("Beschermt ander getal")
    return "history", _("Door eerdere export")


def explanation(row: PreviewRow, threshold: int) -> tuple[str, str]:
    """A title and the reason in whole sentences."""
    values = {"label": row.label, "own": row.own, "k": threshold}
    if row.reason is None:
        told = _(
            "Er zijn %(own)d casussen. Dat getal verraadt geen klein aantal, ook niet samen met de andere cijfers."
        )
        return _("%(label)s: gaat mee") % values, told % values
    title = _("%(label)s: gaat niet mee als getal") % values
    if row.reason.kind == "small":
        words = ngettext(
            "Er is %(own)d casus. Aantallen onder %(k)d staan er nooit in, ook 0 niet.",
            "Er zijn %(own)d casussen. Aantallen onder %(k)d staan er nooit in, ook 0 niet.",
            row.own,
        )
        return title, words % values
    may = _("Er zijn %(own)d casussen. Dat getal mag op zich wel.") % values
    return title, f"{may} {_given_away(row.reason, row.own)}"


def _given_away(reason: Reason, own: int) -> str:
    """What a reader could work out if the number were there."""
    values = {"others": reason.others, "rest": reason.rest, "sum": _subtraction(reason, own)}
    if reason.kind == "before" and reason.whole:
        words = ngettext(
            "Staat het er, dan rekent een lezer: %(sum)s. Hij weet dan het aantal dat een eerdere export niet "
            "vertelde. Daarom staat het er niet.",
            "Staat het er, dan rekent een lezer: %(sum)s. Hij weet dan wat %(others)d aantallen samen zijn die "
            "eerdere exports niet vertelden. Daarom staat het er niet.",
            reason.others,
        )
    elif reason.kind == "before":
        words = _("Samen met eerdere exports kan een lezer er een klein aantal uit rekenen. Daarom staat het er niet.")
    elif reason.others:
        words = ngettext(
            "Staat het er, dan rekent een lezer: %(sum)s. Hij weet dan dat het andere verborgen aantal %(rest)d is. "
            "Daarom staat het er niet.",
            "Staat het er, dan rekent een lezer: %(sum)s. Hij weet dan dat de %(others)d andere verborgen aantallen "
            "samen %(rest)d zijn. Daarom staat het er niet.",
            reason.others,
        )
    elif reason.whole:
        words = ngettext(
            "Staat het er, dan rekent een lezer: %(sum)s. Hij weet dan dat %(rest)d casus hier niet bij hoort. "
            "Daarom staat het er niet.",
            "Staat het er, dan rekent een lezer: %(sum)s. Hij weet dan dat %(rest)d casussen hier niet bij horen. "
            "Daarom staat het er niet.",
            reason.rest,
        )
    else:
        words = _(
            "Samen met de andere cijfers kan een lezer er een klein aantal uit rekenen. Daarom staat het er niet."
        )
    return words % values


def _subtraction(reason: Reason, own: int) -> str:
    """24 − 11 − 7 = 6: the whole, the numbers that are told, the number itself."""
    own = 0 if reason.kind == "before" else own
    parts = [str(reason.whole), *(str(part) for part in (reason.told, own) if part)]
    return f"{' − '.join(parts)} = {reason.rest}"
