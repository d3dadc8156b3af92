"""How long a case is kept: a number of months after its last contact, longer where the adviser says why."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, TypeAdapter

from adviser_desk.casework import backups
from adviser_desk.casework.backups import Known
from adviser_desk.casework.changes import Changes, Kind
from adviser_desk.models.base import Record
from adviser_desk.models.case_list import CaseRow
from adviser_desk.models.destruction import Asked, Certificate
from adviser_desk.models.period import add_months
from adviser_desk.policy import Policy
from adviser_desk.vault import cases, destroying, drafts
from adviser_desk.vault import retention as table
from adviser_desk.vault.connection import Vault
from adviser_desk.vault.retention import Quiet

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
Obstacle = Literal["follow_up", "draft"]
LONGEST = 24
"""Months, from today, that a case may at most be kept longer."""
DRAFT = "keep_longer"
"""Where the reason is kept while it is typed; `case_words` of the draft are the numbers of the cases."""
_REASON: TypeAdapter[str] = TypeAdapter(Reason, config={"hide_input_in_errors": True})


class PastCase(Record):
    """A case whose period is over since `over_on`. `obstacles` are why it cannot go yet.

    `entry` is whether an empty counted entry stays until the report that counts it.
    """

    case: CaseRow
    contacts: int
    last_on: date
    over_on: date
    obstacles: tuple[Obstacle, ...]
    entry: bool


class GoingCase(Record):
    """A case that will be destroyed at `asked.due_at`; `waits` when a draft in it keeps it from going."""

    case: CaseRow
    contacts: int
    asked: Asked
    waits: bool


class KeptCase(Record):
    """A case that stays longer than its period."""

    case: CaseRow
    until: date
    reason: str = Field(repr=False)


class RetentionPage(Record):
    """All of the page. `next_on` is the day on which the next period ends; None when there is no case.

    `clean` is whether no byte of a destroyed case is left in the vault; `older_files` are what else lies in its folder
    and may still hold some.
    """

    past: tuple[PastCase, ...]
    going: tuple[GoingCase, ...]
    kept: tuple[KeptCase, ...]
    certificates: tuple[Certificate, ...]
    next_on: date | None
    clean: bool
    older_files: tuple[str, ...]


class CaseRetention(Record):
    """Until when one case is kept, why longer, and whether it will be destroyed."""

    until: date
    kept: bool
    going: GoingCase | None


def retention_page(vault: Vault, *, today: date, policy: Policy) -> RetentionPage:
    """Everything about periods that are over and what was destroyed."""
    first = _first_kept_day(today, policy)
    quiet = table.quiet_since(vault, first)
    past = [one for one in quiet if one.kept_until is None or one.kept_until <= today]
    asked = destroying.asked(vault)
    kept = table.kept(vault)
    number_of = {one.case_id: one for one in table.these(vault, [one.case_id for one in asked])}
    case_ids = [*(one.case_id for one in past), *number_of, *(case_id for case_id, _until, _reason in kept)]
    rows = {row.id: row for row in cases.rows(vault, case_ids)}
    going = frozenset(one.case_id for one in asked)
    return RetentionPage(
        past=tuple(_past(one, rows[one.case_id], policy) for one in past),
        going=tuple(_going(one, rows[one.case_id], number_of[one.case_id]) for one in asked),
        kept=tuple(
            KeptCase(case=rows[case_id], until=until, reason=reason)
            for case_id, until, reason in kept
            if until > today and case_id not in going
        ),
        certificates=destroying.all_certificates(vault),
        next_on=_next_on(vault, first, policy, [until for _id, until, _reason in kept if until > today]),
        clean=destroying.is_clean(vault),
        older_files=tuple(destroying.older_files(vault.folder)),
    )


def number_past(vault: Vault, *, today: date, policy: Policy) -> int:
    """How many cases are past their period and wait for a decision: the number in the navigation."""
    return table.count(vault, _first_kept_day(today, policy), today)


def case_retention(vault: Vault, case_id: int, *, policy: Policy) -> CaseRetention:
    """Until when a case is kept. LookupError when it is not there."""
    quiet = _one(vault, case_id)
    until = _over_on(quiet, policy)
    asked = next((one for one in destroying.asked(vault) if one.case_id == case_id), None)
    going = None if asked is None else _going(asked, cases.rows(vault, [case_id])[0], quiet)
    return CaseRetention(until=until, kept=until == quiet.kept_until, going=going)


def one_case(vault: Vault, case_id: int, *, policy: Policy) -> PastCase:
    """A case that is to go before its period is over. LookupError when it is not there."""
    quiet = _one(vault, case_id)
    return _past(quiet, cases.rows(vault, [case_id])[0], policy)


def holding(vault: Vault, case_ids: Collection[int]) -> tuple[Known, ...]:
    """The backups in which any of these cases still stands, newest first."""
    return backups.holding(vault, case_ids)


def keep_longer(vault: Vault, case_ids: Collection[int], until: date, reason: str, *, today: date) -> Changes:
    """Keep cases after their period; the draft at `DRAFT` goes.

    ValueError for a day that is past or too far away, and without a reason.
    """
    if not today < until <= add_months(today, LONGEST):
        raise ValueError("not a day until which a case may be kept")
    words = _REASON.validate_python(reason)
    with vault.transaction():
        table.keep_longer(vault, case_ids, until, words)
        drafts.remove(vault, DRAFT)
    return Changes.of(Kind.CASE)


def keep_no_longer(vault: Vault, case_id: int) -> Changes:
    """Let the usual period hold for a case again."""
    with vault.transaction():
        table.keep_no_longer(vault, case_id)
    return Changes.of(Kind.CASE, case_id=case_id)


def _one(vault: Vault, case_id: int) -> Quiet:
    found = table.these(vault, [case_id])
    if not found:
        raise LookupError("no such case")
    return found[0]


def _past(quiet: Quiet, row: CaseRow, policy: Policy) -> PastCase:
    return PastCase(
        case=row,
        contacts=quiet.contacts,
        last_on=quiet.last_on,
        over_on=_over_on(quiet, policy),
        obstacles=(*(["follow_up"] if quiet.follow_up else []), *(["draft"] if quiet.draft else [])),
        entry=quiet.countable,
    )


def _going(asked: Asked, row: CaseRow, quiet: Quiet) -> GoingCase:
    return GoingCase(case=row, contacts=quiet.contacts, asked=asked, waits=quiet.draft)


def _over_on(quiet: Quiet, policy: Policy) -> date:
    usual = add_months(quiet.last_on, policy.retention_months)
    return max(usual, quiet.kept_until) if quiet.kept_until else usual


def _first_kept_day(today: date, policy: Policy) -> date:
    """The first day of which the period is not over: a case with its last contact before it is past its period."""
    day = add_months(today, -policy.retention_months)
    while add_months(day, policy.retention_months) <= today:
        day += timedelta(days=1)
    return day


def _next_on(vault: Vault, first: date, policy: Policy, kept: list[date]) -> date | None:
    quiet = table.first_quiet(vault, first)
    return min([*([add_months(quiet, policy.retention_months)] if quiet else []), *kept], default=None)
