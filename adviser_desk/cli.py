"""The command line: the same acts as the window, for IT, scripts, a privacy officer and tests.

Results go to stdout, all else to stderr. Must not take a passphrase as an argument.
"""

import argparse
import re
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from adviser_desk import __version__, errors, i18n, log, paths, verbs_backup, verbs_ledger, verbs_policy, verbs_replay
from adviser_desk.casework.preferences import read_preferences
from adviser_desk.i18n import LANGUAGES, _
from adviser_desk.models.codes import Language
from adviser_desk.policy import DEFAULT
from adviser_desk.policy_sources import read_policy
from adviser_desk.terminal import answer, say

BUG = 70
STOPPED = 130
_PACKAGE = Path(__file__).parent


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise errors.BadCall(what=_("Deze opdracht begrijpen wij niet (%(what)s). Zie --help.") % {"what": message})


def run(arguments: Sequence[str]) -> int:
    """Do what the arguments ask; the exit code. Known errors are a sentence, a bug is a code without any text."""
    as_json = "--json" in arguments
    try:
        i18n.set_language(_language(arguments))
        chosen = _parser().parse_args(arguments)
        _read_policy(chosen)
        return _act(chosen)(chosen)
    except errors.KnownError as error:
        log.event(log.Event.KNOWN_ERROR, error.exit_code)
        return _tell(error, as_json)
    except KeyboardInterrupt:
        say(_("Gestopt. Er is niets geschreven."))
        return STOPPED
    except Exception as bug:
        log.event(log.Event.BUG, BUG)
        return _tell_bug(bug, as_json)


def _language(arguments: Sequence[str]) -> Language:
    """As in the window: what the call says, else what the adviser chose, else what the organisation begins with.

    Asked before the arguments are read, for their mistakes are told in it.
    """
    if (said := _said(arguments, "--language")) in LANGUAGES:
        return said
    folder = _said(arguments, "--vault")
    return read_preferences(Path(folder) if folder else paths.vault_folder(), _first_language()).language


def _said(arguments: Sequence[str], option: str) -> str | None:
    for place, argument in enumerate(arguments):
        name, sign, value = argument.partition("=")
        if name == option:
            return value if sign else next(iter(arguments[place + 1 :]), None)
    return None


def _first_language() -> Language:
    try:
        return read_policy().language
    except errors.BrokenPolicy:
        return DEFAULT.language


def _act(chosen: argparse.Namespace) -> Callable[[argparse.Namespace], int]:
    if chosen.selftest:
        from adviser_desk.selftest import selftest

        return selftest
    if chosen.verb is None:
        return _window
    from adviser_desk import verbs

    return verbs.VERBS[chosen.verb]


def _read_policy(chosen: argparse.Namespace) -> None:
    """A policy that is broken stops every verb, but not what looks for the reason. The window tells it itself."""
    if chosen.verb not in (None, "doctor", "policy"):
        chosen.policy = read_policy()


def _window(chosen: argparse.Namespace) -> int:
    from adviser_desk.app import show_window

    return int(show_window(chosen.vault, chosen.language))


