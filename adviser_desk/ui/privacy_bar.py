"""Says that names and texts are hidden, with the way back; and what goes with hiding them."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from adviser_desk.casework.changes import Changes, Kind
from adviser_desk.i18n import _
from adviser_desk.ui.announce import announce
from adviser_desk.ui.capture_box import CaptureBox
from adviser_desk.ui.clipboard import forget_copied
from adviser_desk.ui.privacy import privacy
from adviser_desk.ui.screen_capture import capture
from adviser_desk.ui.state import State
from adviser_desk.ui.widgets.boxes import Picture
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.text import Text


class PrivacyBar(QWidget):
    """Above the page while the privacy screen is on, or while others may see the window."""

    def __init__(self, state: State) -> None:
        """Hidden while it is off."""
        super().__init__()
        self.setObjectName("page")
        self._state = state
        self._seen = CaptureBox()
        self._words = Text(_("Namen en teksten zijn afgeschermd."))
        show = Button(_("Weer tonen"), hint="Ctrl+.")
        show.setObjectName("privacy-off")
        show.clicked.connect(lambda _on=False: privacy.set(False))
        self._box = box = QFrame()
        box.setObjectName("banner")
        box.setProperty("tone", "info")
        row = QHBoxLayout(box)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(12)
        row.addWidget(Picture("eye-off", "accent"))
        row.addWidget(self._words, 1)
        row.addWidget(show)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 12, 24, 0)
        column.addWidget(box)
        column.addWidget(self._seen)
        # A window begins with everything shown: who unlocks it has just proved to be there.
        privacy.set(False)
        privacy.changed.connect(self._follow)
        capture.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        self._box.setVisible(privacy.on)
        self._seen.setVisible(capture.until is not None)
        self.setVisible(privacy.on or capture.until is not None)

    def _follow(self) -> None:
        self._show()
        if privacy.on:
            forget_copied()
        announce(self.window(), self._words.text() if privacy.on else _("Namen en teksten zijn weer te zien."))
        # Pages look again, and say their sentences without a name or with it.
        self._state.changed.emit(Changes.of(*Kind))
