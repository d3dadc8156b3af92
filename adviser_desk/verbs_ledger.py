"""The verb about the ledger: which exports the vault knows, and exports of before read back into it."""

import argparse
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from adviser_desk import i18n, prompts
from adviser_desk.i18n import _, ngettext
from adviser_desk.terminal import answer, say

if TYPE_CHECKING:
    from adviser_desk.casework.reading_back import Ledger, ReadBack
    from adviser_desk.vault.connection import Vault

Verb = Callable[..., argparse.ArgumentParser]


def add_parser(verb: Verb, vault: Any, secret: Any) -> None:
    """What the verb takes. `vault` and `secret` are the parsers of the options that verbs share."""
    sentence = _("toon de exports die uw kluis kent; lees exports weer in die na een back-up zijn gemaakt")
    ledger = verb("ledger", sentence, vault, secret)
    ledger.add_argument("files", type=Path, nargs="*", metavar="FILE.json", help=_("exports van deze kluis"))
    complete = _("zeg dat na de back-up verder geen export gemaakt is")
    ledger.add_argument("--complete", action="store_true", help=complete)


def ledger(chosen: argparse.Namespace) -> int:
    """Read back what was given, all or none, and tell the whole ledger."""
    from adviser_desk.casework import access, reading_back

    with closing(access.open_desk(chosen.vault, prompts.passphrase(stdin=chosen.passphrase_stdin))) as vault:
        done = _read_back(vault, chosen.files) if chosen.files else None
        if chosen.complete:
            reading_back.none_missing(vault)
        found = reading_back.ledger(vault)
    _answer(found, done, chosen)
    if done is not None:
        number = len(done.exported)
        said = ngettext("%(n)d export ingelezen.", "%(n)d exports ingelezen.", number)
        counted = ngettext("%(n)d casus telde daarin mee.", "%(n)d casussen telden daarin mee.", done.counted)
        say(f"{said % {'n': number}} {counted % {'n': done.counted}}")
    if found.whole_until is not None:
        day = i18n.current().long_date(found.whole_until)
        say(
            _("Exports van na %(day)s ontbreken misschien nog. Waren dit ze allemaal? Gebruik dan --complete.")
            % {"day": day}
        )
    return 0


VERBS: Mapping[str, Callable[[argparse.Namespace], int]] = {"ledger": ledger}


def _read_back(vault: "Vault", files: list[Path]) -> "ReadBack":
    from adviser_desk.casework import reading_back

    found = reading_back.look(vault, files)
    return reading_back.take_in(vault, reading_back.checked(found, i18n.language()))


def _answer(found: "Ledger", done: "ReadBack | None", chosen: argparse.Namespace) -> None:
    releases = [
        {
            "serial": one.serial,
            "period": str(one.period),
            "issued_on": one.issued_on.isoformat(),
            "file": one.figures,
            "sha256": one.digest,
        }
        for one in found.exported
    ]
    result = {
        "vault": str(chosen.vault),
        "releases": releases,
        "may_be_missing_since": None if found.whole_until is None else found.whole_until.isoformat(),
        "read_back": 0 if done is None else len(done.exported),
        "cases_counted": 0 if done is None else done.counted,
    }
    lines = [f"{one['serial']:>3}  {one['period']:<6}  {one['issued_on']}  {one['sha256']}" for one in releases]
    answer(result, lines, chosen.json)
