"""What an adviser blacks out before a case goes on paper for the client: stretches of a text, or a whole part."""

from collections.abc import Mapping

from adviser_desk.models.base import Record

Span = tuple[int, int]
"""From and up to, in letters of a text."""


class Blacked(Record):
    """Of one part: stretches of its text, or all of it is left out. `digest` is that of the text the adviser saw."""

    digest: str
    spans: tuple[Span, ...] = ()
    left_out: bool = False


class Blackout(Record):
    """Of a whole case, by the key of the part. A part without anything black has no entry."""

    parts: Mapping[str, Blacked] = {}
