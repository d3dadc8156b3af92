"""Sleep, session lock, user switch and lid on Linux, as logind, the screen savers and UPower tell them over D-Bus."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import SLOT, QObject, Slot
from PySide6.QtDBus import QDBusConnection, QDBusError, QDBusMessage, QDBusObjectPath, QDBusVariant

from adviser_desk.i18n import _

_LOGIN, _LOGIN_PATH = "org.freedesktop.login1", "/org/freedesktop/login1"
_MANAGER, _SESSION = f"{_LOGIN}.Manager", f"{_LOGIN}.Session"
_POWER, _POWER_PATH = "org.freedesktop.UPower", "/org/freedesktop/UPower"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_SAVERS = ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver", "org.cinnamon.ScreenSaver", "org.mate.ScreenSaver")
_AWAY = {"Active": False, "LockedHint": True, "LidIsClosed": True}
"""Properties that tell by this value that nobody is looking at this session."""


class LinuxSignals(QObject):
    """Calls `lock` and holds the sleep up for as long as this process has not been replaced.

    A bus or a service that is absent tells nothing; everything is asked without waiting for the answer.
    """

    def __init__(self, parent: QObject, lock: Callable[[], None]) -> None:
        """Listens from now on."""
        super().__init__(parent)
        self._lock = lock
        self._delay: QDBusMessage | None = None
        if _is_local("DBUS_SYSTEM_BUS_ADDRESS"):
            self._system = QDBusConnection.systemBus()
            if self._system.isConnected():
                self._listen_to_system()
        if _is_local("DBUS_SESSION_BUS_ADDRESS") and _session_bus_exists():
            session = QDBusConnection.sessionBus()
            for saver in _SAVERS:
                session.connect(saver, "", saver, "ActiveChanged", self, _slot("tell(bool)"))

    def _listen_to_system(self) -> None:
        system, changed = self._system, _slot("change(QString,QVariantMap,QStringList)")
        system.connect(_LOGIN, _LOGIN_PATH, _MANAGER, "PrepareForSleep", self, _slot("tell(bool)"))
        system.connect(_POWER, _POWER_PATH, _PROPERTIES, "PropertiesChanged", self, changed)
        self._ask(_LOGIN_PATH, _MANAGER, "Inhibit", ["sleep", "Adviser Desk", _("Op slot zetten"), "delay"], "hold")
        # A program of the desktop may belong to no session; this path stands for the one it is shown in.
        self._ask(f"{_LOGIN_PATH}/session/auto", _PROPERTIES, "Get", [_SESSION, "Id"], "found", "QDBusVariant")

    def _ask(
        self, path: str, interface: str, method: str, arguments: list[Any], answer: str, kind: str = "QDBusMessage"
    ) -> None:
        message = QDBusMessage.createMethodCall(_LOGIN, path, interface, method)
        message.setArguments(arguments)
        failed = _slot("fail(QDBusError,QDBusMessage)")
        self._system.callWithCallback(message, self, _slot(f"{answer}({kind})"), failed)

    @Slot(QDBusMessage)
    def hold(self, answer: QDBusMessage) -> None:
        """The answer holds an open file; logind waits until the last process that has it is gone, for 5 s at most."""
        self._delay = answer

    @Slot(QDBusVariant)
    def found(self, number: QDBusVariant) -> None:
        """The number of our session: ask where it is."""
        self._ask(_LOGIN_PATH, _MANAGER, "GetSession", [number.variant()], "listen", "QDBusObjectPath")

    @Slot(QDBusObjectPath)
    def listen(self, session: QDBusObjectPath) -> None:
        """Our session alone: those of other users and of timed jobs come and go."""
        path, changed = session.path(), _slot("change(QString,QVariantMap,QStringList)")
        self._system.connect(_LOGIN, path, _SESSION, "Lock", self, _slot("leave()"))
        self._system.connect(_LOGIN, path, _PROPERTIES, "PropertiesChanged", self, changed)

    @Slot(QDBusError, QDBusMessage)
    def fail(self, error: QDBusError, call: QDBusMessage) -> None:
        """No such service here: the clock locks."""

    @Slot(bool)
    def tell(self, begins: bool) -> None:
        """A sleep or a screen saver begins or ends."""
        if begins:
            self._lock()

    @Slot("QString", "QVariantMap", "QStringList")
    def change(self, interface: str, properties: dict[str, object], others: list[str]) -> None:
        """Something of the session or the laptop changed."""
        if any(properties.get(name) is value for name, value in _AWAY.items()):
            self._lock()

    @Slot()
    def leave(self) -> None:
        """The session is locked by its user, its administrator or its screen saver."""
        self._lock()


def _slot(signature: str) -> Any:
    # The types that come with Qt ask for bytes here; the calls take nothing but text.
    return SLOT(signature)


def _is_local(variable: str) -> bool:
    """Whether the address of a bus, if one is given, is a socket of this machine."""
    given = os.environ.get(variable, "")
    return all(address.startswith("unix:") for address in given.split(";") if address)


def _session_bus_exists() -> bool:
    """Asking for a bus that does not exist would start one."""
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    return bool(os.environ.get("DBUS_SESSION_BUS_ADDRESS")) or (bool(runtime) and Path(runtime, "bus").exists())
