"""The policy in its real place, `/etc/adviser-desk`, in a copy of `/etc` that only the processes of a test see."""

import json
import os
import shlex
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from adviser_desk.policy_sources import LINUX

ROOT = Path(__file__).resolve().parents[2]
_OWN_ETC = """
set -e
mount -t tmpfs tmpfs {room}
mkdir {room}/upper {room}/work
mount -t overlay overlay -o lowerdir=/etc,upperdir={room}/upper,workdir={room}/work /etc
"""


def alone(room: Path, script: str) -> subprocess.CompletedProcess[str]:
    """A script of commands that sees its own `/etc`; `run` in it is the program."""
    room.mkdir(exist_ok=True)
    program = f'run() {{ {shlex.quote(sys.executable)} -m adviser_desk "$@"; }}\n'
    return subprocess.run(
        ["unshare", "--mount", "bash", "-c", _OWN_ETC.format(room=room) + program + script],
        cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


def possible() -> bool:
    """Whether this machine lets a process have an `/etc` of its own; that takes root."""
    if not sys.platform.startswith("linux") or shutil.which("unshare") is None or os.getuid() != 0:
        return False
    room = Path("/tmp") / f"adviser-desk-etc-{os.getpid()}"
    try:
        return alone(room, "").returncode == 0
    finally:
        shutil.rmtree(room, ignore_errors=True)


def last_quarter() -> str:
    """The last quarter that is over."""
    today = date.today()
    quarter = (today.month - 1) // 3
    return f"{today.year}Q{quarter}" if quarter else f"{today.year - 1}Q4"


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not possible(), reason="needs root and mounts of its own"),
]


def test_what_the_organisation_put_there_counts_and_is_in_the_release(tmp_path: Path) -> None:
    script = f"""
    install -d -o root -g root -m 755 {LINUX.parent}
    printf 'version = "2026-1"\\nthreshold = 10\\n' > {LINUX}
    run doctor --json
    run demo --vault {tmp_path}/vault --cases 40 --seed 7 >&2
    echo 'oefenen met verzonnen casussen' |
      run export --vault {tmp_path}/vault --period {last_quarter()} --out {tmp_path}/out --passphrase-stdin >&2
    """
    done = alone(tmp_path / "room", script)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["policy_threshold"], found["policy_threshold_from"]) == (10, str(LINUX))
    release = json.loads(next((tmp_path / "out").glob("*.json")).read_text(encoding="utf-8"))
    assert release["versions"]["policy"] == "2026-1"
    assert not LINUX.exists()


def test_a_line_that_is_wrong_and_rights_that_are_wrong_stop_it(tmp_path: Path) -> None:
    script = f"""
    install -d -o root -g root -m 755 {LINUX.parent}
    set +e
    printf 'version = "2026-1"\\nlock_after_minutes = 90\\n' > {LINUX}
    run demo --vault {tmp_path}/vault; echo $?
    printf 'version = "2026-1"\\n' > {LINUX}
    chmod 666 {LINUX}; run demo --vault {tmp_path}/vault; echo $?
    chmod 644 {LINUX}; chown 1000 {LINUX}; run demo --vault {tmp_path}/vault; echo $?
    chown 0 {LINUX}; chmod 777 {LINUX.parent}; run demo --vault {tmp_path}/vault; echo $?
    """
    done = alone(tmp_path / "room", script)
    assert done.stdout.split() == ["21"] * 4, done.stderr
    for words in ("regel 2: ‘lock_after_minutes’", "kunnen schrijven", "De eigenaar hiervan moet root zijn."):
        assert words in done.stderr
    assert not (tmp_path / "vault").exists()
