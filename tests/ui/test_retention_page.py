"""Bewaartermijnen by keyboard: choose, confirm with the passphrase, turn back; and what is gone is nowhere."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QPdfWriter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from adviser_desk import policy
from adviser_desk.casework import backups, contacts, destroying, follow_ups, retention, setup
from adviser_desk.casework.desk import Desk
from adviser_desk.models.contact import Draft
from adviser_desk.models.destruction import Certificate, Ground
from adviser_desk.policy import Policy
from adviser_desk.ui import certificate_print
from adviser_desk.ui.main_window import MainWindow
from adviser_desk.ui.retention_page import RetentionPage
from adviser_desk.ui.state import State
from adviser_desk.vault import backup_list, slots
from adviser_desk.vault.connection import Vault

from .conftest import NOW, fill, focus, shown_window

CTRL = Qt.KeyboardModifier.ControlModifier
PASSPHRASE = "vijf losse woorden op een rij"
LATE = (("Lantaarn-33", "2025-09-01"), ("Deurmat-57", "2025-09-02"), ("Puzzel-86", "2025-09-03"))


@pytest.fixture
def desk(vault_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A desk with a passphrase and six cases: three past their period, of which the last has an open follow-up."""
    monkeypatch.setattr(slots, "calibrated", lambda: (64 * 1024, 3))
    opened = Desk(lambda: setup.start_vault(vault_folder, PASSPHRASE)[0])
    opened.now(_fill)
    yield opened
    for _round in range(5):
        opened.now(lambda _vault: None)
        QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    opened.close()


def _fill(vault: Vault) -> None:
    fill(vault)
    for name, day in LATE:
        at = datetime.fromisoformat(f"{day}T10:00")
        draft = Draft(place="capture:1", pseudonym=name, started_at=at, text="Gesproken.", count="yes")
        case_id = contacts.log_contact(vault, draft, at=at, minutes=None).case_id
    follow_ups.add_follow_up(vault, case_id, follow_ups.NewFollowUp(due_on=NOW.date(), text="Bellen"))


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> RetentionPage:
    return opened(window, qtbot)


def opened(window: MainWindow, qtbot: QtBot) -> RetentionPage:
    found = window.pages["retention"]
    assert isinstance(found, RetentionPage)
    QTest.keyClick(window, Qt.Key.Key_5, CTRL)
    qtbot.waitUntil(lambda: focus(window) is found.list)
    return found


def ids(state: State) -> dict[str, int]:
    rows = "SELECT pseudonym, id FROM case_file"
    return state.desk.now(lambda vault: dict(vault.db.execute(rows).fetchall()))


def found(state: State) -> retention.RetentionPage:
    return state.desk.now(retention.retention_page, today=NOW.date(), policy=policy.DEFAULT)


def confirm(page: RetentionPage, words: str = PASSPHRASE) -> None:
    page.confirm.passphrase.setFocus()
    QTest.keyClicks(page.confirm.passphrase.line, words)
    QTest.keyClick(page.confirm.passphrase.line, Qt.Key.Key_Return)


def look(window: MainWindow, qtbot: QtBot) -> None:
    """Let the watch look, as it does each minute, and wait until it has."""
    qtbot.waitUntil(lambda: not window.due_watch._running)
    window.due_watch.look()
    qtbot.waitUntil(lambda: not window.due_watch._running)


def words_of(widget: QWidget) -> str:
    labels = [each for each in widget.findChildren(QWidget) if each.isVisible() and hasattr(each, "text")]
    return " | ".join(each.text() for each in labels if callable(each.text))


def test_cases_are_chosen_and_destroyed_with_the_passphrase_and_turned_back(
    window: MainWindow, page: RetentionPage, state: State, qtbot: QtBot
) -> None:
    assert window.navigation._pages["retention"].count == "3"
    assert not page.confirm.isVisible()
    QTest.keyClick(page.list, Qt.Key.Key_A, CTRL)
    assert [one.case.pseudonym for one in page.list.chosen_cases()] == ["Lantaarn-33", "Deurmat-57"]
    said = words_of(page.confirm)
    for words in ("2 casussen vernietigen", "2 tellingen zonder tekst", "terugdraaien tot morgen om 14:20"):
        assert words in said
    confirm(page, "niet deze")
    qtbot.waitUntil(lambda: "klopt niet" in page.confirm.passphrase.trouble.text())
    assert found(state).going == ()
    page.confirm.passphrase.line.clear()
    confirm(page)
    qtbot.waitUntil(lambda: "2 casussen worden vernietigd: morgen om 14:20" in words_of(page.going))
    assert page.confirm.passphrase.text() == ""
    assert [one.case.pseudonym for one in found(state).going] == ["Lantaarn-33", "Deurmat-57"]
    qtbot.waitUntil(lambda: window.navigation._pages["retention"].count == "1")
    page.going.findChild(QWidget, "turn-back").click()
    qtbot.waitUntil(lambda: window.navigation._pages["retention"].count == "3")
    assert found(state).going == ()


