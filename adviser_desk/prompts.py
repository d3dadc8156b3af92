"""How a verb gets a secret: a line of standard input, or asked on the terminal, where it is not shown."""

import getpass
import sys

from adviser_desk.errors import BadCall
from adviser_desk.i18n import _
from adviser_desk.policy import Policy

_LONGEST = 4_096


def passphrase(*, stdin: bool) -> str:
    """The passphrase of a vault. Raises BadCall when there is nobody to ask."""
    return _line() if stdin else _asked(_("Wachtzin: "), _("Er is geen wachtzin gegeven. Gebruik --passphrase-stdin."))


def recovery_code(*, stdin: bool) -> str:
    """The code of a recovery sheet. Raises BadCall when there is nobody to ask."""
    missing = _("Er is geen herstelcode gegeven. Gebruik --recovery-code-stdin.")
    return _line() if stdin else _asked(_("Herstelcode: "), missing)


def new_passphrase(policy: Policy, *, stdin: bool) -> str:
    """The passphrase that will lock a vault; asked twice. Raises BadCall when it is weak or not the same twice."""
    from adviser_desk.casework import passphrases

    missing = _("Er is geen nieuwe wachtzin gegeven.")
    typed = _line() if stdin else _asked(_("Nieuwe wachtzin: "), missing)
    if not stdin and _asked(_("Nog een keer: "), missing) != typed:
        raise BadCall(what=_("De twee wachtzinnen zijn niet gelijk. Er is niets veranderd."))
    if not passphrases.strength(typed, policy).enough:
        raise BadCall(what=_("Deze wachtzin is te makkelijk te raden. Neem vijf losse woorden."))
    return typed


def _line() -> str:
    return sys.stdin.readline(_LONGEST).rstrip("\r\n")


def _asked(question: str, missing: str) -> str:
    try:
        return getpass.getpass(question)
    except EOFError:
        raise BadCall(what=missing) from None
