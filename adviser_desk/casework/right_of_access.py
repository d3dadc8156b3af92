"""Inzage: a case on paper for the client. What is about others is blacked out; no letter of that reaches the paper."""

import hashlib
import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from pydantic import Field, ValidationError

from adviser_desk.casework import cases as case_acts
from adviser_desk.casework.cases import CasePage
from adviser_desk.models.base import Record
from adviser_desk.models.blackout import Blacked, Blackout, Span
from adviser_desk.models.consent import ConsentEntry
from adviser_desk.models.contact import Draft
from adviser_desk.signals import remarks
from adviser_desk.vault import consents, contact_history, drafts
from adviser_desk.vault.connection import Vault

_LINE_ENDS = re.compile("\r\n|[\r\u0085\u2028\u2029\x0b\x0c]")
_NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufdd0\ufdd1\ufffc]")
"""Control characters, and those that a text document uses for its own frames and objects."""
_NAMES_SOMEBODY = ("email", "phone", "pseudonym", "name")


class Access(Record):
    """All of one case, the whole history of its consents (oldest line first), and what was blacked out so far.

    `removed` contacts are not on paper; for thirty days they are still there, and the client has a right to them.
    """

    page: CasePage
    history: tuple[ConsentEntry, ...]
    draft: Draft | None
    removed: int = 0


class Piece(Record):
    """A stretch of a text as it goes on paper: its words, or a bar that holds none of them."""

    span: Span
    black: bool
    text: str = Field(repr=False)


def access(vault: Vault, case_id: int, *, today: date) -> Access:
    """All that goes on paper. LookupError when the case is not there."""
    return Access(
        page=case_acts.case_page(vault, case_id, today=today),
        history=tuple(sorted(consents.of_case(vault, case_id), key=lambda line: line.id)),
        draft=drafts.at(vault, place_of(case_id)),
        removed=contact_history.count_removed(vault, case_id),
    )


def place_of(case_id: int) -> str:
    """Where the draft of what is black waits."""
    return f"access:{case_id}"


def kept(draft: Draft | None) -> Blackout:
    """What a draft says is black; nothing where it cannot be read."""
    try:
        return Blackout() if draft is None else Blackout.model_validate_json(draft.text)
    except ValidationError:
        return Blackout()


def of_part(blackout: Blackout, key: str, text: str) -> Blacked:
    """What is black of a part. A text that changed since is left out whole, until it was looked at again."""
    known, now = blackout.parts.get(key), digest(text)
    if known is None:
        return Blacked(digest=now)
    return known if known.digest == now else Blacked(digest=known.digest, left_out=True)


def with_part(blackout: Blackout, key: str, text: str, blacked: Blacked) -> Blackout:
    """The same with another part, for the text as it is now."""
    parts = {name: one for name, one in blackout.parts.items() if name != key}
    if blacked.spans or blacked.left_out:
        parts[key] = blacked.model_copy(update={"digest": digest(text)})
    return Blackout(parts=parts)


def clean(text: str) -> str:
    """The text with one kind of line end and without characters that are no text: letters can be counted in it."""
    return _NOT_TEXT.sub("", _LINE_ENDS.sub("\n", text))


def digest(text: str) -> str:
    """Tells whether a text is still the one that was looked at."""
    return hashlib.sha256(text.encode()).hexdigest()


def pieces(text: str, spans: Collection[Span]) -> tuple[Piece, ...]:
    """The text in stretches, in order: what may be read, and bars. Any spans will do; a bar never holds text."""
    found: list[Piece] = []
    at = 0
    for start, end in joined(text, spans):
        if at < start:
            found.append(Piece(span=(at, start), black=False, text=text[at:start]))
        found.append(Piece(span=(start, end), black=True, text=""))
        at = end
    if at < len(text):
        found.append(Piece(span=(at, len(text)), black=False, text=text[at:]))
    return tuple(found)


def joined(text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """In order and apart. Black words with only space between them become one: two bars would tell two words."""
    found: list[Span] = []
    for start, end in sorted((max(start, 0), min(end, len(text))) for start, end in spans):
        if start >= end:
            continue
        if found and not text[found[-1][1] : start].strip():
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return tuple(found)


def blacken(text: str, spans: Collection[Span], start: int, end: int) -> tuple[Span, ...]:
    """Black as well: the words from `start` up to `end`, whole; half a name is still a name."""
    return joined(text, (*spans, whole_words(text, start, end)))


def lighten(spans: Iterable[Span], start: int, end: int) -> tuple[Span, ...]:
    """Without the bars that lie between `start` and `end`, or that one of the two touches."""
    return tuple(span for span in spans if span[1] < start or end < span[0])


def whole_words(text: str, start: int, end: int) -> Span:
    """The words that a selection touches, without the space and the marks around them. Nothing for space alone.

    Without a selection (`start == end`) the word at that place.
    """
    if start < end and not text[start:end].strip():
        return start, start
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    first, last = start, end
    while first > 0 and not text[first - 1].isspace():
        first -= 1
    while last < len(text) and not text[last].isspace():
        last += 1
    # Marks that were not selected stay: a bracket, the full stop of the sentence.
    start, end = (last, first) if start == end else (start, end)
    while first < start and not text[first].isalnum():
        first += 1
    while last > max(first, end) and not text[last - 1].isalnum():
        last -= 1
    return first, last


def doubtful(text: str, *, but: str = "") -> tuple[Span, ...]:
    """What may be a name, a phone number, an e-mail address or another case; `but` is the pseudonym of this one.

    Points, never judges: finding nothing proves nothing.
    """
    found: list[Span] = []
    at = 0
    for line in text.split("\n"):
        found += [
            (at + doubt.start, at + doubt.end)
            for doubt in remarks.doubts(line, ())
            if doubt.kind in _NAMES_SOMEBODY and doubt.text != but
        ]
        at += len(line) + 1
    return tuple(found)


def all_doubtful(texts: Sequence[tuple[str, str]], *, but: str) -> dict[str, tuple[Span, ...]]:
    """The finds in many texts, by their keys; long work where a case has many."""
    return {key: doubtful(text, but=but) for key, text in texts}
