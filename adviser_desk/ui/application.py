"""From a locked vault to the window and back. Locking replaces the process: a torn-down window keeps note text.

Must never ask a question before locking.
"""

import dataclasses
import importlib
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QCoreApplication,
    QLibraryInfo,
    QLocale,
    QObject,
    QProcess,
    QSettings,
    Qt,
    QTimer,
    QTranslator,
)
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from adviser_desk import i18n, log
from adviser_desk.casework import organisation, own_settings, setup
from adviser_desk.casework.desk import Desk
from adviser_desk.casework.preferences import Preferences, keep_preferences, read_preferences
from adviser_desk.errors import KnownError
from adviser_desk.models.codes import Language
from adviser_desk.policy import Policy
from adviser_desk.ui.autolock import AutoLock, LockKey
from adviser_desk.ui.clipboard import forget_after, forget_copied, guard_clipboard
from adviser_desk.ui.icons import icon
from adviser_desk.ui.lock_note import LockNote
from adviser_desk.ui.lock_signals import watch_system
from adviser_desk.ui.print_queue import PrintedPages
from adviser_desk.ui.privacy import privacy
from adviser_desk.ui.screen_capture import capture
from adviser_desk.ui.state import State, bug_sentence
from adviser_desk.ui.stop_signals import StopSignals
from adviser_desk.ui.theme import theme
from adviser_desk.ui.typed_words import guard_typed_words
from adviser_desk.ui.unlock_window import UnlockWindow
from adviser_desk.ui.widgets.text import install_headings

if TYPE_CHECKING:
    from adviser_desk.ui.main_window import MainWindow

_RETRY_MS = 2_000
_ROOM = 40
"""Pixels that a window keeps free around it; on a smaller screen it fills the screen."""


def make_application(arguments: list[str]) -> QApplication:
    """The Qt application, with Qt's own traces on the disk switched off (its file dialog would keep folder names)."""
    nowhere = str(Path(os.devnull) / "none")
    for scope in (QSettings.Scope.UserScope, QSettings.Scope.SystemScope):
        for form in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
            QSettings.setPath(form, scope, nowhere)
    app = QApplication(arguments)
    app.setApplicationName("Adviser Desk")
    app.setDesktopFileName("adviser-desk")
    app.setStyle("Fusion")
    app.setQuitOnLastWindowClosed(False)
    install_headings()
    return app


