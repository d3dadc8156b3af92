"""What each consent is for, in words: short for a chip, one line for a row, and a text to read out to the client.

Says what withdrawing stops, what it cannot undo and what stays. Never promises anonymity.
"""

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from adviser_desk import i18n
from adviser_desk.i18n import N_, _
from adviser_desk.models.consent import ConsentEntry, ConsentManner, ConsentScope, ConsentState, Standing
from adviser_desk.models.period import Period
from adviser_desk.ui.privacy import privacy
from adviser_desk.ui.state import State

_CHIP = 24
_SOON = timedelta(days=14)
_S = ConsentScope
SHORT: Mapping[ConsentScope, str] = {
    _S.KEEP_NOTES: N_("Bewaren"),
    _S.COUNT: N_("Meetellen"),
    _S.CONTACT_ME: N_("Contact"),
    _S.TALK_TO: N_("Spreken"),
    _S.THEME: N_("Signaal"),
    _S.PEER_REVIEW: N_("Intervisie"),
    _S.HAND_OVER: N_("Overdragen"),
}
ABOUT: Mapping[ConsentScope, str] = {
    _S.KEEP_NOTES: N_("Nodig om de casus bij te houden."),
    _S.COUNT: N_("Alleen als getal, zonder naam of verhaal."),
    _S.CONTACT_ME: N_("U mag zelf bellen om te vragen hoe het gaat."),
    _S.TALK_TO: N_("Eén persoon of instantie, tot een afgesproken dag."),
    _S.THEME: N_("Een thema in een signaal, zonder herkenbare details."),
    _S.PEER_REVIEW: N_("Zonder naam en zonder herkenbare details."),
    _S.HAND_OVER: N_("Als u stopt als vertrouwenspersoon."),
}
READ_OUT: Mapping[ConsentScope, str] = {
    _S.KEEP_NOTES: N_(
        "Ik maak korte aantekeningen van onze gesprekken. Die staan versleuteld op mijn laptop. "
        "Alleen ik kan ze lezen. Vindt u dat goed? U kunt later altijd nee zeggen."
    ),
    _S.COUNT: N_(
        "Elk kwartaal maak ik cijfers over het soort vragen dat ik krijg. Uw naam en uw verhaal staan daar niet in. "
        "Kleine aantallen laat ik weg. Mag uw vraag meetellen?"
    ),
    _S.CONTACT_ME: N_(
        "Soms wil ik later vragen hoe het met u gaat. Mag ik u daarvoor bellen of mailen? U mag ook zeggen tot wanneer."
    ),
    _S.TALK_TO: N_(
        "Het kan helpen als ik met iemand anders over uw situatie praat. Dat doe ik alleen met de persoon die u noemt. "
        "Met wie mag ik praten, waarover, en tot wanneer?"
    ),
    _S.THEME: N_(
        "Soms hoor ik hetzelfde van meer mensen. Dan kan ik de organisatie zeggen dat er iets speelt. "
        "Daar staat niet in wie het vertelde. Mag ik uw ervaring daarvoor gebruiken?"
    ),
    _S.PEER_REVIEW: N_(
        "Ik bespreek mijn werk soms met andere vertrouwenspersonen. Dan noem ik geen namen en geen details waaraan zij "
        "u herkennen. Mag ik uw situatie zo bespreken?"
    ),
    _S.HAND_OVER: N_(
        "Als ik stop met dit werk, kan een opvolger u verder helpen. "
        "Mag ik mijn aantekeningen dan aan die persoon geven?"
    ),
}
_STOPS: Mapping[ConsentScope, str] = {
    _S.KEEP_NOTES: N_("Leg vanaf nu niets nieuws meer vast over deze casus."),
    _S.COUNT: N_("Deze casus telt vanaf nu niet meer mee."),
    _S.CONTACT_ME: N_("U neemt zelf geen contact meer op."),
    _S.TALK_TO: N_("U praat hier niet meer over met deze persoon."),
    _S.THEME: N_("U gebruikt deze ervaring niet meer voor een nieuw signaal."),
    _S.PEER_REVIEW: N_("U bespreekt deze casus niet meer in intervisie."),
    _S.HAND_OVER: N_("Deze casus gaat niet mee naar een opvolger."),
}
_CANNOT: Mapping[ConsentScope, str] = {
    _S.TALK_TO: N_("Wat u al heeft verteld, kunt u niet terughalen."),
    _S.THEME: N_("Een signaal dat al is gegeven, verandert niet."),
    _S.PEER_REVIEW: N_("Wat al is besproken, kunt u niet terughalen."),
}
_STAYS: Mapping[ConsentScope, str] = {
    _S.KEEP_NOTES: N_("Wat er al staat, kunt u daarna meteen laten vernietigen."),
}
_FROM_NOW: Mapping[ConsentScope, str] = {
    _S.KEEP_NOTES: N_("Bij Ja mag u aantekeningen bewaren. Bij Nee legt u niets vast."),
    _S.COUNT: N_("Bij Ja telt deze casus mee vanaf de volgende export. Bij Nee telt hij niet mee."),
    _S.CONTACT_ME: N_("Bij Nee wacht u tot de melder zelf contact zoekt."),
    _S.TALK_TO: N_("De toestemming geldt alleen voor deze ontvanger en loopt vanzelf af."),
    _S.THEME: N_("Een thema gaat alleen mee als genoeg casussen het steunen."),
    _S.PEER_REVIEW: N_("Bij Ja bespreekt u de casus zonder naam en herkenbare details."),
    _S.HAND_OVER: N_("Bij Nee gaat deze casus niet mee naar een opvolger."),
}


