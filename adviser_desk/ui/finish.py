"""The end of a form that changes keys: the button, why it waits, that it takes a while, and what went wrong."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from adviser_desk.errors import KnownError
from adviser_desk.i18n import _
from adviser_desk.ui.announce import announce
from adviser_desk.ui.state import bug_sentence, sentence
from adviser_desk.ui.widgets.boxes import Banner
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.progress import Progress
from adviser_desk.ui.widgets.text import Text


class Finish(QWidget):
    """`pressed` when the form may be carried out; `left` when the adviser goes back."""

    pressed = Signal()
    left = Signal()

    def __init__(self, label: str, *, name: str, back: str, failed: str, hint: str = "Ctrl+Enter") -> None:
        """`name` is the object name of the button; `failed` the title of what went wrong."""
        super().__init__()
        self._label, self._failed = label, failed
        self.busy = False
        self.button = Button(label, kind="primary", hint=hint, tall=True)
        self.button.setObjectName(name)
        self.button.clicked.connect(lambda _on=False: self.press())
        self.back = Button(back, kind="link")
        self.back.setObjectName(f"{name}-back")
        self.back.clicked.connect(lambda _on=False: self.left.emit())
        self._why = Text("", "small", token="text2")
        self._bar = Progress(_("Bezig"))
        self._trouble = Banner("bad", failed, " ")
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.button)
        row.addWidget(self.back)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._trouble)
        column.addLayout(row)
        column.addWidget(self._bar)
        column.addWidget(self._why)
        for part in (self._trouble, self._bar):
            part.hide()

    def press(self) -> None:
        """Carry it out, if nothing stands in the way."""
        if self.button.isEnabled():
            self.pressed.emit()

    def wait_for(self, why: str) -> None:
        """Why it cannot be carried out yet; "" when it can."""
        if self.busy:
            return
        self._why.setText(why)
        self._why.setVisible(bool(why))
        self.button.setEnabled(not why)
        self.button.setAccessibleName(f"{self._label}, {why}" if why else self._label)

    def name_it(self, label: str) -> None:
        """Another act for the button."""
        self._label = label
        self.button.set_label(label)

    def begin(self, words: str) -> None:
        """It is being carried out; `words` say how long."""
        self.busy = True
        self._trouble.hide()
        self._bar.show()
        self._why.setText(words)
        self._why.show()
        for button in (self.button, self.back):
            button.setEnabled(False)
        announce(self, words)

    def end(self) -> None:
        """It is over."""
        self.busy = False
        self._bar.hide()
        self.back.setEnabled(True)
        self.wait_for("")

    def tell(self, error: BaseException) -> None:
        """What went wrong, above the button."""
        words = sentence(error) if isinstance(error, KnownError) else bug_sentence(error)
        self._trouble.say(self._failed, words, assertive=True)
        self._trouble.show()
