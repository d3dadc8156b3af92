"""The verbs about who gets in: another passphrase, and a new passphrase by the recovery sheet."""

import argparse
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from adviser_desk import prompts
from adviser_desk.errors import BadCall
from adviser_desk.i18n import _
from adviser_desk.terminal import answer, say

if TYPE_CHECKING:
    from adviser_desk.vault.connection import Vault


def change_passphrase(chosen: argparse.Namespace) -> int:
    """Another passphrase, for whoever knows the present one."""
    from adviser_desk.casework import access

    _refuse_practice(chosen.vault)
    old = prompts.passphrase(stdin=chosen.passphrase_stdin)
    new = prompts.new_passphrase(chosen.policy, stdin=chosen.passphrase_stdin)
    vault = access.open_desk(chosen.vault, old)
    try:
        access.change_passphrase(vault, old, new, chosen.policy, today=date.today())
        _tell(vault, chosen)
    finally:
        vault.close()
    return 0


def recover(chosen: argparse.Namespace) -> int:
    """A new passphrase, for whoever has the recovery sheet."""
    from adviser_desk.casework import access

    _refuse_practice(chosen.vault)
    code = prompts.recovery_code(stdin=chosen.recovery_code_stdin)
    # Before a passphrase is thought of.
    access.check_code(chosen.vault, code)
    new = prompts.new_passphrase(chosen.policy, stdin=chosen.recovery_code_stdin)
    vault = access.recover(chosen.vault, code, new, chosen.policy, today=date.today())
    try:
        _tell(vault, chosen)
    finally:
        vault.close()
    return 0


VERBS: Mapping[str, Callable[[argparse.Namespace], int]] = {"passphrase": change_passphrase, "recover": recover}


def _refuse_practice(folder: Path) -> None:
    from adviser_desk.casework import setup

    # The window shows its passphrase to whoever opens it.
    if setup.is_practice(folder):
        raise BadCall(what=_("De wachtzin van een oefenkluis verandert niet."))


def _tell(vault: "Vault", chosen: argparse.Namespace) -> None:
    from adviser_desk.casework import access

    found = access.access(vault, policy=chosen.policy)
    device, backup = found.device, found.backup_by_passphrase
    answer({"vault": str(chosen.vault), "device": device, "backup_by_passphrase": backup}, [], chosen.json)
    say(_("De nieuwe wachtzin opent de kluis. De oude opent niets meer."))
    if device:
        say(_("De wachtzin werkt alleen op deze laptop. Op een andere heeft u het herstelblad nodig."))
