"""Copies text from a case: plain, marked as a secret for clipboard histories, and gone after half a minute."""

from PySide6.QtCore import QByteArray, QMimeData, QTimer
from PySide6.QtGui import QGuiApplication

_GONE_AFTER_MS = 30_000
_NO = QByteArray(b"\0\0\0\0")
_WINDOWS = 'application/x-qt-windows-mime;value="%s"'


def copy_text(text: str) -> None:
    """Put text on the clipboard. It goes after 30 s, unless something else was copied in the meantime."""
    content = QMimeData()
    content.setText(text)
    content.setData("x-kde-passwordManagerHint", QByteArray(b"secret"))
    content.setData(_WINDOWS % "ExcludeClipboardContentFromMonitorProcessing", _NO)
    content.setData(_WINDOWS % "CanIncludeInClipboardHistory", _NO)
    content.setData(_WINDOWS % "CanUploadToCloudClipboard", _NO)
    clipboard = QGuiApplication.clipboard()
    clipboard.setMimeData(content)
    mark = hash(text)

    def clear() -> None:
        if hash(clipboard.text()) == mark:
            clipboard.clear()

    QTimer.singleShot(_GONE_AFTER_MS, clear)
