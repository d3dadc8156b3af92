"""Asks input methods to remember nothing that is typed: no word list, no learning, no suggestions from it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget


def guard_typed_words(app: QApplication) -> None:
    """For every field of the program, from the moment it gets the focus."""
    app.focusChanged.connect(_ask)


def _ask(_before: QWidget | None, field: QWidget | None) -> None:
    if isinstance(field, QLineEdit | QPlainTextEdit):
        field.setInputMethodHints(field.inputMethodHints() | Qt.InputMethodHint.ImhSensitiveData)
