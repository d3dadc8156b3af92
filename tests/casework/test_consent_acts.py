"""What a client said is written below what was said before; only what was given can be withdrawn."""

from datetime import date, datetime
from functools import partial

import pytest

from adviser_desk import policy
from adviser_desk.casework import cases, consents, destroying
from adviser_desk.casework.changes import Kind
from adviser_desk.models.case import CaseStatus
from adviser_desk.models.consent import ConsentManner, ConsentScope, ConsentState
from adviser_desk.models.destruction import Ground
from adviser_desk.vault.connection import Vault

TODAY = date(2026, 10, 6)
COUNT, TALK_TO = ConsentScope.COUNT, ConsentScope.TALK_TO
GIVEN, REFUSED, WITHDRAWN = ConsentState.GIVEN, ConsentState.REFUSED, ConsentState.WITHDRAWN


@pytest.fixture
def case_id(vault: Vault) -> int:
    return cases.open_case(vault, "Kompas-47", opened_on=TODAY)[0]


def test_the_page_shows_the_standing_and_the_history_newest_first(vault: Vault, case_id: int) -> None:
    record = partial(consents.record_consent, vault, case_id, manner=ConsentManner.MESSAGE, on=TODAY)
    assert record(COUNT, REFUSED).kinds == {Kind.CONSENT}
    record(COUNT, GIVEN)
    record(COUNT, WITHDRAWN)
    record(TALK_TO, GIVEN, recipient="de bedrijfsarts", expires_on=date(2026, 10, 5))
    page = consents.consent_page(vault, case_id, today=TODAY)
    assert [entry.state for entry in page.history] == [GIVEN, WITHDRAWN, GIVEN, REFUSED]
    states = {(item.scope, item.recipient): item.state for item in page.standing}
    assert states[COUNT, None] is WITHDRAWN
    assert states[TALK_TO, "de bedrijfsarts"] is ConsentState.EXPIRED
    assert states[ConsentScope.THEME, None] is ConsentState.NOT_ASKED
    assert (page.case.id, page.counted_in) == (case_id, None)


def test_only_what_was_given_is_withdrawn(vault: Vault, case_id: int) -> None:
    record = partial(consents.record_consent, vault, case_id, manner=ConsentManner.SPOKEN, on=TODAY)
    with pytest.raises(ValueError, match="withdrawn"):
        record(COUNT, WITHDRAWN)
    record(COUNT, REFUSED)
    with pytest.raises(ValueError, match="withdrawn"):
        record(COUNT, WITHDRAWN)
    record(TALK_TO, GIVEN, recipient="de bedrijfsarts", expires_on=date(2026, 10, 5))
    with pytest.raises(ValueError, match="withdrawn"):
        record(TALK_TO, WITHDRAWN, recipient="de leidinggevende")
    record(TALK_TO, WITHDRAWN, recipient="de bedrijfsarts")
    with pytest.raises(ValueError, match="withdrawn"):
        record(TALK_TO, WITHDRAWN, recipient="de bedrijfsarts")
    assert len(consents.consent_page(vault, case_id, today=TODAY).history) == 3


@pytest.mark.parametrize(
    ("scope", "state", "more"),
    [
        (COUNT, ConsentState.NOT_ASKED, {}),
        (COUNT, ConsentState.EXPIRED, {}),
        (COUNT, GIVEN, {"recipient": "iemand"}),
        (TALK_TO, GIVEN, {"expires_on": TODAY}),
        (TALK_TO, GIVEN, {"recipient": "iemand"}),
    ],
)
def test_what_is_no_consent_is_not_written(
    vault: Vault, case_id: int, scope: ConsentScope, state: ConsentState, more: dict[str, str]
) -> None:
    with pytest.raises(ValueError, match="ConsentEntry"):
        consents.record_consent(vault, case_id, scope, state, manner=ConsentManner.SPOKEN, on=TODAY, **more)
    assert consents.consent_page(vault, case_id, today=TODAY).history == ()


def test_a_case_that_is_not_there_has_no_consents(vault: Vault) -> None:
    with pytest.raises(LookupError):
        consents.record_consent(vault, 7, COUNT, GIVEN, manner=ConsentManner.SPOKEN, on=TODAY)
    with pytest.raises(LookupError):
        consents.consent_page(vault, 7, today=TODAY)


def test_what_ends_is_the_newest_word_of_each_purpose_in_cases_that_go_on(vault: Vault, case_id: int) -> None:
    names = ("Ladder-12", "Zolder-29", "Hangmat-82")
    other, closed, going = (cases.open_case(vault, name, opened_on=TODAY)[0] for name in names)

    def give(case: int, until: date, recipient: str, state: ConsentState = GIVEN) -> None:
        consents.record_consent(
            vault, case, TALK_TO, state, manner=ConsentManner.SPOKEN, on=TODAY, expires_on=until, recipient=recipient
        )

    give(case_id, date(2026, 10, 20), "de bedrijfsarts")
    give(other, date(2026, 10, 5), "de bedrijfsarts")
    give(case_id, date(2026, 10, 7), "de leidinggevende")
    give(case_id, date(2026, 12, 7), "de leidinggevende")
    give(other, date(2026, 10, 7), "iemand die niet meer mag")
    give(other, date(2026, 10, 7), "iemand die niet meer mag", WITHDRAWN)
    give(closed, date(2026, 10, 7), "in een gesloten casus")
    cases.change_status(vault, closed, CaseStatus.CLOSED, today=TODAY)
    give(going, date(2026, 10, 7), "in een casus die weggaat")
    destroying.ask(vault, [going], Ground.REQUEST, now=datetime(2026, 10, 6, 9), policy=policy.DEFAULT)
    found = [(one.pseudonym, one.entry.recipient) for one in consents.ending(vault, until=date(2026, 10, 20))]
    assert found == [("Ladder-12", "de bedrijfsarts"), ("Kompas-47", "de bedrijfsarts")]
    assert [one.entry.case_id for one in consents.ending(vault, until=date(2026, 10, 19))] == [other]
