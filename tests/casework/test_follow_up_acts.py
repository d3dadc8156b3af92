"""What is to be done is listed until it is ticked off, and again when the tick is taken back."""

from datetime import date, time

import pytest

from adviser_desk.casework import cases, follow_ups
from adviser_desk.casework.changes import Kind
from adviser_desk.casework.follow_ups import NewFollowUp
from adviser_desk.vault.connection import Vault

TODAY = date(2026, 10, 6)


def test_a_follow_up_is_due_until_it_is_done(vault: Vault) -> None:
    case_id, _ = cases.open_case(vault, "Kompas-47", opened_on=TODAY)
    new = NewFollowUp(due_on=TODAY, due_at=time(15, 0), channel="phone", text="Nazorg: vragen hoe het gaat")
    follow_up_id, changes = follow_ups.add_follow_up(vault, case_id, new)
    assert (changes.kinds, changes.case_id) == ({Kind.FOLLOW_UP}, case_id)
    (due,) = follow_ups.due(vault, until=TODAY)
    assert (due.pseudonym, due.follow_up.id) == ("Kompas-47", follow_up_id)
    assert NewFollowUp(**due.follow_up.model_dump(exclude={"id", "case_id", "done_on"})) == new
    assert follow_ups.tick_off(vault, follow_up_id, done_on=TODAY).case_id == case_id
    assert follow_ups.due(vault, until=TODAY) == ()
    follow_ups.tick_off(vault, follow_up_id, done_on=None)
    assert follow_ups.due(vault, until=TODAY) == (due,)


def test_what_is_not_there_is_an_error(vault: Vault) -> None:
    with pytest.raises(LookupError):
        follow_ups.tick_off(vault, 7, done_on=TODAY)
    with pytest.raises(LookupError):
        follow_ups.add_follow_up(vault, 7, NewFollowUp(due_on=TODAY, text="Bellen"))
