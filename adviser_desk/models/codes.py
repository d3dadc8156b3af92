"""The closed code lists of `resources/codes.toml`: codes are stored, labels are shown.

Lists have one version and are fixed for a calendar year; a changed list between two releases would open a
difference attack.
"""

import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from adviser_desk import paths
from adviser_desk.models.base import Record

Language = Literal["nl", "en"]


class Code(Record):
    """One entry of a list. `rolls_up_to` is a code of the group list; `formality` is set for steps only."""

    code: str
    nl: str
    en: str
    rolls_up_to: str | None = None
    formality: str | None = None
    per_recipient: bool = False

    def label(self, language: Language) -> str:
        """The words shown for this code."""
        return self.nl if language == "nl" else self.en


class CodeBook(Record):
    """All lists of one version, in order of use. `lists[name][code]` is a `Code`."""

    version: str
    lists: Mapping[str, Mapping[str, Code]] = Field(repr=False)

    def codes(self, name: str) -> tuple[str, ...]:
        """The codes of a list in their printed order. KeyError for a list that does not exist."""
        return tuple(self.lists[name])

    def label(self, name: str, code: str, language: Language) -> str:
        """The words for a code of a list. KeyError for an unknown list or code."""
        return self.lists[name][code].label(language)

    def group_of(self, name: str, code: str) -> str | None:
        """The code of the group that a code rolls up to, or None."""
        return self.lists[name][code].rolls_up_to

    def members(self, name: str, group: str) -> tuple[str, ...]:
        """The codes of a list that roll up to a group, in their order."""
        return tuple(code for code, entry in self.lists[name].items() if entry.rolls_up_to == group)

    def formality(self, step: str) -> str:
        """How formal a step is: none, informal or formal."""
        formality = self.lists["step"][step].formality
        assert formality is not None
        return formality


@cache
def code_book() -> CodeBook:
    """The shipped code lists. They are read once and never change while the program runs."""
    raw = tomllib.loads(paths.resource("codes.toml").read_text(encoding="utf-8"))
    version = raw.pop("version")
    lists = {name: {code: Code(code=code, **entry) for code, entry in entries.items()} for name, entries in raw.items()}
    return CodeBook(version=version, lists=lists)


def in_list(name: str) -> AfterValidator:
    """A validator that accepts only the codes of one list."""

    def check(code: str) -> str:
        if code not in code_book().lists[name]:
            raise ValueError(f"not a code of {name}")
        return code

    return AfterValidator(check)


def each_once(most: int | None = None) -> AfterValidator:
    """A validator for a field with several codes: no code twice, at most `most`; kept in the order of the list."""

    def check(codes: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(codes)) != len(codes):
            raise ValueError("a code is named twice")
        if most is not None and len(codes) > most:
            raise ValueError(f"more than {most} codes")
        return codes

    return AfterValidator(check)


Matter = Annotated[str, in_list("matter")]
Behaviour = Annotated[str, in_list("behaviour")]
Ground = Annotated[str, in_list("ground")]
ClientRole = Annotated[str, in_list("client_role")]
OtherParty = Annotated[str, in_list("other_party")]
IntegrityKind = Annotated[str, in_list("integrity_kind")]
MoralQuestion = Annotated[str, in_list("moral_question")]
Channel = Annotated[str, in_list("channel")]
FoundVia = Annotated[str, in_list("found_via")]
Step = Annotated[str, in_list("step")]
Referral = Annotated[str, in_list("referral")]
Outcome = Annotated[str, in_list("outcome")]
ReasonNoStep = Annotated[str, in_list("reason_no_step")]
Aftercare = Annotated[str, in_list("aftercare")]
Theme = Annotated[str, in_list("theme")]
Labeller = Callable[[str, str], str]
"""(list name, code) → words: how a writer gets its labels without knowing the language."""
