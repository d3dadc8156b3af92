"""Signalen: real counts for the adviser, and what others see exactly as in the files; the two are never mixed."""

import json
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from adviser_desk import policy
from adviser_desk.casework import consents, own_figures, practice, reporting
from adviser_desk.casework.desk import Desk
from adviser_desk.casework.last_view import put_aside
from adviser_desk.casework.own_figures import FIELDS, Reason
from adviser_desk.models.consent import ConsentManner, ConsentScope, ConsentState
from adviser_desk.models.period import Period
from adviser_desk.models.release import TOTAL
from adviser_desk.ui.figure_table import CELL_ROLE, FigureTable, Row
from adviser_desk.ui.figure_words import own_cell
from adviser_desk.ui.main_window import MainWindow
from adviser_desk.ui.signals_page import OUTSIDE, OWN, SignalsPage
from adviser_desk.ui.state import State
from adviser_desk.ui.theme import theme
from adviser_desk.vault import releases, settings
from adviser_desk.vault.connection import Vault, create_vault

from .conftest import NOW, focus, shown_window

CTRL = Qt.KeyboardModifier.ControlModifier
QUARTER = Period("2026Q3")
SMALL = pytest.mark.parametrize("profile", ["small"])
SLOW = 20_000
"""Milliseconds that working out what others see may take on a busy machine."""


@pytest.fixture
def number() -> int:
    """How many cases the vault has."""
    return 240


@pytest.fixture
def profile() -> str:
    """Every table goes out; with `SMALL` a quarter tells its total only, and little has to be worked out."""
    return "large"


@pytest.fixture
def desk(vault_folder: Path, key: bytearray, number: int, profile: str) -> Iterator[Desk]:
    """A practice desk up to 6 October 2026."""
    opened = Desk(lambda: create_vault(vault_folder, key, vault_id="0f" * 16, practice=True))
    opened.now(_fill, number, profile)
    yield opened
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    opened.close()


def _fill(vault: Vault, number: int, profile: str) -> None:
    practice.fill_practice(vault, number, 1, until=NOW.date())
    settings.put(vault, "profile", profile)


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> SignalsPage:
    """The page, with the newest quarter that is over, once it is worked out which numbers go out."""
    QTest.keyClick(window, Qt.Key.Key_3, CTRL)
    return worked_out(window, qtbot)


def worked_out(window: MainWindow, qtbot: QtBot) -> SignalsPage:
    found = window.pages["signals"]
    assert isinstance(found, SignalsPage)
    qtbot.waitUntil(lambda: bool(found.table.rows()) and found._told is not None, timeout=SLOW)
    qtbot.waitUntil(lambda: found._figures is not None and found._figures.told is found._told)
    return found


def settle(page: SignalsPage) -> None:
    """Until the page has what it asked of the vault."""
    for _round in range(4):
        page.state.desk.now(lambda _vault: None)
        QCoreApplication.processEvents()


def divide(page: SignalsPage, rows: str, columns: str = "") -> None:
    """Choose fields, as the menus of the two buttons do."""
    page.rows._actions[rows].trigger()
    page.columns._actions[columns].trigger()
    settle(page)


def period(page: SignalsPage, wanted: str) -> None:
    page.period._actions[wanted].trigger()
    settle(page)


def ctrl_e(page: SignalsPage) -> None:
    QTest.keyClick(focus(page.window()), Qt.Key.Key_E, CTRL)


def printed(page: SignalsPage) -> dict[str, str]:
    """The table as it stands: the words of each row and its number."""
    return {row.label: row.cells[0].text for row in page.table.rows()}


def row_of(page: SignalsPage, code: str) -> Row:
    return next(row for row in page.table.rows() if row.code == code)


def words(widget: QWidget) -> str:
    QCoreApplication.processEvents()
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def export(page: SignalsPage, out: Path, quarter: Period = QUARTER) -> None:
    def write(vault: Vault) -> None:
        plan = reporting.plan_release(vault, quarter, today=NOW.date(), policy=policy.DEFAULT)
        reporting.approve(vault, reporting.prepare(plan), remarks="", language="nl", out=out, today=NOW.date())

    page.state.desk.now(write)


# --- what the adviser sees ---


