"""Finding, opening and changing cases, as the window and the command line ask for it."""

from datetime import date, datetime
from pathlib import Path

import pytest

from adviser_desk import paths
from adviser_desk.casework import cases
from adviser_desk.casework.cases import CaseFilter
from adviser_desk.casework.changes import Kind
from adviser_desk.casework.consents import record_consent
from adviser_desk.casework.contacts import keep_draft, log_contact, waiting
from adviser_desk.casework.follow_ups import NewFollowUp, add_follow_up
from adviser_desk.errors import PseudonymTaken
from adviser_desk.models.case import CaseStatus, Traits
from adviser_desk.models.consent import ConsentManner, ConsentScope, ConsentState
from adviser_desk.models.contact import Draft
from adviser_desk.vault.connection import Vault

TODAY = date(2026, 10, 6)
THREE = (("Kompas-47", 2), ("Ladder-12", 3), ("Zaklamp-29", 4))


@pytest.fixture
def two_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pseudonyms_nl.txt").write_text("Kompas\nLadder\n", encoding="utf-8")
    monkeypatch.setattr(paths, "resource", lambda name: tmp_path / name)


def logged(vault: Vault, pseudonym: str, text: str, day: int, *, memory_aid: str = "") -> int:
    at = datetime(2026, 9, day, 9)
    draft = Draft(place="capture", pseudonym=pseudonym, started_at=at, text=text, memory_aid=memory_aid)
    return log_contact(vault, draft, at=at, minutes=None).case_id


def test_all_words_must_be_in_the_case_and_the_newest_contact_comes_first(vault: Vault) -> None:
    first = logged(vault, "Kompas-47", "Het rooster is veranderd.", 2)
    second = logged(vault, "Ladder-12", "De roosterwijziging.", 3, memory_aid="blauwe jas")
    found = cases.find_cases(vault, "rooster", today=TODAY)
    assert [row.id for row in found.rows] == [second, first]
    assert (found.number, found.of, found.suggestion) == (2, 2, None)
    assert found.rows[0].hit is not None
    assert found.rows[0].hit.pieces == (("De ", False), ("rooster", True), ("wijziging.", False))
    assert [row.id for row in cases.find_cases(vault, "rooster blauwe", today=TODAY).rows] == [second]
    assert cases.find_cases(vault, "rooster fiets", today=TODAY).rows == ()
    assert [row.id for row in cases.find_cases(vault, " - ", today=TODAY).rows] == [second, first]


def test_a_filter_narrows_what_was_found(vault: Vault) -> None:
    first, second = logged(vault, "Kompas-47", "Het rooster.", 2), logged(vault, "Ladder-12", "Het rooster.", 3)
    cases.change_status(vault, first, CaseStatus.CLOSED, today=TODAY)
    chosen = CaseFilter(status=CaseStatus.CLOSED)
    found = cases.find_cases(vault, "rooster", chosen, today=TODAY)
    assert ([row.id for row in found.rows], found.number, found.of) == ([first], 1, 2)
    assert [row.id for row in cases.find_cases(vault, "", today=TODAY).rows] == [second, first]


def test_the_number_counts_what_the_rows_leave_out(vault: Vault) -> None:
    for number in range(10, 15):
        logged(vault, f"Kompas-{number}", "Het rooster.", 2)
    for words in ("", "rooster"):
        found = cases.find_cases(vault, words, today=TODAY, most=3)
        assert (len(found.rows), found.number) == (3, 5)


def test_nothing_found_suggests_a_near_word(vault: Vault) -> None:
    logged(vault, "Kompas-47", "Het rooster.", 2)
    assert cases.find_cases(vault, "roster", today=TODAY).suggestion == "rooster"


