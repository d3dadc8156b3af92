"""Inzage: the whole case as it goes on paper for the client. What is about others is blacked out before printing."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QPagedPaintDevice, QShortcut
from PySide6.QtWidgets import QBoxLayout

from adviser_desk.casework import contacts
from adviser_desk.casework import right_of_access as paper
from adviser_desk.casework.changes import Changes, Kind
from adviser_desk.casework.right_of_access import Access
from adviser_desk.i18n import N_, _, ngettext
from adviser_desk.models.blackout import Blackout, Span
from adviser_desk.models.contact import Draft
from adviser_desk.ui.access_print import Printed, print_access
from adviser_desk.ui.access_tools import AccessTools, help_card
from adviser_desk.ui.access_view import AccessView
from adviser_desk.ui.access_words import Part, parts_of
from adviser_desk.ui.announce import announce
from adviser_desk.ui.beside_case import BesideCase
from adviser_desk.ui.form_keys import form_keys
from adviser_desk.ui.printing import WhyNot, ask_printer, no_paper
from adviser_desk.ui.privacy import privacy
from adviser_desk.ui.state import State
from adviser_desk.ui.theme import theme
from adviser_desk.ui.undo import Undo
from adviser_desk.ui.widgets.boxes import Banner, Flow
from adviser_desk.ui.widgets.button import Button, Segment
from adviser_desk.ui.widgets.private import veil
from adviser_desk.ui.widgets.text import Text

ACCOUNT = "account"
"""What `show_about` takes behind the number of a case: only the accounts of breaking confidentiality."""
_DONE = {
    "black": (N_("Zwart gemaakt."), N_("zwart maken")),
    "readable": (N_("Weer leesbaar."), N_("leesbaar maken")),
    "out": (N_("Gaat niet mee op papier."), N_("deel weglaten")),
    "along": (N_("Gaat weer mee op papier."), N_("deel meenemen")),
}
"""What the toast says, and what can be taken back."""
_BESIDE, _HEAD, _LEAST, _SIDE = 64, 40, 11, 18


class AccessPage(BesideCase):
    """One case at a time. What is black is kept as a draft until the adviser says that the paper is right."""

    name = "access"

    def __init__(self, state: State) -> None:
        """Loads when it comes into view."""
        super().__init__(state, spacing=12)
        self._shown: Access | None = None
        self._parts: Sequence[Part] = ()
        self._settle = False
        self._cursor: int | None = None
        self._started: datetime | None = None
        self.paper = AccessView()
        veil(self.paper)
        self.which = Segment(
            _("Wat op papier komt"), [("", _("Hele casus"), ""), (ACCOUNT, _("Alleen doorbreken"), "")]
        )
        self.which.setObjectName("access-which")
        self.which.set_value("")
        self.which.chosen.connect(lambda _value: self._show_parts())
        self.print = Button(_("Printen"), kind="primary", icon="printer", hint="Ctrl+Enter", tall=True)
        self.print.setObjectName("access-print")
        self.print.clicked.connect(lambda _on=False: self.ask_printer())
        self.tools = AccessTools(self.paper)
        for signal, act in (
            (self.tools.black, self.paper.toggle_black),
            (self.tools.out, self.paper.toggle_part),
            (self.tools.next, lambda: self._next_doubt(1)),
        ):
            signal.clicked.connect(partial(self._act, act))
        self._found = Text("", "small", token="text2")
        self._found.setObjectName("access-found")
        self._help = help_card()
        self._banners()
        self._build()
        form_keys(self, self.ask_printer)
        for keys, run in (
            ("Ctrl+B", self.paper.toggle_black),
            ("Ctrl+Shift+B", self.paper.toggle_part),
            ("F3", lambda: self._next_doubt(1)),
            ("Shift+F3", lambda: self._next_doubt(-1)),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self._act, run))
        self.paper.changed.connect(self._blacked)
        state.changed.connect(self._changed)

    # --- page ---

    def show_about(self, about: object) -> None:
        if about is None:
            return
        number, _space, only = str(about).partition(" ")
        if int(number) != self.case_id:
            self.keeper.keep()
            self._show_nothing()
            self.case_id = int(number)
        if isinstance(about, str) and only:
            self.which.set_value(ACCOUNT)
        self._load()

    def chosen(self) -> Mapping[str, str]:
        return {"which": self.which.value() or "", "cursor": str(self.paper.place())}

    def choose_again(self, chosen: Mapping[str, str], focus: str) -> None:
        if chosen.get("which") == ACCOUNT:
            self.which.set_value(ACCOUNT)
        if chosen.get("cursor", "").isdecimal():
            self._cursor = int(chosen["cursor"])

    def focus_first(self) -> None:
        self.paper.setFocus()
        self._bring_into_view()

    # --- printing ---

    def ask_printer(self) -> None:
        """The dialog of the system; what is printed is what is shown."""
        if self._shown is not None and not privacy.on:
            for banner in self._said.values():
                banner.hide()
            ask_printer(self, self.print_on, self._refused)

    def print_on(self, device: QPagedPaintDevice) -> None:
        """Print what is shown (in a test on another paged device), and ask whether the paper is right."""
        assert self._shown is not None
        case, black = self._shown.page.case, self.paper.blackout()
        account = self.which.value() == ACCOUNT
        print_access(device, Printed(case.pseudonym, self._on_paper(), black, self.state.today(), account))
        self._say("printed")

    def _refused(self, why: WhyNot) -> None:
        self._say(why)

    def _say(self, which: str) -> None:
        banner = self._said[which]
        banner.show()
        announce(banner, banner.accessibleName(), assertive=which != "printed")

    def _after_printing(self, value: str) -> None:
        self._said["printed"].hide()
        if value == "done":
            self._wipe()
            self.state.go("case", self.case_id)
        elif value == "log" and self.case_id is not None:
            draft = Draft(
                place=f"capture:{secrets.token_hex(8)}",
                case_id=self.case_id,
                channel="in_person",
                started_at=self.state.now().replace(microsecond=0),
                text=_("Inzage gegeven op papier."),
                cursor=len(_("Inzage gegeven op papier.")),
            )
            self.state.run(contacts.keep_draft, draft, then=lambda _changes: self.state.resume.emit(draft))

    def _wipe(self) -> None:
        before = self.paper.blackout()
        self.paper.set_blackout(Blackout())
        self._say_found()
        self.keeper.dropped()
        if self.case_id is not None:
            self.state.run(contacts.drop_draft, paper.place_of(self.case_id))
        if before.parts:
            case_id, what = self.case_id, _("zwart wissen")
            undo = Undo(what, lambda: self._take_back(before, case_id))
            self.state.toast.emit(_("Alles is weer leesbaar."), undo)

    # --- building ---

    def _banners(self) -> None:
        none = _("Er is geen printer")
        printed = _("Naar de printer gestuurd")
        after = [("done", _("Papier is goed, zwart wissen"), "plain"), ("log", _("Vastleggen als contact"), "plain")]
        self._said = {
            "no_printer": Banner("warn", none, _("Sluit een printer aan en probeer het opnieuw.")),
            "file": no_paper(),
            "printed": Banner("ok", printed, _("Haal het papier meteen op. Wat zwart is, blijft nog bewaard."), after),
        }
        self._said["printed"].pressed.connect(self._after_printing)
        put_back = _("Zet ze terug in de casus als de melder ze moet zien.")
        self._removed = Banner("warn", " ", put_back, icon="trash-2")

    def _build(self) -> None:
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.addLayout(self.title_row(_("Inzage")), 1)
        self._head.addWidget(self.print, 0, Qt.AlignmentFlag.AlignLeft)
        which = Flow()
        which.addWidget(self.which)
        column = self.area.column
        column.addLayout(self._head)
        column.addWidget(Text(_("Zo komt de casus op papier. Maak zwart wat over andere mensen gaat.")))
        for banner in (self._removed, *self._said.values()):
            banner.hide()
            column.addWidget(banner)
        column.addLayout(which)
        column.addWidget(self.tools)
        column.addWidget(self._found)
        columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        columns.setSpacing(24)
        columns.addWidget(self.paper, 1)
        columns.addWidget(self._help, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(columns, 1)

    def arrange(self, em: float) -> None:
        way = QBoxLayout.Direction
        self._head.setDirection(way.LeftToRight if em >= _HEAD else way.TopToBottom)
        self._help.setVisible(em >= _BESIDE)
        self._help.setFixedWidth(theme.em(_SIDE))
        self.paper.setMinimumHeight(theme.em(_LEAST))

    # --- loading ---

    def _load(self) -> None:
        if (case_id := self.case_id) is None:
            return

        def show(found: Access) -> None:
            if case_id == self.case_id:
                self._show(found)

        self.state.run(paper.access, case_id, today=self.state.today(), then=show)

    def _changed(self, changes: Changes) -> None:
        if self.case_id in changes.gone:
            self._show_nothing()
            return
        mine = changes.case_id in (None, self.case_id)
        if mine and self.case_id is not None and changes.kinds - {Kind.DRAFT} and self.isVisible():
            self._load()

    def _show_nothing(self) -> None:
        self.case_id = self._shown = self._started = self._cursor = None
        self._parts = ()
        self.keeper.dropped()
        self.which.set_value("")
        self.paper.show_doubts({})
        self.paper.show_parts((), Blackout())
        for banner in self._said.values():
            banner.hide()

    def _show(self, access: Access) -> None:
        first, self._shown = self._shown is None, access
        self.name_back(access.page.case.pseudonym)
        self._tell_removed(access.removed)
        self._parts = parts_of(self.state, access)
        has_account = any(part.account for part in self._parts)
        self.which.setVisible(has_account)
        if not has_account:
            self.which.set_value("")
        black = self.paper.blackout()
        if first:
            black = paper.kept(access.draft)
            self._started = access.draft.started_at if access.draft is not None else None
        self.paper.show_parts(self._on_paper(), black)
        if first:
            self.keeper.took_up(access.draft)
            place = self._cursor if self._cursor is not None else access.draft.cursor if access.draft else 0
            self.paper.go_to(place)
            self._bring_into_view()
        self._look_for_doubts()
        self._say_found()

    def _tell_removed(self, number: int) -> None:
        words = ngettext(
            "%(n)d verwijderd contact staat hier niet bij", "%(n)d verwijderde contacten staan hier niet bij", number
        )
        if self._removed.isHidden() == bool(number):
            self._removed.say(words % {"n": number}, self._removed.text.text())
        self._removed.setVisible(number > 0)

    def _on_paper(self) -> Sequence[Part]:
        if self.which.value() != ACCOUNT:
            return self._parts
        return tuple(part for part in self._parts if part.account)

    def _show_parts(self) -> None:
        self.paper.show_parts(self._on_paper(), self.paper.blackout())
        self._say_found()

    def _look_for_doubts(self) -> None:
        """In a thread of its own: many long notes take a while."""
        assert self._shown is not None
        case_id, name = self.case_id, self._shown.page.case.pseudonym
        texts = [(part.key, part.text) for part in self._parts if part.section not in ("case", "traits")]
        texts += [(part.key, part.text) for part in self._parts if part.key == "case:memory_aid"]

        def show(found: Mapping[str, Sequence[Span]]) -> None:
            if case_id == self.case_id:
                self.paper.show_doubts(found)
                self._say_found()

        self.state.think(lambda: paper.all_doubtful(texts, but=name), show)

    # --- acts ---

    def _blacked(self, done: str, before: Blackout) -> None:
        case_id = self.case_id
        self._keep()
        self._say_found()
        words, what = _DONE[done]
        self.state.toast.emit(_(words), Undo(_(what), lambda: self._take_back(before, case_id)))
        self._bring_into_view()

    def _take_back(self, before: Blackout, case_id: int | None) -> None:
        if case_id == self.case_id:
            self.paper.set_blackout(before)
            self._keep()
            self._say_found()

    def _keep(self) -> None:
        self._started = self._started or self.state.now().replace(microsecond=0)
        self.keeper.touched()

    def draft(self) -> Draft | None:
        if self.case_id is None or self._shown is None or not self.paper.blackout().parts:
            return None
        return Draft(
            place=paper.place_of(self.case_id),
            case_id=self.case_id,
            started_at=self._started or self.state.now().replace(microsecond=0),
            text=self.paper.blackout().model_dump_json(),
            field=self.paper.objectName(),
            cursor=self.paper.place(),
            open=False,
        )

    def _act(self, act: Callable[[], object], _on: bool = False) -> None:
        """Nothing happens to words that cannot be seen."""
        if not privacy.on:
            act()

    def _bring_into_view(self) -> None:
        """In a small window the paper is below what stands above it; where, is known once it is laid out."""
        QTimer.singleShot(0, self, lambda: self.area.ensureWidgetVisible(self.paper, 0, 8))

    def _next_doubt(self, step: int) -> None:
        words = self.paper.next_doubt(step)
        self.focus_first()
        announce(self.paper, words or _("Niets meer gevonden. Lees zelf alles door."))

    def _say_found(self) -> None:
        count = self.paper.doubts_left()
        found = ngettext("%(n)d plek lijkt op een naam, nummer of adres.",
                         "%(n)d plekken lijken op een naam, nummer of adres.", count) % {"n": count}  # fmt: skip
        none = _("Wij zien geen naam, nummer of adres.")
        self._found.setText(" ".join([found if count else none, _("Wij zien niet alles: lees zelf alles door.")]))
        self.tools.next.setEnabled(bool(count))