def test_ctrl_3_shows_the_real_counts_of_the_newest_quarter_that_is_over(page: SignalsPage) -> None:
    assert (page.period.value, page.view.value(), page.rows.value) == ("2026Q3", OWN, "behaviour")
    assert focus(page.window()) is page.table

    def count(vault: Vault) -> dict[str, int]:
        basis = own_figures.look(vault, "2026Q3", today=NOW.date(), policy=policy.DEFAULT)[1]
        assert basis is not None
        table = own_figures.own_table(basis, "behaviour", "", "nl")
        return {line.label: table.numbers.get((line.code, TOTAL), 0) for line in table.rows}

    counted = page.state.desk.now(count)
    assert printed(page) == {label: str(number) for label, number in counted.items()}
    assert sum(counted.values()) > 20
    assert "Ze blijven op deze laptop" in page.banner.accessibleName()
    assert page.count.text() == f"{counted['Alle casussen']} casussen tellen mee, 6 niet"


def test_each_number_that_does_not_go_out_has_a_mark_in_words(page: SignalsPage) -> None:
    told = page._told
    assert told is not None
    seen = set()
    for row in page.table.rows():
        why, number = own_figures.why(told, ("behaviour", ""), (row.code, TOTAL)), row.cells[0].text
        kind = why.kind if why is not None else "goes out"
        seen.add(kind)
        icon, spoken = {
            "small": ("eye-off", f"{number}, klein aantal, gaat niet mee"),
            "protects": ("shield", f"{number}, beschermt een ander getal, gaat niet mee"),
            "goes out": ("", number),
        }[kind]
        assert (row.cells[0].icon, row.cells[0].spoken) == (icon, spoken)
    assert seen == {"small", "protects", "goes out"}
    assert "9 van de 11 getallen gaan niet mee." in words(page.side.legend)


def test_a_number_that_an_earlier_export_keeps_back_says_so() -> None:
    cell = own_cell(13, Reason(kind="before", others=1, rest=20))
    assert cell.spoken == "13, past niet bij een eerdere export, gaat niet mee"
    assert (cell.icon, cell.boxed) == ("history", True)


def test_a_cell_reads_with_its_row_and_its_column(page: SignalsPage) -> None:
    parts = spoken_parts(page)
    rows, role = page.table.rows(), QAccessible.Role
    assert parts[role.RowHeader] == [row.label for row in rows]
    assert parts[role.ColumnHeader] == ["Casussen", "Grafiek"]
    cells = [words for row in rows for words in (row.cells[0].spoken, f"{row.label}, {row.cells[0].text}")]
    assert parts[role.Cell] == cells
    assert any("gaat niet mee" in words for words in cells)


def spoken_parts(page: SignalsPage) -> dict[object, list[str]]:
    """The names of the cells and the headers of the table, by what they are."""
    found = QAccessible.queryAccessibleInterface(page.table)
    assert found is not None
    parts: dict[object, list[str]] = {}
    for place in range(found.childCount()):
        part = found.child(place)
        if part is not None and part.isValid():
            parts.setdefault(part.role(), []).append(part.text(QAccessible.Text.Name))
    return parts


def test_the_chosen_number_explains_itself_with_the_real_arithmetic(page: SignalsPage) -> None:
    divide(page, "other_party")
    for row in page.table.rows():
        page.table.go_to(row.code, TOTAL)
        text, why = words(page.side.why), page._figures.reason(row.code)  # type: ignore[union-attr]
        assert row.label in text
        assert f" {row.cells[0].text} " in text
        assert ("gaat mee" in text) == (why is None)
        if why is not None and why.kind == "protects" and why.others:
            hidden = (
                f"de {why.others} andere verborgen aantallen samen" if why.others > 1 else "het andere verborgen aantal"
            )
            assert hidden in text
            parts, rest = text.split("rekent een lezer: ")[1].split(". ")[0].split(" = ")
            first, *taken = map(int, parts.split(" − "))
            assert first - sum(taken) == int(rest) == why.rest
            assert taken[-1] == int(row.cells[0].text)


@SMALL
def test_the_arrow_keys_go_through_the_numbers(page: SignalsPage) -> None:
    """Of a table that does not go out, too."""
    assert "Alleen u ziet hem." in page.banner.text.text()
    first = words(page.side.why)
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    assert page.table.code() == page.table.rows()[1].code
    assert words(page.side.why) != first


