"""The adviser's own words are kept in the vault, once each, and the names of cases are never wrong."""

from datetime import date, datetime
from pathlib import Path

from adviser_desk.casework import cases, contacts, own_words
from adviser_desk.casework.own_words import OwnWords
from adviser_desk.models.contact import Draft
from adviser_desk.vault import settings
from adviser_desk.vault.connection import Vault, open_vault


def test_nothing_is_chosen_in_a_new_vault(vault: Vault) -> None:
    assert own_words.own_words(vault) == OwnWords(languages=None, words=())


def test_words_come_in_order_and_once_whatever_their_capitals(vault: Vault) -> None:
    for word in ("Verweij", "bzk", "verweij"):
        own_words.add_word(vault, word)
    assert own_words.own_words(vault).words == ("bzk", "verweij")


def test_a_word_that_is_dropped_is_gone_and_the_others_and_the_languages_stay(vault: Vault) -> None:
    own_words.choose_languages(vault, ("nl", "en"))
    own_words.add_word(vault, "bzk")
    own_words.add_word(vault, "Verweij")
    assert own_words.drop_word(vault, "Verweij") == OwnWords(languages=("nl", "en"), words=("bzk",))


def test_off_is_something_else_than_not_chosen(vault: Vault) -> None:
    assert own_words.choose_languages(vault, ()).languages == ()
    assert own_words.own_words(vault).languages == ()


def test_they_are_there_after_closing_and_in_no_file_in_clear(vault: Vault, vault_folder: Path, key: bytearray) -> None:
    own_words.add_word(vault, "kanariewoord")
    vault.close()
    assert [path for path in vault_folder.rglob("*") if path.is_file() and b"kanariewoord" in path.read_bytes()] == []
    opened = open_vault(vault_folder, key)
    assert own_words.own_words(opened).words == ("kanariewoord",)
    opened.close()


def test_what_cannot_be_read_is_as_if_nothing_was_chosen(vault: Vault) -> None:
    settings.put(vault, "spelling", '{"languages": ["fr"]}')
    assert own_words.own_words(vault) == OwnWords()


def test_the_names_are_those_of_cases_and_drafts_without_numbers(vault: Vault) -> None:
    cases.open_case(vault, "Kompas-47", opened_on=date(2026, 8, 14))
    draft = Draft(place="capture:new", pseudonym="Paraplu-63", started_at=datetime(2026, 10, 6, 14, 20), text="x")
    contacts.keep_draft(vault, draft)
    assert own_words.names_of_cases(vault) == {"Kompas", "Paraplu"}


def test_no_words_are_shown_where_the_record_is_written_out(vault: Vault) -> None:
    assert "Verweij" not in repr(own_words.add_word(vault, "Verweij"))
