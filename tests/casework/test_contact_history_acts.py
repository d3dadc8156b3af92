"""What an adviser brings back: an earlier version of a note, and a contact that was taken away."""

from datetime import datetime, timedelta

import pytest
from sqlcipher3 import dbapi2 as sqlite

from adviser_desk.casework import cases, contact_history, contacts, destroying, retention
from adviser_desk.casework.changes import Kind
from adviser_desk.casework.contact_history import History
from adviser_desk.errors import ToBeDestroyed
from adviser_desk.models.contact import Contact, Draft
from adviser_desk.models.destruction import Ground
from adviser_desk.policy import DEFAULT
from adviser_desk.vault import destroying as destroying_table
from adviser_desk.vault.connection import Vault

NOW = datetime(2026, 10, 6, 14, 20)
DAY = timedelta(days=1)


def log(vault: Vault, text: str = "Over het rooster.") -> Contact:
    draft = Draft(place="capture:1", pseudonym="Kompas-47", started_at=NOW, text=text)
    if (known := vault.db.execute("SELECT id FROM case_file").fetchone()) is not None:
        draft = draft.model_copy(update={"pseudonym": None, "case_id": known[0]})
    contacts.log_contact(vault, draft, at=NOW, minutes=15)
    return page(vault).contacts[0]


def page(vault: Vault) -> cases.CasePage:
    return cases.case_page(vault, 1, today=NOW.date())


def test_an_earlier_version_is_taken_back_and_that_is_a_change_itself(vault: Vault) -> None:
    first = log(vault)
    second = first.model_copy(update={"note": "Niets meer.", "minutes": None})
    contacts.change_contact(vault, second, now=NOW)
    assert contact_history.history_of(vault, 1) == History(removed=0, changed=frozenset({first.id}))
    (version,) = contact_history.versions(vault, first.id)
    changes = contact_history.take_back(vault, version, now=NOW + DAY)
    assert (changes.kinds, changes.case_id) == ({Kind.CONTACT}, 1)
    assert page(vault).contacts == (first,)
    assert [one.contact for one in contact_history.versions(vault, first.id)] == [second, first]
    assert [row.id for row in cases.find_cases(vault, "rooster", today=NOW.date()).rows] == [1]


def test_a_contact_is_taken_away_and_brought_back(vault: Vault) -> None:
    kept, gone = log(vault), log(vault, "Over het teamoverleg.")
    changes = contact_history.remove_contact(vault, gone.id, now=NOW)
    assert (changes.kinds, changes.case_id) == ({Kind.CONTACT}, 1)
    assert page(vault).contacts == (kept,)
    assert [one.contact for one in contact_history.removed_contacts(vault, 1)] == [gone]
    assert contact_history.history_of(vault, 1).removed == 1
    assert cases.find_cases(vault, "teamoverleg", today=NOW.date()).rows == ()
    assert contact_history.put_back(vault, gone.id).case_id == 1
    assert page(vault).contacts == (gone, kept)
    assert contact_history.removed_contacts(vault, 1) == ()
    with pytest.raises(LookupError):
        contact_history.remove_contact(vault, 99, now=NOW)


@pytest.mark.parametrize("broken", ["DELETE ON contact", "INSERT ON contact", "INSERT ON contact_version"])
def test_each_act_is_whole_or_not_at_all(vault: Vault, broken: str) -> None:
    first, second = log(vault), log(vault, "Ander.")
    contact_history.remove_contact(vault, second.id, now=NOW)
    before = page(vault), contact_history.removed_contacts(vault, 1), contact_history.versions(vault, first.id)
    vault.db.execute(f"CREATE TEMP TRIGGER fails AFTER {broken} BEGIN SELECT raise(ABORT, 'broken'); END")
    act = {
        "DELETE ON contact": lambda: contact_history.remove_contact(vault, first.id, now=NOW),
        "INSERT ON contact": lambda: contact_history.put_back(vault, second.id),
        "INSERT ON contact_version": lambda: contacts.change_contact(
            vault, first.model_copy(update={"note": "Nee"}), now=NOW
        ),
    }[broken]
    with pytest.raises(sqlite.IntegrityError):
        act()
    assert before == (
        page(vault),
        contact_history.removed_contacts(vault, 1),
        contact_history.versions(vault, first.id),
    )


def test_nothing_comes_or_goes_in_a_case_that_will_be_destroyed(vault: Vault) -> None:
    contact, gone = log(vault), log(vault, "Weg.")
    contact_history.remove_contact(vault, gone.id, now=NOW)
    destroying.ask(vault, [1], Ground.REQUEST, now=NOW, policy=DEFAULT)
    for act in (
        lambda: contact_history.remove_contact(vault, contact.id, now=NOW),
        lambda: contact_history.put_back(vault, gone.id),
    ):
        with pytest.raises(ToBeDestroyed):
            act()
    destroying.carry_out(vault, now=NOW + 2 * DAY)
    with pytest.raises(LookupError):
        contact_history.put_back(vault, gone.id)


def test_a_change_begun_in_a_contact_that_is_taken_away_keeps_no_case_from_going(vault: Vault) -> None:
    contact = log(vault)
    draft = Draft(place=f"contact:{contact.id}", case_id=1, started_at=NOW, text="Over het rooster en")
    contacts.keep_draft(vault, draft)
    assert "draft" in retention.one_case(vault, 1, policy=DEFAULT).obstacles
    contact_history.remove_contact(vault, contact.id, now=NOW)
    assert "draft" not in retention.one_case(vault, 1, policy=DEFAULT).obstacles
    contact_history.put_back(vault, contact.id)
    assert contacts.drafts(vault) == (draft,)


def test_what_is_old_goes_once_a_day_with_its_bytes(vault: Vault) -> None:
    gone = log(vault)
    contact_history.remove_contact(vault, gone.id, now=NOW)
    for day in (0, 31, 31):
        assert contact_history.forget_old(vault, now=NOW + day * DAY) is None
    assert contact_history.history_of(vault, 1).removed == 1
    changes = contact_history.forget_old(vault, now=NOW + 32 * DAY)
    assert changes is not None
    assert changes.kinds == {Kind.CONTACT}
    assert contact_history.history_of(vault, 1).removed == 0
    assert destroying_table.is_clean(vault)


def test_who_locks_meanwhile_waits_for_nothing_and_loses_nothing(vault: Vault) -> None:
    gone = log(vault)
    # What takes long is building the index of all texts anew.
    row = "INSERT INTO contact (case_id, at, note) VALUES (1, '2026-10-06T09:30', ?)"
    vault.db.executemany(row, [(f"woord{number}",) for number in range(3_000)])
    contact_history.remove_contact(vault, gone.id, now=NOW)
    contact_history.forget_old(vault, now=NOW + 31 * DAY)
    assert contact_history.forget_old(vault, now=NOW + 32 * DAY, stop=lambda: True) is None
    assert contact_history.forget_old(vault, now=NOW + 32 * DAY) is not None
    assert destroying_table.is_clean(vault)


@pytest.mark.parametrize(("days", "left"), [(0, 30), (1, 29), (30, 0), (31, 0), (4_000, 0), (-4_000, 30)])
def test_the_days_that_are_left_are_never_more_than_thirty(days: int, left: int) -> None:
    assert contact_history.days_left(NOW, NOW + days * DAY) == left
