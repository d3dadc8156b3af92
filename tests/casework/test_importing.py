"""Registers: all or nothing, every mistake with its row and column, and no file that eats the machine."""

import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest

from adviser_desk.casework import importing
from adviser_desk.errors import BadRegister
from adviser_desk.i18n import _
from adviser_desk.models.codes import code_book
from adviser_desk.models.period import Period
from adviser_desk.models.release import UNKNOWN
from adviser_desk.models.unit import Unit, UnitTree
from adviser_desk.policy import DEFAULT
from adviser_desk.signals import profiles
from adviser_desk.signals.counting import counts
from adviser_desk.vault import tallies, units
from adviser_desk.vault.connection import Vault, create_vault

TODAY = date(2026, 11, 23)
HEAD = (
    "reference,opened_on,closed_on,matter,behaviour,ground,step,reason_no_step,unit,contacts,consent_keep_notes,"
    "consent_count"
)
GOOD = (
    "Kompas-47,2026-01-05,2026-02-05,undesirable_behaviour,bullying;discrimination,age,listen,fear,noord,3,given,given"
)


def register(folder: Path, *rows: str, head: str = HEAD, encoding: str = "utf-8", name: str = "register.csv") -> Path:
    path = folder / name
    path.write_bytes(("\n".join([head, *rows]) + "\n").encode(encoding))
    return path


def said(error: pytest.ExceptionInfo[BadRegister]) -> str:
    return _(error.value.message) % error.value.values


def rows_of(vault: Vault, query: str) -> list[tuple[object, ...]]:
    return list(vault.db.execute(query).fetchall())


def test_a_row_becomes_a_case_with_contacts_and_consents(vault: Vault, tmp_path: Path) -> None:
    found = importing.import_register(vault, register(tmp_path, GOOD), today=TODAY)
    assert (found.cases, found.contacts, found.consents, found.units, found.drawn) == (1, 3, 2, 1, 0)
    assert rows_of(
        vault, "SELECT pseudonym, opened_on, closed_on, status, matter, behaviour, grounds, step, unit FROM case_file"
    ) == [
        ("Kompas-47", "2026-01-05", "2026-02-05", "closed", "undesirable_behaviour", "bullying;discrimination", "age",
         "listen", "noord"),
    ]  # fmt: skip
    assert rows_of(vault, "SELECT at, channel, minutes, note FROM contact ORDER BY at") == [
        ("2026-01-05T12:00", None, None, ""),
        ("2026-01-20T12:00", None, None, ""),
        ("2026-02-05T12:00", None, None, ""),
    ]
    assert rows_of(vault, 'SELECT scope, state, manner, "on" FROM consent ORDER BY scope') == [
        ("count", "given", "spoken", "2026-01-05"),
        ("keep_notes", "given", "spoken", "2026-01-05"),
    ]


def test_a_first_contact_counts_by_its_channel_and_as_unknown_where_the_register_has_none(
    vault: Vault, tmp_path: Path
) -> None:
    without = register(tmp_path, GOOD)
    told = register(
        tmp_path, *(f"{GOOD.replace('Kompas-47', name)},{channel}" for name, channel in (("A", "video"), ("B", ""))),
        head=f"{HEAD},channel", name="told.csv",
    )  # fmt: skip
    for path in (without, told):
        importing.import_register(vault, path, today=TODAY)
    counted = tallies.tally(vault, {Period("2026Q1")}, ())
    lists = profiles.dimensions(code_book(), units.tree(vault))
    found = counts(counted, lists, code_book())
    by_channel = {code: number for (_quarter, name, code), number in found.items() if name == "channel"}
    assert by_channel == {"video": 1, UNKNOWN: 2}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_delimiters_and_encodings(vault: Vault, tmp_path: Path, delimiter: str, encoding: str) -> None:
    cells = ["naam é", "2026-01-05", "integrity", "given"]
    path = register(
        tmp_path, delimiter.join(cells), head=delimiter.join(["reference", "opened_on", "matter", "consent_count"]),
        encoding=encoding,
    )  # fmt: skip
    found = importing.import_register(vault, path, today=TODAY)
    assert (found.cases, found.drawn) == (1, 1)
    ((pseudonym,),) = rows_of(vault, "SELECT pseudonym FROM case_file")
    assert "naam" not in str(pseudonym)


