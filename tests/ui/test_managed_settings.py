"""What the organisation set is seen, explained and cannot be changed; below its limits the adviser chooses."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from adviser_desk.casework import own_settings, policy_news
from adviser_desk.casework.desk import Desk
from adviser_desk.casework.own_settings import Own
from adviser_desk.models.period import Period
from adviser_desk.policy import BEGINS, DEFAULT, KEYS, LIMITS, Policy, kind
from adviser_desk.policy_words import label
from adviser_desk.ui.case_list import CaseListPage
from adviser_desk.ui.export_check import CheckStep
from adviser_desk.ui.key_acts import ChangePassphrase
from adviser_desk.ui.main_window import MainWindow
from adviser_desk.ui.policy_card import change_words
from adviser_desk.ui.settings_page import SettingsPage
from adviser_desk.ui.settings_rows import Choice, Managed, Row
from adviser_desk.ui.state import State
from adviser_desk.ui.widgets.button import Button, Segment
from adviser_desk.ui.widgets.switch import Switch
from adviser_desk.ui.widgets.text import Text

from .conftest import NOW, focus, settle, shown_window

NO = Qt.KeyboardModifier.NoModifier
STRICT = Policy(
    version="2026-1",
    threshold=10,
    lock_after_minutes=1,
    clipboard_seconds=5,
    hide_from_capture="always",
    passphrase_strength="very_strong",
    device_secret="off",
    backup_by_passphrase=False,
    retention_months=6,
    grace_hours=0,
    backup_every_days=1,
    units=("FIN | Financiën | Finance | 240", "FIN/BEG | Begroting | Budget", "BES | Bestuursstaf | Staff | 35"),
    unit_least_people=60,
)
ROWS = {
    "threshold": "signals", "lock_after_minutes": "security", "clipboard_seconds": "security",
    "hide_from_capture": "security", "device_secret": "security", "backup_by_passphrase": "security",
    "retention_months": "retention", "grace_hours": "retention", "backup_every_days": "backup",
    "passphrase_strength": "security", "units": "signals", "unit_least_people": "signals",
}  # fmt: skip


def desk_on(desk: Desk, folder: Path, policy: Policy) -> State:
    """The desk under a policy, with what the adviser chose in the vault."""
    return State(desk, folder, policy, practice=False, own=desk.now(own_settings.own), now=lambda: NOW)


@pytest.fixture
def strict(desk: Desk, vault_folder: Path, qapp: QApplication) -> State:
    """Under a policy that sets every key, with no room below any limit."""
    return desk_on(desk, vault_folder, STRICT)


def settings_page(state: State, qtbot: QtBot) -> SettingsPage:
    window = shown_window(state, qtbot)
    state.go("settings")
    settle(state)
    page = window.pages["settings"]
    assert isinstance(page, SettingsPage)
    return page


def control(page: SettingsPage, key: str) -> QWidget:
    """What shows a key, in view."""
    page.show_about(ROWS[key])
    settle(page.state)
    found = page.findChild(QWidget, f"settings-{key}")
    assert found is not None
    return found


def row_of(widget: QWidget) -> Row:
    parent: QWidget | None = widget
    while not isinstance(parent, Row):
        assert parent is not None
        parent = parent.parentWidget()
    return parent


def value(widget: QWidget) -> object:
    return widget.currentText() if isinstance(widget, QComboBox) else widget.isChecked()  # type: ignore[attr-defined]


def test_every_key_of_the_policy_has_its_place_in_the_settings() -> None:
    """A key that comes later has to be shown as well."""
    assert {*ROWS, *BEGINS, "version"} == set(KEYS)


@pytest.mark.parametrize("name", ROWS)
def test_a_managed_setting_is_seen_disabled_explained_and_cannot_be_changed(
    strict: State, qtbot: QtBot, desk: Desk, name: str
) -> None:
    page = settings_page(strict, qtbot)
    shown = control(page, name)
    row = row_of(shown)
    assert shown.isVisible()
    assert isinstance(shown, Choice | Switch)
    assert not shown.isEnabled()
    assert [note.words for note in row.findChildren(Managed)] == ["Ingesteld door uw organisatie"]
    assert "Ingesteld door uw organisatie" in shown.accessibleDescription()
    assert "Ingesteld door uw organisatie" in row.accessibleName()
    assert shown.accessibleName()
    assert page.found.managed.isVisible()
    assert "servicedesk" in page.found.managed.accessibleName()
    before = (strict.policy, strict.own, value(shown), desk.now(own_settings.own))
    shown.setFocus()
    assert focus(page.window()) is not shown
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_F4, Qt.Key.Key_1):
        QTest.keyClick(shown, key)
    QTest.keyClick(shown, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    QTest.mouseClick(shown, Qt.MouseButton.LeftButton)
    QApplication.sendEvent(shown, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(1, 1), QPoint(1, 1)))
    assert QApplication.activePopupWidget() is None
    assert shown.contextMenuPolicy() == Qt.ContextMenuPolicy.DefaultContextMenu
    assert not shown.actions()
    settle(strict)
    assert (strict.policy, strict.own, value(shown), desk.now(own_settings.own)) == before


@pytest.mark.parametrize("name", ROWS)
def test_the_palette_changes_no_managed_setting(strict: State, qtbot: QtBot, desk: Desk, name: str) -> None:
    page = settings_page(strict, qtbot)
    window = page.window()
    assert isinstance(window, MainWindow)
    before = (strict.policy, desk.now(own_settings.own))
    window.finder.toggle()
    QTest.keyClicks(window.finder.line, label(name))
    settle(strict)
    found = [entry for entry in window.finder.list.entries() if entry.run is not None]
    names = {action.text().replace("&", "") for action in window.commands.actions.values()}
    told = {
        entry.pieces[0][0] if len(entry.pieces) == 1 else "".join(part for part, _ in entry.pieces) for entry in found
    }
    assert told <= names | {"Kompas-47", "Paraplu-63", "Zaklamp-29"}
    QTest.keyClick(window.finder.line, Qt.Key.Key_Escape)
    assert (strict.policy, desk.now(own_settings.own)) == before


@pytest.mark.parametrize("name", LIMITS)
def test_what_is_chosen_past_a_limit_does_not_count(strict: State, desk: Desk, vault_folder: Path, name: str) -> None:
    strict.choose(name, kind(name).most)
    settle(strict)
    assert getattr(strict.policy, name) == getattr(STRICT, name)
    assert getattr(desk_on(desk, vault_folder, STRICT).policy, name) == getattr(STRICT, name)


def test_without_a_policy_nothing_says_that_it_is_managed(state: State, qtbot: QtBot) -> None:
    page = settings_page(state, qtbot)
    for code in page.groups:
        page.show_about(code)
        settle(state)
        assert not page.found.managed.isVisible()
    assert not page.findChildren(Managed)
    page.show_about("signals")
    assert "5 casussen" in words(page)
    assert not {"Kleinste onderdeel met een naam", "Map voor exports", "Plek voor back-ups"} & set(
        words(page).split("\n")
    )


def test_the_units_are_named_and_the_small_ones_told(strict: State, qtbot: QtBot) -> None:
    page = settings_page(strict, qtbot)
    shown = control(page, "units")
    assert value(shown) == "3 onderdelen"
    assert "Financiën, Bestuursstaf. Zonder naam in een export: Bestuursstaf." in row_of(shown).accessibleName()


def test_a_place_is_proposed_and_an_unknown_one_told(
    desk: Desk, vault_folder: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    ours = Policy(version="1", backup_folder="~/Back-ups", export_folder="$NO_SUCH_VARIABLE/x", language="en")
    state = desk_on(desk, vault_folder, ours)
    page = settings_page(state, qtbot)
    for key, group, told in (
        ("backup_folder", "backup", "U mag een andere kiezen"),
        ("export_folder", "signals", "Deze plek kennen wij hier niet"),
    ):
        page.show_about(group)
        settle(state)
        shown = page.findChild(Text, f"settings-{key}")
        assert shown is not None
        assert shown.isVisible()
        assert [note.words for note in row_of(shown).findChildren(Managed)] == ["Voorgesteld door uw organisatie"]
        assert told in row_of(shown).accessibleName()
    assert page.findChild(Text, "settings-backup_folder").text() == str(tmp_path / "Back-ups")
    page.show_about("language")
    settle(state)
    language = page.findChild(Segment, "settings-language")
    assert language is not None
    assert language.isEnabled()
    assert "Begint met English" in row_of(language).accessibleName()


def test_a_proposed_place_that_is_not_there_is_told_and_stops_nothing(
    desk: Desk, vault_folder: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    for text, told in (
        (f"{tmp_path}/no-stick/Back-ups", "Deze plek is er nu niet."),
        ("$NO_SUCH_VARIABLE/x", "De plek van uw organisatie is hier niet te vinden: $NO_SUCH_VARIABLE/x."),
    ):
        state = desk_on(desk, vault_folder, Policy(version="1", backup_folder=text, export_folder=text))
        window = shown_window(state, qtbot)
        state.go("backup")
        settle(state)
        assert told in words(window.pages["backup"])
    step = CheckStep(state)
    qtbot.addWidget(step)
    step.show()
    step.set_period(Period("2026Q3"))
    assert "De map van uw organisatie is hier niet te vinden: $NO_SUCH_VARIABLE/x." in words(step)
    assert step.folder().parts[-2:] == ("Adviser Desk", "2026Q3")
    monkeypatch.setenv("NO_SUCH_VARIABLE", str(tmp_path))
    assert step.folder() == tmp_path / "x" / "2026Q3"


def test_below_a_limit_the_adviser_chooses_by_the_keyboard_and_it_is_kept(
    desk: Desk, vault_folder: Path, qtbot: QtBot
) -> None:
    wide = Policy(version="2026-1", lock_after_minutes=10)
    state = desk_on(desk, vault_folder, wide)
    page = settings_page(state, qtbot)
    shown = control(page, "lock_after_minutes")
    assert isinstance(shown, Choice)
    assert [note.words for note in row_of(shown).findChildren(Managed)] == ["Ten hoogste 10 minuten"]
    assert [shown.itemText(at) for at in range(shown.count())][-2:] == ["5 minuten", "10 minuten"]
    assert (shown.isEnabled(), shown.currentText()) == (True, "5 minuten")
    shown.setFocus()
    QTest.keyClick(shown, Qt.Key.Key_Home)
    assert shown.currentText() == "1 minuut"
    settle(state)
    assert state.policy.lock_after_minutes == 1
    assert desk.now(own_settings.own) == Own(lock_after_minutes=1)
    again = desk_on(desk, vault_folder, wide)
    assert again.policy.lock_after_minutes == 1
    assert desk_on(desk, vault_folder, DEFAULT).policy.lock_after_minutes == 1


def test_the_reminder_of_a_backup_follows_the_choice_at_once(state: State, qtbot: QtBot) -> None:
    page = settings_page(state, qtbot)
    window = page.window()
    assert isinstance(window, MainWindow)
    state.go("backup")
    settle(state)
    assert "elke 7 dagen" in words(window.pages["backup"])
    state.go("settings")
    shown = control(page, "backup_every_days")
    assert isinstance(shown, Choice)
    shown.setFocus()
    QTest.keyClick(shown, Qt.Key.Key_Home)
    settle(state)
    assert state.policy.backup_every_days == 1
    state.go("backup")
    settle(state)
    assert "elke 1 dag" in words(window.pages["backup"])


def test_a_store_that_the_organisation_wants_otherwise_says_how_it_begins_to_count(
    desk: Desk, vault_folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adviser_desk.vault.keys.needs_device", lambda _folder: False)
    state = desk_on(desk, vault_folder, Policy(version="2026-1", device_secret="required"))
    page = settings_page(state, qtbot)
    shown = control(page, "device_secret")
    assert isinstance(shown, Switch)
    assert not shown.isChecked()
    assert "Wijzig uw wachtzin, dan geldt het." in row_of(shown).accessibleName()


def test_the_version_of_the_policy_is_told(strict: State, qtbot: QtBot) -> None:
    page = settings_page(strict, qtbot)
    page.show_about("about")
    assert "2026-1" in words(page)


def test_a_new_passphrase_must_be_as_strong_as_the_organisation_asks(
    desk: Desk, vault_folder: Path, qtbot: QtBot
) -> None:
    state = desk_on(desk, vault_folder, Policy(version="2026-1", passphrase_strength="very_strong"))
    page = settings_page(state, qtbot)
    page.open_act("passphrase")
    act = page._act
    assert isinstance(act, ChangePassphrase)
    for typed, reason in (("zolder tegel fiets", "sterk genoeg"), ("zeven stille fietsen", "")):
        for field in (act.new.first, act.new.second):
            field.line.setText(typed)
        qtbot.waitUntil(lambda: not act.new._judge.isActive())
        assert reason in act.new.why_not()
        assert bool(reason) == bool(act.new.why_not())
        assert ("Sterk genoeg" in words(act)) is False


# --- what changed ---


def test_a_change_of_the_policy_is_told_on_vandaag_until_it_is_read(
    strict: State, qtbot: QtBot, desk: Desk, vault_folder: Path
) -> None:
    window = shown_window(strict, qtbot)
    strict.go("today")
    settle(strict)
    shown = words(window)
    assert "Uw organisatie heeft 12 instellingen gewijzigd" in shown
    assert "Vergrendelen na: nu ten hoogste 1 minuut. Dat was ten hoogste 5 minuten." in shown
    assert "Back-up openen met uw wachtzin: nu uit. Dat was aan." in shown
    read = window.findChild(Button, "policy-read")
    assert read is not None
    read.setFocus()
    QTest.keyClick(read, Qt.Key.Key_Return)
    settle(strict)
    assert "gewijzigd" not in words(window)
    assert focus(window).isVisible()
    assert desk.now(policy_news.news, STRICT) == ()
    again = shown_window(desk_on(desk, vault_folder, STRICT), qtbot)
    again.state.go("today")
    settle(again.state)
    assert "gewijzigd" not in words(again)


def test_who_never_opens_vandaag_hears_of_a_change_too(strict: State, qtbot: QtBot, desk: Desk) -> None:
    window = shown_window(strict, qtbot)
    settle(strict)
    see, read = (window.findChild(Button, f"policy-notice-{name}") for name in ("see", "read"))
    assert see is not None
    assert read is not None
    assert isinstance(window.pages.currentWidget(), CaseListPage)
    assert "Uw organisatie heeft 12 instellingen gewijzigd." in words(window)
    assert (see.isVisible(), read.isVisible()) == (True, False)
    see.setFocus()
    QTest.keyClick(see, Qt.Key.Key_Space)
    settle(strict)
    assert not see.isVisible()
    assert "Onderdelen van de organisatie: nu 3 onderdelen. Nieuw: Financiën, Financiën › Begroting" in words(window)
    strict.go("cases")
    settle(strict)
    assert see.isVisible()
    desk.now(policy_news.read, STRICT)
    strict.go("settings")
    settle(strict)
    assert not see.isVisible()


def test_a_single_change_is_told_and_read_on_any_page(
    state: State, qtbot: QtBot, desk: Desk, vault_folder: Path
) -> None:
    one = Policy(version="2026-1", retention_months=6)
    window = shown_window(desk_on(desk, vault_folder, one), qtbot)
    settle(window.state)
    assert "Bewaartermijn: nu 6 maanden. Dat was 12 maanden." in words(window)
    read = window.findChild(Button, "policy-notice-read")
    assert read is not None
    read.setFocus()
    QTest.keyClick(read, Qt.Key.Key_Space)
    settle(window.state)
    assert "gewijzigd" not in words(window)
    assert focus(window).isVisible()
    assert desk.now(policy_news.news, one) == ()


def test_each_change_is_a_sentence(state: State, desk: Desk) -> None:
    before = Policy(version="1", units=STRICT.units, export_folder="~/Exports")
    after = Policy(
        version="2", units=("FIN | Geldzaken | Money | 240", "ICT | Automatisering | IT | 300"),
        backup_folder="~/Back-ups", language="en",
    )  # fmt: skip
    desk.now(policy_news.read, before)
    assert [change_words(change) for change in desk.now(policy_news.news, after)] == [
        "Onderdelen van de organisatie: nu 2 onderdelen. Nieuw: Automatisering. "
        "Weg: Financiën › Begroting, Bestuursstaf. Anders: Geldzaken.",
        "Plek voor back-ups: nu ~/Back-ups. U mag iets anders kiezen.",
        "Map voor exports: uw organisatie stelt niets meer voor.",
        "Eerste taal: nu English. U mag iets anders kiezen.",
    ]


def test_what_the_adviser_chose_is_no_change_of_the_organisation(state: State, qtbot: QtBot) -> None:
    state.choose("lock_after_minutes", 1)
    window = shown_window(state, qtbot)
    state.go("today")
    settle(state)
    assert "Uw organisatie heeft" not in words(window)


def words(part: object) -> str:
    """What is to be read in a part of the window."""
    find: Callable[[type], list[Text]] = part.findChildren  # type: ignore[attr-defined]
    return "\n".join(text.text() for kind_of in (Text, Button) for text in find(kind_of) if text.isVisible())
