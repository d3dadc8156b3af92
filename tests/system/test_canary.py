"""The note cannot be found: words typed everywhere in the window are in no file, and after locking not in memory."""

import io
import os
import secrets
import signal
import struct
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from adviser_desk.casework import access, cases, contacts, practice, setup
from adviser_desk.models.case import CaseStatus
from adviser_desk.vault import slots
from tests.system import memory
from tests.system.conftest import Start
from tests.system.xvfb import ROOT, Program, wait_until

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Xvfb and xdotool are of Linux")

SHARED = [Path(place) for place in ("/tmp", "/var/tmp", "/dev/shm")]
CORES = ["prlimit", "--core=unlimited:unlimited"]
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le")


@pytest.fixture
def canaries() -> Mapping[str, str]:
    """Words that no file of this machine holds, by where they are typed."""
    places = ("note", "next_step", "search", "memory_aid", "remarks", "palette", "passphrase")
    return {place: f"kanarie{secrets.token_hex(6)}" for place in places}


@pytest.fixture
def practice_vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, canaries: Mapping[str, str]) -> Path:
    """A closed vault with a quarter that can be exported."""
    monkeypatch.setattr(slots, "calibrated", lambda: (64 * 1024, 3))
    folder = tmp_path / "vault"
    vault, _code = setup.start_vault(folder, canaries["passphrase"], practice=True)
    practice.fill_practice(vault, 12, 1, until=date.today())
    vault.close()
    return folder


def test_what_is_typed_is_in_no_file_and_not_in_memory(
    start: Start, tmp_path: Path, practice_vault: Path, canaries: Mapping[str, str]
) -> None:
    before = set(_shared_files())
    program = start(practice_vault)
    program.unlock(canaries["passphrase"])
    _type_everywhere(program, canaries)
    may_look = os.geteuid() == 0
    if may_look:
        found = _in_memory(tmp_path, canaries)
        assert all(found[place] for place in canaries if place != "passphrase")
    pid = program.pid
    program.lock()
    assert program.pid == pid
    assert not may_look or not any(_in_memory(tmp_path, canaries).values())
    program.unlock(canaries["passphrase"])
    assert _found_in(tmp_path, before, canaries) == []
    program.lock()
    assert _found_in(tmp_path, before, canaries) == []
    program.unlock(canaries["passphrase"])
    program.quit()
    assert _found_in(tmp_path, before, canaries) == []
    _assert_all_were_kept(practice_vault, canaries)


def test_what_is_typed_in_the_other_fields_is_in_no_file_and_not_in_memory(
    start: Start, tmp_path: Path, practice_vault: Path, canaries: Mapping[str, str]
) -> None:
    before = set(_shared_files())
    words = {place: f"kanarie{secrets.token_hex(6)}" for place in ("change", "follow_up", "day", "consent", "reason")}
    _close_an_old_case(practice_vault, canaries["passphrase"])
    program = start(practice_vault)
    program.unlock(canaries["passphrase"])
    program.keys("ctrl+shift+n")
    program.type("Eerste gesprek.")
    program.keys("ctrl+Return")
    # After unlocking the page is there with the focus on its contacts.
    program.lock()
    program.unlock(canaries["passphrase"])
    program.quiet()
    program.keys("F2")
    program.type(words["change"])
    program.keys("ctrl+shift+o")
    program.type(words["follow_up"])
    program.keys("Tab")
    program.type(words["day"])
    program.keys("ctrl+t")
    # Enter opens what there is to open on the way; letters do nothing on buttons.
    for _stop in range(8):
        program.keys("Tab", "Return")
        program.type(words["consent"])
    # Before the list are its buttons: to the case, and before that to keep it longer.
    program.keys("ctrl+5")
    program.keys("Home", "space")
    program.keys("shift+Tab", "shift+Tab", "Return")
    program.type(words["reason"])
    if os.geteuid() == 0:
        found = _in_memory(tmp_path, words)
        assert [place for place in words if not found[place]] == []
    program.lock()
    assert os.geteuid() != 0 or not any(_in_memory(tmp_path, words).values())
    assert _found_in(tmp_path, before, words) == []
    program.unlock(canaries["passphrase"])
    program.quit()
    assert _found_in(tmp_path, before, words) == []
    vault = access.open_desk(practice_vault, canaries["passphrase"])
    try:
        kept = "".join(draft.model_dump_json() for draft in contacts.drafts(vault))
    finally:
        vault.close()
    assert [place for place, word in words.items() if word not in kept] == []


