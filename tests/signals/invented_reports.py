"""Invented releases for the Word report, and a reader of what stands in the file."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import docx
from docx.oxml.ns import qn

from adviser_desk.models.codes import code_book
from adviser_desk.models.period import Period
from adviser_desk.models.release import Release, Table, Versions
from adviser_desk.models.unit import Unit, UnitTree
from adviser_desk.signals.profiles import ONE_WAY, dimensions
from adviser_desk.signals.word_report import ReportContext, word_report

Said = int | str
UNITS = {"noord": "Directie Noord", "zuid": "Directie Zuid", "west": "Kust & zee"}
TREE = UnitTree(version="2026.1", units=tuple(Unit(code=code, label=label) for code, label in UNITS.items()))
DIMENSIONS = dimensions(code_book(), TREE)


def cells(dimension: str) -> tuple[str, ...]:
    """Every code and group that a table of this dimension prints."""
    return (*DIMENSIONS[dimension].codes, *DIMENSIONS[dimension].groups)


def release(period: str, total: Said, say: Callable[[str, str], Said] | None = None, **changed: Any) -> Release:
    """A release whose cell (dimension, code) says `say(dimension, code)`; with a total only when `say` is None."""
    tables = [Table(id="total", columns=(), rows=((total,),))]
    for spec in ONE_WAY if say else ():
        assert say is not None
        first = say(*spec.where) if spec.where else total
        rows = [("*", first), *((code, say(spec.dimension, code)) for code in cells(spec.dimension))]
        where = dict([spec.where]) if spec.where else {}
        tables.append(Table(id=spec.dimension, columns=(spec.dimension,), where=where, rows=tuple(rows)))
    covers = Period(period).covers
    values: dict[str, Any] = {
        "serial": 3,
        "previous": "a1" * 32,
        "issued_on": date(2026, 10, 6),
        "practice": False,
        "period": Period(period),
        "covers": covers,
        "threshold": 5,
        "versions": Versions(program="1.0.0", codes="2026.1", units="2026.1", profile="large.2026", policy="default"),
        "dimensions": DIMENSIONS,
        "tables": tuple(tables),
    }
    return Release(**{**values, **changed})


def report(of: Release, **context: Any) -> bytes:
    """Its Dutch report."""
    return word_report(of, unit_labels=UNITS, language="nl", context=ReportContext(**context))


class Reading:
    """What a reader finds in a report."""

    def __init__(self, document: bytes) -> None:
        self.bytes = document
        self.document = docx.Document(io.BytesIO(document))
        # Blanks that keep a short word from standing alone on a line are blanks to a reader.
        self.texts = [paragraph.text.replace("\u00a0", " ") for paragraph in self.document.paragraphs]
        self.text = "\n".join(self.texts)

    def part(self, name: str) -> str:
        """A part of the package as text."""
        with zipfile.ZipFile(io.BytesIO(self.bytes)) as package:
            return package.read(name).decode()

    def tables(self) -> Mapping[str, list[list[str]]]:
        """Rows of cells by the table's name for screen readers, the header row first."""
        found = {}
        for table in self.document.tables:
            name = table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
            assert name not in found
            found[name] = [[cell.text.strip() for cell in row.cells] for row in table.rows]
        return found

    def bars(self) -> list[tuple[list[str], int, str]]:
        """(cells of its row, its length, its words) of each bar."""
        found = []
        for table in self.document.tables:
            for row in table.rows:
                for shape in row._tr.iter(qn("wp:inline")):
                    length = int(shape.find(qn("wp:extent")).get("cx"))
                    found.append(
                        ([cell.text.strip() for cell in row.cells], length, shape.find(qn("wp:docPr")).get("descr"))
                    )
        return found

    def headings(self) -> list[tuple[int, str]]:
        """(level, text) of each heading."""
        styles = [(paragraph.style, paragraph.text) for paragraph in self.document.paragraphs]
        named = [(re.fullmatch(r"Heading (\d)", style.name or "") if style else None, text) for style, text in styles]
        return [(int(match[1]), text) for match, text in named if match]
