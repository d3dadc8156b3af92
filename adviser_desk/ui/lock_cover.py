"""Hides the whole window while locking waits for room on the disk: nothing is on show and nothing is lost."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from adviser_desk.errors import KnownError
from adviser_desk.i18n import _
from adviser_desk.ui.state import sentence
from adviser_desk.ui.theme import theme
from adviser_desk.ui.widgets.boxes import Banner, centred


class LockCover(QWidget):
    """Lies over the window and takes every key and click."""

    def __init__(self, window: QWidget) -> None:
        """Shown at once."""
        super().__init__(window)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAutoFillBackground(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._banner = Banner("bad", "", "", icon="lock")
        self._banner.setMaximumWidth(theme.em(40))
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addLayout(centred(self._banner))
        column.addStretch(2)
        window.installEventFilter(self)
        self.resize(window.size())
        for action in window.actions():
            action.setEnabled(False)
        for other in QApplication.topLevelWidgets():
            if other is not window:
                other.hide()
        for child in window.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if child is not self:
                child.hide()
        self.show()
        self.raise_()
        self.setFocus()

    def say(self, error: KnownError) -> None:
        """Why locking waits."""
        title = _("Adviser Desk gaat op slot zodra uw tekst is opgeslagen")
        self._banner.say(title, sentence(error), assertive=True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.resize(watched.size())
        return False
