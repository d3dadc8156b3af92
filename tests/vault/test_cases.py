"""Cases come back as they were written, in the order and by the filters that a list asks for."""

from datetime import date, datetime

import pytest

from adviser_desk.models.case import CaseStatus, Traits
from adviser_desk.models.case_list import CaseFilter
from adviser_desk.models.consent import ConsentEntry, ConsentManner, ConsentScope, ConsentState
from adviser_desk.models.contact import Contact
from adviser_desk.models.period import Period
from adviser_desk.models.unit import Unit, UnitTree
from adviser_desk.vault import cases, consents, contacts, units
from adviser_desk.vault.connection import Vault

TODAY = date(2026, 10, 6)
FULL = Traits(
    matter="undesirable_behaviour",
    behaviour=("discrimination", "bullying"),
    grounds=("age", "sex"),
    online=False,
    integrity_kind="money",
    moral_question="unjust_policy",
    client_role="target",
    other_party="manager",
    found_via="intranet",
    options=("listen", "own_talk"),
    step="listen",
    reason_no_step="fear",
    referral=("manager",),
    outcome="solved_self",
    aftercare="planned",
    themes=("leadership",),
    unit="team.a",
)


def contact(vault: Vault, case_id: int, at: str) -> Contact:
    made = Contact(
        id=contacts.next_id(vault), case_id=case_id, channel="phone", at=datetime.fromisoformat(at), note="x"
    )
    contacts.add(vault, made)
    return made


def fitting(vault: Vault, **chosen: object) -> list[int]:
    return cases.fitting(vault, CaseFilter.model_validate(chosen), today=TODAY)


def test_every_trait_comes_back(vault: Vault) -> None:
    with vault.transaction():
        units.put(vault, UnitTree(version="1", units=(Unit(code="team.a", label="Team A"),)))
        case_id = cases.add(vault, "Kompas-47", TODAY)
        cases.put_traits(vault, case_id, FULL)
        cases.put_memory_aid(vault, case_id, "blauwe jas")
        cases.put_status(vault, case_id, CaseStatus.CLOSED, TODAY)
    case = cases.get(vault, case_id)
    assert case.traits == FULL
    assert set(dict(FULL).values()) & {None, ()} == set(), "a trait is not tried"
    assert type(case).model_validate(case.model_dump()) == case
    assert (case.memory_aid, case.status, case.closed_on) == ("blauwe jas", CaseStatus.CLOSED, TODAY)
    (row,) = cases.rows(vault, [case_id])
    assert type(row).model_validate(row.model_dump()) == row
    assert row.traits == FULL


def test_empty_traits_come_back_empty(vault: Vault) -> None:
    case_id = cases.add(vault, "Kompas-47", TODAY)
    assert cases.get(vault, case_id).traits == Traits()


def test_a_case_that_is_not_there_is_an_error_and_not_a_silence(vault: Vault) -> None:
    for act in (
        lambda: cases.get(vault, 7),
        lambda: cases.put_traits(vault, 7, Traits()),
        lambda: cases.put_status(vault, 7, CaseStatus.WAITING, None),
        lambda: cases.put_memory_aid(vault, 7, "x"),
    ):
        with pytest.raises(LookupError):
            act()


def test_newest_contact_first_and_without_contact_by_the_day_it_was_opened(vault: Vault) -> None:
    old, new, without = (cases.add(vault, name, TODAY) for name in ("Kompas-47", "Ladder-12", "Paraplu-63"))
    contact(vault, old, "2026-10-07T09:00")
    contact(vault, new, "2026-10-08T09:00")
    assert fitting(vault) == [new, old, without]
    assert [row.id for row in cases.rows(vault, [old, new])] == [old, new]


def test_the_last_contact_follows_each_change(vault: Vault) -> None:
    one, other = cases.add(vault, "Kompas-47", TODAY), cases.add(vault, "Ladder-12", TODAY)

    def last(case_id: int) -> datetime | None:
        return cases.rows(vault, [case_id])[0].last_contact

    assert last(one) is None
    first, second = contact(vault, one, "2026-10-08T09:00"), contact(vault, one, "2026-10-07T09:00")
    assert last(one) == first.at
    contacts.change(vault, first.model_copy(update={"at": datetime(2026, 10, 1, 9)}))
    assert last(one) == second.at
    vault.db.execute("UPDATE contact SET case_id = ? WHERE id = ?", (other, second.id))
    assert (last(one), last(other)) == (datetime(2026, 10, 1, 9), second.at)
    vault.db.execute("DELETE FROM contact")
    assert (last(one), last(other)) == (None, None)


