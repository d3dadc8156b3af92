"""Settings, Signalen en export, Bewaren, Back-up and Over: what others decide, and how often to remind."""

import adviser_desk
from adviser_desk.i18n import N_, _
from adviser_desk.policy import UNNAMED
from adviser_desk.policy_sources import place
from adviser_desk.ui.settings_managed import BeginsRow, FixedRow, LimitRow, UnitsRow, set_by
from adviser_desk.ui.settings_rows import Row, SettingsGroup
from adviser_desk.ui.state import State
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.text import Text


class SignalsGroup(SettingsGroup):
    """Which numbers are too small to show."""

    code = "signals"
    label = N_("Signalen en export")
    words = N_("rapport, cijfers, kwartaal, klein getal")

    def __init__(self, state: State) -> None:
        """The threshold, and what else the organisation set."""
        hint = _("Kleinere aantallen komen nooit in een export.")
        rows: list[Row] = [FixedRow(state, "threshold", hint=hint, words=_("drempel, minimum, klein aantal"))]
        if state.organisation.units:
            least = _("Kleinere onderdelen staan nooit met hun naam in een export.")
            rows += [UnitsRow(state), FixedRow(state, "unit_least_people", hint=least)]
        if state.organisation.export_folder:
            rows.append(BeginsRow(state, "export_folder", words=_("opslaan, bestanden")))
        super().__init__(state, *rows)


class RetentionGroup(SettingsGroup):
    """How long cases are kept, and how long destroying them can be turned back."""

    code = "retention"
    label = N_("Bewaartermijnen")
    words = N_("bewaren, verwijderen, wissen, vernietigen")

    def __init__(self, state: State) -> None:
        """Two values."""
        months, hours = _("Gerekend vanaf het laatste contact."), _("Zo lang kunt u een vernietiging terugdraaien.")
        super().__init__(
            state, FixedRow(state, "retention_months", hint=months), FixedRow(state, "grace_hours", hint=hours)
        )


class BackupGroup(SettingsGroup):
    """How often the program reminds of a backup."""

    code = "backup"
    label = N_("Back-up")
    words = N_("kopie, reservekopie, stick")

    def __init__(self, state: State) -> None:
        """The reminder, and the way to the page."""
        self._every = LimitRow(state, "backup_every_days", hint=_("De herinnering staat op Vandaag."))
        make = Button(_("Naar Back-up"))
        make.setObjectName("settings-go-backup")
        make.clicked.connect(lambda _on=False: state.go("backup"))
        proposed = [BeginsRow(state, "backup_folder")] if state.organisation.backup_folder else []
        super().__init__(state, self._every, *proposed, Row(_("Back-up maken of terugzetten"), make))

    def load(self) -> None:
        self._every.load()


class AboutGroup(SettingsGroup):
    """Which program and which policy."""

    code = "about"
    label = N_("Over")
    words = N_("versie, licentie, beleid, servicedesk")

    def __init__(self, state: State) -> None:
        """Two lines."""
        about = Button(_("Over Adviser Desk"))
        about.setObjectName("settings-go-about")
        about.clicked.connect(lambda _on=False: state.go("about"))
        version = state.organisation.version
        named = version != UNNAMED
        super().__init__(
            state,
            Row(_("Versie"), Text(adviser_desk.__version__, wrap=False), about),
            Row(
                _("Beleid van uw organisatie"),
                Text(version if named else _("geen"), wrap=False),
                hint=_("Het staat in %(place)s.") % {"place": place()} if named else "",
                managed=set_by(state, "version"),
            ),
        )
