"""What is blacked out of a case for the client: no letter is left, words go whole, and a changed text stays out."""

import string
from datetime import date, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adviser_desk import i18n
from adviser_desk.casework import breaking, cases, contacts
from adviser_desk.casework import right_of_access as paper
from adviser_desk.casework.breaking import Account
from adviser_desk.models.blackout import Blacked, Blackout
from adviser_desk.models.contact import Draft
from adviser_desk.vault.connection import Vault

TODAY = date(2026, 10, 6)
NOW = datetime(2026, 10, 6, 14, 20)
SPANS = st.lists(st.tuples(st.integers(-5, 60), st.integers(-5, 60)))
TEXT = st.text(max_size=50)


@given(TEXT, SPANS)
def test_what_can_be_read_is_the_text_without_what_is_black(text: str, spans: list[tuple[int, int]]) -> None:
    black = {place for start, end in spans for place in range(max(start, 0), min(end, len(text)))}
    found = paper.pieces(text, spans)
    at = 0
    for piece in found:
        assert piece.span[0] == at
        assert piece.text == ("" if piece.black else text[slice(*piece.span)])
        at = piece.span[1]
    assert at == len(text)
    readable = {place for piece in found if not piece.black for place in range(*piece.span)}
    assert not readable & black
    # Beside what was asked, only the space between two black words is black.
    assert all(text[place].isspace() for place in set(range(len(text))) - readable - black)


@given(TEXT, SPANS)
def test_no_two_bars_touch_or_have_only_space_between_them(text: str, spans: list[tuple[int, int]]) -> None:
    found = paper.pieces(text, spans)
    for before, after in pairwise(found):
        assert not (before.black and after.black)
    between = [p.text for b, p, a in zip(found, found[1:], found[2:], strict=False) if b.black and a.black]
    assert all(text.strip() for text in between)


@given(TEXT, SPANS, st.integers(0, 50), st.integers(0, 50))
def test_what_is_selected_becomes_black_and_no_word_is_cut(
    text: str, spans: list[tuple[int, int]], one: int, other: int
) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    before = paper.joined(text, spans)
    after = paper.blacken(text, before, start, end)
    black = {place for span in after for place in range(*span)}
    assert {place for place in range(start, end) if not text[place].isspace()} <= black
    assert {place for span in before for place in range(*span)} <= black
    for place in black - {place for span in before for place in range(*span)}:
        for beside in (place - 1, place + 1):
            if 0 <= beside < len(text) and text[beside].isalnum() and text[place].isalnum():
                assert beside in black


@pytest.mark.parametrize(
    ("text", "selected", "black"),
    [
        ("Sprak met Jansen.", "ans", "Jansen"),
        ("Sprak (Jansen), kort", "(Jan", "(Jansen"),
        ("Mail jan@voorbeeld.nl, graag", "jan", "jan@voorbeeld.nl"),
        ("Sprak met Piet de Wit.", "t de W", "Piet de Wit"),
        ("Sprak met Jansen.", " ", ""),
    ],
)
def test_half_a_name_is_a_whole_name(text: str, selected: str, black: str) -> None:
    start = text.index(selected)
    assert text[slice(*paper.whole_words(text, start, start + len(selected)))] == black


def test_without_a_selection_it_is_the_word_at_the_cursor() -> None:
    text = "Sprak (Jansen). Kort."
    assert [text[slice(*paper.whole_words(text, place, place))] for place in (0, 8, 13, 18)] == [
        "Sprak",
        "Jansen",
        "Jansen",
        "Kort",
    ]


def test_a_bar_that_is_touched_goes_and_the_others_stay() -> None:
    spans = ((2, 5), (8, 9), (12, 20))
    assert paper.lighten(spans, 5, 8) == ((12, 20),)
    assert paper.lighten(spans, 6, 7) == spans


def test_a_text_that_changed_since_is_left_out_until_it_was_looked_at() -> None:
    seen = paper.with_part(Blackout(), "contact:1", "Jansen belde", Blacked(digest="", spans=((0, 6),)))
    assert paper.of_part(seen, "contact:1", "Jansen belde").spans == ((0, 6),)
    changed = paper.of_part(seen, "contact:1", "Toen belde Jansen")
    assert (changed.left_out, changed.spans) == (True, ())
    again = paper.with_part(seen, "contact:1", "Toen belde Jansen", changed.model_copy(update={"left_out": False}))
    assert again == Blackout()


@given(st.text(alphabet=string.printable + "\u2028\ufffc\ufdd0\x85", max_size=80))
def test_a_clean_text_has_one_kind_of_line_end(text: str) -> None:
    found = paper.clean(text)
    assert paper.clean(found) == found
    assert len(found.splitlines()) <= found.count("\n") + 1
    assert not set(found) & set("\r\x0b\x0c\x85\u2028\ufffc\ufdd0\x00")


def test_names_numbers_and_addresses_are_pointed_at_where_they_stand() -> None:
    text = "Gesproken met Jansen.\n\nBel 06-12345678 of jan@voorbeeld.nl, over Kompas-47 en Paraplu-63."
    found = [text[slice(*span)] for span in paper.doubtful(text, but="Kompas-47")]
    assert found == ["Jansen", "06-12345678", "jan@voorbeeld.nl", "Paraplu-63"]


def test_all_of_the_case_is_there_with_what_was_black(vault: Vault) -> None:
    case_id, _changes = cases.open_case(vault, "Kompas-47", opened_on=TODAY)
    assert paper.access(vault, case_id, today=TODAY).draft is None
    black = Blackout(parts={"contact:1": Blacked(digest="x", spans=((1, 2),))})
    draft = Draft(
        place=paper.place_of(case_id), case_id=case_id, started_at=NOW, text=black.model_dump_json(), open=False
    )
    contacts.keep_draft(vault, draft)
    found = paper.access(vault, case_id, today=TODAY)
    assert found.page.case.pseudonym == "Kompas-47"
    assert paper.kept(found.draft) == black
    # Not a contact to be finished, and no reason to say at unlocking that something waits.
    assert contacts.waiting(vault) == ()
    assert paper.kept(draft.model_copy(update={"text": "no"})) == Blackout()


def test_an_account_says_what_was_answered_and_what_was_not() -> None:
    note = breaking.account_note(Account(ground="danger", recipient="politie", told="after"))
    lines = note.splitlines()
    assert lines[0] == "Doorbreken van de vertrouwelijkheid"
    said = {lines[place]: lines[place + 1] for place in range(2, len(lines), 3)}
    assert said["Waarom mocht u niet zwijgen?"] == "Er was acuut gevaar voor iemand"
    assert said["Aan wie heeft u het verteld?"] == "politie"
    assert said["Met wie heeft u overlegd?"] == "Niet ingevuld."
    assert len(said) == len(breaking.QUESTIONS) == len(Account.model_fields)


def test_an_account_is_known_again_in_another_language() -> None:
    assert breaking.is_account(breaking.account_note(Account()))
    i18n.set_language("en")
    english = breaking.account_note(Account())
    i18n.set_language("nl")
    assert breaking.is_account(english)
    assert not breaking.is_account("Eerste gesprek.")
    assert breaking.kept(None) == Account()
