"""A destroyed case leaves a certificate, what is still to be counted, and not one byte of its words in any page."""

import random
import secrets
import shutil
from datetime import date, datetime
from pathlib import Path

import pytest
from counted_cases import add_case, close_quarter
from index_cuts import beginnings_of_no_word
from raw_pages import words_in

from adviser_desk.models.case import Case
from adviser_desk.models.consent import ConsentEntry, ConsentManner, ConsentScope, ConsentState
from adviser_desk.models.contact import Contact, Draft
from adviser_desk.models.destruction import Asked, Ground
from adviser_desk.models.follow_up import FollowUp
from adviser_desk.models.period import Period
from adviser_desk.vault import (
    bulk,
    cases,
    consents,
    contact_history,
    contacts,
    destroying,
    drafts,
    follow_ups,
    releases,
    retention,
    search,
    tallies,
)
from adviser_desk.vault.connection import Vault, open_vault

ON = date(2026, 11, 25)
LETTERS = "abcdefghijklmnopqrstuvwxyz"
CANARIES = {
    "pseudonym": "Zwartkop-47",
    "memory_aid": "kanariepietgeel",
    "note": "winterkoninkje",
    "long": "roodborsttapuit",
    "follow_up": "boomkruiperd",
    "recipient": "goudhaantjes",
    "draft": "heggenmussig",
    "reason": "zanglijstertje",
    "reason_draft": "koolmeespaartje",
    "changed": "grauwegansje",
    "version": "waterspreeuw",
    "removed": "bosuilengezang",
    "removed_version": "kerkuiltje",
    "removed_draft": "velduilenroep",
}


def word(rng: random.Random) -> str:
    return "".join(rng.choice(LETTERS) for _ in range(rng.randrange(4, 12)))


def fill(vault: Vault, number: int = 400, name: str = "Ladder") -> None:
    """Cases around the one that goes, so that its words lie in the middle of pages and of the index."""
    rng = random.Random(7)
    free = bulk.first_free(vault)
    made, said = [], []
    for place in range(number):
        made.append(Case(id=free.case + place, pseudonym=f"{name}{LETTERS[place % 26]}-{place // 26 + 10}",
                         opened_on=date(2026, 5, 1)))  # fmt: skip
        text = " ".join(word(rng) for _ in range(40))
        said.append(Contact(id=free.contact + place, case_id=free.case + place, channel="phone",
                            at=datetime(2026, 5, 1, 9), note=text))  # fmt: skip
    with vault.transaction():
        bulk.add_cases(vault, bulk.WholeCases(cases=tuple(made), contacts=tuple(said)))


def add_canaries(vault: Vault) -> int:
    """A case with a word of its own in every field that holds text; its id."""
    at = datetime(2026, 5, 2, 9, 30)
    with vault.transaction():
        case_id = cases.add(vault, CANARIES["pseudonym"], date(2026, 5, 2))
        cases.put_memory_aid(vault, case_id, CANARIES["memory_aid"])
        for text in (CANARIES["changed"], f"{CANARIES['note']} belde.", f"{CANARIES['long']} zei. " * 3_000):
            contact = Contact(id=contacts.next_id(vault), case_id=case_id, channel="phone", at=at, note=text)
            contacts.add(vault, contact)
        vault.db.execute(
            "INSERT INTO follow_up (case_id, due_on, text) VALUES (?, '2026-06-01', ?)",
            (case_id, CANARIES["follow_up"]),
        )
        vault.db.execute(
            'INSERT INTO consent (case_id, scope, state, manner, "on", recipient)'
            " VALUES (?, 'talk_to', 'given', 'spoken', '2026-05-02', ?)",
            (case_id, CANARIES["recipient"]),
        )
        drafts.put(vault, Draft(place=f"case:{case_id}", started_at=at, text=CANARIES["draft"]))
        words = CANARIES["reason_draft"]
        drafts.put(vault, Draft(place="keep_longer", case_words=f"1 {case_id}", started_at=at, text=words))
        retention.keep_longer(vault, [case_id], date(2027, 1, 1), CANARIES["reason"])
        destroying.put_asked(vault, [Asked(case_id=case_id, ground=Ground.REQUEST, asked_at=at, due_at=at)])
    with vault.transaction():
        contacts.change(vault, contact.model_copy(update={"id": contact.id - 2, "note": "Anders."}))
    add_history(vault, case_id, contact)
    return case_id


def add_history(vault: Vault, case_id: int, like: Contact) -> None:
    """A contact with an earlier version, and one that was taken away with its own and with what was begun in it."""
    for before, after in (("version", "Anders."), ("removed_version", f"{CANARIES['removed']} zweeg.")):
        with vault.transaction():
            contact = like.model_copy(update={"id": contacts.next_id(vault), "note": CANARIES[before]})
            contacts.add(vault, contact)
            changed = contact.model_copy(update={"note": after})
            contact_history.keep_version(vault, changed, contact.at)
            contacts.change(vault, changed)
    with vault.transaction():
        drafts.put(vault, Draft(place=f"contact:{contact.id}", case_id=case_id, started_at=contact.at,
                                text=CANARIES["removed_draft"]))  # fmt: skip
        contact_history.remove(vault, contact.id, contact.at)


