"""A field for a passphrase: hidden, can be shown for a while, and warns when Caps Lock is on."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from adviser_desk.i18n import _
from adviser_desk.ui.announce import announce
from adviser_desk.ui.theme import theme
from adviser_desk.ui.widgets.boxes import Picture
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.interfaces import SecretLine
from adviser_desk.ui.widgets.text import Text

_SHOWN_MS = 30_000


class PassphraseField(QWidget):
    """Hidden always, so that a screen reader does not speak it; `entered` on Enter."""

    changed = Signal(str)
    entered = Signal()

    def __init__(self, label: str, *, name: str, can_show: bool = True, level: bool = False) -> None:
        """`name` is the object name of the line. `level`: as long as one that can be shown, above it."""
        super().__init__()
        self.line = SecretLine()
        self.line.setObjectName(name)
        self.line.setAccessibleName(label)
        self.line.setMaxLength(500)
        self.line.textChanged.connect(self.changed)
        self.line.returnPressed.connect(self.entered)
        self.line.installEventFilter(self)
        self.setFocusProxy(self.line)
        self._hide = QTimer(self, interval=_SHOWN_MS, singleShot=True)
        self._hide.timeout.connect(lambda: self.show_words(False))
        caption = Text(label, "label", wrap=False)
        caption.setBuddy(self.line)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        self.show_button = Button(_("Tonen"), icon="eye", name=_("Wachtzin tonen"), tall=True)
        self.show_button.setCheckable(True)
        self.show_button.clicked.connect(self.show_words)
        if can_show:
            row.addWidget(self.show_button)
            shortcut = QShortcut(QKeySequence("Alt+T"), self)
            shortcut.activated.connect(self.show_button.click)
        elif level:
            keep = self.show_button.sizePolicy()
            keep.setRetainSizeWhenHidden(True)
            self.show_button.setSizePolicy(keep)
            row.addWidget(self.show_button)
            self.show_button.hide()
        self._near: list[QWidget] = [self.line]
        self.keep_shown_from(self.show_button)
        self._caps = self._warning()
        self.trouble = Text("", "small", token="bad")
        self.trouble.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(caption)
        column.addLayout(row)
        column.addWidget(self._caps)
        column.addWidget(self.trouble)
        theme.changed.connect(self._measure)
        self._measure()

    def text(self) -> str:
        """What is typed."""
        return self.line.text()

    def show_words(self, on: bool) -> None:
        """Show or hide what is typed; it hides by itself after 30 seconds."""
        self.show_button.setChecked(on)
        label = _("Verbergen") if on else _("Tonen")
        self.show_button.set_label(label, icon="eye-off" if on else "eye", name=_("Wachtzin tonen"))
        if on:
            announce(self, _("De zin wordt dan ook voorgelezen."))
            self._hide.start()
        self.line.show_words(on)

    def tell(self, words: str) -> None:
        """Say what is wrong; "" takes it back."""
        self.line.setProperty("trouble", bool(words))
        self.line.style().unpolish(self.line)
        self.line.style().polish(self.line)
        self.line.setAccessibleDescription(words)
        self.trouble.setText(words)
        self.trouble.setVisible(bool(words))
        if words:
            announce(self, words, assertive=True)

    def keep_shown_from(self, other: QWidget) -> None:
        """What is shown stays so while the focus is in `other`: there it is typed over."""
        self._near.append(other)
        other.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self._look_at_caps(event)
        lost = isinstance(event, QFocusEvent) and event.lostFocus()
        if lost and self.window().focusWidget() not in self._near:
            self.show_words(False)
        return False

    def _look_at_caps(self, event: QKeyEvent) -> None:
        # Qt does not tell the state of the key; a capital without Shift, or the other way round, gives it away.
        letter = event.text()
        if letter.isalpha():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            on = letter.isupper() != shift and letter.lower() != letter.upper()
            if on and self._caps.isHidden():
                announce(self, _("Caps Lock staat aan."), assertive=True)
            self._caps.setVisible(on)
        elif event.key() == Qt.Key.Key_CapsLock:
            self._caps.hide()

    def _warning(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(Picture("triangle-alert", "warn", 1.0))
        row.addWidget(Text(_("Caps Lock staat aan."), "small", token="warn"), 1)
        holder.hide()
        return holder

    def _measure(self) -> None:
        self.line.setMinimumHeight(theme.em(2.86))
