"""Guards the spreadsheet reader: unpacks a file within limits and refuses a sheet that would fill the memory.

A single cell in the last corner of an xlsx makes the reader ask for 512 GB and end the whole program.
"""

import re
import zipfile
import zlib
from io import BytesIO
from pathlib import Path
from xml.parsers import expat

from adviser_desk.errors import BadRegister
from adviser_desk.i18n import _

MOST_ROWS = 20_000
MOST_COLUMNS = 100
MOST_UNPACKED = 64 * 1024 * 1024
_MOST_FILES = 500
_CHUNK = 64 * 1024
_REFERENCE = re.compile(r"^([A-Z]{1,3})([0-9]{1,7})$")
_REPEATED_COLUMNS, _REPEATED_ROWS = "table:number-columns-repeated", "table:number-rows-repeated"


def checked(path: Path) -> bytes:
    """The same spreadsheet packed anew from what was really in it. Raises BadRegister when too large or broken."""
    try:
        with zipfile.ZipFile(path) as found:
            return _packed_again(found)
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, NotImplementedError, RuntimeError, ValueError, EOFError):
        raise _bad(_("Dit is geen leesbaar rekenblad.")) from None
    except OSError:
        raise _bad(_("Het bestand is niet te lezen.")) from None


def _packed_again(found: zipfile.ZipFile) -> bytes:
    members = found.infolist()
    if len(members) > _MOST_FILES:
        raise _too_large()
    room = MOST_UNPACKED
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as again:
        for member in members:
            if member.filename.endswith((".xml", ".rels")) or member.filename == "mimetype":
                content = _unpacked(found, member, room)
                room -= len(content)
                if member.filename.endswith(".xml"):
                    _Sheet().read(content)
                again.writestr(zipfile.ZipInfo(member.filename), content)
    return packed.getvalue()


def _unpacked(found: zipfile.ZipFile, member: zipfile.ZipInfo, room: int) -> bytes:
    content = bytearray()
    with found.open(member) as file:
        while chunk := file.read(_CHUNK):
            content += chunk
            if len(content) > room:
                raise _too_large()
    return bytes(content)


class _Sheet:
    """Follows where the filled cells of a sheet are; refuses the first one outside the limits."""

    def __init__(self) -> None:
        self._row = self._column = 0
        self._row_repeats = 1

    def read(self, content: bytes) -> None:
        """Go through one XML file. Files that are no sheet have none of these elements."""
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._element
        parser.StartDoctypeDeclHandler = self._no_doctype
        parser.Parse(content, True)

    def _no_doctype(self, *_parts: object) -> None:
        raise ValueError("a spreadsheet has no document type")

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "row":
            _check(int(attributes.get("r", "0")), 0)
        elif local == "c":
            self._reference(attributes.get("r", ""))
        else:
            self._open_document(name, attributes)

    def _open_document(self, name: str, attributes: dict[str, str]) -> None:
        match name:
            case "table:table":
                self._row = self._column = 0
                self._row_repeats = 1
            case "table:table-row":
                self._row += self._row_repeats
                self._row_repeats, self._column = int(attributes.get(_REPEATED_ROWS, "1")), 0
            case "table:table-cell" | "table:covered-table-cell":
                self._column += int(attributes.get(_REPEATED_COLUMNS, "1"))
                if "office:value-type" in attributes or "table:formula" in attributes:
                    _check(self._row + self._row_repeats, self._column)
            case "text:p" if self._column:
                _check(self._row + self._row_repeats, self._column)

    def _reference(self, reference: str) -> None:
        # Without a reference the place of a cell follows from counting; no spreadsheet program writes that.
        if not (match := _REFERENCE.match(reference)):
            raise ValueError("a cell without its place")
        column = 0
        for letter in match[1]:
            column = column * 26 + ord(letter) - ord("A") + 1
        _check(int(match[2]), column)


def _check(row: int, column: int) -> None:
    if row > MOST_ROWS or column > MOST_COLUMNS:
        raise _too_large()


def _too_large() -> BadRegister:
    words = _("Het is te groot: hoogstens %(rows)d rijen en %(columns)d kolommen.")
    return _bad(words % {"rows": MOST_ROWS, "columns": MOST_COLUMNS})


def _bad(what: str) -> BadRegister:
    return BadRegister(where=_("het hele bestand"), what=what)
