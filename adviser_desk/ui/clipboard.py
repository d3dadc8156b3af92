"""Copies text from a case: plain, marked as a secret for clipboard histories, and gone after half a minute."""

import atexit
from collections.abc import Callable

from PySide6.QtCore import QByteArray, QMimeData, QTimer
from PySide6.QtGui import QGuiApplication

from adviser_desk.ui.privacy import privacy

_gone_after_ms = 30_000
"""The organisation or the adviser may choose less."""
_SECRET = "x-kde-passwordManagerHint"
_NO = QByteArray(b"\0\0\0\0")
_WINDOWS = 'application/x-qt-windows-mime;value="%s"'
_copied: dict[int, object] = {}
"""Of each text that was copied, never the text itself: its hash, and which copy of it was the last."""


def forget_after(seconds: int) -> None:
    """How long a copy may stay, for what is copied from now on."""
    global _gone_after_ms
    _gone_after_ms = seconds * 1_000


def copy_text(text: str) -> None:
    """Put text on the clipboard. It goes 30 s after it was last copied, or sooner, unless something else came.

    Nothing is copied while the privacy screen is on.
    """
    if privacy.on:
        return
    content = QMimeData()
    content.setText(text)
    content.setData(_SECRET, QByteArray(b"secret"))
    content.setData(_WINDOWS % "ExcludeClipboardContentFromMonitorProcessing", _NO)
    content.setData(_WINDOWS % "CanIncludeInClipboardHistory", _NO)
    content.setData(_WINDOWS % "CanUploadToCloudClipboard", _NO)
    QGuiApplication.clipboard().setMimeData(content)
    mark, turn = hash(text), object()
    _copied[mark] = turn
    QTimer.singleShot(_gone_after_ms, lambda: _forget(mark) if _copied.get(mark) is turn else None)


def guard_clipboard() -> Callable[[], None]:
    """Treat what is copied or cut from any field of the program in the same way; gives the slot that does."""
    clipboard = QGuiApplication.clipboard()

    def look() -> None:
        content = clipboard.mimeData()
        if clipboard.ownsClipboard() and content is not None and content.hasText() and not content.hasFormat(_SECRET):
            copy_text(content.text())

    clipboard.dataChanged.connect(look)
    return look


def forget_copied() -> None:
    """Take what was copied from a case off the clipboard, unless something else is there by now. For locking."""
    for mark in tuple(_copied):
        _forget(mark)


def _forget(mark: int) -> None:
    _copied.pop(mark, None)
    if QGuiApplication.instance() is not None and hash(QGuiApplication.clipboard().text()) == mark:
        QGuiApplication.clipboard().clear()


# What lies on the clipboard at the end belongs to Python and must go while Python is there.
atexit.register(forget_copied)