class Application(QObject):
    """The locked and the unlocked program, one at a time."""

    def __init__(self, app: QApplication, folder: Path, policy: Policy, language: Language | None) -> None:
        """`language` from the command line goes before the preference, until the adviser chooses another."""
        super().__init__(app)
        self.app, self.folder, self.policy = app, folder, policy
        self.preferences = read_preferences(folder, policy.language)
        self._translator = QTranslator(self)
        self._window: QWidget | None = None
        self._state: State | None = None
        self._autolock: AutoLock | None = None
        self._system: QObject | None = None
        self._after: Callable[[bool], None] | None = None
        self._note = LockNote.received()
        if language is not None and not self._note.at:
            self.preferences = self.preferences.model_copy(update={"language": language})
        self._look()
        app.setWindowIcon(icon("notebook-tabs"))
        app.commitDataRequest.connect(lambda _manager: self._put_aside(), Qt.ConnectionType.DirectConnection)
        self._signals = StopSignals(self, self.lock_and_quit)
        self._lock_key = LockKey(app, self.lock)
        guard_clipboard()
        # Also before the vault is open: the recovery code is shown then.
        capture.begin()
        capture.follow(own_settings.hides(policy, own_settings.Own()))
        guard_typed_words(app)
        sys.excepthook = lambda _kind, error, _trace: self._show_bug(error)
        threading.excepthook = lambda arguments: _tell_bug(arguments.exc_value)

    def start(self) -> None:
        """The unlock window, or the first run where there is no vault yet."""
        if self._note.restore:
            self._ask_restore("" if self._note.restore == "-" else self._note.restore)
            return
        if setup.has_vault(self.folder):
            window: QWidget = UnlockWindow(self.folder, self._note, self.policy)
        else:
            from adviser_desk.ui.setup_wizard import SetupWizard

            window = SetupWizard(self.folder, self.policy)
            window.language_chosen.connect(self._choose_language)
        window.opened.connect(self._opened)  # type: ignore[attr-defined]
        window.restore_asked.connect(lambda: self._ask_restore(""))  # type: ignore[attr-defined]
        self._show(window)
        # The pages are loaded while the adviser types; the locked window does not wait for them.
        QTimer.singleShot(0, lambda: threading.Thread(target=_load_pages, daemon=True).start())

    def lock(self, *, by_itself: bool = False) -> None:
        """Keep what is typed, close the vault, replace this process by a fresh one. A full disk is waited for."""
        window = self._window
        assert window is not None
        self._leave(lambda draft: _replace_process(LockNote.now(window, by_itself=by_itself, draft=draft)))

    def lock_and_restore(self, source: str) -> None:
        """Lock, and go on where a backup is put back; the vault is closed for that."""
        window = self._window
        assert window is not None
        restore = source or "-"
        self._leave(lambda draft: _replace_process(LockNote.now(window, by_itself=False, draft=draft, restore=restore)))

    def lock_and_quit(self) -> None:
        """Keep what is typed, close the vault, end."""
        if self._state is None:
            self.app.quit()
        else:
            self._leave(lambda _draft: self.app.quit())

    def prefer(self, preferences: Preferences) -> None:
        """Another language, look or text size: at once, and remembered beside the vault."""
        state, before = self._state, self.preferences
        if state is None or self._after is not None:
            return
        try:
            if before.language != preferences.language:
                self._put_aside()
        except KnownError as error:
            state.show_error(error)
            return
        self.preferences = self._main().preferences = preferences
        self._look()
        if before.language != preferences.language:
            state.tasks.blockSignals(True)
            state.leaving.set()
            self._open_main(state.desk, state.practice)
        self._keep_preferences()

    # --- between locked and unlocked ---

    def _ask_restore(self, source: str) -> None:
        from adviser_desk.ui.restore_window import RestoreWindow

        self._note = dataclasses.replace(self._note, restore="")
        window = RestoreWindow(self.folder, self.policy, source)
        window.opened.connect(self._opened)
        window.left.connect(self.start)
        self._show(window)

    def _choose_language(self, language: Language) -> None:
        self.preferences = self.preferences.model_copy(update={"language": language})
        self._look()
        self.start()

    def _opened(self, desk: Desk, practice: bool) -> None:
        try:
            self._begin(desk, practice)
        except Exception as error:
            self._could_not_begin(desk, error)

    def _could_not_begin(self, desk: Desk, error: Exception) -> None:
        """No vault stays open behind a window that never came: it is closed, and the locked window says why."""
        autolock, self._autolock, self._state = self._autolock, None, None
        if autolock is not None:
            autolock.deleteLater()
        desk.close()
        log.event(log.Event.LOCKED)
        self.start()
        if isinstance(self._window, UnlockWindow):
            self._window.tell(error)

    def _begin(self, desk: Desk, practice: bool) -> None:
        log.event(log.Event.UNLOCKED)
        by_itself = lambda: self.lock(by_itself=True)  # noqa: E731
        desk.now(organisation.take_units, self.policy)
        own = desk.now(own_settings.own)
        minutes = own_settings.in_force(self.policy, own).lock_after_minutes
        self._autolock = AutoLock(self.app, minutes, by_itself)
        self._open_main(desk, practice)
        privacy.set(own.start_hidden)
        self._system = watch_system(self, by_itself)
        PrintedPages(self._main())
        if self.preferences != read_preferences(self.folder, self.policy.language):
            self._keep_preferences()

    def _open_main(self, desk: Desk, practice: bool) -> None:
        from adviser_desk.casework.cases import make_search_ready
        from adviser_desk.casework.last_view import last_view
        from adviser_desk.ui.window import desk_window

        own = desk.now(own_settings.own)
        self._state = state = State(desk, self.folder, self.policy, practice=practice, own=own)
        state.policy_changed.connect(self._follow_policy)
        state.restore.connect(self.lock_and_restore)
        window = desk_window(state, self.preferences, lock=self.lock, prefer=self.prefer)
        window.lock_and_quit = self.lock_and_quit  # type: ignore[method-assign]
        if (autolock := self._autolock) is not None:
            autolock.counted.connect(window.count_down)
            autolock.idle.connect(window.hide_names)
            for there in (window.stay, state.went, state.capture):
                there.connect(autolock.stay)
        self._show(window)
        self._follow_policy()
        window.restore(desk.now(last_view))
        window.panel.take_up()  # type: ignore[attr-defined]
        state.run(make_search_ready)
        window.pages.build_ahead()

    def _follow_policy(self) -> None:
        if self._state is not None and self._autolock is not None:
            policy = self._state.policy
            self._autolock.set_minutes(policy.lock_after_minutes)
            self._main().status.set_minutes(policy.lock_after_minutes)
            forget_after(policy.clipboard_seconds)
            capture.follow(own_settings.hides(policy, self._state.own))

    def _keep_preferences(self) -> None:
        try:
            keep_preferences(self.folder, self.preferences)
        except KnownError as error:
            if self._state is not None:
                self._state.show_error(error)

    def _leave(self, after: Callable[[bool], None]) -> None:
        if self._state is None:
            return
        waiting, self._after = self._after is not None, after
        if not waiting:
            self._try_to_leave()

    def _try_to_leave(self) -> None:
        state, after = self._state, self._after
        assert state is not None
        assert after is not None
        state.leaving.set()
        draft = False
        try:
            draft = self._put_aside()
        except KnownError as error:
            # What is typed exists only here: cover it, keep it, try again until it can be written.
            self._main().cover(error)
            QTimer.singleShot(_RETRY_MS, self._try_to_leave)
            return
        except Exception as bug:
            # No way to keep it; the draft of at most five seconds ago is on the disk. Locking goes first.
            _tell_bug(bug)
        self._state = None
        forget_copied()
        log.event(log.Event.LOCKED)
        for window in self.app.topLevelWidgets():
            window.hide()
        try:
            state.desk.close()
        except Exception as bug:
            _tell_bug(bug)
        after(draft)

    def _put_aside(self) -> bool:
        """Keep what is typed, and where; whether something was being written. Raises DiskFull and the like."""
        from adviser_desk.casework.last_view import put_aside

        if self._state is None:
            return False
        desk, window = self._state.desk, self._main()
        # What was being saved is saved first, and the window knows it: else its text would come back as a draft.
        desk.now(lambda _vault: None)
        QCoreApplication.sendPostedEvents(self._state.tasks)
        return desk.now(put_aside, window.unsaved(), window.view())

    def _main(self) -> "MainWindow":
        from adviser_desk.ui.main_window import MainWindow

        assert isinstance(self._window, MainWindow)
        return self._window

    def _show(self, window: QWidget) -> None:
        old, self._window = self._window, window
        geometry = old.geometry() if old else self._note.geometry
        room = QGuiApplication.primaryScreen().availableSize()
        full = old.isMaximized() if old else self._note.maximised
        if geometry is not None and not geometry.isEmpty():
            window.setGeometry(geometry)
        elif window.width() + _ROOM > room.width() or window.height() + _ROOM > room.height():
            full = True
        if full:
            window.showMaximized()
        else:
            window.show()
        window.activateWindow()
        if old is not None:
            old.hide()
            old.deleteLater()

    def _look(self) -> None:
        i18n.set_language(self.preferences.language)
        QLocale.setDefault(QLocale("nl_NL" if self.preferences.language == "nl" else "en_GB"))
        self.app.removeTranslator(self._translator)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if self._translator.load(f"qtbase_{self.preferences.language}", folder):
            self.app.installTranslator(self._translator)
        theme.apply(self.preferences.look, self.preferences.text_size)

    def _show_bug(self, error: BaseException) -> None:
        if self._state is None:
            _tell_bug(error)
        else:
            self._state.show_error(error)


def _load_pages() -> None:
    importlib.import_module("adviser_desk.ui.window")


def _tell_bug(error: BaseException | None) -> None:
    if error is not None:
        bug_sentence(error)


def _replace_process(note: LockNote) -> None:
    note.leave()
    command = sys.argv if getattr(sys, "frozen", False) else sys.orig_argv
    try:
        if sys.platform == "win32":
            QProcess.startDetached(sys.executable, command[1:])
            os._exit(0)
        os.execv(sys.executable, [sys.executable, *command[1:]])
    except OSError:
        # The program is no longer where it was. Nothing may stay in memory; the vault is closed.
        os._exit(1)
