"""Does the second attack find a leak when there is one: `python -m benchmarks.attack_plants DIR`.

Makes a year of honest releases of invented cases, breaks one rule at a time in a copy, and attacks the copy.
"""

import hashlib
import json
import shutil
import sys
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from adviser_desk import cli
from adviser_desk.models.codes import code_book
from benchmarks.attack import attack
from benchmarks.attack_files import attack_files
from benchmarks.attack_model import quarters_of
from benchmarks.attack_numbers import attack_numbers
from benchmarks.invented_advisers import UNITS, lines

File = dict[str, Any]
Truth = Callable[[File, Mapping[str, Any], Sequence[Any]], int]
CASES, YEAR = 60, "2021"


def honest(folder: Path, number: int) -> list[Mapping[str, Any]]:
    """The releases of a year of so many cases in `folder`, and these cases: none late, none withdrawn."""
    plain: list[Mapping[str, Any]] = [
        {name: value for name, value in line.items() if name not in ("arrived", "withdrawn")}
        for line in lines(number)
        if line["period"].startswith(YEAR)
    ]
    if folder.is_dir():
        return plain
    source = folder.with_suffix(".jsonl")
    source.parent.mkdir(parents=True, exist_ok=True)
    source.write_text("".join(json.dumps(line) + "\n" for line in plain), encoding="utf-8")
    code = cli.run(
        ["replay", str(source), "--out", str(folder), "--profile", "large", "--periods", "quarters,years",
         "--units", ",".join(UNITS)]
    )  # fmt: skip
    if code:
        raise SystemExit(code)
    return plain


def truth_of(cases: Sequence[Mapping[str, Any]]) -> Truth:
    """Counts any row of any table anew, from the lines and the code lists."""
    codes = {name: {code: one.model_dump() for code, one in some.items()} for name, some in code_book().lists.items()}

    def answers(case: Mapping[str, Any], name: str) -> set[str]:
        if name == "formality":
            return {codes["step"][case["step"]]["formality"] if "step" in case else "unknown"}
        if name == "ground_group":
            return {codes["ground"][one]["rolls_up_to"] for one in case.get("ground", ())}
        if name == "online":
            return {{None: "unknown", True: "yes", False: "no"}[case.get("online")]}
        value = case.get(name, "unknown" if name != "behaviour" else ())
        return {value} if isinstance(value, str) else set(value)

    def counted(file: File, table: Mapping[str, Any], row: Sequence[Any]) -> int:
        named = [*table["where"].items(), *zip(table["columns"], row, strict=False)]
        found = [case for case in cases if case["period"] in quarters_of(file["period"])]
        for name, code in named:
            if code != "*":
                inside = set(file["dimensions"][name]["groups"].get(code, (code,)))
                found = [case for case in found if answers(case, name) & inside]
        return len(found)

    return counted


def careless(files: list[File], truth: Truth, tables: Sequence[str], periods: Sequence[str]) -> None:
    """Numbers of the threshold and more are printed, all others as `<k`, in these tables of these periods."""
    for file in files:
        k = file["threshold"]
        for table in file["tables"] if file["period"] in periods else ():
            if not tables or table["id"] in tables:
                for row in table["rows"]:
                    number = truth(file, table, row)
                    row[-1] = number if number >= k else f"<{k}"


def _silent(files: list[File], periods: Sequence[str]) -> None:
    """These periods say nothing but their total."""
    for file in files:
        for table in file["tables"] if file["period"] in periods else ():
            for row in table["rows"] if table["columns"] else ():
                if row[0] != "*" or table["where"]:
                    row[-1] = "."


def _of_tables(*tables: str) -> Callable[[list[File], Truth], None]:
    return lambda files, truth: careless(files, truth, tables, (YEAR,))


def zeros(files: list[File], truth: Truth) -> None:
    """Zeros are printed as numbers."""
    for table in files[-1]["tables"]:
        for row in table["rows"]:
            if truth(files[-1], table, row) == 0:
                row[-1] = 0


