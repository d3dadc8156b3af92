"""The practice vault of the pictures beside the design: its fictional cases, and three years of others for figures."""

from datetime import date, datetime, time
from pathlib import Path

from adviser_desk.casework import backups, cases, consents, contacts, follow_ups, practice
from adviser_desk.casework.cases import CaseFilter
from adviser_desk.models.case import CaseStatus, Traits
from adviser_desk.models.consent import ConsentManner, ConsentScope, ConsentState
from adviser_desk.models.contact import Draft
from adviser_desk.vault.connection import Vault

NOW = datetime(2026, 10, 6, 14, 20)
CASES, SEED = 240, 1
KOMPAS = "Kompas-47"
_FAR = date(2030, 1, 1)
_FULL = Traits(
    matter="undesirable_behaviour",
    behaviour=("intimidation",),
    client_role="target",
    other_party="manager",
    found_via="intranet",
    options=("listen",),
    step="listen",
)
_TALKS = (
    (datetime(2026, 8, 14, 11, 30), "video", 40,
     "Eerste gesprek. Uitleg gegeven over mijn rol en over vertrouwelijkheid. Toestemming gevraagd."),
    (datetime(2026, 9, 18, 9, 5), "phone", 15,
     "Slaapt slecht en twijfelt over melden. Nog geen stap gezet. Gewezen op bedrijfsmaatschappelijk werk."),
    (datetime(2026, 10, 2, 16, 10), "in_person", 50,
     "Gesproken over de opmerkingen in het teamoverleg en het rooster. Twee collega’s waren erbij en zeiden niets. "
     "Besproken: eerst zelf het gesprek aangaan, met mij als achtervang."),
)  # fmt: skip
_OTHERS = (
    # pseudonym, opened, behaviour, text, follow-up on, at, by, text
    ("Paraplu-63", date(2026, 9, 30), "bullying", "Krijgt steeds de late dienst in het rooster. Wil praten.",
     date(2026, 10, 6), time(15, 0), "in_person", "Nazorg: vragen hoe het gaat op de afdeling"),
    ("Zaklamp-29", date(2026, 9, 22), "verbal_aggression", "Wil de melding toch niet intrekken. Denkt er nog over na.",
     date(2026, 10, 6), None, "message", "Informatie over klachtencommissie sturen"),
    ("Hangmat-82", date(2026, 9, 8), "discrimination", "Roosterwijziging vanwege ‘jonger publiek’. Niet eerlijk.",
     date(2026, 10, 7), None, "video", "Tweede gesprek voorbereiden"),
    ("Vuurtoren-15", date(2026, 8, 27), "bullying", "Het intrekken van het besluit voelde niet goed.",
     date(2026, 10, 22), None, "phone", "Vragen of het gesprek is geweest"),
)  # fmt: skip
_BACKUPS = (datetime(2026, 9, 18, 16, 52), datetime(2026, 9, 25, 16, 40), datetime(2026, 10, 3, 17, 5))


def fill(vault: Vault, stick: Path) -> None:
    """The cases of the design on the desk, everything else closed, and three backups on `stick`."""
    today = NOW.date()
    practice.fill_practice(vault, CASES, SEED, until=today)
    for row in cases.find_cases(vault, "", CaseFilter(), today=today, most=CASES).rows:
        if row.closed_on is None:
            cases.change_status(vault, row.id, CaseStatus.CLOSED, today=today)
    for due in follow_ups.due(vault, until=_FAR):
        follow_ups.tick_off(vault, due.follow_up.id, done_on=due.follow_up.due_on)
    _kompas(vault)
    for name, opened, behaviour, text, on, at, by, step in _OTHERS:
        case_id = _case(vault, name, ((datetime.combine(opened, time(10, 30)), "phone", 30, text),))
        cases.change_traits(vault, case_id, _FULL.model_copy(update={"behaviour": (behaviour,)}))
        _say(vault, case_id, ConsentScope.COUNT, opened)
        follow_ups.add_follow_up(
            vault,
            case_id,
            follow_ups.NewFollowUp(due_on=on, due_at=at, channel=by, text=step),  # type: ignore[arg-type]
        )
    for name, opened in (("Magneet-53", date(2026, 10, 5)), ("Rugzak-91", date(2026, 10, 2))):
        case_id = _case(vault, name, ((datetime.combine(opened, time(9, 0)), "phone", 20, "Belde kort. Belt terug."),))
        _say(vault, case_id, ConsentScope.COUNT, opened)
    stick.mkdir(parents=True, exist_ok=True)
    for at in _BACKUPS:
        backups.make_backup(vault, stick, made_at=at)


def case_of(vault: Vault, pseudonym: str) -> int:
    """The number of a case."""
    return next(row.id for row in cases.cases_starting(vault, pseudonym))


def _kompas(vault: Vault) -> None:
    case_id = _case(vault, KOMPAS, _TALKS)
    cases.change_traits(vault, case_id, _FULL)
    first, last = _TALKS[0][0].date(), _TALKS[-1][0].date()
    for scope in (ConsentScope.KEEP_NOTES, ConsentScope.COUNT):
        _say(vault, case_id, scope, first)
    _say(vault, case_id, ConsentScope.CONTACT_ME, first, until=date(2026, 10, 14))
    consents.record_consent(
        vault, case_id, ConsentScope.HAND_OVER, ConsentState.REFUSED, manner=ConsentManner.SPOKEN, on=last
    )
    for on, text in (
        (date(2026, 10, 5), "Terugbellen over gesprek met leidinggevende"),
        (date(2026, 10, 9), "Uitleg klachtencommissie"),
    ):
        follow_ups.add_follow_up(vault, case_id, follow_ups.NewFollowUp(due_on=on, channel="phone", text=text))


def _case(vault: Vault, pseudonym: str, talks: tuple[tuple[datetime, str, int, str], ...]) -> int:
    case_id, _changes = cases.open_case(vault, pseudonym, opened_on=talks[0][0].date())
    for at, channel, minutes, text in talks:
        draft = Draft(
            place="capture:9",
            case_id=case_id,
            channel=channel,
            started_at=at,
            text=text,  # type: ignore[arg-type]
        )
        contacts.log_contact(vault, draft, at=at, minutes=minutes)
    return case_id


def _say(vault: Vault, case_id: int, scope: ConsentScope, on: date, *, until: date | None = None) -> None:
    consents.record_consent(
        vault, case_id, scope, ConsentState.GIVEN, manner=ConsentManner.SPOKEN, on=on, expires_on=until
    )
