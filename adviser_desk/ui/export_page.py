"""Kwartaalexport: five steps from a period to two files. What is previewed is exactly what is written."""

import threading
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QGridLayout, QStackedWidget, QVBoxLayout, QWidget

from adviser_desk import i18n
from adviser_desk.casework import cases, reporting
from adviser_desk.casework.changes import Changes, Kind
from adviser_desk.casework.preview_tables import preview_tables
from adviser_desk.casework.reporting import Exported, PeriodState, Plan, Preview, Stopped
from adviser_desk.errors import KnownError, Outdated
from adviser_desk.i18n import _
from adviser_desk.models.contact import Draft
from adviser_desk.models.period import Period
from adviser_desk.models.unit import UnitTree
from adviser_desk.ui.announce import announce
from adviser_desk.ui.export_check import CheckStep
from adviser_desk.ui.export_done import DoneStep
from adviser_desk.ui.export_period import PeriodStep
from adviser_desk.ui.export_preview import PreviewStep
from adviser_desk.ui.export_repair import RepairStep
from adviser_desk.ui.page import Page, Width
from adviser_desk.ui.period_words import period_words
from adviser_desk.ui.state import State, bug_sentence, sentence
from adviser_desk.ui.steps import Steps
from adviser_desk.ui.theme import theme
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.text import Heading, Text

PERIOD, REPAIR, PREVIEW, CHECK, DONE = range(5)
_LOW, _NARROW = 24, 36


