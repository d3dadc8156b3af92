"""Earlier versions and contacts that were taken away: whole, uncounted, not found, and gone after thirty days."""

import random
from datetime import date, datetime, timedelta

import pytest
from counted_cases import add_case
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from index_cuts import beginnings_of_no_word
from raw_pages import words_in

from adviser_desk.models.contact import Contact, Draft
from adviser_desk.models.period import Period
from adviser_desk.vault import bulk, cases, contact_history, contacts, destroying, drafts, retention, search, tallies
from adviser_desk.vault import settings as setting
from adviser_desk.vault.connection import Vault

NOW = datetime(2026, 10, 6, 14, 20)
DAY = timedelta(days=1)
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@pytest.fixture
def case_id(vault: Vault) -> int:
    return cases.add(vault, "Kompas-47", date(2026, 8, 14))


def add(vault: Vault, case_id: int, note: str, at: datetime = NOW) -> Contact:
    made = Contact(id=contacts.next_id(vault), case_id=case_id, channel="phone", at=at, minutes=20, note=note)
    contacts.add(vault, made)
    return made


def change(vault: Vault, contact: Contact, now: datetime = NOW, **changes: object) -> Contact:
    changed = contact.model_copy(update=changes)
    with vault.transaction():
        contact_history.keep_version(vault, changed, now)
        contacts.change(vault, changed)
    return changed


def found(vault: Vault, words: str) -> set[int]:
    return set(search.cases_with(vault, search.words_of(words)).cases)


def look(vault: Vault, now: datetime) -> frozenset[int]:
    with vault.transaction():
        return contact_history.forget_old(vault, now)


def last_contact(vault: Vault, case_id: int) -> str | None:
    return vault.db.execute("SELECT last_contact FROM case_file WHERE id = ?", (case_id,)).fetchone()[0]  # type: ignore[no-any-return]


def index_is_sound(vault: Vault) -> None:
    """Raises when the index holds another text than the tables do."""
    vault.db.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")


# --- versions ---


def test_each_change_leaves_what_was_there_before(vault: Vault, case_id: int) -> None:
    first = add(vault, case_id, "Eerste.")
    second = change(vault, first, NOW, note="Tweede.")
    third = change(vault, second, NOW + DAY, channel="video", minutes=None)
    change(vault, third, NOW + 2 * DAY, at=NOW + DAY)
    kept = contact_history.versions(vault, first.id)
    assert [(one.contact, one.until) for one in kept] == [
        (third, NOW + 2 * DAY),
        (second, NOW + DAY),
        (first, NOW),
    ]
    assert contact_history.with_versions(vault, case_id) == {first.id}


def test_saving_without_a_change_leaves_no_version(vault: Vault, case_id: int) -> None:
    contact = add(vault, case_id, "Zo blijft het.")
    bare = add(vault, case_id, "")
    change(vault, contact)
    change(vault, change(vault, bare, channel=None, minutes=None), NOW + DAY)
    assert contact_history.with_versions(vault, case_id) == {bare.id}
    assert len(contact_history.versions(vault, bare.id)) == 1


def test_the_words_of_an_earlier_version_are_not_found(vault: Vault, case_id: int) -> None:
    change(vault, add(vault, case_id, "Over het rooster."), note="Over het teamoverleg.")
    assert (found(vault, "rooster"), found(vault, "teamoverleg")) == (set(), {case_id})


# --- contacts that were taken away ---


def test_a_contact_goes_and_comes_back_whole(vault: Vault, case_id: int) -> None:
    gone = change(vault, add(vault, case_id, "Over het roozter.", NOW - DAY), note="Over het rooster.")
    kept = add(vault, case_id, "Blijft.", NOW - 2 * DAY)
    contact_history.remove(vault, gone.id, NOW)
    assert contacts.of_case(vault, case_id) == (kept,)
    (removed,) = contact_history.removed(vault, case_id)
    assert (removed.contact, removed.removed_at) == (gone, NOW)
    assert last_contact(vault, case_id) == "2026-10-04T14:20"
    assert found(vault, "rooster") == set()
    index_is_sound(vault)
    search.forget(vault)
    assert "rooster" not in search.known_words(vault)
    contact_history.put_back(vault, gone.id)
    assert contacts.of_case(vault, case_id) == (gone, kept)
    assert contact_history.removed(vault, case_id) == ()
    assert len(contact_history.versions(vault, gone.id)) == 1
    assert last_contact(vault, case_id) == "2026-10-05T14:20"
    # As a part of a word too: the words that are known have it.
    assert found(vault, "ooste") == {case_id}
    index_is_sound(vault)