def test_each_filter_narrows(vault: Vault) -> None:
    yes, no = cases.add(vault, "Kompas-47", date(2026, 9, 30)), cases.add(vault, "Ladder-12", date(2026, 10, 1))
    cases.put_traits(vault, yes, Traits(matter="integrity", behaviour=("bullying", "threat")))
    cases.put_status(vault, yes, CaseStatus.WAITING, None)
    assert fitting(vault, status="waiting") == [yes]
    assert fitting(vault, matter="integrity") == [yes]
    assert fitting(vault, behaviour="threat") == [yes]
    assert fitting(vault, behaviour="violence") == []
    assert fitting(vault, period=Period("2026Q3")) == [yes]
    assert fitting(vault, period=Period("2026Q4"), status="open") == [no]


@pytest.mark.parametrize(
    ("states", "expires_on", "found"),
    [
        ([], None, "not_asked"),
        (["given"], None, "given"),
        (["given"], TODAY, "given"),
        (["given"], date(2026, 10, 5), "expired"),
        (["given", "withdrawn"], None, "withdrawn"),
        (["refused", "given"], None, "given"),
    ],
)
def test_the_filter_on_counting_reads_the_newest_line_of_today(
    vault: Vault, states: list[str], expires_on: date | None, found: str
) -> None:
    case_id = cases.add(vault, "Kompas-47", TODAY)
    for number, state in enumerate(states, start=1):
        entry = ConsentEntry(
            id=number,
            case_id=case_id,
            scope=ConsentScope.COUNT,
            state=ConsentState(state),
            manner=ConsentManner.SPOKEN,
            on=TODAY,
            expires_on=expires_on,
        )
        consents.add(vault, entry)
    for state in ConsentState:
        assert fitting(vault, count=state) == ([case_id] if state == found else [])


def test_units_come_back_in_their_order_and_one_that_a_case_has_stays_as_a_past_one(vault: Vault) -> None:
    tree = UnitTree(
        version="2026.1",
        units=(
            Unit(code="z", label="Zuid", label_en="South"),
            Unit(code="a", label="Noord", named=False),
            Unit(code="z.1", label="Team 1", parent="z"),
        ),
    )
    assert units.tree(vault) == UnitTree(version="none")
    with vault.transaction():
        units.put(vault, tree)
    assert units.tree(vault) == tree
    case_id = cases.add(vault, "Kompas-47", TODAY)
    cases.put_traits(vault, case_id, Traits(unit="z.1"))
    later = UnitTree(version="2026.2", units=(Unit(code="a", label="Noord"),))
    with vault.transaction():
        units.put(vault, later)
    found = units.tree(vault)
    assert found == later.model_copy(update={"past": (Unit(code="z.1", label="Team 1"),)})
    assert [unit.code for unit in found.first_level] == ["a"]
    assert (units.has(vault, "z.1"), units.has(vault, "z")) == (True, False)
    assert cases.incomplete(vault, with_unit=True) == {case_id}
    with vault.transaction():
        cases.put_traits(vault, case_id, Traits(unit="a"))
        units.put(vault, later)
    assert units.tree(vault) == later


@pytest.mark.parametrize("with_unit", [True, False])
def test_no_case_that_lacks_a_trait_is_left_out_of_the_incomplete(vault: Vault, with_unit: bool) -> None:
    with vault.transaction():
        units.put(vault, UnitTree(version="1", units=(Unit(code="team.a", label="Team A"),)))
        kinds = [FULL, Traits(), FULL.model_copy(update={"behaviour": (), "grounds": ()})]
        kinds += [FULL.model_copy(update={name: None}) for name in ("matter", "client_role", "found_via", "unit")]
        for number, traits in enumerate(kinds):
            cases.put_traits(vault, cases.add(vault, f"Kompas-{number + 10}", TODAY), traits)
    found = cases.rows(vault, cases.fitting(vault, CaseFilter(), today=TODAY))
    lacking = {row.id for row in found if row.traits.missing(with_unit=with_unit)}
    assert len(lacking) == len(kinds) - 1 - (not with_unit)
    assert cases.incomplete(vault, with_unit=with_unit) == lacking
