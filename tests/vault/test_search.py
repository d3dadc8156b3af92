"""Words are found wherever they stand, in any spelling of accents and capitals; no typed text can break the search."""

from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adviser_desk.models.contact import Contact
from adviser_desk.models.follow_up import FollowUp
from adviser_desk.vault import cases, contacts, follow_ups, search
from adviser_desk.vault.connection import Vault

TODAY = date(2026, 10, 6)
ANY_TEXT = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)


def case(vault: Vault, pseudonym: str, *notes: str) -> int:
    case_id = cases.add(vault, pseudonym, TODAY)
    for note in notes:
        add_note(vault, case_id, note)
    return case_id


def add_note(vault: Vault, case_id: int, note: str) -> Contact:
    made = Contact(id=contacts.next_id(vault), case_id=case_id, channel="phone", at=datetime(2026, 10, 6), note=note)
    contacts.add(vault, made)
    return made


def found(vault: Vault, text: str) -> set[int]:
    return set(search.cases_with(vault, search.words_of(text)).cases)


def shown(vault: Vault, text: str, case_id: int) -> str:
    hit = search.hits(vault, search.words_of(text), [case_id])[case_id]
    return hit.source + ": " + "".join(f"[{piece}]" if is_found else piece for piece, is_found in hit.pieces)


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [
        ("rooster", True),
        ("ROOSTER", True),
        ("wijziging", True),
        ("gesprek", True),
        ("coordinator", True),
        ("coördinator", True),
        ("cafe\u0301", True),
        ("CAFÉ", True),
        ("fun", True),
        ("hr", True),
        ("Kompas", True),
        ("ko", True),
        ("kompas-47", True),
        ("Kompas-4", True),
        ("jas", True),
        ("terugbellen", True),
        ("gesprek terugbellen", True),
        ("gesprek jas 47", True),
        ("h", False),
        ("oo", False),
        ("oos", False),
        ("kompas-48", False),
        ("ompas-47", False),
        ("gesprek fiets", False),
        ("terug-bellen", False),
    ],
)
def test_what_is_found(vault: Vault, typed: str, is_found: bool) -> None:
    case_id = case(vault, "Kompas-47", "Roosterwijziging na het functioneringsgesprek.", "Coördinator HR; café Ë.")
    cases.put_memory_aid(vault, case_id, "rode jas")
    follow_ups.add(vault, FollowUp(id=1, case_id=case_id, due_on=TODAY, text="Terugbellen"))
    case(vault, "Ladder-12", "Iets anders.")
    assert found(vault, typed) == ({case_id} if is_found else set())


@pytest.mark.parametrize(
    "typed",
    [
        '"',
        "'",
        '"rooster',
        "rooster*",
        "*",
        "rooster AND",
        "NOT rooster",
        "text:rooster",
        "(rooster",
        "^rooster",
        "foo-bar",
        "NEAR(a b)",
        "rooster; DROP TABLE contact",
        "\0rooster",
        "{text} : rooster",
        "-",
        "%",
        "_",
        "a" * 5000,
        "\ud800",
    ],
)
def test_signs_of_the_query_language_are_plain_text(vault: Vault, typed: str) -> None:
    case_id = case(vault, "Kompas-47", "Het rooster.")
    assert found(vault, typed) <= {case_id}
    assert found(vault, "rooster") == {case_id}


@ANY_TEXT
@given(typed=st.text(max_size=60) | st.text(alphabet='"*^(){}:+-ANDORT nearöë\0', max_size=30))
def test_no_text_is_an_error(vault: Vault, typed: str) -> None:
    words = search.words_of(typed)
    search.hits(vault, words, search.cases_with(vault, words).cases or [1])


