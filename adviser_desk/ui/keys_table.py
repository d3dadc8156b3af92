"""The commands of the window in a table, with the keys that they have now."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyleOptionViewItem, QTableView

from adviser_desk.i18n import _
from adviser_desk.ui.case_table import fill_chosen, text_line
from adviser_desk.ui.commands import Listed
from adviser_desk.ui.key_field import FIXED
from adviser_desk.ui.own_keys import command_keys
from adviser_desk.ui.theme import theme
from adviser_desk.ui.widgets.chosen import ChosenDelegate

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_HIGH, _SEEN, _WIDE, _SIDE = 2, 12, 48, 12
"""em of a row, rows in view, em of the table, and pixels beside the words."""
_ONE = int(Qt.ItemDataRole.UserRole)


class _Model(QAbstractTableModel):
    def __init__(self) -> None:
        super().__init__()
        self.commands: Sequence[Listed] = ()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.commands)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else 2

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (_("Opdracht"), _("Toets"))[section]
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        one = self.commands[index.row()]
        keys = " / ".join(command_keys.of(one.code))
        if role == Qt.ItemDataRole.DisplayRole:
            return (f"{one.menu} › {one.label}", keys or "–")[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return (f"{one.label}, {one.menu}", self._spoken(one, keys))[index.column()]
        return one if role == _ONE else None

    def _spoken(self, one: Listed, keys: str) -> str:
        said = keys or _("geen toets")
        if one.code in FIXED:
            return _("%(keys)s, ligt vast") % {"keys": said}
        return _("%(keys)s, door u gekozen") % {"keys": said} if command_keys.is_own(one.code) else said


class _Delegate(ChosenDelegate):
    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        painter.save()
        if self.is_chosen(option, index):
            fill_chosen(painter, option.rect)
        one: Listed = index.data(_ONE)
        role = "strong" if index.column() and command_keys.is_own(one.code) else "body"
        token = "text2" if one.code in FIXED else "text"
        text_line(painter, option.rect.adjusted(_SIDE, 0, -_SIDE // 2, 0), str(index.data()), role, token)
        painter.restore()


class KeysTable(QTableView):
    """`asked`: another key for the current command; `cleared`: none."""

    asked = Signal()
    cleared = Signal()

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        self.setObjectName("settings-keys")
        self.setAccessibleName(_("Toetsen van opdrachten"))
        self._model = _Model()
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(self))
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.horizontalHeader().setHighlightSections(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.doubleClicked.connect(lambda _index: self.asked.emit())
        theme.changed.connect(self._measure)

    def show_commands(self, commands: Sequence[Listed]) -> None:
        """These, with the current row where it was."""
        row = max(self.currentIndex().row(), 0)
        self._model.beginResetModel()
        self._model.commands = commands
        self._model.endResetModel()
        self.setCurrentIndex(self._model.index(row, 0))
        self._measure()

    def look_again(self) -> None:
        """Other keys."""
        if rows := self._model.rowCount():
            self._model.dataChanged.emit(self._model.index(0, 0), self._model.index(rows - 1, 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.asked.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.cleared.emit()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(theme.em(_WIDE), self._row() * (_SEEN + 1) + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.em(12), self._row() * 5)

    def _row(self) -> int:
        return max(theme.em(_HIGH), QFontMetrics(theme.font("body")).height() + 6)

    def _measure(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._row())
        longest = theme.widest(("Ctrl+Shift+Z / Ctrl+Y", _("Toets")), "strong")
        self.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().resizeSection(1, longest + theme.em(2))
        self.updateGeometry()
