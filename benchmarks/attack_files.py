"""The attack on all but the numbers: names, series, order, dates, remarks, and what a Word file says beside its text.

Reads bytes. Shares no code with the program.
"""

import datetime
import hashlib
import io
import itertools
import json
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.attack_model import bounds, quarters_of

_KEYS = {
    "covers", "dimensions", "format", "issued_on", "known_totals", "period", "practice", "previous", "remarks",
    "serial", "tables", "themes", "threshold", "version", "versions",
}  # fmt: skip
_TABLE_KEYS = {"columns", "id", "rows", "where"}
_PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/core\.xml|word/_rels/[\w.]+"
    r"|word/(document|styles|settings|numbering|fontTable|theme/theme1|(footer|header)\d)\.xml"
)
_TRACES = re.compile(rb"rsid|paraId|textId|w:(ins|del|vanish|comment\w*|bookmarkStart|docVar) |proofErr|lastModifiedBy")
_PERSON = re.compile(r"\d|@|(?<=[a-z,;] )[A-Z][a-z]+")
_WHEN = re.compile(r"<dcterms:\w+|<cp:(revision|lastPrinted)|T\d\d:\d\d")


def attack_files(folder: Path) -> list[str]:
    """Everything suspicious in a folder of releases, in words."""
    paths = sorted(folder.glob("*.json"), key=lambda path: json.loads(path.read_bytes()).get("serial", 0))
    files = [json.loads(path.read_bytes()) for path in paths]
    found = list(_series(paths, files))
    for path, file in zip(paths, files, strict=True):
        found += [f"{path.name}: {what}" for what in (*_form(path, file), *_order(file))]
    found += _orders(files)
    found += _reports(folder, files)
    return found


