"""On Vandaag: a card when a backup is due, with more colour when it is twice as late."""

from adviser_desk.casework import backups
from adviser_desk.casework.backups import Due
from adviser_desk.i18n import _
from adviser_desk.ui.backup_words import age_words
from adviser_desk.ui.state import State
from adviser_desk.ui.widgets.boxes import Card, Picture
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.text import Heading, Text


class BackupCard(Card):
    """Hidden until a backup is due."""

    def __init__(self, state: State) -> None:
        """`load` looks."""
        super().__init__(padding=16, spacing=8)
        self._state = state
        self._age = Text("")
        self._late = Picture("triangle-alert", "warn", 1.1)
        make = Button(_("Back-up maken"))
        make.setObjectName("today-backup")
        make.clicked.connect(lambda _on=False: state.go("backup"))
        self.column.addWidget(Heading(_("Back-up")))
        self.column.addWidget(self._late)
        self.column.addWidget(self._age)
        self.column.addWidget(Text(_("Uw aantekeningen staan nu op één plek."), "small", token="text2"))
        self.column.addWidget(make)
        self.hide()

    def load(self) -> None:
        """Look again."""
        self._state.run(backups.due, today=self._state.today(), policy=self._state.policy, then=self._show)

    def _show(self, due: Due) -> None:
        self.setVisible(due.due)
        self._late.setVisible(due.overdue)
        self._age.setText(age_words(due))
        self._age.set_token("warn" if due.overdue else "text")
