"""Help: the laptop is lost or stolen. What to do, what was protected how, and what to tell the privacy officer."""

from PySide6.QtWidgets import QVBoxLayout

from adviser_desk.casework import access, setup
from adviser_desk.casework.access import Access
from adviser_desk.errors import KnownError
from adviser_desk.i18n import N_, _
from adviser_desk.ui.page import Page
from adviser_desk.ui.state import State
from adviser_desk.ui.widgets.boxes import Card, Scroll
from adviser_desk.ui.widgets.numbered import Numbered
from adviser_desk.ui.widgets.text import Heading, Text

DO = (
    N_("Meld het meteen bij uw IT-afdeling en bij de privacyfunctionaris. Dat geldt ook voor een stick."),
    N_("Zeg hun wat hieronder staat. Noem geen namen en geen casussen."),
    N_("Pak uw herstelblad en uw laatste back-up."),
    N_("Kies op de nieuwe laptop ‘Ik heb al een back-up’. Kies daarna een andere wachtzin."),
    N_("Maakte u na die back-up nog exports? Lees ze weer in bij Kwartaalexport."),
    N_("Lag het herstelblad bij de laptop of de stick? Zeg dat erbij, en print een nieuw blad."),
)
HOW = (
    N_("De kluis is versleuteld met SQLCipher 4 (AES-256). De sleutel is 256 bits en willekeurig."),
    N_("Een wachtzin opent die sleutel via Argon2id, met minstens 64 MiB geheugen. Dat maakt raden traag en duur."),
    N_("Het herstelblad heeft een willekeurige code van ruim 150 bits. Die is niet te raden."),
    N_("Een back-up is op dezelfde manier versleuteld. De wachtzin kost daar vier keer zoveel rekentijd."),
    N_("Zonder sleutel is te lezen: het kluisnummer, wanneer de back-up is gemaakt, en hoe groot hij is."),
)
NOT = (
    N_("Stond de kluis open toen de laptop verdween? Dan kan iemand hebben gelezen wat op het scherm stond."),
    N_("Wat het systeem zelf op de schijf zet (wisselbestand, slaapstand), valt hier buiten. Vraag IT daarnaar."),
    N_("Wie uw wachtzin of herstelcode kent en de kluis heeft, kan alles lezen."),
)


class LostPage(Page):
    """One page, to be read aloud on the phone."""

    name = "lost"

    def __init__(self, state: State) -> None:
        """Says of this vault how it opens when it comes into view."""
        super().__init__(state)
        scroll = Scroll()
        self._mine = Text("")
        scroll.column.addWidget(Heading(_("Laptop kwijt"), "title"))
        scroll.column.addWidget(_list(_("Wat u doet"), DO))
        card = _list(_("Wat er versleuteld was, en hoe"), HOW)
        card.column.addWidget(self._mine)
        scroll.column.addWidget(card)
        scroll.column.addWidget(_list(_("Wat dit niet afdekt"), NOT))
        scroll.column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)

    def show_about(self, about: object) -> None:
        self.state.run(access.access, policy=self.state.policy, then=self._show)

    def _show(self, found: Access) -> None:
        try:
            number = setup.vault_number(self.state.folder)
        except KnownError:
            number = "–"
        words = _("Uw kluis is %(number)s. De wachtzin werkt ook zonder deze laptop.")
        if found.device:
            words = _("Uw kluis is %(number)s. De wachtzin werkt alleen samen met een geheim van deze laptop zelf.")
        self._mine.setText(words % {"number": number})


def _list(title: str, sentences: tuple[str, ...]) -> Card:
    card = Card(padding=24, spacing=8)
    card.column.addWidget(Heading(title))
    for number, sentence in enumerate(sentences, 1):
        card.column.addWidget(Numbered(number, _(sentence)))
    return card
