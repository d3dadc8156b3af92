"""The controls of the capture panel, filled from a draft and read back as one. Knows nothing of saving."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout

from adviser_desk.i18n import _
from adviser_desk.models.contact import Draft
from adviser_desk.ui.capture_rows import Kind, NextStep, When
from adviser_desk.ui.case_field import CaseField
from adviser_desk.ui.new_case_card import ConsentAnswers, PseudonymCard
from adviser_desk.ui.page import SPOKEN_AS
from adviser_desk.ui.privacy import privacy
from adviser_desk.ui.state import State
from adviser_desk.ui.widgets.boxes import Card, Picture, Scroll
from adviser_desk.ui.widgets.button import Button, Chip, Segment
from adviser_desk.ui.widgets.note import NoteEdit, channels
from adviser_desk.ui.widgets.text import Field, Heading, Text


class CaptureForm(QFrame):
    """For a case that is chosen, or for a new case with its pseudonym. `touched` tells that something changed."""

    touched = Signal()
    asked_to_save = Signal()
    asked_to_close = Signal()

    spoken_as = SPOKEN_AS

    def __init__(self, state: State) -> None:
        """Empty."""
        super().__init__()
        self.setObjectName("panel")
        self.setAccessibleName(_("Nieuw contact"))
        self.state = state
        self.new_case = False
        self.case = CaseField(state)
        self.case_field = Field(_("Casus"), self.case)
        self.pseudonym = PseudonymCard(state)
        self.channel = Segment(_("Hoe was het contact?"), channels(state.label))
        self.channel.set_value("phone")
        self.note = NoteEdit("capture-note")
        self.answers = ConsentAnswers()
        self.next_step, self.kind, self.when = NextStep(state), Kind(state), When(state)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._body(), 1)
        whole.addWidget(self._footer())
        self._connect()

    def show_draft(self, draft: Draft) -> None:
        """Fill everything; the case itself is shown by `show_case`."""
        self.case.choose(None, draft.case_words)
        self.pseudonym.show_name(draft.pseudonym or "")
        self.name_note(draft.pseudonym or "")
        self.channel.set_value(draft.channel or "phone")
        self.note.setPlainText(draft.text)
        self.answers.show_answers(draft.keep_notes, draft.count)
        self.next_step.show_words(draft.next_step, draft.next_step_when)
        self.kind.show_codes(draft.matter, draft.behaviour)
        self.when.show_words(draft.started_at, draft.when_words, draft.minutes_words)
        self.next_step.body.setVisible(bool(draft.next_step))
        self.kind.body.setVisible(bool(draft.matter or draft.behaviour))
        self.when.body.setVisible(bool(draft.when_words or draft.minutes_words))
        self.case_field.tell("")
        self.show_mode(new_case=draft.pseudonym is not None)
        self.show_kept(False)

    def show_mode(self, *, new_case: bool) -> None:
        """For a case that is there, or for a new one."""
        self.new_case = new_case
        self.title.setText(_("Nieuwe casus en contact") if new_case else _("Nieuw contact"))
        self.case_field.setVisible(not new_case)
        self.pseudonym.setVisible(new_case)
        self.answers.setVisible(new_case)

    def draft(self, place: str, started: datetime) -> Draft:
        """Everything in the form, with where the typing was."""
        field, cursor = self._where()
        matter, behaviour = self.kind.codes
        keep_notes, count = self.answers.answers()
        return Draft(
            place=place,
            case_id=None if self.new_case else self.case.case_id,
            pseudonym=(self.pseudonym.name.text() or None) if self.new_case else None,
            case_words="" if self.case.case_id is not None else self.case.line.text(),
            channel=self.channel.value() or "phone",
            started_at=started,
            when_words=self.when.when.text(),
            minutes_words=self.when.minutes.text(),
            text=self.note.toPlainText(),
            matter=matter,
            behaviour=behaviour,
            next_step=self.next_step.text.text(),
            next_step_when=self.next_step.when.text(),
            field=field,
            cursor=cursor,
            keep_notes=keep_notes,
            count=count,
        )

    def is_empty(self) -> bool:
        """Whether nothing was typed that would be missed."""
        lines = (self.next_step.text, self.when.when, self.when.minutes)
        typed = self.note.toPlainText().strip() or any(line.text().strip() for line in lines)
        return not typed and (self.case.case_id is not None or not self.case.line.text().strip())

    def focus_on(self, field: str, cursor: int) -> None:
        """Put the focus and the cursor where the typing was."""
        target = self.findChild(QPlainTextEdit, field) or self.findChild(QLineEdit, field) or self.note
        target.setFocus()
        if isinstance(target, QPlainTextEdit):
            at = target.textCursor()
            at.setPosition(min(cursor, len(target.toPlainText())))
            target.setTextCursor(at)
        elif isinstance(target, QLineEdit):
            target.setCursorPosition(cursor)

    def name_note(self, pseudonym: str) -> None:
        """Which case a screen reader says that the note is about; "" while that is not known."""
        about = _("Aantekening bij %(name)s") % {"name": privacy.inside(pseudonym)}
        self.note.setAccessibleName(about if pseudonym else _("Aantekening"))

    def show_kept(self, kept: bool) -> None:
        """Whether what is shown is on the disk."""
        self._kept.setVisible(kept)
        self._kept_icon.setVisible(kept)

    def _body(self) -> Scroll:
        self.title = Heading("", "panel")
        self.clock = Chip("00:00", icon="timer")
        shut = Button("", kind="bare", icon="x", name=_("Sluiten, concept blijft bewaard"))
        shut.clicked.connect(lambda _on=False: self.asked_to_close.emit())
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.clock)
        head.addWidget(shut)
        options = Card(padding=0, spacing=0)
        for row in (self.next_step, self.kind, self.when):
            options.column.addWidget(row)
        scroll = Scroll(margins=(24, 24, 24, 16), spacing=16, clear=True)
        hint = _("Schrijf op wat u nodig heeft om verder te helpen. Liever geen namen.")
        scroll.column.addLayout(head)
        scroll.column.addWidget(self.pseudonym)
        scroll.column.addWidget(self.case_field)
        scroll.column.addWidget(Field(_("Hoe"), self.channel, aside=_("Alt+1 tot Alt+4")))
        scroll.column.addWidget(Field(_("Aantekening"), self.note, hint=hint), 1)
        scroll.column.addWidget(self.answers)
        scroll.column.addWidget(options)
        return scroll

    def _footer(self) -> QFrame:
        footer = QFrame()
        footer.setObjectName("panelFooter")
        row = QHBoxLayout(footer)
        row.setContentsMargins(24, 12, 24, 12)
        self.save_button = Button(_("Opslaan"), kind="primary", hint="Ctrl+Enter", tall=True)
        self.save_button.setObjectName("capture-save")
        self.save_button.clicked.connect(lambda _on=False: self.asked_to_save.emit())
        shut = Button(_("Sluiten"), hint="Esc", tall=True)
        shut.clicked.connect(lambda _on=False: self.asked_to_close.emit())
        self._kept_icon = Picture("check", "ok", 1.1)
        self._kept = Text(_("Concept bewaard"), "small", token="text2", wrap=False)
        row.addWidget(self.save_button)
        row.addWidget(shut)
        row.addStretch(1)
        row.addWidget(self._kept_icon)
        row.addWidget(self._kept)
        return footer

    def _connect(self) -> None:
        self.case.typed.connect(self.touched)
        self.note.textChanged.connect(self.touched)
        self.channel.chosen.connect(lambda _value: self.touched.emit())
        for part in (self.answers, self.next_step, self.kind, self.when):
            part.touched.connect(self.touched)
        self.pseudonym.drawn.connect(self.name_note)
        self.pseudonym.drawn.connect(lambda _name: self.touched.emit())
        keys = {
            "Alt+S": self.kind.toggle,
            "Alt+O": self.next_step.toggle,
            "Alt+W": self.when.toggle,
            "Alt+A": lambda: self.pseudonym.draw() if self.new_case else None,
            "Alt+T": lambda: self.answers.focus_first() if self.new_case else None,
            "Ctrl+Return": self.asked_to_save.emit,
            "Ctrl+Enter": self.asked_to_save.emit,
            "Esc": self.asked_to_close.emit,
        }
        for number, button in enumerate(self.channel.buttons(), 1):
            keys[f"Alt+{number}"] = button.click
        for text, run in keys.items():
            shortcut = QShortcut(QKeySequence(text), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(run)

    def _where(self) -> tuple[str, int]:
        focus = self.window().focusWidget()
        if isinstance(focus, QPlainTextEdit) and self.isAncestorOf(focus):
            return focus.objectName(), focus.textCursor().position()
        if isinstance(focus, QLineEdit) and self.isAncestorOf(focus):
            return focus.objectName(), focus.cursorPosition()
        return "capture-note", self.note.textCursor().position()
