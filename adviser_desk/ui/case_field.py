"""The case of a new contact: three letters, Enter. Its list is part of the panel, not a popup that closes by itself."""

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QLineEdit,
    QListView,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from adviser_desk import i18n
from adviser_desk.casework import cases
from adviser_desk.casework.cases import CaseRow
from adviser_desk.i18n import _, ngettext
from adviser_desk.ui.announce import announce
from adviser_desk.ui.case_table import fill_chosen
from adviser_desk.ui.icons import draw
from adviser_desk.ui.privacy import NAME, draw_bar, privacy
from adviser_desk.ui.state import State
from adviser_desk.ui.theme import theme
from adviser_desk.ui.widgets.chosen import ChosenDelegate
from adviser_desk.ui.widgets.private import veil

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_SPOKEN_AFTER_MS = 800


class CaseField(QWidget):
    """A line to type in, with the cases that start so below it; the last row makes a new case."""

    picked = Signal(object)
    """A `CaseRow`, or None for a new case."""
    typed = Signal()
    deciding = Signal()
    """Enter came before its list did: the case follows, the keys go on to the note."""

    def __init__(self, state: State) -> None:
        """Empty, nothing chosen."""
        super().__init__()
        self._state = state
        self._listed: str | None = None
        self._decide = False
        self._row: CaseRow | None = None
        self._awaited: int | None = None
        self.line = _Line()
        self.line.setObjectName("capture-case")
        self.line.textEdited.connect(self._edited)
        self.line.installEventFilter(self)
        self._model = _Model(state)
        self._list = QListView()
        self._list.setObjectName("capture-cases")
        self._list.setAccessibleName(_("Gevonden casussen"))
        self._list.setModel(self._model)
        self._list.setItemDelegate(_Delegate(self._list))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.clicked.connect(lambda index: self._pick(index.row()))
        self._list.hide()
        self._speak = QTimer(self, interval=_SPOKEN_AFTER_MS, singleShot=True)
        self._speak.timeout.connect(self._say_found)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.line)
        column.addWidget(self._list)
        self.setFocusProxy(self.line)
        veil(self.line)

    @property
    def case_id(self) -> int | None:
        """The chosen case, also while its row is still on the way."""
        return self._awaited if self._row is None else self._row.id

    @property
    def row(self) -> CaseRow | None:
        """The chosen case as a row of the list."""
        return self._row

    def choose(self, row: CaseRow | None, words: str = "") -> None:
        """Show a case as chosen; None with the words typed so far."""
        self._row, self._awaited, self._listed, self._decide = row, None, None, False
        shown = words if row is None else self._fitting(describe(self._state, row))
        # A cursor that moves before the focus comes makes Orca take the field for read already.
        if shown != self.line.text():
            self.line.setText(shown)
        if row is not None:
            self.line.setCursorPosition(0)
        self.line.show_check(row is not None)
        self._list.hide()

    def expect(self, case_id: int) -> None:
        """This case is chosen; its row follows. What is kept or saved before that is of this case already."""
        self._awaited = case_id

    def _fitting(self, words: str) -> str:
        """As many of the words of a case as the line can show whole; the first is its name."""
        room, metrics = self.line.width() - theme.em(4), QFontMetrics(theme.font("body"))
        parts = words.split(", ")
        while len(parts) > 1 and metrics.horizontalAdvance(", ".join(parts)) > room:
            parts.pop()
        return ", ".join(parts)

    def open_list(self) -> None:
        """Show the cases of the newest contacts before anything is typed."""
        if self._row is None:
            self._look_up(self.line.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress or self._row is not None:
            return False
        key, up_or_down = event.key(), (Qt.Key.Key_Down, Qt.Key.Key_Up)
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if key in up_or_down and self._list.isVisible():
            self._move(1 if key == Qt.Key.Key_Down else -1)
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self._enter()
            return True
        return False

    def _enter(self) -> None:
        if self._listed == self.line.text():
            self._pick(self._list.currentIndex().row())
            return
        # The list still shows what fewer letters gave: its first case is not the one that is meant.
        self._decide = True
        self._look_up(self.line.text())
        self.deciding.emit()

    def _edited(self, words: str) -> None:
        if self._row is not None:
            # Typing over a chosen case starts anew with what was just typed.
            self._row = None
            self.line.show_check(False)
        self._decide, self._awaited = False, None
        self._speak.start()
        self._look_up(words)
        self.typed.emit()

    def _look_up(self, words: str) -> None:
        def show(rows: tuple[CaseRow, ...]) -> None:
            if self._row is None and self.line.text() == words:
                self._model.set_rows(rows)
                self._list.setCurrentIndex(self._model.index(0))
                height = self._list.sizeHintForRow(0) * min(self._model.rowCount(), 6) + 4
                self._list.setFixedHeight(height)
                self._list.setVisible(True)
                self._listed = words
                if self._decide:
                    self._pick(0)

        self._state.run(cases.cases_starting, words, then=show)

    def _move(self, step: int) -> None:
        row = min(max(self._list.currentIndex().row() + step, 0), self._model.rowCount() - 1)
        self._list.setCurrentIndex(self._model.index(row))
        # The focus stays in the line, so nobody else tells of the row.
        self._speak.stop()
        announce(self.line, self._row_words())

    def _say_found(self) -> None:
        """Once the keys stop: how many there are, and which one Enter takes."""
        if self._list.isVisible():
            number = self._model.rowCount() - 1
            words = ngettext("%(n)d casus gevonden", "%(n)d casussen gevonden", number) % {"n": number}
            announce(self.line, f"{words}. {self._row_words()}")

    def _row_words(self) -> str:
        return str(self._list.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole) or "")

    def _pick(self, row: int) -> None:
        if row < 0:
            return
        self._decide = False
        self._list.hide()
        self.picked.emit(self._model.row(row))


