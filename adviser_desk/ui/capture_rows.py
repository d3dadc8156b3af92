"""The optional rows of the capture panel: next step, kind and when. Closed they say what is filled in."""

from datetime import date, datetime

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from adviser_desk import i18n
from adviser_desk.i18n import _
from adviser_desk.models.codes import code_book
from adviser_desk.ui.date_words import parse_day, parse_minutes, parse_moment
from adviser_desk.ui.icons import draw
from adviser_desk.ui.state import State
from adviser_desk.ui.theme import theme
from adviser_desk.ui.widgets.boxes import Flow
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.private import veil
from adviser_desk.ui.widgets.text import Field

_MOST_BEHAVIOURS = 3
_ICON, _PADDING, _GAP = 1.286, 12, 8
_WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


class OptionRow(QFrame):
    """A row that opens below its own words. `touched` tells that something in it changed."""

    touched = Signal()

    def __init__(self, label: str, icon: str, hint: str, *, last: bool = False) -> None:
        """`hint` is the key that opens it."""
        super().__init__()
        self.setObjectName("rowLast" if last else "rowLine")
        self._label = label
        self.head = _Head(label, icon, hint)
        self.head.clicked.connect(self.toggle)
        self.body = QWidget()
        self.body.setObjectName("clear")
        self.form = QVBoxLayout(self.body)
        self.form.setContentsMargins(12, 4, 12, 12)
        self.form.setSpacing(12)
        self.body.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.body)

    def toggle(self) -> None:
        """Open with the focus in the first field, or close."""
        self.open(not self.body.isVisible())

    def open(self, on: bool = True) -> None:
        """Open or close."""
        self.body.setVisible(on)
        if on and (first := self.body.findChild(QWidget, self.objectName_first())) is not None:
            first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def objectName_first(self) -> str:
        """The name of the field that gets the focus."""
        return ""

    def say(self, value: str) -> None:
        """What is filled in, beside the label."""
        self.head.say(self._label, value)


class _Head(Button):
    """Its words wrap beside the icon and the key."""

    def __init__(self, label: str, icon: str, hint: str) -> None:
        super().__init__(label, kind="nav", icon=icon, hint=hint)
        self.setCheckable(False)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def say(self, label: str, value: str) -> None:
        self.set_label(f"{label}: {value}", name=f"{label}, {value}")

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        room = QRect(0, 0, self._words_room(width).width(), 10_000)
        metrics = QFontMetrics(theme.font("body"))
        lines = metrics.boundingRect(room, int(_WRAPPED), self.text()).height()
        return self.sizeHint().height() - theme.line("body") + max(lines, theme.line("body"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse():
            painter.fillRect(self.rect(), theme.colour("sunken"))
        room, side = self._words_room(self.width()), theme.em(_ICON)
        middle = (self.sizeHint().height() - side) / 2
        draw(painter, self.icon_name, QRectF(_PADDING, middle, side, side), "text")
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("text"))
        painter.drawText(room, int(_WRAPPED), self.text())
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text2"))
        first = QRect(0, 0, self.width() - _PADDING, self.sizeHint().height())
        painter.drawText(first, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), self.hint)

    def _words_room(self, width: int) -> QRect:
        left = _PADDING + theme.em(_ICON) + _GAP
        right = width - _PADDING - _GAP - theme.width(self.hint, "small")
        top = (self.sizeHint().height() - theme.line("body")) // 2
        return QRect(left, top, max(right - left, 1), self.height() - top)


class NextStep(OptionRow):
    """What the adviser will do, and when."""

    def __init__(self, state: State) -> None:
        """Closed, "geen"."""
        super().__init__(_("Volgende stap"), "calendar-check", "Alt+O")
        self._state = state
        self.text = QLineEdit()
        veil(self.text)
        self.text.setObjectName("capture-next-step")
        self.text.setMaxLength(500)
        self.when = QLineEdit()
        self.when.setObjectName("capture-next-step-when")
        self._when = Field(_("Wanneer doet u dat?"), self.when, hint=_("Bijvoorbeeld vr, +7, 12-11 of volgende week"))
        self.form.addWidget(Field(_("Wat gaat u doen?"), self.text))
        self.form.addWidget(self._when)
        for line in (self.text, self.when):
            line.textEdited.connect(self._edited)
        self.show_words("", "")

    def objectName_first(self) -> str:
        return "capture-next-step"

    def show_words(self, text: str, when: str) -> None:
        """Fill both fields."""
        self.text.setText(text)
        self.when.setText(when)
        self._say()

    def day(self) -> date | None:
        """The day of the next step: within a week when no day is typed, None when the words are not understood."""
        return parse_day(self.when.text().strip() or "+7", self._state.today())

    def check(self) -> bool:
        """Whether the day is understood; says so beside the field when it is not."""
        if not self.text.text().strip() or self.day() is not None:
            self._when.tell("")
            return True
        self.open()
        self._when.tell(date_trouble())
        self.when.setFocus()
        return False

    def _edited(self) -> None:
        self._when.tell("")
        self._say()
        self.touched.emit()

    def _say(self) -> None:
        text = self.text.text().strip()
        if not text:
            self.say(_("geen"))
            return
        day = self.day()
        when = self.when.text() if day is None else i18n.current().short_date(day, self._state.today())
        self.say(f"{text} · {when}")


