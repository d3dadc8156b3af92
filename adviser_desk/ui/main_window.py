"""The one window of an unlocked desk: menu, navigation, page, capture panel, toast and status line."""

from collections.abc import Callable
from functools import partial
from typing import Protocol

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from adviser_desk.casework import backups, cases, contacts, retention
from adviser_desk.casework.changes import Changes
from adviser_desk.casework.last_view import LastView, keep_drafts
from adviser_desk.casework.preferences import Preferences
from adviser_desk.errors import KnownError
from adviser_desk.i18n import _
from adviser_desk.models.contact import Draft
from adviser_desk.ui.announce import announce
from adviser_desk.ui.backup_words import age_words
from adviser_desk.ui.commands import Commands
from adviser_desk.ui.countdown import Countdown
from adviser_desk.ui.due_watch import DueWatch
from adviser_desk.ui.focus_ring import FocusRing
from adviser_desk.ui.lock_cover import LockCover
from adviser_desk.ui.navigation import Navigation
from adviser_desk.ui.page import OF_CASE, Pages, Width
from adviser_desk.ui.palette import Palette
from adviser_desk.ui.policy_notice import AbovePage
from adviser_desk.ui.privacy import privacy
from adviser_desk.ui.regions import Region, focus_again, next_region
from adviser_desk.ui.state import State
from adviser_desk.ui.status_bar import StatusBar, Toast
from adviser_desk.ui.theme import theme
from adviser_desk.ui.undo import typing_to_undo
from adviser_desk.ui.widgets.boxes import Banner
from adviser_desk.ui.window_commands import window_commands

_WIDE, _MEDIUM = 84, 60
_NAVIGATION, _RAIL, _PANEL = 16, 4, 33
_DOCKED, _INSTEAD = (0, 1, 4, 1), (2, 0, 1, 1)
"""Where the panel is in the grid: beside the page, or in its place."""


class Panel(Protocol):
    """What the window expects of the capture panel."""

    def open_for(self, case_id: int | None, new_case: bool) -> None:
        """Show the panel with its draft."""

    def unsaved(self) -> tuple[Draft, ...]:
        """What is typed and not in the vault yet."""


