"""Inzage: all of the case on paper, nothing of what is black; chosen with the keyboard, kept until it is done."""

from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QPdfWriter, QTextCursor
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from adviser_desk.casework import breaking, cases, consents, contact_history, contacts, destroying
from adviser_desk.casework import right_of_access as rights
from adviser_desk.casework.breaking import Account
from adviser_desk.casework.desk import Desk
from adviser_desk.models.blackout import Blacked, Blackout
from adviser_desk.models.consent import ConsentManner, ConsentScope, ConsentState
from adviser_desk.models.contact import Contact, Draft
from adviser_desk.ui.access_page import AccessPage
from adviser_desk.ui.access_print import Printed, print_access
from adviser_desk.ui.access_words import Part
from adviser_desk.ui.main_window import MainWindow
from adviser_desk.ui.printing import makes_a_file
from adviser_desk.ui.privacy import privacy
from adviser_desk.ui.state import State

from .conftest import NOW, focus, shown_window
from .printed import Paper, bare, streams_in, words_in

KOMPAS = 1
NOTE = (
    "Gesproken met Jansen 😀 over het rooster. Jansen belt terug op 06-12345678.\n\nVolgens Pieter de Wit was het druk."
)
SECRET = "ЖѨꙊ"
"""Letters that stand nowhere else on the paper."""
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(state: State, qtbot: QtBot, desk: Desk) -> MainWindow:
    """With a contact that names people."""
    desk.now(log, NOTE)
    return shown_window(state, qtbot)


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> AccessPage:
    """The page of Kompas-47."""
    return opened(window, qtbot)


def log(vault: object, note: str, at: datetime = NOW) -> None:
    draft = Draft(place="capture:9", case_id=KOMPAS, channel="phone", started_at=at, text=note)
    contacts.log_contact(vault, draft, at=at, minutes=5)  # type: ignore[arg-type]


def opened(window: MainWindow, qtbot: QtBot, about: object = KOMPAS) -> AccessPage:
    window.state.go("access", about)
    found = window.pages["access"]
    assert isinstance(found, AccessPage)
    qtbot.waitUntil(lambda: found._shown is not None and (found.paper.doubts_left() > 0 or bool(found.which.value())))
    return found


def select(page: AccessPage, words: str) -> None:
    found = page.paper.document().find(words)
    assert not found.isNull(), words
    page.paper.setTextCursor(found)


def press(page: AccessPage, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(focus(page.window()), key, modifier)


def black_out(page: AccessPage, *words: str) -> None:
    for one in words:
        select(page, one)
        press(page, Qt.Key.Key_B, CONTROL)


def on_paper(page: AccessPage) -> str:
    paper = Paper()
    page.print_on(paper)
    return paper.words()


def kept(desk: Desk) -> Draft | None:
    return desk.now(contacts.draft_at, rights.place_of(KOMPAS))


# --- on paper ---


def test_all_of_the_case_is_on_paper(page: AccessPage) -> None:
    words = on_paper(page)
    for part in (
        "Inzage Kompas-47",
        "Geopend: 14 augustus 2026",
        "Melder: Zelf getroffen",
        "14 augustus 2026: Aantekeningen bewaren: ja, mondeling",
        "14 augustus 2026 11:30 · Video · 40 minuten",
        "Eerste gesprek. Uitleg gegeven over mijn rol.",
        "Slaapt slecht en twijfelt over melden.",
        NOTE,
        "5 oktober 2026: Terugbellen over gesprek",
        "Kompas-47 · 6 oktober 2026 · bladzijde 1 van 1",
    ):
        assert bare(part) in words, part
    assert "zwart" not in words
    assert "weggelaten" not in words


def test_what_is_black_or_left_out_is_nowhere_in_the_file_of_a_printer(page: AccessPage, tmp_path: Path) -> None:
    black_out(page, "Jansen 😀", "Jansen belt", "06-12345678", "Pieter de Wit")
    select(page, "Eerste gesprek")
    press(page, Qt.Key.Key_B, CONTROL | SHIFT)
    page.print_on(QPdfWriter(str(tmp_path / "paper.pdf")))
    pdf = (tmp_path / "paper.pdf").read_bytes()
    words = words_in(pdf)
    assert "overhetrooster." in words
    assert "terugop" in words
    assert "1onderdeelisweggelaten." in words
    assert "Watoveranderemensengaat,iszwartgemaakt." in words
    everything = streams_in(pdf)
    for gone in ("Jansen", "06-12345678", "Pieter", "Wit", "Eerste gesprek", "11:30"):
        assert bare(gone) not in words
        for written in (gone.encode(), gone.encode("utf-16-be"), gone.encode("utf-16-le")):
            assert written not in everything
    assert {path.name for path in tmp_path.iterdir()} == {"paper.pdf", "vault"}


LETTERS = st.sampled_from("aZ9 .,-\n\té😀\u0301")
SOME = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=4)


