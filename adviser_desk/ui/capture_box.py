"""Says that others may see the window, until when, and how to stop that."""

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout

from adviser_desk.i18n import _
from adviser_desk.ui.announce import announce
from adviser_desk.ui.screen_capture import capture
from adviser_desk.ui.widgets.boxes import Picture
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.text import Text


class CaptureBox(QFrame):
    """Shown while that is so."""

    def __init__(self) -> None:
        """The words come with the time."""
        super().__init__()
        self.setObjectName("banner")
        self.setProperty("tone", "warn")
        self._words = Text("")
        stop = Button(_("Weer verbergen"))
        stop.setObjectName("capture-stop")
        stop.clicked.connect(lambda _on=False: capture.stop())
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(12)
        row.addWidget(Picture("eye", "warn"))
        row.addWidget(self._words, 1)
        row.addWidget(stop)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if capture.until is not None:
            self._words.setText(
                _("Wie uw scherm deelt of opneemt, ziet dit venster tot %(time)s.") % {"time": f"{capture.until:%H:%M}"}
            )
            announce(self.window(), self._words.text())

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if capture.until is None and not event.spontaneous() and self.window().isVisible():
            announce(self.window(), _("Bij schermdelen is het venster weer verborgen."))
