"""What takes the last act back, and what that act is called in the menu."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from adviser_desk.i18n import _


@dataclass(frozen=True)
class Undo:
    """`what` names the act as the menu does: “contact verwijderen”."""

    what: str
    back: Callable[[], None]

    def __call__(self) -> None:
        """Take it back."""
        self.back()


def typing_to_undo() -> QPlainTextEdit | QLineEdit | None:
    """The field in focus when something that was typed there can be taken back."""
    focus = QApplication.focusWidget()
    if isinstance(focus, QPlainTextEdit) and not focus.isReadOnly() and focus.document().isUndoAvailable():
        return focus
    return focus if isinstance(focus, QLineEdit) and focus.isUndoAvailable() else None


def undo_words(what: str) -> str:
    """The words of the command: what it takes back, unless that is typing."""
    if not what or typing_to_undo() is not None:
        return _("&Ongedaan maken")
    # An "&" in the name of an act would become a key of the menu.
    return _("&Ongedaan maken: %(what)s") % {"what": what.replace("&", "&&")}
