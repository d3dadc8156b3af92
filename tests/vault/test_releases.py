"""The ledger: append-only, chained, and the cases it counted frozen in the same transaction."""

import hashlib
from datetime import date

import pytest
from counted_cases import add_case

from adviser_desk.models.period import Period
from adviser_desk.vault import releases
from adviser_desk.vault.connection import Vault

DAY = date(2026, 7, 3)


def add(vault: Vault, period: str, figures: bytes = b"{}") -> releases.Entry:
    with vault.transaction():
        return releases.add(vault, Period(period), DAY, releases.Files(figures=figures, report=b"PK"), "nl")


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
    ],
)
def test_nothing_in_the_ledger_can_be_changed(vault: Vault, statement: str) -> None:
    add_case(vault, 1, date(2026, 1, 5))
    add(vault, "2026Q1")
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
