"""Vandaag: what is due, which text waits to be finished, and where the quarter stands. Empty sections disappear."""

from datetime import date, time, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from adviser_desk import i18n
from adviser_desk.casework import cases, consents, contacts, follow_ups, reporting
from adviser_desk.casework.cases import Unfinished
from adviser_desk.casework.changes import Changes
from adviser_desk.casework.consents import Ending
from adviser_desk.casework.contacts import Waiting
from adviser_desk.casework.follow_ups import Due
from adviser_desk.casework.last_act import ticked
from adviser_desk.casework.periods import PeriodState
from adviser_desk.i18n import _, ngettext
from adviser_desk.ui.backup_card import BackupCard
from adviser_desk.ui.consent_words import purpose
from adviser_desk.ui.page import Page, Width
from adviser_desk.ui.period_words import period_words
from adviser_desk.ui.policy_card import PolicyCard
from adviser_desk.ui.rehearsal_card import RehearsalCard
from adviser_desk.ui.retention_reminder import RetentionReminder
from adviser_desk.ui.state import State
from adviser_desk.ui.theme import theme
from adviser_desk.ui.to_do_list import Line, ToDoList
from adviser_desk.ui.trait_words import short_labels
from adviser_desk.ui.undo import Undo
from adviser_desk.ui.widgets.boxes import Card, Picture, Scroll, clear, in_tab_order
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.note import ICON_OF
from adviser_desk.ui.widgets.text import Heading, Text

_AHEAD, _FAR, _ENDING = timedelta(days=7), timedelta(days=366), timedelta(days=21)
_MOST_CASES, _MOST_TRAITS, _ANY = 10, 3, 16_777_215


