"""Looks at release files from outside, without a vault: what could a reader work out, and is the series whole."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from adviser_desk import i18n
from adviser_desk.casework import outgoing
from adviser_desk.errors import BadProof, ReadOnly
from adviser_desk.i18n import N_
from adviser_desk.models.release import Release
from adviser_desk.signals import audit_proof, audit_verify, audit_words, release_file
from adviser_desk.signals.audit_finding import Finding, Progress
from adviser_desk.signals.audit_proof import Proof, ProvedFile
from adviser_desk.signals.release_file import ChainFinding
from adviser_desk.signals.report_labels import Labels

AnyFinding = Finding | ChainFinding


class Checked(NamedTuple):
    """What was found in release files, and the proof that there is nothing if one was asked for."""

    found: tuple[AnyFinding, ...]
    proof: Proof | None = None


def check_files(paths: Sequence[Path], *, progress: Progress | None = None) -> tuple[AnyFinding, ...]:
    """Everything found in any set of releases, in any order. Raises BadRelease for a file that is none."""
    from adviser_desk.signals.audit import audit  # loads the solver: not for who verifies

    files = _read(paths)
    return (*_chain(files), *audit(list(files.values()), progress=progress))


def keep_proof(paths: Sequence[Path], place: Path, *, progress: Progress | None = None) -> Checked:
    """The same as `check_files`; if nothing is found, what proves it is written to the file `place`.

    Raises ReadOnly, DiskFull, FileTaken when it cannot be written there.
    """
    from adviser_desk.signals.audit_keep import prove  # loads the solver: not for who verifies

    if not place.absolute().parent.is_dir():
        raise ReadOnly(place=str(place.parent))
    files = _read(paths)
    releases = list(files.values())
    found, series = prove(releases, progress=progress)
    every: tuple[AnyFinding, ...] = (*_chain(files), *(found or audit_verify.verify(releases, series)))
    if every:
        return Checked(every)
    proof = Proof(releases=_named(files), series=series)
    outgoing.write(place.parent, {place.name: audit_proof.to_bytes(proof)})
    return Checked((), proof)


def verify_proof(paths: Sequence[Path], place: Path) -> Checked:
    """What the proof in the file `place` does not show of these releases, and what is wrong with their order.

    Searches for nothing. Raises BadProof for a file that is no proof, or one of other files.
    """
    files = _read(paths)
    proof = audit_proof.read(place)
    if _named(files) != proof.releases:
        raise _of_other_files(files, proof, place)
    try:
        found = audit_verify.verify(list(files.values()), proof.series)
    except audit_verify.Unfitting:
        raise BadProof(file=place.name, what=N_("Het noemt iets dat er in deze exports niet is.")) from None
    return Checked((*_chain(files), *found), proof)


def table_words(name: str) -> str:
    """What the table that is being calculated asks."""
    words = i18n.current()
    return words(N_("Alle casussen")) if name == "total" else audit_words.table_words(name, words)


def sentence(finding: AnyFinding) -> str:
    """A finding in words: which period, which table and rows, and what is known."""
    words = i18n.current()
    if isinstance(finding, ChainFinding):
        return release_file.chain_sentence(finding, words)
    return audit_words.sentence(finding, Labels(words.language, {}).code, words)


def _read(paths: Sequence[Path]) -> dict[str, Release]:
    """The releases by the digest of their files; a file given twice counts once."""
    contents = [(release_file.content(path), path.name) for path in paths]
    return {release_file.digest(data): release_file.parse(data, name) for data, name in contents}


def _chain(files: dict[str, Release]) -> tuple[ChainFinding, ...]:
    return release_file.chain(list(files.values()), list(files))


def _named(files: dict[str, Release]) -> tuple[ProvedFile, ...]:
    named = [ProvedFile(period=one.period, serial=one.serial, sha256=digest) for digest, one in files.items()]
    return tuple(sorted(named, key=lambda one: (one.serial, one.period, one.sha256)))


def _of_other_files(files: dict[str, Release], proof: Proof, place: Path) -> BadProof:
    given, proved = set(_named(files)), set(proof.releases)
    if strange := sorted(given - proved, key=lambda one: one.serial):
        what = N_("Het gaat niet over dit bestand van %(period)s (nr. %(serial)s).")
    else:
        strange = sorted(proved - given, key=lambda one: one.serial)
        what = N_("Het gaat ook over %(period)s (nr. %(serial)s). Geef dat bestand erbij.")
    words = i18n.current()
    said = words(what) % {"period": str(strange[0].period), "serial": strange[0].serial}
    return BadProof(file=place.name, what=said)