@ANY_TEXT
@given(
    word=st.text(alphabet="abcdefghijklmnopqrstuvwxyzéëöüçñÀÉ0123456789", min_size=4, max_size=12),
    around=st.tuples(st.text(max_size=40), st.text(max_size=40)),
    cut=st.tuples(st.integers(0, 4), st.integers(0, 4)),
)
def test_each_part_of_four_letters_of_each_word_is_found_and_shown(
    vault: Vault, word: str, around: tuple[str, str], cut: tuple[int, int]
) -> None:
    vault.db.execute("DELETE FROM case_file")
    search.forget(vault)
    note = f"{around[0]} {word} {around[1]}".encode("utf-8", "ignore").decode().replace("\0", "")
    case_id = case(vault, "Kompas-47", note)
    start = min(cut[0], len(word) - 4)
    part = word[start : max(start + 4, len(word) - cut[1])]
    assert found(vault, part) == {case_id}
    assert "[" in shown(vault, part, case_id)


def test_new_and_changed_words_are_found_inside_words_at_once(vault: Vault) -> None:
    case_id = case(vault, "Kompas-47", "Niets.")
    assert found(vault, "ziging") == set()
    contact = add_note(vault, case_id, "De roosterwijziging.")
    assert found(vault, "ziging") == {case_id}
    contacts.change(vault, contact.model_copy(update={"note": "De verhuisplanning."}))
    assert found(vault, "ziging") == set()
    assert found(vault, "planning") == {case_id}
    cases.put_memory_aid(vault, case_id, "rode paraplu")
    assert found(vault, "araplu") == {case_id}


def test_a_removed_case_is_found_by_nothing(vault: Vault) -> None:
    case_id = case(vault, "Kompas-47", "De roosterwijziging.")
    assert found(vault, "wijziging") == {case_id}
    vault.db.execute("DELETE FROM case_file")
    search.forget(vault)
    assert found(vault, "wijziging") == found(vault, "kompas") == set()
    assert "roosterwijziging" not in search.known_words(vault)
    vault.db.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")


def test_an_excerpt_shows_the_words_in_their_own_spelling(vault: Vault) -> None:
    case_id = case(
        vault,
        "Kompas-47",
        "Zij vertelt\ndat Coördinatór Jansma het rooster weer heeft veranderd zonder iets te zeggen.",
    )
    assert shown(vault, "coordinator", case_id) == "note: Zij vertelt dat [Coördinatór] Jansma het rooster weer heeft …"
    assert shown(vault, "oost", case_id) == "note: … dat Coördinatór Jansma het r[oost]er weer heeft veranderd zonder …"
    assert shown(vault, "kompas-4", case_id) == "pseudonym: [Kompas-4]7"


def test_an_excerpt_marks_decomposed_letters_whole(vault: Vault) -> None:
    case_id = case(vault, "Kompas-47", "cafe\u0301s")
    assert shown(vault, "cafe", case_id) == "note: [cafe\u0301]s"


def test_the_text_with_most_of_the_words_is_shown(vault: Vault) -> None:
    case_id = case(vault, "Kompas-47", "Eerst het rooster en het team.", "Later alleen het team.")
    assert shown(vault, "team rooster", case_id) == "note: Eerst het [rooster] en het [team]."
    assert shown(vault, "team", case_id) == "note: Later alleen het [team]."


@pytest.mark.parametrize(
    ("typed", "suggestion"),
    [
        ("roster", "rooster"),
        ("roosters", "rooster"),
        ("roaster", "rooster"),
        ("roosetr", "rooster"),
        ("roster gesprek", "rooster gesprek"),
        ("gesprek roster", "gesprek rooster"),
        ("rstr", None),
        ("zz", None),
    ],
)
def test_one_wrong_letter_gives_a_suggestion(vault: Vault, typed: str, suggestion: str | None) -> None:
    case(vault, "Kompas-47", "Een gesprek over het rooster.")
    assert search.cases_with(vault, search.words_of(typed)) == ((), suggestion)


def test_a_word_that_is_gone_is_not_suggested(vault: Vault) -> None:
    case(vault, "Kompas-47", "Een gesprek over het rooster.")
    search.known_words(vault)
    vault.db.execute("UPDATE contact SET note = ''")
    assert search.cases_with(vault, search.words_of("roster")).suggestion is None
