"""Any order of opening, writing, locking, changing the passphrase, backup, restore and destruction: the vault holds
exactly what it should, opens with exactly what it should, and is whole."""

import shutil
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from adviser_desk.casework import access, backups, consents, contacts, destroying, restoring, setup
from adviser_desk.casework.backups import Secret
from adviser_desk.errors import ToBeDestroyed, WrongKey
from adviser_desk.models.consent import ConsentManner, ConsentScope, ConsentState
from adviser_desk.models.contact import Draft
from adviser_desk.models.destruction import Ground
from adviser_desk.policy import Policy
from adviser_desk.vault import slots

WORDS = ("koffer zingt langs blauwe tegels", "zeven stille fietsen onder de brug", "lantaarn wolk trommel ladder kaars")
NAMES = ("Kompas-47", "Ladder-12", "Zaklamp-29", "Paraplu-63", "Fluit-51")
START = datetime(2026, 10, 6, 9)
POLICY = Policy(device_secret="off", backup_by_passphrase=False, grace_hours=24)
"""Without the slot that costs four times as much: this tests orders, not costs."""
Book = dict[str, list[str]]
"""Of each case that there is, by its pseudonym: the notes."""


class VaultMachine(RuleBasedStateMachine):
    """The model: which cases with which notes, which drafts, which consent, which passphrase, which backups."""

    @initialize()
    def start(self) -> None:
        self.place = Path(tempfile.mkdtemp())
        (self.place / "stick").mkdir()
        self.clock, self.passphrase = START, WORDS[0]
        self.vault, self.code = setup.start_vault(self.place / "vault", WORDS[0], policy=POLICY)
        self.book: Book = {}
        self.draft = ""
        self.counted: dict[str, bool] = {}
        self.asked: dict[str, datetime] = {}
        self.destroyed: set[str] = set()
        self.saved: list[tuple[Path, Book, dict[str, bool], str, set[str]]] = []

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
        contacts.log_contact(self.vault, draft, at=now, minutes=None)
        self.book.setdefault(name, []).append(note)

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
        book = {name: list(notes) for name, notes in self.book.items()}
        self.saved.append((written.path, book, dict(self.counted), self.draft, set(self.asked)))

    @precondition(lambda self: any(saved[0].exists() for saved in self.saved))
    @rule(data=st.data(), by_code=st.booleans())
    def restore(self, data: st.DataObject, by_code: bool) -> None:
        there = [saved for saved in self.saved if saved[0].exists()]
        path, book, counted, draft, _asked = data.draw(st.sampled_from(there))
        self.vault.close()
        secret = Secret(kind="code", text=self.code)
        restoring.restore(
            path, secret, self.place / "vault", POLICY, now=self.clock, passphrase=WORDS[2], other_vault=False
        )
        self.passphrase = WORDS[2]
        self.vault = access.open_desk(self.place / "vault", WORDS[2])
        self.book = {name: list(notes) for name, notes in book.items() if name not in self.destroyed}
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
            del self.asked[name], self.book[name]
            self.counted.pop(name, None)
            self.destroyed.add(name)

    @invariant()
    def the_vault_holds_exactly_this(self) -> None:
        found: Book = {name: [] for (name,) in self.vault.db.execute("SELECT pseudonym FROM case_file")}
        rows = self.vault.db.execute(
            "SELECT pseudonym, note FROM contact JOIN case_file ON case_file.id = case_id ORDER BY contact.id"
        )
        for name, note in rows.fetchall():
            found[name].append(note)
        assert found == self.book
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
    stateful_step_count=16,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.usefixtures("low_cost")
class TestVault(VaultMachine.TestCase):  # type: ignore[name-defined,misc]
    """Runs the machine."""
