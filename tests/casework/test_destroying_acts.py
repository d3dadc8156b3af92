"""Asking, turning back and carrying out; by a clock that may be set back, beside exports, and never twice."""

import itertools
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from adviser_desk.casework import (
    cases,
    contact_history,
    contacts,
    destroying,
    follow_ups,
    last_view,
    practice,
    reporting,
    retention,
)
from adviser_desk.casework.consents import record_consent
from adviser_desk.casework.last_view import LastView
from adviser_desk.errors import KnownError, NotYet, ToBeDestroyed
from adviser_desk.models.case import Traits
from adviser_desk.models.consent import ConsentManner, ConsentScope, ConsentState
from adviser_desk.models.contact import Draft
from adviser_desk.models.destruction import Ground
from adviser_desk.models.period import Period
from adviser_desk.policy import DEFAULT, Policy
from adviser_desk.vault import destroying as table
from adviser_desk.vault import releases, tallies
from adviser_desk.vault.connection import Vault, create_vault

NOW = datetime(2026, 10, 6, 14, 40)
DAY = timedelta(hours=24)
SAID = {"manner": ConsentManner.SPOKEN, "on": date(2025, 1, 1)}
AT_ONCE = Policy(grace_hours=0)


def logged(vault: Vault, pseudonym: str, day: date = date(2025, 1, 2), text: str = "Gesproken.") -> int:
    at = datetime(day.year, day.month, day.day, 9)
    draft = Draft(place="capture:1", pseudonym=pseudonym, started_at=at, text=text, keep_notes="yes", count="yes")
    return contacts.log_contact(vault, draft, at=at, minutes=None).case_id


def there(vault: Vault) -> set[int]:
    return {row.id for row in cases.find_cases(vault, today=NOW.date()).rows}


def ask(vault: Vault, *case_ids: int, ground: Ground = Ground.RETENTION, now: datetime = NOW) -> datetime:
    return destroying.ask(vault, case_ids, ground, now=now, policy=DEFAULT).due_at


def test_a_case_is_whole_until_it_is_due_and_then_gone(vault: Vault) -> None:
    going, stays = logged(vault, "Kompas-47", text="De roosterwijziging."), logged(vault, "Ladder-12")
    page = cases.case_page(vault, going, today=NOW.date())
    assert ask(vault, going) == NOW + DAY
    assert destroying.carry_out(vault, now=NOW + DAY - timedelta(seconds=1)).certificates == ()
    assert cases.case_page(vault, going, today=NOW.date()) == page
    done = destroying.carry_out(vault, now=NOW + DAY)
    assert [(one.number, one.on, one.ground, one.cases) for one in done.certificates] == [
        (1, date(2026, 10, 7), Ground.RETENTION, 1)
    ]
    assert there(vault) == {stays}
    assert cases.find_cases(vault, "roosterwijziging", today=NOW.date()).number == 0
    assert table.is_clean(vault)
    with pytest.raises(LookupError):
        cases.case_page(vault, going, today=NOW.date())


def test_turned_back_it_stays(vault: Vault) -> None:
    case_id = logged(vault, "Kompas-47")
    page = cases.case_page(vault, case_id, today=NOW.date())
    ask(vault, case_id)
    assert retention.case_retention(vault, case_id, policy=DEFAULT).going is not None
    destroying.turn_back(vault, [case_id])
    assert destroying.carry_out(vault, now=NOW + 9 * DAY).certificates == ()
    assert cases.case_page(vault, case_id, today=NOW.date()) == page
    assert retention.number_past(vault, today=NOW.date(), policy=DEFAULT) == 1


def test_asked_again_it_goes_when_it_was_asked_first(vault: Vault) -> None:
    case_id = logged(vault, "Kompas-47")
    ask(vault, case_id)
    ask(vault, case_id, ground=Ground.REQUEST, now=NOW + timedelta(hours=3))
    assert destroying.carry_out(vault, now=NOW + DAY).certificates[0].ground is Ground.RETENTION


