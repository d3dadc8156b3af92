"""Where the adviser was, kept inside the vault, so that unlocking brings back the same page, field and words."""

from collections.abc import Collection, Iterable, Mapping

from pydantic import Field, ValidationError

from adviser_desk.casework import contacts
from adviser_desk.models.base import Record
from adviser_desk.models.contact import Draft
from adviser_desk.vault import search, settings
from adviser_desk.vault.connection import Vault

_NAME = "last_view"


class LastView(Record):
    """The page (`cases`, `case`, …), what it was about, what was chosen on it (`row`: a case), the field in focus, and
    the cursor in a line."""

    page: str = "cases"
    about: str = Field(default="", repr=False)
    chosen: Mapping[str, str] = {}
    focus: str = ""
    cursor: int = 0


def keep_view(vault: Vault, view: LastView) -> None:
    """Remember where the adviser is."""
    settings.put(vault, _NAME, view.model_dump_json())


def last_view(vault: Vault) -> LastView:
    """Where the adviser was; the first page when nothing was kept."""
    try:
        return LastView.model_validate_json(settings.get(vault, _NAME) or "{}")
    except ValidationError:
        return LastView()


def forget_cases(vault: Vault, case_ids: Collection[int]) -> None:
    """Forget where the adviser was if that was one of these cases, or a search that finds one. Before they are gone."""
    view = last_view(vault)
    found = set(search.cases_with(vault, search.words_of(view.about)).cases)
    found |= {int(case_id) for case_id in (view.about, view.chosen.get("row", "")) if case_id.isdecimal()}
    if found & set(case_ids):
        settings.put(vault, _NAME, "{}")


def keep_drafts(vault: Vault, typed: Iterable[Draft]) -> bool:
    """Keep everything that is typed; whether an open draft waits."""
    for draft in typed:
        contacts.keep_draft(vault, draft)
    return any(draft.open for draft in contacts.drafts(vault))


def put_aside(vault: Vault, typed: Iterable[Draft], view: LastView) -> bool:
    """Keep everything that is typed, and where; whether an open draft waits. What locking does first; asks nothing."""
    waits = keep_drafts(vault, typed)
    keep_view(vault, view)
    return waits
