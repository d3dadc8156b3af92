"""Step 4 of the export: what was checked, the adviser's own remarks, two ticks, and where the files go."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from adviser_desk import paths
from adviser_desk.casework import contacts, reporting
from adviser_desk.casework.reporting import Doubt, Preview
from adviser_desk.i18n import _, ngettext
from adviser_desk.models.contact import Draft
from adviser_desk.models.period import Period
from adviser_desk.ui.choose_place import ask_folder
from adviser_desk.ui.draft_keeper import DraftKeeper
from adviser_desk.ui.page import Width
from adviser_desk.ui.privacy import privacy
from adviser_desk.ui.state import State
from adviser_desk.ui.theme import theme
from adviser_desk.ui.widgets.boxes import Banner, Card, Picture, Scroll, clear
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.check import CheckBox
from adviser_desk.ui.widgets.note import NoteEdit
from adviser_desk.ui.widgets.text import Field, Heading, Text

_MOST_LETTERS = 4_000
_LOOK_AFTER_MS = 400


class CheckStep(Scroll):
    """`touched` when something that the main button waits for changed."""

    touched = Signal()

    def __init__(self, state: State) -> None:
        """Empty until `show_preview`."""
        super().__init__(margins=(32, 16, 32, 16))
        self._state = state
        self._period: Period | None = None
        self._started = state.now()
        self._doubts: tuple[Doubt, ...] = ()
        self._checked = ""
        self._other_folder: Path | None = None
        self._build()
        self._keeper = DraftKeeper(state, self._draft, self)
        self._look = QTimer(self, interval=_LOOK_AFTER_MS, singleShot=True)
        self._look.timeout.connect(self._look_for_doubts)

    def _build(self) -> None:
        self._trouble = Banner("bad", _("De bestanden zijn niet gemaakt"), " ")
        self._trouble.hide()
        good = Banner(
            "ok",
            _("De controle is goed"),
            _("De cijfers voldoen aan de regels. Kijk zelf ook nog één keer."),
            icon="shield-check",
        )
        self._lines = Card(padding=0, spacing=0)
        left = QVBoxLayout()
        left.setSpacing(16)
        for widget in (self._trouble, good, self._lines, self._where()):
            left.addWidget(widget)
        left.addStretch(1)
        self._side = self._consent()
        self._row = QHBoxLayout()
        self._row.setSpacing(24)
        self._row.addLayout(left, 3)
        self._row.addWidget(self._side, 2, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(self._row)
        self.column.addStretch(1)

    def _consent(self) -> Card:
        card = Card(padding=24, spacing=12)
        self.looked = CheckBox(_("Ik heb de tabellen bekeken"))
        self.nobody = CheckBox(_("Ik herken niemand, ook niet met wat ik weet"))
        self.sure = CheckBox(_("Ik heb deze woorden bekeken"))
        for name, box in (("looked", self.looked), ("nobody", self.nobody), ("sure", self.sure)):
            box.setObjectName(f"export-{name}")
            box.toggled.connect(lambda _on: self.touched.emit())
        self.text = NoteEdit("export-remarks", height=5.5, least=5)
        self.text.textChanged.connect(self._typed)
        self._field = Field(
            _("Aanbevelingen bij de cijfers (mag leeg)"),
            self.text,
            hint=_("Deze tekst gaat mee. Schrijf niets over personen."),
        )
        self._doubt_words = Banner("warn", _("Kijk nog eens naar uw tekst"), " ")
        card.column.addWidget(Heading(_("Uw akkoord")))
        card.column.addWidget(Text(_("U beslist of deze cijfers weg mogen. Er wordt niets verstuurd.")))
        for widget in (self.looked, self.nobody, self._field, self._doubt_words, self.sure):
            card.column.addWidget(widget)
        self._doubt_words.hide()
        privacy.changed.connect(self._look_for_doubts)
        self.sure.hide()
        return card

    def _where(self) -> QWidget:
        card = Card()
        self._folder_words = Text("", "small", token="text2")
        other = Button(_("Andere map…"))
        other.clicked.connect(lambda _on=False: self.choose_folder())
        card.column.addWidget(Heading(_("Waar de bestanden komen")))
        card.column.addWidget(self._folder_words)
        card.column.addWidget(other, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    # --- the page asks ---

    def set_period(self, period: Period) -> None:
        """Another period: its own remarks, ticks off."""
        self._keeper.keep()
        self._period, self._started = period, self._state.now()
        self._show_text("")
        self._show_folder()
        self._state.run(contacts.draft_at, self._place(), then=self._take_up)

    def show_preview(self, preview: Preview) -> None:
        """What was checked; the ticks are for this preview only."""
        clear(self._lines.column)
        for place, line in enumerate(preview.checks):
            row = QFrame()
            row.setObjectName("rowLast" if place == len(preview.checks) - 1 else "rowLine")
            inner = QHBoxLayout(row)
            inner.setContentsMargins(16, 12, 16, 12)
            inner.setSpacing(12)
            inner.addWidget(Picture("circle-check", "ok"))
            inner.addWidget(Text(_(line.sentence) % line.values), 1)
            self._lines.column.addWidget(row)
        for box in (self.looked, self.nobody, self.sure):
            box.setChecked(False)
        self._trouble.hide()
        self._look_for_doubts()

    def why_not(self) -> str:
        """What is still to be done before the files can be made; "" when nothing is."""
        ticks = [self.looked, self.nobody, *([self.sure] if self._doubts else [])]
        left = sum(not box.isChecked() for box in ticks)
        if left:
            return ngettext("Nog %(n)d vinkje te gaan", "Nog %(n)d vinkjes te gaan", left) % {"n": left}
        if len(self.remarks()) > _MOST_LETTERS:
            return _("De tekst is te lang: hoogstens %(n)d tekens") % {"n": _MOST_LETTERS}
        return "" if self._checked == self.remarks() else _("De tekst wordt bekeken")

    def remarks(self) -> str:
        """What the adviser typed for the reader."""
        return self.text.toPlainText().strip()

    def folder(self) -> Path:
        """Where the files of this period go."""
        assert self._period is not None
        return self.folder_for(self._period)

    def folder_for(self, period: Period) -> Path:
        """The chosen folder, or one for this period where the organisation proposes, else in the documents of the user.

        It is made when it is not there.
        """
        if self._other_folder is not None:
            return self._other_folder
        if (proposed := paths.meant_by(self._state.organisation.export_folder)) is not None:
            return proposed / str(period)
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return Path(documents) / "Adviser Desk" / str(period)

    def show_trouble(self, words: str) -> None:
        """Say why the files were not written."""
        self._trouble.say(_("De bestanden zijn niet gemaakt"), words, assertive=True)
        self._trouble.show()
        self.verticalScrollBar().setValue(0)

    def finished(self) -> None:
        """The remarks are in the file now."""
        self._keeper.dropped()
        self._state.run(contacts.drop_draft, self._place())
        self._show_text("")

    def unsaved(self) -> tuple[Draft, ...]:
        """Remarks that are not in the vault yet."""
        return self._keeper.unsaved()

    def setFocus(self, *_reason: object) -> None:
        """The first tick that is off."""
        next((box for box in (self.looked, self.nobody) if not box.isChecked()), self.text).setFocus()

    def set_width(self, width: Width) -> None:
        """The approval goes below in a compact window."""
        direction = QHBoxLayout.Direction.TopToBottom if width == "compact" else QHBoxLayout.Direction.LeftToRight
        self._row.setDirection(direction)
        self._side.setMinimumWidth(0 if width == "compact" else theme.em(24))

    # --- remarks ---

    def _place(self) -> str:
        return f"export:{self._period}"

    def _draft(self) -> Draft | None:
        if self._period is None or not self.text.toPlainText():
            return None
        cursor = self.text.textCursor().position()
        return Draft(
            place=self._place(),
            started_at=self._started,
            text=self.text.toPlainText(),
            field="export-remarks",
            cursor=cursor,
        )

    def _take_up(self, draft: Draft | None) -> None:
        if draft is None or draft.place != self._place():
            return
        self._started = draft.started_at
        self._show_text(draft.text)
        self._keeper.took_up(draft)
        at = self.text.textCursor()
        at.setPosition(min(draft.cursor, len(draft.text)))
        self.text.setTextCursor(at)
        self._look_for_doubts()

    def _show_text(self, text: str) -> None:
        blocked = self.text.blockSignals(True)
        self.text.setPlainText(text)
        self.text.blockSignals(blocked)
        self._show_doubts("", ())
        self._checked = text.strip()

    def _typed(self) -> None:
        self._keeper.touched()
        self._look.start()
        self.sure.setChecked(False)
        self.touched.emit()

    def _look_for_doubts(self) -> None:
        words = self.remarks()
        self._state.run(reporting.doubts, words, then=lambda found: self._show_doubts(words, found))

    def _show_doubts(self, words: str, found: tuple[Doubt, ...]) -> None:
        if words != self.remarks():
            return
        self._checked, self._doubts = words, found
        self._doubt_words.setVisible(bool(found))
        self.sure.setVisible(bool(found))
        if found:
            named = ", ".join(f"‘{privacy.inside(doubt.text)}’" for doubt in found[:6])
            self._doubt_words.say(
                _("Kijk nog eens naar uw tekst"),
                _("Hierin staat misschien iets over een persoon: %(words)s. Haal het weg of bevestig.")
                % {"words": named},
            )
        self.touched.emit()

    # --- folder ---

    def _show_folder(self) -> None:
        words, proposed = _("Map: %(folder)s"), self._state.organisation.export_folder
        if proposed and paths.meant_by(proposed) is None and self._other_folder is None:
            words += "\n" + _("De map van uw organisatie is hier niet te vinden: %(place)s.")
        values = {"folder": " › ".join(self.folder().parts[-3:]), "place": proposed}
        self._folder_words.setText(words % values)

    def choose_folder(self) -> None:
        """Ask for another folder."""
        ask_folder(self, _("Map voor de bestanden"), str(self.folder().parent.parent), self.put_in)

    def put_in(self, folder: str) -> None:
        """Write the files of this window into a folder."""
        self._other_folder = Path(folder)
        if self._period is not None:
            self._show_folder()
