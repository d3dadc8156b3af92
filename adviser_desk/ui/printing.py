"""Printing through the dialog of the system: on paper, never in a file."""

import re
from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget

WhyNot = Literal["no_printer", "file"]
_MAKES_A_FILE = re.compile(r"\b(?:pdf|xps|onenote|fax)\b|(?:to|naar) (?:file|bestand)", re.IGNORECASE)


def ask_printer(parent: QWidget, paint: Callable[[QPrinter], None], refused: Callable[[WhyNot], None]) -> None:
    """Show the dialog and paint on the printer that is chosen there; `refused` tells why nothing is printed."""
    if not QPrinterInfo.availablePrinterNames():
        refused("no_printer")
        return
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName("Adviser Desk")
    dialog = QPrintDialog(printer, parent)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintToFile, False)
    dialog.accepted.connect(lambda: refused("file") if makes_a_file(printer) else paint(printer))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setModal(True)
    dialog.show()


def makes_a_file(printer: QPrinter) -> bool:
    """Whether a printer is none: what it prints becomes a file or a message."""
    native = printer.outputFormat() == QPrinter.OutputFormat.NativeFormat
    return not native or bool(printer.outputFileName()) or bool(_MAKES_A_FILE.search(printer.printerName()))
