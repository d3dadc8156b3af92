"""Backups as the adviser sees them: which there are, which cases they hold."""

from collections.abc import Collection

from adviser_desk.vault import backup_list
from adviser_desk.vault.backup_list import Known
from adviser_desk.vault.connection import Vault

__all__ = ["Known"]


def known_backups(vault: Vault) -> tuple[Known, ...]:
    """Every backup that this vault knows of, newest first; those that were removed too."""
    return backup_list.known(vault)


def holding(vault: Vault, case_ids: Collection[int]) -> tuple[Known, ...]:
    """The backups that were not removed and still hold any of these cases, newest first. Ask before destroying."""
    return backup_list.holding(vault, case_ids)