def test_passphrases_and_the_code_are_in_no_file_and_not_in_memory(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slots, "calibrated", lambda: (64 * 1024, 3))
    before = set(_shared_files())
    folder = tmp_path / "vault"
    first, second, third = (f"kanarie{secrets.token_hex(8)}" for _ in range(3))
    vault, code = setup.start_vault(folder, first)
    vault.close()
    canaries = {"first": first, "second": second, "third": third, "code": code.lower()}
    program = start(folder)
    program.unlock(first)
    _change_passphrase(program, first, second)
    _check_sheet(program, code.lower())
    program.lock()
    assert os.geteuid() != 0 or not any(_in_memory(tmp_path, canaries).values())
    program.unlock(second)
    program.quit()
    assert _found_in(tmp_path, before, canaries) == []
    program = start(folder)
    program.locked()
    _recover(program, code.lower(), third)
    program.unlocked()
    assert _found_in(tmp_path, before, canaries) == []
    program.quit()
    assert _found_in(tmp_path, before, canaries) == []
    access.open_desk(folder, third).close()


def _change_passphrase(program: Program, old: str, new: str) -> None:
    # After when it locks, how it begins and when copied text goes.
    program.keys("ctrl+comma", *["Tab"] * 4, "Return")
    program.type(old)
    program.keys("Tab", "Tab")
    for _field in range(2):
        program.type(new)
        program.keys("Return")


def _check_sheet(program: Program, code: str) -> None:
    # The focus is back on the button of the passphrase; that of the sheet is the next.
    program.keys("Tab", "Return")
    program.type(code)
    program.keys("Return")


def _recover(program: Program, code: str, passphrase: str) -> None:
    program.keys("Tab", "Tab", "Tab", "Return")
    program.type(code)
    program.keys("Return")
    for _field in range(2):
        program.type(passphrase)
        program.keys("Return")


@pytest.mark.parametrize("end", [signal.SIGSEGV, signal.SIGABRT], ids=["segv", "abort"])
def test_a_process_that_crashes_leaves_no_dump_and_no_word(
    start: Start, tmp_path: Path, practice_vault: Path, canaries: Mapping[str, str], end: signal.Signals
) -> None:
    before, dumps = set(_shared_files()), set(ROOT.glob("core*"))
    program = start(practice_vault, before=CORES)
    program.unlock(canaries["passphrase"])
    program.keys("ctrl+shift+n")
    kept = (practice_vault / "vault.db-wal").stat().st_mtime_ns
    program.screen.type(canaries["note"])
    wait_until(lambda: (practice_vault / "vault.db-wal").stat().st_mtime_ns != kept)
    program.quiet()
    program.process.send_signal(end)
    assert program.ended() == -end
    assert program.log.read_text() == ""
    assert set(ROOT.glob("core*")) == dumps
    assert _found_in(tmp_path, before, canaries) == []
    again = start(practice_vault)
    again.unlock(canaries["passphrase"])
    again.lock()
    vault = access.open_desk(practice_vault, canaries["passphrase"])
    try:
        assert [draft.text for draft in contacts.drafts(vault)] == [canaries["note"]]
    finally:
        vault.close()


@pytest.mark.skipif(
    Path("/proc/sys/kernel/core_pattern").read_text().startswith(("|", "/")), reason="dumps go elsewhere here"
)
def test_a_process_without_our_protection_does_leave_a_dump(tmp_path: Path) -> None:
    command = [*CORES, sys.executable, "-c", "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)"]
    assert subprocess.run(command, cwd=tmp_path, check=False).returncode == -signal.SIGSEGV
    assert list(tmp_path.glob("core*"))


