"""The shapes of the Word report: headings, paragraphs, bullets, and tables that a screen reader can walk.

Knows nothing of releases; what it is given is what it prints.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from adviser_desk.signals.report_bars import bar

Role = Literal["plain", "member", "group", "total"]
TEXT_WIDTH = 9185
"""Twips between the margins of the template."""

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


_RUNT = re.compile(r" (?=\S{1,12}$)")
_ONE_LINE = 70
"""Letters that fit on one line of running text."""


def printable(text: str) -> str:
    """The text without the characters that a Word file cannot hold; line breaks stay."""
    return _NOT_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


@dataclass(frozen=True)
class Value:
    """A printed statement: at the right of its column when it is a number or class, grey words otherwise.

    `number` gets a bar; `small` is a class that stands back behind the numbers. `right`: at the right edge of a column
    among others, words too.
    """

    text: str
    number: int | None = None
    small: bool = False
    withheld: bool = False
    right: bool = False


@dataclass(frozen=True)
class Line:
    """One row of a table: its label, its other cells, and what part it plays."""

    label: str
    cells: tuple[str | Value, ...]
    role: Role = "plain"


@dataclass(frozen=True)
class Grid:
    """A table: `widths` in twips, one per column; `about` is its description for screen readers."""

    title: str
    about: str
    header: tuple[str | Value, ...]
    widths: tuple[int, ...]
    lines: tuple[Line, ...]


class Sheet:
    """A document that is being written from top to bottom. Bars all share one scale, `longest`."""

    def __init__(self, document: Document, *, longest: int, bar_words: str) -> None:
        """`bar_words` has one `%(n)d`."""
        self._document = document
        self._longest = longest
        self._bar_words = bar_words
        self._shapes = 0
        self._ended: Literal["text", "list", "table"] = "text"
        self._tables = 0

    def heading(self, text: str, level: Literal[1, 2] = 1, *, new_page: bool = False) -> None:
        """A heading of chapter or paragraph level."""
        paragraph = self.paragraph(text, f"Heading {level}")
        if new_page:
            paragraph.paragraph_format.page_break_before = True
            paragraph.paragraph_format.space_before = Pt(0)

    def paragraph(self, text: str, style: str = "Body Text", *, typed: bool = False) -> Paragraph:
        """A paragraph; a line break in the text stays a line break. What the adviser `typed` is left as it is."""
        shown = printable(text)
        if not typed and len(shown) > _ONE_LINE:
            # No line with one short word on it.
            shown = _RUNT.sub("\u00a0", shown)
        paragraph = self._document.add_paragraph(shown, style=style)
        if style in _SPACED and self._ended != "text" and not (style in _BULLETS and self._ended == "list"):
            paragraph.paragraph_format.space_before = Pt(_ROOM[self._ended])
        self._ended = "list" if style in _BULLETS else "text"
        return paragraph

    def bullets(self, texts: Iterable[str], *, whole: bool = False, small: bool = False) -> None:
        """A list of short sentences; `whole` keeps it on one page, `small` is for what only some readers need."""
        paragraphs = [self.paragraph(text, _BULLETS[small]) for text in texts]
        for paragraph in paragraphs[:-1] if whole else ():
            paragraph.paragraph_format.keep_with_next = True

    def caption(self, text: str, pattern: str) -> None:
        """The numbered title above a table; `pattern` has `%(n)d` and `%(title)s`."""
        self._tables += 1
        self.paragraph(pattern % {"n": self._tables, "title": text}, "Caption")

    def table(self, grid: Grid, *, together: bool = True, joined: bool = False, note: str = "") -> None:
        """A table with a marked header row that repeats, rows that never break, and a description.

        `together` keeps it on one page where it fits, `joined` on the page of what follows. `note` stands under it,
        never alone on the next page.
        """
        table = self._begin(grid)
        for number, line in enumerate(grid.lines):
            styles = [_LABEL_STYLES[line.role], *(_cell_style(cell) for cell in line.cells)]
            row = self._row(table, grid.widths, (line.label, *line.cells), styles, role=line.role)
            last = number == len(grid.lines) - 1
            if joined or (note if last else together):
                _keep_with_next(row)
        if note:
            self.paragraph(note, "Table Note")

    def figures(self, grid: Grid, note: str) -> None:
        """A table of one row whose numbers are large, and its note: what a page opens with. Labels are the header.

        The first column stands out: what the others divide.
        """
        table = self._begin(grid, "Figure Table", ["Figure Label"] * len(grid.header))
        for line in grid.lines:
            cells = tuple(cell.text if isinstance(cell, Value) else cell for cell in line.cells)
            quiet = [isinstance(cell, Value) and cell.withheld for cell in line.cells]
            styles = ["Figure Quiet" if is_ else "Figure Number" for is_ in quiet]
            _keep_with_next(self._row(table, grid.widths, cells, styles))
        for row in table.iter(qn("w:tr")):
            for number, cell in enumerate(row.iter(qn("w:tc"))):
                self._tint(cell, first=not number)
        self.paragraph(note, "Table Note")

    def _tint(self, cell: BaseOxmlElement, *, first: bool) -> None:
        properties = cell.find(qn("w:tcPr"))
        assert properties is not None
        if (edges := properties.find(qn("w:tcBorders"))) is not None:
            properties.remove(edges)
        fill = {"w:val": "clear", "w:color": "auto", "w:fill": _ACCENT if first else _TINT}
        properties.insert(1, OxmlElement("w:shd", {qn(name): value for name, value in fill.items()}))
        for paragraph in cell.iter(qn("w:p")):
            for run in Paragraph(paragraph, self._document._body).runs if first else ():
                run.style = "On Accent"

    def _begin(self, grid: Grid, style: str = "Report Table", heads: Sequence[str] | None = None) -> BaseOxmlElement:
        table = self._document.add_table(0, len(grid.widths), style=style)
        table.autofit = False
        _describe(table._tbl.tblPr, grid)
        for column, width in zip(table._tbl.tblGrid.findall(qn("w:gridCol")), grid.widths, strict=True):
            column.set(qn("w:w"), str(width))
        self._row(table._tbl, grid.widths, grid.header, heads or ["Table Head"] * len(grid.header), header=True)
        self._ended = "table"
        element: BaseOxmlElement = table._tbl
        return element

    def _row(
        self,
        table: BaseOxmlElement,
        widths: Sequence[int],
        cells: Sequence[str | Value],
        styles: Sequence[str],
        *,
        header: bool = False,
        role: Role = "plain",
    ) -> BaseOxmlElement:
        row = _child(table, "w:tr")
        properties = _child(row, "w:trPr")
        _child(properties, "w:cantSplit")
        if header:
            _child(properties, "w:tblHeader")
        for number, (width, cell, style) in enumerate(zip(widths, cells, styles, strict=True)):
            column = _child(row, "w:tc")
            shape = _child(column, "w:tcPr")
            _child(shape, "w:tcW", {"w:w": str(width), "w:type": "dxa"})
            if header:
                _edge(shape, "w:bottom")
            elif role == "total":
                _edge(shape, "w:top")
            _child(shape, "w:vAlign", {"w:val": "bottom" if header else "center"})
            paragraph = Paragraph(_child(column, "w:p"), self._document._body)
            paragraph.style = style
            strong = role in ("group", "total") and (number == 0 or isinstance(cell, Value))
            self._fill(paragraph, cell, strong=strong)
        return row

    def _fill(self, paragraph: Paragraph, cell: str | Value, *, strong: bool) -> None:
        if isinstance(cell, str):
            paragraph.add_run(printable(cell), style="Strong" if strong else None)
            return
        style = "Strong" if strong and not cell.withheld else None
        if cell.right:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        else:
            paragraph.add_run("\t\t" if cell.withheld else "\t")
        paragraph.add_run(cell.text, style=style)
        if cell.number:
            paragraph.add_run("\t")
            self._shapes += 1
            words = self._bar_words % {"n": cell.number}
            paragraph._p.append(bar(cell.number, self._longest, shape=self._shapes, description=words))


_ACCENT, _TINT = "1F5C99", "E6EEF7"
_BULLETS = ("List Bullet", "Note Bullet")
_SPACED = ("Body Text", *_BULLETS)
_ROOM = {"list": 7, "table": 11, "text": 0}
"""Points above a paragraph that follows a list or a table."""

_LABEL_STYLES = {"plain": "Table Text", "member": "Table Member", "group": "Table Text", "total": "Table Text"}


def _cell_style(cell: str | Value) -> str:
    if not isinstance(cell, Value):
        return "Table Text"
    return "Table Quiet" if cell.withheld else "Table Class" if cell.small else "Table Text"


def _describe(properties: BaseOxmlElement, grid: Grid) -> None:
    look = properties.find(qn("w:tblLook"))
    if look is not None:
        properties.remove(look)
    width = properties.find(qn("w:tblW"))
    assert width is not None
    width.set(qn("w:w"), str(sum(grid.widths)))
    width.set(qn("w:type"), "dxa")
    marks = {"firstRow": "1", "lastRow": "0", "firstColumn": "1", "lastColumn": "0", "noHBand": "1", "noVBand": "1"}
    _child(properties, "w:tblLook", {"w:val": "06A0", **{f"w:{name}": value for name, value in marks.items()}})
    _child(properties, "w:tblCaption", {"w:val": printable(grid.title)})
    _child(properties, "w:tblDescription", {"w:val": printable(grid.about)})


def _edge(properties: BaseOxmlElement, side: str) -> None:
    borders = _child(properties, "w:tcBorders")
    _child(borders, side, {"w:val": "single", "w:sz": "6", "w:space": "0", "w:color": "55554F"})


def _keep_with_next(row: BaseOxmlElement) -> None:
    for paragraph in row.iter(qn("w:p")):
        Paragraph(paragraph, None).paragraph_format.keep_with_next = True  # type: ignore[arg-type]


def _child(parent: BaseOxmlElement, tag: str, attributes: dict[str, str] | None = None) -> BaseOxmlElement:
    element = OxmlElement(tag, {qn(name): value for name, value in (attributes or {}).items()})
    parent.append(element)
    return element


def add_field(paragraph: Paragraph, code: str, shown: str) -> None:
    """A field that Word and LibreOffice fill in themselves, such as PAGE; `shown` is there until they do."""
    field = _child(paragraph._p, "w:fldSimple", {"w:instr": f" {code} "})
    run = _child(field, "w:r")
    _child(run, "w:t").text = shown