def test_two_fields_are_for_the_adviser_alone(page: SignalsPage, monkeypatch: pytest.MonkeyPatch) -> None:
    total = row_of(page, TOTAL).cells[0].text
    said: list[str] = []
    monkeypatch.setattr("adviser_desk.ui.signals_page.announce", lambda _widget, text: said.append(text))
    divide(page, "behaviour", "other_party")
    assert "gaat nooit naar buiten" in page.banner.text.text()
    # It is said aloud as well, after how many cases there are.
    assert said[-1] == f"{page.count.text()}. {page.banner.accessibleName()}".removesuffix(".")
    rows, last = page.table.rows(), row_of(page, TOTAL).cells[-1].text
    assert len(rows[0].cells) > 3
    assert last == total
    totals = [label.text() for label in page.side.totals.findChildren(QLabel) if label.isVisibleTo(page.side.totals)]
    listed = [text for row in rows if row.code != TOTAL for text in (row.label, row.cells[-1].text)]
    assert totals[1:] == listed
    # There is no room for so many columns beside it: nothing of the table may be out of sight for that.
    assert page.side.mapTo(page, QPoint()).y() > page.table.mapTo(page, QPoint()).y() + page.table.height()
    assert not any(cell.icon for row in rows for cell in row.cells)
    assert not page.side.legend.isVisible()
    QTest.keyClick(page.table, Qt.Key.Key_Right)
    assert "Dit getal ziet alleen u." in words(page.side.why)
    ctrl_e(page)
    assert not page.side.totals.isVisible()
    assert "Anderen zien deze tabel niet." in page.banner.title.text()
    assert printed(page) == {"Alle casussen": total}


@SMALL
def test_a_click_on_the_words_of_a_row_chooses_its_number(page: SignalsPage) -> None:
    page.rows.setFocus()
    head = page.table.verticalHeader()
    at = QPoint(20, head.sectionViewportPosition(3) + 5)
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert page.table.code() == page.table.rows()[3].code
    assert focus(page.window()) is page.table
    assert page.table.rows()[3].label in words(page.side.why)


@SMALL
def test_the_field_of_the_rows_is_not_offered_for_the_columns(page: SignalsPage) -> None:
    divide(page, "behaviour", "matter")
    assert "behaviour" not in page.columns.values()
    page.rows._actions["matter"].trigger()
    settle(page)
    assert page.columns.value == ""
    assert page.table.model().columnCount() == 2


# --- what others see ---


def test_what_others_see_is_what_is_written_number_by_number(page: SignalsPage, tmp_path: Path) -> None:
    ctrl_e(page)
    assert "als u nu exporteert" in page.banner.title.text()
    before = outside_tables(page)
    export(page, tmp_path)
    QTest.keyClick(page.window(), Qt.Key.Key_3, CTRL)
    settle(page)
    assert "Export 1, gemaakt op 6 oktober 2026" in page.banner.title.text()
    assert outside_tables(page) == before
    written = json.loads((tmp_path / "signalen-2026Q3-nr001.json").read_text(encoding="utf-8"))["tables"]
    said = {table["id"]: {row[0]: row[-1] for row in table["rows"]} for table in written if table["columns"]}
    assert set(said) == set(FIELDS) == set(before)
    signs = {"≥5": ">=5", "niet getoond": "."}
    for field, rows in before.items():
        assert {code: signs.get(text, text) for code, _label, text in rows} == {
            code: str(statement) for code, statement in said[field].items()
        }
    report = docx.Document(str(tmp_path / "signalen-2026Q3-nr001.docx"))
    pairs = {(row.cells[0].text.strip(), row.cells[-1].text.strip()) for table in report.tables for row in table.rows}
    # A question whose rows all say the same takes one line.
    lines = [[cell.text for cell in row.cells] for table in report.tables for row in table.rows if len(row.cells) == 3]
    pairs |= {(label, said) for _question, said, labels in lines for label in labels.split("; ")}
    # The first table of the report has its cells in a row.
    heads, values = report.tables[0].rows
    pairs |= {(head.text.strip(), value.text.strip()) for head, value in zip(heads.cells, values.cells, strict=True)}
    spoken = [
        field for field in before if any(text != "niet getoond" for code, _, text in before[field] if code != TOTAL)
    ]
    assert len(spoken) > 5
    for field in spoken:
        assert {(label, text) for code, label, text in before[field] if code != TOTAL} <= pairs


