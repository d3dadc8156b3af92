"""Whether the ledger holds every export that went out, and the cases that each one counted. Else no new one is made."""

from collections.abc import Collection, Mapping
from datetime import date

from adviser_desk import i18n
from adviser_desk.casework.changes import Changes, Kind
from adviser_desk.errors import CasesLost, LedgerUnsure
from adviser_desk.models.codes import code_book
from adviser_desk.models.period import Period
from adviser_desk.models.release import Dimension, Release
from adviser_desk.models.tally import Tally
from adviser_desk.signals.counting import counts
from adviser_desk.signals.protect import linked_quarters
from adviser_desk.signals.statements import bounds, statements
from adviser_desk.vault import ledger_gap
from adviser_desk.vault.connection import Vault


def missing_since(vault: Vault) -> date | None:
    """The day of the backup that was put back, while exports made after it may be missing; None when none is."""
    return ledger_gap.whole_until(vault)


def refuse_unsure(vault: Vault) -> None:
    """Raises LedgerUnsure while exports may be missing: a new one would take the number of one that is."""
    if (day := missing_since(vault)) is not None:
        raise LedgerUnsure(day=i18n.current().long_date(day))


def none_missing(vault: Vault) -> Changes:
    """The adviser says that no export is missing any more."""
    ledger_gap.note(vault, None)
    return Changes.of(Kind.RELEASE)


def some_missing(vault: Vault, since: date) -> Changes:
    """The adviser takes that back."""
    ledger_gap.note(vault, since)
    return Changes.of(Kind.RELEASE)


def refuse_lost(
    period: Period,
    tally: Tally,
    dimensions: Mapping[str, Dimension],
    earlier: Collection[Release],
    read_back: Collection[Period],
) -> None:
    """Raises CasesLost when the cases of a period contradict what a release that was read back says of them.

    What is said next is worked out from these cases; it would not be true, and would not fit what is known.
    """
    linked = set(linked_quarters(period, earlier))
    for release in earlier:
        quarters = release.period.quarters
        if linked.issuperset(quarters) and not set(read_back).isdisjoint(quarters):
            lists = {**dimensions, **release.dimensions}
            if not _fits(release, tally, lists):
                raise CasesLost(period=str(period))


def _fits(release: Release, tally: Tally, lists: Mapping[str, Dimension]) -> bool:
    found = counts(tally, lists, code_book())
    for (_period, field, code), said in statements((release,)).items():
        least, most = bounds(said)
        if not least <= sum(found[str(quarter), field, code] for quarter in release.period.quarters) <= most:
            return False
    return True
