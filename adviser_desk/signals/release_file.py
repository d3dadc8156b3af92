"""The `.json` file of a release: written the same way every time, read with distrust. Quotes nothing of a bad file."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import prod
from pathlib import Path
from typing import Literal, NoReturn, Protocol

from pydantic import ValidationError

from adviser_desk.errors import BadRelease
from adviser_desk.i18n import N_, Words
from adviser_desk.models.base import Record
from adviser_desk.models.period import Period
from adviser_desk.models.release import NOTHING, TOTAL, Dimension, Release, Table, large, small

MOST_BYTES = 4_000_000
MOST_DEPTH = 8
MOST_CASES = 1_000_000

Extension = Literal["json", "docx"]
ChainKind = Literal["gap", "fork", "changed", "again"]
"""Serial numbers that are not there; two files with one number; a file that differs from the one that the next file
points at; a period that was released more than once."""

_SENTENCES: Mapping[ChainKind, str] = {
    "gap": N_("Export nr. %(serials)s ontbreekt in deze reeks. Voeg dat bestand toe en kijk opnieuw."),
    "fork": N_("Er zijn verschillende bestanden met exportnummer %(serials)s. Een reeks heeft elk nummer één keer."),
    "changed": N_(
        "Export nr. %(serials)s is veranderd nadat de volgende export gemaakt is, of hoort bij een andere reeks."
    ),
    "again": N_(
        "Over %(period)s zijn verschillende exports gemaakt: nr. %(serials)s. Een periode wordt één keer geteld."
    ),
}


class ChainFinding(Record):
    """Something wrong with the order of release files. `serials` in rising order; `period` for `again` only."""

    kind: ChainKind
    serials: tuple[int, ...]
    period: Period | None = None


class Numbered(Protocol):
    """A release, or the line of a ledger that tells of it."""

    @property
    def period(self) -> Period:
        """What it is about."""

    @property
    def serial(self) -> int:
        """Its number in the series."""


def file_name(release: Numbered, extension: Extension) -> str:
    """`signalen-2026Q3-nr003.json`."""
    return f"signalen-{release.period}-nr{release.serial:03d}.{extension}"


def to_bytes(release: Release) -> bytes:
    """The file: UTF-8, sorted keys, tables and rows in their printed order. Same release, same bytes."""
    return _text(release.model_dump(mode="json"))


def digest(data: bytes) -> str:
    """What the next release calls this file: SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


def json_schema() -> bytes:
    """The JSON Schema of the file, as shipped in `resources/release.schema.json`."""
    return _text(Release.model_json_schema())


