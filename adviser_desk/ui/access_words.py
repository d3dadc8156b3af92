"""A case in parts, as the client gets it on paper: each with a title, and a text that can be blacked out."""

from collections.abc import Iterator
from dataclasses import dataclass

from adviser_desk import i18n
from adviser_desk.casework import breaking
from adviser_desk.casework.right_of_access import Access, clean
from adviser_desk.i18n import N_, _, ngettext
from adviser_desk.models.consent import ConsentEntry, ConsentState
from adviser_desk.models.contact import Contact
from adviser_desk.models.follow_up import FollowUp
from adviser_desk.ui.consent_words import manner_words, purpose
from adviser_desk.ui.kind_words import status_words
from adviser_desk.ui.state import State
from adviser_desk.ui.trait_words import ASKED, short_label, value_words
from adviser_desk.ui.widgets.note import channel_words

SECTIONS = {
    "case": N_("Casus"),
    "traits": N_("Kenmerken"),
    "consent": N_("Toestemming"),
    "contact": N_("Contacten"),
    "follow_up": N_("Opvolging"),
}
_ANSWERS = {
    ConsentState.GIVEN: N_("Ja"),
    ConsentState.REFUSED: N_("Nee"),
    ConsentState.WITHDRAWN: N_("Ingetrokken"),
}


@dataclass(frozen=True)
class Part:
    """A row or a contact. `key` begins with its section; only `text` can be blacked out, or the whole left out."""

    key: str
    title: str
    text: str
    account: bool = False

    @property
    def section(self) -> str:
        """The section it stands in."""
        return self.key.partition(":")[0]

    @property
    def is_row(self) -> bool:
        """Whether title and text stand on one line."""
        return self.section != "contact"


def parts_of(state: State, access: Access) -> tuple[Part, ...]:
    """All of the case in the order of the paper; contacts and consents from old to new."""
    contacts = sorted(access.page.contacts, key=lambda contact: (contact.at, contact.id))
    return (
        *_case(access),
        *_traits(state, access),
        *(_consent(state, entry) for entry in access.history),
        *(_contact(state, contact) for contact in contacts),
        *(_follow_up(step) for step in sorted(access.page.follow_ups, key=lambda step: (step.due_on, step.id))),
    )


def _case(access: Access) -> Iterator[Part]:
    case, day = access.page.case, i18n.current().long_date
    yield Part("case:opened", _("Geopend"), day(case.opened_on))
    yield Part("case:status", _("Status"), status_words(case.status))
    if case.closed_on is not None:
        yield Part("case:closed", _("Afgesloten"), day(case.closed_on))
    if case.memory_aid:
        yield Part("case:memory_aid", _("Geheugensteun"), clean(case.memory_aid))


def _traits(state: State, access: Access) -> Iterator[Part]:
    for asked in ASKED:
        if words := value_words(state, asked, access.page.case.traits, access.page.units):
            yield Part(f"traits:{asked.name}", short_label(asked), clean(words))


def _consent(state: State, entry: ConsentEntry) -> Part:
    day = i18n.current().long_date
    parts = [_(_ANSWERS[entry.state]).lower()]
    if entry.expires_on is not None:
        parts.append(_("tot %(day)s") % {"day": day(entry.expires_on)})
    parts.append(manner_words()[entry.manner].lower())
    words = _("%(purpose)s: %(answer)s") % {"purpose": purpose(state, entry), "answer": ", ".join(parts)}
    return Part(f"consent:{entry.id}", day(entry.on), clean(words))


def _contact(state: State, contact: Contact) -> Part:
    title = [f"{i18n.current().long_date(contact.at.date())} {contact.at:%H:%M}"]
    account = breaking.is_account(contact.note)
    if not account:
        title.append(channel_words(state.label, contact.channel))
    if contact.minutes:
        title.append(ngettext("%(n)d minuut", "%(n)d minuten", contact.minutes) % {"n": contact.minutes})
    return Part(f"contact:{contact.id}", " · ".join(title), clean(contact.note), account)


def _follow_up(step: FollowUp) -> Part:
    day = i18n.current().long_date
    words = clean(step.text)
    if step.done_on is not None:
        words = _("%(step)s (gedaan op %(day)s)") % {"step": words, "day": day(step.done_on)}
    return Part(f"follow_up:{step.id}", day(step.due_on), words)
