"""Words in the reader's language. Messages are written in Dutch, the product's first language; English is a catalogue.

The screen and the Word report share these words. Never an f-string inside `_()`.
"""

import gettext
from datetime import date
from functools import cache

from adviser_desk import paths
from adviser_desk.models.codes import Language

LANGUAGES: tuple[Language, ...] = ("nl", "en")
_MONTHS = {
    "nl": [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
_SHORT_MONTHS = {
    "nl": ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"],
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
}
_DAYS = {
    "nl": ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}
_current: Language = "nl"


class Words:
    """The words of one language: for a writer whose language is not that of the screen."""

    def __init__(self, language: Language) -> None:
        """The catalogue of `language`; Dutch needs none."""
        self.language: Language = language
        self._catalogue = _catalogue(language)

    def __call__(self, message: str) -> str:
        """The message in this language."""
        return self._catalogue.gettext(message)

    def count(self, one: str, many: str, number: int) -> str:
        """The message for a number; fill in `%(n)d` yourself."""
        return self._catalogue.ngettext(one, many, number)

    def long_date(self, day: date) -> str:
        """6 oktober 2026 / 6 October 2026."""
        return f"{day.day} {_MONTHS[self.language][day.month - 1]} {day.year}"

    def short_date(self, day: date, today: date) -> str:
        """2 okt, and 12 mei 2025 for another year."""
        short = f"{day.day} {_SHORT_MONTHS[self.language][day.month - 1]}"
        return short if day.year == today.year else f"{short} {day.year}"

    def weekday_date(self, day: date) -> str:
        """dinsdag 6 oktober 2026 / Tuesday 6 October 2026."""
        return f"{_DAYS[self.language][day.weekday()]} {self.long_date(day)}"

    def weekday(self, day: date) -> str:
        """The name of the day of the week."""
        return _DAYS[self.language][day.weekday()]

    def month(self, number: int) -> str:
        """The name of a month, 1..12."""
        return _MONTHS[self.language][number - 1]


@cache
def _catalogue(language: Language) -> gettext.NullTranslations:
    if language == "nl":
        return gettext.NullTranslations()
    return gettext.translation("adviser_desk", str(paths.resource("locale")), languages=[language])


@cache
def words(language: Language) -> Words:
    """The words of a language."""
    return Words(language)


def set_language(language: Language) -> None:
    """Choose the language of the screen. Called once, before the first window."""
    global _current
    _current = language


def language() -> Language:
    """The language of the screen."""
    return _current


def current() -> Words:
    """The words of the screen's language."""
    return words(_current)


def _(message: str) -> str:
    return words(_current)(message)


def ngettext(one: str, many: str, number: int) -> str:
    """The message for a number in the screen's language; fill in `%(n)d` yourself."""
    return words(_current).count(one, many, number)


def N_(message: str) -> str:
    """Mark a message for the catalogue; it is translated where it is shown."""
    return message
