"""What a screen reader on Linux gets: a real accessibility bus, the tree that the program shows on it, and its news."""

import os
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jeepney import DBusAddress, HeaderFields, MessageType, Properties, new_method_call
from jeepney.bus_messages import MatchRule, message_bus
from jeepney.io.blocking import open_dbus_connection

from tests.system.xvfb import wait_until

LAUNCHERS = (Path("/usr/libexec/at-spi-bus-launcher"), Path("/usr/lib/at-spi2-core/at-spi-bus-launcher"))
_ROOT = "/org/a11y/atspi/accessible/root"
_REGISTRY = "org.a11y.atspi.Registry"
_NODE = "org.a11y.atspi.Accessible"
_PASSWORD = 40
"""The number of the role of a passphrase field; by name it is any field."""
_STATES = {1: "active", 4: "checked", 11: "focusable", 12: "focused", 23: "selected", 30: "visible"}
"""The bits of a state that the tests ask for."""

Reference = tuple[str, str]
"""Whose node, and which."""


@dataclass(frozen=True)
class Node:
    """One thing in view, as a screen reader sees it."""

    at: Reference
    role: str
    name: str
    states: frozenset[str]
    above: tuple["Node", ...]

    def __str__(self) -> str:
        """Its role and name."""
        return f"{self.role} “{self.name}”"


@dataclass(frozen=True)
class News:
    """One event: what happened, where, with which words or number, and when."""

    kind: str
    detail: str
    number: int
    value: Any
    at: Reference
    when: float


