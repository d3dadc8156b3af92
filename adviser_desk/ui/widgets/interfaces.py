"""What assistive technology is told of widgets that Qt does not know, and of texts that are hidden: nothing."""

from PySide6.QtCore import QLoggingCategory, QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QLabel, QLineEdit, QPushButton, QStackedWidget, QWidget

_HUSHED = "hushed"


class SecretLine(QLineEdit):
    """A line for a passphrase. While it is hidden, no letter of it goes to assistive technology."""

    def __init__(self) -> None:
        """Hidden."""
        super().__init__()
        self.show_words(False)

    def show_words(self, on: bool) -> None:
        """Show or hide what is typed; shown, it can be read out as any text."""
        self.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)
        hush(self, not on)


def hush(field: QWidget, on: bool) -> None:
    """While on, assistive technology knows that there is a field, and nothing of the text in it.

    Qt tells each letter that is typed or put there, on Linux over a bus that other programs may listen to; also of a
    passphrase that is hidden, and of a field that is out of view.
    """
    if bool(field.property(_HUSHED)) != on:
        field.setProperty(_HUSHED, on)
        # The next question about the field is answered anew.
        if (known := QAccessible.queryAccessibleInterface(field)) is not None:
            QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(known))


class _Interface(QAccessibleWidget):
    def __init__(self, widget: QWidget, role: QAccessible.Role) -> None:
        super().__init__(widget, role)

    def text(self, kind: QAccessible.Text) -> str:
        """A heading is called by its words; Qt's own interface for any widget knows no words."""
        words, widget = super().text(kind), self.widget()
        if words or kind != QAccessible.Text.Name:
            return words
        # What is on the screen: a label with a name on it may know more than it shows now.
        if isinstance(widget, QLabel):
            return QLabel.text(widget)
        return QPushButton.text(widget) if isinstance(widget, QPushButton) else words


class _Hushed(QAccessibleWidget):
    """Without the text that Qt's own interface of a field has."""

    def __init__(self, field: QWidget) -> None:
        super().__init__(field, QAccessible.Role.EditableText)

    def state(self) -> QAccessible.State:
        state = super().state()
        state.passwordEdit = True
        state.editable = True
        return state

    def text(self, kind: QAccessible.Text) -> str:
        """As many dots as there are on the screen."""
        field = self.widget()
        if kind == QAccessible.Text.Value:
            return field.displayText() if isinstance(field, SecretLine) else ""
        return super().text(kind)


_interfaces: dict[int, QAccessibleInterface] = {}
"""By the identity of their widgets, so that no widget is held here."""


def install_headings() -> None:
    """Tell assistive technology what a widget is `spoken_as`. Once, after the application is made."""
    QAccessible.installFactory(_factory)
    # It warns of each letter that is not sent.
    QLoggingCategory.setFilterRules("qt.accessibility.atspi.warning=false")


def _factory(_class: str, thing: QObject) -> QAccessibleInterface | None:
    interface: QAccessibleInterface | None = None
    if isinstance(thing, QWidget) and thing.property(_HUSHED):
        interface = _Hushed(thing)
    elif isinstance(thing, QWidget) and (role := getattr(thing, "spoken_as", None)) is not None:
        interface = _Interface(thing, role)
    elif isinstance(thing, QStackedWidget):
        # What holds pages is no news: Orca says “layered pane” each time the focus comes into it.
        interface = _Interface(thing, QAccessible.Role.Client)
    if interface is not None:
        known_by = id(thing)
        if known_by not in _interfaces:
            thing.destroyed.connect(lambda: _interfaces.pop(known_by, None))
        _interfaces[known_by] = interface
    return interface
