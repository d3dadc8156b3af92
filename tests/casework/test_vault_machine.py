"""Any order of opening, writing, taking away, locking, changing the passphrase, backup, restore and destruction: the
vault holds exactly what it should, opens with exactly what it should, and is whole."""

import shutil
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from adviser_desk.casework import access, backups, consents, contact_history, contacts, destroying, restoring, setup
from adviser_desk.casework.backups import Secret
from adviser_desk.errors import ToBeDestroyed, WrongKey
from adviser_desk.models.consent import ConsentManner, ConsentScope, ConsentState
from adviser_desk.models.contact import Draft
from adviser_desk.models.destruction import Ground
from adviser_desk.policy import Policy
from adviser_desk.vault import contacts as table
from adviser_desk.vault import slots

WORDS = ("koffer zingt langs blauwe tegels", "zeven stille fietsen onder de brug", "lantaarn wolk trommel ladder kaars")
NAMES = ("Kompas-47", "Ladder-12", "Zaklamp-29", "Paraplu-63", "Fluit-51")
START = datetime(2026, 10, 6, 9)
POLICY = Policy(device_secret="off", backup_by_passphrase=False, grace_hours=24)
"""Without the slot that costs four times as much: this tests orders, not costs."""
Book = dict[str, dict[int, str]]
"""Of each case that there is, by its pseudonym: the notes by the number of their contact."""


def copied(book: Book) -> Book:
    return {name: dict(notes) for name, notes in book.items()}


