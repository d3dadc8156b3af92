"""First run, step 1: how it works in four sentences, the language, and how many cases are expected."""

from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from adviser_desk import i18n
from adviser_desk.i18n import _
from adviser_desk.ui.theme import theme
from adviser_desk.ui.widgets.boxes import Picture, Scroll
from adviser_desk.ui.widgets.button import Button, Segment
from adviser_desk.ui.widgets.text import Field, Heading, Text


class WelcomeStep(Scroll):
    """Nothing mandatory."""

    touched = Signal()
    language_chosen = Signal(str)
    restore_asked = Signal()

    def __init__(self) -> None:
        """With the small profile."""
        super().__init__(margins=(64, 48, 64, 24), spacing=16)
        self.column.addWidget(Heading(_("Welkom bij Adviser Desk"), "title"))
        self.column.addWidget(Text(_("Een kluis voor uw aantekeningen als vertrouwenspersoon.")))
        self.column.addSpacing(8)
        for icon, words in (
            ("lock", _("Alles staat versleuteld op deze laptop. Er gaat niets over het netwerk.")),
            ("key-round", _("Alleen u kunt de kluis openen. Uw IT-afdeling kan dat niet.")),
            ("pencil", _("Wat u typt, wordt vanzelf bewaard. Ook als de kluis op slot gaat.")),
            ("shield-check", _("Naar buiten gaan alleen cijfers die zijn nagerekend, en pas na uw akkoord.")),
        ):
            row = QHBoxLayout()
            row.setSpacing(12)
            row.addWidget(Picture(icon, "accent"))
            row.addWidget(Text(words), 1)
            self.column.addLayout(row)
        self.column.addSpacing(12)
        self._language = Segment(_("Taal"), [("nl", "Nederlands", ""), ("en", "English", "")])
        self._language.set_value(i18n.language())
        self._language.chosen.connect(self.language_chosen)
        self._profile = Segment(
            _("Aantal casussen"), [("small", _("Minder dan 30"), ""), ("large", _("30 of meer"), "")]
        )
        self._profile.set_value("small")
        self._measure()
        theme.changed.connect(self._measure)
        self.column.addWidget(Field(_("Taal"), self._language))
        hint = _("Bij weinig casussen zegt een jaarcijfer meer dan een kwartaalcijfer. Dit geldt voor het hele jaar.")
        self.column.addWidget(Field(_("Hoeveel casussen verwacht u per kwartaal?"), self._profile, hint=hint))
        restore = Button(_("Ik heb al een back-up"), kind="link", icon="archive-restore")
        restore.setObjectName("have-backup")
        restore.clicked.connect(lambda _on=False: self.restore_asked.emit())
        line = QHBoxLayout()
        line.addWidget(restore)
        line.addStretch(1)
        self.column.addLayout(line)
        self.column.addStretch(1)

    def _measure(self) -> None:
        for segment in (self._language, self._profile):
            segment.setMaximumWidth(theme.em(26))

    def profile(self) -> Literal["small", "large"]:
        """The profile of the figures."""
        return "large" if self._profile.value() == "large" else "small"

    def why_not(self) -> str:
        """Always ready."""
        return ""

    def setFocus(self, *_reason: object) -> None:
        """The first choice."""
        next(button for button in self._language.buttons() if button.isChecked()).setFocus()
