"""Doorbreken: the questions to answer when confidentiality was broken, so that it can be accounted for later."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QSizePolicy, QWidget

from adviser_desk.casework import breaking, cases, contacts
from adviser_desk.casework.breaking import Account
from adviser_desk.casework.cases import CaseRow
from adviser_desk.casework.changes import Changes
from adviser_desk.casework.contacts import Logged
from adviser_desk.i18n import _
from adviser_desk.models.contact import Draft
from adviser_desk.ui.access_page import ACCOUNT
from adviser_desk.ui.beside_case import BesideCase
from adviser_desk.ui.date_words import parse_moment
from adviser_desk.ui.form_keys import form_keys
from adviser_desk.ui.moment_fields import moment_trouble, written_moment
from adviser_desk.ui.state import State
from adviser_desk.ui.theme import theme
from adviser_desk.ui.widgets.boxes import Banner, Card, Flow
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.note import NoteEdit
from adviser_desk.ui.widgets.private import veil
from adviser_desk.ui.widgets.text import Field, Heading, Text

_LONGEST, _WIDEST = 200, 50


class BreakingPage(BesideCase):
    """One account at a time, kept while it is typed. Written down it is a contact of the case."""

    name = "breaking"

    def __init__(self, state: State) -> None:
        """Loads when it comes into view."""
        super().__init__(state)
        self._case: CaseRow | None = None
        self._started: datetime | None = None
        self._focus_on: Draft | None = None
        self.choices: dict[str, QComboBox] = {}
        self.texts: dict[str, NoteEdit] = {}
        self.lines: dict[str, QLineEdit] = {}
        self.fields: dict[str, Field] = {}
        self.when = QLineEdit()
        self.when.setObjectName("breaking-when")
        self._build()
        form_keys(self, self.save)
        state.changed.connect(self._changed)

    # --- page ---

    def show_about(self, about: object) -> None:
        if about is None:
            return
        case_id = int(str(about))
        if case_id != self.case_id:
            self.keeper.keep()
            self._show_nothing()
            self.case_id = case_id
        self.state.run(_case_and_draft, case_id, then=lambda found: self._show(case_id, *found))

    def focus_first(self) -> None:
        self.choices["ground"].setFocus()

    # --- writing down ---

    def save(self) -> None:
        """The account is done: a contact of the case. What is missing is said beside its field."""
        if self.case_id is None or self._case is None or not self._check():
            return
        moment = parse_moment(self.when.text(), self.state.now())
        assert moment is not None
        self.keeper.keep()
        draft = Draft(
            place=breaking.place_of(self.case_id),
            case_id=self.case_id,
            channel="other",
            started_at=self._started or self.state.now().replace(microsecond=0),
            text=breaking.account_note(self.account()),
        )
        self.state.run(contacts.log_contact, draft, at=moment, minutes=None, then=self._written, before_next_key=True)

    def account(self) -> Account:
        """The answers as they stand."""
        chosen = {name: box.currentData() for name, box in self.choices.items()}
        typed = {name: text.toPlainText() for name, text in self.texts.items()}
        typed |= {name: line.text() for name, line in self.lines.items()}
        return Account.model_validate({**chosen, **typed})

    def _written(self, logged: Logged) -> None:
        name = self._case.pseudonym if self._case is not None else ""
        if logged.case_id == self.case_id:
            self._show_nothing()
        self.state.go("access", f"{logged.case_id} {ACCOUNT}")
        self.state.toast.emit(_("Doorbreken vastgelegd als contact bij %(name)s.") % {"name": name}, None)

    def _check(self) -> bool:
        """Nothing is asked for but why, to whom and when; goes to the first that is missing."""
        account, moment = self.account(), parse_moment(self.when.text(), self.state.now())
        self.fields["ground"].tell("" if account.ground else _("Kies waarom u niet mocht zwijgen."))
        to_whom = account.recipient.strip()
        self.fields["recipient"].tell("" if to_whom else _("Zeg aan wie. Een rol is genoeg."))
        self.fields["when"].tell("" if moment else moment_trouble())
        for there, target in (
            (account.ground, self.choices["ground"]),
            (to_whom, self.lines["recipient"]),
            (moment, self.when),
        ):
            if not there:
                target.setFocus()
                self.area.ensureWidgetVisible(target)
                return False
        return True

    # --- building ---

    def _build(self) -> None:
        column = self.area.column
        column.addLayout(self.title_row(_("Doorbreken")))
        about = Text(_("Vertelde u iets door zonder toestemming? Leg vast waarom. Het verhaal hoeft niet."))
        banner = Banner("warn", _("Is er nu gevaar? Bel eerst 112."), _("Vastleggen kan daarna."))
        self._narrow: tuple[QWidget, ...] = (about, banner, self._why_card(), self._done_card())
        for part in self._narrow:
            column.addWidget(part)
        save = Button(_("Doorbreken vastleggen"), kind="primary", hint="Ctrl+Enter", tall=True)
        save.setObjectName("breaking-save")
        save.clicked.connect(lambda _on=False: self.save())
        row = Flow()
        row.addWidget(save)
        column.addLayout(row)
        column.addWidget(Text(_("U vindt het terug als contact in de casus. Daarna kunt u het printen."), "small",
                              token="text2"))  # fmt: skip
        column.addStretch(1)

    def _why_card(self) -> Card:
        card = Card(padding=24, spacing=14)
        card.column.addWidget(Heading(_("Uw afweging")))
        card.column.addWidget(self._choice("ground", breaking.GROUNDS))
        card.column.addWidget(self._text("danger", hint=_("Kort en zonder namen.")))
        card.column.addWidget(self._choice("asked", breaking.ASKED))
        card.column.addWidget(self._text("tried"))
        card.column.addWidget(self._text("other_way"))
        card.column.addWidget(self._line("consulted", _("Een rol, geen naam. Bijvoorbeeld ‘coördinator integriteit’.")))
        return card

    def _done_card(self) -> Card:
        card = Card(padding=24, spacing=14)
        card.column.addWidget(Heading(_("Wat u deed")))
        card.column.addWidget(self._line("recipient", _("Een rol, geen naam. Bijvoorbeeld ‘politie, meldkamer’.")))
        self.when.textEdited.connect(self._touched)
        self.fields["when"] = Field(_("Wanneer?"), self.when, hint=_("Bijvoorbeeld nu, 9:30, gisteren 14:20 of 12-11"))
        card.column.addWidget(self.fields["when"])
        card.column.addWidget(self._text("said", hint=_("Alleen wat nodig was.")))
        card.column.addWidget(self._choice("told", breaking.TOLD))
        card.column.addWidget(self._text("told_how"))
        return card

    def _choice(self, name: str, words: Mapping[str, str]) -> Field:
        box = QComboBox()
        box.setObjectName(f"breaking-{name}")
        box.addItem(_("Nog niet ingevuld"), None)
        for code, said in words.items():
            box.addItem(_(said), code)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(8)
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        box.activated.connect(self._touched)
        # The wheel scrolls the page; it must not change an answer that happens to lie under it.
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        box.wheelEvent = lambda event: event.ignore()  # type: ignore[method-assign]
        self.choices[name] = box
        self.fields[name] = Field(_(breaking.QUESTIONS[name]), box)
        return self.fields[name]

    def _text(self, name: str, hint: str = "") -> Field:
        text = NoteEdit(f"breaking-{name}", height=3.6, least=3.6)
        text.textChanged.connect(self._touched)
        veil(text)
        self.texts[name] = text
        self.fields[name] = Field(_(breaking.QUESTIONS[name]), text, hint=hint)
        return self.fields[name]

    def _line(self, name: str, hint: str) -> Field:
        line = QLineEdit()
        line.setObjectName(f"breaking-{name}")
        line.setMaxLength(_LONGEST)
        line.textEdited.connect(self._touched)
        veil(line)
        self.lines[name] = line
        self.fields[name] = Field(_(breaking.QUESTIONS[name]), line, hint=hint)
        return self.fields[name]

    def arrange(self, em: float) -> None:
        for part in self._narrow:
            part.setMaximumWidth(theme.em(_WIDEST))

    # --- loading ---

    def _show(self, case_id: int, case: CaseRow, draft: Draft | None) -> None:
        if case_id != self.case_id or self._case is not None:
            return
        self._case = case
        self.name_back(case.pseudonym)
        self._started = draft.started_at if draft is not None else None
        self._fill(breaking.kept(draft), draft.when_words if draft is not None else "")
        self.keeper.took_up(draft)
        if draft is not None:
            self._focus_at(draft)

    def _show_nothing(self) -> None:
        self.case_id = self._case = self._started = None
        self._fill(Account(), "")
        self.keeper.dropped()

    def _fill(self, account: Account, when: str) -> None:
        for name, box in self.choices.items():
            box.setCurrentIndex(max(box.findData(getattr(account, name)), 0))
        for name, text in self.texts.items():
            text.setPlainText(getattr(account, name))
        for name, line in self.lines.items():
            line.setText(getattr(account, name))
        self.when.setText(when or written_moment(self.state.now()))
        for field in self.fields.values():
            field.tell("")

    def _focus_at(self, draft: Draft) -> None:
        target = self.findChild(NoteEdit, draft.field) or self.findChild(QLineEdit, draft.field)
        if isinstance(target, QLineEdit):
            target.setFocus()
            target.setCursorPosition(draft.cursor)
        elif target is not None:
            target.setFocus()
            cursor = target.textCursor()
            cursor.setPosition(min(draft.cursor, len(target.toPlainText())))
            target.setTextCursor(cursor)

    def _changed(self, changes: Changes) -> None:
        if self.case_id in changes.gone:
            self._show_nothing()

    # --- the draft ---

    def draft(self) -> Draft | None:
        if self.case_id is None or self._case is None or self.account() == Account():
            return None
        focus = self.window().focusWidget()
        inside = focus is not None and self.isAncestorOf(focus)
        cursor = 0
        if isinstance(focus, NoteEdit):
            cursor = focus.textCursor().position()
        elif isinstance(focus, QLineEdit):
            cursor = focus.cursorPosition()
        return Draft(
            place=breaking.place_of(self.case_id),
            case_id=self.case_id,
            started_at=self._started or self.state.now().replace(microsecond=0),
            text=self.account().model_dump_json(),
            when_words=self.when.text(),
            field=focus.objectName() if inside and focus is not None else "",
            cursor=cursor if inside else 0,
        )

    def _touched(self) -> None:
        if self._case is not None:
            self._started = self._started or self.state.now().replace(microsecond=0)
            self.keeper.touched()


def _case_and_draft(vault: Any, case_id: int) -> tuple[CaseRow, Draft | None]:
    return cases.case_row(vault, case_id), contacts.draft_at(vault, breaking.place_of(case_id))