def over_time(files: list[File], truth: Truth) -> None:
    """Of one row the year and three quarters are printed, each safe for itself; the fourth quarter is kept back."""
    _silent(files, [file["period"] for file in files])
    for number, table in enumerate(files[-1]["tables"]):
        for place, row in enumerate(table["rows"]):
            found = [truth(file, file["tables"][number], row) for file in files]
            small = [one for one, file in zip(found, files, strict=True) if one < file["threshold"]]
            if table["columns"] and row[0] != "*" and len(small) == 1 and small[0] > 0:
                for one, file in zip(found, files, strict=True):
                    file["tables"][number]["rows"][place][-1] = one if one >= file["threshold"] else "."
                return
    raise SystemExit("these cases have no such row")


def refused(files: list[File], truth: Truth) -> None:
    """A row is `<k` when there is somebody and silent when there is nobody; the total of three rows says so."""
    table = next(one for one in files[-1]["tables"] if one["id"] == "other_party")
    for row in table["rows"]:
        number = truth(files[-1], table, row)
        row[-1] = number if number >= files[-1]["threshold"] else "<5" if number else "."


def again(files: list[File], truth: Truth) -> None:
    """A closed period goes out once more with two late cases in it."""
    more = json.loads(json.dumps(files[0]))
    more["serial"] = len(files) + 1
    more["issued_on"] = files[-1]["issued_on"]
    for table in more["tables"]:
        for row in table["rows"]:
            if row[0] == "*" or not table["columns"]:
                row[-1] = row[-1] + 2 if isinstance(row[-1], int) else row[-1]
    files.append(more)


def all_but_one(files: list[File], truth: Truth) -> None:
    """A year of one case more than the threshold says that as many as the threshold, or more, are in one row."""
    for file in files:
        file["themes"] = []
    for row in (row for file in files for table in file["tables"] for row in table["rows"]):
        row[-1] = "."
    year = files[-1]
    for table in year["tables"]:
        for row in table["rows"]:
            if not table["where"] and set(row[:-1]) <= {"*"}:
                row[-1] = year["threshold"] + 1
    next(one for one in year["tables"] if one["id"] == "found_via")["rows"][1][-1] = f">={year['threshold']}"


def sorted_rows(files: list[File], truth: Truth) -> None:
    """Rows stand in the order of their numbers."""
    table = files[-1]["tables"][1]
    table["rows"].sort(key=lambda row: -truth(files[-1], table, row))


def sorted_lists(files: list[File], truth: Truth) -> None:
    """The list itself stands in the order of its numbers, and the rows with it."""
    table = files[-1]["tables"][1]
    head, *rows = table["rows"]
    table["rows"] = [head, *sorted(rows, key=lambda row: -truth(files[-1], table, row))]
    files[-1]["dimensions"]["matter"]["codes"] = [row[0] for row in table["rows"][1:]]


def stamped(files: list[File], truth: Truth) -> None:
    """A part that nobody declared tells the clock."""
    files[-1]["made_at"] = "2022-01-03T09:12:44"


def telling(files: list[File], truth: Truth) -> None:
    """The remarks name somebody."""
    files[-1]["remarks"] = "Let vooral op de afdeling van Pietersen."


NUMBERS: Mapping[str, Callable[[list[File], Truth], None]] = {
    "all that is large is printed, in every table": lambda files, truth: careless(files, truth, (), (YEAR,)),
    "only in one table with one answer": _of_tables("found_via"),
    "only in a table with several answers and a group": _of_tables("behaviour"),
    "only in a table with groups": _of_tables("other_party"),
    "only in a sub-population": _of_tables("reason_no_step", "formality"),
    "only in a sub-population of several answers": _of_tables("ground_group", "behaviour"),
    "zeros are printed": zeros,
    "each period is judged for itself": over_time,
    "a refusal depends on the number": refused,
    "a closed period goes out again with late cases": again,
    "all of a group, or all but one, are in one row": all_but_one,
}
"""Broken rules that only the numbers tell: whatever else looks odd in these files does not count."""

DATA: Mapping[str, Callable[[list[File], Truth], None]] = {
    "rows by size": sorted_rows,
    "lists by size": sorted_lists,
    "the clock in the data file": stamped,
    "a name in the remarks": telling,
}


