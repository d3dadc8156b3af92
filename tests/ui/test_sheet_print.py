"""The recovery sheet on paper: one A4 page with the whole code and no name, and no other file."""

import getpass
import re
from pathlib import Path

import pytest
from PySide6.QtGui import QPageLayout, QPdfWriter
from PySide6.QtWidgets import QApplication

from adviser_desk.casework import setup
from adviser_desk.ui import sheet_print

ROOM = 257.0
"""Millimetres between the margins of A4."""


@pytest.fixture
def sheet(qapp: QApplication) -> setup.Sheet:
    return setup.draw_sheet()


def test_it_is_one_page_of_a4_and_no_other_file(tmp_path: Path, sheet: setup.Sheet) -> None:
    printed = _print(tmp_path / "paper.pdf", sheet)
    assert len(re.findall(rb"/Type /Page\b", printed)) == 1
    box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)
    assert box is not None
    assert (round(float(box[1])), round(float(box[2]))) == (595, 842)
    assert [path.name for path in tmp_path.iterdir()] == ["paper.pdf"]


def test_it_has_the_whole_code_and_the_vault_number_and_no_name(
    tmp_path: Path, sheet: setup.Sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    words, bottoms = [], []
    real = sheet_print.print_words

    def text(painter: object, y: float, written: str, *rest: object, **more: object) -> float:
        words.append(written)
        bottoms.append(real(painter, y, written, *rest, **more))  # type: ignore[arg-type]
        return bottoms[-1]

    monkeypatch.setattr(sheet_print, "print_words", text)
    _print(tmp_path / "paper.pdf", sheet)
    blocks = sheet.recovery_code.split("-")
    assert [written for written in words if written in blocks] == blocks
    assert [words[words.index(block) - 1] for block in blocks] == [str(number) for number in range(1, 9)]
    assert any(setup.number_of(sheet) in written for written in words)
    assert getpass.getuser() not in " ".join(words)
    assert max(bottoms) < ROOM


def test_the_margins_are_wide_enough_for_any_printer(tmp_path: Path, sheet: setup.Sheet) -> None:
    writer = QPdfWriter(str(tmp_path / "paper.pdf"))
    sheet_print.print_sheet(writer, sheet)
    margins = writer.pageLayout().margins(QPageLayout.Unit.Millimeter)
    assert min(margins.left(), margins.top(), margins.right(), margins.bottom()) >= 19


def _print(path: Path, sheet: setup.Sheet) -> bytes:
    sheet_print.print_sheet(QPdfWriter(str(path)), sheet)
    return path.read_bytes()
