"""On the page of a case: until when it is kept, and that it will be destroyed."""

from PySide6.QtCore import Qt

from adviser_desk import i18n
from adviser_desk.casework import destroying, retention
from adviser_desk.casework.retention import CaseRetention
from adviser_desk.i18n import _
from adviser_desk.models.destruction import Ground
from adviser_desk.ui.retention_words import moment_words
from adviser_desk.ui.state import State
from adviser_desk.ui.widgets.boxes import Banner, Card
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.text import Heading, Text


class RetentionCard(Card):
    """`banner` belongs on top of the page; it is shown while the case will be destroyed."""

    def __init__(self, state: State) -> None:
        """Empty."""
        super().__init__(padding=16, spacing=4)
        self._state = state
        self._case_id: int | None = None
        self.banner = Banner("warn", "", "", [("back", _("Terugdraaien"), "plain")], icon="shredder")
        self.banner.pressed.connect(lambda _value: self._turn_back())
        self.banner.hide()
        self._until = Text("", "small", token="text2")
        self.destroy_now = Button(_("Nu vernietigen"), kind="link")
        self.destroy_now.setObjectName("case-destroy")
        self.destroy_now.clicked.connect(lambda _on=False: state.go("retention", f"{Ground.REQUEST}:{self._case_id}"))
        self.column.addWidget(Heading(_("Bewaren tot"), "strong"))
        self.column.addWidget(self._until)
        self.column.addWidget(self.destroy_now, 0, Qt.AlignmentFlag.AlignLeft)

    def load(self, case_id: int) -> None:
        """Look where a case stands."""
        self._case_id = case_id

        def show(found: CaseRetention) -> None:
            if case_id == self._case_id:
                self._show(found)

        self._state.run(retention.case_retention, case_id, policy=self._state.policy, then=show)

    def _show(self, found: CaseRetention) -> None:
        values = {"day": i18n.current().long_date(found.until), "n": self._state.policy.retention_months}
        if found.until <= self._state.today():
            words = _("De termijn is om sinds %(day)s.") % values
        elif found.kept:
            words = _("%(day)s. U bewaart deze casus langer.") % values
        else:
            words = _("%(day)s. Dat is %(n)d maanden na het laatste contact.") % values
        self._until.setText(words)
        going = found.going
        self.destroy_now.setVisible(going is None)
        if going is not None:
            moment = moment_words(going.asked.due_at, self._state.now())
            title = _("Deze casus wordt vernietigd: %(moment)s") % {"moment": moment}
            rest = _("Er wacht een concept; de casus gaat pas weg als dat weg is.") if going.waits else ""
            if title != self.banner.title.text() or self.banner.isHidden():
                self.banner.say(title, rest or _("Tot dan kunt u hier niets bij schrijven."))
        self.banner.setVisible(going is not None)

    def _turn_back(self) -> None:
        if self._case_id is not None:
            told = _("Teruggedraaid. De casus blijft.")
            self._state.run(
                destroying.turn_back, [self._case_id], then=lambda _changes: self._state.toast.emit(told, None)
            )