class _Line(QLineEdit):
    """With a check mark, as large as the text, once a case is chosen."""

    def __init__(self) -> None:
        super().__init__()
        self._check = False
        self._follow()
        theme.changed.connect(self._follow)

    def show_check(self, on: bool) -> None:
        self._check = on
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._check:
            side = theme.em(1.286)
            draw(QPainter(self), "check", QRectF(self.width() - side - 8, (self.height() - side) / 2, side, side), "ok")

    def _follow(self) -> None:
        self.setMinimumHeight(theme.em(2.7))
        self.setTextMargins(0, 0, theme.em(1.286), 0)


class _Model(QAbstractListModel):
    def __init__(self, state: State) -> None:
        super().__init__()
        self._state = state
        self._rows: tuple[CaseRow, ...] = ()

    def set_rows(self, rows: tuple[CaseRow, ...]) -> None:
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row(self, number: int) -> CaseRow | None:
        return self._rows[number] if number < len(self._rows) else None

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows) + 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        row = self.row(index.row())
        return _("Nieuwe casus") if row is None else privacy.spoken(describe(self._state, row))


class _Delegate(ChosenDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(10, QFontMetrics(theme.font("body")).height() + 16)

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        if self.is_chosen(option, index):
            fill_chosen(painter, option.rect)
        words = str(index.data())
        if privacy.on and index.row() < index.model().rowCount() - 1:
            draw_bar(painter, option.rect.adjusted(12, 0, -12, 0), NAME, strong=True)
            return
        name, comma, rest = words.partition(",")
        x = option.rect.x() + 12
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        for text, role, token in ((name, "strong", "text"), (rest if comma else "", "small", "text2")):
            painter.setFont(theme.font(role))
            painter.setPen(theme.colour(token))
            metrics = QFontMetrics(theme.font(role))
            room = option.rect.right() - 12 - x
            painter.drawText(
                x,
                option.rect.y(),
                room,
                option.rect.height(),
                flags,
                metrics.elidedText(text, Qt.TextElideMode.ElideRight, room),
            )
            x += metrics.horizontalAdvance(text) + 4


def describe(state: State, row: CaseRow) -> str:
    """Kompas-47, Intimidatie, laatste contact 2 oktober: as the list shows it and a screen reader says it."""
    parts = [row.pseudonym]
    if row.memory_aid:
        parts.append(row.memory_aid)
    if row.traits.behaviour:
        parts.append(state.label("behaviour", row.traits.behaviour[0]))
    elif row.traits.matter:
        parts.append(state.label("matter", row.traits.matter))
    if row.last_contact is not None:
        day = i18n.current().short_date(row.last_contact.date(), state.today())
        parts.append(_("laatste contact %(day)s") % {"day": day})
    return ", ".join(parts)
