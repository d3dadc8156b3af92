"""What an adviser can do with the keys of the open vault: another passphrase, another sheet, a look at the sheet.

Nothing has changed before the end, and locking in between waits for nothing.
"""

from PySide6.QtCore import QTimer, Signal

from adviser_desk.casework import access, setup
from adviser_desk.casework.access import Replaced
from adviser_desk.casework.setup import Sheet
from adviser_desk.errors import WrongKey, WrongRecoveryCode
from adviser_desk.i18n import _
from adviser_desk.ui.finish import Finish
from adviser_desk.ui.form_keys import form_keys
from adviser_desk.ui.new_passphrase import NewPassphrase
from adviser_desk.ui.passphrase_field import PassphraseField
from adviser_desk.ui.setup_sheet import SheetForm
from adviser_desk.ui.state import State, sentence
from adviser_desk.ui.theme import theme
from adviser_desk.ui.unlock_recovery import CodeField
from adviser_desk.ui.widgets.boxes import Banner, Scroll
from adviser_desk.ui.widgets.text import Heading, Text

_WIDEST = 46
_MARGINS = (32, 24, 32, 24)


class KeyAct(Scroll):
    """A form in the place of the settings. `done` carries what to tell; `left` that nothing was changed."""

    done = Signal(str)
    left = Signal()

    def __init__(self, state: State, finish: Finish, told: str) -> None:
        """Empty; subclasses fill `column` and end with the button. `told` is what to tell in the end."""
        super().__init__(margins=_MARGINS, spacing=16)
        self.state, self.finish, self.told = state, finish, told
        finish.pressed.connect(self.carry_out)
        finish.left.connect(self.left)
        form_keys(self, finish.press, self.leave)

    def leave(self) -> None:
        """Back, unless it is being carried out."""
        if not self.finish.busy:
            self.left.emit()

    def carry_out(self) -> None:
        """Do it."""
        raise NotImplementedError

    def begin(self, words: str) -> None:
        """It is being carried out."""
        self.finish.begin(words)
        # What was shown has its place after the layout only.
        QTimer.singleShot(0, self, lambda: self.ensureWidgetVisible(self.finish))

    def noted(self, _nothing: None) -> None:
        """It is done, and the vault knows."""
        self.finish.end()
        self.done.emit(self.told)

    def failed(self, error: BaseException) -> None:
        """It did not work, and nothing changed."""
        self.finish.end()
        self.look()
        self.finish.tell(error)
        QTimer.singleShot(0, self, lambda: self.ensureWidgetVisible(self.finish))

    def look(self) -> None:
        """Whether it can be carried out."""
        raise NotImplementedError


class ChangePassphrase(KeyAct):
    """The passphrase of now, and the new one twice."""

    def __init__(self, state: State) -> None:
        """Empty."""
        label = _("Wachtzin wijzigen")
        failed = _("De wachtzin is niet gewijzigd")
        finish = Finish(label, name="change-passphrase", back=_("Annuleren"), failed=failed)
        super().__init__(state, finish, _("Uw wachtzin is gewijzigd."))
        self.old = PassphraseField(_("Uw wachtzin van nu"), name="old-passphrase")
        self.new = NewPassphrase(_("Uw nieuwe wachtzin"), state.policy, name="new-passphrase")
        self.old.changed.connect(lambda _words: self.look())
        self.old.entered.connect(self.new.setFocus)
        self.new.touched.connect(self.look)
        self.new.entered.connect(self.finish.press)
        self.setFocusProxy(self.old)
        column = self.column
        column.addWidget(Heading(label, "title"))
        column.addWidget(Text(_("Back-ups die u al heeft, gaan open met de zin van toen.")))
        column.addWidget(self.old)
        column.addSpacing(8)
        column.addWidget(self.new)
        column.addWidget(self.finish)
        column.addStretch(1)
        theme.changed.connect(self._measure)
        self._measure()
        self.look()

    def look(self) -> None:
        why = self.new.why_not()
        if not self.old.text():
            why = _("Typ eerst uw wachtzin van nu")
        elif self.old.text() == self.new.passphrase():
            why = _("Kies een andere zin dan die van nu")
        self.finish.wait_for(why)

    def carry_out(self) -> None:
        self.old.tell("")
        self._able(False)
        self.begin(_("De wachtzin wordt gewijzigd. Dit duurt ongeveer 10 seconden."))
        folder, policy, old, new = self.state.folder, self.state.policy, self.old.text(), self.new.passphrase()
        self.state.think(lambda: access.replace_passphrase(folder, old, new, policy), self._replaced, self.failed)

    def failed(self, error: BaseException) -> None:
        self._able(True)
        if isinstance(error, WrongKey):
            self.finish.end()
            self.look()
            tell_wrong(self, self.old, error)
        else:
            super().failed(error)

    def _replaced(self, replaced: Replaced) -> None:
        today = self.state.today()
        self.state.run(access.note_passphrase, replaced, today=today, then=self.noted, failed=self.failed)

    def _able(self, on: bool) -> None:
        self.old.setEnabled(on)
        self.new.setEnabled(on)

    def _measure(self) -> None:
        self.old.setMaximumWidth(theme.em(_WIDEST))


