"""The head of a case: pseudonym, status, since when, and where its consents stand; as tabs when the window is small."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from adviser_desk import i18n
from adviser_desk.casework.cases import CasePage
from adviser_desk.i18n import _, ngettext
from adviser_desk.models.case import CaseStatus
from adviser_desk.models.consent import ConsentScope, ConsentState, Standing
from adviser_desk.ui.consent_words import case_chip
from adviser_desk.ui.kind_words import status_words
from adviser_desk.ui.privacy import privacy
from adviser_desk.ui.state import State
from adviser_desk.ui.widgets.boxes import Flow, clear, in_tab_order
from adviser_desk.ui.widgets.button import Button, below
from adviser_desk.ui.widgets.combo import SmallChoice
from adviser_desk.ui.widgets.private import PrivateHeading
from adviser_desk.ui.widgets.text import Text

_ALWAYS = (ConsentScope.KEEP_NOTES, ConsentScope.COUNT)
TABS = ("timeline", "consent", "follow-ups", "traits")


class CaseHeader(QWidget):
    """`consent` asks for the consents, `status_chosen` carries a `CaseStatus`, `tab` the name of a tab."""

    consent = Signal()
    status_chosen = Signal(object)
    tab = Signal(str)

    def __init__(self, state: State) -> None:
        """Empty."""
        super().__init__()
        self.setObjectName("clear")
        self._state = state
        self._chips_shown: Sequence[Standing] | None = None
        self._compact = False
        self._case_id: int | None = None
        self.title = PrivateHeading("", "title")
        self.title.setWordWrap(False)
        self.status = SmallChoice()
        self.status.setObjectName("case-status")
        # On Linux a screen reader takes the name of a list of choices from its label, which the eye does not need here.
        self._status_name = Text("")
        self._status_name.setBuddy(self.status)
        self._status_name.setParent(self)
        self._status_name.hide()
        for status in CaseStatus:
            self.status.addItem(status_words(status), str(status))
        self.status.activated.connect(lambda _place: self.status_chosen.emit(CaseStatus(self.status.currentData())))
        self._button = Button(_("Toestemming"), icon="handshake", hint="Ctrl+T")
        self._button.setObjectName("case-consent")
        self._button.clicked.connect(lambda _on=False: self.consent.emit())
        self.more = self._build_more()
        self._line = Text("", token="text2")
        self._chips = Flow(8)
        self._tabs_row, self._tabs = self._build_tabs()
        name = Flow(12)
        name.addWidget(self.title)
        name.addWidget(self.status)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addLayout(name, 1)
        for button in (self._button, self.more):
            top.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self._line)
        self._chip_box = QWidget()
        self._chip_box.setObjectName("clear")
        self._chip_box.setLayout(self._chips)
        column.addWidget(self._chip_box)
        column.addWidget(self._tabs_row)
        self._tabs_row.hide()
        privacy.changed.connect(self._forget_chips)

    def show_page(self, page: CasePage) -> None:
        """Show a case."""
        case, words = page.case, i18n.current()
        self._case_id = case.id
        self.title.setText(case.pseudonym)
        self._status_name.setText(_("Status van %(name)s") % {"name": privacy.inside(case.pseudonym)})
        self.status.setAccessibleName(self._status_name.text())
        self.status.setCurrentIndex(self.status.findData(str(case.status)))
        count = len(page.contacts)
        parts = [_("Geopend op %(day)s") % {"day": words.long_date(case.opened_on)}]
        parts.append(ngettext("%(n)d contact", "%(n)d contacten", count) % {"n": count})
        if page.contacts:
            day = page.contacts[0].at.date()
            last = words.long_date(day)
            if day.year == self._state.today().year:
                last = last.removesuffix(f" {day.year}")
            parts.append(_("laatste op %(day)s") % {"day": last})
        if case.closed_on is not None:
            parts.append(_("afgesloten op %(day)s") % {"day": words.long_date(case.closed_on)})
        self._line.setText(" · ".join(parts))
        self._show_chips(page.standing)
        to_do = sum(step.done_on is None for step in page.follow_ups)
        self._tabs["follow-ups"].set_label(_("Opvolging %(n)d") % {"n": to_do} if to_do else _("Opvolging"))

    def show_nothing(self) -> None:
        """Another case comes."""
        self._case_id = None
        self.title.setText("")
        self._line.setText("")
        self._chips_shown = None
        clear(self._chips)

    def set_compact(self, compact: bool) -> None:
        """Tabs instead of chips and columns."""
        self._compact = compact
        for part in (self._line, self._chip_box, self._button):
            part.setVisible(not compact)
        self._tabs_row.setVisible(compact)

    def choose_tab(self, name: str) -> None:
        """Show which tab is in view."""
        self._tabs[name].setChecked(True)

    def _build_more(self) -> Button:
        button = Button("", icon="ellipsis", name=_("Meer over deze casus"))
        button.setObjectName("case-more")
        menu = QMenu(button)
        for page, words in (("access", _("Inzage printen")), ("breaking", _("Doorbreken vastleggen"))):
            menu.addAction(words, partial(self._go, page))
        button.clicked.connect(lambda _on=False: menu.popup(below(button)))
        return button

    def _go(self, page: str) -> None:
        if self._case_id is not None:
            self._state.go(page, self._case_id)

    def _build_tabs(self) -> tuple[QWidget, dict[str, Button]]:
        labels = {
            "timeline": _("Tijdlijn"),
            "consent": _("Toestemming"),
            "follow-ups": _("Opvolging"),
            "traits": _("Kenmerken"),
        }
        row = Flow(4)
        group = QButtonGroup(self)
        tabs = {}
        for name in TABS:
            button = Button(labels[name], kind="tab")
            button.setObjectName(f"case-tab-{name}")
            button.clicked.connect(lambda _on=False, name=name: self.tab.emit(name))
            if name == "consent":
                # Leads to a page of its own; it is never the tab in view.
                button.setCheckable(False)
            else:
                button.one_of_some()
                group.addButton(button)
            tabs[name] = button
            row.addWidget(button)
        tabs["timeline"].setChecked(True)
        holder = QWidget()
        holder.setObjectName("clear")
        holder.setAccessibleName(_("Delen van de casus"))
        holder.setLayout(row)
        return holder, tabs

    def _forget_chips(self) -> None:
        """Some name a person to talk to: make them anew."""
        self._chips_shown = None

    def _show_chips(self, standing: Sequence[Standing]) -> None:
        if standing == self._chips_shown:
            return
        self._chips_shown = standing
        clear(self._chips)
        chips = []
        for item in standing:
            if item.state is ConsentState.NOT_ASKED and item.scope not in _ALWAYS:
                continue
            chip = case_chip(self._state, item, self._state.today())
            button = Button(chip.words, kind="chip", icon=chip.icon, tone=chip.tone, name=chip.spoken)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.clicked.connect(lambda _on=False: self.consent.emit())
            self._chips.addWidget(button)
            chips.append(button)
        in_tab_order(self._button, self.more, *chips)
