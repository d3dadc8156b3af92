"""The way in with the recovery sheet: first the code, then a new passphrase. Nothing has changed before the end."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from adviser_desk.i18n import _
from adviser_desk.policy import Policy
from adviser_desk.ui.finish import Finish
from adviser_desk.ui.new_passphrase import NewPassphrase
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.text import Field, Heading, Text

_LONGEST_CODE = 80


class CodeField(Field):
    """One line for the eight blocks of a recovery sheet."""

    def __init__(self) -> None:
        """Empty."""
        self.line = QLineEdit()
        self.line.setObjectName("recovery-code")
        self.line.setMaxLength(_LONGEST_CODE)
        hint = _("Typ de acht blokken van uw herstelblad over. Streepjes en hoofdletters hoeven niet.")
        super().__init__(_("Herstelcode"), self.line, hint=hint)


class ChooseAgain(QWidget):
    """The code is right: the passphrase that opens the vault from now on."""

    chosen = Signal()
    left = Signal()

    def __init__(self, policy: Policy) -> None:
        """Empty. `policy` says how strong it must be."""
        super().__init__()
        self.form = NewPassphrase(_("Uw nieuwe wachtzin"), policy, name="new-passphrase")
        self.finish = Finish(
            _("Kluis openen"),
            name="recover",
            back=_("Terug naar de herstelcode"),
            failed=_("De kluis is niet open"),
            hint="Enter",
        )
        self.form.touched.connect(self._look)
        self.form.entered.connect(self.finish.press)
        self.finish.pressed.connect(self.chosen)
        self.finish.left.connect(self.left)
        self.setFocusProxy(self.form)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(Heading(_("Kies een nieuwe wachtzin"), "panel"))
        column.addWidget(
            Text(_("Uw herstelcode klopt. Uw oude wachtzin opent straks niets meer. Uw herstelblad blijft geldig."))
        )
        column.addWidget(self.form)
        column.addWidget(self.finish)
        self._look()

    def begin(self) -> None:
        """The vault is being opened."""
        self.form.setEnabled(False)
        self.finish.begin(_("De kluis gaat open met uw nieuwe wachtzin. Dit duurt ongeveer 10 seconden."))

    def end(self) -> None:
        """It is open, or it failed."""
        self.form.setEnabled(True)
        self.finish.end()
        self._look()

    def _look(self) -> None:
        self.finish.wait_for(self.form.why_not())


def way(field: QWidget, button: Button, link: Button) -> QWidget:
    """A field with its button, and the way to another."""
    holder = QWidget()
    row = QHBoxLayout()
    row.setSpacing(16)
    row.addWidget(button)
    row.addWidget(link)
    row.addStretch(1)
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(16)
    column.addWidget(field)
    column.addLayout(row)
    return holder
