"""A real credential store, of this test alone: a session bus and the keyring of GNOME with a folder of their own."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

_SECONDS = 20


@pytest.fixture
def credential_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder in which the store keeps what it is given. The store is open; it answers on the session bus."""
    home = tmp_path / "home"
    run = home / "run"
    run.mkdir(parents=True, mode=0o700)
    here = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    here |= {"HOME": str(home), "XDG_RUNTIME_DIR": str(run), "XDG_DATA_HOME": str(home / "data")}
    command = ["dbus-daemon", "--session", "--nofork", "--print-address"]
    with subprocess.Popen(command, env=here, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as bus:
        assert bus.stdout is not None
        here["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
        command = ["gnome-keyring-daemon", "--unlock", "--foreground", "--components=secrets"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        with subprocess.Popen(command, env=here, stdin=subprocess.PIPE, **quiet) as store:  # type: ignore[call-overload]
            store.stdin.write(b"het wachtwoord van deze computer")
            store.stdin.close()
            _wait_for_the_store(here)
            monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", here["DBUS_SESSION_BUS_ADDRESS"])
            yield home / "data"
            store.terminate()
        bus.terminate()


def _wait_for_the_store(here: dict[str, str]) -> None:
    bus = "org.freedesktop.DBus"
    ask = ["dbus-send", "--session", "--print-reply", f"--dest={bus}", "/", f"{bus}.NameHasOwner"]
    for _ in range(_SECONDS * 100):
        answer = subprocess.run([*ask, "string:org.freedesktop.secrets"], env=here, capture_output=True, text=True)
        if "boolean true" in answer.stdout:
            return
    raise TimeoutError("the credential store did not start")
