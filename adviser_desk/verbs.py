"""What each verb of the command line does. Loads what it needs when it needs it, so that `--help` is quick."""

import argparse
import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from adviser_desk import i18n, log, prompts, verbs_access, verbs_backup, verbs_ledger, verbs_policy, verbs_replay
from adviser_desk.errors import BadCall, BrokenPolicy, Deducible, NotProved
from adviser_desk.i18n import _, ngettext
from adviser_desk.models.period import Period
from adviser_desk.terminal import answer, say

if TYPE_CHECKING:
    from adviser_desk.casework.reporting import Exported
    from adviser_desk.vault.connection import Vault

_MOST_REMARKS = 4_000


def create(chosen: argparse.Namespace) -> int:
    """A new vault; its recovery code is told once."""
    from adviser_desk.casework import setup

    passphrase = prompts.new_passphrase(chosen.policy, stdin=chosen.passphrase_stdin)
    vault, code = setup.start_vault(chosen.vault, passphrase, profile=chosen.profile, policy=chosen.policy)
    vault.close()
    say(_("De kluis is gemaakt. Schrijf de herstelcode op; u ziet hem één keer."))
    result = {"vault": str(chosen.vault), "recovery_code": code, "profile": chosen.profile}
    answer(result, [code], chosen.json)
    return 0


def demo(chosen: argparse.Namespace) -> int:
    """A practice vault with fictional cases."""
    from adviser_desk.casework import practice, setup

    if not 0 <= chosen.cases <= practice.MOST_CASES:
        raise BadCall(what=_("Kies van 0 tot en met 20.000 casussen."))
    vault, code = setup.start_vault(
        chosen.vault, practice.PASSPHRASE, practice=True, profile=chosen.profile, policy=chosen.policy
    )
    try:
        practice.fill_practice(vault, chosen.cases, chosen.seed, until=date.today())
    finally:
        vault.close()
    say(_("De oefenkluis is klaar. De wachtzin is: %(passphrase)s") % {"passphrase": practice.PASSPHRASE})
    result = {"vault": str(chosen.vault), "cases": chosen.cases, "passphrase": practice.PASSPHRASE}
    answer({**result, "recovery_code": code}, [str(chosen.vault)], chosen.json)
    return 0


def import_register(chosen: argparse.Namespace) -> int:
    """A register into the vault, all or nothing; with a list of units, or that list alone."""
    from adviser_desk.casework import importing

    if chosen.file is None and chosen.units is None:
        raise BadCall(what=_("Noem een register, of een lijst van onderdelen met --units."))
    if chosen.units is not None and chosen.policy.units:
        raise BadCall(what=_("Uw organisatie beheert de lijst van onderdelen. Laat --units weg."))
    tree = None if chosen.units is None else importing.unit_list(chosen.units, chosen.policy)
    with _open(chosen) as vault:
        if chosen.file is None and tree is not None:
            importing.take_list(vault, tree)
            answer(
                {"units": len(tree.units)}, [_("Onderdelen in de lijst: %(n)d.") % {"n": len(tree.units)}], chosen.json
            )
            return 0
        found = importing.import_register(vault, chosen.file, today=date.today(), tree=tree)
    numbers = {name: getattr(found, name) for name in ("cases", "contacts", "consents", "units", "drawn")}
    sentence = _("Ingelezen: %(cases)d casussen, %(contacts)d contacten, %(consents)d toestemmingen.") % numbers
    answer(numbers, [sentence], chosen.json)
    say(_("Controleer de casussen. Vernietig daarna het register zelf."))
    if found.units:
        say(_("De onderdelen komen uit het register. Een export noemt ze niet; geef daarvoor een lijst met --units."))
    return 0


def export(chosen: argparse.Namespace) -> int:
    """The export of a period: the same checks as the window; a closed period gives the same files again."""
    from adviser_desk.casework import outgoing, reason_sheets, reporting

    outgoing.refuse_mistyped(chosen.out)
    period = _period(chosen.period)
    remarks = _remarks(chosen.remarks)
    with _open(chosen) as vault:
        states = {state.period: state.state for state in reporting.periods(vault, today=date.today())}
        if again := states.get(period) == "released":
            say(_("Deze periode is al gesloten. U krijgt dezelfde bestanden, uit het register van exports."))
            exported = reporting.files_again(vault, period, chosen.out)
        else:
            plan = reporting.plan_release(vault, period, today=date.today(), policy=chosen.policy)
            _refuse_doubts(vault, remarks)
            preview = reporting.prepare(plan, progress=_Progress())
            exported = reporting.approve(vault, preview, remarks=remarks, language=i18n.language(), out=chosen.out)
        names = [exported.word, exported.figures]
        if chosen.reason_sheet:
            names.append(reason_sheets.write_reason_sheet(vault, period, chosen.out, language=i18n.language()))
    _answer_exported(exported, names, again, chosen)
    return 0