class MainWindow(QMainWindow):
    """Built once per unlock; closing it or locking it loses nothing."""

    stay = Signal()
    """The adviser is there: the countdown before locking ends."""

    def __init__(
        self,
        state: State,
        pages: Pages,
        panel: QWidget,
        preferences: Preferences,
        *,
        lock: Callable[[], None],
        prefer: Callable[[Preferences], None],
    ) -> None:
        """`panel` keeps the `Panel` protocol; `lock` and `prefer` come from the application."""
        super().__init__()
        self.state, self.pages, self.panel, self.preferences = state, pages, panel, preferences
        self.lock, self.prefer = lock, prefer
        self.setWindowTitle("Adviser Desk")
        self.setMinimumSize(720, 480)
        self.resize(1280, 800)
        self._history: list[tuple[str, object]] = []
        self._ahead: list[tuple[str, object]] = []
        self._page = ""
        self.last_case: int | None = None
        self._cover: LockCover | None = None
        self._countdown: Countdown | None = None
        self._width: Width = "wide"
        self._build()
        self.commands = Commands(self, window_commands(self))
        self.pages.came.connect(self.commands.reach)
        self.finder = Palette(self, self._centre)
        self.ring = FocusRing(self)
        self._listen()

    # --- building ---

    def _build(self) -> None:
        centre = QWidget()
        rows = QVBoxLayout(centre)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        self.navigation = Navigation(self.new_contact, lambda: self.finder.toggle(), self.lock)
        self.navigation.chosen.connect(self.state.go)
        self._trouble = Banner("bad", "", "", [("again", _("Opnieuw proberen"), "plain")])
        self._trouble.pressed.connect(self._try_again)
        self._trouble.hide()
        self.toast = Toast(self.state)
        content = QWidget()
        self._grid = grid = QGridLayout(content)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.setColumnStretch(0, 1)
        grid.setRowStretch(2, 1)
        for row, widget in enumerate((self._trouble, AbovePage(self.state, self.pages), self.pages, self.toast)):
            grid.addWidget(widget, row, 0)
        grid.addWidget(self.panel, *_DOCKED)
        self.panel.hide()
        self.panel.installEventFilter(self)
        columns = QHBoxLayout()
        columns.setSpacing(0)
        columns.addWidget(self.navigation)
        self._middle = QStackedWidget()
        self._middle.addWidget(content)
        columns.addWidget(self._middle, 1)
        rows.addLayout(columns, 1)
        self.status = StatusBar(practice=self.state.practice, minutes=self.state.policy.lock_after_minutes)
        rows.addWidget(self.status)
        self.setCentralWidget(centre)
        self._centre = centre

    def _listen(self) -> None:
        state = self.state
        state.went.connect(self._go)
        state.capture.connect(self._capture)
        state.saved.connect(self.status.set_saved)
        state.trouble.connect(self._show_trouble)
        self.toast.changed.connect(lambda: self.commands.name("undo"))
        state.changed.connect(self._count)
        state.changed.connect(self._leave_gone)
        theme.changed.connect(self._measure)
        self._retry = QTimer(self, interval=10_000)
        self._retry.timeout.connect(self._try_again)
        self._count()
        self.due_watch = DueWatch(state, self.unsaved, self)

    # --- going about ---

    def _go(self, page: str, about: object) -> None:
        if self._page and (self._page, self.pages[self._page].about()) != (page, str(about or "")):
            self._history.append((self._page, self.pages[self._page].about()))
            self._ahead.clear()
        self._show(page, about)

    def _show(self, page: str, about: object) -> None:
        self._page = page
        shown = self.pages[page]
        self.pages.turn_to(shown)
        self.navigation.set_page(page)
        shown.set_width(self._page_width())
        shown.show_about(about)
        if self._width == "compact" and self.panel.isVisible():
            self.panel.hide()
        self.last_case = self.case_in_view() or self.last_case
        shown.focus_first()

    def go_back(self) -> None:
        """The page before this one."""
        if self._history:
            self._ahead.append((self._page, self.pages[self._page].about()))
            self._show(*self._history.pop())

    def go_forward(self) -> None:
        """The page that `go_back` came from."""
        if self._ahead:
            self._history.append((self._page, self.pages[self._page].about()))
            self._show(*self._ahead.pop())

    def find_cases(self) -> None:
        """Search on this page, or in the cases where the page has no search."""
        target = self.pages[self._page].findChild(QWidget, "search") if self._page else None
        if target is None:
            self.state.go("cases")
            target = self.pages["cases"].findChild(QWidget, "search")
        if target is not None:
            target.setFocus(Qt.FocusReason.ShortcutFocusReason)
            if isinstance(target, QLineEdit):
                target.selectAll()

    def new_contact(self) -> None:
        """The capture panel, for the case in view if there is one."""
        self.state.capture.emit(self.case_in_view(), False)

    def new_case(self) -> None:
        """The capture panel for a new case."""
        self.state.capture.emit(None, True)

    def case_in_view(self) -> int | None:
        """The case that the page is about."""
        about = self.pages[self._page].about() if self._page in OF_CASE else ""
        return int(about) if about else None

    def _capture(self, case_id: int | None, new_case: bool) -> None:
        self.panel.show()
        self._measure()
        self.panel.open_for(case_id, new_case)  # type: ignore[attr-defined]

    def next_region(self, step: int) -> None:
        """F6: navigation, page, panel, toast."""
        regions: list[Region] = [
            (self.navigation, lambda: self.navigation.first_button().setFocus(Qt.FocusReason.TabFocusReason)),
            (self.pages, lambda: self.pages[self._page].focus_first()),
            *((part, partial(focus_again, part)) for part in (self.panel, self.toast)),
        ]
        next_region(regions, step)

    def undo(self) -> None:
        """Typing in a text field, elsewhere the last action."""
        if (field := typing_to_undo()) is not None:
            field.undo()
        else:
            self.toast.undo()

    # --- saving and locking ---

    def unsaved(self) -> tuple[Draft, ...]:
        """Everything typed anywhere in the window that is not in the vault yet."""
        found = [draft for page in self.pages.built() for draft in page.unsaved()]
        return (*found, *self.panel.unsaved())  # type: ignore[attr-defined]

    def view(self) -> LastView:
        """Where the adviser is now."""
        over = self._countdown or (self.finder if self.finder.isVisible() else None)
        focus = QApplication.focusWidget() if over is None else over.came_from
        in_panel = focus is not None and self.panel.isAncestorOf(focus)
        name = focus.objectName() if focus is not None else ""
        return LastView(
            page=self._page,
            about=self.pages[self._page].about(),
            chosen=self.pages[self._page].chosen(),
            focus="panel" if in_panel else name,
            cursor=focus.cursorPosition() if isinstance(focus, QLineEdit) else 0,
        )

    def restore(self, view: LastView) -> None:
        """Back to where the adviser was; the panel restores itself from its draft."""
        page = view.page if view.page in self.pages else "cases"
        self._show(page, view.about or None)
        if page == view.page:
            self.pages[page].choose_again(view.chosen, view.focus)
        if view.focus and view.focus != "panel":
            self._focus_again(page, view)
            # Once more when the page has what it asked for: the field may be in a form that opens then.
            self.state.run(lambda _vault: None, then=lambda _nothing: self._focus_again(page, view))
        self.due_watch.look()

    def _focus_again(self, page: str, view: LastView) -> None:
        target = self.pages[page].findChild(QWidget, view.focus)
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(target, QLineEdit):
            target.setCursorPosition(view.cursor)

    def count_down(self, left: int | None) -> None:
        """Nothing of a case is on the screen while the last seconds go by; None: the adviser is there."""
        self.state.covered = left is not None
        self.status.set_locks(left)
        if left is not None and self._countdown is None:
            typed = self.unsaved()
            self.finder.leave()
            self._countdown = Countdown(self._middle, self.state.policy.lock_after_minutes)
            self._countdown.stay.connect(self.stay)
            self._countdown.lock.connect(self.lock)
            self.state.run(keep_drafts, typed, then=self._countdown.say_kept)
        if self._countdown is not None and left is not None:
            self._countdown.say(left)
        elif self._countdown is not None:
            going, self._countdown = self._countdown, None
            going.end()

    def hide_names(self) -> None:
        """A minute without input, and no contact being written down: nobody may be looking."""
        if not self.panel.isVisible():
            privacy.set(True)

    def cover(self, error: KnownError) -> None:
        """Take the content from the screen when locking has to wait; what is typed stays in memory."""
        if self._cover is None:
            self._cover = LockCover(self)
        self._cover.say(error)

    def _show_trouble(self, sentence: str | None) -> None:
        if sentence is None:
            self._trouble.hide()
            self._retry.stop()
            return
        title, _dot, rest = sentence.partition(". ")
        self._trouble.say(f"{title}.", rest, assertive=True)
        self._trouble.show()
        self.status.set_trouble()
        self._retry.start()

    def _try_again(self, _value: str = "") -> None:
        drafts = self.unsaved()
        if not drafts:
            self.state.trouble.emit(None)
        for draft in drafts:
            self.state.run(contacts.keep_draft, draft)

    def _count(self, _changes: object = None) -> None:
        today, policy = self.state.today(), self.state.policy
        self.state.run(cases.numbers, today=today, then=self.navigation.set_numbers)
        self.state.run(retention.number_past, today=today, policy=policy, then=self.navigation.set_past)
        self.state.run(backups.due, today=today, policy=policy, then=self._show_backup)

    def _show_backup(self, due: backups.Due) -> None:
        self.status.set_backup(age_words(due), late=due.due)

    def _leave_gone(self, changes: Changes) -> None:
        """No page leads to a case that was destroyed."""
        if not changes.gone:
            return
        gone = {(page, str(case_id)) for page in OF_CASE for case_id in changes.gone}
        for places in (self._history, self._ahead):
            places[:] = [place for place in places if place not in gone]
        if self._page in OF_CASE and (self._page, self.pages[self._page].about()) in gone | {(self._page, "")}:
            self._show("retention", None)

    # --- window events ---

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def _measure(self) -> None:
        em = self.width() / theme.em(1)
        self._width = "wide" if em >= _WIDE else "medium" if em >= _MEDIUM else "compact"
        compact = self._width == "compact"
        narrow = self.panel.isVisible() and self._width != "wide"
        self.navigation.set_compact(compact or narrow)
        self.pages.setVisible(not (compact and self.panel.isVisible()))
        self._place_panel(compact)
        for page in self.pages.built():
            page.set_width(self._page_width())

    def _place_panel(self, compact: bool) -> None:
        """Beside the page with a width of its own, or in the place of the page."""
        where = _INSTEAD if compact else _DOCKED
        if self._grid.getItemPosition(self._grid.indexOf(self.panel)) != where:
            self._grid.removeWidget(self.panel)
            self._grid.addWidget(self.panel, *where)
        if compact:
            self.panel.setMinimumWidth(0)
            self.panel.setMaximumWidth(16_777_215)
        else:
            self.panel.setFixedWidth(theme.em(_PANEL))

    def _page_width(self) -> Width:
        """The panel takes its room from the page."""
        if not self.panel.isVisible() or self._width == "compact":
            return self._width
        room = self.width() / theme.em(1) - _PANEL - (_NAVIGATION if self._width == "wide" else _RAIL)
        return "wide" if room >= _WIDE - _NAVIGATION else "medium" if room >= _MEDIUM - _NAVIGATION else "compact"

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if watched is self.panel and event.type() in (QEvent.Type.Hide, QEvent.Type.Show):
            QTimer.singleShot(0, self._measure)
        return False

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow() and not self.focusWidget():
            announce(self, self.windowTitle())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing is locking without coming back: nothing is asked and nothing is lost."""
        event.ignore()
        self.lock_and_quit()

    def lock_and_quit(self) -> None:
        """Set by the application."""
        QApplication.quit()
