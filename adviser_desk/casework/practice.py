"""A practice vault: believable cases about people who do not exist, for training, pictures and the service desk."""

import random
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any, TypeVar

from adviser_desk import paths
from adviser_desk.casework import practice_traits
from adviser_desk.casework.changes import Changes, Kind
from adviser_desk.casework.word_lists import pseudonym_words
from adviser_desk.errors import BadCall
from adviser_desk.i18n import _
from adviser_desk.models.case import Case, CaseStatus, Traits
from adviser_desk.models.consent import ConsentEntry, ConsentManner, ConsentScope, ConsentState
from adviser_desk.models.contact import Contact
from adviser_desk.models.follow_up import FollowUp
from adviser_desk.models.unit import Unit, UnitTree
from adviser_desk.vault import bulk, units
from adviser_desk.vault.connection import Vault

PASSPHRASE = "oefenen met verzonnen casussen"
"""Opens every practice vault. It protects nothing: the window shows it on the unlock card."""

MOST_CASES = 20_000
_YEARS = timedelta(days=3 * 365)
_STILL_OPEN = timedelta(days=120)
_MOST_OPEN = 300
_CHANNELS = ("phone", "in_person", "video", "message", "other")
_OFTEN = (52, 30, 10, 6, 2)
T = TypeVar("T")


def fill_practice(vault: Vault, cases: int, seed: int, *, until: date) -> Changes:
    """Add fictional cases from the three years up to `until` to an empty vault. The same seed and day give the same.

    Raises BadCall for a vault that is not a practice vault or is not empty, and for more than 20,000 cases.
    """
    free = bulk.first_free(vault)
    if not vault.practice or free.case > 1:
        raise BadCall(what=_("Verzonnen casussen kunnen alleen in een lege oefenkluis."))
    if not 0 <= cases <= MOST_CASES:
        raise BadCall(what=_("Kies van 0 tot en met 20.000 casussen."))
    tree = UnitTree(
        version="practice.1", units=tuple(Unit(code=code, label=label) for code, label in _texts()["units"])
    )
    whole = _Author(random.Random(f"adviser-desk-practice-{seed}"), until, tree).whole(cases)
    with vault.transaction():
        units.put(vault, tree)
        bulk.add_cases(vault, whole)
    return Changes.of(Kind.CASE, Kind.CONTACT, Kind.CONSENT, Kind.FOLLOW_UP, Kind.UNIT)


@cache
def _texts() -> Mapping[str, Any]:
    return tomllib.loads(paths.resource("practice_nl.toml").read_text(encoding="utf-8"))


