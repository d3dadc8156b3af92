"""Asks for a folder or a file in a dialog of our own: that of the system keeps a list of what was chosen last."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

Chosen = Callable[[str], None]


def ask_folder(parent: QWidget, title: str, start: str, chosen: Chosen) -> None:
    """`chosen` hears which folder; nothing when the adviser turns back."""
    dialog = QFileDialog(parent, title, start)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    _open(dialog, chosen)


def ask_file(parent: QWidget, title: str, start: str, kinds: str, chosen: Chosen) -> None:
    """`chosen` hears which file of `kinds`, such as `Backups (*.backup)`."""
    dialog = QFileDialog(parent, title, start, kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    _open(dialog, chosen)


def ask_files(parent: QWidget, title: str, start: str, kinds: str, chosen: Callable[[list[str]], None]) -> None:
    """`chosen` hears which files of `kinds`, at least one."""
    dialog = QFileDialog(parent, title, start, kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.filesSelected.connect(chosen)
    _show(dialog)


def _open(dialog: QFileDialog, chosen: Chosen) -> None:
    dialog.fileSelected.connect(chosen)
    _show(dialog)


def _show(dialog: QFileDialog) -> None:
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
