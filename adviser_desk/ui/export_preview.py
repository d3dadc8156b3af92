"""Step 3 of the export: exactly the tables of the files, with a column "why" that only the adviser sees."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QStackedWidget,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from adviser_desk.casework.preview_tables import PreviewRow, PreviewTable, withheld
from adviser_desk.casework.reporting import Preview
from adviser_desk.i18n import N_, _, ngettext
from adviser_desk.ui.case_table import fill_chosen, text_line
from adviser_desk.ui.icons import draw
from adviser_desk.ui.page import Width
from adviser_desk.ui.theme import theme
from adviser_desk.ui.why_words import explanation, short_reason
from adviser_desk.ui.widgets.boxes import Banner, Card, Scroll
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.chosen import ChosenDelegate
from adviser_desk.ui.widgets.progress import Progress
from adviser_desk.ui.widgets.rule import rule_above, rule_below
from adviser_desk.ui.widgets.text import Heading, Text

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_LABEL, _PRINTED, _WHY = range(3)
_HEADS = (N_("Kenmerk"), N_("Casussen"), N_("Waarom"))
_SIDE, _LEAST = 12, 9
_ICON, _BESIDE_ICON = 1.1, 6
_NO_MOST = 16_777_215
ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1


class PreviewStep(QStackedWidget):
    """Three faces: calculating, the tables, or what went wrong. `stopped` when the adviser stops the calculation.

    `asked` gives a field when the adviser wants to know what would let a number of it be told.
    """

    stopped = Signal()
    asked = Signal(str)

    def __init__(self) -> None:
        """Nothing yet."""
        super().__init__()
        self._tables: tuple[PreviewTable, ...] = ()
        self._place = 0
        self._threshold = 5
        self.addWidget(self._calculating())
        self.addWidget(self._showing())
        self.addWidget(self._failing())

    # --- faces ---

    def _calculating(self) -> QWidget:
        scroll = Scroll(margins=(32, 16, 32, 16))
        self._progress = Progress(_("Voorbeeld maken"))
        self._doing = Text("", token="text2")
        self._stop = Button(_("Stoppen"))
        self._stop.setObjectName("export-stop")
        self._stop.clicked.connect(lambda _on=False: self.stopped.emit())
        card = Card(padding=24, spacing=12)
        card.column.addWidget(Heading(_("Het voorbeeld wordt gemaakt")))
        card.column.addWidget(
            Text(_("Adviser Desk rekent na welke getallen veilig zijn. Daarna rekent een tweede manier dat na."))
        )
        card.column.addWidget(self._progress)
        card.column.addWidget(self._doing)
        card.column.addWidget(self._stop, 0, Qt.AlignmentFlag.AlignLeft)
        scroll.column.addWidget(card)
        scroll.column.addStretch(1)
        return scroll

    def _showing(self) -> QWidget:
        self._title, self._number = Heading(""), Text("", token="text2", wrap=False)
        back = Button("", kind="bare", icon="chevron-left", name=_("Vorige tabel"), hint="PgUp")
        on = Button("", kind="bare", icon="chevron-right", name=_("Volgende tabel"), hint="PgDn")
        back.clicked.connect(lambda _on=False: self.show_table(self._place - 1))
        on.clicked.connect(lambda _on=False: self.show_table(self._place + 1))
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        for widget in (back, self._number, on):
            head.addWidget(widget)
        self.table = _Table()
        self.table.turned.connect(lambda step: self.show_table(self._place + step))
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._explain())
        self._facts = Text("", "small", token="text2")
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addLayout(head)
        left.addWidget(self.table, 1_000)
        left.addWidget(self._facts)
        left.addStretch(1)
        self._why_title, self._why = Heading(""), Text("")
        self._card = Card()
        self._card.column.addWidget(self._why_title)
        self._card.column.addWidget(self._why)
        self._help = Button(_("Wat zou helpen?"), kind="link", icon="chart-column")
        self._help.setObjectName("export-help")
        self._help.clicked.connect(lambda _on=False: self.asked.emit(self._tables[self._place].field))
        self._card.column.addWidget(self._help, 0, Qt.AlignmentFlag.AlignLeft)
        reading = Card()
        reading.column.addWidget(Heading(_("Zo leest een ander dit")))
        self._reading = Text("")
        reading.column.addWidget(self._reading)
        self._side = QWidget()
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(16)
        side.addWidget(self._card)
        side.addWidget(reading)
        side.addStretch(1)
        page = Scroll(margins=(32, 16, 32, 16))
        self._row = QHBoxLayout()
        self._row.setSpacing(24)
        self._row.addLayout(left, 1)
        self._row.addWidget(self._side)
        page.column.addLayout(self._row)
        return page

    def _failing(self) -> QWidget:
        scroll = Scroll(margins=(32, 16, 32, 16))
        self._trouble = Banner("bad", _("Deze export kan nog niet"), " ")
        scroll.column.addWidget(self._trouble)
        scroll.column.addStretch(1)
        return scroll

    # --- what happens ---

    def begin(self) -> None:
        """A calculation started."""
        self._progress.setRange(0, 0)
        self._doing.setText("")
        self.setCurrentIndex(0)

    def show_progress(self, at: tuple[str, int, int]) -> None:
        """Table, its number, how many: from the calculation, on the main thread."""
        name, number, of = at
        self._progress.setRange(0, of)
        self._progress.setValue(number)
        self._doing.setText(_("Stap %(n)d van %(of)d") % {"n": number, "of": of} if name else "")

    def show_preview(self, preview: Preview, tables: tuple[PreviewTable, ...]) -> None:
        """Show the tables, the first one current."""
        self._tables, self._threshold = tables, preview.release.threshold
        self._facts.setText(f"{_('De kolom ‘Waarom’ ziet alleen u.')} {_facts(preview)}")
        k = {"k": self._threshold}
        self._reading.setText(
            "\n".join(
                (
                    _("Een getal: zoveel casussen.") % k,
                    _("<%(k)d: minder dan %(k)d. Dat kan ook 0 zijn.") % k,
                    _("≥%(k)d: %(k)d of meer.") % k,
                    _("niet getoond: dat zegt niets.") % k,
                )
            )
        )
        self.setCurrentIndex(1)
        self.show_table(0)

    def show_table(self, place: int) -> None:
        """One of the tables, from 0."""
        if not 0 <= place < len(self._tables):
            return
        self._place = place
        table = self._tables[place]
        self._title.setText(table.title)
        self._number.setText(_("Tabel %(n)d van %(of)d") % {"n": place + 1, "of": len(self._tables)})
        self.table.show_rows(table, self._threshold)
        self._explain()

    def show_trouble(self, words: str) -> None:
        """Say why there is no preview."""
        self._trouble.say(_("Deze export kan nog niet"), words, assertive=True)
        self.setCurrentIndex(2)

    def why_not(self) -> str:
        """Why there is no preview."""
        return _("Het voorbeeld wordt gemaakt") if self.currentIndex() == 0 else _("Er is geen voorbeeld")

    def set_width(self, width: Width) -> None:
        """The side column follows the text size and goes below the table in a compact window."""
        compact = width == "compact"
        self._row.setDirection(QHBoxLayout.Direction.TopToBottom if compact else QHBoxLayout.Direction.LeftToRight)
        if compact:
            self._side.setMinimumWidth(0)
            self._side.setMaximumWidth(_NO_MOST)
        else:
            self._side.setFixedWidth(theme.em(23.5 if width == "wide" else 18))

    def setFocus(self, *_reason: object) -> None:
        """The table, or the button that stops."""
        (self.table if self.currentIndex() == 1 else self._stop if self.currentIndex() == 0 else self).setFocus()

    def _explain(self) -> None:
        row = self.table.row()
        if row is None:
            return
        title, words = explanation(row, self._threshold)
        self._why_title.setText(title)
        self._why.setText(words)
        self._help.setVisible(row.reason is not None)


def _facts(preview: Preview) -> str:
    """How many cells are told, in a sentence that is right for 1 too."""
    numbers = withheld(preview)
    words = ngettext(
        "In deze export staat %(told)d getal; %(withheld)d cellen hebben er geen.",
        "In deze export staan %(told)d getallen; %(withheld)d cellen hebben er geen.",
        numbers["told"],
    )
    return words % numbers


class _Model(QAbstractTableModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[PreviewRow, ...] = ()
        self._threshold = 5

    def set_rows(self, rows: tuple[PreviewRow, ...], threshold: int) -> None:
        self.beginResetModel()
        self.rows, self._threshold = rows, threshold
        self.endResetModel()

    def row(self, number: int) -> PreviewRow | None:
        return self.rows[number] if 0 <= number < len(self.rows) else None

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(_HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return self.rows[section].label if role == Qt.ItemDataRole.AccessibleTextRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return _(_HEADS[section])
        if role == Qt.ItemDataRole.FontRole:
            return theme.font("label")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section == _PRINTED else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return (row.label, row.printed, short_reason(row)[1])[index.column()]
        return row.label if role == Qt.ItemDataRole.ToolTipRole and index.column() == _LABEL else None


class _Delegate(ChosenDelegate):
    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row: PreviewRow = index.data(ROW_ROLE)
        rect = option.rect
        if self.is_chosen(option, index):
            fill_chosen(painter, rect)
        if row.is_total:
            rule_above(painter, rect, "control")
        else:
            rule_below(painter, rect)
        inner = rect.adjusted(_SIDE, 0, -_SIDE, 0)
        role = "strong" if row.is_total else "body"
        if index.column() == _LABEL:
            text_line(painter, inner, row.label, role)
        elif index.column() == _PRINTED:
            self._printed(painter, inner, row, role)
        else:
            icon, words = short_reason(row)
            if icon:
                side = theme.em(_ICON)
                draw(painter, icon, QRectF(inner.x(), inner.center().y() - side / 2, side, side), "text2")
                if inner.width() > side + theme.widest((words,), "small"):
                    text_line(painter, inner.adjusted(side + _BESIDE_ICON, 0, 0, 0), words, "small", "text2")
        painter.restore()

    def _printed(self, painter: QPainter, inner: QRect, row: PreviewRow, role: str) -> None:
        font = theme.font(role)
        width = QFontMetrics(font).horizontalAdvance(row.printed)
        box = QRect(inner.right() - width, inner.y(), width + 2, inner.height())
        if not row.is_number:
            height = QFontMetrics(font).height() + 6
            painter.setPen(theme.colour("control") if theme.contrast else Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("sunken"))
            painter.drawRoundedRect(QRectF(box.x() - 8, box.center().y() - height / 2, width + 16, height), 4, 4)
        text_line(painter, box, row.printed, role, "text" if row.is_number else "text2")


class _Table(QTableView):
    """PgUp and PgDn turn to another table."""

    turned = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._whole = 0
        self.setObjectName("export-table")
        self._model = _Model()
        self._delegate = _Delegate()
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(_LABEL, QHeaderView.ResizeMode.Stretch)
        head.setHighlightSections(False)
        theme.changed.connect(self._measure)

    def show_rows(self, table: PreviewTable, threshold: int) -> None:
        self.setAccessibleName(table.title)
        self._model.set_rows(table.rows, threshold)
        self._measure()
        self.setCurrentIndex(self._model.index(0, 0))

    def row(self) -> PreviewRow | None:
        return self._model.row(self.currentIndex().row())

    def keyPressEvent(self, event: Any) -> None:
        step = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.turned.emit(step)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._measure()

    def _measure(self) -> None:
        height = QFontMetrics(theme.font("body")).height() + 16
        self.verticalHeader().setDefaultSectionSize(height)
        width = self.width()
        self.setColumnHidden(_WHY, width < theme.em(24))
        # The rest is for the labels.
        rows, heads = self._model.rows, [theme.widest((_(head),), "label") for head in _HEADS]
        numbers = theme.widest((row.printed for row in rows), "strong") + 16
        reasons = theme.widest((short_reason(row)[1] for row in rows), "small") + theme.em(_ICON) + _BESIDE_ICON
        self.setColumnWidth(_PRINTED, max(numbers, heads[_PRINTED]) + 2 * _SIDE + 2)
        self.setColumnWidth(_WHY, max(reasons if width >= theme.em(32) else 0, heads[_WHY]) + 2 * _SIDE + 2)
        self._whole = self.horizontalHeader().sizeHint().height() + self._model.rowCount() * height + 3
        self.setMaximumHeight(self._whole)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), min(self._whole, theme.em(_LEAST)))

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())
