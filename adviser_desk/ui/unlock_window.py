"""The locked program: one field, one button, one way out. Says nothing about cases."""

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QMainWindow,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

import adviser_desk
from adviser_desk.casework import access, setup
from adviser_desk.casework.desk import Desk
from adviser_desk.errors import KnownError, WrongKey
from adviser_desk.i18n import _, ngettext
from adviser_desk.ui.focus_ring import FocusRing
from adviser_desk.ui.lock_note import LockNote
from adviser_desk.ui.passphrase_field import PassphraseField
from adviser_desk.ui.state import bug_sentence, sentence
from adviser_desk.ui.tasks import Tasks
from adviser_desk.ui.theme import theme
from adviser_desk.ui.widgets.boxes import Banner, Picture, Scroll, centred
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.text import Field, Heading, Text

_TRIES, _FIRST_WAIT, _LONGEST_WAIT = 5, 5, 60
_BAR_AFTER_MS, _WORDS_AFTER_MS = 300, 3_000


class UnlockWindow(QMainWindow):
    """`opened` carries the open `Desk` and whether it is a practice vault."""

    opened = Signal(object, bool)

    def __init__(self, folder: Path, note: LockNote) -> None:
        """`note` tells what came before."""
        super().__init__()
        self.setWindowTitle(_("Adviser Desk – vergrendeld"))
        self.setMinimumSize(720, 480)
        self.resize(1280, 800)
        self._folder, self._note = folder, note
        self._tasks = Tasks(self)
        self._wrong = 0
        self._wait = QTimer(self, interval=1_000)
        self._wait.timeout.connect(self._count_down)
        self._left = 0
        self._build()
        self.ring = FocusRing(self)
        self.passphrase.setFocus()

    def _build(self) -> None:
        self._ways = QStackedWidget()
        self._ways.addWidget(self._by_passphrase())
        self._ways.addWidget(self._by_recovery())
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("Bezig met openen"))
        self._patience = Text(_("Dit duurt iets langer dan anders. Uw kluis gaat zo open."), "small", token="text2")
        for widget in (self._bar, self._patience):
            widget.hide()
        scroll = Scroll(margins=(24, 24, 24, 24), spacing=24)
        card = QWidget()
        card.setMaximumWidth(theme.em(31.5))
        column = QVBoxLayout(card)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(20)
        column.addLayout(self._head())
        column.addWidget(self._ways)
        column.addWidget(self._bar)
        column.addWidget(self._patience)
        for banner in self._notes():
            column.addWidget(banner)
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
        forgot = Button(_("Wachtzin vergeten?"), kind="link")
        forgot.setObjectName("forgot")
        forgot.clicked.connect(lambda _on=False: self._go(1))
        return _way(self.passphrase, self.open_button, forgot)

    def _by_recovery(self) -> QWidget:
        self.code = QLineEdit()
        self.code.setObjectName("recovery-code")
        self.code.setMaxLength(80)
        self.code.returnPressed.connect(self.open_with_code)
        hint = _("Typ de acht blokken van uw herstelblad over. Streepjes en hoofdletters hoeven niet.")
        self._code_field = Field(_("Herstelcode"), self.code, hint=hint)
        self.code_button = Button(_("Openen met herstelcode"), kind="primary", hint="Enter", tall=True)
        self.code_button.clicked.connect(lambda _on=False: self.open_with_code())
        back = Button(_("Terug naar de wachtzin"), kind="link")
        back.clicked.connect(lambda _on=False: self._go(0))
        return _way(self._code_field, self.code_button, back)

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
            self._tasks.think(lambda: _open(self._folder, typed), self._opened, self._passphrase_failed)

    def open_with_code(self) -> None:
        """Try the recovery code."""
        if self.code_button.isEnabled():
            typed = self.code.text()
            self._begin(self.code_button)
            self._tasks.think(
                lambda: Desk(lambda: access.open_with_recovery(self._folder, typed)), self._opened, self._code_failed
            )

    def _opened(self, desk: Desk) -> None:
        self._end()
        self.passphrase.line.clear()
        self.opened.emit(desk, desk.now(lambda vault: vault.practice))

    def _passphrase_failed(self, error: BaseException) -> None:
        self._end()
        self.passphrase.tell(_words(error))
        self.passphrase.line.selectAll()
        self.passphrase.setFocus()
        if isinstance(error, WrongKey):
            self._wrong += 1
            if self._wrong >= _TRIES:
                self._left = min(_FIRST_WAIT * 2 ** (self._wrong - _TRIES), _LONGEST_WAIT)
                self.open_button.setEnabled(False)
                self.passphrase.tell(self._wait_words())
                self._wait.start()

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
        button.set_label(_("Openen…"))
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
        for button, label in ((self.open_button, _("Openen")), (self.code_button, _("Openen met herstelcode"))):
            button.set_label(label)
            button.setEnabled(True)

    def _go(self, way: int) -> None:
        self._ways.setCurrentIndex(way)
        (self.code if way else self.passphrase).setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing the locked window ends the program."""
        event.accept()
        QApplication.quit()


def _way(field: QWidget, button: Button, link: Button) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout()
    row.setSpacing(16)
    row.addWidget(button)
    row.addWidget(link)
    row.addStretch(1)
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(16)
    column.addWidget(field)
    column.addLayout(row)
    column.addStretch(1)
    return holder


def _open(folder: Path, passphrase: bytearray) -> Desk:
    try:
        return Desk(lambda: access.open_desk(folder, passphrase))
    finally:
        passphrase[:] = bytes(len(passphrase))


def _words(error: BaseException) -> str:
    return sentence(error) if isinstance(error, KnownError) else bug_sentence(error)
