"""Casus: the new contact on top of all earlier ones, and what is known and still to do beside them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from adviser_desk.casework import cases, contact_history, contacts
from adviser_desk.casework.cases import CasePage as Case
from adviser_desk.casework.changes import Changes, Kind
from adviser_desk.casework.contact_history import History
from adviser_desk.casework.last_act import changed_status
from adviser_desk.i18n import _, ngettext
from adviser_desk.models.case import CaseStatus
from adviser_desk.models.contact import Draft
from adviser_desk.ui.case_header import CaseHeader
from adviser_desk.ui.contact_edit import place_of
from adviser_desk.ui.follow_up_card import FollowUpCard
from adviser_desk.ui.kind_words import status_words
from adviser_desk.ui.memory_aid import MemoryAidCard
from adviser_desk.ui.note_card import NoteCard
from adviser_desk.ui.page import Page, Width
from adviser_desk.ui.person_card import PersonCard
from adviser_desk.ui.privacy import privacy
from adviser_desk.ui.removed_contacts import RemovedContacts
from adviser_desk.ui.retention_card import RetentionCard
from adviser_desk.ui.state import State
from adviser_desk.ui.theme import theme
from adviser_desk.ui.timeline import Timeline
from adviser_desk.ui.traits_editor import TraitsCard, TraitsEditor
from adviser_desk.ui.undo import Undo
from adviser_desk.ui.widgets.boxes import Banner, Inner, Scroll
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.text import Heading, Text

_WIDE, _MEDIUM, _ROOMY = 68, 54, 30
_NOTE, _LOW_NOTE, _LOW = 7, 4.6, 36
_SIDE = {"wide": 21.7, "medium": 17.7}
_MARGINS = {"wide": (32, 24, 32, 16), "medium": (24, 16, 24, 16), "compact": (24, 12, 24, 12)}


class CasePage(Page):
    """One case at a time."""

    name = "case"

    def __init__(self, state: State) -> None:
        """Loads when it comes into view."""
        super().__init__(state)
        self._case_id: int | None = None
        self._shown: Case | None = None
        self._waiting: Draft | None = None
        self._settle = False
        self._width: Width = "wide"
        self._tab = "timeline"
        self.header = CaseHeader(state)
        self.note, self.timeline = NoteCard(state), Timeline(state)
        self.follow_ups, self.memory_aid = FollowUpCard(state), MemoryAidCard(state)
        self.persons = PersonCard(state)
        self.traits_card, self.traits_editor = TraitsCard(state), TraitsEditor(state)
        self.retention = RetentionCard(state)
        self.removed = RemovedContacts(state, self.timeline.head)
        self._banner = Banner(
            "info", _("Er wacht nog een concept bij deze casus."), "", [("go", _("Verder met concept"), "plain")]
        )
        self._empty = Text(_("Nog geen contacten. Begin met typen."), token="text2")
        self._build()
        self._listen()
        self._arrange()

    # --- page ---

    def show_about(self, about: object) -> None:
        if about is None:
            return
        case_id = int(str(about))
        if case_id != self._case_id:
            self._show_nothing()
            self._case_id = case_id
            self._show_tab("timeline")
        self._load()

    def about(self) -> str:
        return "" if self._case_id is None else str(self._case_id)

    def unsaved(self) -> tuple[Draft, ...]:
        parts = (self.note, self.timeline, self.follow_ups, self.memory_aid)
        return tuple(draft for part in parts for draft in part.unsaved())

    def focus_first(self) -> None:
        self._settle = True
        self.timeline.setFocus()
        if self._shown is not None:
            self._take_focus({})

    def set_width(self, width: Width) -> None:
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def new_follow_up(self) -> None:
        """Ctrl+Shift+O: the form for a follow-up, wherever it is."""
        self._show_tab("follow-ups" if self._width == "compact" else self._tab)
        self.follow_ups.open_form()

    # --- building ---

    def _build(self) -> None:
        self._left = QWidget()
        self._left.setObjectName("clear")
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(8)
        left.addWidget(self.retention.banner)
        left.addWidget(self._banner)
        left.addWidget(self.note)
        left.addLayout(self._timeline_head())
        left.addWidget(self._empty)
        left.addWidget(self.timeline, 1)
        left.addLayout(self._timeline_foot())
        self._banner.hide()
        self._side = Inner(margins=(0, 0, 4, 8), spacing=16)
        for card in (self.follow_ups, self.traits_card, self.memory_aid, self.persons, self.retention):
            self._side.column.addWidget(card)
        self._side.column.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(24)
        columns.addWidget(self._left, 1)
        columns.addWidget(self.traits_editor, 1)
        columns.addWidget(self.removed, 1)
        columns.addWidget(self._side)
        # What does not fit in a very small window scrolls as a whole.
        page = Scroll(margins=(0, 0, 0, 0), spacing=14)
        self._whole = page.column
        self._whole.addWidget(self.header)
        self._whole.addLayout(columns, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(page)

    def _timeline_head(self) -> QHBoxLayout:
        self._edit = Button(_("Wijzigen"), kind="link", hint="F2", name=_("Gekozen contact wijzigen"))
        self._copy = Button(_("Kopiëren"), kind="link", hint="Ctrl+C", name=_("Tekst van gekozen contact kopiëren"))
        self._more = Button("", kind="bare", icon="ellipsis", name=_("Meer met gekozen contact"))
        self._edit.setObjectName("timeline-edit")
        self._copy.setObjectName("timeline-copy")
        self._more.setObjectName("timeline-more")
        self._edit.clicked.connect(lambda _on=False: self.timeline.edit_current())
        self._copy.clicked.connect(lambda _on=False: self.timeline.copy())
        self._more.clicked.connect(lambda _on=False: self._show_more())
        row = QHBoxLayout()
        row.setContentsMargins(0, 6, 0, 0)
        row.setSpacing(16)
        row.addWidget(Heading(_("Eerdere contacten"), "strong"), 1)
        row.addWidget(self._edit)
        row.addWidget(self._copy)
        row.addWidget(self._more)
        return row

    def _timeline_foot(self) -> QHBoxLayout:
        self._removed_link = Button("", kind="link", icon="trash-2")
        self._removed_link.icon_only = False
        self._removed_link.setObjectName("timeline-removed")
        self._removed_link.clicked.connect(lambda _on=False: self.show_removed())
        self._removed_link.hide()
        row = QHBoxLayout()
        row.addWidget(self._removed_link)
        row.addStretch(1)
        return row

    def _listen(self) -> None:
        self.header.consent.connect(lambda: self.state.go("consent", self._case_id))
        self.header.status_chosen.connect(self._change_status)
        self.header.tab.connect(self._choose_tab)
        self.traits_card.asked.connect(lambda: self._edit_traits(True))
        self.traits_editor.closed.connect(lambda: self._edit_traits(False))
        self.removed.closed.connect(self._close_removed)
        self._banner.pressed.connect(lambda _value: self.state.resume.emit(self._waiting))
        self.timeline.editing.connect(self._say_editing)
        self.state.changed.connect(self._changed)
        theme.changed.connect(self._arrange)

    # --- loading ---

    def _load(self) -> None:
        if (case_id := self._case_id) is None:
            return

        def show(found: tuple[Case, tuple[Draft, ...], History]) -> None:
            if case_id == self._case_id:
                page, drafts, history = found
                self._show(page, {draft.place: draft for draft in drafts}, history)

        self.state.run(_all_of, case_id, today=self.state.today(), then=show)

    def _changed(self, changes: Changes) -> None:
        if self._case_id in changes.gone:
            self._show_nothing()
        mine = changes.case_id in (None, self._case_id)
        if mine and self._case_id is not None and changes.kinds - {Kind.DRAFT}:
            self._load()

    def _show_nothing(self) -> None:
        """Words typed before the next case is here must not become words about the one before."""
        for part in (self.header, self.note, self.timeline, self.follow_ups, self.memory_aid, self.persons):
            part.show_nothing()
        self._case_id = self._shown = None

    def _show(self, page: Case, drafts: Mapping[str, Draft], history: History) -> None:
        first, self._shown = self._shown is None, page
        case = page.case
        self.header.show_page(page)
        self.note.show_case(case.id, case.pseudonym, drafts.get(f"case:{case.id}"))
        self.timeline.show_contacts(page.contacts, drafts, history.changed)
        self._empty.setVisible(not page.contacts)
        for button in (self._edit, self._copy, self._more):
            button.setVisible(bool(page.contacts))
        words = ngettext("%(n)d verwijderd contact", "%(n)d verwijderde contacten", history.removed)
        self._removed_link.set_label(words % {"n": history.removed})
        self._removed_link.setVisible(bool(history.removed))
        self.removed.load()
        self.follow_ups.show_steps(case.id, page.follow_ups, drafts.get(f"follow_up:{case.id}"))
        self.memory_aid.show_aid(case.id, case.memory_aid, drafts.get(f"memory_aid:{case.id}"))
        self.persons.load(case.id)
        self.retention.load(case.id)
        self.traits_card.show_traits(case.traits, page.units)
        self.traits_editor.show_traits(case.id, case.traits, page.units)
        captured = (draft for place, draft in drafts.items() if place.startswith("capture:") and not draft.open)
        self._waiting = next((draft for draft in captured if draft.case_id == case.id), None)
        self._banner.setVisible(self._waiting is not None)
        if first:
            self._reopen(drafts)
        if self._settle:
            self._take_focus(drafts)

    def _reopen(self, drafts: Mapping[str, Draft]) -> None:
        """A change of an earlier contact that was being typed when the vault was locked."""
        assert self._shown is not None
        for row, contact in enumerate(self._shown.contacts):
            draft = drafts.get(place_of(contact))
            if draft is not None and draft.open:
                self.timeline.edit_row(row, focus=False)
                return

    def _take_focus(self, drafts: Mapping[str, Draft]) -> None:
        self._settle = False
        focus = self.window().focusWidget()
        if focus not in (None, self, self.timeline, self.window()):
            return
        editor = self.timeline.editor
        if editor is not None:
            draft = drafts.get(place_of(editor.contact))
            editor.focus_at(draft.cursor if draft is not None else None)
        elif self.note.draft_is_shown() or not self.timeline.count():
            self.note.note.setFocus()
        else:
            self.timeline.setFocus()

    # --- acts ---

    def _change_status(self, status: CaseStatus) -> None:
        page, state = self._shown, self.state
        if page is None or status is page.case.status:
            return
        state.run(cases.change_status, page.case.id, status, today=state.today())
        words = _("%(name)s: %(status)s.") % {
            "name": privacy.inside(page.case.pseudonym),
            "status": status_words(status).lower(),
        }
        state.toast.emit(words, Undo.of(state, changed_status(page.case)))

    def show_timeline(self) -> None:
        """Bring the contacts into view, whatever part of the case is."""
        if self._left.isHidden():
            self._show_tab("timeline")

    def show_removed(self) -> None:
        """The contacts that were taken away, in the place of the timeline."""
        if self._case_id is not None:
            self._show_tab("timeline")
            self.removed.open(self._case_id)
            self._arrange()

    def _close_removed(self) -> None:
        self.removed.close_view()
        self._arrange()
        self.timeline.setFocus()

    def _show_more(self) -> None:
        self.timeline.show_menu(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def _choose_tab(self, name: str) -> None:
        if name == "consent":
            self.state.go("consent", self._case_id)
        else:
            self._show_tab(name)

    def _show_tab(self, name: str) -> None:
        self._tab = name
        self.header.choose_tab(name)
        self.traits_editor.hide()
        self.removed.close_view()
        self._arrange()

    def _edit_traits(self, on: bool) -> None:
        if on:
            self.removed.close_view()
            self.traits_editor.open()
            self._arrange()
            self.traits_editor.focus_first()
        else:
            self.traits_editor.hide()
            self._arrange()
            self.traits_card.change.setFocus()

    def _say_editing(self, on: bool) -> None:
        # The form in the row needs the height; what is typed above it stays kept.
        self.note.setVisible(not on)
        for button in (self._edit, self._copy, self._more):
            button.setEnabled(not on)

    # --- widths ---

    def _arrange(self) -> None:
        # The page's own width: the panel beside it may leave less room than the window has.
        em = self.width() / theme.em(1)
        self._width = "wide" if em >= _WIDE else "medium" if em >= _MEDIUM else "compact"
        compact = self._width == "compact"
        editing = not self.traits_editor.isHidden() or not self.removed.isHidden()
        for button, keys in ((self._edit, "F2"), (self._copy, "Ctrl+C")):
            button.hint = keys if em >= _ROOMY else ""
            button.updateGeometry()
        self._whole.setContentsMargins(*_MARGINS[self._width])
        self.header.set_compact(compact)
        self.timeline.set_compact(compact)
        self._left.setVisible(not editing and (not compact or self._tab == "timeline"))
        self._side.setVisible(not compact or (self._tab != "timeline" and not editing))
        self.follow_ups.setVisible(not compact or self._tab == "follow-ups")
        for card in (self.traits_card, self.memory_aid, self.persons, self.retention):
            card.setVisible(not compact or self._tab == "traits")
        self.note.note.set_height(_NOTE if self.height() >= theme.em(_LOW) else _LOW_NOTE)
        self.timeline.setMinimumHeight(theme.em(6))
        self._side.setMinimumHeight(theme.em(10))
        width = _SIDE.get(self._width)
        self._side.setMinimumWidth(0 if width is None else theme.em(width))
        self._side.setMaximumWidth(16_777_215 if width is None else theme.em(width))


def _all_of(vault: Any, case_id: int, *, today: date) -> tuple[Case, tuple[Draft, ...], History]:
    mine = tuple(draft for draft in contacts.drafts(vault) if draft.case_id == case_id)
    return cases.case_page(vault, case_id, today=today), mine, contact_history.history_of(vault, case_id)