def test_a_few_letters_find_a_case(vault: Vault) -> None:
    closed = logged(vault, "Kompas-47", "", 9)
    cases.change_status(vault, closed, CaseStatus.CLOSED, today=TODAY)
    open_case, old = logged(vault, "Kompas-82", "", 5), logged(vault, "Komeet-11", "", 3)
    aided = logged(vault, "Ladder-12", "", 8, memory_aid="de man van Komité")

    def starting(letters: str, **most: int) -> list[int]:
        return [row.id for row in cases.cases_starting(vault, letters, **most)]

    assert starting("kom") == [open_case, old, closed, aided]
    assert starting("KOM", most=2) == [open_case, old]
    assert starting("kompas 4") == starting("kompas-47") == starting("kompas47") == [closed]
    assert starting("komi") == [aided]
    assert starting("mpas") == starting("zz") == []
    assert starting("") == [aided, open_case, old, closed]


def test_a_page_tells_all_of_a_case(vault: Vault) -> None:
    case_id = logged(vault, "Kompas-47", "Eerste.", 2)
    draft = Draft(place=f"case:{case_id}", case_id=case_id, started_at=datetime(2026, 10, 6), text="Half")
    keep_draft(vault, draft)
    add_follow_up(vault, case_id, NewFollowUp(due_on=TODAY, text="Bellen"))
    page = cases.case_page(vault, case_id, today=TODAY)
    assert page.case.pseudonym == "Kompas-47"
    assert [contact.note for contact in page.contacts] == ["Eerste."]
    assert [follow_up.text for follow_up in page.follow_ups] == ["Bellen"]
    assert (page.draft, page.counted_in, page.units.units) == (draft, None, ())
    assert len(page.standing) == 7
    with pytest.raises(LookupError):
        cases.case_page(vault, case_id + 1, today=TODAY)


def test_the_numbers_beside_the_navigation(vault: Vault) -> None:
    case_id, closed = logged(vault, "Kompas-47", "", 2), logged(vault, "Ladder-12", "", 2)
    cases.change_status(vault, closed, CaseStatus.CLOSED, today=TODAY)
    for due_on in (date(2026, 10, 5), TODAY, date(2026, 10, 7)):
        add_follow_up(vault, case_id, NewFollowUp(due_on=due_on, text="Bellen"))
    for place, is_open in (
        ("capture:1", True),
        ("capture:2", False),
        (f"case:{case_id}", True),
        ("memory_aid:1", True),
    ):
        keep_draft(vault, Draft(place=place, case_id=case_id, started_at=datetime(2026, 10, 6), open=is_open))
    assert {(one.draft.place, one.pseudonym) for one in waiting(vault)} == {
        ("capture:2", "Kompas-47"),
        (f"case:{case_id}", "Kompas-47"),
    }
    assert cases.numbers(vault, today=TODAY) == cases.Numbers(open_cases=1, cases=2, due=2, drafts=2)


def test_unfinished_are_the_cases_that_are_not_closed_and_lack_something(vault: Vault) -> None:
    lacking, whole, closed = (logged(vault, name, "x", day) for name, day in THREE)
    full = Traits(
        matter="information", client_role="target", other_party="unknown", found_via="intranet", step="listen"
    )
    for case_id, traits in ((lacking, Traits(matter="undesirable_behaviour")), (whole, full), (closed, Traits())):
        cases.change_traits(vault, case_id, traits)
    cases.change_status(vault, closed, CaseStatus.CLOSED, today=TODAY)
    answer = {"manner": ConsentManner.SPOKEN, "on": TODAY}
    record_consent(vault, lacking, ConsentScope.COUNT, ConsentState.REFUSED, **answer)
    found = {one.case.id: (one.missing, one.not_asked) for one in cases.unfinished(vault, today=TODAY)}
    assert found == {
        lacking: (("behaviour", "client_role", "other_party", "found_via", "step"), False),
        whole: ((), True),
    }
    record_consent(vault, whole, ConsentScope.COUNT, ConsentState.GIVEN, **answer)
    assert [one.case.id for one in cases.unfinished(vault, today=TODAY)] == [lacking]


