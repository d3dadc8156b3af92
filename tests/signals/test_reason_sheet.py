"""The sheet for managers: one page from a release alone, with no number that the report keeps back."""

import re

import pytest
from docx.oxml.ns import qn
from invented_reports import Reading, cells, release

from adviser_desk.models.release import Release
from adviser_desk.signals.profiles import ONE_WAY
from adviser_desk.signals.reason_sheet import reason_sheet

NUMBERS = {
    (spec.dimension, code): (131, "<5", ".", ">=5")[place % 4]
    for spec in ONE_WAY
    for place, code in enumerate(cells(spec.dimension))
}
FULL = release("2026Q3", 262, lambda dimension, code: NUMBERS[dimension, code])
SMALL = release("2026Q3", "<5")


def reading(of: Release) -> Reading:
    return Reading(reason_sheet(of, "nl"))


def numbers(of: Reading) -> set[str]:
    """Every number on the page."""
    words = of.text + " ".join(cell for rows in of.tables().values() for row in rows for cell in row)
    return set(re.findall(r"\d+", words))


def test_it_counts_the_rows_by_what_they_say() -> None:
    said = list(NUMBERS.values())
    _header, row = reading(FULL).tables()["Regels in het verslag"]
    assert row == [str(len(said)), *(str(said.count(one)) for one in (131, "<5", ">=5", "."))]


def test_no_number_of_a_case_is_on_it() -> None:
    made_up = {"24", "12", "9", "3", "0", "5"}
    counted = {str(len(NUMBERS)), *(str(list(NUMBERS.values()).count(one)) for one in (131, "<5", ">=5", "."))}
    about = {"3", "2026", "6"}
    assert numbers(reading(FULL)) <= made_up | counted | about
    assert numbers(reading(SMALL)) <= made_up | about


def test_of_a_total_alone_it_says_that_this_was_decided_beforehand() -> None:
    small = reading(SMALL)
    assert "Dat is vooraf zo bepaald." in small.text
    assert "Regels in het verslag" not in small.tables()


@pytest.mark.parametrize("threshold", [2, 5, 10])
def test_the_example_adds_up_and_shows_what_is_too_little(threshold: int) -> None:
    of = release("2026Q3", ".", None, threshold=threshold)
    *rows, whole = reading(of).tables()["Voorbeeld met verzonnen getallen"][1:]
    real = [int(row[1]) for row in rows]
    assert [str(sum(real))] * 3 == whole[1:]
    assert [row[2].isdigit() for row in rows] == [True, True, False]
    assert [row[3].isdigit() for row in rows] == [True, False, False]
    for number, (_name, _real, *shown) in zip(real, rows, strict=True):
        assert all(one in (str(number), f"<{threshold}" if number < threshold else f"≥{threshold}") for one in shown)


def test_it_is_marked_for_screen_readers_and_says_nothing_of_who_made_it() -> None:
    page = reading(FULL)
    assert [level for level, _text in page.headings()] == [1, 1]
    for table in page.document.tables:
        assert table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))
        assert table._tbl.tr_lst[0].get_or_add_trPr().find(qn("w:tblHeader")) is not None
    assert page.document.core_properties.author == ""
    assert reason_sheet(FULL, "nl") == page.bytes != reason_sheet(FULL, "en")