def test_the_table_of_two_fields_is_the_one_that_is_written(page: SignalsPage, tmp_path: Path, qtbot: QtBot) -> None:
    show_crossing(page, qtbot)
    ctrl_e(page)
    before = (heads_of(page), list(page.table.rows()))
    assert "als u nu exporteert" in page.banner.title.text()
    export(page, tmp_path, Period("2025"))
    QTest.keyClick(page.window(), Qt.Key.Key_3, CTRL)
    qtbot.waitUntil(lambda: "Export 1, gemaakt op" in page.banner.title.text())
    assert (heads_of(page), list(page.table.rows())) == before
    written = json.loads((tmp_path / "signalen-2025-nr001.json").read_text(encoding="utf-8"))["tables"]
    (said,) = (table["rows"] for table in written if table["columns"] == ["matter", "other_party"])
    codes = [head.code for head in page.table._figures.heads]
    signs = {"≥5": ">=5", "niet getoond": "."}
    shown = {
        (row.code, column): signs.get(cell.text, cell.text)
        for row in page.table.rows()
        for column, cell in zip(codes, row.cells, strict=True)
    }
    assert shown == {(row, column): str(statement) for row, column, statement in said}
    report = docx.Document(str(tmp_path / "signalen-2025-nr001.docx"))
    printed_tables = [[[cell.text.strip() for cell in row.cells] for row in table.rows] for table in report.tables]
    on_page = [[row.label, *(cell.text for cell in row.cells)] for row in page.table.rows()]
    assert ["Onderwerp", *heads_of(page)] in [table[0] for table in printed_tables]
    assert on_page in [table[1:] for table in printed_tables]


def test_each_withheld_cell_of_two_fields_has_its_reason_and_its_mark(page: SignalsPage, qtbot: QtBot) -> None:
    show_crossing(page, qtbot)
    told, icons = page._told, {"small": "eye-off", "protects": "shield"}
    assert told is not None
    of, withheld, seen = 0, 0, set()
    for row in page.table.rows():
        for head, cell in zip(page.table._figures.heads, row.cells, strict=True):
            why = own_figures.why(told, ("matter", "other_party"), (row.code, head.code))
            assert cell.icon == ("" if why is None or head.kept else icons[why.kind])
            if head.kept:
                continue
            page.table.go_to(row.code, head.code)
            text = words(page.side.why)
            assert f" {cell.text} " in text
            assert ("gaat mee" in text) == (why is None)
            of, withheld = of + 1, withheld + (why is not None)
            seen.add(why and why.kind)
    assert seen == {None, "small", "protects"}
    assert f"{withheld} van de {of} getallen gaan niet mee." in words(page.side.legend)
    assert "Deze kolommen staan niet in de export." in words(page.side.legend)
    page.table.go_to("integrity", "peer")
    assert "Dit getal ziet alleen u." in words(page.side.why)
    # The side of others: one look and one sentence for whatever is withheld.
    ctrl_e(page)
    assert "Deze kolommen" not in words(page.side)
    assert not any(cell.icon or cell.tone for row in page.table.rows() for cell in row.cells)


def test_a_cell_of_two_fields_is_read_with_its_row_its_column_and_what_is_said(page: SignalsPage, qtbot: QtBot) -> None:
    show_crossing(page, qtbot)
    page.table.go_to("integrity", "outside")
    ctrl_e(page)
    assert (page.table.code(), page.table.column()) == ("integrity", "outside")
    parts = spoken_parts(page)
    role, rows = QAccessible.Role, page.table.rows()
    assert parts[role.RowHeader] == [row.label for row in rows]
    heads = ["Binnen de organisatie", "Van buiten", "De organisatie of het beleid zelf", "Niet genoemd"]
    assert parts[role.ColumnHeader] == [*heads, "Alle casussen"]
    assert parts[role.Cell] == [cell.spoken for row in rows for cell in row.cells]
    assert {"minder dan 5", "5 of meer"} <= set(parts[role.Cell])
    assert words(page.side.why).startswith("Integriteitskwestie × Van buiten Een ander leest")
    ctrl_e(page)
    spoken, across = int(Qt.ItemDataRole.AccessibleTextRole), Qt.Orientation.Horizontal
    own = [page.table.model().headerData(place, across, spoken) for place in range(len(heads_of(page)))]
    assert own == [None] * 5 + [f"{label}, niet in de export" for label in heads_of(page)[5:]]


