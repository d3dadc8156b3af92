"""What a use case touched, so that open pages can decide for themselves whether to look again."""

from enum import StrEnum

from adviser_desk.models.base import Record


class Kind(StrEnum):
    """A kind of record."""

    CASE = "case"
    CONTACT = "contact"
    CONSENT = "consent"
    FOLLOW_UP = "follow_up"
    DRAFT = "draft"
    RELEASE = "release"
    UNIT = "unit"
    BACKUP = "backup"


class Changes(Record):
    """The kinds of record that were touched, the case it was about if it was one, and the cases that are gone."""

    kinds: frozenset[Kind]
    case_id: int | None = None
    gone: frozenset[int] = frozenset()

    @classmethod
    def of(cls, *kinds: Kind, case_id: int | None = None) -> "Changes":
        """Changes of these kinds."""
        return cls(kinds=frozenset(kinds), case_id=case_id)
