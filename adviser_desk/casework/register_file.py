"""A register as lines of plain text cells, out of csv, xlsx or ods. Runs nothing in it, and believes no size it states.

Errors name row and column, never what a cell holds.
"""

import codecs
import csv
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import IO, Any

import python_calamine

from adviser_desk.casework import sheet_limits
from adviser_desk.casework.sheet_limits import MOST_COLUMNS, MOST_ROWS
from adviser_desk.errors import BadRegister
from adviser_desk.i18n import _
from adviser_desk.models.base import Record

MOST_BYTES = 20 * 1024 * 1024
MOST_IN_CELL = 1_000
_MOST_IN_LINE = 64 * 1024
_DELIMITERS = ",;\t"
_CHUNK = 64 * 1024


class Line(Record):
    """One row of a register. `number` counts from 1, the headers included, as a spreadsheet shows it."""

    number: int
    cells: tuple[str, ...]


def bad(where: str, what: str) -> BadRegister:
    """The error for something in a register, in words."""
    return BadRegister(where=where, what=what)


def at_row(number: int) -> str:
    """Where: a row."""
    return _("rij %(row)d") % {"row": number}


def lines(path: Path) -> Iterator[Line]:
    """The rows that hold something, headers first, of the only or first sheet. Raises BadRegister.

    Limits: 20 MB, 20,000 rows, 100 columns, 1,000 characters in a cell; 64 MB when unpacked.
    """
    kind = path.suffix.lower()
    readers = {".csv": _csv, ".txt": _csv, ".xlsx": _sheet, ".ods": _sheet}
    _check_size(path)
    if kind not in readers:
        raise bad(_("het hele bestand"), _("Dit soort bestand kennen wij niet. Bewaar het als csv, xlsx of ods."))
    for number, cells in readers[kind](path):
        if number > MOST_ROWS:
            raise bad(at_row(number), _("Er zijn meer dan %(most)d rijen.") % {"most": MOST_ROWS})
        if len(cells) > MOST_COLUMNS:
            raise bad(at_row(number), _("Er zijn meer dan %(most)d kolommen.") % {"most": MOST_COLUMNS})
        if any(len(cell) > MOST_IN_CELL for cell in cells):
            raise bad(at_row(number), _("Een cel is langer dan %(most)d tekens.") % {"most": MOST_IN_CELL})
        if any(cells):
            yield Line(number=number, cells=tuple(cells))


def _check_size(path: Path) -> None:
    whole = _("het hele bestand")
    try:
        if not path.is_file():
            raise bad(whole, _("Het bestand is er niet."))
        if path.stat().st_size > MOST_BYTES:
            raise bad(whole, _("Het is groter dan %(most)d MB.") % {"most": MOST_BYTES // 2**20})
        with path.open("rb") as file:
            file.read(1)
    except OSError:
        raise bad(whole, _("Het bestand is niet te lezen.")) from None


def _csv(path: Path) -> Iterator[tuple[int, list[str]]]:
    delimiter = ""
    with path.open("r", encoding=_encoding(path), newline="") as file:
        for number, text in enumerate(_short_lines(file), 1):
            # The headers are codes, so the character between them is the one that occurs most.
            delimiter = delimiter or (max(_DELIMITERS, key=text.count) if text.strip() else "")
            yield number, _one_line(text, number, delimiter) if delimiter else []


def _one_line(text: str, number: int, delimiter: str) -> list[str]:
    # A line end inside quotes belongs to free text, which a register of codes does not have.
    try:
        (cells,) = list(csv.reader([text], delimiter=delimiter, strict=True)) or [[]]
    except (csv.Error, ValueError):
        raise bad(at_row(number), _("Een aanhalingsteken is niet gesloten.")) from None
    return [cell.strip() for cell in cells]


def _short_lines(file: IO[str]) -> Iterator[str]:
    number = 0
    while text := file.readline(_MOST_IN_LINE):
        number += 1
        if len(text) >= _MOST_IN_LINE:
            raise bad(at_row(number), _("Deze rij is te lang."))
        yield text


def _encoding(path: Path) -> str:
    """UTF-8 with or without its mark; else Windows-1252, as older spreadsheet programs write."""
    whole = _("het hele bestand")
    decoder = codecs.getincrementaldecoder("utf-8")()
    utf_8 = True
    with path.open("rb") as file:
        first = True
        while chunk := file.read(_CHUNK):
            if b"\x00" in chunk or (first and chunk.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))):
                raise bad(whole, _("Dit is geen gewone tekst. Bewaar het bestand als csv in UTF-8."))
            first = False
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                utf_8 = False
                break
    return "utf-8-sig" if utf_8 else "cp1252"


def _sheet(path: Path) -> Iterator[tuple[int, list[str]]]:
    content = sheet_limits.checked(path)
    try:
        workbook = python_calamine.load_workbook(BytesIO(content))
        sheet = workbook.get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, IndexError, ValueError, OSError):
        raise bad(_("het hele bestand"), _("Dit is geen leesbaar rekenblad.")) from None
    for number, row in enumerate(rows, 1):
        yield number, [_text(value) for value in row]


def _text(value: Any) -> str:
    """What a cell says, as text; a formula is what the spreadsheet program last made of it."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
