"""The report prints what the release says, number by number, and nothing else; it can be read by everybody."""

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import pytest
from docx import table as docx_table
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_reports import DIMENSIONS, UNITS, Reading, Said, cells, release, report

from adviser_desk import paths
from adviser_desk.models.codes import code_book
from adviser_desk.models.release import UNKNOWN, KnownTotal, Release, Table
from adviser_desk.signals.profiles import ONE_WAY
from adviser_desk.signals.report_bars import LONGEST
from adviser_desk.signals.report_labels import Labels

ROOT = Path(__file__).resolve().parents[2]
LABELS = Labels("nl", UNITS)
OTHER_TABLES = {
    "Alle casussen, binnen en van buiten",
    "Betekenis van de tekens",
    "Grootste precieze getallen",
    "Vragen zonder precies getal",
    "De enquête en dit verslag",
}
STATEMENTS = st.one_of(st.integers(min_value=5, max_value=900), st.sampled_from(["<5", ">=5", "."]))
PRINTED = {"<5": "<5", ">=5": "≥5", ".": "niet getoond"}
PLACES = [(spec.dimension, code) for spec in ONE_WAY for code in cells(spec.dimension)]


def printed(said: Said) -> str:
    return PRINTED.get(str(said), str(said))


def mixed(dimension: str, code: str) -> Said:
    """A statement that differs from cell to cell and never changes."""
    return (9, "<5", ".", 31, ">=5", 6, ".")[PLACES.index((dimension, code)) % 7]


def silent(dimension: str, code: str) -> Said:
    return "."


MIXED = release("2026Q3", 62, mixed)
SMALL = release("2026Q3", "<5")


@pytest.fixture(scope="module")
def full() -> Reading:
    return Reading(report(MIXED))


@pytest.fixture(scope="module")
def small() -> Reading:
    # As it is exported: a release names only the fields that its tables have.
    return Reading(report(SMALL.model_copy(update={"dimensions": {}})))


def expected(of: Release) -> Mapping[str, dict[str, str]]:
    """What each printed table must hold, worked out without the writer: label → printed statement."""
    found: dict[str, dict[str, str]] = {}
    for table in of.tables[1:]:
        (name,) = table.columns
        said = {str(code): printed(value) for code, value in table.rows}
        labelled = {
            LABELS.total(table) if code == "*" else LABELS.code(name, code): value for code, value in said.items()
        }
        alike = {value for code, value in said.items() if code != "*"}
        if alike == {"niet getoond"} or (name != "other_party" and alike in ({"<5"}, {"≥5"})):
            continue
        if name != "other_party":
            found[LABELS.title(name)] = labelled
            continue
        for group, members in DIMENSIONS[name].groups.items():
            label = LABELS.code(name, group)
            shown = {LABELS.code(name, code): said[code] for code in (*members, group)}
            found[f"{LABELS.title(name)}: {label}"] = shown
    return found


@settings(max_examples=20, deadline=None)
@given(st.lists(STATEMENTS, min_size=len(PLACES), max_size=len(PLACES)), STATEMENTS)
def test_every_table_prints_the_statements_of_the_release_and_no_other_number(said: list[Said], total: Said) -> None:
    of = release("2026", total, lambda dimension, code: said[PLACES.index((dimension, code))])
    tables = Reading(report(of)).tables()
    for name, rows in expected(of).items():
        assert dict(tables[name][1:]) == rows
        assert len(tables[name][1:]) == len(rows)
    assert tables.keys() - expected(of).keys() <= OTHER_TABLES


def test_the_opening_row_divides_the_cases_over_the_sides(full: Reading) -> None:
    header, numbers = full.tables()["Alle casussen, binnen en van buiten"]
    codes = ("internal", "outside", "organisation", "unknown")
    names = [LABELS.code("other_party", code) for code in codes]
    assert header == ["Alle casussen", *names]
    shown = dict(zip(header, numbers, strict=True))
    assert shown == {
        "Alle casussen": "62",
        **{LABELS.code("other_party", code): printed(mixed("other_party", code)) for code in codes},
    }