@given(st.text(alphabet=LETTERS, max_size=40), SOME, st.booleans())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_letter_of_what_is_black_reaches_the_painter(
    qapp: object, text: str, spans: list[tuple[int, int]], out: bool
) -> None:
    letters = list(text)
    for start, end in spans:
        for place in range(start, min(end, len(letters))):
            letters[place] = SECRET[place % len(SECRET)]
    parts = [
        Part("contact:1", "Begin", "".join(letters)),
        Part("contact:2", "Midden", SECRET),
        Part("follow_up:1", "Slot", "Einde"),
    ]
    black = Blackout(
        parts={
            "contact:1": Blacked(digest=rights.digest(parts[0].text), spans=tuple(spans)),
            "contact:2": Blacked(
                digest=rights.digest(SECRET) if out else "another text", left_out=out, spans=((0, 1),)
            ),
        }
    )
    paper = Paper()
    print_access(paper, Printed("Kompas-47", parts, black, date(2026, 10, 6)))
    words = paper.words()
    assert not set(SECRET) & set(words)
    bar = bare("zwart gemaakt")
    read = bare("".join(bar if piece.black else piece.text for piece in rights.pieces(parts[0].text, spans)))
    assert words.endswith(
        f"Begin{read or ('' if parts[0].text else 'Geenaantekening')}Opvolging"
        "Slot:EindeKompas-47·6oktober2026·bladzijde1van1"
    )


@pytest.mark.parametrize("number", [1, 2, 3, 7, 20, 60])
def test_of_many_pages_no_word_is_lost_or_cut(qapp: object, number: int) -> None:
    parts = [Part(f"contact:{n}", f"Titel {n}.", f"Woorden {n}, " * (5 + 7 * n % 50) + "eind.") for n in range(number)]
    paper = Paper()
    print_access(paper, Printed("Kompas-47", parts, Blackout(), date(2026, 10, 6)))
    count = len(paper.pages)
    assert count == (1 if number < 7 else count)
    foots = [f"Kompas-47 · 6 oktober 2026 · bladzijde {page} van {count}" for page in range(1, count + 1)]
    assert [page[-1] for page in paper.pages] == foots
    words = bare("".join(word for page in paper.pages for word in page[:-1]))
    assert words.endswith(bare("Contacten" + "".join(part.title + part.text for part in parts)))
    # Nine millimetres at the bottom are for the number of the page.
    assert max(paper.lowest) < paper.height() - 9 / 25.4 * paper.logicalDpiY()
    assert min(paper.highest) > 0


def test_no_heading_stands_alone_at_the_bottom_of_a_page(qapp: object) -> None:
    second = set()
    for lines in range(36, 54):
        parts = [Part("contact:1", "Eerste", "regel\n" * lines + "eind"), Part("contact:2", "Tweede", "slot")]
        parts.append(Part("follow_up:1", "Derde", "slot"))
        paper = Paper()
        print_access(paper, Printed("Kompas-47", parts, Blackout(), date(2026, 10, 6)))
        ends = {page[-2] for page in paper.pages}
        assert not ends & {"Tweede", "Opvolging"}
        second.add(next(number for number, page in enumerate(paper.pages) if "Tweede" in page))
    assert second == {0, 1}