def _parser() -> argparse.ArgumentParser:
    common = _common()
    vault = _Parser(add_help=False)
    vault.add_argument("--vault", type=Path, metavar="DIR", default=argparse.SUPPRESS, help=_("map van de kluis"))
    secret = _Parser(add_help=False)
    secret.add_argument(
        "--passphrase-stdin", action="store_true", help=_("lees de wachtzin van de eerste regel van stdin")
    )
    parser = _Parser(
        prog="adviser-desk",
        description=_("Adviser Desk. Zonder opdracht opent het venster."),
        epilog=_exit_codes(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[_common()],  # its own: the defaults below would become those of every verb
    )
    parser.set_defaults(language=None, json=False)
    parser.add_argument("--version", action="version", version=__version__)
    parser.add_argument("--vault", type=Path, metavar="DIR", default=paths.vault_folder(), help=_("map van de kluis"))
    parser.add_argument("--selftest", action="store_true", help=_("proef of dit programma hier werkt, zonder uw kluis"))
    verbs = parser.add_subparsers(dest="verb", metavar=_("opdracht"), parser_class=_Parser)

    def verb(name: str, sentence: str, *parents: _Parser) -> _Parser:
        return verbs.add_parser(name, help=sentence, description=sentence, parents=[common, *parents])

    create = verb("create", _("maak een nieuwe kluis; toont de herstelcode één keer"), vault, secret)
    create.add_argument(
        "--profile", choices=("small", "large"), default="large", help=_("welke tabellen een export heeft")
    )
    demo = verb("demo", _("maak een oefenkluis met verzonnen casussen"))
    demo.add_argument("--vault", type=Path, metavar="DIR", required=True, help=_("map van de kluis"))
    demo.add_argument("--cases", type=int, metavar="N", default=60, help=_("aantal casussen"))
    demo.add_argument("--seed", type=int, metavar="S", default=1, help=_("zelfde getal, zelfde casussen"))
    demo.add_argument(
        "--profile", choices=("small", "large"), default="large", help=_("welke tabellen een export heeft")
    )
    both = _("eerste regel van stdin: de wachtzin van nu; tweede regel: de nieuwe")
    change = verb("passphrase", _("kies een andere wachtzin"), vault)
    change.add_argument("--passphrase-stdin", action="store_true", help=both)
    both = _("eerste regel van stdin: de code van het herstelblad; tweede regel: de nieuwe wachtzin")
    recover = verb("recover", _("kies een nieuwe wachtzin met het herstelblad"), vault)
    recover.add_argument("--recovery-code-stdin", action="store_true", help=both)
    verbs_backup.add_parsers(verb, vault, secret)
    register = verb("import", _("lees een register in: csv, xlsx of ods met codes als waarden"), vault, secret)
    register.add_argument("file", type=Path, nargs="?", metavar=_("bestand"))
    listed = _("lijst van onderdelen, een regel voor elk: CODE | naam | Engelse naam | medewerkers")
    register.add_argument("--units", type=Path, metavar="FILE", help=listed)
    export = verb("export", _("maak de export van een periode, met dezelfde controles als het venster"), vault, secret)
    export.add_argument("--period", required=True, metavar="2026Q3", help=_("kwartaal, halfjaar of jaar"))
    export.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        required=True,
        help=_("map voor de twee bestanden; wij maken haar als alleen zij ontbreekt"),
    )
    export.add_argument("--remarks", type=Path, metavar="FILE", help=_("tekstbestand met uw toelichting"))
    sheet = _("maak ook het blad dat leidinggevenden vertelt waarom een getal ontbreekt")
    export.add_argument("--reason-sheet", action="store_true", help=sheet)
    check = verb("check", _("reken exports na, zonder kluis"))
    check.add_argument("files", type=Path, nargs="+", metavar="FILE.json")
    proof = check.add_mutually_exclusive_group()
    kept = _("bewaar in dit bestand wat bewijst dat er niets af te leiden is")
    proof.add_argument("--keep", type=Path, metavar="PROOF", help=kept)
    verified = _("kijk alleen na of een bewaard bewijs klopt; wij rekenen dan niet zelf")
    proof.add_argument("--verify", type=Path, metavar="PROOF", help=verified)
    verbs_ledger.add_parser(verb, vault, secret)
    verbs_replay.add_parser(verb)
    verbs_policy.add_parser(verb)
    verb("doctor", _("wat IT over deze computer moet weten; geen gegevens van casussen"), vault)
    return parser


def _common() -> _Parser:
    common = _Parser(add_help=False)
    # SUPPRESS: a verb without the option must not overwrite what was said before the verb.
    common.add_argument("--language", choices=LANGUAGES, default=argparse.SUPPRESS, help=_("taal: nl of en"))
    common.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help=_("antwoord als JSON"))
    return common


def _exit_codes() -> str:
    found: dict[int, type[errors.KnownError]] = {}
    for kind in _kinds(errors.KnownError):
        found.setdefault(kind.exit_code, kind)
    fixed = {
        0: _("gelukt"),
        errors.BadCall.exit_code: _("de opdracht is niet te begrijpen"),
        BUG: _("een fout in Adviser Desk"),
        STOPPED: _("gestopt"),
    }
    lines = {code: _first_sentence(kind) for code, kind in found.items()} | fixed
    return "\n".join([_("Exitcodes:"), *(f"  {code:>3}  {lines[code]}" for code in sorted(lines))])


def _first_sentence(kind: type[errors.KnownError]) -> str:
    return re.sub(r"%\(\w+\)s", "…", _(kind.message)).split(". ")[0].rstrip(".") + "."


def _kinds(kind: type[errors.KnownError]) -> list[type[errors.KnownError]]:
    below = [each for sub in kind.__subclasses__() for each in (sub, *_kinds(sub))]
    return below


def _tell(error: errors.KnownError, as_json: bool) -> int:
    sentence = error.sentence()
    say(sentence)
    if as_json:
        answer({"error": type(error).__name__, "exit_code": error.exit_code, "message": sentence}, [], True)
    return error.exit_code


def _place(filename: str) -> str | None:
    """A file of ours within the package; None for those of others. In a built program names begin at the package."""
    path = Path(filename)
    if path.parts[:1] == (_PACKAGE.name,):
        return Path(*path.parts[1:]).as_posix()
    return path.relative_to(_PACKAGE).as_posix() if path.is_relative_to(_PACKAGE) else None


def _tell_bug(bug: Exception, as_json: bool) -> int:
    # The text of an exception may hold the text of a case: only its type and where it was in our own files.
    frames = traceback.extract_tb(bug.__traceback__)
    places = [f"{place}:{frame.lineno}" for frame in frames if (place := _place(frame.filename)) is not None]
    kind = type(bug).__name__
    values = {"code": BUG, "kind": kind, "places": ", ".join(places)}
    say(_("Er ging iets mis in Adviser Desk (%(code)d): %(kind)s, %(places)s. Wat bewaard was, is veilig.") % values)
    if as_json:
        answer({"error": "bug", "exit_code": BUG, "type": kind, "places": places}, [], True)
    return BUG
