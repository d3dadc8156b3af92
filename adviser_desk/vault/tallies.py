"""The counting connection: the only way from cases to counts. SQLite itself refuses it everything but coded columns.

Must not learn a note, a pseudonym, a date or the number of a case.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from adviser_desk.models.base import Record
from adviser_desk.models.period import Period
from adviser_desk.models.tally import CodedCase, Tally
from adviser_desk.vault.connection import Vault

_FIELDS = (
    "unit", "matter", "behaviour", "ground", "online", "client_role", "other_party", "found_via", "step",
    "reason_no_step", "aftercare", "channel", "themes",
)  # fmt: skip
_SEVERAL = ("behaviour", "ground", "themes")
COUNTED = f"SELECT period, {', '.join(_FIELDS)} FROM counted WHERE period BETWEEN ? AND ?"
COUNTABLE = f"SELECT opened, {', '.join(_FIELDS)} FROM countable_case WHERE opened BETWEEN ? AND ?"
CLOSED = "SELECT period, count(*) FROM counted GROUP BY period"
LATE = "SELECT quarter, cases FROM late_in_quarter"
BY_CONSENT = "SELECT opened, consent, counted, count(*) FROM case_of_quarter GROUP BY opened, consent, counted"
STATEMENTS = frozenset({COUNTED, COUNTABLE, CLOSED, LATE, BY_CONSENT})
"""All that the counting connection ever runs. Quarters sort as text as they do in time."""

_CODED = {"opened", *_FIELDS}
_IN_THE_VIEWS = {
    # (view that reads, table it reads): columns. The first four lines are what we read ourselves.
    (None, "counted"): {"period", *_FIELDS},
    (None, "countable_case"): _CODED,
    (None, "case_of_quarter"): {"opened", "consent", "counted"},
    (None, "late_in_quarter"): {"quarter", "cases"},
    ("countable_case", "coded_case"): {"consent", "case_id", *_CODED},
    ("countable_case", "counted_before"): {"case_id"},
    ("case_of_quarter", "coded_case"): {"opened", "consent", "case_id"},
    ("case_of_quarter", "counted_before"): {"case_id"},
    ("counted", "counted_case"): {"period", *_FIELDS},
    ("counted_before", "counted_case"): {"case_id"},
    ("counted_before", "counted_unseen"): {"case_id"},
    ("counted_unseen", "case_file"): {"id", "opened_on"},
    ("counted_unseen", "read_back"): {"quarter", "first_day", "last_day", "issued_on"},
    ("counted_unseen", "consent"): {"id", "case_id", "scope", "state", "on", "expires_on"},
    ("coded_case", "case_file"): {"id", "opened_on", "grounds", *_FIELDS} - {"ground", "channel"},
    ("coded_case", "contact"): {"id", "case_id", "at", "channel"},
    ("coded_case", "consent"): {"id", "case_id", "scope", "state", "expires_on"},
    ("coded_case", "emptied_case"): {"id", "count_expires_on", *_CODED},
    ("coded_case", "unit_first_level"): {"code", "first_level"},
    ("below", "unit"): {"code", "parent"},
}  # fmt: skip
_FUNCTIONS = {
    ("coded_case", "substr"), ("coded_case", "date"), ("coded_case", "max"), ("counted_unseen", "coalesce"),
    (None, "count"),
}  # fmt: skip
_SELECTS = {None, "below", "unit_first_level", *(view for view, _ in _IN_THE_VIEWS)}


class QuarterTotal(Record):
    """One quarter in numbers: how many cases count in it, and how many opened in it do not, by consent.

    `late` of the `counted` were opened in an earlier quarter that was closed already. A consent that ran out is
    with the withdrawn ones.
    """

    counted: int = 0
    late: int = 0
    not_asked: int = 0
    refused: int = 0
    withdrawn: int = 0


def quarter_of(opened: Period, covered: Collection[Period]) -> Period:
    """The quarter a case counts in that was opened in `opened`: the first from there that no release covers."""
    quarter = opened
    while quarter in covered:
        quarter = quarter.next_quarter
    return quarter


def tally(vault: Vault, quarters: Collection[Period], covered: Collection[Period]) -> Tally:
    """The cases of `quarters`: those that a release counted, as they were then, and those that may be counted now.

    `covered` are the quarters that the ledger covers; they are closed.
    """
    cases = []
    # A period for each of ten thousand cases takes longer than reading them.
    named, counting_in = cache(Period), cache(lambda opened: quarter_of(Period(opened), covered))
    first, last, wanted = str(min(quarters)), str(max(quarters)), frozenset(quarters)
    counting = vault.kept(_Counting)
    for period, *fields in counting.rows(COUNTED, first, last):
        if (quarter := named(period)) in wanted:
            cases.append(_case(quarter, fields))
    # Whoever comes late was opened in a quarter that is closed.
    for opened, *fields in counting.rows(COUNTABLE, str(min((*quarters, *covered))), last):
        if (quarter := counting_in(opened)) in wanted:
            cases.append(_case(quarter, fields))
    return Tally.of(cases)


def totals(vault: Vault, covered: Collection[Period]) -> Mapping[Period, QuarterTotal]:
    """Every quarter that has a case, in numbers."""
    found: Counter[tuple[Period, str]] = Counter()
    counting = vault.kept(_Counting)
    for name, statement in (("counted", CLOSED), ("late", LATE)):
        for quarter, number in counting.rows(statement):
            found[Period(quarter), name] += number
    for opened, consent, counted, number in counting.rows(BY_CONSENT):
        if not counted and consent == "given":
            quarter = quarter_of(Period(opened), covered)
            found[quarter, "counted"] += number
            found[quarter, "late"] += number * (str(quarter) != opened)
        elif not counted:
            found[Period(opened), "withdrawn" if consent == "expired" else consent] += number
    quarters = sorted({quarter for quarter, _ in found})
    return {
        quarter: QuarterTotal(**{name: found[quarter, name] for name in QuarterTotal.model_fields})
        for quarter in quarters
    }


class _Counting:
    """A counting connection that runs one of `STATEMENTS` at a time; between them SQLite refuses it everything.

    It stays open beside the vault: each new one would decrypt again all that the last one had read.
    """

    def __init__(self, vault: Vault) -> None:
        self._running = False
        self.db = vault.counting_connection(self._authorize)

    def rows(self, statement: str, *values: str) -> list[tuple[Any, ...]]:
        """All rows of one of `STATEMENTS`, `values` in its places. ValueError for any other."""
        if statement not in STATEMENTS:
            raise ValueError("not a statement that counts")
        self._running = True
        try:
            return list(self.db.execute(statement, values).fetchall())
        finally:
            self._running = False

    def close(self) -> None:
        """It counts no more."""
        self.db.close()

    def _authorize(self, action: int, first: str | None, second: str | None, _: str | None, view: str | None) -> int:
        # A name made up by WITH looks like a view here: hence only our own statements, and no column of text at all.
        allowed = self._running and permitted(action, first, second, view)
        return int(sqlite.SQLITE_OK if allowed else sqlite.SQLITE_DENY)


def permitted(action: int, first: str | None, second: str | None, view: str | None) -> bool:
    """Whether the counting connection may do this: read a coded column of its views, or what these views read."""
    if action == sqlite.SQLITE_READ:
        return second in _IN_THE_VIEWS.get((view, first or ""), ())
    if action == sqlite.SQLITE_FUNCTION:
        return (view, second) in _FUNCTIONS
    if action == sqlite.SQLITE_RECURSIVE:
        return view == "below"
    return action == sqlite.SQLITE_SELECT and view in _SELECTS


def _case(quarter: Period, fields: list[Any]) -> CodedCase:
    values = dict(zip(_FIELDS, fields, strict=True))
    for name in _SEVERAL:
        values[name] = tuple(values[name].split(";")) if values[name] else ()
    if values["online"] is not None:
        values["online"] = bool(values["online"])
    return CodedCase(period=quarter, **values)