BAD = [
    (GOOD.replace("listen", "luisteren"), "rij 3, kolom step. Deze code staat niet in de lijst."),
    (GOOD.replace("bullying;", "pesten;"), "rij 3, kolom behaviour"),
    (GOOD.replace("2026-01-05", "05-01-2026"), "rij 3, kolom opened_on. Schrijf een datum als 2022-03-31."),
    (GOOD.replace("2026-01-05", "2026-02-30"), "rij 3, kolom opened_on. Deze datum bestaat niet"),
    (GOOD.replace("2026-01-05", "2027-01-05"), "rij 3, kolom opened_on"),
    (GOOD.replace("2026-01-05", ""), "rij 3, kolom opened_on. Hier staat geen datum."),
    (GOOD.replace("2026-02-05", "2025-12-31"), "rij 3, kolom closed_on"),
    (GOOD.replace("2026-01-05", "0000000000"), "rij 3, kolom opened_on"),
    (GOOD.replace(";discrimination", ""), "rij 3, kolom ground. Een grond hoort alleen bij discriminatie."),
    (GOOD.replace("listen", "police"), "rij 3, kolom reason_no_step"),
    (GOOD.replace("bullying;", "bullying;bullying;"), "rij 3, kolom behaviour"),
    (GOOD.replace("age", "age;sex;race"), "rij 3, kolom ground"),
    (GOOD.replace(",3,", ",-3,"), "rij 3, kolom contacts"),
    (GOOD.replace(",3,", ",3000,"), "rij 3, kolom contacts"),
    (GOOD.replace(",3,", ",٣,"), "rij 3, kolom contacts"),
    (GOOD.replace("given,given", "given,ja"), "rij 3, kolom consent_count"),
    (GOOD.replace("noord", "Noord 1!"), "rij 3, kolom unit"),
    (GOOD.replace("undesirable_behaviour", "=cmd()"), "rij 3, kolom matter. Deze code staat niet in de lijst."),
    (GOOD + ",extra", "rij 3. Er zijn meer cellen dan kolommen."),
    (GOOD.replace("Kompas-47", "Anders-11").replace("listen", '"listen'), "rij 3. Een aanhalingsteken"),
    (GOOD.replace("Kompas-47", "Anders-10"), "rij 3, kolom reference. Deze staat ook op rij 2."),
]


@pytest.mark.parametrize(("row", "sentence"), BAD)
def test_a_mistake_is_told_by_row_and_column_and_nothing_is_kept(
    vault: Vault, tmp_path: Path, row: str, sentence: str
) -> None:
    path = register(tmp_path, GOOD.replace("Kompas-47", "Anders-10"), row)
    with pytest.raises(BadRegister) as error:
        importing.import_register(vault, path, today=TODAY)
    assert sentence in said(error)
    assert "Kompas-47" not in said(error)
    assert rows_of(vault, "SELECT 1 FROM case_file UNION ALL SELECT 1 FROM unit UNION ALL SELECT 1 FROM contact") == []


@pytest.mark.parametrize(
    ("head", "sentence"),
    [
        ("reference,opened_on,matter", "De kolom consent_count ontbreekt."),
        ("reference,matter,consent_count", "De kolom opened_on ontbreekt."),
        ("reference,opened_on,matter,consent_count,geheim", "Kolom 5 kennen wij niet."),
        ("reference,opened_on,matter,consent_count,matter", "De kolom matter staat er twee keer."),
    ],
)
def test_the_headers_are_looked_at_first(vault: Vault, tmp_path: Path, head: str, sentence: str) -> None:
    with pytest.raises(BadRegister) as error:
        importing.import_register(vault, register(tmp_path, "x", head=head), today=TODAY)
    assert sentence in said(error)
    assert "geheim" not in said(error)


def test_the_same_file_twice_is_refused(vault: Vault, tmp_path: Path) -> None:
    path = register(tmp_path, GOOD.replace("Kompas-47", "17"))
    importing.import_register(vault, path, today=TODAY)
    with pytest.raises(BadRegister, match="BadRegister"):
        importing.import_register(vault, path, today=TODAY)
    assert len(rows_of(vault, "SELECT 1 FROM case_file")) == 1


def test_a_case_the_vault_has_is_refused_and_another_of_that_name_gets_a_new_one(vault: Vault, tmp_path: Path) -> None:
    importing.import_register(vault, register(tmp_path, GOOD), today=TODAY)
    again = register(tmp_path, GOOD.replace("fear", "loyalty"), name="again.csv")
    with pytest.raises(BadRegister) as error:
        importing.import_register(vault, again, today=TODAY)
    assert "rij 2, kolom reference. Deze casus staat al in uw kluis." in said(error)
    other = register(tmp_path, GOOD.replace("2026-01-05", "2026-01-06"), name="other.csv")
    assert importing.import_register(vault, other, today=TODAY).drawn == 1


