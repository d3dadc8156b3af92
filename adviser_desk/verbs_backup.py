"""The verbs about backups: make one, look whether one is good, put one back."""

import argparse
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from adviser_desk import i18n, prompts
from adviser_desk.i18n import _, ngettext
from adviser_desk.terminal import answer, say

if TYPE_CHECKING:
    from adviser_desk.casework.backups import Contents, Secret

Verb = Callable[..., argparse.ArgumentParser]


def add_parsers(verb: Verb, vault: Any, secret: Any) -> None:
    """What the three verbs take. `vault` and `secret` are the parsers of the options that verbs share."""
    make = verb("backup", _("maak een back-up en lees hem helemaal terug"), vault, secret)
    make.add_argument(
        "--to", type=Path, metavar="DIR", required=True, help=_("map voor de back-up: een stick of schijf")
    )
    code = _("lees de herstelcode van de eerste regel van stdin")
    look = verb("verify", _("kijk of een back-up goed is; met wachtzin of herstelcode ook wat erin zit"), secret)
    look.add_argument("file", type=Path, metavar="FILE.backup")
    look.add_argument("--recovery-code-stdin", action="store_true", help=code)
    back = verb("restore", _("zet een back-up terug; de kluis die er was, blijft 30 dagen bewaard"), vault, secret)
    back.add_argument("file", type=Path, metavar="FILE.backup")
    code = _("eerste regel van stdin: de code van het herstelblad; tweede regel: de nieuwe wachtzin")
    back.add_argument("--recovery-code-stdin", action="store_true", help=code)
    other = _("vervang ook een andere kluis dan die van de back-up")
    back.add_argument("--other-vault", action="store_true", help=other)


def backup(chosen: argparse.Namespace) -> int:
    """A backup, good only when it was read back."""
    from adviser_desk.casework import access, backups

    vault = access.open_desk(chosen.vault, prompts.passphrase(stdin=chosen.passphrase_stdin))
    try:
        made_at = datetime.now().replace(microsecond=0)
        written = backups.make_backup(vault, chosen.to, made_at=made_at, policy=chosen.policy, progress=_Told())
        by_passphrase = access.access(vault, policy=chosen.policy).backup_by_passphrase
    finally:
        vault.close()
    result = {
        "file": str(written.path),
        "bytes": written.bytes,
        "cases": written.cases,
        "made_at": written.head.made_at.isoformat(),
        "opens_with_passphrase": by_passphrase,
    }
    answer(result, [str(written.path)], chosen.json)
    say(_("De back-up is goed: teruggelezen en nagekeken."))
    if not by_passphrase:
        say(_("Deze back-up gaat alleen open met uw herstelblad."))
    return 0


def verify(chosen: argparse.Namespace) -> int:
    """Whether a backup is good; with a key also what is in it."""
    from adviser_desk.casework import backups

    if chosen.passphrase_stdin or chosen.recovery_code_stdin:
        return _tell(backups.look_inside(chosen.file, _secret(chosen)), chosen, {})
    head = backups.check_file(chosen.file, _Told())
    answer({"file": str(chosen.file), "made_at": head.made_at.isoformat(), "opened": False}, [], chosen.json)
    say(_("De back-up is heel. Met uw wachtzin of herstelcode kijken wij ook in de kluis zelf."))
    return 0


def restore(chosen: argparse.Namespace) -> int:
    """A backup in the place of the vault."""
    from adviser_desk.casework import restoring

    secret = _secret(chosen)
    new = prompts.new_passphrase(chosen.policy, stdin=True) if chosen.recovery_code_stdin else None
    done = restoring.restore(
        chosen.file, secret, chosen.vault, chosen.policy,
        now=datetime.now(), passphrase=new, other_vault=chosen.other_vault, progress=_Told(),
    )  # fmt: skip
    kept = None if done.replaced is None else str(chosen.vault / "replaced" / done.replaced)
    more = {
        "vault": str(chosen.vault),
        "replaced": kept,
        "ledger_kept": done.ledger,
        "releases_kept": done.releases,
        "may_be_missing_since": None if done.whole_until is None else done.whole_until.isoformat(),
        "destroyed_again": done.destroyed_again,
    }
    _tell(done.contents, chosen, more)
    say(_("De back-up is teruggezet."))
    if done.whole_until is not None:
        day = i18n.current().long_date(done.whole_until)
        say(_("Exports van na %(day)s ontbreken misschien. Lees ze terug met ‘adviser-desk ledger’.") % {"day": day})
    if kept is not None:
        say(_("De kluis die er was, blijft 30 dagen bewaard in %(place)s.") % {"place": kept})
    return 0


VERBS: Mapping[str, Callable[[argparse.Namespace], int]] = {"backup": backup, "verify": verify, "restore": restore}


def _secret(chosen: argparse.Namespace) -> "Secret":
    from adviser_desk.casework.backups import Secret

    if chosen.recovery_code_stdin:
        return Secret(prompts.recovery_code(stdin=True), "code")
    return Secret(prompts.passphrase(stdin=chosen.passphrase_stdin))


def _tell(found: "Contents", chosen: argparse.Namespace, more: Mapping[str, object]) -> int:
    last = found.last_contact
    words = i18n.current()
    cases = ngettext("%(n)d casus", "%(n)d casussen", found.cases) % {"n": found.cases}
    line = _("Kluis %(number)s, gemaakt op %(day)s: %(cases)s, laatste contact %(last)s.") % {
        "number": found.number,
        "day": words.long_date(found.made_at.date()),
        "cases": cases,
        "last": "–" if last is None else words.long_date(last),
    }
    result = {
        "file": str(chosen.file),
        "made_at": found.made_at.isoformat(),
        "opened": True,
        "vault_number": found.number,
        "cases": found.cases,
        "contacts": found.contacts,
        "releases": found.releases,
        "last_contact": None if last is None else last.isoformat(),
        **more,
    }
    answer(result, [line], chosen.json)
    return 0


class _Told:
    """A line for each step."""

    def __init__(self) -> None:
        self._last = ""

    def __call__(self, step: str, _done: int, _of: int) -> None:
        if step != self._last:
            words = {
                "copy": _("Kopiëren"),
                "check": _("Nakijken"),
                "write": _("Schrijven"),
                "read_back": _("Teruglezen"),
            }
            say(words[step])
        self._last = step
