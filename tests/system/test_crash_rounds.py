"""Every way of writing, cut off by kill -9 at random moments: nothing told is lost, half or broken."""

import sys
from contextlib import closing
from pathlib import Path

import pytest

from adviser_desk.vault import slots
from adviser_desk.vault.connection import open_vault
from tests.system.crash_rounds import begin, one_round

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
ROUNDS = 20


def test_nothing_that_was_told_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "calibrated", slots.calibrated)
    story = begin(tmp_path)
    assert [fault for number in range(1, ROUNDS + 1) for fault in one_round(story, number)] == []
    assert sum(map(len, story.done.values())) > ROUNDS
    # The same look finds what is missing: else it would have found nothing for another reason.
    with closing(open_vault(story.vault, story.key)) as vault:
        vault.db.execute("DELETE FROM contact WHERE note = ?", (f"note {story.done['note'][0]}",))
    newest = max(story.out.glob("*.json"))
    newest.write_bytes(newest.read_bytes() + b" ")
    faults = one_round(story, ROUNDS + 1)
    assert f"note {story.done['note'][0]} is lost" in faults
    assert f"{newest.name} is not what the ledger says" in faults