def _package(change: Callable[[dict[str, bytes]], None], **entry: Any) -> Callable[[Path], None]:
    def planted(folder: Path) -> None:
        path = sorted(folder.glob("*.docx"))[0]
        with zipfile.ZipFile(path) as package:
            parts = {one.filename: package.read(one) for one in package.infolist()}
        change(parts)
        with zipfile.ZipFile(path, "w") as package:
            for name, content in parts.items():
                info = zipfile.ZipInfo(name, **entry)
                info.create_system = 3
                package.writestr(info, content)

    return planted


def _replaced(part: str, old: bytes, new: bytes) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        assert old in parts[part]
        parts[part] = parts[part].replace(old, new, 1)

    return change


def _without_a_file(folder: Path) -> None:
    sorted(folder.glob("*nr002*"))[0].unlink()
    sorted(folder.glob("*nr002*"))[0].unlink()


def _changed_afterwards(folder: Path) -> None:
    path = next(folder.glob("*nr002.json"))
    file = json.loads(path.read_bytes())
    file["versions"]["policy"] = "other"
    path.write_bytes((json.dumps(file, sort_keys=True, ensure_ascii=False, indent=1) + "\n").encode())


def _named(folder: Path) -> None:
    path = next(folder.glob("*nr002.json"))
    path.rename(path.with_name("signalen-2021Q2-nr002-Pietersen.json"))


FILES: Mapping[str, Callable[[Path], None]] = {
    "a file of the series is gone": _without_a_file,
    "a file was changed afterwards": _changed_afterwards,
    "a file name says more": _named,
    "the author in the Word file": _package(_replaced("docProps/core.xml", b"<dc:creator>", b"<dc:creator>Pietersen")),
    "the clock in the Word file": _package(lambda parts: None, date_time=(2022, 1, 3, 9, 12, 44)),
    "marks of editing sessions": _package(_replaced("word/document.xml", b"<w:p>", b'<w:p w:rsidR="00A1B2C3">')),
    "hidden text": _package(_replaced("word/document.xml", b"<w:r>", b"<w:r><w:rPr><w:vanish /></w:rPr>")),
    "a part of its own": _package(lambda parts: parts.update({"customXml/item1.xml": b"<a/>"})),
    "a number that the data file does not give": _package(
        _replaced("word/document.xml", b"<w:t>", b"<w:t>Samen 8642. ")
    ),
    "a bar for a number that is not given": _package(
        _replaced("word/document.xml", b"<w:p>", b'<w:p><wp:inline><x cx="9" descr="3"/></wp:inline>')
    ),
}


def rewritten(folder: Path, files: Sequence[File]) -> None:
    """Files in a chain of their own, so that only the rule that was broken can be found."""
    before = None
    for file in files:
        file["previous"] = before
        data = (json.dumps(file, sort_keys=True, ensure_ascii=False, indent=1) + "\n").encode()
        (folder / f"signalen-{file['period']}-nr{file['serial']:03d}.json").write_bytes(data)
        before = hashlib.sha256(data).hexdigest()


def planted(folder: Path, name: str, truth: Truth) -> list[str]:
    """What the attack finds in a copy of the honest releases with this rule broken."""
    copy = folder / name.replace(" ", "-")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder / "honest", copy)
    if name == "nothing":
        return attack(copy, tries=5)[0]
    if name in FILES:
        FILES[name](copy)
        return attack_files(copy)
    order = sorted(copy.glob("*.json"), key=lambda path: int(path.stem[-3:]))
    files = [json.loads(path.read_bytes()) for path in order]
    {**NUMBERS, **DATA}[name](files, truth)
    rewritten(copy, files)
    return attack_numbers(files, tries=5, most=2)[0] if name in NUMBERS else attack_files(copy)


def main(arguments: Sequence[str]) -> int:
    """Plant and attack, or those whose place in the list is named; 1 where a leak was missed or nothing was one."""
    folder = Path(arguments[0])
    truth = truth_of(honest(folder / "honest", CASES))
    names = ("nothing", *NUMBERS, *DATA, *FILES)
    missed = 0
    for place in map(int, arguments[1:] or range(len(names))):
        found = planted(folder, names[place], truth)
        right = bool(found) == (place > 0)
        missed += not right
        sys.stdout.write(f"{'ok    ' if right else 'WRONG '} {names[place]}: {len(found)}; {'; '.join(found[:2])}\n")
        sys.stdout.flush()
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
