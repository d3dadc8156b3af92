"""Brings the window of the practice vault to a page or a state, and takes it once it stands still."""

import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from make_pictures import HOME, PHRASE, Studio, nothing
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from adviser_desk import policy
from adviser_desk.casework import contacts, policy_news, practice, setup
from adviser_desk.casework.desk import Desk
from adviser_desk.casework.last_view import LastView
from adviser_desk.casework.preferences import Preferences
from adviser_desk.errors import DiskFull
from adviser_desk.i18n import _
from adviser_desk.models.codes import Language
from adviser_desk.models.contact import Draft
from adviser_desk.ui.lock_note import LockNote
from adviser_desk.ui.privacy import privacy
from adviser_desk.ui.setup_wizard import SetupWizard
from adviser_desk.ui.state import State
from adviser_desk.ui.undo import Undo
from adviser_desk.ui.unlock_window import UnlockWindow
from adviser_desk.ui.window import desk_window
from adviser_desk.vault.connection import Vault
from tools import design_vault
from tools.design_vault import KOMPAS, NOW

KEPT = policy.DEFAULT.model_copy(update={"retention_months": 34})
"""So that four of the three years of fictional cases are past their period."""
NOTE = (
    "Belt over het gesprek van gisteren. De leidinggevende heeft het rooster weer zonder overleg aangepast. "
    "Wil nu wel weten hoe een klacht werkt"
)
STATE_SIZE = (960, 600)
MOST_LOOKS = 30


class DeskStudio(Studio):
    """One language: one window on the vault of the design, and some of their own."""

    def __init__(self, app: QApplication, language: Language) -> None:
        super().__init__(app, language)
        self._desk_window: Any = None

    def still(self, window: QWidget) -> QImage:
        """The window once it stands still."""
        image, before = window.grab().toImage(), QImage()
        for _look in range(MOST_LOOKS):
            if image == before:
                return image
            self.pause(0.25)
            image, before = window.grab().toImage(), image
        sys.stdout.write("It does not stand still.\n")
        return image

    def until(self, there: Callable[[], bool]) -> None:
        """However busy the computer is."""
        while not there():
            self.pause(0.05)

    # --- before the desk ---

    def go(self, page: str, about: object = None) -> Any:
        """The desk window on a page, with nothing over it."""
        if self._desk_window is None:
            state = State(self.desk, self.folder, KEPT, practice=False, now=lambda: NOW)
            self._desk_window = desk_window(state, Preferences(), lock=nothing, prefer=nothing)
            self.show(self._desk_window)
        window = self._desk_window
        if (after := getattr(self, "after", None)) is not None:
            after()
            self.after = None
        window.panel.hide()
        window.toast.hide()
        window.resize(1280, 800)
        search = window.pages["cases"].findChild(QLineEdit, "search")
        search.clear()
        window.restore(LastView(page=page, about="" if about is None else str(about)))
        window.activateWindow()
        self.pause(0.5)
        return window

    def kompas(self) -> int:
        return self.desk.now(design_vault.case_of, KOMPAS)

    def _wizard(self) -> Any:
        wizard = SetupWizard(HOME / self.language / "new", policy.DEFAULT)
        self.show(wizard)
        return wizard

    def _draft(self, **values: Any) -> Draft:
        text = values["text"]
        return Draft(
            place="capture:7", channel="phone", started_at=NOW, field="capture-note", cursor=len(text), **values
        )

    def _state(self, name: str) -> QImage:
        window = getattr(self, f"_{name}")()
        window.resize(*STATE_SIZE)
        image = self.still(window)
        if window is not self._desk_window:
            window.hide()
        return image

    def _empty(self) -> Any:
        folder = HOME / self.language / "empty"
        vault = lambda: setup.start_vault(folder, PHRASE, practice=False, profile="large")[0]  # noqa: E731
        self._empty_desk = Desk(vault)
        state = State(self._empty_desk, folder, policy.DEFAULT, practice=False, now=lambda: NOW)
        self._empty_window = desk_window(state, Preferences(), lock=nothing, prefer=nothing)
        self.show(self._empty_window)
        self._empty_window.restore(LastView(page="cases"))
        return self._empty_window

    def _nothing_found(self) -> Any:
        window = self.go("cases")
        window.pages["cases"].findChild(QLineEdit, "search").setText("roster")
        return window

    def _wrong(self) -> Any:
        window = UnlockWindow(self.folder, LockNote(), policy.DEFAULT)
        self.show(window)
        window.passphrase.line.setText("fout")
        window.open()
        self.until(lambda: window.passphrase.trouble.isVisible())
        return window

    def _full(self) -> Any:
        window = self.go("case", self.kompas())
        window.state.trouble.emit(DiskFull().sentence())
        self.after = lambda: window.state.trouble.emit(None)
        return window

    def _waiting(self) -> Any:
        """A case with a draft that waits."""
        self.desk.now(contacts.keep_draft, self._draft(case_id=self.kompas(), text=NOTE))
        window = self.go("today")
        self.after = lambda: self.desk.now(contacts.drop_draft, "capture:7")
        return window

    def _calm(self) -> Any:
        """The same empty desk, with nothing to do."""
        self._empty_window.restore(LastView(page="today"))
        self._empty_window.show()
        return self._empty_window

    def _old_backup(self) -> Any:
        """Fifteen days after the last backup."""
        later = State(self.desk, self.folder, KEPT, practice=False, now=lambda: NOW + timedelta(days=12))
        self._later_window = desk_window(later, Preferences(), lock=nothing, prefer=nothing)
        self.show(self._later_window)
        self._later_window.restore(LastView(page="backup"))
        return self._later_window

    def _privacy(self) -> Any:
        """Names and texts as bars, in the list of cases."""
        window = self.go("cases")
        privacy.set(True)
        return window

    def _done(self) -> Any:
        """A step was ticked off and can be taken back."""
        window = self.go("case", self.kompas())
        window.state.toast.emit(_("Opvolging afgevinkt."), Undo(_("opvolging afvinken"), nothing))
        return window

    def _vault(self) -> Vault:
        vault, _code = setup.start_vault(self.folder, practice.PASSPHRASE, practice=True, profile="large")
        design_vault.fill(vault, HOME / self.language / "USB" / "Backup")
        policy_news.read(vault, KEPT)
        return vault
