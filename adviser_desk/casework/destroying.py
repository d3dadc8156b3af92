"""Destroying cases: asked with a passphrase, whole until it is due, then gone for good but for a certificate."""

from collections import defaultdict
from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import datetime, timedelta

from adviser_desk.casework import last_act, last_view
from adviser_desk.casework.changes import Changes, Kind
from adviser_desk.casework.retention import one_case
from adviser_desk.errors import KnownError, NotYet
from adviser_desk.models.base import Record
from adviser_desk.models.destruction import Asked, Certificate, Ground
from adviser_desk.policy import Policy
from adviser_desk.vault import cases, destroying, retention
from adviser_desk.vault.connection import Vault
from adviser_desk.vault.statements import Stopped

_TOUCHED = frozenset([Kind.CASE, Kind.CONTACT, Kind.CONSENT, Kind.FOLLOW_UP, Kind.DRAFT])


class Planned(Record):
    """When the cases go."""

    due_at: datetime
    changes: Changes


class Destroyed(Record):
    """What was carried out. `changes` is None when nothing was due."""

    certificates: tuple[Certificate, ...]
    changes: Changes | None


def ask(vault: Vault, case_ids: Collection[int], ground: Ground, *, now: datetime, policy: Policy) -> Planned:
    """Plan to destroy cases after the grace that the policy gives. Ask for the passphrase before: `access.prove`.

    Raises NotYet for a case with an unfinished draft, and for one whose period is over but that has an open
    follow-up; then nothing is planned. LookupError for a case that is not there, ValueError for none at all.
    """
    if not case_ids:
        raise ValueError("no case to destroy")
    due_at = now + timedelta(hours=policy.grace_hours)
    with vault.transaction():
        for case_id in case_ids:
            _refuse_too_early(vault, case_id, ground, now, policy)
        plans = [Asked(case_id=case_id, ground=ground, asked_at=now, due_at=due_at) for case_id in case_ids]
        destroying.put_asked(vault, plans)
    return Planned(due_at=due_at, changes=_changes(case_ids))


def turn_back(vault: Vault, case_ids: Collection[int]) -> Changes:
    """Let cases stay after all. Nothing happens to those that are gone already."""
    with vault.transaction():
        destroying.turn_back(vault, case_ids)
    return _changes(case_ids)


def carry_out(
    vault: Vault, *, now: datetime, but: Collection[int] = (), stop: Callable[[], bool] = lambda: False
) -> Destroyed:
    """Destroy what is due on the wall clock. `but` are cases in which something is being typed; a draft holds one too.

    Each batch that was asked together gets one certificate. What a crash interrupted is finished first. The bytes of
    what is gone follow at once, or at a next call when the disk is full or the file is being read. `stop` breaks off
    what takes long (seconds, in a very large vault); then nothing was destroyed, or the bytes follow at a next call.
    """
    done = Destroyed(certificates=(), changes=None)
    with suppress(Stopped), vault.db.stoppable(stop):
        done = _carry_out(vault, now, but)
        with suppress(KnownError):
            destroying.clean(vault)
    return done


def is_there(vault: Vault, case_id: int) -> bool:
    """Whether a case still exists."""
    return cases.is_there(vault, case_id)


def _carry_out(vault: Vault, now: datetime, but: Collection[int]) -> Destroyed:
    if not _due(vault, now, but):
        return Destroyed(certificates=(), changes=None)
    with vault.transaction():
        batches: dict[tuple[datetime, Ground], list[int]] = defaultdict(list)
        for one in _due(vault, now, but):
            batches[one.asked_at, one.ground].append(one.case_id)
        gone = frozenset(case_id for case_ids in batches.values() for case_id in case_ids)
        last_view.forget_cases(vault, gone)
        last_act.forget_cases(vault, gone)
        together = [(ground, case_ids) for (_asked_at, ground), case_ids in sorted(batches.items())]
        certificates = destroying.destroy(vault, together, now.date())
    return Destroyed(certificates=certificates, changes=Changes(kinds=_TOUCHED, gone=gone))


def _due(vault: Vault, now: datetime, but: Collection[int]) -> list[Asked]:
    due = [one for one in destroying.asked(vault) if one.due_at <= now and one.case_id not in but]
    waiting = retention.with_draft(vault, [one.case_id for one in due])
    return [one for one in due if one.case_id not in waiting]


def _refuse_too_early(vault: Vault, case_id: int, ground: Ground, now: datetime, policy: Policy) -> None:
    case = one_case(vault, case_id, policy=policy)
    by_period = ground is Ground.RETENTION
    if "draft" in case.obstacles or (by_period and (case.obstacles or case.over_on > now.date())):
        raise NotYet()


def _changes(case_ids: Collection[int]) -> Changes:
    only = next(iter(case_ids)) if len(case_ids) == 1 else None
    return Changes.of(Kind.CASE, Kind.FOLLOW_UP, case_id=only)