def test_an_empty_note_and_an_open_trait_are_not_made_up(window: MainWindow, qtbot: QtBot, desk: Desk) -> None:
    desk.now(log, "", datetime(2026, 10, 6, 15, 0))
    words = on_paper(opened(window, qtbot))
    assert "6oktober202615:00·Telefoon·5minutenGeenaantekening" in words
    assert "Gevondenvia" not in words


def test_only_the_account_goes_on_paper_when_that_is_asked(window: MainWindow, qtbot: QtBot, desk: Desk) -> None:
    desk.now(log, breaking.account_note(Account(ground="danger", recipient="politie")))
    page = opened(window, qtbot, f"{KOMPAS} account")
    words = on_paper(page)
    assert words.startswith("VerantwoordingKompas-47")
    assert "Aanwieheeftuhetverteld?politie" in words
    assert "rooster" not in words
    assert "Geopend" not in words
    page.which.buttons()[0].click()
    assert bare("Jansen belt terug") in on_paper(page)


def test_without_an_account_there_is_nothing_to_choose(page: AccessPage) -> None:
    assert not page.which.isVisible()


# --- blacking out ---


def test_half_a_name_makes_the_whole_name_black(page: AccessPage) -> None:
    black_out(page, "ansen 😀"[:3])
    text = page.paper.toPlainText()
    assert "Gesproken met zwart gemaakt 😀 over het rooster. Jansen belt" in text


def test_the_same_key_makes_it_readable_again(page: AccessPage) -> None:
    before = page.paper.toPlainText()
    black_out(page, "Jansen 😀", "Pieter de Wit")
    assert page.paper.toPlainText() != before
    # The cursor stands at the last bar.
    assert page.tools.black.text() == "Weer leesbaar maken"
    press(page, Qt.Key.Key_B, CONTROL)
    select(page, "zwart")
    press(page, Qt.Key.Key_B, CONTROL)
    assert page.paper.toPlainText() == before
    assert page.unsaved() == ()


def test_a_selection_over_several_parts_blacks_out_all_of_it(page: AccessPage) -> None:
    press(page, Qt.Key.Key_A, CONTROL)
    press(page, Qt.Key.Key_B, CONTROL)
    words = on_paper(page)
    for gone in ("rooster", "Slaapt", "Terugbellen", "Zelfgetroffen"):
        assert gone not in words
    assert "Onderwerp:zwartgemaakt" in words


def test_a_part_is_left_out_and_taken_along_again(page: AccessPage) -> None:
    select(page, "Slaapt slecht")
    page.tools.out.click()
    assert "Slaapt" not in page.paper.toPlainText()
    assert "18 september 2026 09:05" in page.paper.toPlainText()
    assert "18september" not in on_paper(page)
    assert not page.tools.black.isEnabled()
    page.tools.out.click()
    assert "Slaaptslecht" in on_paper(page)


def test_marks_that_come_later_leave_the_selection_and_the_words_alone(page: AccessPage) -> None:
    doubts, text = page.paper._doubts, page.paper.toPlainText()
    select(page, "Jansen belt")
    for marks in ({}, doubts):
        page.paper.show_doubts(marks)
        assert page.paper.textCursor().selectedText() == "Jansen belt"
    assert page.paper.toPlainText() == text


def test_undo_takes_the_last_one_back(page: AccessPage, window: MainWindow) -> None:
    black_out(page, "Jansen 😀", "Pieter de Wit")
    window.undo()
    assert "Pieter de Wit" in page.paper.toPlainText()
    assert "Jansen 😀" not in page.paper.toPlainText()


def test_without_a_mouse(page: AccessPage, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    window.state.go("case", KOMPAS)
    window.commands.actions["access"].trigger()
    assert page.isVisible()
    assert focus(window) is page.paper
    found = []
    for _time in range(4):
        press(page, Qt.Key.Key_F3)
        found.append(page.paper.textCursor().selectedText())
    assert found == ["Jansen", "Jansen", "06-12345678", "Pieter de Wit"]
    press(page, Qt.Key.Key_F3, SHIFT)
    assert page.paper.textCursor().selectedText() == "06-12345678"
    press(page, Qt.Key.Key_B, CONTROL)
    assert "06-12345678" not in page.paper.toPlainText()
    assert "3 plekken lijken op een naam" in page._found.text()
    for _time in range(len(" op 0")):
        press(page, Qt.Key.Key_Left, SHIFT)
    press(page, Qt.Key.Key_B, CONTROL)
    assert "Jansen belt zwart gemaakt." in page.paper.toPlainText()
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: [])
    press(page, Qt.Key.Key_Return, CONTROL)
    assert page._said["no_printer"].isVisible()


