"""The keys that the adviser gave to commands instead of those they come with. In the vault, as portable names."""

from collections.abc import Mapping

from pydantic import ValidationError

from adviser_desk.models.base import Record
from adviser_desk.vault import settings
from adviser_desk.vault.connection import Vault

_NAME = "keys"


class OwnKeys(Record):
    """By the code of a command: its keys, none where it has none any more. Other commands have those they come with."""

    keys: Mapping[str, tuple[str, ...]] = {}


def own_keys(vault: Vault) -> OwnKeys:
    """What was chosen; nothing where that cannot be read."""
    try:
        return OwnKeys.model_validate_json(settings.get(vault, _NAME) or "{}")
    except ValidationError:
        return OwnKeys()


def choose_keys(vault: Vault, chosen: Mapping[str, tuple[str, ...] | None]) -> OwnKeys:
    """Give keys to commands, all at once; None: those that a command comes with."""
    with vault.transaction():
        keys = {**own_keys(vault).keys, **chosen}
        kept = OwnKeys(keys={code: keys[code] for code in sorted(keys) if keys[code] is not None})
        settings.put(vault, _NAME, kept.model_dump_json())
    return kept


def put_all_back(vault: Vault) -> OwnKeys:
    """Every command has the keys it comes with."""
    settings.put(vault, _NAME, "{}")
    return OwnKeys()
