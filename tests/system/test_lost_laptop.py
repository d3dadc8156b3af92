"""A laptop is lost and replaced, end to end."""

import os
from pathlib import Path

import pytest

from tests.system.lost_laptop import journey


@pytest.mark.skipif(os.name == "nt", reason="the homes are those of Linux and macOS")
def test_with_the_backup_file_and_the_printed_code_a_new_laptop_has_all(tmp_path: Path) -> None:
    said: list[str] = []
    journey(tmp_path, said.append)
    assert len(said) > 8
