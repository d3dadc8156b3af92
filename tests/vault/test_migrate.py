"""A script runs statement by statement, as SQLite would split it, and whole or not at all."""

import errno
import os
import sqlite3
import time
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlcipher3 import dbapi2 as sqlite

from adviser_desk.errors import DiskFull
from adviser_desk.models.contact import Draft
from adviser_desk.models.period import Period
from adviser_desk.vault import (
    cases,
    connection,
    consents,
    contact_history,
    contacts,
    drafts,
    follow_ups,
    migrate,
    search,
    tallies,
    units,
)
from adviser_desk.vault.connection import Vault, connect, create_vault, open_vault
from adviser_desk.vault.copies import check_whole

KEY = bytearray(range(32))
AT = datetime(2026, 10, 6, 9, 30)
NOW, LATER = migrate.newest(), migrate.newest() + 1
LATER_SCRIPT = f"{LATER:04d}_later.sql"
SECOND = """
-- A later column; with a semicolon in its comment.
ALTER TABLE setting ADD COLUMN since TEXT NOT NULL DEFAULT 'a;b';
CREATE TABLE later (id INTEGER PRIMARY KEY); CREATE INDEX later_id ON later (id);
CREATE TRIGGER later_kept BEFORE DELETE ON later BEGIN SELECT raise(ABORT, 'kept;'); SELECT 1; END;
INSERT INTO later DEFAULT VALUES;
"""