def test_a_case_with_an_open_follow_up_cannot_be_chosen_and_says_why(page: RetentionPage) -> None:
    QTest.keyClick(page.list, Qt.Key.Key_End)
    assert page.list.current().case.pseudonym == "Puzzel-86"
    QTest.keyClick(page.list, Qt.Key.Key_Space)
    assert page.list.chosen_cases() == ()
    assert "Puzzel-86 kan nog niet weg" in words_of(page)
    spoken = page.list.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    assert "kan nog niet weg: open opvolging" in spoken
    QTest.keyClick(page.list, Qt.Key.Key_Home)
    assert "Puzzel-86 kan nog niet weg" not in words_of(page)


def test_the_backups_that_hold_the_cases_are_named(page: RetentionPage, state: State, qtbot: QtBot) -> None:
    made = backups.Known(
        made_at=datetime(2026, 10, 3, 9), folder="/media/stick", file="x", bytes=1, digest="", cases=6, newest_case=6
    )
    state.desk.now(backup_list.add, made)
    QTest.keyClick(page.list, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "In uw back-up van 3 oktober staat deze casus nog" in words_of(page.confirm))


def test_what_is_due_is_destroyed_while_the_window_is_open(
    window: MainWindow, page: RetentionPage, state: State, qtbot: QtBot
) -> None:
    case_id = ids(state)["Lantaarn-33"]
    window.state.go("case", case_id)
    qtbot.waitUntil(lambda: window.pages["case"].header.title.text() == "Lantaarn-33")
    window.state.go("cases")
    window.state.go("case", case_id)
    state.desk.now(destroying.ask, [case_id], Ground.RETENTION, now=NOW, policy=policy.DEFAULT)
    look(window, qtbot)
    assert case_id in ids(state).values()
    state.now = lambda: NOW + timedelta(hours=24)
    look(window, qtbot)
    qtbot.waitUntil(lambda: window._page == "retention")
    assert case_id not in ids(state).values()
    assert ("case", str(case_id)) not in window._history
    assert "Lantaarn" not in words_of(window)
    page.certificates.show_certificates(found(state).certificates)
    assert [one.cases for one in found(state).certificates] == [1]


def test_a_case_in_which_something_is_typed_waits(
    window: MainWindow, page: RetentionPage, state: State, qtbot: QtBot
) -> None:
    case_id = ids(state)["Lantaarn-33"]
    state.desk.now(destroying.ask, [case_id], Ground.RETENTION, now=NOW, policy=policy.DEFAULT)
    window.state.go("case", case_id)
    qtbot.waitUntil(lambda: window.pages["case"].retention.banner.isVisible())
    window.pages["case"].note.note.setPlainText("Belt toch weer.")
    state.now = lambda: NOW + timedelta(hours=25)
    look(window, qtbot)
    assert case_id in ids(state).values()
    window.pages["case"].retention.banner.pressed.emit("back")
    qtbot.waitUntil(lambda: not window.pages["case"].retention.banner.isVisible())
    assert found(state).going == ()


def test_without_grace_a_case_is_gone_at_once(state: State, qtbot: QtBot) -> None:
    state.policy = Policy(grace_hours=0)
    window = shown_window(state, qtbot)
    page = opened(window, qtbot)
    case_id = ids(state)["Lantaarn-33"]
    QTest.keyClick(page.list, Qt.Key.Key_Space)
    assert "U kunt dit niet terugdraaien." in words_of(page.confirm)
    confirm(page)
    qtbot.waitUntil(lambda: case_id not in ids(state).values())


