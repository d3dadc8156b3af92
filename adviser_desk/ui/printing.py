"""Printing through the dialog of the system: on paper, never in a file."""

import re
from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QPushButton, QWidget

from adviser_desk.i18n import _
from adviser_desk.ui.print_queue import TITLE, PrintedPages, pages_in_memory
from adviser_desk.ui.widgets.boxes import Banner

WhyNot = Literal["no_printer", "file"]
_MAKES_A_FILE = re.compile(r"\b(?:pdf|xps|onenote|fax)\b|(?:to|naar) (?:file|bestand)", re.IGNORECASE)


def ask_printer(
    parent: QWidget, paint: Callable[[QPrinter], None], refused: Callable[[WhyNot], None], *, file: bool = False
) -> None:
    """Show the dialog and paint on the printer that is chosen there; `refused` tells why nothing is printed.

    With `file` a printer that makes files will do: for what holds nothing of a case.
    """
    if not QPrinterInfo.availablePrinterNames():
        refused("no_printer")
        return
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(TITLE)
    dialog = QPrintDialog(printer, parent)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintToFile, False)
    # Where the system has none of its own, Qt shows one with pictures of another age.
    for button in dialog.findChildren(QPushButton):
        button.setIcon(QIcon())

    def accepted() -> None:
        if not file and makes_a_file(printer):
            refused("file")
            return
        with pages_in_memory():
            paint(printer)
        PrintedPages(parent.window())

    dialog.accepted.connect(accepted)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setModal(True)
    dialog.show()


def no_paper() -> Banner:
    """Why a printer that makes a file is refused."""
    title = _("Deze printer maakt een bestand")
    return Banner("warn", title, _("Kies een printer met papier. Een bestand kan in een cloudmap belanden."))


def makes_a_file(printer: QPrinter) -> bool:
    """Whether a printer is none: what it prints becomes a file or a message."""
    native = printer.outputFormat() == QPrinter.OutputFormat.NativeFormat
    return not native or bool(printer.outputFileName()) or bool(_MAKES_A_FILE.search(printer.printerName()))