def test_codes_outside_both_sides_are_printed_too(full: Reading) -> None:
    labels = {LABELS.code("other_party", code) for code in cells("other_party")}
    tables = full.tables()
    seen = {row[0] for name, rows in tables.items() if name.startswith("De andere partij") for row in rows}
    assert labels <= seen | set(tables["Alle casussen, binnen en van buiten"][0])


def test_the_rows_follow_the_code_list_and_the_total_comes_last(full: Reading) -> None:
    labels = [row[0] for row in full.tables()["Soort gedrag"][1:]]
    listed = [LABELS.code("behaviour", code) for code in DIMENSIONS["behaviour"].codes]
    assert [label for label in labels if label in listed] == listed
    assert labels.index("Agressie, bedreiging of geweld") == labels.index("Verbale agressie") - 1
    assert labels[-1] == "Alle casussen"


def test_a_note_is_never_alone_on_the_page_after_its_table(full: Reading) -> None:
    parts = list(full.document.iter_inner_content())
    noted = [
        table
        for table, note in pairwise(parts)
        if isinstance(table, docx_table.Table) and isinstance(note, Paragraph) and note.style.name == "Table Note"
    ]
    assert len(noted) >= 4
    for table in noted:
        kept = [cell.paragraphs[0].paragraph_format.keep_with_next for cell in table.rows[-1].cells]
        assert all(kept)


def test_a_crossing_and_a_code_outside_the_list_are_printed_too() -> None:
    crossing = Table(
        id="matter x unit", columns=("matter", "unit"), rows=(("integrity", "west", 8), ("*", "west", "<5"))
    )
    stray = Table(id="aftercare", columns=("aftercare",), rows=(("*", 31), ("done", 7), ("formerly", 24)))
    only = MIXED.tables[0]
    tables = Reading(report(MIXED.model_copy(update={"tables": (only, crossing, stray)}))).tables()
    assert tables["Onderwerp × Onderdeel van de organisatie"][1:] == [
        ["Integriteitskwestie", "8"],
        ["Alle casussen", "<5"],
    ]
    assert tables["Nazorg"][1:] == [["Gedaan", "7"], ["formerly", "24"], ["Alle casussen", "31"]]


@pytest.mark.parametrize("said", [62, "<5"])
def test_a_list_of_units_that_names_none_has_no_table(said: Said) -> None:
    """It would say of its one row what the total says of all cases."""
    none = {**DIMENSIONS, "unit": DIMENSIONS["unit"].model_copy(update={"codes": (UNKNOWN,)})}
    tables = [table for table in MIXED.tables if table.columns != ("unit",)]
    unit = Table(id="unit", columns=("unit",), rows=(("*", said), (UNKNOWN, said)))
    of = MIXED.model_copy(update={"dimensions": none, "tables": (*tables, unit)})
    without = MIXED.model_copy(update={"dimensions": none, "tables": tuple(tables)})
    assert report(of) == report(without)
    assert "Onderdeel van de organisatie" not in Reading(report(of)).text


def test_in_a_crossing_each_number_class_and_word_stands_at_the_right_below_its_head() -> None:
    matters, parties = (*DIMENSIONS["matter"].codes, "*"), (*DIMENSIONS["other_party"].top, "*")
    said = [(9, "<5", ".", 31, ">=5")[place % 5] for place in range(len(matters) * len(parties))]
    rows = [(matter, party) for matter in matters for party in parties]
    crossing = Table(
        id="matter x other_party",
        columns=("matter", "other_party"),
        rows=tuple((*pair, one) for pair, one in zip(rows, said, strict=True)),
    )
    reading = Reading(report(MIXED.model_copy(update={"tables": (*MIXED.tables, crossing)})))
    (table,) = [one for one in reading.document.tables if one.rows[0].cells[-1].text == "Alle casussen"]
    for row in table.rows:
        first, *others = (cell.paragraphs[0] for cell in row.cells)
        assert first.alignment is None
        assert all(other.alignment == WD_ALIGN_PARAGRAPH.RIGHT and "\t" not in other.text for other in others)
    printed_cells = [cell.text for row in table.rows[1:] for cell in row.cells[1:]]
    assert printed_cells == [printed(one) for one in said]
    assert "regels en cellen: " in reading.text
    assert "regels en cellen" not in Reading(report(MIXED)).text