def test_the_search_sees_a_word_in_a_document(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w", zipfile.ZIP_DEFLATED) as document:
        document.writestr("word/document.xml", "een Kanarie1 en meer " * 9)
    (tmp_path / "looks.zip").write_bytes(b"PK\x05\x06" + struct.pack("<4H2LH", 0, 0, 3, 3, 40, 0, 0))
    (tmp_path / "b.bin").write_bytes("Kanarie2".encode("utf-16-be"))
    words = {"a": "kanarie1", "b": "kanarie2", "c": "kanarie3"}
    assert _found_in(tmp_path, set(_shared_files()), words) == ["a in a.docx", "b in b.bin"]


def _type_everywhere(program: Program, canaries: Mapping[str, str]) -> None:
    program.keys("ctrl+f")
    program.type(canaries["search"])
    program.keys("ctrl+a", "BackSpace", "ctrl+shift+n")
    program.type(canaries["note"])
    program.keys("alt+o")
    program.type(canaries["next_step"])
    program.keys("Tab")
    program.type("morgen")
    program.keys("ctrl+Return")
    # From the timeline to the memory aid; letters do nothing on the buttons between.
    for _stop in range(5):
        program.keys("Tab")
        program.type(canaries["memory_aid"])
    program.keys("ctrl+4")
    for _step in range(3):
        program.keys("ctrl+Return")
    for _stop in range(3):
        program.keys("Tab")
        program.type(canaries["remarks"])
    # It stays open, with its words, for what comes next.
    program.keys("ctrl+k")
    program.type(canaries["palette"])


def _close_an_old_case(folder: Path, passphrase: str) -> None:
    """One case that is past its period."""
    vault = access.open_desk(folder, passphrase)
    try:
        case_id, _changes = cases.open_case(vault, "Ladder-12", opened_on=date(2015, 1, 5))
        cases.change_status(vault, case_id, CaseStatus.CLOSED, today=date(2015, 3, 2))
    finally:
        vault.close()


def _assert_all_were_kept(folder: Path, canaries: Mapping[str, str]) -> None:
    """Words that were never typed would not be found either."""
    vault = access.open_desk(folder, canaries["passphrase"])
    try:
        (row,) = cases.find_cases(vault, canaries["note"], today=date.today()).rows
        page = cases.case_page(vault, row.id, today=date.today())
        drafts = contacts.drafts(vault)
    finally:
        vault.close()
    assert [contact.note for contact in page.contacts] == [canaries["note"]]
    assert [follow_up.text for follow_up in page.follow_ups] == [canaries["next_step"]]
    assert canaries["memory_aid"] in page.case.memory_aid
    assert [draft.place.partition(":")[0] for draft in drafts if canaries["remarks"] in draft.text] == ["export"]


def _found_in(root: Path, before: set[Path], canaries: Mapping[str, str]) -> list[str]:
    new = [path for path in _shared_files() if path not in before and not path.is_relative_to(root)]
    found = []
    for path in (*sorted(one for one in root.rglob("*") if one.is_file()), *new):
        try:
            content = path.read_bytes()
        except OSError:
            continue
        for place, word in canaries.items():
            if any(_holds(part, word) for part in _parts(content)):
                found.append(f"{place} in {path.name}")
    return found


def _parts(content: bytes) -> Iterator[bytes]:
    yield content
    if zipfile.is_zipfile(io.BytesIO(content)):
        # Files of tests that run beside this one may only look like an archive.
        with suppress(zipfile.BadZipFile), zipfile.ZipFile(io.BytesIO(content)) as whole:
            for name in whole.namelist():
                yield from _parts(whole.read(name))


def _holds(content: bytes, word: str) -> bool:
    lower = content.lower()
    return any(word.encode(encoding) in lower for encoding in ENCODINGS)


def _shared_files() -> Iterator[Path]:
    for place in SHARED:
        for folder, folders, names in os.walk(place):
            # Other disks, and the likes of /proc, are not places where this program writes.
            folders[:] = [name for name in folders if not os.path.ismount(Path(folder, name))]
            yield from (Path(folder, name) for name in names if os.path.isfile(Path(folder, name)))


def _in_memory(root: Path, canaries: Mapping[str, str]) -> dict[str, int]:
    wanted = {place: memory.forms_of_word(word) for place, word in canaries.items()}
    return memory.count_in(memory.processes(root / "home"), wanted)
