"""Rounds of random acts, each ended by kill -9 at a random moment; then a look at what was told and what is there.

For the test (dozens of rounds) and for `python -m benchmarks.bench_crash` (thousands).
"""

import os
import random
import select
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from adviser_desk.casework import backups, cases, consents, contact_history, contacts, destroying, reporting, setup
from adviser_desk.errors import WrongKey
from adviser_desk.models.consent import ConsentManner, ConsentScope, ConsentState
from adviser_desk.models.contact import Contact, Draft
from adviser_desk.models.destruction import Ground
from adviser_desk.models.period import Period
from adviser_desk.policy import DEFAULT, Policy
from adviser_desk.vault import keys, releases, slots
from adviser_desk.vault.connection import Vault, open_vault

NOW = datetime(2026, 10, 6, 14, 20)
PASSPHRASE = "koffer zingt langs blauwe tegels"
QUARTERS = [Period(f"{year}Q{number}") for year in range(2001, 2026) for number in range(1, 5)]
NO_GRACE = Policy(grace_hours=0)
LONGEST = 0.08
"""Seconds after the last line that was read until the kill, at most."""
OFTEN = {
    **{"note": 30, "change": 10, "remove": 10, "return": 10, "draft": 20, "consent": 20},
    **{"destroy": 10, "backup": 8, "export": 8, "passphrase": 4},
}


@dataclass
class Story:
    """What a folder has been through: what was begun, and what of it was told as done."""

    folder: Path
    key: bytearray = field(repr=False)
    begun: dict[str, list[int]] = field(default_factory=lambda: {act: [] for act in OFTEN})
    done: dict[str, list[int]] = field(default_factory=lambda: {act: [] for act in OFTEN})
    rounds: int = 0

    @property
    def vault(self) -> Path:
        """The vault."""
        return self.folder / "vault"

    @property
    def stick(self) -> Path:
        """Where backups go."""
        return self.folder / "stick"

    @property
    def out(self) -> Path:
        """Where exports go."""
        return self.folder / "out"


def begin(folder: Path) -> Story:
    """A new vault with one case, and one quarter with cases for each export. Slots are made as cheap as is allowed."""
    slots.calibrated = lambda: (64 * 1024, 3)  # type: ignore[assignment]
    story = Story(folder, bytearray())
    story.stick.mkdir(parents=True)
    vault, _code = setup.start_vault(story.vault, PASSPHRASE, practice=True)
    with closing(vault):
        case_id, _changes = cases.open_case(vault, "Kompas-47", opened_on=date(2026, 8, 14))
        given = {"manner": ConsentManner.SPOKEN, "on": date(2026, 8, 14)}
        consents.record_consent(vault, case_id, ConsentScope.COUNT, ConsentState.GIVEN, **given)
    story.key[:] = keys.unlock(story.vault, PASSPHRASE)
    return story


def one_round(story: Story, seed: int) -> list[str]:
    """Work, be killed, look; the faults that were found."""
    story.rounds += 1
    chance = random.Random(seed)
    lines = chance.randrange(1, 12)
    for act, number, is_done in _until_killed(story, seed, lines, chance.random() * LONGEST):
        (story.done if is_done else story.begun)[act].append(number)
    return _in_a_child(lambda: _faults(story)).splitlines()


def _until_killed(story: Story, seed: int, lines: int, more: float) -> Iterator[tuple[str, int, bool]]:
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        os.close(reading)
        try:
            _work(story, seed, writing)
        except BaseException as error:
            place = error.__traceback__
            while place is not None and place.tb_next is not None:
                place = place.tb_next
            where = f"{Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}" if place else ""
            os.write(writing, f"failed {type(error).__name__}@{where} 0\n".encode())
        os._exit(0)
    os.close(writing)
    text, end = b"", time.monotonic() + 60
    while text.count(b"\n") < lines and time.monotonic() < end and (part := os.read(reading, 65_536)):
        text += part
    # Not a wait for something: the moment of the power cut.
    select.select([], [], [], more)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while part := os.read(reading, 65_536):
        text += part
    os.close(reading)
    for line in text.decode().splitlines():
        state, act, number = line.split()
        assert state != "failed", act
        yield act, int(number), state == "done"


