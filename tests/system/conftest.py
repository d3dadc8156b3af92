"""A screen for the tests of the real window, a vault that opens quickly, and the program on both."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from adviser_desk.casework import setup
from adviser_desk.vault import slots
from tests.system.xvfb import PASSPHRASE, PYTHON_PROGRAM, Program, Screen

Start = Callable[..., Program]


@pytest.fixture(scope="module")
def screen() -> Iterator[Screen]:
    """One screen for the tests of a file."""
    for program in ("Xvfb", "openbox", "xdotool"):
        assert shutil.which(program), f"{program} is missing: see packages-debian.txt"
    opened = Screen()
    yield opened
    opened.close()


@pytest.fixture
def closed_vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a new, closed vault, with the least costly passphrase slot that is allowed."""
    monkeypatch.setattr(slots, "calibrated", lambda: (64 * 1024, 3))
    folder = tmp_path / "vault"
    vault, _code = setup.start_vault(folder, PASSPHRASE)
    vault.close()
    return folder


@pytest.fixture
def start(screen: Screen, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Start]:
    """Starts the program (`--program`: a built one) on a vault; what still runs at the end of the test is ended."""
    started: list[Program] = []
    built = request.config.getoption("--program")
    command = PYTHON_PROGRAM if built is None else (str(built.resolve()),)

    def begin(vault: Path, *arguments: str, **more: object) -> Program:
        started.append(Program(screen, tmp_path / "home", vault, *arguments, command=command, **more))  # type: ignore[arg-type]
        return started[-1]

    yield begin
    for program in started:
        program.kill()