def test_a_clock_that_is_set_back_destroys_nothing_early_and_nothing_twice(vault: Vault) -> None:
    first, second = logged(vault, "Kompas-47"), logged(vault, "Ladder-12")
    ask(vault, first)
    assert destroying.carry_out(vault, now=NOW - 40 * DAY).certificates == ()
    assert len(destroying.carry_out(vault, now=NOW + DAY).certificates) == 1
    ask(vault, second, now=NOW - 2 * DAY)
    assert destroying.carry_out(vault, now=NOW - 2 * DAY).certificates == ()
    for _again in range(2):
        destroying.carry_out(vault, now=NOW + DAY)
    assert [one.cases for one in table.all_certificates(vault)] == [1, 1]


def test_without_grace_it_is_due_at_once(vault: Vault) -> None:
    case_id = logged(vault, "Kompas-47")
    destroying.ask(vault, [case_id], Ground.REQUEST, now=NOW, policy=AT_ONCE)
    assert destroying.carry_out(vault, now=NOW).certificates[0].cases == 1


def test_what_takes_long_can_be_broken_off_and_is_done_later(vault_folder: Path, key: bytearray) -> None:
    vault = create_vault(vault_folder, key, vault_id="0f" * 16, practice=True)
    practice.fill_practice(vault, 400, 1, until=NOW.date())
    case_id = logged(vault, "Kompasje-47")
    ask(vault, case_id)
    for looks in itertools.count():
        left = itertools.chain([False] * looks, itertools.repeat(True))
        destroying.carry_out(vault, now=NOW + DAY, stop=left.__next__)
        whole = destroying.is_there(vault, case_id)
        assert [one.cases for one in table.all_certificates(vault)] == ([] if whole else [1])
        if not whole and table.is_clean(vault):
            break
    assert looks > 1
    assert vault.db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    vault.close()


def test_what_was_asked_together_has_one_certificate(vault: Vault) -> None:
    a, b, c, d = (logged(vault, f"Kompas-{number}") for number in (10, 11, 12, 13))
    ask(vault, a, b)
    ask(vault, c, now=NOW + timedelta(minutes=1))
    ask(vault, d, now=NOW + timedelta(minutes=1), ground=Ground.REQUEST)
    done = destroying.carry_out(vault, now=NOW + 2 * DAY).certificates
    assert [(one.number, one.cases, one.ground) for one in done] == [
        (1, 2, Ground.RETENTION),
        (2, 1, Ground.REQUEST),
        (3, 1, Ground.RETENTION),
    ]


def test_what_is_open_keeps_a_case_from_going(vault: Vault) -> None:
    young, open_step, draft = (
        logged(vault, "Kompas-47", NOW.date()),
        logged(vault, "Ladder-12"),
        logged(vault, "Puzzel-86"),
    )
    follow_ups.add_follow_up(vault, open_step, follow_ups.NewFollowUp(due_on=NOW.date(), text="Bellen"))
    contacts.keep_draft(vault, Draft(place=f"case:{draft}", case_id=draft, started_at=NOW, text="Half"))
    fine = logged(vault, "Hangmat-82")
    for case_id in (young, open_step, draft):
        with pytest.raises(NotYet):
            ask(vault, fine, case_id)
    with pytest.raises(NotYet):
        ask(vault, draft, ground=Ground.CONSENT_WITHDRAWN)
    assert table.asked(vault) == ()
    # Who withdraws consent does not have to wait for a period or a follow-up.
    ask(vault, young, open_step, ground=Ground.CONSENT_WITHDRAWN)
    assert {one.case_id for one in table.asked(vault)} == {young, open_step}
    with pytest.raises(LookupError):
        ask(vault, 999)
    with pytest.raises(ValueError, match="no case"):
        ask(vault)


