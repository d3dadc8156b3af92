"""How long destroying takes at 10,000 cases and 60,000 contacts: `python -m benchmarks.bench_destroy`.

Tells the time on the clock and that of the processor: on a busy machine they differ.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from adviser_desk.casework import cases, contact_history, contacts, destroying, practice, retention
from adviser_desk.models.contact import Contact
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


def let_go(vault: Vault) -> None:
    """The first opening of a day after thirty days: an earlier version goes, then a deleted contact."""
    later = NOW + timedelta(days=40)
    contact, other = contacts_of(vault)[:2]
    contacts.change_contact(vault, contact.model_copy(update={"note": "Anders."}), now=NOW)
    contact_history.forget_old(vault, now=later)
    told("letting go of a version", lambda: contact_history.forget_old(vault, now=later + timedelta(days=1)))
    contact_history.remove_contact(vault, other.id, now=NOW)
    told("letting go of a contact", lambda: contact_history.forget_old(vault, now=later + timedelta(days=2)))
    told("looking again that day", lambda: contact_history.forget_old(vault, now=later + timedelta(days=2)))


def contacts_of(vault: Vault) -> Sequence[Contact]:
    """The contacts of the case with the most of them."""
    row = vault.db.execute("SELECT case_id FROM contact GROUP BY case_id ORDER BY count(*) DESC LIMIT 1").fetchone()
    return cases.case_page(vault, row[0], today=NOW.date()).contacts


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
        let_go(vault)


if __name__ == "__main__":
    main()
