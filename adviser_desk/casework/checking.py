"""Looks at release files from outside, without a vault: what could a reader work out, and is the series whole."""

from collections.abc import Sequence
from pathlib import Path

from adviser_desk.i18n import _
from adviser_desk.signals import release_file
from adviser_desk.signals.audit import Finding, Progress, audit
from adviser_desk.signals.release_file import ChainFinding

AnyFinding = Finding | ChainFinding


def check_files(paths: Sequence[Path], *, progress: Progress | None = None) -> tuple[AnyFinding, ...]:
    """Everything found in any set of releases, in any order. Raises BadRelease for a file that is none."""
    read = [release_file.read(path) for path in paths]
    unique = {digest: release for release, digest in read}
    chain = release_file.chain(list(unique.values()), list(unique))
    return (*chain, *audit(list(unique.values()), progress=progress))


def sentence(finding: AnyFinding) -> str:
    """A finding in words: which period, which table and rows, and what is known."""
    if isinstance(finding, ChainFinding):
        return _chain_sentence(finding)
    values = {
        "period": str(finding.period),
        "table": finding.table,
        "rows": _rows(finding),
        "most": finding.threshold - 1,
    }
    match finding.kind:
        case "small":
            return _("%(period)s, tabel %(table)s, %(rows)s: hier zijn 1 tot en met %(most)d casussen.") % values
        case "nobody":
            return _("%(period)s, tabel %(table)s, %(rows)s: hier is zeker niemand.") % values
        case "contradiction":
            return _("%(period)s: deze getallen kunnen niet samen waar zijn.") % values
        case "lists":
            return _("%(period)s, tabel %(table)s: de lijst is anders dan in een export die erbij hoort.") % values
        case "undecided":
            return _("%(period)s, tabel %(table)s, %(rows)s: niet te bewijzen dat dit veilig is.") % values


def _rows(finding: Finding) -> str:
    columns = [" + ".join(codes) for codes in finding.codes]
    rows = " × ".join(columns) or "*"
    quarters = ", ".join(str(quarter) for quarter in finding.quarters)
    without = _(" zonder %(code)s") % {"code": finding.without} if finding.without else ""
    return f"{rows}{without} ({quarters})" if quarters else f"{rows}{without}"


def _chain_sentence(finding: ChainFinding) -> str:
    values = {"serial": finding.serial, "period": str(finding.period)}
    match finding.kind:
        case "broken":
            return _("Export %(serial)d (%(period)s) sluit niet aan op de export ervoor.") % values
        case "gap":
            return _("Voor export %(serial)d (%(period)s) ontbreekt een export.") % values
        case "fork":
            return _("Er zijn twee verschillende exports met nummer %(serial)d.") % values
        case "twice":
            return _("Over %(period)s zijn er twee exports.") % values