def test_a_pseudonym_is_used_once(vault: Vault) -> None:
    case_id, changes = cases.open_case(vault, "Kompas-47", opened_on=TODAY)
    assert (changes.case_id, changes.kinds) == (case_id, {Kind.CASE})
    with pytest.raises(PseudonymTaken):
        cases.open_case(vault, "Kompas-47", opened_on=TODAY)
    with pytest.raises(ValueError, match="pattern") as raised:
        cases.open_case(vault, "Jan Jansen", opened_on=TODAY)
    assert "Jansen" not in str(raised.value)
    assert cases.numbers(vault, today=TODAY).cases == 1


@pytest.mark.usefixtures("two_words")
def test_a_drawn_pseudonym_has_a_word_of_no_open_case_or_draft_and_was_never_used(vault: Vault) -> None:
    case_id, _ = cases.open_case(vault, "Kompas-47", opened_on=TODAY)
    drawn = {cases.draw_pseudonym(vault) for _ in range(40)}
    assert {name.partition("-")[0] for name in drawn} == {"Ladder"}
    assert len(drawn) > 1
    assert cases.draw_pseudonym(vault, [f"Ladder-{number}" for number in range(10, 100) if number != 33]) == "Ladder-33"
    keep_draft(vault, Draft(place="capture", pseudonym="Ladder-33", started_at=datetime(2026, 10, 6)))
    assert cases.draw_pseudonym(vault, [f"Ladder-{number}" for number in range(10, 100)]).startswith("Kompas-")
    cases.change_status(vault, case_id, CaseStatus.CLOSED, today=TODAY)
    used = [f"Kompas-{number}" for number in range(10, 99) if number != 47]
    assert cases.draw_pseudonym(vault, used) == "Kompas-99"
    with pytest.raises(ValueError, match="left"):
        cases.draw_pseudonym(vault, [f"{word}-{number}" for word in ("Kompas", "Ladder") for number in range(10, 100)])


def test_closing_sets_the_day_once_and_reopening_clears_it(vault: Vault) -> None:
    case_id, _ = cases.open_case(vault, "Kompas-47", opened_on=TODAY)

    def closed_on(status: CaseStatus, today: date) -> date | None:
        cases.change_status(vault, case_id, status, today=today)
        return cases.case_page(vault, case_id, today=today).case.closed_on

    assert closed_on(CaseStatus.WAITING, TODAY) is None
    assert closed_on(CaseStatus.CLOSED, TODAY) == TODAY
    assert closed_on(CaseStatus.CLOSED, date(2026, 11, 1)) == TODAY
    assert closed_on(CaseStatus.AFTERCARE, TODAY) is None


def test_traits_and_memory_aid_are_checked_before_they_are_written(vault: Vault) -> None:
    case_id, _ = cases.open_case(vault, "Kompas-47", opened_on=TODAY)
    cases.change_traits(vault, case_id, Traits(matter="integrity"))
    cases.change_memory_aid(vault, case_id, "x" * 40)
    with pytest.raises(ValueError, match="unit"):
        cases.change_traits(vault, case_id, Traits(unit="nergens"))
    with pytest.raises(ValueError, match="40") as raised:
        cases.change_memory_aid(vault, case_id, "geheim" * 7)
    assert "geheim" not in str(raised.value)
    case = cases.case_row(vault, case_id)
    assert (case.traits, case.memory_aid) == (Traits(matter="integrity"), "x" * 40)


@pytest.mark.parametrize(
    "wrong",
    [
        {"matter": "gossip"},
        {"behaviour": ("bullying", "threat", "violence", "sexual")},
        {"behaviour": ("bullying", "bullying")},
        {"grounds": ("age",)},
        {"reason_no_step": "fear", "step": "mediation"},
    ],
)
def test_traits_that_do_not_fit_together_do_not_exist(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="Traits"):
        Traits.model_validate(wrong)
