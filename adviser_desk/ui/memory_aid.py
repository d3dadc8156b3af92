"""A few words that help to remember which case it is. Warns when they may lead to a person; never stops anybody."""

import re
from datetime import datetime

from PySide6.QtWidgets import QLineEdit

from adviser_desk.casework import cases, contacts
from adviser_desk.casework.last_act import Act, LastAct
from adviser_desk.i18n import _
from adviser_desk.models.contact import Draft
from adviser_desk.ui.draft_keeper import DraftKeeper
from adviser_desk.ui.state import State
from adviser_desk.ui.undo import Undo
from adviser_desk.ui.widgets.boxes import Card
from adviser_desk.ui.widgets.private import veil
from adviser_desk.ui.widgets.text import Field, Text

MOST = 40
_PHONE = re.compile(r"(?:\+|\b)\d(?:[\s()./-]?\d){6,}")
_MAIL = re.compile(r"\S+@\S+")
_CAPITAL = re.compile(r"(?<=\s)[^\w\s]*([A-ZÀ-ÖØ-Þ][\w'’-]*)")


def doubt_about(text: str) -> str:
    """Why these words may lead to a person; "" when nothing was seen."""
    if _PHONE.search(text):
        return _("Dit lijkt op een telefoonnummer. Liever niets dat naar een persoon leidt.")
    if _MAIL.search(text):
        return _("Dit lijkt op een e-mailadres. Liever niets dat naar een persoon leidt.")
    if match := _CAPITAL.search(text.strip()):
        return _("‘%(word)s’ lijkt op een naam. Liever geen namen.") % {"word": match[1]}
    return ""


class MemoryAidCard(Card):
    """One line, kept when it is left; what is typed before that is a draft."""

    def __init__(self, state: State) -> None:
        """Without a case until `show_aid`."""
        super().__init__(padding=16, spacing=8)
        self._state = state
        self._case_id: int | None = None
        self._kept = ""
        self._started: datetime | None = None
        self.line = QLineEdit()
        self.line.setObjectName("memory-aid")
        self.line.setMaxLength(MOST)
        veil(self.line)
        self._field = Field(
            _("Geheugensteun"), self.line, hint=_("Alleen voor u, hoogstens 40 tekens. Gaat nooit mee in een export.")
        )
        self._doubt = Text("", "small", token="warn")
        self.column.addWidget(self._field)
        self.column.addWidget(self._doubt)
        self.keeper = DraftKeeper(state, self._draft, self)
        self.line.textEdited.connect(self._touched)
        self.line.editingFinished.connect(self._keep)

    def show_nothing(self) -> None:
        """Another case comes; nothing can be typed until it is here."""
        self._keep()
        self._case_id, self._kept = None, ""
        self.line.clear()
        self.line.setReadOnly(True)
        self.keeper.took_up(None)
        self._say()

    def show_aid(self, case_id: int, memory_aid: str, draft: Draft | None) -> None:
        """Show the words of a case, or what was being typed there; words being typed stay."""
        if case_id != self._case_id:
            self.keeper.keep()
            self.line.setReadOnly(False)
            self._case_id, self._started = case_id, draft.started_at if draft else None
            self._kept = memory_aid
            self.line.setText(draft.memory_aid if draft else memory_aid)
            self.keeper.took_up(draft)
            if draft is not None:
                self.line.setCursorPosition(draft.cursor)
        elif self.line.text() == self._kept or not self.line.hasFocus():
            self._kept = memory_aid
            self.line.setText(memory_aid)
        self._say()

    def unsaved(self) -> tuple[Draft, ...]:
        """What is typed and not in the vault yet."""
        return self.keeper.unsaved()

    def _draft(self) -> Draft | None:
        if self._case_id is None or self.line.text() == self._kept:
            return None
        return Draft(
            place=f"memory_aid:{self._case_id}",
            case_id=self._case_id,
            started_at=self._started or self._state.now().replace(microsecond=0),
            memory_aid=self.line.text(),
            field="memory-aid",
            cursor=self.line.cursorPosition(),
        )

    def _touched(self) -> None:
        self._started = self._started or self._state.now().replace(microsecond=0)
        self._say()
        self.keeper.touched()

    def _keep(self) -> None:
        draft, state, before = self._draft(), self._state, self._kept
        # A window that goes takes the focus away; half a word is a draft then.
        if draft is None or draft.case_id is None or state.leaving.is_set() or state.covered:
            return
        case_id = draft.case_id
        self.keeper.keep()
        self._kept = self.line.text()
        state.run(cases.change_memory_aid, case_id, self._kept.strip())
        state.run(contacts.drop_draft, draft.place)
        self.keeper.dropped()
        act = LastAct(act=Act.MEMORY_AID, case_id=case_id, before=before)
        state.toast.emit(_("Geheugensteun gewijzigd."), Undo.of(state, act))

    def _say(self) -> None:
        doubt = doubt_about(self.line.text())
        self._doubt.setText(doubt)
        self._doubt.setVisible(bool(doubt))
        self.line.setAccessibleDescription(doubt)
