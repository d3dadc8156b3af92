"""On Vandaag, once a year: a calm reminder to see whether the recovery sheet is still there."""

from datetime import date

from adviser_desk.casework import access
from adviser_desk.i18n import _
from adviser_desk.ui.settings_security import CHECK_SHEET, sheet_words
from adviser_desk.ui.state import State
from adviser_desk.ui.widgets.boxes import Card
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.text import Heading, Text


class RehearsalCard(Card):
    """Hidden until it is due."""

    def __init__(self, state: State) -> None:
        """`load` looks whether it is due."""
        super().__init__(padding=16, spacing=8)
        self._state = state
        self._seen = Text("", "small", token="text2")
        check = Button(_("Blad nakijken"))
        check.setObjectName("today-check-sheet")
        check.clicked.connect(lambda _on=False: state.go("settings", CHECK_SHEET))
        self.column.addWidget(Heading(_("Herstelblad")))
        self.column.addWidget(Text(_("Kijk of u uw herstelblad nog heeft. Zonder blad is er geen weg terug.")))
        self.column.addWidget(self._seen)
        self.column.addWidget(check)
        self.hide()

    def load(self) -> None:
        """Look again."""
        self._state.run(access.sheet_seen_on, then=self._show)
        self._state.run(access.rehearsal_is_due, today=self._state.today(), then=self.setVisible)

    def _show(self, seen: date | None) -> None:
        self._seen.setText(sheet_words(seen))
