"""The line at the bottom answers: is it saved, where is it, when does it lock. And the toast above it."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QAccessible, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from adviser_desk.casework import last_act
from adviser_desk.casework.changes import Changes, Kind
from adviser_desk.casework.last_act import LastAct
from adviser_desk.i18n import _, ngettext
from adviser_desk.ui.announce import announce
from adviser_desk.ui.screen_capture import capture
from adviser_desk.ui.state import State
from adviser_desk.ui.theme import theme
from adviser_desk.ui.undo import Undo
from adviser_desk.ui.widgets.boxes import Picture
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.text import Text


class StatusBar(QFrame):
    """Small words with an icon each."""

    spoken_as = QAccessible.Role.StatusBar

    def __init__(self, *, practice: bool, minutes: int) -> None:
        """`minutes` until it locks by itself."""
        super().__init__()
        self.setObjectName("status")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 5, 16, 5)
        row.setSpacing(6)
        self._icon = Picture("check", "ok", 1.0)
        self._saved = Text(_("Alles opgeslagen"), "small", token="text2", wrap=False)
        row.addWidget(self._icon)
        row.addWidget(self._saved)
        row.addStretch(1)
        theme.changed.connect(self._fit)
        fiction = [self._pair(row, "life-buoy", _("Oefenkluis: alleen verzonnen casussen"), "warn")] if practice else []
        place = self._pair(row, "hard-drive", _("Alleen op deze laptop"))
        self._backup_icon, self._backup = Picture("archive-restore", "text2", 1.0), Text("", "small", wrap=False)
        self._backup_part = self._pair_of(row, self._backup_icon, self._backup)
        self._seen = Text("", "small", token="warn", wrap=False)
        self._seen_part = self._pair_of(row, Picture("eye", "warn", 1.0), self._seen)
        capture.changed.connect(self._tell_seen)
        self._minutes, self._locks = minutes, Text("", "small", token="text2", wrap=False)
        locks = self._pair_of(row, Picture("timer", "text2", 1.0), self._locks)
        self._goes_first = [place, locks, self._backup_part, *fiction]
        self._tell_seen()
        self.set_locks(None)

    def set_saved(self, at: datetime) -> None:
        """Everything typed is on the disk."""
        self._icon.set_icon("check", "ok")
        self._saved.setText(_("Alles opgeslagen om %(time)s") % {"time": f"{at:%H:%M}"})
        self._fit()

    def set_locks(self, left: int | None) -> None:
        """When it locks by itself: in so many seconds, or after so many minutes without input."""
        if left is None:
            words = ngettext("Vergrendelt na %(n)d minuut", "Vergrendelt na %(n)d minuten", self._minutes)
        else:
            words = ngettext("Vergrendelt over %(n)d seconde", "Vergrendelt over %(n)d seconden", left)
        self._locks.setText(words % {"n": self._minutes if left is None else left})
        self._fit()

    def set_minutes(self, minutes: int) -> None:
        """Another time without input until it locks."""
        self._minutes = minutes
        self.set_locks(None)

    def set_backup(self, words: str, *, late: bool) -> None:
        """How old the last backup is."""
        self._backup.setText(words)
        token = "warn" if late else "text2"
        self._backup.set_token(token)
        self._backup_icon.set_icon("archive-restore", token)
        # The words got another width: known to the row after the layout only.
        self._backup_part.updateGeometry()
        QTimer.singleShot(0, self, self._fit)

    def _tell_seen(self) -> None:
        """Until when others may see the window; this part stays when there is little room."""
        until = capture.until
        self._seen.setText(_("Scherm te zien tot %(time)s") % {"time": f"{until:%H:%M}"} if until else "")
        self._seen_part.setVisible(until is not None)

    def set_trouble(self) -> None:
        """Something typed is only on the screen."""
        self._icon.set_icon("circle-alert", "bad")
        self._saved.setText(_("Nog niet opgeslagen"))
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where there is no room for all words, whole parts go; whether all is saved stays."""
        for part in self._goes_first:
            part.show()
        for part in self._goes_first:
            if self.sizeHint().width() <= self.width():
                return
            part.hide()

    def _pair(self, row: QHBoxLayout, icon: str, words: str, token: str = "text2") -> QWidget:
        return self._pair_of(row, Picture(icon, token, 1.0), Text(words, "small", token=token, wrap=False))

    def _pair_of(self, row: QHBoxLayout, icon: Picture, words: Text) -> QWidget:
        part = QWidget()
        part.setObjectName("clear")
        inner = QHBoxLayout(part)
        inner.setContentsMargins(14, 0, 0, 0)
        inner.setSpacing(6)
        inner.addWidget(icon)
        inner.addWidget(words)
        row.addWidget(part)
        return part


class Toast(QFrame):
    """What just happened, with its undo. Without one it goes after 20 seconds; with one it stays at least that long,
    until something else is written: what can be taken back is the last act.
    """

    changed = Signal()
    """Another act can be taken back now, or none."""

    def __init__(self, state: State) -> None:
        """Hidden until `say`."""
        super().__init__()
        self.setObjectName("toast")
        self._state = state
        self._undo: Callable[[], None] | None = None
        self._kept = False
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        self._words = Text("", token="window", wrap=True)
        self._button = Button(_("Ongedaan maken"), hint="Ctrl+Z")
        self._button.clicked.connect(self.undo)
        row.addWidget(self._words, 1)
        row.addWidget(self._button)
        self._timer = QTimer(self, interval=20_000, singleShot=True)
        self._timer.timeout.connect(self._time_is_over)
        state.toast.connect(self.say)
        state.changed.connect(self._something_was_written)
        self.hide()
        state.run(last_act.kept, then=self._take_up)

    def say(self, words: str, undo: Callable[[], None] | None) -> None:
        """Show and announce a sentence."""
        self._set(undo)
        self._words.setText(words)
        self._button.setVisible(undo is not None)
        self._button.setAccessibleName(_("Ongedaan maken: %(what)s") % {"what": self.what()} if self.what() else "")
        self.show()
        self._timer.start()
        announce(self, words)
        self.changed.emit()

    def can_undo(self) -> bool:
        """Whether there is a last action that can be taken back."""
        return self._undo is not None

    def what(self) -> str:
        """The name of the act that can be taken back; empty when there is none, or it has no name."""
        return self._undo.what if isinstance(self._undo, Undo) else ""

    def undo(self) -> None:
        """Take the last action back, once."""
        if (undo := self._undo) is not None:
            self.say(_("Ongedaan gemaakt."), None)
            undo()

    def _time_is_over(self) -> None:
        if self._undo is None:
            self._go()

    def _something_was_written(self, changes: Changes) -> None:
        # The act itself may be told as written only after its sentence.
        if changes.kinds - {Kind.DRAFT} and not self._timer.isActive():
            self._go()

    def _take_up(self, act: LastAct | None) -> None:
        """What was done before the vault was locked can be taken back after it."""
        if act is not None and self._undo is None:
            undo = Undo.of(self._state, act)
            self.say(_("U kunt nog ongedaan maken: %(what)s.") % {"what": undo.what}, undo)

    def _set(self, undo: Callable[[], None] | None) -> None:
        self._undo = undo
        act = undo.act if isinstance(undo, Undo) else None
        if act is not None or self._kept:
            self._kept = act is not None
            self._state.run(last_act.keep, act)

    def _go(self) -> None:
        self._set(None)
        self.hide()
        self.changed.emit()
