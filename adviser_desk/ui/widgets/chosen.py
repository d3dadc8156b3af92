"""Rows of a list: in a contrast theme a chosen row has the two colours that the system gives to what is chosen."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from adviser_desk.ui.theme import theme

Index = QModelIndex | QPersistentModelIndex


class ChosenDelegate(QStyledItemDelegate):
    """Subclasses paint in `paint_row`; where a row that is selected is not always a chosen one they say `is_chosen`."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        with theme.chosen(on=self.is_chosen(option, index)):
            self.paint_row(painter, option, index)

    def is_chosen(self, option: QStyleOptionViewItem, index: Index) -> bool:
        """Whether the row has another ground than the others."""
        return bool(option.state & QStyle.StateFlag.State_Selected)

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row or cell."""
        raise NotImplementedError
