"""Sets the program beside the design, `docs/pictures/looks/*.png`: `python tools/compare_pictures.py [words of names]`.

Each screen of the design in its own setting beside the mock-up, and on a sheet in the other settings. Same cases, same
clock, no screen needed. The font is the first of `FONTS` that the system has: the design was drawn in Open Sans.
"""

import os
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from make_pictures import HOME, PHRASE, ROOT, few_colours
from picture_sheets import Drawing, Icons, pair, sheet
from picture_states import NOTE, DeskStudio
from PySide6.QtGui import QColor, QFont, QFontDatabase, QImage, QPalette, QTextCursor
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from screens import SCREENS, SETTINGS, Screen, Setting

from adviser_desk import i18n, policy
from adviser_desk.casework import setup
from adviser_desk.models.codes import Language
from adviser_desk.ui.application import make_application
from adviser_desk.ui.export_page import PREVIEW
from adviser_desk.ui.lock_note import LockNote
from adviser_desk.ui.privacy import privacy
from adviser_desk.ui.theme import theme
from adviser_desk.ui.unlock_window import UnlockWindow
from tools.design_vault import KOMPAS

LOOKS = ROOT / "docs" / "pictures" / "looks"
FONTS = ("Segoe UI", "Open Sans", "Noto Sans")
YEAR = "2025/{}/matter/other_party"
PAIR_COLOURS, SHEET_COLOURS = 96, 64
NEW_NOTE = "Omstander. Zag dat een collega aan de balie werd bedreigd door een burger"
REMARK = "Er was meer vraag door een reorganisatie."
FULL = os.environ.get("FULL_PICTURES")
"""A folder for every picture at its own size, to look at more closely."""
PAIRS_ONLY = "--pairs" in sys.argv
"""Only each screen in its own setting, for a quick look."""


def contrast_palette() -> QPalette:
    """The colours of the contrast theme that the design was drawn in."""
    role, palette = QPalette.ColorRole, QPalette()
    for roles, colour in (
        ((role.Window, role.Base, role.Button, role.AlternateBase, role.ToolTipText), "#000000"),
        ((role.WindowText, role.Text, role.ButtonText, role.ToolTipBase, role.PlaceholderText), "#FFFFFF"),
        ((role.Highlight,), "#1AEBFF"),
        ((role.HighlightedText,), "#000000"),
        ((role.Link, role.LinkVisited), "#FFFF00"),
    ):
        for one in roles:
            palette.setColor(one, QColor(colour))
    for one in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, one, QColor("#3FF23F"))
    return palette


