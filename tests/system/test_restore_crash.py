"""A power cut at any step of a backup or a restore: the old vault or the new one is whole, and a start goes on."""

import os
import shutil
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from adviser_desk.casework import access, backups, restoring, setup
from adviser_desk.casework.backups import Secret
from adviser_desk.policy import DEFAULT
from adviser_desk.vault import slots
from adviser_desk.vault.connection import Vault
from tests.casework.backup_cases import NOW, OTHER, PASSPHRASE, add_case, made_vault, pseudonyms, release

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no such signal")

# A process that kills itself at its nth call to the system or the database.
BEGIN = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from adviser_desk.casework import access, backups, restoring
from adviser_desk.casework.backups import Secret
from adviser_desk.policy import Policy
from adviser_desk.vault import slots
slots.calibrated = lambda: (64 * 1024, 3)
NOW = datetime(2026, 11, 26, 9, 0)
FOLDER, OTHER, SECRET, LAST = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
# The slot for backups takes seconds and touches no file.
POLICY = Policy(backup_by_passphrase=False)

def counted(act):
    calls = 0
    def count(frame, event, what):
        nonlocal calls
        calls += event == "c_call" and (what.__module__ == "posix" or what.__qualname__.startswith(("Conn", "_Cursor")))
        if calls == LAST:
            os.kill(os.getpid(), signal.SIGKILL)
    sys.setprofile(count)
    act()
    sys.setprofile(None)
    print(calls)
"""
RESTORING = (
    BEGIN
    + """
counted(lambda: restoring.restore(OTHER, Secret(SECRET), FOLDER, POLICY, now=NOW))
"""
)
PUTTING_BACK = (
    BEGIN
    + """
counted(lambda: restoring.put_back(FOLDER, OTHER.name, Secret(SECRET), POLICY, now=NOW))
"""
)
BACKING_UP = (
    BEGIN
    + """
vault = access.open_desk(FOLDER, SECRET)
counted(lambda: backups.make_backup(vault, OTHER, made_at=NOW))
vault.close()
"""
)
ROUNDS = int(os.environ.get("ADVISER_DESK_CRASH_ROUNDS", "6"))
"""More rounds kill at more places: 60 is every call of the swap."""


@pytest.fixture(autouse=True)
def low_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "calibrated", lambda: (64 * 1024, 3))


def run(script: str, folder: Path, other: Path, secret: str, last: int) -> int | None:
    """The number of calls; None for a process that was killed."""
    done = subprocess.run(
        [sys.executable, "-c", script, str(folder), str(other), secret, str(last)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == -signal.SIGKILL:
        return None
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def steps(calls: int, rounds: int) -> list[int]:
    """Calls spread over all of them, and more of the last sixty: there the one vault takes the place of the other."""
    spread = [1 + calls * number // rounds for number in range(rounds)]
    return sorted({*spread, *range(max(calls - 60, 1), calls, max(1, 60 // rounds))})


def whole(vault: Vault) -> None:
    assert vault.db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert vault.db.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.fixture
def before(tmp_path: Path) -> tuple[Path, Path]:
    """A closed vault with three cases and a release, that opens with OTHER; and a backup of it with two cases."""
    vault, _code = made_vault(tmp_path / "before")
    stick = tmp_path / "stick"
    stick.mkdir()
    path = backups.make_backup(vault, stick, made_at=NOW).path
    add_case(vault, "Zaklamp-29")
    release(vault, "2026Q3")
    access.change_passphrase(vault, PASSPHRASE, OTHER, DEFAULT, today=NOW.date())
    vault.close()
    return vault.folder, path


def assert_old_or_new(folder: Path) -> str:
    """Which vault is there after the next start: whole, and with the release that went out."""
    assert setup.has_vault(folder)
    for passphrase, cases, which in (
        (OTHER, ["Kompas-47", "Paraplu-63", "Zaklamp-29"], "old"),
        (PASSPHRASE, ["Kompas-47", "Paraplu-63"], "new"),
    ):
        try:
            vault = access.open_desk(folder, passphrase)
        except access.keys.WrongKey:
            continue
        with closing(vault):
            assert pseudonyms(vault) == cases
            assert vault.db.execute("SELECT period FROM release").fetchall() == [("2026Q3",)]
            whole(vault)
        left = {each.name for each in folder.iterdir()}
        assert left <= {"vault.db", "vault.keys", "vault.lock", "last-backup.txt", "replaced"}, left
        return which
    raise AssertionError("nothing opens")


def test_after_a_kill_while_restoring_there_is_the_old_vault_or_the_new_one(
    before: tuple[Path, Path], tmp_path: Path
) -> None:
    folder, path = before
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    calls = run(RESTORING, copy, path, PASSPHRASE, -1)
    assert calls is not None
    assert assert_old_or_new(copy) == "new"
    found = []
    for step in steps(calls, ROUNDS):
        shutil.rmtree(copy)
        shutil.copytree(folder, copy)
        assert run(RESTORING, copy, path, PASSPHRASE, step) is None
        found.append(assert_old_or_new(copy))
        if found[-1] == "new":
            [aside] = restoring.replaced(copy)
            assert (copy / "replaced" / aside.name / "vault.db").read_bytes() == (folder / "vault.db").read_bytes()
    assert found == sorted(found, reverse=True)
    assert set(found) == {"old", "new"}


def test_after_a_kill_while_putting_back_there_is_the_one_or_the_other(
    before: tuple[Path, Path], tmp_path: Path
) -> None:
    folder, path = before
    restoring.restore(path, Secret(PASSPHRASE), folder, DEFAULT, now=NOW)
    [aside] = restoring.replaced(folder)
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    calls = run(PUTTING_BACK, copy, Path(aside.name), OTHER, -1)
    assert calls is not None
    assert assert_old_or_new(copy) == "old"
    found = []
    for step in steps(calls, ROUNDS // 2):
        shutil.rmtree(copy)
        shutil.copytree(folder, copy)
        assert run(PUTTING_BACK, copy, Path(aside.name), OTHER, step) is None
        found.append(assert_old_or_new(copy))
        # Whichever is there, the other one is still there too.
        assert restoring.replaced(copy)
    assert set(found) == {"old", "new"}


def test_after_a_kill_while_a_backup_is_made_the_vault_and_the_earlier_backup_are_good(
    before: tuple[Path, Path], tmp_path: Path
) -> None:
    folder, path = before
    stick = tmp_path / "other stick"

    def fresh() -> None:
        shutil.rmtree(stick, ignore_errors=True)
        stick.mkdir()
        shutil.copy(path, stick)

    fresh()
    calls = run(BACKING_UP, folder, stick, OTHER, -1)
    assert calls is not None
    for step in steps(calls, ROUNDS):
        fresh()
        assert run(BACKING_UP, folder, stick, OTHER, step) is None
        # Each file with the name of a backup is good, whenever the power went.
        for file in stick.glob("*.backup"):
            backups.check_file(file)
        assert (stick / path.name).read_bytes() == path.read_bytes()
        with closing(access.open_desk(folder, OTHER)) as vault:
            whole(vault)
            backups.make_backup(vault, stick, made_at=NOW.replace(hour=20))
        assert not [each for each in os.listdir(stick) if not each.endswith(".backup")]
