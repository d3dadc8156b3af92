"""Settings, Beveiliging: when it locks, and how the vault opens: passphrase, recovery sheet, this laptop, backups."""

import sys
from datetime import date

from PySide6.QtCore import Signal

from adviser_desk import i18n
from adviser_desk.casework import access
from adviser_desk.casework.access import Access
from adviser_desk.i18n import N_, _
from adviser_desk.ui.settings_capture import CaptureRow
from adviser_desk.ui.settings_managed import FixedRow, LimitRow, StateRow
from adviser_desk.ui.settings_rows import Row, SettingsGroup
from adviser_desk.ui.state import State
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.switch import Switch
from adviser_desk.ui.widgets.text import Text

PASSPHRASE, CHECK_SHEET, NEW_SHEET = "passphrase", "check-sheet", "new-sheet"
"""What can be done with the keys of the vault."""


class SecurityGroup(SettingsGroup):
    """`asked` carries what the adviser wants to do with the keys."""

    code = "security"
    label = N_("Beveiliging")
    asked = Signal(str)

    def __init__(self, state: State) -> None:
        """Empty until `load`."""
        self._lock = LimitRow(
            state,
            "lock_after_minutes",
            hint=_("Uw concept wordt altijd bewaard."),
            words=_("automatisch, slot, tijd, inactief, schermbeveiliging"),
        )
        self._left_out = CaptureRow(state)
        self._copies = LimitRow(state, "clipboard_seconds", words=_("klembord, kopiëren, plakken"))
        self._hidden = Switch(_("Beginnen met afschermen aan"))
        self._hidden.setObjectName("settings-start-hidden")
        self._hidden.toggled.connect(self._start_hidden)
        self._change = self._button(_("Wachtzin wijzigen"), PASSPHRASE)
        self._passphrase_row = Row(_("Wachtzin"), self._change)
        self._sheet_row = Row(
            _("Herstelblad"),
            self._button(_("Blad nakijken"), CHECK_SHEET),
            self._button(_("Nieuw blad printen"), NEW_SHEET),
        )
        self._device_row = StateRow(state, "device_secret", _("Wachtzin werkt alleen op deze laptop"))
        self._backup_row = StateRow(state, "backup_by_passphrase", _("Back-up openen met uw wachtzin"))
        super().__init__(
            state,
            self._lock,
            *_always(),
            self._left_out,
            Row(
                _("Beginnen met afschermen aan"),
                self._hidden,
                hint=_("Namen en teksten zijn verborgen tot u op Ctrl+punt drukt."),
                words=_("privacy, meekijken, verbergen"),
            ),
            self._copies,
            self._passphrase_row,
            FixedRow(state, "passphrase_strength", words=_("wachtwoord, zwak, raden")),
            self._sheet_row,
            self._device_row,
            self._backup_row,
        )

    def load(self) -> None:
        self._lock.load()
        self._left_out.load()
        self._copies.load()
        self._hidden.setChecked(self.state.own.start_hidden)
        self.state.run(access.access, policy=self.state.policy, then=self._show)

    def _start_hidden(self, on: bool) -> None:
        if on != self.state.own.start_hidden:
            self.state.choose("start_hidden", on)

    def _show(self, found: Access) -> None:
        practice = self.state.practice
        self._change.setEnabled(not practice)
        changed = _("Voor het laatst gewijzigd op %(day)s.")
        if practice:
            changed = _("De wachtzin van een oefenkluis verandert niet.")
        elif found.changed_on is None:
            changed = ""
        else:
            changed %= {"day": i18n.current().long_date(found.changed_on)}
        self._passphrase_row.say(changed)
        self._sheet_row.say(sheet_words(found.rehearsed_on))
        self._device_row.show_state(found.device)
        self._device_row.say(_device_words(found, self.state.policy.device_secret))
        self._backup_row.show_state(found.backup_by_passphrase)
        self._backup_row.say(self._backup_words(found))

    def _backup_words(self, found: Access) -> str:
        if found.backup_by_passphrase:
            return _("Een nieuwe back-up gaat open met uw herstelblad, en ook met uw wachtzin.")
        if not self.state.policy.backup_by_passphrase:
            return _("Een nieuwe back-up gaat alleen open met uw herstelblad.")
        return _("Dit kan met een zin die ‘zeer sterk’ is. Een nieuwe back-up gaat nu alleen open met uw herstelblad.")

    def _button(self, label: str, act: str) -> Button:
        button = Button(label)
        button.setObjectName(f"settings-{act}")
        button.clicked.connect(lambda _on=False: self.asked.emit(act))
        return button


def sheet_words(seen: date | None) -> str:
    """When the recovery sheet last proved to be there."""
    if seen is None:
        return _("Nog niet nagekeken.")
    return _("Voor het laatst nagekeken op %(day)s.") % {"day": i18n.current().long_date(seen)}


def _always() -> list[Row]:
    """What it always does, as far as this system tells when."""
    on, words = _("Dit staat altijd aan."), _("slot, dichtklappen, deksel, weglopen")
    if sys.platform == "darwin":
        return []
    screen = _("Vergrendelen als ik het scherm vergrendel of van gebruiker wissel")
    titles = (_("Vergrendelen als de laptop slaapt"), screen)
    return [Row(title, Text(_("Aan"), wrap=False), hint=on, words=words) for title in titles]


def _device_words(found: Access, wanted: str) -> str:
    if (found.device, wanted) in ((False, "required"), (True, "off")):
        return _("Uw organisatie wil dit anders. Wijzig uw wachtzin, dan geldt het.")
    if found.device:
        return _("De sleutelbos van deze laptop doet mee. Op een andere laptop heeft u uw herstelblad nodig.")
    return _("De sleutelbos van deze laptop doet niet mee. Wie een kopie heeft van uw kluis, kan zinnen proberen.")
