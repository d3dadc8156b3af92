"""Back-up: make one, see the earlier ones, put one back, and how to move to a new laptop."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from adviser_desk import i18n
from adviser_desk.casework import backups, restoring
from adviser_desk.casework.backups import Known
from adviser_desk.casework.changes import Changes, Kind
from adviser_desk.i18n import _, ngettext
from adviser_desk.ui.backup_maker import BackupMaker
from adviser_desk.ui.backup_words import size_words
from adviser_desk.ui.move_card import MoveCard
from adviser_desk.ui.page import Page, Width
from adviser_desk.ui.state import State
from adviser_desk.ui.theme import theme
from adviser_desk.ui.widgets.boxes import Banner, Card, Flow, Picture, Scroll, clear
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.numbered import Numbered
from adviser_desk.ui.widgets.text import Heading, Text

_MOST = 10


class BackupPage(Page):
    """`state.restore` asks for the window in which a backup is put back: the vault is locked for that."""

    name = "backup"

    def __init__(self, state: State) -> None:
        """Loads when it comes into view."""
        super().__init__(state)
        self.maker = BackupMaker(state)
        self._known: tuple[Known, ...] = ()
        self._earlier, self._empty = Card(padding=0, spacing=0), Text(_("Nog geen back-up."), token="text2")
        self._aside = Card(padding=16, spacing=8)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.setSpacing(12)
        right.setSpacing(16)
        five = _("Wij bewaren de laatste 5 per plek en halen oudere weg. Zo verdwijnt wat u vernietigt ook daar.")
        for widget in (
            self.maker,
            Heading(_("Eerdere back-ups")),
            self._earlier,
            self._empty,
            Text(five, "small", token="text2"),
        ):
            left.addWidget(widget)
        left.addStretch(1)
        self._move = MoveCard(state)
        self._side = QWidget()
        self._side.setLayout(right)
        right.setContentsMargins(0, 0, 0, 0)
        for card in (self._restore_card(), self._aside, self._move, self._reminder()):
            right.addWidget(card)
        right.addStretch(1)
        self._columns = QHBoxLayout()
        self._columns.setSpacing(24)
        self._columns.addLayout(left, 1)
        self._columns.addWidget(self._side, 0, Qt.AlignmentFlag.AlignTop)
        scroll = Scroll()
        scroll.column.setSpacing(4)
        scroll.column.addWidget(Heading(_("Back-up"), "title"))
        about = _("Een kopie van uw kluis, op slot. Hij gaat alleen open met uw herstelblad of uw wachtzin.")
        scroll.column.addWidget(Text(about, token="text2"))
        scroll.column.addSpacing(12)
        scroll.column.addLayout(self._columns)
        scroll.column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)
        self._aside.hide()
        state.changed.connect(self._changed)

    # --- page ---

    def show_about(self, about: object) -> None:
        self.maker.load()
        self._load()

    def focus_first(self) -> None:
        self.maker.button.setFocus()

    def set_width(self, width: Width) -> None:
        compact = width == "compact"
        self._columns.setDirection(QHBoxLayout.Direction.TopToBottom if compact else QHBoxLayout.Direction.LeftToRight)
        self._columns.setAlignment(self._side, Qt.AlignmentFlag(0) if compact else Qt.AlignmentFlag.AlignTop)
        self._side.setMinimumWidth(0)
        self._side.setMaximumWidth(16_777_215 if compact else theme.em(25.7 if width == "wide" else 20))

    # --- loading ---

    def _changed(self, changes: Changes) -> None:
        if self.isVisible() and Kind.BACKUP in changes.kinds:
            self._load()

    def _load(self) -> None:
        self.state.run(backups.known_backups, then=self._show_known)
        self._move.load()
        self._show_aside()

    def _show_known(self, known: tuple[Known, ...]) -> None:
        self._known = tuple(one for one in known if one.removed_on is None)[:_MOST]
        clear(self._earlier.column)
        self._earlier.setVisible(bool(self._known))
        self._empty.setVisible(not self._known)
        if not self._known:
            return
        for one in self._known:
            self._earlier.column.addWidget(self._row(one, last=one is self._known[-1]))

    def _row(self, one: Known, *, last: bool) -> QFrame:
        day = i18n.current().long_date(one.made_at.date())
        when, name = f"{day}, {one.made_at:%H:%M}", _("Back-up van %(day)s") % {"day": day}
        cases = ngettext("%(n)d casus", "%(n)d casussen", one.cases) % {"n": one.cases}
        back = Button(_("Terugzetten…"), kind="link", name=_("Terugzetten: %(backup)s") % {"backup": name})
        back.clicked.connect(lambda _on=False: self.state.restore.emit(f"{one.folder}/{one.file}"))
        gone = Button(_("Is er niet meer"), kind="link", name=_("Is er niet meer: %(backup)s") % {"backup": name})
        gone.clicked.connect(lambda _on=False: self._say_removed(one))
        frame = QFrame()
        frame.setObjectName("rowLast" if last else "rowLine")
        column = QVBoxLayout(frame)
        column.setContentsMargins(16, 10, 16, 10)
        column.setSpacing(2)
        column.addWidget(Text(when, "strong"))
        line = Flow(spacing=12)
        about = Text(f"{cases} · {size_words(one.bytes)}", token="text2", wrap=False)
        good = _good()
        for part in (about, good, back, gone):
            part.setMinimumHeight(back.sizeHint().height())
            line.addWidget(part)
        column.addLayout(line)
        return frame

    def _say_removed(self, one: Known) -> None:
        self.state.run(backups.say_removed, one, today=self.state.today())
        self.state.toast.emit(_("Deze back-up staat niet meer in de lijst."), None)

    # --- the column at the right ---

    def _restore_card(self) -> Card:
        card = Card(padding=24, spacing=10)
        card.column.addWidget(Heading(_("Terugzetten")))
        card.column.addWidget(
            Text(_("Is deze laptop nieuw of gerepareerd? Of ging er iets mis? Zet een back-up terug."))
        )
        steps = (_("Kies het bestand"), _("Typ uw wachtzin of herstelcode"), _("Kijk erin voordat u iets vervangt"))
        for number, words in enumerate(steps, 1):
            card.column.addWidget(Numbered(number, words))
        title = _("Uw kluis van nu leggen wij 30 dagen opzij.")
        card.column.addWidget(Banner("info", title, _("U kunt altijd terug."), icon="undo-2"))
        button = Button(_("Back-up terugzetten…"))
        button.setObjectName("restore-backup")
        button.clicked.connect(lambda _on=False: self.state.restore.emit(""))
        card.column.addWidget(button)
        return card

    def _show_aside(self) -> None:
        found = restoring.replaced(self.state.folder)
        clear(self._aside.column)
        self._aside.setVisible(bool(found))
        self._aside.column.addWidget(Heading(_("Opzij gelegd")))
        for one in found:
            day = i18n.current().long_date(one.on)
            self._aside.column.addWidget(Text(_("De kluis die u op %(day)s verving.") % {"day": day}))
            back = Button(_("Deze kluis terugzetten…"), kind="link")
            back.clicked.connect(lambda _on=False, name=one.name: self.state.restore.emit(f"replaced/{name}"))
            self._aside.column.addWidget(back)
        self._aside.column.addWidget(Text(_("Na 30 dagen verdwijnt zo’n kluis vanzelf."), "small", token="text2"))

    def _reminder(self) -> Card:
        card, words = Card(padding=16, spacing=8), Text("", "small", token="text2")
        card.column.addWidget(words)

        def say() -> None:
            days = self.state.policy.backup_every_days
            sentence = ngettext(
                "Wij herinneren u elke %(n)d dag aan een back-up.",
                "Wij herinneren u elke %(n)d dagen aan een back-up.",
                days,
            )
            words.setText(sentence % {"n": days})

        self.state.policy_changed.connect(say)
        say()
        return card


def _good() -> QWidget:
    good = QWidget()
    good.setObjectName("clear")
    pair = QHBoxLayout(good)
    pair.setContentsMargins(0, 0, 0, 0)
    pair.setSpacing(6)
    pair.addWidget(Picture("circle-check", "ok", 1.1))
    pair.addWidget(Text(_("Goed"), token="ok", wrap=False))
    return good
