"""What goes when cases are destroyed, what stays, where they still are; and the passphrase that confirms it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from adviser_desk.casework.backups import Known
from adviser_desk.casework.retention import PastCase
from adviser_desk.i18n import _, ngettext
from adviser_desk.models.destruction import Ground
from adviser_desk.ui.announce import announce
from adviser_desk.ui.passphrase_field import PassphraseField
from adviser_desk.ui.retention_words import backup_words, destroy_words, ground_words, moment_words
from adviser_desk.ui.state import State
from adviser_desk.ui.widgets.boxes import Banner, Card, Flow, Picture, clear
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.text import Heading, Text


class DestroyCard(Card):
    """`confirmed` carries the passphrase as typed; `closed` says that nothing is to be destroyed."""

    confirmed = Signal(str)
    closed = Signal()

    def __init__(self, state: State) -> None:
        """Empty."""
        super().__init__(padding=24, spacing=10)
        self._state = state
        self._title = Heading("")
        self._ground = Text("", "small", token="text2")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(6)
        self._backups = Banner("warn", "", "", icon="archive-restore")
        self._backups.title.hide()
        self._files = Banner("warn", "", "", icon="hard-drive")
        self._files.title.hide()
        self.passphrase = PassphraseField(
            _("Typ uw wachtzin om te bevestigen"), name="destroy-passphrase", can_show=False
        )
        self.passphrase.entered.connect(self._confirm)
        self.passphrase.changed.connect(lambda _words: self.passphrase.tell(""))
        self.button = Button(_("Vernietigen"), kind="danger", icon="shredder", tall=True)
        self.button.setObjectName("destroy")
        self.button.clicked.connect(lambda _on=False: self._confirm())
        self._cancel = Button(_("Annuleren"), tall=True)
        self._cancel.setObjectName("destroy-cancel")
        self._cancel.clicked.connect(lambda _on=False: self.closed.emit())
        self._until = Text("", "small", token="text2")
        buttons = Flow(8)
        buttons.addWidget(self.button)
        buttons.addWidget(self._cancel)
        for widget in (self._title, self._ground):
            self.column.addWidget(widget)
        self.column.addLayout(self._lines)
        for banner in (self._backups, self._files, self.passphrase):
            self.column.addWidget(banner)
        self.column.addLayout(buttons)
        self.column.addWidget(self._until)

    def show_cases(self, cases: Sequence[PastCase], ground: Ground) -> None:
        """What is to go, and on which ground."""
        words = destroy_words(len(cases))
        if words != self._title.text():
            chosen = ngettext("%(n)d casus gekozen", "%(n)d casussen gekozen", len(cases))
            announce(self, chosen % {"n": len(cases)})
        self._title.setText(words)
        self._ground.setText(_("Grond: %(ground)s") % {"ground": ground_words(ground).lower()})
        self._ground.setVisible(ground is not Ground.RETENTION)
        clear(self._lines)
        self._section(
            _("Dit verdwijnt"),
            "shredder",
            [_("Aantekeningen, contacten en opvolging"), _("Schuilnaam en geheugensteun")],
        )
        stays = [
            _("Getallen in exports die al weg zijn"),
            _("Een verklaring: hoeveel casussen en wanneer, zonder inhoud"),
        ]
        if entries := sum(one.entry for one in cases):
            stays.insert(
                1,
                ngettext(
                    "%(n)d telling zonder tekst, tot de export die hem meeneemt",
                    "%(n)d tellingen zonder tekst, tot de export die ze meeneemt",
                    entries,
                )
                % {"n": entries},
            )
        self._section(_("Dit blijft"), "check", stays)
        self.button.setAccessibleName(words)
        self._say_until()

    def show_copies(self, backups: Sequence[Known], older_files: Sequence[str], number: int) -> None:
        """Where the cases still are."""
        for banner, words in (
            (self._backups, backup_words(backups, number, self._state.today())),
            (self._files, self._file_words(older_files)),
        ):
            banner.text.setText(words)
            banner.setAccessibleName(words)
            banner.text.setVisible(bool(words))
            banner.setVisible(bool(words))

    def set_busy(self, busy: bool) -> None:
        """While the passphrase is looked at."""
        self.button.setEnabled(not busy)
        self.passphrase.line.setEnabled(not busy)
        self.button.set_label(_("Nakijken…") if busy else _("Vernietigen"))

    def forget(self) -> None:
        """Empty the passphrase."""
        self.passphrase.line.clear()
        self.passphrase.tell("")

    def _confirm(self) -> None:
        if not self.passphrase.text():
            self.passphrase.tell(_("Typ eerst uw wachtzin."))
            self.passphrase.setFocus()
        elif self.button.isEnabled():
            self.confirmed.emit(self.passphrase.text())

    def _say_until(self) -> None:
        hours, now = self._state.policy.grace_hours, self._state.now()
        words = _("U kunt dit niet terugdraaien.")
        if hours:
            until: datetime = now + timedelta(hours=hours)
            words = _("U kunt dit terugdraaien tot %(moment)s. Daarna niet meer.") % {
                "moment": moment_words(until, now)
            }
        self._until.setText(words)
        self.button.setAccessibleDescription(words)

    def _section(self, title: str, icon: str, lines: Sequence[str]) -> None:
        self._lines.addSpacing(4)
        self._lines.addWidget(Text(title, "label"))
        for words in lines:
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(Picture(icon, "bad" if icon == "shredder" else "ok", 1.143), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(Text(words), 1)
            self._lines.addLayout(row)

    def _file_words(self, names: Sequence[str]) -> str:
        if not names:
            return ""
        return _("In de map van de kluis ligt ook nog: %(files)s. Daarin kan oude tekst staan.") % {
            "files": ", ".join(names)
        }
