"""From a locked vault to the window and back. Locking replaces the process: a torn-down window keeps note text.

Must never ask a question before locking.
"""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QProcess, QRect, QSettings, QTimer, QTranslator
from PySide6.QtWidgets import QApplication, QWidget

from adviser_desk import i18n, log
from adviser_desk.casework import setup
from adviser_desk.casework.desk import Desk
from adviser_desk.casework.last_view import last_view, put_aside
from adviser_desk.casework.preferences import Preferences, keep_preferences, read_preferences
from adviser_desk.errors import KnownError
from adviser_desk.policy import Policy
from adviser_desk.ui.autolock import AutoLock
from adviser_desk.ui.icons import icon
from adviser_desk.ui.lock_note import LockNote
from adviser_desk.ui.main_window import MainWindow
from adviser_desk.ui.state import State
from adviser_desk.ui.theme import theme
from adviser_desk.ui.unlock_window import UnlockWindow
from adviser_desk.ui.widgets.text import install_headings
from adviser_desk.ui.window import desk_window

_RETRY_MS = 2_000


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

    def __init__(self, app: QApplication, folder: Path, policy: Policy, language: i18n.Language | None) -> None:
        """`language` from the command line goes before the preference."""
        super().__init__(app)
        self.app, self.folder, self.policy = app, folder, policy
        self.preferences = read_preferences(folder)
        if language is not None:
            self.preferences = self.preferences.model_copy(update={"language": language})
        self._translator = QTranslator(self)
        self._window: QWidget | None = None
        self._state: State | None = None
        self._autolock: AutoLock | None = None
        self._note = LockNote.received()
        self._look()
        app.setWindowIcon(icon("notebook-tabs"))
        app.commitDataRequest.connect(lambda _manager: self._put_aside())
        signal.signal(signal.SIGTERM, lambda *_: self.lock_and_quit())

    def start(self) -> None:
        """The unlock window, or the first run where there is no vault yet."""
        if setup.has_vault(self.folder):
            window: QWidget = UnlockWindow(self.folder, self._note)
        else:
            from adviser_desk.ui.setup_wizard import SetupWizard

            window = SetupWizard(self.folder)
            window.language_chosen.connect(self._choose_language)
        window.opened.connect(self._opened)  # type: ignore[attr-defined]
        self._show(window)

    def lock(self, *, by_itself: bool = False) -> None:
        """Keep what is typed, close the vault, replace this process by a fresh one. A full disk is waited for."""
        if self._state is None:
            return
        note = LockNote.now(by_itself=by_itself, draft=bool(self._main().unsaved()), geometry=self._main().geometry())
        self._leave(lambda: _replace_process(note))

    def lock_and_quit(self) -> None:
        """Keep what is typed, close the vault, end."""
        if self._state is None:
            self.app.quit()
        else:
            self._leave(self.app.quit)

    def prefer(self, preferences: Preferences) -> None:
        """Another language, look or text size: at once, and remembered beside the vault."""
        before, self.preferences = self.preferences, preferences
        keep_preferences(self.folder, preferences)
        self._look()
        if self._state is None:
            return
        self._main().preferences = preferences
        if before.language != preferences.language:
            self._put_aside()
            self._open_main(self._state)

    # --- between locked and unlocked ---

    def _choose_language(self, language: i18n.Language) -> None:
        self.preferences = self.preferences.model_copy(update={"language": language})
        self._look()
        self.start()

    def _opened(self, desk: Desk, practice: bool) -> None:
        log.event(log.Event.UNLOCKED)
        if self.preferences != read_preferences(self.folder):
            keep_preferences(self.folder, self.preferences)
        self._open_main(State(desk, self.folder, self.policy, practice=practice))
        self._autolock = AutoLock(self.app, self.policy.lock_after_minutes, lambda: self.lock(by_itself=True))

    def _open_main(self, state: State) -> None:
        self._state = state
        window = desk_window(state, self.preferences, lock=self.lock, prefer=self.prefer)
        window.lock_and_quit = self.lock_and_quit  # type: ignore[method-assign]
        self._show(window)
        window.restore(state.desk.now(last_view))
        window.panel.take_up()  # type: ignore[attr-defined]

    def _leave(self, after: Callable[[], None]) -> None:
        state, window = self._state, self._main()
        assert state is not None
        try:
            self._put_aside()
        except KnownError as error:
            # What is typed exists only here: cover it, keep it, try again until it can be written.
            window.cover(error)
            QTimer.singleShot(_RETRY_MS, lambda: self._leave(after))
            return
        self._state = None
        log.event(log.Event.LOCKED)
        window.hide()
        state.desk.close()
        after()

    def _put_aside(self) -> None:
        if self._state is not None:
            self._state.desk.now(put_aside, self._main().unsaved(), self._main().view())

    def _main(self) -> MainWindow:
        assert isinstance(self._window, MainWindow)
        return self._window

    def _show(self, window: QWidget) -> None:
        geometry: QRect | None = self._window.geometry() if self._window else self._note.geometry
        old, self._window = self._window, window
        if geometry is not None:
            window.setGeometry(geometry)
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


def _replace_process(note: LockNote) -> None:
    note.leave()
    command = sys.argv if getattr(sys, "frozen", False) else sys.orig_argv
    if sys.platform == "win32":
        QProcess.startDetached(sys.executable, command[1:])
        os._exit(0)
    os.execv(sys.executable, [sys.executable, *command[1:]])
