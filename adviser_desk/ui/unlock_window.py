"""The locked program: one field, one button, one way out. Says nothing about cases."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QVBoxLayout,
    QWidget,
)

import adviser_desk
from adviser_desk import i18n
from adviser_desk.casework import access, backups, setup
from adviser_desk.casework.desk import Desk
from adviser_desk.errors import Damaged, KnownError, NoDeviceSecret, WrongKey
from adviser_desk.i18n import _, ngettext
from adviser_desk.policy import Policy
from adviser_desk.ui.announce import announce
from adviser_desk.ui.focus_ring import FocusRing
from adviser_desk.ui.lock_note import LockNote
from adviser_desk.ui.passphrase_field import PassphraseField
from adviser_desk.ui.state import bug_sentence, sentence
from adviser_desk.ui.tasks import Tasks
from adviser_desk.ui.theme import theme
from adviser_desk.ui.unlock_recovery import ChooseAgain, CodeField, way
from adviser_desk.ui.widgets.boxes import Banner, Picture, Scroll, centred
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.progress import Progress
from adviser_desk.ui.widgets.text import Heading, Text

_BY_PASSPHRASE, _BY_CODE, _CHOOSE_AGAIN = range(3)
_CARD = 31.5
_TRIES, _FIRST_WAIT, _LONGEST_WAIT = 5, 5, 60
_BAR_AFTER_MS, _WORDS_AFTER_MS = 300, 3_000


class UnlockWindow(QMainWindow):
    """`opened` carries the open `Desk` and whether it is a practice vault."""

    opened = Signal(object, bool)
    restore_asked = Signal()

    def __init__(self, folder: Path, note: LockNote, policy: Policy) -> None:
        """`note` tells what came before; `policy` what a new passphrase must be."""
        super().__init__()
        self.setWindowTitle(_("Adviser Desk – vergrendeld"))
        self.setMinimumSize(720, 480)
        self.resize(1280, 800)
        self._folder, self._note, self._policy = folder, note, policy
        self._tasks = Tasks(self)
        self._wrong = 0
        self._wait = QTimer(self, interval=1_000)
        self._wait.timeout.connect(self._count_down)
        self._left = 0
        self._busy: list[QTimer] = []
        self._build()
        self.ring = FocusRing(self)
        self.passphrase.setFocus()

    def _build(self) -> None:
        self.again = ChooseAgain(self._policy)
        self.again.chosen.connect(self.recover)
        self.again.left.connect(lambda: self._go(_BY_CODE))
        self._ways = [self._by_passphrase(), self._by_recovery(), self.again]
        self._bar = Progress(_("Bezig met openen"))
        self._patience = Text(_("Dit duurt iets langer dan anders. Uw kluis gaat zo open."), "small", token="text2")
        for widget in (self._bar, self._patience):
            widget.hide()
        self._scroll = scroll = Scroll(margins=(24, 24, 24, 24), spacing=24)
        card = QWidget()
        self._card = card
        self._measure()
        theme.changed.connect(self._measure)
        column = QVBoxLayout(card)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(20)
        column.addLayout(self._head())
        for place, way_in in enumerate(self._ways):
            column.addWidget(way_in)
            way_in.setVisible(place == _BY_PASSPHRASE)
        column.addWidget(self._bar)
        column.addWidget(self._patience)
        self._banners = self._notes()
        for banner in self._banners:
            column.addWidget(banner)
        self._damaged = self._damaged_banner()
        column.addWidget(self._damaged)
        scroll.column.addStretch(2)
        scroll.column.addLayout(centred(card))
        scroll.column.addStretch(3)
        whole = QWidget()
        rows = QVBoxLayout(whole)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(scroll, 1)
        rows.addWidget(self._status())
        self.setCentralWidget(whole)

    def _measure(self) -> None:
        self._card.setMaximumWidth(theme.em(_CARD))

    def _head(self) -> QHBoxLayout:
        note = self._note
        below = _("Uw aantekeningen staan versleuteld op deze laptop.")
        if note.at:
            below = (_("Automatisch vergrendeld om %(time)s") if note.by_itself else _("Vergrendeld om %(time)s")) % {
                "time": note.at
            }
        badge = QFrame()
        badge.setObjectName("note")
        inner = QHBoxLayout(badge)
        inner.setContentsMargins(12, 12, 12, 12)
        inner.addWidget(Picture("lock", "accent", 1.714))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Heading(_("Uw kluis is op slot"), "title"))
        words.addWidget(Text(below, token="text2"))
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(badge, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        return row

    def _by_passphrase(self) -> QWidget:
        self.passphrase = PassphraseField(_("Wachtzin"), name="passphrase")
        self.passphrase.entered.connect(self.open)
        self.open_button = Button(_("Openen"), kind="primary", hint="Enter", tall=True)
        self.open_button.setObjectName("open")
        self.open_button.clicked.connect(lambda _on=False: self.open())
        self._forgot = Button(_("Wachtzin vergeten?"), kind="link")
        self._forgot.setObjectName("forgot")
        self._forgot.clicked.connect(lambda _on=False: self._go(_BY_CODE))
        if setup.is_practice(self._folder):
            # Its passphrase is on the screen; another one would make that untrue.
            self._forgot.hide()
        return way(self.passphrase, self.open_button, self._forgot)

    def _by_recovery(self) -> QWidget:
        self._code_field = CodeField()
        self.code = self._code_field.line
        self.code.returnPressed.connect(self.check_code)
        self.code_button = Button(_("Volgende"), kind="primary", hint="Enter", tall=True)
        self.code_button.clicked.connect(lambda _on=False: self.check_code())
        back = Button(_("Terug naar de wachtzin"), kind="link")
        back.clicked.connect(lambda _on=False: self._go(_BY_PASSPHRASE))
        return way(self._code_field, self.code_button, back)

    def _notes(self) -> list[Banner]:
        found = []
        if self._note.draft:
            words = _("U was bezig met een contact. Na het openen gaat u verder waar u was.")
            found.append(Banner("info", _("Uw concept is bewaard"), words, icon="pencil"))
        if setup.is_practice(self._folder):
            from adviser_desk.casework import practice

            words = _("Alle casussen hierin zijn verzonnen. De wachtzin is: %(words)s") % {"words": practice.PASSPHRASE}
            found.append(Banner("warn", _("Dit is een oefenkluis"), words, icon="life-buoy"))
        return found

    def _damaged_banner(self) -> Banner:
        words = _("Uw kluis van nu gaat niet weg. Die leggen wij 30 dagen opzij.")
        buttons = [("restore", _("Back-up terugzetten…"), "plain")]
        last = backups.last_day(self._folder)
        day = "" if last is None else i18n.current().long_date(last)
        title = _("Zet uw back-up van %(day)s terug") % {"day": day} if day else _("Zet uw laatste back-up terug")
        banner = Banner("warn", title, words, buttons, icon="archive-restore")
        banner.pressed.connect(lambda _value: self.restore_asked.emit())
        banner.hide()
        return banner

    def _status(self) -> QFrame:
        status = QFrame()
        status.setObjectName("status")
        row = QHBoxLayout(status)
        row.setContentsMargins(16, 5, 16, 5)
        row.addWidget(Picture("hard-drive", "text2", 1.0))
        row.addWidget(Text(_("Alleen op deze laptop"), "small", token="text2", wrap=False))
        row.addStretch(1)
        try:
            number = _("Kluis %(number)s") % {"number": setup.vault_number(self._folder)}
        except KnownError:
            number = ""
        version = _("Versie %(version)s") % {"version": adviser_desk.__version__}
        for words in (number, version):
            row.addWidget(Text(words, "small", token="text2", wrap=False))
            row.addSpacing(12)
        return status

    # --- opening ---

    def open(self) -> None:
        """Try the passphrase."""
        if not self.passphrase.text():
            self.passphrase.tell(_("Typ eerst uw wachtzin."))
        elif self.open_button.isEnabled() and not self._left:
            typed = bytearray(self.passphrase.text(), "utf-8", "surrogatepass")
            self._begin(self.open_button)
            self._tasks.think(
                lambda: _desk(typed, lambda: access.open_desk(self._folder, typed)),
                self._opened,
                self._passphrase_failed,
            )

    def check_code(self) -> None:
        """See whether the recovery code is right, before a new passphrase is asked."""
        if self.code_button.isEnabled():
            typed = self.code.text()
            self._begin(self.code_button)
            self._tasks.think(lambda: access.check_code(self._folder, typed), self._code_fits, self._code_failed)

    def recover(self) -> None:
        """Open with the recovery code, and with the new passphrase from now on."""
        code, typed = self.code.text(), bytearray(self.again.form.passphrase(), "utf-8", "surrogatepass")
        self.again.begin()
        self._show_the_end()
        self._tasks.think(
            lambda: _desk(typed, lambda: access.recover(self._folder, code, typed, self._policy, today=date.today())),
            self._opened,
            self._recover_failed,
        )

    def _opened(self, desk: Desk) -> None:
        self._end()
        self.again.end()
        self.passphrase.line.clear()
        self.code.clear()
        self.again.form.clear()
        self.opened.emit(desk, desk.now(lambda vault: vault.practice))

    def tell(self, error: BaseException) -> None:
        """Why the vault is closed again although the passphrase was right."""
        words = _words(error)
        self.passphrase.tell(words)
        self.passphrase.setFocus()
        announce(self, words)

    def _passphrase_failed(self, error: BaseException) -> None:
        self._end()
        self.passphrase.tell(_words(error))
        self.passphrase.line.selectAll()
        self.passphrase.setFocus()
        if isinstance(error, Damaged):
            self._damaged.show()
        if isinstance(error, NoDeviceSecret):
            # Only the sheet opens now: Enter goes there.
            self._forgot.set_label(_("Herstelblad gebruiken"))
            self._forgot.setFocus()
        if isinstance(error, WrongKey):
            self._wrong += 1
            if self._wrong >= _TRIES:
                self._left = min(_FIRST_WAIT * 2 ** (self._wrong - _TRIES), _LONGEST_WAIT)
                self.open_button.setEnabled(False)
                self.passphrase.tell(self._wait_words())
                self._wait.start()

    def _code_fits(self, _nothing: None) -> None:
        self._end()
        self._go(_CHOOSE_AGAIN)
        announce(self, _("Uw herstelcode klopt. Kies een nieuwe wachtzin."))

    def _recover_failed(self, error: BaseException) -> None:
        self.again.end()
        self.again.finish.tell(error)
        self.again.finish.button.setFocus()
        self._show_the_end()

    def _code_failed(self, error: BaseException) -> None:
        self._end()
        self._code_field.tell(_words(error))
        self.code.setFocus()

    def _count_down(self) -> None:
        self._left -= 1
        if self._left:
            # Not announced: a screen reader heard how long it is.
            self.passphrase.trouble.setText(self._wait_words())
            return
        self._wait.stop()
        self.passphrase.tell("")
        self.open_button.setEnabled(True)

    def _wait_words(self) -> str:
        return ngettext(
            "Te vaak geprobeerd. Wacht %(n)d seconde. Met uw herstelblad kunt u direct verder.",
            "Te vaak geprobeerd. Wacht %(n)d seconden. Met uw herstelblad kunt u direct verder.",
            self._left,
        ) % {"n": self._left}

    def _begin(self, button: Button) -> None:
        self.passphrase.tell("")
        self._code_field.tell("")
        button.setEnabled(False)
        button.set_label(_("Openen…") if button is self.open_button else _("Nakijken…"))
        self._busy = [QTimer(self, interval=_BAR_AFTER_MS, singleShot=True)]
        self._busy.append(QTimer(self, interval=_WORDS_AFTER_MS, singleShot=True))
        for timer, widget in zip(self._busy, (self._bar, self._patience), strict=True):
            timer.timeout.connect(widget.show)
            timer.start()

    def _end(self) -> None:
        for timer in self._busy:
            timer.stop()
        self._bar.hide()
        self._patience.hide()
        self.open_button.set_label(_("Openen"))
        self.open_button.setEnabled(not self._left)
        self.code_button.set_label(_("Volgende"))
        self.code_button.setEnabled(True)

    def _go(self, to: int) -> None:
        for place, way_in in enumerate(self._ways):
            way_in.setVisible(place == to)
        for banner in self._banners:
            banner.setVisible(to != _CHOOSE_AGAIN)
        (self.passphrase, self.code, self.again)[to].setFocus()

    def _show_the_end(self) -> None:
        # In a small window it lies below; what was shown there has its place after the layout only.
        QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(self.again.finish))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing the locked window ends the program."""
        event.accept()
        QApplication.quit()


def _desk(typed: bytearray, open_vault: Callable[[], Any]) -> Desk:
    try:
        return Desk(open_vault)
    finally:
        typed[:] = bytes(len(typed))


def _words(error: BaseException) -> str:
    return sentence(error) if isinstance(error, KnownError) else bug_sentence(error)
