"""Tries on this machine what an adviser needs, on invented cases in a folder that goes away. Opens no real vault."""

import argparse
import importlib
import secrets
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from adviser_desk import hardening, terminal
from adviser_desk.casework import checking, practice, reporting
from adviser_desk.casework.setup import PROFILE
from adviser_desk.errors import KnownError
from adviser_desk.i18n import _
from adviser_desk.models.codes import Language
from adviser_desk.models.period import Period
from adviser_desk.policy import DEFAULT
from adviser_desk.spelling.engine import dictionary
from adviser_desk.vault import device_secret, keys, settings
from adviser_desk.vault.connection import Vault, create_vault, open_vault

_CASES = 40
_WORDS: tuple[tuple[Language, str, str], ...] = (
    ("nl", "leidinggevende", "leidingevende"),
    ("en", "colleague", "collegue"),
)
_DAY = date(2026, 11, 23)


class _Trial:
    """The steps, each using what the one before made."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = bytearray(secrets.token_bytes(32))
        self.steps: dict[str, Callable[[], None]] = {
            "hardening": self.hardening,
            "slots": self.slots,
            "device": self.device,
            "vault": self.vault,
            "practice": self.practice,
            "export": self.export,
            "check": self.check,
            "spelling": self.spelling,
            "window": self.window,
        }

    def hardening(self) -> None:
        _must(hardening.dumps_are_off() is not False)

    def slots(self) -> None:
        new = keys.create_keys(self._folder / "slots", secrets.token_hex(8))
        _must(keys.unlock_with_recovery(self._folder / "slots", new.recovery_code) == new.key)

    def device(self) -> None:
        if device_secret.store_name() is None:
            raise _NoneHere
        folder, passphrase = self._folder / "device", secrets.token_hex(8)
        new = keys.create_keys(folder, passphrase, device="required")
        try:
            _must(keys.needs_device(folder))
            _must(keys.unlock(folder, passphrase) == new.key)
        finally:
            device_secret.forget(new.vault_id)

    def vault(self) -> None:
        create_vault(self._folder / "vault", self._key, vault_id="0" * 32, practice=True).close()

    def practice(self) -> None:
        with _Open(self._folder, self._key) as vault:
            practice.fill_practice(vault, _CASES, 1, until=_DAY)
            settings.put(vault, PROFILE, "small")

    def export(self) -> None:
        with _Open(self._folder, self._key) as vault:
            plan = reporting.plan_release(vault, Period("2026Q3"), today=_DAY, policy=DEFAULT)
            preview = reporting.prepare(plan)
            reporting.approve(vault, preview, remarks="", language="nl", out=self._folder, today=_DAY + timedelta(1))

    def check(self) -> None:
        # Loaded only where numbers are hidden, which so few cases need not have.
        importlib.import_module("adviser_desk.signals.audit_solver")
        _must(not checking.check_files(list(self._folder.glob("*.json"))))

    def spelling(self) -> None:
        for language, right, wrong in _WORDS:
            words = dictionary(language)
            _must(words is not None and words.knows(right) and not words.knows(wrong))

    def window(self) -> None:
        importlib.import_module("PySide6.QtWidgets")
        importlib.import_module("adviser_desk.app")


class _NoneHere(Exception):
    """This machine does not have what the step tries, and need not have it."""


class _Open:
    def __init__(self, folder: Path, key: bytearray) -> None:
        self._vault = open_vault(folder / "vault", key)

    def __enter__(self) -> Vault:
        return self._vault

    def __exit__(self, *_error: object) -> None:
        self._vault.close()


def selftest(chosen: argparse.Namespace) -> int:
    """Try everything; 0 when all of it works, else 70. Takes some seconds."""
    found: dict[str, str] = {}
    seconds: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, step in _Trial(Path(folder)).steps.items():
            began = time.perf_counter()
            found[name] = _outcome(step)
            seconds[name] = round(time.perf_counter() - began, 2)
    lines = [f"{name}: {found[name]} ({seconds[name]} s)" for name in found]
    terminal.answer({"steps": found, "seconds": seconds}, lines, chosen.json)
    if not set(found.values()) <= {"ok", "none"}:
        terminal.say(_("Adviser Desk werkt hier niet helemaal. Geef deze regels aan uw servicedesk."))
        return 70
    return 0


def _must(hold: bool) -> None:
    if not hold:
        raise RuntimeError


def _outcome(step: Callable[[], None]) -> str:
    try:
        step()
    except _NoneHere:
        return "none"
    except KnownError as error:
        return type(error).__name__
    except Exception as bug:
        return type(bug).__name__
    return "ok"