class ScreenReader:
    """A session bus with the accessibility service of the desktop, and one listener that is told everything."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        """Sockets lie in `folder`; `environment` has the display."""
        address = f"unix:path={folder / 'session-bus'}"
        command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address={address}", "--print-address=1"]
        self._daemon = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        assert self._daemon.stdout is not None
        with self._daemon.stdout as told:
            told.readline()
        self.environment = {"DBUS_SESSION_BUS_ADDRESS": address, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
        places = {"XDG_RUNTIME_DIR": str(folder), "HOME": str(folder), "GSETTINGS_BACKEND": "memory"}
        launcher = next(place for place in LAUNCHERS if place.exists())
        self._launcher = subprocess.Popen(
            [str(launcher), "--launch-immediately"],
            env={**environment, **self.environment, **places},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._asks = open_dbus_connection(self._bus_of_the_desktop(address))
        self._listens = open_dbus_connection(self._address)
        self.news: list[News] = []
        self._register()
        self._hears = threading.Thread(target=self._listen, daemon=True)
        self._hears.start()

    def close(self) -> None:
        """End the service and its bus."""
        for process in (self._launcher, self._daemon):
            process.terminate()
            process.wait(10)
        self._asks.close()
        # Its socket is at an end, so the thread is too.
        self._hears.join(10)
        self._listens.close()

    # --- what is in view ---

    def nodes(self) -> list[Node]:
        """Everything in view of the program that has the keys, in reading order."""
        found: list[Reference] = []

        def there() -> bool:
            # A program that was just replaced comes to the bus a moment after its window comes to the screen.
            found[:] = [one for one in self._children((_REGISTRY, _ROOT)) if self._has_keys(one)]
            return bool(found)

        wait_until(there)
        return [*self._walk(found[0], ())]

    def words(self) -> str:
        """Every name, description and text in view."""
        found: list[str] = []
        for node in self.nodes():
            found += [node.name, self._get(node.at, "Description"), self.text(node) if node.role == "text" else ""]
        return "\n".join(found)

    def text(self, node: Node) -> str:
        """The text of a field; "" where there is none."""
        answer = self._ask(node.at, "org.a11y.atspi.Text", "GetText", "ii", (0, -1))
        return str(answer[0]) if answer is not None else ""

    def cell(self, node: Node) -> tuple[str, str]:
        """The names of the row header and the column header of a cell."""

        def name(kind: str) -> str:
            answer = self._ask(node.at, "org.a11y.atspi.TableCell", f"Get{kind}HeaderCells")
            return " ".join(self.name(header) for header in answer[0]) if answer is not None else ""

        return name("Row"), name("Column")

    def relations(self, node: Node) -> dict[int, list[str]]:
        """The names of what a node belongs to, by the number of the relation."""
        answer = self._ask(node.at, _NODE, "GetRelationSet")
        found = answer[0] if answer is not None else []
        return {kind: [self.name(other) for other in others] for kind, others in found}

    def press(self, node: Node) -> bool:
        """Do the first act of a node."""
        answer = self._ask(node.at, "org.a11y.atspi.Action", "DoAction", "i", (0,))
        return answer is not None and bool(answer[0])

    # --- what was told ---

    def told(self, kind: str, detail: str = "", since: int = 0) -> list[News]:
        """The news of a kind, as in StateChanged with checked, after the first `since`."""
        return [one for one in self.news[since:] if one.kind == kind and detail in ("", one.detail)]

    def announced(self, since: int = 0) -> list[str]:
        """The sentences that were spoken."""
        return [str(one.value) for one in self.told("Announcement", since=since)]

    def focused(self, since: int = 0) -> list[Reference]:
        """Where the focus went, each stop once."""
        stops = [one.at for one in self.told("StateChanged", "focused", since) if one.number]
        return [stop for place, stop in enumerate(stops) if place == 0 or stops[place - 1] != stop]

    # --- the bus ---

    def _bus_of_the_desktop(self, session: str) -> str:
        with open_dbus_connection(session) as bus:
            service = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
            owned = message_bus.NameHasOwner("org.a11y.Bus")
            wait_until(lambda: bool(bus.send_and_get_reply(owned).body[0]))
            status = Properties(DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Status"))
            for name in ("IsEnabled", "ScreenReaderEnabled"):
                bus.send_and_get_reply(status.set(name, "b", True))
            self._address = str(bus.send_and_get_reply(new_method_call(service, "GetAddress")).body[0])
        return self._address

    def _register(self) -> None:
        registry = DBusAddress("/org/a11y/atspi/registry", _REGISTRY, "org.a11y.atspi.Registry")
        for kind in ("object:", "window:", "focus:"):
            self._asks.send_and_get_reply(new_method_call(registry, "RegisterEvent", "s", (kind,)))
        for kind in ("Object", "Window", "Focus"):
            rule = MatchRule(type="signal", interface=f"org.a11y.atspi.Event.{kind}")
            self._listens.send_and_get_reply(message_bus.AddMatch(rule))

    def _listen(self) -> None:
        try:
            while True:
                fields = (message := self._listens.receive()).header.fields
                if message.header.message_type is MessageType.signal and len(message.body) >= 4:
                    detail, number, _second, (_kind, value) = message.body[:4]
                    where = (str(fields.get(HeaderFields.sender)), str(fields.get(HeaderFields.path)))
                    kind = str(fields.get(HeaderFields.member))
                    self.news.append(News(kind, detail, number, value, where, time.monotonic()))
        except (OSError, EOFError):
            pass

    def _ask(self, at: Reference, of: str, what: str, signature: str | None = None, body: tuple[Any, ...] = ()) -> Any:
        call = new_method_call(DBusAddress(at[1], at[0], of), what, signature, body)
        answer = self._asks.send_and_get_reply(call, timeout=20)
        return None if answer.header.message_type is MessageType.error else answer.body

    def _get(self, at: Reference, name: str) -> str:
        answer = self._ask(at, "org.freedesktop.DBus.Properties", "Get", "ss", (_NODE, name))
        return "" if answer is None else str(answer[0][1])

    def name(self, at: Reference) -> str:
        """What a node is called now; "" when it is gone."""
        return self._get(at, "Name")

    def _children(self, at: Reference) -> Sequence[Reference]:
        answer = self._ask(at, _NODE, "GetChildren")
        return () if answer is None else [(child[0], child[1]) for child in answer[0]]

    def _has_keys(self, program: Reference) -> bool:
        return any("active" in self._states(window) for window in self._children(program))

    def _states(self, at: Reference) -> frozenset[str]:
        bits = (self._ask(at, _NODE, "GetState") or [(0, 0)])[0]
        number = bits[0] | bits[1] << 32
        return frozenset(name for place, name in _STATES.items() if number >> place & 1)

    def _walk(self, at: Reference, above: tuple[Node, ...]) -> Iterator[Node]:
        states = self._states(at)
        if above and "visible" not in states:
            return
        role = str((self._ask(at, _NODE, "GetRoleName") or [""])[0])
        if role == "text" and (self._ask(at, _NODE, "GetRole") or [0])[0] == _PASSWORD:
            role = "password text"
        node = Node(at, role, self.name(at), states, above)
        yield node
        for child in self._children(at):
            yield from self._walk(child, (*above, node))


def installed() -> bool:
    """Whether this machine has the accessibility service of a desktop."""
    return any(os.access(place, os.X_OK) for place in LAUNCHERS)