def _work(story: Story, seed: int, told: int) -> None:
    chance, number = random.Random(seed), seed * 1_000
    vault = open_vault(story.vault, story.key)
    while True:
        number += 1
        act = chance.choices(list(OFTEN), list(OFTEN.values()))[0]
        os.write(told, f"begin {act} {number}\n".encode())
        _ACTS[act](story, vault, number)
        os.write(told, f"done {act} {number}\n".encode())


def _note(_story: Story, vault: Vault, number: int) -> None:
    draft = Draft(place=f"capture:{number}", case_id=1, started_at=NOW, text=f"note {number}")
    contacts.log_contact(vault, draft, at=NOW, minutes=None)


def _change(_story: Story, vault: Vault, number: int) -> None:
    contact = _new_contact(vault, f"before {number}")
    contacts.change_contact(vault, contact.model_copy(update={"note": f"after {number}"}), now=NOW)


def _remove(_story: Story, vault: Vault, number: int) -> None:
    contact_history.remove_contact(vault, _new_contact(vault, f"removed {number}").id, now=NOW)


def _return(_story: Story, vault: Vault, number: int) -> None:
    contact = _new_contact(vault, f"returned {number}")
    contact_history.remove_contact(vault, contact.id, now=NOW)
    contact_history.put_back(vault, contact.id)


def _new_contact(vault: Vault, note: str) -> Contact:
    draft = Draft(place="capture:new", case_id=1, started_at=NOW, text=note)
    logged = contacts.log_contact(vault, draft, at=NOW, minutes=None)
    return Contact(id=logged.contact_id, case_id=1, channel="phone", at=NOW, note=note)


def _draft(_story: Story, vault: Vault, number: int) -> None:
    contacts.keep_draft(vault, Draft(place="capture:crash", case_id=1, started_at=NOW, text=f"draft {number}"))


def _consent(_story: Story, vault: Vault, number: int) -> None:
    given = {"manner": ConsentManner.SPOKEN, "on": NOW.date(), "recipient": f"r{number}", "expires_on": NOW.date()}
    consents.record_consent(vault, 1, ConsentScope.TALK_TO, ConsentState.GIVEN, **given)


def _destroy(_story: Story, vault: Vault, number: int) -> None:
    case_id, _changes = cases.open_case(vault, _name(number), opened_on=NOW.date())
    draft = Draft(place=f"capture:{number}", case_id=case_id, started_at=NOW, text=f"gone {number}")
    contacts.log_contact(vault, draft, at=NOW, minutes=None)
    destroying.ask(vault, [case_id], Ground.REQUEST, now=NOW, policy=NO_GRACE)
    destroying.carry_out(vault, now=NOW)


def _backup(story: Story, vault: Vault, number: int) -> None:
    backups.make_backup(vault, story.stick, made_at=_made_at(number))


def _export(story: Story, vault: Vault, number: int) -> None:
    quarter = QUARTERS[len(releases.entries(vault))]
    name = _name(number)
    case_id, _changes = cases.open_case(vault, name, opened_on=quarter.covers[0])
    given = {"manner": ConsentManner.SPOKEN, "on": NOW.date()}
    consents.record_consent(vault, case_id, ConsentScope.COUNT, ConsentState.GIVEN, **given)
    preview = reporting.prepare(reporting.plan_release(vault, quarter, today=NOW.date(), policy=DEFAULT))
    reporting.approve(vault, preview, remarks="", language="nl", out=story.out)


def _passphrase(story: Story, _vault: Vault, number: int) -> None:
    keys.replace_passphrase(story.vault, story.key, f"wachtzin {number}", device="off")


_ACTS: dict[str, Callable[[Story, Vault, int], None]] = {
    "note": _note,
    "change": _change,
    "remove": _remove,
    "return": _return,
    "draft": _draft,
    "consent": _consent,
    "destroy": _destroy,
    "backup": _backup,
    "export": _export,
    "passphrase": _passphrase,
}


def _name(number: int) -> str:
    """A pseudonym of its own for each number."""
    letters = ""
    while len(letters) < 7:
        number, place = divmod(number, 26)
        letters += chr(ord("a") + place)
    return f"{letters.capitalize()}-10"


