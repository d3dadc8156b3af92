"""The two keys of every form: Ctrl+Enter finishes it, Esc closes it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


def form_keys(form: QWidget, finish: Callable[[], None], close: Callable[[], None] | None = None) -> None:
    """Work while the focus is inside `form`."""
    keys: dict[str, Callable[[], None] | None] = {"Ctrl+Return": finish, "Ctrl+Enter": finish, "Esc": close}
    for text, run in keys.items():
        if run is not None:
            shortcut = QShortcut(QKeySequence(text), form)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(run)
