"""One of some values as a button that says which, and opens a menu: Periode: 3e kwartaal 2026."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from adviser_desk.i18n import _
from adviser_desk.ui.widgets.button import Button, below


class Choice(Button):
    """There is always one chosen, once there are values. `chosen` tells the new value."""

    chosen = Signal(str)

    def __init__(self, name: str) -> None:
        """Nothing to choose from yet."""
        super().__init__(f"{name}: …", menu=True)
        self._name = name
        self.value = ""
        self._menu = QMenu(self)
        self._group = QActionGroup(self._menu)
        self._actions: dict[str, QAction] = {}
        self.clicked.connect(lambda _on=False: self._menu.popup(below(self)))

    def set_values(self, values: Sequence[tuple[str, str]]) -> None:
        """(value, label) each; what was chosen stays so where it is among them, else the first is."""
        if [(value, action.text()) for value, action in self._actions.items()] != list(values):
            self._fill(values)
        if values:
            self.set_value(self.value if self.value in self._actions else values[0][0])

    def values(self) -> Collection[str]:
        """What can be chosen."""
        return self._actions.keys()

    def set_value(self, value: str) -> None:
        """Choose, without telling."""
        self.value = value
        self._actions[value].setChecked(True)
        label = self._actions[value].text()
        spoken = _("%(filter)s, gekozen: %(value)s") % {"filter": self._name, "value": label}
        self.set_label(f"{self._name}: {label}", name=spoken)

    def _fill(self, values: Sequence[tuple[str, str]]) -> None:
        self._menu.clear()
        self._actions = {}
        for value, label in values:
            action = self._group.addAction(self._menu.addAction(label))
            action.setCheckable(True)
            action.triggered.connect(lambda _on=False, value=value: self._choose(value))
            self._actions[value] = action

    def _choose(self, value: str) -> None:
        self.set_value(value)
        self.chosen.emit(value)
