"""What is typed is on the disk as soon as it is said to be kept, also when the program is killed the moment after."""

import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import pytest

from adviser_desk.models.contact import Draft
from adviser_desk.vault import cases, drafts
from adviser_desk.vault.connection import Vault, open_vault

STARTED = datetime(2026, 10, 6, 14, 32, 7)
FULL = {
    "pseudonym": "Kompas-47",
    "case_words": "kom",
    "memory_aid": "blauwe jas",
    "channel": "video",
    "started_at": STARTED,
    "when_words": "gisteren half drie",
    "minutes_words": "een uurtje",
    "text": "Regel één\nregel ‘twee’ \U0001f600",
    "matter": "undesirable_behaviour",
    "behaviour": ("bullying", "threat"),
    "next_step": "terugbellen",
    "next_step_when": "vr",
    "field": "next_step",
    "cursor": 12,
    "keep_notes": "yes",
    "count": "no",
    "open": False,
}
CHILD = """
import sys
from datetime import datetime
from pathlib import Path
from adviser_desk.casework.contacts import keep_draft
from adviser_desk.models.contact import Draft
from adviser_desk.vault.connection import open_vault

vault = open_vault(Path(sys.argv[1]), bytearray.fromhex(sys.stdin.readline()))
for number in range(10_000):
    keep_draft(vault, Draft(place="capture", started_at=datetime(2026, 10, 6), text=f"zin {number} " + "woord " * 300))
    sys.stdout.write(f"{number}\\n")
    sys.stdout.flush()
"""


def test_every_field_comes_back(vault: Vault) -> None:
    case_id = cases.add(vault, "Ladder-12", date(2026, 10, 6))
    full = Draft.model_validate({**FULL, "place": "case:1", "case_id": case_id})
    assert set(full.model_fields_set) == set(Draft.model_fields), "a field is not tried"
    drafts.put(vault, full)
    assert drafts.at(vault, "case:1") == full
    bare = Draft(place="capture", started_at=STARTED)
    drafts.put(vault, bare)
    assert drafts.at(vault, "capture") == bare


def test_a_place_holds_one_draft_and_lets_go_of_it(vault: Vault) -> None:
    for text in ("eerst", "later"):
        drafts.put(vault, Draft(place="capture", started_at=STARTED, text=text))
    assert [draft.text for draft in drafts.newest_first(vault)] == ["later"]
    drafts.remove(vault, "capture")
    drafts.remove(vault, "capture")
    assert (drafts.at(vault, "capture"), drafts.newest_first(vault)) == (None, ())


def test_the_last_one_begun_is_first(vault: Vault) -> None:
    for place, day in (("case:1", 1), ("export:2026Q3", 3), ("follow_up:7", 2)):
        drafts.put(vault, Draft(place=place, started_at=datetime(2026, 10, day)))
    assert [draft.place for draft in drafts.newest_first(vault)] == ["export:2026Q3", "follow_up:7", "case:1"]


def test_a_case_finds_its_draft_on_its_own_page_first(vault: Vault) -> None:
    case_id = cases.add(vault, "Ladder-12", date(2026, 10, 6))
    assert drafts.of_case(vault, case_id) is None
    panel = Draft(place="capture", case_id=case_id, started_at=datetime(2026, 10, 9))
    drafts.put(vault, panel)
    assert drafts.of_case(vault, case_id) == panel
    page = Draft(place=f"case:{case_id}", case_id=case_id, started_at=datetime(2026, 10, 1))
    drafts.put(vault, page)
    assert drafts.of_case(vault, case_id) == page


@pytest.mark.parametrize("place", ["", "Capture", "case:", "case:7\n", "case:../7", "case:7:8"])
def test_a_place_is_a_plain_name(place: str) -> None:
    with pytest.raises(ValueError, match="place"):
        Draft(place=place, started_at=STARTED)


def test_a_draft_shows_nothing_of_what_was_typed() -> None:
    shown = repr(Draft.model_validate({**FULL, "place": "capture"}))
    for name in ("pseudonym", "case_words", "memory_aid", "when_words", "minutes_words", "text", "next_step"):
        assert str(FULL[name]) not in shown


def test_what_was_kept_survives_a_kill(vault: Vault, vault_folder: Path, key: bytearray) -> None:
    vault.close()
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(vault_folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdin is not None
    assert child.stdout is not None
    with child:
        child.stdin.write(key.hex() + "\n")
        child.stdin.flush()
        for _ in range(20):
            kept = int(child.stdout.readline())
        child.kill()
        kept = max([kept, *(int(line) for line in child.stdout if line.endswith("\n"))])
    reopened = open_vault(vault_folder, key)
    try:
        draft = drafts.at(reopened, "capture")
        assert draft is not None
        assert int(draft.text.split()[1]) in (kept, kept + 1)
        assert draft.text.endswith("woord " * 300)
    finally:
        reopened.close()
