"""How long a backup and a restore take at 10,000 cases and 60,000 contacts: `python -m benchmarks.bench_backup`.

Beside the backup a second thread goes on writing, as an adviser who types: its slowest write is told.
"""

import sys
import tempfile
import threading
import time
from contextlib import closing
from datetime import datetime
from pathlib import Path

from adviser_desk.casework import backups, practice, restoring, setup
from adviser_desk.casework.backups import Secret, Written
from adviser_desk.policy import DEFAULT
from adviser_desk.vault.connection import DATABASE, Vault
from benchmarks.bench_destroy import NOW, fill, told

PASSPHRASE = "koffer zingt langs blauwe tegels"


def beside_writing(vault: Vault, folder: Path) -> Written:
    """Make a backup in another thread while this one writes; the slowest write is told."""
    prepared, found, slowest = backups.prepare(vault, policy=DEFAULT), [], 0.0
    making = threading.Thread(target=lambda: found.append(backups.write(prepared, folder, made_at=NOW)))
    making.start()
    while making.is_alive():
        started = time.perf_counter()
        vault.db.execute("UPDATE setting SET value = 'small' WHERE name = 'profile'")
        slowest = max(slowest, time.perf_counter() - started)
        time.sleep(0.05)
    sys.stdout.write(f"{'slowest write beside it':<28} {slowest * 1000:7.1f} ms\n")
    return found[0]


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as place:
        stick = Path(place) / "stick"
        stick.mkdir()
        vault, code = setup.start_vault(Path(place) / "vault", practice.PASSPHRASE, practice=True)
        with closing(vault):
            fill(vault)
            sys.stdout.write(f"vault of {(vault.folder / DATABASE).stat().st_size / 1e6:.0f} MB\n")
            written: list[Written] = []
            told("backup, read back", lambda: written.append(beside_writing(vault, stick)))
            told("noting it", lambda: backups.register(vault, written[0]))
        path = written[0].path
        told("looking inside", lambda: backups.look_inside(path, Secret(code, "code")))
        for name, folder in (("on a new laptop", Path(place) / "new"), ("over the vault", vault.folder)):
            told(
                f"restore {name}",
                lambda folder=folder: restoring.restore(
                    path, Secret(code, "code"), folder, DEFAULT, now=datetime.now(), passphrase=PASSPHRASE
                ),
            )


if __name__ == "__main__":
    main()
