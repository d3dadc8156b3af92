"""Says a sentence through the screen reader. It is always visible text as well."""

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QTableView, QWidget


def announce(widget: QWidget, text: str, *, assertive: bool = False) -> None:
    """Polite for what was saved and counted; assertive for errors and the countdown."""
    event = QAccessibleAnnouncementEvent(widget, text)
    politeness = QAccessible.AnnouncementPoliteness
    event.setPoliteness(politeness.Assertive if assertive else politeness.Polite)
    QAccessible.updateAccessibility(event)


def tell_row(view: QWidget | None) -> None:
    """The focus came to a list: say its current row too. Qt tells of a row only when the keys move to it."""
    if not isinstance(view, QAbstractItemView) or not QAccessible.isActive() or not view.currentIndex().isValid():
        return
    index, place = view.currentIndex(), -1
    if isinstance(view, QListView):
        place = index.row()
    elif isinstance(view, QTableView):
        # Headers are cells to assistive technology, also those that are hidden.
        place = (index.row() + 1) * (view.model().columnCount() + 1) + index.column() + 1
    if place >= 0:
        event = QAccessibleEvent(view, QAccessible.Event.Focus)
        event.setChild(place)
        QAccessible.updateAccessibility(event)
