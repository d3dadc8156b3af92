"""The word lists: what is right, what was meant, and which parts of a text are words at all."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from adviser_desk import paths
from adviser_desk.spelling import engine
from adviser_desk.spelling.speller import Speller
from adviser_desk.spelling.suggest import suggestions
from adviser_desk.spelling.words import word_at, words_in

ROOT = Path(__file__).resolve().parents[1]
RIGHT = [
    *["leidinggevende", "grensoverschrijdend", "functioneringsgesprek", "auto's", "foto’s", "Beëindigd", "ijs"],
    *["e-mail", "HR-adviseur", "mw", "dhr", "geappt", "vrijdag"],
]
MEANT = {
    "leidingevende": "leidinggevende", "vertouwenspersoon": "vertrouwenspersoon", "gespreck": "gesprek",
    "grensoverschreidend": "grensoverschrijdend", "onmidelijk": "onmiddellijk", "gebeurdt": "gebeurt",
    "medewekrer": "medewerker", "persoonlik": "persoonlijk", "colegas": "collega's", "klagt": "klacht",
    "klachtencomissie": "klachtencommissie", "sexuele": "seksuele", "verweit": "verwijt", "burnout": "burn-out",
    "beeindigd": "beëindigd", "onveiligewerksfeer": "onveilige werksfeer", "nederland": "Nederland",
    "Iritatie": "Irritatie",
}  # fmt: skip
MEANT_IN_ENGLISH = {
    "recieve": "receive", "harasment": "harassment", "seperate": "separate", "occured": "occurred",
    "definately": "definitely", "collegue": "colleague", "goverment": "government", "organization": "organisation",
}  # fmt: skip


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine half a second is little."""
    monkeypatch.setattr("adviser_desk.spelling.suggest._PATIENCE", 60)


@pytest.mark.parametrize("word", RIGHT)
def test_a_dutch_word_is_right(word: str) -> None:
    assert Speller(["nl"]).knows(word)


@pytest.mark.parametrize("word", [*(word for word in MEANT if word != "Iritatie"), "colleague"])
def test_what_is_no_dutch_word_is_wrong(word: str) -> None:
    assert not Speller(["nl"]).knows(word)


def test_a_word_is_right_when_one_of_the_languages_has_it() -> None:
    both = Speller(["nl", "en"])
    assert both.knows("colleague")
    assert both.knows("leidinggevende")
    assert not both.knows("coleague")


def test_in_no_language_nothing_is_wrong() -> None:
    assert Speller([]).knows("leidingevende")


def test_own_words_are_right_with_and_without_capitals_and_in_compounds_with_a_hyphen() -> None:
    own = Speller(["nl"], ["Verweij"])
    assert own.knows("verweij")
    assert own.knows("VERWEIJ-dossier")
    assert not own.knows("Verweijs")


@pytest.mark.usefixtures("unhurried")
@pytest.mark.parametrize(("word", "meant"), MEANT.items())
def test_what_was_meant_in_dutch_is_offered(word: str, meant: str) -> None:
    found = Speller(["nl"]).suggest(word)
    assert meant in found
    assert len(found) <= 5


@pytest.mark.usefixtures("unhurried")
@pytest.mark.parametrize(("word", "meant"), MEANT_IN_ENGLISH.items())
def test_what_was_meant_in_english_is_offered(word: str, meant: str) -> None:
    assert meant in Speller(["en"]).suggest(word)


@pytest.mark.usefixtures("unhurried")
def test_with_two_languages_both_are_heard() -> None:
    both = Speller(["nl", "en"])
    assert "receive" in both.suggest("recieve")
    assert "collega" in both.suggest("colega")


@pytest.mark.usefixtures("unhurried")
def test_what_the_makers_of_the_list_keep_silent_is_right_and_not_offered() -> None:
    assert engine.unwanted("en")
    for one in engine.unwanted("en"):
        typed = f"{one[0]}{one}"
        assert one not in Speller(["en"]).suggest(typed)


def test_a_search_stops_when_it_is_told_to() -> None:
    asked: list[str] = []

    def knows(word: str) -> bool:
        asked.append(word)
        return False

    assert suggestions("leidingevende", "nl", knows, lambda: len(asked) < 3) == ()
    assert len(asked) == 3


def test_a_search_ends_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adviser_desk.spelling.suggest._PATIENCE", 0)
    asked: list[str] = []
    assert suggestions("leidingevende", "nl", lambda word: bool(asked.append(word))) == ()
    assert len(asked) < 3


def test_numbers_abbreviations_addresses_and_single_letters_are_no_words() -> None:
    text = "’s Ochtends (om 9u30) belde mw. a.b@voorbeeld.nl over BZK, Kompas-47 en https://voorbeeld.nl/pad: auto's!"
    assert [word for _place, word in words_in(text)] == ["Ochtends", "om", "belde", "mw", "over", "en", "auto's"]
    assert all(text[place:].startswith(word) for place, word in words_in(text))


def test_the_word_at_a_place_holds_it_or_ends_there() -> None:
    assert word_at("een fout woord", 4) == (4, "fout")
    assert word_at("een fout woord", 8) == (4, "fout")
    assert word_at("een  woord", 4) is None


def test_the_module_of_windows_gives_the_same_answers_as_the_library() -> None:
    spell = engine.of_module(paths.resource("spelling"), "nl")
    for word in ("leidinggevende", "leidingevende", "foto’s", "beëindigd", "beeindigd"):
        assert spell(word) == Speller(["nl"]).knows(word)


def test_without_the_library_nothing_is_wrong_and_it_says_so() -> None:
    found = _in_a_program_of_its_own("""
        engine.find_spec = lambda name: None
        assert not engine.is_available()
        assert engine.dictionary("nl") is None
        assert Speller(["nl"]).knows("leidingevende")
        assert Speller(["nl"]).suggest("leidingevende") == ()
    """)
    assert found.returncode == 0, found.stderr


def test_looking_words_up_opens_the_word_lists_only_and_writes_nothing(tmp_path: Path) -> None:
    found = _in_a_program_of_its_own(
        """
        opened = []
        sys.addaudithook(lambda event, values: event == "open" and opened.append((str(values[0]), values[2])))
        Speller(["nl", "en"], ["eigen"]).suggest("leidingevende")
        assert not [name for name, flags in opened if isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR)]
        """,
        HOME=str(tmp_path),
        XDG_CONFIG_HOME=str(tmp_path / "config"),
    )
    assert found.returncode == 0, found.stderr
    assert list(tmp_path.iterdir()) == []


def _in_a_program_of_its_own(lines: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    imports = (
        "import os, sys\nfrom adviser_desk.spelling import engine\nfrom adviser_desk.spelling.speller import Speller\n"
    )
    body = "\n".join(line.strip() for line in lines.splitlines())
    return subprocess.run(
        [sys.executable, "-c", imports + body],
        cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
