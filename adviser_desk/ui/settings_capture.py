"""The setting that leaves the windows out of shared screens; where the system cannot do that, it says so."""

from PySide6.QtWidgets import QWidget

from adviser_desk.casework.own_settings import hides
from adviser_desk.i18n import _
from adviser_desk.policy_words import label
from adviser_desk.ui.screen_capture import capture
from adviser_desk.ui.settings_managed import set_by
from adviser_desk.ui.settings_rows import Row
from adviser_desk.ui.state import State
from adviser_desk.ui.widgets.switch import Switch
from adviser_desk.ui.widgets.text import Text

_KEY = "hide_from_capture"


class CaptureRow(Row):
    """Applied at once; a switch that cannot be used where the organisation decides."""

    def __init__(self, state: State) -> None:
        """`load` looks."""
        self._state, title = state, label(_KEY)
        managed = set_by(state, _KEY) if state.organisation.hide_from_capture != "choice" else ""
        self._switch = Switch(title)
        self._switch.setEnabled(not managed)
        self._switch.toggled.connect(self._choose)
        shown: QWidget = self._switch if managed or capture.possible else Text(_("Kan hier niet"), wrap=False)
        shown.setObjectName(f"settings-{_KEY}")
        hint = _("Anderen zien een leeg vlak. Zet dit uit voor hulp op afstand.")
        if not capture.possible:
            hint = _("Dit systeem kan een venster niet weglaten als u uw scherm deelt.")
        words = _("opnemen, schermafdruk, Teams, meekijken, hulp op afstand")
        super().__init__(title, shown, hint=hint, words=words, managed=managed)

    def load(self) -> None:
        """What counts now."""
        self._switch.setChecked(hides(self._state.organisation, self._state.own))

    def _choose(self, on: bool) -> None:
        if self._switch.isEnabled() and on != self._state.own.hide_from_capture:
            self._state.choose(_KEY, on)
