"""Above every page but Vandaag: that the organisation changed its policy. An adviser may never open Vandaag."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from adviser_desk.casework import policy_news
from adviser_desk.casework.policy_news import Change
from adviser_desk.i18n import _
from adviser_desk.ui.announce import announce
from adviser_desk.ui.policy_card import change_words, title_words
from adviser_desk.ui.privacy_bar import PrivacyBar
from adviser_desk.ui.state import State
from adviser_desk.ui.today import TodayPage
from adviser_desk.ui.widgets.boxes import Picture
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.text import Text


class AbovePage(QWidget):
    """What every page has above it: whether names are hidden, and news of the organisation."""

    def __init__(self, state: State, pages: QStackedWidget) -> None:
        """Takes no room while there is nothing to say."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(PrivacyBar(state))
        column.addWidget(PolicyNotice(state, pages))


class PolicyNotice(QWidget):
    """One change is told here, more of them on Vandaag, where they stand one below the other."""

    def __init__(self, state: State, pages: QStackedWidget) -> None:
        """Hidden while there is no news, and on Vandaag, which tells it itself."""
        super().__init__()
        self.setObjectName("page")
        self._state, self._pages = state, pages
        self._news: tuple[Change, ...] = ()
        self._words = Text("")
        self._read, self._see = Button(_("Gelezen")), Button(_("Bekijken"))
        self._read.setObjectName("policy-notice-read")
        self._see.setObjectName("policy-notice-see")
        self._read.clicked.connect(lambda _on=False: self._say_read())
        self._see.clicked.connect(lambda _on=False: state.go("today"))
        box = QFrame()
        box.setObjectName("banner")
        box.setProperty("tone", "info")
        row = QHBoxLayout(box)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(12)
        row.addWidget(Picture("building-2", "accent"))
        row.addWidget(self._words, 1)
        row.addWidget(self._see)
        row.addWidget(self._read)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 12, 24, 0)
        column.addWidget(box)
        self.hide()
        pages.currentChanged.connect(lambda _place: self._look())
        self._look()

    def _look(self) -> None:
        self._state.run(policy_news.news, self._state.organisation, then=self._show)

    def _show(self, found: Sequence[Change]) -> None:
        new, self._news = tuple(found) != self._news, tuple(found)
        elsewhere = not isinstance(self._pages.currentWidget(), TodayPage)
        self.setVisible(bool(found) and elsewhere)
        if not found:
            return
        alone = len(found) == 1
        self._words.setText(f"{title_words(found)}. {change_words(found[0])}" if alone else f"{title_words(found)}.")
        self._read.setVisible(alone)
        self._see.setVisible(not alone)
        if new and elsewhere:
            announce(self, self._words.text())

    def _say_read(self) -> None:
        self._state.run(policy_news.read, self._state.organisation, then=lambda _nothing: self._look())
        self.window().focusNextChild()
