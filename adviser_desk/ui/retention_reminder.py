"""On Vandaag: a card while cases are past their period and wait for a decision."""

from PySide6.QtCore import Qt

from adviser_desk.casework import retention
from adviser_desk.i18n import _, ngettext
from adviser_desk.ui.state import State
from adviser_desk.ui.widgets.boxes import Reminder
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.text import Heading, Text


class RetentionReminder(Reminder):
    """Hidden while none waits."""

    def __init__(self, state: State) -> None:
        """`load` looks."""
        super().__init__("calendar-x")
        self._state = state
        self._title = Heading("", "strong")
        look = Button(_("Bewaartermijnen bekijken"), kind="link")
        look.setObjectName("today-retention")
        look.clicked.connect(lambda _on=False: state.go("retention"))
        self.words.addWidget(self._title)
        self.words.addWidget(Text(_("Kijk ze na en vernietig wat weg mag."), "small", token="text2"))
        self.words.addWidget(look, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def load(self) -> None:
        """Look again."""
        today, policy = self._state.today(), self._state.policy
        self._state.run(retention.number_past, today=today, policy=policy, then=self._show)

    def _show(self, number: int) -> None:
        words = ngettext(
            "%(n)d casus aan het einde van de bewaartermijn",
            "%(n)d casussen aan het einde van de bewaartermijn",
            number,
        )
        self._title.setText(words % {"n": number})
        self.setVisible(number > 0)
