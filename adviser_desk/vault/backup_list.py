"""The backups that this vault knows of: which were made, where, and which cases are in each."""

from collections.abc import Collection
from datetime import date, datetime

from adviser_desk.models.base import Record
from adviser_desk.vault.connection import Vault


class Known(Record):
    """A backup that was made and read back. `digest` is the SHA-256 (hex) of the database inside.

    `newest_case` is the highest case number in it. `removed_on` is None while it may still be there: a stick in a
    drawer cannot be asked.
    """

    id: int = 0
    made_at: datetime
    folder: str
    file: str
    bytes: int
    digest: str
    cases: int
    newest_case: int
    removed_on: date | None = None


def known(vault: Vault) -> tuple[Known, ...]:
    """All of them, newest first."""
    rows = vault.db.execute(f"SELECT {', '.join(Known.model_fields)} FROM backup ORDER BY made_at DESC, id DESC")
    return tuple(Known(**dict(zip(Known.model_fields, row, strict=True))) for row in rows)


def holding(vault: Vault, case_ids: Collection[int]) -> tuple[Known, ...]:
    """Those that may still be there and hold at least one of these cases of the vault, newest first."""
    first = min(case_ids, default=None)
    return tuple(
        one for one in known(vault) if first is not None and one.removed_on is None and one.newest_case >= first
    )


def add(vault: Vault, one: Known) -> None:
    """Note a backup that was read back; its `id` is given here. Inside a transaction it goes with it."""
    vault.db.execute(
        "INSERT INTO backup (made_at, folder, file, bytes, digest, cases, newest_case) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            one.made_at.isoformat(timespec="seconds"),
            one.folder,
            one.file,
            one.bytes,
            one.digest,
            one.cases,
            one.newest_case,
        ),
    )


def set_removed(vault: Vault, folder: str, file: str, on: date) -> None:
    """Note that a file is gone."""
    vault.db.execute(
        "UPDATE backup SET removed_on = ? WHERE folder = ? AND file = ? AND removed_on IS NULL",
        (on.isoformat(), folder, file),
    )
