"""Logging a contact, and keeping what is being typed. Nothing that was typed is lost half-way: each act is whole."""

from datetime import datetime

from adviser_desk.casework import cases as case_acts
from adviser_desk.casework.changes import Changes, Kind
from adviser_desk.casework.consents import write_consent
from adviser_desk.casework.follow_ups import NewFollowUp, write_follow_up
from adviser_desk.models.base import Record
from adviser_desk.models.case import Traits
from adviser_desk.models.consent import ConsentManner, ConsentScope, ConsentState
from adviser_desk.models.contact import Answer, Contact, Draft
from adviser_desk.vault import cases, contact_history, contacts
from adviser_desk.vault import drafts as draft_table
from adviser_desk.vault.connection import Vault

__all__ = ["Logged", "NewFollowUp"]
_STATE = {"yes": ConsentState.GIVEN, "no": ConsentState.REFUSED}


class Logged(Record):
    """The contact that was written and its case."""

    case_id: int
    contact_id: int
    changes: Changes


class Waiting(Record):
    """A contact to be finished, and the pseudonym of its case if it has one."""

    draft: Draft
    pseudonym: str | None


def keep_draft(vault: Vault, draft: Draft) -> Changes:
    """Keep what is typed at a place, over what was kept there. On the disk when this returns.

    A case that is destroyed while its page is open takes what is typed there with it.
    """
    with vault.transaction():
        if draft.case_id is not None and not cases.is_there(vault, draft.case_id):
            return Changes.of()
        draft_table.put(vault, draft)
    return Changes.of(Kind.DRAFT, case_id=draft.case_id)


def draft_at(vault: Vault, place: str) -> Draft | None:
    """What is kept at a place; None when nothing waits there."""
    return draft_table.at(vault, place)


def drafts(vault: Vault) -> tuple[Draft, ...]:
    """All drafts, the last one begun first."""
    return draft_table.newest_first(vault)


def waiting(vault: Vault) -> tuple[Waiting, ...]:
    """The contacts that were begun and wait to be finished, the last one begun first."""
    names = {case_id: pseudonym for case_id, pseudonym, _memory_aid in cases.names(vault)}
    return tuple(
        Waiting(draft=draft, pseudonym=draft.pseudonym or names.get(draft.case_id or 0))
        for draft in draft_table.newest_first(vault)
        if draft.waits
    )


def drop_draft(vault: Vault, place: str) -> Changes:
    """Throw away what is kept at a place."""
    with vault.transaction():
        draft_table.remove(vault, place)
    return Changes.of(Kind.DRAFT)


def typed_behind(saved: Draft, now: Draft | None, *, case_id: int | None, at: datetime) -> Draft | None:
    """What was typed while `saved` was on its way: the beginning, at `at`, of the next contact of that case, or None.

    Where the text was changed in the middle, all of it: rather twice than lost.
    """
    if now is None:
        return None
    text = now.text.removeprefix(saved.text)
    step = {} if now.next_step == saved.next_step else {"next_step": now.next_step}
    if not text.strip() and not step:
        return None
    return Draft(
        place=now.place,
        case_id=case_id,
        case_words=saved.pseudonym or "" if case_id is None else "",
        channel=now.channel,
        started_at=at,
        text=text,
        next_step_when=now.next_step_when if step else "",
        field=now.field,
        cursor=max(now.cursor - (len(now.text) - len(text)), 0),
        **step,
    )


def log_contact(
    vault: Vault,
    draft: Draft,
    *,
    at: datetime,
    minutes: int | None,
    traits: Traits | None = None,
    follow_up: NewFollowUp | None = None,
) -> Logged:
    """Turn a draft into a contact, all at once: its case if that is new, the consents answered, traits, follow-up.

    Without `traits` the kind and behaviour of the draft go into the traits of the case. The draft goes. Raises
    PseudonymTaken, ToBeDestroyed; LookupError for a case that is gone; ValueError for a new case without a pseudonym
    and for a next step without a `follow_up`, which would be lost.
    """
    if draft.next_step.strip() and follow_up is None:
        raise ValueError("a next step needs a day")
    touched = {Kind.CONTACT, Kind.DRAFT}
    with vault.transaction():
        case_id = _case_of(vault, draft, at)
        contact = Contact(
            id=contacts.next_id(vault),
            case_id=case_id,
            channel=draft.channel,
            at=at,
            minutes=minutes,
            note=draft.text,
        )
        contacts.add(vault, contact)
        touched |= _write_answers(vault, case_id, draft, at)
        touched |= _write_case(vault, case_id, draft, traits)
        if follow_up is not None:
            write_follow_up(vault, case_id, follow_up)
            touched.add(Kind.FOLLOW_UP)
        draft_table.remove(vault, draft.place)
    if draft.case_id is None:
        touched.add(Kind.CASE)
    return Logged(case_id=case_id, contact_id=contact.id, changes=Changes.of(*touched, case_id=case_id))


def change_contact(vault: Vault, contact: Contact, *, now: datetime, typed_at: str = "") -> Changes:
    """Replace channel, time, duration and note; what they were becomes an earlier version.

    The draft at the place `typed_at` goes with it. LookupError when the case has no such contact; ToBeDestroyed.
    """
    with vault.transaction():
        case_acts.refuse_writing(vault, contact.case_id)
        contact_history.keep_version(vault, contact, now)
        contacts.change(vault, contact)
        draft_table.remove(vault, typed_at)
    touched = {Kind.CONTACT, Kind.DRAFT} if typed_at else {Kind.CONTACT}
    return Changes.of(*touched, case_id=contact.case_id)


def _case_of(vault: Vault, draft: Draft, at: datetime) -> int:
    if draft.case_id is not None:
        case_acts.refuse_writing(vault, draft.case_id)
        return cases.get(vault, draft.case_id).id
    if draft.pseudonym is None:
        raise ValueError("a new case needs a pseudonym")
    return case_acts.write_new_case(vault, draft.pseudonym, at.date())


def _write_answers(vault: Vault, case_id: int, draft: Draft, at: datetime) -> set[Kind]:
    answers: tuple[tuple[ConsentScope, Answer], ...] = (
        (ConsentScope.KEEP_NOTES, draft.keep_notes),
        (ConsentScope.COUNT, draft.count),
    )
    given = [(scope, answer) for scope, answer in answers if answer != "later"]
    for scope, answer in given:
        write_consent(vault, case_id, scope, _STATE[answer], manner=ConsentManner.SPOKEN, on=at.date())
    return {Kind.CONSENT} if given else set()


def _write_case(vault: Vault, case_id: int, draft: Draft, traits: Traits | None) -> set[Kind]:
    if traits is None and (draft.matter or draft.behaviour):
        traits = _with_kind(cases.get(vault, case_id).traits, draft)
    if traits is not None:
        case_acts.write_traits(vault, case_id, traits)
    if draft.memory_aid:
        cases.put_memory_aid(vault, case_id, draft.memory_aid)
    return {Kind.CASE} if traits is not None or draft.memory_aid else set()


def _with_kind(traits: Traits, draft: Draft) -> Traits:
    behaviour = draft.behaviour or traits.behaviour
    grounds = traits.grounds if "discrimination" in behaviour else ()
    kind = {"matter": draft.matter or traits.matter, "behaviour": behaviour, "grounds": grounds}
    return Traits(**{**dict(traits), **kind})
