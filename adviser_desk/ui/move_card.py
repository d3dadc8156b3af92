"""Moving to a new laptop: four steps. The two that are done here tell when they are done."""

from adviser_desk import i18n
from adviser_desk.casework import backups
from adviser_desk.casework.backups import ReadyToMove
from adviser_desk.i18n import _
from adviser_desk.ui.settings_security import CHECK_SHEET
from adviser_desk.ui.state import State
from adviser_desk.ui.widgets.boxes import Card, clear
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.numbered import Numbered
from adviser_desk.ui.widgets.text import Heading


class MoveCard(Card):
    """On the page of backups. The window has one way to begin: the page itself makes the backup."""

    def __init__(self, state: State) -> None:
        """`load` looks how far the move is."""
        super().__init__(padding=16, spacing=8)
        self._state = state
        self._steps = Card(padding=0, spacing=8)
        self._steps.setObjectName("clear")
        check = Button(_("Blad nakijken"))
        check.setObjectName("backup-check-sheet")
        check.clicked.connect(lambda _on=False: state.go("settings", CHECK_SHEET))
        lost = Button(_("Laptop kwijt? Wat u dan doet"), kind="link")
        lost.clicked.connect(lambda _on=False: state.go("lost"))
        self.column.addWidget(Heading(_("Naar een nieuwe laptop")))
        for widget in (self._steps, check, lost):
            self.column.addWidget(widget)
        self._show(ReadyToMove(backup_on=None, sheet_on=None))

    def load(self) -> None:
        """Look again."""
        self._state.run(backups.ready_to_move, today=self._state.today(), then=self._show)

    def _show(self, ready: ReadyToMove) -> None:
        clear(self._steps.column)
        long_date = i18n.current().long_date
        made, seen = _("Maak hier een back-up op een stick."), _("Kijk of u uw herstelblad heeft en of het klopt.")
        if ready.backup_on is not None:
            made = _("De back-up van vandaag is gemaakt.")
        if ready.sheet_on is not None:
            seen = _("U keek uw herstelblad na op %(day)s.") % {"day": long_date(ready.sheet_on)}
        steps = (
            (made, ready.backup_on is not None),
            (seen, ready.sheet_on is not None),
            (_("Installeer Adviser Desk op de nieuwe laptop en kies daar ‘Ik heb al een back-up’."), False),
            (_("Kijk op de nieuwe laptop of uw casussen er zijn. Laat daarna IT deze laptop wissen."), False),
        )
        for number, (words, done) in enumerate(steps, 1):
            self._steps.column.addWidget(Numbered(number, words, done=done))
