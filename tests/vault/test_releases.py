"""The ledger: append-only, chained, and the cases it counted frozen in the same transaction."""

import hashlib
from datetime import date

import pytest
from counted_cases import add_case

from adviser_desk.models.destruction import Ground
from adviser_desk.models.period import Period
from adviser_desk.vault import destroying, releases, tallies
from adviser_desk.vault.connection import Vault

DAY = date(2026, 7, 3)


def add(vault: Vault, period: str, figures: bytes = b"{}") -> releases.Entry:
    with vault.transaction():
        return releases.add(vault, Period(period), DAY, releases.Files(figures=figures, report=b"PK"), "nl")


def add_back(vault: Vault, period: str, issued_on: date) -> releases.Entry:
    with vault.transaction():
        files = releases.Files(figures=period.encode(), report=b"PK")
        return releases.add_read_back(vault, Period(period), issued_on, files, "nl")


def waiting(vault: Vault) -> dict[int, str]:
    closed = releases.covered(releases.entries(vault))
    return {case.case_id: str(case.quarter) for case in releases.uncounted(vault, closed)}


def frozen(vault: Vault) -> dict[int, str]:
    rows = vault.db.execute("SELECT case_id, period FROM counted_case WHERE case_id IS NOT NULL").fetchall()
    return dict(rows)


def say(vault: Vault, case_id: int, state: str, on: str) -> None:
    vault.db.execute(
        "INSERT INTO consent (case_id, scope, state, manner, \"on\") VALUES (?, 'count', ?, 'spoken', ?)",
        (case_id, state, on),
    )


def add_twice(vault: Vault) -> None:
    files = releases.Files(figures=b"", report=b"")
    with vault.transaction():
        releases.add(vault, Period("2026Q1"), DAY, files, "nl")
        releases.add(vault, Period("2026Q1"), DAY, files, "nl")


def test_each_line_names_the_digest_of_the_one_before(vault: Vault) -> None:
    first, second = add(vault, "2026Q1", b"one"), add(vault, "2026Q2", b"two")
    assert (first.serial, first.previous, first.digest) == (1, None, hashlib.sha256(b"one").hexdigest())
    assert (second.serial, second.previous) == (2, first.digest)
    assert releases.entries(vault) == (first, second)
    assert releases.contents(vault) == (b"one", b"two")


def test_the_bytes_come_back_as_they_went_in(vault: Vault) -> None:
    add(vault, "2026Q1", bytes(range(256)))
    assert releases.files(vault, Period("2026Q1")) == releases.Files(figures=bytes(range(256)), report=b"PK")
    assert releases.files(vault, Period("2026Q2")) is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE release SET json = x'00'",
        "UPDATE release SET word = x'00'",
        "UPDATE release SET period = '2026Q2'",
        "DELETE FROM release",
        "UPDATE counted_case SET matter = 'information'",
        "UPDATE counted_case SET period = '2026Q4'",
        "DELETE FROM counted_case",
        "UPDATE late_in_quarter SET cases = 2",
        "DELETE FROM late_in_quarter",
        "REPLACE INTO late_in_quarter VALUES ('2026Q2', 7)",
        "UPDATE read_back SET issued_on = '2025-01-01'",
        "DELETE FROM read_back",
        "REPLACE INTO read_back VALUES ('2026Q3', 3, '2026-07-01', '2026-09-30', '2026-10-01')",
    ],
)
def test_nothing_in_the_ledger_can_be_changed(vault: Vault, statement: str) -> None:
    add_case(vault, 1, date(2026, 1, 5))
    add(vault, "2026Q1")
    add_case(vault, 2, date(2026, 1, 6))
    add(vault, "2026Q2")
    add_back(vault, "2026Q3", date(2026, 10, 6))
    with pytest.raises(Exception, match="final"), vault.transaction():
        vault.db.execute(statement)


def test_only_cases_of_the_period_are_frozen(vault: Vault) -> None:
    add_case(vault, 1, date(2026, 1, 5))
    add_case(vault, 2, date(2026, 4, 5))
    add(vault, "2026Q1")
    (left,) = releases.uncounted(vault, [Period("2026Q1")])
    assert (left.case_id, left.quarter) == (2, Period("2026Q2"))