class TodayPage(Page):
    """What the adviser must do."""

    name = "today"

    def __init__(self, state: State) -> None:
        """Loads when it comes into view."""
        super().__init__(state)
        self._due: tuple[Due, ...] = ()
        self._next: Due | None = None
        self._ending: tuple[Ending, ...] = ()
        self._drafts: tuple[Waiting, ...] = ()
        self._unfinished: tuple[Unfinished, ...] = ()
        scroll = Scroll()
        self._day = Text("", token="text2")
        self.due_list, self.draft_list = (
            ToDoList(_("Opvolging"), tick=True),
            ToDoList(_("Nog aanvullen"), tick=False, act=_("Aanvullen")),
        )
        self.ending_list = ToDoList(_("Toestemming loopt af"), tick=False, act=_("Verlengen of stoppen"))
        self.ending_list.opened.connect(self._open_ending)
        self.due_list.opened.connect(self._open_due)
        self.due_list.ticked.connect(self._tick)
        self.draft_list.opened.connect(self._open_draft)
        self._due_head, self._due_count = Heading(_("Opvolging")), Text("", token="text2", wrap=False)
        self._ending_head, self._ending_count = Heading(_("Toestemming loopt af")), Text("", token="text2", wrap=False)
        self._draft_head, self._draft_count = Heading(_("Nog aanvullen")), Text("", token="text2", wrap=False)
        self._keys = Text(_("Spatie: gedaan    Enter: openen"), "hint", token="text2", wrap=False)
        self._nothing = self._all_done()
        left = QVBoxLayout()
        left.setSpacing(8)
        self._due_part = _part(_head(self._due_head, self._due_count, self._keys), self.due_list)
        self._ending_part = _part(_head(self._ending_head, self._ending_count), self.ending_list)
        self._draft_part = _part(_head(self._draft_head, self._draft_count), self.draft_list)
        for widget in (self._nothing, self._due_part, self._ending_part, self._draft_part):
            left.addWidget(widget)
        left.addStretch(1)
        self._quarter = Card(padding=16, spacing=4)
        self._quarter.hide()
        self._columns = QHBoxLayout()
        self._columns.setSpacing(24)
        self._columns.addLayout(left, 1)
        self._sheet, self._backup, self._past = RehearsalCard(state), BackupCard(state), RetentionReminder(state)
        self._right = QWidget()
        right = QVBoxLayout(self._right)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(16)
        for card in (self._quarter, self._past, self._backup, self._sheet):
            right.addWidget(card)
        self._columns.addWidget(self._right, 0, Qt.AlignmentFlag.AlignTop)
        scroll.column.setSpacing(4)
        scroll.column.addWidget(Heading(_("Vandaag"), "title"))
        scroll.column.addWidget(self._day)
        scroll.column.addSpacing(12)
        self._policy = PolicyCard(state)
        scroll.column.addWidget(self._policy)
        scroll.column.addLayout(self._columns)
        scroll.column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)
        state.changed.connect(self._changed)

    # --- page ---

    def show_about(self, about: object) -> None:
        self._day.setText(i18n.current().weekday_date(self.state.today()))
        self._load()

    def focus_first(self) -> None:
        for part in (self.due_list, self.ending_list, self.draft_list):
            if part.isVisibleTo(self) and part.count():
                part.setFocus()
                return
        shown = (button for button in self._right.findChildren(Button) if button.isVisibleTo(self))
        next(shown, self).setFocus()

    def set_width(self, width: Width) -> None:
        compact = width == "compact"
        self._columns.setDirection(QHBoxLayout.Direction.TopToBottom if compact else QHBoxLayout.Direction.LeftToRight)
        self._columns.setAlignment(self._right, Qt.AlignmentFlag(0) if compact else Qt.AlignmentFlag.AlignTop)
        side = theme.em(21 if width == "wide" else 16)
        self._right.setMinimumWidth(0 if compact else side)
        self._right.setMaximumWidth(_ANY if compact else side)
        self._keys.setVisible(not compact)

    # --- loading ---

    def _load(self) -> None:
        today = self.state.today()
        self.state.run(follow_ups.due, until=today + _FAR, then=self._show_due)
        self.state.run(consents.ending, until=today + _ENDING, then=self._show_ending)
        self.state.run(contacts.waiting, then=self._show_drafts)
        self.state.run(cases.unfinished, today=today, then=self._show_cases)
        self.state.run(reporting.periods, today=today, then=self._show_quarter)
        self._policy.load()
        self._past.load()
        self._sheet.load()
        self._backup.load()

    def _changed(self, changes: Changes) -> None:
        if self.isVisible():
            self._load()

    def _show_due(self, found: tuple[Due, ...]) -> None:
        last = self.state.today() + _AHEAD
        self._due = tuple(due for due in found if due.follow_up.due_on <= last)
        self._next = next((due for due in found if due.follow_up.due_on > last), None)
        had_focus = self.due_list.hasFocus()
        self.due_list.show_lines([self._due_line(due) for due in self._due])
        self._due_count.setText(str(len(self._due)))
        self._due_part.setVisible(bool(self._due))
        if had_focus or self.window().focusWidget() is self:
            self.focus_first()
        self._say_nothing()

    def _show_ending(self, found: tuple[Ending, ...]) -> None:
        self._ending = found
        self.ending_list.show_lines([self._ending_line(one) for one in found])
        self._ending_count.setText(str(len(found)))
        self._ending_part.setVisible(bool(found))
        self._say_nothing()

    def _show_drafts(self, found: tuple[Waiting, ...]) -> None:
        self._drafts = found
        self._show_unfinished()

    def _show_cases(self, found: tuple[Unfinished, ...]) -> None:
        self._unfinished = found
        self._show_unfinished()

    def _show_unfinished(self) -> None:
        # Text that waits comes first; of the cases the newest are enough to go on with.
        lines = [self._draft_line(one) for one in self._drafts]
        lines += [self._case_line(one) for one in self._unfinished[:_MOST_CASES]]
        self.draft_list.show_lines(lines)
        self._draft_count.setText(str(len(self._drafts) + len(self._unfinished)))
        self._draft_part.setVisible(bool(lines))
        self._say_nothing()

    def _say_nothing(self) -> None:
        self._nothing.setVisible(not (self._due or self._ending or self._drafts or self._unfinished))
        words = _("Met Ctrl+N legt u een gesprek vast.")
        if self._next is not None:
            day = i18n.current().weekday_date(self._next.follow_up.due_on)
            words = _("De volgende opvolging is op %(day)s.") % {"day": day}
        self._later.setText(words)

    def _due_line(self, due: Due) -> Line:
        step, today = due.follow_up, self.state.today()
        return Line(
            when=_when(step.due_on, step.due_at, today),
            late=step.due_on < today,
            name=due.pseudonym,
            icon=ICON_OF.get(step.channel or "", "calendar-check"),
            text=step.text,
        )

    def _ending_line(self, one: Ending) -> Line:
        today, day = self.state.today(), one.entry.expires_on or self.state.today()
        return Line(
            when=i18n.current().short_date(day, today),
            late=day < today,
            name=one.pseudonym,
            icon="handshake",
            text=purpose(self.state, one.entry),
        )

    def _draft_line(self, one: Waiting) -> Line:
        words = one.draft.text.strip().splitlines()
        return Line(
            when=i18n.current().short_date(one.draft.started_at.date(), self.state.today()),
            late=False,
            name=one.pseudonym or one.draft.case_words or _("Concept"),
            icon="pencil",
            text=words[0] if words else _("Nog geen tekst"),
        )

    def _case_line(self, one: Unfinished) -> Line:
        last = one.case.last_contact.date() if one.case.last_contact else one.case.opened_on
        words = [_missing_words(short_labels(one.missing))] if one.missing else []
        if one.not_asked:
            words.append(_("Nog vragen: mag dit meetellen?"))
        return Line(
            when=i18n.current().short_date(last, self.state.today()),
            late=False,
            name=one.case.pseudonym,
            icon="tag" if one.missing else "handshake",
            text=" · ".join(words),
        )

    # --- acts ---

    def _open_due(self, number: int) -> None:
        self.state.go("case", self._due[number].follow_up.case_id)

    def _open_ending(self, number: int) -> None:
        self.state.go("consent", self._ending[number].entry.case_id)

    def _open_draft(self, number: int) -> None:
        if number >= len(self._drafts):
            self.state.go("case", self._unfinished[number - len(self._drafts)].case.id)
            return
        draft = self._drafts[number].draft
        if draft.place.startswith("capture:"):
            self.state.resume.emit(draft)
        else:
            self.state.go("case", draft.case_id)

    def _tick(self, number: int) -> None:
        step = self._due[number].follow_up
        self.state.run(follow_ups.tick_off, step.id, done_on=self.state.today())
        self.state.toast.emit(_("Opvolging afgevinkt."), Undo.of(self.state, ticked(step.case_id, step.id, None)))

    # --- the quarter ---

    def _show_quarter(self, periods: tuple[PeriodState, ...]) -> None:
        clear(self._quarter.column)
        ready = [one for one in periods if one.state == "ready" and one.period.kind == "quarter"]
        shown = ready or [one for one in periods if one.state == "running"]
        self._quarter.setVisible(bool(shown))
        if not shown:
            return
        one = shown[0]
        column = self._quarter.column
        column.addWidget(Heading(period_words(one.period)))
        first, last = one.period.covers
        months = _("%(first)s tot en met %(last)s") % {
            "first": i18n.current().month(first.month),
            "last": i18n.current().month(last.month),
        }
        column.addWidget(Text(months[:1].upper() + months[1:], "small", token="text2"))
        if one.facts is not None:
            column.addSpacing(12)
            numbers = QHBoxLayout()
            numbers.setSpacing(32)
            all_cases = one.facts.counted + one.facts.not_asked + one.facts.refused + one.facts.withdrawn
            for number, words in ((all_cases, _("casussen")), (one.facts.counted, _("tellen mee"))):
                pair = QVBoxLayout()
                pair.setSpacing(0)
                pair.addWidget(Text(str(number), "title", wrap=False))
                pair.addWidget(Text(words, "small", token="text2", wrap=False))
                numbers.addLayout(pair)
            numbers.addStretch(1)
            column.addLayout(numbers)
            column.addSpacing(12)
        if one.state == "ready":
            make = Button(_("Kwartaalexport maken"))
            make.setObjectName("today-export")
            make.clicked.connect(lambda _on=False: self.state.go("export", one.period))
            column.addWidget(make)
            in_tab_order(self.draft_list, make)
        else:
            day = i18n.current().long_date(last + timedelta(days=1))
            column.addWidget(Text(_("De export kunt u maken vanaf %(day)s.") % {"day": day}, "small"))

    def _all_done(self) -> Card:
        card = Card(padding=32, spacing=8)
        card.column.addWidget(Picture("circle-check", "ok", 2.0), 0, Qt.AlignmentFlag.AlignHCenter)
        self._later = Text("", token="text2")
        for label in (Text(_("Niets meer te doen vandaag"), "heading"), self._later):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            card.column.addWidget(label)
        card.hide()
        return card


def _missing_words(missing: list[str]) -> str:
    if len(missing) <= _MOST_TRAITS:
        return _("Ontbreekt: %(traits)s") % {"traits": ", ".join(missing)}
    named = missing[: _MOST_TRAITS - 1]
    values = {"traits": ", ".join(named), "n": len(missing) - len(named)}
    return _("Ontbreekt: %(traits)s en nog %(n)d") % values


def _when(day: date, at: time | None, today: date) -> str:
    late = (today - day).days
    if late > 0:
        return ngettext("%(n)d dag te laat", "%(n)d dagen te laat", late) % {"n": late}
    if late == 0:
        return _("vandaag") if at is None else f"{_('vandaag')} {at:%H:%M}"
    return _("morgen") if late == -1 else i18n.current().short_date(day, today)


def _head(heading: Heading, count: Text, right: Text | None = None) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 8, 0, 0)
    row.setSpacing(8)
    heading.setWordWrap(False)
    row.addWidget(heading)
    row.addWidget(count)
    row.addStretch(1)
    if right is not None:
        row.addWidget(right)
    return holder


def _part(head: QWidget, below: QWidget) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    column.addWidget(head)
    column.addWidget(below)
    return holder
