"""The folder that files go to: made where it is missing, but never a whole path that was mistyped."""

from datetime import datetime
from pathlib import Path

import pytest

from adviser_desk.casework import outgoing
from adviser_desk.errors import ReadOnly


def test_of_a_path_that_was_typed_only_the_last_folder_may_be_missing(tmp_path: Path) -> None:
    outgoing.refuse_mistyped(tmp_path)
    outgoing.refuse_mistyped(tmp_path / "new")
    with pytest.raises(ReadOnly):
        outgoing.refuse_mistyped(tmp_path / "stick" / "new")


def test_the_folder_of_the_window_is_made_with_those_above_it(tmp_path: Path) -> None:
    files = {"a.json": b"{}"}
    outgoing.look(tmp_path / "Adviser Desk" / "2026Q3", files)
    outgoing.write(tmp_path / "Adviser Desk" / "2026Q3", files)
    assert (tmp_path / "Adviser Desk" / "2026Q3" / "a.json").read_bytes() == b"{}"


def test_a_file_tells_the_day_it_was_written_and_no_hour(tmp_path: Path) -> None:
    outgoing.write(tmp_path, {"a.json": b"{}", "a.docx": b"word"})
    today = datetime.now().astimezone().date()
    for path in tmp_path.iterdir():
        written = datetime.fromtimestamp(path.stat().st_mtime).astimezone()
        assert (written.date(), f"{written:%H:%M:%S.%f}") == (today, "12:00:00.000000")