def _text(value: object) -> bytes:
    return (json.dumps(value, sort_keys=True, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def read(path: Path) -> Release:
    """The release in a file. BadRelease, naming the file and the reason, for anything that is not exactly one."""
    return parse(content(path), path.name)


def parse(data: bytes, name: str) -> Release:
    """The release in the bytes of a file called `name`. BadRelease as in `read`."""
    if len(data) > MOST_BYTES:
        _refuse(name, N_("Het bestand is groter dan 4 MB."))
    try:
        plain = json.loads(data.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        _refuse(name, N_("Het is geen leesbaar JSON-bestand, of een naam staat er twee keer in."))
    if not isinstance(plain, dict) or plain.get("format") != "adviser-desk-release":
        _refuse(name, N_("Het begin zegt niet dat dit een export is."))
    if plain.get("version") != 1:
        _refuse(name, N_("Het is gemaakt met een andere versie van het bestandsformaat."))
    if _depth(plain) > MOST_DEPTH:
        _refuse(name, N_("Er zitten te veel lagen in het bestand."))
    try:
        release = Release.model_validate_json(data, strict=True)
    except ValidationError:
        _refuse(name, N_("Een onderdeel ontbreekt, is onbekend of heeft niet de goede vorm."))
    for what in _faults(release):
        _refuse(name, what)
    return release


def content(path: Path) -> bytes:
    """The bytes of a file, no more than just over the limit. BadRelease when it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError:
        _refuse(path.name, N_("Het bestand kan niet worden gelezen."))


def _refuse(name: str, what: str) -> NoReturn:
    raise BadRelease(file=name, what=what) from None


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if len({key for key, _ in pairs}) < len(pairs):
        raise ValueError("a key stands twice")
    return dict(pairs)


def _no_constant(text: str) -> NoReturn:
    raise ValueError("not a number of JSON")


def _depth(value: object) -> int:
    inside: Iterable[object] = ()
    if isinstance(value, dict):
        inside = value.values()
    elif isinstance(value, list):
        inside = value
    else:
        return 0
    return 1 + max((_depth(one) for one in inside), default=0)


def _faults(release: Release) -> Iterator[str]:
    """What is wrong with the meaning of a well-formed release."""
    if release.covers != release.period.covers:
        yield N_("De periode en de dagen die zij beslaat, horen niet bij elkaar.")
    if release.issued_on <= release.covers[1]:
        yield N_("De export is gedateerd voordat de periode voorbij was.")
    if (release.serial == 1) != (release.previous is None):
        yield N_("Alleen de eerste export heeft geen voorganger.")
    for dimension in release.dimensions.values():
        yield from _field_faults(dimension)
    if len({table.id for table in release.tables}) < len(release.tables):
        yield N_("Een tabel staat er twee keer in.")
    for table in release.tables:
        yield from _table_faults(release, table)
    for known in release.known_totals:
        if not 0 <= known.value <= MOST_CASES or not all(_known(release, *pair) for pair in known.at.items()):
            yield N_("Een bekend totaal noemt een veld of code die de export niet kent, of kan niet kloppen.")
    theme = release.dimensions.get("theme")
    if len(set(release.themes)) < len(release.themes) or (theme and not set(release.themes) <= set(theme.codes)):
        yield N_("Een thema staat er twee keer in of is onbekend.")


def _field_faults(dimension: Dimension) -> Iterator[str]:
    codes = set(dimension.codes)
    if not codes or len(codes) < len(dimension.codes) or codes & {TOTAL, NOTHING, ""}:
        yield N_("Een codelijst is leeg of noemt een code twee keer.")
    for name, inside in dimension.groups.items():
        alone = name not in codes or set(inside) == {name}
        if not inside or not set(inside) <= codes or len(set(inside)) < len(inside) or not alone or name == TOTAL:
            yield N_("Een groep van codes past niet bij haar codelijst.")
    least, most = dimension.at_least, dimension.at_most
    if not 0 <= least <= most or least > len(codes) or most < 1 or (not dimension.multiple and (least, most) != (1, 1)):
        yield N_("Het aantal codes per zaak kan niet kloppen.")


def _table_faults(release: Release, table: Table) -> Iterator[str]:
    fields = table.columns
    if len(set(fields)) < len(fields) or not all(field in release.dimensions for field in fields):
        yield N_("Een tabel gaat over een veld dat de export niet kent.")
        return
    if not all(_known(release, *pair) for pair in table.where.items()):
        yield N_("Een tabel gaat over een deel van de zaken dat de export niet kent.")
    named = [row[:-1] for row in table.rows]
    if len(set(named)) < len(named):
        yield N_("Een regel van een tabel staat er twee keer in.")
    # A row left out would be a number that nobody sees is missing. Counted, not listed: lists of codes may be long.
    if len(table.rows) != prod(len(_offered(release, table, column)) for column in range(len(fields))):
        yield N_("Een regel van een tabel ontbreekt.")
    allowed = {NOTHING, small(release.threshold), large(release.threshold)}
    for row in table.rows:
        if len(row) != len(fields) + 1 or not all(map(_known, [release] * len(fields), fields, row[:-1])):
            yield N_("Een regel van een tabel noemt een code die niet op de codelijst staat.")
        elif isinstance(row[-1], str) and row[-1] not in allowed:
            yield N_("Een uitspraak in een tabel hoort niet bij de drempel van deze export.")
        elif isinstance(row[-1], int) and not 0 <= row[-1] <= MOST_CASES:
            yield N_("Een getal in een tabel is te groot of kleiner dan nul.")


def _codes(dimension: Dimension) -> frozenset[str]:
    return frozenset((TOTAL, *dimension.codes, *dimension.groups))


def _offered(release: Release, table: Table, column: int) -> frozenset[str]:
    """The codes that the rows of a table have to name in a column; in a crossing groups may stand for their codes."""
    dimension = release.dimensions[table.columns[column]]
    top = frozenset((TOTAL, *dimension.top))
    is_short = len(table.columns) > 1 and all(len(row) > column and row[column] in top for row in table.rows)
    return top if is_short else _codes(dimension)


def _known(release: Release, field: str, code: str | int) -> bool:
    dimension = release.dimensions.get(field)
    return dimension is not None and (code == TOTAL or code in dimension.codes or code in dimension.groups)


def chain(releases: Sequence[Release], digests: Sequence[str]) -> tuple[ChainFinding, ...]:
    """What is wrong with the series, in any order of the files; `digests[i]` is the SHA-256 of file i.

    A file given twice counts once.
    """
    files = {mark: release for release, mark in zip(releases, digests, strict=True)}
    by_serial: dict[int, set[str]] = {}
    by_period: dict[Period, set[int]] = {}
    for mark, release in files.items():
        by_serial.setdefault(release.serial, set()).add(mark)
        by_period.setdefault(release.period, set()).add(release.serial)
    found = [ChainFinding(kind="fork", serials=(serial,)) for serial, marks in by_serial.items() if len(marks) > 1]
    if missing := sorted(set(range(1, max(by_serial, default=0))) - set(by_serial)):
        found.append(ChainFinding(kind="gap", serials=tuple(missing)))
    pointed = ((release.serial - 1, release.previous) for release in files.values())
    broken = {before for before, mark in pointed if before in by_serial and mark not in by_serial[before]}
    found.extend(ChainFinding(kind="changed", serials=(serial,)) for serial in broken)
    for period, serials in by_period.items():
        if len(serials) > 1:
            found.append(ChainFinding(kind="again", serials=tuple(sorted(serials)), period=period))
    return tuple(sorted(found, key=lambda finding: (finding.serials, finding.kind)))


def chain_sentence(finding: ChainFinding, words: Words) -> str:
    """The finding in plain words."""
    serials = ", ".join(map(str, finding.serials))
    return words(_SENTENCES[finding.kind]) % {"serials": serials, "period": str(finding.period)}