def _series(paths: Sequence[Path], files: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if [file["serial"] for file in files] != list(range(1, len(files) + 1)):
        yield "the serial numbers have a gap or a fork"
    for before, (path, file) in zip([None, *paths], zip(paths, files, strict=True), strict=False):
        mark = None if before is None else hashlib.sha256(before.read_bytes()).hexdigest()
        if file["previous"] != mark:
            yield f"{path.name} does not follow the file before it"
    periods = [file["period"] for file in files]
    if len(set(periods)) < len(periods):
        yield "a period was released twice"
    dates = [file["issued_on"] for file in files]
    if dates != sorted(dates):
        yield "a later number has an earlier date"


def _form(path: Path, file: Mapping[str, Any]) -> Iterator[str]:
    data = path.read_bytes()
    if data != (json.dumps(file, sort_keys=True, ensure_ascii=False, indent=1) + "\n").encode():
        yield "is not written the one way it can be"
    if path.name != f"signalen-{file['period']}-nr{file['serial']:03d}.json":
        yield "its name says something of its own"
    if set(file) != _KEYS or any(set(table) != _TABLE_KEYS for table in file["tables"]):
        yield "has a part that is not declared"
    if datetime.date.fromisoformat(file["issued_on"]).isoformat() != file["issued_on"]:
        yield "has a time finer than the day"
    if _PERSON.search(file["remarks"]):
        yield "has remarks with a number, an address or a name"
    texts = set(file["versions"].values())
    if any(not re.fullmatch(r"[\w.\-]+", text) for text in texts):
        yield "has a version that is a text"


def _order(file: Mapping[str, Any]) -> Iterator[str]:
    """Rows stand in the order of their list, whatever their numbers are, and all of them do."""
    for table in file["tables"]:
        names = [row[:-1] for row in table["rows"]]
        lists = [
            ["*", *file["dimensions"][one]["codes"], *file["dimensions"][one]["groups"]] for one in table["columns"]
        ]
        if len(lists) == 2:  # the columns of a crossing are groups and what is in none
            field = file["dimensions"][table["columns"][1]]
            inside = {code for codes in field["groups"].values() for code in codes}
            lists[1] = ["*", *field["groups"], *(code for code in field["codes"] if code not in inside)]
        if names != [list(codes) for codes in itertools.product(*lists)]:
            yield f"table {table['id']} has its rows in an order of its own"
        k = file["threshold"]
        for row in table["rows"]:
            low, high = bounds(row[-1])
            if low == high and low < k:
                yield f"table {table['id']} prints a number under the threshold"


def _orders(files: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """The same lists and the same tables stand in the same order in every file."""
    lists: dict[tuple[str, frozenset[str]], set[tuple[str, ...]]] = {}
    tables: dict[frozenset[str], set[tuple[str, ...]]] = {}
    for file in files:
        for name, one in file["dimensions"].items():
            lists.setdefault((name, frozenset(one["codes"])), set()).add(tuple(one["codes"]))
        names = tuple(table["id"] for table in file["tables"])
        tables.setdefault(frozenset(names), set()).add(names)
    if any(len(orders) > 1 for orders in (*lists.values(), *tables.values())):
        yield "lists or tables stand in another order from file to file"


def _reports(folder: Path, files: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    texts: dict[str, tuple[Mapping[str, Any], set[str], set[str]]] = {}
    for place, file in enumerate(files):
        path = folder / f"signalen-{file['period']}-nr{file['serial']:03d}.docx"
        if not path.is_file():
            yield f"{path.name} is missing"
            continue
        yield from (f"{path.name}: {what}" for what in _package(path))
        with zipfile.ZipFile(path) as package:
            document = package.read("word/document.xml").decode()
        yield from (f"{path.name}: {what}" for what in _bars(document, file))
        texts[path.name] = file, _numbers(document), _explained(files[: place + 1])
    shapes: dict[int, list[set[str]]] = {}
    for file, numbers, _given in texts.values():
        shapes.setdefault(len(file["tables"]), []).append(numbers)
    every = [numbers for _file, numbers, _given in texts.values()]
    for name, (file, numbers, given) in texts.items():
        # What every report of this shape says is a sentence of the report and tells nothing.
        alike = shapes[len(file["tables"])] if len(shapes[len(file["tables"])]) > 1 else every
        if odd := numbers - given - alike[0].intersection(*alike):
            yield f"{name}: numbers that the data file does not give: {', '.join(sorted(odd))}"


def _package(path: Path) -> Iterator[str]:
    raw = path.read_bytes()
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        entries = package.infolist()
        if package.comment or any(one.extra or one.comment for one in entries):
            yield "the package carries a comment or an extra field"
        if any(one.date_time != (1980, 1, 1, 0, 0, 0) for one in entries):
            yield "the package tells when it was made"
        if len({(one.create_system, one.external_attr, one.compress_type) for one in entries}) > 1:
            yield "the package tells of the machine it was made on"
        if odd := [one.filename for one in entries if not _PARTS.fullmatch(one.filename)]:
            yield f"the package has parts of its own: {', '.join(odd)}"
        for one in entries:
            content = package.read(one)
            if trace := _TRACES.search(content):
                yield f"{one.filename} has a trace of editing: {trace[0].decode()}"
        core = package.read("docProps/core.xml").decode()
        if _WHEN.search(core) or re.search(r"<dc:creator>[^<]", core):
            yield "the properties tell who or when"


def _numbers(document: str) -> set[str]:
    text = " ".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", document))
    return set(re.findall(r"\d+", re.sub(r"\bTab(?:le|el) +\d+", "", text)))


def _explained(files: Sequence[Mapping[str, Any]]) -> set[str]:
    """Numbers that this file or one before it gives, or that its rows of each kind add up to."""
    found: set[int] = set()
    for file in files:
        rows = [row[-1] for table in file["tables"] for row in table["rows"]]
        found |= {said for said in rows if isinstance(said, int)}
        found |= {file["serial"], file["threshold"], file["threshold"] - 1, int(file["period"][:4])}
        found |= {int(part) for day in (*file["covers"], file["issued_on"]) for part in day.split("-")}
        found |= {quarters_of(file["period"]).index(one) + 1 for one in quarters_of(file["period"])}
    last = files[-1]
    said = [row[-1] for table in last["tables"] for row in table["rows"] if row[0] != "*" or not table["where"]]
    codes = [row[-1] for table in last["tables"] if table["columns"] for row in table["rows"] if "*" not in row[:-1]]
    for rows in (said, codes):
        kinds = ["exact" if isinstance(one, int) else one[0] for one in rows]
        found |= {len(kinds), *(kinds.count(kind) for kind in ("exact", "<", ">", "."))}
        found.add(sum(kind != "exact" for kind in kinds))
    digest = re.findall(r"\d+", last["previous"] or "")
    return (
        set(map(str, found))
        | set(digest)
        | set(re.findall(r"\d+", (last["previous"] or "")[:16]))
        | {part for text in last["versions"].values() for part in re.findall(r"\d+", text)}
        | {part for text in last["dimensions"].get("unit", {}).get("codes", ()) for part in re.findall(r"\d+", text)}
    )


def _bars(document: str, file: Mapping[str, Any]) -> Iterator[str]:
    exact = {row[-1] for table in file["tables"] for row in table["rows"] if isinstance(row[-1], int)}
    scales: set[float] = set()
    for shape in re.findall(r"<wp:inline.*?</wp:inline>", document, re.S):
        words = re.search(r'descr="([^"]*)"', shape)
        length = re.search(r'cx="(\d+)"', shape)
        number = re.search(r"\d+", words[1]) if words else None
        if number is None or length is None or int(number[0]) not in exact:
            yield "a bar for a number that the data file does not give"
        else:
            scales.add(round(int(length[1]) / int(number[0])))
    if len(scales) > len(file["tables"]):
        yield "bars of one table are drawn to more than one scale"
