"""The folder that files go to: made where it is only the last of the path, never a whole path that was mistyped."""

from pathlib import Path

import pytest

from adviser_desk.casework import outgoing
from adviser_desk.errors import ReadOnly


def test_the_last_folder_of_a_path_is_made_and_none_above_it(tmp_path: Path) -> None:
    files = {"a.json": b"{}"}
    outgoing.look(tmp_path / "new", files)
    outgoing.write(tmp_path / "new", files)
    assert (tmp_path / "new" / "a.json").read_bytes() == b"{}"
    with pytest.raises(ReadOnly):
        outgoing.look(tmp_path / "stick" / "new", files)
    assert not (tmp_path / "stick").exists()