def test_a_quarter_has_no_table_of_two_fields_and_says_what_it_does_have(page: SignalsPage) -> None:
    divide(page, "matter", "other_party")
    assert "niet in de export van deze periode" in page.banner.text.text()
    row = row_of(page, "undesirable_behaviour")
    page.table.go_to(row.code, "peer")
    assert "Dit getal ziet alleen u." in words(page.side.why)
    # The total of a row is a number of the table of that field alone.
    page.table.go_to(row.code, TOTAL)
    assert "gaat mee" in words(page.side.why)
    ctrl_e(page)
    assert "De export van deze periode heeft hem niet." in page.banner.text.text()
    assert list(printed(page)) == ["Alle casussen"]


def show_crossing(page: SignalsPage, qtbot: QtBot) -> None:
    """A year divided by the two fields that others may see together, once it is worked out what they see."""
    period(page, "2025")
    divide(page, "matter", "other_party")
    shown = page.window()
    assert isinstance(shown, MainWindow)
    worked_out(shown, qtbot)


def heads_of(page: SignalsPage) -> list[str]:
    return [head.label for head in page.table._figures.heads]


def outside_tables(page: SignalsPage) -> dict[str, list[tuple[str, str, str]]]:
    found = {}
    for field in FIELDS:
        divide(page, field)
        found[field] = [(row.code, row.label, row.cells[0].text) for row in page.table.rows()]
    return found


def test_small_and_protecting_numbers_look_and_read_the_same_to_others(page: SignalsPage) -> None:
    told = page._told
    assert told is not None
    assert {why.kind for why in told.reasons.values()} == {"small", "protects"}
    ctrl_e(page)
    seen = [as_others_see_it(page, field) for field in FIELDS]
    # The other way round, and with one number more everywhere: to others nothing may change.
    kinds = {"small": "protects", "protects": "small"}
    turned = {place: why.model_copy(update={"kind": kinds[why.kind]}) for place, why in told.reasons.items()}
    page._told = told.model_copy(update={"reasons": turned})
    basis = page._basis
    assert basis is not None
    page._basis = basis.model_copy(update={"cases": (*basis.cases, *basis.cases)})
    assert [as_others_see_it(page, field) for field in FIELDS] == seen
    looks = {
        (cell.text, cell.icon, cell.tone) for rows, _why in seen for row in rows for cell in row.cells if cell.boxed
    }
    assert looks <= {("<5", "", ""), ("≥5", "", ""), ("niet getoond", "", "")}


def as_others_see_it(page: SignalsPage, field: str) -> tuple[list[Row], list[str]]:
    """The rows of a table, and what is said of each beside it."""
    divide(page, field)
    said = []
    for row in page.table.rows():
        page.table.go_to(row.code, TOTAL)
        said.append(words(page.side))
    return list(page.table.rows()), said


def test_no_zero_stands_beside_hidden_numbers(page: SignalsPage) -> None:
    ctrl_e(page)
    for field in FIELDS:
        divide(page, field)
        assert "0" not in printed(page).values()


def test_what_others_conclude_is_told_without_the_real_number(page: SignalsPage) -> None:
    small = next(row for row in page.table.rows() if row.cells[0].icon == "eye-off" and row.cells[0].text in "1234")
    page.table.go_to(small.code, TOTAL)
    assert f" {small.cells[0].text} " in words(page.side.why)
    ctrl_e(page)
    assert page.table.code() == small.code
    assert words(page.side.why) == f"{small.label} Een ander leest dat het er 0 tot en met 4 zijn. Ook nul kan."
    ctrl_e(page)
    assert page.view.value() == OWN


def test_of_a_quarter_that_runs_others_see_nothing(page: SignalsPage) -> None:
    period(page, "2026Q4")
    assert not any(row.cells[0].icon for row in page.table.rows())
    assert "Deze periode loopt nog" in page.banner.text.text()
    ctrl_e(page)
    assert "Anderen zien niets van deze periode." in page.banner.title.text()
    assert not page.table.isVisible()
    ctrl_e(page)
    assert focus(page.window()) is page.table
    assert len(page.table.rows()) > 5


def test_a_quarter_in_a_year_that_was_exported_tells_nothing_more(
    page: SignalsPage, tmp_path: Path, qtbot: QtBot
) -> None:
    export(page, tmp_path, Period("2025"))
    period(page, "2025Q2")
    assert "al geteld in een export" in page.banner.text.text()
    assert not any(row.cells[0].icon for row in page.table.rows())
    assert not page._maker.busy


