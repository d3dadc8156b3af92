"""F1: what the page in view is for, in a few sentences that can be read out on the phone."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout

from adviser_desk.i18n import N_, _
from adviser_desk.ui.own_keys import command_keys
from adviser_desk.ui.page import TITLES, Page
from adviser_desk.ui.state import State
from adviser_desk.ui.widgets.boxes import Card, Flow, Scroll, clear
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.numbered import Numbered
from adviser_desk.ui.widgets.text import Heading, Text

_WORDS: Mapping[str, tuple[str, ...]] = {
    "today": (
        N_("Hier staat wat u vandaag te doen heeft."),
        N_("Opvolging: met Spatie vinkt u iets af, met Enter opent u de casus."),
        N_("Toestemming loopt af: vraag of u mag verlengen, of leg vast dat het stopt."),
        N_("Nog aanvullen: teksten die u niet afmaakte, en kenmerken die nog ontbreken."),
    ),
    "cases": (
        N_("Typ in het zoekveld. Een deel van een woord is genoeg."),
        N_("Eén verkeerde letter mag. Accenten en hoofdletters maken niet uit."),
        N_("Met ↓ gaat u naar de lijst, met Enter opent u de casus."),
        N_("Ctrl+Shift+F wist de woorden en alle filters."),
    ),
    "case": (
        N_("Boven typt u een nieuw contact. Ctrl+Enter slaat het op."),
        N_("Eronder staan de eerdere contacten, de nieuwste bovenaan. Met F2 wijzigt u er een."),
        N_("Rechts staan opvolging, kenmerken en de bewaartermijn."),
        N_("De kenmerken tellen mee in de cijfers. Uw aantekeningen nooit."),
    ),
    "consent": (
        N_("Elk doel heeft een eigen antwoord. Vraag ze één voor één."),
        N_("Voor u iets intrekt, leest u wat er stopt en wat er blijft."),
        N_("De geschiedenis groeit alleen. Niemand kan een regel wissen."),
    ),
    "access": (
        N_("Dit is de casus zoals de melder hem op papier krijgt."),
        N_("Kies met Shift en de pijlen wat over een ander gaat. Ctrl+B maakt het zwart."),
        N_("Wat zwart is, gaat niet naar de printer."),
    ),
    "breaking": (
        N_("Leg vast waarom u iets moest doorvertellen, en aan wie."),
        N_("Het verhaal zelf hoeft hier niet te staan."),
    ),
    "signals": (
        N_("Kies de periode, en een of twee kenmerken."),
        N_("U ziet uw echte aantallen. Die verlaten de laptop niet."),
        N_("Ctrl+E laat zien wat een ander in de export leest."),
        N_("Kies een getal. Ernaast staat waarom het wel of niet meegaat."),
    ),
    "export": (
        N_("U kiest een kwartaal, kijkt de tabellen na en geeft akkoord."),
        N_("Kleine aantallen blijven hier. Ook wat een klein aantal zou verraden, blijft hier."),
        N_("U krijgt twee bestanden in een map. Het programma verstuurt niets."),
    ),
    "retention": (
        N_("Hier staan casussen waarvan de bewaartermijn om is."),
        N_("Kies met Spatie wat weg kan. Uw wachtzin bevestigt het vernietigen."),
        N_("Zolang het hier als gepland staat, kunt u het terugdraaien."),
        N_("Moet iets langer blijven? Kies Langer bewaren en schrijf op waarom."),
    ),
    "backup": (
        N_("Een back-up is één versleuteld bestand. Zet het op een stick."),
        N_("Elke back-up wordt teruggelezen voor hij goed heet."),
        N_("Terugzetten kijkt eerst in het bestand. Uw oude kluis blijft 30 dagen bewaard."),
    ),
    "settings": (
        N_("Wat u kiest, geldt meteen."),
        N_("Hier wijzigt u uw wachtzin en kijkt u uw herstelblad na."),
    ),
}
_EVERYWHERE = (
    N_("Ctrl+N legt een gesprek vast. Ctrl+K vindt alles. Ctrl+L zet de kluis op slot."),
    N_("Alles wat u typt, wordt vanzelf bewaard."),
)


class PageHelp(Page):
    """About the page from which it was asked."""

    name = "help"

    def __init__(self, state: State) -> None:
        """Filled when it comes into view."""
        super().__init__(state)
        self._of = ""
        self._scroll = Scroll()
        self._back = Button(_("Terug"), icon="arrow-left", hint="Alt+Left")
        self._back.setObjectName("help-back")
        self._back.clicked.connect(lambda _on=False: self._go_back())
        self._keys = Button(_("Alle toetsen"), kind="link", hint="Ctrl+/")
        self._keys.clicked.connect(lambda _on=False: state.go("keys"))
        self._title, self._words = Heading("", "title"), Card(padding=24, spacing=8)
        self._always = Card(padding=24, spacing=8)
        buttons = Flow(20)
        buttons.addWidget(self._back)
        buttons.addWidget(self._keys)
        for widget in (self._title, self._words, self._always):
            self._scroll.column.addWidget(widget)
        self._scroll.column.addLayout(buttons)
        self._scroll.column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._scroll)

    def show_about(self, about: object) -> None:
        if isinstance(about, str) and about in _WORDS:
            self._of = about
        clear(self._words.column)
        self._words.setVisible(bool(self._of))
        clear(self._always.column)
        self._always.column.addWidget(Heading(_("Overal")))
        for sentence in _EVERYWHERE:
            self._always.column.addWidget(Text(command_keys.in_words(_(sentence))))
        self._title.setText(_("Hulp bij %(page)s") % {"page": _(TITLES[self._of])} if self._of else _("Hulp"))
        for number, sentence in enumerate(_WORDS.get(self._of, ()), 1):
            self._words.column.addWidget(Numbered(number, command_keys.in_words(_(sentence))))

    def about(self) -> str:
        return self._of

    def focus_first(self) -> None:
        self._back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_back(self) -> None:
        back = self.window().findChild(QAction, "back")
        assert back is not None
        back.trigger()