def test_nothing_is_taken_away_or_brought_back_twice(vault: Vault, case_id: int) -> None:
    contact = add(vault, case_id, "Een.")
    with pytest.raises(LookupError):
        contact_history.put_back(vault, contact.id)
    contact_history.remove(vault, contact.id, NOW)
    with pytest.raises(LookupError):
        contact_history.remove(vault, contact.id, NOW)
    assert last_contact(vault, case_id) is None


def test_its_number_is_given_to_no_other_contact(vault: Vault, case_id: int) -> None:
    contact = add(vault, case_id, "Een.")
    contact_history.remove(vault, contact.id, NOW)
    assert contacts.next_id(vault) == bulk.first_free(vault).contact == contact.id + 1
    other = add(vault, case_id, "Twee.")
    contact_history.put_back(vault, contact.id)
    assert contacts.of_case(vault, case_id) == (other, contact)


def test_it_counts_nowhere(vault: Vault) -> None:
    add_case(vault, 1, date(2026, 5, 2))
    quarter = [Period("2026Q2")]
    (contact,) = contacts.of_case(vault, 1)
    before = tallies.tally(vault, quarter, ())
    contact_history.remove(vault, contact.id, NOW)
    assert tallies.tally(vault, quarter, ()) != before
    assert [one.contacts for one in retention.these(vault, [1])] == [0]
    contact_history.put_back(vault, contact.id)
    assert tallies.tally(vault, quarter, ()) == before


def test_a_change_that_was_begun_waits_with_the_contact_and_keeps_no_case_from_going(
    vault: Vault, case_id: int
) -> None:
    contact = add(vault, case_id, "Een.")
    drafts.put(vault, Draft(place=f"contact:{contact.id}", case_id=case_id, started_at=NOW, text="Een en een."))
    assert retention.with_draft(vault, [case_id]) == {case_id}
    contact_history.remove(vault, contact.id, NOW)
    assert retention.with_draft(vault, [case_id]) == frozenset()
    contact_history.put_back(vault, contact.id)
    assert retention.with_draft(vault, [case_id]) == {case_id}


# --- thirty days ---


def test_after_thirty_days_both_go_for_good_and_nothing_else(vault: Vault, case_id: int) -> None:
    kept = change(vault, add(vault, case_id, "Blijft."), NOW + DAY, note="Blijft staan.")
    gone = change(vault, add(vault, case_id, "Weg."), NOW, note="Gaat weg.")
    later = add(vault, case_id, "Later weg.")
    drafts.put(vault, Draft(place=f"contact:{gone.id}", case_id=case_id, started_at=NOW, text="Nog iets."))
    contact_history.remove(vault, gone.id, NOW)
    contact_history.remove(vault, later.id, NOW + DAY)
    for day in (0, 29, 30):
        assert look(vault, NOW + day * DAY) == frozenset()
    assert len(contact_history.removed(vault, case_id)) == 2
    assert look(vault, NOW + 31 * DAY) == frozenset()
    assert look(vault, NOW + 32 * DAY) == {case_id}
    assert [one.contact for one in contact_history.removed(vault, case_id)] == [later]
    assert contact_history.versions(vault, gone.id) == ()
    assert drafts.newest_first(vault) == ()
    assert len(contact_history.versions(vault, kept.id)) == 1
    assert look(vault, NOW + 33 * DAY) == {case_id}
    assert contact_history.removed(vault, case_id) == ()
    assert contact_history.with_versions(vault, case_id) == frozenset()
    assert contacts.of_case(vault, case_id) == (kept,)
    index_is_sound(vault)


