"""Writes the parts of a case in a text document, the same way on the screen and on paper. Bars hold no text."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QColor, QFont, QTextBlockFormat, QTextCharFormat, QTextCursor

from adviser_desk.casework.right_of_access import joined, pieces
from adviser_desk.i18n import _
from adviser_desk.models.blackout import Span
from adviser_desk.ui.access_words import SECTIONS, Part

_LAST_OF_ONE_UNIT = "\uffff"
_LINES = 118
"""Per cent of the height of a line."""
HEAD = 1
"""The state of a block that belongs to what comes below it."""


@dataclass(frozen=True)
class Look:
    """Fonts and colours. `bar` is the colour of what is black, `mark` that behind what may be a name."""

    title: QFont
    section: QFont
    strong: QFont
    body: QFont
    ink: QColor
    faint: QColor
    bar: QColor
    mark: QColor | None
    on_mark: QColor
    gap: float
    """Between two parts, in the unit of the document."""

    def words(self, font: QFont, colour: QColor | None = None) -> QTextCharFormat:
        """Words as they are."""
        form = QTextCharFormat()
        form.setFont(font)
        form.setForeground(colour or self.ink)
        return form

    def doubt(self) -> QTextCharFormat:
        """Words that may be a name: a colour behind them and a line below them."""
        form = self.words(self.body)
        if self.mark is not None:
            form.setBackground(self.mark)
            form.setForeground(self.on_mark)
            form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)
        return form

    def black(self) -> QTextCharFormat:
        """A bar: words of ours in the colour of the bar, always the same."""
        form = self.words(self.body, self.bar)
        form.setBackground(self.bar)
        return form


@dataclass(frozen=True)
class Stretch:
    """Where a piece of a text stands in the document: from `at` after the beginning of the text, over `units`."""

    span: Span
    at: int
    units: int
    black: bool


def bar_words() -> str:
    """What stands in a bar, for those who hear the paper."""
    return _("zwart gemaakt").replace(" ", "\N{NO-BREAK SPACE}")


def units(text: str) -> int:
    """How many positions a text takes in a document: a letter outside the first plane takes two."""
    return len(text.encode("utf-16-le")) // 2


def letters(text: str, positions: int) -> int:
    """How many letters of a text lie before a position in it."""
    at = 0
    for count, letter in enumerate(text):
        if at >= positions:
            return count
        at += 1 + (letter > _LAST_OF_ONE_UNIT)
    return len(text)


def paragraph(above: float) -> QTextBlockFormat:
    """Lines with some room, and a gap above them."""
    block = QTextBlockFormat()
    block.setTopMargin(above)
    block.setLineHeight(_LINES, int(QTextBlockFormat.LineHeightTypes.ProportionalHeight.value))
    return block


def write_section(cursor: QTextCursor, section: str, look: Look) -> None:
    """The heading of a section."""
    block = paragraph(look.gap * 2)
    block.setBottomMargin(look.gap / 2)
    block.setHeadingLevel(2)
    _new_block(cursor, block, look.words(look.section), HEAD)
    cursor.insertText(_(SECTIONS[section]), look.words(look.section))


def write_title(cursor: QTextCursor, part: Part, look: Look) -> None:
    """What stands before or above the text of a part; the cursor is where the text begins."""
    block = paragraph(look.gap / 4 if part.is_row else look.gap)
    title = look.words(look.strong)
    if part.is_row:
        _new_block(cursor, block, title, 0)
        cursor.insertText(_("%(label)s: ") % {"label": part.title}, title)
    else:
        block.setHeadingLevel(3)
        _new_block(cursor, block, title, HEAD)
        cursor.insertText(part.title, title)
        _new_block(cursor, paragraph(0), look.words(look.body), 0)


def write_text(
    cursor: QTextCursor, part: Part, spans: Sequence[Span], look: Look, doubts: Sequence[Span] = ()
) -> tuple[Stretch, ...]:
    """The text of a part, with a bar for each black stretch and a mark on each doubt; where each piece stands."""
    if not part.text:
        cursor.insertText(_("Geen aantekening"), look.words(look.body, look.faint))
        return ()
    found, begin = [], cursor.position()

    def put(span: Span, words: str, form: QTextCharFormat, *, black: bool) -> None:
        at = cursor.position()
        cursor.insertText(words, form)
        found.append(Stretch(span, at - begin, cursor.position() - at, black))

    for piece in pieces(part.text, spans):
        if piece.black:
            put(piece.span, bar_words(), look.black(), black=True)
            continue
        for span, doubt in _cut(piece.span, joined(part.text, doubts)):
            put(span, part.text[slice(*span)], look.doubt() if doubt else look.words(look.body), black=False)
    return tuple(found)


def _cut(span: Span, doubts: Sequence[Span]) -> list[tuple[Span, bool]]:
    """A readable span in stretches with and without a doubt."""
    found: list[tuple[Span, bool]] = []
    at, end = span
    for first, last in doubts:
        first, last = max(first, at), min(last, end)
        if first >= last:
            continue
        if at < first:
            found.append(((at, first), False))
        found.append(((first, last), True))
        at = last
    if at < end:
        found.append(((at, end), False))
    return found


def _new_block(cursor: QTextCursor, block: QTextBlockFormat, form: QTextCharFormat, state: int) -> None:
    if cursor.position() > 0:
        cursor.insertBlock(block, form)
    else:
        cursor.setBlockFormat(block)
    cursor.block().setUserState(state)