def test_a_vault_with_units_must_know_them(vault: Vault, tmp_path: Path) -> None:
    with vault.transaction():
        units.put(vault, UnitTree(version="7", units=(Unit(code="zuid", label="Zuid"),)))
    with pytest.raises(BadRegister) as error:
        importing.import_register(vault, register(tmp_path, GOOD), today=TODAY)
    assert "rij 2, kolom unit" in said(error)
    assert units.tree(vault).version == "7"


def test_what_a_release_can_name_does_not_depend_on_which_cases_there_are(tmp_path: Path, key: bytearray) -> None:
    """Units of which the only case does not count, or that have none: in the vault alike, and in no release."""
    found = []
    refused = GOOD.replace("noord", "zuid").replace("given,given", "given,refused")
    for number, row in enumerate((GOOD, refused), 1):
        vault = create_vault(tmp_path / f"vault{number}", key, vault_id="0f" * 16)
        importing.import_register(vault, register(tmp_path, row, name=f"{number}.csv"), today=TODAY)
        tree = units.tree(vault)
        found.append((tree.version, tree.first_level, profiles.dimensions(code_book(), tree)["unit"].codes))
        assert [unit.code for unit in tree.units] == [("noord", "zuid")[number - 1]]
        vault.close()
    assert found == [("register", (), (UNKNOWN,))] * 2


def test_a_list_of_units_is_the_one_that_a_release_names(vault: Vault, tmp_path: Path) -> None:
    (path := tmp_path / "units.txt").write_text(
        "noord | Noord | North | 240\n\nnoord/balie | Balie | Desk\nzuid | Zuid | | 80\nklein | Klein | | 9\n",
        encoding="utf-8",
    )
    tree = importing.unit_list(path, DEFAULT)
    found = importing.import_register(vault, register(tmp_path, GOOD), today=TODAY, tree=tree)
    assert (found.units, [unit.code for unit in units.tree(vault).first_level]) == (0, ["noord", "zuid"])
    assert units.tree(vault).version.startswith("list.")
    # The same list without a case has the same version: nothing of the cases is in it.
    assert importing.unit_list(path, DEFAULT).version == units.tree(vault).version
    other = register(tmp_path, GOOD.replace("noord", "west"), name="other.csv")
    with pytest.raises(BadRegister) as error:
        importing.import_register(vault, other, today=TODAY, tree=tree)
    assert "kolom unit" in said(error)


@pytest.mark.parametrize("text", ["noord", "noord | Noord | North | veel", "zuid/balie | Balie | Desk"])
def test_a_list_of_units_that_is_wrong_is_told_by_its_line(tmp_path: Path, text: str) -> None:
    (path := tmp_path / "units.txt").write_text(f"west | West | | 300\n{text}\n", encoding="utf-8")
    with pytest.raises(BadRegister) as error:
        importing.unit_list(path, DEFAULT)
    assert "Onderdeel 2" in said(error)


def test_a_withdrawn_consent_keeps_its_history(vault: Vault, tmp_path: Path) -> None:
    path = register(tmp_path, GOOD.replace("given,given", "refused,withdrawn"))
    importing.import_register(vault, path, today=TODAY)
    assert rows_of(vault, "SELECT scope, state FROM consent ORDER BY id") == [
        ("keep_notes", "refused"), ("count", "given"), ("count", "withdrawn"),
    ]  # fmt: skip


# --- files that are not what they seem -------------------------------------------------------------------------------


def xlsx(path: Path, cells: str, *, extra: bytes = b"") -> Path:
    spreadsheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Override PartName="/xl/workbook.xml" ContentType='
            '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        )
        made.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{office}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        made.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{spreadsheet}" xmlns:r="{office}"><sheets><sheet name="A" sheetId="1" r:id="rId1"/>'
            "</sheets></workbook>",
        )
        made.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{office}/worksheet" '
            'Target="worksheets/sheet1.xml"/></Relationships>',
        )
        made.writestr(
            "xl/worksheets/sheet1.xml",
            f'<worksheet xmlns="{spreadsheet}"><sheetData>{cells}</sheetData></worksheet>'.encode() + extra,
        )
    return path


def sheet_rows(*rows: str) -> str:
    return "".join(
        f'<row r="{number}">'
        + "".join(
            f'<c r="{chr(65 + place)}{number}" t="inlineStr"><is><t>{cell}</t></is></c>'
            for place, cell in enumerate(row.split(","))
            if cell
        )
        + "</row>"
        for number, row in enumerate(rows, 1)
    )