def _made_at(number: int) -> datetime:
    return datetime(2001, 1, 1) + timedelta(seconds=number)


def _in_a_child(look: Callable[[], str]) -> str:
    # A process of its own, so that no library is used here and in a fork of here.
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        found = "the look itself failed"
        with suppress(BaseException):
            found = look()
        os.write(writing, found.encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        found = pipe.read()
    os.waitpid(child, 0)
    return found


def _faults(story: Story) -> str:
    with closing(open_vault(story.vault, story.key)) as vault:
        destroying.carry_out(vault, now=NOW)
        found = [*_broken(vault), *_lost(story, vault), *_exports(story, vault)]
    return "\n".join([*found, *_backups(story), *_passphrases(story)])


def _broken(vault: Vault) -> Iterator[str]:
    vault.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    for check in ("cipher_integrity_check", "integrity_check", "foreign_key_check"):
        if vault.db.execute(f"PRAGMA {check}").fetchall() not in ([], [("ok",)]):
            yield f"{check} failed"


def _lost(story: Story, vault: Vault) -> Iterator[str]:
    notes, removed, versions = (
        [row[0] for row in vault.db.execute(f"SELECT note FROM {table}")]
        for table in ("contact", "removed_contact", "contact_version")
    )
    recipients = [row[0] for row in vault.db.execute("SELECT recipient FROM consent")]
    for act, written, kept in (
        ("note", "note {}", notes), ("change", "after {}", notes), ("change", "before {}", versions),
        ("remove", "removed {}", removed), ("return", "returned {}", notes), ("consent", "r{}", recipients),
    ):  # fmt: skip
        told = {written.format(number): number for number in story.done[act]}
        yield from (f"{act} {told[text]} is lost" for text in told.keys() - set(kept))
    yield from _doubled(notes, removed)
    if story.done["draft"]:
        last = story.done["draft"][-1]
        text = vault.db.execute("SELECT text FROM draft WHERE place = 'capture:crash'").fetchone()
        allowed = {f"draft {number}" for number in story.begun["draft"] if number >= last}
        if text is None or text[0] not in allowed:
            yield f"draft {last} is lost"
    names = {row[0] for row in vault.db.execute("SELECT pseudonym FROM case_file")}
    yield from (f"case {number} is still there" for number in story.done["destroy"] if _name(number) in names)
    certificates = vault.db.execute("SELECT coalesce(sum(cases), 0) FROM certificate").fetchone()[0]
    if certificates < len(story.done["destroy"]):
        yield "a certificate is lost"


def _doubled(notes: Sequence[str], removed: Sequence[str]) -> Iterator[str]:
    # A contact is in one place, whenever the power went; the number of an act tells one from the other.
    both = [*notes, *removed]
    yield from (f"{text!r} is there twice" for text in {text for text in both if text and both.count(text) > 1})


def _exports(story: Story, vault: Vault) -> Iterator[str]:
    ledger = {entry.period: releases.files(vault, entry.period) for entry in releases.entries(vault)}
    if len(ledger) < len(story.done["export"]):
        yield "a release is lost"
    for path in story.out.glob("signalen-*"):
        kept = ledger.get(Period(path.name.split("-")[1]))
        if kept is None or path.read_bytes() not in (kept.figures, kept.report):
            yield f"{path.name} is not what the ledger says"


def _backups(story: Story) -> Iterator[str]:
    found = sorted(story.stick.glob("*.backup"))
    for path in found[-2:]:
        backups.check_file(path)
    for number in story.done["backup"][-1:]:
        if not any(f"{_made_at(number):%Y%m%d-%H%M%S}" in path.name for path in found):
            yield f"backup {number} is lost"


def _passphrases(story: Story) -> Iterator[str]:
    done = story.done["passphrase"][-1:]
    later = [number for number in story.begun["passphrase"] if not done or number > done[0]]
    if not done and not later:
        return
    words = [f"wachtzin {number}" for number in (*done, *later)] if done else [PASSPHRASE, f"wachtzin {later[0]}"]
    for passphrase in reversed(words):
        with suppress(WrongKey):
            if keys.unlock(story.vault, passphrase) == story.key:
                return
    yield "no passphrase opens"
