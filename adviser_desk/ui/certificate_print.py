"""Prints a certificate of destruction on one A4 page: number, date, ground and how many cases. Never a file."""

from PySide6.QtGui import QPagedPaintDevice

from adviser_desk import i18n
from adviser_desk.i18n import _
from adviser_desk.models.destruction import Certificate
from adviser_desk.ui.paper import begin_page, print_words
from adviser_desk.ui.retention_words import cases_words, ground_words


def certificate_lines(certificate: Certificate) -> tuple[tuple[str, str], ...]:
    """What a certificate says: label and value."""
    return (
        (_("Nummer"), str(certificate.number)),
        (_("Datum"), i18n.current().long_date(certificate.on)),
        (_("Vernietigd"), cases_words(certificate.cases)),
        (_("Grond"), ground_words(certificate.ground)),
    )


def print_certificate(device: QPagedPaintDevice, certificate: Certificate) -> None:
    """Paint it on a printer (or in a test on another paged device)."""
    painter = begin_page(device)
    y = print_words(painter, 0, _("Verklaring van vernietiging"), 20, bold=True) + 8
    for label, value in certificate_lines(certificate):
        print_words(painter, y, label, 11, bold=True)
        y = print_words(painter, y, value, 11, x=40) + 2
    painter.end()
