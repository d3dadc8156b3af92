"""The new contact on top of a case: channel, text, done. Everything typed is a draft until it is saved."""

from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from adviser_desk.casework import contacts
from adviser_desk.casework.contacts import Logged
from adviser_desk.i18n import _
from adviser_desk.models.contact import Draft
from adviser_desk.ui.announce import announce
from adviser_desk.ui.draft_keeper import DraftKeeper
from adviser_desk.ui.form_keys import form_keys
from adviser_desk.ui.moment_fields import MomentFields, moment_words
from adviser_desk.ui.privacy import privacy
from adviser_desk.ui.state import State
from adviser_desk.ui.widgets.boxes import Card, Flow, Picture
from adviser_desk.ui.widgets.button import Button, Segment
from adviser_desk.ui.widgets.note import NoteEdit, channels
from adviser_desk.ui.widgets.text import Text

_ANNOUNCE_EVERY = 60


class NoteCard(Card):
    """Belongs to one case at a time. `saved` tells that a contact was logged."""

    saved = Signal()

    def __init__(self, state: State) -> None:
        """Without a case until `show_case`."""
        super().__init__(padding=16, spacing=10)
        self._state = state
        self._case_id: int | None = None
        self._pseudonym = ""
        self._started: datetime | None = None
        self._told: datetime | None = None
        self._saving: Draft | None = None
        self._filling = False
        self.keeper = DraftKeeper(state, self._to_keep, self)
        self.keeper.kept.connect(self._kept)
        self.channel = Segment(_("Hoe was het contact?"), channels(state.label))
        self.moment_button = Button("", kind="link", icon="clock")
        self.moment_button.icon_only = False
        self.moment_button.setObjectName("case-moment")
        self.moment_button.clicked.connect(self._toggle_moment)
        self.moment = MomentFields(state, "case-note")
        self.note = NoteEdit("case-note", height=7, least=4.6)
        self.save_button = Button(_("Opslaan"), kind="primary", hint="Ctrl+Enter")
        self.save_button.setObjectName("case-save")
        self.save_button.clicked.connect(lambda _on=False: self.save())
        self._line_icon, self._line = Picture("check", "ok", 1.1), Text("", "small", token="text2")
        self._build()
        form_keys(self, self.save)
        self.note.textChanged.connect(self._touched)
        self.channel.chosen.connect(lambda _value: self._touched())
        self.moment.touched.connect(self._touched)

    # --- the case ---

    def show_nothing(self) -> None:
        """Another case comes: keep what was typed for the one before; nothing can be typed until the other is here."""
        self.keeper.keep()
        self._case_id = None
        self._fill(None)
        self.note.setReadOnly(True)

    def show_case(self, case_id: int, pseudonym: str, draft: Draft | None) -> None:
        """Another case: keep what was typed for the one before, show what waits for this one."""
        if case_id == self._case_id:
            return
        self.keeper.keep()
        self._case_id, self._pseudonym = case_id, pseudonym
        self.note.setReadOnly(False)
        self.note.setAccessibleName(_("Aantekening bij %(name)s") % {"name": privacy.inside(pseudonym)})
        self._fill(draft)

    def draft_is_shown(self) -> bool:
        """Whether text waits here."""
        return bool(self.note.toPlainText().strip())

    def unsaved(self) -> tuple[Draft, ...]:
        """What is typed and not in the vault yet."""
        return self.keeper.unsaved()

    def save(self) -> None:
        """This contact is done."""
        draft = self._draft()
        if self._saving is not None:
            return
        if draft is None:
            self._say(_("Typ eerst een aantekening."), kept=False)
            self.note.setFocus()
            return
        if not self.moment.check():
            self.moment.show()
            return
        moment = self.moment.moment()
        assert moment is not None
        # On the disk first, so that a lock in between loses nothing and brings nothing back twice.
        self.keeper.keep()
        self._saving = draft
        self.save_button.setEnabled(False)
        logged = draft.model_copy(update={"text": draft.text.strip()})
        self._state.run(
            contacts.log_contact,
            logged,
            at=moment,
            minutes=self.moment.duration(),
            then=partial(self._logged, self._pseudonym),
            failed=self._not_logged,
            before_next_key=True,
        )

    # --- inside ---

    def _build(self) -> None:
        head = Flow(12, spread=True)
        head.addWidget(self.channel)
        head.addWidget(self.moment_button)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._line_icon)
        foot.addWidget(self._line, 1)
        foot.addWidget(self.save_button, 0, Qt.AlignmentFlag.AlignRight)
        self.column.addLayout(head)
        self.column.addWidget(self.moment)
        self.column.addWidget(self.note, 1)
        self.column.addLayout(foot)
        self.moment.hide()
        self._say("", kept=False)

    def _fill(self, draft: Draft | None) -> None:
        self._filling = True
        self._started = draft.started_at if draft else None
        self.channel.set_value(draft.channel if draft and draft.channel not in (None, "other") else "phone")
        self.note.setPlainText(draft.text if draft else "")
        self.moment.show_words(
            draft.when_words if draft else "",
            draft.minutes_words if draft else "",
            otherwise=self._started or self._state.now(),
        )
        self.moment.setVisible(bool(draft and (draft.when_words or draft.minutes_words)))
        if draft is not None:
            cursor = self.note.textCursor()
            cursor.setPosition(min(draft.cursor, len(self.note.toPlainText())))
            self.note.setTextCursor(cursor)
        self._filling = False
        self.keeper.took_up(draft)
        self._say(_("Concept bewaard") if draft else "", kept=draft is not None)
        self._say_moment()

    def _draft(self) -> Draft | None:
        if self._case_id is None or not self.note.toPlainText().strip():
            return None
        return Draft(
            place=f"case:{self._case_id}",
            case_id=self._case_id,
            channel=self.channel.value() or "phone",
            started_at=self._started or self._state.now().replace(microsecond=0),
            when_words=self.moment.when.text(),
            minutes_words=self.moment.minutes.text(),
            text=self.note.toPlainText(),
            field="case-note",
            cursor=self.note.textCursor().position(),
        )

    def _to_keep(self) -> Draft | None:
        """What is typed; while that is being saved: what was typed behind it, on a disk slower than the next key."""
        typed, saving = self._draft(), self._saving
        if saving is None or saving.case_id != self._case_id:
            return typed
        return contacts.typed_behind(saving, typed, case_id=self._case_id, at=self._state.now())

    def _touched(self) -> None:
        if self._filling:
            return
        if self._started is None:
            self._started = self._state.now().replace(microsecond=0)
            self.moment.show_words(self.moment.when.text(), self.moment.minutes.text(), otherwise=self._started)
        self._say("", kept=False)
        self._say_moment()
        self.keeper.touched()

    def _kept(self) -> None:
        now = self._state.now()
        words = _("Concept bewaard om %(time)s") % {"time": f"{now:%H:%M}"}
        self._say(words, kept=True)
        if self._told is None or (now - self._told).total_seconds() >= _ANNOUNCE_EVERY:
            self._told = now
            announce(self, words)

    def _logged(self, name: str, logged: Logged) -> None:
        behind = self._to_keep()
        self._end_saving()
        if logged.case_id == self._case_id:
            self._fill(behind)
            self.keeper.took_up(None)
            if behind is not None:
                self._touched()
            self.note.setFocus()
        self._state.toast.emit(_("Contact bij %(name)s opgeslagen.") % {"name": privacy.inside(name)}, None)
        self.saved.emit()

    def _not_logged(self, error: object) -> None:
        self._end_saving()
        self.keeper.dropped()
        self.keeper.touched()
        self._state.show_error(error)

    def _end_saving(self) -> None:
        self._saving = None
        self.save_button.setEnabled(True)

    def _toggle_moment(self) -> None:
        self.moment.setVisible(not self.moment.isVisible())
        if self.moment.isVisible():
            self.moment.when.setFocus()

    def _say_moment(self) -> None:
        now = self._state.now()
        moment = self.moment.moment()
        words = moment_words(moment, now) if moment else self.moment.when.text()
        if (minutes := self.moment.duration()) is not None:
            words = _("%(moment)s · %(n)d min") % {"moment": words, "n": minutes}
        name = _("Dag, tijd en duur wijzigen. Nu: %(moment)s") % {"moment": words}
        self.moment_button.set_label(words, name=name)

    def _say(self, words: str, *, kept: bool) -> None:
        self._line.setText(words)
        self._line_icon.setVisible(kept)
