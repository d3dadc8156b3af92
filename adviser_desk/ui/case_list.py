"""Casussen: search over everything while typing, filters, and the list with a preview beside it."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from adviser_desk.casework import cases
from adviser_desk.casework.cases import CaseFilter, CasePage, Found
from adviser_desk.casework.changes import Changes, Kind
from adviser_desk.i18n import _
from adviser_desk.models.case import CaseStatus
from adviser_desk.models.codes import code_book
from adviser_desk.models.consent import ConsentState
from adviser_desk.models.period import Period
from adviser_desk.ui.announce import announce
from adviser_desk.ui.case_preview import CasePreview
from adviser_desk.ui.case_table import CaseTable
from adviser_desk.ui.kind_words import status_words
from adviser_desk.ui.page import Page, Width
from adviser_desk.ui.period_words import period_words
from adviser_desk.ui.privacy import privacy
from adviser_desk.ui.state import State
from adviser_desk.ui.theme import theme
from adviser_desk.ui.widgets.boxes import Card, Flow, Picture, Scroll
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.filter import Filter
from adviser_desk.ui.widgets.search import SearchLine
from adviser_desk.ui.widgets.text import Heading, Text

_QUARTERS = 12
_NO_MOST = 16_777_215
_SPOKEN_AFTER_MS = 800
_BESIDE_AFTER_MS = 40
"""The list goes first: what is beside it follows once the keys pause."""


class CaseListPage(Page):
    """The list of cases."""

    name = "cases"

    def __init__(self, state: State) -> None:
        """Loads when it comes into view."""
        super().__init__(state)
        self._asked = 0
        self._to_speak = False
        self._row_again: int | None = None
        self._found = Found(rows=(), number=0, of=0)
        self._build()
        self._speak = QTimer(self, interval=_SPOKEN_AFTER_MS, singleShot=True)
        self._speak.timeout.connect(lambda: announce(self.count, self.count.text()))
        self._beside = QTimer(self, interval=_BESIDE_AFTER_MS, singleShot=True)
        self._beside.timeout.connect(self._preview)
        state.changed.connect(self._changed)
        theme.changed.connect(self._fit)

    # --- building ---

    def _build(self) -> None:
        self.search = SearchLine()
        self.search.setObjectName("search")
        self.search.setAccessibleName(_("Zoek in casussen"))
        self.search.setPlaceholderText(_("Zoek in casussen"))
        self.search.setMaxLength(200)
        self.search.textChanged.connect(lambda _words: self._asked_for())
        self.search.installEventFilter(self)
        new_case = Button(_("Nieuwe casus"), icon="folder-plus", hint="Ctrl+Shift+N")
        new_case.clicked.connect(lambda _on=False: self.state.capture.emit(None, True))
        head = QHBoxLayout()
        head.addWidget(Heading(_("Casussen"), "title"), 1)
        head.addWidget(new_case)
        self.count = Text("", "small", token="text2")
        self.count.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.count.setContentsMargins(0, 6, 0, 0)
        self.table = CaseTable(self.state)
        self.table.opened.connect(lambda case_id: self.state.go("case", case_id))
        self.table.typed.connect(self._type_on)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._beside.start())
        self._empty = _Empty()
        self._empty.act.clicked.connect(lambda _on=False: self._act_on_empty())
        self._middle = QStackedWidget()
        self._middle.addWidget(self.table)
        self._middle.addWidget(self._empty)
        where = Text(
            _("Zoekt in schuilnamen, geheugensteunen, aantekeningen en opvolging. Alleen op deze laptop."),
            "small",
            token="text2",
        )
        scroll = Scroll(margins=(32, 24, 24, 16), spacing=12)
        column = scroll.column
        column.addLayout(head)
        column.addWidget(self.search)
        column.addWidget(self._filters())
        column.addWidget(self._middle, 1_000)
        column.addWidget(where)
        column.addStretch(1)
        self.preview = CasePreview(self.state)
        self.preview.opened.connect(lambda case_id: self.state.go("case", case_id))
        self.preview.contact.connect(lambda case_id: self.state.capture.emit(case_id, False))
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(scroll, 1)
        whole.addWidget(self.preview)

    def _filters(self) -> QWidget:
        statuses = [(status.value, status_words(status)) for status in CaseStatus]
        behaviours = [(code, self.state.label("behaviour", code)) for code in code_book().codes("behaviour")]
        states = [(one.value, self.state.label("consent_state", one.value)) for one in ConsentState]
        self.status = Filter(_("Status"), _("alle"), statuses)
        self.behaviour = Filter(_("Soort"), _("alle"), behaviours)
        self.consent = Filter(_("Meetellen"), _("alle"), states)
        self.period = Filter(_("Periode"), _("alles"), [(str(q), period_words(q)) for q in self._quarters()])
        self._boxes = {"status": self.status, "behaviour": self.behaviour, "count": self.consent, "period": self.period}
        flow = Flow()
        for box in self._boxes.values():
            box.chosen.connect(lambda _value: self._asked_for())
            flow.addWidget(box)
        holder = QWidget()
        holder.setObjectName("clear")
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addLayout(flow, 1)
        row.addWidget(self.count, 0, Qt.AlignmentFlag.AlignTop)
        return holder

    def _quarters(self) -> list[Period]:
        found = [Period.quarter_of(self.state.today())]
        for _step in range(_QUARTERS - 1):
            first = found[-1].covers[0]
            found.append(Period.quarter_of(first.replace(day=1).fromordinal(first.toordinal() - 1)))
        return found

    # --- finding ---

    def _asked_for(self) -> None:
        """Other words or filters: their number is spoken once the keys stop, and not when the list loads by itself."""
        self._speak.stop()
        self._to_speak = self.isVisible()
        self.look()

    def look(self) -> None:
        """Find what is asked for now; an answer to an older question is thrown away."""
        self._asked += 1
        asked, words = self._asked, self.search.text()

        def show(found: Found) -> None:
            if asked == self._asked:
                self._show(found, words)

        self.state.run(cases.find_cases, words, self._filter(), today=self.state.today(), then=show)

    def _filter(self) -> CaseFilter:
        status, consent, period = (box.value for box in (self.status, self.consent, self.period))
        return CaseFilter(
            status=CaseStatus(status) if status else None,
            behaviour=self.behaviour.value,
            count=ConsentState(consent) if consent else None,
            period=Period(period) if period else None,
        )

    def _show(self, found: Found, words: str) -> None:
        self._found = found
        self.table.show_rows(found.rows, with_hits=bool(words.strip()))
        if self._row_again is not None:
            self.table.select(self._row_again)
            self._row_again = None
        self.count.setText(_("%(n)d van %(of)d casussen") % {"n": found.number, "of": found.of})
        if self._to_speak:
            self._to_speak = False
            self._speak.start()
        self._middle.setCurrentWidget(self.table if found.rows else self._empty)
        self._fit()
        if not found.rows:
            self._empty.say(found, words)
        self._beside.start()

    def _fit(self) -> None:
        """The words below stay close to a short table."""
        self._middle.setMaximumHeight(self.table.maximumHeight() if self._found.rows else _NO_MOST)

    def _preview(self) -> None:
        row = self.table.current() if self._found.rows else None
        if not self.preview.isVisibleTo(self) or row is None:
            self.preview.show_page(None)
            return

        def show(page: CasePage) -> None:
            current = self.table.current()
            if current is not None and current.id == page.case.id:
                self.preview.show_page(page)

        self.state.run(cases.case_page, row.id, today=self.state.today(), then=show)

    def _act_on_empty(self) -> None:
        if self._found.of == 0:
            self.state.capture.emit(None, True)
        elif self._found.suggestion:
            self.search.setText(self._found.suggestion)
        else:
            self.clear_all()

    def clear_all(self) -> None:
        """No words and no filters."""
        for box in self._boxes.values():
            box.set_value(None)
        self.search.clear()
        self.look()

    # --- page ---

    def show_about(self, about: object) -> None:
        if isinstance(about, str) and about and not self.search.text():
            self.search.setText(about)
        self.look()

    def about(self) -> str:
        return self.search.text()

    def chosen(self) -> Mapping[str, str]:
        row = self.table.current() if self._found.rows else None
        filters = {name: box.value for name, box in self._boxes.items() if box.value}
        return filters | ({"row": str(row.id)} if row is not None else {})

    def choose_again(self, chosen: Mapping[str, str], focus: str) -> None:
        for name, box in self._boxes.items():
            # A quarter may have gone off the list since.
            if name in chosen and chosen[name] in box.values():
                box.set_value(chosen[name])
        self._row_again = int(chosen["row"]) if "row" in chosen else None
        self.look()

    def focus_first(self) -> None:
        self.table.setFocus() if self._found.rows else self.search.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._speak.stop()

    def set_width(self, width: Width) -> None:
        self.preview.setVisible(width == "wide")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down:
                self.table.setFocus()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (row := self.table.current()):
                self.state.go("case", row.id)
                return True
            if event.key() == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
        return False

    def _type_on(self, letter: str) -> None:
        self.search.setFocus()
        self.search.end(False)
        self.search.insert(letter)

    def _changed(self, changes: Changes) -> None:
        if self.isVisible() and changes.kinds & {Kind.CASE, Kind.CONTACT, Kind.CONSENT, Kind.FOLLOW_UP}:
            self.look()


class _Empty(Card):
    """One sentence and one act."""

    def __init__(self) -> None:
        super().__init__(padding=32, spacing=12)
        self.picture = Picture("folder", "text2", 2.0)
        self.title = Heading("")
        self.text = Text("", token="text2")
        self.act = Button("", kind="primary")
        self.column.addStretch(1)
        for widget in (self.picture, self.title, self.text, self.act):
            if isinstance(widget, Text):
                widget.setAlignment(Qt.AlignmentFlag.AlignHCenter)
                self.column.addWidget(widget)
            else:
                self.column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        self.column.addStretch(2)

    def say(self, found: Found, words: str) -> None:
        if found.of == 0:
            self.title.setText(_("Nog geen casussen"))
            self.text.setText(_("Leg uw eerste gesprek vast. Een casus maakt u vanzelf mee aan."))
            self.act.set_label(_("Nieuw contact"))
            return
        shown = "" if privacy.on else words.strip()
        self.title.setText(_("Niets gevonden voor ‘%(words)s’") % {"words": shown} if shown else _("Niets gevonden"))
        if found.suggestion and not privacy.on:
            self.text.setText(_("Bedoelt u %(word)s?") % {"word": found.suggestion})
            self.act.set_label(_("Zoek ‘%(word)s’") % {"word": found.suggestion})
        else:
            self.text.setText(_("Kijk of de filters goed staan, of probeer een ander woord."))
            self.act.set_label(_("Zoeken en filters wissen"))