class Photographer(DeskStudio):
    """One language: brings a window to each screen and takes it in every setting."""

    def __init__(self, app: QApplication, language: Language, wanted: Sequence[Screen]) -> None:
        super().__init__(app, language)
        self.wanted, self.taken = wanted, dict[tuple[str, Setting], QImage]()

    def all(self) -> None:
        """Every screen that is wanted in this language."""
        for screen in self.wanted:
            settings = [screen.drawn, *(SETTINGS if screen.sheet and not PAIRS_ONLY else ())]
            mine = [setting for setting in settings if setting.language == self.language]
            if not mine:
                continue
            self.look(mine[0])
            route: Callable[[], QWidget] = getattr(self, f"to_{screen.file.partition('-')[2].replace('-', '_')}")
            window = route()
            for setting in mine:
                self.look(setting)
                window.resize(setting.width, setting.height)
                self.taken[screen.file, setting] = image = self.still(window)
                if setting == screen.drawn:
                    few_colours(pair(screen, image), PAIR_COLOURS).save(str(LOOKS / f"{screen.file}.png"), quality=0)
                if FULL is not None:
                    image.save(str(Path(FULL) / f"{screen.file} {setting.name().replace(' %', '')}.png"))
            self.look(mine[0])
            sys.stdout.write(f"{screen.file} {self.language}\n")
            sys.stdout.flush()
            privacy.set(False)
            if window is not self._desk_window:
                window.hide()

    def look(self, setting: Setting) -> None:
        theme.system.pretend(contrast=contrast_palette() if setting.look == "contrast" else None)
        theme.apply("dark" if setting.look == "dark" else "light", setting.text)

    def to_first_run_passphrase(self) -> QWidget:
        self.wizard = wizard = self._wizard()
        wizard.go_on()
        wizard.passphrase.form.first.line.setText(PHRASE)
        wizard.passphrase.form.first.show_words(True)
        self.pause(0.5)
        return wizard

    def to_first_run_recovery(self) -> QWidget:
        wizard = self._wizard()
        wizard.go_on()
        wizard.passphrase.form.first.line.setText(PHRASE)
        wizard.passphrase.form.second.line.setText(PHRASE)
        self.until(lambda: not wizard.passphrase.why_not())
        wizard.go_on()
        return wizard

    def to_unlock(self) -> QWidget:
        folder = HOME / self.language / "locked"
        vault, _code = setup.start_vault(folder, PHRASE, practice=False, profile="large")
        vault.close()
        window = UnlockWindow(folder, LockNote(at="15:04", by_itself=True, draft=True), policy.DEFAULT)
        self.show(window)
        window.passphrase.line.setText(PHRASE)
        return window

    # --- pages ---

    def to_today(self) -> QWidget:
        return self.go("today")

    def to_cases_search(self) -> QWidget:
        window = self.go("cases")
        search = window.pages["cases"].findChild(QLineEdit, "search")
        search.setText("rooster")
        self.pause(2)
        search.setFocus()
        return window

    def to_case(self) -> QWidget:
        window = self.go("case", self.kompas())
        editor = window.pages["case"].findChild(QPlainTextEdit, "case-note")
        self.until(lambda: KOMPAS in editor.accessibleName())
        self.pause(1)
        editor.setFocus()
        editor.setPlainText(NOTE)
        editor.moveCursor(QTextCursor.MoveOperation.End)
        self.pause(2)
        return window

    def to_quick_contact(self) -> QWidget:
        window = self.go("cases")
        window.state.resume.emit(self._draft(case_id=self.kompas(), text=NOTE))
        return window

    def to_consent(self) -> QWidget:
        window = self.go("consent", self.kompas())
        self.pause(0.3)
        page = window.pages["consent"]
        row = next(row for row in page._rows if row.item.scope == "count")
        page._open_row(row, "withdraw")
        return window

    def to_signals_own(self) -> QWidget:
        window = self.go("signals", YEAR.format("own"))
        page = window.pages["signals"]
        self.until(lambda: page.table.rows() and page.work.isHidden())
        return window

    def to_signals_outside(self) -> QWidget:
        window = self.to_signals_own()
        window.pages["signals"].toggle()
        return window

    # --- export ---

    def to_export_preview(self) -> QWidget:
        window = self._desk_window
        if window is None or window._page != "export":
            window = self.go("export")
        page = window.pages["export"]
        while page._now != PREVIEW:
            if page._now > PREVIEW:
                page._go(PREVIEW)
            else:
                self.next_is_on(page)
                page.go_on()
        self.next_is_on(page)
        preview = page.preview_step
        preview.show_table(3)
        rows = preview.table.model()
        preview.table.setCurrentIndex(rows.index(rows.rowCount() - 2, 0))
        return window

    def to_export_check(self) -> QWidget:
        window = self.to_export_preview()
        page = window.pages["export"]
        page.go_on()
        page.check_step.looked.setChecked(True)
        page.check_step.nobody.setFocus()
        return window

    def to_export_done(self) -> QWidget:
        window = self.to_export_check()
        page = window.pages["export"]
        page.check_step.nobody.setChecked(True)
        self.next_is_on(page)
        page.go_on()
        self.until(page.done_step.isVisible)
        return window

    # --- keeping ---

    def to_retention(self) -> QWidget:
        window = self.go("retention")
        self.pause(0.5)
        page = window.pages["retention"]
        page.list.choose_all(True)
        self.pause(0.3)
        page.confirm.passphrase.line.setText(PHRASE)
        page.confirm.passphrase.setFocus()
        return window

    def to_settings_en(self) -> QWidget:
        return self.go("settings", "security")

    def to_backup_en(self) -> QWidget:
        return self.go("backup")

    # --- over a page ---

    def to_privacy_screen(self) -> QWidget:
        window = self.go("today")
        privacy.set(True)
        return window

    def to_auto_lock(self) -> QWidget:
        window = self.go("today")
        window.count_down(24)
        window._countdown.say_kept(True)
        self.after = lambda: window.count_down(None)
        return window

    def to_command_palette(self) -> QWidget:
        window = self.go("today")
        window.last_case = self.kompas()
        window.finder.toggle()
        window.finder.line.setText({"nl": "intrek", "en": "withdraw"}[self.language])
        self.after = window.finder.leave
        return window

    def to_today_dark(self) -> QWidget:
        return self.to_today()

    def to_case_dark(self) -> QWidget:
        return self.to_case()

    def to_case_text_200(self) -> QWidget:
        return self.to_case()

    def to_case_1024x700(self) -> QWidget:
        return self.to_case()

    def to_high_contrast(self) -> QWidget:
        return self.to_case()

    def to_new_case(self) -> QWidget:
        window = self.go("today")
        draft = self._draft(pseudonym="Zandloper-64", text=NEW_NOTE, keep_notes="yes")
        window.state.resume.emit(draft.model_copy(update={"place": "capture:8"}))
        return window

    # --- sheets ---

    def to_states(self) -> QWidget:
        """The states of the design, each in a window of its own."""
        names = ("empty", "nothing_found", "calm", "waiting", "wrong", "full", "old_backup", "done", "privacy")
        return Drawing([self._state(name) for name in names])

    def to_icons(self) -> QWidget:
        return Icons()


def main() -> None:
    """All screens, or those whose name holds one of the words."""
    LOOKS.mkdir(parents=True, exist_ok=True)
    app = make_application([])
    app.setCursorFlashTime(0)
    family = next((name for name in FONTS if name in QFontDatabase.families()), app.font().family())
    app.setFont(QFont(family))
    words = [word for word in sys.argv[1:] if not word.startswith("-")]
    wanted = [one for one in SCREENS if not words or any(word in one.file for word in words)]
    taken: dict[tuple[str, Setting], QImage] = {}
    for language in i18n.LANGUAGES:
        studio = Photographer(app, language, wanted)
        studio.all()
        taken |= studio.taken
        # The files of an export in another language may not take the place of these.
        shutil.rmtree(HOME / "Documents", ignore_errors=True)
    for screen in wanted:
        if screen.sheet and not PAIRS_ONLY:
            others = {setting: taken[screen.file, setting] for setting in SETTINGS if setting != screen.drawn}
            few_colours(sheet(others), SHEET_COLOURS).save(str(LOOKS / f"{screen.file}-sheet.png"), quality=0)
    sys.stdout.flush()
    # Taking the windows down in whatever order Python likes ends in a crash.
    os._exit(0)


if __name__ == "__main__":
    main()
