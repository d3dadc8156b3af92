"""Power cuts while cases are destroyed: each is whole or gone with its certificate, and its bytes go at the next start.

`python -m tests.system.test_destroy_crash 500` runs as many rounds as it is told and tells what it found.
"""

import random
import shutil
import subprocess
import sys
import time
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from adviser_desk.casework import destroying, practice
from adviser_desk.models.destruction import Ground
from adviser_desk.policy import Policy
from adviser_desk.vault import destroying as table
from adviser_desk.vault import releases, retention, tallies
from adviser_desk.vault.connection import Vault, create_vault, open_vault
from tests.vault.raw_pages import words_in

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
KEY = bytearray(range(32))
NOW = datetime(2026, 11, 25, 14, 40)
DESTROYING = """
import signal, sys, time
from datetime import datetime
from pathlib import Path
from adviser_desk.casework import destroying
from adviser_desk.vault.connection import open_vault
vault = open_vault(Path(sys.argv[1]), bytearray(range(32)))
started = time.perf_counter()
# Nothing handles this signal: the process is gone at once, wherever it is.
signal.setitimer(signal.ITIMER_REAL, float(sys.argv[3]))
destroying.carry_out(vault, now=datetime.fromisoformat(sys.argv[2]))
signal.setitimer(signal.ITIMER_REAL, 0)
print(time.perf_counter() - started)
"""


def prepare(folder: Path) -> list[str]:
    """A practice vault with forty cases that are due; the words that only these have."""
    with closing(create_vault(folder, KEY, vault_id="0f" * 16, practice=True)) as vault:
        practice.fill_practice(vault, 400, 1, until=NOW.date())
        ids = [one.case_id for one in retention.quiet_since(vault, date(2027, 1, 1)) if not one.draft][:40]
        for number, case_id in enumerate(ids):
            vault.db.execute("UPDATE contact SET note = note || ? WHERE case_id = ?", (f" {own(number)}", case_id))
        asked = NOW - timedelta(hours=48)
        destroying.ask(vault, ids, Ground.REQUEST, now=asked, policy=Policy(grace_hours=24))
    return [own(number) for number in range(len(ids))]


def own(number: int) -> str:
    return f"kanarie{number:03}vogel"


def totals(vault: Vault) -> dict[str, int]:
    found = tallies.totals(vault, releases.covered(releases.entries(vault)))
    return {str(period): total.counted for period, total in found.items() if total.counted}


def cut(folder: Path, after: float) -> str:
    """Destroy in another process that dies after some seconds (0: never); how long it took, if it got that far."""
    command = [sys.executable, "-c", DESTROYING, str(folder), NOW.isoformat(), str(after)]
    return subprocess.run(command, capture_output=True, text=True).stdout


def run(folder: Path, rounds: int, seed: int) -> dict[str, int]:
    """How often the cases were whole, gone with bytes left, and gone, when the power went."""
    rng, found = random.Random(seed), {"whole": 0, "unclean": 0, "gone": 0}
    words = prepare(folder / "start")
    with closing(open_vault(folder / "start", KEY)) as vault:
        before = totals(vault)
        cases = vault.db.execute("SELECT count(*) FROM case_file").fetchone()[0]
    shutil.copytree(folder / "start", folder / "whole")
    took = float(cut(folder / "whole", 0))
    for number in range(rounds):
        place = folder / str(number)
        shutil.copytree(folder / "start", place)
        told = cut(place, rng.uniform(0.001, took))
        with closing(open_vault(place, KEY)) as vault:
            left = vault.db.execute("SELECT count(*) FROM case_file").fetchone()[0]
            numbers = [one.cases for one in table.all_certificates(vault)]
            assert (left, numbers) in ((cases, []), (cases - 40, [40])), (left, numbers)
            assert len(table.asked(vault)) == (40 if left == cases else 0)
            assert not told or left < cases
            found["whole" if left == cases else "gone" if table.is_clean(vault) else "unclean"] += 1
            assert vault.db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            destroying.carry_out(vault, now=NOW)
            assert [one.cases for one in table.all_certificates(vault)] == [40]
            assert table.is_clean(vault)
            assert totals(vault) == before
        assert words_in(place, bytes(KEY), words) == set()
        shutil.rmtree(place)
    return found


def test_after_a_kill_a_case_is_whole_or_gone_with_its_certificate(tmp_path: Path) -> None:
    assert sum(run(tmp_path, 12, seed=1).values()) == 12


if __name__ == "__main__":
    with TemporaryDirectory() as temporary:
        sys.stdout.write(f"{run(Path(temporary), int(sys.argv[1]), seed=int(time.time()))}\n")
