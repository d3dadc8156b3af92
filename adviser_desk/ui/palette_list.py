"""The rows of the palette: headings, commands, cases, and cases with the words found in them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyleOptionViewItem

from adviser_desk.i18n import _
from adviser_desk.ui.case_table import fill_chosen, marked_line, text_line
from adviser_desk.ui.icons import draw
from adviser_desk.ui.offers import Pieces
from adviser_desk.ui.privacy import NAME, TEXT, privacy
from adviser_desk.ui.theme import theme
from adviser_desk.ui.widgets.chosen import ChosenDelegate

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
ENTRY_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_SIDE, _GAP, _ICON = 20, 12, 1.286
_NAME, _ROW, _HEAD = 7.7, 2.57, 2.2
"""em: the least width of a name before what is about it, the height of a row and of a heading."""


@dataclass(frozen=True)
class Entry:
    """One row. Without `run` it is a heading. `excerpt` holds the words found in the case `case_id`."""

    pieces: Pieces
    run: Callable[[], None] | None = None
    icon: str = ""
    about: str = ""
    excerpt: Pieces = ()
    keys: str = ""
    case_id: int | None = None

    @property
    def of_case(self) -> bool:
        """Whether it is a case, not something to do."""
        return self.icon == "folder" and self.case_id is not None and not self.keys

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        if self.of_case and privacy.on:
            return privacy.spoken("")
        found = "".join(text for text, _mark in self.excerpt)
        parts = ("".join(text for text, _mark in self.pieces), privacy.inside(self.about), found, self.keys)
        return ", ".join(part for part in parts if part)


class _Model(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.entries: Sequence[Entry] = ()

    def set_entries(self, entries: Sequence[Entry]) -> None:
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        heading = self.entries[index.row()].run is None
        return Qt.ItemFlag.ItemIsEnabled if heading else Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self.entries[index.row()]
        if role == ENTRY_ROLE:
            return entry
        return entry.spoken if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) else None


class _Delegate(ChosenDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        entry: Entry = index.data(ENTRY_ROLE)
        line = QFontMetrics(theme.font("body")).height()
        return QSize(10, max(theme.em(_HEAD if entry.run is None else _ROW), line + 8))

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        entry: Entry = index.data(ENTRY_ROLE)
        rect = option.rect
        if entry.run is None:
            low = rect.adjusted(_SIDE - 8, theme.em(0.4), -_SIDE, 0)
            text_line(painter, low, "".join(text for text, _mark in entry.pieces), "hint", "text2")
            return
        painter.save()
        chosen = self.is_chosen(option, index)
        if chosen:
            fill_chosen(painter, rect)
        side = theme.em(_ICON)
        draw(painter, entry.icon, QRectF(rect.x() + _GAP, rect.center().y() - side / 2, side, side), "text2")
        inner = rect.adjusted(_GAP + side + _GAP, 0, -_GAP, 0)
        self._words(painter, self._keys(painter, inner, entry, chosen), entry)
        painter.restore()

    def _keys(self, painter: QPainter, rect: QRect, entry: Entry, chosen: bool) -> QRect:
        """The shortcut at the right, and Enter for the row that Enter is for; the room that is left."""
        for keys in (entry.keys, _("Enter") if chosen else ""):
            width = QFontMetrics(theme.font("hint")).horizontalAdvance(keys)
            if keys and rect.width() - width > theme.em(14):
                text_line(
                    painter, QRect(rect.right() - width, rect.y(), width + 1, rect.height()), keys, "hint", "text2"
                )
                rect = rect.adjusted(0, 0, -width - 16, 0)
        return rect

    def _words(self, painter: QPainter, rect: QRect, entry: Entry) -> None:
        strong = entry.of_case
        end = marked_line(painter, rect, entry.pieces, "strong" if strong else "body", private=NAME if strong else 0)
        x = max(end + 12, rect.x() + theme.letters(_NAME) if strong else 0)
        room = QRect(x, rect.y(), rect.right() - x, rect.height())
        if room.width() < theme.em(3):
            return
        if entry.excerpt:
            marked_line(painter, room, entry.excerpt, "small", "text2", private=TEXT)
        else:
            text_line(painter, room, entry.about, "small", "text2", private=TEXT if entry.about else 0)


class PaletteList(QListView):
    """Moved by the keys of the line above it; never has the focus itself."""

    run = Signal(object)
    """The `Entry` that was clicked."""

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        self.setObjectName("palette-list")
        self.setProperty("plain", "true")
        self.setAccessibleName(_("Gevonden"))
        self._model = _Model()
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.clicked.connect(self._clicked)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show these; the row at the place of the current one stays current, else the first."""
        before = self.current()
        self._model.set_entries(entries)
        same = [place for place, one in enumerate(entries) if before is not None and one.spoken == before.spoken]
        first = [place for place, one in enumerate(entries) if one.run is not None]
        if same or first:
            self.setCurrentIndex(self._model.index((same or first)[0]))
        self.scrollToTop()

    def entries(self) -> Sequence[Entry]:
        """All rows, headings too."""
        return self._model.entries

    def current(self) -> Entry | None:
        """The row that Enter is for."""
        row = self.currentIndex().row()
        return self._model.entries[row] if 0 <= row < len(self._model.entries) else None

    def step(self, step: int) -> None:
        """Another row, past the headings."""
        places = [place for place, one in enumerate(self._model.entries) if one.run is not None]
        if not places:
            return
        here = places.index(self.currentIndex().row()) if self.currentIndex().row() in places else -1
        self.setCurrentIndex(self._model.index(places[min(max(here + step, 0), len(places) - 1)]))
        if self.currentIndex().row() == places[0]:
            self.scrollToTop()

    def height_of_all(self) -> int:
        """Pixels of all rows."""
        return sum(self.sizeHintForRow(row) for row in range(self._model.rowCount()))

    def _clicked(self, index: _Index) -> None:
        entry: Entry = index.data(ENTRY_ROLE)
        if entry.run is not None:
            self.run.emit(entry)
