"""Which cases are past their period, what keeps them from going, and keeping one longer."""

from datetime import date, datetime

import pytest

from adviser_desk.casework import cases, retention
from adviser_desk.casework.consents import record_consent
from adviser_desk.casework.contacts import keep_draft, log_contact
from adviser_desk.casework.follow_ups import NewFollowUp, add_follow_up, tick_off
from adviser_desk.models.consent import ConsentManner, ConsentScope, ConsentState
from adviser_desk.models.contact import Draft
from adviser_desk.models.period import add_months
from adviser_desk.policy import DEFAULT, Policy
from adviser_desk.vault.connection import Vault

TODAY = date(2026, 10, 6)


def logged(vault: Vault, pseudonym: str, day: date) -> int:
    at = datetime(day.year, day.month, day.day, 9)
    return log_contact(
        vault, Draft(place="capture:1", pseudonym=pseudonym, started_at=at, text="Gesproken."), at=at, minutes=None
    ).case_id


def past(vault: Vault, today: date = TODAY, policy: Policy = DEFAULT) -> list[str]:
    found = retention.retention_page(vault, today=today, policy=policy)
    assert retention.number_past(vault, today=today, policy=policy) == len(found.past)
    return [one.case.pseudonym for one in found.past]


def test_a_case_is_past_its_period_twelve_months_after_its_last_contact(vault: Vault) -> None:
    logged(vault, "Kompas-47", date(2025, 10, 7))
    logged(vault, "Ladder-12", date(2025, 10, 6))
    logged(vault, "Zaklamp-29", date(2024, 1, 1))
    cases.open_case(vault, "Hangmat-82", opened_on=date(2025, 3, 1))
    assert past(vault) == ["Zaklamp-29", "Hangmat-82", "Ladder-12"]
    assert past(vault, policy=Policy(retention_months=24)) == ["Zaklamp-29"]
    page = retention.retention_page(vault, today=TODAY, policy=DEFAULT)
    assert page.past[2].model_dump(include={"contacts", "last_on", "over_on", "obstacles"}) == {
        "contacts": 1,
        "last_on": date(2025, 10, 6),
        "over_on": date(2026, 10, 6),
        "obstacles": (),
    }
    assert page.next_on == date(2026, 10, 7)


def test_a_month_without_that_day_ends_on_its_last(vault: Vault) -> None:
    logged(vault, "Kompas-47", date(2024, 2, 29))
    logged(vault, "Ladder-12", date(2024, 3, 1))
    assert past(vault, date(2025, 2, 27)) == []
    assert past(vault, date(2025, 2, 28)) == ["Kompas-47"]
    assert past(vault, date(2025, 3, 1)) == ["Kompas-47", "Ladder-12"]
    monthly = Policy(retention_months=1)
    for day in (date(2026, 1, 29), date(2026, 1, 31), date(2026, 3, 31), date(2026, 12, 31)):
        over = add_months(day, 1)
        case = logged(vault, f"Hangmat-{day.month + day.day}", day)
        page = retention.retention_page(vault, today=over, policy=monthly)
        assert case in {one.case.id for one in page.past}


def test_what_is_open_in_a_case_is_told(vault: Vault) -> None:
    case_id = logged(vault, "Kompas-47", date(2025, 1, 1))
    step, _changes = add_follow_up(vault, case_id, NewFollowUp(due_on=TODAY, text="Bellen"))
    draft = Draft(place=f"case:{case_id}", case_id=case_id, started_at=datetime(2026, 10, 6), text="Half")
    keep_draft(vault, draft)
    only = lambda: retention.retention_page(vault, today=TODAY, policy=DEFAULT).past[0]  # noqa: E731
    assert only().obstacles == ("follow_up", "draft")
    tick_off(vault, step, done_on=TODAY)
    assert only().obstacles == ("draft",)
    keep_draft(vault, draft.model_copy(update={"text": " "}))
    assert only().obstacles == ()


def test_an_entry_is_told_only_where_one_stays(vault: Vault) -> None:
    case_id = logged(vault, "Kompas-47", date(2025, 1, 1))
    assert not retention.one_case(vault, case_id, policy=DEFAULT).entry
    said = {"manner": ConsentManner.SPOKEN, "on": TODAY}
    record_consent(vault, case_id, ConsentScope.COUNT, ConsentState.GIVEN, **said)
    assert retention.one_case(vault, case_id, policy=DEFAULT).entry
    record_consent(vault, case_id, ConsentScope.COUNT, ConsentState.WITHDRAWN, **said)
    assert not retention.one_case(vault, case_id, policy=DEFAULT).entry


def test_a_case_is_kept_longer_with_a_reason_and_within_bounds(vault: Vault) -> None:
    first, second = logged(vault, "Kompas-47", date(2025, 1, 1)), logged(vault, "Ladder-12", date(2025, 1, 2))
    until = date(2027, 1, 6)
    retention.keep_longer(vault, [first], until, " De zaak loopt nog. ", today=TODAY)
    page = retention.retention_page(vault, today=TODAY, policy=DEFAULT)
    assert [one.case.id for one in page.past] == [second]
    assert [(one.case.id, one.until, one.reason) for one in page.kept] == [(first, until, "De zaak loopt nog.")]
    found = retention.case_retention(vault, first, policy=DEFAULT)
    assert (found.until, found.kept, found.going) == (until, True, None)
    assert past(vault, until) == ["Kompas-47", "Ladder-12"]
    retention.keep_no_longer(vault, first)
    assert past(vault) == ["Kompas-47", "Ladder-12"]
    for day, reason in ((TODAY, "x"), (add_months(TODAY, 24).replace(day=7), "x"), (until, " "), (until, "x" * 501)):
        with pytest.raises(ValueError, match=r"."):
            retention.keep_longer(vault, [first], day, reason, today=TODAY)
    assert retention.retention_page(vault, today=TODAY, policy=DEFAULT).kept == ()
