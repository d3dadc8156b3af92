"""The last act is taken back by what the vault itself remembers, and goes with its case."""

from datetime import date, datetime, timedelta

import pytest

from adviser_desk import policy
from adviser_desk.casework import cases, contact_history, contacts, destroying, follow_ups, last_act
from adviser_desk.casework.last_act import Act, LastAct
from adviser_desk.models.case import CaseStatus, Traits
from adviser_desk.models.contact import Draft
from adviser_desk.models.destruction import Ground
from adviser_desk.vault import settings
from adviser_desk.vault.connection import Vault

TODAY, NOW = date(2026, 10, 6), datetime(2026, 10, 6, 14, 20)


@pytest.fixture
def case_id(vault: Vault) -> int:
    """A case with a contact and a follow-up."""
    found = cases.open_case(vault, "Kompas-47", opened_on=TODAY)[0]
    draft = Draft(place="capture:1", case_id=found, channel="phone", started_at=NOW, text="Over het rooster.")
    contacts.log_contact(vault, draft, at=NOW, minutes=5)
    follow_ups.add_follow_up(vault, found, contacts.NewFollowUp(due_on=TODAY, text="Terugbellen"))
    return found


def page(vault: Vault, case_id: int) -> cases.CasePage:
    return cases.case_page(vault, case_id, today=TODAY)


def status(vault: Vault, case_id: int) -> LastAct:
    act = last_act.changed_status(page(vault, case_id).case)
    cases.change_status(vault, case_id, CaseStatus.OPEN, today=TODAY + timedelta(days=1))
    return act


def aid(vault: Vault, case_id: int) -> LastAct:
    cases.change_memory_aid(vault, case_id, "blauwe jas")
    return LastAct(act=Act.MEMORY_AID, case_id=case_id, before="")


def traits(vault: Vault, case_id: int) -> LastAct:
    before = page(vault, case_id).case.traits
    cases.change_traits(vault, case_id, Traits(matter="undesirable_behaviour", behaviour=("bullying",)))
    return LastAct(act=Act.TRAITS, case_id=case_id, before=before.model_dump_json())


def tick(vault: Vault, case_id: int) -> LastAct:
    (step,) = page(vault, case_id).follow_ups
    follow_ups.tick_off(vault, step.id, done_on=TODAY)
    return last_act.ticked(case_id, step.id, None)


def change(vault: Vault, case_id: int) -> LastAct:
    (contact,) = page(vault, case_id).contacts
    contacts.change_contact(vault, contact.model_copy(update={"note": "Iets anders."}), now=NOW)
    return last_act.changed_contact(Act.CHANGE, case_id, contact.id, NOW)


def remove(vault: Vault, case_id: int) -> LastAct:
    (contact,) = page(vault, case_id).contacts
    contact_history.remove_contact(vault, contact.id, now=NOW)
    return LastAct(act=Act.REMOVE, case_id=case_id, of=contact.id)


ACTS = (status, aid, traits, tick, change, remove)


@pytest.mark.parametrize("do", ACTS)
def test_an_act_that_was_kept_is_taken_back_whole(do, vault: Vault, case_id: int) -> None:
    cases.change_status(vault, case_id, CaseStatus.CLOSED, today=TODAY)
    before = page(vault, case_id)
    last_act.keep(vault, do(vault, case_id))
    assert page(vault, case_id) != before
    act = last_act.kept(vault)
    assert act is not None
    last_act.take_back(vault, act, now=NOW + timedelta(days=1))
    assert page(vault, case_id) == before


def test_putting_back_is_taken_back_too(vault: Vault, case_id: int) -> None:
    removed = remove(vault, case_id)
    contact_history.put_back(vault, removed.of)
    last_act.take_back(vault, LastAct(act=Act.PUT_BACK, case_id=case_id, of=removed.of), now=NOW)
    assert page(vault, case_id).contacts == ()


def test_only_the_last_act_is_kept_and_none_takes_its_place(vault: Vault, case_id: int) -> None:
    assert last_act.kept(vault) is None
    last_act.keep(vault, aid(vault, case_id))
    last_act.keep(vault, tick(vault, case_id))
    act = last_act.kept(vault)
    assert act is not None
    assert act.act is Act.TICK
    last_act.keep(vault, None)
    assert last_act.kept(vault) is None


@pytest.mark.parametrize("do", [change, remove])
def test_after_thirty_days_there_is_nothing_to_take_back(do, vault: Vault, case_id: int) -> None:
    last_act.keep(vault, do(vault, case_id))
    for days in (31, 32):
        contact_history.forget_old(vault, now=NOW + timedelta(days=days))
    assert last_act.kept(vault) is None


def test_a_form_that_was_closed_without_a_change_takes_nothing_back(vault: Vault, case_id: int) -> None:
    before = change(vault, case_id)
    after = page(vault, case_id)
    act = before.model_copy(update={"before": (NOW + timedelta(minutes=1)).isoformat()})
    last_act.take_back(vault, act, now=NOW)
    assert page(vault, case_id) == after


@pytest.mark.parametrize("do", ACTS)
def test_it_goes_with_its_case(do, vault: Vault, case_id: int) -> None:
    last_act.keep(vault, do(vault, case_id))
    destroying.ask(vault, [case_id], Ground.REQUEST, now=NOW, policy=policy.DEFAULT)
    destroying.carry_out(vault, now=NOW + timedelta(days=3))
    assert last_act.kept(vault) is None
    assert settings.get(vault, "last_act") == "{}"


def test_what_it_holds_is_not_in_its_description() -> None:
    assert "blauwe jas" not in repr(LastAct(act=Act.MEMORY_AID, case_id=1, before="blauwe jas"))
