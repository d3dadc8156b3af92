"""Putting a backup back, while the vault is locked: the file, the key, a look inside, and only then the exchange."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from adviser_desk import i18n
from adviser_desk.casework import access, backups, restoring, setup
from adviser_desk.casework.backups import SUFFIX, Contents, Secret
from adviser_desk.casework.desk import Desk
from adviser_desk.errors import KnownError, WrongKey
from adviser_desk.i18n import _, ngettext
from adviser_desk.policy import Policy
from adviser_desk.ui.announce import announce
from adviser_desk.ui.choose_place import ask_file
from adviser_desk.ui.finish import Finish
from adviser_desk.ui.focus_ring import FocusRing
from adviser_desk.ui.form_keys import form_keys
from adviser_desk.ui.new_passphrase import NewPassphrase
from adviser_desk.ui.passphrase_field import PassphraseField
from adviser_desk.ui.tasks import Tasks
from adviser_desk.ui.theme import theme
from adviser_desk.ui.unlock_recovery import CodeField
from adviser_desk.ui.widgets.boxes import Banner, Card, Scroll, centred
from adviser_desk.ui.widgets.button import Button, Segment
from adviser_desk.ui.widgets.text import Heading, Text

ASIDE = "replaced/"
"""Begins the name of a vault that was set aside; anything else is the path of a backup."""


class RestoreWindow(QMainWindow):
    """`opened` carries the open `Desk` and whether it is a practice vault; `left` that nothing has changed."""

    opened = Signal(object, bool)
    left = Signal()

    def __init__(self, folder: Path, policy: Policy, source: str = "") -> None:
        """`source` is the path of a backup, `replaced/…` for a vault that was set aside, or "" to be chosen here."""
        super().__init__()
        self.setWindowTitle(_("Adviser Desk – back-up terugzetten"))
        self.setMinimumSize(720, 480)
        self.resize(1280, 800)
        self._folder, self._policy, self._source = folder, policy, source
        self._tasks = Tasks(self)
        self._found: Contents | None = None
        self._build()
        self.ring = FocusRing(self)
        self._show_file()
        self._look()
        (self.choose if not source else self.passphrase).setFocus()

    def _build(self) -> None:
        self._file = Text("")
        self.choose = Button(_("Bestand kiezen…"))
        self.choose.setObjectName("choose-backup")
        self.choose.clicked.connect(lambda _on=False: self.choose_file())
        self._choose_line = QWidget()
        line = QHBoxLayout(self._choose_line)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.choose)
        line.addStretch(1)
        self._way = Segment(_("Openen met"), [("passphrase", _("Wachtzin"), ""), ("code", _("Herstelcode"), "")])
        self._way.set_value("passphrase")
        self._way.chosen.connect(lambda _value: self._change_way())
        self.passphrase = PassphraseField(_("Wachtzin van toen"), name="backup-passphrase")
        self.passphrase.changed.connect(lambda _words: self._forget_contents())
        self._code_field = CodeField()
        self.code = self._code_field.line
        self.code.textChanged.connect(lambda _words: self._forget_contents())
        self._inside = Card(padding=16, spacing=4)
        self._what = Text("", "strong")
        self._when = Text("")
        self._other = Banner("warn", " ", " ")
        self.new = NewPassphrase(_("Uw nieuwe wachtzin"), self._policy, name="new-passphrase")
        self.new.touched.connect(self._look)
        self._keep = Text("", "small", token="text2")
        self.finish = Finish(
            _("Erin kijken"), name="restore", back=_("Annuleren"), failed=_("De back-up is niet teruggezet")
        )
        self.finish.pressed.connect(self.go_on)
        self.finish.left.connect(self.left)
        for entered in (self.passphrase.entered, self.code.returnPressed, self.new.entered):
            entered.connect(self.finish.press)
        for words in (self._what, self._when, self._other):
            self._inside.column.addWidget(words)
        card = QWidget()
        card.setMaximumWidth(theme.em(40))
        column = QVBoxLayout(card)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        self._title = Heading("", "title")
        for part in (
            self._title,
            Text(_("Er verandert niets voordat u heeft gezien wat erin zit."), token="text2"),
            self._file,
            self._choose_line,
            self._way,
            self.passphrase,
            self._code_field,
            self._inside,
            self.new,
            self._keep,
            self.finish,
        ):
            column.addWidget(part)
        self._way.setMaximumWidth(theme.em(26))
        self._scroll = Scroll(margins=(24, 24, 24, 24), spacing=24)
        self._scroll.column.addStretch(1)
        self._scroll.column.addLayout(centred(card))
        self._scroll.column.addStretch(2)
        self.setCentralWidget(self._scroll)
        form_keys(self._scroll, self.finish.press, self._leave)

    # --- the file and the key ---

    def choose_file(self) -> None:
        """Ask for the file."""
        home = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.HomeLocation)
        start = str(Path(self._source).parent) if self._source else home
        ask_file(self, _("Uw back-up"), start, f"{_('Back-ups')} (*{SUFFIX})", self.take)

    def take(self, path: str) -> None:
        """This is the file."""
        self._source = path
        self._show_file()
        self._forget_contents()
        self._key_field().setFocus()

    def _show_file(self) -> None:
        aside = self._source.startswith(ASIDE)
        self._title.setText(_("Een vervangen kluis terugzetten") if aside else _("Een back-up terugzetten"))
        self._choose_line.setVisible(not aside)
        self.choose.set_label(_("Ander bestand kiezen…") if self._source else _("Bestand kiezen…"))
        self._bad_file = ""
        words = _("Kies het bestand van uw back-up. De naam begint met Adviser-Desk.")
        if aside:
            day = next((one.on for one in restoring.replaced(self._folder) if self._name() == one.name), None)
            words = _("De kluis die u op %(day)s verving.") % {"day": i18n.current().long_date(day)} if day else ""
        elif self._source:
            words = self._head_words()
        self._file.setText(words)
        self._file.set_token("bad" if self._bad_file else "text")
        self._show_way()

    def _head_words(self) -> str:
        try:
            head = backups.head(Path(self._source))
        except KnownError as error:
            self._bad_file = error.sentence()
            return self._bad_file
        return _("Back-up van kluis %(number)s, gemaakt op %(day)s om %(time)s.") % {
            "number": backups.number_of(head),
            "day": i18n.current().long_date(head.made_at.date()),
            "time": f"{head.made_at:%H:%M}",
        }

    def _show_way(self) -> None:
        by_code = self._way.value() == "code"
        ready = bool(self._source) and not self._bad_file
        self._way.setVisible(ready)
        self.passphrase.setVisible(ready and not by_code)
        self._code_field.setVisible(ready and by_code)

    def _change_way(self) -> None:
        self._show_way()
        self._forget_contents()
        self._key_field().setFocus()

    def _key_field(self) -> QWidget:
        return self.code if self._way.value() == "code" else self.passphrase

    def _forget_contents(self) -> None:
        self._found = None
        for field in (self.passphrase, self._code_field):
            field.tell("")
        self._look()

    def _secret(self) -> Secret:
        if self._way.value() == "code":
            return Secret(self.code.text(), "code")
        return Secret(self.passphrase.text())

    def _name(self) -> str:
        return self._source.removeprefix(ASIDE)

    # --- looking and replacing ---

    def _look(self) -> None:
        """What can be done now, and why it waits."""
        inside, by_code = self._found is not None, self._way.value() == "code"
        here = setup.has_vault(self._folder)
        self._inside.setVisible(inside)
        self.new.setVisible(inside and by_code and not self._source.startswith(ASIDE))
        self._keep.setVisible(inside)
        keep = _("Uw kluis van nu leggen wij 30 dagen opzij. U kunt altijd terug.")
        self._keep.setText(keep if here else _("Op deze laptop staat nog geen kluis."))
        aside = self._source.startswith(ASIDE)
        self.finish.name_it(_("Terugzetten") if inside or aside else _("Erin kijken"))
        why = ""
        if not self._source or self._bad_file:
            why = _("Kies eerst het bestand")
        elif not self._secret().text:
            why = _("Typ de herstelcode") if by_code else _("Typ de wachtzin")
        elif self.new.isVisibleTo(self):
            why = self.new.why_not()
        self.finish.wait_for(why)

    def go_on(self) -> None:
        """Look inside, or put it back."""
        if self._source.startswith(ASIDE):
            name, secret, folder, policy = self._name(), self._secret(), self._folder, self._policy
            self._begin(_("De kluis wordt teruggezet."))
            self._run(
                lambda: restoring.put_back(folder, name, secret, policy, now=datetime.now()), lambda _done: self._open()
            )
        elif self._found is None:
            path, secret = Path(self._source), self._secret()
            self._begin(_("Wij openen de back-up en kijken elke bladzijde na. Dit duurt ongeveer 10 seconden."))
            self._run(lambda: backups.look_inside(path, secret), self._show_contents)
        else:
            self._restore()

    def _restore(self) -> None:
        path, secret, folder, policy = Path(self._source), self._secret(), self._folder, self._policy
        new = self.new.passphrase() if secret.kind == "code" else None
        other = self._other.isVisibleTo(self)
        self._begin(_("De back-up wordt teruggezet. Dit duurt ongeveer 20 seconden."))
        self._run(
            lambda: restoring.restore(
                path, secret, folder, policy, now=datetime.now(), passphrase=new, other_vault=other
            ),
            lambda _done: self._open(),
        )

    def _show_contents(self, found: Contents) -> None:
        self._end()
        self._found = found
        cases = ngettext("%(n)d casus", "%(n)d casussen", found.cases) % {"n": found.cases}
        contacts = ngettext("%(n)d contact", "%(n)d contacten", found.contacts) % {"n": found.contacts}
        self._what.setText(f"{cases} · {contacts}")
        last = "–" if found.last_contact is None else i18n.current().long_date(found.last_contact)
        self._when.setText(_("Laatste contact: %(day)s. Elke bladzijde is nagekeken.") % {"day": last})
        self._show_other(found)
        self._look()
        announce(self, f"{self._what.text()}. {self._when.text()}")
        target: QWidget = self.new if self.new.isVisibleTo(self) else self.finish.button
        target.setFocus()
        QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(self.finish))

    def _show_other(self, found: Contents) -> None:
        try:
            here = setup.vault_number(self._folder)
        except KnownError:
            here = found.number
        self._other.setVisible(here != found.number)
        if here != found.number:
            words = _("Deze back-up is van kluis %(number)s, en hier staat kluis %(here)s. Toch vervangen kan.")
            self._other.say(_("Dit is een andere kluis"), words % {"number": found.number, "here": here})

    def _open(self) -> None:
        folder, secret = self._folder, self._secret()
        if secret.kind == "code" and self._source.startswith(ASIDE):
            # Its own passphrase opens it, as it did.
            self.left.emit()
            return
        passphrase = self.new.passphrase() if secret.kind == "code" else secret.text
        self._run(lambda: Desk(lambda: access.open_desk(folder, passphrase)), self._opened)

    def _opened(self, desk: Desk) -> None:
        self._end()
        for line in (self.passphrase.line, self.code):
            line.clear()
        self.new.clear()
        self.opened.emit(desk, desk.now(lambda vault: vault.practice))

    # --- busy ---

    def _run(self, work: Callable[[], object], then: Callable[..., None]) -> None:
        self._tasks.think(work, then, self._failed)

    def _begin(self, words: str) -> None:
        for part in (self.choose, self._way, self.passphrase, self._code_field, self.new):
            part.setEnabled(False)
        self.finish.begin(words)
        QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(self.finish))

    def _end(self) -> None:
        for part in (self.choose, self._way, self.passphrase, self._code_field, self.new):
            part.setEnabled(True)
        self.finish.end()

    def _failed(self, error: BaseException) -> None:
        self._end()
        self._look()
        if isinstance(error, WrongKey):
            field = self._code_field if self._way.value() == "code" else self.passphrase
            field.tell(error.sentence())
        else:
            self.finish.tell(error)
        self._key_field().setFocus()
        QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(self.finish))

    def _leave(self) -> None:
        if not self.finish.busy:
            self.left.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing ends the program; in the middle of the exchange it is waited for."""
        if self.finish.busy:
            event.ignore()
            return
        event.accept()
        QApplication.quit()