def check(chosen: argparse.Namespace) -> int:
    """What a reader of these files could work out; nothing else ends in 0. May keep or verify the proof of it."""
    from adviser_desk.casework import checking

    if chosen.verify is not None:
        checked = checking.verify_proof(chosen.files, chosen.verify)
    elif chosen.keep is not None:
        checked = checking.keep_proof(chosen.files, chosen.keep, progress=_Progress())
    else:
        checked = checking.Checked(checking.check_files(chosen.files, progress=_Progress()))
    sentences = [checking.sentence(finding) for finding in checked.found]
    result = {"files": len(chosen.files), "findings": sentences}
    if checked.proof is not None:
        result["data_sets"] = checked.proof.data_sets
    answer(result, sentences, chosen.json)
    if checked.found:
        refusal = Deducible() if chosen.verify is None else NotProved()
        log.event(log.Event.KNOWN_ERROR, refusal.exit_code)
        say(refusal.sentence())
        return refusal.exit_code
    _say_checked(chosen)
    return 0


def doctor(chosen: argparse.Namespace) -> int:
    """What IT needs to know about this machine."""
    from adviser_desk.doctor import examine

    found = examine(chosen.vault)
    lines = [
        f"{name}: {part}"
        for name, value in found.items()
        for part in (value if isinstance(value, tuple) and value else [value])
    ]
    answer(dict(found), lines, chosen.json)
    return BrokenPolicy.exit_code if found["policy_error"] else 0


VERBS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "create": create,
    "demo": demo,
    "import": import_register,
    "export": export,
    "check": check,
    "doctor": doctor,
    **verbs_access.VERBS,
    **verbs_backup.VERBS,
    **verbs_ledger.VERBS,
    **verbs_policy.VERBS,
    **verbs_replay.VERBS,
}


@contextmanager
def _open(chosen: argparse.Namespace) -> Iterator["Vault"]:
    from adviser_desk.casework import access, organisation

    vault = access.open_desk(chosen.vault, prompts.passphrase(stdin=chosen.passphrase_stdin))
    try:
        organisation.take_units(vault, chosen.policy)
        yield vault
    finally:
        vault.close()


def _period(text: str) -> Period:
    try:
        return Period(text)
    except ValueError:
        raise BadCall(what=_("Schrijf een periode als 2026Q3, 2026H1 of 2026.")) from None


def _remarks(path: Path | None) -> str:
    if path is None:
        return ""
    try:
        with path.open(encoding="utf-8-sig") as file:
            text = file.read(_MOST_REMARKS + 1).strip()
    except (OSError, UnicodeDecodeError):
        raise BadCall(what=_("De toelichting is niet te lezen. Bewaar haar als tekst in UTF-8.")) from None
    if len(text) > _MOST_REMARKS:
        raise BadCall(what=_("De toelichting is langer dan 4.000 tekens. Maak haar korter."))
    return text


def _refuse_doubts(vault: "Vault", remarks: str) -> None:
    """Nobody is there to look: what may lead to a person must be out of the text, or be approved in the window."""
    from adviser_desk.casework import reporting

    for doubt in reporting.doubts(vault, remarks):
        # Only where, not what: what is written here may end up in the log of a script.
        line = remarks.count("\n", 0, doubt.start) + 1
        sentence = _(
            "Regel %(line)d van de toelichting noemt misschien een persoon. Haal dat weg, of kijk in het venster."
        )
        raise BadCall(what=sentence % {"line": line})


class _Progress:
    """A line for each table that is worked on."""

    def __init__(self) -> None:
        self._last = ""

    def __call__(self, name: str, number: int, of: int) -> None:
        from adviser_desk.casework import checking

        if name != self._last:
            say(_("Rekenen: %(name)s") % {"name": checking.table_words(name)})
        self._last = name


def _say_checked(chosen: argparse.Namespace) -> None:
    number = len(chosen.files)
    if chosen.verify is not None:
        done = ngettext(
            "Het bewijs klopt: uit dit bestand is niets af te leiden.",
            "Het bewijs klopt: uit deze %(n)d bestanden is niets af te leiden.",
            number,
        )
    else:
        done = ngettext(
            "%(n)d bestand nagerekend: niets gevonden.", "%(n)d bestanden nagerekend: niets gevonden.", number
        )
    say(done % {"n": number})
    if chosen.keep is not None:
        say(_("Het bewijs staat in %(place)s.") % {"place": chosen.keep})


def _answer_exported(exported: "Exported", names: list[str], again: bool, chosen: argparse.Namespace) -> None:
    paths = [chosen.out / name for name in names]
    digests = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
    result = {
        "period": str(exported.period),
        "serial": exported.serial,
        "files": [str(path) for path in paths],
        "sha256": digests,
        "from_ledger": again,
        "issued_on": exported.issued_on.isoformat(),
    }
    answer(result, [str(path) for path in paths], chosen.json)
    if not again:
        day = i18n.current().long_date(exported.issued_on)
        say(_("Gesloten op %(day)s, export %(serial)d.") % {"day": day, "serial": exported.serial})