class VaultMachine(RuleBasedStateMachine):
    """The model: which cases with which notes, which drafts, which consent, which passphrase, which backups."""

    @initialize()
    def start(self) -> None:
        self.place = Path(tempfile.mkdtemp())
        (self.place / "stick").mkdir()
        self.clock, self.passphrase = START, WORDS[0]
        self.vault, self.code = setup.start_vault(self.place / "vault", WORDS[0], policy=POLICY)
        self.book: Book = {}
        self.removed: Book = {}
        self.versions: dict[int, list[str]] = {}
        self.draft = ""
        self.counted: dict[str, bool] = {}
        self.asked: dict[str, datetime] = {}
        self.destroyed: set[str] = set()
        self.saved: list[tuple[Path, Book, Book, dict[int, list[str]], dict[str, bool], str]] = []

    def teardown(self) -> None:
        if hasattr(self, "vault"):
            self.vault.close()
            shutil.rmtree(self.place)

    def _id(self, name: str) -> int:
        row = self.vault.db.execute("SELECT id FROM case_file WHERE pseudonym = ?", (name,)).fetchone()
        return int(row[0])

    def _now(self) -> datetime:
        self.clock += timedelta(minutes=7)
        return self.clock

    @rule(name=st.sampled_from(NAMES), text=st.sampled_from(("belde", "kwam langs", "schreef")))
    def write(self, name: str, text: str) -> None:
        now = self._now()
        new = name not in self.book
        if new and name in self.destroyed:
            return
        place = {"pseudonym": name} if new else {"case_id": self._id(name)}
        note = f"{text} om {now:%H:%M}"
        draft = Draft(place="capture:1", started_at=now, text=note, **place)  # type: ignore[arg-type]
        if name in self.asked:
            with pytest.raises(ToBeDestroyed):
                contacts.log_contact(self.vault, draft, at=now, minutes=None)
            return
        logged = contacts.log_contact(self.vault, draft, at=now, minutes=None)
        self.book.setdefault(name, {})[logged.contact_id] = note
        self.removed.setdefault(name, {})

    def _some_contact(self, book: Book, data: st.DataObject) -> tuple[str, int]:
        there = sorted((name, number) for name in set(book) - set(self.asked) for number in book[name])
        return data.draw(st.sampled_from(there))

    @precondition(lambda self: any(self.book[name] for name in set(self.book) - set(self.asked)))
    @rule(data=st.data(), text=st.sampled_from(("anders", "nog anders")))
    def change(self, data: st.DataObject, text: str) -> None:
        name, number = self._some_contact(self.book, data)
        contact = next(one for one in table.of_case(self.vault, self._id(name)) if one.id == number)
        contacts.change_contact(self.vault, contact.model_copy(update={"note": text}), now=self._now())
        if self.book[name][number] != text:
            self.versions.setdefault(number, []).insert(0, self.book[name][number])
        self.book[name][number] = text

    @precondition(lambda self: any(self.book[name] for name in set(self.book) - set(self.asked)))
    @rule(data=st.data())
    def take_away(self, data: st.DataObject) -> None:
        name, number = self._some_contact(self.book, data)
        contact_history.remove_contact(self.vault, number, now=self._now())
        self.removed[name][number] = self.book[name].pop(number)

    @precondition(lambda self: any(self.removed[name] for name in set(self.removed) - set(self.asked)))
    @rule(data=st.data())
    def bring_back(self, data: st.DataObject) -> None:
        name, number = self._some_contact(self.removed, data)
        contact_history.put_back(self.vault, number)
        self.book[name][number] = self.removed[name].pop(number)

    @rule(text=st.sampled_from(("half", "halve zin", "")))
    def type_on(self, text: str) -> None:
        contacts.keep_draft(self.vault, Draft(place="capture:2", started_at=self._now(), text=text, case_words="K"))
        self.draft = text

    @precondition(lambda self: set(self.book) - set(self.asked))
    @rule(data=st.data(), agreed=st.booleans())
    def answer(self, data: st.DataObject, agreed: bool) -> None:
        name = data.draw(st.sampled_from(sorted(set(self.book) - set(self.asked))))
        state = ConsentState.GIVEN if agreed else ConsentState.REFUSED
        given = {"manner": ConsentManner.SPOKEN, "on": self.clock.date()}
        consents.record_consent(self.vault, self._id(name), ConsentScope.COUNT, state, **given)  # type: ignore[arg-type]
        self.counted[name] = agreed

    @rule(by_code=st.booleans(), other=st.sampled_from(WORDS))
    def lock_and_unlock(self, by_code: bool, other: str) -> None:
        self.vault.close()
        if other != self.passphrase:
            with pytest.raises(WrongKey):
                access.open_desk(self.place / "vault", other)
        if by_code:
            self.passphrase = other
            today = self.clock.date()
            self.vault = access.recover(self.place / "vault", self.code, other, POLICY, today=today)
        else:
            self.vault = access.open_desk(self.place / "vault", self.passphrase)

    @rule(new=st.sampled_from(WORDS))
    def change_passphrase(self, new: str) -> None:
        access.change_passphrase(self.vault, self.passphrase, new, POLICY, today=self.clock.date())
        self.passphrase = new

    @rule()
    def back_up(self) -> None:
        written = backups.make_backup(self.vault, self.place / "stick", made_at=self._now())
        versions = {number: list(notes) for number, notes in self.versions.items()}
        books = copied(self.book), copied(self.removed)
        self.saved.append((written.path, *books, versions, dict(self.counted), self.draft))

    @precondition(lambda self: any(saved[0].exists() for saved in self.saved))
    @rule(data=st.data(), by_code=st.booleans())
    def restore(self, data: st.DataObject, by_code: bool) -> None:
        there = [saved for saved in self.saved if saved[0].exists()]
        path, book, removed, versions, counted, draft = data.draw(st.sampled_from(there))
        self.vault.close()
        secret = Secret(kind="code", text=self.code)
        restoring.restore(
            path, secret, self.place / "vault", POLICY, now=self.clock, passphrase=WORDS[2], other_vault=False
        )
        self.passphrase = WORDS[2]
        self.vault = access.open_desk(self.place / "vault", WORDS[2])
        self.book = {name: notes for name, notes in copied(book).items() if name not in self.destroyed}
        self.removed = {name: notes for name, notes in copied(removed).items() if name not in self.destroyed}
        still = {number for notes in (*self.book.values(), *self.removed.values()) for number in notes}
        self.versions = {number: list(notes) for number, notes in versions.items() if number in still}
        self.counted = {name: yes for name, yes in counted.items() if name not in self.destroyed}
        self.draft = draft
        kept = {
            row[0] for row in self.vault.db.execute("SELECT pseudonym FROM to_destroy JOIN case_file ON id = case_id")
        }
        self.asked = {name: due for name, due in self.asked.items() if name in kept}

    @precondition(lambda self: self.book)
    @rule(data=st.data())
    def ask_to_destroy(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.book)))
        now = self._now()
        planned = destroying.ask(self.vault, [self._id(name)], Ground.REQUEST, now=now, policy=POLICY)
        self.asked[name] = planned.due_at

    @precondition(lambda self: self.asked)
    @rule(data=st.data())
    def turn_back(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.asked)))
        destroying.turn_back(self.vault, [self._id(name)])
        del self.asked[name]

    @rule(hours=st.sampled_from((1, 25)))
    def wait(self, hours: int) -> None:
        self.clock += timedelta(hours=hours)
        destroying.carry_out(self.vault, now=self.clock)
        for name in [name for name, due in self.asked.items() if due <= self.clock]:
            for number in (*self.book[name], *self.removed[name]):
                self.versions.pop(number, None)
            del self.asked[name], self.book[name], self.removed[name]
            self.counted.pop(name, None)
            self.destroyed.add(name)

    @invariant()
    def the_vault_holds_exactly_this(self) -> None:
        for table_name, book in (("contact", self.book), ("removed_contact", self.removed)):
            found: Book = {name: {} for (name,) in self.vault.db.execute("SELECT pseudonym FROM case_file")}
            rows = self.vault.db.execute(
                f"SELECT pseudonym, one.id, note FROM {table_name} AS one JOIN case_file ON case_file.id = case_id"
            )
            for name, number, note in rows.fetchall():
                found[name][number] = note
            assert found == book
        kept: dict[int, list[str]] = {}
        rows = self.vault.db.execute("SELECT contact_id, note FROM contact_version ORDER BY id DESC")
        for number, note in rows.fetchall():
            kept.setdefault(number, []).append(note)
        assert kept == self.versions
        draft = contacts.draft_at(self.vault, "capture:2")
        assert (draft.text if draft else "") == self.draft
        answers = self.vault.db.execute(
            "SELECT pseudonym, state FROM consent JOIN case_file ON case_file.id = case_id ORDER BY consent.id"
        )
        assert {name: state == "given" for name, state in answers.fetchall()} == self.counted
        assert self.vault.db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@pytest.fixture(autouse=True)
def low_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "calibrated", lambda: (64 * 1024, 3))


VaultMachine.TestCase.settings = settings(
    max_examples=5,
    stateful_step_count=20,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.usefixtures("low_cost")
class TestVault(VaultMachine.TestCase):  # type: ignore[name-defined,misc]
    """Runs the machine."""