@dataclass(frozen=True)
class Chip:
    """A state as icon, words and tone of a chip. `spoken` is the whole for a screen reader."""

    icon: str
    words: str
    tone: str
    spoken: str


def purpose(state: State, item: Standing | ConsentEntry) -> str:
    """Meetellen in anonieme cijfers; for one recipient with that recipient."""
    label = state.label("consent_scope", item.scope)
    return (
        label
        if item.recipient is None
        else _("Spreken met %(recipient)s") % {"recipient": privacy.inside(item.recipient)}
    )


def answer_chip(item: Standing, today: date) -> Chip:
    """The answer alone, for a row: Ja, Ja tot 14 oktober, Nee, Ingetrokken, Verlopen, Nog niet gevraagd."""
    until = item.entry.expires_on if item.entry else None
    end = i18n.current().short_date(until, today) if until else ""
    if item.state is ConsentState.GIVEN:
        words = _("Ja, tot %(day)s") % {"day": end} if end else _("Ja")
        soon = until is not None and until - today <= _SOON
        return Chip("hourglass" if soon else "check", words, "warn" if soon else "ok", words)
    icon, words, tone = {
        ConsentState.REFUSED: ("x", _("Nee"), ""),
        ConsentState.WITHDRAWN: ("x", _("Ingetrokken"), ""),
        ConsentState.EXPIRED: ("hourglass", _("Verlopen op %(day)s") % {"day": end}, "warn"),
        ConsentState.NOT_ASKED: ("circle-help", _("Nog niet gevraagd"), "empty"),
    }[item.state]
    return Chip(icon, words, tone, words)


def case_chip(state: State, item: Standing, today: date) -> Chip:
    """The purpose with its answer, for the head of a case: Bewaren sinds 14 aug."""
    answer = answer_chip(item, today)
    name = _(SHORT[item.scope])
    if item.recipient is not None:
        recipient = textwrap.shorten(item.recipient, _CHIP, placeholder="…")
        name = _("Spreken met %(recipient)s") % {"recipient": privacy.inside(recipient)}
    if item.state is ConsentState.GIVEN and item.entry is not None:
        until = item.entry.expires_on
        day = i18n.current().short_date(until or item.entry.on, today)
        words = (_("%(purpose)s tot %(day)s") if until else _("%(purpose)s sinds %(day)s")) % {
            "purpose": name,
            "day": day,
        }
    else:
        words = _("%(purpose)s: %(answer)s") % {"purpose": name, "answer": _inside(answer.words)}
    spoken = _("%(purpose)s: toestemming %(answer)s") % {
        "purpose": purpose(state, item),
        "answer": _inside(answer.words),
    }
    return Chip(answer.icon, words, answer.tone, spoken)


def _inside(words: str) -> str:
    """Words as they stand inside a sentence; a month in English keeps its capital."""
    return words[:1].lower() + words[1:]


def when_and_how(item: Standing | ConsentEntry, today: date) -> str:
    """14 aug, mondeling; "" while not asked."""
    entry = item.entry if isinstance(item, Standing) else item
    if entry is None:
        return ""
    day = i18n.current().short_date(entry.on, today)
    return f"{day}, {manner_words()[entry.manner].lower()}"


def history_words(entry: ConsentEntry, today: date) -> str:
    """14 aug · Ja, tot 14 okt, mondeling."""
    answer = {
        ConsentState.GIVEN: _("Ja"),
        ConsentState.REFUSED: _("Nee"),
        ConsentState.WITHDRAWN: _("Ingetrokken"),
    }[entry.state]
    parts = [answer]
    if entry.expires_on is not None:
        parts.append(_("tot %(day)s") % {"day": i18n.current().short_date(entry.expires_on, today)})
    parts.append(manner_words()[entry.manner].lower())
    return f"{i18n.current().short_date(entry.on, today)} · {', '.join(parts)}"


def manner_words() -> dict[ConsentManner, str]:
    """How the client said it."""
    return {
        ConsentManner.SPOKEN: _("Mondeling"),
        ConsentManner.MESSAGE: _("Per bericht"),
        ConsentManner.PAPER: _("Op papier"),
    }


def effects_of_withdrawing(scope: ConsentScope, counted_in: Period | None) -> list[str]:
    """What stops, what cannot be undone, what stays."""
    lines = [_(_STOPS[scope])]
    if scope is ConsentScope.COUNT and counted_in is not None:
        lines.append(_already_gone(counted_in))
    if scope in _CANNOT:
        lines.append(_(_CANNOT[scope]))
    lines.append(_(_STAYS[scope]) if scope in _STAYS else _("Uw aantekeningen blijven bewaard."))
    return lines


def effects_of_recording(scope: ConsentScope, counted_in: Period | None) -> list[str]:
    """What yes and no mean from now on."""
    lines = [_(_FROM_NOW[scope])]
    if scope is ConsentScope.COUNT and counted_in is not None:
        lines.append(_already_gone(counted_in))
    return lines


def _already_gone(period: Period) -> str:
    number = str(period)[-1]
    names = {
        "1": _("De cijfers van het 1e kwartaal van %(year)d zijn al weg. Die veranderen niet."),
        "2": _("De cijfers van het 2e kwartaal van %(year)d zijn al weg. Die veranderen niet."),
        "3": _("De cijfers van het 3e kwartaal van %(year)d zijn al weg. Die veranderen niet."),
        "4": _("De cijfers van het 4e kwartaal van %(year)d zijn al weg. Die veranderen niet."),
    }
    return names[number] % {"year": period.year}