def test_tables_that_say_the_same_everywhere_are_named_with_all_their_rows() -> None:
    said = {"aftercare": "<5", "online": ">=5"}
    reading = Reading(report(release("2026", 12, lambda dimension, _code: said.get(dimension, "."))))
    rows = {row[0]: row[1:] for row in reading.tables()["Vragen zonder precies getal"][1:]}
    for spec in ONE_WAY:
        labels = {LABELS.code(spec.dimension, code) for code in cells(spec.dimension)}
        everywhere, named = rows[LABELS.title(spec.dimension)]
        assert everywhere == printed(said.get(spec.dimension, "."))
        assert set(named.split("; ")) == labels
        assert not re.search(r"\d", named)


def test_a_page_of_text_has_no_line_with_one_short_word_and_remarks_stay_as_typed() -> None:
    typed = "Vraag na zes weken nog eens aan elke medewerker die agressie meemaakte hoe het nu gaat."
    document = Reading(report(SMALL.model_copy(update={"remarks": typed}))).document
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert typed in texts
    ends = [text.split()[-1] for text in texts if len(text) > 70 and "\u00a0" not in text and text != typed]
    assert all(len(end) > 12 for end in ends), ends


def test_the_largest_exact_numbers_open_the_report(full: Reading) -> None:
    rows = {row[0]: row[1] for row in full.tables()["Grootste precieze getallen"][1:]}
    for name in ("matter", "behaviour", "formality", "found_via"):
        codes = [code for code in DIMENSIONS[name].codes if code != "unknown"]
        exact = [said for code in codes if isinstance(said := mixed(name, code), int)]
        told = [int(number) for number in re.findall(r"\((\d+)\)", rows.get(LABELS.title(name), ""))]
        assert told == sorted(exact, reverse=True)[:3]


def test_a_bar_stands_beside_each_exact_number_and_nowhere_else(full: Reading) -> None:
    exact = [said for rows in expected(MIXED).values() for said in list(rows.values())[1:] if said.isdigit()]
    bars = full.bars()
    totals = {"Alle casussen", LABELS.code("other_party", "internal"), LABELS.code("other_party", "outside")}
    with_bar = [row for row, _length, _words in bars]
    for name, rows in expected(MIXED).items():
        for label, said in rows.items():
            is_total = label in totals or label.startswith("Alle casussen")
            assert ([label, said] in with_bar) == (said.isdigit() and not is_total), (name, label)
    assert exact
    for (_label, said), length, words in bars:
        assert abs(length - LONGEST * int(said) / 31) <= 1
        assert words == f"Staaf bij {said} casussen"


@pytest.mark.parametrize(
    ("total", "sentence"),
    [
        (31, "Van 1 juli 2026 tot en met 30 september 2026 telden 31 casussen mee."),
        ("<5", "Van 1 juli 2026 tot en met 30 september 2026 telden 0 tot en met 4 casussen mee. Ook nul kan."),
        (">=5", "telden 5 of meer casussen mee. Het precieze aantal staat niet in dit verslag."),
        (".", "Het kan elk aantal zijn."),
    ],
)
@pytest.mark.parametrize("divided", [True, False])
def test_the_summary_says_how_many_cases_in_words(total: Said, sentence: str, divided: bool) -> None:
    assert sentence in Reading(report(release("2026Q3", total, mixed if divided else None))).text


def test_a_quarter_with_a_total_only_is_finished(small: Reading) -> None:
    assert small.texts[small.texts.index("In het kort") + 2] == "<5"
    assert set(small.tables()) == {"Betekenis van de tekens", "De enquête en dit verslag"}
    headings = [text for level, text in small.headings() if level == 1]
    assert headings == [
        "In het kort",
        "Aanbevelingen",
        "Thema’s",
        "Zo leest u de cijfers",
        "Binnen de organisatie",
        "Van buiten: Veilig Werken",
        "Naast de personeelsenquête",
        "Werkwijze en waarborg",
    ]
    for code in (*DIMENSIONS["other_party"].groups["internal"], *DIMENSIONS["other_party"].groups["outside"]):
        assert LABELS.code("other_party", code) in small.text
    assert "Bij weinig casussen kan elk extra getal iets verraden" in small.text
    assert not small.bars()


