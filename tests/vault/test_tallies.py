"""What the counting connection may learn, and in which quarter a case counts."""

from datetime import date

import pytest
from counted_cases import add_case, close_quarter
from sqlcipher3 import dbapi2 as sqlite

from adviser_desk.models.consent import ConsentState
from adviser_desk.models.period import Period
from adviser_desk.models.unit import Unit, UnitTree
from adviser_desk.vault import releases, tallies, units
from adviser_desk.vault.connection import Vault

QUARTERS = [Period(f"2026Q{number}") for number in (1, 2, 3, 4)]
HOSTILE = [
    "SELECT note FROM contact",
    "SELECT note FROM contact_version",
    "SELECT note FROM removed_contact",
    "SELECT count(*) FROM removed_contact",
    "SELECT pseudonym FROM case_file",
    "SELECT memory_aid FROM case_file",
    "SELECT count(*) FROM case_file",
    "SELECT count(*) FROM contact",
    "SELECT 1 FROM case_file",
    "SELECT opened_on FROM case_file",
    "SELECT unit FROM case_file",
    "SELECT case_id FROM coded_case",
    "SELECT matter FROM coded_case",
    "SELECT case_id FROM counted_case",
    "SELECT matter FROM counted_case",
    "SELECT case_id FROM counted_before",
    "SELECT case_id FROM counted_unseen",
    "SELECT issued_on FROM read_back",
    "SELECT text FROM follow_up",
    "SELECT recipient FROM consent",
    "SELECT text FROM draft",
    "SELECT json FROM release",
    "SELECT value FROM setting",
    "SELECT label FROM unit",
    "SELECT text FROM search WHERE search MATCH 'kompas'",
    "SELECT term FROM search_word",
    "SELECT text FROM searchable",
    "SELECT sql FROM sqlite_schema",
    "SELECT * FROM pragma_table_info('case_file')",
    "PRAGMA table_info(case_file)",
    "PRAGMA query_only = OFF",
    "PRAGMA user_version",
    "ATTACH 'other.db' AS other KEY ''",
    "SELECT sqlcipher_export('main')",
    "SELECT hex(matter) FROM countable_case",
    "SELECT group_concat(matter) FROM countable_case",
    "SELECT matter, (SELECT note FROM contact) FROM countable_case",
    "SELECT matter FROM countable_case UNION SELECT note FROM contact",
    "SELECT matter FROM countable_case WHERE EXISTS (SELECT 1 FROM contact WHERE note LIKE 'a%')",
    "SELECT matter FROM countable_case JOIN case_file USING (unit)",
    "SELECT matter FROM countable_case ORDER BY (SELECT pseudonym FROM case_file LIMIT 1)",
    "WITH coded_case AS (SELECT note FROM contact) SELECT note FROM coded_case",
    "WITH coded_case AS (SELECT pseudonym FROM case_file) SELECT pseudonym FROM coded_case",
    "WITH counted AS (SELECT memory_aid FROM case_file) SELECT memory_aid FROM counted",
    "WITH below AS (SELECT label FROM unit) SELECT label FROM below",
    "WITH countable_case AS (SELECT note AS matter FROM contact) SELECT matter FROM countable_case",
    "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n LIMIT 3",
    "INSERT INTO case_file (pseudonym, opened_on) VALUES ('Kompas-47', '2026-01-01')",
    "UPDATE case_file SET memory_aid = ''",
    "DELETE FROM contact",
    "CREATE TABLE other (x)",
    "CREATE TEMP VIEW countable AS SELECT note FROM contact",
    "DROP VIEW countable_case",
    "SAVEPOINT a",
    "BEGIN IMMEDIATE",
]


@pytest.mark.parametrize("statement", HOSTILE)
def test_sqlite_refuses_what_is_not_a_coded_column_even_while_counting(vault: Vault, statement: str) -> None:
    add_case(vault, 1, date(2026, 1, 5), matter="integrity")
    counting = tallies._Counting(vault)
    counting._running = True
    try:
        with pytest.raises(sqlite.Error):
            counting.db.execute(statement).fetchall()
    finally:
        counting.db.close()


@pytest.mark.parametrize("statement", [*HOSTILE, *sorted(tallies.STATEMENTS), "SELECT 1"])
def test_between_its_own_statements_the_connection_is_refused_everything(vault: Vault, statement: str) -> None:
    counting = tallies._Counting(vault)
    try:
        with pytest.raises(sqlite.Error):
            counting.db.execute(statement).fetchall()
    finally:
        counting.db.close()


def test_only_the_statements_that_count_can_be_asked_for(vault: Vault) -> None:
    counting = tallies._Counting(vault)
    try:
        with pytest.raises(ValueError, match="not a statement"):
            counting.rows("SELECT matter FROM countable_case")
    finally:
        counting.db.close()