def test_years_are_compared_by_what_went_out_only(page: SignalsPage, tmp_path: Path) -> None:
    assert not page.side.time.isVisible()
    for year in ("2024", "2025"):
        export(page, tmp_path, Period(year))
    period(page, "2025")
    page.table.go_to(TOTAL, TOTAL)
    written = [
        json.loads((tmp_path / f"signalen-{year}-nr00{serial}.json").read_text(encoding="utf-8"))["tables"][0]["rows"]
        for serial, year in ((1, "2024"), (2, "2025"))
    ]
    (((first,),), ((second,),)) = written
    shown = words(page.side.time)
    assert f"Jaar 2024 {first} Jaar 2025 {second}" in shown
    assert "2026" not in shown
    page.table.go_to("violence", TOTAL)
    assert "Jaar 2024 5 Jaar 2025 <5" in words(page.side.time)


@SMALL
def test_the_survey_stands_beside_its_field_with_its_warning(page: SignalsPage) -> None:
    shown = words(page.side.survey)
    assert page.side.survey.isVisible()
    assert "Pesten 14 procent" in shown
    assert "deel het ene getal niet door het andere" in shown
    divide(page, "matter")
    assert not page.side.survey.isVisible()
    divide(page, "found_via")
    assert "Weet er een te vinden 77 procent" in words(page.side.survey)


# --- what changes, and what stays ---


def test_after_a_withdrawal_the_case_is_out_of_the_numbers(page: SignalsPage, qtbot: QtBot) -> None:
    before, told = int(row_of(page, TOTAL).cells[0].text), page._told
    query = "SELECT case_id FROM coded_case WHERE consent = 'given' AND opened = '2026Q3'"
    ((case_id,), *_rest) = page.state.desk.now(lambda vault: vault.db.execute(query).fetchall())
    page.state.run(
        consents.record_consent,
        case_id,
        ConsentScope.COUNT,
        ConsentState.WITHDRAWN,
        manner=ConsentManner.SPOKEN,
        on=NOW.date(),
    )
    qtbot.waitUntil(lambda: int(row_of(page, TOTAL).cells[0].text) == before - 1)
    qtbot.waitUntil(lambda: page._told is not None and page._told is not told, timeout=SLOW)


def test_working_it_out_can_be_stopped_and_taken_up(window: MainWindow, qtbot: QtBot) -> None:
    found = window.pages["signals"]
    assert isinstance(found, SignalsPage)
    QTest.keyClick(window, Qt.Key.Key_3, CTRL)
    qtbot.waitUntil(lambda: found._maker.busy and bool(found.table.rows()))
    # Small numbers are sure not to go out; of others that is not known yet.
    assert {row.cells[0].icon for row in found.table.rows()} == {"eye-off", ""}
    found.work.stop.setFocus()
    QTest.keyClick(found.work.stop, Qt.Key.Key_Space)
    assert not found._maker.busy
    assert focus(window) is found.work.again
    found.table.go_to(TOTAL, TOTAL)
    assert "nog niet bekend" in words(found.side.why)
    QTest.keyClick(found.work.again, Qt.Key.Key_Space)
    assert worked_out(window, qtbot).work.isHidden()
    assert focus(window) is found.table


def test_who_leaves_the_page_frees_the_thread_for_the_export(window: MainWindow, qtbot: QtBot) -> None:
    found = window.pages["signals"]
    assert isinstance(found, SignalsPage)
    QTest.keyClick(window, Qt.Key.Key_3, CTRL)
    qtbot.waitUntil(lambda: found._maker.busy)
    QTest.keyClick(window, Qt.Key.Key_1, CTRL)
    assert not found._maker.busy
    QTest.keyClick(window, Qt.Key.Key_3, CTRL)
    worked_out(window, qtbot)


@SMALL
def test_a_field_chosen_while_another_period_is_looked_up_drops_neither(page: SignalsPage, qtbot: QtBot) -> None:
    page.period.chosen.emit("2026Q2")
    page.rows.set_value("matter")
    page.rows.chosen.emit("matter")
    qtbot.waitUntil(lambda: page.period.value == "2026Q2" and page.table.rows()[0].code == "undesirable_behaviour")
    assert page._basis is not None
    assert str(page._basis.choice.period) == "2026Q2"
    assert page.about() == "2026Q2/own/matter/"


