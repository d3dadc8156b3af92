"""Which known error stands for a result code of SQLite or of the operating system. Never carries their text."""

import errno
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite

from adviser_desk.errors import Damaged, DiskFull, InUse, KnownError, ReadOnly

_NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NOT_ALLOWED = {
    errno.EROFS,
    errno.EACCES,
    errno.EPERM,
    errno.ENOENT,
    errno.ENOTDIR,
    errno.EISDIR,
    errno.ELOOP,
    errno.ENAMETOOLONG,
}
_NO_SPACE_ON_WINDOWS = {39, 112, 1295}
"""ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL and ERROR_DISK_QUOTA_EXCEEDED."""
_NOT_THERE_ON_WINDOWS = {21, 53, 55, 59, 64, 67, 121, 123, 161, 1167, 1231}
"""No disk in the drive, a share or a stick that went away, a name that cannot be one. Python has EINVAL for most."""
_FAILED_WRITES = {10, 778, 1034, 1290, 1546, 4874}
"""SQLITE_IOERR_WRITE, _FSYNC, _DIR_FSYNC, _TRUNCATE and _SHMSIZE; and the bare SQLITE_IOERR, which is what comes when
the index of the log finds no room. A failed read always says that it is one."""
_FAILED_ACCESS = {3338, 3850, 4618, 5386}
"""SQLITE_IOERR_ACCESS, _LOCK, _SHMOPEN and _SHMMAP."""
_NO_MEMORY = 3082


def known(error: sqlite.Error, folder: Path) -> KnownError | None:
    """The known error for a failed statement on the vault in `folder`; None when it is a bug."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return None
    if code in _FAILED_WRITES:
        return DiskFull()
    if code in _FAILED_ACCESS:
        return ReadOnly(place=str(folder))
    if code == _NO_MEMORY:
        return None
    match code & 0xFF:
        case sqlite.SQLITE_FULL:
            return DiskFull()
        case sqlite.SQLITE_READONLY | sqlite.SQLITE_CANTOPEN | sqlite.SQLITE_PERM:
            return ReadOnly(place=str(folder))
        case sqlite.SQLITE_CORRUPT | sqlite.SQLITE_NOTADB | sqlite.SQLITE_IOERR:
            return Damaged()
        case sqlite.SQLITE_BUSY | sqlite.SQLITE_LOCKED:
            return InUse()
    return None


def known_os(error: OSError, place: Path) -> KnownError | None:
    """The known error for a failed write to `place`; None when it is a bug."""
    windows = getattr(error, "winerror", None)
    if error.errno in _NO_SPACE or windows in _NO_SPACE_ON_WINDOWS:
        return DiskFull()
    if error.errno in _NOT_ALLOWED or windows in _NOT_THERE_ON_WINDOWS:
        return ReadOnly(place=str(place))
    return None