class _Author:
    """Writes the cases, oldest first, with one source of chance."""

    def __init__(self, chance: random.Random, until: date, tree: UnitTree) -> None:
        self._chance = chance
        self._until = until
        self._units = [unit.code for unit in tree.units]
        self._contacts: list[Contact] = []
        self._consents: list[ConsentEntry] = []
        self._follow_ups: list[FollowUp] = []

    def whole(self, number: int) -> bulk.WholeCases:
        opened = sorted(self._until - timedelta(days=self._chance.randrange(_YEARS.days)) for _place in range(number))
        statuses = [self._status(day, place >= number - _MOST_OPEN) for place, day in enumerate(opened)]
        names = self._names(statuses)
        made = [
            self._case(place + 1, name, day, status)
            for place, (name, day, status) in enumerate(zip(names, opened, statuses, strict=True))
        ]
        return bulk.WholeCases(
            cases=tuple(made),
            contacts=tuple(self._contacts),
            consents=tuple(self._consents),
            follow_ups=tuple(self._follow_ups),
        )

    def _status(self, opened: date, may_be_open: bool) -> CaseStatus:
        if not may_be_open or self._until - opened > _STILL_OPEN * 3:
            return CaseStatus.CLOSED
        if self._until - opened > _STILL_OPEN:
            return self._often((CaseStatus.CLOSED, CaseStatus.AFTERCARE, CaseStatus.OPEN), (70, 20, 10))
        return self._often(
            (CaseStatus.OPEN, CaseStatus.WAITING, CaseStatus.CLOSED, CaseStatus.AFTERCARE), (50, 20, 20, 10)
        )

    def _names(self, statuses: Sequence[CaseStatus]) -> list[str]:
        """Never the same name twice, and never two cases that are not closed with the same word."""
        names = [f"{word}-{number}" for word in pseudonym_words() for number in range(10, 100)]
        self._chance.shuffle(names)
        given: list[str] = []
        words: set[str] = set()
        for status in statuses:
            if status is CaseStatus.CLOSED:
                given.append(names.pop())
                continue
            place = next(place for place in range(-1, -len(names) - 1, -1) if names[place][:-3] not in words)
            words.add(names[place][:-3])
            given.append(names.pop(place))
        return given

    def _case(self, number: int, name: str, opened: date, status: CaseStatus) -> Case:
        closed_on = None
        if status is CaseStatus.CLOSED:
            closed_on = min(self._until, opened + timedelta(days=self._chance.randrange(1, 150)))
        closed = closed_on is not None
        traits = practice_traits.traits(
            self._chance, self._units, closed=closed, new=self._until - opened < timedelta(14)
        )
        aid = self._chance.choice(_texts()["memory_aids"]) if self._chance.random() < 0.4 else ""
        self._write_contacts(number, traits, opened, closed_on or self._until)
        self._write_consents(number, opened, closed_on or self._until)
        self._write_follow_ups(number, opened, closed_on)
        return Case(
            id=number,
            pseudonym=name,
            opened_on=opened,
            closed_on=closed_on,
            status=status,
            memory_aid=aid,
            traits=traits,
        )

    def _write_contacts(self, case_id: int, traits: Traits, opened: date, last: date) -> None:
        room = (last - opened).days
        more = self._often((0, 1, 2, 3, 5, 8, 12), (26, 24, 18, 13, 10, 6, 3))
        days = sorted(self._chance.randrange(room + 1) for _ in range(more if room else 0))
        for place, day in enumerate((0, *days)):
            at = datetime.combine(opened + timedelta(days=day), self._hour())
            note = self._note(traits, first=place == 0)
            self._contacts.append(
                Contact(
                    id=len(self._contacts) + 1,
                    case_id=case_id,
                    channel=self._often(_CHANNELS, _OFTEN),
                    at=at,
                    minutes=self._chance.choice((10, 15, 20, 30, 45, 60, 75, None)),
                    note=note,
                )
            )

    def _hour(self) -> time:
        return time(self._chance.randrange(8, 18), self._chance.randrange(0, 60, 5))

    def _note(self, traits: Traits, *, first: bool) -> str:
        texts = _texts()
        start = "opening" if first else "again"
        parts = [self._chance.choice(texts[start])]
        parts += self._chance.sample(texts[traits.matter or "information"], 2 if first else 1)
        parts += self._chance.sample(texts["effect"], self._chance.randrange(1, 3))
        parts += self._chance.sample(texts["options"], self._chance.randrange(1, 3))
        parts.append(self._chance.choice(texts["agreed"]))
        who = self._chance.choice(texts["who"][traits.other_party or "unknown"])
        return " ".join(self._filled(part, who) for part in parts)

    def _filled(self, part: str, who: str) -> str:
        where, when = self._chance.choice(_texts()["where"]), self._chance.choice(_texts()["when"])
        filled = part.replace("{who}", who).replace("{where}", where).replace("{when}", when)
        return ". ".join(piece[:1].upper() + piece[1:] for piece in filled.split(". "))

    def _write_consents(self, case_id: int, opened: date, last: date) -> None:
        for scope, asked, agreed in _CONSENTS:
            if self._chance.random() >= asked:
                continue
            given = self._chance.random() < agreed
            self._consent(case_id, scope, ConsentState.GIVEN if given else ConsentState.REFUSED, opened)
            if given and self._chance.random() < 0.03:
                self._consent(case_id, scope, ConsentState.WITHDRAWN, min(last, opened + timedelta(days=21)))
        if self._chance.random() < 0.12:
            recipient = self._chance.choice(_texts()["recipients"])
            self._consent(case_id, ConsentScope.TALK_TO, ConsentState.GIVEN, opened, recipient)

    def _consent(
        self, case_id: int, scope: ConsentScope, state: ConsentState, on: date, recipient: str | None = None
    ) -> None:
        self._consents.append(
            ConsentEntry(
                id=len(self._consents) + 1,
                case_id=case_id,
                scope=scope,
                state=state,
                manner=self._often(tuple(ConsentManner), (85, 12, 3)),
                on=on,
                expires_on=on + timedelta(days=90) if recipient else None,
                recipient=recipient,
            )
        )

    def _write_follow_ups(self, case_id: int, opened: date, closed_on: date | None) -> None:
        for _place in range(self._often((0, 1, 2, 3), (30, 40, 20, 10))):
            due_on = opened + timedelta(days=self._chance.choice((1, 7, 14, 14, 28, 42, 90)))
            # An adviser is seldom late, and never by months.
            late = (self._until - due_on).days
            if late >= 0 and (closed_on is not None or late > 10 or self._chance.random() < 0.8):
                done_on = min(self._until, due_on + timedelta(days=self._chance.randrange(3)))
                self._follow_up(case_id, due_on, done_on)
            elif closed_on is None:
                self._follow_up(case_id, due_on, None)
        if closed_on is None and self._chance.random() < 0.6:
            self._follow_up(case_id, self._until + timedelta(days=self._chance.choice((-1, 0, 0, 1, 2, 4, 6, 9))), None)

    def _follow_up(self, case_id: int, due_on: date, done_on: date | None) -> None:
        self._follow_ups.append(
            FollowUp(
                id=len(self._follow_ups) + 1,
                case_id=case_id,
                due_on=due_on,
                due_at=self._hour() if self._chance.random() < 0.2 else None,
                channel=self._often((None, *_CHANNELS), (40, *_OFTEN)),
                text=self._chance.choice(_texts()["follow_ups"]),
                done_on=done_on,
            )
        )

    def _often(self, choices: Sequence[T], weights: Sequence[int]) -> T:
        return self._chance.choices(choices, weights)[0]


_CONSENTS = (
    # scope, how often it was asked, how often the answer is yes
    (ConsentScope.KEEP_NOTES, 0.96, 0.93),
    (ConsentScope.COUNT, 0.92, 0.92),
    (ConsentScope.CONTACT_ME, 0.6, 0.85),
    (ConsentScope.THEME, 0.5, 0.7),
    (ConsentScope.PEER_REVIEW, 0.3, 0.8),
    (ConsentScope.HAND_OVER, 0.08, 0.6),
)
