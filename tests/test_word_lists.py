"""The two word lists: names for cases that nobody can take for a person, and words for a passphrase."""

import re
from itertools import pairwise

import pytest

from adviser_desk.paths import resource

# Words that would say something: names of people, insults, weapons, illness, faith, government work, the words of the
# desk itself. A sample of each kind the rule forbids, so that a later edit of the list meets the rule.
FORBIDDEN = """
merel roos iris linde robin hamer visser bakker molen anker ezel varken slang kanon pistool granaat bijl dolk neus tand
hart borst pleister krukken pil rolstoel banaan wortel appel kerk altaar bijbel kruis preekstoel stempel dossier loket
paspoort envelop zetel jurk lipstick stropdas handtas drempel sleutel signaal geheim
"""


def words(name: str) -> list[str]:
    return resource(name).read_text(encoding="utf-8").splitlines()


@pytest.fixture
def pseudonyms() -> list[str]:
    return words("pseudonyms_nl.txt")


@pytest.fixture
def passphrase_words() -> list[str]:
    return words("words_nl.txt")


def test_320_names_with_90_numbers_each_are_enough_for_ten_thousand_cases(pseudonyms):
    assert len(pseudonyms) == 320


def test_three_letters_are_enough_to_find_a_name(pseudonyms):
    starts = [word[:3].lower() for word in pseudonyms]
    assert sorted(set(starts)) == sorted(starts)


def test_a_name_is_one_capitalised_word_of_five_to_ten_plain_letters(pseudonyms):
    assert [word for word in pseudonyms if not re.fullmatch(r"[A-Z][a-z]{4,9}", word)] == []


def test_a_name_is_spelled_as_it_sounds(pseudonyms):
    assert [word for word in pseudonyms if re.search(r"[qxy]|c(?!h)|^th|ph|isch", word.lower())] == []


def test_no_name_says_anything_about_a_person_or_the_work(pseudonyms):
    assert set(FORBIDDEN.split()).isdisjoint(word.lower() for word in pseudonyms)


def test_five_random_words_make_a_passphrase_of_55_bits(passphrase_words):
    assert len(passphrase_words) == 2048


def test_a_passphrase_word_is_short_lower_case_and_easy_to_type(passphrase_words):
    assert [word for word in passphrase_words if not re.fullmatch(r"[a-z]{4,8}", word)] == []
    assert [word for word in passphrase_words if re.search(r"[qxy]|^c(?!h)", word)] == []


@pytest.mark.parametrize("name", ["pseudonyms_nl.txt", "words_nl.txt"])
def test_a_list_is_in_order_without_doubles_and_ends_in_a_newline(name):
    listed = words(name)
    assert all(before < after for before, after in pairwise(listed))
    assert resource(name).read_bytes().endswith(b"\n")


def test_no_passphrase_word_sounds_like_another(passphrase_words):
    """A phrase read over the telephone or from memory must have one spelling."""

    def sound(word: str) -> str:
        for written, heard in (("ij", "ei"), ("auw", "ou"), ("ouw", "ou"), ("au", "ou"), ("ch", "g")):
            word = word.replace(written, heard)
        return re.sub(r"d$", "t", word)

    by_sound: dict[str, list[str]] = {}
    for word in passphrase_words:
        by_sound.setdefault(sound(word), []).append(word)
    assert [alike for alike in by_sound.values() if len(alike) > 1] == []