def test_when_the_transaction_fails_no_case_is_frozen(vault: Vault) -> None:
    add_case(vault, 1, date(2026, 1, 5))
    with pytest.raises(Exception, match="final"):
        add_twice(vault)
    assert releases.entries(vault) == ()
    assert len(releases.uncounted(vault, ())) == 1


def test_a_release_that_is_read_back_counted_who_agreed_on_the_day_it_was_issued(vault: Vault) -> None:
    add_case(vault, 1, date(2026, 1, 5))
    add(vault, "2026Q1")
    for number, opened in ((2, date(2026, 2, 1)), (3, date(2026, 5, 1)), (6, date(2026, 8, 1))):
        add_case(vault, number, opened)
    for number in (4, 5, 7, 8):
        add_case(vault, number, date(2026, 5, 2), None)
    say(vault, 4, "given", "2026-07-04")  # the day after
    say(vault, 5, "given", "2026-05-02")
    say(vault, 5, "withdrawn", "2026-07-20")  # lowers nothing that went out
    say(vault, 7, "refused", "2026-05-02")
    say(vault, 8, "given", "2026-05-02")
    say(vault, 8, "withdrawn", "2026-06-01")
    say(vault, 8, "given", "2026-08-01")
    add_back(vault, "2026Q2", DAY)
    assert frozen(vault) == {1: "2026Q1", 2: "2026Q2", 3: "2026Q2", 5: "2026Q2"}
    assert waiting(vault) == {4: "2026Q3", 6: "2026Q3", 8: "2026Q3"}
    assert vault.db.execute("SELECT quarter, cases FROM late_in_quarter").fetchall() == [("2026Q2", 1)]


def test_a_quarter_between_that_no_release_closed_still_counts_its_cases(vault: Vault) -> None:
    add_case(vault, 1, date(2026, 1, 5))
    add_case(vault, 2, date(2026, 8, 5))
    add_back(vault, "2026Q3", date(2026, 10, 6))
    assert frozen(vault) == {2: "2026Q3"}
    assert waiting(vault) == {1: "2026Q1"}


def test_a_case_that_is_typed_again_later_is_not_counted_twice(vault: Vault) -> None:
    add_case(vault, 1, date(2026, 4, 5))
    add_back(vault, "2026Q2", DAY)
    add_case(vault, 2, date(2026, 4, 5))  # agreed then
    add_case(vault, 3, date(2026, 4, 5), None)
    say(vault, 3, "given", "2026-07-04")  # came late
    covered = releases.covered(releases.entries(vault))
    assert waiting(vault) == {3: "2026Q3"}
    assert len(tallies.tally(vault, [Period("2026Q3")], covered).cases) == 1
    assert tallies.totals(vault, covered)[Period("2026Q3")] == tallies.QuarterTotal(counted=1, late=1)
    with vault.transaction():
        assert releases.freeze_unseen(vault) == 1
        assert releases.freeze_unseen(vault) == 0
    assert frozen(vault) == {1: "2026Q2", 2: "2026Q2"}
    assert waiting(vault) == {3: "2026Q3"}


def test_what_is_left_of_a_destroyed_case_is_counted_by_what_is_read_back(vault: Vault) -> None:
    add_case(vault, 1, date(2026, 4, 5))
    with vault.transaction():
        destroying.destroy(vault, [(Ground.REQUEST, [1])], DAY)
    assert waiting(vault) == {-1: "2026Q2"}
    add_back(vault, "2026Q2", DAY)
    assert waiting(vault) == {}
    assert vault.db.execute("SELECT period, case_id FROM counted_case").fetchall() == [("2026Q2", None)]
    add_case(vault, 2, date(2026, 4, 5))
    with vault.transaction():
        destroying.destroy(vault, [(Ground.REQUEST, [2])], DAY)
    # Counted as far as is known, so that nothing has to be left of it.
    assert vault.db.execute("SELECT count(*) FROM emptied_case").fetchone() == (0,)