@pytest.fixture
def schema(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of scripts that begins with the ones there are, for a program of tomorrow."""
    folder = tmp_path / "schema"
    folder.mkdir()
    for script in migrate.SCHEMA.glob("*.sql"):
        (folder / script.name).write_bytes(script.read_bytes())
    monkeypatch.setattr(migrate, "SCHEMA", folder)
    return folder


def shape(vault: Vault) -> list[tuple[str, str, str]]:
    return vault.db.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY name").fetchall()  # type: ignore[no-any-return]


def number(vault: Vault) -> int:
    return int(vault.db.execute("PRAGMA user_version").fetchone()[0])


def test_the_scripts_are_split_as_sqlite_splits_them() -> None:
    one, other = sqlite.connect(":memory:"), sqlite.connect(":memory:")
    for script in sorted(migrate.SCHEMA.glob("*.sql")):
        text = script.read_text(encoding="utf-8")
        one.executescript(text)
        for statement in migrate.statements(text):
            other.execute(statement)
        select = "SELECT type, name, sql FROM sqlite_schema ORDER BY rowid"
        assert one.execute(select).fetchall() == other.execute(select).fetchall() != []
    one.close()
    other.close()


words = st.text(alphabet="a;'\"-/* \n", max_size=8)
noise = st.sampled_from(["", " ", "\n", "\n-- no; end\n", "/* no;\n end */", " -- 'quote\n", "/**/", '\n--"\n'])
texts = words.map(lambda word: "INSERT INTO t VALUES ('" + word.replace("'", "''") + "')")
triggers = words.map(
    lambda word: (
        "CREATE TRIGGER IF NOT EXISTS r AFTER INSERT ON t BEGIN SELECT '"
        + word.replace("'", "''")
        + "'; SELECT 2 /* ; */; END"
    )
)


@given(st.lists(st.tuples(noise, texts | triggers, noise), max_size=6), noise)
def test_any_script_gives_the_same_rows_statement_by_statement(parts: list[tuple[str, str, str]], end: str) -> None:
    script = "".join(f"{before}{statement}{after};" for before, statement, after in parts) + end
    one, other = sqlite3.connect(":memory:"), sqlite3.connect(":memory:")
    for db in (one, other):
        db.execute("CREATE TABLE t (word)")
    one.executescript(script)
    split = list(migrate.statements(script))
    for statement in split:
        other.execute(statement)
    assert len(split) == len(parts)
    for select in ("SELECT word FROM t", "SELECT sql FROM sqlite_schema"):
        assert one.execute(select).fetchall() == other.execute(select).fetchall()
    one.close()
    other.close()


@pytest.mark.parametrize("script", ["SELECT 1; SELECT 2", "CREATE TRIGGER a BEGIN SELECT 1;", "SELECT ';"])
def test_a_script_that_ends_half_way_is_refused(script: str) -> None:
    with pytest.raises(ValueError, match="not complete"):
        list(migrate.statements(script))


def test_an_upgraded_vault_has_the_schema_of_a_fresh_one_and_keeps_its_rows(tmp_path: Path, schema: Path) -> None:
    old = create_vault(tmp_path / "old", KEY, vault_id="ab" * 16)
    old.db.execute("INSERT INTO setting (name, value) VALUES ('profile', 'small')")
    old.close()
    (schema / LATER_SCRIPT).write_text(SECOND, encoding="utf-8")
    upgraded, fresh = open_vault(tmp_path / "old", KEY), create_vault(tmp_path / "new", KEY, vault_id="ab" * 16)
    assert number(upgraded) == number(fresh) == LATER
    assert shape(upgraded) == shape(fresh)
    assert ("profile", "small", "a;b") in upgraded.db.execute("SELECT * FROM setting").fetchall()
    assert upgraded.db.execute("SELECT id FROM later").fetchall() == [(1,)]
    upgraded.close()
    fresh.close()


@pytest.fixture
def first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A vault as the first program left it: two contacts, one to be changed still, a consent and a follow-up."""
    (folder := tmp_path / "first").mkdir()
    (folder / "0001_casebook.sql").write_bytes((migrate.SCHEMA / "0001_casebook.sql").read_bytes())
    with monkeypatch.context() as patch:
        patch.setattr(migrate, "SCHEMA", folder)
        vault = create_vault(tmp_path / "vault", KEY, vault_id="ab" * 16)
        for statement in (
            "INSERT INTO case_file (pseudonym, opened_on, memory_aid) VALUES ('Kompas-47', '2026-08-14', 'blauwe jas')",
            "INSERT INTO contact (case_id, channel, at, minutes, note) VALUES"
            " (1, 'phone', '2026-08-14T11:30', 40, 'Over het rooster.'), (1, NULL, '2026-09-18T09:05', NULL, 'Belde.')",
            'INSERT INTO consent (case_id, scope, state, manner, "on")'
            " VALUES (1, 'count', 'given', 'spoken', '2026-08-14')",
            "INSERT INTO follow_up (case_id, due_on, text) VALUES (1, '2026-10-05', 'Terugbellen')",
        ):
            vault.db.execute(statement)
        drafts.put(vault, Draft(place="contact:2", case_id=1, started_at=AT, text="Belde terug."))
        assert number(vault) == 1
        vault.close()
    return tmp_path / "vault"


def test_a_vault_of_the_first_program_is_opened_with_all_that_is_in_it(first: Path, tmp_path: Path) -> None:
    vault = open_vault(first, KEY)
    fresh = create_vault(tmp_path / "new", KEY, vault_id="ab" * 16)
    assert shape(vault) == shape(fresh)
    assert number(vault) == NOW
    case = cases.get(vault, 1)
    assert (case.pseudonym, case.memory_aid, case.opened_on) == ("Kompas-47", "blauwe jas", date(2026, 8, 14))
    newest, oldest = contacts.of_case(vault, 1)
    assert (newest.channel, newest.at, newest.minutes, newest.note) == (
        None,
        datetime(2026, 9, 18, 9, 5),
        None,
        "Belde.",
    )
    assert (oldest.channel, oldest.minutes, oldest.note) == ("phone", 40, "Over het rooster.")
    assert [entry.state for entry in consents.of_case(vault, 1)] == ["given"]
    assert [step.text for step in follow_ups.of_case(vault, 1)] == ["Terugbellen"]
    assert [draft.text for draft in drafts.newest_first(vault)] == ["Belde terug."]
    assert search.cases_with(vault, search.words_of("rooster")).cases == {1}
    assert (contact_history.with_versions(vault, 1), contact_history.removed(vault, 1)) == (frozenset(), ())
    with vault.transaction():
        contact_history.keep_version(vault, newest.model_copy(update={"note": "Anders."}), AT)
        contact_history.remove(vault, 1, AT)
    assert [one.contact for one in contact_history.removed(vault, 1)] == [oldest]
    assert [one.contact for one in contact_history.versions(vault, 2)] == [newest]
    fresh.close()
    vault.close()
    with closing(connect(first, KEY, read_only=True, name="vault.db.before-2")) as before:
        assert before.execute("PRAGMA user_version").fetchone() == (1,)
        assert before.execute("SELECT count(*) FROM contact").fetchone() == (2,)


def test_who_came_late_before_the_ledger_knew_it_is_noted_once(
    tmp_path: Path, schema: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (old := tmp_path / "third").mkdir()
    for script in sorted(schema.glob("000[123]_*.sql")):
        (old / script.name).write_bytes(script.read_bytes())
    with monkeypatch.context() as patch:
        patch.setattr(migrate, "SCHEMA", old)
        vault = create_vault(tmp_path / "vault", KEY, vault_id="ab" * 16)
        for number, opened in enumerate(("2026-02-10", "2026-03-11", "2026-05-12", "2026-05-13"), 1):
            name = f"Kompas-{number + 10}"
            vault.db.execute(
                "INSERT INTO case_file (id, pseudonym, opened_on) VALUES (?, ?, ?)", (number, name, opened)
            )
            vault.db.execute(
                "INSERT INTO counted_case (case_id, period, behaviour, ground, themes)"
                " VALUES (?, '2026Q2', '', '', '')",
                (number,),
            )
        vault.db.execute("DELETE FROM case_file WHERE id = 2")
        vault.db.execute("INSERT INTO setting (name, value) VALUES ('units', 'register.0123abcd')")
        vault.db.execute("INSERT INTO unit (code, label, position) VALUES ('n', 'n', 0), ('z', 'z', 1)")
        vault.close()
    vault = open_vault(tmp_path / "vault", KEY)
    fresh = create_vault(tmp_path / "new", KEY, vault_id="ab" * 16)
    assert shape(vault) == shape(fresh)
    # Its list of units was made from cases: no release names one of them any more.
    tree = units.tree(vault)
    assert (tree.version, [unit.code for unit in tree.units], tree.first_level) == ("register", ["n", "z"], ())
    expected = {Period("2026Q2"): tallies.QuarterTotal(counted=4, late=1)}
    for _round in range(2):
        found = tallies.totals(vault, {Period("2026Q2"), Period("2026Q1")})
        assert found == expected
        vault.db.execute("DELETE FROM case_file")
    fresh.close()
    vault.close()
    copy = tmp_path / "vault" / "vault.db.before-4"
    with closing(connect(tmp_path / "vault", KEY, read_only=True, name=copy.name)) as before:
        assert before.execute("SELECT count(*), count(opened) FROM counted").fetchone() == (4, 3)


def test_before_a_migration_a_checked_copy_is_made_and_kept_for_thirty_days(tmp_path: Path, schema: Path) -> None:
    vault = create_vault(tmp_path / "vault", KEY, vault_id="ab" * 16)
    vault.db.execute("INSERT INTO setting (name, value) VALUES ('profile', 'small')")
    vault.close()
    (schema / LATER_SCRIPT).write_text(SECOND, encoding="utf-8")
    open_vault(tmp_path / "vault", KEY).close()
    copy = tmp_path / "vault" / f"vault.db.before-{LATER}"
    with closing(connect(tmp_path / "vault", KEY, read_only=True, name=copy.name)) as before:
        assert before.execute("PRAGMA user_version").fetchone() == (NOW,)
        assert before.execute("SELECT value FROM setting WHERE name = 'profile'").fetchone() == ("small",)
        check_whole(before)
    for days, there in ((29, True), (31, False)):
        os.utime(copy, (time.time() - days * 86_400,) * 2)
        open_vault(tmp_path / "vault", KEY).close()
        assert copy.exists() is there


def test_without_room_for_the_copy_there_is_no_migration(
    tmp_path: Path, schema: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    create_vault(tmp_path / "vault", KEY, vault_id="ab" * 16).close()
    (schema / LATER_SCRIPT).write_text(SECOND, encoding="utf-8")

    def full(_path: Path) -> None:
        raise OSError(errno.ENOSPC, "")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "make_room", full)
        with pytest.raises(DiskFull):
            open_vault(tmp_path / "vault", KEY)
    with closing(connect(tmp_path / "vault", KEY, read_only=True)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (NOW,)
    open_vault(tmp_path / "vault", KEY).close()
    assert not list((tmp_path / "vault").glob("*.part*"))


def test_a_migration_that_fails_half_way_leaves_nothing_behind(tmp_path: Path, schema: Path) -> None:
    vault = create_vault(tmp_path / "vault", KEY, vault_id="ab" * 16)
    before = shape(vault)
    vault.close()
    later = schema / LATER_SCRIPT
    later.write_text(SECOND + "INSERT INTO nowhere VALUES (1);", encoding="utf-8")
    with pytest.raises(sqlite.OperationalError):
        open_vault(tmp_path / "vault", KEY)
    later.unlink()
    vault = open_vault(tmp_path / "vault", KEY)
    assert number(vault) == NOW
    assert shape(vault) == before
    vault.close()


def test_scripts_that_have_run_do_not_run_again(tmp_path: Path, schema: Path) -> None:
    (schema / LATER_SCRIPT).write_text(SECOND, encoding="utf-8")
    create_vault(tmp_path / "vault", KEY, vault_id="ab" * 16).close()
    vault = open_vault(tmp_path / "vault", KEY)
    assert vault.db.execute("SELECT count(*) FROM later").fetchone() == (1,)
    vault.close()
