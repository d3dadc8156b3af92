"""Signalen: what the adviser sees of a period, and what others see of it. Nothing of this page is written anywhere."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from adviser_desk import i18n
from adviser_desk.casework import own_figures
from adviser_desk.casework.changes import Changes, Kind
from adviser_desk.casework.own_figures import FIELDS, Basis, Look, OwnTable, Told, ToldTable
from adviser_desk.i18n import _
from adviser_desk.ui import figure_words as words
from adviser_desk.ui.announce import announce
from adviser_desk.ui.figure_table import FigureTable
from adviser_desk.ui.page import Page, Width
from adviser_desk.ui.signals_rows import Figures, told_heads, told_rows, told_totals
from adviser_desk.ui.signals_side import NothingYet, SignalsSide
from adviser_desk.ui.state import State
from adviser_desk.ui.theme import theme
from adviser_desk.ui.told_maker import ToldMaker
from adviser_desk.ui.widgets.boxes import Banner, Flow, Picture, Scroll
from adviser_desk.ui.widgets.button import Segment
from adviser_desk.ui.widgets.choice import Choice
from adviser_desk.ui.widgets.text import Heading, Text
from adviser_desk.ui.working_card import WorkingCard

OWN, OUTSIDE = "own", "outside"
_FIRST_FIELD = "behaviour"
_COUNTED = {Kind.CASE, Kind.CONTACT, Kind.CONSENT, Kind.RELEASE, Kind.UNIT}
_SIDE, _BESIDE, _ONE_LINE, _WIDE, _LOW, _AROUND = 20, 56, 44, 64, 24, 92
_NO_MOST = 16_777_215


class SignalsPage(Page):
    """About `2026Q3/own/behaviour/other_party`: period, view, rows, columns; or about nothing: as it was left."""

    name = "signals"

    def __init__(self, state: State) -> None:
        """Loads when it comes into view."""
        super().__init__(state)
        self._asked = 0
        self._period = ""
        self._basis: Basis | None = None
        self._own: OwnTable | None = None
        self._told: Told | None = None
        self._figures: Figures | None = None
        self._outside: ToldTable | None = None
        self._cell_again: tuple[str, str] | None = None
        self._settle = self._filling = self._outdated = False
        self._maker = ToldMaker(state, self)
        self._build()
        self._listen()

    # --- building ---

    def _build(self) -> None:
        views = [(OWN, _("Wat u ziet"), "eye"), (OUTSIDE, _("Wat anderen zien"), "building-2")]
        self.view = Segment(_("Weergave"), views)
        self.view.set_value(OWN)
        for button, value in zip(self.view.buttons(), (OWN, OUTSIDE), strict=True):
            button.setObjectName(f"signals-{value}")
        self._keys = Text("Ctrl+E", "small", token="text2", wrap=False)
        self._views = QWidget()
        toggle = QHBoxLayout(self._views)
        toggle.setContentsMargins(0, 0, 0, 0)
        toggle.setSpacing(12)
        toggle.addWidget(self.view)
        toggle.addWidget(self._keys)
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setSpacing(12)
        self._title = Heading(_("Signalen"), "title")
        self._head.addWidget(self._title, 1)
        self._head.addWidget(self._views)
        scroll = self._scroll = Scroll(margins=(32, 24, 32, 24), spacing=12)
        scroll.column.addLayout(self._head)
        self._chooser = self._choosers()
        scroll.column.addWidget(self._chooser)
        self._empty = NothingYet(self.state)
        self.new_contact = self._empty.new_contact
        scroll.column.addWidget(self._empty)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(24)
        self._columns.addWidget(self._middle(), 1)
        self.side = SignalsSide(self.state)
        self._columns.addWidget(self.side)
        scroll.column.addLayout(self._columns)
        scroll.column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)

    def _choosers(self) -> QWidget:
        self.period, self.rows, self.columns = Choice(_("Periode")), Choice(_("Rijen")), Choice(_("Kolommen"))
        self.rows.set_values([(field, words.field_words(field)) for field in FIELDS])
        self.rows.set_value(_FIRST_FIELD)
        self._offer_columns()
        self.count = Text("", "small", token="text2")
        holder = QWidget()
        holder.setObjectName("clear")
        flow = Flow()
        for name, box in (("period", self.period), ("rows", self.rows), ("columns", self.columns)):
            box.setObjectName(f"signals-{name}")
            flow.addWidget(box)
        self._choose = QBoxLayout(QBoxLayout.Direction.LeftToRight, holder)
        self._choose.setContentsMargins(0, 0, 0, 0)
        self._choose.setSpacing(8)
        self._choose.addLayout(flow, 1)
        self._choose.addWidget(self.count)
        return holder

    def _middle(self) -> QWidget:
        self._left = QWidget()
        self._left.setObjectName("clear")
        self.banner = Banner("info", "", " ", icon="hard-drive")
        (self._icon,) = self.banner.findChildren(Picture)
        self.table, self.work = FigureTable(), WorkingCard()
        self.note = Text("", "small", token="text2")
        column = QVBoxLayout(self._left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for widget in (self.banner, self.work, self.table, self.note):
            column.addWidget(widget)
        column.addStretch(1)
        return self._left

    def _listen(self) -> None:
        self.view.chosen.connect(lambda _value: self._fill(speak=True))
        self.period.chosen.connect(self._choose_period)
        self.rows.chosen.connect(lambda _value: self._divide(speak=True))
        self.columns.chosen.connect(lambda _value: self._divide(speak=True))
        self.table.moved.connect(lambda: self._explain(speak=True))
        self.work.stopped.connect(self._stop_working)
        self.work.started.connect(self._work)
        self._maker.made.connect(self._made)
        self._maker.went_on.connect(self.work.go_on)
        self._maker.failed.connect(self.work.pause)
        self.state.changed.connect(self._changed)
        theme.changed.connect(self._arrange)

    # --- page ---

    def show_about(self, about: object) -> None:
        if isinstance(about, str) and about.count("/") == 3:
            period, view, rows, columns = about.split("/")
            self._period = period
            self.view.set_value(view if view in (OWN, OUTSIDE) else OWN)
            self._choose_fields(rows, columns)
        self._load()

    def about(self) -> str:
        return "/".join((self._period, self.view.value() or OWN, self.rows.value, self.columns.value))

    def chosen(self) -> Mapping[str, str]:
        return {"code": self.table.code(), "column": self.table.column()}

    def choose_again(self, chosen: Mapping[str, str], focus: str) -> None:
        self._cell_again = chosen.get("code", ""), chosen.get("column", "")
        # The field that had the focus gets it again; no other field takes it.
        self._settle = self._settle and focus in ("", self.table.objectName())

    def focus_first(self) -> None:
        self._settle = True
        # Until the numbers are there: a button that is left at once would be read out.
        self.setFocus()
        self._take_focus()

    def set_width(self, width: Width) -> None:
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def hideEvent(self, event: Any) -> None:
        super().hideEvent(event)
        # The export needs the thread for long work.
        self._outdated = self._outdated or self._maker.busy
        self._maker.stop()

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        # In a small window the capture panel was in the place of the page. Who goes to the page has it loaded anyway.
        QTimer.singleShot(0, self, self._look_again)

    def _look_again(self) -> None:
        if self._outdated and self.isVisible():
            self._load()

    def toggle(self) -> None:
        """Ctrl+E: from what you see to what others see, and back."""
        self.view.set_value(OUTSIDE if self.view.value() == OWN else OWN)
        self._fill(speak=True)

    def _arrange(self) -> None:
        beside = self.width() >= theme.em(_BESIDE) and self.table.fits(self.width() - theme.em(_SIDE) - _AROUND)
        way = QBoxLayout.Direction
        self._columns.setDirection(way.LeftToRight if beside else way.TopToBottom)
        self.side.setMinimumWidth(theme.em(_SIDE) if beside else 0)
        self.side.setMaximumWidth(theme.em(_SIDE) if beside else _NO_MOST)
        one_line = self.width() >= theme.em(_ONE_LINE)
        self._head.setDirection(way.LeftToRight if one_line else way.TopToBottom)
        self._keys.setVisible(one_line)
        # The navigation says where this is, too.
        self._title.setVisible(self.height() >= theme.em(_LOW))
        wide = self.width() >= theme.em(_WIDE)
        self._choose.setDirection(way.LeftToRight if wide else way.TopToBottom)
        self.count.setWordWrap(not wide)

    def _take_focus(self) -> None:
        """Once the numbers are there they have the focus, unless the adviser went elsewhere meanwhile."""
        if not self._settle:
            return
        if (focus := self.window().focusWidget()) not in (None, self, self.period):
            self._settle = False
        elif self.table.isVisible() and self.table.rows():
            self._settle = False
            self.table.setFocus()
            QTimer.singleShot(0, self, self._keep_in_view)
        elif focus is self and self._basis is not None:
            self.period.setFocus()

    # --- loading ---

    def _load(self, *, speak: bool = False) -> None:
        self._outdated = False
        asked = self._asked = self._asked + 1

        def show(found: Look) -> None:
            if asked == self._asked:
                self._show(found, speak=speak)

        self.state.run(
            own_figures.look_divided,
            self._period,
            self._fields(),
            language=i18n.language(),
            today=self.state.today(),
            policy=self.state.policy,
            then=show,
        )

    def _changed(self, changes: Changes) -> None:
        if changes.kinds & _COUNTED:
            self._outdated = True
            self._look_again()

    def _show(self, found: Look, *, speak: bool) -> None:
        basis = found.basis
        self.period.set_values([(str(one.period), words.period_line(one)) for one in found.choices])
        few = basis is None
        self._empty.setVisible(few)
        for part in (self._left, self.side, self._chooser, self._views):
            part.setVisible(not few)
        self._arrange()
        if basis is None:
            self._basis = self._told = None
            self._maker.stop()
            if self._settle:
                self._settle = False
                self.new_contact.setFocus()
            return
        if not (self._told or self._maker.busy) or basis != self._basis:
            self._told = basis.told
            self._maker.stop()
        self._basis = basis
        self._period = str(basis.choice.period)
        self.period.set_value(self._period)
        self._show_divided(basis, found.fields, found.own, speak=speak)
        if found.fields != self._fields():
            self._divide(speak=speak)
        if self._told is None and not self._maker.busy and basis.choice.state == "ready":
            self._work()

    def _choose_period(self, period: str) -> None:
        self._period = period
        self._load(speak=True)

    def _fields(self) -> tuple[str, str]:
        return self.rows.value, self.columns.value

    def _choose_fields(self, rows: str, columns: str) -> None:
        self.rows.set_value(rows if rows in FIELDS else _FIRST_FIELD)
        self._offer_columns()
        self.columns.set_value(columns if columns in self.columns.values() else "")

    def _offer_columns(self) -> None:
        """Every field but that of the rows, or none."""
        fields = [(field, words.field_words(field)) for field in FIELDS if field != self.rows.value]
        self.columns.set_values([("", _("geen")), *fields])

    def _divide(self, *, speak: bool) -> None:
        """Count by what is chosen, and say what that is; on the desk's thread, for there may be ten thousand cases."""
        self._offer_columns()
        basis, fields, language = self._basis, self._fields(), i18n.language()
        if basis is not None:
            show = partial(self._show_divided, basis, fields, speak=speak)
            self.state.run(lambda _vault: own_figures.own_table(basis, *fields, language), then=show)

    def _show_divided(self, basis: Basis, fields: tuple[str, str], own: OwnTable | None, *, speak: bool) -> None:
        if basis is self._basis and fields == self._fields():
            self._own = own
            self._fill(speak=speak)

    # --- what others would see ---

    def _work(self) -> None:
        assert self._basis is not None
        self._maker.start(self._basis.choice.period)
        self.work.begin()

    def _stop_working(self) -> None:
        self._maker.stop()
        self.work.pause(_("Nog niet nagerekend welke getallen meegaan."))

    def _made(self, told: Told) -> None:
        self._told = told
        to_table = self.work.has_focus()
        self.work.hide()
        self._fill(speak=False)
        if to_table:
            self.table.setFocus()
        announce(self.banner, _("Nagerekend welke getallen meegaan."))

    # --- showing ---

    def _fill(self, *, speak: bool) -> None:
        basis, own = self._basis, self._own
        if basis is None or own is None:
            return
        outside = self.view.value() == OUTSIDE
        shown = self._figures = Figures(basis, own, self._told, self.rows.value, self.columns.value)
        self.count.setText("" if outside else words.count_words(basis.choice))
        self.count.setVisible(not outside)
        self._say_banner(*(words.told_banner(shown) if outside else words.own_banner(shown)), speak=speak)
        self._filling = True
        self._show_told(shown) if outside else self._show_own(shown)
        self._arrange()
        if self._cell_again is not None and self.table.rows():
            self.table.go_to(*self._cell_again)
            self._cell_again = None
        self._filling = False
        self.note.setText(words.table_note(shown.field, "" if outside and not shown.leaves else shown.beside))
        self.note.setVisible(bool(self.note.text()) and len(self.table.rows()) > 1)
        self.side.show_survey(shown.field)
        self._explain(speak=False)
        self._take_focus()

    def _say_banner(self, title: str, text: str, *, speak: bool) -> None:
        self.banner.title.setText(title)
        self.banner.text.setText(text)
        self.banner.text.setVisible(bool(text))
        self.banner.setAccessibleName(f"{title} {text}".strip())
        self._icon.set_icon("hard-drive" if self.view.value() == OWN else "building-2", "accent")
        if speak:
            announce(self.banner, f"{self.count.text()}. {title} {text}".strip(". "))

    def _show_own(self, shown: Figures) -> None:
        rows, self._outside = shown.own_rows(), None
        self.table.show()
        self.table.show_rows(words.field_words(shown.field), rows, shown.heads(), bars=not shown.beside)
        self.side.show_own(shown, rows)

    def _show_told(self, shown: Figures) -> None:
        told = self._outside = shown.told_table()
        if told is None and self.table.hasFocus():
            self._settle = True
            self.period.setFocus()
        self.table.setVisible(told is not None)
        if told is None or shown.told is None:
            self.side.hide_legend()
            return
        title = words.field_words(shown.field) if len(told.rows) > 1 else ""
        self.table.show_rows(title, told_rows(told), told_heads(told), bars=not told.columns)
        self.side.show_signs(shown.told.release.threshold)
        self.side.show_totals(shown.field, told_totals(told))

    def _explain(self, *, speak: bool) -> None:
        """The chosen number in words, and what went out about it before."""
        place, shown = self.table.currentIndex(), self._figures
        if self._filling or shown is None:
            return
        told, column = self._outside, place.column()
        row = self.table.rows()[place.row()] if place.isValid() else None
        self.side.explain(*shown.why(row, column, told), speak=speak and self.table.hasFocus())
        self.side.show_cell(shown, row, column, told)
        if self.table.hasFocus():
            QTimer.singleShot(0, self, self._keep_in_view)

    def _keep_in_view(self) -> None:
        """The page scrolls along with the keys: the table itself is as high as its rows."""
        rect, content = self.table.visualRect(self.table.currentIndex()), self._scroll.widget()
        if content is not None:
            at = self.table.viewport().mapTo(content, rect.center())
            self._scroll.ensureVisible(0, at.y(), 0, rect.height())
