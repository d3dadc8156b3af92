"""The page for managers that goes with an export: why a number is missing. From the ledger, never from a case."""

from collections.abc import Mapping
from pathlib import Path

from adviser_desk.casework import outgoing
from adviser_desk.errors import NotReleased
from adviser_desk.models.codes import Language
from adviser_desk.models.period import Period
from adviser_desk.signals import release_file
from adviser_desk.signals.reason_sheet import reason_sheet
from adviser_desk.vault import releases
from adviser_desk.vault.connection import Vault

_NAMES: Mapping[Language, str] = {"nl": "waarom", "en": "why"}


def write_reason_sheet(vault: Vault, period: Period, out: Path, *, language: Language) -> str:
    """Write the page for the export of a period into a folder; its name. The same bytes each time.

    Raises NotReleased, FileTaken, ReadOnly, DiskFull.
    """
    files = releases.files(vault, period)
    if files is None:
        raise NotReleased(period=str(period))
    release = release_file.parse(files.figures, str(period))
    name = f"{_NAMES[language]}-{release.period}-nr{release.serial:03d}.docx"
    content = {name: reason_sheet(release, language)}
    outgoing.look(out, content)
    outgoing.write(out, content)
    return name