class NewSheet(KeyAct):
    """A sheet on paper, two of its blocks typed over, and the passphrase. Until then the old sheet opens."""

    def __init__(self, state: State, sheet: Sheet) -> None:
        """Nothing printed yet."""
        failed = _("Het nieuwe blad geldt nog niet")
        finish = Finish(_("Nieuw blad gebruiken"), name="use-sheet", back=_("Annuleren"), failed=failed)
        told = _("Het nieuwe blad geldt. Vernietig het oude blad als u geen oude back-ups meer heeft.")
        super().__init__(state, finish, told)
        self._sheet = sheet
        self.form = SheetForm(sheet)
        self.passphrase = PassphraseField(_("Uw wachtzin"), name="sheet-passphrase")
        self.form.touched.connect(self.look)
        self.passphrase.changed.connect(lambda _words: self.look())
        self.passphrase.entered.connect(self.finish.press)
        self.setFocusProxy(self.form)
        old = Banner(
            "info",
            _("Uw oude blad werkt tot u klaar bent"),
            _("Daarna opent alleen het nieuwe blad deze kluis. Back-ups die u al heeft, gaan open met het oude blad."),
        )
        for part in (old, self.form, self.passphrase, self.finish):
            self.column.addWidget(part)
        self.column.addStretch(1)
        theme.changed.connect(self._measure)
        self._measure()
        self.look()

    def look(self) -> None:
        self.finish.wait_for(self.form.why_not() or ("" if self.passphrase.text() else _("Typ nog uw wachtzin")))

    def carry_out(self) -> None:
        self.passphrase.tell("")
        self.passphrase.setEnabled(False)
        self.begin(_("Het nieuwe blad gaat gelden."))
        folder, passphrase, sheet = self.state.folder, self.passphrase.text(), self._sheet
        self.state.think(lambda: access.replace_sheet(folder, passphrase, sheet), self._replaced, self.failed)

    def failed(self, error: BaseException) -> None:
        self.passphrase.setEnabled(True)
        if isinstance(error, WrongKey):
            self.finish.end()
            self.look()
            tell_wrong(self, self.passphrase, error)
        else:
            super().failed(error)

    def _replaced(self, _nothing: None) -> None:
        self.state.run(access.note_sheet, today=self.state.today(), then=self.noted, failed=self.failed)

    def _measure(self) -> None:
        self.passphrase.setMaximumWidth(theme.em(_WIDEST))


class CheckSheet(KeyAct):
    """The whole code of the sheet, typed over: proves that the sheet is there and opens this vault."""

    def __init__(self, state: State) -> None:
        """Empty."""
        label = _("Blad nakijken")
        failed = _("Het blad is niet nagekeken")
        finish = Finish(label, name="check-sheet", back=_("Annuleren"), failed=failed)
        super().__init__(state, finish, _("Uw blad klopt. Leg het weer op zijn veilige plek."))
        self.code = CodeField()
        self.code.line.textChanged.connect(lambda _words: self.look())
        self.code.line.returnPressed.connect(self.finish.press)
        self.setFocusProxy(self.code.line)
        number = _("Op het blad staat kluisnummer %(number)s.") % {"number": setup.vault_number(state.folder)}
        for part in (
            Heading(_("Kijk uw herstelblad na"), "title"),
            Text(_("Haal het blad en typ de hele code over. Zo weet u dat u het nog heeft en dat het werkt.")),
            Text(number, token="text2"),
            self.code,
            self.finish,
        ):
            self.column.addWidget(part)
        self.column.addStretch(1)
        theme.changed.connect(self._measure)
        self._measure()
        self.look()

    def look(self) -> None:
        self.finish.wait_for("" if self.code.line.text().strip() else _("Typ de code van het blad"))

    def carry_out(self) -> None:
        self.code.tell("")
        self.begin(_("Het blad wordt nagekeken."))
        code, today = self.code.line.text(), self.state.today()
        self.state.run(access.rehearse, code, today=today, then=self.noted, failed=self.failed)

    def failed(self, error: BaseException) -> None:
        if isinstance(error, WrongRecoveryCode):
            self.finish.end()
            self.code.tell(sentence(error))
            self.code.line.setFocus()
        else:
            super().failed(error)

    def _measure(self) -> None:
        self.code.setMaximumWidth(theme.em(_WIDEST))


def tell_wrong(act: KeyAct, field: PassphraseField, error: WrongKey) -> None:
    """Say in the field that it is not right; it is selected, to be typed over."""
    field.tell(sentence(error))
    field.line.selectAll()
    field.setFocus()
    act.ensureWidgetVisible(field)
