"""The paper on the screen: text is chosen with mouse or Shift and arrows, and blacked out; a part can be left out."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QTextCursor
from PySide6.QtWidgets import QMenu, QTextEdit

from adviser_desk.casework import right_of_access as paper
from adviser_desk.i18n import _
from adviser_desk.models.blackout import Blacked, Blackout, Span
from adviser_desk.ui.access_document import Look, Stretch, letters, units, write_section, write_text, write_title
from adviser_desk.ui.access_words import Part
from adviser_desk.ui.theme import theme

_MARGIN = 24


@dataclass
class _Shown:
    """A part in the document: cursors at both ends of its text, which move along, and its pieces."""

    part: Part
    first: QTextCursor
    last: QTextCursor
    pieces: tuple[Stretch, ...] = ()
    doubts: Sequence[Span] = field(default_factory=tuple)

    def place(self, position: int, *, end: bool) -> int:
        """The letter of the text at a position of the document; a bar counts as a whole."""
        at = position - self.first.position()
        for piece in self.pieces:
            if piece.at < at <= piece.at + piece.units if end else piece.at <= at < piece.at + piece.units:
                if piece.black:
                    return piece.span[1] if end else piece.span[0]
                return piece.span[0] + letters(self.part.text[slice(*piece.span)], at - piece.at)
        return 0 if at <= 0 else len(self.part.text)

    def bar_at(self, position: int) -> Stretch | None:
        """The bar that a position lies in or at."""
        at = position - self.first.position()
        return next((one for one in self.pieces if one.black and one.at <= at <= one.at + one.units), None)

    def between(self, first: int, last: int) -> Iterator[Stretch]:
        """The pieces of which some lies between two positions."""
        start, end = first - self.first.position(), last - self.first.position()
        return (one for one in self.pieces if one.at < end and start < one.at + one.units)

    def readable(self) -> list[tuple[int, str]]:
        """The doubts that can be read: where they stand in the document, with their words."""
        found = []
        begins = [piece.span[0] for piece in self.pieces]
        for start, end in self.doubts:
            place = bisect_right(begins, start) - 1
            piece = self.pieces[place] if place >= 0 else None
            if piece is not None and not piece.black and start < piece.span[1]:
                at = self.first.position() + piece.at + units(self.part.text[piece.span[0] : start])
                found.append((at, self.part.text[start : min(end, piece.span[1])]))
        return found


class AccessView(QTextEdit):
    """Read only. `changed` tells that something became black or readable; `moved` that the cursor is elsewhere."""

    changed = Signal(str, object)
    """What was done (`black`, `readable`, `out`, `along`), and the `Blackout` before it."""
    moved = Signal()

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        self.setObjectName("access-paper")
        self.setAccessibleName(_("Inzage, zoals op papier"))
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        flags = Qt.TextInteractionFlag
        self.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._parts: tuple[Part, ...] = ()
        self._shown: list[_Shown] = []
        self._blackout = Blackout()
        self._doubts: Mapping[str, Sequence[Span]] = {}
        self.cursorPositionChanged.connect(self.moved)
        self.selectionChanged.connect(self.moved)
        theme.changed.connect(self._write)

    # --- what it shows ---

    def show_parts(self, parts: Sequence[Part], blackout: Blackout) -> None:
        """Show these; the cursor and the place in view stay where they are."""
        if (tuple(parts), blackout) != (self._parts, self._blackout):
            self._parts, self._blackout = tuple(parts), blackout
            self._write()

    def show_doubts(self, doubts: Mapping[str, Sequence[Span]]) -> None:
        """Mark what may be a name, by the keys of the parts."""
        self._doubts = doubts
        cursor, scrolled = self.textCursor(), self.verticalScrollBar().value()
        anchor, at = cursor.anchor(), cursor.position()
        # In one go: the document is laid out once.
        whole = QTextCursor(self.document())
        whole.beginEditBlock()
        for shown in self._shown:
            found = doubts.get(shown.part.key, ())
            if found != shown.doubts:
                shown.doubts = found
                self._rewrite(shown)
        whole.endEditBlock()
        # The same words in another colour: the cursor stays where it was.
        cursor.setPosition(anchor)
        cursor.setPosition(at, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.verticalScrollBar().setValue(scrolled)

    def blackout(self) -> Blackout:
        """What is black now."""
        return self._blackout

    def set_blackout(self, blackout: Blackout) -> None:
        """Another state: taken back, or wiped."""
        before, self._blackout = self._blackout, blackout
        for shown in self._shown:
            if before.parts.get(shown.part.key) != blackout.parts.get(shown.part.key):
                self._rewrite(shown)
        self.moved.emit()

    def doubts_left(self) -> int:
        """How many doubts can still be read."""
        return sum(len(shown.readable()) for shown in self._shown)

    # --- acts ---

    def is_black(self) -> bool:
        """Whether the cursor is at a bar, or nothing that is selected can be read."""
        bar = False
        for shown, first, last in self._chosen():
            if first == last and shown.bar_at(first) is not None:
                bar = True
                continue
            start, end = shown.place(first, end=False), shown.place(last, end=True)
            for piece in shown.between(first, last):
                text = shown.part.text[max(start, piece.span[0]) : min(end, piece.span[1])]
                if not piece.black and text.strip():
                    return False
                bar = bar or piece.black
        return bar

    def is_left_out(self) -> bool:
        """Whether the part of the cursor is left out."""
        return any(self._of(shown.part).left_out for shown, _first, _last in self._chosen()[:1])

    def has_part(self) -> bool:
        """Whether the cursor is in a part."""
        return bool(self._chosen())

    def toggle_black(self) -> None:
        """Make the selected words black, or the word at the cursor; or readable where all of it is black."""
        light, before, changed = self.is_black(), self._blackout, []
        for shown, first, last in self._chosen():
            old = self._of(shown.part)
            start = shown.place(first, end=False)
            end = shown.place(last, end=True) if last > first else start
            if light and first == last and (bar := shown.bar_at(first)) is not None:
                start, end = bar.span
            spans = (
                paper.lighten(old.spans, start, end) if light else paper.blacken(shown.part.text, old.spans, start, end)
            )
            if spans != old.spans and not old.left_out:
                self._set(shown.part, old.model_copy(update={"spans": spans}))
                changed.append(shown)
        self._tell(changed, before, "readable" if light else "black")

    def toggle_part(self) -> None:
        """Leave the parts of the selection out, or take them along again."""
        out, before, changed = not self.is_left_out(), self._blackout, []
        for shown, _first, _last in self._chosen():
            old = self._of(shown.part)
            if old.left_out != out:
                self._set(shown.part, old.model_copy(update={"left_out": out}))
                changed.append(shown)
        self._tell(changed, before, "out" if out else "along")

    def next_doubt(self, step: int) -> str:
        """Select the next readable doubt after the cursor, or the one before it, and give its words; "" for none."""
        found = [(at, words) for shown in self._shown for at, words in shown.readable()]
        if not found:
            return ""
        here = self.textCursor().selectionStart()
        places = [at for at, _words in found]
        if step > 0:
            at, words = next((one for one in found if one[0] > here), found[0])
        else:
            at, words = next((one for one in reversed(found) if one[0] < here), found[-1])
        cursor = self.textCursor()
        cursor.setPosition(at)
        cursor.setPosition(at + units(words), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()
        return _("‘%(word)s’, %(n)d van %(of)d") % {"word": words, "n": places.index(at) + 1, "of": len(found)}

    def place(self) -> int:
        """Where the cursor is, to come back to."""
        return self.textCursor().position()

    def go_to(self, place: int) -> None:
        """Put the cursor where it was."""
        cursor = self.textCursor()
        cursor.setPosition(min(max(place, 0), max(self.document().characterCount() - 1, 0)))
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    # --- events ---

    def createMimeDataFromSelection(self) -> QMimeData:
        """Plain text only; what is black is not in it."""
        content = QMimeData()
        content.setText(self.textCursor().selection().toPlainText())
        return content

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        black, out = self.is_black(), self.is_left_out()
        menu.addAction((_("Weer leesbaar maken") if black else _("Zwart maken")) + "\tCtrl+B", self.toggle_black)
        menu.addAction((_("Deel weer meenemen") if out else _("Deel weglaten")) + "\tCtrl+Shift+B", self.toggle_part)
        menu.addAction(_("Kopiëren") + "\tCtrl+C", self.copy)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    # --- writing ---

    def _write(self) -> None:
        at, scrolled = self.textCursor().position(), self.verticalScrollBar().value()
        self._shown = []
        look, document = _look(), self.document()
        document.clear()
        document.setDocumentMargin(_MARGIN)
        document.setDefaultFont(look.body)
        cursor, section = QTextCursor(document), ""
        cursor.beginEditBlock()
        for part in self._parts:
            if part.section != section:
                section = part.section
                write_section(cursor, section, look)
            write_title(cursor, part, look)
            shown = _Shown(part, QTextCursor(cursor), QTextCursor(cursor), doubts=self._doubts.get(part.key, ()))
            shown.first.setKeepPositionOnInsert(True)
            self._write_text(shown, cursor, look)
            shown.last.setPosition(cursor.position())
            shown.last.setKeepPositionOnInsert(True)
            self._shown.append(shown)
        cursor.endEditBlock()
        self.go_to(at)
        self.verticalScrollBar().setValue(scrolled)

    def _rewrite(self, shown: _Shown) -> None:
        """One text anew; all else stays in place."""
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        cursor.setPosition(shown.first.position())
        cursor.setPosition(shown.last.position(), QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        self._write_text(shown, cursor, _look())
        cursor.endEditBlock()
        shown.last.setPosition(cursor.position())

    def _write_text(self, shown: _Shown, cursor: QTextCursor, look: Look) -> None:
        old = self._of(shown.part)
        if old.left_out:
            looked_at = old.digest == paper.digest(shown.part.text)
            words = _("Gaat niet mee.") if looked_at else _("Gaat niet mee: de tekst is veranderd. Kijk hem na.")
            cursor.insertText(words, look.words(look.body, look.faint))
            shown.pieces = ()
        else:
            shown.pieces = write_text(cursor, shown.part, old.spans, look, shown.doubts)

    # --- inside ---

    def _of(self, part: Part) -> Blacked:
        return paper.of_part(self._blackout, part.key, part.text)

    def _set(self, part: Part, blacked: Blacked) -> None:
        self._blackout = paper.with_part(self._blackout, part.key, part.text, blacked)

    def _tell(self, changed: Sequence[_Shown], before: Blackout, done: str) -> None:
        if not changed:
            return
        # The cursor stands where the text began that changed: what was chosen there may be a bar now.
        at = self.textCursor().selectionStart()
        for shown in changed:
            self._rewrite(shown)
        self.go_to(at)
        self.changed.emit(done, before)
        self.moved.emit()

    def _chosen(self) -> list[tuple[_Shown, int, int]]:
        """The parts that the selection touches, or the one of the cursor, each with the first and last position."""
        cursor = self.textCursor()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        found = []
        for place, shown in enumerate(self._shown):
            first, last = shown.first.position(), shown.last.position()
            # The title belongs to the part, but no letter of it.
            top = self._shown[place - 1].last.position() + 1 if place else 0
            if top <= end and start <= last and (start == end or end > top):
                found.append((shown, min(max(start, first), last), min(max(end, first), last)))
        return found


def _look() -> Look:
    return Look(
        title=theme.font("panel"),
        section=theme.font("heading"),
        strong=theme.font("strong"),
        body=theme.font("note"),
        ink=theme.colour("text"),
        faint=theme.colour("text2"),
        bar=theme.colour("text"),
        mark=theme.colour("mark"),
        on_mark=theme.colour("on-mark"),
        gap=theme.em(1),
    )
