"""Cases about the same person are found by a letter, which is nowhere but in the vault and goes with its cases."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adviser_desk.casework import cases, destroying, last_act, persons, right_of_access
from adviser_desk.casework.changes import Kind
from adviser_desk.casework.last_act import Act, LastAct
from adviser_desk.errors import ToBeDestroyed
from adviser_desk.models.destruction import Ground
from adviser_desk.policy import DEFAULT
from adviser_desk.vault import tallies
from adviser_desk.vault.connection import Vault

NOW = datetime(2026, 10, 6, 14, 20)
TODAY = NOW.date()


@pytest.fixture
def three(vault: Vault) -> tuple[int, int, int]:
    names = ("Kompas-47", "Paraplu-63", "Zaklamp-29")
    one, two, three = (cases.open_case(vault, name, opened_on=TODAY)[0] for name in names)
    return one, two, three


def test_the_first_is_a_and_others_may_join(vault: Vault, three: tuple[int, int, int]) -> None:
    one, two, other = three
    assert persons.persons_of(vault, one) == persons.Persons(here=(), elsewhere=(), next_letter="A")
    changes = persons.link(vault, one, "A")
    assert (changes.kinds, changes.case_id) == ({Kind.CASE}, one)
    persons.link(vault, two, "A")
    persons.link(vault, two, "A")
    both = persons.Person(letter="A", cases=((one, "Kompas-47"), (two, "Paraplu-63")))
    assert persons.persons_of(vault, one) == persons.Persons(here=(both,), elsewhere=(), next_letter="B")
    assert persons.persons_of(vault, other) == persons.Persons(here=(), elsewhere=(both,), next_letter="B")
    persons.unlink(vault, one, "A")
    assert persons.persons_of(vault, one).here == ()
    assert persons.persons_of(vault, two).here == (persons.Person(letter="A", cases=((two, "Paraplu-63"),)),)


@given(st.lists(st.text("ABYZ", min_size=1, max_size=2), min_size=1))
def test_the_next_letter_is_new_and_comes_after_all(letters: list[str]) -> None:
    new = persons._after(letters)
    assert all((len(new), new) > (len(letter), letter) for letter in letters)


def test_letters_go_on_after_z() -> None:
    assert [persons._after([letter]) for letter in ("A", "Y", "Z", "AZ", "ZZ")] == ["B", "Z", "AA", "BA", "AAA"]


@pytest.mark.parametrize("words", ["persoon A", "Persoon  a ", "person A", "PERSOON A"])
def test_the_list_finds_the_cases_of_a_person(vault: Vault, three: tuple[int, int, int], words: str) -> None:
    for case_id in three[:2]:
        persons.link(vault, case_id, "A")
    found = cases.find_cases(vault, words, today=TODAY)
    assert ({row.id for row in found.rows}, found.number, found.of) == (set(three[:2]), 2, 3)
    assert cases.find_cases(vault, "persoon B", today=TODAY).number == 0


def test_what_is_no_letter_is_refused(vault: Vault, three: tuple[int, int, int]) -> None:
    for words in ("", "a", "Jansen", "K.", "ABCD"):
        with pytest.raises(ValueError, match="not a letter"):
            persons.link(vault, three[0], words)
    with pytest.raises(LookupError):
        persons.link(vault, 99, "A")


def test_linking_and_loosening_are_taken_back(vault: Vault, three: tuple[int, int, int]) -> None:
    persons.link(vault, three[0], "A")
    last_act.take_back(vault, LastAct(act=Act.LINK, case_id=three[0], before="A"), now=NOW)
    assert persons.persons_of(vault, three[0]).here == ()
    last_act.take_back(vault, LastAct(act=Act.UNLINK, case_id=three[0], before="A"), now=NOW)
    assert [one.letter for one in persons.persons_of(vault, three[0]).here] == ["A"]


def test_a_destroyed_case_is_about_nobody(vault: Vault, three: tuple[int, int, int]) -> None:
    one, two, _other = three
    for case_id in (one, two):
        persons.link(vault, case_id, "A")
    destroying.ask(vault, [one], Ground.REQUEST, now=NOW, policy=DEFAULT)
    with pytest.raises(ToBeDestroyed):
        persons.link(vault, one, "B")
    destroying.carry_out(vault, now=NOW + timedelta(days=2))
    assert vault.db.execute("SELECT case_id FROM case_person").fetchall() == [(two,)]


def test_letters_are_in_no_count_and_not_on_paper_for_the_client(vault: Vault, three: tuple[int, int, int]) -> None:
    persons.link(vault, three[0], "KQX")
    paper = right_of_access.access(vault, three[0], today=date(2026, 10, 6)).model_dump_json()
    assert "KQX" not in paper
    counting = vault.kept(tallies._Counting)
    for name in tallies.STATEMENTS:
        always = ("2000Q1", "2099Q4") if "BETWEEN" in name else ()
        assert not any("KQX" in map(str, row) for row in counting.rows(name, *always))