def test_nothing_that_is_typed_goes_with_a_case(vault: Vault) -> None:
    case_id = logged(vault, "Kompas-47")
    contact = cases.case_page(vault, case_id, today=NOW.date()).contacts[0]
    ask(vault, case_id)
    draft = Draft(place="capture:2", case_id=case_id, started_at=NOW, text="Belt toch weer.")
    contacts.keep_draft(vault, draft)
    for write in (
        lambda: contacts.log_contact(vault, draft, at=NOW, minutes=None),
        lambda: contacts.change_contact(vault, contact, now=NOW),
        lambda: contact_history.remove_contact(vault, contact.id, now=NOW),
        lambda: follow_ups.add_follow_up(vault, case_id, follow_ups.NewFollowUp(due_on=NOW.date(), text="Bellen")),
        lambda: cases.change_memory_aid(vault, case_id, "Iets"),
    ):
        with pytest.raises(ToBeDestroyed):
            write()
    assert destroying.carry_out(vault, now=NOW + DAY).certificates == ()
    assert contacts.draft_at(vault, "capture:2") == draft
    page = retention.retention_page(vault, today=NOW.date(), policy=DEFAULT)
    assert [(one.case.id, one.waits) for one in page.going] == [(case_id, True)]
    contacts.drop_draft(vault, "capture:2")
    assert destroying.carry_out(vault, now=NOW + DAY, but=[case_id]).certificates == ()
    assert len(destroying.carry_out(vault, now=NOW + DAY).certificates) == 1


def test_a_case_that_will_go_is_offered_nowhere_to_write_in(vault: Vault) -> None:
    case_id = logged(vault, "Kompas-47")
    assert [row.id for row in cases.cases_starting(vault, "kom")] == [case_id]
    assert len(cases.unfinished(vault, today=NOW.date())) == 1
    ask(vault, case_id)
    assert cases.cases_starting(vault, "kom") == ()
    assert cases.unfinished(vault, today=NOW.date()) == ()
    assert there(vault) == {case_id}


@pytest.mark.parametrize(
    ("view", "kept"),
    [
        (LastView(page="case", about="1", focus="note"), False),
        (LastView(page="cases", about="roosterwijz"), False),
        (LastView(page="cases", about="kompas"), False),
        (LastView(page="cases", chosen={"row": "1"}), False),
        (LastView(page="cases", chosen={"row": "2", "status": "open"}), True),
        (LastView(page="case", about="2", focus="note"), True),
        (LastView(page="cases", about="fiets"), True),
        (LastView(page="export", about="2026Q3/3"), True),
    ],
)
def test_where_the_adviser_was_does_not_lead_to_a_case_that_is_gone(vault: Vault, view: LastView, kept: bool) -> None:
    assert logged(vault, "Kompas-47", text="De roosterwijziging.") == 1
    assert logged(vault, "Ladder-12", text="De fiets.") == 2
    last_view.keep_view(vault, view)
    ask(vault, 1)
    destroying.carry_out(vault, now=NOW + DAY)
    assert last_view.last_view(vault) == (view if kept else LastView())


def test_a_quarter_exported_before_or_after_destroying_has_the_same_figures(vault: Vault, tmp_path: Path) -> None:
    whole = exported(vault, tmp_path / "whole", destroy=False)
    with TemporaryDirectory() as folder:
        other = create_vault(Path(folder) / "vault", bytearray(range(32)), vault_id="0f" * 16)
        emptied = exported(other, tmp_path / "emptied", destroy=True)
        assert cases.find_cases(other, today=NOW.date()).number == 0
        other.close()
    assert whole == emptied


def exported(vault: Vault, out: Path, *, destroy: bool) -> bytes:
    for number in range(10, 22):
        case_id = logged(vault, f"Kompas-{number}", date(2025, 8, 3))
        traits = Traits(
            matter="undesirable_behaviour", behaviour=("bullying",), client_role="target", other_party="manager"
        )
        cases.change_traits(vault, case_id, traits)
        if destroy:
            ask(vault, case_id)
    destroying.carry_out(vault, now=NOW + DAY)
    plan = reporting.plan_release(vault, Period("2025Q3"), today=NOW.date(), policy=DEFAULT)
    preview = reporting.prepare(plan)
    reporting.approve(vault, preview, remarks="", language="nl", out=out)
    return next(out.glob("*.json")).read_bytes()


