"""A field that takes the next key that is pressed, and says which keys cannot be given away."""

from PySide6.QtCore import QEvent, QKeyCombination, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

from adviser_desk.i18n import _
from adviser_desk.ui.own_keys import LOCK, command_keys

FIXED = ("undo", "redo", "cut", "copy", "paste", "select-all")
"""Commands whose keys are those of every text field, on every system."""
_FORMS = {"Ctrl+B", "Ctrl+Shift+B", "F3", "Shift+F3", "F10", "Shift+F10", "Alt+F4", "Ctrl+Return", "Ctrl+Enter"}
"""Keys of forms, of Inzage and of the system."""
_ALONE = {Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta, Qt.Key.Key_unknown}
_ARROWS = {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down}
_NONE, _CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
_ALT, _SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier


class KeyField(QLineEdit):
    """`pressed` carries the key, and why it cannot be given or "". Esc and leaving the field are `left`."""

    pressed = Signal(str, str)
    left = Signal()

    def __init__(self) -> None:
        """Empty until `begin`."""
        super().__init__()
        self.setObjectName("settings-new-key")
        self.setReadOnly(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._only_here = False

    def begin(self, *, only_here: bool) -> None:
        """Wait for a key. `only_here`: the command has its keys in one widget only, so that Del will do."""
        self._only_here = only_here
        self.clear()
        self.setPlaceholderText(_("Druk op de nieuwe toets…"))

    def event(self, event: QEvent) -> bool:
        """Keys come here and not to the commands that have them, but for locking."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            if _name(event) not in command_keys.of(LOCK):
                event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ALONE:
            return
        if event.key() == Qt.Key.Key_Escape and event.modifiers() == _NONE:
            self.left.emit()
            return
        key = _name(event)
        self.setText(key)
        self.pressed.emit(key, self._trouble(event.keyCombination(), key))

    def _trouble(self, pressed: QKeyCombination, key: str) -> str:
        fixed = {one for code in FIXED for one in command_keys.of(code)}
        if key in _FORMS or key in fixed:
            return _("Deze toets ligt vast. Kies een andere.")
        if not _can_be_given(pressed, only_here=self._only_here):
            return _("Kies een functietoets, of een letter of cijfer samen met Ctrl.")
        return ""


def _can_be_given(pressed: QKeyCombination, *, only_here: bool) -> bool:
    """Not what types text, moves the cursor, opens a menu or chooses in the panel."""
    key, with_keys = pressed.key(), pressed.keyboardModifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if Qt.Key.Key_F1 <= key <= Qt.Key.Key_F24:
        return True
    if key in _ARROWS:
        return with_keys == _ALT
    if key in (Qt.Key.Key_Delete, Qt.Key.Key_Insert):
        return only_here and with_keys == _NONE
    # Ctrl with Alt is AltGr, which types.
    return with_keys in (_CTRL, _CTRL | _SHIFT) and Qt.Key.Key_Exclam <= key <= Qt.Key.Key_AsciiTilde


def _name(event: QKeyEvent) -> str:
    key, with_keys = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if Qt.Key.Key_Exclam <= key <= Qt.Key.Key_AsciiTilde and not chr(key).isalnum():
        # Which signs need Shift differs from keyboard to keyboard.
        with_keys &= ~_SHIFT
    return QKeySequence(QKeyCombination(with_keys, key)).toString()
