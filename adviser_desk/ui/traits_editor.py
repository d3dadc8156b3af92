"""All traits of a case to fill in, each saved at once and undone with Ctrl+Z; and the short card that shows them."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from adviser_desk import i18n
from adviser_desk.casework import cases
from adviser_desk.casework.last_act import Act, LastAct
from adviser_desk.i18n import _, ngettext
from adviser_desk.models.case import Traits
from adviser_desk.models.codes import code_book
from adviser_desk.models.unit import UnitTree
from adviser_desk.ui.form_keys import form_keys
from adviser_desk.ui.state import State
from adviser_desk.ui.theme import theme
from adviser_desk.ui.trait_words import ASKED, GROUPS, Asked, changed, missing_words, short_label, value_words
from adviser_desk.ui.undo import Undo
from adviser_desk.ui.widgets.boxes import Card, Inner, Picture, clear, fits_beside, in_tab_order
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.check import CheckBox
from adviser_desk.ui.widgets.text import Field, Heading, Text

_BESIDE, _NAMES, _ANY = 19, 6.9, 16_777_215
"""em of the card from which names stand beside values, em of the names; and no limit."""
_PADDING, _BETWEEN = 16, 4


class TraitsCard(Card):
    """What is filled in, and calmly what the quarter still needs. `asked` opens the editor."""

    asked = Signal()

    def __init__(self, state: State) -> None:
        """Empty until `show_traits`."""
        super().__init__(padding=_PADDING, spacing=8)
        self._state = state
        self._words: list[str] = []
        self.change = Button(_("Wijzigen"), kind="link", name=_("Kenmerken wijzigen"))
        self.change.setObjectName("traits-change")
        self.change.clicked.connect(lambda _on=False: self.asked.emit())
        head = QHBoxLayout()
        head.addWidget(Heading(_("Kenmerken")), 1)
        head.addWidget(self.change)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        self._pairs: list[QBoxLayout] = []
        self.column.addLayout(head)
        self.column.addLayout(self._rows)
        theme.changed.connect(self._arrange)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """What it is beside what it says; above it where there is little room, or not enough for a word."""
        around = 2 * _PADDING + theme.letters(_NAMES) + _BETWEEN
        needed = max(theme.em(_BESIDE), around + theme.widest(self._words, "body"))
        beside = all(fits_beside(pair, needed, self.width()) for pair in self._pairs)
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        for pair in self._pairs:
            pair.setDirection(way)
            if (name := pair.itemAt(0)) is not None and (label := name.widget()) is not None:
                label.setMinimumWidth(theme.letters(_NAMES) if beside else 0)
                label.setMaximumWidth(theme.letters(_NAMES) if beside else _ANY)

    def show_traits(self, traits: Traits, units: UnitTree) -> None:
        """Show what is filled in."""
        clear(self._rows)
        self._pairs, self._words = [], []
        for asked in ASKED:
            if words := value_words(self._state, asked, traits, units):
                self._words += words.split()
                pair = QBoxLayout(QBoxLayout.Direction.LeftToRight)
                pair.setSpacing(0)
                pair.addWidget(Text(short_label(asked), "small", token="text2"), 0, Qt.AlignmentFlag.AlignTop)
                pair.addWidget(Text(words), 1)
                self._rows.addLayout(pair)
                self._pairs.append(pair)
        self._arrange()
        if missing := missing_words(traits, units):
            note = QHBoxLayout()
            note.setSpacing(8)
            note.addWidget(Picture("circle-help", "text2", 1.1), 0, Qt.AlignmentFlag.AlignTop)
            words = _("Nog aanvullen voor het kwartaal: %(traits)s.") % {"traits": ", ".join(missing).lower()}
            note.addWidget(Text(words, "small", token="text2"), 1)
            self._rows.addLayout(note)


class _One:
    """A trait with one value: a combo box. Typing a letter chooses, as everywhere."""

    def __init__(self, asked: Asked, choices: list[tuple[str, object]], tell: Callable[[str, object], None]) -> None:
        self.box = QComboBox()
        self.box.setObjectName(f"trait-{asked.name}")
        self.box.addItem(_("Nog niet ingevuld"), None)
        for label, value in choices:
            self.box.addItem(label, value)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(8)
        self.box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.box.activated.connect(lambda _place: tell(asked.name, self.box.currentData()))
        # The wheel scrolls the page; it must not change an answer that happens to lie under it.
        self.box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.box.wheelEvent = lambda event: event.ignore()  # type: ignore[method-assign]
        self.field = Field(_(asked.label), self.box)

    def stops(self) -> tuple[QWidget, ...]:
        return (self.box,)

    def show_value(self, value: object) -> None:
        self.box.setCurrentIndex(max(self.box.findData(value), 0))


class _Many:
    """A trait with several codes: check boxes, in the order of the list."""

    def __init__(self, asked: Asked, choices: list[tuple[str, str]], tell: Callable[[str, object], None]) -> None:
        self._name, self._most, self._tell = asked.name, asked.most, tell
        self.boxes: dict[str, CheckBox] = {}
        holder = QWidget()
        holder.setObjectName("clear")
        holder.setAccessibleName(_(asked.label))
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for label, code in choices:
            box = CheckBox(label)
            box.setObjectName(f"trait-{asked.name}-{code}")
            box.clicked.connect(lambda _on=False: self._clicked())
            self.boxes[code] = box
            column.addWidget(box)
        self.field = Field(_(asked.label), holder)

    def stops(self) -> tuple[QWidget, ...]:
        return tuple(self.boxes.values())

    def value(self) -> tuple[str, ...]:
        return tuple(code for code, box in self.boxes.items() if box.isChecked())

    def show_value(self, value: object) -> None:
        assert isinstance(value, tuple)
        for code, box in self.boxes.items():
            box.setChecked(code in value)
        self._limit()

    def _clicked(self) -> None:
        self._limit()
        self._tell(self._name, self.value())

    def _limit(self) -> None:
        full = self._most is not None and len(self.value()) >= self._most
        for box in self.boxes.values():
            box.setEnabled(box.isChecked() or not full)


class TraitsEditor(QWidget):
    """Each change is saved at once. `closed` tells that the adviser is done. Made when it is first opened."""

    closed = Signal()

    def __init__(self, state: State) -> None:
        """Hidden, and without a case until `show_traits`."""
        super().__init__()
        self.hide()
        self._state = state
        self._case_id: int | None = None
        self._traits = Traits()
        self._units = self._built_for = UnitTree(version="")
        self._on_their_way = 0
        self._parts: dict[str, _One | _Many] = {}
        self._scroll = Inner(margins=(0, 0, 12, 16), spacing=16)
        self._missing = Text("", "small", token="text2")
        self.done = Button(_("Klaar"), kind="primary", hint="Ctrl+Enter")
        self.done.setObjectName("traits-done")
        self.done.clicked.connect(lambda _on=False: self.closed.emit())
        head = QHBoxLayout()
        head.addWidget(Heading(_("Kenmerken"), "panel"), 1)
        head.addWidget(self.done)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._missing)
        column.addWidget(self._scroll, 1)
        form_keys(self, self.closed.emit, self.closed.emit)

    def show_traits(self, case_id: int, traits: Traits, units: UnitTree) -> None:
        """Show the traits of a case; not while a newer change is still on its way to the vault."""
        if case_id == self._case_id and self._on_their_way:
            return
        self._case_id, self._traits, self._units = case_id, traits, units
        if not self.isHidden():
            self._show()

    def open(self) -> None:
        """Come into view with the traits of the case."""
        self._show()
        self.show()

    def focus_first(self) -> None:
        """The first trait that is not filled in, else the first."""
        empty = self._traits.missing()
        name = next((name for name in empty if not self._parts[name].field.isHidden()), "matter")
        part = self._parts[name]
        part.stops()[0].setFocus()
        self._scroll.ensureWidgetVisible(part.field)

    def _build(self, units: UnitTree) -> None:
        clear(self._scroll.column)
        self._parts, self._built_for = {}, units
        for title, group in GROUPS:
            card = Card(padding=16, spacing=14)
            card.column.addWidget(Heading(_(title)))
            for asked in group:
                part = self._part(asked, units)
                self._parts[asked.name] = part
                card.column.addWidget(part.field)
            self._scroll.column.addWidget(card)
        self._scroll.column.addStretch(1)
        stops = (stop for part in self._parts.values() for stop in part.stops())
        in_tab_order(self.done, *stops)

    def _part(self, asked: Asked, units: UnitTree) -> "_One | _Many":
        if asked.name == "unit":
            paths = units.paths(i18n.language())
            return _One(asked, [(paths[unit.code], unit.code) for unit in units.units], self._change)
        if asked.name == "online":
            return _One(asked, [(_("Ja"), True), (_("Nee"), False)], self._change)
        choices = [(self._state.label(asked.codes, code), code) for code in code_book().codes(asked.codes)]
        if asked.most == 1:
            return _One(asked, list(choices), self._change)
        return _Many(asked, choices, self._change)

    def _show(self) -> None:
        if not self._parts or self._units != self._built_for:
            self._build(self._units)
        for asked in ASKED:
            part = self._parts[asked.name]
            part.show_value(getattr(self._traits, asked.name))
            part.field.setVisible(asked.when(self._traits) and (asked.name != "unit" or bool(self._units.units)))
        count = len(missing_words(self._traits, self._units))
        words = ngettext(
            "Nog %(n)d kenmerk aanvullen voor het kwartaal.", "Nog %(n)d kenmerken aanvullen voor het kwartaal.", count
        ) % {"n": count}
        self._missing.setText(words if count else _("Alles voor het kwartaal is ingevuld."))

    def _change(self, name: str, value: object) -> None:
        before, after, case_id = self._traits, changed(self._traits, name, value), self._case_id
        if after == before or case_id is None:
            return
        self._traits = after
        self._show()
        self._write(case_id, after)
        label = next(short_label(asked) for asked in ASKED if asked.name == name)
        words = _("%(trait)s gewijzigd.") % {"trait": label}
        act = LastAct(act=Act.TRAITS, case_id=case_id, before=before.model_dump_json())
        self._state.toast.emit(words, Undo(_("kenmerk wijzigen"), lambda: self._undo(case_id, before), act))

    def _undo(self, case_id: int, before: Traits) -> None:
        if case_id == self._case_id:
            self._traits = before
            self._show()
        self._write(case_id, before)

    def _write(self, case_id: int, traits: Traits) -> None:
        self._on_their_way += 1

        def arrived(_result: object) -> None:
            self._on_their_way -= 1

        def failed(error: object) -> None:
            self._on_their_way -= 1
            self._state.show_error(error)

        self._state.run(cases.change_traits, case_id, traits, then=arrived, failed=failed)
