"""A page beside a case: about one case at a time, with a draft that is kept, a title and the way back to the case."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout

from adviser_desk.i18n import _
from adviser_desk.models.contact import Draft
from adviser_desk.ui.draft_keeper import DraftKeeper
from adviser_desk.ui.page import Page, Width
from adviser_desk.ui.privacy import privacy
from adviser_desk.ui.state import State
from adviser_desk.ui.theme import theme
from adviser_desk.ui.widgets.boxes import Flow, Scroll
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.text import Heading

_MARGINS = ((64, (32, 24, 32, 24)), (30, (24, 16, 24, 16)), (0, (12, 12, 12, 12)))
"""Pixels around the page by the em of its own width: the panel beside it may leave less room than the window has."""


class BesideCase(Page):
    """Subclasses fill `area.column` between `title_row` and `fill`, and say what they keep and how they arrange."""

    def __init__(self, state: State, *, spacing: int = 16) -> None:
        """About no case yet."""
        super().__init__(state)
        self.case_id: int | None = None
        self._pseudonym = ""
        self.keeper = DraftKeeper(state, self.draft, self)
        self.back = Button("", kind="link", icon="arrow-left")
        self.back.icon_only = False
        self.back.setObjectName(f"{self.name}-back")
        self.back.clicked.connect(lambda _on=False: state.go("case", self.case_id))
        self.area = Scroll(spacing=spacing)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.area)
        theme.changed.connect(self._measure)
        privacy.changed.connect(self._name_back)

    def title_row(self, words: str) -> Flow:
        """The title, and beside it the way back."""
        heading = Heading(words, "title")
        heading.setWordWrap(False)
        row = Flow(16)
        row.addWidget(heading)
        row.addWidget(self.back)
        return row

    def name_back(self, pseudonym: str) -> None:
        """The way back leads to this case; without a name while it is not known."""
        self._pseudonym = pseudonym
        self._name_back()

    def draft(self) -> Draft | None:
        """What is typed now, or None when there is nothing to keep."""
        raise NotImplementedError

    def arrange(self, em: float) -> None:
        """The page is so wide now, or its text has another size."""

    # --- page ---

    def about(self) -> str:
        return "" if self.case_id is None else str(self.case_id)

    def unsaved(self) -> tuple[Draft, ...]:
        return self.keeper.unsaved()

    def set_width(self, width: Width) -> None:
        self._measure()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def _measure(self) -> None:
        em = self.width() / theme.em(1)
        self.area.column.setContentsMargins(*next(margins for least, margins in _MARGINS if em >= least))
        self.arrange(em)

    def _name_back(self) -> None:
        self.back.set_label(_("Terug naar %(name)s") % {"name": privacy.inside(self._pseudonym)})