def destroyed(vault: Vault, *case_ids: int, ground: Ground = Ground.REQUEST) -> None:
    with vault.transaction():
        destroying.destroy(vault, [(ground, case_ids)], ON)


def test_no_byte_of_a_destroyed_case_is_left_in_any_page(vault: Vault, key: bytearray) -> None:
    fill(vault, 200)
    case_id = add_canaries(vault)
    fill(vault, 200, "Zandloper")
    mark = vault.db.execute("SELECT mark FROM case_file WHERE id = ?", (case_id,)).fetchone()[0]
    search.known_words(vault)
    assert words_in(vault.folder, key, list(CANARIES.values())) == set(CANARIES.values())
    destroyed(vault, case_id)
    assert not destroying.is_clean(vault)
    assert destroying.clean(vault)
    assert words_in(vault.folder, key, list(CANARIES.values())) == set()
    vault.close()
    # The index stores a word without the letters it shares with the word before it.
    pieces = [piece for word in CANARIES.values() for piece in (word, word[:-2], word[3:], word[4:])]
    assert words_in(vault.folder, key, pieces) == set()
    # The check is one that finds what is there.
    assert words_in(vault.folder, key, [mark, "laddera-10"]) == {mark, "laddera-10"}
    with_key = open_vault(vault.folder, key)
    assert with_key.db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert search.cases_with(with_key, search.words_of("winterkoninkje")).cases == ()
    assert "winterkoninkje" not in search.known_words(with_key)
    with_key.close()


def test_the_words_stay_in_the_index_and_in_pages_until_they_are_cleaned(vault: Vault, key: bytearray) -> None:
    """Why cleaning is needed: deleting rows alone leaves some of these in the files."""
    fill(vault)
    case_ids = [add_canaries(vault)]
    vault.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    destroyed(vault, *case_ids)
    assert words_in(vault.folder, key, list(CANARIES.values()))


def test_the_cuts_of_the_index_keep_no_beginning_of_a_word_that_is_gone(vault: Vault) -> None:
    fill(vault)
    rng = random.Random(3)
    with vault.transaction():
        case_id = cases.add(vault, "Kompas-47", date(2026, 5, 2))
        text = " ".join(f"{word(rng)}qzx{word(rng)}" for _ in range(600))
        at = datetime(2026, 5, 2, 9)
        number = contacts.next_id(vault)
        contacts.add(vault, Contact(id=number, case_id=case_id, channel="phone", at=at, note=text))
    fill(vault, 400, "Zandloper")
    vault.db.execute("SAVEPOINT text_by_text")
    vault.db.execute("DELETE FROM case_file WHERE id = ?", (case_id,))
    assert beginnings_of_no_word(vault)
    vault.db.execute("ROLLBACK TO text_by_text")
    vault.db.execute("RELEASE text_by_text")
    destroyed(vault, case_id)
    assert beginnings_of_no_word(vault) == []


def test_a_crash_before_cleaning_is_made_up_for(vault: Vault, key: bytearray) -> None:
    fill(vault)
    destroyed(vault, add_canaries(vault))
    vault.close()
    again = open_vault(vault.folder, key)
    assert not destroying.is_clean(again)
    assert destroying.clean(again)
    assert words_in(again.folder, key, list(CANARIES.values())) == set()
    assert destroying.clean(again)
    again.close()


def test_rewriting_attaches_no_file_and_leaves_the_guard_in_place(vault: Vault, tmp_path: Path) -> None:
    assert vault.rewrite()
    for statement in (f"ATTACH '{tmp_path / 'plain.db'}' AS plain KEY ''", "ATTACH '' AS plain KEY ''", "VACUUM"):
        with pytest.raises(Exception, match="authori"):
            vault.db.execute(statement)
    assert not (tmp_path / "plain.db").exists()


def test_what_stays_is_a_certificate_without_content_and_the_marks(vault: Vault) -> None:
    for number in (1, 2, 3):
        add_case(vault, number, date(2026, 5, 2))
    marks = {row[0] for row in vault.db.execute("SELECT mark FROM case_file WHERE id < 3")}
    destroyed(vault, 1, 2, ground=Ground.RETENTION)
    destroyed(vault, 3)
    newest, first = destroying.all_certificates(vault)
    assert first.model_dump() == {"number": 1, "on": ON, "ground": Ground.RETENTION, "cases": 2}
    assert newest.model_dump() == {"number": 2, "on": ON, "ground": Ground.REQUEST, "cases": 1}
    assert {mark for mark, number in destroying.carried(vault).marks.items() if number == 1} == marks
    history = ("contact_version", "removed_contact")
    for table in ("case_file", "contact", *history, "consent", "follow_up", "draft", "to_destroy", "kept_longer"):
        assert vault.db.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)