@SMALL
def test_who_comes_back_while_it_was_being_worked_out_has_it_looked_up_once(
    page: SignalsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    whole = own_figures.look
    monkeypatch.setattr(own_figures, "look", lambda *asked, **more: looked.append(asked[1]) or whole(*asked, **more))
    page._maker.busy = True
    window = page.window()
    QTest.keyClick(window, Qt.Key.Key_1, CTRL)
    QTest.keyClick(window, Qt.Key.Key_3, CTRL)
    settle(page)
    assert looked == ["2026Q3"]


def test_after_the_panel_stood_in_its_place_it_goes_on(window: MainWindow, qtbot: QtBot) -> None:
    found = window.pages["signals"]
    assert isinstance(found, SignalsPage)
    window.resize(720, 480)
    QTest.keyClick(window, Qt.Key.Key_3, CTRL)
    qtbot.waitUntil(lambda: found._maker.busy)
    QTest.keyClick(window, Qt.Key.Key_N, CTRL)
    qtbot.waitUntil(lambda: window.panel.isVisible() and not found.isVisible())
    assert not found._maker.busy
    window.panel.hide()
    qtbot.waitUntil(found.isVisible)
    worked_out(window, qtbot)


@SMALL
def test_after_locking_it_is_the_same_table_and_row(page: SignalsPage, state: State, qtbot: QtBot) -> None:
    window = page.window()
    assert isinstance(window, MainWindow)
    period(page, "2025")
    divide(page, "behaviour", "matter")
    page.table.go_to("threat", "work_relations")
    page.table.setFocus()
    view = window.view()
    ctrl_e(page)
    outside = window.view()
    state.leaving.set()
    state.desk.now(put_aside, window.unsaved(), view)
    window.hide()
    again = shown_window(State(state.desk, state.folder, state.policy, practice=True, now=state.now), qtbot)
    after = again.pages["signals"]
    assert isinstance(after, SignalsPage)
    qtbot.waitUntil(lambda: bool(after.table.rows()) and focus(again) is after.table)
    assert (after.period.value, after.rows.value, after.columns.value) == ("2025", "behaviour", "matter")
    assert after.view.value() == OWN
    assert (after.table.code(), after.table.column()) == ("threat", "work_relations")
    again.restore(outside)
    qtbot.waitUntil(lambda: after.view.value() == OUTSIDE)


@SMALL
def test_nothing_of_it_is_in_the_vault_or_on_the_disk(page: SignalsPage, vault_folder: Path) -> None:
    page.state.desk.now(lambda vault: vault.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall())
    before = {path: path.read_bytes() for path in vault_folder.rglob("*") if path.is_file()}
    for field in FIELDS:
        divide(page, field)
    ctrl_e(page)
    period(page, "2025")
    assert {path: path.read_bytes() for path in vault_folder.rglob("*") if path.is_file()} == before
    assert page.state.desk.now(releases.entries) == ()


@pytest.mark.parametrize("number", [0])
def test_with_too_few_cases_there_is_one_sentence_and_one_act(window: MainWindow, number: int, qtbot: QtBot) -> None:
    found = window.pages["signals"]
    assert isinstance(found, SignalsPage)
    QTest.keyClick(window, Qt.Key.Key_3, CTRL)
    qtbot.waitUntil(found.new_contact.isVisible)
    assert "Vanaf 5 casussen ziet u hier cijfers." in words(found)
    assert not found.table.isVisible()
    assert focus(window) is found.new_contact
    QTest.keyClick(found.new_contact, Qt.Key.Key_Return)
    assert window.panel.isVisible()


# --- names, keys and room ---


@SMALL
@pytest.mark.parametrize("view", [OWN, OUTSIDE])
def test_every_control_has_a_name_and_tab_goes_in_the_order_of_reading(page: SignalsPage, view: str) -> None:
    page.view.set_value(view)
    page._fill(speak=False)
    chosen = page.view.buttons()[(OWN, OUTSIDE).index(view)]
    chosen.setFocus()
    found = []
    while page.isAncestorOf(focus(page.window())) and focus(page.window()) not in found:
        found.append(focus(page.window()))
        QTest.keyClick(found[-1], Qt.Key.Key_Tab)
        QCoreApplication.processEvents()
    names = [f"signals-{view}", "signals-period", "signals-rows", "signals-columns", "signals-table"]
    names += ["signals-help"] if view == OWN else []
    assert [widget.objectName() for widget in found] == names
    names = [widget.accessibleName() for widget in found]
    assert names[:4] == [
        f"{chosen.text()}, Weergave",
        "Periode, gekozen: 3e kwartaal 2026",
        "Rijen, gekozen: Soort gedrag",
        "Kolommen, gekozen: geen",
    ]
    assert names[4] == ("Soort gedrag" if view == OWN else "Alle casussen")


@SMALL
@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (1024, 700), (720, 480)])
def test_the_page_never_scrolls_sideways(page: SignalsPage, width: int, height: int, percent: int) -> None:
    theme.apply("light", percent)
    page.window().resize(width, height)
    for columns in ("", "other_party"):
        divide(page, "behaviour", columns)
        QCoreApplication.processEvents()
        content = page._scroll.widget()
        assert content is not None
        assert content.width() <= page._scroll.viewport().width()
        for button in (page.period, page.rows, page.columns, *page.view.buttons()):
            right = button.mapTo(content, button.rect().bottomRight()).x()
            assert right < content.width()
            assert button.width() >= button.minimumSizeHint().width()
        assert page.table.width() <= content.width()


