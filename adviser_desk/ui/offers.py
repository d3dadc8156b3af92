"""What can be done from the palette: every command of the menus and acts on a case; and which of them fit words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtGui import QAction

from adviser_desk.casework.cases import fold
from adviser_desk.i18n import N_, _

Pieces = tuple[tuple[str, bool], ...]
"""Text, and whether it is what was looked for."""

MOST = 6
"""How many commands are shown: more than anybody reads before typing on."""
_INSIDE = 3
"""Letters from which a word may also be found in the middle of another."""

FIRST = ("new-contact", "new-case", "follow-up", "go-today", "export", "lock")
"""What is offered before anything is typed."""

_ICONS: Mapping[str, str] = {
    "new-contact": "plus",
    "new-case": "folder-plus",
    "follow-up": "calendar-check",
    "consent": "handshake",
    "withdraw": "handshake",
    "export": "file-output",
    "lock": "lock",
    "privacy": "eye-off",
    "go-today": "calendar-check",
    "go-cases": "folder",
    "go-signals": "chart-column",
    "other-side": "eye",
    "go-export": "file-output",
    "go-retention": "calendar-x",
    "go-backup": "archive-restore",
    "settings": "settings",
    "keys": "keyboard",
    "help": "circle-help",
    "lost": "life-buoy",
    "about": "info",
    "find": "search",
    "clear-filters": "search-x",
    "access": "printer",
    "breaking": "triangle-alert",
    "undo": "undo-2",
    "redo": "redo-2",
    "copy": "copy",
    "edit-contact": "pencil",
    "remove-contact": "trash-2",
    "removed": "trash-2",
    "versions": "history",
}

SYNONYMS: Mapping[str, str] = {
    "new-contact": N_("gesprek, telefoon, bellen, notitie, aantekening, loggen, vastleggen, opslaan"),
    "new-case": N_("melding, melder, klacht, dossier, zaak, nieuw gesprek"),
    "edit-contact": N_("verbeteren, aanpassen, bewerken"),
    "remove-contact": N_("wissen, weggooien, weghalen"),
    "removed": N_("prullenbak, terughalen, terugzetten, herstellen"),
    "versions": N_("geschiedenis, vorige tekst, oude tekst, terugzetten, herstellen"),
    "follow-up": N_("herinnering, taak, afspraak, terugbellen, nazorg"),
    "consent": N_("akkoord, meetellen, AVG, privacy"),
    "withdraw": N_("stoppen, herroepen, bezwaar"),
    "access": N_("AVG, inzageverzoek, kopie, papier, afdrukken, zwartlakken"),
    "breaking": N_("geheimhouding, geheim, acuut gevaar, meldplicht, 112"),
    "export": N_("rapport, verslag, cijfers, kwartaalcijfers, Word"),
    "go-export": N_("rapport, verslag, cijfers, kwartaalcijfers, Word"),
    "go-signals": N_("cijfers, aantallen, grafiek, tabel, trend, patroon, enquête"),
    "other-side": N_("ontvanger, eigen cijfers, klein aantal, verborgen"),
    "go-cases": N_("dossiers, zaken, lijst, meldingen"),
    "go-today": N_("taken, agenda, begin, nog te doen"),
    "go-retention": N_("verwijderen, vernietigen, wissen, opruimen, bewaren"),
    "go-backup": N_("kopie, reservekopie, stick, opslaan, terugzetten, nieuwe laptop"),
    "settings": N_("opties, voorkeuren, wachtzin, herstelblad, wachtwoord"),
    "lock": N_("slot, op slot, afmelden, weglopen"),
    "privacy": N_("verbergen, meekijken, scherm delen, weer tonen"),
    "quit": N_("stoppen, dicht, einde"),
    "keys": N_("sneltoetsen, hulp, uitleg"),
    "help": N_("uitleg, vraag, hoe werkt dit"),
    "lost": N_("gestolen, diefstal, kwijt, datalek"),
    "about": N_("versie, licentie"),
    "find": N_("filter, terugvinden"),
    "clear-filters": N_("alles tonen, opnieuw zoeken"),
    "larger": N_("letters, lettergrootte, inzoomen"),
    "smaller": N_("letters, lettergrootte, uitzoomen"),
    "normal": N_("letters, lettergrootte, zoom"),
    "look-dark": N_("thema, kleuren, nacht"),
    "look-light": N_("thema, kleuren, dag"),
    "look-system": N_("thema, kleuren"),
}
"""Other words for a command, by its code."""


@dataclass(frozen=True)
class Offer:
    """One thing that can be done. `case_id` is the case it is about; with `asks_case` one is chosen first."""

    code: str
    label: str
    run: Callable[[], None]
    keys: str = ""
    icon: str = "chevron-right"
    about: str = ""
    case_id: int | None = None
    asks_case: Callable[[int], None] | None = None

    @property
    def synonyms(self) -> str:
        """Other words for it, in the screen's language."""
        return _(SYNONYMS[self.code]) if self.code in SYNONYMS else ""


def offers_of(actions: Mapping[str, QAction]) -> list[Offer]:
    """The commands of the menus that can be chosen now."""
    return [
        Offer(
            code=code,
            label=action.text().replace("&", ""),
            run=action.trigger,
            keys=action.shortcut().toString(),
            icon=_ICONS.get(code, "chevron-right"),
        )
        for code, action in actions.items()
        if action.isEnabled()
    ]


def about_case(offers: Sequence[Offer], codes: Sequence[str], case_id: int, name: str) -> list[Offer]:
    """The same, with the case in view named beside what is about a case."""
    return [replace(one, about=name, case_id=case_id) if one.code in codes else one for one in offers]


def fitting(offers: Sequence[Offer], words: str) -> list[Offer]:
    """The offers in which each word begins a word, those whose name begins so first; before typing the usual ones."""
    asked = fold(words).split()
    if not asked:
        return [one for code in FIRST for one in offers if one.code == code]
    ranked = [(rank, place, one) for place, one in enumerate(offers) if (rank := _rank(one, asked)) is not None]
    return [one for _rank_of, _place, one in sorted(ranked, key=lambda found: found[:2])][:MOST]


def marked(label: str, words: str) -> Pieces:
    """The label with what was typed marked, where it is found."""
    folded, found = fold(label), set[int]()
    for word in fold(words).split():
        start = _begins(folded, word)
        start = folded.find(word) if start < 0 else start
        if start >= 0:
            found.update(range(start, start + len(word)))
    pieces: list[tuple[str, bool]] = []
    for place, letter in enumerate(label):
        if pieces and pieces[-1][1] == (place in found):
            pieces[-1] = (pieces[-1][0] + letter, pieces[-1][1])
        else:
            pieces.append((letter, place in found))
    return tuple(pieces)


def _rank(offer: Offer, asked: Sequence[str]) -> int | None:
    label, also = fold(offer.label), fold(offer.synonyms)
    if label.startswith(asked[0]) and all(_begins(label, word) >= 0 for word in asked):
        return 0
    for rank, text in enumerate((label, f"{label} {also}"), 1):
        if all(_begins(text, word) >= 0 for word in asked):
            return rank
    whole = f"{label} {also}"
    return 3 if all(len(word) >= _INSIDE and word in whole for word in asked) else None


def _begins(text: str, word: str) -> int:
    """Where a word of the text begins with `word`; -1."""
    start = text.find(word)
    while start > 0 and text[start - 1].isalnum():
        start = text.find(word, start + 1)
    return start
