"""The folder that files go to: made where it is missing, but never a whole path that was mistyped."""

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
