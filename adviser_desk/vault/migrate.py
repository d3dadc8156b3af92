"""Brings a vault to the newest schema: numbered .sql files, each in one transaction together with its number."""

import re
from collections.abc import Iterator
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite

from adviser_desk import log
from adviser_desk.errors import Damaged, TooNew

SCHEMA = Path(__file__).parent / "schema"
_ENDS = re.compile("(;)")
_COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)


def newest() -> int:
    """The number of the newest schema this program knows."""
    return max(_scripts())


def behind(db: sqlite.Connection) -> int | None:
    """The number of the first script that the vault lacks; None when it lacks none."""
    lacking = [number for number in _scripts() if number > _number(db)]
    return min(lacking, default=None)


def migrate(db: sqlite.Connection) -> None:
    """Run what the vault lacks, each script whole or not at all."""
    found = _number(db)
    for number, script in sorted(_scripts().items()):
        if number > found:
            _run(db, number, script.read_text(encoding="utf-8"))
            log.event(log.Event.MIGRATED, number)


def refuse_other_schema(db: sqlite.Connection) -> None:
    """Writes nothing. Raises TooNew for a vault of a newer program, Damaged for a database that never was a vault."""
    found = _number(db)
    if found > newest():
        raise TooNew()
    if found < 1:
        raise Damaged()


def statements(script: str) -> Iterator[str]:
    """The statements of a script, one by one: `executescript` would commit the transaction around it.

    Raises ValueError when the last one does not end in a semicolon.
    """
    statement = ""
    for part in _ENDS.split(script):
        statement += part
        if part == ";" and sqlite.complete_statement(statement):
            yield statement
            statement = ""
    if _COMMENT.sub("", statement).strip():
        raise ValueError("the last statement of a script is not complete")


def _number(db: sqlite.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def _scripts() -> dict[int, Path]:
    return {int(path.name[:4]): path for path in SCHEMA.glob("[0-9][0-9][0-9][0-9]_*.sql")}


def _run(db: sqlite.Connection, number: int, script: str) -> None:
    db.execute("BEGIN IMMEDIATE")
    try:
        for statement in statements(script):
            db.execute(statement)
        db.execute(f"PRAGMA user_version = {number:d}")
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
