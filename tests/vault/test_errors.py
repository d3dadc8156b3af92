"""Result codes become the known error that they stand for; a bug stays a bug, and nobody's text goes along."""

import errno
import traceback
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlite

from adviser_desk.errors import Damaged, DiskFull, InUse, KnownError, ReadOnly
from adviser_desk.vault.errors import known, known_os

PLACE = Path("folder")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (sqlite.SQLITE_FULL, DiskFull),
        (sqlite.SQLITE_IOERR, DiskFull),  # no room for the index of the log
        (10 | 3 << 8, DiskFull),  # a failed write
        (10 | 4 << 8, DiskFull),  # a failed fsync
        (sqlite.SQLITE_READONLY, ReadOnly),
        (sqlite.SQLITE_READONLY | 4 << 8, ReadOnly),
        (sqlite.SQLITE_CANTOPEN, ReadOnly),
        (sqlite.SQLITE_PERM, ReadOnly),
        (10 | 18 << 8, ReadOnly),  # no shared memory file
        (sqlite.SQLITE_CORRUPT, Damaged),
        (sqlite.SQLITE_CORRUPT | 1 << 8, Damaged),
        (sqlite.SQLITE_NOTADB, Damaged),
        (10 | 1 << 8, Damaged),  # a failed read
        (10 | 2 << 8, Damaged),  # a short read
        (sqlite.SQLITE_BUSY, InUse),
        (sqlite.SQLITE_LOCKED, InUse),
        (sqlite.SQLITE_ERROR, None),
        (sqlite.SQLITE_CONSTRAINT, None),
        (sqlite.SQLITE_AUTH, None),
        (sqlite.SQLITE_NOMEM, None),
        (10 | 12 << 8, None),  # no memory while reading
    ],
)
def test_result_codes(code: int, expected: type[KnownError] | None) -> None:
    error = sqlite.DatabaseError("a word that must not be told")
    error.sqlite_errorcode = code
    found = known(error, PLACE)
    assert (None if found is None else type(found)) == expected
    assert "word" not in repr(found) + str(found) + str(found.values if found else "")


def test_an_error_without_a_code_is_a_bug() -> None:
    assert known(sqlite.ProgrammingError("wrong thread"), PLACE) is None


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (errno.ENOSPC, DiskFull),
        (errno.EFBIG, DiskFull),
        (errno.EROFS, ReadOnly),
        (errno.EACCES, ReadOnly),
        (errno.EISDIR, ReadOnly),
        (errno.EBADF, None),
    ],
)
def test_numbers_of_the_operating_system(number: int, expected: type[KnownError] | None) -> None:
    found = known_os(OSError(number, "a word that must not be told"), PLACE)
    assert (None if found is None else type(found)) == expected


@pytest.mark.parametrize(("number", "expected"), [(39, DiskFull), (1295, DiskFull), (123, ReadOnly), (1167, ReadOnly)])
def test_numbers_of_windows_that_python_has_no_other_name_for(number: int, expected: type[KnownError]) -> None:
    error = OSError(errno.EINVAL, "a word that must not be told")
    assert known_os(error, PLACE) is None
    error.winerror = number  # type: ignore[attr-defined,unused-ignore]
    assert type(known_os(error, PLACE)) is expected


def test_a_known_error_shows_no_text_of_sqlite(tmp_path: Path) -> None:
    from adviser_desk.vault.connection import connect

    (tmp_path / "vault.db").write_bytes(b"junk" * 4096)
    with pytest.raises(Damaged) as raised:
        connect(tmp_path, bytearray(32))
    shown = "".join(traceback.format_exception(raised.value))
    assert "not a database" not in shown
    assert "malformed" not in shown
