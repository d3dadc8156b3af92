"""What a screen reader gets of the real program over a real accessibility bus: names, roles, focus, news, no more."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pytest

from adviser_desk.casework import cases, contacts, follow_ups, setup
from adviser_desk.models.contact import Draft
from adviser_desk.vault import slots
from adviser_desk.vault.connection import Vault
from tests.system.screen_reader import Node, Reference, ScreenReader
from tests.system.xvfb import PASSPHRASE, PYTHON_PROGRAM, Program, Screen, wait_until
from tests.vault.counted_cases import add_case

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="AT-SPI is of Linux")

PAGES = {
    "ctrl+1": "Vandaag",
    "ctrl+2": "Casussen",
    "ctrl+3": "Signalen",
    "ctrl+4": "Kwartaalexport",
    "ctrl+5": "Bewaartermijnen",
    "ctrl+6": "Back-up",
    "ctrl+comma": "Instellingen",
}
STOPS = {
    "push button",
    "radio button",
    "check box",
    "text",
    "password text",
    "combo box",
    "list",
    "list item",
    "table",
    "cell",
    "row header",
    "slider",
    "spin button",
}
"""The roles of what takes the focus."""
LABELLED_BY = 2
"""The number of the relation."""


@dataclass
class Heard:
    """The program on a vault, what a screen reader gets of it, and the words that are secret."""

    reader: ScreenReader
    program: Program
    vault: Path
    secrets: tuple[str, ...]

    def go(self, keys: str, *more: str) -> list[Node]:
        """Press keys; what is in view after that."""
        self.program.keys(keys, *more)
        return self.reader.nodes()

    def mark(self) -> int:
        """How much was told so far."""
        return len(self.reader.news)

    def leaked(self, since: int) -> list[str]:
        """The secret words that are in view or were told."""
        told = "\n".join(str(one.value) for one in self.reader.news[since:])
        words = f"{self.reader.words()}\n{told}"
        return [secret for secret in self.secrets if secret in words]


@pytest.fixture(scope="module")
def reader(screen: Screen, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ScreenReader]:
    """One accessibility bus for the tests of this file."""
    made = ScreenReader(tmp_path_factory.mktemp("bus"), screen.environment)
    yield made
    made.close()


@pytest.fixture(scope="module")
def heard(screen: Screen, reader: ScreenReader, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Heard]:
    """The program, unlocked."""
    home = tmp_path_factory.mktemp("heard")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slots, "calibrated", lambda: (64 * 1024, 3))
        vault, _code = setup.start_vault(home / "vault", PASSPHRASE)
    _fill(vault)
    vault.close()
    program = Program(screen, home, home / "vault", environment=reader.environment, command=PYTHON_PROGRAM)
    program.unlock()
    secrets = ("Kompas-", "Zandloper-64", "rode paraplu", "over het rooster", "Terugbellen")
    yield Heard(reader, program, home / "vault", secrets)
    program.kill()


def _fill(vault: Vault) -> None:
    """Cases of two years ago that may go, enough of last year for numbers to go out and not to, and one of today."""
    today = date.today()
    kinds = ["bullying"] * 8 + ["intimidation"] * 7 + ["discrimination"] * 2
    days = [date(today.year - 2, 3, 2)] * 2 + [date(today.year - 1, 2, 3)] * len(kinds)
    for number, (day, kind) in enumerate(zip(days, ["bullying", "bullying", *kinds], strict=True), 1):
        add_case(vault, number, day, matter="undesirable_behaviour", behaviour=(kind,))
    case_id = cases.open_case(vault, "Zandloper-64", opened_on=today)[0]
    cases.change_memory_aid(vault, case_id, "rode paraplu")
    draft = Draft(place="capture:1", case_id=case_id, channel="phone", started_at=datetime.now(), text="Nieuw rooster.")
    contacts.log_contact(vault, draft, at=datetime.now(), minutes=5)
    follow_ups.add_follow_up(vault, case_id, contacts.NewFollowUp(due_on=today, text="Terugbellen"))


@pytest.mark.parametrize("keys", PAGES)
def test_a_page_is_named_and_so_is_every_stop_on_it(keys: str, heard: Heard) -> None:
    heard.program.keys("ctrl+k", "Escape")
    since = heard.mark()
    nodes = heard.go(keys)
    # Past nothing else on the way.
    on_the_way = {heard.reader.name(at).partition(",")[0] for at in heard.reader.focused(since)}
    assert not {"Nieuw contact", "Verklaringen", "Periode"} & on_the_way
    focus = [node for node in nodes if "focused" in node.states]
    assert any(above.name == PAGES[keys] and above.role == "form" for node in focus for above in node.above)
    assert any(node.role == "heading" and node.name == PAGES[keys] for node in nodes)
    _assert_named(nodes)


def test_a_case_its_panel_and_the_palette_are_named(heard: Heard) -> None:
    nodes = heard.go("ctrl+2", "Home", "Return")
    _assert_named(nodes)
    (status,) = [node for node in nodes if node.role == "combo box"]
    name = next(node.name for node in nodes if node.role == "heading")
    assert heard.reader.relations(status)[LABELLED_BY] == [f"Status van {name}"]
    assert [node.role for node in nodes if node.name == "Telefoon, Hoe was het contact?"] == ["radio button"]
    nodes = heard.go("ctrl+n")
    _assert_named(nodes)
    assert any(node.name == f"Aantekening bij {name}" and "focused" in node.states for node in nodes)
    heard.program.keys("Escape")
    assert next(node.role for node in heard.reader.nodes() if "focused" in node.states) == "list"
    since = heard.mark()
    nodes = heard.go("ctrl+shift+n")
    (spoken,) = heard.reader.announced(since)
    new = spoken.removeprefix("Schuilnaam ")
    assert any(node.name == f"Aantekening bij {new}" and "focused" in node.states for node in nodes)
    heard.program.keys("Escape")
    nodes = heard.go("ctrl+k")
    _assert_named(nodes)
    assert any(node.role == "dialog" and node.name == "Zoek of doe iets" for node in nodes)
    since = heard.mark()
    heard.program.keys("Down")
    heard.program.keys("Escape")
    (row,) = heard.reader.announced(since)
    assert "Ctrl+" in row


def test_each_step_of_the_export_and_each_menu_is_heard(heard: Heard) -> None:
    heard.program.keys("ctrl+4")
    wait_until(lambda: any(node.role == "list item" for node in heard.reader.nodes()))
    since = heard.mark()
    heard.program.keys("ctrl+Return")
    wait_until(lambda: "Stap 2 van 5, Aanvullen" in heard.reader.announced(since))
    since = heard.mark()
    heard.program.keys("F10")
    heard.program.keys("Down")
    names = [heard.reader.name(at) for at in heard.reader.focused(since)]
    heard.program.keys("Escape", "Escape")
    assert names[0] == "Bestand"
    assert len(names) >= 2
    assert all(names)


def test_the_number_found_is_spoken_once_and_only_after_typing(heard: Heard) -> None:
    since = heard.mark()
    heard.program.keys("ctrl+2")
    heard.program.keys("ctrl+f")
    assert _count(heard, since) == []
    heard.program.type("rooster")
    wait_until(lambda: bool(_count(heard, since)))
    last_key = heard.reader.told("TextChanged", since=since)[-1].when
    (spoken,) = heard.reader.told("Announcement", since=since)
    assert spoken.when - last_key >= 0.7
    assert any(node.name == spoken.value for node in heard.reader.nodes())
    # Who is elsewhere by then does not hear it any more.
    heard.program.screen.type("s")
    heard.program.keys("ctrl+6")
    heard.program.quiet()
    assert _count(heard, since) == [spoken.value]
    heard.program.keys("ctrl+shift+f")


def test_a_number_reads_with_its_row_and_column(heard: Heard) -> None:
    nodes = heard.go("ctrl+3")
    wait_until(lambda: any(node.role == "row header" for node in heard.reader.nodes()))
    nodes = heard.reader.nodes()
    rows = [node.name for node in nodes if node.role == "row header"]
    columns = [node.name for node in nodes if node.role == "column header"]
    cells = [node for node in nodes if node.role == "cell"]
    assert len(cells) == len(rows) * len(columns)
    assert [heard.reader.cell(cell) for cell in cells] == [(row, column) for row in rows for column in columns]
    assert all(cell.name for cell in cells)
    nodes = heard.go("ctrl+e")
    outside = [node.name for node in nodes if node.role == "cell"]
    assert "minder dan 5" in outside
    assert not any("klein" in name or "beschermt" in name for name in outside)
    heard.program.keys("ctrl+e")


def test_no_cursor_moves_in_a_field_that_the_focus_comes_to(heard: Heard) -> None:
    """Orca would take the field for read already and say nothing when the focus is there."""
    since = heard.mark()
    for keys in (
        "ctrl+2",
        "ctrl+f",
        "ctrl+6",
        "ctrl+n",
        "Escape",
        "ctrl+k",
        "Escape",
        "ctrl+2",
        "ctrl+shift+o",
        "Escape",
    ):
        heard.program.keys(keys)
    moved: set[Reference] = set()
    silent = []
    for one in heard.reader.news[since:]:
        if one.kind == "TextCaretMoved":
            moved.add(one.at)
        elif one.kind == "StateChanged" and one.detail == "focused" and one.number:
            silent += [heard.reader.name(one.at)] if one.at in moved else []
            moved.clear()
    assert silent == []


def test_the_focus_goes_in_reading_order_and_each_stop_once(heard: Heard) -> None:
    nodes = heard.go("ctrl+2", "ctrl+f")
    since = heard.mark()
    for _step in range(7):
        heard.program.keys("Tab")
    stops = heard.reader.focused(since)
    order = {node.at: place for place, node in enumerate(nodes)}
    assert all(stop in order for stop in stops)
    places = [order[stop] for stop in stops]
    assert places == sorted(places)
    assert [nodes[place].name.partition(",")[0] for place in places[:4]] == ["Status", "Soort", "Meetellen", "Periode"]
    # A list tells of itself and then of the row it is on.
    assert [nodes[place].role for place in places[4:6]] == ["table", "cell"]
    heard.program.keys("ctrl+f")
    since = heard.mark()
    heard.program.keys("ctrl+n")
    assert [heard.reader.name(at) for at in heard.reader.focused(since)] == ["Casus"]
    heard.program.keys("Escape")


def test_what_is_chosen_and_checked_is_told(heard: Heard) -> None:
    heard.program.keys("ctrl+2")
    since = heard.mark()
    heard.program.keys("ctrl+5")
    names = {node.at: node.name for node in heard.reader.nodes()}
    # A page that is built meanwhile, before it is wanted, checks buttons that nobody can come to yet.
    told = heard.reader.told("StateChanged", "checked", since)
    checked = {one.at: one.number for one in told if one.at in names}
    assert [(names[at].partition(",")[0], number) for at, number in checked.items()] == [
        ("Casussen", 0),
        ("Bewaartermijnen", 1),
    ]
    since = heard.mark()
    heard.program.keys("Down")
    (row,) = heard.reader.focused(since)
    chosen = {one.at for one in heard.reader.told("StateChanged", "selected", since) if one.number}
    assert chosen == {row}
    name = next(node.name for node in heard.reader.nodes() if node.at == row)
    assert name.endswith("niet gekozen")
    since = heard.mark()
    heard.program.keys("space")
    assert heard.reader.announced(since) == ["1 casus gekozen"]
    heard.program.keys("space")
    since = heard.mark()
    heard.program.keys("ctrl+1")
    heard.program.keys("space")
    heard.program.keys("ctrl+z")
    assert heard.reader.announced(since) == ["Opvolging afgevinkt.", "Ongedaan gemaakt."]


def test_behind_the_privacy_screen_no_name_and_no_text_goes_over_the_bus(heard: Heard) -> None:
    heard.program.keys("ctrl+2")
    assert heard.leaked(heard.mark())
    heard.program.keys("ctrl+period")
    since = heard.mark()
    found = {}
    for keys in ("ctrl+1", "ctrl+5", "ctrl+2", "Return", "ctrl+k"):
        heard.program.keys(keys)
        found[keys] = heard.leaked(since)
    heard.program.keys("Escape")
    heard.program.keys("ctrl+period")
    heard.program.keys("ctrl+n")
    assert "Aantekening bij Zandloper-64" in [node.name for node in heard.reader.nodes()]
    heard.program.keys("ctrl+period")
    found["panel"] = heard.leaked(heard.mark())
    heard.program.keys("ctrl+period")
    heard.program.keys("Escape")
    assert not any(found.values()), found


def test_locked_there_is_nothing_of_the_vault_and_no_letter_of_the_passphrase(heard: Heard) -> None:
    heard.program.keys("ctrl+1")
    heard.program.keys("space")
    heard.program.keys("ctrl+2")
    assert heard.leaked(heard.mark())
    since = heard.mark()
    heard.program.lock()
    told = heard.mark()
    nodes = heard.reader.nodes()
    assert heard.leaked(told) == []
    assert {node.name for node in nodes if node.role == "heading"} == {"Uw kluis is op slot"}
    _assert_named(nodes)
    (field,) = [node for node in nodes if node.role == "password text"]
    assert "focused" in field.states
    assert heard.reader.text(field) == ""
    heard.program.type("koffer zingt")
    assert heard.reader.told("TextChanged", since=told) == []
    # Shown, it is text like any other.
    heard.program.keys("alt+t")
    (field,) = [node for node in heard.reader.nodes() if node.role == "text"]
    assert heard.reader.text(field) == "koffer zingt"
    heard.program.keys("alt+t")
    assert not any(heard.reader.text(node) for node in heard.reader.nodes())
    heard.program.type(PASSPHRASE.removeprefix("koffer zingt"))
    heard.program.keys("Return")
    heard.program.unlocked()
    assert not any(PASSPHRASE in str(one.value) for one in heard.reader.news[since:])
    # What was done before can still be taken back, and that is heard.
    wait_until(lambda: "U kunt nog ongedaan maken: opvolging afvinken." in heard.reader.announced(since))
    heard.program.keys("ctrl+z")
    wait_until(lambda: "Ongedaan gemaakt." in heard.reader.announced(since))
    assert heard.program.log.read_text() == ""


def test_a_second_window_is_refused_and_hears_why(heard: Heard, screen: Screen, tmp_path: Path) -> None:
    heard.program.keys("ctrl+2")
    before = {path.name: path.stat().st_mtime_ns for path in heard.vault.iterdir()}
    second = Program(screen, tmp_path, heard.vault, environment=heard.reader.environment, command=PYTHON_PROGRAM)
    try:
        second.locked()
        since = heard.mark()
        second.type(PASSPHRASE)
        second.keys("Return")
        wait_until(lambda: any("al open op een andere plek" in words for words in heard.reader.announced(since)))
        assert heard.leaked(since) == []
        assert any(node.role == "password text" for node in heard.reader.nodes())
    finally:
        second.kill()
    assert {path.name: path.stat().st_mtime_ns for path in heard.vault.iterdir()} == before
    heard.program.unlocked()
    assert heard.leaked(since)


def test_first_run_is_named_and_its_passphrase_stays_silent(
    screen: Screen, reader: ScreenReader, tmp_path: Path
) -> None:
    program = Program(screen, tmp_path, tmp_path / "vault", environment=reader.environment, command=PYTHON_PROGRAM)
    try:
        wait_until(lambda: "Welkom bij Adviser Desk" in _headings(reader), 60)
        program.quiet()
        _assert_named(reader.nodes())
        since = len(reader.news)
        program.keys("ctrl+Return")
        nodes = reader.nodes()
        _assert_named(nodes)
        assert [node.role for node in nodes if {"focused", "focusable"} <= node.states] == ["password text"]
        assert "Wachtzin kiezen. Stap 2 van 3." in reader.announced(since)
        program.type(PASSPHRASE)
        wait_until(lambda: any(words.startswith("Sterkte: ") for words in reader.announced(since)))
        assert reader.told("TextChanged", since=since) == []
        assert PASSPHRASE not in reader.words()
    finally:
        program.kill()


def _headings(reader: ScreenReader) -> list[str]:
    return [node.name for node in reader.nodes() if node.role == "heading"]


def _count(heard: Heard, since: int) -> list[str]:
    return [words for words in heard.reader.announced(since) if "casussen" in words]


def _assert_named(nodes: list[Node]) -> None:
    stops = [node for node in nodes if "focusable" in node.states]
    assert stops
    assert [str(node) for node in stops if not node.name.strip()] == []
    assert [str(node) for node in stops if node.role not in STOPS] == []
    # Orca would say that on the way into what is inside.
    assert "layered pane" not in {node.role for node in nodes}
