"""Every word that is shown goes through the catalogue, and the English catalogue is whole and not stale."""

import ast
import gettext
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "tools"))

import words  # noqa: E402

from adviser_desk.signals.word_report import ReportContext, word_report  # noqa: E402
from tests.signals.invented_reports import UNITS, Reading, release  # noqa: E402

SHOWS_WORDS = [
    path
    for path in sorted((ROOT / "adviser_desk").rglob("*.py"))
    # The names that desktops call their signals by are not for people.
    if ("ui" in path.parts and not path.stem.startswith("lock_signals"))
    or path.stem in {"app", "cli", "doctor", "errors", "verbs", "terminal", "word_report", "audit_words"}
    or path.stem.startswith("report_")
]
_SHOW_FIRST = """
Text Heading Button Field Card Paragraph Check ToDoList QLabel QCheckBox QRadioButton QPushButton QGroupBox QAction
setText setAccessibleName setAccessibleDescription setToolTip setPlaceholderText setWindowTitle setTitle addAction
addItem addTab addMenu set_label tell say heading paragraph caption bullets
"""
SHOW_FIRST = frozenset(_SHOW_FIRST.split())
SHOW_LATER = frozenset(["Banner", "announce"])
"""The kind of the banner, or the widget that speaks, comes first."""
NOT_TRANSLATED = frozenset(
    [
        "Adviser Desk",
        "Nederlands",
        "English",
        "Esc",
        "Enter",
        "Fusion",
        "public domain",
        "BSD-3-Clause, © Zetetic LLC",
        "Lucide",
        "Qt, PySide6",
        "pydantic, python-docx, zxcvbn, platformdirs, python-calamine",
        "keyring, jaraco, jeepney, more-itertools",
        "SecretStorage",
        "Hunspell, chunspell-next",
        "LGPL-2.1, MIT",
        "OpenTaal, SCOWL",
        "BSD-3-Clause, MIT",
        "ISC, MIT",
        "Apache-2.0, BSD-3-Clause",
        "PRAGMA cipher_version",
        "adviser-desk bug ",
    ]
)
"""Names, keys, licences and what goes to the terminal of a developer: the same in each language."""
KEYS = re.compile(r"(Alt|Ctrl|Shift)\+|Del$")
TYPED = {"date_words.py"}
"""Holds what people type, in both languages at once."""
STYLES = re.compile(
    r"(Normal|Title|Subtitle|Caption|Strong|Practice|(List|Table|Report|Key|Body|Note|Figure|On) [A-Z]\w+)$"
)
"""Names of paragraph and table styles in the report template."""


def called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def unmarked(text: str) -> Iterator[tuple[int, str]]:
    """Line and text of every constant that reads as words for people and is not marked for the catalogue."""
    tree = ast.parse(text)
    passed: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            passed.add(id(node.value))
        if isinstance(node, ast.Call) and called(node) in {"_", "N_", "ngettext", "count"}:
            passed |= {id(part) for argument in node.args for part in ast.walk(argument)}
        if isinstance(node, (ast.FunctionDef, ast.AnnAssign, ast.arg)):
            note = node.returns if isinstance(node, ast.FunctionDef) else node.annotation
            passed |= {id(part) for part in ast.walk(note)} if note is not None else set()
    shown: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args:
            first = node.args[:1] if called(node) in SHOW_FIRST else node.args[1:] if called(node) in SHOW_LATER else []
            shown |= {id(each) for each in first}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in passed:
            said = node.value
            reads = re.search(r"[^\W\d]{2,}[,.:]? +[^\W\d]{2,}", said) or re.match(r"[A-Z][a-zë]+[.:]?$", said)
            if reads or (id(node) in shown and re.search(r"[^\W\d_]{2,}", said)):
                yield node.lineno, said


def exempt(said: str) -> bool:
    if STYLES.match(said) or KEYS.match(said):
        return True
    return ("<" in said and 'xmlns="' in said) or said.startswith(("<", "/>", '"/>', "><"))


