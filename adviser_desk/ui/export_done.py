"""Step 5 of the export: the two files, and what to do with them. Nothing is sent."""

from PySide6.QtCore import QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from adviser_desk import i18n
from adviser_desk.casework import reason_sheets
from adviser_desk.casework.reporting import Exported
from adviser_desk.i18n import _
from adviser_desk.ui.announce import announce
from adviser_desk.ui.page import Width
from adviser_desk.ui.state import State, sentence
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
        self._sheet = Button(_("Blad voor leidinggevenden maken"), icon="file-text", tall=True)
        self._sheet.setObjectName("export-sheet")
        self._sheet.clicked.connect(lambda _on=False: self._make_sheet())
        buttons.addWidget(self._folder)
        buttons.addWidget(self._sheet)
        self.column.addLayout(buttons)
        self._about_sheet = Text(
            _("Dit blad vertelt waarom een getal ontbreekt. Er staat niets in wat niet ook in het verslag staat."),
            "small",
            token="text2",
        )
        self.column.addWidget(self._about_sheet)
        if exported.folder is not None:
            where = " › ".join(exported.folder.parts[-3:])
            self.column.addWidget(Text(_("Map: %(folder)s") % {"folder": where}, "small", token="text2"))
        self.column.addWidget(Heading(_("Wat nu?")))
        for number, words in enumerate(
            (
                _("Lees het verslag één keer rustig door."),
                _("Stuur beide bestanden naar uw integriteitscoördinator."),
                _("Deze periode is nu gesloten. Wat later binnenkomt, telt mee in de volgende."),
            ),
            1,
        ):
            self.column.addWidget(Text(f"{number}.  {words}"))
        self.column.addStretch(1)

    def set_width(self, width: Width) -> None:
        """Nothing to change."""

    def setFocus(self, *_reason: object) -> None:
        """The button that opens the folder; in a low window the step scrolls to it once it is laid out."""
        if self._exported is not None:
            self._folder.setFocus()
            QTimer.singleShot(0, self, lambda: self.ensureWidgetVisible(self._folder))

    def _make_sheet(self) -> None:
        exported, about = self._exported, self._about_sheet
        if exported is None or exported.folder is None:
            return

        def told(words: str) -> None:
            if about is self._about_sheet:
                about.setText(words)
                announce(about, words)

        self._state.run(
            reason_sheets.write_reason_sheet,
            exported.period,
            exported.folder,
            language=i18n.language(),
            then=lambda name: told(_("Het blad is gemaakt: %(name)s") % {"name": name}),
            failed=lambda error: told(sentence(error)),
        )

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
