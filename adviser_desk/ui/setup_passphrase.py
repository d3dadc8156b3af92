"""First run, step 2: the passphrase."""

from PySide6.QtCore import Signal

from adviser_desk.i18n import _
from adviser_desk.policy import Policy
from adviser_desk.ui.new_passphrase import NewPassphrase
from adviser_desk.ui.widgets.boxes import Scroll
from adviser_desk.ui.widgets.text import Heading, Text


class PassphraseStep(Scroll):
    """`touched` when the button may have to change; `entered` on Enter in the second field."""

    touched = Signal()
    entered = Signal()

    def __init__(self, policy: Policy) -> None:
        """Empty. `policy` says how strong it must be."""
        super().__init__(margins=(64, 48, 64, 24), spacing=16)
        self.form = NewPassphrase(_("Uw wachtzin"), policy)
        self.form.touched.connect(self.touched)
        self.form.entered.connect(self.entered)
        self.setFocusProxy(self.form)
        explained = _(
            "Met deze zin opent u uw kluis. Alleen u kent de zin. "
            "Wij kunnen hem niet opzoeken en uw IT-afdeling ook niet."
        )
        self.column.addWidget(Heading(_("Kies een wachtzin"), "title"))
        self.column.addWidget(Text(explained))
        self.column.addWidget(self.form)
        self.column.addStretch(1)

    def why_not(self) -> str:
        """Why the vault cannot be made with this yet."""
        return self.form.why_not()