class Kind(OptionRow):
    """What the case is about: the matter, and up to three behaviours."""

    def __init__(self, state: State) -> None:
        """Closed, "later aanvullen"."""
        super().__init__(_("Soort"), "tag", "Alt+S")
        self._state = state
        self.matter = QComboBox()
        self.matter.setObjectName("capture-matter")
        self.matter.addItem(_("Nog niet ingevuld"), None)
        for code in code_book().codes("matter"):
            self.matter.addItem(state.label("matter", code), code)
        self.matter.setMinimumContentsLength(10)
        self.matter.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.matter.activated.connect(lambda _place: self._changed())
        self.form.addWidget(Field(_("Waar gaat het over?"), self.matter))
        self._boxes: dict[str, QCheckBox] = {}
        flow = Flow(12)
        for code in code_book().codes("behaviour"):
            box = QCheckBox(state.label("behaviour", code))
            box.clicked.connect(lambda _on=False: self._changed())
            self._boxes[code] = box
            flow.addWidget(box)
        holder = QWidget()
        holder.setObjectName("clear")
        holder.setLayout(flow)
        self.form.addWidget(Field(_("Soort gedrag (hoogstens drie)"), holder))
        self._from_case = ""
        self.show_codes(None, ())

    def objectName_first(self) -> str:
        return "capture-matter"

    @property
    def codes(self) -> tuple[str | None, tuple[str, ...]]:
        """The matter and the behaviours."""
        return self.matter.currentData(), tuple(code for code, box in self._boxes.items() if box.isChecked())

    def show_codes(self, matter: str | None, behaviour: tuple[str, ...], *, from_case: str = "") -> None:
        """Fill the fields; `from_case` says what the case already has."""
        self._from_case = from_case
        self.matter.setCurrentIndex(max(self.matter.findData(matter), 0))
        for code, box in self._boxes.items():
            box.setChecked(code in behaviour)
        self._limit()

    def _changed(self) -> None:
        self._limit()
        self.touched.emit()

    def _limit(self) -> None:
        matter, behaviour = self.codes
        for code, box in self._boxes.items():
            box.setEnabled(code in behaviour or len(behaviour) < _MOST_BEHAVIOURS)
        chosen = [self._state.label("behaviour", code) for code in behaviour]
        if not chosen and matter:
            chosen = [self._state.label("matter", matter)]
        self.say(", ".join(chosen) or self._from_case or _("later aanvullen"))


class When(OptionRow):
    """When the contact was and how long it took."""

    def __init__(self, state: State) -> None:
        """Closed, "nu"."""
        super().__init__(_("Wanneer"), "clock", "Alt+W", last=True)
        self._state = state
        self._started = state.now()
        self.when, self.minutes = QLineEdit(), QLineEdit()
        self.when.setObjectName("capture-when")
        self.minutes.setObjectName("capture-minutes")
        self._when = Field(_("Dag en tijd"), self.when, hint=_("Bijvoorbeeld nu, 9:30, gisteren 14:20 of 12-11"))
        self._minutes = Field(_("Duur in minuten"), self.minutes)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._when, 2)
        row.addWidget(self._minutes, 1)
        self.form.addLayout(row)
        for line in (self.when, self.minutes):
            line.textEdited.connect(self._edited)

    def objectName_first(self) -> str:
        return "capture-when"

    def show_words(self, started: datetime, when: str, minutes: str) -> None:
        """Fill the fields for a contact whose panel was opened at `started`."""
        self._started = started
        self.when.setText(when)
        self.minutes.setText(minutes)
        self._say()

    def moment(self) -> datetime | None:
        """The moment of the contact; None when the words are not understood."""
        return parse_moment(self.when.text(), self._state.now()) if self.when.text().strip() else self._started

    def duration(self) -> int | None:
        """Minutes; what the clock proposes when nothing is typed and the contact is now."""
        if self.minutes.text().strip():
            return parse_minutes(self.minutes.text())
        return None if self.when.text().strip() else self.proposed()

    def proposed(self) -> int:
        """Whole minutes since the panel opened, at least one."""
        return max(round((self._state.now() - self._started).total_seconds() / 60), 1)

    def check(self) -> bool:
        """Whether both are understood; says so beside the field when not."""
        fits = self.moment() is not None
        self._when.tell("" if fits else date_trouble())
        long = not self.minutes.text().strip() or parse_minutes(self.minutes.text()) is not None
        self._minutes.tell("" if long else _("Typ een aantal minuten, bijvoorbeeld 45."))
        if not (fits and long):
            self.open()
            (self.when if not fits else self.minutes).setFocus()
        return fits and long

    def _edited(self) -> None:
        self._when.tell("")
        self._minutes.tell("")
        self._say()
        self.touched.emit()

    def _say(self) -> None:
        words = self.when.text().strip()
        moment = self.moment()
        if not words:
            self.say(_("nu, %(time)s") % {"time": f"{self._started:%H:%M}"})
        elif moment is None:
            self.say(words)
        else:
            self.say(f"{i18n.current().short_date(moment.date(), self._state.today())} {moment:%H:%M}")


def date_trouble() -> str:
    """The sentence for a date that is not understood."""
    return _("Wij herkennen deze datum niet. Typ bijvoorbeeld 12-11 of vrijdag.")
