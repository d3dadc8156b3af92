"""Making a backup from the window: where to, how far it is, and how it ended. The vault stays in use meanwhile."""

import threading
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout

from adviser_desk import paths
from adviser_desk.casework import backups
from adviser_desk.casework.backups import Prepared, Stopped, Written
from adviser_desk.errors import KnownError
from adviser_desk.i18n import N_, _
from adviser_desk.ui.announce import announce
from adviser_desk.ui.backup_words import free_bytes, place_words, same_disk, size_words
from adviser_desk.ui.choose_place import ask_folder
from adviser_desk.ui.state import State, bug_sentence, sentence
from adviser_desk.ui.widgets.boxes import Banner, Card, Flow, Picture
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.text import Heading, Text

_STEPS = {
    "copy": N_("Kopiëren"),
    "check": N_("De kopie nakijken"),
    "write": N_("Schrijven"),
    "read_back": N_("Teruglezen"),
}


class BackupMaker(Card):
    """One button; the place is remembered. `made` when a backup is good."""

    made = Signal()

    def __init__(self, state: State) -> None:
        """Empty until `load`."""
        super().__init__(padding=24, spacing=12)
        self._state = state
        self._folder: Path | None = None
        self._stop = threading.Event()
        self.busy = False
        self._where, self._low = Text(""), Text("", "small", token="warn")
        self.button = Button(_("Back-up maken"), kind="primary", tall=True)
        self.button.setObjectName("make-backup")
        self.button.clicked.connect(lambda _on=False: self.make())
        self._other = Button(_("Andere plek kiezen"), tall=True)
        self._other.setObjectName("choose-place")
        self._other.clicked.connect(lambda _on=False: self.choose_folder())
        self._proposed = paths.meant_by(state.organisation.backup_folder)
        self._theirs = Button(_("Plek van uw organisatie"), tall=True)
        self._theirs.setObjectName("proposed-place")
        self._theirs.clicked.connect(lambda _on=False: self.put_in(str(self._proposed)))
        self._halt = Button(_("Stoppen"), tall=True)
        self._halt.clicked.connect(lambda _on=False: self._stop.set())
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("Bezig met de back-up"))
        self._note = Text("", "small", token="text2")
        self.outcome = Banner("ok", " ", " ")
        self._trouble = Banner("bad", " ", " ")
        self._fill()
        self._show_state()

    def _fill(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(Heading(_("Nu een back-up maken")))
        words.addWidget(self._where)
        words.addWidget(self._low)
        buttons = Flow()
        for button in (self.button, self._theirs, self._other, self._halt):
            buttons.addWidget(button)
        words.addSpacing(8)
        words.addLayout(buttons)
        words.addWidget(self._bar)
        words.addWidget(self._note)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(Picture("usb", "accent", 1.714), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        for banner in (self.outcome, self._trouble):
            banner.hide()
            self.column.addWidget(banner)
        self.column.addLayout(row)

    def load(self) -> None:
        """Where the last backup went."""
        self._state.run(backups.place, then=self._show_place)
        self._state.run(backups.room_for, then=self._show_room)

    def choose_folder(self) -> None:
        """Ask for another place."""
        home = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.HomeLocation)
        ask_folder(self, _("Plek voor de back-up"), str(self._folder or home), self.put_in)

    def put_in(self, folder: str) -> None:
        """Backups go here from now on."""
        self._folder = Path(folder)
        self._trouble.hide()
        self._show_state()
        self.button.setFocus()

    def make(self) -> None:
        """Make one now, or ask where to first."""
        if self._folder is None:
            self.choose_folder()
        elif not self.busy:
            self.busy = True
            self._stop.clear()
            for banner in (self.outcome, self._trouble):
                banner.hide()
            self._show_state()
            self._halt.setFocus()
            if self._folder == self._proposed:
                backups.make_place(self._folder)
            self._state.run(backups.prepare, policy=self._state.policy, then=self._write, failed=self._failed)

    def _write(self, prepared: Prepared) -> None:
        folder, made_at = self._folder, self._state.now().replace(microsecond=0)
        assert folder is not None
        last: list[tuple[str, int]] = []

        def progress(step: str, done: int, of: int) -> None:
            if self._stop.is_set() or self._state.leaving.is_set():
                raise Stopped
            part = (step, 100 * done // max(of, 1))
            if last != [part]:
                last[:] = [part]
                self._state.tasks.tell(self._show_progress, part)

        self._state.think(
            lambda: backups.write(prepared, folder, made_at=made_at, progress=progress), self._register, self._failed
        )

    def _register(self, written: Written) -> None:
        self._state.run(backups.register, written, then=lambda _changes: self._done(written), failed=self._failed)

    def _done(self, written: Written) -> None:
        self._end()
        words = _("Hij is helemaal teruggelezen en nagekeken. Haal de stick eruit en berg hem op.")
        self.outcome.say(_("De back-up is goed"), words)
        self.outcome.show()
        self.made.emit()

    def _failed(self, error: object) -> None:
        self._end()
        if isinstance(error, Stopped):
            self._note.setText(_("Gestopt. Er is geen back-up gemaakt. Eerdere back-ups zijn er nog."))
            announce(self, self._note.text())
            return
        words = sentence(error) if isinstance(error, KnownError) else bug_sentence(error)  # type: ignore[arg-type]
        self._trouble.say(_("Er is geen back-up gemaakt"), words, assertive=True)
        self._trouble.show()

    def _end(self) -> None:
        self.busy = False
        self._show_state()
        self.button.setFocus()

    def _show_place(self, folder: Path | None) -> None:
        if self._folder is None:
            self._folder = folder or self._proposed
        self._show_state()

    def _show_room(self, needed: int) -> None:
        self._needed = needed
        self._show_state()

    _needed = 0

    def _show_progress(self, part: tuple[str, int]) -> None:
        step, percent = part
        if self.busy:
            self._bar.setValue(percent)
            self._note.setText(_(_STEPS[step]))

    def _show_state(self) -> None:
        folder = self._folder
        self.button.setVisible(not self.busy)
        self._other.setVisible(not self.busy and folder is not None)
        self._theirs.setVisible(not self.busy and self._proposed is not None and folder != self._proposed)
        self._halt.setVisible(self.busy)
        self._bar.setVisible(self.busy)
        if not self.busy:
            self._note.setText(_("Elke back-up lezen wij helemaal terug, voordat wij hem goed noemen."))
            self._bar.setValue(0)
        self.button.set_label(_("Back-up maken") if folder is not None else _("Plek kiezen"))
        self._low.hide()
        if folder is None:
            self._where.setText(_("Steek een USB-stick in de laptop, of kies een map op een andere schijf."))
            if proposed := self._state.organisation.backup_folder:
                words = _("De plek van uw organisatie is hier niet te vinden: %(place)s. Kies zelf een plek.")
                self._low.setText(words % {"place": proposed})
                self._low.show()
            return
        # The folder that the organisation proposes is made with the first backup in it.
        made_later = folder == self._proposed and not folder.is_dir()
        free = free_bytes(folder.parent if made_later else folder)
        values = {"place": place_words(folder), "needs": size_words(self._needed)}
        if free is None:
            self._where.setText(_("Naar: %(place)s") % values)
            self._low.setText(_("Deze plek is er nu niet. Steek de stick in de laptop of kies een andere plek."))
        else:
            values["free"] = size_words(free)
            self._where.setText(_("Naar: %(place)s · %(free)s vrij · nodig: %(needs)s") % values)
            if same_disk(folder, self._state.folder):
                self._low.setText(_("Dit is dezelfde schijf als die van uw kluis. Een USB-stick is veiliger."))
            else:
                self._low.setText("")
        self._low.setVisible(bool(self._low.text()))
