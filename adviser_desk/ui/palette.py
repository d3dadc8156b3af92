"""Ctrl+K: find a case, words in it, or something to do. The one layer over the page; Esc gives the page back."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from adviser_desk.casework import cases
from adviser_desk.casework.cases import CaseRow
from adviser_desk.i18n import _, ngettext
from adviser_desk.ui.announce import announce
from adviser_desk.ui.case_field import describe
from adviser_desk.ui.offers import Offer, about_case, fitting, marked, offers_of
from adviser_desk.ui.palette_list import Entry, PaletteList
from adviser_desk.ui.theme import theme
from adviser_desk.ui.widgets.boxes import Picture
from adviser_desk.ui.widgets.text import Text

if TYPE_CHECKING:
    from adviser_desk.ui.main_window import MainWindow

_WIDTH, _ROWS_HIGH, _LEAST_HINTS = 45.7, 34, 36
"""em: of the card, of its rows before they scroll, and of the card below which the keys are left out."""
_TOP, _EDGE = 52, 16
_SPOKEN_AFTER_MS = 800
_NAMES, _TEXTS = 5, 6
_SCRIM = 90
_AROUND = 10
"""Pixels of the edges around head, rows and footer."""
_Found = tuple[tuple[CaseRow, ...], tuple[CaseRow, ...]]


class Palette(QWidget):
    """Lies over the middle of the window. The case that was opened last is what acts on a case are about."""

    spoken_as = QAccessible.Role.Dialog

    def __init__(self, window: "MainWindow", over: QWidget) -> None:
        """Hidden until `toggle`; as large as `over`."""
        super().__init__(over)
        self._window, self._state, self._over = window, window.state, over
        self._offers: list[Offer] = []
        self._asking: Offer | None = None
        self._found: _Found = ((), ())
        self._decide = self._asked = False
        self._last: CaseRow | None = None
        self.came_from: QWidget | None = None
        self._leaving = False
        self.setAccessibleName(_("Zoek of doe iets"))
        self.line = QLineEdit()
        self.line.setObjectName("palette-line")
        self.line.setAccessibleName(_("Zoek of doe iets"))
        self.line.installEventFilter(self)
        self.line.textChanged.connect(lambda _words: self._look())
        self.list = PaletteList()
        self.list.run.connect(self._run)
        self._stage, self._count = Text("", "strong", wrap=False), Text("", "hint", token="text2", wrap=False)
        self._keys = Text(
            _("↑ ↓ kiezen   Enter uitvoeren   Ctrl+Enter casus openen"), "hint", token="text2", wrap=False
        )
        self._card = self._build()
        self._speak = QTimer(self, interval=_SPOKEN_AFTER_MS, singleShot=True)
        self._speak.timeout.connect(lambda: announce(self.line, self._count.text()))
        over.installEventFilter(self)
        QApplication.instance().focusChanged.connect(self._focus_went)  # type: ignore[union-attr]
        theme.changed.connect(self._arrange)
        for code, action in window.commands.actions.items():
            if code != "palette":
                action.triggered.connect(lambda _on=False: self._after_command())
        self.hide()

    # --- opening and closing ---

    def toggle(self) -> None:
        """Ctrl+K."""
        if self.isVisible():
            self.leave()
            return
        self.came_from = QApplication.focusWidget()
        self._offers = offers_of(self._window.commands.actions)
        self._begin(None)
        self.show()
        self.raise_()
        self.line.setFocus()
        if (case_id := self._window.last_case) is not None:
            self._state.run(cases.case_row, case_id, then=self._know_last, failed=lambda _error: None)

    def ask_case(self, label: str, act: Callable[[int], None]) -> None:
        """For a command where no case is in view: which one it is about."""
        self._asked = True
        if not self.isVisible():
            self.toggle()
        self._begin(Offer("", label, lambda: None, asks_case=act))

    def _after_command(self) -> None:
        """Another command took the window: the palette is over, unless that command asks here."""
        if not self._asked:
            self.leave()
        self._asked = False

    def leave(self) -> None:
        """Give the page back, with the focus where it was."""
        if self.isHidden():
            return
        self._speak.stop()
        back, self.came_from = self.came_from, None
        self._leaving = True
        if back is not None and back.isVisible():
            # Before hiding: Qt would give the focus to the next stop in the window first, and that would be read out.
            back.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()
        self._leaving = False
        self.line.clear()
        self.list.show_entries(())

    def _know_last(self, row: CaseRow) -> None:
        self._last = row
        self._look()

    def _begin(self, asking: Offer | None) -> None:
        self._asking, self._last = asking, None if asking is None else self._last
        self._stage.setText("" if asking is None else asking.label.rstrip("…"))
        self._stage.setVisible(asking is not None)
        self.line.setPlaceholderText(_("Zoek of doe iets") if asking is None else _("Bij welke casus?"))
        # A cursor that moves before the focus comes makes Orca take the field for read already.
        if self.line.text():
            self.line.clear()
        self._look()

    # --- finding ---

    def _look(self) -> None:
        words, asking = self.line.text(), self._asking
        self._decide = False
        self._found = ((), ())
        self._show()

        def show(found: _Found) -> None:
            if words == self.line.text() and asking is self._asking and self.isVisible():
                self._found = found
                self._show()
                if words:
                    self._speak.start()
                if self._decide:
                    self._enter(open_case=False)

        self._state.run(_look_up, words, asking is None, today=self._state.today(), then=show)

    def _show(self) -> None:
        named, with_words = self._found
        rows = [*self._to_do(), *self._cases(_("Casussen"), named), *self._cases(_("In de tekst"), with_words)]
        self.list.show_entries(rows)
        number = sum(entry.run is not None for entry in rows)
        self._count.setText(ngettext("%(n)d resultaat", "%(n)d resultaten", number) % {"n": number})
        self._arrange()

    def _to_do(self) -> list[Entry]:
        if self._asking is not None:
            return []
        words, shown = self.line.text(), fitting(self._all(), self.line.text())
        entries = [
            Entry(
                pieces=marked(one.label, words), run=self._act(one), icon=one.icon, about=one.about, keys=one.keys,
                case_id=one.case_id,
            )
            for one in shown
        ]  # fmt: skip
        return [Entry(pieces=((_("Doe iets"), False),)), *entries] if entries else []

    def _all(self) -> list[Offer]:
        """The menus, and withdrawing a consent: the act that cannot wait, and that takes a case to be named."""
        last, offers = self._last, self._offers
        found = list(offers)
        if last is not None:
            name = last.pseudonym
            if self._window.case_in_view() is None:
                name = _("%(name)s, laatst geopend") % {"name": name}
            found = about_case(offers, self._window.commands.of_case, last.id, name)
            here, withdraw = last.id, _("Toestemming intrekken")
            found.append(Offer("withdraw", withdraw, lambda: self._consent(here), "", "handshake", name, here))
        other = _("Toestemming intrekken bij een andere casus…") if last else _("Toestemming intrekken…")
        found.append(Offer("withdraw", other, lambda: None, icon="handshake", asks_case=self._consent))
        return found

    def _cases(self, heading: str, rows: tuple[CaseRow, ...]) -> list[Entry]:
        words = self.line.text()
        entries = []
        for row in rows:
            name, _comma, about = describe(self._state, row).partition(", ")
            excerpt = row.hit.pieces if row.hit is not None and row.hit.source != "pseudonym" else ()
            run = self._chosen(row.id)
            entries.append(Entry(marked(name, words), run, "folder", about, excerpt, case_id=row.id))
        return [Entry(pieces=((heading, False),)), *entries] if entries else []

    # --- doing ---

    def _act(self, offer: Offer) -> Callable[[], None]:
        if offer.asks_case is not None:
            return lambda: self._begin(offer)

        def act() -> None:
            self.leave()
            if offer.case_id is not None and self._window.case_in_view() is None and offer.code != "withdraw":
                self._state.go("case", offer.case_id)
            offer.run()

        return act

    def _chosen(self, case_id: int) -> Callable[[], None]:
        asking = self._asking

        def act() -> None:
            self.leave()
            if asking is not None and asking.asks_case is not None:
                asking.asks_case(case_id)
            else:
                self._state.go("case", case_id)

        return act

    def _consent(self, case_id: int) -> None:
        self._state.go("consent", case_id)

    def _run(self, entry: Entry) -> None:
        if entry.run is not None:
            entry.run()

    def _enter(self, *, open_case: bool) -> None:
        entry = self.list.current()
        if entry is None or entry.run is None:
            # The answer is on its way: Enter is for what comes first in it.
            self._decide = True
        elif open_case and entry.case_id is not None:
            self.leave()
            self._state.go("case", entry.case_id)
        else:
            self._run(entry)

    # --- keys and size ---

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._over:
            self._arrange()
        if watched is not self.line or not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 6, Qt.Key.Key_PageUp: -6}
        steps |= {Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}
        key = Qt.Key(event.key())
        if key in steps:
            self.list.step(steps[key])
            if (entry := self.list.current()) is not None:
                announce(self.line, entry.spoken)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter(open_case=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        elif key == Qt.Key.Key_Escape:
            self._begin(None) if self._asking is not None else self.leave()
        else:
            return False
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.leave()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(0, 0, 0, _SCRIM))

    def _focus_went(self, _old: QWidget | None, new: QWidget | None) -> None:
        """A page that has what it asked for gives the focus to its first field: it gets it when the palette goes."""
        if self._leaving or not self.isVisible():
            return
        if new is not None and self._over.isAncestorOf(new) and not self.isAncestorOf(new):
            self.came_from = new
            self.line.setFocus()

    def _build(self) -> QFrame:
        card = _Card(self)
        self._head, self._footer = QFrame(), QFrame()
        self._head.setObjectName("paletteHead")
        head = QHBoxLayout(self._head)
        head.setContentsMargins(20, 12, 20, 12)
        head.setSpacing(12)
        self.line.setProperty("bare", "true")
        head.addWidget(Picture("search"))
        head.addWidget(self._stage)
        head.addWidget(self.line, 1)
        head.addWidget(Text(_("Esc sluit"), "hint", token="text2", wrap=False))
        self._footer.setObjectName("paletteFooter")
        foot = QHBoxLayout(self._footer)
        foot.setContentsMargins(20, 8, 20, 8)
        foot.addWidget(self._keys)
        foot.addStretch(1)
        foot.addWidget(self._count)
        rows = QVBoxLayout()
        rows.setContentsMargins(8, 0, 8, 8)
        rows.addWidget(self.list)
        column = QVBoxLayout(card)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addLayout(rows, 1)
        column.addWidget(self._footer)
        return card

    def _arrange(self) -> None:
        over = self._over
        self.setGeometry(over.rect())
        width = min(theme.em(_WIDTH), over.width() - 2 * _EDGE)
        self._keys.setVisible(width >= theme.em(_LEAST_HINTS))
        top = _TOP if over.height() > theme.em(30) else _EDGE
        around = self._head.sizeHint().height() + self._footer.sizeHint().height() + _AROUND
        room = over.height() - top - _EDGE - around
        height = max(min(self.list.height_of_all() + 2, theme.em(_ROWS_HIGH), room), theme.em(2))
        self._card.setGeometry((over.width() - width) // 2, top, width, around + height)


class _Card(QFrame):
    """Takes clicks beside its rows, so that they do not reach the ground below, which closes."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("palette")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()


def _look_up(vault: Any, words: str, texts: bool, *, today: date) -> _Found:
    """Cases that start with the words, and, unless a case is to be named, those that have them in their text."""
    named = cases.cases_starting(vault, words, most=_NAMES)
    if not texts or len(words.strip()) < 2:
        return named, ()
    known = {row.id for row in named}
    found = cases.find_cases(vault, words, today=today, most=_TEXTS + _NAMES).rows
    return named, tuple(row for row in found if row.id not in known)[:_TEXTS]
