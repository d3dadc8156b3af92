"""What the organisation changed since the adviser last said to have read it; remembered in the vault."""

import json
from collections.abc import Mapping
from typing import Any

from adviser_desk.models.base import Record
from adviser_desk.policy import DEFAULT, KEYS, Policy
from adviser_desk.vault import settings
from adviser_desk.vault.connection import Vault

_NAME = "policy_seen"


class Change(Record):
    """A key whose value changed."""

    key: str
    before: int | bool | str | tuple[str, ...]
    now: int | bool | str | tuple[str, ...]


def news(vault: Vault, policy: Policy) -> tuple[Change, ...]:
    """What changed, in the order of the keys. The name of the policy alone is no news."""
    before = _seen(vault)
    known = [(key, before.get(key, getattr(DEFAULT, key)), getattr(policy, key)) for key in KEYS if key != "version"]
    return tuple(Change(key=key, before=was, now=now) for key, was, now in known if was != now)


def read(vault: Vault, policy: Policy) -> None:
    """The adviser knows the policy as it is now."""
    settings.put(vault, _NAME, policy.model_dump_json())


def _seen(vault: Vault) -> Mapping[str, Any]:
    """The values that the adviser knows; those of a vault that never saw a policy are the safe ones."""
    try:
        found = json.loads(settings.get(vault, _NAME) or "{}")
        return dict(Policy.model_validate({**DEFAULT.model_dump(), **found}).model_dump())
    except (ValueError, TypeError):
        return {}
