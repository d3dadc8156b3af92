"""Makes the pictures of the guide, `docs/pictures/*.png`, from a practice vault: `python tools/make_pictures.py`.

Same cases, same clock, no screen needed. Optionally only some languages: `… nl`. Needs the fonts of the system.
"""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / "docs" / "pictures"
HOME = Path(tempfile.mkdtemp())
sys.path.insert(0, str(ROOT))
os.environ["QT_QPA_PLATFORM"] = "offscreen"
# The window shows the last folders of the place where an export goes: they must not be those of whoever runs this.
os.environ["HOME"] = os.environ["XDG_CONFIG_HOME"] = str(HOME)

import numpy as np  # noqa: E402
from PySide6.QtGui import QImage  # noqa: E402
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QWidget  # noqa: E402

from adviser_desk import i18n, policy  # noqa: E402
from adviser_desk.casework import cases, contacts, follow_ups, practice, setup  # noqa: E402
from adviser_desk.casework.cases import CaseFilter  # noqa: E402
from adviser_desk.casework.desk import Desk  # noqa: E402
from adviser_desk.casework.last_view import LastView  # noqa: E402
from adviser_desk.casework.preferences import Preferences  # noqa: E402
from adviser_desk.models.case import CaseStatus  # noqa: E402
from adviser_desk.models.codes import Language  # noqa: E402
from adviser_desk.models.consent import ConsentState  # noqa: E402
from adviser_desk.models.contact import Draft  # noqa: E402
from adviser_desk.ui.application import make_application  # noqa: E402
from adviser_desk.ui.lock_note import LockNote  # noqa: E402
from adviser_desk.ui.main_window import MainWindow  # noqa: E402
from adviser_desk.ui.privacy import privacy  # noqa: E402
from adviser_desk.ui.setup_wizard import SetupWizard  # noqa: E402
from adviser_desk.ui.state import State  # noqa: E402
from adviser_desk.ui.theme import theme  # noqa: E402
from adviser_desk.ui.unlock_window import UnlockWindow  # noqa: E402
from adviser_desk.ui.window import desk_window  # noqa: E402
from adviser_desk.vault.connection import Vault  # noqa: E402

NOW = datetime(2026, 10, 6, 14, 20)
CASES, SEED = 240, 1
SIZE = (1280, 800)
SMALL = (720, 480)
OTHER_PARTY = 3
"""The table of the preview that is shown: one with numbers, classes, and a number that protects another."""
YEAR_OF_SIGNALS = "2025/own/behaviour/"
CROSSING_OF_SIGNALS = "2025/outside/matter/other_party"
MOST_COLOURS = 256
LONGEST_WAIT = 300
NOTES: dict[Language, str] = {
    "nl": "Belde over het teamoverleg. Wil eerst zelf het gesprek aangaan. Oefenen we vrijdag.",
    "en": "Called about the team meeting. Wants to have the talk alone first. We practise on Friday.",
}
NEXT: dict[Language, tuple[str, str]] = {"nl": ("Gesprek oefenen", "vr"), "en": ("Practise the talk", "fri")}
STEPS: dict[Language, tuple[str, str]] = {
    "nl": ("Vragen hoe het gesprek ging", "Uitleg geven over de klachtenroute"),
    "en": ("Ask how the talk went", "Explain how to file a complaint"),
}
TALKS: dict[Language, tuple[str, ...]] = {
    "nl": (
        "Eerste gesprek. Roosters worden zonder overleg gewijzigd. Melder twijfelt of dit bij mij hoort.",
        "Belde terug. Wil eerst zelf met de teamleider praten. We oefenden de eerste zin.",
        "Het gesprek met de teamleider ging goed. Het rooster komt voortaan in het overleg.",
    ),
    "en": (
        "First talk. Rosters are changed without asking. The client wonders whether this belongs with me.",
        "Called back. Wants to talk to the team leader first. We practised the first sentence.",
        "The talk with the team leader went well. From now on the roster is on the agenda.",
    ),
}
HALF_WORD: dict[Language, str] = {
    "nl": "Belt volgende week hoe het gaat met de colleg",
    "en": "Will call about the collea",
}
PHRASE = "lantaarn fiets wolk trommel ladder"


