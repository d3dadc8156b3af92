"""A contact while it happens: which case, the text, done. Opens over any page and never asks more than that.

Everything typed is a draft; closing the panel, locking and a crash keep it.
"""

import secrets

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from adviser_desk.casework import cases, contacts
from adviser_desk.casework.cases import CaseRow
from adviser_desk.casework.contacts import Logged, NewFollowUp
from adviser_desk.i18n import _
from adviser_desk.models.contact import Draft
from adviser_desk.ui.capture_form import CaptureForm
from adviser_desk.ui.draft_keeper import DraftKeeper
from adviser_desk.ui.privacy import privacy
from adviser_desk.ui.state import State
from adviser_desk.ui.undo import Undo

_LONG = 100 * 60


class CapturePanel(CaptureForm):
    """Docked at the right of the window. One contact at a time; others wait as drafts."""

    def __init__(self, state: State) -> None:
        """Closed and empty."""
        super().__init__(state)
        self._place = ""
        self._started = state.now()
        self._channel = "phone"
        self._saving: Draft | None = None
        self._came_from: QWidget | None = None
        self._asked: bool | None = None
        self._keeper = DraftKeeper(state, self._to_keep, self)
        self._keeper.kept.connect(lambda: self.show_kept(True))
        self._tick = QTimer(self, interval=1_000)
        self._tick.timeout.connect(self._show_clock)
        self.case.picked.connect(self._picked)
        self.case.deciding.connect(self.note.setFocus)
        self.touched.connect(self._touched)
        self.asked_to_save.connect(self.save)
        self.asked_to_close.connect(self.put_away)
        state.resume.connect(self.resume)

    # --- opening and closing ---

    def open_for(self, case_id: int | None, new_case: bool) -> None:
        """A new contact for a case, a new case, or a case still to be named. Text for another case is put aside."""
        if self._saving is not None:
            self._asked = new_case
            return
        another = new_case or (case_id is not None and case_id != self.case.case_id)
        if self._place and not self.is_empty() and not another:
            self._show_panel()
            return
        self._put_aside()
        started = self.state.now().replace(microsecond=0)
        draft = Draft(place=f"capture:{secrets.token_hex(8)}", started_at=started, channel=self._channel)
        self._begin(draft, self.note if new_case or case_id is not None else self.case.line)
        if new_case:
            self._become_new_case()
        elif case_id is not None:
            self._choose(case_id)
        else:
            self.case.open_list()
            self.case.line.setFocus()
            return
        self.note.setFocus()

    def take_up(self) -> None:
        """After unlocking: open again what was open, with text and cursor."""

        def show(drafts: tuple[Draft, ...]) -> None:
            waiting = [draft for draft in drafts if draft.open and draft.place.startswith("capture:")]
            if waiting and not self._place:
                self.resume(waiting[0])
            # One panel, so one open draft: the others wait on the page of today.
            for draft in waiting[1:]:
                self.state.run(contacts.keep_draft, draft.model_copy(update={"open": False}))

        self.state.run(contacts.drafts, then=show)

    def resume(self, draft: Draft) -> None:
        """Go on with a draft, with its cursor."""
        if self._saving is not None:
            return
        if draft.place != self._place:
            self._put_aside()
            self._begin(draft)
            self._keeper.took_up(draft)
            self.show_kept(True)
        self._show_panel()
        self.focus_on(draft.field, draft.cursor)

    def put_away(self) -> None:
        """Close the panel and keep the draft."""
        if self._saving is not None:
            return
        empty, place = self.is_empty(), self._place
        self._put_aside()
        self._give_back()
        if not empty:
            self.state.toast.emit(_("Concept bewaard."), Undo(_("contact sluiten"), lambda: self._bring_back(place)))

    def showEvent(self, event: QShowEvent) -> None:
        # Before a small window takes the page away, and the focus with it.
        super().showEvent(event)
        self._remember_focus()

    def _remember_focus(self) -> None:
        focus = QApplication.focusWidget()
        if focus is not None and not self.isAncestorOf(focus):
            self._came_from = focus

    def _give_back(self) -> None:
        """Hide; the focus goes back to where it was before the panel."""
        focus, back = QApplication.focusWidget(), self._came_from
        ours = focus is not None and self.isAncestorOf(focus)
        if not ours or back is None or not isValid(back):
            self.hide()
            return
        # Qt would give it to the next stop in the window first, and a screen reader would say that.
        back.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()
        # In a small window the page comes back only now.
        QTimer.singleShot(0, back, lambda: back.setFocus(Qt.FocusReason.OtherFocusReason))

    def unsaved(self) -> tuple[Draft, ...]:
        """What is typed and not in the vault yet."""
        return self._keeper.unsaved() if self._place else ()

    def _bring_back(self, place: str) -> None:
        self.state.run(contacts.draft_at, place, then=lambda draft: self.resume(draft) if draft else None)

    def _put_aside(self) -> None:
        """What is in the panel becomes a draft that waits; nothing is kept of an empty panel."""
        if not self._place:
            return
        if self.is_empty():
            self.state.run(contacts.drop_draft, self._place)
        elif (draft := self._typed()) is not None:
            self.state.run(contacts.keep_draft, draft.model_copy(update={"open": False}))
        self._end()

    def _begin(self, draft: Draft, first: QWidget | None = None) -> None:
        self._place = ""
        self.show_draft(draft)
        self._place, self._started = draft.place, draft.started_at
        self._keeper.dropped()
        if draft.case_id is not None:
            self._choose(draft.case_id)
        self._show_panel(first)

    def _end(self) -> None:
        self._place = ""
        self._keeper.dropped()
        self._tick.stop()

    def _show_panel(self, first: QWidget | None = None) -> None:
        self._remember_focus()
        self.show()
        self._show_clock()
        self._tick.start()
        focus = self.window().focusWidget()
        if focus is None or not self.isAncestorOf(focus):
            (first or self.note).setFocus()

    # --- the case ---

    def _become_new_case(self) -> None:
        self.case.choose(None)
        self.show_mode(new_case=True)
        self.name_note("")
        self.pseudonym.draw()

    def _picked(self, row: CaseRow | None) -> None:
        if row is None:
            self._become_new_case()
        else:
            self._chosen(row)
        self.note.setFocus()
        self._touched()

    def _choose(self, case_id: int) -> None:
        place = self._place
        self.case.expect(case_id)

        def show(row: CaseRow) -> None:
            if self._place == place and self.case.case_id == case_id:
                self._chosen(row)

        self.state.run(cases.case_row, case_id, then=show)

    def _chosen(self, row: CaseRow) -> None:
        self.case.choose(row)
        self.case_field.tell("")
        self.name_note(row.pseudonym)
        if self.kind.codes == (None, ()):
            known = [self.state.label("behaviour", code) for code in row.traits.behaviour]
            if not known and row.traits.matter:
                known = [self.state.label("matter", row.traits.matter)]
            words = _("%(kind)s (uit casus)") % {"kind": ", ".join(known)} if known else ""
            self.kind.show_codes(None, (), from_case=words)

    # --- saving ---

    def save(self) -> None:
        """This contact is done. What is missing is said beside its field; nothing typed goes."""
        if not self._place or not self.save_button.isEnabled():
            return
        if not self.new_case and self.case.case_id is None:
            self.case_field.tell(_("Kies eerst een casus. Uw tekst blijft staan."))
            self.case.line.setFocus()
            self.case.open_list()
            return
        if not (self.next_step.check() and self.when.check()):
            return
        draft, moment = self._typed(), self.when.moment()
        if draft is None or moment is None or (self.new_case and draft.pseudonym is None):
            return
        # On the disk first, so that a lock in between loses nothing and brings nothing back twice.
        self._keeper.keep()
        self._saving = draft
        self.save_button.setEnabled(False)
        self.state.run(
            contacts.log_contact,
            draft.model_copy(update={"text": draft.text.strip()}),
            at=moment.replace(second=0),
            minutes=self.when.duration(),
            follow_up=self._follow_up(),
            then=self._logged,
            failed=self._not_logged,
            before_next_key=True,
        )

    def _logged(self, logged: Logged) -> None:
        name = self.pseudonym.name.text() if self.new_case else self.case.row.pseudonym if self.case.row else ""
        self._channel = self.channel.value() or "phone"
        behind = self._typed_behind(logged.case_id)
        self._end()
        self._end_saving()
        self.hide()
        self.state.go("case", logged.case_id)
        self.state.toast.emit(_("Contact bij %(name)s opgeslagen.") % {"name": privacy.inside(name)}, None)
        if behind is not None:
            self.resume(behind)
            self._touched()
        asked, self._asked = self._asked, None
        if asked is not None:
            self.open_for(None if asked else logged.case_id, asked)

    def _not_logged(self, error: object) -> None:
        self._end_saving()
        self._asked = None
        self._touched()
        self.state.show_error(error)

    def _end_saving(self) -> None:
        self._saving = None
        self.save_button.setEnabled(True)

    def _follow_up(self) -> NewFollowUp | None:
        text, day = self.next_step.text.text().strip(), self.next_step.day()
        return NewFollowUp(due_on=day, text=text) if text and day else None

    def _typed(self) -> Draft | None:
        if not self._place or (self.is_empty() and self.case.case_id is None and not self.new_case):
            return None
        return self.draft(self._place, self._started)

    def _typed_behind(self, case_id: int | None) -> Draft | None:
        """What was typed since Ctrl+Enter, where the disk was so slow that the next key came before the answer."""
        assert self._saving is not None
        return contacts.typed_behind(self._saving, self._typed(), case_id=case_id, at=self.state.now())

    def _to_keep(self) -> Draft | None:
        return self._typed() if self._saving is None else self._typed_behind(self._saving.case_id)

    # --- small things ---

    def _touched(self) -> None:
        if self._place:
            self.show_kept(False)
            self._keeper.touched()

    def _show_clock(self) -> None:
        seconds = max(int((self.state.now() - self._started).total_seconds()), 0)
        shown = f"{seconds // 60:02d}:{seconds % 60:02d}" if seconds < _LONG else "–"
        self.clock.set_label(shown, name=_("Duur %(n)d minuten") % {"n": seconds // 60})