def test_a_bar_says_that_it_is_black_and_nothing_else(page: AccessPage) -> None:
    black_out(page, "Jansen 😀", "Jansen belt", "Pieter de Wit")
    interface = QAccessible.queryAccessibleInterface(page.paper)
    assert interface is not None
    text = interface.textInterface()
    heard = text.text(0, text.characterCount())
    assert heard.count("zwart\N{NO-BREAK SPACE}gemaakt") == 3
    assert "Jansen" not in heard
    assert interface.text(QAccessible.Text.Name) == "Inzage, zoals op papier"


def test_what_is_copied_is_plain_text_without_what_is_black(page: AccessPage) -> None:
    black_out(page, "Jansen 😀", "Jansen belt")
    page.paper.selectAll()
    page.paper.copy()
    content = QGuiApplication.clipboard().mimeData()
    html, text = content.hasHtml(), content.text()
    # What Python made must not lie there when Python goes.
    QGuiApplication.clipboard().clear()
    assert not html
    assert "over het rooster" in text
    assert "Jansen" not in text


def test_a_name_of_whom_may_be_spoken_with_can_be_black(window: MainWindow, qtbot: QtBot, desk: Desk) -> None:
    desk.now(
        consents.record_consent,
        KOMPAS,
        ConsentScope.TALK_TO,
        ConsentState.GIVEN,
        manner=ConsentManner.SPOKEN,
        on=date(2026, 9, 1),
        expires_on=date(2026, 12, 1),
        recipient="mevrouw Bakker",
    )
    page = opened(window, qtbot)
    assert page.paper.doubts_left() == 5
    black_out(page, "Bakker")
    assert "Sprekenmetmevrouwzwartgemaakt:ja,tot1december2026,mondeling" in on_paper(page)


def test_nothing_is_done_to_words_behind_the_privacy_screen(page: AccessPage) -> None:
    select(page, "Jansen 😀")
    privacy.set(True)
    try:
        assert not page.paper.isVisible()
        page.tools.black.click()
        page.ask_printer()
        assert page.paper.blackout() == Blackout()
        assert "Kompas" not in page.back.text()
    finally:
        privacy.set(False)
    assert page.paper.isVisible()
    assert "Kompas-47" in page.back.text()


# --- kept ---


def test_what_is_black_is_kept_with_the_place_and_comes_back(
    page: AccessPage, desk: Desk, state: State, qtbot: QtBot
) -> None:
    black_out(page, "Jansen 😀", "Pieter de Wit")
    place, text = page.paper.place(), page.paper.toPlainText()
    assert place > 100
    qtbot.waitUntil(lambda: page.unsaved() == ())
    draft = kept(desk)
    assert draft is not None
    assert (draft.case_id, draft.cursor, draft.open) == (KOMPAS, place, False)
    again = opened(shown_window(state, qtbot), qtbot)
    assert again.paper.toPlainText() == text
    assert again.paper.place() == place
    assert again.unsaved() == ()


def test_locking_at_once_loses_nothing(page: AccessPage, window: MainWindow, desk: Desk, state: State, qtbot: QtBot):
    from adviser_desk.casework import last_view

    black_out(page, "Jansen 😀")
    page.paper.moveCursor(QTextCursor.MoveOperation.End)
    end, view = page.paper.place(), window.view()
    assert kept(desk) is None
    desk.now(last_view.put_aside, window.unsaved(), view)
    again = shown_window(state, qtbot)
    found = again.pages["access"]
    assert isinstance(found, AccessPage)
    qtbot.waitUntil(lambda: found.isVisible() and found._shown is not None)
    assert "zwart" in found.paper.toPlainText()
    assert found.paper.place() == end
    assert focus(again) is found.paper