class ExportPage(Page):
    """A wizard that can be left at any step and taken up again, also after locking."""

    name = "export"

    def __init__(self, state: State) -> None:
        """At the first step."""
        super().__init__(state)
        self._now = PERIOD
        self._period: Period | None = None
        self._preview: Preview | None = None
        self._stop = threading.Event()
        self._asked = 0
        self._writing = self._outdated = False
        self._wanted, self._field_again = PERIOD, ""
        self._narrow = False
        names = [_("Periode"), _("Aanvullen"), _("Voorbeeld"), _("Controle"), _("Klaar")]
        self.steps = Steps(names)
        self._about = Text("", token="text2")
        self.period_step, self.repair_step = PeriodStep(state), RepairStep(state)
        self.preview_step, self.check_step, self.done_step = PreviewStep(), CheckStep(state), DoneStep(state)
        self._stack = QStackedWidget()
        for step, called in zip(self._all(), names, strict=True):
            step.setAccessibleName(called)
            self._stack.addWidget(step)
        self._title = Heading(_("Kwartaalexport"), "title")
        self._head = head = QVBoxLayout()
        head.setSpacing(4)
        for widget in (self._title, self._about, self.steps):
            head.addWidget(widget)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(self._stack, 1)
        whole.addWidget(self._footer())
        self._connect()

    def _footer(self) -> QFrame:
        footer = QFrame()
        footer.setObjectName("footer")
        self._grid = grid = QGridLayout(footer)
        grid.setContentsMargins(32, 12, 32, 12)
        grid.setSpacing(12)
        grid.setColumnStretch(1, 1)
        self._back = Button(_("Terug"), tall=True)
        self._back.clicked.connect(lambda _on=False: self._go(self._now - 1))
        self._reason = Text("", "small", token="text2")
        self._reason.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._next = Button("", kind="primary", hint="Ctrl+Enter", tall=True)
        self._next.setObjectName("export-next")
        self._next.clicked.connect(lambda _on=False: self.go_on())
        grid.addWidget(self._back, 1, 0)
        grid.addWidget(self._reason, 1, 1)
        grid.addWidget(self._next, 1, 2)
        return footer

    def _connect(self) -> None:
        self.period_step.chosen.connect(lambda _state: self._show_footer())
        self.period_step.again.connect(self._write_again)
        self.period_step.elsewhere.connect(self.check_step.choose_folder)
        self.preview_step.stopped.connect(self._cancel)
        self.preview_step.asked.connect(lambda field: self.state.go("signals", f"{self._period}/own/{field}/"))
        self.check_step.touched.connect(self._show_footer)
        self.done_step.home.connect(lambda: self.state.go("today"))
        self.state.changed.connect(self._changed)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            # The capture panel beside the page has the same keys.
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.go_on)

    # --- page ---

    def show_about(self, about: object) -> None:
        """A `Period`, "2026Q3/3" as `about` gave it, or nothing."""
        if isinstance(about, str) and "/" in about:
            period, _slash, step = about.partition("/")
            self._take_up(Period(period), min(int(step), CHECK))
        elif isinstance(about, Period):
            self._take_up(about, REPAIR)
        elif self._now in (PERIOD, DONE):
            self._go(PERIOD)
        elif self._now == PREVIEW and self._preview is None:
            self._calculate()
        else:
            self._go(self._now)

    def about(self) -> str:
        return f"{self._period}/{self._now}" if self._period is not None and self._now != DONE else ""

    def choose_again(self, chosen: Mapping[str, str], focus: str) -> None:
        # The field is there only when all is calculated again.
        self._field_again = focus

    def unsaved(self) -> tuple[Draft, ...]:
        return self.check_step.unsaved()

    def focus_first(self) -> None:
        step = self._all()[self._now]
        step.setFocus()
        focus = self.window().focusWidget()
        if focus is None or not step.isAncestorOf(focus):
            (self._next if self._next.isEnabled() else self).setFocus()

    def set_width(self, width: Width) -> None:
        for step in self._all():
            step.set_width(width)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """In a low window the name of the page, which the navigation shows too, gives its room to the step."""
        low = self.height() < theme.em(_LOW)
        self._title.setVisible(not low)
        self._about.setVisible(not low)
        self._head.setContentsMargins(32, 8 if low else 24, 32, 8)
        narrow = self.width() < theme.em(_NARROW)
        if narrow != self._narrow:
            self._narrow = narrow
            self._grid.removeWidget(self._reason)
            self._grid.addWidget(self._reason, *((0, 0, 1, 3) if narrow else (1, 1)))
            self._show_footer()

    # --- steps ---

    def go_on(self) -> None:
        """The main button: to the next step, or approve and write."""
        if not self._next.isEnabled() or not self.isVisible():
            return
        if self._now == PERIOD:
            chosen = self.period_step.current()
            if chosen is not None:
                self._take_up(chosen.period, REPAIR)
        elif self._now == REPAIR:
            self._calculate()
        elif self._now == PREVIEW:
            self._go(CHECK)
        elif self._now == CHECK:
            self._approve()
        else:
            self.state.go("today")

    def _take_up(self, period: Period, step: int) -> None:
        if period != self._period:
            self._period, self._preview, self._outdated = period, None, False
            self.check_step.set_period(period)
        if self._outdated and step == CHECK:
            step = PREVIEW
        self._wanted = step
        if step in (PREVIEW, CHECK) and self._preview is None:
            self._calculate()
        else:
            self._go(step)

    def _go(self, step: int) -> None:
        self._cancel_quietly()
        # The button that was pressed may go away with its step, and the focus would go to another part of the window.
        mine = self._has_focus()
        self._now = step
        self.steps.set_step(step)
        if self._stack.currentIndex() != step and self.isVisible():
            announce(self.steps, self.steps.accessibleName())
        self._stack.setCurrentIndex(step)
        self._about.setText(period_words(self._period) if self._period and step != PERIOD else _("Kies een periode"))
        if step == PERIOD:
            self._load_periods()
        elif step == REPAIR:
            self._load_repair()
        self._show_footer()
        if mine:
            self.focus_first()

    def _take_focus(self) -> None:
        """The focus goes along with the step, unless the adviser is at work elsewhere in the window."""
        if self._has_focus():
            self.focus_first()

    def _has_focus(self) -> bool:
        focus = self.window().focusWidget()
        return focus is None or focus is self or self.isAncestorOf(focus)

    def _show_footer(self) -> None:
        labels = {
            PERIOD: _("Verder"),
            REPAIR: _("Naar voorbeeld"),
            PREVIEW: _("Naar controle"),
            CHECK: _("Akkoord en bestanden maken"),
            DONE: _("Naar Vandaag"),
        }
        reason = ""
        if self._now == PERIOD:
            reason = self.period_step.why_not()
        elif self._now == PREVIEW and self._preview is None:
            reason = self.preview_step.why_not()
        elif self._now == CHECK:
            reason = _("De bestanden worden gemaakt") if self._writing else self.check_step.why_not()
        label = labels[self._now]
        short = _("Bestanden maken") if self._narrow and self._now == CHECK else label
        self._next.set_label(short, name=f"{label}, {reason}" if reason else label)
        self._next.setEnabled(not reason)
        self._reason.setText(reason)
        self._reason.setVisible(bool(reason))
        self._back.setVisible(self._now in (REPAIR, PREVIEW, CHECK))

    # --- loading ---

    def _load_periods(self) -> None:
        self.state.run(reporting.periods, today=self.state.today(), then=self._show_periods)

    def _show_periods(self, found: tuple[PeriodState, ...]) -> None:
        self.period_step.show_periods(found, self._period)
        self._show_footer()
        if self._now == PERIOD and self.isVisible():
            self._take_focus()

    def _load_repair(self) -> None:
        def show(found: tuple[PeriodState, ...]) -> None:
            facts = next((one.facts for one in found if one.period == self._period), None)
            self.repair_step.show_facts(facts)
            if self._now == REPAIR and self.isVisible():
                self._take_focus()

        self.state.run(reporting.periods, today=self.state.today(), then=show)

    def _changed(self, changes: Changes) -> None:
        if changes.kinds & {Kind.CASE, Kind.CONTACT, Kind.CONSENT} and self._now in (PERIOD, REPAIR, PREVIEW, CHECK):
            self._outdated = self._outdated or self._now in (PREVIEW, CHECK)
            self._preview = None
            if self.isVisible() and self._now in (PREVIEW, CHECK) and not self._writing:
                self.state.toast.emit(_("Een casus is veranderd. Bekijk het voorbeeld opnieuw."), None)
                self._go(REPAIR)

    # --- calculating ---

    def _calculate(self) -> None:
        """Plan on the vault's thread, protect and check on the thinking thread; the window stays free."""
        assert self._period is not None
        self._go(PREVIEW)
        self._preview = None
        self.preview_step.begin()
        self._show_footer()
        self._stop = stop = threading.Event()
        self._asked += 1
        asked = self._asked

        def planned(plan: Plan) -> None:
            if asked != self._asked:
                return
            tell = self.state.tasks.tell

            def progress(table: str, number: int, of: int) -> None:
                tell(self.preview_step.show_progress, (table, number, of))

            self.state.think(
                lambda: reporting.prepare(plan, progress=progress, stop=stop),
                lambda preview: self._calculated(asked, preview),
                lambda error: self._failed(asked, error),
            )

        self.state.run(
            reporting.plan_release,
            self._period,
            today=self.state.today(),
            policy=self.state.policy,
            then=planned,
            failed=lambda error: self._failed(asked, error),
        )

    def _calculated(self, asked: int, preview: Preview) -> None:
        if asked != self._asked:
            return
        self._preview, self._outdated = preview, False

        def show(tree: UnitTree) -> None:
            if asked == self._asked:
                tables = preview_tables(preview, tree, i18n.language())
                self.preview_step.show_preview(preview, tables)
                self.check_step.show_preview(preview)
                self._go(CHECK if self._wanted == CHECK else PREVIEW)
                self._wanted = PREVIEW
                self._focus_field()

        self.state.run(cases.units, then=show)

    def _focus_field(self) -> None:
        field = self.check_step.findChild(QWidget, self._field_again) if self._field_again else None
        self._field_again = ""
        if field is not None and self._now == CHECK and self.isAncestorOf(self.window().focusWidget() or self):
            field.setFocus()

    def _failed(self, asked: int, error: Any) -> None:
        if asked != self._asked or isinstance(error, Stopped):
            return
        words = sentence(error) if isinstance(error, KnownError) else bug_sentence(error)
        self.preview_step.show_trouble(words)
        self._show_footer()

    def _cancel(self) -> None:
        self._cancel_quietly()
        self._go(REPAIR)

    def _cancel_quietly(self) -> None:
        if self._now == PREVIEW and self._preview is None:
            self._stop.set()
            self._asked += 1

    # --- writing ---

    def _approve(self) -> None:
        assert self._preview is not None
        self._writing = True
        self._show_footer()
        self.state.run(
            reporting.approve,
            self._preview,
            remarks=self.check_step.remarks(),
            language=i18n.language(),
            out=self.check_step.folder(),
            today=self.state.today(),
            then=self._approved,
            failed=self._not_approved,
        )

    def _approved(self, exported: Exported) -> None:
        self._writing = False
        self.check_step.finished()
        self._preview = None
        self.done_step.show_exported(exported, again=False)
        self._go(DONE)

    def _not_approved(self, error: KnownError) -> None:
        self._writing = False
        if isinstance(error, Outdated):
            self._preview = None
            self.state.toast.emit(sentence(error), None)
            self._go(REPAIR)
            return
        self.check_step.show_trouble(sentence(error))
        self._show_footer()

    def _write_again(self, one: PeriodState) -> None:
        def done(exported: Exported) -> None:
            self._period = one.period
            self.done_step.show_exported(exported, again=True)
            self._go(DONE)

        self.state.run(
            reporting.files_again,
            one.period,
            self.check_step.folder_for(one.period),
            then=done,
            failed=lambda error: self.period_step.show_trouble(sentence(error)),
        )

    def _all(self) -> tuple[PeriodStep, RepairStep, PreviewStep, CheckStep, DoneStep]:
        return self.period_step, self.repair_step, self.preview_step, self.check_step, self.done_step
