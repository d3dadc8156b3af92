"""What the system asks of the look: a contrast theme, a dark one, less motion. Tests may say so instead."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAccessibilityHints, QPalette, QStyleHints
from PySide6.QtWidgets import QApplication


class SystemLook(QObject):
    """The wishes of the system now. `changed`: it wants something else, also while the program runs."""

    changed = Signal()
    repainted = Signal(QPalette)
    """The application has another palette, of its own or of the system."""

    def __init__(self) -> None:
        """Without wishes until `follow`."""
        super().__init__()
        # Qt gives objects that live as long as somebody holds them.
        self._hints: QStyleHints | None = None
        self._accessibility: QAccessibilityHints | None = None
        self._contrast: QPalette | None = None
        self._still: bool | None = None

    def follow(self, app: QApplication) -> None:
        """Listen to the system from now on. Once more does nothing."""
        if self._hints is not None:
            return
        self._hints = hints = app.styleHints()
        hints.colorSchemeChanged.connect(lambda _scheme: self.changed.emit())
        self._accessibility = accessibility = hints.accessibility()
        if accessibility is not None:
            accessibility.contrastPreferenceChanged.connect(lambda _wish: self.changed.emit())
            accessibility.motionPreferenceChanged.connect(lambda _wish: self.changed.emit())
        # From one contrast theme to another only the palette of the system changes.
        app.paletteChanged.connect(self.repainted)

    def dark(self) -> bool:
        """Whether the system is dark."""
        return self._hints is not None and self._hints.colorScheme() == Qt.ColorScheme.Dark

    def contrast(self) -> bool:
        """Whether a contrast theme is on."""
        if self._contrast is not None:
            return True
        hints = self._accessibility
        return hints is not None and hints.contrastPreference() == Qt.ContrastPreference.HighContrast

    def still(self) -> bool:
        """Whether nothing may move."""
        if self._still is not None:
            return self._still
        hints = self._accessibility
        return hints is not None and hints.motionPreference() == Qt.MotionPreference.ReducedMotion

    def palette(self, app: QApplication) -> QPalette:
        """The colours of the system; the application has them from now on."""
        # Without a palette of our own the application has that of the system again.
        app.setPalette(self._contrast or QPalette())
        return app.palette()

    def pretend(self, *, contrast: QPalette | None = None, still: bool | None = None) -> None:
        """For tests and pictures: as if the system had this contrast theme and this wish; None: as it is."""
        self._contrast, self._still = contrast, still
        self.changed.emit()
