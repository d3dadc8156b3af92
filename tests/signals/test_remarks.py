"""What in a recommendation may lead to a person is pointed at, and ordinary Dutch is left alone."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adviser_desk.signals.remarks import doubts
from adviser_desk.spelling.speller import Speller

ORDINARY = """Het Rijk kan meer doen aan nazorg. De vertrouwenspersonen zien dat in het 3e kwartaal van 2026.
- Geef teams rust na agressie van burgers.
- Bespreek het met de OR, het MT en P&O. Wie durft er nog? Neem er enige tijd voor, en een tiende van de ruimte.

Veilig Werken vraagt om een AVG-toets. ‘Praten helpt,’ zei men. Het mag in mei niet anders."""


def found(text: str, *known: str) -> list[tuple[str, str]]:
    return [(doubt.kind, doubt.text) for doubt in doubts(text, known)]


def test_ordinary_advice_is_left_alone() -> None:
    assert found(ORDINARY) == []
    assert found("Zeg heer of mevrouw tegen wie dat wil. Een mevrouw is geen dame en meneer of mevrouw mag ook.") == []


@pytest.mark.parametrize(
    ("text", "kind", "piece"),
    [
        ("Praat met Peter van der Berg over rust.", "name", "Peter van der Berg"),
        ("Vraag dhr. Jansen om raad.", "name", "Jansen"),
        ("Vraag dhr. jansen om raad.", "name", "jansen"),
        ("Vraag het aan mevrouw de vries.", "name", "de vries"),
        ("Vraag het de heer p. van den berg-smit.", "name", "p. van den berg-smit"),
        ("Een collega genaamd ahmed vroeg erom.", "name", "ahmed"),
        ("De sfeer in Utrecht is goed.", "name", "Utrecht"),
        ("Vraag het J. Bakker.", "name", "J. Bakker"),
        ("Mail p.jansen@voorbeeld.nl niet meer.", "email", "p.jansen@voorbeeld.nl"),
        ("Bel 06-1234 5678 voor hulp.", "phone", "06-1234 5678"),
        ("Bel +31 (0)70 123 45 67 voor hulp.", "phone", "+31 (0)70 123 45 67"),
        ("Dat was op 12 november ook zo.", "date", "12 november"),
        ("Dat was op 2026-11-12 ook zo.", "date", "2026-11-12"),
        ("Dat was op 12-11 ook zo.", "date", "12-11"),
        ("Dat was afgelopen dinsdag ook zo.", "date", "dinsdag"),
        ("Dat was in maart ook zo.", "date", "maart"),
        ("Dat was 3 mei 2026 ook zo.", "date", "3 mei 2026"),
        ("Er waren 3 mensen bij.", "number", "3"),
        ("Er waren drie mensen bij.", "number", "drie"),
        ("Eén persoon vroeg erom.", "number", "Eén"),
        ("Er waren dertien mensen bij.", "number", "dertien"),
        ("Er waren drieëntwintig mensen bij.", "number", "drieëntwintig"),
        ("Er waren veertig mensen bij.", "number", "veertig"),
        ("There were twenty-three people.", "number", "twenty-three"),
        ("Dat was de enige keer.", "number", "de enige"),
        ("Daar zat een enkele collega bij.", "number", "een enkele"),
        ("That was the only time.", "number", "the only"),
        ("Het kost 12.500 euro.", "number", "12.500"),
        ("In 1974 was het anders.", "number", "1974"),
        ("Zie ook Kompas-12 hierover.", "pseudonym", "Kompas-12"),
        ("Zie ook Kompas 12 hierover.", "pseudonym", "Kompas 12"),
    ],
)
def test_what_may_lead_to_a_person_is_found(text: str, kind: str, piece: str) -> None:
    assert found(text) == [(kind, piece)]


@pytest.mark.parametrize(
    ("text", "known", "piece"),
    [
        ("Het team van het archief zoekt rust.", "archief", "archief"),
        ("Het team van het ARCHIEF zoekt rust.", "Archief", "ARCHIEF"),
        ("Vraag het desiree niet.", "Désirée", "desiree"),
        ("Dat is anouks plek.", "Anouk", "anouks"),
        ("Kompas is er blij mee.", "Kompas", "Kompas"),
        ("Ook midden- en  kleinbedrijf doet mee.", "Midden- en kleinbedrijf", "midden- en  kleinbedrijf"),
        ("Ook de leiding\u00adgevende weet het.", "leidinggevende", "leiding\u00adgevende"),
        ("Ook Cafe\u0301 weet het.", "café", "Cafe\u0301"),
    ],
)
def test_words_of_the_vault_are_found_however_they_are_written(text: str, known: str, piece: str) -> None:
    assert found(text, known) == [("known_word", piece)]


def test_function_words_and_parts_of_words_are_no_known_words() -> None:
    assert found("Het is van groot belang voor de kar.", "van", "de", "el", "lan", "") == []


def test_a_name_that_also_starts_a_sentence_is_found_there_too() -> None:
    assert found("Vraag het aan Jansen. Jansen weet het.") == [("name", "Jansen"), ("name", "Jansen")]


def test_finds_say_nothing_of_their_text_when_shown() -> None:
    (doubt,) = doubts("Vraag het aan Jansen.", ())
    assert "Jansen" not in repr(doubt)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Vraag het aan ahmed of aan jansen.", ["ahmed", "jansen"]),
        ("Het team van ahmeds collega in utrecht.", ["ahmeds", "utrecht"]),
        ("Dat is jansen's plek.", ["jansen's"]),
        ("Praat met willem-alexander.", ["willem-alexander"]),
        ("Het uwv weet er van.", ["uwv"]),
        ("Ask fatima in rotterdam about it.", ["fatima", "rotterdam"]),
        ("Geef teams rust; ook de avg, hr en het mt.", []),
        ("Dit geldt voor een verkeerdgespelt wooord.", []),
        ("Bel eventueel mw. of dhr. voor de rest.", []),
    ],
)
def test_what_is_a_word_only_with_a_capital_is_a_name_without_one_too(text: str, pieces: list[str]) -> None:
    is_word = Speller(("nl", "en")).knows
    assert [doubt.text for doubt in doubts(text, (), is_word)] == pieces
    assert found(ORDINARY) == [(doubt.kind, doubt.text) for doubt in doubts(ORDINARY, (), is_word)]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Vraag het collega jan.", ["jan"]),
        ("De teamleider mark weet het.", ["mark"]),
        ("Een collega wil dat niet en de manager peste haar.", []),
        ("Het rapport van mark en peter.", []),
    ],
)
def test_a_given_name_that_is_a_word_is_found_after_what_somebody_is(text: str, pieces: list[str]) -> None:
    assert [doubt.text for doubt in doubts(text, ())] == pieces


@given(st.text(), st.sets(st.text(max_size=12), max_size=4))
def test_finds_are_pieces_in_order_without_overlap(text: str, known: set[str]) -> None:
    finds = doubts(text, known)
    assert all(text[find.start : find.end] == find.text and find.start < find.end for find in finds)
    assert all(one.end <= other.start for one, other in pairwise(finds))


@given(
    st.text(alphabet="abcdefghijklm -.\n", max_size=40),
    st.text(alphabet="xyzqw", min_size=3, max_size=10),
    st.text(alphabet="abcdefghijklm -.\n", max_size=40),
)
def test_a_known_word_is_never_missed(before: str, known: str, after: str) -> None:
    assert known in [find.text for find in doubts(f"{before} {known} {after}", [known.upper()])]


@given(st.text(alphabet="abc fg", max_size=20), st.integers(min_value=0, max_value=11))
def test_a_count_under_the_threshold_is_never_missed(before: str, number: int) -> None:
    assert ("number", str(number)) in found(f"{before} {number} mensen")
