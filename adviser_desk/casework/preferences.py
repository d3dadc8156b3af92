"""How the program looks and in which language it speaks, while the vault is locked too. Holds nothing about cases."""

import json
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from adviser_desk.models.base import Record
from adviser_desk.models.codes import Language

NAME = "window.json"


class Preferences(Record):
    """Language, look and text size (per cent)."""

    language: Language = "nl"
    look: Literal["system", "light", "dark"] = "system"
    text_size: Literal[100, 112, 125, 150, 175, 200] = 100


def read_preferences(folder: Path, first: Language = "nl") -> Preferences:
    """The preferences beside the vault in `folder`; the defaults, in the `first` language, where there are none."""
    try:
        return Preferences.model_validate(json.loads((folder / NAME).read_text(encoding="utf-8")))
    except (OSError, ValueError, ValidationError):
        return Preferences(language=first)


def keep_preferences(folder: Path, preferences: Preferences) -> None:
    """Write the preferences. Raises DiskFull, ReadOnly."""
    # Reading them must not load the database: the command line asks the language first of all.
    from adviser_desk.vault import atomic

    atomic.write(folder / NAME, preferences.model_dump_json().encode("utf-8"))