class Studio:
    """One language: a window on its own practice vault, and a name for every picture."""

    def __init__(self, app: QApplication, language: Language) -> None:
        self.app, self.language = app, language
        i18n.set_language(language)
        theme.apply("light", 100)
        self.folder = HOME / language / "vault"
        self.desk = Desk(self._vault)

    def first_run(self) -> None:
        """Welcome, passphrase, recovery sheet."""
        wizard = SetupWizard(HOME / self.language / "new", policy.DEFAULT)
        self.show(wizard)
        self.shoot(wizard, "first-run-1")
        wizard.go_on()
        wizard.passphrase.form.first.line.setText(PHRASE)
        wizard.passphrase.form.second.line.setText(PHRASE)
        self.until(lambda: not wizard.passphrase.why_not())
        self.shoot(wizard, "first-run-2")
        wizard.go_on()
        self.shoot(wizard, "first-run-3")
        wizard.hide()

    def unlock(self) -> None:
        """The lock card, as it is after locking by itself."""
        window = UnlockWindow(self.folder, LockNote(at=f"{NOW:%H:%M}", by_itself=True, draft=True), policy.DEFAULT)
        self.show(window)
        self.shoot(window, "unlock")
        window.hide()

    def desk_pages(self) -> None:
        """Every page in order, the capture panel, what lies over a page, and the steps of the export."""
        state = State(self.desk, self.folder, policy.DEFAULT, practice=True, now=lambda: NOW)
        self.window = window = desk_window(state, Preferences(), lock=nothing, prefer=nothing)
        self.show(window)
        case_id = self.desk.now(a_full_case)
        window.restore(LastView(page="today"))
        self.shoot(window, "today")
        self.variant("today-dark", look="dark")
        window.restore(LastView(page="cases"))
        search = window.pages["cases"].findChild(QLineEdit, "search")
        assert search is not None
        search.setText("rooster")
        self.shoot(window, "cases")
        self.variant("cases-small", size=SMALL)
        window.restore(LastView(page="case", about=str(case_id)))
        self.shoot(window, "case")
        self.variant("case-dark", look="dark")
        self.variant("case-200", text=200)
        window.restore(LastView(page="consent", about=str(case_id)))
        self.shoot(window, "consent")
        self.over_today(window)
        self.capture(case_id)
        self.signals()
        self.export()
        window.hide()

    def over_today(self, window: MainWindow) -> None:
        """The palette, and the privacy screen."""
        window.restore(LastView(page="today"))
        window.finder.toggle()
        window.finder.line.setText({"nl": "intrek", "en": "withdraw"}[self.language])
        self.shoot(window, "palette")
        window.finder.leave()
        privacy.set(True)
        self.shoot(window, "privacy")
        privacy.set(False)

    def half_a_word(self) -> None:
        """A case with three contacts, and what was being typed when the vault locked, as unlocking brings it back."""
        case_id = self.desk.now(three_contacts, TALKS[self.language])
        text = HALF_WORD[self.language]
        typed = Draft(
            place="capture:3", case_id=case_id, started_at=NOW, text=text, field="capture-note", cursor=len(text)
        )
        for name, keep in (("three-contacts", None), ("half-a-word", typed)):
            state = State(self.desk, self.folder, policy.DEFAULT, practice=True, now=lambda: NOW)
            window = desk_window(state, Preferences(), lock=nothing, prefer=nothing)
            self.show(window)
            if keep is not None:
                self.desk.now(contacts.keep_draft, keep)
            window.restore(LastView(page="case", about=str(case_id)))
            window.panel.take_up()  # type: ignore[attr-defined]
            self.shoot(window, name)
            window.hide()

    def capture(self, case_id: int) -> None:
        """A contact on a case that is there, and one that opens a case."""
        window, (what, when) = self.window, NEXT[self.language]
        window.restore(LastView(page="case", about=str(case_id)))
        panel = window.panel
        draft = Draft(
            place="capture:1",
            case_id=case_id,
            channel="phone",
            started_at=NOW,
            text=NOTES[self.language],
            field="capture-note",
            cursor=len(NOTES[self.language]),
        )
        window.state.resume.emit(draft.model_copy(update={"next_step": what, "next_step_when": when}))
        self.shoot(window, "new-contact")
        self.variant("new-contact-small", size=SMALL)
        window.state.resume.emit(
            draft.model_copy(
                update={"place": "capture:2", "case_id": None, "pseudonym": "Kompas-47", "keep_notes": "yes"}
            )
        )
        self.shoot(window, "new-case")
        panel.hide()

    def signals(self) -> None:
        """The adviser's own numbers of a year, and what others would see of it."""
        window, page = self.window, self.window.pages["signals"]
        window.restore(LastView(page="signals", about=YEAR_OF_SIGNALS))
        self.until(lambda: page.table.rows() and page.work.isHidden())  # type: ignore[attr-defined]
        self.shoot(window, "signals")
        self.variant("signals-dark", look="dark")
        window.restore(LastView(page="signals", about=CROSSING_OF_SIGNALS))
        self.until(lambda: page.table.rows() and page.work.isHidden())  # type: ignore[attr-defined]
        self.shoot(window, "signals-outside")

    def export(self) -> None:
        """Period, completing, preview, check, done."""
        window, page = self.window, self.window.pages["export"]
        window.restore(LastView(page="export"))
        self.next_is_on(page)
        self.shoot(window, "export-1")
        page.go_on()  # type: ignore[attr-defined]
        self.next_is_on(page)
        self.shoot(window, "export-2")
        page.go_on()  # type: ignore[attr-defined]
        self.next_is_on(page)
        preview = page.preview_step  # type: ignore[attr-defined]
        preview.show_table(OTHER_PARTY)
        rows = preview.table.model()
        preview.table.setCurrentIndex(rows.index(rows.rowCount() - 2, 0))
        self.shoot(window, "export-3")
        self.variant("export-3-dark", look="dark")
        page.go_on()  # type: ignore[attr-defined]
        check = page.check_step  # type: ignore[attr-defined]
        check.looked.setChecked(True)
        self.shoot(window, "export-4")
        check.nobody.setChecked(True)
        self.next_is_on(page)
        page.go_on()  # type: ignore[attr-defined]
        self.until(page.done_step.isVisible)  # type: ignore[attr-defined]
        self.shoot(window, "export-5")

    # --- the camera ---

    def show(self, window: QMainWindow) -> None:
        window.resize(*SIZE)
        window.show()
        self.pause(0.3)

    def next_is_on(self, page: QWidget) -> None:
        """The main button can be pressed: what the step was waiting for is there."""
        button = page.findChild(QWidget, "export-next")
        assert button is not None
        self.pause(0.5)
        self.until(button.isEnabled)

    def pause(self, seconds: float) -> None:
        """Let the window and the threads behind it go on."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.app.processEvents()
            time.sleep(0.01)

    def until(self, there: Callable[[], bool]) -> None:
        end = time.monotonic() + LONGEST_WAIT
        while not there():
            if time.monotonic() > end:
                raise TimeoutError
            self.pause(0.05)

    def variant(self, name: str, *, look: str = "light", text: int = 100, size: Sequence[int] = SIZE) -> None:
        """The same page in another look, text size or window."""
        theme.apply(look, text)  # type: ignore[arg-type]
        self.window.resize(*size)
        self.shoot(self.window, name)
        theme.apply("light", 100)
        self.window.resize(*SIZE)
        self.pause(0.3)

    def shoot(self, window: QMainWindow, name: str) -> None:
        """The window once it stands still: on a busy computer a page can come later than its place."""
        image, before = window.grab().toImage(), QImage()
        while image != before:
            self.pause(0.7)
            image, before = window.grab().toImage(), image
        path = PLACE / f"{name}-{self.language}.png"
        few_colours(image).save(str(path), quality=0)
        sys.stdout.write(f"{path.name} {path.stat().st_size // 1024} kB\n")

    def _vault(self) -> Vault:
        vault, _code = setup.start_vault(self.folder, practice.PASSPHRASE, practice=True, profile="large")
        practice.fill_practice(vault, CASES, SEED, until=NOW.date())
        tidy_up(vault, STEPS[self.language])
        return vault


def nothing(*_any: object) -> None:
    """Locking and preferences are not in the pictures."""


def tidy_up(vault: Vault, steps: Sequence[str]) -> None:
    """An adviser who keeps up: what is long overdue was done, and there is something for today."""
    today = NOW.date()
    for one in follow_ups.due(vault, until=today - timedelta(days=20)):
        follow_ups.tick_off(vault, one.follow_up.id, done_on=one.follow_up.due_on)
    for days, text in enumerate(steps):
        case_id = a_full_case(vault)
        new = follow_ups.NewFollowUp(due_on=today + timedelta(days=days - 1), channel="phone", text=text)
        follow_ups.add_follow_up(vault, case_id, new)


def three_contacts(vault: Vault, notes: Sequence[str]) -> int:
    """A new case with one contact for each note, three days apart, the last one today."""
    case_id, pseudonym = None, "Fornuis-72"
    for number, note in enumerate(notes, 1):
        at = NOW - timedelta(days=3 * (len(notes) - number), minutes=40)
        draft = Draft(
            place="capture:4",
            case_id=case_id,
            pseudonym=None if case_id else pseudonym,
            started_at=at,
            text=note,
            keep_notes="later" if case_id else "yes",
            count="later" if case_id else "yes",
        )
        case_id = contacts.log_contact(vault, draft, at=at, minutes=10 * number).case_id
    assert case_id is not None
    return case_id


def a_full_case(vault: Vault) -> int:
    """The open case that shows most: contacts, follow-ups and consents."""
    today: date = NOW.date()
    rows = cases.find_cases(vault, "", CaseFilter(status=CaseStatus.OPEN), today=today).rows

    def much(case_id: int) -> tuple[int, int]:
        page = cases.case_page(vault, case_id, today=today)
        given = sum(one.state is ConsentState.GIVEN for one in page.standing)
        return min(len(page.contacts), 4) + given + min(len(page.follow_ups), 2), -case_id

    return max((row.id for row in rows), key=much)


def few_colours(image: QImage, most: int = MOST_COLOURS) -> QImage:
    """The picture in the colours that show most, 256 or fewer: often used, or far from what is chosen already."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    width, height = image.width(), image.height()
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(height, width) & 0xFFFFFF
    colours, place, often = np.unique(pixels, return_inverse=True, return_counts=True)
    parts = np.stack([(colours >> shift) & 0xFF for shift in (16, 8, 0)], axis=1).astype(np.int64)
    kept = [int(often.argmax())]
    apart = ((parts - parts[kept[0]]) ** 2).sum(axis=1)
    nearest = np.zeros(len(colours), np.uint8)
    while len(kept) < min(most, len(colours)):
        chosen = int((apart * np.sqrt(often)).argmax())
        from_chosen = ((parts - parts[chosen]) ** 2).sum(axis=1)
        nearest[from_chosen < apart] = len(kept)
        apart = np.minimum(apart, from_chosen)
        kept.append(chosen)
    drawn = np.zeros((height, -(-width // 4) * 4), np.uint8)
    drawn[:, :width] = nearest[place].reshape(height, width)
    small = QImage(drawn.tobytes(), width, height, drawn.shape[1], QImage.Format.Format_Indexed8).copy()
    small.setColorTable([int(colours[each]) | 0xFF000000 for each in kept])
    return small


def main() -> None:
    """All pictures, or those of the languages that are named."""
    PLACE.mkdir(parents=True, exist_ok=True)
    app = make_application([])
    app.setCursorFlashTime(0)
    for language in i18n.LANGUAGES:
        if len(sys.argv) == 1 or language in sys.argv[1:]:
            studio = Studio(app, language)
            for part in (studio.first_run, studio.unlock, studio.desk_pages, studio.half_a_word):
                part()
            studio.desk.close()
            shutil.rmtree(HOME / "Documents")
    shutil.rmtree(HOME)
    sys.stdout.flush()
    # Taking the windows down in whatever order Python likes ends in a crash.
    os._exit(0)


if __name__ == "__main__":
    main()
