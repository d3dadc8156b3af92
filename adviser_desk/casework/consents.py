"""What a client said may be done, purpose by purpose. The history only grows; withdrawing works at once."""

from datetime import date

from adviser_desk.casework.changes import Changes, Kind
from adviser_desk.models.base import Record
from adviser_desk.models.case import Case
from adviser_desk.models.consent import ConsentEntry, ConsentManner, ConsentScope, ConsentState, Standing, standing
from adviser_desk.models.period import Period
from adviser_desk.vault import cases, consents, destroying
from adviser_desk.vault.connection import Vault


class ConsentPage(Record):
    """Where each purpose stands and how it came there, newest line first."""

    case: Case
    standing: tuple[Standing, ...]
    history: tuple[ConsentEntry, ...]
    counted_in: Period | None


def consent_page(vault: Vault, case_id: int, *, today: date) -> ConsentPage:
    """The consents of one case as they stand today. LookupError when it is not there."""
    history = consents.of_case(vault, case_id)
    return ConsentPage(
        case=cases.get(vault, case_id),
        standing=standing(history, today),
        history=history,
        counted_in=cases.counted_in(vault, case_id),
    )


class Ending(Record):
    """A consent that ends soon, or has ended and nobody asked again; and the pseudonym of its case."""

    entry: ConsentEntry
    pseudonym: str


def ending(vault: Vault, *, until: date) -> tuple[Ending, ...]:
    """What ends up to and including a day, the first to end first; not of cases that are closed or that will go."""
    going = {one.case_id for one in destroying.asked(vault)}
    found = consents.ending(vault, until)
    return tuple(Ending(entry=entry, pseudonym=name) for entry, name in found if entry.case_id not in going)


def record_consent(
    vault: Vault,
    case_id: int,
    scope: ConsentScope,
    state: ConsentState,
    *,
    manner: ConsentManner,
    on: date,
    expires_on: date | None = None,
    recipient: str | None = None,
) -> Changes:
    """Write down what the client said. ValueError for withdrawing what does not stand as given, expired or not, to
    this recipient, and for what `ConsentEntry` refuses; LookupError when the case is not there."""
    with vault.transaction():
        cases.get(vault, case_id)
        write_consent(vault, case_id, scope, state, manner=manner, on=on, expires_on=expires_on, recipient=recipient)
    return Changes.of(Kind.CONSENT, case_id=case_id)


def write_consent(
    vault: Vault,
    case_id: int,
    scope: ConsentScope,
    state: ConsentState,
    *,
    manner: ConsentManner,
    on: date,
    expires_on: date | None = None,
    recipient: str | None = None,
) -> None:
    """The part of recording a consent that other acts do inside their own transaction."""
    entry = ConsentEntry(
        id=consents.next_id(vault),
        case_id=case_id,
        scope=scope,
        state=state,
        manner=manner,
        on=on,
        expires_on=expires_on,
        recipient=recipient,
    )
    if state is ConsentState.WITHDRAWN and _newest(vault, entry) is not ConsentState.GIVEN:
        raise ValueError("only a given consent can be withdrawn")
    consents.add(vault, entry)


def _newest(vault: Vault, entry: ConsentEntry) -> ConsentState | None:
    history = consents.of_case(vault, entry.case_id)
    same = (line.state for line in history if (line.scope, line.recipient) == (entry.scope, entry.recipient))
    return next(same, None)
