"""A filter as a button that says what is chosen and opens a menu: Status: alle."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from adviser_desk.i18n import _
from adviser_desk.ui.widgets.button import Button, below


class Filter(Button):
    """One of some values, or everything (None). `chosen` tells the new value."""

    chosen = Signal(object)

    def __init__(self, name: str, everything: str, values: Sequence[tuple[str, str]]) -> None:
        """`values`: (value, label)."""
        super().__init__("", menu=True)
        self._name, self._everything = name, everything
        self.value: str | None = None
        self._menu = QMenu(self)
        group = QActionGroup(self._menu)
        self._actions: dict[str | None, QAction] = {}
        for value, label in [(None, everything), *values]:
            action = self._menu.addAction(label)
            action.setCheckable(True)
            action.triggered.connect(lambda _on=False, value=value: self._choose(value))
            group.addAction(action)
            self._actions[value] = action
        self.clicked.connect(lambda _on=False: self._menu.popup(below(self)))
        self.set_value(None)

    def values(self) -> Collection[str | None]:
        """What can be chosen; None is everything."""
        return self._actions.keys()

    def set_value(self, value: str | None) -> None:
        """Choose, without telling."""
        self.value = value
        self._actions[value].setChecked(True)
        label = self._actions[value].text()
        spoken = _("%(filter)s, gekozen: %(value)s") % {"filter": self._name, "value": label}
        self.set_label(f"{self._name}: {label}", name=spoken)

    def _choose(self, value: str | None) -> None:
        self.set_value(value)
        self.chosen.emit(value)
