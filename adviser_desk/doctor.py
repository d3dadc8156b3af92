"""What IT needs to know about this machine: versions, places, rights, space. Opens no vault, and tells no case data."""

import importlib
import os
import platform
import shutil
import stat
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from cryptography.hazmat.backends.openssl import backend as openssl
from sqlcipher3 import dbapi2 as sqlite

from adviser_desk import __version__, hardening, paths
from adviser_desk.errors import BrokenPolicy
from adviser_desk.policy import FOLDERS
from adviser_desk.policy import KEYS as POLICY_KEYS
from adviser_desk.policy_sources import place, read_policy
from adviser_desk.policy_units import read_units
from adviser_desk.vault import device_secret
from adviser_desk.vault.connection import DATABASE, KEYS

Value = str | bool | int | Sequence[str] | None
_LIBRARIES = ("pydantic", "docx", "highspy", "keyring", "python_calamine", "zxcvbn")


def examine(vault: Path) -> Mapping[str, Value]:
    """Names and values, in the order they are shown. None: cannot be known here."""
    return {
        "program": __version__,
        "python": platform.python_version(),
        "frozen": bool(getattr(sys, "frozen", False)),
        "platform": platform.platform(),
        "machine": platform.machine(),
        **_ciphers(),
        **{f"library_{name}": _loads(name) for name in _LIBRARIES},
        **_screen(),
        "data_folder": str(paths.data_folder()),
        "data_folder_writable": _writable(paths.data_folder()),
        "free_megabytes": shutil.disk_usage(_existing(paths.data_folder())).free // 2**20,
        **_vault(vault),
        "credential_store": device_secret.store_name() or False,
        **_policy(),
        "dumps_off": hardening.dumps_are_off(),
    }


def _policy() -> Mapping[str, Value]:
    """What counts here, and of each value who set it. A policy that cannot be used stops the program, not this."""
    found: dict[str, Value] = {"policy_place": place(), "policy_error": None}
    try:
        policy = read_policy()
    except BrokenPolicy as error:
        return {**found, "policy_error": error.sentence()}
    for key in POLICY_KEYS:
        found[f"policy_{key}"] = getattr(policy, key)
        found[f"policy_{key}_from"] = place() if key in policy.model_fields_set else "default"
    found["policy_units_version"] = read_units(policy.units, policy.unit_least_people).version if policy.units else None
    for key in FOLDERS:
        folder = paths.meant_by(getattr(policy, key))
        found[f"policy_{key}_here"] = str(folder) if folder else None
        found[f"policy_{key}_there"] = folder is not None and folder.is_dir()
    return found


def _ciphers() -> Mapping[str, str | bool]:
    db = sqlite.connect(":memory:")
    try:
        cipher = db.execute("PRAGMA cipher_version").fetchone()
    finally:
        db.close()
    return {
        "sqlcipher": cipher[0] if cipher else False,
        "sqlite": sqlite.sqlite_version,
        "openssl": openssl.openssl_version_text(),
    }


def _loads(name: str) -> bool:
    try:
        importlib.import_module(name)
    except ImportError:
        return False
    return True


def _screen() -> Mapping[str, str | bool | int | None]:
    display: str | bool | None = True
    if sys.platform.startswith("linux"):
        display = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY") or False
    try:
        qt: Any = importlib.import_module("PySide6.QtCore").qVersion()
    except ImportError:
        qt = False
    return {"qt": qt, "display": display, "fonts": _fonts(), "qt_platform": os.environ.get("QT_QPA_PLATFORM")}


def _fonts() -> bool | None:
    """Whether any font is installed: without one the window and the report show boxes."""
    if not sys.platform.startswith("linux"):
        return None
    places = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")
    return any(place.is_dir() and any(place.rglob("*.[to]tf")) for place in places)


def _vault(folder: Path) -> Mapping[str, str | bool | None]:
    found: dict[str, str | bool | None] = {"vault": str(folder), "vault_present": (folder / DATABASE).is_file()}
    for name, path in (("folder", folder), ("database", folder / DATABASE), ("keys", folder / KEYS)):
        found[f"vault_{name}_rights"] = _rights(path)
    return found


def _rights(path: Path) -> str | None:
    try:
        return stat.filemode(path.stat().st_mode)
    except OSError:
        return None


def _existing(path: Path) -> Path:
    return next(parent for parent in (path, *path.parents) if parent.exists())


def _writable(path: Path) -> bool:
    # Asking for rights is not enough: a full or read-only disk shows only when something is written.
    try:
        with tempfile.TemporaryFile(dir=_existing(path)) as file:
            file.write(b"adviser-desk")
    except OSError:
        return False
    return True
