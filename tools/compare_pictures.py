"""Sets the program beside the design, `docs/pictures/looks/*.png`: `python tools/compare_pictures.py [words of names]`.

Each screen of the design in its own setting beside the mock-up, and on a sheet in the other settings. Same cases, same
clock, no screen needed. The font is the first of `FONTS` that the system has: the design was drawn in Open Sans.
"""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from make_pictures import HOME, PHRASE, ROOT, Studio, few_colours, nothing
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QImage, QPainter, QPalette, QTextCursor
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from screens import SCREENS, SETTINGS, Screen, Setting

from adviser_desk import i18n, policy
from adviser_desk.casework import contacts, policy_news, practice, setup
from adviser_desk.casework.desk import Desk
from adviser_desk.casework.last_view import LastView
from adviser_desk.casework.preferences import Preferences
from adviser_desk.errors import DiskFull
from adviser_desk.i18n import _
from adviser_desk.models.codes import Language
from adviser_desk.models.contact import Draft
from adviser_desk.ui.application import make_application
from adviser_desk.ui.export_page import PREVIEW
from adviser_desk.ui.icons import draw
from adviser_desk.ui.lock_note import LockNote
from adviser_desk.ui.privacy import privacy
from adviser_desk.ui.setup_wizard import SetupWizard
from adviser_desk.ui.state import State
from adviser_desk.ui.theme import theme
from adviser_desk.ui.undo import Undo
from adviser_desk.ui.unlock_window import UnlockWindow
from adviser_desk.ui.window import desk_window
from adviser_desk.vault.connection import Vault
from tools import design_vault
from tools.design_vault import KOMPAS, NOW

DESIGN = ROOT / "docs" / "pictures" / "design"
LOOKS = ROOT / "docs" / "pictures" / "looks"
FONTS = ("Segoe UI", "Open Sans", "Noto Sans")
KEPT = policy.DEFAULT.model_copy(update={"retention_months": 34})
"""So that four of the three years of fictional cases are past their period."""
YEAR = "2025/{}/behaviour/"
BETWEEN, TILE, COLUMNS, CAPTION = 16, 480, 4, 24
GROUND, INK = QColor("#6E6E6A"), QColor("#FFFFFF")
PAIR_COLOURS, SHEET_COLOURS = 96, 64
NOTE = (
    "Belt over het gesprek van gisteren. De leidinggevende heeft het rooster weer zonder overleg aangepast. "
    "Wil nu wel weten hoe een klacht werkt"
)
NEW_NOTE = "Omstander. Zag dat een collega aan de balie werd bedreigd door een burger"
REMARK = "Er was meer vraag door een reorganisatie."
STATE_SIZE = (960, 600)
ICONS_ACROSS, ICON_ROOM = 8, 64
MOST_LOOKS = 30
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


class Photographer(Studio):
    """One language: brings a window to each screen and takes it in every setting."""

    def __init__(self, app: QApplication, language: Language, wanted: Sequence[Screen]) -> None:
        super().__init__(app, language)
        self.wanted, self.taken = wanted, dict[tuple[str, Setting], QImage]()
        self._desk_window: Any = None

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
        return _Drawing([self._state(name) for name in names])

    def to_icons(self) -> QWidget:
        return _Icons()

    # --- how to get there ---

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


class _Drawing(QWidget):
    """Pictures in two columns."""

    def __init__(self, images: Sequence[QImage]) -> None:
        super().__init__()
        self._images = images

    def paintEvent(self, event: Any) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), GROUND)
        width = (self.width() - 4 * BETWEEN) // 3
        for place, image in enumerate(self._images):
            small = image.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
            x, y = BETWEEN + place % 3 * (width + BETWEEN), BETWEEN + place // 3 * (small.height() + BETWEEN)
            painter.drawImage(x, y, small)


class _Icons(QWidget):
    """Every icon that ships, with its name."""

    def paintEvent(self, event: Any) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.colour("window"))
        names = sorted(path.stem for path in (ROOT / "resources" / "icons").glob("*.svg"))
        room = self.width() // ICONS_ACROSS
        painter.setFont(theme.font("hint"))
        for place, name in enumerate(names):
            cell = QRect(place % ICONS_ACROSS * room, 24 + place // ICONS_ACROSS * ICON_ROOM, room, ICON_ROOM)
            draw(painter, name, QRect(cell.center().x() - 12, cell.y(), 24, 24).toRectF())
            painter.setPen(theme.colour("text2"))
            painter.drawText(cell.adjusted(0, 28, 0, -12), int(Qt.AlignmentFlag.AlignCenter), name)


def pair(screen: Screen, program: QImage) -> QImage:
    """The mock-up, and the program at its right."""
    mock_up = QImage(str(DESIGN / f"{screen.file}.png"))
    size = (mock_up.width() + BETWEEN + program.width(), max(mock_up.height(), program.height()))
    both = QImage(*size, QImage.Format.Format_RGB32)
    both.fill(GROUND)
    painter = QPainter(both)
    painter.drawImage(0, 0, mock_up)
    painter.drawImage(mock_up.width() + BETWEEN, 0, program)
    painter.end()
    return both


def sheet(images: Mapping[Setting, QImage]) -> QImage:
    """The other settings, small, each with what it is."""
    tiles = [
        (setting, image.scaledToWidth(TILE, Qt.TransformationMode.SmoothTransformation))
        for setting, image in images.items()
    ]
    rows = [tiles[place : place + COLUMNS] for place in range(0, len(tiles), COLUMNS)]
    heights = [max(image.height() for _setting, image in row) + CAPTION + BETWEEN for row in rows]
    whole = QImage(COLUMNS * (TILE + BETWEEN) + BETWEEN, sum(heights) + BETWEEN, QImage.Format.Format_RGB32)
    whole.fill(GROUND)
    painter, y = QPainter(whole), BETWEEN
    font = QFont(QApplication.font().family())
    font.setPixelSize(13)
    painter.setFont(font)
    painter.setPen(INK)
    for row, height in zip(rows, heights, strict=True):
        for place, (setting, image) in enumerate(row):
            x = BETWEEN + place * (TILE + BETWEEN)
            painter.drawText(QRect(x, y, TILE, CAPTION), int(Qt.AlignmentFlag.AlignVCenter), setting.name())
            painter.drawImage(x, y + CAPTION, image)
        y += height
    painter.end()
    return whole


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
    for screen in wanted:
        if screen.sheet and not PAIRS_ONLY:
            others = {setting: taken[screen.file, setting] for setting in SETTINGS if setting != screen.drawn}
            few_colours(sheet(others), SHEET_COLOURS).save(str(LOOKS / f"{screen.file}-sheet.png"), quality=0)
    sys.stdout.flush()
    # Taking the windows down in whatever order Python likes ends in a crash.
    os._exit(0)


if __name__ == "__main__":
    main()
