"""Periods in the screen's language."""

from adviser_desk.i18n import _
from adviser_desk.models.period import Period


def period_words(period: Period) -> str:
    """3e kwartaal 2026, 1e halfjaar 2026, Jaar 2026."""
    if period.kind == "year":
        return _("Jaar %(year)d") % {"year": period.year}
    number = int(str(period)[5])
    if period.kind == "half":
        return (_("1e halfjaar %(year)d") if number == 1 else _("2e halfjaar %(year)d")) % {"year": period.year}
    names = (_("1e kwartaal %(year)d"), _("2e kwartaal %(year)d"), _("3e kwartaal %(year)d"), _("4e kwartaal %(year)d"))
    return names[number - 1] % {"year": period.year}
