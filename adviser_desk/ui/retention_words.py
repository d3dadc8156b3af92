"""Periods, grounds and moments of destroying, in words."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from adviser_desk import i18n
from adviser_desk.casework.backups import Known
from adviser_desk.casework.retention import Obstacle, PastCase
from adviser_desk.i18n import _, ngettext
from adviser_desk.models.destruction import Ground
from adviser_desk.ui.kind_words import kind_of
from adviser_desk.ui.state import State


def obstacle_words(obstacles: Sequence[Obstacle]) -> str:
    """Why a case cannot go, short; "" when it can."""
    words = {"follow_up": _("Open opvolging"), "draft": _("Concept open")}
    return words[obstacles[0]] if obstacles else ""


def obstacle_sentence(obstacles: Sequence[Obstacle]) -> str:
    """The same as a sentence, with what to do."""
    if "draft" in obstacles:
        return _("Er wacht nog een concept. Maak dat af of gooi het weg, of kies langer bewaren.")
    return _("Er staat nog opvolging open. Rond die af, of kies langer bewaren en schrijf op waarom.")


def ground_words(ground: Ground) -> str:
    """A ground as it stands on a certificate."""
    return {
        Ground.RETENTION: _("Bewaartermijn voorbij"),
        Ground.CONSENT_WITHDRAWN: _("Toestemming om te bewaren ingetrokken"),
        Ground.REQUEST: _("Op verzoek"),
    }[ground]


def about_words(state: State, case: PastCase) -> str:
    """What a case is about and how many contacts it has."""
    contacts = ngettext("%(n)d contact", "%(n)d contacten", case.contacts) % {"n": case.contacts}
    return f"{kind_of(state, case.case.traits)} · {contacts}"


def moment_words(at: datetime, now: datetime) -> str:
    """vandaag om 14:40, morgen om 14:40, 9 oktober om 14:40."""
    values = {"time": f"{at:%H:%M}", "day": _day(at.date(), now.date())}
    if at.date() == now.date():
        return _("vandaag om %(time)s") % values
    if at.date() == now.date() + timedelta(days=1):
        return _("morgen om %(time)s") % values
    return _("%(day)s om %(time)s") % values


def cases_words(number: int) -> str:
    """3 casussen."""
    return ngettext("%(n)d casus", "%(n)d casussen", number) % {"n": number}


def destroy_words(number: int) -> str:
    """3 casussen vernietigen."""
    return ngettext("%(n)d casus vernietigen", "%(n)d casussen vernietigen", number) % {"n": number}


def destroyed_words(number: int) -> str:
    """What is said when cases are gone."""
    words = ngettext("%(cases)s is vernietigd.", "%(cases)s zijn vernietigd.", number)
    return words % {"cases": cases_words(number)}


def backup_words(backups: Sequence[Known], number: int, today: date) -> str:
    """Which backups still hold the cases; "" when none does."""
    if not backups:
        return ""
    values = {"day": _day(backups[0].made_at.date(), today), "n": len(backups)}
    if len(backups) > 1:
        return _("In %(n)d back-ups staan ze nog, de nieuwste van %(day)s. Maak daarna een nieuwe back-up.") % values
    return (
        ngettext(
            "In uw back-up van %(day)s staat deze casus nog. Maak daarna een nieuwe back-up.",
            "In uw back-up van %(day)s staan ze nog. Maak daarna een nieuwe back-up.",
            number,
        )
        % values
    )


def _day(day: date, today: date) -> str:
    words = i18n.current().long_date(day)
    return words.removesuffix(f" {day.year}") if day.year == today.year else words
