"""Texts that do not stand in the case: a list of them, and the whole text of the chosen one."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSize, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from adviser_desk.i18n import _
from adviser_desk.models.contact import Contact
from adviser_desk.ui.clipboard import copy_text
from adviser_desk.ui.theme import theme
from adviser_desk.ui.to_do_list import Line, ToDoList
from adviser_desk.ui.widgets.boxes import Inner
from adviser_desk.ui.widgets.note import ICON_OF, NoteEdit
from adviser_desk.ui.widgets.text import Field

_MOST_ROWS = 16
"""em of the list before it scrolls by itself."""
_LEAST_ROWS = 4.6
"""em of the list that stay in view in a small window: one line."""
_BEGINNING = 200
"""Letters of a text that its line can show at most."""


@dataclass(frozen=True)
class PastText:
    """A contact as it was; `when` is what its line begins with, `head` what kind of contact it was."""

    when: str
    head: str
    contact: Contact


class _List(ToDoList):
    """Ctrl+C copies the text of the current line."""

    def __init__(self, name: str, widths: tuple[float, float]) -> None:
        super().__init__(name, tick=False, choice=True, widths=widths)
        self.texts: Sequence[PastText] = ()

    def stay_in_view(self) -> None:
        """Scroll what is around to the current line."""
        self._follow()

    def copy(self) -> None:
        """Copy the text of the current line; the window's Ctrl+C comes here."""
        row = self.currentIndex().row()
        if 0 <= row < len(self.texts):
            copy_text(self.texts[row].contact.note)


class _Rows(Inner):
    """As high as its lines, up to a limit; the current line stays in view."""

    def __init__(self, shown: _List) -> None:
        super().__init__(margins=(0, 0, 0, 0), spacing=0, clear=True)
        self._list = shown
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.column.addWidget(shown)

    def sizeHint(self) -> QSize:
        inside = self.column.sizeHint()
        return QSize(inside.width(), min(inside.height(), theme.em(_MOST_ROWS)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self._list, lambda: self._list.stay_in_view())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # What is inside grew; a scroll area tells nobody.
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, min(self.sizeHint().height(), theme.em(_LEAST_ROWS)))


class PastTexts(QObject):
    """Two parts for whoever shows them to lay out: `rows` has the list, `whole` the text. `opened`: Enter on a line."""

    opened = Signal()

    def __init__(self, code: str, name: str, widths: tuple[float, float], parent: QObject) -> None:
        """`code` begins the object names; `name` is that of the list; `widths` of when and head are in em."""
        super().__init__(parent)
        self.list = _List(name, widths)
        self.list.setObjectName(f"{code}-list")
        self.list.opened.connect(lambda _row: self.opened.emit())
        self.list.selectionModel().currentChanged.connect(lambda *_indexes: self._show_text())
        self.text = NoteEdit(f"{code}-text", height=5.5, least=3)
        self.text.setReadOnly(True)
        self.rows = _Rows(self.list)
        self.whole = Field(_("Tekst van de gekozen regel"), self.text)

    def show_texts(self, texts: Sequence[PastText]) -> None:
        """Show these; the current line stays at its place."""
        self.list.texts = texts
        self.list.show_lines([_line(one) for one in texts])
        self._show_text()

    def current(self) -> PastText | None:
        """The chosen one."""
        row = self.list.currentIndex().row()
        return self.list.texts[row] if 0 <= row < len(self.list.texts) else None

    def row(self) -> int:
        """The line of the chosen one, -1 without one."""
        return self.list.currentIndex().row() if self.current() is not None else -1

    def _show_text(self) -> None:
        shown = self.current()
        self.text.setPlainText("" if shown is None else shown.contact.note)


def _line(one: PastText) -> Line:
    beginning = " ".join(one.contact.note[:_BEGINNING].split())
    icon = ICON_OF[one.contact.channel]
    return Line(when=one.when, late=False, name=one.head, icon=icon, text=beginning or _("Geen aantekening"))