@pytest.mark.parametrize("of", [SMALL, MIXED])
def test_ranking_and_zero_as_safe_are_spoken_against_and_limits_are_said(of: Release) -> None:
    text = Reading(report(of)).text
    for sentence in (
        "Maak geen ranglijst.",
        "betekent niet dat het ergens veilig is",
        "Dit is niet beloofd",
        "deel het ene getal niet door het andere",
        "Elk getal dat er staat, is waar.",
    ):
        assert sentence in text


def test_the_threshold_of_the_release_is_the_one_that_is_explained() -> None:
    reading = Reading(report(release("2026Q3", "<7", lambda dimension, code: ">=7", threshold=7)))
    rows = {row[0]: row[1] for row in reading.tables()["Betekenis van de tekens"]}
    assert rows["<7"] == "0 tot en met 6 casussen. Ook nul kan."
    assert rows["≥7"].startswith("7 of meer casussen.")
    assert "1 tot en met 6 casussen" in reading.text
    assert "5" not in rows


def test_the_consent_rule_is_the_one_that_held() -> None:
    assert "alleen mee als de melder daar toestemming voor gaf" in Reading(report(SMALL)).text


def test_earlier_releases_show_their_totals_as_printed_then() -> None:
    earlier = (release("2026Q1", "<5", serial=1, previous=None), release("2026Q2", 8, serial=2))
    rows = Reading(report(SMALL, earlier=earlier)).tables()["Eerder verschenen"]
    assert rows[1:] == [["1e kwartaal 2026 (export 1)", "<5"], ["2e kwartaal 2026 (export 2)", "8"]]


def test_themes_are_shown_by_their_label(small: Reading) -> None:
    text = Reading(report(release("2026Q3", 31, themes=("leadership", "reporting_fear")))).texts
    shown = text[text.index("Thema’s") + 2 : text.index("Zo leest u de cijfers")]
    assert shown == ["Stijl van leidinggeven", "Meldangst"]
    assert "Het betekent niet dat er niets speelt." in small.text


def test_remarks_are_plain_paragraphs_whatever_was_typed() -> None:
    typed = "Eerste <b>raad</b> & meer.\r\n\r\nTweede\x00\x0b\ud800 raad\u0007.\n\n\nDerde ‘raad’ 🙂"
    of = SMALL.model_copy(update={"remarks": typed})
    texts = Reading(report(of)).texts
    start = texts.index("Aanbevelingen") + 1
    assert texts[start : start + 4] == ["Eerste <b>raad</b> & meer.", "Tweede raad.", "Derde ‘raad’ 🙂", "Thema’s"]


def test_known_totals_are_told() -> None:
    of = release("2026Q3", 31, known_totals=(KnownTotal(at={"unit": "west"}, value=12),))
    assert "lezers dit totaal al kennen: Kust & zee, 12." in Reading(report(of)).text


def test_units_have_their_names_and_a_unit_without_one_its_code_in_letters(full: Reading) -> None:
    assert [row[0] for row in full.tables()["Onderdeel van de organisatie"][1:4]] == list(UNITS.values())
    assert Labels("nl", {}).code("unit", "noord") == "Noord"
    of_a_register = Labels("nl", {"centrale_administratie": "centrale_administratie"})
    assert of_a_register.code("unit", "centrale_administratie") == "Centrale administratie"


def test_no_code_and_no_unfilled_place_is_printed(full: Reading) -> None:
    words = full.text + " ".join(cell for rows in full.tables().values() for row in rows for cell in row)
    assert "%(" not in words
    assert "%s" not in words
    codes = {code for name in code_book().lists for code in code_book().codes(name) if "_" in code}
    assert not [code for code in codes if code in words]


