"""Toestemming: one row per purpose, what can be done in the row itself, and a history that only grows."""

from datetime import date
from typing import Any

import shiboken6
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QBoxLayout, QLineEdit, QWidget

from adviser_desk.casework import consents, contacts
from adviser_desk.casework.changes import Changes, Kind
from adviser_desk.casework.consents import ConsentPage as Consents
from adviser_desk.i18n import _
from adviser_desk.models.consent import ConsentScope, ConsentState, Standing
from adviser_desk.models.contact import Draft
from adviser_desk.models.destruction import Ground
from adviser_desk.ui.beside_case import BesideCase
from adviser_desk.ui.consent_form import Act, Said
from adviser_desk.ui.consent_history import ConsentHistory
from adviser_desk.ui.consent_row import ConsentRow, acts_for, another_recipient
from adviser_desk.ui.consent_words import READ_OUT, purpose
from adviser_desk.ui.state import State
from adviser_desk.ui.theme import theme
from adviser_desk.ui.widgets.boxes import Card, clear, in_tab_order, tab_stops
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.text import Heading, Text

_BESIDE, _HEAD, _SIDE = 64, 52, 20.5


class ConsentPage(BesideCase):
    """The consents of one case."""

    name = "consent"

    def __init__(self, state: State) -> None:
        """Loads when it comes into view."""
        super().__init__(state)
        self._shown: Consents | None = None
        self._rows: list[ConsentRow] = []
        self._open: ConsentRow | None = None
        self._settle = False
        self.read_out = Button(_("Uitleg om voor te lezen"), icon="message-square-text")
        self.read_out.setObjectName("consent-read-out")
        self.read_out.setCheckable(True)
        self.read_out.toggled.connect(self._read_out)
        self._texts = _read_out_card(state)
        self._list = Card(padding=0, spacing=0)
        self.history = ConsentHistory(state)
        self._no_history = Text(_("Nog geen toestemming vastgelegd."), "small", token="text2")
        self._side = self._history_card()
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._build()
        state.changed.connect(self._changed)

    # --- page ---

    def show_about(self, about: object) -> None:
        if about is None:
            return
        case_id = int(str(about))
        if case_id != self.case_id:
            self.keeper.keep()
            self.case_id, self._shown, self._open = case_id, None, None
            self.keeper.dropped()
            self._clear_rows()
            self.history.show_entries(())
            self.read_out.setChecked(False)
        self._load()

    def focus_first(self) -> None:
        self._settle = True
        if self._shown is not None and self._rows:
            self._take_focus()

    # --- building ---

    def _build(self) -> None:
        self._head.addLayout(self.title_row(_("Toestemming")), 1)
        self._head.addWidget(self.read_out, 0, Qt.AlignmentFlag.AlignLeft)
        self._columns.setSpacing(24)
        self._columns.addWidget(self._list, 1, Qt.AlignmentFlag.AlignTop)
        self._columns.addWidget(self._side, 0, Qt.AlignmentFlag.AlignTop)
        self.area.column.addLayout(self._head)
        self.area.column.addWidget(self._texts)
        self.area.column.addLayout(self._columns)
        self.area.column.addStretch(1)
        self._texts.hide()

    def _history_card(self) -> Card:
        card = Card(padding=16, spacing=10)
        card.column.addWidget(Heading(_("Geschiedenis")))
        card.column.addWidget(self._no_history)
        card.column.addWidget(self.history)
        card.column.addWidget(
            Text(_("Regels in de geschiedenis kunt u niet wissen of wijzigen."), "small", token="text2")
        )
        return card

    def arrange(self, em: float) -> None:
        beside, below = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(beside if em >= _BESIDE else below)
        self._head.setDirection(beside if em >= _HEAD else below)
        self._side.setMinimumWidth(theme.em(_SIDE) if em >= _BESIDE else 0)
        self._side.setMaximumWidth(theme.em(_SIDE) if em >= _BESIDE else 16_777_215)

    # --- loading ---

    def _load(self) -> None:
        if (case_id := self.case_id) is None:
            return

        def show(found: tuple[Consents, Draft | None]) -> None:
            if case_id == self.case_id:
                self._show(*found)

        self.state.run(_page_and_draft, case_id, today=self.state.today(), then=show)

    def _changed(self, changes: Changes) -> None:
        if self.case_id in changes.gone:
            self.case_id = self._shown = None
            self._clear_rows()
            self.history.show_entries(())
            return
        mine = changes.case_id in (None, self.case_id)
        if mine and changes.kinds & {Kind.CONSENT, Kind.RELEASE, Kind.CASE} and self.isVisible():
            self._load()

    def _show(self, page: Consents, draft: Draft | None) -> None:
        first = self._shown is None
        typed = self.draft() if self._open else (draft if first else None)
        had_focus = self._open is not None and self._open.isAncestorOf(self.window().focusWidget() or self)
        before = self._focused()
        self._shown = page
        self.name_back(page.case.pseudonym)
        self._open = None
        self._clear_rows()
        self._add_rows(page)
        self.history.show_entries(page.history)
        self.history.setVisible(bool(page.history))
        self._no_history.setVisible(not page.history)
        if typed is not None:
            self._take_up(typed, kept=first)
            if self._open is not None and self._open.form is not None and had_focus:
                self._focus_form(typed)
        elif before is not None:
            self._focus_row(before)
        if self._settle:
            self._take_focus(typed)

    def _add_rows(self, page: Consents) -> None:
        items, more = list(page.standing), another_recipient()
        talks = [place for place, item in enumerate(items) if item.recipient is not None]
        if talks:
            items.insert(talks[-1] + 1, more)
        for place, item in enumerate(items):
            row = ConsentRow(
                self.state,
                item,
                last=place == len(items) - 1,
                title=_("Spreken met nog iemand") if item is more else "",
            )
            row.asked.connect(lambda act, row=row: self._open_row(row, act))
            self._rows.append(row)
            self._list.column.addWidget(row)
            # At once, so that it can take the focus.
            row.show()
        self._order()

    def _order(self) -> None:
        """Rows and forms are made later than the history that comes after them."""
        in_tab_order(self.read_out, *tab_stops(self._list), self.history)

    def _clear_rows(self) -> None:
        self._rows = []
        clear(self._list.column)

    # --- the form in a row ---

    def _open_row(self, row: ConsentRow, act: Act) -> None:
        if self._open is not None and self._open is not row:
            self._close()
        assert self._shown is not None
        form = row.open(act, self._shown.counted_in)
        self._order()
        form.finished.connect(lambda said: self._record(row, said))
        form.closed.connect(self._close)
        form.touched.connect(self.keeper.touched)
        self._open = row
        form.focus_first()
        # Once the layout knows how high the form is.
        QTimer.singleShot(0, lambda: self.area.ensureWidgetVisible(form) if shiboken6.isValid(form) else None)

    def _close(self) -> None:
        row, self._open = self._open, None
        if row is not None:
            if self.case_id is not None:
                self.state.run(contacts.drop_draft, _place(self.case_id))
            self.keeper.dropped()
            row.close_form()

    def _record(self, row: ConsentRow, said: Said) -> None:
        case_id = self.case_id
        if case_id is None or row is not self._open:
            return
        self.keeper.keep()

        def written(_changes: object) -> None:
            self.state.run(contacts.drop_draft, _place(case_id))
            self.state.toast.emit(_done_words(row.item, said, purpose(self.state, row.item)), None)
            if case_id == self.case_id:
                self.keeper.dropped()
                if self._open is row:
                    self._open = None
                    row.close_form()
                self._settle = False
            if row.item.scope is ConsentScope.KEEP_NOTES and said.state is ConsentState.WITHDRAWN:
                self.state.go("retention", f"{Ground.CONSENT_WITHDRAWN}:{case_id}")

        self.state.run(
            consents.record_consent,
            case_id,
            row.item.scope,
            said.state,
            manner=said.manner,
            on=said.on,
            expires_on=said.expires_on,
            recipient=said.recipient,
            then=written,
            before_next_key=True,
        )

    def draft(self) -> Draft | None:
        form = self._open.form if self._open is not None else None
        return None if form is None or self.case_id is None else form.draft(_place(self.case_id), self.case_id)

    def _take_up(self, draft: Draft, *, kept: bool) -> None:
        act, _blank, scope = draft.case_words.partition(" ")
        for row in self._rows:
            fits = row.item.scope == scope and row.item.recipient in (None, draft.next_step or None)
            known = next((known for known in acts_for(row.item) if known == act), None)
            if fits and known is not None and self._shown is not None:
                form = row.open(known, self._shown.counted_in)
                form.finished.connect(lambda said, row=row: self._record(row, said))
                form.closed.connect(self._close)
                form.touched.connect(self.keeper.touched)
                form.take_up(draft)
                self._open = row
                if kept:
                    self.keeper.took_up(self.draft())
                return

    # --- focus ---

    def _take_focus(self, draft: Draft | None = None) -> None:
        self._settle = False
        if self._open is not None:
            self._focus_form(draft)
            return
        buttons = [button for row in self._rows for button in row.acts.values()]
        if buttons:
            self._focus(buttons[0])

    def _focus_form(self, draft: Draft | None) -> None:
        form = self._open.form if self._open is not None else None
        if form is None:
            return
        field = form.findChild(QLineEdit, draft.field) if draft is not None and draft.field else None
        if draft is None or field is None:
            form.focus_first()
        else:
            field.setFocus()
            field.setCursorPosition(draft.cursor)

    def _focused(self) -> Standing | None:
        focus = self.window().focusWidget()
        return next((row.item for row in self._rows if focus is not None and row.isAncestorOf(focus)), None)

    def _focus_row(self, item: Standing) -> None:
        same = [row for row in self._rows if (row.item.scope, row.item.recipient) == (item.scope, item.recipient)]
        same = same or [row for row in self._rows if row.item.scope == item.scope]
        for row in same[:1]:
            self._focus(next(iter(row.acts.values())))

    def _focus(self, button: QWidget) -> None:
        button.setFocus()
        # The row may be new: where it is, is known once it is laid out.
        QTimer.singleShot(0, lambda: self.area.ensureWidgetVisible(button) if shiboken6.isValid(button) else None)

    def _read_out(self, on: bool) -> None:
        self._texts.setVisible(on)
        if on:
            self.area.verticalScrollBar().setValue(0)


def _page_and_draft(vault: Any, case_id: int, *, today: date) -> tuple[Consents, Draft | None]:
    return consents.consent_page(vault, case_id, today=today), contacts.draft_at(vault, _place(case_id))


def _place(case_id: int) -> str:
    return f"consent:{case_id}"


def _read_out_card(state: State) -> Card:
    card = Card(padding=24, spacing=6)
    card.column.addWidget(Heading(_("Uitleg om voor te lezen")))
    for scope in ConsentScope:
        card.column.addSpacing(6)
        card.column.addWidget(Text(state.label("consent_scope", scope), "label"))
        card.column.addWidget(Text(_(READ_OUT[scope]), "note"))
    return card


def _done_words(item: Standing, said: Said, name: str) -> str:
    if said.state is ConsentState.WITHDRAWN:
        words = _("Intrekking vastgelegd: %(purpose)s.")
        if item.scope is ConsentScope.COUNT:
            words = _("Intrekking vastgelegd. Deze casus telt niet meer mee.")
        return words if "%" not in words else words % {"purpose": name}
    return _("Vastgelegd: %(purpose)s.") % {"purpose": name}
