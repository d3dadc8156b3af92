"""The screens of the design and the settings in which each is looked at; `compare_pictures.py` makes the pictures."""

from typing import NamedTuple


class Setting(NamedTuple):
    """How the window looks: language, theme (light, dark or contrast), text size, width and height."""

    language: str = "nl"
    look: str = "light"
    text: int = 100
    width: int = 1280
    height: int = 800

    def name(self) -> str:
        """For below the picture."""
        return f"{self.language} {self.look} {self.text} % {self.width}×{self.height}"


class Screen(NamedTuple):
    """One picture of the design: the name of its file, what it shows, and the setting in which it was drawn."""

    file: str
    title: str
    drawn: Setting = Setting()
    sheet: bool = True
    """Whether it is made in the other settings too."""


ENGLISH = Setting(language="en")
SCREENS = (
    Screen("01-first-run-passphrase", "First run: passphrase"),
    Screen("02-first-run-recovery", "First run: recovery sheet"),
    Screen("03-unlock", "Unlock"),
    Screen("04-today", "Vandaag"),
    Screen("05-cases-search", "Casussen, with a search"),
    Screen("06-case", "Casus"),
    Screen("07-quick-contact", "New contact"),
    Screen("08-consent", "Toestemming, withdrawing"),
    Screen("09-signals-own", "Signalen: what you see"),
    Screen("10-signals-outside", "Signalen: what others see"),
    Screen("11-export-preview", "Kwartaalexport: preview"),
    Screen("12-export-check", "Kwartaalexport: check"),
    Screen("13-export-done", "Kwartaalexport: done"),
    Screen("14-retention", "Bewaartermijnen"),
    Screen("15-settings-en", "Settings", ENGLISH),
    Screen("16-backup-en", "Backup", ENGLISH),
    Screen("17-privacy-screen", "Privacy screen"),
    Screen("18-auto-lock", "Countdown before locking"),
    Screen("19-command-palette", "Palette"),
    Screen("20-states", "States", sheet=False),
    Screen("21-today-dark", "Vandaag, dark", Setting(look="dark"), sheet=False),
    Screen("22-case-dark", "Casus, dark", Setting(look="dark"), sheet=False),
    Screen("23-case-text-200", "Casus, text at 200 %", Setting(text=200), sheet=False),
    Screen("24-case-1024x700", "Casus, medium window", Setting(width=1024, height=700), sheet=False),
    Screen("25-high-contrast", "Casus, contrast theme", Setting(look="contrast"), sheet=False),
    Screen("26-new-case", "New case and contact"),
    Screen("27-icons", "Icons", sheet=False),
)
SETTINGS = (
    ENGLISH,
    Setting(look="dark"),
    Setting(look="contrast"),
    Setting(text=200),
    Setting(width=1024, height=700),
    Setting(width=720, height=480),
    Setting("en", "dark", 200, 1280, 800),
    Setting("en", "contrast", 200, 720, 480),
)
"""Beside the setting of the design. Together they hold both languages, each look, both text sizes and each window."""
