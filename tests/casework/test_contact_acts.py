"""A contact is logged whole or not at all, and no word of its draft goes missing."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlcipher3 import dbapi2 as sqlite

from adviser_desk.casework import cases, contacts
from adviser_desk.casework.changes import Kind
from adviser_desk.casework.contacts import NewFollowUp
from adviser_desk.errors import PseudonymTaken
from adviser_desk.models.case import Traits
from adviser_desk.models.consent import ConsentScope, ConsentState
from adviser_desk.models.contact import Draft
from adviser_desk.vault.connection import Vault

AT = datetime(2026, 10, 6, 9, 30)
TODAY = AT.date()
DRAFT = Draft(
    place="capture",
    pseudonym="Kompas-47",
    started_at=AT,
    channel="video",
    text="Het rooster is veranderd.",
    memory_aid="blauwe jas",
    matter="undesirable_behaviour",
    behaviour=("bullying",),
    keep_notes="yes",
    count="no",
    next_step="Terugbellen",
)
LATER = NewFollowUp(due_on=date(2026, 10, 9), text="Terugbellen", channel="phone")


def log(vault: Vault, draft: Draft = DRAFT, follow_up: NewFollowUp | None = LATER) -> contacts.Logged:
    return contacts.log_contact(vault, draft, at=AT, minutes=25, follow_up=follow_up)


def rows(vault: Vault) -> dict[str, int]:
    tables = ("case_file", "contact", "consent", "follow_up", "draft")
    return {table: vault.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}


def test_a_first_talk_is_logged_with_all_that_was_said(vault: Vault) -> None:
    contacts.keep_draft(vault, DRAFT)
    logged = log(vault)
    page = cases.case_page(vault, logged.case_id, today=TODAY)
    assert (page.case.pseudonym, page.case.opened_on, page.case.memory_aid) == ("Kompas-47", TODAY, "blauwe jas")
    assert page.case.traits == Traits(matter="undesirable_behaviour", behaviour=("bullying",))
    (contact,) = page.contacts
    assert contact.id == logged.contact_id
    assert (contact.channel, contact.at, contact.minutes, contact.note) == ("video", AT, 25, DRAFT.text)
    states = {item.scope: item.state for item in page.standing}
    assert states[ConsentScope.KEEP_NOTES] is ConsentState.GIVEN
    assert states[ConsentScope.COUNT] is ConsentState.REFUSED
    (follow_up,) = page.follow_ups
    assert (follow_up.due_on, follow_up.text, follow_up.channel) == (LATER.due_on, "Terugbellen", "phone")
    assert contacts.drafts(vault) == ()
    assert logged.changes.kinds == {Kind.CASE, Kind.CONTACT, Kind.CONSENT, Kind.FOLLOW_UP, Kind.DRAFT}
    assert logged.changes.case_id == logged.case_id


def test_later_is_no_answer(vault: Vault) -> None:
    draft = DRAFT.model_copy(update={"keep_notes": "later", "count": "later"})
    assert Kind.CONSENT not in log(vault, draft).changes.kinds
    assert rows(vault)["consent"] == 0


def test_a_next_talk_goes_to_its_case_and_leaves_the_rest(vault: Vault) -> None:
    case_id = log(vault).case_id
    cases.change_traits(
        vault,
        case_id,
        Traits(matter="work_relations", behaviour=("discrimination",), grounds=("age",), client_role="target"),
    )
    bare = Draft(place=f"case:{case_id}", case_id=case_id, started_at=AT, text="Vervolg")
    logged = log(vault, bare, None)
    assert (logged.case_id, logged.changes.kinds) == (case_id, {Kind.CONTACT, Kind.DRAFT})
    case = cases.case_row(vault, case_id)
    assert (case.traits.matter, case.traits.grounds, case.memory_aid) == ("work_relations", ("age",), "blauwe jas")
    log(vault, bare.model_copy(update={"behaviour": ("threat",)}), None)
    traits = cases.case_row(vault, case_id).traits
    assert (traits.matter, traits.behaviour, traits.grounds) == ("work_relations", ("threat",), ())
    assert traits.client_role == "target"


def test_given_traits_go_before_those_of_the_draft(vault: Vault) -> None:
    given = Traits(matter="integrity")
    logged = contacts.log_contact(vault, DRAFT, at=AT, minutes=None, traits=given, follow_up=LATER)
    assert cases.case_row(vault, logged.case_id).traits == given


@pytest.mark.parametrize(
    "broken",
    [
        "BEFORE INSERT ON contact",
        "BEFORE INSERT ON consent",
        "BEFORE UPDATE OF matter ON case_file",
        "BEFORE UPDATE OF memory_aid ON case_file",
        "BEFORE INSERT ON follow_up",
        "BEFORE DELETE ON draft",
    ],
)
def test_a_failure_half_way_leaves_nothing_but_the_draft(vault: Vault, broken: str) -> None:
    contacts.keep_draft(vault, DRAFT)
    before = rows(vault)
    vault.db.execute(f"CREATE TEMP TRIGGER fails {broken} BEGIN SELECT raise(ABORT, 'broken'); END")
    with pytest.raises(sqlite.IntegrityError):
        log(vault)
    assert rows(vault) == before
    assert contacts.draft_at(vault, "capture") == DRAFT
    assert cases.find_cases(vault, "rooster", today=TODAY).rows == ()
    vault.db.execute("DROP TRIGGER fails")
    log(vault)
    assert contacts.drafts(vault) == ()


@pytest.mark.parametrize(
    ("draft", "error"),
    [
        (DRAFT.model_copy(update={"pseudonym": None}), ValueError),
        (DRAFT.model_copy(update={"pseudonym": "jansen"}), ValueError),
        (DRAFT.model_copy(update={"pseudonym": "Ladder-12"}), PseudonymTaken),
        (DRAFT.model_copy(update={"case_id": 99}), LookupError),
    ],
)
def test_what_cannot_be_logged_is_kept(vault: Vault, draft: Draft, error: type[Exception]) -> None:
    cases.open_case(vault, "Ladder-12", opened_on=TODAY)
    contacts.keep_draft(vault, DRAFT)
    before = rows(vault)
    with pytest.raises(error):
        log(vault, draft)
    assert rows(vault) == before


def test_a_next_step_is_not_lost_for_want_of_a_day(vault: Vault) -> None:
    contacts.keep_draft(vault, DRAFT)
    with pytest.raises(ValueError, match="day"):
        log(vault, follow_up=None)
    assert contacts.drafts(vault) == (DRAFT,)


def test_a_draft_is_kept_and_dropped(vault: Vault) -> None:
    assert contacts.keep_draft(vault, DRAFT).kinds == {Kind.DRAFT}
    assert contacts.draft_at(vault, "capture") == DRAFT
    contacts.drop_draft(vault, "capture")
    assert contacts.draft_at(vault, "capture") is None


def test_a_contact_is_changed(vault: Vault) -> None:
    logged = log(vault)
    (contact,) = cases.case_page(vault, logged.case_id, today=TODAY).contacts
    changed = contact.model_copy(update={"note": "Anders.", "minutes": 5})
    assert contacts.change_contact(vault, changed, now=AT).case_id == logged.case_id
    assert cases.case_page(vault, logged.case_id, today=TODAY).contacts == (changed,)
    assert cases.find_cases(vault, "rooster", today=TODAY).rows == ()


def test_the_draft_of_a_change_goes_with_the_change_and_stays_without_it(vault: Vault) -> None:
    logged = log(vault)
    (contact,) = cases.case_page(vault, logged.case_id, today=TODAY).contacts
    typed = Draft(place=f"contact:{contact.id}", case_id=logged.case_id, started_at=AT, text="Anders.")
    contacts.keep_draft(vault, typed)
    with pytest.raises(LookupError):
        contacts.change_contact(vault, contact.model_copy(update={"id": 99}), now=AT, typed_at=typed.place)
    assert contacts.drafts(vault) == (typed,)
    changes = contacts.change_contact(
        vault, contact.model_copy(update={"note": "Anders."}), now=AT, typed_at=typed.place
    )
    assert changes.kinds == {Kind.CONTACT, Kind.DRAFT}
    assert contacts.drafts(vault) == ()


def test_what_is_typed_about_a_case_that_is_gone_is_not_written(vault: Vault) -> None:
    draft = Draft(place="case:99", case_id=99, started_at=AT, text="Over een vernietigde casus.")
    assert not contacts.keep_draft(vault, draft).kinds
    assert contacts.drafts(vault) == ()


texts = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40)


@given(saved=texts, behind=texts, cursor=st.integers(0, 80))
def test_what_was_typed_behind_a_contact_on_its_way_begins_the_next(saved: str, behind: str, cursor: int) -> None:
    on_its_way = Draft(place="capture:1", pseudonym="Kompas-47", started_at=AT, text=saved, count="yes")
    now = on_its_way.model_copy(update={"text": saved + behind, "cursor": cursor})
    rest = contacts.typed_behind(on_its_way, now, case_id=7, at=AT)
    assert (rest.text if rest else "") == (behind if behind.strip() else "")
    if rest is not None:
        assert (rest.case_id, rest.pseudonym, rest.count) == (7, None, "later")
        assert rest.cursor == max(cursor - len(saved), 0)


def test_what_was_changed_in_the_middle_is_kept_whole_and_a_new_step_too() -> None:
    on_its_way = Draft(place="case:7", case_id=7, started_at=AT, text="Belt morgen.", next_step="Bellen")
    changed = on_its_way.model_copy(update={"text": "Belt overmorgen."})
    rest = contacts.typed_behind(on_its_way, changed, case_id=7, at=AT)
    assert rest is not None
    assert (rest.text, rest.next_step) == ("Belt overmorgen.", "")
    stepped = on_its_way.model_copy(update={"next_step": "Mailen", "next_step_when": "vr"})
    rest = contacts.typed_behind(on_its_way, stepped, case_id=7, at=AT)
    assert rest is not None
    assert (rest.text, rest.next_step, rest.next_step_when) == ("", "Mailen", "vr")
    assert contacts.typed_behind(on_its_way, None, case_id=7, at=AT) is None
