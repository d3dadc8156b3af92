"""When a contact was and how long it took, in words as people type them."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QLineEdit, QWidget

from adviser_desk import i18n
from adviser_desk.i18n import _
from adviser_desk.ui.date_words import parse_minutes, parse_moment
from adviser_desk.ui.state import State
from adviser_desk.ui.theme import theme
from adviser_desk.ui.widgets.boxes import fits_beside
from adviser_desk.ui.widgets.text import Field


class MomentFields(QWidget):
    """Two lines beside each other. `touched` tells that something was typed."""

    touched = Signal()

    def __init__(self, state: State, name: str) -> None:
        """`name` begins the object names: `<name>-when`, `<name>-minutes`."""
        super().__init__()
        self.setObjectName("clear")
        self._state = state
        self._else: datetime | None = None
        self.when, self.minutes = QLineEdit(), QLineEdit()
        self.when.setObjectName(f"{name}-when")
        self.minutes.setObjectName(f"{name}-minutes")
        self._when = Field(_("Dag en tijd"), self.when, hint=_("Bijvoorbeeld nu, 9:30, gisteren 14:20 of 12-11"))
        self._minutes = Field(_("Duur in minuten"), self.minutes, hint=_("Mag leeg blijven"))
        row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._when, 2)
        row.addWidget(self._minutes, 1)
        self._row = row
        for line in (self.when, self.minutes):
            line.textEdited.connect(self._edited)

    def show_words(self, when: str, minutes: str, *, otherwise: datetime) -> None:
        """Fill both; `otherwise` is the moment while nothing is typed."""
        self._else = otherwise
        self.when.setText(when)
        self.minutes.setText(minutes)
        self._when.tell("")
        self._minutes.tell("")

    def moment(self) -> datetime | None:
        """To the minute; None when the words are not understood."""
        if not self.when.text().strip() and self._else is not None:
            return self._else.replace(second=0, microsecond=0)
        return parse_moment(self.when.text(), self._state.now())

    def duration(self) -> int | None:
        """Minutes; None when nothing is typed."""
        return parse_minutes(self.minutes.text()) if self.minutes.text().strip() else None

    def check(self) -> bool:
        """Whether both are understood; says so beside the field and goes there when not."""
        fits = self.moment() is not None
        self._when.tell("" if fits else moment_trouble())
        lasts = not self.minutes.text().strip() or self.duration() is not None
        self._minutes.tell("" if lasts else _("Typ een aantal minuten, bijvoorbeeld 45."))
        if not (fits and lasts):
            (self.minutes if fits else self.when).setFocus()
        return fits and lasts

    def resizeEvent(self, event: object) -> None:
        narrow = not fits_beside(self._row, theme.em(26), self.width())
        self._row.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def _edited(self) -> None:
        self._when.tell("")
        self._minutes.tell("")
        self.touched.emit()


def moment_words(moment: datetime, now: datetime) -> str:
    """Vandaag 14:20, Gisteren 9:05, 12 sep 9:05."""
    days = (now.date() - moment.date()).days
    if days == 0:
        return _("Vandaag %(time)s") % {"time": f"{moment:%H:%M}"}
    if days == 1:
        return _("Gisteren %(time)s") % {"time": f"{moment:%H:%M}"}
    return f"{i18n.current().short_date(moment.date(), now.date())} {moment:%H:%M}"


def written_moment(moment: datetime) -> str:
    """A moment as `parse_moment` reads it back."""
    return f"{moment.day}-{moment.month}-{moment.year} {moment:%H:%M}"


def moment_trouble() -> str:
    """For a moment that is not understood or is still to come."""
    return _("Wij herkennen deze dag of tijd niet, of hij moet nog komen. Typ bijvoorbeeld gisteren 14:20.")
