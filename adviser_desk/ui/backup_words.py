"""How old a backup is, how large, and where it is, in words."""

from pathlib import Path

from PySide6.QtCore import QLocale, QStorageInfo

from adviser_desk.casework.backups import Due
from adviser_desk.i18n import _, ngettext


def age_words(due: Due) -> str:
    """How long ago the last backup was made."""
    if due.days is None:
        return _("Nog geen back-up")
    if due.days == 0:
        return _("Back-up: vandaag")
    return ngettext("Back-up: %(n)d dag geleden", "Back-up: %(n)d dagen geleden", due.days) % {"n": due.days}


def size_words(size: int) -> str:
    """18 MB."""
    return QLocale().formattedDataSize(size, 0 if size >= 1_000_000 else 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def place_words(folder: Path) -> str:
    """The end of a folder's path; the name of the stick where it is the top of one."""
    storage = QStorageInfo(str(folder))
    if storage.isValid() and not storage.isRoot() and Path(storage.rootPath()) == folder:
        return storage.displayName()
    return " › ".join(folder.parts[-2:])


def free_bytes(folder: Path) -> int | None:
    """Room in a folder; None when it is not there."""
    storage = QStorageInfo(str(folder))
    return storage.bytesAvailable() if storage.isValid() and folder.is_dir() else None


def same_disk(folder: Path, other: Path) -> bool:
    """Whether both would be lost together."""
    return QStorageInfo(str(folder)).rootPath() == QStorageInfo(str(other)).rootPath()
