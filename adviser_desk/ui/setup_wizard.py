"""First run: how it works, a passphrase, the recovery sheet. Nothing is kept before the sheet is proved to exist."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from adviser_desk.casework import setup
from adviser_desk.casework.desk import Desk
from adviser_desk.errors import KnownError
from adviser_desk.i18n import _
from adviser_desk.ui.focus_ring import FocusRing
from adviser_desk.ui.setup_passphrase import PassphraseStep
from adviser_desk.ui.setup_sheet import SheetStep
from adviser_desk.ui.setup_welcome import WelcomeStep
from adviser_desk.ui.state import bug_sentence, sentence
from adviser_desk.ui.tasks import Tasks
from adviser_desk.ui.theme import theme
from adviser_desk.ui.widgets.boxes import Banner, Picture
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.text import Heading, Text

WELCOME, PASSPHRASE, SHEET = range(3)


class SetupWizard(QMainWindow):
    """`opened` carries the open `Desk` of the new vault; `language_chosen` asks for another language."""

    opened = Signal(object, bool)
    language_chosen = Signal(str)

    def __init__(self, folder: Path) -> None:
        """For a folder without a vault."""
        super().__init__()
        self.setWindowTitle("Adviser Desk")
        self.setMinimumSize(720, 480)
        self.resize(1280, 800)
        self._folder = folder
        self._tasks = Tasks(self)
        self._busy = False
        self._sheet = setup.draw_sheet()
        self.welcome, self.passphrase, self.recovery = WelcomeStep(), PassphraseStep(), SheetStep(self._sheet)
        self.welcome.language_chosen.connect(self.language_chosen)
        self._stack = QStackedWidget()
        for step in (self.welcome, self.passphrase, self.recovery):
            self._stack.addWidget(step)
            step.touched.connect(self._show_footer)
        self._marks: list[tuple[Picture, Text]] = []
        self._build()
        self.ring = FocusRing(self)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.go_on)
        self.passphrase.entered.connect(self.go_on)
        self._go(WELCOME)

    def _build(self) -> None:
        self._trouble = Banner("bad", _("De kluis is niet gemaakt"), " ")
        self._trouble.hide()
        middle = QVBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self._trouble)
        middle.addWidget(self._stack, 1)
        middle.addWidget(self._footer())
        whole = QWidget()
        whole.setObjectName("page")
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._side())
        row.addLayout(middle, 1)
        self.setCentralWidget(whole)

    def _side(self) -> QFrame:
        side = QFrame()
        side.setObjectName("nav")
        side.setFixedWidth(theme.em(16))
        column = QVBoxLayout(side)
        column.setContentsMargins(24, 40, 16, 24)
        column.setSpacing(16)
        column.addWidget(Heading(_("Adviser Desk instellen")))
        column.addWidget(Text(_("Dit duurt ongeveer 3 minuten."), "small", token="text2"))
        for name in (_("Hoe het werkt"), _("Wachtzin kiezen"), _("Herstelblad printen")):
            picture, words = Picture("circle", "control", 1.5), Text(name)
            row = QHBoxLayout()
            row.setSpacing(12)
            row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(words, 1)
            column.addLayout(row)
            self._marks.append((picture, words))
        column.addStretch(1)
        return side

    def _footer(self) -> QFrame:
        footer = QFrame()
        footer.setObjectName("footer")
        row = QHBoxLayout(footer)
        row.setContentsMargins(32, 12, 32, 12)
        row.setSpacing(12)
        self._back = Button(_("Terug"), tall=True)
        self._back.clicked.connect(lambda _on=False: self._go(self._stack.currentIndex() - 1))
        self._why = Text("", "small", token="text2", wrap=False)
        self._next = Button(_("Volgende"), kind="primary", hint="Ctrl+Enter", tall=True)
        self._next.setObjectName("setup-next")
        self._next.clicked.connect(lambda _on=False: self.go_on())
        row.addWidget(self._back)
        row.addStretch(1)
        row.addWidget(self._why)
        row.addWidget(self._next)
        return footer

    def go_on(self) -> None:
        """To the next step, or make the vault."""
        if not self._next.isEnabled():
            return
        if self._stack.currentIndex() == SHEET:
            self._make()
        else:
            self._go(self._stack.currentIndex() + 1)

    def _go(self, step: int) -> None:
        self._stack.setCurrentIndex(step)
        for place, (picture, words) in enumerate(self._marks):
            token = "ok" if place < step else "accent" if place == step else "control"
            picture.set_icon("circle-check" if place < step else "circle", token)
            words.set_role("strong" if place == step else "body")
        self._show_footer()
        self._step().setFocus()

    def _step(self) -> WelcomeStep | PassphraseStep | SheetStep:
        return (self.welcome, self.passphrase, self.recovery)[self._stack.currentIndex()]

    def _show_footer(self) -> None:
        last = self._stack.currentIndex() == SHEET
        why = _("De kluis wordt gemaakt") if self._busy else self._step().why_not()
        label = _("Kluis openen") if last else _("Volgende")
        self._next.set_label(label, name=f"{label}, {why}" if why else label)
        self._next.setEnabled(not why)
        self._why.setText(why)
        self._back.setVisible(self._stack.currentIndex() > WELCOME)
        self._back.setEnabled(not self._busy)

    def _make(self) -> None:
        typed, profile = self.passphrase.passphrase(), self.welcome.profile()
        self._busy = True
        self._show_footer()

        def make() -> Desk:
            return Desk(lambda: setup.start_vault(self._folder, typed, sheet=self._sheet, profile=profile)[0])

        self._tasks.think(make, self._made, self._failed)

    def _made(self, desk: Desk) -> None:
        self._busy = False
        self.opened.emit(desk, False)

    def _failed(self, error: BaseException) -> None:
        self._busy = False
        words = sentence(error) if isinstance(error, KnownError) else bug_sentence(error)
        self._trouble.say(_("De kluis is niet gemaakt"), words, assertive=True)
        self._trouble.show()
        self._show_footer()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing was made yet; closing ends the program."""
        event.accept()
        QApplication.quit()