def ods(path: Path, rows: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(zipfile.ZipInfo("mimetype"), "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        made.writestr(
            "content.xml",
            '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
            'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
            'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
            f'<table:table table:name="A">{rows}</table:table></office:spreadsheet></office:body>'
            "</office:document-content>",
        )
    return path


def ods_row(row: str) -> str:
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
        for cell in row.split(",")
    )
    return f'<table:table-row>{cells}<table:table-cell table:number-columns-repeated="16300"/></table:table-row>'


EMPTY_REST = (
    '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/>'
    "</table:table-row>"
)


def test_the_same_register_as_xlsx_and_as_ods(vault: Vault, tmp_path: Path) -> None:
    first = xlsx(tmp_path / "a.xlsx", sheet_rows(HEAD, GOOD))
    assert importing.import_register(vault, first, today=TODAY).contacts == 3
    second = ods(tmp_path / "b.ods", ods_row(HEAD) + ods_row(GOOD.replace("Kompas-47", "Anders-10")) + EMPTY_REST)
    assert importing.import_register(vault, second, today=TODAY).contacts == 3
    found = rows_of(vault, "SELECT opened_on, closed_on, behaviour, grounds, unit, step FROM case_file")
    assert len(found) == 2
    assert found[0] == found[1]


FAR = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>'
    '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
)
FAR_ODS = (
    '<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="16384" {}/>'
    "</table:table-row>"
)


def hostile_files(folder: Path) -> dict[str, Path]:
    huge_line = folder / "line.csv"
    with huge_line.open("wb") as file:
        file.write(HEAD.encode() + b"\n")
        file.truncate(200 * 2**20)
    long_line = folder / "long.csv"
    long_line.write_bytes(HEAD.encode() + b"\n" + b"a" * (19 * 2**20))
    many_cells = folder / "cells.csv"
    many_cells.write_bytes(HEAD.encode() + b"\n" + b"," * (19 * 2**20))
    many_rows = folder / "rows.csv"
    many_rows.write_bytes(HEAD.encode() + b"\n" + b"a,b\n" * (4 * 2**20))
    wide = folder / "utf16.csv"
    wide.write_bytes((HEAD + "\n").encode("utf-16"))
    other = folder / "other.xlsx"
    other.write_bytes(b"PK\x03\x04 not a zip")
    return {
        "one line of 200 MB": huge_line,
        "one long line": long_line,
        "many cells": many_cells,
        "many rows": many_rows,
        "UTF-16": wide,
        "not a zip": other,
        "folder": folder,
        "nothing there": folder / "nothing.csv",
        "a cell in the last corner": xlsx(folder / "corner.xlsx", FAR),
        "no places": xlsx(folder / "places.xlsx", "<row>" + "<c><v>1</v></c>" * 10 + "</row>"),
        "zip bomb": xlsx(folder / "bomb.xlsx", sheet_rows(HEAD), extra=b" " * (300 * 2**20)),
        "entities": xlsx(folder / "entities.xlsx", "&a;"),
        "repeated ods": ods(folder / "repeated.ods", FAR_ODS.format('office:value-type="float" office:value="1"')),
    }


LIMITED = """
import resource, sys, time
from pathlib import Path
from adviser_desk.casework import register_file
from adviser_desk.errors import BadRegister
sys.stdout.write("ready\\n")
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
began = time.perf_counter()
try:
    for line in register_file.lines(Path(sys.argv[1])):
        pass
    sys.stdout.write("read\\n")
except BadRegister:
    sys.stdout.write("refused\\n")
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
sys.stdout.write(f"{(after - before) // 1024} {time.perf_counter() - began:.2f}\\n")
"""


@pytest.mark.parametrize("name", [
    "one line of 200 MB", "one long line", "many cells", "many rows", "UTF-16", "not a zip", "folder", "nothing there",
    "a cell in the last corner", "no places", "zip bomb", "entities", "repeated ods",
])  # fmt: skip
def test_a_hostile_file_is_refused_quickly_in_little_memory(tmp_path: Path, name: str) -> None:
    path = hostile_files(tmp_path)[name]
    done = subprocess.run([sys.executable, "-c", LIMITED, str(path)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    _ready, result, numbers = done.stdout.split("\n")[:3]
    assert result == "refused"
    megabytes, seconds = numbers.split()
    assert int(megabytes) < 150
    assert float(seconds) < 10
