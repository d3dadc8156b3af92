"""Step 5 of the export: the two files, and what to do with them. Nothing is sent."""

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from adviser_desk.casework.reporting import Exported
from adviser_desk.i18n import _
from adviser_desk.ui.page import Width
from adviser_desk.ui.state import State
from adviser_desk.ui.widgets.boxes import Banner, Card, Flow, Picture, Scroll, clear
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.text import Heading, Text


class DoneStep(Scroll):
    """What was made. `home` goes back to the first page."""

    home = Signal()

    def __init__(self, state: State) -> None:
        """Empty until `show_exported`."""
        super().__init__(margins=(32, 16, 32, 16))
        self._state = state
        self._exported: Exported | None = None

    def show_exported(self, exported: Exported, *, again: bool) -> None:
        """Show the files; `again` when they came from the ledger once more."""
        self._exported = exported
        clear(self.column)
        title = _("De bestanden zijn opnieuw gemaakt") if again else _("De export is klaar")
        words = _("Er is nog niets verstuurd. U stuurt de bestanden zelf, bijvoorbeeld per mail.")
        if again:
            words = _("Het zijn precies dezelfde bestanden als de eerste keer.")
        self.column.addWidget(Banner("ok", title, words))
        files = Card(padding=0, spacing=0)
        digest = " ".join((exported.digest[:4], exported.digest[4:8])).upper()
        report = _("Het verslag in Word. Om te lezen.")
        figures = _("Dezelfde cijfers voor wie ze verzamelt. Controlegetal %(digest)s.") % {"digest": digest}
        files.column.addWidget(_file(exported.word, report, "file-text", last=False))
        files.column.addWidget(_file(exported.figures, figures, "file-braces", last=True))
        self.column.addWidget(files)
        buttons = Flow()
        self._folder = Button(_("Map openen"), kind="primary", icon="folder-open", tall=True)
        self._folder.clicked.connect(lambda _on=False: self._open_folder())
        buttons.addWidget(self._folder)
        self.column.addLayout(buttons)
        if exported.folder is not None:
            where = " › ".join(exported.folder.parts[-3:])
            self.column.addWidget(Text(_("Map: %(folder)s") % {"folder": where}, "small", token="text2"))
        self.column.addWidget(Heading(_("Wat nu?")))
        for number, sentence in enumerate(
            (
                _("Lees het verslag één keer rustig door."),
                _("Stuur beide bestanden naar uw integriteitscoördinator."),
                _("Deze periode is nu gesloten. Wat later binnenkomt, telt mee in de volgende."),
            ),
            1,
        ):
            self.column.addWidget(Text(f"{number}.  {sentence}"))
        self.column.addStretch(1)

    def set_width(self, width: Width) -> None:
        """Nothing to change."""

    def setFocus(self, *_reason: object) -> None:
        """The button that opens the folder."""
        if self._exported is not None:
            self._folder.setFocus()

    def _open_folder(self) -> None:
        if self._exported is not None and self._exported.folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._exported.folder)))


def _file(name: str, words: str, icon: str, *, last: bool) -> QFrame:
    frame = QFrame()
    frame.setObjectName("rowLast" if last else "rowLine")
    row = QHBoxLayout(frame)
    row.setContentsMargins(16, 12, 16, 12)
    row.setSpacing(12)
    row.addWidget(Picture(icon, "text", 1.714))
    column = QVBoxLayout()
    column.setSpacing(2)
    column.addWidget(Text(name, "strong"))
    column.addWidget(Text(words, "small", token="text2"))
    row.addLayout(column, 1)
    return frame