def test_a_tally_holds_the_traits_and_the_channel_of_the_first_contact(vault: Vault) -> None:
    with vault.transaction():
        tree = (Unit(code="noord", label="Noord"), Unit(code="balie", label="Balie", parent="noord"))
        units.put(vault, UnitTree(version="1", units=tree))
    add_case(
        vault, 1, date(2026, 2, 5), unit="balie", matter="undesirable_behaviour", step="listen", online=True,
        behaviour=("discrimination", "bullying"), grounds=("age",), themes=("change", "leadership"),
    )  # fmt: skip
    (case,) = tallies.tally(vault, QUARTERS, ()).cases
    assert case.period == Period("2026Q1")
    assert (case.unit, case.matter, case.step, case.online, case.channel) == (
        "noord", "undesirable_behaviour", "listen", True, "phone",
    )  # fmt: skip
    assert (set(case.behaviour), case.ground, set(case.themes)) == (
        {"discrimination", "bullying"}, ("age",), {"change", "leadership"},
    )  # fmt: skip


@pytest.mark.parametrize("count", [None, ConsentState.REFUSED, ConsentState.WITHDRAWN])
def test_without_consent_a_case_does_not_count(vault: Vault, count: ConsentState | None) -> None:
    add_case(vault, 1, date(2026, 2, 5), count)
    assert tallies.tally(vault, QUARTERS, ()).cases == ()
    total = tallies.totals(vault, ())[Period("2026Q1")]
    said = {None: "not_asked", ConsentState.REFUSED: "refused", ConsentState.WITHDRAWN: "withdrawn"}[count]
    assert total == tallies.QuarterTotal(**{said: 1})


def test_a_late_case_counts_in_the_first_later_quarter_that_is_not_closed(vault: Vault) -> None:
    add_case(vault, 1, date(2026, 1, 5))
    close_quarter(vault, "2026Q1")
    close_quarter(vault, "2026Q2")
    add_case(vault, 2, date(2026, 1, 6))
    covered = releases.covered(releases.entries(vault))
    found = tallies.tally(vault, QUARTERS, covered)
    assert sorted(case.period for case in found.cases) == [Period("2026Q1"), Period("2026Q3")]
    assert tallies.totals(vault, covered)[Period("2026Q3")] == tallies.QuarterTotal(counted=1, late=1)


def test_who_came_late_in_a_closed_quarter_stays_so_when_the_case_is_destroyed(vault: Vault) -> None:
    add_case(vault, 1, date(2026, 1, 5))
    close_quarter(vault, "2026Q1")
    add_case(vault, 2, date(2026, 1, 6))
    add_case(vault, 3, date(2026, 4, 6))
    close_quarter(vault, "2026Q2")
    covered = releases.covered(releases.entries(vault))
    expected = {
        Period("2026Q1"): tallies.QuarterTotal(counted=1),
        Period("2026Q2"): tallies.QuarterTotal(counted=2, late=1),
    }
    assert tallies.totals(vault, covered) == expected
    with vault.transaction():
        vault.db.execute("DELETE FROM case_file")
    assert tallies.totals(vault, covered) == expected


def test_what_a_release_counted_stays_counted_as_it_was(vault: Vault) -> None:
    add_case(vault, 1, date(2026, 1, 5), matter="integrity")
    before = tallies.tally(vault, QUARTERS, ())
    close_quarter(vault, "2026Q1")
    with vault.transaction():
        vault.db.execute("UPDATE case_file SET matter = 'information'")
    covered = releases.covered(releases.entries(vault))
    assert tallies.tally(vault, QUARTERS, covered) == before
    with vault.transaction():
        vault.db.execute("DELETE FROM case_file")
    assert tallies.tally(vault, QUARTERS, covered) == before


def test_a_year_closes_all_its_quarters(vault: Vault) -> None:
    add_case(vault, 1, date(2026, 5, 5))
    close_quarter(vault, "2026")
    add_case(vault, 2, date(2026, 5, 6))
    covered = releases.covered(releases.entries(vault))
    periods = sorted(case.period for case in tallies.tally(vault, [*QUARTERS, Period("2027Q1")], covered).cases)
    assert periods == [Period("2026Q2"), Period("2027Q1")]


def test_the_connection_that_counts_stays_open_and_sees_what_is_written_meanwhile(vault: Vault) -> None:
    add_case(vault, 1, date(2026, 2, 5))
    assert tallies.totals(vault, ())[Period("2026Q1")].counted == 1
    before = vault.kept(tallies._Counting)
    add_case(vault, 2, date(2026, 2, 6))
    assert tallies.totals(vault, ())[Period("2026Q1")].counted == 2
    assert len(tallies.tally(vault, QUARTERS, ()).cases) == 2
    assert vault.kept(tallies._Counting) is before


def test_it_is_closed_before_the_file_is_written_anew_and_with_the_vault(vault: Vault) -> None:
    add_case(vault, 1, date(2026, 2, 5))
    for ends in (vault.rewrite, vault.close):
        counting = vault.kept(tallies._Counting)
        assert len(counting.rows(tallies.BY_CONSENT)) == 1
        ends()
        with pytest.raises(sqlite.ProgrammingError, match="closed"):
            counting.rows(tallies.BY_CONSENT)


def test_who_comes_late_is_found_when_only_the_later_quarter_is_asked_for(vault: Vault) -> None:
    add_case(vault, 1, date(2026, 1, 5))
    close_quarter(vault, "2026Q1")
    close_quarter(vault, "2026Q2")
    add_case(vault, 2, date(2026, 1, 6))
    covered = releases.covered(releases.entries(vault))
    (case,) = tallies.tally(vault, [Period("2026Q3")], covered).cases
    assert case.period == Period("2026Q3")