@SMALL
@pytest.mark.parametrize("width", [600, 330])
def test_labels_wrap_and_are_never_cut(page: SignalsPage, width: int, qtbot: QtBot) -> None:
    divide(page, "other_party", "matter")
    table = FigureTable()
    qtbot.addWidget(table)
    table.show_rows("Door wie", page.table.rows(), page._figures.heads(), bars=False)  # type: ignore[union-attr]
    table.resize(width, 400)
    table.show()
    metrics = table.fontMetrics()
    room = table.verticalHeader().width() - 24
    for place, row in enumerate(table.rows()):
        indent = 16 if row.role == "member" else 0
        box = metrics.boundingRect(0, 0, room - indent, 10_000, int(Qt.TextFlag.TextWordWrap), row.label)
        assert box.width() <= room - indent
        assert box.height() <= table.rowHeight(place)
    whole = table.verticalHeader().length() + table.horizontalHeader().height() + 2 * table.frameWidth()
    assert table.height() >= whole
    cell = table.model().index(0, 0).data(CELL_ROLE)
    assert cell.text == table.rows()[0].cells[0].text


# --- what would help ---


@SMALL
@pytest.mark.parametrize("number", [40])
def test_what_would_help_is_worked_out_for_a_row_that_does_not_go_out(page: SignalsPage, qtbot: QtBot) -> None:
    card = page.side.help
    page.table.go_to("bullying", TOTAL)
    assert card.isVisible()
    assert "Misschien" in words(card)
    assert not card.stop.isVisible()
    QTest.mouseClick(card.start, Qt.MouseButton.LeftButton)
    assert card.busy
    assert card.stop.isVisible()
    QTest.mouseClick(card.stop, Qt.MouseButton.LeftButton)
    assert not card.busy
    card.start.click()
    qtbot.waitUntil(lambda: not card.busy, timeout=SLOW)
    year = page.state.desk.now(
        lambda vault: own_figures.look(vault, "2026", today=NOW.date(), policy=policy.DEFAULT)[1]
    )
    assert year is not None
    own = own_figures.own_table(year, "behaviour", "", "nl").numbers
    for code in ("bullying", "violence"):
        page.table.go_to(code, TOTAL)
        assert f"Over heel 2026 zijn er tot nu toe {own.get((code, TOTAL), 0)} casussen." in words(card)
    ctrl_e(page)
    assert not card.isVisible()


@SMALL
def test_the_total_goes_out_where_its_table_does_not(page: SignalsPage, tmp_path: Path) -> None:
    page.table.go_to(TOTAL, TOTAL)
    assert "Alle casussen: gaat mee" in words(page.side.why)
    assert not page.side.help.isVisible()
    page.table.go_to("bullying", TOTAL)
    assert "Dit getal ziet alleen u." in words(page.side.why)
    totals = [row_of(page, TOTAL).cells[0].text]
    for quarter in ("2026Q2", "2026Q3"):
        export(page, tmp_path, Period(quarter))
    period(page, "2026Q2")
    totals.insert(0, row_of(page, TOTAL).cells[0].text)
    page.table.go_to(TOTAL, TOTAL)
    told = words(page.side.time)
    assert "Exports tot nu toe: Alle casussen" in told
    assert all(total in told.split() for total in totals)
    page.table.go_to("bullying", TOTAL)
    assert not page.side.time.isVisible()
