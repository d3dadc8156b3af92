"""Prints a case for the client on A4 pages. What is black or left out is not in what the printer gets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QPagedPaintDevice,
    QPainter,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextLine,
    QTextOption,
)
from PySide6.QtWidgets import QApplication

from adviser_desk import i18n
from adviser_desk.casework.right_of_access import of_part
from adviser_desk.i18n import _, ngettext
from adviser_desk.models.blackout import Blackout
from adviser_desk.ui.access_document import HEAD, Look, paragraph, write_section, write_text, write_title
from adviser_desk.ui.access_words import Part
from adviser_desk.ui.paper import set_a4

_FOOT = 9
"""Millimetres at the bottom of a page for its number."""
_INCH = 25.4
_GAP = 13
"""Between two contacts, in px of a screen: a document scales its margins to the device by itself."""
_SIZES = {"title": 20.0, "section": 13.0, "strong": 10.5, "body": 10.5, "foot": 8.5}


@dataclass(frozen=True)
class Printed:
    """What is to be printed: the pseudonym, the parts in order, what is black, and the day."""

    pseudonym: str
    parts: Sequence[Part]
    blackout: Blackout
    on: date
    account: bool = False
    """Only how breaking confidentiality is accounted for, which others than the client may read."""


def print_access(device: QPagedPaintDevice, printed: Printed) -> None:
    """Paint all pages on a printer (or in a test on another paged device)."""
    set_a4(device)
    painter = QPainter(device)
    dots = device.logicalDpiY() / _INCH
    page = QSizeF(device.width(), device.height() - _FOOT * dots)
    document = _document(device, printed, page)
    pages = _lines_by_page(document)
    for number, lines in enumerate(pages, 1):
        if number > 1:
            device.newPage()
        for line, at in lines:
            line.draw(painter, at)
        foot = QRectF(0, page.height(), page.width(), _FOOT * dots)
        _paint_foot(painter, foot, _foot(printed, number, len(pages)))
    painter.end()


def _lines_by_page(document: QTextDocument) -> list[list[tuple[QTextLine, QPointF]]]:
    """Each line once, with where its block begins on its page. Cut out of the whole, a line at an edge comes twice."""
    pages: list[list[tuple[QTextLine, QPointF]]] = [[] for _number in range(document.pageCount())]
    block = document.begin()
    while block.isValid():
        layout = block.layout()
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            page = _page_at(document, layout.position().y() + line.y())
            pages[page].append((line, layout.position() - QPointF(0, page * document.pageSize().height())))
        block = block.next()
    return pages


def _paint_foot(painter: QPainter, room: QRectF, words: str) -> None:
    painter.setFont(_font("foot"))
    painter.setPen(QColor(Qt.GlobalColor.black))
    painter.drawText(room, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom), words)


def _foot(printed: Printed, number: int, count: int) -> str:
    return _("%(name)s · %(day)s · bladzijde %(n)d van %(of)d") % {
        "name": printed.pseudonym,
        "day": i18n.current().long_date(printed.on),
        "n": number,
        "of": count,
    }


def _document(device: QPagedPaintDevice, printed: Printed, page: QSizeF) -> QTextDocument:
    document = QTextDocument()
    document.setUndoRedoEnabled(False)
    document.setDocumentMargin(0)
    document.documentLayout().setPaintDevice(device)
    look = _look()
    document.setDefaultFont(look.body)
    option = document.defaultTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    document.setDefaultTextOption(option)
    cursor = QTextCursor(document)
    title = _("Verantwoording %(name)s") if printed.account else _("Inzage %(name)s")
    cursor.insertText(title % {"name": printed.pseudonym}, look.words(look.title))
    for words in _above(printed):
        cursor.insertBlock(paragraph(look.gap / 2), look.words(look.body))
        cursor.insertText(words, look.words(look.body))
    _write_parts(cursor, printed, look)
    document.setPageSize(page)
    _keep_heads_with_text(document)
    return document


def _write_parts(cursor: QTextCursor, printed: Printed, look: Look) -> None:
    section = ""
    for part in printed.parts:
        black = of_part(printed.blackout, part.key, part.text)
        if black.left_out:
            continue
        if part.section != section and not printed.account:
            section = part.section
            write_section(cursor, section, look)
        write_title(cursor, part, look)
        write_text(cursor, part, black.spans, look)


def _above(printed: Printed) -> list[str]:
    """What the client reads first."""
    black = [of_part(printed.blackout, part.key, part.text) for part in printed.parts]
    out = sum(one.left_out for one in black)
    about = _("Zo legt de vertrouwenspersoon uit waarom de vertrouwelijkheid is doorbroken.")
    words = [about if printed.account else _("Dit bewaart uw vertrouwenspersoon over deze casus.")]
    if any(one.spans and not one.left_out for one in black):
        words.append(_("Wat over andere mensen gaat, is zwart gemaakt."))
    if out:
        words.append(ngettext("%(n)d onderdeel is weggelaten.", "%(n)d onderdelen zijn weggelaten.", out) % {"n": out})
    return [" ".join(words)]


def _keep_heads_with_text(document: QTextDocument) -> None:
    """A heading that would stand alone at the bottom of a page goes to the next."""
    # A document is laid out bit by bit; a change half-way would leave the rest out.
    document.pageCount()
    block = document.begin()
    while block.isValid():
        after = block.next()
        if block.userState() == HEAD and after.isValid() and _page_of(document, block) < _page_of(document, after):
            # The headings right above it come along.
            while block.previous().userState() == HEAD:
                block = block.previous()
            form = block.blockFormat()
            form.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
            QTextCursor(block).setBlockFormat(form)
            document.pageCount()
        block = after


def _page_of(document: QTextDocument, block: QTextBlock) -> int:
    # The first line of a block may be on a later page than its top.
    layout = block.layout()
    return _page_at(document, layout.position().y() + (layout.lineAt(0).y() if layout.lineCount() else 0))


def _page_at(document: QTextDocument, y: float) -> int:
    # A document counts in 64ths: the top of a page may lie a hair above it.
    return int((y + 1) // document.pageSize().height())


def _font(name: str) -> QFont:
    font = QFont(QApplication.font().family())
    font.setPointSizeF(_SIZES[name])
    font.setBold(name in ("title", "section", "strong"))
    return font


def _look() -> Look:
    black = QColor(Qt.GlobalColor.black)
    return Look(
        title=_font("title"),
        section=_font("section"),
        strong=_font("strong"),
        body=_font("body"),
        ink=black,
        faint=black,
        bar=black,
        mark=None,
        on_mark=black,
        gap=_GAP,
    )