def test_withdrawing_the_consent_to_keep_notes_leads_to_destruction(
    window: MainWindow, page: RetentionPage, state: State, qtbot: QtBot
) -> None:
    window.state.go("consent", 1)
    panel = window.pages["consent"]
    qtbot.waitUntil(lambda: bool(panel._rows))
    panel._rows[0].acts["withdraw"].click()
    assert "laten vernietigen" in panel._rows[0].form.effects.text()
    panel._rows[0].form.save()
    qtbot.waitUntil(lambda: window._page == "retention" and focus(window) is page.confirm.passphrase.line)
    assert [one.case.pseudonym for one in page.list.chosen_cases()] == ["Kompas-47"]
    assert "toestemming om te bewaren ingetrokken" in words_of(page.confirm)
    assert page.about() == "consent_withdrawn:1"
    confirm(page)
    qtbot.waitUntil(lambda: [one.asked.ground for one in found(state).going] == [Ground.CONSENT_WITHDRAWN])
    qtbot.waitUntil(lambda: page.about() == "")


def test_a_case_can_be_destroyed_from_its_own_page(
    window: MainWindow, page: RetentionPage, state: State, qtbot: QtBot
) -> None:
    window.state.go("case", 1)
    card = window.pages["case"].retention
    qtbot.waitUntil(lambda: "2 oktober 2027" in words_of(card))
    card.destroy_now.click()
    qtbot.waitUntil(lambda: focus(window) is page.confirm.passphrase.line)
    page.confirm.findChild(QWidget, "destroy-cancel").click()
    qtbot.waitUntil(lambda: window._page == "case")
    assert found(state).going == ()


def test_a_case_is_kept_longer_with_a_reason_that_survives_locking(
    window: MainWindow, page: RetentionPage, state: State, qtbot: QtBot
) -> None:
    page.findChild(QWidget, "retention-longer").click()
    assert focus(window) is page.keep.reason
    page.keep._save()
    assert "Schrijf op waarom." in words_of(page.keep)
    QTest.keyClicks(page.keep.reason, "Er loopt nog een klacht.")
    for draft in window.unsaved():
        state.desk.now(contacts.keep_draft, draft)
    view = window.view()
    assert (view.page, view.about, view.focus) == ("retention", "keep", "keep-longer-reason")
    again = shown_window(state, qtbot)
    again.restore(view)
    page = again.pages["retention"]
    qtbot.waitUntil(page.keep.isVisible)
    assert page.keep.reason.toPlainText() == "Er loopt nog een klacht."
    QTest.keyClick(page.keep.reason, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: "Lantaarn-33: tot 6 januari 2027" in words_of(page.kept))
    assert not page.keep.isVisible()
    assert state.desk.now(contacts.draft_at, "keep_longer") is None


def test_a_certificate_is_shown_and_printed_with_nothing_else_on_it(
    window: MainWindow, page: RetentionPage, state: State, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state.desk.now(
        destroying.ask,
        [ids(state)["Lantaarn-33"]],
        Ground.RETENTION,
        now=NOW - timedelta(days=2),
        policy=policy.DEFAULT,
    )
    window.due_watch.look()
    qtbot.waitUntil(lambda: bool(found(state).certificates))
    page.findChild(QWidget, "certificates-open").click()
    qtbot.waitUntil(lambda: page.certificates.list.count() == 1 and page.certificates.list.isVisible())
    line = page.certificates.list.currentIndex().data()
    assert line == "Nummer 1, 1 casus · Bewaartermijn voorbij, 6 oktober 2026"
    written: list[str] = []
    real = certificate_print.print_words

    def print_words(painter: object, y: float, words: str, *rest: object, **more: object) -> float:
        written.append(words)
        return real(painter, y, words, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(certificate_print, "print_words", print_words)
    certificate = Certificate(number=12, on=date(2026, 10, 6), ground=Ground.REQUEST, cases=3)
    certificate_print.print_certificate(QPdfWriter(str(tmp_path / "paper.pdf")), certificate)
    assert written == [
        "Verklaring van vernietiging",
        "Nummer", "12", "Datum", "6 oktober 2026", "Vernietigd", "3 casussen", "Grond", "Op verzoek",
    ]  # fmt: skip
    assert [path.name for path in tmp_path.iterdir() if path.suffix != ""] == ["paper.pdf"]


def test_nothing_past_its_period_says_when_the_next_is(state: State, qtbot: QtBot) -> None:
    state.policy = Policy(retention_months=60)
    window = shown_window(state, qtbot)
    page = window.pages["retention"]
    window.state.go("retention")
    qtbot.waitUntil(lambda: "De volgende termijn loopt af op 1 september 2030." in words_of(page))
    assert not page.list.isVisible()
