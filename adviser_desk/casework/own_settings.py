"""What the adviser chose of what the organisation leaves free. Kept in the vault, and never past the limit."""

from collections.abc import Mapping

from pydantic import ValidationError

from adviser_desk.casework.changes import Changes
from adviser_desk.models.base import Record
from adviser_desk.policy import DEFAULT, LIMITS, Policy
from adviser_desk.vault import settings
from adviser_desk.vault.connection import Vault

_NAME = "own_settings"
_STEPS: Mapping[str, tuple[int, ...]] = {
    "lock_after_minutes": (1, 2, 3, 5, 10, 15),
    "clipboard_seconds": (5, 10, 15, 20, 30),
    "backup_every_days": (1, 2, 3, 7, 14, 21, 31),
}


class Own(Record):
    """None: as the program begins, or the limit where that is less. `start_hidden`: names are hidden after opening."""

    lock_after_minutes: int | None = None
    clipboard_seconds: int | None = None
    backup_every_days: int | None = None
    start_hidden: bool = False
    hide_from_capture: bool = True


def own(vault: Vault) -> Own:
    """What the adviser chose; nothing where that cannot be read."""
    try:
        return Own.model_validate_json(settings.get(vault, _NAME) or "{}")
    except ValidationError:
        return Own()


def choose(vault: Vault, chosen: Own) -> Changes:
    """Keep what the adviser chose. What is past a limit does not count: see `in_force`."""
    settings.put(vault, _NAME, chosen.model_dump_json())
    return Changes.of()


def in_force(policy: Policy, chosen: Own) -> Policy:
    """The policy with what the adviser chose below its limits."""
    return policy.model_copy(update={key: value_of(policy, chosen, key) for key in LIMITS})


def value_of(policy: Policy, chosen: Own, key: str) -> int:
    """What counts of a limit: what was chosen, else what the program begins with; never more than the limit."""
    limit: int = getattr(policy, key)
    wanted: int = getattr(chosen, key) or getattr(DEFAULT, key)
    return max(1, min(wanted, limit))


def hides(policy: Policy, chosen: Own) -> bool:
    """Whether the windows are left out of shared screens: the adviser's choice where the organisation leaves it."""
    if policy.hide_from_capture == "choice":
        return chosen.hide_from_capture
    return policy.hide_from_capture == "always"


def choices(policy: Policy, key: str) -> tuple[int, ...]:
    """What can be chosen of a limit, the limit itself last."""
    limit: int = getattr(policy, key)
    return (*(step for step in _STEPS[key] if step < limit), limit)