def test_no_byte_of_what_is_forgotten_is_left_in_any_page(vault: Vault, key: bytearray, case_id: int) -> None:
    rng = random.Random(7)
    noise = [" ".join("".join(rng.choices(LETTERS, k=7)) for _ in range(40)) for _ in range(200)]
    for text in noise[:100]:
        add(vault, case_id, text)
    canaries = ["winterkoninkje", "roodborsttapuit", "grauwegansje", "heggenmussig"]
    changed = add(vault, case_id, f"{canaries[0]} belde.")
    change(vault, change(vault, changed, note=f"{canaries[1]} zei. " * 3_000), note="Anders.")
    gone = add(vault, case_id, f"{canaries[2]} kwam langs.")
    drafts.put(vault, Draft(place=f"contact:{gone.id}", case_id=case_id, started_at=NOW, text=canaries[3]))
    contact_history.remove(vault, gone.id, NOW)
    for text in noise[100:]:
        add(vault, case_id, text)
    for day in (0, 40):
        look(vault, NOW + day * DAY)
    assert words_in(vault.folder, key, canaries) == set(canaries)
    assert look(vault, NOW + 41 * DAY) == {case_id}
    assert not destroying.is_clean(vault)
    assert destroying.clean(vault)
    vault.close()
    assert words_in(vault.folder, key, [piece for word in canaries for piece in (word, word[:-2], word[4:])]) == set()
    assert words_in(vault.folder, key, ["anders."]) == {"anders."}


def test_the_cuts_of_the_index_keep_no_beginning_of_a_word_that_is_forgotten(vault: Vault, case_id: int) -> None:
    rng = random.Random(3)

    def texts(number: int, infix: str) -> list[str]:
        pair = lambda: "".join(rng.choices(LETTERS, k=6)) + infix + "".join(rng.choices(LETTERS, k=6))  # noqa: E731
        return [" ".join(pair() for _ in range(40)) for _ in range(number)]

    for text in texts(200, ""):
        add(vault, case_id, text)
    gone = add(vault, case_id, " ".join(texts(15, "qzx")))
    for text in texts(200, ""):
        add(vault, case_id, text)
    vault.db.execute("INSERT INTO search (search) VALUES ('rebuild')")
    contact_history.remove(vault, gone.id, NOW)
    assert beginnings_of_no_word(vault)
    for day in (0, 40, 41):
        look(vault, NOW + day * DAY)
    assert beginnings_of_no_word(vault) == []


def test_no_version_stays_behind_without_its_contact(vault: Vault, case_id: int) -> None:
    contact = add(vault, case_id, "Een.")
    change(vault, contact, NOW + 20 * DAY, note="Twee.")
    contact_history.remove(vault, contact.id, NOW)
    for day in (0, 35, 36):
        look(vault, NOW + day * DAY)
    assert contact_history.removed(vault, case_id) == ()
    assert contact_history.versions(vault, contact.id) == ()


moments = st.lists(st.integers(-4_000, 4_000), max_size=4)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wrong=moments, days=st.lists(st.integers(1, 3), min_size=45, max_size=45))
def test_a_clock_that_is_wrong_now_and_then_destroys_nothing_early_and_keeps_nothing_for_years(
    vault: Vault, wrong: list[int], days: list[int]
) -> None:
    """Each wrong day is followed by a right one, as when somebody sees it."""
    vault.db.execute("DELETE FROM case_file")
    setting.put(vault, "contact_history_seen", NOW.isoformat())
    case_id = cases.add(vault, f"Kompas-{cases.count(vault)[0] + 10}", date(2026, 8, 14))
    contact = add(vault, case_id, "Een.")
    contact_history.remove(vault, contact.id, NOW)
    today = NOW
    for number, step in enumerate(days):
        today += step * DAY
        if number % 3 == 0 and number // 3 < len(wrong):
            look(vault, today + wrong[number // 3] * DAY)
            today += DAY
        look(vault, today)
        if today <= NOW + 30 * DAY:
            assert contact_history.removed(vault, case_id)
    assert today > NOW + 40 * DAY
    assert contact_history.removed(vault, case_id) == ()


def test_what_was_dated_ahead_by_a_wrong_clock_gets_its_thirty_days_from_now(vault: Vault, case_id: int) -> None:
    contact = add(vault, case_id, "Een.")
    contact_history.remove(vault, contact.id, NOW + 4_000 * DAY)
    for day in (0, 1):
        look(vault, NOW + day * DAY)
    (removed,) = contact_history.removed(vault, case_id)
    assert removed.removed_at == NOW + DAY
    for day in (32, 33):
        look(vault, NOW + day * DAY)
    assert contact_history.removed(vault, case_id) == ()
