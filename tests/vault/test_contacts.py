"""Contacts and follow-ups come back as they were written, in the order in which they are read."""

from datetime import date, datetime, time

import pytest

from adviser_desk.models.contact import Contact
from adviser_desk.models.follow_up import FollowUp
from adviser_desk.vault import cases, contacts, follow_ups
from adviser_desk.vault.connection import Vault

TODAY = date(2026, 10, 6)


@pytest.fixture
def case_id(vault: Vault) -> int:
    return cases.add(vault, "Kompas-47", TODAY)


def test_a_contact_comes_back_to_the_minute(vault: Vault, case_id: int) -> None:
    note = "Regel één\r\n\tregel 'twee' \"drie\" \0 €\U0001f600"
    made = Contact(id=1, case_id=case_id, channel="video", at=datetime(2026, 10, 6, 9, 5), minutes=0, note=note)
    contacts.add(vault, made.model_copy(update={"at": datetime(2026, 10, 6, 9, 5, 59)}))
    (back,) = contacts.of_case(vault, case_id)
    assert back == made
    changed = made.model_copy(update={"channel": "phone", "minutes": None, "note": ""})
    contacts.change(vault, changed)
    assert contacts.of_case(vault, case_id) == (changed,)


def test_a_contact_is_changed_in_its_own_case_only(vault: Vault, case_id: int) -> None:
    other = cases.add(vault, "Ladder-12", TODAY)
    made = Contact(id=1, case_id=case_id, channel="phone", at=datetime(2026, 10, 6, 9, 5), note="blijft")
    contacts.add(vault, made)
    with pytest.raises(LookupError):
        contacts.change(vault, made.model_copy(update={"case_id": other, "note": "weg"}))
    assert contacts.of_case(vault, case_id) == (made,)


def test_contacts_are_newest_first(vault: Vault, case_id: int) -> None:
    for number, day in enumerate((2, 9, 5), start=1):
        contacts.add(
            vault, Contact(id=number, case_id=case_id, channel="phone", at=datetime(2026, 10, day), note=str(day))
        )
    assert [contact.note for contact in contacts.of_case(vault, case_id)] == ["9", "5", "2"]


def test_follow_ups_come_back_to_do_first(vault: Vault, case_id: int) -> None:
    done = FollowUp(id=1, case_id=case_id, due_on=date(2026, 10, 1), text="gedaan", done_on=TODAY)
    late = FollowUp(id=2, case_id=case_id, due_on=date(2026, 10, 5), due_at=time(15, 0), channel="phone", text="laat")
    soon = FollowUp(id=3, case_id=case_id, due_on=date(2026, 10, 5), due_at=time(9, 30), text="eerst")
    later = FollowUp(id=4, case_id=case_id, due_on=date(2026, 11, 1), text="later")
    for follow_up in (done, late, later, soon):
        follow_ups.add(vault, follow_up)
    assert follow_ups.of_case(vault, case_id) == (soon, late, later, done)
    assert follow_ups.due(vault, date(2026, 10, 5)) == ((soon, "Kompas-47"), (late, "Kompas-47"))
    assert follow_ups.count_due(vault, date(2026, 10, 5)) == 2
    assert follow_ups.count_due(vault, date(2026, 10, 4)) == 0
