"""Two message buses of a test's own, with a login service that behaves like the real one as far as locking goes."""

import os
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

from jeepney import DBusAddress, HeaderFields, Message, MessageType, new_error, new_method_return, new_signal
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection

LOGIN = DBusAddress("/org/freedesktop/login1", interface="org.freedesktop.login1.Manager")
OURS, OTHERS = "/org/freedesktop/login1/session/_32", "/org/freedesktop/login1/session/_37"
POWER = "/org/freedesktop/UPower"
_PROPERTIES = "org.freedesktop.DBus.Properties"


class Bus:
    """A message bus with one member that owns names, answers calls and sends signals."""

    def __init__(self, folder: Path, name: str, owns: list[str]) -> None:
        """Its socket lies in `folder`."""
        self.address = f"unix:path={folder / name}"
        command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address={self.address}"]
        command.append("--print-address=1")
        self._daemon = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        assert self._daemon.stdout is not None
        # It says its address once it listens; the socket lies there a moment before that.
        with self._daemon.stdout as told:
            told.readline()
        self._member = open_dbus_connection(self.address, enable_fds=True)
        for own in owns:
            self._member.send_and_get_reply(message_bus.RequestName(own))

    def say(self, path: str, interface: str, name: str, signature: str | None = None, body: tuple = ()) -> float:
        """Send a signal; when that was, in seconds of the wall clock."""
        self._member.send(new_signal(DBusAddress(path, interface=interface), name, signature, body))
        return time.time()

    def changed(self, path: str, interface: str, name: str, value: bool) -> float:
        """Tell that a property has another value."""
        return self.say(path, _PROPERTIES, "PropertiesChanged", "sa{sv}as", (interface, {name: ("b", value)}, []))

    def answer(self, call: Callable[[Message, Callable[[Message], None]], None]) -> None:
        """`call(message, reply)` from now on, in a thread that ends with the bus."""

        def listen() -> None:
            try:
                while True:
                    message = self._member.receive()
                    if message.header.message_type is MessageType.method_call:
                        call(message, self._member.send)
            except (OSError, EOFError):
                pass

        threading.Thread(target=listen, daemon=True).start()

    def close(self) -> None:
        """End the bus."""
        self._daemon.terminate()
        self._daemon.wait(10)
        self._member.close()


class LoginService:
    """logind for one session, and UPower, on a bus that stands in for that of the system."""

    def __init__(self, folder: Path) -> None:
        """Answers at once."""
        self.bus = Bus(folder, "system-bus", ["org.freedesktop.login1", "org.freedesktop.UPower"])
        self.delays: list[tuple[str, ...]] = []
        self.released: list[float] = []
        """When a sleep that was held up could go on, in seconds of the wall clock."""
        self.bus.answer(self._call)

    def sleep(self, begins: bool = True) -> float:
        """The laptop goes to sleep, or woke up."""
        return self.bus.say(LOGIN.object_path, LOGIN.interface or "", "PrepareForSleep", "b", (begins,))

    def lock(self, session: str = OURS) -> float:
        """`loginctl lock-session`."""
        return self.bus.say(session, "org.freedesktop.login1.Session", "Lock")

    def switch(self, session: str = OURS, *, active: bool = False) -> float:
        """Another user comes to the screen, or ours comes back."""
        return self.bus.changed(session, "org.freedesktop.login1.Session", "Active", active)

    def hint(self) -> float:
        """The desktop tells that its screen is locked."""
        return self.bus.changed(OURS, "org.freedesktop.login1.Session", "LockedHint", True)

    def lid(self, *, closed: bool = True) -> float:
        """The lid closes or opens."""
        return self.bus.changed(POWER, "org.freedesktop.UPower", "LidIsClosed", closed)

    def close(self) -> None:
        """End the bus."""
        self.bus.close()

    def _call(self, message: Message, reply: Callable[[Message], None]) -> None:
        fields = message.header.fields
        match fields[HeaderFields.member], fields[HeaderFields.path], message.body:
            case "Inhibit", LOGIN.object_path, asked:
                self._hold(asked, lambda file: reply(new_method_return(message, "h", (file,))))
            case "Get", "/org/freedesktop/login1/session/auto", ("org.freedesktop.login1.Session", "Id"):
                reply(new_method_return(message, "v", (("s", "2"),)))
            case "GetSession", LOGIN.object_path, ("2",):
                reply(new_method_return(message, "o", (OURS,)))
            case _:
                reply(new_error(message, "org.freedesktop.DBus.Error.UnknownMethod", "s", ("",)))

    def _hold(self, asked: tuple[str, ...], give: Callable[[int], None]) -> None:
        """Give an open file; once the other side has closed it, the sleep goes on."""
        reading, writing = os.pipe()
        give(writing)
        os.close(writing)
        self.delays.append(asked)

        def wait() -> None:
            os.read(reading, 1)
            self.released.append(time.time())
            os.close(reading)

        threading.Thread(target=wait, daemon=True).start()
