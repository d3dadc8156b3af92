"""Consent per purpose: an append-only history, and what it says on a given day."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from adviser_desk.models.base import Record

Recipient = Annotated[str, StringConstraints(min_length=1, max_length=120)]


class ConsentScope(StrEnum):
    """What a client may consent to: the codes of `consent_scope`."""

    KEEP_NOTES = "keep_notes"
    COUNT = "count"
    CONTACT_ME = "contact_me"
    TALK_TO = "talk_to"
    THEME = "theme"
    PEER_REVIEW = "peer_review"
    HAND_OVER = "hand_over"


class ConsentState(StrEnum):
    """The codes of `consent_state`. `expired` follows from a date and is never written down."""

    NOT_ASKED = "not_asked"
    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class ConsentManner(StrEnum):
    """How the client said it."""

    SPOKEN = "spoken"
    MESSAGE = "message"
    PAPER = "paper"


class ConsentEntry(Record):
    """One line of the history. `talk_to` names one recipient and has an end date; others name nobody."""

    id: int
    case_id: int
    scope: ConsentScope
    state: ConsentState
    manner: ConsentManner
    on: date
    expires_on: date | None = None
    recipient: Recipient | None = Field(default=None, repr=False)

    @model_validator(mode="after")
    def _fits_together(self) -> "ConsentEntry":
        if self.state in (ConsentState.NOT_ASKED, ConsentState.EXPIRED):
            raise ValueError("state cannot be recorded")
        if (self.scope is ConsentScope.TALK_TO) != (self.recipient is not None):
            raise ValueError("a recipient belongs to talk_to only")
        if self.scope is ConsentScope.TALK_TO and self.state is ConsentState.GIVEN and self.expires_on is None:
            raise ValueError("talk_to needs an end date")
        return self


class Standing(Record):
    """Where one purpose stands today. `entry` is the line it follows from; None while not asked."""

    scope: ConsentScope
    state: ConsentState
    recipient: str | None = Field(default=None, repr=False)
    entry: ConsentEntry | None = None


def standing(history: Iterable[ConsentEntry], today: date) -> tuple[Standing, ...]:
    """What the history says on `today`: one `Standing` per scope, and one per recipient for `talk_to`.

    The newest line (highest id) of a scope and recipient counts; a given consent is expired after `expires_on`.
    """
    newest: dict[tuple[ConsentScope, str | None], ConsentEntry] = {}
    for entry in sorted(history, key=lambda entry: entry.id):
        newest[entry.scope, entry.recipient] = entry
    found = [_standing_of(entry, today) for entry in newest.values()]
    scopes = {item.scope for item in found}
    found += [Standing(scope=scope, state=ConsentState.NOT_ASKED) for scope in ConsentScope if scope not in scopes]
    order = {scope: place for place, scope in enumerate(ConsentScope)}
    return tuple(sorted(found, key=lambda item: (order[item.scope], item.recipient or "")))


def states(history: Iterable[ConsentEntry], today: date) -> Mapping[ConsentScope, ConsentState]:
    """The state per scope, for scopes that name no recipient."""
    return {item.scope: item.state for item in standing(history, today) if item.scope is not ConsentScope.TALK_TO}


def _standing_of(entry: ConsentEntry, today: date) -> Standing:
    over = entry.state is ConsentState.GIVEN and entry.expires_on is not None and entry.expires_on < today
    state = ConsentState.EXPIRED if over else entry.state
    return Standing(scope=entry.scope, state=state, recipient=entry.recipient, entry=entry)
