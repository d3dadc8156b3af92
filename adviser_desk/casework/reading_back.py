"""Exports that a restored vault does not know any more, read back into its ledger from their files.

Nothing is taken in that the vault could not have made itself next: what stands in the ledger stays there for good.
"""

import threading
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple, NoReturn

from pydantic import Field

from adviser_desk.casework.changes import Changes, Kind
from adviser_desk.casework.periods import Exported, exported
from adviser_desk.casework.reporting import files_of
from adviser_desk.casework.whole_ledger import missing_since, none_missing, some_missing
from adviser_desk.errors import OtherSeries, Outdated
from adviser_desk.i18n import N_
from adviser_desk.models.base import Record
from adviser_desk.models.codes import Language
from adviser_desk.models.release import Release
from adviser_desk.models.unit import UnitTree
from adviser_desk.signals import release_file
from adviser_desk.signals.audit import AuditStopped, audit
from adviser_desk.signals.audit_finding import Progress
from adviser_desk.signals.protect import Stopped, linked_quarters
from adviser_desk.vault import releases, units
from adviser_desk.vault.connection import Vault

__all__ = ["Stopped", "missing_since", "none_missing", "some_missing"]

LEAST_THRESHOLD = 5
"""No version of the program made an export with a lower one."""


class Found(Record):
    """The files that can be read back, in their order, and the ledger they follow on. `known` were in it already."""

    names: tuple[str, ...]
    files: tuple[bytes, ...] = Field(repr=False)
    releases: tuple[Release, ...] = Field(repr=False)
    earlier: tuple[Release, ...] = Field(repr=False)
    tree: UnitTree = Field(repr=False)
    known: int


class Checked(Record):
    """Files that were checked, with the report of each, made anew in one language."""

    found: Found = Field(repr=False)
    files: tuple[releases.Files, ...] = Field(repr=False)
    language: Language


class ReadBack(Record):
    """What was read back; `known` were in the ledger already, `counted` cases are closed with them."""

    exported: tuple[Exported, ...]
    known: int
    counted: int
    changes: Changes


class Ledger(Record):
    """All exports that the vault knows, oldest first; `whole_until` as in `missing_since`."""

    exported: tuple[Exported, ...]
    whole_until: date | None


class _File(NamedTuple):
    name: str
    content: bytes
    release: Release


def ledger(vault: Vault) -> Ledger:
    """What the vault knows of its exports."""
    return Ledger(
        exported=tuple(exported(entry) for entry in releases.entries(vault)), whole_until=missing_since(vault)
    )


def look(vault: Vault, paths: Sequence[Path]) -> Found:
    """The releases in the files, if they go on where the ledger ends. Raises BadRelease, OtherSeries."""
    entries = releases.entries(vault)
    earlier = tuple(Release.model_validate_json(content) for content in releases.contents(vault))
    known = {entry.digest for entry in entries}
    files: dict[str, _File] = {}
    for path in paths:
        content = release_file.content(path)
        files[release_file.digest(content)] = _File(path.name, content, release_file.parse(content, path.name))
    new = sorted((one for mark, one in files.items() if mark not in known), key=lambda one: one.release.serial)
    last, before = entries[-1].digest if entries else None, list(earlier)
    for one in new:
        _refuse_other(one, before, last, practice=vault.practice)
        before.append(one.release)
        last = release_file.digest(one.content)
    return Found(
        names=tuple(one.name for one in new),
        files=tuple(one.content for one in new),
        releases=tuple(one.release for one in new),
        earlier=earlier,
        tree=units.tree(vault),
        known=len(files) - len(new),
    )


def checked(
    found: Found, language: Language, *, progress: Progress | None = None, stop: threading.Event | None = None
) -> Checked:
    """Attack the whole series that a reader has, and make the reports. Slow, and touches no vault.

    Raises OtherSeries when something can be worked out, or the files contradict each other: we made no such export.
    Raises Stopped.
    """
    whole = (*found.earlier, *found.releases)
    near = {quarter for one in found.releases for quarter in linked_quarters(one.period, whole)}
    try:
        findings = audit([one for one in whole if near.issuperset(one.period.quarters)], progress=progress, stop=stop)
    except AuditStopped:
        raise Stopped from None
    if findings:
        _refuse(", ".join(found.names), N_("Samen verraden ze een klein getal, of ze spreken elkaar tegen."))
    files = []
    for place, (release, content) in enumerate(zip(found.releases, found.files, strict=True), len(found.earlier)):
        report = files_of(release, whole[:place], found.tree, language).report
        files.append(releases.Files(figures=content, report=report))
    return Checked(found=found, files=tuple(files), language=language)


def take_in(vault: Vault, what: Checked) -> ReadBack:
    """Write them to the ledger, all or none, and close what they counted. Raises Outdated when the ledger changed."""
    found, written = what.found, []
    with vault.transaction():
        if len(releases.entries(vault)) != len(found.earlier):
            raise Outdated()
        before = releases.counted(vault)
        for release, files in zip(found.releases, what.files, strict=True):
            written.append(releases.add_read_back(vault, release.period, release.issued_on, files, what.language))
        releases.freeze_unseen(vault)
        counted = releases.counted(vault) - before
    return ReadBack(
        exported=tuple(exported(entry) for entry in written),
        known=found.known,
        counted=counted,
        changes=Changes.of(Kind.RELEASE),
    )


def _refuse_other(one: _File, before: Sequence[Release], last: str | None, *, practice: bool) -> None:
    release = one.release
    if release.practice != practice:
        _refuse(one.name, N_("Een oefenkluis en een echte kluis delen geen exports."))
    if release.threshold < LEAST_THRESHOLD:
        _refuse(one.name, N_("De ondergrens is lager dan dit programma toelaat."))
    if release.serial <= len(before):
        _refuse(one.name, N_("Onder dat nummer kent de kluis een andere export."))
    if release.serial > len(before) + 1:
        _refuse(one.name, N_("De export daarvoor ontbreekt. Kies die er ook bij."))
    if release.previous != last:
        _refuse(one.name, N_("De export volgt niet op de export daarvoor."))
    quarters = set(release.period.quarters)
    if any(quarters <= set(other.period.quarters) for other in before):
        _refuse(one.name, N_("De periode was al gesloten."))


def _refuse(name: str, what: str) -> NoReturn:
    raise OtherSeries(file=name, what=what)