def test_a_note_that_is_changed_stays_out_until_it_is_looked_at(
    page: AccessPage, state: State, desk: Desk, qtbot: QtBot
) -> None:
    black_out(page, "Jansen 😀")
    assert page._shown is not None
    old = next(contact for contact in page._shown.page.contacts if contact.note == NOTE)
    changed = Contact(**{**dict(old), "note": f"Vooraf: {NOTE}"})
    state.run(contacts.change_contact, changed, now=NOW)
    qtbot.waitUntil(lambda: "de tekst is veranderd" in page.paper.toPlainText())
    assert "Jansen" not in on_paper(page)
    select(page, "de tekst is veranderd")
    page.tools.out.click()
    assert "Vooraf: Gesproken met Jansen" in page.paper.toPlainText()


def test_it_is_forgotten_when_the_paper_is_right_and_can_be_brought_back(
    page: AccessPage, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    black_out(page, "Jansen 😀")
    qtbot.waitUntil(lambda: kept(desk) is not None)
    on_paper(page)
    assert page._said["printed"].isVisible()
    assert kept(desk) is not None
    page._said["printed"].pressed.emit("done")
    qtbot.waitUntil(lambda: kept(desk) is None)
    window.undo()
    qtbot.waitUntil(lambda: kept(desk) is not None)


def test_giving_access_can_be_recorded_as_a_contact(page: AccessPage, window: MainWindow, qtbot: QtBot) -> None:
    on_paper(page)
    page._said["printed"].pressed.emit("log")
    qtbot.waitUntil(window.panel.isVisible)
    assert window.panel.note.toPlainText() == "Inzage gegeven op papier."  # type: ignore[attr-defined]


def test_another_case_begins_without_anything_of_this_one(page: AccessPage, state: State, qtbot: QtBot) -> None:
    black_out(page, "Jansen 😀")
    state.go("access", 2)
    assert "rooster" not in page.paper.toPlainText()
    qtbot.waitUntil(lambda: page._shown is not None)
    assert page.unsaved() == ()
    assert "Paraplu-63" in page.back.text()


def test_nothing_is_left_of_a_case_that_is_destroyed(
    page: AccessPage, window: MainWindow, state: State, desk: Desk, qtbot: QtBot
) -> None:
    from adviser_desk.casework.changes import Changes, Kind

    black_out(page, "Jansen 😀")
    qtbot.waitUntil(lambda: kept(desk) is not None)
    assert destroying is not None
    state.changed.emit(Changes(kinds=frozenset([Kind.CASE]), gone=frozenset([KOMPAS])))
    assert page.about() == ""
    assert page.unsaved() == ()
    assert page.paper.toPlainText() == ""
    assert not page.isVisible()


# --- the printer ---


def test_contacts_that_were_removed_are_not_forgotten(page: AccessPage, desk: Desk, state: State, qtbot: QtBot) -> None:
    assert not page._removed.isVisible()
    newest = desk.now(cases.case_page, KOMPAS, today=NOW.date()).contacts[0]
    state.run(contact_history.remove_contact, newest.id, now=NOW)
    qtbot.waitUntil(page._removed.isVisible)
    assert page._removed.title.text() == "1 verwijderd contact staat hier niet bij"
    state.run(contact_history.put_back, newest.id)
    qtbot.waitUntil(lambda: not page._removed.isVisible())


def test_a_printer_that_makes_a_file_is_refused(page: AccessPage, qtbot: QtBot) -> None:
    printer = QPrinter()
    printer.setOutputFileName("case.pdf")
    assert makes_a_file(printer)
    page._refused("file")
    assert page._said["file"].isVisible()


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Microsoft Print to PDF", True),
        ("Microsoft XPS Document Writer", True),
        ("OneNote (Desktop)", True),
        ("Fax", True),
        ("Lexmark gang 2", False),
    ],
)
def test_a_printer_is_known_by_its_name(name: str, file: bool) -> None:
    class Named(QPrinter):
        def outputFormat(self) -> QPrinter.OutputFormat:
            return QPrinter.OutputFormat.NativeFormat

        def outputFileName(self) -> str:
            return ""

        def printerName(self) -> str:
            return name

    assert makes_a_file(Named()) is file
