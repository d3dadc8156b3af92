"""Doorbreken: why confidentiality was broken, as an account that can be looked at later. Without the story.

It is kept as a contact of the case with a fixed first line: searched, put on paper and destroyed as every contact is.
"""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field, ValidationError

from adviser_desk import i18n
from adviser_desk.i18n import N_, _
from adviser_desk.models.base import Record
from adviser_desk.models.contact import Draft

HEADING = N_("Doorbreken van de vertrouwelijkheid")
Ground = Literal["danger", "duty", "harm"]
Asked = Literal["refused", "impossible"]
Told = Literal["before", "after", "not_yet"]
GROUNDS: Mapping[str, str] = {
    "danger": N_("Er was acuut gevaar voor iemand"),
    "duty": N_("De wet verplichtte mij ertoe"),
    "harm": N_("Zwijgen deed bijna zeker kwaad"),
}
ASKED: Mapping[str, str] = {"refused": N_("Ja, maar ik kreeg die niet"), "impossible": N_("Nee, dat kon niet")}
TOLD: Mapping[str, str] = {
    "before": N_("Ja, ik zei het vooraf"),
    "after": N_("Ja, ik zei het achteraf"),
    "not_yet": N_("Nee, nog niet"),
}


class Account(Record):
    """What was considered and done. Persons are named by their role."""

    ground: Ground | None = None
    danger: str = Field(default="", repr=False)
    asked: Asked | None = None
    tried: str = Field(default="", repr=False)
    other_way: str = Field(default="", repr=False)
    consulted: str = Field(default="", repr=False)
    recipient: str = Field(default="", repr=False)
    said: str = Field(default="", repr=False)
    told: Told | None = None
    told_how: str = Field(default="", repr=False)


QUESTIONS: Mapping[str, str] = {
    "ground": N_("Waarom mocht u niet zwijgen?"),
    "danger": N_("Welk gevaar of welke plicht was er?"),
    "asked": N_("Vroeg u de melder om toestemming?"),
    "tried": N_("Wat heeft u geprobeerd?"),
    "other_way": N_("Waarom was er geen andere weg?"),
    "consulted": N_("Met wie heeft u overlegd?"),
    "recipient": N_("Aan wie heeft u het verteld?"),
    "said": N_("Wat heeft u verteld?"),
    "told": N_("Weet de melder dat u het heeft verteld?"),
    "told_how": N_("Hoe vertelde u het, of waarom niet?"),
}
"""In the order they are asked and written down."""
CHOICES: Mapping[str, Mapping[str, str]] = {"ground": GROUNDS, "asked": ASKED, "told": TOLD}


def place_of(case_id: int) -> str:
    """Where an account waits that is not finished."""
    return f"breaking:{case_id}"


def account_note(account: Account) -> str:
    """The account as the note of a contact, in the screen's language. What was left open says so."""
    lines = [_(HEADING)]
    for name, question in QUESTIONS.items():
        value = getattr(account, name)
        said = _(CHOICES[name][value]) if name in CHOICES and value else (value or "").strip()
        lines += ["", _(question), said or _("Niet ingevuld.")]
    return "\n".join(lines)


def is_account(note: str) -> bool:
    """Whether a note is such an account, whichever language the screen had then."""
    return note.startswith(tuple(i18n.words(language)(HEADING) for language in i18n.LANGUAGES))


def kept(draft: Draft | None) -> Account:
    """The answers that wait in a draft; an empty account where they cannot be read."""
    try:
        return Account() if draft is None else Account.model_validate_json(draft.text)
    except ValidationError:
        return Account()
