"""What must outlive a restore: the releases that went out, the cases they counted, what was destroyed, which backups.

Taken from the vault that is replaced, told to the one that takes its place. A release that went out is never forgotten.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from adviser_desk.errors import OtherLedger
from adviser_desk.models.base import Record
from adviser_desk.models.destruction import Certificate
from adviser_desk.models.period import Period
from adviser_desk.vault import backup_list, destroying, ledger_gap
from adviser_desk.vault.backup_list import Known
from adviser_desk.vault.connection import Vault
from adviser_desk.vault.destroying import Carried

_RELEASE = "serial, period, issued_on, previous, digest, json, word, language"
_COUNTED = (
    "period, unit, matter, behaviour, ground, online, client_role, other_party, found_via, step, reason_no_step,"
    " aftercare, channel, themes"
)
_READ_BACK = "quarter, serial, first_day, last_day, issued_on"


class Remembered(Record):
    """Rows of the vault that is replaced. `counted` has the mark of its case, or None, before its columns.

    `whole_until` is as in `ledger_gap`.
    """

    releases: tuple[tuple[Any, ...], ...]
    counted: tuple[tuple[Any, ...], ...]
    late: tuple[tuple[Any, ...], ...]
    read_back: tuple[tuple[Any, ...], ...]
    whole_until: date | None
    destroyed: Carried
    backups: tuple[Known, ...]
    cases: Mapping[str, int]


class Told(Record):
    """How much a vault was told: releases added, cases destroyed again."""

    releases: int
    destroyed: int


def remembered(vault: Vault) -> Remembered:
    """What the vault knows. Raises Damaged when that cannot be read."""
    counted = (
        f"SELECT counted_case.id, mark, {', '.join(f'counted_case.{name.strip()}' for name in _COUNTED.split(','))}"
        " FROM counted_case LEFT JOIN case_file ON case_file.id = counted_case.case_id ORDER BY counted_case.id"
    )
    return Remembered(
        releases=tuple(vault.db.execute(f"SELECT {_RELEASE} FROM release ORDER BY serial").fetchall()),
        counted=tuple(vault.db.execute(counted).fetchall()),
        late=tuple(vault.db.execute("SELECT quarter, cases FROM late_in_quarter").fetchall()),
        read_back=tuple(vault.db.execute(f"SELECT {_READ_BACK} FROM read_back").fetchall()),
        whole_until=ledger_gap.whole_until(vault),
        destroyed=destroying.carried(vault),
        backups=backup_list.known(vault),
        cases=_cases(vault),
    )


def tell(vault: Vault, known: Remembered, made_on: date) -> Told:
    """Tell a vault what another state of it knew, all or nothing; `made_on` is the day that the vault is of.

    Raises OtherLedger when the two are no one series.
    """
    with vault.transaction():
        own = vault.db.execute("SELECT serial, digest FROM release ORDER BY serial").fetchall()
        theirs = [(row[0], row[4]) for row in known.releases]
        shared = min(len(own), len(theirs))
        if own[:shared] != theirs[:shared]:
            raise OtherLedger()
        newest = _newest_shared(vault, known.cases)
        added = known.releases[len(own) :]
        latest = len(own) <= len(theirs)
        _add_releases(vault, added, known)
        _keep_gap(vault, known, made_on, latest=latest)
        gone = _destroy_again(vault, known.destroyed, latest=latest)
        _add_backups(vault, known.backups, newest)
    return Told(releases=len(added), destroyed=gone)


def _add_releases(vault: Vault, added: Sequence[tuple[Any, ...]], known: Remembered) -> None:
    vault.db.executemany(f"INSERT INTO release ({_RELEASE}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", added)
    if not added:
        return
    # Else the next release would count these cases once more.
    last = vault.db.execute("SELECT coalesce(max(id), 0) FROM counted_case").fetchone()[0]
    places = ", ".join("?" * (_COUNTED.count(",") + 1))
    vault.db.executemany(
        f"INSERT INTO counted_case (id, case_id, {_COUNTED}) VALUES (?, (SELECT id FROM case_file WHERE mark = ?),"
        f" {places})",
        [row for row in known.counted if row[0] > last],
    )
    own = vault.db.execute("SELECT period FROM release WHERE serial < ?", (added[0][0],)).fetchall()
    before = {str(quarter) for row in own for quarter in Period(row[0]).quarters}
    vault.db.executemany(
        "INSERT INTO late_in_quarter (quarter, cases) VALUES (?, ?)",
        [row for row in known.late if row[0] not in before],
    )
    vault.db.executemany(
        f"INSERT INTO read_back ({_READ_BACK}) VALUES (?, ?, ?, ?, ?)",
        [row for row in known.read_back if row[0] not in before],
    )


def _keep_gap(vault: Vault, known: Remembered, made_on: date, *, latest: bool) -> None:
    """Who has the longer ledger knows whether releases are missing after it."""
    if latest:
        ledger_gap.note(vault, known.whole_until)
    elif known.whole_until is not None and ledger_gap.whole_until(vault) is None:
        ledger_gap.note(vault, made_on)


def _destroy_again(vault: Vault, known: Carried, *, latest: bool) -> int:
    known = _numbered(vault, known)
    if latest:
        # What will go, and what was turned back, is as it is there.
        destroying.turn_back(vault, [one.case_id for one in destroying.asked(vault)])
        return destroying.carry_over(vault, known)
    # The other state is the older one: what it still had to count, this one may have counted since.
    return destroying.destroy_marked(vault, known.marks, known.certificates)


def _numbered(vault: Vault, known: Carried) -> Carried:
    """The same with other numbers for certificates whose number means another one here."""
    own = {one.number: one for one in destroying.all_certificates(vault)}
    free = max([0, *own, *(one.number for one in known.certificates)]) + 1
    numbers: dict[int, int] = {}
    certificates: list[Certificate] = []
    for one in known.certificates:
        numbers[one.number] = one.number
        if own.get(one.number, one) != one:
            numbers[one.number], free = free, free + 1
        certificates.append(one.model_copy(update={"number": numbers[one.number]}))
    marks = {mark: numbers[number] for mark, number in known.marks.items()}
    return known.model_copy(update={"certificates": tuple(certificates), "marks": marks})


def _add_backups(vault: Vault, backups: Sequence[Known], newest: int) -> None:
    own = {(one.made_at, one.file, one.digest) for one in backup_list.known(vault)}
    for one in reversed(backups):
        if (one.made_at, one.file, one.digest) not in own:
            # Numbers above are given anew here: there the backup holds other cases.
            backup_list.add(vault, one.model_copy(update={"newest_case": min(one.newest_case, newest)}))
        if one.removed_on is not None:
            backup_list.set_removed(vault, one.folder, one.file, one.removed_on)


def _newest_shared(vault: Vault, cases: Mapping[str, int]) -> int:
    return max((number for mark, number in _cases(vault).items() if cases.get(mark) == number), default=0)


def _cases(vault: Vault) -> Mapping[str, int]:
    return dict(vault.db.execute("SELECT mark, id FROM case_file").fetchall())
