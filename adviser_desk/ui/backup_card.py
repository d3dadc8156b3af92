"""On Vandaag: when the next backup is, or that one is due, with more colour when it is twice as late."""

from datetime import timedelta

from adviser_desk import i18n
from adviser_desk.casework import backups
from adviser_desk.casework.backups import Due
from adviser_desk.i18n import _
from adviser_desk.ui.backup_words import age_words
from adviser_desk.ui.state import State
from adviser_desk.ui.widgets.boxes import Reminder
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.text import Heading, Text

_WEEK = 7


class BackupCard(Reminder):
    """Hidden where none was made and none is due."""

    def __init__(self, state: State) -> None:
        """`load` looks."""
        super().__init__("archive-restore")
        self._state = state
        self._title, self._below = Heading("", "strong"), Text("", "small", token="text2")
        self._make = Button(_("Back-up maken"))
        self._make.setObjectName("today-backup")
        self._make.clicked.connect(lambda _on=False: state.go("backup"))
        self.words.addWidget(self._title)
        self.words.addWidget(self._below)
        self.words.addSpacing(4)
        self.words.addWidget(self._make)
        self.hide()

    def load(self) -> None:
        """Look again."""
        self._state.run(backups.due, today=self._state.today(), policy=self._state.policy, then=self._show)

    def _show(self, due: Due) -> None:
        self.setVisible(due.due or due.last is not None)
        self._make.setVisible(due.due)
        self.picture.set_icon(*(("triangle-alert", "warn") if due.overdue else ("archive-restore", "text2")))
        if due.due or due.last is None:
            self._title.setText(age_words(due))
            self._below.setText(_("Uw aantekeningen staan nu op één plek."))
            return
        day = due.last.date() + timedelta(days=self._state.policy.backup_every_days)
        words, away = i18n.current(), (day - self._state.today()).days
        when = words.weekday(day) if away < _WEEK else words.long_date(day)
        self._title.setText(_("Volgende back-up: %(day)s") % {"day": when})
        self._below.setText(_("Leg de USB-stick klaar. Alles staat alleen op deze laptop."))
