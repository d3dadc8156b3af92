"""Where things are: the local data folder and the shipped resources. Creates nothing."""

import os
import re
import sys
from pathlib import Path

import platformdirs

_VARIABLE = re.compile(r"\$\w|\$\{|%\w+%")
_ROOT = Path(getattr(sys, "_MEIPASS", Path(__file__).resolve().parent.parent))


def resource(name: str) -> Path:
    """A shipped file by its name below `resources/`, from source and from the frozen program alike."""
    return _ROOT / "resources" / name


def data_folder() -> Path:
    """The local, non-roaming folder of this user (no network profile): the vault is `vault/` below it."""
    return Path(platformdirs.user_data_path("adviser-desk", appauthor=False, roaming=False))


def vault_folder() -> Path:
    """The folder of the adviser's own vault."""
    return data_folder() / "vault"


def meant_by(text: str) -> Path | None:
    """The folder that a text with `~` and variables means for this user; None where one of them is not known here."""
    whole = os.path.expandvars(os.path.expanduser(text))
    return Path(whole) if os.path.isabs(whole) and not _VARIABLE.search(whole) else None
