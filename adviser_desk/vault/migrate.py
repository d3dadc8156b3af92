"""Brings a vault to the newest schema: numbered .sql files, each in one transaction together with its number."""

from collections.abc import Iterator
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite

from adviser_desk import log
from adviser_desk.errors import TooNew

SCHEMA = Path(__file__).parent / "schema"


def newest() -> int:
    """The number of the newest schema this program knows."""
    return max(_scripts())


def migrate(db: sqlite.Connection) -> None:
    """Run what the vault lacks. Raises TooNew, before anything is written, for a vault of a newer program."""
    found = db.execute("PRAGMA user_version").fetchone()[0]
    if found > newest():
        raise TooNew()
    for number, script in sorted(_scripts().items()):
        if number > found:
            _run(db, number, script.read_text(encoding="utf-8"))
            log.event(log.Event.MIGRATED, number)


def statements(script: str) -> Iterator[str]:
    """The statements of a script, one by one: `executescript` would commit the transaction around it."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite.complete_statement(statement):
            yield statement
            statement = ""


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
