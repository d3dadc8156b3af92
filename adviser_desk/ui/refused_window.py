"""In the place of the window when the organisation's policy cannot be used: where it is, what is wrong, whom to ask.

Opens nothing: what the organisation decided is not known, so no vault may be read.
"""

import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from adviser_desk import i18n, log
from adviser_desk.casework.preferences import read_preferences
from adviser_desk.errors import BrokenPolicy
from adviser_desk.i18n import _
from adviser_desk.models.codes import Language
from adviser_desk.ui.announce import announce
from adviser_desk.ui.focus_ring import FocusRing
from adviser_desk.ui.icons import icon
from adviser_desk.ui.theme import theme
from adviser_desk.ui.widgets.boxes import Card, Picture, Scroll, centred
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.text import Heading, Text


class RefusedWindow(QMainWindow):
    """Says it once more on stderr, for whoever started it there. Closing it ends the program."""

    def __init__(self, folder: Path, error: BrokenPolicy, language: Language | None) -> None:
        """In the language and look of the vault in `folder`; `language` of the command line goes before."""
        super().__init__()
        preferences = read_preferences(folder)
        i18n.set_language(language or preferences.language)
        theme.apply(preferences.look, preferences.text_size)
        log.event(log.Event.KNOWN_ERROR, error.exit_code)
        if sys.stderr is not None:
            sys.stderr.write(error.sentence() + "\n")
        self._error = error
        self.setWindowTitle("Adviser Desk")
        self.setWindowIcon(icon("notebook-tabs"))
        self.setMinimumSize(720, 480)
        self.resize(900, 600)
        self._close = Button(_("Sluiten"), kind="primary", tall=True)
        self._close.setObjectName("close")
        self._close.clicked.connect(lambda _on=False: self.close())
        self._copy = Button(_("Tekst kopiëren"), icon="copy", tall=True)
        self._copy.setObjectName("copy")
        self._copy.clicked.connect(lambda _on=False: self._copied())
        self._build()
        QShortcut(QKeySequence("Ctrl+Q"), self, self.close)
        self.ring = FocusRing(self)
        self._close.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing is open, so nothing is lost."""
        QApplication.quit()

    def _build(self) -> None:
        title, where, wrong, ask = self._error.parts()
        self.setAccessibleName(self._error.sentence())
        what = Card(padding=16, spacing=4)
        what.column.addWidget(Text(where, "strong"))
        what.column.addWidget(Text(wrong))
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addWidget(self._close)
        buttons.addWidget(self._copy)
        buttons.addStretch(1)
        card = QWidget()
        card.setMaximumWidth(theme.em(38))
        column = QVBoxLayout(card)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(20)
        column.addLayout(_head(title))
        column.addWidget(what)
        column.addWidget(Text(ask))
        column.addLayout(buttons)
        scroll = Scroll(margins=(24, 24, 24, 24), spacing=24)
        scroll.column.addStretch(2)
        scroll.column.addLayout(centred(card))
        scroll.column.addStretch(3)
        self.setCentralWidget(scroll)

    def _copied(self) -> None:
        QApplication.clipboard().setText(self._error.sentence())
        announce(self, _("Gekopieerd."))


def _head(title: str) -> QHBoxLayout:
    badge = QFrame()
    badge.setObjectName("note")
    inner = QHBoxLayout(badge)
    inner.setContentsMargins(12, 12, 12, 12)
    inner.addWidget(Picture("building-2", "accent", 1.714))
    row = QHBoxLayout()
    row.setSpacing(16)
    row.addWidget(badge, 0, Qt.AlignmentFlag.AlignTop)
    first, _dot, rest = title.partition(". ")
    words = QVBoxLayout()
    words.setSpacing(2)
    words.addWidget(Heading(first, "title"))
    words.addWidget(Text(rest, token="text2"))
    row.addLayout(words, 1)
    return row