class Destruction(RuleBasedStateMachine):
    """Any order of opening, consenting, asking, turning back, time (both ways) and closing quarters."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.vault = create_vault(Path(self.folder.name) / "vault", bytearray(range(32)), vault_id="0f" * 16)
        self.now = NOW
        self.names = (f"Kompas-{number}" for number in itertools.count(10))
        self.opened: dict[int, Period] = {}
        self.given: set[int] = set()
        self.counts: dict[int, Period] = {}
        """The quarter in which a case counts for good, because a release counted it."""
        self.due: dict[int, datetime] = {}
        self.gone: set[int] = set()
        self.closed: list[Period] = []

    def teardown(self) -> None:
        self.vault.close()
        self.folder.cleanup()

    @precondition(lambda self: len(self.opened) < 12)
    @rule(month=st.integers(1, 12), count=st.booleans())
    def open_case(self, month: int, count: bool) -> None:
        case_id, _changes = cases.open_case(self.vault, next(self.names), opened_on=date(2025, month, 3))
        self.opened[case_id] = Period(f"2025Q{(month + 2) // 3}")
        if count:
            self.consent(case_id, ConsentState.GIVEN)

    @rule(data=st.data(), state=st.sampled_from([ConsentState.GIVEN, ConsentState.REFUSED]))
    def answer(self, data: st.DataObject, state: ConsentState) -> None:
        if left := sorted(self.opened.keys() - self.gone):
            self.consent(data.draw(st.sampled_from(left)), state)

    def consent(self, case_id: int, state: ConsentState) -> None:
        record_consent(self.vault, case_id, ConsentScope.COUNT, state, **SAID)
        (self.given.add if state is ConsentState.GIVEN else self.given.discard)(case_id)

    @rule(data=st.data(), ground=st.sampled_from(Ground), grace=st.integers(0, 48))
    def ask(self, data: st.DataObject, ground: Ground, grace: int) -> None:
        left = sorted(self.opened.keys() - self.gone)
        chosen = data.draw(st.sets(st.sampled_from(left), min_size=1)) if left else set()
        try:
            planned = destroying.ask(self.vault, sorted(chosen), ground, now=self.now, policy=Policy(grace_hours=grace))
        except (ValueError, KnownError):
            return
        for case_id in chosen:
            self.due.setdefault(case_id, planned.due_at)

    @rule(data=st.data())
    def turn_back(self, data: st.DataObject) -> None:
        if self.due:
            chosen = data.draw(st.sets(st.sampled_from(sorted(self.due)), min_size=1))
            destroying.turn_back(self.vault, chosen)
            for case_id in chosen:
                del self.due[case_id]

    @rule(hours=st.integers(-60, 60))
    def time_goes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule()
    def carry_out(self) -> None:
        due = {case_id for case_id, at in self.due.items() if at <= self.now}
        done = destroying.carry_out(self.vault, now=self.now)
        assert sum(one.cases for one in done.certificates) == len(due)
        self.gone |= due
        self.due = {case_id: at for case_id, at in self.due.items() if case_id not in due}

    @precondition(lambda self: len(self.closed) < 6)
    @rule()
    def close_quarter(self) -> None:
        period = [Period(f"2025Q{number}") for number in (1, 2, 3, 4)][len(self.closed) :][:1] or [Period("2026Q1")]
        if period[0] in self.closed:
            return
        for case_id, quarter in self.counting().items():
            if quarter == period[0]:
                self.counts[case_id] = quarter
        with self.vault.transaction():
            files = releases.Files(figures=str(len(self.closed)).encode(), report=b"PK")
            releases.add(self.vault, period[0], NOW.date(), files, "nl")
        self.closed.append(period[0])

    def counting(self) -> dict[int, Period]:
        """The quarter of each case that counts, by a rule of its own."""
        found = dict(self.counts)
        for case_id in self.given - found.keys():
            found[case_id] = tallies.quarter_of(self.opened[case_id], self.closed)
        return found

    @invariant()
    def totals_are_right(self) -> None:
        found = tallies.totals(self.vault, releases.covered(releases.entries(self.vault)))
        counted = {quarter: total.counted for quarter, total in found.items() if total.counted}
        expected: dict[Period, int] = {}
        for quarter in self.counting().values():
            expected[quarter] = expected.get(quarter, 0) + 1
        assert counted == expected

    @invariant()
    def cases_are_whole_or_gone(self) -> None:
        assert there(self.vault) == self.opened.keys() - self.gone
        assert sum(one.cases for one in table.all_certificates(self.vault)) == len(self.gone)
        assert len(table.carried(self.vault).marks) == len(self.gone)
        assert table.is_clean(self.vault)


TestDestruction = Destruction.TestCase
TestDestruction.settings = settings(
    max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