def test_no_number_of_a_case_is_given_twice(vault: Vault) -> None:
    add_case(vault, 1, date(2026, 5, 2))
    destroyed(vault, 1)
    assert bulk.first_free(vault).case == 2
    with vault.transaction():
        assert cases.add(vault, "Kompas-47", date(2026, 5, 3)) == 2


def test_only_what_may_be_counted_and_was_not_leaves_an_entry(vault: Vault) -> None:
    answers = [ConsentState.GIVEN, ConsentState.GIVEN, ConsentState.REFUSED, None, ConsentState.WITHDRAWN]
    add_case(vault, 1, date(2026, 2, 2), matter="integrity")
    close_quarter(vault, "2026Q1")
    for number, answer in enumerate(answers[1:], 2):
        add_case(vault, number, date(2026, 5, 2), answer, matter="information")
    quarters = [Period("2026Q1"), Period("2026Q2")]
    covered = releases.covered(releases.entries(vault))
    before = tallies.tally(vault, quarters, covered)
    destroyed(vault, 1, 2, 3, 4, 5)
    assert tallies.tally(vault, quarters, covered) == before
    assert vault.db.execute("SELECT opened, matter FROM emptied_case").fetchall() == [("2026Q2", "information")]
    close_quarter(vault, "2026Q2")
    covered = releases.covered(releases.entries(vault))
    assert tallies.tally(vault, quarters, covered) == before
    assert vault.db.execute("SELECT count(*) FROM emptied_case").fetchone() == (0,)


def test_an_entry_ends_with_the_consent_it_came_from(vault: Vault) -> None:
    add_case(vault, 1, date(2026, 5, 2), None)
    values = {"scope": ConsentScope.COUNT, "state": ConsentState.GIVEN, "manner": ConsentManner.SPOKEN, "on": ON}
    entry = ConsentEntry(id=9, case_id=1, expires_on=date(2026, 8, 1), **values)
    with vault.transaction():
        consents.add(vault, entry.model_copy(update={"expires_on": date(2999, 1, 1)}))
    destroyed(vault, 1)
    assert [case.quarter for case in releases.uncounted(vault, ())] == [Period("2026Q2")]
    vault.db.execute("UPDATE emptied_case SET count_expires_on = '2020-01-01'")
    assert releases.uncounted(vault, ()) == ()


def test_a_restored_backup_is_told_what_was_destroyed_since(vault: Vault, tmp_path: Path, key: bytearray) -> None:
    for number in (1, 2, 3, 4):
        add_case(vault, number, date(2026, 5, 2))
    vault.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copytree(vault.folder, tmp_path / "older", ignore=shutil.ignore_patterns("vault.lock", "*-shm", "*-wal"))
    destroyed(vault, 1, 2)
    asked = Asked(case_id=4, ground=Ground.REQUEST, asked_at=datetime(2026, 11, 1), due_at=datetime(2026, 11, 2))
    with vault.transaction():
        destroying.put_asked(vault, [asked])
    known = destroying.carried(vault)
    before = tallies.totals(vault, ())
    older = open_vault(tmp_path / "older", key)
    assert cases.count(older)[0] == 4
    for expected in (2, 0):
        with older.transaction():
            assert destroying.carry_over(older, known) == expected
        assert destroying.clean(older)
    assert destroying.carried(older) == known
    assert [one.case_id for one in destroying.asked(older)] == [4]
    assert tallies.totals(older, ()) == before
    older.close()


def test_older_files_are_named(vault: Vault) -> None:
    for name in ("vault.db-wal.0a.old", "vault.db.before-2", "replaced/2026/vault.db", "window.json"):
        (vault.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (vault.folder / name).write_bytes(secrets.token_bytes(10))
    assert destroying.older_files(vault.folder) == ["replaced/2026", "vault.db-wal.0a.old", "vault.db.before-2"]


def test_follow_ups_of_a_case_that_will_go_are_not_due(vault: Vault) -> None:
    add_case(vault, 1, date(2026, 5, 2))
    with vault.transaction():
        follow_ups.add(vault, FollowUp(id=1, case_id=1, due_on=ON, text="Bellen"))
        moment = datetime(2026, 11, 1)
        destroying.put_asked(vault, [Asked(case_id=1, ground=Ground.REQUEST, asked_at=moment, due_at=moment)])
    assert (follow_ups.due(vault, ON), follow_ups.count_due(vault, ON)) == ((), 0)
    destroying.turn_back(vault, [1])
    assert follow_ups.count_due(vault, ON) == 1
