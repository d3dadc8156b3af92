"""The last half minute before locking: nothing of a case is on the screen, and one key goes on with the work."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from adviser_desk.i18n import _, ngettext
from adviser_desk.ui.announce import announce
from adviser_desk.ui.autolock import COUNTED
from adviser_desk.ui.theme import theme
from adviser_desk.ui.widgets.boxes import Card, Flow, Picture, centred
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.text import Heading, Text

_SPOKEN = (30, 10, 5)
_RING, _PEN, _CARD = 3.8, 4, 32


class Countdown(QWidget):
    """Takes the place of what it covers. `stay`: the adviser is there; `lock`: at once."""

    stay, lock = Signal(), Signal()

    def __init__(self, middle: QStackedWidget, minutes: int) -> None:
        """Shown at once, in the place of what `middle` shows. `minutes` without input until it locks."""
        super().__init__()
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.came_from = QApplication.focusWidget()
        self._middle, self._minutes, self._told = middle, minutes, COUNTED + 1
        self._ring, self._left = _Ring(), Text("", token="text2")
        self._kept = QWidget()
        self._go_on = Button(_("Verder werken"), kind="primary", hint="Enter")
        self._go_on.setObjectName("countdown-stay")
        self._build()
        middle.addWidget(self)
        middle.setCurrentWidget(self)
        self._go_on.setFocus()

    def say(self, left: int) -> None:
        """How many seconds are left."""
        self._ring.show_left(left)
        seconds = ngettext("Nog %(n)d seconde.", "Nog %(n)d seconden.", left) % {"n": left}
        idle = ngettext("U deed %(n)d minuut niets.", "U deed %(n)d minuten niets.", self._minutes)
        self._left.setText(f"{seconds} {idle % {'n': self._minutes}}")
        if any(left <= mark < self._told for mark in _SPOKEN):
            self._told = left
            words = _("Adviser Desk gaat over %(n)d seconden op slot. Enter: verder werken") % {"n": left}
            announce(self, words, assertive=True)

    def say_kept(self, waits: bool) -> None:
        """What was typed is on the disk; whether anything was."""
        self._kept.setVisible(waits)

    def end(self) -> None:
        """Everything is back, with the focus where it was."""
        self._middle.removeWidget(self)
        if self.came_from is not None and self.came_from.isVisible():
            self.came_from.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()
        self.deleteLater()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.stay.emit()

    def _measure(self) -> None:
        self._card.setMaximumWidth(theme.em(_CARD))

    def _build(self) -> None:
        now = Button(_("Nu op slot"), hint="Ctrl+L")
        now.clicked.connect(lambda _on=False: self.lock.emit())
        self._go_on.clicked.connect(lambda _on=False: self.stay.emit())
        card = Card(padding=32, spacing=20)
        self._card = card
        self._measure()
        theme.changed.connect(self._measure)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(Heading(_("Adviser Desk gaat zo op slot"), "panel"))
        words.addWidget(self._left)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self._ring, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        kept = QHBoxLayout(self._kept)
        kept.setContentsMargins(0, 0, 0, 0)
        kept.addWidget(Picture("check", "ok", 1.1))
        kept.addWidget(Text(_("Uw concept is bewaard.")), 1)
        self._kept.setObjectName("clear")
        self._kept.hide()
        buttons = Flow(8)
        buttons.addWidget(self._go_on)
        buttons.addWidget(now)
        card.column.addLayout(head)
        card.column.addWidget(self._kept)
        card.column.addLayout(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.addStretch(1)
        column.addLayout(centred(card))
        column.addStretch(1)


class _Ring(QWidget):
    """The seconds, with a ring that gets shorter once a second; digits only where the system asks for less motion."""

    def __init__(self) -> None:
        super().__init__()
        self._left = COUNTED
        theme.changed.connect(self.update)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_left(self, left: int) -> None:
        self._left = left
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.em(_RING), theme.em(_RING))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        round_it = QRectF(self.rect()).adjusted(_PEN, _PEN, -_PEN, -_PEN)
        if not theme.still:
            painter.setPen(QPen(theme.colour("line"), _PEN))
            painter.drawEllipse(round_it)
            painter.setPen(QPen(theme.colour("accent"), _PEN, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
            painter.drawArc(round_it, 90 * 16, -360 * 16 * self._left // COUNTED)
        painter.setPen(theme.colour("text"))
        painter.setFont(theme.font("title" if theme.still else "strong"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, str(self._left))