@pytest.mark.parametrize("of", [SMALL, MIXED])
def test_practice_is_marked_on_every_page(of: Release) -> None:
    mark = "Oefenverslag: alle casussen zijn verzonnen"
    section = Reading(report(of.model_copy(update={"practice": True}))).document.sections[0]
    assert section.different_first_page_header_footer
    assert [header.paragraphs[0].text for header in (section.first_page_header, section.header)] == [mark, mark]
    real = Reading(report(of))
    assert mark not in real.part("word/header1.xml") + real.part("word/header2.xml")


def test_each_page_has_its_number_and_the_serial(full: Reading) -> None:
    for name in ("word/footer1.xml", "word/footer2.xml"):
        assert re.findall(r'w:instr=" (\w+) "', full.part(name)) == ["PAGE", "NUMPAGES"]
        assert "Export 3, 6 oktober 2026" in full.part(name)


@pytest.mark.parametrize("of", [SMALL, MIXED, release("2026", ".", silent)])
def test_a_screen_reader_can_walk_the_report(of: Release) -> None:
    reading = Reading(report(of, earlier=(SMALL,)))
    for table in reading.document.tables:
        rows = table._tbl.tr_lst
        assert [row.get_or_add_trPr().find(qn("w:tblHeader")) is not None for row in rows] == [True] + [False] * (
            len(rows) - 1
        )
        assert all(row.get_or_add_trPr().find(qn("w:cantSplit")) is not None for row in rows)
        assert table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))
        assert all(cell.text.strip() for row in table.rows for cell in row.cells)
    levels = [level for level, _text in reading.headings()]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    shapes = re.findall(r'<wp:docPr id="(\d+)" name="[^"]+" descr="([^"]+)"', reading.part("word/document.xml"))
    assert len({shape for shape, _words in shapes}) == len(shapes) == len(reading.bars())
    assert reading.document.core_properties.title == f"Signalen van de vertrouwenspersoon, {LABELS.period(of.period)}"
    assert '<w:lang w:val="nl-NL"' in reading.part("word/styles.xml")
    assert all(paragraph.text for paragraph in reading.document.paragraphs)


def test_the_survey_beside_ours_is_the_survey(full: Reading) -> None:
    facts = tomllib.loads(paths.resource("survey_per2021.toml").read_text(encoding="utf-8"))
    inside, outside = facts["from_colleagues_or_managers"], facts["from_citizens"]
    rows = full.tables()["De enquête en dit verslag"][1:]
    codes = {
        "bullying": "bullying",
        "verbal_aggression": "verbal_aggression",
        "threat": "threat",
        "sexual": "unwanted_sexual_attention",
    }
    wanted = [
        [
            LABELS.code("behaviour", code),
            *(f"{side[fact]}%" if fact in side else "geen cijfer" for side in (inside, outside)),
            printed(mixed("behaviour", code)),
        ]
        for code, fact in codes.items()
    ]
    assert sorted(rows) == sorted(wanted)
    assert "Kamerstuk 31 490 nr. 317" in full.text


def test_a_release_gives_the_same_bytes_in_every_process() -> None:
    program = (
        "import hashlib, sys; sys.path[:0] = ['.', 'tests/signals']\n"
        "from test_word_report import MIXED, report\n"
        "sys.stdout.write(hashlib.sha256(report(MIXED)).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"},
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }
    assert len(digests) == 1
    assert len(digests.pop()) == 64


def test_nothing_tells_who_wrote_it_or_with_what(full: Reading) -> None:
    with pytest.raises(KeyError):
        full.part("docProps/app.xml")
    everything = full.bytes
    for trace in (b"python", b"rsid", b"thumbnail", b"dcterms", b"lastModifiedBy", b"w14:"):
        assert trace not in everything, trace
    assert full.document.core_properties.author == ""


def test_the_template_is_what_its_script_makes() -> None:
    program = (
        "import sys; sys.path.insert(0, 'tools'); import make_report_template as made\n"
        "sys.stdout.buffer.write(made.template())"
    )
    made = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, cwd=ROOT).stdout
    assert made == paths.resource("report_template.docx").read_bytes()
