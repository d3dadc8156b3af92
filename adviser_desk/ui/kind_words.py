"""What a case is about in a few words, the same in every list."""

from adviser_desk.i18n import _
from adviser_desk.models.case import CaseStatus, Traits
from adviser_desk.ui.state import State


def kind_of(state: State, traits: Traits) -> str:
    """Intimidatie of machtsmisbruik; the matter where there is no behaviour; "Nog aanvullen" where there is neither."""
    if traits.behaviour:
        return ", ".join(state.label("behaviour", code) for code in traits.behaviour)
    if traits.matter:
        return state.label("matter", traits.matter)
    return _("Nog aanvullen")


def status_words(status: CaseStatus) -> str:
    """The status of a case."""
    return {
        CaseStatus.OPEN: _("Open"),
        CaseStatus.WAITING: _("Wacht op melder"),
        CaseStatus.AFTERCARE: _("Nazorg"),
        CaseStatus.CLOSED: _("Afgesloten"),
    }[status]