@pytest.mark.parametrize("path", SHOWS_WORDS, ids=lambda path: path.name)
def test_every_word_that_is_shown_is_marked(path: Path):
    if path.name in TYPED:
        return
    classes = set(re.findall(r"^class (\w+)", path.read_text(encoding="utf-8"), re.M))
    found = [
        (line, said)
        for line, said in unmarked(path.read_text(encoding="utf-8"))
        if said not in NOT_TRANSLATED and said not in classes and not exempt(said)
    ]
    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        'x = Text("geen")',
        'Heading("Casussen", "title")',
        'field.setAccessibleName("naam")',
        'Banner("bad", "mislukt")',
        'words = {"a": "Nog te doen"}',
        'say(f"Er zijn {n} casussen")',
        'parser.add_argument("--x", help="map van de kluis")',
    ],
)
def test_an_unmarked_word_is_seen(text: str):
    assert list(unmarked(text))


@pytest.mark.parametrize(
    "text",
    [
        'x = Text(_("geen"), "hint", token="text2")',
        '"""What this is for."""',
        'Banner("bad", N_("mislukt"))',
        'x: "Main Window" = y',
    ],
)
def test_a_marked_word_is_let_through(text: str):
    assert list(unmarked(text)) == []


def test_words_are_found_where_they_are_asked_of_a_variable():
    text = '_ = labels.words\n_.count("%(n)d casus", "%(n)d casussen", n)\nsay(_("a" "b"))\nrow.count("x")\n'
    assert sorted(words.words_in(text), key=lambda each: each[0]) == [(2, ("%(n)d casus", "%(n)d casussen")), (3, "ab")]


def test_the_catalogue_has_exactly_the_words_of_the_source():
    asked = {message.id for message in words.extracted()}
    known = {message.id for message in words.kept()}
    assert known - asked == set()
    assert asked - known == set()
    assert len(asked) > 500


def test_everything_has_an_english_translation():
    assert words.missing(words.kept()) == []
    assert [message.id for message in words.kept() if message.id and message.fuzzy] == []


def test_both_sides_have_the_same_places():
    wrong = []
    for message in words.kept():
        if not message.id:
            continue
        if isinstance(message.id, str):
            pairs = [(message.id, message.string)]
        else:
            pairs = list(zip(message.id, message.string, strict=True))
        wrong += [pair for pair in pairs if places(pair[0]) != places(pair[1])]
    assert wrong == []


def places(text: str) -> list[str]:
    return sorted(re.findall(r"%\(\w+\)[a-z]|%[^(]", text))


def test_the_catalogue_files_are_as_the_tool_writes_them():
    kept = words.kept()
    assert words.PO.read_bytes() == words.po_bytes(words.updated(kept))
    assert words.MO.read_bytes() == words.mo_bytes(kept)


def test_the_compiled_catalogue_speaks():
    with words.MO.open("rb") as file:
        english = gettext.GNUTranslations(file)
    assert english.gettext("Vergrendelen") == "Lock"
    one, many = "%(n)d dag te laat", "%(n)d dagen te laat"
    assert [english.ngettext(one, many, n) for n in (0, 1, 2)] == [
        "%(n)d days late",
        "%(n)d day late",
        "%(n)d days late",
    ]


def test_no_dutch_is_left_in_the_english():
    dutch = re.compile(r"\b(de|het|een|niet|wordt|zijn|casus|casussen|melder|kluis|wachtzin|toestemming|u|uw|geen)\b")
    left = [
        message.id for message in words.kept() if message.id and dutch.search(" ".join(forms(message.string)).lower())
    ]
    assert left == []


def forms(string: str | tuple[str, ...]) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else string


@pytest.mark.parametrize(
    "say", [None, lambda _field, _code: 7, lambda _field, _code: "."], ids=["total", "many", "none"]
)
def test_an_english_report_has_no_dutch_sentence(say: Callable[[str, str], int | str] | None):
    of = release("2026Q3", 62, say)
    context = ReportContext(earlier=(release("2026Q2", 40),))
    report = Reading(word_report(of, unit_labels=UNITS, language="en", context=context))
    assert "Signals from the confidential adviser" in report.text
    # What is read aloud stands in attributes.
    parts = report.part("word/document.xml") + report.part("docProps/core.xml")
    said = " ".join(shown or told for shown, told in re.findall(r'>([^<]+)<|="([^"]* [^"]*)"', parts))
    assert "On the left what can stand in a table" in said
    said = re.sub("Veilig Werken|Personeelsenquête Rijk|Kamerstuk", "", said)
    assert re.findall(r"(?i)\b(?:het|een|niet|casus\w*|melder|van|wordt|geen|regel|kwartaal|verslag)\b", said) == []
