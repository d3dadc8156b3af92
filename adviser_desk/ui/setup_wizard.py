"""First run: how it works, a passphrase, the recovery sheet. Nothing is kept before the sheet is proved to exist."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QPainter, QPaintEvent, QPen, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from adviser_desk.casework import setup
from adviser_desk.casework.desk import Desk
from adviser_desk.errors import KnownError
from adviser_desk.i18n import N_, _
from adviser_desk.policy import Policy
from adviser_desk.ui.announce import announce
from adviser_desk.ui.focus_ring import FocusRing
from adviser_desk.ui.icons import draw
from adviser_desk.ui.setup_passphrase import PassphraseStep
from adviser_desk.ui.setup_sheet import SheetStep
from adviser_desk.ui.setup_welcome import WelcomeStep
from adviser_desk.ui.state import bug_sentence, sentence
from adviser_desk.ui.tasks import Tasks
from adviser_desk.ui.theme import theme
from adviser_desk.ui.widgets.boxes import Banner
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.text import Heading, Text

WELCOME, PASSPHRASE, SHEET = range(3)
_STEPS = (N_("Hoe het werkt"), N_("Wachtzin kiezen"), N_("Herstelblad printen"))
_WIDE, _MEDIUM = 84, 60


class SetupWizard(QMainWindow):
    """`opened` carries the open `Desk` of the new vault; `language_chosen` asks for another language."""

    opened = Signal(object, bool)
    language_chosen = Signal(str)
    restore_asked = Signal()

    def __init__(self, folder: Path, policy: Policy) -> None:
        """For a folder without a vault."""
        super().__init__()
        self.setWindowTitle("Adviser Desk")
        self.setMinimumSize(720, 480)
        self.resize(1280, 800)
        self._folder, self._policy = folder, policy
        self._tasks = Tasks(self)
        self._busy = ""
        self._sheet = setup.draw_sheet()
        self.welcome, self.passphrase, self.recovery = WelcomeStep(), PassphraseStep(policy), SheetStep(self._sheet)
        self.welcome.language_chosen.connect(self.language_chosen)
        self.welcome.restore_asked.connect(self.restore_asked)
        self._stack = QStackedWidget()
        for step in (self.welcome, self.passphrase, self.recovery):
            self._stack.addWidget(step)
            step.touched.connect(self._show_footer)
        self._marks: list[tuple[_Mark, Text]] = []
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
        self._where = Text("", "small", token="text2")
        self._where.setContentsMargins(32, 12, 32, 0)
        middle.insertWidget(0, self._where)
        whole = QWidget()
        whole.setObjectName("page")
        self._side = self._make_side()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._side)
        row.addLayout(middle, 1)
        self.setCentralWidget(whole)

    def _make_side(self) -> QFrame:
        side = QFrame()
        side.setObjectName("nav")
        column = QVBoxLayout(side)
        column.setContentsMargins(32, 48, 16, 24)
        column.setSpacing(16)
        self._left = Text("", "small", token="text2")
        column.addWidget(Heading(_("Adviser Desk instellen")))
        column.addWidget(self._left)
        column.addSpacing(12)
        for number, name in enumerate(_STEPS, 1):
            mark, words = _Mark(number), Text(_(name))
            row = QHBoxLayout()
            row.setSpacing(12)
            row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(words, 1)
            column.addLayout(row)
            self._marks.append((mark, words))
        column.addStretch(1)
        return side

    def _footer(self) -> QFrame:
        footer = QFrame()
        footer.setObjectName("footer")
        row = self._foot = QHBoxLayout(footer)
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
        step = self._stack.currentIndex()
        if step == SHEET:
            self._make()
        elif step == PASSPHRASE:
            # A sheet of a vault that cannot be made would only lie around.
            self._begin(_("De sleutelbos van deze laptop wordt bekeken"))
            self._tasks.think(lambda: setup.see_device_store(self._policy), self._seen, self._failed)
        else:
            self._go(step + 1)

    def _seen(self, _nothing: None) -> None:
        self._end()
        self._go(SHEET)

    def _begin(self, words: str) -> None:
        self._busy = words
        self._trouble.hide()
        self._show_footer()

    def _end(self) -> None:
        self._busy = ""
        self._show_footer()

    def _go(self, step: int) -> None:
        self._stack.setCurrentIndex(step)
        for place, (mark, words) in enumerate(self._marks):
            mark.show_state(done=place < step, now=place == step)
            words.set_role("strong" if place == step else "body")
            words.set_token("text" if place == step else "text2")
        self._left.setText(_("Nog één stap.") if step == SHEET else _("Dit duurt ongeveer 3 minuten."))
        place_words = _("Stap %(step)d van %(steps)d") % {"step": step + 1, "steps": len(_STEPS)}
        self._where.setText(place_words)
        announce(self, f"{_(_STEPS[step])}. {place_words}.")
        self._show_footer()
        self._step().setFocus()

    def _step(self) -> WelcomeStep | PassphraseStep | SheetStep:
        return (self.welcome, self.passphrase, self.recovery)[self._stack.currentIndex()]

    def _show_footer(self) -> None:
        last = self._stack.currentIndex() == SHEET
        why = self._busy or self._step().why_not()
        label = _("Kluis openen") if last else _("Volgende")
        self._next.set_label(label, name=f"{label}, {why}" if why else label)
        self._next.setEnabled(not why)
        self._why.setText(why)
        self._back.setVisible(self._stack.currentIndex() > WELCOME)
        self._back.setEnabled(not self._busy)
        self._stack.setEnabled(not self._busy)

    def _make(self) -> None:
        typed, profile = self.passphrase.form.passphrase(), self.welcome.profile()
        self._begin(_("De kluis wordt gemaakt"))

        def make() -> Desk:
            made = partial(setup.start_vault, sheet=self._sheet, profile=profile, policy=self._policy)
            return Desk(lambda: made(self._folder, typed)[0])

        self._tasks.think(make, self._made, self._failed)

    def _made(self, desk: Desk) -> None:
        self._end()
        self.opened.emit(desk, False)

    def _failed(self, error: BaseException) -> None:
        self._end()
        words = sentence(error) if isinstance(error, KnownError) else bug_sentence(error)
        self._trouble.say(_("De kluis is niet gemaakt"), words, assertive=True)
        self._trouble.show()
        self._next.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        em = self.width() / theme.em(1)
        self._side.setVisible(em >= _MEDIUM)
        self._side.setFixedWidth(theme.em(22 if em >= _WIDE else 16))
        self._where.setVisible(em < _MEDIUM)
        for step in (self.welcome, self.passphrase, self.recovery):
            left, top = (64, 48) if em >= _WIDE else (32, 32) if em >= _MEDIUM else (32, 12)
            step.column.setContentsMargins(left, top, 32, 24)
        self._foot.setContentsMargins(left, 12, 32, 12)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing was made yet; closing ends the program."""
        event.accept()
        QApplication.quit()


class _Mark(QWidget):
    """The number of a step in a circle: filled while it is now, a tick when it is done. The word beside it says it."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number, self._done, self._now = number, False, False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_state(self, *, done: bool, now: bool) -> None:
        self._done, self._now = done, now
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.em(1.714), theme.em(1.714))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        circle = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(theme.colour("ok" if self._done else "accent" if self._now else "control"), 1.5))
        painter.setBrush(theme.colour("accent" if self._now else "nav"))
        painter.drawEllipse(circle)
        if self._done:
            draw(painter, "check", circle.adjusted(5, 5, -5, -5), "ok")
            return
        painter.setFont(theme.font("label"))
        painter.setPen(theme.colour("on-accent" if self._now else "text2"))
        painter.drawText(circle, int(Qt.AlignmentFlag.AlignCenter), str(self._number))
