"""The certificates of destruction: number, date, how many cases and the ground; each can be printed, never saved."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from adviser_desk import i18n
from adviser_desk.i18n import _
from adviser_desk.models.destruction import Certificate
from adviser_desk.ui.announce import announce
from adviser_desk.ui.certificate_print import print_certificate
from adviser_desk.ui.printing import WhyNot, ask_printer
from adviser_desk.ui.retention_words import cases_words, ground_words
from adviser_desk.ui.to_do_list import Line, ToDoList
from adviser_desk.ui.widgets.boxes import Banner, Flow
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.text import Text


class CertificatesView(QWidget):
    """Newest first; Enter or the button prints the chosen one. `closed` goes back to the cases."""

    closed = Signal()

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        self.setObjectName("clear")
        self._certificates: Sequence[Certificate] = ()
        self.list = ToDoList(_("Verklaringen van vernietiging"), tick=False, choice=True, widths=(9, 9))
        self.list.setObjectName("certificates")
        self.list.opened.connect(lambda _row: self._ask_printer())
        self._none = Text(_("Er is nog niets vernietigd."), token="text2")
        self._print = Button(_("Verklaring printen"), icon="printer", hint="Enter", tall=True)
        self._print.setObjectName("certificate-print")
        self._print.clicked.connect(lambda _on=False: self._ask_printer())
        self._back = Button(_("Terug naar de casussen"), tall=True)
        self._back.setObjectName("certificates-back")
        self._back.clicked.connect(lambda _on=False: self.closed.emit())
        self._no_printer = Banner("warn", _("Er is geen printer"), _("Neem de verklaring over met pen."))
        self._no_printer.hide()
        buttons = Flow(8)
        buttons.addWidget(self._print)
        buttons.addWidget(self._back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        words = _("Een verklaring zegt hoeveel casussen er weg zijn, wanneer en waarom. Niet welke.")
        column.addWidget(Text(words, token="text2"))
        for part in (self._none, self.list):
            column.addWidget(part)
        column.addLayout(buttons)
        column.addWidget(self._no_printer)
        column.addStretch(1)

    def show_certificates(self, certificates: Sequence[Certificate]) -> None:
        """Show these, newest first."""
        self._certificates = certificates
        self.list.show_lines(
            [
                Line(
                    when=i18n.current().long_date(one.on),
                    late=False,
                    name=_("Nummer %(n)d") % {"n": one.number},
                    icon="scroll-text",
                    text=f"{cases_words(one.cases)} · {ground_words(one.ground)}",
                )
                for one in certificates
            ]
        )
        self._none.setVisible(not certificates)
        for part in (self.list, self._print):
            part.setVisible(bool(certificates))

    def focus_first(self) -> None:
        """The list, or the way back."""
        (self.list if self._certificates else self._back).setFocus()

    def _ask_printer(self) -> None:
        row = self.list.currentIndex().row()
        if not 0 <= row < len(self._certificates):
            return
        certificate = self._certificates[row]
        # Nothing of a case is on it: it may become a file.
        ask_printer(self, lambda printer: print_certificate(printer, certificate), self._tell, file=True)

    def _tell(self, _why: WhyNot) -> None:
        self._no_printer.show()
        announce(self._no_printer, self._no_printer.accessibleName(), assertive=True)
