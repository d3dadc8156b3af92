"""Why a number is not told, with the real arithmetic: for the adviser's screen only."""

from adviser_desk.casework.preview_tables import PreviewRow
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
    values |= {"others": row.reason.others, "rest": row.reason.rest}
    title = _("%(label)s: gaat niet mee als getal") % values
    if row.reason.kind == "small":
        words = ngettext(
            "Er is %(own)d casus. Aantallen onder %(k)d staan er nooit in, ook 0 niet.",
            "Er zijn %(own)d casussen. Aantallen onder %(k)d staan er nooit in, ook 0 niet.",
            row.own,
        )
    elif row.reason.kind == "before":
        words = _(
            "Er zijn %(own)d casussen. Dat getal mag op zich wel. Maar samen met eerdere exports kan een lezer er een "
            "klein aantal uit rekenen."
        )
    elif row.reason.others:
        words = _(
            "Er zijn %(own)d casussen. Dat getal mag op zich wel. Maar als het er staat, weet een lezer dat de "
            "%(others)d andere verborgen aantallen samen %(rest)d zijn. Daarom staat het er niet."
        )
    else:
        words = _(
            "Er zijn %(own)d casussen. Dat getal mag op zich wel. Maar samen met de andere cijfers kan een lezer er "
            "een klein aantal uit rekenen."
        )
    return title, words % values
