"""Looks at release files from outside, without a vault: what could a reader work out, and is the series whole."""

from collections.abc import Sequence
from pathlib import Path

from adviser_desk import i18n
from adviser_desk.i18n import N_
from adviser_desk.signals import audit_words, release_file
from adviser_desk.signals.audit import Finding, Progress, audit
from adviser_desk.signals.release_file import ChainFinding
from adviser_desk.signals.report_labels import Labels

AnyFinding = Finding | ChainFinding


def check_files(paths: Sequence[Path], *, progress: Progress | None = None) -> tuple[AnyFinding, ...]:
    """Everything found in any set of releases, in any order. Raises BadRelease for a file that is none."""
    found = [(release_file.read(path), release_file.digest(path.read_bytes())) for path in paths]
    unique = {digest: release for release, digest in found}
    chain = release_file.chain(list(unique.values()), list(unique))
    return (*chain, *audit(list(unique.values()), progress=progress))


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
