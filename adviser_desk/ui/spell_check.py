"""Marks words in a text field that are not in the word lists, and offers others in its menu.

The word that is being typed is not marked. The text itself stays as it is, also for a screen reader. Fields that cannot
be written in are left alone, and none is marked while the privacy screen is on: a mark would tell how long a word is.
"""

import re
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QSignalBlocker, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QSyntaxHighlighter, QTextBlock, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from adviser_desk.i18n import _
from adviser_desk.spelling.words import word_at
from adviser_desk.ui.privacy import privacy
from adviser_desk.ui.spell_marks import wrong_format
from adviser_desk.ui.spelling import spelling

_REST_MS = 200
_KNOWN, _WAITS = -1, 1
"""States of a block of text: whether it has words whose verdict is still to come."""
_COUNTED_TWICE = re.compile("[\U00010000-\U0010ffff]")


def check_spelling(field: QPlainTextEdit) -> None:
    """Check what is written in a field, for as long as it is there."""
    _Check(field)


class _Marks(QSyntaxHighlighter):
    """Which words are wrong."""

    def __init__(self, field: QPlainTextEdit) -> None:
        super().__init__(field)
        self._field = field
        self.typed: int | None = None
        """Where the last letter was typed, as long as the cursor has not left that place."""

    def highlightBlock(self, text: str) -> None:
        self.setCurrentBlockState(_KNOWN)
        if not spelling.languages or privacy.on or self._field.isReadOnly():
            return
        wrong, unknown = spelling.look_through(text)
        # Qt counts some pictures twice.
        twice, form = _COUNTED_TWICE.search(text) is not None, wrong_format()
        for start, word in wrong:
            place = _units(text[:start]) if twice else start
            if not self._is_typed(place, word):
                self.setFormat(place, len(word), form)
        places = [(_units(text[:start]) if twice else start, word) for start, word in unknown]
        asked = [word for place, word in places if not self._is_typed(place, word)]
        if asked:
            self.setCurrentBlockState(_WAITS)
            spelling.ask(asked)

    def go_on(self) -> None:
        """More verdicts are there."""
        block = self.document().begin()
        while block.isValid():
            if block.userState() == _WAITS:
                self.look_at(block)
            block = block.next()

    def look_at(self, block: QTextBlock) -> None:
        """Mark one block anew. Qt calls that a change of the text, and whoever hears it would keep a draft."""
        with QSignalBlocker(self._field):
            self.rehighlightBlock(block)

    def look_at_all(self) -> None:
        """Mark all of it anew."""
        with QSignalBlocker(self._field):
            self.rehighlight()

    def _is_typed(self, start: int, word: str) -> bool:
        return self.typed is not None and 0 <= self.typed - self.currentBlock().position() - start <= len(word)


class _Check(QObject):
    """Lives as long as its field."""

    def __init__(self, field: QPlainTextEdit) -> None:
        super().__init__(field)
        self._field = field
        self._marks = _Marks(field)
        # Before the marks hear of it: they ask where the typing was.
        field.document().contentsChange.connect(self._typed)
        self._marks.setDocument(field.document())
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._think_ahead)
        field.cursorPositionChanged.connect(self._moved)
        field.installEventFilter(self)
        field.viewport().installEventFilter(self)
        spelling.learned.connect(self._marks.go_on)
        spelling.changed.connect(self._marks.look_at_all)
        privacy.changed.connect(self._marks.look_at_all)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self._left()
        return isinstance(event, QContextMenuEvent) and self._open_menu(event)

    # --- typing ---

    def _typed(self, place: int, _removed: int, added: int) -> None:
        self._marks.typed = place + added if self._field.hasFocus() else None
        spelling.stop()

    def _moved(self) -> None:
        if self._field.textCursor().position() != self._marks.typed:
            self._left()
        self._rest.start()

    def _left(self) -> None:
        """The word is done: it is marked now if it is wrong."""
        if (place := self._marks.typed) is not None:
            self._marks.typed = None
            self._marks.look_at(self._field.document().findBlock(place))

    def _think_ahead(self) -> None:
        """The cursor rests in a wrong word: its menu may be asked for next."""
        if self._field.hasFocus() and (word := self._wrong_word(self._field.textCursor())) is not None:
            spelling.suggest(word.selectedText(), lambda _words: None)

    # --- menu ---

    def _open_menu(self, event: QContextMenuEvent) -> bool:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        field = self._field
        at = field.textCursor() if by_key else field.cursorForPosition(event.pos())
        if (word := self._wrong_word(at)) is None:
            return False
        where = field.viewport().mapToGlobal(field.cursorRect().bottomLeft()) if by_key else event.globalPos()
        text = word.selectedText()

        def show(words: tuple[str, ...]) -> None:
            if field.isVisible() and word.selectedText() == text:
                self._show_menu(word, words, where)

        spelling.suggest(text, show, before_next_key=by_key)
        return True

    def _show_menu(self, word: QTextCursor, suggested: tuple[str, ...], where: QPoint) -> None:
        text = word.selectedText()
        menu = self._field.createStandardContextMenu()
        menu.setObjectName("spelling-menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        privacy.changed.connect(menu.close)
        first = menu.actions()[0]
        for one in suggested:
            action = menu.addAction(one, partial(word.insertText, one))
            font = action.font()
            font.setBold(True)
            action.setFont(font)
            menu.insertAction(first, action)
        if not suggested:
            none = menu.addAction(_("Geen suggesties"))
            none.setEnabled(False)
            menu.insertAction(first, none)
        menu.insertSeparator(first)
        menu.insertAction(first, menu.addAction(_("Toevoegen aan woordenlijst"), lambda: spelling.add(text)))
        menu.insertSeparator(first)
        menu.popup(where)

    def _wrong_word(self, at: QTextCursor) -> QTextCursor | None:
        """The wrong word at a place, as a selection."""
        block, field = at.block(), self._field
        found = None if privacy.on or field.isReadOnly() else word_at(block.text(), _letters(block.text(), at))
        if found is None or spelling.is_right(found[1]) is not False:
            return None
        start = block.position() + _units(block.text()[: found[0]])
        cursor = QTextCursor(field.document())
        cursor.setPosition(start)
        cursor.setPosition(start + _units(found[1]), QTextCursor.MoveMode.KeepAnchor)
        return cursor


def _units(text: str) -> int:
    """How long Qt finds a text: it counts some pictures twice."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _letters(text: str, at: QTextCursor) -> int:
    """The place of a cursor in its block as Python counts."""
    before = text.encode("utf-16-le", "surrogatepass")[: 2 * at.positionInBlock()]
    return len(before.decode("utf-16-le", "replace"))
