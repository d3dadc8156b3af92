"""How long destroying takes at 10,000 cases and 60,000 contacts: `python -m benchmarks.bench_destroy`.

Tells the time on the clock and that of the processor: on a busy machine they differ.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from adviser_desk.casework import destroying, practice, retention
from adviser_desk.models.destruction import Ground
from adviser_desk.policy import DEFAULT
from adviser_desk.vault.connection import DATABASE, Vault, create_vault

CASES, CONTACTS, SEED = 10_000, 60_000, 1
NOW = datetime(2026, 10, 6, 14, 20)


def fill(vault: Vault) -> None:
    """The cases and contacts."""
    practice.fill_practice(vault, CASES, SEED, until=NOW.date())
    there = vault.db.execute("SELECT count(*) FROM contact").fetchone()[0]
    with vault.transaction():
        vault.db.execute(
            "INSERT INTO contact (case_id, channel, at, minutes, note)"
            " SELECT case_id, channel, at, minutes, note FROM contact ORDER BY id % 7, id LIMIT ?",
            (CONTACTS - there,),
        )


def told(name: str, act: Callable[[], object]) -> None:
    """Do it, and tell how long it took."""
    clock, processor = time.perf_counter(), time.process_time()
    act()
    took = time.perf_counter() - clock, time.process_time() - processor
    sys.stdout.write(f"{name:<28} {took[0]:7.2f} s   processor {took[1]:6.2f} s\n")


def main() -> None:
    """Measure and print."""
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(create_vault(Path(folder) / "vault", bytearray(32), vault_id="0f" * 16, practice=True)) as vault,
    ):
        fill(vault)
        sys.stdout.write(f"vault of {(vault.folder / DATABASE).stat().st_size / 1e6:.0f} MB\n")
        told("the page", lambda: retention.retention_page(vault, today=NOW.date(), policy=DEFAULT))
        told("the number beside it", lambda: retention.number_past(vault, today=NOW.date(), policy=DEFAULT))
        past = retention.retention_page(vault, today=NOW.date(), policy=DEFAULT).past
        free = [one.case.id for one in past if not one.obstacles]
        for number in (1, 500):
            chosen, free = free[:number], free[number:]
            destroying.ask(vault, chosen, Ground.RETENTION, now=NOW - timedelta(days=2), policy=DEFAULT)
            told(f"destroying {number}", lambda: destroying.carry_out(vault, now=NOW))
        told("looking when nothing is due", lambda: destroying.carry_out(vault, now=NOW))


if __name__ == "__main__":
    main()
